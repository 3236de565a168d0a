#include "service/server/handout/pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

#include "service/domain/result.h"

namespace ischia::server {
namespace {

// A ghost nearer than this to the leg itself is only confusing.
constexpr double kSmallestGoalStep = 6;
constexpr double kStartBelowEnd = 15;

template <typename Enum>
using Named = std::pair<std::string_view, Enum>;

constexpr std::array kProps = {
    Named<document::Prop>{"mat", document::Prop::kMat},
    Named<document::Prop>{"strap", document::Prop::kStrap},
    Named<document::Prop>{"door_jamb", document::Prop::kDoorJamb},
    Named<document::Prop>{"chair", document::Prop::kChair},
    Named<document::Prop>{"high_seat", document::Prop::kHighSeat},
    Named<document::Prop>{"step", document::Prop::kStep},
    Named<document::Prop>{"rail", document::Prop::kRail},
    Named<document::Prop>{"counter", document::Prop::kCounter},
    Named<document::Prop>{"stick", document::Prop::kStick},
    Named<document::Prop>{"wall", document::Prop::kWall},
    Named<document::Prop>{"pillow", document::Prop::kPillow},
    Named<document::Prop>{"towel", document::Prop::kTowel},
    Named<document::Prop>{"partner_hands", document::Prop::kPartnerHands}};

constexpr std::array kHands = {
    Named<document::HandAnchor>{"free", document::HandAnchor::kFree},
    Named<document::HandAnchor>{"swing", document::HandAnchor::kSwing},
    Named<document::HandAnchor>{"strap", document::HandAnchor::kStrap},
    Named<document::HandAnchor>{"behind_thigh", document::HandAnchor::kBehindThigh},
    Named<document::HandAnchor>{"thigh", document::HandAnchor::kThigh},
    Named<document::HandAnchor>{"bent_knee", document::HandAnchor::kBentKnee},
    Named<document::HandAnchor>{"hip", document::HandAnchor::kHip},
    Named<document::HandAnchor>{"belly", document::HandAnchor::kBelly},
    Named<document::HandAnchor>{"low_back", document::HandAnchor::kLowBack},
    Named<document::HandAnchor>{"floor", document::HandAnchor::kFloor},
    Named<document::HandAnchor>{"rail", document::HandAnchor::kRail},
    Named<document::HandAnchor>{"counter", document::HandAnchor::kCounter},
    Named<document::HandAnchor>{"chair_back", document::HandAnchor::kChairBack},
    Named<document::HandAnchor>{"wall", document::HandAnchor::kWall},
    Named<document::HandAnchor>{"stick_low", document::HandAnchor::kStickLow},
    Named<document::HandAnchor>{"stick_high", document::HandAnchor::kStickHigh}};

constexpr std::array kFeels = {
    Named<document::FeelZone>{"none", document::FeelZone::kNone},
    Named<document::FeelZone>{"back_thigh", document::FeelZone::kBackThigh},
    Named<document::FeelZone>{"front_hip", document::FeelZone::kFrontHip},
    Named<document::FeelZone>{"belly", document::FeelZone::kBelly},
    Named<document::FeelZone>{"calf", document::FeelZone::kCalf}};

constexpr std::array kMovements = {
    Named<document::Movement>{"none", document::Movement::kNone},
    Named<document::Movement>{"foot", document::Movement::kFoot},
    Named<document::Movement>{"heel", document::Movement::kHeel},
    Named<document::Movement>{"head", document::Movement::kHead},
    Named<document::Movement>{"hips", document::Movement::kHips},
    Named<document::Movement>{"low_back", document::Movement::kLowBack},
    Named<document::Movement>{"belly", document::Movement::kBelly},
    Named<document::Movement>{"belly_rise", document::Movement::kBellyRise},
    Named<document::Movement>{"arm_and_leg", document::Movement::kArmAndLeg},
    Named<document::Movement>{"closer", document::Movement::kCloser}};

// A word the figure does not know is a mistake of the catalogue's data: a test draws every item.
template <typename Table>
auto ByName(const Table& table, std::string_view name) {
  for (const auto& [word, value] : table) {
    if (word == name) return value;
  }
  domain::Ensure(false);
  return table.front().second;
}

document::Base BaseOf(domain::Base base) {
  switch (base) {
    case domain::Base::kSupine:
      return document::Base::kSupine;
    case domain::Base::kProne:
      return document::Base::kProne;
    case domain::Base::kSidelying:
      return document::Base::kSidelying;
    case domain::Base::kQuadruped:
      return document::Base::kQuadruped;
    case domain::Base::kKneeling:
      return document::Base::kKneeling;
    case domain::Base::kSitting:
      return document::Base::kSitting;
    case domain::Base::kLongSitting:
      return document::Base::kLongSitting;
    case domain::Base::kStanding:
      return document::Base::kStanding;
    case domain::Base::kAny:
      return document::Base::kAny;
  }
  return document::Base::kAny;
}

document::View ViewOf(domain::View view) {
  switch (view) {
    case domain::View::kTop:
      return document::View::kTop;
    case domain::View::kFront:
      return document::View::kFront;
    case domain::View::kSide:
      break;
  }
  return document::View::kSide;
}

document::LimbPose LegOf(const domain::LegPose& leg) { return {leg.hip, leg.knee, leg.ankle}; }

document::Pose PoseOf(const domain::Pose& pose) {
  return {pose.trunk,          pose.lumbar,       pose.pelvis,   pose.thorax,
          LegOf(pose.working), LegOf(pose.other), pose.shoulder, pose.elbow};
}

document::WorkingSide SideOf(domain::AccentedLegs legs, domain::Side side) {
  if (legs == domain::AccentedLegs::kBoth) return document::WorkingSide::kBoth;
  if (legs == domain::AccentedLegs::kNone) return document::WorkingSide::kNone;
  return side == domain::Side::kLeft ? document::WorkingSide::kLeft : document::WorkingSide::kRight;
}

std::string DegreesText(double degrees, const Words& words) {
  return words.Number(std::lround(degrees)) + "\u00b0";
}

document::Pose EndPose(const PictureWish& wish) {
  document::Pose pose = PoseOf(wish.exercise.drawing.end);
  if (wish.dose.drawn_hip) pose.a.hip = wish.dose.drawn_hip->value();
  if (wish.dose.drawn_knee) pose.a.knee = wish.dose.drawn_knee->value();
  return pose;
}

// Where the movement begins: well below this patient's end, or start and end would look alike.
document::Pose StartPose(const PictureWish& wish) {
  document::Pose pose = PoseOf(wish.exercise.drawing.start);
  if (wish.dose.drawn_hip) {
    pose.a.hip = std::min(pose.a.hip, wish.dose.drawn_hip->value() - kStartBelowEnd);
  }
  return pose;
}

std::optional<document::AngleMark> MarkOf(const PictureWish& wish, const Words& words) {
  const bool at_hip = wish.exercise.drawing.angle == domain::MarkedAngle::kHip;
  const auto& drawn = at_hip ? wish.dose.drawn_hip : wish.dose.drawn_knee;
  if (wish.exercise.drawing.angle == domain::MarkedAngle::kNone || !drawn) return std::nullopt;
  document::AngleMark mark;
  mark.joint = at_hip ? document::MarkedJoint::kHip : document::MarkedJoint::kKnee;
  mark.label = DegreesText(drawn->value(), words);
  if (wish.goal_degrees && std::abs(*wish.goal_degrees - drawn->value()) >= kSmallestGoalStep) {
    mark.goal_degrees = wish.goal_degrees;
    mark.goal_label =
        words("handout.figure.goal", {{"degrees", DegreesText(*wish.goal_degrees, words)}});
  }
  return mark;
}

std::string AlternativeOf(const PictureWish& wish, Phase phase, const Words& words) {
  const std::string phase_word =
      words(phase == Phase::kStart ? "handout.figure.start" : "handout.figure.end_move");
  const std::string title = words.Title(wish.exercise.id);
  if (wish.dose.side != domain::Side::kLeft && wish.dose.side != domain::Side::kRight) {
    return words("handout.figure.alternative_both", {{"title", title}, {"phase", phase_word}});
  }
  const std::string side =
      words(wish.dose.side == domain::Side::kLeft ? "handout.side.left" : "handout.side.right");
  return words("handout.figure.alternative",
               {{"title", title}, {"phase", phase_word}, {"side", side}});
}

}  // namespace

document::Picture PictureOf(const PictureWish& wish, Phase phase, const Words& words) {
  const domain::Drawing& drawing = wish.exercise.drawing;
  document::Figure figure;
  figure.base = BaseOf(wish.exercise.base);
  figure.view = ViewOf(drawing.view);
  figure.pose = phase == Phase::kStart ? StartPose(wish) : EndPose(wish);
  figure.side = SideOf(drawing.legs, wish.dose.side);
  for (const std::string& prop : drawing.props) figure.props.push_back(ByName(kProps, prop));
  figure.near_hand = ByName(kHands, drawing.near_hand);
  figure.far_hand = ByName(kHands, drawing.far_hand);
  if (phase == Phase::kEnd) {
    figure.feel = ByName(kFeels, drawing.feel);
    figure.angle = MarkOf(wish, words);
  }
  if ((phase == Phase::kStart) == drawing.movement_at_start) {
    figure.movement = ByName(kMovements, drawing.movement);
    if (phase == Phase::kEnd) figure.from = StartPose(wish);
  }
  figure.max_hip_degrees = wish.max_hip_degrees;
  figure.lumbar_gain = drawing.lumbar_gain;
  return {figure, AlternativeOf(wish, phase, words)};
}

}  // namespace ischia::server
