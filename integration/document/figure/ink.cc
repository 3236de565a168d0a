#include "integration/document/figure/ink.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <utility>

#include "integration/document/figure/proportions.h"
#include "integration/document/fonts.h"
#include "integration/document/operators.h"

namespace ischia::document::figure {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
constexpr Color kWhite = Hex(0xFFFFFF);

// Lines thin out more slowly than the figure shrinks.
double LineFactor(const Scale& scale) {
  constexpr double kDesignMm = 17;
  const double mm = scale.points_per_unit / kPointsPerMm;
  return std::clamp(std::pow(mm / kDesignMm, 0.6), 0.6, 1.15);
}

double LinePoints(const Scale& scale, double mm) { return mm * kPointsPerMm * LineFactor(scale); }

double Rounded(double units) { return std::round(units * 1000) / 1000; }

bool Same(Point a, Point b) { return a.x == b.x && a.y == b.y; }

double DoubleArea(const Contour& contour) {
  double area = 0;
  Point last = contour.start;
  for (const Point& p : contour.cubics) {
    area += last.x * p.y - p.x * last.y;
    last = p;
  }
  return area + last.x * contour.start.y - contour.start.x * last.y;
}

void Reverse(Contour& contour) {
  if (contour.cubics.empty()) return;
  std::vector<Point> all = {contour.start};
  all.insert(all.end(), contour.cubics.begin(), contour.cubics.end());
  std::reverse(all.begin(), all.end());
  contour.start = all.front();
  contour.cubics.assign(all.begin() + 1, all.end());
}

// How far ink reaches beyond the path, in points.
double Spread(const Shape& shape, const Scale& scale) {
  const double line = shape.line ? shape.line_mm * (shape.line_outside ? 1 : 0.5) : 0;
  return LinePoints(scale, line + shape.halo_mm);
}

void Include(Box& box, Point p, double spread) {
  box.left = std::min(box.left, p.x - spread);
  box.right = std::max(box.right, p.x + spread);
  box.top = std::max(box.top, p.y + spread);
  box.bottom = std::min(box.bottom, p.y - spread);
}

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
using LayoutPointer = std::unique_ptr<PangoLayout, Unref>;

// The same glyph positions on every surface: no hinting, no rounding.
LayoutPointer LayoutOf(const Label& label, const Scale& scale) {
  PangoContext* context = pango_font_map_create_context(pango_cairo_font_map_get_default());
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
  cairo_font_options_destroy(options);
  LayoutPointer layout(pango_layout_new(context));
  g_object_unref(context);
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, kAllFamilies);
  pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
  pango_font_description_set_absolute_size(font, figure::SizeOf(label, scale) * PANGO_SCALE);
  pango_layout_set_font_description(layout.get(), font);
  pango_font_description_free(font);
  pango_layout_set_text(layout.get(), label.text.data(), static_cast<int>(label.text.size()));
  return layout;
}

Point SizeOf(PangoLayout* layout) {
  int width = 0;
  int height = 0;
  pango_layout_get_size(layout, &width, &height);
  return {static_cast<double>(width) / PANGO_SCALE, static_cast<double>(height) / PANGO_SCALE};
}

// Relative to the origin, y up: the upper left corner of the text.
Point CornerOf(const Label& label, Point size, const Scale& scale) {
  const double side = scale.mirrored ? -1 : 1;
  const Point at = label.at * scale.points_per_unit;
  const double before = (side * label.alignment + 1) / 2 * size.x;
  return {side * at.x - before, at.y + size.y / 2};
}

void At(Operators& operators, Point p) { operators.At(p.x, p.y); }

void Use(Operators& operators, const Color& color, const char* name) {
  operators.Share(color.red).Share(color.green).Share(color.blue).Operator(name);
}

const char* NameOf(cairo_path_data_type_t part) {
  switch (part) {
    case CAIRO_PATH_MOVE_TO:
      return "m";
    case CAIRO_PATH_LINE_TO:
      return "l";
    case CAIRO_PATH_CURVE_TO:
      return "c";
    case CAIRO_PATH_CLOSE_PATH:
      return "h";
  }
  return "n";
}

