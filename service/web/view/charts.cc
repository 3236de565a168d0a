#include "service/web/view/charts.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "integration/document/screen/chart.h"

namespace ischia::web {
namespace {

constexpr int kLookAhead = 6;  // the first re-measurement that is judged

const domain::TrajectoryPoint* PointAt(const domain::Trajectory& trajectory, int week) {
  const auto found = std::find_if(trajectory.points.begin(), trajectory.points.end(),
                                  [&](const auto& point) { return point.week_number == week; });
  return found == trajectory.points.end() ? nullptr : &*found;
}

document::screen::RangeChart::Row RowOf(const domain::Trajectory& trajectory,
                                        const domain::TrajectoryPoint& then, bool falls,
                                        const Words& words) {
  const double now = trajectory.points.front().expected_degrees;
  const double change = trajectory.minimal_detectable_change_degrees;
  document::screen::RangeChart::Row row;
  row.label = words.Get(trajectory.side == domain::Side::kRight ? "side.right" : "side.left");
  row.now = now;
  row.low = then.low_degrees;
  row.expected = then.expected_degrees;
  row.high = then.high_degrees;
  row.real_change = falls ? now - change : now + change;
  return row;
}

std::string RangeOf(const domain::Program& program, domain::Measure measure, std::string_view key,
                    const Speech& speech) {
  const bool falls = measure == domain::Measure::kKneeExtensionDeficit;
  document::screen::RangeChart chart;
  const std::string week = std::to_string(kLookAhead);
  chart.words.title = speech.words.Get(key, {{"week", week}});
  chart.unit = "°";
  chart.falls = falls;
  for (const domain::Trajectory& trajectory : program.trajectories) {
    const domain::TrajectoryPoint* then = PointAt(trajectory, kLookAhead);
    if (trajectory.measure != measure || trajectory.points.empty() || then == nullptr) continue;
    chart.rows.push_back(RowOf(trajectory, *then, falls, speech.words));
    const auto& row = chart.rows.back();
    chart.words.description +=
        speech.words.Get("chart.row", {{"side", row.label},
                                       {"now", speech.words.Number(row.now)},
                                       {"low", speech.words.Number(row.low)},
                                       {"high", speech.words.Number(row.high)}});
  }
  if (chart.rows.empty()) return {};
  return "<figure><figcaption>" + Escaped(chart.words.title) + "</figcaption>" +
         document::screen::Svg(chart) + "</figure>";
}

std::string CourseOf(const domain::Trajectory& trajectory,
                     const std::vector<app::MeasuredPoint>& measured, const Speech& speech) {
  if (trajectory.points.empty()) return {};
  const Words& words = speech.words;
  const bool falls = trajectory.measure == domain::Measure::kKneeExtensionDeficit;
  const std::string side =
      words.Get(trajectory.side == domain::Side::kRight ? "leg.right" : "leg.left");
  document::screen::TrajectoryChart chart;
  chart.words.title =
      words.Get(falls ? "row.knee_extension" : "row.straight_leg_raise") + ", " + side;
  chart.unit = "°";
  chart.start = words.Get("chart.start");
  for (const domain::TrajectoryPoint& point : trajectory.points) {
    chart.points.push_back({static_cast<double>(point.week_number), point.low_degrees,
                            point.expected_degrees, point.high_degrees});
  }
  const double now = trajectory.points.front().expected_degrees;
  chart.measured.push_back({0, now});
  chart.words.description = words.Get("chart.start") + ": " + words.Number(now) + "°";
  for (const app::MeasuredPoint& point : measured) {
    // The assessment that the program began with is its start.
    const bool later = point.week_number > 1;
    if (!later || point.side != trajectory.side || point.measure != trajectory.measure) continue;
    chart.measured.push_back({static_cast<double>(point.week_number), point.degrees});
    const std::string week = std::to_string(point.week_number);
    chart.words.description +=
        ", " + words.Get("dose.week", {{"week", week}}) + ": " + words.Number(point.degrees) + "°";
  }
  const double change = trajectory.minimal_detectable_change_degrees;
  chart.real_change = {{falls ? now - change : now + change, words.Get("chart.real_change")}};
  return "<figure><figcaption>" + Escaped(chart.words.title) + "</figcaption>" +
         document::screen::Svg(chart) + "</figure>";
}

}  // namespace

std::string RangeCharts(const domain::Program& program, const Speech& speech) {
  return RangeOf(program, domain::Measure::kKneeExtensionDeficit, "chart.knee", speech) +
         RangeOf(program, domain::Measure::kStraightLegRaise, "chart.raise", speech);
}

std::string CourseCharts(const domain::Program& program,
                         const std::vector<app::MeasuredPoint>& measured, const Speech& speech) {
  std::string charts;
  for (const domain::Trajectory& trajectory : program.trajectories) {
    charts += CourseOf(trajectory, measured, speech);
  }
  return charts;
}

std::string WithCharts(std::string page, const std::string& charts) {
  constexpr std::string_view kMark = "<!--charts-->";
  const std::size_t at = page.find(kMark);
  return at == std::string::npos ? page : page.replace(at, kMark.size(), charts);
}

}  // namespace ischia::web
