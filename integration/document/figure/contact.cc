// Brings hip, feet, hands and head to what they touch: `Solve` of figure.h.
#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

#include "integration/document/figure.h"
#include "integration/document/figure/proportions.h"

namespace ischia::document {
namespace figure {
namespace {

constexpr double kSupineHip = 0.285;
constexpr double kSupineShoulder = 0.255;
constexpr double kSeatToHip = 0.255;
constexpr double kKneeOnFloor = 0.135;
constexpr double kInstepOnFloor = 0.13;
constexpr double kMostSnapDegrees = 25;

enum class Support { kAir, kFlatFoot, kFootPoint, kKnee };

// Directions on the page, counterclockwise from the x axis.
struct LegLine {
  double thigh = 0;
  double shin = 0;
  double foot = 0;
};

LegLine LineOf(const LimbPose& limb, double trunk) {
  const double thigh = limb.hip - 90 - trunk;
  const double shin = thigh - limb.knee;
  return {thigh, shin, shin + 90 + limb.ankle};
}

bool Lies(const Figure& figure) {
  return figure.base == Base::kSupine || figure.base == Base::kProne ||
         figure.base == Base::kSidelying;
}

bool Kneels(const Figure& figure) {
  return figure.base == Base::kKneeling || figure.base == Base::kQuadruped;
}

bool Upright(const Figure& figure) { return !Lies(figure) && !Kneels(figure); }

// Face up with the hips off the floor.
bool Bridges(const Figure& figure) {
  return figure.base == Base::kSupine && figure.pose.trunk < -92;
}

Point LowestOfFoot(Point ankle, double foot_degrees) {
  const Frame foot{ankle, Toward(foot_degrees), Counterclockwise(Toward(foot_degrees))};
  Point lowest{0, 1e9};
  for (const Point& station : kFootOutline) {
    const Point p = foot.At(station.x, station.y);
    if (p.y < lowest.y) lowest = p;
  }
  return lowest;
}

// A resting foot lies flat unless the pose clearly lifts toes or heel; a strap lifts the toes.
bool RestsFlat(const Figure& figure, const LegLine& line, bool near) {
  if (near && Lies(figure) && figure.near_hand == HandAnchor::kStrap) return false;
  const double most = Lies(figure) ? 47 : 25;
  return std::abs(Wrapped(line.foot)) <= most;
}

double DrawnTrunk(const Figure& figure) {
  const double trunk = figure.pose.trunk;
  if (figure.base == Base::kQuadruped) return trunk - 10;  // the arms then reach the floor straight
  if (figure.base == Base::kSupine && !Bridges(figure)) return trunk - 1.5;
  return trunk;
}

double StandingHip(const Figure& figure) {
  double height = 0;
  const std::array<const LimbPose*, 2> limbs = {&figure.pose.a, &figure.pose.b};
  for (const LimbPose* limb : limbs) {
    const bool near = limb == &figure.pose.a;
    if (near && HasProp(figure, Prop::kStep)) continue;
    const LegLine line = LineOf(*limb, figure.pose.trunk);
    if (!RestsFlat(figure, line, near)) continue;
    height = std::max(height, kAnkleHeight - Toward(line.thigh).y - Toward(line.shin).y);
  }
  return height > 0 ? height : kThighLength + kShinLength + kAnkleHeight;
}

double HipHeight(const Figure& figure) {
  const LegLine a = LineOf(figure.pose.a, figure.pose.trunk);
  switch (figure.base) {
    case Base::kStanding:
      return StandingHip(figure);
    case Base::kSitting:
    case Base::kAny:
      return kSeatToHip + (HasProp(figure, Prop::kHighSeat) ? kHighSeatHeight : kSeatHeight);
    case Base::kLongSitting:
      return kSupineHip + (HasProp(figure, Prop::kTowel) ? kTowelHeight : 0);
    case Base::kKneeling:
      return kKneeOnFloor - Toward(a.thigh).y;
    case Base::kQuadruped:
      return kKneeOnFloor + kThighLength;
    case Base::kSidelying:
      return 0.62;  // seen from above: the middle of the mat
    case Base::kSupine:
    case Base::kProne:
      break;
  }
  if (!Bridges(figure)) return kSupineHip;
  return kSupineShoulder - Toward(90 - figure.pose.trunk).y * kShoulderJoint;
}

Support SupportOf(const Figure& figure, const LimbPose& limb, const LegLine& line, Point hip,
                  double surface, bool near) {
  constexpr double kPointedToes = -20;
  if (figure.base == Base::kSidelying) return Support::kAir;
  if (Kneels(figure) && limb.ankle <= kPointedToes) return Support::kKnee;
  // Catalogued poses agree to about 0.1; heels of a lying body or on a step are meant to rest.
  const bool rests = Lies(figure) || figure.base == Base::kLongSitting || surface > 0;
  const double tolerance = rests ? 0.28 : 0.12;
  const Point ankle = hip + Toward(line.thigh) + Toward(line.shin);
  if (LowestOfFoot(ankle, line.foot).y - surface > tolerance) return Support::kAir;
  return RestsFlat(figure, line, near) ? Support::kFlatFoot : Support::kFootPoint;
}

// Two bones from the hip to the ankle, knee to the front; slides the ankle in when out of reach.
void BendTo(LegLine& line, Point hip, Point ankle) {
  constexpr double kAlmostStraight = 1.999;
  const double drop = hip.y - ankle.y;
  const double reach = std::sqrt(std::max(0.0, kAlmostStraight * kAlmostStraight - drop * drop));
  const Point leg{std::clamp(ankle.x - hip.x, -reach, reach), -drop};
  const double half = std::acos(std::min(1.0, Length(leg) / 2)) * 180 / std::numbers::pi;
  line.thigh = Heading(leg) + half;
  line.shin = Heading(leg) - half;
}

// Turns a straight leg around the hip until the lowest point of its foot touches.
void TurnTo(LegLine& line, Point hip, double surface) {
  const auto gap = [&](double turn) {
    const Point ankle = hip + Toward(line.thigh + turn) + Toward(line.shin + turn);
    return LowestOfFoot(ankle, line.foot + turn).y - surface;
  };
  const double side =
      std::cos((line.thigh) * std::numbers::pi / 180) >= 0 ? 1 : -1;  // up is forward or back
  double low = -kMostSnapDegrees;
  double high = kMostSnapDegrees;
  for (int i = 0; i < 40; ++i) {
    const double middle = (low + high) / 2;
    (gap(side * middle) < 0 ? low : high) = middle;
  }
  const double turn = side * high;
  line = {line.thigh + turn, line.shin + turn, line.foot + turn};
}

void BringToSurface(LegLine& line, Support support, Point hip, double surface) {
  constexpr double kStraightKnee = 25;
  const Point ankle = hip + Toward(line.thigh) + Toward(line.shin);
  switch (support) {
    case Support::kAir:
      return;
    case Support::kFlatFoot:
      line.foot = 0;
      BendTo(line, hip, {ankle.x, surface + kAnkleHeight});
      return;
    case Support::kFootPoint:
      if (Wrapped(line.thigh - line.shin) < kStraightKnee) {
        TurnTo(line, hip, surface);
      } else {
        BendTo(line, hip, {ankle.x, ankle.y - LowestOfFoot(ankle, line.foot).y + surface});
      }
      return;
    case Support::kKnee:
      line.shin = 180 + Heading({kShinLength, kKneeOnFloor - kInstepOnFloor});
      line.foot = 188;
      return;
  }
}

// Brings a lying leg back to the limit of its hip; the knee lets the foot down again.
void LowerToLimit(LegLine& line, Support support, Point hip, double thigh) {
  const double ankle_height = (hip + Toward(line.thigh) + Toward(line.shin)).y;
  line.thigh = thigh;
  if (support != Support::kFlatFoot && support != Support::kFootPoint) return;
  const double drop = std::clamp((hip + Toward(thigh)).y - ankle_height, -1.0, 1.0);
  line.shin = -std::asin(drop) * 180 / std::numbers::pi;
}

SolvedLeg LegFrom(const LegLine& line, Point hip, double trunk, Support support, double surface) {
  SolvedLeg leg;
  leg.hip = hip;
  leg.knee = hip + Toward(line.thigh) * kThighLength;
  leg.ankle = leg.knee + Toward(line.shin) * kShinLength;
  leg.foot_degrees = Wrapped(line.foot);
  leg.hip_degrees = Wrapped(line.thigh + 90 + trunk);
  leg.knee_degrees = Wrapped(line.thigh - line.shin);
  leg.lowest = LowestOfFoot(leg.ankle, line.foot);
  if (support == Support::kKnee) leg.lowest = leg.knee - Point{0, kKneeOnFloor};
  leg.surface = surface;
  leg.touches = support != Support::kAir;
  return leg;
}

// Solves both legs; where the near hip would pass its limit, an upright trunk leans back, a lying
// or lifted leg goes lower.
void SolveLegs(const Figure& figure, Skeleton& body) {
  const double limit = figure.max_hip_degrees.value_or(180);
  const double step = HasProp(figure, Prop::kStep) ? kStepHeight : 0;
  LegLine near = LineOf(figure.pose.a, figure.pose.trunk);

  const LimbPose& a = figure.pose.a;
  Support support = SupportOf(figure, a, near, body.hip, step, true);
  const bool lean_back = Upright(figure) && support != Support::kAir;
  if (!lean_back && a.hip > limit) {
    LowerToLimit(near, Support::kAir, body.hip, near.thigh - (a.hip - limit));
    near.shin = near.thigh - a.knee;
    near.foot = near.shin + 90 + a.ankle;
    support = SupportOf(figure, a, near, body.hip, step, true);
  }
  BringToSurface(near, support, body.hip, step);
  const double over = Wrapped(near.thigh + 90 + body.trunk_degrees) - limit;
  if (over > 0 && lean_back) body.trunk_degrees -= over;
  if (over > 0 && !lean_back) LowerToLimit(near, support, body.hip, near.thigh - over);
  body.near_leg = LegFrom(near, body.hip, body.trunk_degrees, support, step);

  LegLine far = LineOf(figure.pose.b, figure.pose.trunk);
  const Support far_support = SupportOf(figure, figure.pose.b, far, body.hip, 0, false);
  BringToSurface(far, far_support, body.hip, 0);
  body.far_leg = LegFrom(far, body.hip, body.trunk_degrees, far_support, 0);
}

// A leaning or kneeling head turns back so that the eyes look ahead; a curl keeps it in line.
void PlaceHead(const Figure& figure, Skeleton& body) {
  constexpr double kHeadBeyond = 0.395;
  constexpr double kHeadForward = 0.05;
  double back = 0;
  if (Upright(figure) || figure.base == Base::kKneeling) {
    back = std::clamp((body.trunk_degrees - 10) * 0.4, 0.0, 8.0);
  }
  if (figure.base == Base::kQuadruped) back = 28;
  if (Bridges(figure)) back = 90 + figure.pose.trunk;
  if (Lies(figure) && HasProp(figure, Prop::kPillow)) back = -7;
  body.head_degrees = 90 - body.trunk_degrees - body.thorax_degrees + back;
  const Point up = Toward(body.head_degrees);
  body.head = OnTrunk(body, kTrunkLength, 0) + up * kHeadBeyond + Clockwise(up) * kHeadForward;
}

void SolveArm(SolvedArm& arm, double upper, double fore, Point target) {
  const Point reach = target - arm.shoulder;
  const double most = (upper + fore) * 0.9995;
  const double distance = std::clamp(Length(reach), std::abs(upper - fore) + 0.02, most);
  const double cosine =
      (upper * upper + distance * distance - fore * fore) / (2 * upper * distance);
  const double heading = Heading(reach);
  const double turn = std::acos(std::clamp(cosine, -1.0, 1.0)) * 180 / std::numbers::pi;
  arm.elbow = arm.shoulder + Toward(heading - turn) * upper;
  arm.grip = arm.shoulder + Toward(heading) * distance;
}

Point StrapHand(const Figure& figure, const Skeleton& body) {
  if (Lies(figure)) return OnTrunk(body, kShoulderJoint - 0.50, 0.52);
  const Frame foot = FootFrame(body.near_leg);
  const Frame reach = LimbFrame(body.shoulder, foot.At(0.15, 0));
  return reach.At(1.22, 0);
}

// As far along the thigh as the arm reaches.
Point BehindThigh(const Skeleton& body, Point shoulder) {
  const Frame thigh = LimbFrame(body.near_leg.hip, body.near_leg.knee);
  double along = 0.5;
  while (along > 0.25 && Length(thigh.At(along, -0.04) - shoulder) >
                             kUpperArmLength + kForearmLength + kFistReach - 0.01) {
    along -= 0.01;
  }
  return thigh.At(along, -0.04);
}

// Where a line of given height is met by an arm of given reach, in front of the shoulder.
Point AtHeight(Point shoulder, double height, double reach, double least) {
  const double drop = shoulder.y - height;
  const double forward = std::sqrt(std::max(0.0, reach * reach - drop * drop));
  return {shoulder.x + std::max(forward, least), height};
}

Point FloorHand(const Figure& figure, Point shoulder) {
  if (figure.base == Base::kQuadruped) return {shoulder.x, 0.07};

  return AtHeight(shoulder, 0.09, kUpperArmLength + kForearmLength - 0.003, 0);
}

Point OnThigh(const SolvedLeg& leg, double along) {
  return LimbFrame(leg.hip, leg.knee).At(along, 0.19);
}

// Near the knee, or as near as the arm reaches.
Point OnBentThigh(const SolvedLeg& leg, Point shoulder) {
  double along = 0.80;
  while (along > 0.3 &&
         Length(OnThigh(leg, along) - shoulder) > kUpperArmLength + kForearmLength - 0.005) {
    along -= 0.01;
  }
  return OnThigh(leg, along);
}

std::optional<Point> AnchorOf(const Figure& figure, const Skeleton& body, HandAnchor hand,
                              Point shoulder, bool near) {
  const SolvedLeg& own = near ? body.near_leg : body.far_leg;
  const SolvedLeg& bent =
      body.far_leg.knee_degrees >= body.near_leg.knee_degrees || body.far_leg.hip_degrees > 60
          ? body.far_leg
          : body.near_leg;
  switch (hand) {
    case HandAnchor::kFree:
    case HandAnchor::kSwing:
      return std::nullopt;
    case HandAnchor::kStrap:
      return StrapHand(figure, body);
    case HandAnchor::kBehindThigh:
      return BehindThigh(body, shoulder);
    case HandAnchor::kThigh:
      return OnThigh(own, 0.62);
    case HandAnchor::kBentKnee:
      return OnBentThigh(bent, shoulder);
    case HandAnchor::kHip:
      return OnTrunk(body, 0.24, 0.03);
    case HandAnchor::kBelly:
      return OnTrunk(body, 0.68, 0.05);
    case HandAnchor::kLowBack:
      return OnTrunk(body, 0.30, -0.19);
    case HandAnchor::kFloor:
      return FloorHand(figure, shoulder);
    case HandAnchor::kRail:
      return AtHeight(shoulder, kRailHeight + 0.03, 1.16, 0.55);
    case HandAnchor::kCounter:
      return AtHeight(shoulder, kCounterHeight + 0.05, 1.16, 0.3);
    case HandAnchor::kChairBack:
      return AtHeight(shoulder, kChairBackHeight, 1.32, 0.3);
    case HandAnchor::kWall:
      return Point{shoulder.x + 1.12, shoulder.y - 0.12};
    case HandAnchor::kStickLow:
      return OnTrunk(body, 0.30, -0.29);
    case HandAnchor::kStickHigh:
      return OnTrunk(body, 1.40, -0.22);
  }
  return std::nullopt;
}

bool LiesFlat(HandAnchor hand) {
  return hand == HandAnchor::kFloor || hand == HandAnchor::kBelly || hand == HandAnchor::kCounter ||
         hand == HandAnchor::kWall || hand == HandAnchor::kThigh || hand == HandAnchor::kBentKnee ||
         hand == HandAnchor::kLowBack;
}

struct Bones {
  double upper = kUpperArmLength;
  double fore = kForearmLength;
};

// Arms that point at the viewer, or away behind the back, look shorter.
Bones BonesFor(const Figure& figure, HandAnchor hand) {
  switch (hand) {
    case HandAnchor::kBelly:
      return Lies(figure) ? Bones{0.34, 0.20} : Bones{0.50, 0.40};
    case HandAnchor::kLowBack:
      return {0.58, 0.23};
    case HandAnchor::kStickLow:
      return {0.48, 0.48};
    case HandAnchor::kStickHigh:
      return {0.34, 0.24};
    default:
      return {};
  }
}

void PoseFreeArm(const Figure& figure, const Skeleton& body, HandAnchor hand, SolvedArm& arm) {
  constexpr double kHanging = 10;
  double shoulder = figure.pose.shoulder;
  double elbow = figure.pose.elbow;
  if (hand == HandAnchor::kSwing) {
    shoulder = -0.8 * shoulder - 10;
    elbow += 15;
  } else if (Upright(figure) && std::abs(shoulder) < kHanging) {
    shoulder -= 6;  // a hanging arm leaves the belly free
  }
  const double heading = shoulder - 90 - body.trunk_degrees - body.thorax_degrees;
  arm.elbow = arm.shoulder + Toward(heading) * kUpperArmLength;
  arm.wrist = arm.elbow + Toward(heading + elbow) * kForearmLength;
  arm.grip = arm.wrist;
  arm.hand_degrees = heading + elbow;
  arm.flat = true;
}

// Where the fingers of a resting hand point.
double FingersOf(HandAnchor hand, const Skeleton& body, bool near, double forearm) {
  const SolvedLeg& own = near ? body.near_leg : body.far_leg;
  switch (hand) {
    case HandAnchor::kFloor:
    case HandAnchor::kCounter:
      return 0;
    case HandAnchor::kWall:
      return 82;
    case HandAnchor::kThigh:
      return Heading(own.knee - own.hip) - 8;
    case HandAnchor::kBentKnee:
      return Heading(body.far_leg.knee - body.far_leg.hip) - 12;
    case HandAnchor::kBelly:
      return -90 - body.trunk_degrees + 24;
    default:
      return forearm;
  }
}

SolvedArm ArmOf(const Figure& figure, const Skeleton& body, HandAnchor hand, bool near) {
  SolvedArm arm;
  arm.shoulder = body.shoulder + (near ? Point{} : Point{0.05, 0.02});
  arm.anchor = AnchorOf(figure, body, hand, arm.shoulder, near);
  if (!arm.anchor) {
    PoseFreeArm(figure, body, hand, arm);
    return arm;
  }
  arm.flat = LiesFlat(hand);
  const Bones bones = BonesFor(figure, hand);
  SolveArm(arm, bones.upper, bones.fore + (arm.flat ? 0 : kFistReach), *arm.anchor);
  const Frame forearm = LimbFrame(arm.elbow, arm.grip);
  arm.wrist = arm.flat ? arm.grip : arm.grip - forearm.along * kFistReach;
  arm.hand_degrees = FingersOf(hand, body, near, Heading(forearm.along));
  if (hand == HandAnchor::kBelly) arm.hand_length = 0.28;
  if (hand == HandAnchor::kLowBack) arm.hand_length = 0.16;  // the fingers are beneath the back
  return arm;
}

// On hands and knees a free arm that hangs rests on the floor.
HandAnchor FarHand(const Figure& figure) {
  const bool hangs = figure.base == Base::kQuadruped && figure.pose.shoulder < 100;
  return hangs && figure.far_hand == HandAnchor::kFree ? HandAnchor::kFloor : figure.far_hand;
}

void Shift(Skeleton& body, double dx) {
  const auto move = [dx](Point& p) { p.x += dx; };
  for (SolvedLeg* leg : {&body.near_leg, &body.far_leg}) {
    move(leg->hip);
    move(leg->knee);
    move(leg->ankle);
    move(leg->lowest);
  }
  move(body.hip);
}

// What stays in place while the body moves becomes x = 0, so that two poses can be compared.
double FixedPoint(const Figure& figure, const Skeleton& body) {
  if (Bridges(figure)) {
    return body.hip.x + (Toward(90 - body.trunk_degrees).x + 1) * kShoulderJoint;
  }
  if (figure.base == Base::kQuadruped) return body.far_leg.knee.x;
  if (figure.base == Base::kKneeling) return body.near_leg.knee.x;
  if (figure.base == Base::kStanding) {
    const SolvedLeg& foot = body.far_leg.touches ? body.far_leg : body.near_leg;
    return foot.ankle.x;
  }
  return body.hip.x;
}

Skeleton InContact(const Figure& figure) {
  Skeleton body;
  body.trunk_degrees = DrawnTrunk(figure);
  body.lumbar_degrees = figure.pose.lumbar * figure.lumbar_gain;
  body.thorax_degrees = figure.pose.thorax;
  body.hip = {0, HipHeight(figure)};
  SolveLegs(figure, body);
  assert(body.near_leg.hip_degrees <= figure.max_hip_degrees.value_or(180) + 0.01);
  Shift(body, -FixedPoint(figure, body));
  body.shoulder = OnTrunk(body, kShoulderJoint, 0);
  PlaceHead(figure, body);
  body.near_arm = ArmOf(figure, body, figure.near_hand, true);
  body.far_arm = ArmOf(figure, body, FarHand(figure), false);
  return body;
}

}  // namespace
}  // namespace figure

Skeleton Solve(const Figure& figure) { return figure::InContact(figure); }

}  // namespace ischia::document
