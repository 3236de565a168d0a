#include "integration/document/figure.h"

#include <cairo.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "integration/document/figure/ink.h"
#include "integration/document/figure/marks.h"
#include "integration/document/figure/proportions.h"
#include "integration/document/finish.h"
#include "tests/integration/document/figure_canvas.h"
#include "tests/integration/document/figure_samples.h"

namespace ischia::document {
namespace {

using figure::AddAngle;
using figure::BoundsOf;
using figure::Box;
using figure::GoalLeg;
using figure::kShinLength;
using figure::kStepHeight;
using figure::kThighLength;
using figure::Label;
using figure::Length;
using figure::Scene;
using figure::operator-;
using figure::operator*;

constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kFullScale = 17.8 * kPointsPerMm;
constexpr double kSmallestScale = 7.6 * kPointsPerMm;

struct Named {
  std::string name;
  Figure figure;
};

std::vector<Named> AllFigures() {
  std::vector<Named> figures;
  for (const FigureSample& sample : FigureSamples()) {
    figures.push_back({sample.id + " start", sample.start});
    figures.push_back({sample.id + " end", sample.end});
  }
  return figures;
}

// Everything that is solved: a front view has its own rules.
std::vector<Named> SolvedFigures() {
  std::vector<Named> figures = AllFigures();
  std::erase_if(figures, [](const Named& n) { return n.figure.view == View::kFront; });
  return figures;
}

// Every measured angle a marked figure may be drawn with.
std::vector<Named> MarkedFigures() {
  std::vector<Named> figures;
  for (const FigureSample& sample : FigureSamples()) {
    if (!sample.end.angle) continue;
    const bool hip = sample.end.angle->joint == MarkedJoint::kHip;
    for (int degrees = hip ? 35 : 0; degrees <= (hip ? 85 : 80); degrees += 5) {
      Figure figure = sample.end;
      (hip ? figure.pose.a.hip : figure.pose.a.knee) = degrees;
      figure.angle->goal_degrees = std::max(0, degrees + (hip ? 12 : -12));
      figures.push_back({sample.id + " at " + std::to_string(degrees), figure});
    }
  }
  return figures;
}

// Transparent paper with room around the drawing; one pixel a point.
class Paper {
 public:
  Paper(int width, int height)
      : surface_(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height)),
        cairo_(cairo_create(surface_)) {}
  Paper(const Paper&) = delete;
  Paper& operator=(const Paper&) = delete;
  ~Paper() {
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
  }

  cairo_t* cairo() { return cairo_; }
  int width() const { return cairo_image_surface_get_width(surface_); }
  int height() const { return cairo_image_surface_get_height(surface_); }

  uint32_t At(int x, int y) {
    cairo_surface_flush(surface_);
    const auto stride = static_cast<size_t>(cairo_image_surface_get_stride(surface_));
    const unsigned char* row =
        cairo_image_surface_get_data(surface_) + static_cast<size_t>(y) * stride;
    return reinterpret_cast<const uint32_t*>(row)[x];
  }
  bool Inked(int x, int y) { return At(x, y) >> 24 != 0; }

