#include "integration/document/press/canvas.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <numbers>
#include <utility>

namespace ischia::document::press {

void PdfCanvas::Use(Color color) {
  cairo_set_source_rgb(cairo_, color.red, color.green, color.blue);
}

void PdfCanvas::Lay(const std::string& ground, double width, double height) {
  const std::string content = "/Artifact BMC\n" + ground + "EMC";
  Show(std::make_shared<const Form>(Form{0, width, height, Deflated(content)}), 0, 0);
}

void PdfCanvas::Show(const SetText& text, double x, double y, Color color) {
  if (text.empty()) return;
  Use(color);
  cairo_move_to(cairo_, x, y);
  pango_cairo_show_layout(cairo_, text.layout());
}

void PdfCanvas::Show(const std::shared_ptr<const Form>& form, double x, double ground_y) {
  cairo_set_source_surface(cairo_, PlaceFor(form), x, ground_y);
  cairo_paint(cairo_);
}

// One point by one, which Cairo need not round; not empty, or Cairo would leave it out. Painted
// again it becomes the same object.
cairo_surface_t* PdfCanvas::PlaceFor(const std::shared_ptr<const Form>& form) {
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

void PdfCanvas::ShowLabels(const Figure& figure, double x, double ground_y,
                           double points_per_unit) {
  DrawLabels(cairo_, figure, x, ground_y, points_per_unit);
}

void PdfCanvas::Outline(const Box& box, double radius, Color color, double line_width) {
  constexpr double kQuarter = std::numbers::pi / 2;
  const double right = box.x + box.width - radius;
  const double bottom = box.y + box.height - radius;
  cairo_new_path(cairo_);
  cairo_arc(cairo_, right, box.y + radius, radius, -kQuarter, 0);
  cairo_arc(cairo_, right, bottom, radius, 0, kQuarter);
  cairo_arc(cairo_, box.x + radius, bottom, radius, kQuarter, 2 * kQuarter);
  cairo_arc(cairo_, box.x + radius, box.y + radius, radius, 2 * kQuarter, 3 * kQuarter);
  cairo_close_path(cairo_);
  Use(color);
  cairo_set_line_width(cairo_, line_width);
  cairo_stroke(cairo_);
}

void PdfCanvas::Open(const char* tag) { cairo_tag_begin(cairo_, tag, nullptr); }

void PdfCanvas::OpenCell(const std::string& alternative) {
  Open("TD");
  finishing_.cell_alternatives.push_back(alternative);
}

void PdfCanvas::OpenFigure(const std::string& alternative) {
  Open("Figure");
  finishing_.figure_alternatives.push_back(alternative);
}

void PdfCanvas::Close(const char* tag) { cairo_tag_end(cairo_, tag); }

}  // namespace ischia::document::press
