// The person of a handout: joint angles in, one drawn figure out.
//
// A figure is a value. It says how the body is posed, what it touches and which leg works; it does
// not know why. `Solve` brings feet, hands and seat to what they touch, `Measure` says how much
// room the drawing takes, `Draw` gives it as PDF content. Facing right shows the right side of
// the body; `WorkingSide::kLeft` is the mirror image, with labels set after mirroring.
//
//   Figure figure;
//   figure.base = Base::kSupine;
//   figure.pose = {.trunk = -90, .a = {.hip = 60, .knee = 5}, .shoulder = 70, .elbow = 20};
//   figure.props = {Prop::kMat, Prop::kStrap};
//   figure.near_hand = figure.far_hand = HandAnchor::kStrap;
//   const Extent extent = Measure(figure, points_per_unit);
//   const Drawing drawing = Draw(figure, points_per_unit);
//   DrawLabels(cairo, figure, left, ground, points_per_unit);
//
// One unit is a thigh. To set a row: measure all its figures, choose one scale and one ground line.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_H_

#include <optional>
#include <string>
#include <vector>

typedef struct _cairo cairo_t;  // NOLINT(bugprone-reserved-identifier,cert-dcl*)

namespace ischia::document {

enum class Base {
  kAny,
  kStanding,
  kSitting,
  kLongSitting,
  kSupine,
  kProne,
  kSidelying,
  kQuadruped,
  kKneeling,
};

// kTop draws the profile on a mat seen from above; kFront shows the chest.
enum class View { kSide, kTop, kFront };

// Flexion in degrees: hip and ankle toward the front, knee toward the back. 0 is straight.
struct LimbPose {
  double hip = 0;
  double knee = 0;
  double ankle = 0;

  bool operator==(const LimbPose&) const = default;
};

// Degrees. `trunk` leans forward from upright (lying face up: -90). `lumbar` is the bend between
// pelvis and ribs (+ rounded), `pelvis` its tilt (+ forward), `thorax` the curl of the upper trunk.
// `a` is the working leg, always the near one; `b` the other. Shoulder and elbow pose free arms.
struct Pose {
  double trunk = 0;
  double lumbar = 0;
  double pelvis = 0;
  double thorax = 0;
  LimbPose a;
  LimbPose b;
  double shoulder = 0;
  double elbow = 0;

  bool operator==(const Pose&) const = default;
};

enum class Prop {
  kMat,
  kStrap,
  kDoorJamb,
  kChair,
  kHighSeat,
  kStep,
  kRail,
  kCounter,
  kStick,
  kWall,
  kPillow,
  kTowel,
  kPartnerHands,
};

// What a hand touches; the arm is solved to it. kFree takes the pose's angles, kSwing swings
// against them. kFloor is beside the hip when lying, beneath the shoulder on hands and knees.
enum class HandAnchor {
  kFree,
  kSwing,
  kStrap,
  kBehindThigh,
  kThigh,
  kBentKnee,
  kHip,
  kBelly,
  kLowBack,
  kFloor,
  kRail,
  kCounter,
  kChairBack,
  kWall,
  kStickLow,
  kStickHigh,
};

// Where the pull or the effort is felt.
enum class FeelZone { kNone, kBackThigh, kFrontHip, kBelly, kCalf };

// What the movement arrow follows, from the pose in `Figure::from` to the pose drawn. kBelly draws
// in, kBellyRise lets out; kCloser slides the whole body toward its feet, kHeel presses in place.
enum class Movement {
  kNone,
  kFoot,
  kHeel,
  kHead,
  kHips,
  kLowBack,
  kBelly,
  kBellyRise,
  kArmAndLeg,
  kCloser,
};

// kBoth: both legs carry the accent. kNone: no leg does. Both face right.
enum class WorkingSide { kRight, kLeft, kBoth, kNone };

enum class SkinTone { kLight, kMedium, kBrown, kDark };

enum class MarkedJoint { kHip, kKnee, kPelvis };

// An angle drawn as an arc: at the hip from the floor to the leg, at the knee from the thigh's
// prolongation to the shin, at the pelvis of a standing figure from the level to the line from its
// back to its front, without a goal. The angle itself is the pose's. The goal is a pale, dashed leg
// behind.
struct AngleMark {
  MarkedJoint joint = MarkedJoint::kHip;
  std::string label;
  std::optional<double> goal_degrees;
  std::string goal_label;
  double size = 1;  // of the labels, times the look's own