 private:
  cairo_surface_t* surface_;
  cairo_t* cairo_;
};

Figure WithoutLabels(Figure figure) {
  figure.angle.reset();
  return figure;
}

TEST(FigureTest, EveryTouchingFootOrKneeRestsOnItsSurface) {
  for (const auto& [name, figure] : SolvedFigures()) {
    const Skeleton body = Solve(figure);
    for (const SolvedLeg* leg : {&body.near_leg, &body.far_leg}) {
      if (leg->touches) {
        EXPECT_NEAR(leg->lowest.y, leg->surface, 0.03) << name;
      }
    }
  }
}

TEST(FigureTest, FeetThatBearOrRestDoTouch) {
  for (const FigureSample& sample : FigureSamples()) {
    const bool one_foot = sample.id == "PC-27" || sample.id == "W-00" || sample.id == "HA-12";
    const bool standing = sample.end.base == Base::kStanding;
    const Skeleton end = Solve(sample.end);
    if (standing && !one_foot) {
      EXPECT_TRUE(end.near_leg.touches && end.far_leg.touches) << sample.id;
    }
    if (one_foot) {
      EXPECT_NE(end.near_leg.touches, end.far_leg.touches) << sample.id;
    }
    if (sample.id == "TR-22") {
      EXPECT_FALSE(end.near_leg.touches) << "a march lifts the foot";
    }
    if (sample.id == "TR-18") {
      EXPECT_TRUE(end.near_leg.touches) << "a heel tap reaches the floor";
    }
    if (sample.id == "HS-05") {
      EXPECT_DOUBLE_EQ(end.near_leg.surface, kStepHeight);
    }
  }
}

TEST(FigureTest, NoJointLiesBelowTheFloor) {
  std::vector<Named> figures = SolvedFigures();
  const std::vector<Named> marked = MarkedFigures();
  figures.insert(figures.end(), marked.begin(), marked.end());
  for (const auto& [name, figure] : figures) {
    const Skeleton body = Solve(figure);
    for (const SolvedLeg* leg : {&body.near_leg, &body.far_leg}) {
      EXPECT_GE(std::min({leg->hip.y, leg->knee.y, leg->ankle.y}), 0.05) << name;
      EXPECT_GE(leg->lowest.y, -0.03) << name;
    }
    for (const SolvedArm* arm : {&body.near_arm, &body.far_arm}) {
      EXPECT_GE(std::min({arm->shoulder.y, arm->elbow.y, arm->wrist.y}), 0.05) << name;
    }
    EXPECT_GE(body.head.y, 0.2) << name;
  }
}

TEST(FigureTest, HandsReachTheirAnchors) {
  std::vector<Named> figures = SolvedFigures();
  const std::vector<Named> marked = MarkedFigures();
  figures.insert(figures.end(), marked.begin(), marked.end());
  for (const auto& [name, figure] : figures) {
    const Skeleton body = Solve(figure);
    for (const SolvedArm* arm : {&body.near_arm, &body.far_arm}) {
      if (arm->anchor) {
        EXPECT_LE(Length(arm->grip - *arm->anchor), 0.06) << name;
      }
    }
  }
}

TEST(FigureTest, BonesKeepTheirLengthAndKneesBendBackward) {
  for (const auto& [name, figure] : SolvedFigures()) {
    const Skeleton body = Solve(figure);
    for (const SolvedLeg* leg : {&body.near_leg, &body.far_leg}) {
      EXPECT_NEAR(Length(leg->knee - leg->hip), kThighLength, 1e-6) << name;
      EXPECT_NEAR(Length(leg->ankle - leg->knee), kShinLength, 1e-6) << name;
      EXPECT_GE(leg->knee_degrees, -0.5) << name;
    }
  }
}

TEST(FigureTest, NearHipNeverPassesItsLimit) {
  for (const double limit : {35.0, 50.0, 60.0, 70.0, 75.0, 80.0, 90.0}) {
    for (auto [name, figure] : SolvedFigures()) {
      figure.max_hip_degrees = limit;
      const Skeleton body = Solve(figure);
      EXPECT_LE(body.near_leg.hip_degrees, limit + 0.01) << name << " limited to " << limit;
      EXPECT_GE(body.near_leg.lowest.y, body.near_leg.surface - 0.03) << name << ", " << limit;
    }
  }
}

TEST(FigureTest, LimitLeansAnUprightTrunkBackAndKeepsTheFootDown) {
  for (const FigureSample& sample : FigureSamples()) {
    if (sample.id != "HS-03") continue;
    Figure figure = sample.end;
    const Skeleton free = Solve(figure);
    figure.max_hip_degrees = free.near_leg.hip_degrees - 15;
    const Skeleton limited = Solve(figure);
    EXPECT_NEAR(limited.trunk_degrees, free.trunk_degrees - 15, 1e-6);
    EXPECT_TRUE(limited.near_leg.touches);
  }
}

TEST(FigureTest, GoalIsCappedLikeTheLegAndLeftOutWhenClose) {
  Figure figure = FigureSamples().front().end;
  figure.pose.a.hip = 60;
  figure.angle->goal_degrees = 85;
  figure.max_hip_degrees = 70;
  const Skeleton body = Solve(figure);
  const std::optional<SolvedLeg> goal = GoalLeg(figure, body);
  ASSERT_TRUE(goal.has_value());
  EXPECT_LE(goal->hip_degrees, 70.01);
  figure.angle->goal_degrees = 65;
  EXPECT_FALSE(GoalLeg(figure, body).has_value());
  figure.angle->goal_degrees = 85;
  figure.max_hip_degrees = 64;
  EXPECT_FALSE(GoalLeg(figure, body).has_value());
}

TEST(FigureTest, InkStaysInsideTheMeasuredExtent) {
  constexpr int kRoom = 12;
  for (const double scale : {kFullScale, kSmallestScale}) {
    for (auto [name, figure] : AllFigures()) {
      if (figure.side == WorkingSide::kRight) figure.side = WorkingSide::kLeft;
      const Extent extent = Measure(figure, scale);
      const int right = kRoom + static_cast<int>(std::ceil(extent.width));
      const int bottom = kRoom + static_cast<int>(std::ceil(extent.above + extent.below));
      Paper paper(right + kRoom, bottom + kRoom);
      DrawOn(paper.cairo(), figure, kRoom, kRoom + extent.above, scale);
      bool outside = false;
      bool inside = false;
      for (int y = 0; y < paper.height(); ++y) {
        for (int x = 0; x < paper.width(); ++x) {
          if (!paper.Inked(x, y)) continue;
          const bool in = x >= kRoom - 1 && x <= right && y >= kRoom - 1 && y <= bottom;
          (in ? inside : outside) = true;
        }
      }
      EXPECT_FALSE(outside) << name;
      EXPECT_TRUE(inside) << name;
    }
  }
}

TEST(FigureTest, LeftIsTheMirrorImageOfRight) {
  constexpr int kLeft = 10;
  for (auto [name, figure] : AllFigures()) {
    if (figure.side != WorkingSide::kRight) continue;
    figure = WithoutLabels(figure);
    const Extent extent = Measure(figure, kFullScale);
    const int width = static_cast<int>(std::ceil(extent.width)) + 2 * kLeft;
    const int height = static_cast<int>(std::ceil(extent.above + extent.below));
    Paper right(width, height);
    DrawOn(right.cairo(), figure, kLeft, extent.above, kFullScale);
    figure.side = WorkingSide::kLeft;
    Paper left(width, height);
    DrawOn(left.cairo(), figure, width - kLeft - extent.width, extent.above, kFullScale);
    int different = 0;
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        const auto a = static_cast<int>(right.At(x, y) & 255);
        const auto b = static_cast<int>(left.At(width - 1 - x, y) & 255);
        if (std::abs(a - b) > 40) ++different;
      }
    }
    EXPECT_LT(different, width * height / 500) << name;
  }
}

