#include "integration/document/figure.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "integration/document/figure/anatomy.h"
#include "integration/document/figure/body.h"
#include "integration/document/figure/front.h"
#include "integration/document/figure/ink.h"
#include "integration/document/figure/marks.h"
#include "integration/document/figure/palette.h"
#include "integration/document/figure/proportions.h"
#include "integration/document/figure/props.h"
#include "integration/document/screen/svg.h"

namespace ischia::document {
namespace figure {
namespace {

using screen::Decimal;
using screen::Hexadecimal;
using screen::XmlEscaped;

// What a scale leaves room for.
enum class Detail { kSmall, kPlain, kFull };

Detail DetailAt(double points_per_unit) {
  constexpr double kLyingUnits = 4.6;
  const double lying_mm = points_per_unit * kLyingUnits * 25.4 / 72;
  if (lying_mm < 36) return Detail::kSmall;
  return lying_mm < 60 ? Detail::kPlain : Detail::kFull;
}

struct Ink {
  Color fill;
  Color line;
  double line_mm = 0;
  std::optional<Color> hatch;
};

// One contour around all parts.
Shape Outlined(Path path, const Ink& ink) {
  Shape shape;
  shape.path = std::move(path);
  shape.fill = ink.fill;
  shape.line = ink.line;
  shape.line_mm = ink.line_mm;
  shape.line_outside = true;
  shape.hatch = ink.hatch;
  return shape;
}

// A single part needs no such trick, and half the path operators.
Shape Contoured(Contour contour, const Ink& ink) {
  Shape shape = Outlined({std::move(contour)}, ink);
  shape.line_outside = false;
  return shape;
}

Shape Lines(Path path, const Color& color, double mm) {
  Shape shape;
  shape.path = std::move(path);
  shape.line = color;
  shape.line_mm = mm;
  return shape;
}

// Moves a path away from the viewer.
Path Moved(Path path, Point by) {
  for (Contour& contour : path) {
    contour.start = contour.start + by;
    for (Point& p : contour.cubics) p = p + by;
  }
  return path;
}

// Draws one figure from back to front.
class Composer {
 public:
  Composer(const Figure& figure, double points_per_unit)
      : figure_(figure),
        detail_(DetailAt(points_per_unit)),
        body_(Solve(figure)),
        props_(PropsOf(figure, body_)),
        skin_(palette::SkinOf(figure.skin)) {}

  Scene Compose() {
    Add(props_.ground);
    Add(props_.behind);
    AddFarSide();
    AddGoal();
    AddNearLegAndTrunk();
    AddHead();
    AddZone();
    Add(props_.in_front);
    Add(props_.strap);
    AddNearArm();
    Add(Arrows(figure_, body_));
    if (detail_ != Detail::kSmall) {
      AddAngle(figure_, body_, scene_);
      AddReach(figure_, body_, scene_);
    }
    return std::move(scene_);
  }

 private:
  void Add(const std::vector<Shape>& shapes) {
    scene_.shapes.insert(scene_.shapes.end(), shapes.begin(), shapes.end());
  }
  void Add(Shape shape) { scene_.shapes.push_back(std::move(shape)); }

  bool Works() const { return figure_.side != WorkingSide::kNone; }

  Ink NearLegInk() const {
    if (!Works()) return {skin_.near, palette::kContour, palette::kContourMm, {}};
    return {palette::kWorking, palette::kAccent, palette::kWorkingMm, palette::kHatch};
  }

  Ink FarLegInk() const {
    const bool works = figure_.side == WorkingSide::kBoth;
    return {works ? palette::kFarWorking : skin_.far, palette::kFarContour, palette::kFarMm, {}};
  }

  Ink NearSkin() const { return {skin_.near, palette::kContour, palette::kContourMm, {}}; }

  // Legs in one pose would hide each other.
  Point FarShift() const {
    const bool alike = Length(body_.near_leg.knee - body_.far_leg.knee) < 0.15 &&
                       Length(body_.near_leg.ankle - body_.far_leg.ankle) < 0.15;
    return {alike ? 0.11 : 0.05, 0.06};
  }

  bool FoldsFarLeg() const {
    return figure_.base == Base::kLongSitting && figure_.pose.a != figure_.pose.b;
  }

  void AddFarSide() {
    const Ink skin{skin_.far, palette::kFarContour, palette::kFarMm, {}};
    const Ink shirt{palette::kFarShirt, palette::kFarContour, palette::kFarMm, {}};
    const Ink shorts{palette::kFarShorts, palette::kFarContour, palette::kFarMm, {}};
    Add(Outlined(ArmShell(body_.far_arm), skin));
    Add(Contoured(Sleeve(body_.far_arm), shirt));
    const SolvedLeg& leg = body_.far_leg;
    if (FoldsFarLeg()) {
      SolvedLeg folded = leg;
      folded.knee = leg.hip + Toward(Heading(leg.knee - leg.hip) + 24);
      Add(Outlined(Moved(FoldedThighShell(folded), FarShift()), FarLegInk()));
      Add(Contoured(Moved({ShortsLeg(folded)}, FarShift()).front(), shorts));
      return;
    }
    Add(Outlined(Moved(LegShell(leg), FarShift()), FarLegInk()));
    Add(Contoured(Moved({ShortsLeg(leg)}, FarShift()).front(), shorts));
  }

