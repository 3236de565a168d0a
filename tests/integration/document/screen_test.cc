#include <gmock/gmock.h>

#include <ostream>
#include <regex>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "integration/document/press/ground.h"
#include "integration/document/screen/svg.h"
#include "tests/integration/document/gray.h"
#include "tests/integration/document/rendered.h"
#include "tests/integration/document/script_samples.h"
#include "tests/integration/document/sheet_samples.h"

namespace ischia::document {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

PageDrawing MustDraw(Press& press, const Sheet& sheet, int page_number) {
  Drawn drawn = press.DrawPage(sheet, page_number);
  if (const auto* failure = std::get_if<RenderFailure>(&drawn)) {
    ADD_FAILURE() << failure->what;
    return {};
  }
  return std::get<PageDrawing>(std::move(drawn));
}

PageDrawing MustDraw(const Sheet& sheet, int page_number) {
  Press press;
  return MustDraw(press, sheet, page_number);
}

std::set<std::string> Found(const std::string& text, const std::string& expression) {
  std::set<std::string> found;
  const std::regex pattern(expression);
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
    found.insert((*at)[1]);
  }
  return found;
}

std::set<std::string> IdsOf(const PageDrawing& page) { return Found(page.svg, " id=\"([^\"]*)\""); }

struct Sample {
  const char* name;
  Sheet sheet;
};
void PrintTo(const Sample& sample, std::ostream* out) { *out << sample.name; }

class PageOnScreenTest : public testing::TestWithParam<Sample> {};

// Two readers that share no code with ours.
TEST_P(PageOnScreenTest, EachPageLooksAsItIsPrinted) {
  Press press;
  const Pdf pdf = MustRender(GetParam().sheet);
  for (int page = 1; page <= pdf.page_count; ++page) {
    const PageDrawing drawing = MustDraw(press, GetParam().sheet, page);
    EXPECT_EQ(drawing.page_count, pdf.page_count);
    EXPECT_LT(Difference(PictureOf(drawing, 3), PictureOf(pdf, page, 3)), kUnseen) << page;
  }
}

INSTANTIATE_TEST_SUITE_P(Sheets, PageOnScreenTest,
                         testing::Values(Sample{"handout-a4", SampleHandout(Paper::kA4)},
                                         Sample{"referral", SampleReferral()},
                                         Sample{"poster", SamplePoster()},
                                         Sample{"pictures", SamplePictures()},
                                         Sample{"clinician", SampleClinicianSheet()},
                                         Sample{"why", SampleWhy()},
                                         Sample{"two-pages-ar", SampleTwoPagesIn("ar")},
                                         Sample{"two-pages-hi", SampleTwoPagesIn("hi")},
                                         Sample{"two-pages-zh-Hans", SampleTwoPagesIn("zh-Hans")}));

TEST(ScreenTest, IsAsLargeAsThePaper) {
  EXPECT_THAT(MustDraw(SampleHandout(Paper::kA4), 1).svg,
              HasSubstr("width=\"595.28pt\" height=\"841.89pt\" viewBox=\"0 0 595.28 841.89\""));
  EXPECT_THAT(MustDraw(SampleHandout(Paper::kLetter), 1).svg,
              HasSubstr("width=\"612pt\" height=\"792pt\" viewBox=\"0 0 612 792\""));
}

TEST(ScreenTest, IsTheSameTextWhateverThePressDidBefore) {
  Press press;
  const Sheet sheet = SampleHandout(Paper::kA4);
  const std::string first = MustDraw(press, sheet, 1).svg;
  (void)MustDraw(press, SampleTwoPagesIn("ar"), 1);
  (void)press.Render(sheet);
  EXPECT_TRUE(MustDraw(press, sheet, 1).svg == first);
  EXPECT_TRUE(MustDraw(sheet, 1).svg == first);
}

