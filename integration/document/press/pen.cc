#include "integration/document/press/pen.h"

#include <algorithm>
#include <numbers>
#include <utility>

namespace ischia::document::press {
namespace {

constexpr double kQuarter = std::numbers::pi / 2;

void Source(cairo_t* cairo, Color color) {
  cairo_set_source_rgb(cairo, color.red, color.green, color.blue);
}

}  // namespace

void Pen::Use(Color color) { Source(cairo_, Ours(color)); }

Color Pen::Ours(Color color) const { return color == kAccent ? sides_.accent : color; }

Points Pen::Mirrored(Points points) const {
  for (auto& [x, y] : points) x = Left(x, 0);
  return points;
}

void Pen::Fill(const Box& box, Color color, double radius) {
  if (grounds()) ground_.Fill(Mirrored(box), Ours(color), radius);
}

void Pen::Clip(const Box& box, double radius) {
  if (grounds()) ground_.Clip(Mirrored(box), radius);
}

void Pen::Unclip() {
  if (grounds()) ground_.Unclip();
}

void Pen::Outline(const Box& box, Color color, double line_width, double radius) {
  if (grounds()) ground_.Outline(Mirrored(box), Ours(color), line_width, radius);
}

void Pen::Line(double x1, double y1, double x2, double y2, Color color, double line_width) {
  if (grounds()) ground_.Line(Left(x1, 0), y1, Left(x2, 0), y2, Ours(color), line_width);
}

void Pen::Disc(double x, double y, double radius, Color color) {
  if (grounds()) ground_.Disc(Left(x, 0), y, radius, Ours(color));
}

void Pen::Draw(Sign sign, double x, double y, double size, Color color) {
  if (grounds()) ground_.Draw(sign, Left(x, 0), y, size, Ours(color));
}

void Pen::Draw(const ScanCode& code, double x, double y, double size) {
  if (grounds()) ground_.Draw(code, Left(x, size), y, size);
}

void Pen::Dash(double length) {
  if (grounds()) ground_.Dash(length);
}

void Pen::Curve(const Points& points, Color color, double line_width) {
  if (grounds()) ground_.Curve(Mirrored(points), Ours(color), line_width);
}

void Pen::Area(const Points& points, Color color) {
  if (grounds()) ground_.Area(Mirrored(points), Ours(color));
}

void Pen::Arrow(double x, double y, double length, Color color) {
  if (grounds()) ground_.Arrow(Left(x, 0), y, sides_.right_to_left ? -length : length, Ours(color));
}

void Pen::Sector(double x, double y, double radius, double share, Color color) {
  if (grounds()) ground_.Sector(Left(x, 0), y, radius, share, Ours(color));
}

void Pen::Furniture(const SetText& text, double x, double y, Color color) {
  if (!grounds()) return;
  Use(color);
  text.Show(cairo_, Left(x, text.room()), y);
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
  text.Show(cairo_, Left(x, text.room()), y);
}

void Pen::Emblem(const std::shared_ptr<const Form>& form, double x, double y) {
  if (!grounds()) Show(form, x, y);
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

void Pen::OpenFigure(const std::string& alternative) {
  if (grounds()) return;
  cairo_tag_begin(cairo_, "Figure", nullptr);
  finishing_.figure_alternatives.push_back(alternative);
}

void Pen::Show(const std::shared_ptr<const Form>& form, double x, double ground_y) {
  if (grounds()) return;
  cairo_set_source_surface(cairo_, PlaceFor(form), Left(x, form->right), ground_y);
  cairo_paint(cairo_);
}

void Pen::Draw(const Picture& picture, double x, double ground_y, double points_per_unit) {
  if (grounds()) return;
  const auto form = plates_.FormOf(picture.figure, points_per_unit);
  OpenFigure(picture.alternative);
  Show(form, x, ground_y);
  DrawLabels(cairo_, picture.figure, Left(x, form->right), ground_y, points_per_unit);
  CloseFigure();
}

void Pen::Remember(const std::string& heading, double y) {
  if (!grounds()) bookmarks_.push_back({heading, y});
}

void Pen::TickBox(double x, double y, double size) {
  if (grounds()) return;
  constexpr double kRound = Millimeters(0.8);
  x = Left(x, size);
  const double right = x + size - kRound;
  const double bottom = y + size - kRound;
  cairo_new_path(cairo_);
  cairo_arc(cairo_, right, y + kRound, kRound, -kQuarter, 0);
  cairo_arc(cairo_, right, bottom, kRound, 0, kQuarter);
  cairo_arc(cairo_, x + kRound, bottom, kRound, kQuarter, 2 * kQuarter);
  cairo_arc(cairo_, x + kRound, y + kRound, kRound, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(cairo_);
  Use(kInk);
  cairo_set_line_width(cairo_, Millimeters(0.45));
  cairo_stroke(cairo_);
}

void Pen::Lay(const Ground& ground, double width, double height) {
  const std::string content = "/Artifact BMC\n" + ground.content() + "EMC";
  const auto form = std::make_shared<const Form>(Form{0, width, height, Deflated(content)});
  cairo_set_source_surface(cairo_, PlaceFor(form), 0, 0);
  cairo_paint(cairo_);
}

}  // namespace ischia::document::press