  void AddGoal() {
    if (detail_ == Detail::kSmall) return;
    const std::optional<SolvedLeg> goal = GoalLeg(figure_, body_);
    if (!goal) return;
    const bool whole = figure_.angle->joint == MarkedJoint::kHip;
    Shape ghost = Outlined(whole ? LowerThighAndLegShell(*goal) : KneeToToesShell(*goal),
                           {palette::kGoal, palette::kAccent, 0.30, {}});
    ghost.dashed = true;
    Add(ghost);
  }

  // A bent thigh covers the hem of the shirt; otherwise the shirt hangs over the shorts.
  void AddNearLegAndTrunk() {
    constexpr double kThighCoversShirt = 55;
    const Ink shorts{palette::kShorts, palette::kContour, palette::kContourMm, {}};
    const bool bent = body_.near_leg.hip_degrees > kThighCoversShirt;
    if (bent) AddNeckAndShirt();
    Add(Outlined(LegShell(body_.near_leg), NearLegInk()));
    if (detail_ != Detail::kSmall) {
      Add(Lines(LegLines(body_.near_leg), NearLegInk().line, palette::kFoldMm));
    }
    Add(Outlined(Union({Pelvis(body_), HipRound(body_.near_leg), ShortsLeg(body_.near_leg)}),
                 shorts));
    if (!bent) AddNeckAndShirt();
  }

  void AddNeckAndShirt() {
    Add(Contoured(Neck(body_), NearSkin()));
    Add(Contoured(Shirt(body_), {palette::kShirt, palette::kContour, palette::kContourMm, {}}));
    if (detail_ == Detail::kSmall) return;
    Add(Lines(ShirtFolds(body_), palette::kFold, palette::kFoldMm));
  }

  void AddHead() {
    Add(Contoured(HeadShell(body_), NearSkin()));
    Add(Contoured(Hair(body_), {palette::kHair, palette::kContour, palette::kFaceMm, {}}));
    if (detail_ == Detail::kSmall) return;
    Add(Contoured(Ear(body_), {skin_.near, palette::kContour, palette::kFoldMm, {}}));
    Add(Lines(FaceLines(body_), palette::kContour, palette::kFaceMm));
  }

  void AddZone() {
    const Zone zone = ZoneOf(body_, figure_.feel);
    if (zone.shape.empty()) return;
    Shape shape;
    shape.path = zone.shape;
    shape.fill = palette::kAccent;
    shape.halo_mm = detail_ == Detail::kFull ? 0.40 : 0.24;
    Add(shape);
    if (detail_ == Detail::kFull && !zone.fiber.empty()) {
      Add(Lines(zone.fiber, palette::kWorking, palette::kFoldMm));
    }
  }

  void AddNearArm() {
    const SolvedArm& arm = body_.near_arm;
    Add(Outlined(ArmShell(arm), NearSkin()));
    if (!arm.flat && detail_ != Detail::kSmall) {
      Add(Lines(FistLines(arm), palette::kContour, palette::kFoldMm));
    }
    Add(Contoured(Sleeve(arm), {palette::kShirt, palette::kContour, palette::kContourMm, {}}));
  }

