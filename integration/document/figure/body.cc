#include "integration/document/figure/body.h"

#include <algorithm>
#include <array>
#include <span>

#include "integration/document/figure/proportions.h"

namespace ischia::document::figure {
namespace {

// Where a shell stands off its bone: part of the segment's length, front and back offset in units.
struct Station {
  double part = 0;
  double front = 0;
  double back = 0;
};

constexpr std::array<Station, 7> kThigh = {{{.02, .12, .13},
                                            {.16, .222, .25},
                                            {.30, .222, .245},
                                            {.50, .205, .21},
                                            {.78, .165, .155},
                                            {.95, .143, .130},
                                            {1.07, .075, .065}}};
constexpr std::array<Station, 8> kShin = {{{-.07, .07, .06},
                                           {.05, .137, .126},
                                           {.14, .13, .148},
                                           {.30, .115, .185},
                                           {.48, .10, .17},
                                           {.72, .082, .105},
                                           {.95, .075, .08},
                                           {1.03, .07, .08}}};
constexpr std::array<Station, 4> kUpperArm = {
    {{0, .12, .12}, {.3, .108, .108}, {.7, .09, .088}, {1, .08, .08}}};
constexpr std::array<Station, 4> kForearm = {
    {{0, .08, .085}, {.22, .092, .09}, {.6, .068, .07}, {1, .052, .052}}};
constexpr std::array<Station, 4> kShortsLeg = {
    {{-.10, .17, .245}, {.07, .238, .268}, {.23, .25, .265}, {.40, .25, .225}}};
constexpr std::array<Station, 4> kSleeve = {
    {{-.22, .06, .06}, {.02, .135, .135}, {.26, .158, .158}, {.50, .155, .155}}};

// Trunk outlines: x along the trunk in parts of its length, y to the front in units.
constexpr std::array<Point, 11> kPelvis = {{{.17, .205},
                                            {.17, .205},
                                            {.10, .207},
                                            {-.02, .20},
                                            {-.13, .13},
                                            {-.20, -.02},
                                            {-.15, -.20},
                                            {-.03, -.275},
                                            {.08, -.275},
                                            {.17, -.245},
                                            {.17, -.245}}};
constexpr std::array<Point, 7> kShirtFront = {
    {{.145, .222}, {.30, .222}, {.50, .225}, {.72, .245}, {.86, .225}, {.97, .15}, {1.05, .07}}};
constexpr std::array<Point, 8> kShirtBack = {{{1.075, -.075},
                                              {1.02, -.165},
                                              {.90, -.225},
                                              {.74, -.25},
                                              {.56, -.225},
                                              {.38, -.195},
                                              {.24, -.222},
                                              {.145, -.262}}};

// Head outlines: x to the face, y to the crown.
constexpr std::array<Point, 19> kHead = {{{0, .285},
                                          {.10, .272},
                                          {.18, .205},
                                          {.214, .105},
                                          {.206, .05},
                                          {.232, 0},
                                          {.246, -.035},
                                          {.212, -.065},
                                          {.220, -.105},
                                          {.214, -.145},
                                          {.206, -.205},
                                          {.15, -.252},
                                          {.06, -.235},
                                          {-.03, -.19},
                                          {-.12, -.17},
                                          {-.20, -.08},
                                          {-.235, .03},
                                          {-.22, .15},
                                          {-.13, .25}}};
constexpr std::array<Point, 14> kHair = {{{.165, .215},
                                          {.10, .265},
                                          {0, .29},
                                          {-.13, .258},
                                          {-.225, .155},
                                          {-.242, .03},
                                          {-.205, -.09},
                                          {-.15, -.14},
                                          {-.105, -.12},
                                          {-.085, -.04},
                                          {-.045, .055},
                                          {.02, .06},
                                          {.06, .10},
                                          {.10, .16}}};

std::vector<Point> Side(const Frame& frame, double length, std::span<const Station> stations,
                        bool front) {
  std::vector<Point> side;
  for (const Station& s : stations) {
    side.push_back(frame.At(s.part * length, front ? s.front : -s.back));
  }
  return side;
}

Contour Shell(const Frame& frame, double length, std::span<const Station> stations) {
  std::vector<Point> around = Side(frame, length, stations, true);
  const std::vector<Point> back = Side(frame, length, stations, false);
  around.insert(around.end(), back.rbegin(), back.rend());
  return Smooth(around, true);
}

// A shell that ends in a straight hem.
Contour HemmedShell(const Frame& frame, double length, std::span<const Station> stations) {
  std::vector<Point> around = Side(frame, length, stations, true);
  around.push_back(around.back());
  std::vector<Point> back = Side(frame, length, stations, false);
  back.push_back(back.back());
  around.insert(around.end(), back.rbegin(), back.rend());
  return Smooth(around, true);
}

Contour Mapped(const Frame& frame, std::span<const Point> outline) {
  std::vector<Point> points;
  for (const Point& p : outline) points.push_back(frame.At(p.y, p.x));
  return Smooth(points, true);
}

Contour Foot(const SolvedLeg& leg) {
  const Frame frame = FootFrame(leg);
  std::vector<Point> points;
  points.reserve(kFootOutline.size());
  for (const Point& p : kFootOutline) points.push_back(frame.At(p.x, p.y));
  return Smooth(points, true);
}

Contour Knee(const SolvedLeg& leg) {
  constexpr double kRadius = 0.138;
  const Point front = Counterclockwise(Toward(Heading(leg.ankle - leg.hip)));
  return Oval(leg.knee + front * 0.012, kRadius, kRadius);
}

Contour Fist(const SolvedArm& arm) {
  const Frame hand = LimbFrame(arm.elbow, arm.wrist);
  return Smooth({hand.At(0, 0) + (arm.wrist - arm.elbow) + hand.front * .055,
                 arm.wrist + hand.along * .06 + hand.front * .098,
                 arm.wrist + hand.along * .155 + hand.front * .088,
                 arm.wrist + hand.along * .195 + hand.front * .01,
                 arm.wrist + hand.along * .165 - hand.front * .075,
                 arm.wrist + hand.along * .06 - hand.front * .088, arm.wrist - hand.front * .055},
                true);
}

std::vector<Contour> OpenHand(const SolvedArm& arm) {
  const Point along = Toward(arm.hand_degrees);
  const Frame hand{arm.wrist, along, Counterclockwise(along)};
  const double k = arm.hand_length / kHandLength;
  const auto at = [&](double x, double y) { return hand.At(x * k, y); };
  return {Smooth({at(-.05, .052), at(.09, .074), at(.20, .062), at(.30, .036), at(.345, -.006),
                  at(.31, -.04), at(.20, -.058), at(.08, -.062), at(-.05, -.052)},
                 true),
          Smooth({at(.02, .05), at(.10, .10), at(.17, .105), at(.185, .075), at(.12, .04)}, true)};
}

// Along a bone from one part of it to another, some way beside it.
Contour Spindle(const Frame& frame, double from, double to, double beside, double half) {
  const double length = to - from;
  return Smooth({frame.At(from, beside), frame.At(from, beside),
                 frame.At(from + .25 * length, beside + .75 * half),
                 frame.At(from + .5 * length, beside + half),
                 frame.At(from + .75 * length, beside + .72 * half), frame.At(to, beside),
                 frame.At(to, beside), frame.At(from + .75 * length, beside - .72 * half),
                 frame.At(from + .5 * length, beside - half),
                 frame.At(from + .25 * length, beside - .75 * half)},
                true);
}

Zone BellyZone(const Skeleton& body) {
  const auto at = [&](double along, double front) { return OnTrunk(body, along, front); };
  Zone zone;
  zone.shape = {Smooth({at(.28, .20), at(.28, .20), at(.33, .12), at(.44, .075), at(.55, .12),
                        at(.60, .20), at(.60, .20), at(.52, .185), at(.44, .18), at(.36, .185)},
                       true)};
  return zone;
}

}  // namespace

Path LegShell(const SolvedLeg& leg) {
  return Union({Shell(LimbFrame(leg.hip, leg.knee), kThighLength, kThigh), Knee(leg),
                Shell(LimbFrame(leg.knee, leg.ankle), kShinLength, kShin), Foot(leg)});
}

Path LowerThighAndLegShell(const SolvedLeg& leg) {
  return Union({Shell(LimbFrame(leg.hip, leg.knee), kThighLength, std::span(kThigh).subspan(3)),
                Knee(leg), Shell(LimbFrame(leg.knee, leg.ankle), kShinLength, kShin), Foot(leg)});
}

Path KneeToToesShell(const SolvedLeg& leg) {
  return Union({Knee(leg), Shell(LimbFrame(leg.knee, leg.ankle), kShinLength, kShin), Foot(leg)});
}

Path FoldedThighShell(const SolvedLeg& leg) {
  constexpr double kShortened = 0.62;
  const Frame thigh = LimbFrame(leg.hip, leg.knee);
  const Point knee = thigh.At(kShortened, 0.02);
  return Union({Shell(thigh, kShortened, kThigh), Oval(knee, .16, .15)});
}

Contour ShortsLeg(const SolvedLeg& leg) {
  return HemmedShell(LimbFrame(leg.hip, leg.knee), kThighLength, kShortsLeg);
}

Contour Pelvis(const Skeleton& body) {
  std::vector<Point> points;
  points.reserve(kPelvis.size());
  for (const Point& p : kPelvis) points.push_back(OnTrunk(body, p.x * kTrunkLength, p.y));
  return Smooth(points, true);
}

Contour HipRound(const SolvedLeg& leg) {
  constexpr double kRadius = 0.262;
  return Oval(leg.hip, kRadius, kRadius);
}

Contour Shirt(const Skeleton& body) {
  std::vector<Point> points;
  const auto add = [&](Point p) { points.push_back(OnTrunk(body, p.x * kTrunkLength, p.y)); };
  add(kShirtFront.front());
  for (const Point& p : kShirtFront) add(p);
  for (const Point& p : kShirtBack) add(p);
  add(kShirtBack.back());
  return Smooth(points, true);
}

Contour Neck(const Skeleton& body) {
  const Frame head = HeadFrame(body);
  return Smooth(
      {OnTrunk(body, 1.14, .09), OnTrunk(body, 1.28, .055), head.At(-.20, .065), head.At(-.05, 0),
       head.At(-.13, -.155), OnTrunk(body, 1.31, -.115), OnTrunk(body, 1.14, -.155)},
      true);
}

Path ArmShell(const SolvedArm& arm) {
  const double upper = Length(arm.elbow - arm.shoulder);
  const double fore = Length(arm.wrist - arm.elbow);
  std::vector<Contour> parts = {Shell(LimbFrame(arm.shoulder, arm.elbow), upper, kUpperArm),
                                Oval(arm.elbow, .083, .083),
                                Shell(LimbFrame(arm.elbow, arm.wrist), fore, kForearm)};
  if (arm.flat) {
    for (Contour& part : OpenHand(arm)) parts.push_back(std::move(part));
  } else {
    parts.push_back(Fist(arm));
  }
  return Union(std::move(parts));
}

Contour Sleeve(const SolvedArm& arm) {
  return HemmedShell(LimbFrame(arm.shoulder, arm.elbow), kUpperArmLength, kSleeve);
}

Contour HeadShell(const Skeleton& body) { return Mapped(HeadFrame(body), kHead); }

Contour Hair(const Skeleton& body) { return Mapped(HeadFrame(body), kHair); }

Contour Ear(const Skeleton& body) {
  const Frame head = HeadFrame(body);
  const auto at = [&](double front, double up) { return head.At(up - .03, front - .02); };
  return Smooth({at(-.035, .045), at(.015, .06), at(.035, .015), at(.01, -.055), at(-.03, -.03)},
                true);
}

Path FaceLines(const Skeleton& body) {
  const Frame head = HeadFrame(body);
  return {Smooth({head.At(.012, .125), head.At(.000, .155), head.At(.012, .188)}, false),
          Smooth({head.At(-.128, .165), head.At(-.122, .190), head.At(-.122, .210)}, false)};
}

Path LegLines(const SolvedLeg& leg) {
  const Frame shin = LimbFrame(leg.knee, leg.ankle);
  const Frame foot = FootFrame(leg);
  return {Smooth({shin.At(-.07, .05), shin.At(-.01, .085), shin.At(.06, .07)}, false),
          Smooth({foot.At(-.035, .03), foot.At(.0, -.005), foot.At(.035, .02)}, false)};
}

Path ShirtFolds(const Skeleton& body) {
  const auto at = [&](double along, double front) { return OnTrunk(body, along, front); };
  return {Smooth({at(.36, -.17), at(.40, -.10), at(.40, -.04)}, false),
          Smooth({at(.46, -.18), at(.52, -.12), at(.54, -.06)}, false),
          Smooth({at(.27, .19), at(.31, .13), at(.31, .08)}, false)};
}

Path FistLines(const SolvedArm& arm) {
  const Frame fore = LimbFrame(arm.elbow, arm.wrist);
  const Frame hand{arm.wrist, fore.along, fore.front};
  return {Smooth({hand.At(.03, .03), hand.At(.095, .03), hand.At(.125, -.015)}, false)};
}

Zone ZoneOf(const Skeleton& body, FeelZone feel) {
  const SolvedLeg& leg = body.near_leg;
  const Frame thigh = LimbFrame(leg.hip, leg.knee);
  const Frame shin = LimbFrame(leg.knee, leg.ankle);
  switch (feel) {
    case FeelZone::kNone:
      return {};
    case FeelZone::kBackThigh:
      return {{Spindle(thigh, .06, .94, -.07, .082)},
              {Smooth({thigh.At(.24, -.07), thigh.At(.76, -.07)}, false)}};
    case FeelZone::kFrontHip: {
      const Frame groin = LimbFrame(OnTrunk(body, .20, .10), thigh.At(.50, .12));
      const double length = Length(thigh.At(.50, .12) - groin.origin);
      return {{Spindle(groin, 0, length, 0, .07)},
              {Smooth({groin.At(.25 * length, 0), groin.At(.75 * length, 0)}, false)}};
    }
    case FeelZone::kBelly:
      return BellyZone(body);
    case FeelZone::kCalf:
      return {{Spindle(shin, .06, .74, -.055, .07)},
              {Smooth({shin.At(.22, -.055), shin.At(.58, -.055)}, false)}};
  }
  return {};
}

}  // namespace ischia::document::figure