// The contours of a text as content operators.
std::string Outline(PangoLayout* layout, Point corner) {
  cairo_surface_t* surface = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr);
  cairo_t* cairo = cairo_create(surface);
  cairo_surface_destroy(surface);
  cairo_move_to(cairo, corner.x, corner.y);
  pango_cairo_layout_path(cairo, layout);
  cairo_path_t* path = cairo_copy_path(cairo);
  cairo_destroy(cairo);
  Operators outline;
  for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
    const cairo_path_data_t* part = &path->data[i];
    for (int point = 1; point < part->header.length; ++point) {
      outline.At(part[point].point.x, part[point].point.y);
    }
    outline.Operator(NameOf(part->header.type));
  }
  cairo_path_destroy(path);
  return outline.Take();
}

// Writes shapes in paper coordinates; holds what every shape needs.
class Painter {
 public:
  Painter(const Scale& scale, double x) : scale_(scale), x_(x) {
    content_.Operator("1 J 1 j");  // round caps and joins
  }

  void Paint(const Shape& shape) {
    const std::string path = Trace(shape.path);
    if (shape.halo_mm > 0) Stroke(path, kWhite, 2 * Spread(shape, scale_), false);
    const double width = LinePoints(scale_, shape.line_mm);
    if (shape.line && shape.line_outside) Stroke(path, *shape.line, 2 * width, shape.dashed);
    const bool line_after = shape.line && !shape.line_outside;
    if (shape.fill && line_after && !shape.hatch && !shape.dashed) {
      Use(content_, *shape.fill, "rg");
      UseLine(*shape.line, width);
      content_.Text(path);
      content_.Operator("B");
      return;
    }
    if (shape.fill) {
      Use(content_, *shape.fill, "rg");
      content_.Text(path);
      content_.Operator("f");
    }
    if (shape.hatch) Hatch(shape, path);
    if (line_after) Stroke(path, *shape.line, width, shape.dashed);
  }

  // The white edge of a label; the words themselves are text.
  void Paint(const Label& label) {
    Stroke(Outlined(label), kWhite, LinePoints(scale_, 1.2), false);
  }

  void PaintWords(const Label& label) {
    Use(content_, label.color, "rg");
    content_.Text(Outlined(label));
    content_.Operator("f");
  }

  std::string Take() { return content_.Take(); }

 private:
  Point OnPaper(Point p) const {
    const double side = scale_.mirrored ? -1 : 1;
    return {x_ + side * Rounded(p.x) * scale_.points_per_unit,
            -Rounded(p.y) * scale_.points_per_unit};
  }

  std::string Outlined(const Label& label) const {
    const LayoutPointer layout = LayoutOf(label, scale_);
    const Point corner = CornerOf(label, SizeOf(layout.get()), scale_);
    return Outline(layout.get(), {x_ + corner.x, -corner.y});
  }

  std::string Trace(const Path& path) const {
    Operators traced;
    for (const Contour& contour : path) {
      At(traced, OnPaper(contour.start));
      traced.Operator("m");
      for (size_t i = 0; i + 2 < contour.cubics.size(); i += 3) {
        const Point from = i == 0 ? contour.start : contour.cubics[i - 1];
        const Point* cubic = &contour.cubics[i];
        const bool straight = Same(from, cubic[0]) && Same(cubic[1], cubic[2]);
        if (!straight) {
          At(traced, OnPaper(cubic[0]));
          At(traced, OnPaper(cubic[1]));
        }
        At(traced, OnPaper(cubic[2]));
        traced.Operator(straight ? "l" : "c");
      }
      if (contour.closed) traced.Operator("h");
    }
    return traced.Take();
  }

  void UseLine(const Color& color, double width) {
    Use(content_, color, "RG");
    content_.Number(width);
    content_.Operator("w");
  }

  void Stroke(const std::string& path, const Color& color, double width, bool dashed) {
    UseLine(color, width);
    if (dashed) {
      content_.Text("[ ");
      content_.Number(LinePoints(scale_, 1.3));
      content_.Number(LinePoints(scale_, 1.1));
      content_.Operator("] 0 d");
    }
    content_.Text(path);
    content_.Operator("S");
    if (dashed) content_.Operator("[ ] 0 d");
  }

