// Whole pages against stored pictures that a person has looked at. After a change that is meant,
// look at the page and store its picture anew:
//   print_samples FOLDER && pdftoppm -r 40 -gray -f 1 -singlefile -png FOLDER/NAME.pdf
//   tests/integration/document/golden/NAME
#include <cairo.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "tests/integration/document/rendered.h"
#include "tests/integration/document/script_samples.h"
#include "tests/integration/document/sheet_samples.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::document {
namespace {

using ::ischia::support::RunProgram;
using ::ischia::support::TempFolder;
using ::ischia::support::WriteFile;

struct Gray {
  int width = 0;
  int height = 0;
  std::vector<double> pixels;  // 0 black to 255 white

  double At(int x, int y) const { return pixels[static_cast<size_t>(y * width + x)]; }
};

Gray ReadPng(const std::string& file) {
  cairo_surface_t* picture = cairo_image_surface_create_from_png(file.c_str());
  Gray gray{cairo_image_surface_get_width(picture), cairo_image_surface_get_height(picture), {}};
  const unsigned char* data = cairo_image_surface_get_data(picture);
  const int stride = cairo_image_surface_get_stride(picture);
  for (int y = 0; y < gray.height; ++y) {
    for (int x = 0; x < gray.width; ++x) gray.pixels.push_back(data[y * stride + x * 4 + 1]);
  }
  cairo_surface_destroy(picture);
  return gray;
}

Gray FirstPageOf(const Sheet& sheet) {
  const TempFolder folder;
  WriteFile(folder / "sheet.pdf", MustRender(sheet).bytes);
  RunProgram({"pdftoppm", "-r", "40", "-gray", "-f", "1", "-singlefile", "-png",
              folder / "sheet.pdf", folder / "page"});
  return ReadPng(folder / "page.png");
}

// The largest difference of the mean of a square of eight points, the size of a word: an eye
// notices a word that moved or a color that changed, not the edge of a letter.
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

constexpr double kUnseen = 12;

struct GoldenPage {
  const char* name;
  Sheet sheet;
};
void PrintTo(const GoldenPage& page, std::ostream* out) { *out << page.name; }

class GoldenTest : public testing::TestWithParam<GoldenPage> {};

TEST_P(GoldenTest, LooksAsItDid) {
  const std::string stored = std::string(ISCHIA_GOLDEN_PAGES) + "/" + GetParam().name + ".png";
  EXPECT_LT(Difference(FirstPageOf(GetParam().sheet), ReadPng(stored)), kUnseen);
}

INSTANTIATE_TEST_SUITE_P(
    Pages, GoldenTest,
    testing::Values(GoldenPage{"handout-a4", SampleHandout(Paper::kA4)},
                    GoldenPage{"handout-letter", SampleHandout(Paper::kLetter)},
                    GoldenPage{"referral", SampleReferral()}, GoldenPage{"poster", SamplePoster()},
                    GoldenPage{"pictures", SamplePictures()},
                    GoldenPage{"clinician", SampleClinicianSheet()}, GoldenPage{"why", SampleWhy()},
                    GoldenPage{"large-print", SampleLargePrint()},
                    GoldenPage{"two-pages-ar", SampleTwoPagesIn("ar")},
                    GoldenPage{"two-pages-hi", SampleTwoPagesIn("hi")},
                    GoldenPage{"two-pages-zh-Hans", SampleTwoPagesIn("zh-Hans")}));

TEST(GoldenCheckTest, AChangedWordIsSeen) {
  Sheet sheet = SampleReferral();
  const Gray before = FirstPageOf(sheet);
  EXPECT_LT(Difference(before, FirstPageOf(sheet)), kUnseen);
  std::get<NumberedLines>(sheet.blocks[1]).lines[3] = "Go on with the exercises";
  EXPECT_GT(Difference(before, FirstPageOf(sheet)), kUnseen);
}

}  // namespace
}  // namespace ischia::document