TEST(FigureTest, LabelsKeepClearOfTheHeadAndOfEachOther) {
  for (auto [name, figure] : MarkedFigures()) {
    const Skeleton body = Solve(figure);
    Scene all;
    AddAngle(figure, body, all);
    ASSERT_FALSE(all.labels.empty()) << name;
    std::vector<Box> boxes;
    for (const Label& label : all.labels) {
      boxes.push_back(BoundsOf(Scene{{}, {label}}, {kFullScale, false}));
    }
    const double head = 0.3 * kFullScale;
    const Point at = body.head * kFullScale;
    boxes.push_back({at.x - head, at.x + head, at.y + head, at.y - head});
    for (size_t i = 0; i < boxes.size(); ++i) {
      for (size_t j = i + 1; j < boxes.size(); ++j) {
        const bool apart = boxes[i].right <= boxes[j].left || boxes[j].right <= boxes[i].left ||
                           boxes[i].bottom >= boxes[j].top || boxes[j].bottom >= boxes[i].top;
        EXPECT_TRUE(apart) << name;
      }
    }
  }
}

TEST(FigureTest, SmallFiguresCarryNoLabels) {
  const Figure marked = FigureSamples().front().end;
  const Figure plain = WithoutLabels(marked);
  EXPECT_GT(Measure(marked, kFullScale).above, Measure(plain, kFullScale).above);
  EXPECT_DOUBLE_EQ(Measure(marked, kSmallestScale).above, Measure(plain, kSmallestScale).above);
}

TEST(FigureTest, AReachIsMarkedAndNamedBesideTheFingers) {
  Figure figure;
  figure.pose.trunk = 60;
  figure.pose.a.hip = figure.pose.b.hip = 60;
  figure.pose.shoulder = 60;
  const Figure unmarked = figure;
  figure.reach_label = "cm";
  EXPECT_TRUE(LabelContent(unmarked, kFullScale).empty());
  EXPECT_FALSE(LabelContent(figure, kFullScale).empty());
  EXPECT_GT(Draw(figure, kFullScale).content.size(), Draw(unmarked, kFullScale).content.size());
  EXPECT_DOUBLE_EQ(Measure(figure, kFullScale).above, Measure(unmarked, kFullScale).above);
  EXPECT_TRUE(Svg(figure, 200, "").find(">cm</text>") != std::string::npos);
}

TEST(FigureTest, StartAndEndOfAMovementDiffer) {
  for (const FigureSample& sample : FigureSamples()) {
    EXPECT_TRUE(Draw(sample.start, kFullScale).content != Draw(sample.end, kFullScale).content)
        << sample.id;
  }
}

TEST(FigureTest, SameFigureGivesTheSameContent) {
  for (const auto& [name, figure] : AllFigures()) {
    EXPECT_TRUE(Draw(figure, kFullScale).content == Draw(figure, kFullScale).content) << name;
  }
}

TEST(FigureTest, DrawingKeepsTheMeasuredExtent) {
  for (const auto& [name, figure] : AllFigures()) {
    const Extent measured = Measure(figure, kFullScale);
    const Extent drawn = Draw(figure, kFullScale).extent;
    EXPECT_EQ(drawn.width, measured.width) << name;
    EXPECT_EQ(drawn.above, measured.above) << name;
    EXPECT_EQ(drawn.below, measured.below) << name;
  }
}

// A press keeps some hundreds of them.
TEST(FigureTest, ADeflatedDrawingStaysBelow16KiB) {
  for (const auto& [name, figure] : AllFigures()) {
    EXPECT_LT(Deflated(Draw(figure, kFullScale).content).size(), size_t{16 * 1024}) << name;
  }
}

TEST(FigureTest, DrawLabelsLeavesTheCairoStateAlone) {
  Paper paper(400, 400);
  cairo_set_line_width(paper.cairo(), 3);
  DrawLabels(paper.cairo(), FigureSamples().front().end, 10, 300, kFullScale);
  EXPECT_EQ(cairo_get_line_width(paper.cairo()), 3);
  EXPECT_FALSE(cairo_has_current_point(paper.cairo()));
  EXPECT_EQ(cairo_status(paper.cairo()), CAIRO_STATUS_SUCCESS);
}

}  // namespace
}  // namespace ischia::document
