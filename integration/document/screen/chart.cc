#include "integration/document/screen/chart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "integration/document/screen/svg.h"

namespace ischia::document::screen {
namespace {

constexpr double kWidth = 340;
constexpr double kEdge = 14;       // beside the axis, for half of its last number
constexpr double kNumbers = 24;    // beneath the axis
constexpr double kToBaseline = 4;  // from the middle of a line of text
constexpr double kDot = 4.5;

// --- Scales ---

struct Span {
  double from = std::numeric_limits<double>::infinity();
  double to = -std::numeric_limits<double>::infinity();

  void Include(double value) {
    from = std::min(from, value);
    to = std::max(to, value);
  }
};

// The smallest of 1, 2, 5, 10, 20, 50 ... that parts the span into few enough.
double StepOf(const Span& span, int parts_at_most) {
  for (double decade = 1;; decade *= 10) {
    for (const double factor : {1, 2, 5}) {
      const double step = factor * decade;
      if (std::ceil(span.to / step) - std::floor(span.from / step) <= parts_at_most) return step;
    }
  }
}

// From whole steps to pixels, either way round.
class Axis {
 public:
  Axis(const Span& values, double from, double to, int parts_at_most = 5)
      : step_(StepOf(values, parts_at_most)), from_(from), to_(to) {
    low_ = std::floor(values.from / step_) * step_;
    high_ = std::max(std::ceil(values.to / step_) * step_, low_ + step_);
  }

  double At(double value) const { return from_ + (value - low_) / (high_ - low_) * (to_ - from_); }

  std::vector<double> Ticks() const {
    std::vector<double> ticks;
    const auto count = std::lround((high_ - low_) / step_);
    for (long i = 0; i <= count; ++i) ticks.push_back(low_ + static_cast<double>(i) * step_);
    return ticks;
  }

 private:
  double step_;
  double low_ = 0;
  double high_ = 0;
  double from_;
  double to_;
};

bool AreFinite(std::initializer_list<double> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double number) {
    constexpr double kLargest = 1e6;
    return std::abs(number) < kLargest;
  });
}

// --- Elements ---

std::string Attribute(std::string_view name, double value) {
  return ' ' + std::string(name) + "=\"" + Decimal(value) + '"';
}

std::string TextOf(std::string_view name, const std::string& words, double x, double y,
                   std::string_view anchor) {
  return "<text class=\"" + std::string(name) + '"' + Attribute("x", x) +
         Attribute("y", y + kToBaseline) + " font-size=\"12\" text-anchor=\"" +
         std::string(anchor) + "\" fill=\"currentColor\">" + XmlEscaped(words) + "</text>";
}

std::string Text(const std::string& words, double x, double y, std::string_view anchor) {
  return TextOf("chart-text", words, x, y, anchor);
}

std::string Line(std::string_view name, double x1, double y1, double x2, double y2,
                 std::string_view more) {
  return "<line class=\"" + std::string(name) + '"' + Attribute("x1", x1) + Attribute("y1", y1) +
         Attribute("x2", x2) + Attribute("y2", y2) + " stroke=\"currentColor\"" +
         std::string(more) + "/>";
}

std::string GridLine(double x1, double y1, double x2, double y2) {
  return Line("chart-grid", x1, y1, x2, y2, " stroke-opacity=\"0.2\"");
}

std::string MarkLine(double x1, double y1, double x2, double y2) {
  return Line("chart-mark", x1, y1, x2, y2, " stroke-dasharray=\"3 3\"");
}

std::string Dot(double x, double y) {
  return "<circle class=\"chart-now\"" + Attribute("cx", x) + Attribute("cy", y) +
         Attribute("r", kDot) + " fill=\"currentColor\"/>";
}

std::string Open(const ChartWords& words, double height) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"" + Attribute("width", kWidth) +
         Attribute("height", height) + " viewBox=\"0 0 " + Decimal(kWidth) + ' ' + Decimal(height) +
         "\"><title>" + XmlEscaped(words.title) + "</title><desc>" + XmlEscaped(words.description) +
         "</desc>";
}

// --- Ranges ---

constexpr double kRow = 32;
constexpr double kBoxHeight = 16;

// Type is not measured here: an average letter is 7 pixels wide.
double RoomForLabels(const std::vector<RangeChart::Row>& rows) {
  constexpr double kLetter = 7;
  size_t longest = 0;
  for (const RangeChart::Row& row : rows) longest = std::max(longest, row.label.size());
  return std::min(kLetter * static_cast<double>(longest), 0.4 * kWidth);
}

std::string RowElements(const RangeChart::Row& row, const Axis& axis, double middle) {
  const double left = std::min(axis.At(row.low), axis.At(row.high));
  const double right = std::max(axis.At(row.low), axis.At(row.high));
  const double top = middle - kBoxHeight / 2;
  const double bottom = middle + kBoxHeight / 2;
  const double expected = axis.At(row.expected);
  std::string svg = Text(row.label, 0, middle, "start");
  svg += "<rect class=\"chart-range\"" + Attribute("x", left) + Attribute("y", top) +
         Attribute("width", right - left) + Attribute("height", kBoxHeight) +
         " fill=\"none\" stroke=\"currentColor\"/>";
  if (row.real_change) {
    const double mark = axis.At(*row.real_change);
    svg += MarkLine(mark, top - 4, mark, bottom + 4);
  }
  return svg + Line("chart-line", expected, top, expected, bottom, " stroke-width=\"2\"") +
         Dot(axis.At(row.now), middle);
}

