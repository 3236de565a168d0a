#include "integration/document/figure/front.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "integration/document/figure/body.h"
#include "integration/document/figure/marks.h"
#include "integration/document/figure/palette.h"
#include "integration/document/figure/proportions.h"
#include "integration/document/figure/props.h"

namespace ischia::document::figure {
namespace {

constexpr double kShoulderHalf = 0.37;  // middle to shoulder joint
constexpr double kHipHalf = 0.17;
constexpr double kKneeHalf = 0.14;

// Joints on the page. Along runs to the head, front to the upper side of the body.
struct FrontBody {
  Frame trunk;   // from the middle of the hips
  Frame thighs;  // from the middle of the knees toward the hips
  SolvedArm prop;
  SolvedArm upper;
  Frame head;
};

// Half widths beside a middle line that starts at one end of a part.
struct Width {
  double at = 0;
  double upper = 0;
  double lower = 0;
};

Contour Around(const Frame& frame, const std::vector<Width>& widths) {
  std::vector<Point> points;
  points.reserve(2 * widths.size());
  for (const Width& w : widths) points.push_back(frame.At(w.at, w.upper));
  for (auto w = widths.rbegin(); w != widths.rend(); ++w) {
    points.push_back(frame.At(w->at, -w->lower));
  }
  return Smooth(points, true);
}

FrontBody Place(const Figure& figure) {
  constexpr double kElbowHeight = 0.09;
  constexpr double kSagAt = 10;
  const double sag = std::clamp(figure.pose.a.hip / kSagAt, 0.0, 1.0);
  const Point shoulders{0, kElbowHeight + kUpperArmLength * 0.94 + kShoulderHalf * 0.86};
  const double knee_height = 0.15 + kKneeHalf;
  const double straight = std::asin((shoulders.y - knee_height) / (kShoulderJoint + kThighLength));
  const double hips_lifted = shoulders.y - std::sin(straight) * kShoulderJoint;
  const double hips_down = 0.36;
  const double hip_height = hips_lifted + (hips_down - hips_lifted) * sag;
  const double across = std::sqrt(kShoulderJoint * kShoulderJoint -
                                  (shoulders.y - hip_height) * (shoulders.y - hip_height));
  const Point hips{shoulders.x + across, hip_height};
  const double along = std::sqrt(kThighLength - (hips.y - knee_height) * (hips.y - knee_height));
  const Point knees{hips.x + along, knee_height};

  FrontBody body;
  const Frame up = LimbFrame(hips, shoulders);
  body.trunk = {hips, up.along, Clockwise(up.along)};
  const Frame thighs = LimbFrame(knees, hips);
  body.thighs = {knees, thighs.along, Clockwise(thighs.along)};
  body.prop.shoulder = body.trunk.At(kShoulderJoint - 0.04, -kShoulderHalf);
  body.prop.elbow = {body.prop.shoulder.x + 0.02, kElbowHeight};
  body.prop.wrist = body.prop.elbow + Point{0.36, -0.07};
  body.upper.shoulder = body.trunk.At(kShoulderJoint - 0.04, kShoulderHalf);
  body.upper.elbow = body.trunk.At(0.62, 0.72);
  body.upper.wrist = body.trunk.At(0.20, 0.40);
  const Point crown = Toward(Heading(up.along) - 8);
  body.head = {body.trunk.At(kTrunkLength + 0.03, 0) + crown * 0.36, crown, Clockwise(crown)};
  return body;
}

Shape Outlined(Path path, const Color& fill, const Color& line, double mm) {
  Shape shape;
  shape.path = std::move(path);
  shape.fill = fill;
  shape.line = line;
  shape.line_mm = mm;
  shape.line_outside = true;
  return shape;
}

Shape Near(Path path, const Color& fill) {
  return Outlined(std::move(path), fill, palette::kContour, palette::kContourMm);
}

Shape Far(Path path, const Color& fill) {
  return Outlined(std::move(path), fill, palette::kFarContour, palette::kFarMm);
}

Shape Lines(Path path, double mm) {
  Shape shape;
  shape.path = std::move(path);
  shape.line = palette::kContour;
  shape.line_mm = mm;
  return shape;
}

// Thigh with kneecap; `side` is 1 for the upper leg.
Path Thigh(const FrontBody& body, double side) {
  Frame frame = body.thighs;
  frame.origin = frame.origin + frame.front * (side * kKneeHalf);
  return Union({Around(frame, {{-.13, .06, .06},
                               {-.08, .125, .125},
                               {.04, .145, .145},
                               {.30, .155, .16},
                               {.70, .20, .19},
                               {1.02, .21, .20}})});
}

Shape Shorts(const FrontBody& body) {
  Frame hem = body.thighs;
  const Contour legs = Around(
      hem, {{.60, .38, .38}, {.60, .38, .38}, {.80, .40, .385}, {1.0, .36, .36}, {1.05, .30, .30}});
  const Contour pelvis = Around(
      body.trunk,
      {{-.16, .27, .27}, {-.02, .36, .355}, {.12, .35, .345}, {.24, .31, .305}, {.24, .31, .305}});
  return Near(Union({legs, pelvis}), palette::kShorts);
}

Shape ShirtOf(const FrontBody& body) {
  return Near(Union({Around(body.trunk, {{.17, .325, .32},
                                         {.17, .325, .32},
                                         {.42, .29, .285},
                                         {.72, .335, .325},
                                         {.95, .385, .375},
                                         {1.12, .40, .39},
                                         {1.22, .26, .26},
                                         {1.28, .11, .11}})}),
              palette::kShirt);
}

// The forearm lies on the floor and points at the viewer.
void AddProppedArm(const FrontBody& body, const Color& skin, Scene& scene) {
  scene.shapes.push_back(ShadowAt(body.prop.elbow.x + 0.15, 0, 0.34));
  scene.shapes.push_back(Near(ArmShell(body.prop), skin));
  scene.shapes.push_back(Near({Sleeve(body.prop)}, palette::kShirt));
}

void AddShins(const FrontBody& body, const Color& skin, Scene& scene) {
  for (const double side : {-1.0, 1.0}) {
    const Point knee = body.thighs.At(0, side * kKneeHalf * 0.9);
    const Frame shin = LimbFrame(knee, knee + Point{0.36, 0.13});
    scene.shapes.push_back(Far(
        Union({Around(
            shin,
            {{0, .13, .13}, {.16, .14, .14}, {.32, .10, .10}, {.44, .10, .09}, {.50, .05, .05}})}),
        skin));
  }
}

void AddFrontHead(const FrontBody& body, const Color& skin, bool faces, Scene& scene) {
  const Frame& head = body.head;
  const auto smooth = [&](std::vector<Point> outline, bool closed) {
    for (Point& p : outline) p = head.At(p.y, p.x);
    return Smooth(outline, closed);
  };
  const Frame neck = LimbFrame(body.trunk.At(1.14, 0), head.origin);
  scene.shapes.push_back(
      Near(Union({Around(neck, {{0, .14, .14}, {.16, .105, .105}, {.34, .10, .10}})}), skin));
  for (const double side : {-1.0, 1.0}) {
    scene.shapes.push_back(Near({Oval(head.At(-.02, side * .205), .04, .05)}, skin));
  }
  scene.shapes.push_back(Near(Union({smooth({{0, .285},
                                             {.14, .24},
                                             {.205, .11},
                                             {.20, -.04},
                                             {.165, -.16},
                                             {.09, -.235},
                                             {0, -.255},
                                             {-.09, -.235},
                                             {-.165, -.16},
                                             {-.20, -.04},
                                             {-.205, .11},
                                             {-.14, .24}},
                                            true)}),
                              skin));
  scene.shapes.push_back(Outlined(Union({smooth({{0, .295},
                                                 {.15, .25},
                                                 {.218, .11},
                                                 {.212, .02},
                                                 {.185, .06},
                                                 {.16, .13},
                                                 {.06, .165},
                                                 {-.06, .16},
                                                 {-.16, .13},
                                                 {-.185, .06},
                                                 {-.212, .02},
                                                 {-.218, .11},
                                                 {-.15, .25}},
                                                true)}),
                                  palette::kHair, palette::kContour, palette::kFaceMm));
  if (!faces) return;
  scene.shapes.push_back(Lines({smooth({{-.12, .0}, {-.085, -.012}, {-.05, .0}}, false),
                                smooth({{.05, .0}, {.085, -.012}, {.12, .0}}, false),
                                smooth({{.012, -.02}, {.03, -.085}, {-.01, -.09}}, false),
                                smooth({{-.05, -.155}, {0, -.15}, {.05, -.155}}, false)},
                               palette::kFaceMm));
}

void AddUpperArm(const FrontBody& body, const Color& skin, Scene& scene) {
  scene.shapes.push_back(Near(ArmShell(body.upper), skin));
  scene.shapes.push_back(Near({Sleeve(body.upper)}, palette::kShirt));
}

// The flank that carries the weight.
void AddFlank(const Figure& figure, const FrontBody& body, Scene& scene) {
  if (figure.feel == FeelZone::kNone) return;
  Shape zone;
  zone.path = {Around(body.trunk, {{.24, -.20, .20},
                                   {.24, -.20, .20},
                                   {.36, -.13, .25},
                                   {.48, -.11, .265},
                                   {.60, -.14, .265},
                                   {.72, -.22, .22},
                                   {.72, -.22, .22}})};
  zone.fill = palette::kAccent;
  zone.halo_mm = 0.3;
  scene.shapes.push_back(zone);
}

void AddLift(const Figure& figure, const FrontBody& body, Scene& scene) {
  if (figure.movement == Movement::kNone) return;
  const Point from = body.trunk.origin + Point{0.28, 0.46};
  std::vector<Point> points;
  for (int i = 0; i <= 8; ++i) points.push_back(from + Point{0, 0.46 * i / 8});
  Shape arrow;
  arrow.path = {Ribbon(points)};
  arrow.fill = palette::kAccent;
  arrow.halo_mm = 1.0;
  scene.shapes.push_back(arrow);
}

}  // namespace

Scene FrontScene(const Figure& figure, bool faces) {
  const FrontBody body = Place(figure);
  const palette::Skin skin = palette::SkinOf(figure.skin);
  Scene scene;
  scene.shapes = Ground(figure, body.head.origin.x - 0.2, body.thighs.origin.x + 0.5);
  scene.shapes.push_back(ShadowAt(body.thighs.origin.x, 0.02, 0.45));
  AddShins(body, skin.far, scene);
  for (const double side : {-1.0, 1.0}) scene.shapes.push_back(Near(Thigh(body, side), skin.near));
  scene.shapes.push_back(Shorts(body));
  AddProppedArm(body, skin.near, scene);
  AddFrontHead(body, skin.near, faces, scene);
  scene.shapes.push_back(ShirtOf(body));
  AddFlank(figure, body, scene);
  AddUpperArm(body, skin.near, scene);
  AddLift(figure, body, scene);
  return scene;
}

}  // namespace ischia::document::figure
