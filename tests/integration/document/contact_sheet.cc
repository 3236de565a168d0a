// Draws every sample figure, start and end, for people to look at.
//   contact_sheet <folder> [millimeters a unit] [left] [first id ...]
// writes <folder>/figures.pdf and one <folder>/figures-N.png a page.
#include <cairo-pdf.h>
#include <cairo.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "tests/integration/document/figure_canvas.h"
#include "tests/integration/document/figure_samples.h"

namespace ischia::document {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;
constexpr double kPageWidth = 210 * kPointsPerMm;
constexpr double kPageHeight = 297 * kPointsPerMm;
constexpr double kMargin = 24;
constexpr double kPixelsPerPoint = 2;

struct Cell {
  std::string title;
  Figure figure;
};

std::vector<Cell> CellsOf(bool left, const std::vector<std::string>& ids) {
  std::vector<Cell> cells;
  for (FigureSample& sample : FigureSamples()) {
    if (!ids.empty() && std::find(ids.begin(), ids.end(), sample.id) == ids.end()) continue;
    for (Figure* figure : {&sample.start, &sample.end}) {
      if (left && figure->side == WorkingSide::kRight) figure->side = WorkingSide::kLeft;
    }
    cells.push_back({sample.id + " start", sample.start});
    cells.push_back({sample.id + " end", sample.end});
  }
  return cells;
}

// Rows of figures on one ground line; returns how many cells fit on the page.
size_t DrawPage(cairo_t* cairo, const std::vector<Cell>& cells, size_t first, double scale) {
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_paint(cairo);
  cairo_select_font_face(cairo, "Noto Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  cairo_set_font_size(cairo, 9);
  double y = kMargin;
  size_t next = first;
  while (next < cells.size()) {
    double x = kMargin;
    double above = 0;
    double below = 0;
    size_t end = next;
    while (end < cells.size()) {
      const Extent extent = Measure(cells[end].figure, scale);
      if (end > next && x + extent.width > kPageWidth - kMargin) break;
      x += extent.width + kMargin;
      above = std::max(above, extent.above);
      below = std::max(below, extent.below);
      ++end;
    }
    if (y + 16 + above + below > kPageHeight - kMargin && next > first) break;
    const double ground = y + 16 + above;
    x = kMargin;
    for (; next < end; ++next) {
      cairo_set_source_rgb(cairo, 0, 0, 0);
      cairo_move_to(cairo, x, y + 9);
      cairo_show_text(cairo, cells[next].title.c_str());
      DrawOn(cairo, cells[next].figure, x, ground, scale);
      x += Measure(cells[next].figure, scale).width + kMargin;
    }
    y = ground + below + 12;
  }
  return next - first;
}

void WriteSheets(const std::string& folder, const std::vector<Cell>& cells, double scale) {
  cairo_surface_t* pdf =
      cairo_pdf_surface_create((folder + "/figures.pdf").c_str(), kPageWidth, kPageHeight);
  cairo_t* paper = cairo_create(pdf);
  size_t first = 0;
  for (int page = 1; first < cells.size(); ++page) {
    cairo_surface_t* image = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, static_cast<int>(kPageWidth * kPixelsPerPoint),
        static_cast<int>(kPageHeight * kPixelsPerPoint));
    cairo_t* screen = cairo_create(image);
    cairo_scale(screen, kPixelsPerPoint, kPixelsPerPoint);
    DrawPage(screen, cells, first, scale);
    const std::string name = folder + "/figures-" + std::to_string(page) + ".png";
    (void)cairo_surface_write_to_png(image, name.c_str());  // the PDF tells whether it worked
    cairo_destroy(screen);
    cairo_surface_destroy(image);
    first += DrawPage(paper, cells, first, scale);
    cairo_show_page(paper);
  }
  cairo_destroy(paper);
  cairo_surface_finish(pdf);
  std::cout << cairo_status_to_string(cairo_surface_status(pdf)) << "\n";
  cairo_surface_destroy(pdf);
}

}  // namespace
}  // namespace ischia::document

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "contact_sheet <folder> [millimeters a unit] [left] [id ...]\n";
    return 2;
  }
  double millimeters = 17;
  bool left = false;
  std::vector<std::string> ids;
  for (int i = 2; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "left") {
      left = true;
    } else if (const double number = std::strtod(argv[i], nullptr); number > 0) {
      millimeters = number;
    } else {
      ids.push_back(argument);
    }
  }
  ischia::document::WriteSheets(argv[1], ischia::document::CellsOf(left, ids),
                                millimeters * ischia::document::kPointsPerMm);
  return 0;
}
