#include "tests/integration/document/gray.h"

#include <cairo.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::document {

using ::ischia::support::Finished;
using ::ischia::support::RunProgram;
using ::ischia::support::TempFolder;
using ::ischia::support::WriteFile;

Gray ReadPng(const std::string& file) {
  cairo_surface_t* picture = cairo_image_surface_create_from_png(file.c_str());
  Gray gray{cairo_image_surface_get_width(picture), cairo_image_surface_get_height(picture), {}};
  const unsigned char* data = cairo_image_surface_get_data(picture);
  const int stride = cairo_image_surface_get_stride(picture);
  for (int y = 0; y < gray.height; ++y) {
    for (int x = 0; x < gray.width; ++x) {
      const unsigned char* const pixel = data + y * stride + x * 4;  // blue, green, red
      gray.pixels.push_back(0.11 * pixel[0] + 0.59 * pixel[1] + 0.3 * pixel[2]);
    }
  }
  cairo_surface_destroy(picture);
  return gray;
}

namespace {

constexpr int kDotsPerInch = 40;

std::string Dots(int fineness) { return std::to_string(kDotsPerInch * fineness); }

Gray Coarser(const Gray& fine, int fineness) {
  Gray coarse{fine.width / fineness, fine.height / fineness, {}};
  for (int y = 0; y < coarse.height; ++y) {
    for (int x = 0; x < coarse.width; ++x) {
      double sum = 0;
      for (int i = 0; i < fineness * fineness; ++i) {
        sum += fine.At(x * fineness + i % fineness, y * fineness + i / fineness);
      }
      coarse.pixels.push_back(sum / (fineness * fineness));
    }
  }
  return coarse;
}

}  // namespace

Gray PictureOf(const Pdf& pdf, int page, int fineness) {
  const TempFolder folder;
  WriteFile(folder / "sheet.pdf", pdf.bytes);
  const Finished finished =
      RunProgram({"pdftoppm", "-r", Dots(fineness), "-gray", "-f", std::to_string(page),
                  "-singlefile", "-png", folder / "sheet.pdf", folder / "page"});
  EXPECT_EQ(finished.exit_code, 0) << finished.output;
  return Coarser(ReadPng(folder / "page.png"), fineness);
}

Gray PictureOf(const PageDrawing& page, int fineness) {
  const TempFolder folder;
  WriteFile(folder / "page.svg", page.svg);
  const Finished finished = RunProgram({"rsvg-convert", "-d", Dots(fineness), "-p", Dots(fineness),
                                        folder / "page.svg", "-o", folder / "page.png"});
  EXPECT_EQ(finished.exit_code, 0) << finished.output;
  return Coarser(ReadPng(folder / "page.png"), fineness);
}

double Difference(const Gray& a, const Gray& b) {
  constexpr int kSquare = 8;
  if (a.width != b.width || a.height != b.height || a.pixels.empty()) return 255;
  double largest = 0;
  for (int top = 0; top + kSquare <= a.height; top += kSquare) {
    for (int left = 0; left + kSquare <= a.width; left += kSquare) {
      double sum = 0;
      for (int i = 0; i < kSquare * kSquare; ++i) {
        const int x = left + i % kSquare;
        const int y = top + i / kSquare;
        sum += a.At(x, y) - b.At(x, y);
      }
      largest = std::max(largest, std::abs(sum) / (kSquare * kSquare));
    }
  }
  return largest;
}

}  // namespace ischia::document
