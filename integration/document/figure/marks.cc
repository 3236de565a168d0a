#include "integration/document/figure/marks.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "integration/document/figure/palette.h"
#include "integration/document/figure/proportions.h"

namespace ischia::document::figure {
namespace {

constexpr double kArrowLength = 0.46;
constexpr double kAir = 0.14;  // between an arrow and the limb

Shape ArrowAlong(const std::vector<Point>& points) {
  Shape arrow;
  arrow.path = {Ribbon(points)};
  arrow.fill = palette::kAccent;
  arrow.halo_mm = 1.0;
  return arrow;
}

Shape StraightArrow(Point from, Point direction, double length = kArrowLength) {
  std::vector<Point> points;
  for (int i = 0; i <= 8; ++i) points.push_back(from + direction * (length * i / 8));
  return ArrowAlong(points);
}

Shape ArcArrow(Point center, double radius, double from_degrees, double to_degrees) {
  constexpr int kPieces = 24;
  std::vector<Point> points;
  for (int i = 0; i <= kPieces; ++i) {
    points.push_back(center +
                     Toward(from_degrees + (to_degrees - from_degrees) * i / kPieces) * radius);
  }
  return ArrowAlong(points);
}

double DegreesOf(double arc, double radius) { return arc / radius * 180 / std::numbers::pi; }

// How deep an arrow behind the heel would reach.
double LowestY(Point center, double radius, double now, double turn) {
  return (center + Toward(now - std::min(turn, 60.0)) * radius).y;
}

// Where the way behind the limb is not free, the arrow runs outside the toes.
Shape BeyondToes(const SolvedLeg& leg, Point center, double turn) {
  const Point toes = FootFrame(leg).At(0.47, -0.05);
  const double radius = Length(toes - center) + kAir + 0.08;
  const double side = turn > 0 ? 1 : -1;
  const double to = Heading(toes - center) + side * DegreesOf(turn > 0 ? 0.12 : -0.10, radius);
  return ArcArrow(center, radius, to - side * DegreesOf(0.75, radius), to);
}

// The foot moves around hip or knee: the arrow follows on its path and ends before the limb.
std::optional<Shape> AroundJoint(const Skeleton& before, const Skeleton& body) {
  constexpr double kTurnsAtLeast = 12;
  constexpr double kLongest = 1.0;
  const SolvedLeg& leg = body.near_leg;
  const SolvedLeg& old = before.near_leg;
  const double hip_turn = Wrapped(Heading(leg.knee - leg.hip) - Heading(old.knee - old.hip));
  const bool hip = std::abs(hip_turn) >= kTurnsAtLeast;
  const Point center = hip ? leg.hip : leg.knee;
  const Point foot = FootFrame(leg).At(0.05, -0.05);
  const double radius = hip ? std::max(1.2, Length(leg.ankle - center) - 0.12) : 1.02;
  const double now = Heading((hip ? leg.ankle : foot) - center);
  const double then =
      hip ? now - hip_turn
          : now - Wrapped(Heading(leg.ankle - leg.knee) - Heading(old.ankle - old.knee));
  const double turn = Wrapped(now - then);
  if (std::abs(turn) < kTurnsAtLeast) return std::nullopt;
  if (turn < 0 || LowestY(center, radius, now, turn) < 0.1) return BeyondToes(leg, center, turn);
  const double clear = DegreesOf(0.24 + kAir, radius);  // the heel trails
  const double sweep =
      std::clamp(turn - clear * 0.5, DegreesOf(0.6, radius), DegreesOf(kLongest, radius));
  return ArcArrow(center, radius, now - clear - sweep, now - clear);
}

std::optional<Shape> FootArrow(const Skeleton& before, const Skeleton& body) {
  const SolvedLeg& leg = body.near_leg;
  const Point moved = leg.ankle - before.near_leg.ankle;
  const Point toes = FootFrame(leg).At(0.47, 0);
  const bool slides = leg.touches && before.near_leg.touches && std::abs(moved.x) > 0.3;
  if (slides) {
    return StraightArrow({std::max(toes.x, leg.ankle.x) + 0.2, 0.22}, {1, 0});
  }
  if (const std::optional<Shape> arc = AroundJoint(before, body)) return *arc;
  if (body.trunk_degrees < -45) return std::nullopt;  // lying: too small to show
  const double side = moved.y >= 0 ? 1 : -1;
  return StraightArrow({toes.x + 0.22, leg.ankle.y - side * kArrowLength / 2}, {0, side});
}

// Over the crown along its path, or straight where the head hardly moves.
Shape HeadArrow(const Skeleton& before, const Skeleton& body) {
  const Point moved = body.head - before.head;
  if (body.trunk_degrees < -45) {
    const Point up = Length(moved) > 0.05 ? moved * (1 / Length(moved)) : Point{0, 1};
    return StraightArrow(body.head + up * (0.30 + kAir), up, 0.42);
  }
  const double radius = Length(body.head - body.hip) + 0.31 + kAir;
  const double now = Heading(body.head - body.hip);
  const double side = Wrapped(now - Heading(before.head - before.hip)) > 0 ? 1 : -1;
  return ArcArrow(body.hip, radius, now - side * DegreesOf(0.85, radius), now);
}

Shape HipArrow(const Skeleton& before, const Skeleton& body) {
  constexpr double kFromMiddle = 0.32;
  const Point moved = body.hip - before.hip;
  const Point hip = body.hip;
  if (moved.y > 0.12 && moved.y > std::abs(moved.x)) {
    const Point belly = OnTrunk(body, 0.25, 0.22);
    return StraightArrow(belly + Point{0, kAir}, {0, 1});
  }
  const bool back = body.trunk_degrees - before.trunk_degrees > 30;
  if (back) {
    const Point behind = hip + Point{-kFromMiddle - kAir, 0.12};
    return StraightArrow(behind, Toward(188));
  }
  return StraightArrow(hip + Point{-kFromMiddle - kAir - kArrowLength, 0.08}, {1, 0});
}

// From the front toward the spine.
Shape LowBackArrow(const Skeleton& body) {
  const Point belly = OnTrunk(body, 0.42, 0.22 + kAir);
  const Point outer = OnTrunk(body, 0.42, 0.22 + kAir + kArrowLength);
  const Frame inward = LimbFrame(outer, belly);
  return StraightArrow(outer, inward.along);
}

// In front of both feet, toward the body.
Shape HeelArrow(const Skeleton& body) {
  const double toes = std::max(body.near_leg.ankle.x, body.far_leg.ankle.x);
  return StraightArrow({toes + 0.30 + kArrowLength + kAir, 0.20}, Toward(180));
}

std::vector<Shape> BellyArrows(const Skeleton& body) {
  std::vector<Shape> arrows;
  for (const double side : {-1.0, 1.0}) {
    const Point tip = OnTrunk(body, 0.52 + side * 0.20, 0.52);
    const Point tail = OnTrunk(body, 0.52 + side * 0.42, 0.80);
    arrows.push_back(StraightArrow(tail, LimbFrame(tail, tip).along, 0.36));
  }
  return arrows;
}

Shape BellyRiseArrow(const Skeleton& body) {
  const Point belly = OnTrunk(body, 0.50, 0.24 + kAir);
  return StraightArrow(belly, LimbFrame(belly, OnTrunk(body, 0.54, 1)).along);
}

std::vector<Shape> ReachArrows(const Skeleton& body) {
  const Frame foot = FootFrame(body.near_leg);
  const Point heel = foot.At(-0.1, 0);
  const Point fingers = body.far_arm.wrist + Toward(body.far_arm.hand_degrees) * kHandLength;
  return {StraightArrow(heel + Point{0.62, 0.34}, Toward(180), 0.62),
          StraightArrow(fingers + Point{-0.50, 0.32}, Toward(0), 0.50)};
}

double FloorAngle(const SolvedLeg& leg) { return Heading(leg.ankle - leg.hip); }

void AddLabel(Scene& scene, std::string text, Point at, double alignment, double height_mm,
              const Color& color) {
  if (text.empty()) return;
  scene.labels.push_back({std::move(text), at, alignment, height_mm, color});
}

Shape ThinLine(Contour contour, bool dashed) {
  Shape line;
  line.path = {std::move(contour)};
  line.line = palette::kInk;
  line.line_mm = palette::kArcMm;
  line.dashed = dashed;
  return line;
}

// From the floor to the leg, stopping short of its shell.
void AddHipArc(const AngleMark& mark, const SolvedLeg& leg, double radius, Scene& scene) {
  const double to = FloorAngle(leg) - DegreesOf(0.20, radius);
  const double from = 2;
  if (to > from + 4) scene.shapes.push_back(ThinLine(Arc(leg.hip, radius, from, to), false));
  const Point at = leg.hip + Toward(FloorAngle(leg) * 0.42) * (radius + 0.06);
  AddLabel(scene, mark.label, at, -1, 4.2 * mark.size, palette::kInk);
}

void AddKneeArc(const AngleMark& mark, const SolvedLeg& leg, Scene& scene) {
  constexpr double kRadius = 0.70;
  const double thigh = Heading(leg.knee - leg.hip);
  const double shin = Heading(leg.ankle - leg.knee);
  const Point end = leg.knee + Toward(thigh) * (kRadius + 0.12);
  scene.shapes.push_back(ThinLine(Straight({leg.knee + Toward(thigh) * 0.2, end}, false), true));
  const double to = shin + DegreesOf(0.12, kRadius);
  if (thigh > to + 4) scene.shapes.push_back(ThinLine(Arc(leg.knee, kRadius, thigh, to), false));
  const Point at = leg.knee + Toward(thigh + DegreesOf(0.12, kRadius)) * (kRadius - 0.04);
  AddLabel(scene, mark.label, at, 1, 4.2 * mark.size, palette::kInk);
}

// The line through both spines of the ilium, and the level in front of it.
void AddPelvisArc(const AngleMark& mark, double tilt, Point hip, Scene& scene) {
  constexpr double kRadius = 1.05;
  const Point middle = hip + Point{0, 0.14};
  const Point front = Toward(-tilt);
  const auto along = [&](double from, double to, Point way, bool dashed) {
    scene.shapes.push_back(
        ThinLine(Straight({middle + way * from, middle + way * to}, false), dashed));
  };
  along(-0.55, kRadius + 0.15, front, false);
  along(0.45, kRadius + 0.15, {1, 0}, true);
  scene.shapes.push_back(ThinLine(Arc(middle, kRadius, 0, -tilt), false));
  AddLabel(scene, mark.label, middle + Toward(-tilt / 2) * (kRadius + 0.22), -1, 4.2 * mark.size,
           palette::kInk);
}

}  // namespace

std::optional<SolvedLeg> GoalLeg(const Figure& figure, const Skeleton& body) {
  constexpr double kLeastDifference = 6;
  if (!figure.angle || !figure.angle->goal_degrees) return std::nullopt;
  if (figure.angle->joint == MarkedJoint::kPelvis) return std::nullopt;
  SolvedLeg leg = body.near_leg;
  double turn = 0;
  if (figure.angle->joint == MarkedJoint::kHip) {
    const double limit = figure.max_hip_degrees.value_or(180);
    turn = std::min(*figure.angle->goal_degrees - figure.pose.a.hip, limit - leg.hip_degrees);
    leg.hip_degrees += turn;
  } else {
    turn = leg.knee_degrees - *figure.angle->goal_degrees;
    leg.knee_degrees -= turn;
  }
  if (turn < kLeastDifference) return std::nullopt;
  if (figure.angle->joint == MarkedJoint::kHip) {
    leg.knee = leg.hip + Toward(Heading(leg.knee - leg.hip) + turn) * kThighLength;
  }
  const double shin = Heading(body.near_leg.ankle - body.near_leg.knee) + turn;
  leg.ankle = leg.knee + Toward(shin) * kShinLength;
  leg.foot_degrees += turn;
  return leg;
}

std::vector<Shape> Arrows(const Figure& figure, const Skeleton& body) {
  Figure start = figure;
  start.pose = figure.from.value_or(figure.pose);
  const Skeleton before = Solve(start);
  switch (figure.movement) {
    case Movement::kNone:
      return {};
    case Movement::kFoot:
      if (std::optional<Shape> arrow = FootArrow(before, body)) return {*std::move(arrow)};
      return {};
    case Movement::kHeel:
      return {HeelArrow(body)};
    case Movement::kHead:
      return {HeadArrow(before, body)};
    case Movement::kHips:
      return {HipArrow(before, body)};
    case Movement::kLowBack:
      return {LowBackArrow(body)};
    case Movement::kBelly:
      return BellyArrows(body);
    case Movement::kBellyRise:
      return {BellyRiseArrow(body)};
    case Movement::kArmAndLeg:
      return ReachArrows(body);
    case Movement::kCloser:
      return {StraightArrow(body.near_leg.ankle + Point{-0.75, 0.62}, Toward(0), 0.55)};
  }
  return {};
}

void AddAngle(const Figure& figure, const Skeleton& body, Scene& scene) {
  if (!figure.angle) return;
  if (figure.angle->joint == MarkedJoint::kHip) {
    // A door jamb leaves less room.
    AddHipArc(*figure.angle, body.near_leg, HasProp(figure, Prop::kDoorJamb) ? 0.68 : 0.92, scene);
  } else if (figure.angle->joint == MarkedJoint::kPelvis) {
    AddPelvisArc(*figure.angle, figure.pose.pelvis, body.near_leg.hip, scene);
  } else {
    AddKneeArc(*figure.angle, body.near_leg, scene);
  }
  const std::optional<SolvedLeg> goal = GoalLeg(figure, body);
  if (!goal) return;
  const Frame foot = FootFrame(*goal);
  const double top = std::max(foot.At(0.47, 0).y, foot.At(-0.1, -0.16).y);
  const double now = std::max(FootFrame(body.near_leg).At(0.47, 0).y, body.near_leg.ankle.y + 0.2);
  const bool jamb = HasProp(figure, Prop::kDoorJamb);
  const Point at{jamb ? body.near_leg.ankle.x + 0.1 : goal->ankle.x,
                 std::max(top, now) + 0.20 + 0.10 * figure.angle->size};
  AddLabel(scene, figure.angle->goal_label, at, jamb ? 1 : 0, 3.4 * figure.angle->size,
           palette::kAccent);
}

void AddReach(const Figure& figure, const Skeleton& body, Scene& scene) {
  if (figure.reach_label.empty()) return;
  constexpr double kBar = 0.12;
  const SolvedArm& arm = body.near_arm;
  const Point tip = arm.wrist + Toward(arm.hand_degrees) * arm.hand_length;
  const double x = tip.x + 0.22;
  for (const double y : {0.0, tip.y}) {
    scene.shapes.push_back(ThinLine(Straight({{x - kBar, y}, {x + kBar, y}}, false), false));
  }
  scene.shapes.push_back(ThinLine(Straight({{x, 0}, {x, tip.y}}, false), true));
  AddLabel(scene, figure.reach_label, {x + 0.16, tip.y / 2}, -1, 4.2, palette::kInk);
}

}  // namespace ischia::document::figure
