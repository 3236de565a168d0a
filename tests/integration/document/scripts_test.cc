// Pages in the languages of the catalogue: direction, fonts, and whether each glyph that is printed
// looks like the glyph of the font.
#include <cairo.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "integration/document/fonts.h"
#include "tests/integration/document/rendered.h"
#include "tests/integration/document/script_samples.h"
#include "tests/integration/document/sheet_samples.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::document {
namespace {

using ::ischia::support::Finished;
using ::ischia::support::ReadFile;
using ::ischia::support::RunProgram;
using ::ischia::support::TempFolder;
using ::ischia::support::WriteFile;
using ::testing::HasSubstr;
using ::testing::Not;

struct PlacedWord {
  double left = 0;
  double right = 0;
  std::string text;
};

std::vector<PlacedWord> WordsOf(const Pdf& pdf) {
  const std::string boxes = Ask(pdf, {"pdftotext", "-bbox"}, {"-"});
  const std::regex word(
      "<word xMin=\"([0-9.]+)\" yMin=\"[0-9.]+\" xMax=\"([0-9.]+)\"[^>]*>([^<]*)<");
  std::vector<PlacedWord> words;
  for (std::sregex_iterator found(boxes.begin(), boxes.end(), word), end; found != end; ++found) {
    words.push_back({std::stod((*found)[1]), std::stod((*found)[2]), (*found)[3]});
  }
  return words;
}

double LeftOf(const Pdf& pdf, const std::string& text) {
  for (const PlacedWord& word : WordsOf(pdf)) {
    if (word.text == text) return word.left;
  }
  ADD_FAILURE() << "no word " << text;
  return 0;
}

Sheet ArabicSheetOf(std::vector<Block> blocks) {
  Sheet sheet = SheetOf(std::move(blocks));
  sheet.language = "ar";
  return sheet;
}

TEST(ScriptsTest, EachLanguagePrintsTwoPagesThatSayTheirLanguage) {
  for (const std::string& language : SampleLanguages()) {
    const Pdf pdf = MustRender(SampleTwoPagesIn(language));
    EXPECT_EQ(pdf.page_count, 2) << language;
    EXPECT_THAT(Ask(pdf, {"qpdf", "--check"}), HasSubstr("No syntax or stream encoding errors"));
    const std::string objects = Objects(pdf);
    EXPECT_THAT(objects, HasSubstr("/Lang (" + language + ")"));
    EXPECT_EQ(Count(objects, "/Direction /R2L"), language == "ar" ? 1 : 0) << language;
    EXPECT_EQ(Count(objects, "/Alt "), Count(objects, "/S /Figure")) << language;
  }
}

TEST(ScriptsTest, EachScriptHasItsFont) {
  for (const auto& [language, font] :
       {std::pair("es", "NotoSans-Regular"), std::pair("ar", "NotoSansArabic-Regular"),
        std::pair("hi", "NotoSansDevanagari-Regular"), std::pair("zh-Hans", "WenQuanYiMicroHei")}) {
    EXPECT_THAT(Ask(MustRender(SampleTwoPagesIn(language)), {"pdffonts"}), HasSubstr(font));
  }
}

TEST(ScriptsTest, ArabicPagesStartAtTheRight) {
  const Block block = PageTitle{"Latin", "", "", ""};
  EXPECT_LT(LeftOf(MustRender(SheetOf({block})), "Latin"), 60);
  EXPECT_GT(LeftOf(MustRender(ArabicSheetOf({block})), "Latin"), 400);
}

TEST(ScriptsTest, TheFirstOfTwoColumnsStandsAtTheRightInArabic) {
  const Block block = TextColumns{{{"First", "a"}, {"Second", "b"}}};
  const Pdf arabic = MustRender(ArabicSheetOf({block}));
  EXPECT_GT(LeftOf(arabic, "First"), LeftOf(arabic, "Second"));
  const Pdf english = MustRender(SheetOf({block}));
  EXPECT_LT(LeftOf(english, "First"), LeftOf(english, "Second"));
}

TEST(ScriptsTest, AnAmountIsReadFromTheRightInArabic) {
  StepRow row = std::get<StepRow>(SampleTwoPages().blocks[4]);
  row.steps.resize(1);
  row.steps[0].amount = {"44", "77", "ث"};
  const Pdf pdf = MustRender(ArabicSheetOf({row}));
  EXPECT_GT(LeftOf(pdf, "44"), LeftOf(pdf, "77"));
}

TEST(ScriptsTest, TelephoneNumbersAndCodesStayLeftToRight) {
  CallCard call;
  call.title = "اتصل بنا";
  call.number = "+1 555 0142";
  const std::vector<PlacedWord> words = WordsOf(MustRender(ArabicSheetOf({Cards{{call}, {}}})));
  std::vector<std::pair<double, std::string>> number;
  for (const PlacedWord& word : words) {
    for (const char* part : {"+1", "555", "0142"}) {
      if (word.text == part) number.emplace_back(word.left, word.text);
    }
  }
  std::sort(number.begin(), number.end());
  ASSERT_EQ(number.size(), 3u);
  EXPECT_EQ(number[0].second + number[1].second + number[2].second, "+15550142");
  EXPECT_GT(LeftOf(MustRender(ArabicSheetOf({Paragraph{"a"}})), "7K3M9T-42"), 0);
}

TEST(ScriptsTest, FiguresAreTheSameInBothDirections) {
  StepRow row = std::get<StepRow>(SampleTwoPages().blocks[4]);
  row.steps.resize(1);
  const auto figure = [](const Pdf& pdf) {
    const std::string objects = Objects(pdf);
    const size_t start = objects.find("1 J 1 j");  // how each figure begins
    return objects.substr(start, objects.find("endstream", start) - start);
  };
  Sheet english = SheetOf({row});
  english.paper = Paper::kLetter;  // the figures of a row are as low as in Arabic
  Sheet arabic = ArabicSheetOf({row});
  arabic.paper = Paper::kLetter;
  EXPECT_EQ(figure(MustRender(english)), figure(MustRender(arabic)));
}

TEST(ScriptsTest, NamesInThreeScriptsStandOnEveryPage) {
  const std::string name = "Sam سامي 王小明 मीरा";
  for (const std::string& language : SampleLanguages()) {
    Sheet sheet = SampleTwoPagesIn(language);
    sheet.furniture.name = name;
    const Pdf pdf = MustRender(sheet);
    for (const std::string& page : PageTexts(pdf)) {
      EXPECT_THAT(page, HasSubstr("Sam"));
      EXPECT_THAT(page, HasSubstr("王小明"));
    }
  }
}

TEST(ScriptsTest, PagesAreNumberedInTheReadersDigits) {
  const std::string page = PageTexts(MustRender(SampleTwoPagesIn("ar"))).at(1);
  EXPECT_THAT(page, HasSubstr("٢"));
  Sheet nine = SampleTwoPagesIn("ar");
  nine.digits = "٠١٢٣٤٥٦٧٨";
  EXPECT_TRUE(FailsWith(nine, RenderFailure::Kind::kInvalidSheet, "digits"));
}

TEST(ScriptsTest, AFontThatIsMissingForAScriptIsNamedWithItsPackage) {
  const TempFolder folder;
  WriteFile(folder / "fonts.conf",
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
            "<dir>/usr/share/fonts/truetype/noto</dir><cachedir>" +
                (folder / "cache").string() + "</cachedir></fontconfig>");
  const Finished printed = RunProgram({"env", "FONTCONFIG_FILE=" + (folder / "fonts.conf").string(),
                                       ISCHIA_PRINT_SAMPLES, folder.path()});
  EXPECT_EQ(printed.exit_code, 1);
  EXPECT_THAT(printed.output, HasSubstr("two-pages-zh-Hans"));
  EXPECT_THAT(printed.output, HasSubstr("fonts-wqy-microhei"));
}

TEST(ScriptsTest, CharactersAreLookedForInTheFontsOfTheLanguage) {
  EXPECT_FALSE(FindFontFault({"您的家庭训练计划"}, "zh-Hans"));
  EXPECT_FALSE(FindFontFault({"برنامجك ١٢٣"}, "ar"));
  EXPECT_FALSE(FindFontFault({"आपका घर"}, "hi"));
}

// --- Glyphs ---

// What has ink of a gray picture, and how much.
struct Ink {
  int width = 0;
  int height = 0;
  std::vector<double> dark;  // 0 white to 1 black, row by row
};

// Cut to what has ink.
Ink CutToInk(const std::vector<double>& dark, int width, int height) {
  int left = width, right = -1, top = height, bottom = -1;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      if (dark[static_cast<size_t>(y * width + x)] < 0.15) continue;
      left = std::min(left, x), right = std::max(right, x);
      top = std::min(top, y), bottom = std::max(bottom, y);
    }
  }
  Ink ink{std::max(0, right - left + 1), std::max(0, bottom - top + 1), {}};
  for (int y = top; y <= bottom; ++y) {
    for (int x = left; x <= right; ++x)
      ink.dark.push_back(dark[static_cast<size_t>(y * width + x)]);
  }
  return ink;
}

