// Whole pages against stored pictures that a person has looked at. After a change that is meant,
// look at the page and store its picture anew:
//   print_samples FOLDER && pdftoppm -r 40 -gray -f 1 -singlefile -png FOLDER/NAME.pdf
//   tests/integration/document/golden/NAME
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "tests/integration/document/gray.h"
#include "tests/integration/document/rendered.h"
#include "tests/integration/document/script_samples.h"
#include "tests/integration/document/sheet_samples.h"

namespace ischia::document {
namespace {

Gray FirstPageOf(const Sheet& sheet) { return PictureOf(MustRender(sheet)); }

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
