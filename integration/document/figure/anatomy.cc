#include "integration/document/figure/anatomy.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "integration/document/figure/palette.h"
#include "integration/document/figure/proportions.h"

namespace ischia::document::figure {
namespace {

constexpr Color kBone = Hex(0xFAF5EB);
constexpr Color kBoneLine = Hex(0xA89880);
constexpr Color kWhite = Hex(0xFFFFFF);
constexpr Color kPaleMuscle = Hex(0x8CCBCF);
constexpr Color kDarkMuscle = Hex(0x2F8E96);

// Points are written in hundredths of a unit.
Point At(double x, double y) { return {x / 100, y / 100}; }

using Points = std::vector<Point>;

Points InUnits(Points hundredths) {
  for (Point& point : hundredths) point = At(point.x, point.y);
  return hundredths;
}

Shape Filled(Contour contour, const Color& fill, const Color& line, double line_mm) {
  Shape shape;
  shape.path = {std::move(contour)};
  shape.fill = fill;
  shape.line = line;
  shape.line_mm = line_mm;
  return shape;
}

Shape Bone(const Points& hundredths) {
  return Filled(Smooth(InUnits(hundredths), true), kBone, kBoneLine, 0.28);
}

Shape Skin(const Points& hundredths) {
  return Filled(Smooth(InUnits(hundredths), true), palette::SkinOf(SkinTone::kMedium).far,
                palette::kFarContour, 0.32);
}

Shape Muscle(const Points& hundredths, const Color& fill) {
  return Filled(Smooth(InUnits(hundredths), true), fill, palette::kAccent, 0.34);
}

Shape Fiber(const Points& hundredths) {
  Shape fiber;
  fiber.path = {Smooth(InUnits(hundredths), false)};
  fiber.line = kWhite;
  fiber.line_mm = 0.24;
  return fiber;
}

Shape Ring(double x, double y) {
  return Filled(Oval(At(x, y), 0.068, 0.068), kWhite, palette::kStrap, 0.62);
}

Shape Leader(Point from, Point to) {
  Shape line;
  line.path = {Straight({from, to}, false)};
  line.line = palette::kInk;
  line.line_mm = 0.28;
  return line;
}

Shape Arrow(const Points& hundredths) {
  Shape arrow;
  arrow.path = {Ribbon(InUnits(hundredths))};
  arrow.fill = palette::kAccent;
  arrow.halo_mm = 0.8;
  return arrow;
}

// --- Back of the thigh ---

void AddThighBones(Scene& scene) {
  scene.shapes.push_back(Bone({{-52, 318},
                               {-36, 334},
                               {-8, 346},
                               {24, 348},
                               {46, 334},
                               {50, 312},
                               {42, 294},
                               {28, 284},
                               {16, 268},
                               {2, 262},
                               {-10, 264},
                               {-22, 258},
                               {-34, 270},
                               {-46, 292}}));
  scene.shapes.push_back(
      Bone({{12, 262}, {18, 276}, {32, 277}, {44, 264}, {47, 244}, {39, 239}, {34, 212}, {28, 172},
            {24, 130}, {25, 98},  {30, 78},  {26, 69},  {10, 67},  {-2, 80},  {-14, 66}, {-28, 68},
            {-30, 78}, {-10, 96}, {2, 124},  {8, 170},  {16, 214}, {19, 240}}));
  scene.shapes.push_back(
      Bone({{-22, 258}, {-12, 262}, {-2, 256}, {-3, 242}, {-12, 234}, {-21, 240}}));
  scene.shapes.push_back(Bone({{-27, 66},
                               {0, 69},
                               {24, 66},
                               {20, 54},
                               {8, 46},
                               {3, 26},
                               {2, 4},
                               {-6, 1},
                               {-13, 5},
                               {-14, 26},
                               {-20, 48}}));
  scene.shapes.push_back(Bone(
      {{14, 56}, {20, 58}, {24, 50}, {21, 28}, {22, 4}, {17, 2}, {14, 6}, {15, 28}, {12, 48}}));
}

void AddMuscles(Scene& scene) {
  scene.shapes.push_back(Muscle({{-20, 238},
                                 {-32, 206},
                                 {-41, 170},
                                 {-40, 134},
                                 {-33, 94},
                                 {-24, 60},
                                 {-18, 43},
                                 {-15, 48},
                                 {-18, 90},
                                 {-20, 130},
                                 {-19, 172},
                                 {-16, 214}},
                                kPaleMuscle));
  scene.shapes.push_back(Muscle({{-20, 238},
                                 {-25, 196},
                                 {-26, 150},
                                 {-24, 100},
                                 {-21, 62},
                                 {-18, 42},
                                 {-14, 44},
                                 {-12, 66},
                                 {-10, 100},
                                 {-4, 140},
                                 {0, 168},
                                 {-2, 200},
                                 {-12, 234}},
                                palette::kWorking));
  scene.shapes.push_back(Muscle({{-18, 240},
                                 {-5, 216},
                                 {1, 186},
                                 {4, 146},
                                 {10, 100},
                                 {16, 58},
                                 {21, 54},
                                 {25, 96},
                                 {32, 140},
                                 {33, 176},
                                 {22, 208},
                                 {4, 228},
                                 {-12, 242}},
                                kDarkMuscle));
  scene.shapes.push_back(Fiber({{-31, 184}, {-34, 150}, {-31, 112}}));
  scene.shapes.push_back(Fiber({{-14, 196}, {-13, 150}, {-16, 96}}));
  scene.shapes.push_back(Fiber({{4, 208}, {16, 176}, {18, 100}}));
  scene.shapes.push_back(Fiber({{14, 204}, {24, 172}, {22, 112}}));
}

// --- Pelvis and spine ---

constexpr double kTippedBack = 16;  // degrees
constexpr Point kHipJoint = {0, .99};

Point TurnedAboutHip(Point point, double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  const Point p = point - kHipJoint;
  return kHipJoint + Point{p.x * std::cos(angle) - p.y * std::sin(angle),
                           p.x * std::sin(angle) + p.y * std::cos(angle)};
}

Points Turned(Points hundredths, double degrees) {
  for (Point& point : hundredths) {
    point = TurnedAboutHip(At(point.x, point.y), degrees) * 100;
  }
  return hundredths;
}

// From the sacrum upward.
Points SpineOf(bool tipped_back) {
  if (tipped_back) return {{-15, 127}, {-18, 146}, {-20, 165}, {-20, 184}, {-18, 203}, {-15, 222}};
  return {{-13, 129}, {-5, 146}, {-1, 165}, {-4, 184}, {-11, 203}, {-18, 221}};
}

// A body with rounded waist, and the spur behind it.
void AddVertebra(Scene& scene, Point middle, Point up) {
  const Frame frame{middle, up, Clockwise(up)};
  const auto at = [&](double along, double front) { return frame.At(along / 100, front / 100); };
  scene.shapes.push_back(
      Filled(Smooth({at(1, -8), at(0, -16), at(-6, -21), at(-8, -17), at(-4, -8)}, true), kBone,
             kBoneLine, 0.24));
  scene.shapes.push_back(Filled(Smooth({at(7, -10), at(5.5, 0), at(7, 10), at(0, 8.5), at(-7, 10),
                                        at(-5.5, 0), at(-7, -10), at(0, -8.5)},
                                       true),
                                kBone, kBoneLine, 0.26));
}

void AddSpine(Scene& scene, bool tipped_back) {
  const Points spine = InUnits(SpineOf(tipped_back));
  for (size_t i = 0; i < spine.size(); ++i) {
    const Point below = spine[i == 0 ? 0 : i - 1];
    const Point above = spine[i + 1 == spine.size() ? i : i + 1];
    AddVertebra(scene, spine[i], LimbFrame(below, above).along);
  }
  Shape line;
  line.path = {Smooth(spine, false)};
  line.line = palette::kStrap;
  line.line_mm = 0.62;
  scene.shapes.push_back(std::move(line));
}

void AddPelvis(Scene& scene, double degrees) {
  scene.shapes.push_back(Bone(Turned({{-18, 108},
                                      {-21, 120},
                                      {-10, 131},
                                      {8, 130},
                                      {20, 122},
                                      {21, 112},
                                      {14, 103},
                                      {20, 92},
                                      {19, 82},
                                      {11, 82},
                                      {5, 90},
                                      {-3, 90},
                                      {-8, 77},
                                      {-15, 78},
                                      {-14, 92}},
                                     degrees)));
  scene.shapes.push_back(Filled(Oval(kHipJoint, 0.083, 0.083), kWhite, kBoneLine, 0.28));
}

}  // namespace

std::vector<Point> MuscleLabels() {
  return {At(-83, 249), At(-83, 181), At(-83, 123), At(81, 181), At(81, 39)};
}

Scene MusclesScene() {
  Scene scene;
  scene.shapes.push_back(
      Skin({{-65, 353}, {-65, 353}, {-65, 315}, {-64, 275}, {-59, 230}, {-51, 185},
            {-46, 145}, {-40, 105}, {-29, 65},  {-31, 35},  {-27, 0},   {-27, 0},
            {29, 0},    {29, 0},    {33, 30},   {29, 65},   {39, 110},  {47, 160},
            {52, 215},  {61, 255},  {66, 295},  {62, 330},  {57, 353},  {57, 353}}));
  AddThighBones(scene);
  AddMuscles(scene);
  const Points structures = {{-20, 237}, {-11, 143}, {-34, 128}, {22, 162}, {18, 54}};
  const std::vector<Point> labels = MuscleLabels();
  for (size_t i = 0; i < labels.size(); ++i) {
    scene.shapes.push_back(Leader(At(structures[i].x, structures[i].y), labels[i]));
  }
  scene.shapes.push_back(Ring(-20, 237));
  scene.shapes.push_back(Ring(-17, 43));
  scene.shapes.push_back(Ring(18, 54));
  return scene;
}

Scene PelvisScene(bool tipped_back) {
  Scene scene;
  if (tipped_back) {
    scene.shapes.push_back(
        Skin({{-40, 230}, {-40, 230}, {-39, 200}, {-40, 170}, {-41, 140}, {-40, 110}, {-40, 84},
              {-33, 60},  {-25, 25},  {-20, 0},   {-20, 0},   {15, 0},    {15, 0},    {19, 35},
              {24, 80},   {23, 120},  {27, 160},  {25, 195},  {28, 230},  {28, 230}}));
  } else {
    scene.shapes.push_back(
        Skin({{-45, 230}, {-45, 230}, {-35, 202}, {-28, 175}, {-30, 145}, {-38, 125}, {-41, 100},
              {-33, 70},  {-24, 35},  {-20, 0},   {-20, 0},   {15, 0},    {15, 0},    {20, 40},
              {25, 80},   {26, 120},  {30, 160},  {27, 195},  {29, 230},  {29, 230}}));
  }
  AddSpine(scene, tipped_back);
  scene.shapes.push_back(
      Bone({{-5, 96}, {5, 96}, {4, 60}, {4, 25}, {5, 3}, {0, 0}, {-5, 3}, {-3, 30}, {-3, 60}}));
  AddPelvis(scene, tipped_back ? kTippedBack : 0);
  if (tipped_back) {
    scene.shapes.push_back(Muscle(
        {{-4, 76}, {-10, 70}, {-17, 40}, {-16, 10}, {-11, 3}, {-6, 8}, {-8, 38}, {1, 66}, {2, 74}},
        palette::kWorking));
    scene.shapes.push_back(Arrow({{36, 124}, {32, 132}, {26, 138}, {17, 143}, {10, 145}}));
    scene.shapes.push_back(Arrow({{-28, 76}, {-30, 68}, {-31, 60}, {-31, 50}, {-30, 40}}));
  } else {
    scene.shapes.push_back(
        Muscle({{-11, 80}, {-17, 72}, {-17, 40}, {-13, 10}, {-8, 3}, {-4, 8}, {-6, 40}, {-6, 70}},
               kPaleMuscle));
  }
  return scene;
}

}  // namespace ischia::document::figure
