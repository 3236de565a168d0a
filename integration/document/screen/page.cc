#include "integration/document/screen/page.h"

#include <glib.h>
#include <pango/pangocairo.h>

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include "integration/document/screen/svg.h"

namespace ischia::document::screen {
namespace {

// Of an outline, to the size of its font.
constexpr double kUnits = 1000;

struct Free {
  void operator()(PangoLayoutIter* iter) const { pango_layout_iter_free(iter); }
  void operator()(cairo_path_t* path) const { cairo_path_destroy(path); }
  void operator()(char* text) const { g_free(text); }
};

std::string Fill(press::Color color) {
  return "fill=\"" + Hexadecimal(color.red, color.green, color.blue) + '"';
}

// Turned upside down, and relative to the point before in whole units: half the text of absolute
// hundredths.
class Outliner {
 public:
  std::string Trace(const cairo_path_t& path) {
    for (int i = 0; i < path.num_data; i += path.data[i].header.length) {
      const cairo_path_data_t* part = &path.data[i];
      data_ += "mlcz"[part->header.type];
      const Spot from = at_;
      for (int point = 1; point < part->header.length; ++point) {
        at_ = {std::lround(part[point].point.x), std::lround(-part[point].point.y)};
        Append(at_.x - from.x);
        Append(at_.y - from.y);
      }
      if (part->header.type == CAIRO_PATH_MOVE_TO) start_ = at_;
      if (part->header.type == CAIRO_PATH_CLOSE_PATH) at_ = start_;
    }
    return std::move(data_);
  }

 private:
  struct Spot {
    long x = 0;
    long y = 0;
  };

  void Append(long number) {
    if (number >= 0 && std::isdigit(static_cast<unsigned char>(data_.back())) != 0) data_ += ' ';
    data_ += std::to_string(number);
  }

  std::string data_;
  Spot at_;
  Spot start_;
};

// Around the origin of its baseline. Asked for upside down, as Cairo does for a PDF, since a bold
// that is made from a regular face grows away from the baseline.
std::string OutlineOf(cairo_font_face_t* face, unsigned long glyph) {
  const press::Surface surface(cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, nullptr));
  const press::Cairo cairo(cairo_create(surface.get()));
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(cairo.get(), options);
  cairo_font_options_destroy(options);
  cairo_set_font_face(cairo.get(), face);
  cairo_matrix_t upside_down;
  cairo_matrix_init_scale(&upside_down, kUnits, -kUnits);
  cairo_set_font_matrix(cairo.get(), &upside_down);
  const cairo_glyph_t origin{glyph, 0, 0};
  cairo_glyph_path(cairo.get(), &origin, 1);
  const std::unique_ptr<cairo_path_t, Free> path(cairo_copy_path(cairo.get()));
  return Outliner().Trace(*path);
}

double SizeOf(cairo_scaled_font_t* font) {
  cairo_matrix_t matrix;
  cairo_scaled_font_get_font_matrix(font, &matrix);
  return matrix.xx;
}

std::string Shortest(double value) {
  std::array<char, 32> digits{};
  return {digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr};
}

cairo_status_t Append(void* closure, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

std::string Png(const Image& image) {
  const std::string pixels = Inflated(image.deflated);
  const press::Surface surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, image.width, image.height));
  unsigned char* const rows = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  auto byte = [&pixels, at = size_t{0}]() mutable {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(pixels.at(at++)));
  };
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      std::uint32_t pixel = 0;
      for (int part = 0; part < 3; ++part) pixel = pixel << 8 | byte();
      std::memcpy(rows + static_cast<std::ptrdiff_t>(y) * stride + x * 4, &pixel, sizeof(pixel));
    }
  }
  cairo_surface_mark_dirty(surface.get());
  std::string png;
  cairo_surface_write_to_png_stream(surface.get(), &Append, &png);
  return png;
}

std::string ImageElement(const Form& form) {
  const std::string png = Png(*form.image);
  const std::unique_ptr<char, Free> base64(
      g_base64_encode(reinterpret_cast<const unsigned char*>(png.data()), png.size()));
  return "<image width=\"" + Decimal(form.right) + "\" height=\"" + Decimal(form.bottom) +
         "\" href=\"data:image/png;base64," + base64.get() + "\"/>";
}

}  // namespace

void PageCanvas::Lay(const std::string& ground, double width, double height) {
  width_ = width;
  height_ = height;
  ground_ += Elements(ground);
}

