// What a figure is drawn with: shapes and labels in units, in painting order, and the one painter
// that turns them into the operators of a PDF. Knows nothing of bodies.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_INK_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_INK_H_

#include <optional>
#include <string>
#include <vector>

#include "integration/document/figure.h"

namespace ischia::document::figure {

struct Color {
  double red = 0;
  double green = 0;
  double blue = 0;
};

constexpr Color Hex(unsigned rgb) {
  return {(rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0};
}

// One subpath: a start and the cubic segments that follow, three points each.
struct Contour {
  Point start;
  std::vector<Point> cubics;
  bool closed = false;
};

using Path = std::vector<Contour>;

// A smooth curve through all points (Catmull-Rom). A point given twice is a corner.
Contour Smooth(const std::vector<Point>& points, bool closed);
Contour Straight(const std::vector<Point>& points, bool closed);
Contour Oval(Point center, double half_width, double half_height);
Contour Arc(Point center, double radius, double from_degrees, double to_degrees);
// A tapering ribbon along a curve with an arrow head at its end.
Contour Ribbon(const std::vector<Point>& points);
// Makes closed contours run the same way, so that overlapping parts fill as one.
Path Union(std::vector<Contour> parts);

struct Shape {
  Path path;
  std::optional<Color> fill;
  std::optional<Color> line;
  double line_mm = 0;         // at 17 mm a unit
  bool line_outside = false;  // the fill covers the inner half: one contour around many parts
  double halo_mm = 0;         // white edge outside the line
  bool dashed = false;
  std::optional<Color> hatch;
};

struct Label {
  std::string text;
  Point at;              // middle of the text's height
  double alignment = 0;  // -1: text begins here, 0: centered, 1: text ends here
  double height_mm = 0;  // font size
  Color color;
};

struct Scene {
  std::vector<Shape> shapes;
  std::vector<Label> labels;
};

// Paper coordinates of a scene: units to points, mirrored or not.
struct Scale {
  double points_per_unit = 0;
  bool mirrored = false;
};

struct Box {
  double left = 0;
  double right = 0;
  double top = 0;  // above the ground is positive
  double bottom = 0;
};

// Of a label's type, in points.
double SizeOf(const Label& label, const Scale& scale);

// Points, relative to the scene's origin, after mirroring.
Box BoundsOf(const Scene& scene, const Scale& scale);

// The shapes and the labels' white edges as PDF content: points, y down, with the scene's origin at
// `x`.
std::string ContentOf(const Scene& scene, const Scale& scale, double x);

// The labels' words as PDF content, in the same place.
std::string LabelContentOf(const Scene& scene, const Scale& scale, double x);

// The labels' words as text, with the scene's origin at (x, y).
void PaintLabels(cairo_t* cairo, const Scene& scene, const Scale& scale, double x, double y);

}  // namespace ischia::document::figure

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_INK_H_
