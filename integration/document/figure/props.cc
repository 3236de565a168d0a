#include "integration/document/figure/props.h"

#include <algorithm>
#include <cmath>

#include "integration/document/figure/palette.h"
#include "integration/document/figure/proportions.h"

namespace ischia::document::figure {
namespace {

Shape Sand(Path path, Color fill = palette::kProp) {
  Shape shape;
  shape.path = std::move(path);
  shape.fill = fill;
  shape.line = palette::kPropLine;
  shape.line_mm = palette::kPropMm;
  return shape;
}

Contour Block(double left, double bottom, double right, double top) {
  return Straight({{left, bottom}, {right, bottom}, {right, top}, {left, top}}, true);
}

// A block with rounded corners.
Contour Cushion(double left, double bottom, double right, double top, double most_round = 0.07) {
  const double r = std::min(most_round, (top - bottom) / 2);
  const double k = r * 0.4477;  // what a quarter circle leaves of its corner
  return {{left + r, bottom},
          {{left + r, bottom},  {right - r, bottom}, {right - r, bottom}, {right - k, bottom},
           {right, bottom + k}, {right, bottom + r}, {right, bottom + r}, {right, top - r},
           {right, top - r},    {right, top - k},    {right - k, top},    {right - r, top},
           {right - r, top},    {left + r, top},     {left + r, top},     {left + k, top},
           {left, top - k},     {left, top - r},     {left, top - r},     {left, bottom + r},
           {left, bottom + r},  {left, bottom + k},  {left + k, bottom},  {left + r, bottom}},
          true};
}

struct Range {
  double left = 1e9;
  double right = -1e9;