  const Figure& figure_;
  Detail detail_;
  Skeleton body_;
  PropShapes props_;
  palette::Skin skin_;
  Scene scene_;
};

Scene SceneOf(const Figure& figure, double points_per_unit) {
  if (figure.view == View::kFront) {
    return FrontScene(figure, DetailAt(points_per_unit) != Detail::kSmall);
  }
  return Composer(figure, points_per_unit).Compose();
}

bool HasLabels(const Figure& figure) { return figure.angle || !figure.reach_label.empty(); }

Scale ScaleOf(const Figure& figure, double points_per_unit) {
  return {points_per_unit, figure.side == WorkingSide::kLeft};
}

Scene SceneOf(Anatomy anatomy) {
  if (anatomy == Anatomy::kHamstrings) return MusclesScene();
  return PelvisScene(anatomy == Anatomy::kPelvisTippedBack);
}

// A pixel of the web is three quarters of a point. Details follow the size on screen.
double ScaleForPixels(const Figure& figure, double width) {
  constexpr double kSmallest = 21.5;
  constexpr double kLargest = 50.5;
  const double units = Measure(figure, kLargest).width / kLargest;
  return std::clamp(width * 0.75 / units, kSmallest, kLargest);
}

// Pages show several drawings, and ids are the page's: FNV-1a of what is drawn.
std::string ClipPrefix(const std::string& content) {
  std::uint32_t hash = 2166136261;
  for (const char byte : content) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619;
  }
  return "f" + std::to_string(hash) + "-";
}

const char* AnchorOf(const Label& label, bool mirrored) {
  const double alignment = mirrored ? -label.alignment : label.alignment;
  if (alignment < 0) return "start";
  return alignment > 0 ? "end" : "middle";
}

// The labels as text, the scene's origin at `x` on the ground line.
std::string TextElements(const Scene& scene, const Scale& scale, double x) {
  constexpr double kToBaseline = 0.36;  // from the middle of the digits, of the size
  const double side = scale.mirrored ? -1 : 1;
  std::string svg;
  for (const Label& label : scene.labels) {
    const double size = SizeOf(label, scale);
    const Point at = label.at * scale.points_per_unit;
    svg += "<text x=\"" + Decimal(x + side * at.x) + "\" y=\"" +
           Decimal(-at.y + kToBaseline * size) +
           "\" font-family=\"Noto Sans, sans-serif\" font-weight=\"700\" font-size=\"" +
           Decimal(size) + "\" text-anchor=\"" + AnchorOf(label, scale.mirrored) + "\" fill=\"" +
           Hexadecimal(label.color.red, label.color.green, label.color.blue) + "\">" +
           XmlEscaped(label.text) + "</text>";
  }
  return svg;
}

std::string SvgOpen(const Extent& extent, double width, const std::string& alternative) {
  const double height = extent.above + extent.below;
  const double pixels = extent.width > 0 ? width * height / extent.width : width;
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"" +
         XmlEscaped(alternative) + "\" width=\"" + Decimal(width) + "\" height=\"" +
         Decimal(pixels) + "\" viewBox=\"0 " + Decimal(-extent.above) + ' ' +
         Decimal(extent.width) + ' ' + Decimal(height) +
         "\"><g stroke-linecap=\"round\" stroke-linejoin=\"round\">";
}

Extent ExtentOf(const Box& box) {
  return {box.right - box.left, std::max(0.0, box.top), std::max(0.0, -box.bottom)};
}

}  // namespace
}  // namespace figure

Extent Measure(const Figure& figure, double points_per_unit) {
  const figure::Scene scene = figure::SceneOf(figure, points_per_unit);
  return figure::ExtentOf(figure::BoundsOf(scene, figure::ScaleOf(figure, points_per_unit)));
}

Drawing Draw(const Figure& figure, double points_per_unit) {
  const figure::Scene scene = figure::SceneOf(figure, points_per_unit);
  const figure::Scale scale = figure::ScaleOf(figure, points_per_unit);
  const figure::Box box = figure::BoundsOf(scene, scale);
  return {figure::ExtentOf(box), figure::ContentOf(scene, scale, -box.left)};
}

void DrawLabels(cairo_t* cairo, const Figure& figure, double x, double ground_y,
                double points_per_unit) {
  if (!figure::HasLabels(figure)) return;
  const figure::Scene scene = figure::SceneOf(figure, points_per_unit);
  const figure::Scale scale = figure::ScaleOf(figure, points_per_unit);
  figure::PaintLabels(cairo, scene, scale, x - figure::BoundsOf(scene, scale).left, ground_y);
}

std::string LabelContent(const Figure& figure, double points_per_unit) {
  if (!figure::HasLabels(figure)) return "";
  const figure::Scene scene = figure::SceneOf(figure, points_per_unit);
  const figure::Scale scale = figure::ScaleOf(figure, points_per_unit);
  return figure::LabelContentOf(scene, scale, -figure::BoundsOf(scene, scale).left);
}

Drawing Draw(Anatomy anatomy, double points_per_unit) {
  const figure::Scene scene = figure::SceneOf(anatomy);
  const figure::Scale scale{points_per_unit, false};
  const figure::Box box = figure::BoundsOf(scene, scale);
  return {figure::ExtentOf(box), figure::ContentOf(scene, scale, -box.left)};
}

std::vector<Point> LeaderEnds(double points_per_unit) {
  const figure::Scene scene = figure::MusclesScene();
  const double left = figure::BoundsOf(scene, {points_per_unit, false}).left;
  std::vector<Point> ends = figure::MuscleLabels();
  for (Point& end : ends) end = {end.x * points_per_unit - left, end.y * points_per_unit};
  return ends;
}

std::string Svg(const Figure& figure, double width, const std::string& alternative) {
  const double scale = figure::ScaleForPixels(figure, width);
  const figure::Scene scene = figure::SceneOf(figure, scale);
  const figure::Scale on_page = figure::ScaleOf(figure, scale);
  const figure::Box box = figure::BoundsOf(scene, on_page);
  const std::string content = figure::ContentOf(scene, on_page, -box.left);
  return figure::SvgOpen(figure::ExtentOf(box), width, alternative) +
         screen::PathElements(content, figure::ClipPrefix(content)) +
         figure::TextElements(scene, on_page, -box.left) + "</g></svg>";
}

}  // namespace ischia::document