  bool operator==(const AngleMark&) const = default;
};

struct Figure {
  Base base = Base::kStanding;
  View view = View::kSide;
  Pose pose;
  WorkingSide side = WorkingSide::kRight;
  std::vector<Prop> props;
  HandAnchor near_hand = HandAnchor::kFree;
  HandAnchor far_hand = HandAnchor::kFree;
  FeelZone feel = FeelZone::kNone;
  Movement movement = Movement::kNone;
  std::optional<Pose> from;
  std::optional<AngleMark> angle;
  // What the distance from the fingertips down to the floor is called; empty: it is not marked.
  std::string reach_label;
  // The near hip and its goal are never drawn beyond this flexion.
  std::optional<double> max_hip_degrees;
  // Small bends of the low back are drawn larger by this factor, or nobody sees them.
  double lumbar_gain = 1;
  SkinTone skin = SkinTone::kMedium;

  bool operator==(const Figure&) const = default;
};

// Units, x to the front of a figure that faces right, y up from the floor.
struct Point {
  double x = 0;
  double y = 0;
};

struct SolvedLeg {
  Point hip;
  Point knee;
  Point ankle;
  double foot_degrees = 0;  // of the toes, counterclockwise from the x axis
  double hip_degrees = 0;   // flexion after solving
  double knee_degrees = 0;
  Point lowest;        // of the foot, or of the knee where that bears the weight
  double surface = 0;  // height of what is beneath
  bool touches = false;
};

struct SolvedArm {
  Point shoulder;
  Point elbow;
  Point wrist;
  Point grip;                   // where the palm closes or rests
  std::optional<Point> anchor;  // where it should; nothing for a free arm
  double hand_degrees = 0;      // of the fingers, counterclockwise from the x axis
  bool flat = false;            // an open hand; otherwise a fist
  double hand_length = 0.34;    // shorter where it points at the viewer
};

// The body in contact with its surroundings, before mirroring.
struct Skeleton {
  double trunk_degrees = 0;  // as in Pose, after solving
  double lumbar_degrees = 0;
  double thorax_degrees = 0;
  Point hip;
  Point shoulder;
  Point head;
  double head_degrees = 0;  // of the crown, counterclockwise from the x axis
  SolvedLeg near_leg;
  SolvedLeg far_leg;
  SolvedArm near_arm;
  SolvedArm far_arm;
};

// For side and top views; a front view is drawn by its own rules. The near hip never passes
// `max_hip_degrees`.
Skeleton Solve(const Figure& figure);

// Points: the drawing's width, and how far it reaches above and below the ground line.
struct Extent {
  double width = 0;
  double above = 0;
  double below = 0;
};

// Includes props, arrows and labels. A lying figure is about 4.6 units wide. Below 36 mm of that
// width face, folds, arc, labels and goal are left out; below 35 mm (21.5 points a unit) a figure
// should not be printed.
Extent Measure(const Figure& figure, double points_per_unit);

// A figure at one scale, ready for a PDF: everything but the words of its labels.
struct Drawing {
  Extent extent;
  std::string content;  // operators: points from the left edge on the ground line, y down
};

// Same figure, same bytes.
Drawing Draw(const Figure& figure, double points_per_unit);

// The drawings that say why. The muscles are 3.53 units high with leader lines to both sides, the
// pelvis with its spine 2.30.
enum class Anatomy { kHamstrings, kPelvisTippedBack, kPelvisLevel };
Drawing Draw(Anatomy anatomy, double points_per_unit);

// Where the words of the muscles stand, in points from the drawing's left edge, up from its ground:
// sit bone, semitendinosus, semimembranosus (words end there), biceps femoris, just below the knee
// (words begin there).
std::vector<Point> LeaderEnds(double points_per_unit);

// The words of the same drawing's labels, as text. `x` is the left edge of the extent, `ground_y`
// the floor. Leaves the cairo state as it was.
void DrawLabels(cairo_t* cairo, const Figure& figure, double x, double ground_y,
                double points_per_unit);

// The same words as outlines, where there is no text: operators like those of `Draw`.
std::string LabelContent(const Figure& figure, double points_per_unit);

// The same drawing as an SVG document of the given width in pixels, labels as text in Noto Sans.
// The alternative is its accessible name. Several may stand on one page. Same figure, same text.
std::string Svg(const Figure& figure, double width, const std::string& alternative);

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_H_