  // Lines at 45 degrees to the page inside the path; they survive gray printing.
  void Hatch(const Shape& shape, const std::string& path) {
    Box box{1e9, -1e9, -1e9, 1e9};
    for (const Contour& contour : shape.path) {
      for (const Point& p : contour.cubics) Include(box, p, 0);
    }
    const double gap = LinePoints(scale_, 1.25) * std::numbers::sqrt2 / scale_.points_per_unit;
    content_.Operator("q");
    content_.Text(path);
    content_.Operator("W n");
    UseLine(*shape.hatch, LinePoints(scale_, 0.2));
    const int first = static_cast<int>(std::ceil((box.bottom - box.right) / gap));
    const int last = static_cast<int>(std::floor((box.top - box.left) / gap));
    for (int line = first; line <= last; ++line) {
      const double offset = line * gap;
      const double from = std::max(box.left, box.bottom - offset);
      const double to = std::min(box.right, box.top - offset);
      if (from >= to) continue;
      At(content_, OnPaper({from, from + offset}));
      content_.Operator("m");
      At(content_, OnPaper({to, to + offset}));
      content_.Operator("l");
    }
    content_.Operator("S");
    content_.Operator("Q");
  }

  Scale scale_;
  double x_;
  Operators content_;
};

}  // namespace

double SizeOf(const Label& label, const Scale& scale) {
  return label.height_mm * kPointsPerMm * LineFactor(scale);
}

Contour Smooth(const std::vector<Point>& points, bool closed) {
  const size_t count = points.size();
  const auto at = [&](size_t i) { return points[i % count]; };
  const auto before = [&](size_t i) {
    if (i > 0) return points[i - 1];
    return closed ? points[count - 1] : points[0];
  };
  const auto after = [&](size_t i) {
    if (i + 1 < count || closed) return at(i + 1);
    return points[count - 1];
  };
  Contour contour{points.front(), {}, closed};
  const size_t segments = closed ? count : count - 1;
  for (size_t i = 0; i < segments; ++i) {
    const Point from = at(i);
    const Point to = at(i + 1);
    if (Length(to - from) < 1e-9) continue;
    const Point onward = after((i + 1) % count);
    contour.cubics.push_back(from + (to - before(i)) * (1.0 / 6));
    contour.cubics.push_back(to - (onward - from) * (1.0 / 6));
    contour.cubics.push_back(to);
  }
  return contour;
}

Contour Straight(const std::vector<Point>& points, bool closed) {
  Contour contour{points.front(), {}, closed};
  for (size_t i = 1; i < points.size(); ++i) {
    contour.cubics.insert(contour.cubics.end(), {points[i - 1], points[i], points[i]});
  }
  return contour;
}

Contour Oval(Point center, double half_width, double half_height) {
  constexpr double k = 0.5523;  // the cubic closest to a quarter of a circle
  const auto p = [&](double x, double y) {
    return center + Point{x * half_width, y * half_height};
  };
  return {p(1, 0),
          {p(1, k), p(k, 1), p(0, 1), p(-k, 1), p(-1, k), p(-1, 0), p(-1, -k), p(-k, -1), p(0, -1),
           p(k, -1), p(1, -k), p(1, 0)},
          true};
}

Contour Arc(Point center, double radius, double from_degrees, double to_degrees) {
  constexpr int kPieces = 3;
  const double step = (to_degrees - from_degrees) / kPieces;
  const double handle = 4.0 / 3 * std::tan(step * std::numbers::pi / 180 / 4) * radius;
  Contour contour{center + Toward(from_degrees) * radius, {}, false};
  for (int i = 0; i < kPieces; ++i) {
    const Point a = Toward(from_degrees + step * i);
    const Point b = Toward(from_degrees + step * (i + 1));
    contour.cubics.push_back(center + a * radius + Counterclockwise(a) * handle);
    contour.cubics.push_back(center + b * radius - Counterclockwise(b) * handle);
    contour.cubics.push_back(center + b * radius);
  }
  return contour;
}

