// Charts as elements to stand in a web page: what is expected of a measure. Colors are the page's,
// by class: chart-text, chart-grid, chart-range (a box or a band), chart-line (the expected
// course), chart-now (a measured dot) and chart-mark (where a change is real, dashed). Without any
// style a chart has the color of the text around it.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_SCREEN_CHART_H_
#define ISCHIA_INTEGRATION_DOCUMENT_SCREEN_CHART_H_

#include <optional>
#include <string>
#include <vector>

namespace ischia::document::screen {

// What a reader who does not see the chart hears.
struct ChartWords {
  std::string title;
  std::string description;
};

// A row each with where it is now and where it may be, on one axis.
struct RangeChart {
  struct Row {
    std::string label;  // a word or two
    double now = 0;
    double low = 0;  // of the expected range, in any order with `high`
    double expected = 0;
    double high = 0;
    std::optional<double> real_change;
  };

  ChartWords words;
  std::string unit;    // behind each number of the axis
  bool falls = false;  // better is less: large values stand at the left
  std::vector<Row> rows;
};

// One measure over the weeks of a program.
struct TrajectoryChart {
  struct Point {
    double week = 0;
    double low = 0;
    double expected = 0;
    double high = 0;
  };
  struct Measured {
    double week = 0;
    double value = 0;
  };
  struct Level {
    double value = 0;
    std::string label;
  };

  ChartWords words;
  std::string unit;
  std::string start;          // what week 0 is called
  std::vector<Point> points;  // weeks rise from 0
  std::vector<Measured> measured;
  std::optional<Level> real_change;
};

// SVG elements with an intrinsic size, 340 pixels wide, to be scaled by the page. Empty when there
// is nothing to draw: no rows, fewer than two points, or a number that is not finite. Same chart,
// same text.
std::string Svg(const RangeChart& chart);
std::string Svg(const TrajectoryChart& chart);

}  // namespace ischia::document::screen

#endif  // ISCHIA_INTEGRATION_DOCUMENT_SCREEN_CHART_H_
