#include "integration/document/press/pen.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace ischia::document::press {
namespace {

constexpr double kPi = std::numbers::pi;

void Octagon(cairo_t* cairo, double x, double y, double radius) {
  cairo_new_path(cairo);
  for (int corner = 0; corner < 8; ++corner) {
    const double angle = kPi / 8 + corner * kPi / 4;
    cairo_line_to(cairo, x + radius * std::cos(angle), y + radius * std::sin(angle));
  }
  cairo_close_path(cairo);
}

void Polyline(cairo_t* cairo, std::initializer_list<std::pair<double, double>> points) {
  cairo_new_path(cairo);
  for (const auto& [x, y] : points) cairo_line_to(cairo, x, y);
}

void Source(cairo_t* cairo, Color color) {
  cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
}

void StrokeRound(cairo_t* cairo, Color color, double line_width) {
  Source(cairo, color);
  cairo_set_line_width(cairo, line_width);
  cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke(cairo);
}

void DrawGo(cairo_t* cairo, double x, double y, double r) {
  cairo_new_path(cairo);
  cairo_arc(cairo, x, y, r, 0, 2 * kPi);
  Source(cairo, kGoSign);
  cairo_fill(cairo);
  Polyline(
      cairo,
      {{x - 0.45 * r, y + 0.02 * r}, {x - 0.12 * r, y + 0.36 * r}, {x + 0.46 * r, y - 0.32 * r}});
  StrokeRound(cairo, kWhite, 0.24 * r);
}

void DrawEaseOff(cairo_t* cairo, double x, double y, double r) {
  Polyline(cairo, {{x, y - 0.85 * r}, {x + 0.98 * r, y + 0.85 * r}, {x - 0.98 * r, y + 0.85 * r}});
  cairo_close_path(cairo);
  Source(cairo, kEaseSign);
  cairo_fill_preserve(cairo);
  StrokeRound(cairo, kEaseEdge, 0.16 * r);
  Polyline(cairo, {{x, y - 0.3 * r}, {x, y + 0.22 * r}});
  StrokeRound(cairo, kEaseMark, 0.22 * r);
  cairo_new_path(cairo);
  cairo_arc(cairo, x, y + 0.56 * r, 0.13 * r, 0, 2 * kPi);
  Source(cairo, kEaseMark);
  cairo_fill(cairo);
}

void DrawStop(cairo_t* cairo, double x, double y, double r) {
  Octagon(cairo, x, y, r);
  StrokeRound(cairo, kWhite, 0.18 * r);
  Polyline(cairo, {{x - 0.45 * r, y}, {x + 0.45 * r, y}});
  StrokeRound(cairo, kWhite, 0.28 * r);
}

// White on a solid field; the mark takes the color of the field.
void DrawAlarm(cairo_t* cairo, double x, double y, double r, Color field) {
  Octagon(cairo, x, y, r);
  Source(cairo, kWhite);
  cairo_fill(cairo);
  Polyline(cairo, {{x, y - 0.52 * r}, {x, y + 0.12 * r}});
  StrokeRound(cairo, field, 0.26 * r);
  cairo_new_path(cairo);
  cairo_arc(cairo, x, y + 0.48 * r, 0.15 * r, 0, 2 * kPi);
  Source(cairo, field);
  cairo_fill(cairo);
}

void DrawClock(cairo_t* cairo, double x, double y, double r, Color color) {
  cairo_new_path(cairo);
  cairo_arc(cairo, x, y, 0.92 * r, 0, 2 * kPi);
  StrokeRound(cairo, color, 0.16 * r);
  Polyline(cairo, {{x, y - 0.5 * r}, {x, y}, {x + 0.36 * r, y + 0.24 * r}});
  StrokeRound(cairo, color, 0.16 * r);
}

void DrawCross(cairo_t* cairo, double x, double y, double r, Color color) {
  Polyline(cairo, {{x - r, y - r}, {x + r, y + r}});
  StrokeRound(cairo, color, 0.3 * r);
  Polyline(cairo, {{x - r, y + r}, {x + r, y - r}});
  StrokeRound(cairo, color, 0.3 * r);
}

void DrawCheck(cairo_t* cairo, double x, double y, double r, Color color) {
  Polyline(cairo, {{x - r, y}, {x - 0.3 * r, y + 0.7 * r}, {x + r, y - 0.8 * r}});
  StrokeRound(cairo, color, 0.35 * r);
}

}  // namespace

Color ColorOf(Tone tone) {
  switch (tone) {
    case Tone::kTeal:
      return kAccent;
    case Tone::kRed:
      return kStopGround;
    case Tone::kInk:
      return kInk;
    case Tone::kGray:
      return kRule;
  }
  return kInk;
}

void Pen::Use(Color color) { Source(cairo_, color); }

