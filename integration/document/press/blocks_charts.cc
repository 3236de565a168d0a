// What only the clinician's sheet has: sections beside each other, a chart, a framed note.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include "integration/document/press/blocks.h"

namespace ischia::document::press {
namespace {

constexpr double kPlotHeight = Millimeters(21);
constexpr double kValueRoom = Millimeters(9);  // before the plot
constexpr double kTopRoom = Millimeters(3);
constexpr Color kBand = Hex(0xD3E8E8);

// From weeks and degrees to a place on the chart.
struct Axes {
  double width = 0;
  double first = 0, last = 1;
  double low = 0, high = 1;

  double X(double at) const {
    return kValueRoom + (width - kValueRoom) * std::clamp((at - first) / (last - first), 0.0, 1.0);
  }
  double Y(double value) const {
    return kTopRoom + kPlotHeight * (1 - std::clamp((value - low) / (high - low), 0.0, 1.0));
  }
};

bool IsDrawable(const TrajectoryChart& chart) {
  if (chart.points.size() < 2) return false;
  double before = -HUGE_VAL;
  for (const TrajectoryChart::Point& point : chart.points) {
    for (const double number : {point.at, point.expected, point.low, point.high}) {
      if (!std::isfinite(number)) return false;
    }
    if (point.at <= before || point.low > point.high) return false;
    before = point.at;
  }
  return true;
}

Axes AxesFor(const TrajectoryChart& chart, double width) {
  Axes axes{width, chart.points.front().at, chart.points.back().at, HUGE_VAL, -HUGE_VAL};
  const auto include = [&axes](double value) {
    if (!std::isfinite(value)) return;
    axes.low = std::min(axes.low, value);
    axes.high = std::max(axes.high, value);
  };
  for (const TrajectoryChart::Point& point : chart.points) {
    include(point.low);
    include(point.high);
    include(point.expected);
  }
  for (const TrajectoryChart::Tick& tick : chart.values) include(tick.at);
  if (chart.threshold) include(chart.threshold->at);
  if (axes.high <= axes.low) axes.high = axes.low + 1;
  return axes;
}

double ExpectedAt(const TrajectoryChart& chart, double at) {
  const auto& points = chart.points;
  const auto next = std::find_if(points.begin(), points.end(),
                                 [at](const auto& point) { return point.at >= at; });
  if (next == points.begin()) return points.front().expected;
  if (next == points.end()) return points.back().expected;
  const auto before = std::prev(next);
  const double share = (at - before->at) / (next->at - before->at);
  return before->expected + share * (next->expected - before->expected);
}

struct ChartLabel {
  SetText words;
  double x = 0;
  double y = 0;
  Color color;
};

// The words of a chart, below, before and inside its plot.
std::vector<ChartLabel> LabelsOf(const TrajectoryChart& chart, const Axes& axes, Typesetter& type) {
  std::vector<ChartLabel> labels;
  const double time_room = Millimeters(22);
  for (const TrajectoryChart::Tick& tick : chart.values) {
    const SetText words = type.Set(tick.label, kDense, kValueRoom - Millimeters(1.5), Align::kEnd);
    labels.push_back({words, 0, axes.Y(tick.at) - words.height() / 2, kInk});
  }
  for (const TrajectoryChart::Tick& tick : chart.times) {
    const SetText words = type.Set(tick.label, kDense, time_room, Align::kCenter);
    const double middle = std::min(axes.X(tick.at), axes.width - words.width() / 2);
    labels.push_back(
        {words, middle - time_room / 2, kTopRoom + kPlotHeight + Millimeters(5), kInk});
  }
  const double room = axes.width - kValueRoom;
  if (chart.threshold) {
    const SetText words = type.Set(chart.threshold->label, kDense, room, Align::kEnd);
    labels.push_back({words, kValueRoom, axes.Y(chart.threshold->at) + Millimeters(0.6), kInk});
  }
  if (chart.mark) {
    const SetText words = type.Set(RichText{Bold(chart.mark->label)}, kDense, room, Align::kEnd);
    const double right = std::max(axes.X(chart.mark->at), kValueRoom + words.width());
    labels.push_back({words, right - room,
                      axes.Y(ExpectedAt(chart, chart.mark->at)) - words.height() - Millimeters(1.6),
                      kInk});
  }
  return labels;
}

Points CurveOf(const TrajectoryChart& chart, const Axes& axes, double x, double y) {
  Points points;
  for (const TrajectoryChart::Point& point : chart.points) {
    points.emplace_back(x + axes.X(point.at), y + axes.Y(point.expected));
  }
  return points;
}

Points BandOf(const TrajectoryChart& chart, const Axes& axes, double x, double y) {
  Points points;
  for (const TrajectoryChart::Point& point : chart.points) {
    points.emplace_back(x + axes.X(point.at), y + axes.Y(point.high));
  }
  for (auto point = chart.points.rbegin(); point != chart.points.rend(); ++point) {
    points.emplace_back(x + axes.X(point->at), y + axes.Y(point->low));
  }
  return points;
}

void DrawAxes(const TrajectoryChart& chart, const Axes& axes, Pen& pen, double x, double y) {
  const double left = x + kValueRoom;
  const double right = x + axes.width;
  const double foot = y + kTopRoom + kPlotHeight + Millimeters(3);
  for (const TrajectoryChart::Tick& tick : chart.values) {
    pen.Line(left, y + axes.Y(tick.at), right, y + axes.Y(tick.at), kRule);
  }
  pen.Line(left, foot, right, foot, kInk, Millimeters(0.4));
  for (const TrajectoryChart::Tick& tick : chart.times) {
    pen.Line(x + axes.X(tick.at), foot, x + axes.X(tick.at), foot + Millimeters(1.5), kInk);
  }
}

void DrawCurve(const TrajectoryChart& chart, const Axes& axes, Pen& pen, double x, double y) {
  pen.Area(BandOf(chart, axes, x, y), kBand);
  DrawAxes(chart, axes, pen, x, y);
  if (chart.threshold) {
    const double level = y + axes.Y(chart.threshold->at);
    pen.Dash(Millimeters(1.2));
    pen.Curve({{x + kValueRoom, level}, {x + axes.width, level}}, kEaseEdge, Millimeters(0.4));
    pen.Dash(0);
  }
  pen.Curve(CurveOf(chart, axes, x, y), kAccent, Millimeters(0.7));
  const TrajectoryChart::Point& first = chart.points.front();
  pen.Disc(x + axes.X(first.at), y + axes.Y(first.expected), Millimeters(1.3), kAccent);
  if (!chart.mark) return;
  const double at = x + axes.X(chart.mark->at);
  const double level = y + axes.Y(ExpectedAt(chart, chart.mark->at));
  pen.Disc(at, level, Millimeters(1.4), kAccent);
  pen.Disc(at, level, Millimeters(0.8), kWhite);
}

Part Chart(const TrajectoryChart& chart, Typesetter& type, double width) {
  if (!IsDrawable(chart)) {
    type.Refuse("a chart needs two points with rising times at least");
    return Space(0);
  }
  const Axes axes = AxesFor(chart, width);
  const double height = kTopRoom + kPlotHeight + Millimeters(5) + type.Leading(kDense);
  return {height,
          [chart, axes, labels = LabelsOf(chart, axes, type)](Pen& pen, double x, double y) {
            DrawCurve(chart, axes, pen, x, y);
            pen.OpenFigure(chart.alternative);
            for (const ChartLabel& label : labels) {
              pen.Words(label.words, x + label.x, y + label.y, label.color);
            }
            pen.CloseFigure();
          }};
}

Part Note(const FramedNote& note, Typesetter& type, double width) {
  const Part words = Say(type, note.text, width - 2 * kCardPadding, {kBody, kEaseMark});
  const double height = words.height + Millimeters(4);
  return {height, [words, width, height](Pen& pen, double x, double y) {
            pen.Fill({x, y, width, height}, kEaseGround, Millimeters(1.2));
            pen.Outline({x, y, width, height}, kEaseEdge, Millimeters(0.35), Millimeters(1.2));
            words.draw(pen, x + kCardPadding, y + Millimeters(2));
          }};
}

// One part of a section in a column of its own width.
class SectionSetter {
 public:
  SectionSetter(Typesetter& type, double width) : type_(type), width_(width) {}