std::string PageCanvas::Elements(const std::string& content) {
  return PathElements(content, prefix_ + "c" + std::to_string(++drawings_) + "-");
}

void PageCanvas::Place(const std::string& elements, double x, double y) {
  ink_ += "<g transform=\"translate(" + Decimal(x) + ' ' + Decimal(y) + ")\">" + elements + "</g>";
}

void PageCanvas::Show(const std::shared_ptr<const Form>& form, double x, double ground_y) {
  Place(form->image ? ImageElement(*form) : Elements(Inflated(form->deflated)), x, ground_y);
}

void PageCanvas::ShowLabels(const Figure& figure, double x, double ground_y,
                            double points_per_unit) {
  const std::string labels = LabelContent(figure, points_per_unit);
  if (!labels.empty()) Place(Elements(labels), x, ground_y);
}

void PageCanvas::Outline(const press::Box& box, double radius, press::Color color,
                         double line_width) {
  press::Ground outline;
  outline.Outline(box, color, line_width, radius);
  ink_ += Elements(outline.content());
}

void PageCanvas::Show(const press::SetText& text, double x, double y, press::Color color) {
  if (text.empty()) return;
  const std::unique_ptr<PangoLayoutIter, Free> runs(pango_layout_get_iter(text.layout()));
  do {
    const PangoLayoutRun* run = pango_layout_iter_get_run_readonly(runs.get());
    if (run == nullptr) continue;  // the end of a line
    PangoRectangle room;
    pango_layout_iter_get_run_extents(runs.get(), nullptr, &room);
    const double baseline = pango_units_to_double(pango_layout_iter_get_baseline(runs.get()));
    ShowRun(*run, x + pango_units_to_double(room.x), y + baseline, color);
  } while (pango_layout_iter_next_run(runs.get()) != FALSE);
}

void PageCanvas::ShowRun(const PangoGlyphItem& run, double x, double baseline, press::Color color) {
  cairo_scaled_font_t* const font =
      pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(run.item->analysis.font));
  cairo_font_face_t* const face = cairo_scaled_font_get_font_face(font);
  const double scale = SizeOf(font) / kUnits;
  ink_ += "<g " + Fill(color) + " transform=\"translate(" + Decimal(x) + ' ' + Decimal(baseline) +
          ") scale(" + Shortest(scale) + ")\">";
  const auto units = [scale](int length) {
    return std::to_string(std::lround(pango_units_to_double(length) / scale));
  };
  int along = 0;
  for (int i = 0; i < run.glyphs->num_glyphs; ++i) {
    const PangoGlyphInfo& glyph = run.glyphs->glyphs[i];
    const std::string& id = IdOf(face, glyph.glyph);
    if (!id.empty()) {
      ink_.append("<use href=\"#").append(id).append("\"");
      ink_.append(" x=\"").append(units(along + glyph.geometry.x_offset)).append("\"");
      if (glyph.geometry.y_offset != 0) {
        ink_.append(" y=\"").append(units(glyph.geometry.y_offset)).append("\"");
      }
      ink_ += "/>";
    }
    along += glyph.geometry.width;
  }
  ink_ += "</g>";
}

const std::string& PageCanvas::IdOf(cairo_font_face_t* font, PangoGlyph glyph) {
  Face& face = faces_[font];
  if (!face.owned) face.owned.reset(cairo_font_face_reference(font));
  const auto [known, is_new] = face.ids.try_emplace(glyph);
  if (!is_new || glyph == PANGO_GLYPH_EMPTY) return known->second;
  const std::string outline = OutlineOf(font, glyph);
  if (!outline.empty()) {
    known->second = prefix_ + "g" + std::to_string(++glyphs_);
    outlines_.append("<path id=\"").append(known->second);
    outlines_.append("\" d=\"").append(outline).append("\"/>");
  }
  return known->second;
}

std::string PageCanvas::Document(const std::string& name) const {
  const std::string width = Decimal(width_);
  const std::string height = Decimal(height_);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"" + XmlEscaped(name) +
         "\" width=\"" + width + "pt\" height=\"" + height + "pt\" viewBox=\"0 0 " + width + ' ' +
         height + "\"><defs>" + outlines_ + "</defs><rect width=\"" + width + "\" height=\"" +
         height + "\" fill=\"#ffffff\"/><g stroke-linecap=\"round\" stroke-linejoin=\"round\">" +
         ground_ + ink_ + "</g></svg>\n";
}

}  // namespace ischia::document::screen