void Pen::Path(const Box& box, double radius) {
  cairo_new_path(cairo_);
  if (radius <= 0) {
    cairo_rectangle(cairo_, box.x, box.y, box.width, box.height);
    return;
  }
  const double right = box.x + box.width - radius;
  const double bottom = box.y + box.height - radius;
  cairo_arc(cairo_, right, box.y + radius, radius, -kPi / 2, 0);
  cairo_arc(cairo_, right, bottom, radius, 0, kPi / 2);
  cairo_arc(cairo_, box.x + radius, bottom, radius, kPi / 2, kPi);
  cairo_arc(cairo_, box.x + radius, box.y + radius, radius, kPi, 3 * kPi / 2);
  cairo_close_path(cairo_);
}

void Pen::Fill(const Box& box, Color color, double radius) {
  if (!grounds()) return;
  Path(box, radius);
  Use(color);
  cairo_fill(cairo_);
}

void Pen::Clip(const Box& box, double radius) {
  if (!grounds()) return;
  cairo_save(cairo_);
  Path(box, radius);
  cairo_clip(cairo_);
}

void Pen::Unclip() {
  if (grounds()) cairo_restore(cairo_);
}

void Pen::Outline(const Box& box, Color color, double line_width, double radius) {
  if (!grounds()) return;
  Path(box, radius);
  Use(color);
  cairo_set_line_width(cairo_, line_width);
  cairo_stroke(cairo_);
}

void Pen::Line(double x1, double y1, double x2, double y2, Color color, double line_width) {
  if (!grounds()) return;
  cairo_new_path(cairo_);
  cairo_move_to(cairo_, x1, y1);
  cairo_line_to(cairo_, x2, y2);
  Use(color);
  cairo_set_line_width(cairo_, line_width);
  cairo_set_line_cap(cairo_, CAIRO_LINE_CAP_BUTT);
  cairo_stroke(cairo_);
}

void Pen::Disc(double x, double y, double radius, Color color) {
  if (!grounds()) return;
  cairo_new_path(cairo_);
  cairo_arc(cairo_, x, y, radius, 0, 2 * kPi);
  Use(color);
  cairo_fill(cairo_);
}

void Pen::Draw(Sign sign, double x, double y, double size, Color color) {
  if (!grounds()) return;
  const double radius = size / 2;
  switch (sign) {
    case Sign::kGo:
      return DrawGo(cairo_, x, y, radius);
    case Sign::kEaseOff:
      return DrawEaseOff(cairo_, x, y, radius);
    case Sign::kStop:
      return DrawStop(cairo_, x, y, radius);
    case Sign::kAlarm:
      return DrawAlarm(cairo_, x, y, radius, color);
    case Sign::kClock:
      return DrawClock(cairo_, x, y, radius, color);
    case Sign::kCross:
      return DrawCross(cairo_, x, y, radius, color);
    case Sign::kCheck:
      return DrawCheck(cairo_, x, y, radius, color);
  }
}

void Pen::Furniture(const SetText& text, double x, double y, Color color) {
  if (!grounds()) return;
  Use(color);
  text.Show(cairo_, x, y);
}

void Pen::Open(const char* tag) {
  if (!grounds()) cairo_tag_begin(cairo_, tag, nullptr);
}

void Pen::Close(const char* tag) {
  if (!grounds()) cairo_tag_end(cairo_, tag);
}

void Pen::OpenCell(const std::string& alternative) {
  if (grounds()) return;
  cairo_tag_begin(cairo_, "TD", nullptr);
  finishing_.cell_alternatives.push_back(alternative);
}

void Pen::Words(const SetText& text, double x, double y, Color color) {
  if (grounds()) return;
  Use(color);
  text.Show(cairo_, x, y);
}

// One point by one, which Cairo need not round; not empty, or Cairo would leave it out. Painted
// again it becomes the same object.
cairo_surface_t* Pen::PlaceFor(const std::shared_ptr<const Form>& form) {
  std::vector<std::shared_ptr<const Form>>& forms = finishing_.forms;
  const auto found = std::find(forms.begin(), forms.end(), form);
  if (found != forms.end()) return places_[static_cast<size_t>(found - forms.begin())].get();
  const cairo_rectangle_t point{0, 0, 1, 1};
  Surface place(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &point));
  const Cairo cairo(cairo_create(place.get()));
  cairo_paint(cairo.get());
  forms.push_back(form);
  places_.push_back(std::move(place));
  return places_.back().get();
}

void Pen::Draw(const Picture& picture, double x, double ground_y, double points_per_unit) {
  if (grounds()) return;
  const auto form = plates_.FormOf(picture.figure, points_per_unit);
  cairo_tag_begin(cairo_, "Figure", nullptr);
  cairo_set_source_surface(cairo_, PlaceFor(form), x, ground_y);
  cairo_paint(cairo_);
  DrawLabels(cairo_, picture.figure, x, ground_y, points_per_unit);
  cairo_tag_end(cairo_, "Figure");
  finishing_.figure_alternatives.push_back(picture.alternative);
}

void Pen::TickBox(double x, double y, double size) {
  if (grounds()) return;
  Path({x, y, size, size}, Millimeters(0.8));
  Use(kInk);
  cairo_set_line_width(cairo_, Millimeters(0.45));
  cairo_stroke(cairo_);
}

}  // namespace ischia::document::press