constexpr int kStripWidth = 1654;  // A4 at 200 dots an inch
constexpr int kStripHeight = 190;
constexpr double kDots = 200;

// Straight from the font, without a PDF in between.
Ink FromFont(const std::string& text, const std::string& language) {
  const Script& script = ScriptOf(language);
  cairo_surface_t* surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, kStripWidth, kStripHeight);
  cairo_t* cairo = cairo_create(surface);
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_paint(cairo);
  cairo_set_source_rgb(cairo, 0, 0, 0);
  cairo_scale(cairo, kDots / 72, kDots / 72);
  PangoLayout* layout = pango_cairo_create_layout(cairo);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(pango_layout_get_context(layout), FALSE);
  pango_context_set_language(pango_layout_get_context(layout),
                             pango_language_from_string(language.c_str()));
  PangoFontDescription* font = pango_font_description_from_string(script.families);
  pango_font_description_set_absolute_size(font, 12 * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_context_set_base_dir(pango_layout_get_context(layout),
                             script.right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0"));
  pango_layout_set_attributes(layout, attributes);
  cairo_move_to(cairo, 40, 20);
  pango_cairo_show_layout(cairo, layout);
  cairo_surface_flush(surface);
  std::vector<double> dark;
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < kStripHeight; ++y) {
    for (int x = 0; x < kStripWidth; ++x) dark.push_back(1 - data[y * stride + x * 4 + 1] / 255.0);
  }
  pango_attr_list_unref(attributes);
  pango_font_description_free(font);
  g_object_unref(layout);
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  return CutToInk(dark, kStripWidth, kStripHeight);
}

