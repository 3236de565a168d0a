#include "service/web/pictures.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "integration/document/figure.h"

namespace ischia::web {
namespace {

using document::Base;
using document::Figure;
using document::HandAnchor;
using document::LimbPose;
using document::MarkedJoint;
using document::Pose;
using document::Prop;
using document::WorkingSide;

constexpr int kWidth = 200;
constexpr int kHeight = 130;
constexpr int kMargin = 6;

Figure Posed(Base base, const Pose& pose) {
  Figure figure;
  figure.base = base;
  figure.pose = pose;
  return figure;
}

void PutHands(Figure& figure, HandAnchor hands) { figure.near_hand = figure.far_hand = hands; }

// Marked by its unit, which every language reads.
void MarkAngle(Figure& figure, MarkedJoint joint) {
  figure.angle.emplace();
  figure.angle->joint = joint;
  figure.angle->label = "°";
}

// On the back, arms at the sides.
Figure Lying(double trunk, LimbPose tested, LimbPose other) {
  Figure figure = Posed(Base::kSupine, {.trunk = trunk, .a = tested, .b = other});
  figure.props = {Prop::kMat};
  PutHands(figure, HandAnchor::kFloor);
  return figure;
}

// The hip stays at 90; the deficit is what is missing to a straight knee.
Figure KneeExtension() {
  Figure figure = Lying(-90, {.hip = 90, .knee = 38}, {});
  MarkAngle(figure, MarkedJoint::kKnee);
  return figure;
}

Figure PassiveKnee() {
  Figure figure = Lying(-90, {.hip = 90, .knee = 30}, {});
  figure.props.push_back(Prop::kPartnerHands);
  MarkAngle(figure, MarkedJoint::kKnee);
  return figure;
}

// The examiner lifts; the angle is that of the leg to the table.
Figure StraightLegRaise() {
  Figure figure = Lying(-90, {.hip = 60}, {});
  figure.props.push_back(Prop::kPartnerHands);
  MarkAngle(figure, MarkedJoint::kHip);
  return figure;
}

// Knees straight, arms hanging.
Figure FingertipToFloor() {
  constexpr LimbPose kLeg{.hip = 85};
  Figure figure =
      Posed(Base::kStanding,
            {.trunk = 85, .lumbar = 25, .thorax = 15, .a = kLeg, .b = kLeg, .shoulder = 85});
  figure.side = WorkingSide::kBoth;
  figure.reach_label = "cm";
  return figure;
}

// Slumped, hands behind the back, one knee straightened and the foot pulled up.
Figure SlumpTest() {
  Figure figure = Posed(Base::kSitting, {.trunk = 10,
                                         .lumbar = 25,
                                         .thorax = 40,
                                         .a = {.hip = 90, .knee = 10, .ankle = 10},
                                         .b = {.hip = 90, .knee = 90}});
  figure.props = {Prop::kChair};
  PutHands(figure, HandAnchor::kLowBack);
  return figure;
}

// Face down, the heel pressed against the examiner's hand.
Figure ResistedKneeFlexion() {
  Figure figure = Posed(Base::kProne, {.trunk = 90, .a = {.knee = 30}, .b = {}});
  figure.props = {Prop::kMat, Prop::kPartnerHands};
  return figure;
}

Figure SingleLegBridge() { return Lying(-110, {.knee = 80}, {.hip = 20, .knee = 20}); }

// Half kneeling: the way down and up without help.
Figure FloorTransfer() {
  Figure figure =
      Posed(Base::kKneeling,
            {.a = {.knee = 90, .ankle = -30}, .b = {.hip = 90, .knee = 90}, .shoulder = 20});
  figure.side = WorkingSide::kNone;
  figure.props = {Prop::kMat};
  PutHands(figure, HandAnchor::kBentKnee);
  return figure;
}

// The other knee is held to the chest until the low back lies flat; what is measured is how far the
// thigh stays above the table.
Figure HipExtension() {
  Figure figure = Posed(
      Base::kSupine, {.trunk = -90, .a = {.hip = 34, .knee = 4}, .b = {.hip = 125, .knee = 125}});
  figure.props = {Prop::kMat};
  PutHands(figure, HandAnchor::kBentKnee);
  MarkAngle(figure, MarkedJoint::kHip);
  return figure;
}

// Knees straight, soles against the box.
Figure SitAndReach() {
  constexpr double kLean = 38;
  constexpr LimbPose kLeg{.hip = 90 + kLean};
  Figure figure =
      Posed(Base::kLongSitting,
            {.trunk = kLean, .lumbar = 25, .thorax = 20, .a = kLeg, .b = kLeg, .shoulder = 118});
  figure.side = WorkingSide::kBoth;
  figure.props = {Prop::kMat};
  return figure;
}

// The inclinometer's line from the back of the pelvis to its front, against the level.
Figure PelvicTilt() {
  Figure figure = Posed(Base::kStanding, {.pelvis = 13, .a = {}, .b = {}, .shoulder = -25});
  figure.side = WorkingSide::kNone;
  MarkAngle(figure, MarkedJoint::kPelvis);
  return figure;
}

// White ground, since the figure's own colors are those of paper.
std::string OnPaper(const Figure& figure, double width, double left, double top) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"130\" "
         "viewBox=\"0 0 200 130\"><rect width=\"200\" height=\"130\" rx=\"6\" fill=\"#ffffff\"/>"
         "<g transform=\"translate(" +
         std::to_string(static_cast<int>(left)) + ' ' + std::to_string(static_cast<int>(top)) +
         ")\">" + document::Svg(figure, width, "") + "</g></svg>";
}

// All of the figure, in the middle.
std::string Framed(const Figure& figure) {
  constexpr double kScale = 50;  // any: only the shape of the box matters
  const document::Extent extent = document::Measure(figure, kScale);
  const double ratio = extent.width / (extent.above + extent.below);
  const double width = std::min<double>(kWidth - 2 * kMargin, (kHeight - 2 * kMargin) * ratio);
  return OnPaper(figure, width, (kWidth - width) / 2, (kHeight - width / ratio) / 2);
}

// The hips alone, large: a whole standing figure would be too small for a mark.
std::string AtTheHips(const Figure& figure) {
  constexpr double kScale = 46;
  const document::Extent extent = document::Measure(figure, kScale);
  const double hips = extent.above - document::Solve(figure).near_leg.hip.y * kScale;
  return OnPaper(figure, extent.width, (kWidth - extent.width) / 2, kHeight / 2.0 - hips);
}

using Pictures = std::map<std::string_view, std::string>;

Pictures MakePictures() {
  Pictures pictures;
  for (const auto& [id, figure] :
       {std::pair{"knee_extension", KneeExtension()},
        std::pair{"straight_leg_raise", StraightLegRaise()},
        std::pair{"passive_knee", PassiveKnee()},
        std::pair{"fingertip_to_floor", FingertipToFloor()}, std::pair{"slump_test", SlumpTest()},
        std::pair{"resisted_knee_flexion", ResistedKneeFlexion()},
        std::pair{"single_leg_bridge", SingleLegBridge()},
        std::pair{"floor_transfer", FloorTransfer()}, std::pair{"hip_extension", HipExtension()},
        std::pair{"sit_and_reach", SitAndReach()}}) {
    pictures.emplace(id, Framed(figure));
  }
  pictures.emplace("pelvic_tilt", AtTheHips(PelvicTilt()));
  return pictures;
}

}  // namespace

std::string_view MeasurePicture(std::string_view id) {
  static const auto& pictures = *new Pictures(MakePictures());
  const auto found = pictures.find(id);
  return found == pictures.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace ischia::web