  Part operator()(const Paragraph& paragraph) const {
    return Say(type_, paragraph.text, width_, {kBody});
  }
  Part operator()(const SmallPrint& print) const {
    return Say(type_, print.text, width_, {kFooter, kMuted});
  }
  Part operator()(const Table& table) const { return WholeTable(table, type_, width_); }
  Part operator()(const TrajectoryChart& chart) const { return Chart(chart, type_, width_); }
  Part operator()(const FramedNote& note) const { return Note(note, type_, width_); }

 private:
  Typesetter& type_;
  double width_;
};

Part Column(const Section& section, Typesetter& type, double width) {
  std::vector<Part> parts{RuledHeading(section.heading, type, width)};
  for (const SectionPart& part : section.parts) {
    parts.push_back(std::visit(SectionSetter(type, width), part));
  }
  return Stack(std::move(parts), Millimeters(1));
}

Piece Single(Part part, const Frame& frame) {
  Piece piece;
  piece.part = std::move(part);
  piece.gap = frame.block_gap;
  return piece;
}

// Its rows may pass to the next page.
std::vector<Piece> Alone(const Section& section, Typesetter& type, const Frame& frame) {
  std::vector<Piece> pieces = ComposeBlock(Heading{section.heading, ""}, type, frame);
  for (const SectionPart& part : section.parts) {
    std::vector<Piece> more =
        std::visit([&](const auto& content) { return ComposeBlock(content, type, frame); }, part);
    if (!more.empty()) more.front().gap = Millimeters(1);
    std::move(more.begin(), more.end(), std::back_inserter(pieces));
  }
  return pieces;
}

}  // namespace

Part RuledHeading(const std::string& text, Typesetter& type, double width) {
  if (text.empty()) return Space(0);
  const Part words = Say(type, text, width, {kHeading, kAccent, "H2"});
  const double height = words.height + Millimeters(1);
  return {height, [words, width, height](Pen& pen, double x, double y) {
            words.draw(pen, x, y);
            pen.Line(x, y + height, x + width, y + height, kAccent, Millimeters(0.35));
          }};
}

std::vector<Piece> ComposeBlock(const TrajectoryChart& chart, Typesetter& type,
                                const Frame& frame) {
  return {Single(Chart(chart, type, frame.width), frame)};
}

std::vector<Piece> ComposeBlock(const FramedNote& note, Typesetter& type, const Frame& frame) {
  return {Single(Note(note, type, frame.width), frame)};
}

std::vector<Piece> ComposeBlock(const Sections& sections, Typesetter& type, const Frame& frame) {
  const size_t count = sections.columns.size();
  if (count == 0) return {};
  if (count == 1) return Alone(sections.columns.front(), type, frame);
  const double gutter = Millimeters(7);
  const double width =
      (frame.width - static_cast<double>(count - 1) * gutter) / static_cast<double>(count);
  std::vector<Placed> columns;
  for (const Section& section : sections.columns) {
    columns.push_back(
        {static_cast<double>(columns.size()) * (width + gutter), Column(section, type, width)});
  }
  return {Single(Row(std::move(columns)), frame)};
}

}  // namespace ischia::document::press