Contour Ribbon(const std::vector<Point>& points) {
  constexpr double kTail = 0.026 / 2;
  constexpr double kNeck = 0.075 / 2;
  constexpr double kHeadLength = 0.20;
  constexpr double kHeadHalf = 0.10;
  const Point tip = points.back();
  std::vector<Point> middle;
  for (const Point& p : points) {
    if (Length(tip - p) > kHeadLength * 0.86) middle.push_back(p);
  }
  const Frame head = LimbFrame(middle.back(), tip);
  const Point neck = tip - head.along * (kHeadLength * 0.86);
  middle.push_back(neck);
  std::vector<Point> left;
  std::vector<Point> right;
  for (size_t i = 0; i < middle.size(); ++i) {
    const Frame here = LimbFrame(middle[i == 0 ? 0 : i - 1], middle[i == 0 ? 1 : i]);
    const double half =
        kTail + (kNeck - kTail) * static_cast<double>(i) / static_cast<double>(middle.size() - 1);
    left.push_back(middle[i] + here.front * half);
    right.push_back(middle[i] - here.front * half);
  }
  std::reverse(right.begin(), right.end());
  const Point base = tip - head.along * kHeadLength;
  std::vector<Point> barbs = {left.back(), base + head.front * kHeadHalf, tip,
                              base - head.front * kHeadHalf, right.front()};
  Contour ribbon = Smooth(left, false);
  const Contour point = Straight(barbs, false);
  const Contour back = Smooth(right, false);
  ribbon.cubics.insert(ribbon.cubics.end(), point.cubics.begin(), point.cubics.end());
  ribbon.cubics.insert(ribbon.cubics.end(), back.cubics.begin(), back.cubics.end());
  ribbon.closed = true;
  return ribbon;
}

Path Union(std::vector<Contour> parts) {
  for (Contour& part : parts) {
    if (DoubleArea(part) < 0) Reverse(part);
  }
  return parts;
}

Box BoundsOf(const Scene& scene, const Scale& scale) {
  Box box{1e9, -1e9, -1e9, 1e9};
  const double side = scale.mirrored ? -1 : 1;
  const auto on_paper = [&](Point p) {
    return Point{side * p.x * scale.points_per_unit, p.y * scale.points_per_unit};
  };
  for (const Shape& shape : scene.shapes) {
    const double spread = Spread(shape, scale);
    for (const Contour& contour : shape.path) {
      Include(box, on_paper(contour.start), spread);
      for (const Point& p : contour.cubics) Include(box, on_paper(p), spread);
    }
  }
  for (const Label& label : scene.labels) {
    const Point size = SizeOf(LayoutOf(label, scale).get());
    const Point corner = CornerOf(label, size, scale);
    Include(box, corner, 0);
    Include(box, {corner.x + size.x, corner.y - size.y}, 0);
  }
  return box;
}

std::string ContentOf(const Scene& scene, const Scale& scale, double x) {
  Painter painter(scale, x);
  for (const Shape& shape : scene.shapes) painter.Paint(shape);
  for (const Label& label : scene.labels) painter.Paint(label);
  return painter.Take();
}

std::string LabelContentOf(const Scene& scene, const Scale& scale, double x) {
  Painter painter(scale, x);
  for (const Label& label : scene.labels) painter.PaintWords(label);
  return painter.Take();
}

void PaintLabels(cairo_t* cairo, const Scene& scene, const Scale& scale, double x, double y) {
  cairo_save(cairo);
  for (const Label& label : scene.labels) {
    const LayoutPointer layout = LayoutOf(label, scale);
    const Point corner = CornerOf(label, SizeOf(layout.get()), scale);
    cairo_move_to(cairo, x + corner.x, y - corner.y);
    cairo_set_source_rgb(cairo, label.color.red, label.color.green, label.color.blue);
    pango_cairo_show_layout(cairo, layout.get());
    cairo_new_path(cairo);
  }
  cairo_restore(cairo);
}

}  // namespace ischia::document::figure