Ink FromImage(const std::string& pgm) {
  std::istringstream stream(pgm);
  std::string kind;
  int width = 0, height = 0, most = 0;
  stream >> kind >> width >> height >> most;
  const std::string pixels = pgm.substr(pgm.size() - static_cast<size_t>(width * height));
  std::vector<double> dark;
  for (const char pixel : pixels) {
    dark.push_back((255 - static_cast<unsigned char>(pixel)) /
                   225.0);  // the ink of the look is not black
  }
  return CutToInk(dark, width, height);
}

// Whether some ink stands at a point or right beside it, once both pictures are centered.
bool HasInkNear(const Ink& ink, int x, int y) {
  constexpr double kSome = 0.2;
  for (int row = std::max(0, y - 1); row <= std::min(ink.height - 1, y + 1); ++row) {
    for (int column = std::max(0, x - 1); column <= std::min(ink.width - 1, x + 1); ++column) {
      if (ink.dark[static_cast<size_t>(row * ink.width + column)] > kSome) return true;
    }
  }
  return false;
}

// The share of strong ink that has no counterpart in the other.
double Missing(const Ink& ink, const Ink& other) {
  constexpr double kStrong = 0.6;
  const int right = (other.width - ink.width) / 2;
  const int down = (other.height - ink.height) / 2;
  int all = 0;
  int missing = 0;
  for (int y = 0; y < ink.height; ++y) {
    for (int x = 0; x < ink.width; ++x) {
      if (ink.dark[static_cast<size_t>(y * ink.width + x)] < kStrong) continue;
      ++all;
      missing += HasInkNear(other, x + right, y + down) ? 0 : 1;
    }
  }
  return all == 0 ? 0 : static_cast<double>(missing) / all;
}

