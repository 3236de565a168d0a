#include "integration/document/screen/chart.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/integration/document/rendered.h"

namespace ischia::document::screen {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

RangeChart Deficits() {
  return {{"Expected knee extension deficit at week 6", "Right: now 38, expected 34 to 22.5."},
          "°",
          true,
          {{"Right", 38, 34, 28.7, 22.5, 30}, {"Left", 36, 32.1, 26.7, 20.5, 28}}};
}

TrajectoryChart Raises() {
  return {{"Right", "Measured 60 at the start and 69 in week 6."},
          "°",
          "start",
          {{0, 60, 60, 60}, {3, 62, 65, 69}, {6, 64.5, 68, 72.5}},
          {{0, 60}, {6, 69}},
          TrajectoryChart::Level{67, "real change, 67°"}};
}

// The first number of an attribute behind `before`.
double NumberAfter(const std::string& svg, const std::string& before) {
  const size_t at = svg.find(before);
  if (at == std::string::npos) {
    ADD_FAILURE() << before;
    return 0;
  }
  return std::stod(svg.substr(at + before.size()));
}

TEST(RangeChartTest, EachRowHasItsDotItsBoxItsLineAndItsMark) {
  RangeChart chart = Deficits();
  chart.rows[1].real_change.reset();
  const std::string svg = Svg(chart);
  EXPECT_EQ(Count(svg, "class=\"chart-now\""), 2);
  EXPECT_EQ(Count(svg, "class=\"chart-range\""), 2);
  EXPECT_EQ(Count(svg, "class=\"chart-line\""), 2);
  EXPECT_EQ(Count(svg, "class=\"chart-mark\""), 1);
  EXPECT_THAT(svg, HasSubstr(">Right</text>"));
  EXPECT_THAT(svg, HasSubstr(">25°</text>"));
}

TEST(RangeChartTest, WhereLessIsBetterTheAxisFallsTowardTheRight) {
  const std::string falling = Svg(Deficits());
  EXPECT_LT(NumberAfter(falling, "chart-now\" cx=\""), NumberAfter(falling, "chart-line\" x1=\""));
  RangeChart chart = Deficits();
  chart.falls = false;
  const std::string rising = Svg(chart);
  EXPECT_GT(NumberAfter(rising, "chart-now\" cx=\""), NumberAfter(rising, "chart-line\" x1=\""));
}

TEST(RangeChartTest, PlacesAreInProportion) {
  RangeChart chart = Deficits();
  chart.rows = {{"Right", 40, 35, 30, 20, 30}};
  const std::string svg = Svg(chart);
  const double at_40 = NumberAfter(svg, "chart-now\" cx=\"");
  const double at_30 = NumberAfter(svg, "chart-line\" x1=\"");
  const double at_35 = NumberAfter(svg, "chart-range\" x=\"");
  EXPECT_NEAR(at_35 - at_40, at_30 - at_35, 0.02);
}

TEST(RangeChartTest, ALongLabelLeavesRoomForTheAxis) {
  RangeChart chart = Deficits();
  chart.rows[0].label = std::string(200, 'x');
  EXPECT_LT(NumberAfter(Svg(chart), "chart-now\" cx=\""), 340 * 0.6);
}

TEST(TrajectoryChartTest, HasABandALineDotsWithValuesAndAMark) {
  const std::string svg = Svg(Raises());
  EXPECT_EQ(Count(svg, "class=\"chart-range\""), 1);
  EXPECT_EQ(Count(svg, "class=\"chart-line\""), 1);
  EXPECT_EQ(Count(svg, "class=\"chart-now\""), 2);
  EXPECT_EQ(Count(svg, "class=\"chart-mark\""), 1);
  for (const char* words : {">start<", ">6<", ">69°<", ">real change, 67°<"}) {
    EXPECT_THAT(svg, HasSubstr(words));
  }
}

TEST(TrajectoryChartTest, TheWordsOfTheMarkKeepAwayFromTheCourse) {
  const std::string rising = Svg(Raises());
  const double mark = NumberAfter(rising, "chart-mark\" x1=\"38\" y1=\"");
  EXPECT_LT(NumberAfter(rising, "x=\"44\" y=\""), mark);
  TrajectoryChart chart = Raises();
  chart.points = {{0, 38, 38, 38}, {6, 34, 29, 22}};
  chart.measured = {{0, 38}};
  chart.real_change->value = 30;
  const std::string falling = Svg(chart);
  EXPECT_GT(NumberAfter(falling, "<text class=\"chart-text\" x=\"44\" y=\""),
            NumberAfter(falling, "chart-mark\" x1=\"38\" y1=\""));
}

TEST(ChartTest, IsNamedAndDescribedAndEscaped) {
  RangeChart chart = Deficits();
  chart.words = {"A < B", "\"C\" & <script>"};
  chart.rows[0].label = "<b>";
  const std::string svg = Svg(chart);
  EXPECT_THAT(svg, HasSubstr("role=\"img\""));
  EXPECT_THAT(svg, HasSubstr("<title>A &lt; B</title><desc>&quot;C&quot; &amp; &lt;script&gt;<"));
  EXPECT_THAT(svg, HasSubstr(">&lt;b&gt;</text>"));
}

TEST(ChartTest, HasNoStyleAndNoId) {
  for (const std::string& svg : {Svg(Deficits()), Svg(Raises())}) {
    EXPECT_THAT(svg, Not(HasSubstr("style")));
    EXPECT_THAT(svg, Not(HasSubstr(" id=")));
    EXPECT_EQ(Count(svg, "://"), 1);
  }
}

TEST(ChartTest, WhatCannotBeDrawnIsEmpty) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(Svg(RangeChart{}), IsEmpty());
  EXPECT_THAT(Svg(TrajectoryChart{}), IsEmpty());
  RangeChart range = Deficits();
  range.rows[1].high = kNone;
  EXPECT_THAT(Svg(range), IsEmpty());
  TrajectoryChart course = Raises();
  course.measured[0].value = INFINITY;
  EXPECT_THAT(Svg(course), IsEmpty());
  course = Raises();
  course.points.resize(1);
  EXPECT_THAT(Svg(course), IsEmpty());
}

TEST(ChartTest, EqualValuesStillHaveAnAxis) {
  RangeChart range = Deficits();
  range.rows = {{"Right", 30, 30, 30, 30, std::nullopt}};
  EXPECT_THAT(Svg(range), HasSubstr(">30°</text>"));
  TrajectoryChart course = Raises();
  course.points = {{0, 60, 60, 60}, {6, 60, 60, 60}};
  course.measured.clear();
  course.real_change.reset();
  EXPECT_THAT(Svg(course), HasSubstr(">60°</text>"));
}

}  // namespace
}  // namespace ischia::document::screen
