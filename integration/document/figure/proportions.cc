#include "integration/document/figure/proportions.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ischia::document::figure {
namespace {

constexpr double kRadian = std::numbers::pi / 180;

}  // namespace

double Length(Point a) { return std::hypot(a.x, a.y); }

Point Toward(double degrees) { return {std::cos(degrees * kRadian), std::sin(degrees * kRadian)}; }

double Heading(Point a) { return std::atan2(a.y, a.x) / kRadian; }

double Wrapped(double degrees) { return std::remainder(degrees, 360); }

Frame LimbFrame(Point from, Point to) {
  const Point along = (to - from) * (1 / std::max(1e-9, Length(to - from)));
  return {from, along, Counterclockwise(along)};
}

Frame FootFrame(const SolvedLeg& leg) {
  const Point along = Toward(leg.foot_degrees);
  return {leg.ankle, along, Counterclockwise(along)};
}

Frame HeadFrame(const Skeleton& skeleton) {
  const Point up = Toward(skeleton.head_degrees);
  return {skeleton.head, up, Clockwise(up)};
}

Point OnTrunk(const Skeleton& skeleton, double along, double front) {
  constexpr double kBendPerDegree = 0.0085;
  constexpr double kCurlFrom = 0.54;
  constexpr double kCurlOver = 0.42;
  const double part = std::clamp(along / kTrunkLength, 0.0, 1.0);
  const double bend =
      kBendPerDegree * skeleton.lumbar_degrees * std::sin(std::numbers::pi * std::pow(part, 0.72));
  const double curl =
      skeleton.thorax_degrees * std::clamp((along - kCurlFrom) / kCurlOver, 0.0, 1.0);
  const Point up = Toward(90 - skeleton.trunk_degrees);
  const Point curled = Toward(90 - skeleton.trunk_degrees - curl);
  const double straight = std::min(along, kCurlFrom);
  return skeleton.hip + up * straight + curled * (along - straight) +
         Clockwise(curled) * (front - bend);
}

bool HasProp(const Figure& figure, Prop prop) {
  return std::find(figure.props.begin(), figure.props.end(), prop) != figure.props.end();
}

}  // namespace ischia::document::figure