// Pages forbid inline styles and scripts; what an SVG fetches would tell who looks at it.
TEST(ScreenTest, HasNoStyleNoScriptAndNothingFromElsewhere) {
  for (const char* language : {"en", "ar", "zh-Hans"}) {
    const std::string svg = MustDraw(SampleTwoPagesIn(language), 1).svg;
    EXPECT_THAT(svg, StartsWith("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    EXPECT_EQ(Count(svg, "://"), 1);
    for (const char* word : {"style", "script", "font-family", "<text", "onload", "data:"}) {
      EXPECT_EQ(Count(svg, word), 0) << word;
    }
  }
}

// Both pages may stand in one document.
TEST(ScreenTest, EveryReferenceIsToItsOwnPage) {
  const Sheet sheet = SampleHandout(Paper::kA4);
  const PageDrawing first = MustDraw(sheet, 1);
  for (const std::string& name : Found(first.svg, "(?:href=\"|url\\()#([^\")]*)")) {
    EXPECT_THAT(IdsOf(first), Contains(name));
  }
  for (const std::string& id : IdsOf(MustDraw(sheet, 2))) {
    EXPECT_THAT(IdsOf(first), Not(Contains(id)));
  }
}

TEST(ScreenTest, ALetterIsDrawnOnceAndUsedOften) {
  const std::string svg = MustDraw(SampleHandout(Paper::kA4), 1).svg;
  EXPECT_GT(Count(svg, "<use "), 6 * Count(svg, "<path id=\"p1g"));
  EXPECT_LT(svg.size(), size_t{200} * 1024);
}

TEST(ScreenTest, AnUnknownPageIsAFailure) {
  Press press;
  const Sheet sheet = SampleTwoPages();
  for (const int page : {-1, 0, 3}) {
    const Drawn drawn = press.DrawPage(sheet, page);
    ASSERT_TRUE(std::holds_alternative<RenderFailure>(drawn)) << page;
    EXPECT_EQ(std::get<RenderFailure>(drawn).kind, RenderFailure::Kind::kNoSuchPage);
  }
}

TEST(ScreenTest, ASheetThatCannotBePrintedCannotBeShown) {
  Press press;
  Sheet sheet = SampleTwoPages();
  sheet.title = "\xff";
  const Drawn drawn = press.DrawPage(sheet, 1);
  ASSERT_TRUE(std::holds_alternative<RenderFailure>(drawn));
  EXPECT_EQ(std::get<RenderFailure>(drawn).kind, RenderFailure::Kind::kInvalidText);
}

TEST(SvgTest, WhatAGroundIsDrawnWithBecomesElements) {
  press::Ground ground;
  ground.Fill({10, 20, 30, 40}, press::kWhite, 0);
  ground.Dash(2);
  ground.Line(1, 2, 3, 4, press::kBlack, 0.5);
  ground.Dash(0);
  ground.Draw(press::Sign::kEaseOff, 50, 50, 10, press::kInk);
  const std::string svg = screen::PathElements(ground.content(), "c");
  EXPECT_THAT(svg, HasSubstr("<path d=\"M10 20h30v40h-30Z\" fill=\"#ffffff\"/>"));
  EXPECT_THAT(svg, HasSubstr("<path d=\"M1 2L3 4\" fill=\"none\" stroke=\"#000000\" "
                             "stroke-width=\"0.5\" stroke-dasharray=\"2\" "
                             "stroke-linecap=\"butt\" stroke-linejoin=\"miter\"/>"));
  EXPECT_THAT(svg, HasSubstr("Z\" fill=\"#ffd166\" stroke=\"#7a4a00\" stroke-width=\"0.8\"/>"));
}

TEST(SvgTest, AClipEndsWhereItsStateEnds) {
  press::Ground ground;
  ground.Clip({0, 0, 10, 10}, 0);
  ground.Disc(5, 5, 9, press::kBlack);
  ground.Unclip();
  ground.Disc(5, 5, 2, press::kWhite);
  const std::string svg = screen::PathElements(ground.content(), "c");
  EXPECT_THAT(svg, StartsWith("<clipPath id=\"c1\"><path d=\"M0 0h10v10h-10Z\"/></clipPath>"
                              "<g clip-path=\"url(#c1)\"><path "));
  EXPECT_THAT(svg, HasSubstr("fill=\"#000000\"/></g><path d"));
}

}  // namespace
}  // namespace ischia::document