  void Include(double x, double beyond = 0) {
    left = std::min(left, x - beyond);
    right = std::max(right, x + beyond);
  }
};

Range BodyRange(const Skeleton& body) {
  Range range;
  for (const SolvedLeg* leg : {&body.near_leg, &body.far_leg}) {
    range.Include(leg->knee.x, 0.15);
    range.Include(leg->ankle.x, 0.15);
    range.Include(FootFrame(*leg).At(0.47, 0).x);
  }
  range.Include(body.hip.x, 0.28);
  range.Include(body.head.x, 0.30);
  for (const SolvedArm* arm : {&body.near_arm, &body.far_arm}) {
    range.Include((arm->wrist + Toward(arm->hand_degrees) * kHandLength).x);
  }
  return range;
}

// A chair seen from the side, without wheels or arms; `back` is the x of its back, the seat runs to
// `front`.
void AddChair(std::vector<Shape>& shapes, double back, double front) {
  constexpr double kThick = 0.085;
  constexpr double kLeg = 0.085;
  const double side = front > back ? 1 : -1;
  const double top = kSeatHeight - 0.005;
  const auto leg = [&](double x, double lift, Color fill) {
    shapes.push_back(Sand({Block(x - kLeg / 2, lift, x + kLeg / 2, top - kThick)}, fill));
  };
  leg(back + side * 0.19, 0.06, palette::kPropShade);
  leg(front - side * 0.20, 0.06, palette::kPropShade);
  shapes.push_back(Sand({Straight({{back - side * 0.085, kChairBackHeight - 0.04},
                                   {back - side * 0.005, kChairBackHeight - 0.04},
                                   {back + side * 0.085, top},
                                   {back + side * 0.085, 0},
                                   {back, 0},
                                   {back, top}},
                                  true)}));
  leg(front - side * 0.06, 0, palette::kProp);
  shapes.push_back(Sand({Block(std::min(back, front), top - kThick, std::max(back, front), top)}));
}

void AddSeat(const Figure& figure, const Skeleton& body, PropShapes& props) {
  const bool held = figure.far_hand == HandAnchor::kChairBack && body.far_arm.anchor;
  if (HasProp(figure, Prop::kChair) && held) {
    const double back = body.far_arm.anchor->x + 0.03;
    AddChair(props.behind, back, back + 0.90);
  } else if (HasProp(figure, Prop::kChair)) {
    AddChair(props.behind, body.hip.x - 0.66, body.hip.x + 0.24);
  }
  if (HasProp(figure, Prop::kHighSeat)) {
    const double front = body.hip.x + 0.24;
    AddChair(props.behind, front - 0.90, front);
    const double middle = (kSeatHeight + kHighSeatHeight) / 2;
    props.behind.push_back(Sand({Cushion(front - 0.80, kSeatHeight, front - 0.02, middle)}));
    props.behind.push_back(Sand({Cushion(front - 0.80, middle, front - 0.02, kHighSeatHeight)}));
  }
}

void AddStep(const Skeleton& body, PropShapes& props) {
  constexpr double kDepth = 0.14;
  const double left = body.near_leg.lowest.x - 0.18;
  const double right = left + 0.95;
  props.behind.push_back(Sand({Straight({{left, kStepHeight - 0.06},
                                         {left + kDepth, kStepHeight + 0.06},
                                         {right + kDepth, kStepHeight + 0.06},
                                         {right, kStepHeight - 0.06}},
                                        true)}));
  props.behind.push_back(Sand({Straight({{right, kStepHeight - 0.06},
                                         {right + kDepth, kStepHeight + 0.06},
                                         {right + kDepth, 0.06},
                                         {right, -0.02}},
                                        true)},
                              palette::kPropShade));
  props.behind.push_back(Sand({Block(left, -0.02, right, kStepHeight - 0.06)}));
}

void AddRail(const Skeleton& body, PropShapes& props) {
  if (!body.far_arm.anchor) return;
  const double hand = body.far_arm.anchor->x;
  const double top = kRailHeight + 0.03;
  const auto post = [&](double x) {
    props.behind.push_back(Sand({Block(x - 0.045, 0.06, x + 0.045, top - 0.06)}));
  };
  post(hand - 0.62);
  post(hand + 0.42);
  props.behind.push_back(Sand({Cushion(hand - 0.82, top - 0.10, hand + 0.62, top)}));
}

void AddCounter(const Skeleton& body, PropShapes& props) {
  if (!body.near_arm.anchor) return;
  constexpr Color kCupboard = Hex(0xE9E8E2);
  const double left = body.near_arm.anchor->x - 0.10;
  const double right = left + 1.05;
  props.behind.push_back(
      Sand({Block(left + 0.09, 0, right - 0.03, kCounterHeight - 0.10)}, kCupboard));
  Shape doors = Sand({Straight({{left + 0.60, 0.06}, {left + 0.60, kCounterHeight - 0.16}}, false),
                      Straight({{left + 0.68, 1.05}, {left + 0.68, 1.30}}, false)});
  doors.fill.reset();
  props.behind.push_back(doors);
  props.behind.push_back(Sand({Block(left, kCounterHeight - 0.10, right, kCounterHeight)}));
}

void AddStick(const Skeleton& body, PropShapes& props) {
  constexpr double kHalf = 0.028;
  const Point low = OnTrunk(body, -0.12, -0.315);
  const Frame stick = LimbFrame(low, OnTrunk(body, 1.2, -0.315));
  props.behind.push_back(Sand({Straight(
      {stick.At(0, kHalf), stick.At(2.0, kHalf), stick.At(2.0, -kHalf), stick.At(0, -kHalf)},
      true)}));
}

void AddWall(const Figure& figure, const Skeleton& body, PropShapes& props) {
  constexpr double kThick = 0.16;
  constexpr double kHigh = 3.95;
  double left = OnTrunk(body, 0, -0.285).x - kThick;
  if (figure.near_hand == HandAnchor::kWall && body.near_arm.anchor) {
    left = body.near_arm.anchor->x + 0.045;
  }
  props.behind.push_back(Sand({Block(left, 0, left + kThick, kHigh)}));
}

// The post between two rooms: the far leg lies through the doorway behind it, the near heel rests
// on it.
void AddDoorJamb(const Skeleton& body, PropShapes& props) {
  constexpr double kWide = 0.17;
  constexpr double kDepth = 0.06;
  constexpr double kHigh = 2.75;
  double x = -1e9;
  const Frame foot = FootFrame(body.near_leg);
  for (const Point& p : kFootOutline) x = std::max(x, foot.At(p.x, p.y).x);
  props.in_front.push_back(Sand({Straight({{x + kWide, -0.10},
                                           {x + kWide + kDepth, -0.02},
                                           {x + kWide + kDepth, kHigh + 0.04},
                                           {x + kWide, kHigh}},
                                          true)},
                                palette::kPropShade));
  props.in_front.push_back(Sand({Block(x, -0.10, x + kWide, kHigh)}));
}

void AddHeadRest(const Figure& figure, const Skeleton& body, PropShapes& props) {
  const bool lies = figure.base == Base::kSupine;
  if (!lies) return;
  const double x = body.head.x;
  if (HasProp(figure, Prop::kPillow)) {
    props.behind.push_back(Sand({Cushion(x - 0.42, -0.02, x + 0.36, 0.12)}));
  } else {
    props.behind.push_back(Sand({Cushion(x - 0.34, 0.0, x + 0.30, kTowelHeight)}));
  }
}

void AddSittingTowel(const Figure& figure, const Skeleton& body, PropShapes& props) {
  if (figure.base != Base::kLongSitting) return;
  const double x = body.hip.x;
  props.behind.push_back(Sand({Cushion(x - 0.42, 0.0, x + 0.26, kTowelHeight + 0.015)}));
}

// Someone else's forearm, coming in from behind, and the hand that holds the ankle down.
void AddPartnerHands(const Figure& figure, const Skeleton& body, PropShapes& props) {
  const Point hold = body.near_leg.ankle + Point{0.12, -0.02};
  const Frame fore = LimbFrame(hold + Point{-0.62, 0.66}, hold);
  Shape skin;
  skin.path = Union(
      {Smooth({fore.At(.10, .115), fore.At(.10, .115), fore.At(.38, .092), fore.At(.56, .075),
               fore.At(.68, .125), fore.At(.82, .125), fore.At(.93, .085), fore.At(.96, .00),
               fore.At(.93, -.09), fore.At(.80, -.125), fore.At(.66, -.11), fore.At(.56, -.075),
               fore.At(.38, -.092), fore.At(.10, -.115), fore.At(.10, -.115)},
              true)});
  skin.fill = palette::SkinOf(figure.skin).far;
  skin.line = palette::kContour;
  skin.line_mm = palette::kContourMm;
  props.in_front.push_back(skin);
  Shape fingers;
  for (const double side : {-.05, .01, .07}) {
    fingers.path.push_back(Straight({fore.At(.80, side), fore.At(.93, side * .9)}, false));
  }
  fingers.line = palette::kContour;
  fingers.line_mm = palette::kFoldMm;
  props.in_front.push_back(fingers);
  props.in_front.push_back(Sand(
      {Straight({fore.At(-.34, .20), fore.At(.16, .15), fore.At(.16, -.15), fore.At(-.34, -.20)},
                true)},
      palette::kPropShade));
}

// Taut from the sole to the hand, with a hanging end.
void AddStrap(const Skeleton& body, PropShapes& props) {
  constexpr double kHalf = 0.034;
  const Frame foot = FootFrame(body.near_leg);
  const Point sole = foot.At(0.20, -0.150);
  const Point hand = body.near_arm.grip;
  const Frame band = LimbFrame(sole, hand);
  const double length = Length(hand - sole);
  const Point hanging = hand + Toward(Heading(band.along)) * 0.09;
  Shape strap;
  strap.path = Union({Straight(
      {band.At(0, kHalf), band.At(length, kHalf), band.At(length, -kHalf), band.At(0, -kHalf)},
      true)});
  strap.fill = palette::kStrap;
  strap.halo_mm = 0.25;
  Shape end;
  end.path =
      Union({Smooth({hanging + Point{-kHalf, .02}, hanging + Point{-kHalf, .02},
                     hanging + Point{-kHalf - .03, -.12}, hanging + Point{-kHalf - .01, -.25},
                     hanging + Point{-kHalf - .01, -.25}, hanging + Point{kHalf - .01, -.25},
                     hanging + Point{kHalf - .01, -.25}, hanging + Point{kHalf - .02, -.12},
                     hanging + Point{kHalf, .02}, hanging + Point{kHalf, .02}},
                    true)});
  end.fill = palette::kStrap;
  props.strap.push_back(end);
  props.strap.push_back(strap);
}

void AddShadows(const Figure& figure, const Skeleton& body, PropShapes& props) {
  auto& ground = props.ground;
  for (const SolvedLeg* leg : {&body.far_leg, &body.near_leg}) {
    if (!leg->touches || leg->surface > 0) continue;
    const bool knee = Length(leg->lowest - leg->knee) < 0.2;
    const double x = knee ? (leg->knee.x + leg->ankle.x) / 2 : leg->lowest.x;
    const double lift = leg == &body.far_leg ? 0.03 : 0;
    ground.push_back(ShadowAt(x, lift, knee ? 0.62 : 0.36));
  }
  if (figure.base == Base::kSupine) {
    const double hip = body.hip.y < 0.4 ? body.hip.x : body.shoulder.x + 0.2;
    const double head = body.head.x;
    ground.push_back(ShadowAt((hip + head) / 2, 0.0, std::abs(hip - head) / 2 + 0.25));
  }
  if (figure.base == Base::kLongSitting) ground.push_back(ShadowAt(body.hip.x, 0, 0.5));
  if (figure.base == Base::kQuadruped) ground.push_back(ShadowAt(body.near_arm.wrist.x, 0, 0.25));
}

// A mat seen from above; a leg may reach beyond it.
void AddSheetFromAbove(const Figure& figure, const Skeleton& body, PropShapes& props) {
  constexpr double kWide = 1.75;
  const Range range = BodyRange(body);
  Shape sheet;
  sheet.path = {Cushion(body.head.x - 0.62, 0, range.right + 0.25, kWide)};
  sheet.fill = palette::kMat;
  sheet.line = palette::kMatEdge;
  sheet.line_mm = palette::kPropMm;
  props.ground.push_back(sheet);
  if (!HasProp(figure, Prop::kPillow)) return;
  const Point head = body.head;
  props.behind.push_back(
      Sand({Cushion(head.x - 0.36, head.y - 0.50, head.x + 0.30, head.y + 0.50, 0.12)}));
}

// Floor or mat reaches beneath everything that stands on it.
Range FloorRange(const Skeleton& body, const PropShapes& props) {
  constexpr double kStandsBelow = 0.2;
  Range range = BodyRange(body);
  for (const Shape& shape : props.behind) {
    for (const Contour& contour : shape.path) {
      for (const Point& p : contour.cubics) {
        if (p.y < kStandsBelow) range.Include(p.x);
      }
    }
  }
  return range;
}

}  // namespace

Shape ShadowAt(double x, double y, double half_width) {
  Shape shadow;
  shadow.path = {Oval({x, y}, half_width, 0.052)};
  shadow.fill = palette::kShadow;
  return shadow;
}

std::vector<Shape> Ground(const Figure& figure, double left, double right) {
  if (!HasProp(figure, Prop::kMat)) {
    Shape line;
    line.path = {Straight({{left - 0.25, 0}, {right + 0.25, 0}}, false)};
    line.line = palette::kFarContour;
    line.line_mm = palette::kPropMm;
    return {line};
  }
  constexpr double kDepth = 0.24;
  constexpr double kEdge = 0.045;
  constexpr double kSlant = 0.16;
  const double from = left - 0.22;
  const double to = right + 0.16;
  Shape sheet;
  sheet.path = {Straight({{from, -kDepth / 2},
                          {from + kSlant, kDepth / 2},
                          {to + kSlant, kDepth / 2},
                          {to, -kDepth / 2}},
                         true)};
  sheet.fill = palette::kMat;
  sheet.line = palette::kMatEdge;
  sheet.line_mm = 0.2;
  Shape edge;
  edge.path = {Block(from, -kDepth / 2 - kEdge, to, -kDepth / 2)};
  edge.fill = palette::kMatEdge;
  return {sheet, edge};
}

PropShapes PropsOf(const Figure& figure, const Skeleton& body) {
  PropShapes props;
  AddHeadRest(figure, body, props);
  AddSittingTowel(figure, body, props);
  AddSeat(figure, body, props);
  if (HasProp(figure, Prop::kRail)) AddRail(body, props);  // held by the far hand
  if (HasProp(figure, Prop::kStep)) AddStep(body, props);
  if (HasProp(figure, Prop::kCounter)) AddCounter(body, props);
  if (HasProp(figure, Prop::kStick)) AddStick(body, props);
  if (HasProp(figure, Prop::kWall)) AddWall(figure, body, props);
  if (HasProp(figure, Prop::kDoorJamb)) AddDoorJamb(body, props);
  if (HasProp(figure, Prop::kPartnerHands)) AddPartnerHands(figure, body, props);
  if (HasProp(figure, Prop::kStrap)) AddStrap(body, props);
  if (figure.view == View::kTop) {
    AddSheetFromAbove(figure, body, props);
    return props;
  }
  const Range floor = FloorRange(body, props);
  props.ground = Ground(figure, floor.left, floor.right);
  AddShadows(figure, body, props);
  return props;
}

}  // namespace ischia::document::figure