// --- Trajectories ---

constexpr double kLeft = 38;  // for the numbers
constexpr double kTop = 20;   // for the value of a dot at the top
constexpr double kBottom = 148;

// Where a week and a value stand.
struct Plot {
  Axis weeks;
  Axis values;

  std::string At(double week, double value) const {
    return Decimal(weeks.At(week)) + ' ' + Decimal(values.At(value));
  }
};

std::string Band(const std::vector<TrajectoryChart::Point>& points, const Plot& plot) {
  std::string path;
  for (const auto& point : points) {
    path += (path.empty() ? 'M' : 'L') + plot.At(point.week, point.high);
  }
  for (auto point = points.rbegin(); point != points.rend(); ++point) {
    path += 'L' + plot.At(point->week, point->low);
  }
  return "<path class=\"chart-range\" d=\"" + path + "Z\" fill=\"none\" stroke=\"currentColor\"/>";
}

std::string Course(const std::vector<TrajectoryChart::Point>& points, const Plot& plot) {
  std::string path;
  for (const auto& point : points) {
    path += (path.empty() ? 'M' : 'L') + plot.At(point.week, point.expected);
  }
  return "<path class=\"chart-line\" d=\"" + path +
         "\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>";
}

std::string Grid(const TrajectoryChart& chart, const Plot& plot) {
  std::string svg;
  for (const double value : plot.values.Ticks()) {
    const double y = plot.values.At(value);
    svg += GridLine(kLeft, y, kWidth - kEdge, y) +
           Text(Decimal(value) + chart.unit, kLeft - 8, y, "end");
  }
  for (const double week : plot.weeks.Ticks()) {
    svg +=
        Text(week == 0 ? chart.start : Decimal(week), plot.weeks.At(week), kBottom + 16, "middle");
  }
  return svg;
}

// Its words stand on the far side of the line from where the course begins.
std::string RealChange(const TrajectoryChart& chart, const Plot& plot) {
  if (!chart.real_change) return "";
  const double y = plot.values.At(chart.real_change->value);
  const bool starts_above = chart.points.front().expected > chart.real_change->value;
  return MarkLine(kLeft, y, kWidth - kEdge, y) +
         Text(chart.real_change->label, kLeft + 6, starts_above ? y + 10 : y - 10, "start");
}

std::string Dots(const TrajectoryChart& chart, const Plot& plot) {
  std::string svg;
  for (const auto& [week, value] : chart.measured) {
    const double x = plot.weeks.At(week);
    const double y = plot.values.At(value);
    const bool is_last = x > 0.85 * kWidth;
    svg += Dot(x, y) + TextOf("chart-value", Decimal(value) + chart.unit, is_last ? x - 6 : x + 6,
                              y - 13, is_last ? "end" : "start");
  }
  return svg;
}

bool IsDrawable(const TrajectoryChart& chart) {
  const bool points = std::all_of(chart.points.begin(), chart.points.end(), [](const auto& point) {
    return AreFinite({point.week, point.low, point.expected, point.high});
  });
  const bool dots = std::all_of(chart.measured.begin(), chart.measured.end(), [](const auto& dot) {
    return AreFinite({dot.week, dot.value});
  });
  return points && dots && chart.points.size() >= 2 &&
         (!chart.real_change || AreFinite({chart.real_change->value}));
}

Plot PlotOf(const TrajectoryChart& chart) {
  Span weeks;
  Span values;
  weeks.Include(0);
  for (const auto& point : chart.points) {
    weeks.Include(point.week);
    values.Include(point.low);
    values.Include(point.high);
  }
  for (const auto& dot : chart.measured) {
    weeks.Include(dot.week);
    values.Include(dot.value);
  }
  if (chart.real_change) values.Include(chart.real_change->value);
  return {Axis(weeks, kLeft, kWidth - kEdge, 8), Axis(values, kBottom, kTop)};
}

}  // namespace

std::string Svg(const RangeChart& chart) {
  Span values;
  for (const RangeChart::Row& row : chart.rows) {
    const double mark = row.real_change.value_or(row.now);
    if (!AreFinite({row.now, row.low, row.expected, row.high, mark})) return "";
    for (const double value : {row.now, row.low, row.high, mark}) values.Include(value);
  }
  if (chart.rows.empty()) return "";
  const double left = RoomForLabels(chart.rows) + kEdge;
  const double right = kWidth - kEdge;
  const Axis axis(values, chart.falls ? right : left, chart.falls ? left : right);
  const double bottom = kRow * static_cast<double>(chart.rows.size());
  std::string svg = Open(chart.words, bottom + kNumbers);
  for (const double value : axis.Ticks()) {
    svg += GridLine(axis.At(value), 0, axis.At(value), bottom) +
           Text(Decimal(value) + chart.unit, axis.At(value), bottom + 14, "middle");
  }
  double middle = kRow / 2;
  for (const RangeChart::Row& row : chart.rows) {
    svg += RowElements(row, axis, middle);
    middle += kRow;
  }
  return svg + "</svg>";
}

std::string Svg(const TrajectoryChart& chart) {
  if (!IsDrawable(chart)) return "";
  const Plot plot = PlotOf(chart);
  return Open(chart.words, kBottom + kNumbers + 4) + Grid(chart, plot) + Band(chart.points, plot) +
         RealChange(chart, plot) + Course(chart.points, plot) + Dots(chart, plot) + "</svg>";
}

}  // namespace ischia::document::screen