double Difference(const Ink& a, const Ink& b) {
  if (a.dark.empty() != b.dark.empty()) return 1;
  return std::max(Missing(a, b), Missing(b, a));
}

// The sample's distinct words, in Chinese its distinct characters.
std::vector<std::string> UnitsOf(const std::string& language) {
  const Pdf pdf = MustRender(SampleTwoPagesIn(language));
  std::istringstream text(language == "ar" ? Ask(pdf, {"mutool", "draw", "-q", "-F", "text"})
                                           : Ask(pdf, {"pdftotext"}, {"-"}));
  std::set<std::string> units;
  for (std::string word; text >> word;) {
    if (language != "zh-Hans") {
      units.insert(word);
      continue;
    }
    for (size_t at = 0; at < word.size();) {
      const auto next = static_cast<size_t>(g_utf8_next_char(word.data() + at) - word.data());
      units.insert(word.substr(at, next - at));
      at = next;
    }
  }
  return {units.begin(), units.end()};
}

// Each unit in a document of its own, so that its font has nothing else in it.
std::vector<Ink> Printed(const std::vector<std::string>& units, const std::string& language,
                         const TempFolder& folder) {
  Press press;
  std::vector<std::string> merge{"qpdf", "--empty", "--pages"};
  for (size_t i = 0; i < units.size(); ++i) {
    Sheet sheet = SheetOf({Paragraph{units[i]}});
    sheet.language = language;
    sheet.furniture = Furniture{};
    sheet.furniture.page_label = "";
    const Rendered rendered = press.Render(sheet);
    const std::string file = folder / (std::to_string(i) + ".pdf");
    WriteFile(file, std::get<Pdf>(rendered).bytes);
    merge.push_back(file);
  }
  merge.insert(merge.end(), {"--", folder / "all.pdf"});
  EXPECT_EQ(RunProgram(merge).exit_code, 0);
  const Finished drawn = RunProgram(
      {"pdftoppm", "-gray", "-r", "200", "-x", "0", "-y", "0", "-W", std::to_string(kStripWidth),
       "-H", std::to_string(kStripHeight), folder / "all.pdf", folder / "page"});
  EXPECT_EQ(drawn.exit_code, 0) << drawn.output;
  const size_t digits = std::to_string(units.size()).size();
  std::vector<Ink> inks;
  for (size_t i = 1; i <= units.size(); ++i) {
    std::string number = std::to_string(i);
    number.insert(0, digits - number.size(), '0');
    inks.push_back(FromImage(ReadFile(folder / ("page-" + number + ".pgm"))));
  }
  return inks;
}

constexpr double kAlike = 0.1;

class GlyphsTest : public testing::TestWithParam<std::string> {};

TEST_P(GlyphsTest, EachPrintedGlyphLooksLikeItsFont) {
  const TempFolder folder;
  const std::vector<std::string> units = UnitsOf(GetParam());
  ASSERT_GT(units.size(), 50u);
  const std::vector<Ink> printed = Printed(units, GetParam(), folder);
  for (size_t i = 0; i < units.size(); ++i) {
    EXPECT_LT(Difference(printed[i], FromFont(units[i], GetParam())), kAlike) << units[i];
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, GlyphsTest,
                         testing::Values("es", "de", "fr", "ar", "hi", "zh-Hans"),
                         [](const auto& language) { return language.param.substr(0, 2); });

TEST(GlyphCheckTest, ALostOrAnotherGlyphIsNoticed) {
  const TempFolder folder;
  const Ink printed = Printed({"如"}, "zh-Hans", folder).front();
  EXPECT_LT(Difference(printed, FromFont("如", "zh-Hans")), kAlike);
  EXPECT_GT(Difference(printed, FromFont("妃", "zh-Hans")), kAlike);
  EXPECT_GT(Difference(Ink{}, FromFont("如", "zh-Hans")), kAlike);
}

}  // namespace
}  // namespace ischia::document
