#include "integration/document/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

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
using Kind = RenderFailure::Kind;

TEST(LayoutTest, ForeignReadersAcceptBothPapers) {
  for (const auto& [paper, size] : {std::pair(Paper::kA4, "595.276 x 841.89 pts (A4)"),
                                    std::pair(Paper::kLetter, "612 x 792 pts (letter)")}) {
    const Pdf pdf = MustRender(SampleHandout(paper));
    EXPECT_THAT(Ask(pdf, {"qpdf", "--check"}), HasSubstr("No syntax or stream encoding errors"));
    const std::string info = Ask(pdf, {"pdfinfo"});
    EXPECT_THAT(info, HasSubstr("Tagged:          yes"));
    EXPECT_THAT(info, HasSubstr("Title:           Your home program"));
    EXPECT_THAT(info, HasSubstr(size));
    EXPECT_THAT(info, HasSubstr("Pages:           " + std::to_string(pdf.page_count)));
  }
}

TEST(LayoutTest, BothDatesComeFromTheSheet) {
  const std::string objects = Objects(MustRender(SampleReferral()));
  EXPECT_EQ(Count(objects, "/CreationDate (D:20260601000000Z)"), 1);
  EXPECT_EQ(Count(objects, "/ModDate (D:20260601000000Z)"), 1);
}

TEST(LayoutTest, FirstPageReadsFromTopToBottom) {
  const std::string page = PageTexts(MustRender(SampleHandout(Paper::kA4))).at(0);
  size_t at = 0;
  for (const char* words :
       {"Your home program", "10 minutes", "Do it later in the day.", "Do these, in this order",
        "Lying strap stretch", "Belly brace", "Never hold your breath", "How it should feel",
        "mild pull", "What to expect", "Questions? Call us", "555-0142"}) {
    const size_t found = page.find(words, at);
    ASSERT_NE(found, std::string::npos) << words << " is not below the words before it:\n" << page;
    at = found;
  }
}

TEST(LayoutTest, EveryPageCarriesNameNumberAndCode) {
  const Pdf pdf = MustRender(SampleHandout(Paper::kA4));
  const std::vector<std::string> pages = PageTexts(pdf);
  ASSERT_EQ(pages.size(), static_cast<size_t>(pdf.page_count));
  for (size_t i = 0; i < pages.size(); ++i) {
    EXPECT_THAT(pages[i], HasSubstr("Sam Sample"));
    EXPECT_THAT(pages[i],
                HasSubstr("Page " + std::to_string(i + 1) + " of " + std::to_string(pages.size())));
    EXPECT_THAT(pages[i], HasSubstr("7K3M9T-42"));
  }
}

TEST(LayoutTest, TheSampleHandoutFillsFiveA4Pages) {
  EXPECT_EQ(MustRender(SampleHandout(Paper::kA4)).page_count, 5);
  EXPECT_EQ(MustRender(SampleReferral()).page_count, 1);
  EXPECT_EQ(MustRender(SampleTwoPages()).page_count, 2);
}

// A mail takes it, and so does a phone with little room. Figures are half of it, tags a fifth.
TEST(LayoutTest, FilesStaySmall) {
  constexpr size_t kKibibyte = 1024;
  EXPECT_LE(MustRender(SampleTwoPages()).bytes.size(), 150 * kKibibyte);
  EXPECT_LE(MustRender(SampleHandout(Paper::kA4)).bytes.size(), 200 * kKibibyte);
  EXPECT_LE(MustRender(SampleTwoPagesIn("zh-Hans")).bytes.size(), 300 * kKibibyte);
}

TEST(LayoutTest, RunningHeadersAndGroundsAreArtifacts) {
  const Pdf pdf = MustRender(SampleHandout(Paper::kA4));
  EXPECT_EQ(Count(Objects(pdf), "/Artifact BMC"), 2 * pdf.page_count);
}

TEST(LayoutTest, EveryFigureAndTickBoxHasAlternativeWords) {
  const std::string objects = Objects(MustRender(SampleHandout(Paper::kA4)));
  const int boxes_in_cells = 2 * (7 + 7 + 5);
  EXPECT_EQ(Count(objects, "/Alt ("), Count(objects, "/S /Figure") + boxes_in_cells);
  EXPECT_GE(Count(objects, "/S /Figure"), 12);
  EXPECT_EQ(Count(objects, "/Alt (Walking in place.)"), 1);
  EXPECT_EQ(Count(objects, "/Alt (tick box, Mon, June 1, right leg)"), 2);
}

TEST(LayoutTest, HeaderCellsOfRowsAndColumnsAreToldApart) {
  Table table;
  table.head = {"Week", "Hold"};
  table.rows = {{"1", "15 s"}, {"2", "20 s"}, {"3", "25 s"}};
  const std::string objects = Objects(MustRender(SheetOf({table})));
  EXPECT_EQ(Count(objects, "/Scope /Column"), 2);
  EXPECT_EQ(Count(objects, "/Scope /Row"), 3);
}

TEST(LayoutTest, EqualSheetsGiveEqualBytesWhateverWasRenderedBefore) {
  Press fresh;
  Press used;
  Sheet other = SampleReferral();
  other.language = "es";
  (void)used.Render(other);
  (void)used.Render(SampleHandout(Paper::kLetter));
  const Rendered first = fresh.Render(SampleHandout(Paper::kA4));
  const Rendered second = used.Render(SampleHandout(Paper::kA4));
  ASSERT_TRUE(std::holds_alternative<Pdf>(first));
  ASSERT_TRUE(std::holds_alternative<Pdf>(second));
  EXPECT_TRUE(std::get<Pdf>(first).bytes == std::get<Pdf>(second).bytes);
}

TEST(LayoutTest, FiguresDrawnBeforeGiveTheBytesOfFiguresDrawnAnew) {
  Press press;
  const Rendered cold = press.Render(SampleTwoPages());
  const Rendered warm = press.Render(SampleTwoPages());
  ASSERT_TRUE(std::holds_alternative<Pdf>(cold));
  ASSERT_TRUE(std::holds_alternative<Pdf>(warm));
  EXPECT_TRUE(std::get<Pdf>(cold).bytes == std::get<Pdf>(warm).bytes);
}

// More angles than a press remembers, the same one at both ends.
TEST(LayoutTest, AFigureForgottenMeanwhileIsDrawnTheSame) {
  Press press;
  Sheet sheet = SampleTwoPages();
  StepRow row = std::get<StepRow>(sheet.blocks[4]);
  sheet.blocks = {row};
  const Rendered before = press.Render(sheet);
  for (int sheets = 0; sheets < 300; ++sheets) {
    StepRow others = row;
    for (size_t i = 0; i < others.steps.size(); ++i) {
      others.steps[i].picture.figure.pose.a.hip = 20 + sheets * 0.2 + static_cast<double>(i) * 0.01;
    }
    Sheet other = sheet;
    other.blocks = {others};
    ASSERT_TRUE(std::holds_alternative<Pdf>(press.Render(other)));
  }
  const Rendered after = press.Render(sheet);
  EXPECT_TRUE(std::get<Pdf>(before).bytes == std::get<Pdf>(after).bytes);
}

TEST(LayoutTest, EqualFiguresAreOneObject) {
  const Sheet two = SampleTwoPages();
  StepRow row = std::get<StepRow>(two.blocks[4]);
  row.steps.resize(2);
  row.steps[1].picture.figure = row.steps[0].picture.figure;
  const std::string alike = Objects(MustRender(SheetOf({row})));
  row.steps[1].picture.figure.pose.a.hip += 5;
  const std::string apart = Objects(MustRender(SheetOf({row})));
  EXPECT_EQ(Count(alike, "/S /Figure"), 2);
  EXPECT_EQ(Count(apart, "/Subtype /Form") - Count(alike, "/Subtype /Form"), 1);
}

TEST(LayoutTest, AnotherProcessPrintsTheSameBytes) {
  const TempFolder folder;
  const Finished printed = RunProgram({ISCHIA_PRINT_SAMPLES, folder.path()});
  ASSERT_EQ(printed.exit_code, 0) << printed.output;
  EXPECT_TRUE(ReadFile(folder / "handout-a4.pdf") == MustRender(SampleHandout(Paper::kA4)).bytes);
}

TEST(LayoutTest, MissingFontFailsByNameAndPackage) {
  const TempFolder folder;
  WriteFile(folder / "fonts.conf",
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig><dir>" +
                (folder / "none").string() + "</dir><cachedir>" + (folder / "cache").string() +
                "</cachedir></fontconfig>");
  const Finished printed = RunProgram({"env", "FONTCONFIG_FILE=" + (folder / "fonts.conf").string(),
                                       ISCHIA_PRINT_SAMPLES, folder.path()});
  EXPECT_EQ(printed.exit_code, 1);
  EXPECT_THAT(printed.output, HasSubstr("font Noto Sans Regular is not installed"));
  EXPECT_THAT(printed.output, HasSubstr("fonts-noto-core"));
}

TEST(LayoutTest, ATextInNoInstalledFontFails) {
  EXPECT_TRUE(FailsWith(SheetOf({Paragraph{"\xf4\x8f\xbf\xbd"}}), Kind::kTextNotDrawable, "glyph"));
}

TEST(LayoutTest, HostileTextFailsAndIsNotQuoted) {
  for (const std::string& text :
       {std::string("a\xff"), std::string("\xc0\xaf"), std::string("\xed\xa0\x80"),
        std::string("a\0b", 3), std::string("a\x1b[31m"), std::string("a\rb"),
        std::string("a\xc2\x85"), std::string("\xc2"), std::string(20'000, 'x')}) {
    EXPECT_TRUE(FailsWith(SheetOf({Paragraph{text}}), Kind::kInvalidText, "a text "));
  }
}

TEST(LayoutTest, HostileTextFailsInEveryPlace) {
  const std::string bad = "Robert\x01";
  Sheet title = SampleReferral();
  title.title = bad;
  EXPECT_TRUE(FailsWith(title, Kind::kInvalidText, "control"));
  Sheet name = SampleReferral();
  name.furniture.name = bad;
  EXPECT_TRUE(FailsWith(name, Kind::kInvalidText, "control"));
  Sheet figure = SampleHandout(Paper::kA4);
  std::get<StepRow>(figure.blocks[4]).steps[0].picture.alternative = bad;
  EXPECT_TRUE(FailsWith(figure, Kind::kInvalidText, "control"));
  Sheet day = SampleHandout(Paper::kA4);
  for (Block& block : day.blocks) {
    if (auto* week = std::get_if<TickTable>(&block)) week->spoken_columns[0] = bad;
  }
  EXPECT_TRUE(FailsWith(day, Kind::kInvalidText, "control"));
}

TEST(LayoutTest, LabelsOfFiguresAreCheckedLikeEveryText) {
  for (const auto& [text, kind] :
       {std::pair("60\x01", Kind::kInvalidText), std::pair("60\xff", Kind::kInvalidText),
        std::pair("60\xf4\x8f\xbf\xbd", Kind::kTextNotDrawable)}) {
    Sheet now = SampleTwoPages();
    std::get<Instruction>(now.blocks[9]).end.picture.figure.angle->label = text;
    EXPECT_TRUE(FailsWith(now, kind, "text"));
    Sheet goal = SampleTwoPages();
    std::get<Instruction>(goal.blocks[9]).end.picture.figure.angle->goal_label = text;
    EXPECT_TRUE(FailsWith(goal, kind, "text"));
  }
}

TEST(LayoutTest, LabelsOfFiguresAreText) {
  const std::vector<std::string> pages = PageTexts(MustRender(SampleTwoPages()));
  EXPECT_THAT(pages.at(1), HasSubstr("week 6 goal: 72°"));
}

TEST(LayoutTest, ALineFeedEndsALine) {
  EXPECT_THAT(PageTexts(MustRender(SheetOf({Paragraph{"first\nsecond"}}))).at(0),
              HasSubstr("first\nsecond"));
}

TEST(LayoutTest, FailureDoesNotOutliveItsSheet) {
  Press press;
  EXPECT_TRUE(std::holds_alternative<RenderFailure>(press.Render(SheetOf({Paragraph{"\x01"}}))));
  EXPECT_TRUE(std::holds_alternative<Pdf>(press.Render(SampleReferral())));
}

TEST(LayoutTest, DatesLanguagesAndFiguresAreChecked) {
  Sheet date = SampleReferral();
  date.month = 2;
  date.day = 30;
  EXPECT_TRUE(FailsWith(date, Kind::kInvalidSheet, "date"));
  Sheet language = SampleReferral();
  language.language = "en)>>";
  EXPECT_TRUE(FailsWith(language, Kind::kInvalidSheet, "language"));
  Sheet silent = SampleHandout(Paper::kA4);
  std::get<StepRow>(silent.blocks[4]).steps[0].picture.alternative.clear();
  EXPECT_TRUE(FailsWith(silent, Kind::kInvalidSheet, "alternative"));
  EXPECT_TRUE(FailsWith(EmptySheet(), Kind::kInvalidSheet, "blocks"));
}

TEST(LayoutTest, MoreThan24PagesFail) {
  std::vector<Block> blocks;
  for (int page = 0; page < kMaxPages; ++page) {
    blocks.emplace_back(Paragraph{"page"});
    blocks.emplace_back(PageBreak{});
  }
  EXPECT_EQ(MustRender(SheetOf(blocks)).page_count, kMaxPages);
  blocks.emplace_back(Paragraph{"one too many"});
  EXPECT_TRUE(FailsWith(SheetOf(blocks), Kind::kTooManyPages, "24 pages"));
}

TEST(LayoutTest, ABlockTallerThanAPageFails) {
  TextCard card{"Title", std::vector<RichText>(80, RichText("line"))};
  EXPECT_TRUE(FailsWith(SheetOf({Cards{{card}, {}}}), Kind::kBlockTooTall, "taller than a page"));
}

TEST(LayoutTest, NumbersThatAreNoneDoNotReachThePage) {
  RangeCard card;
  card.title = "What to expect";
  const double none = std::numeric_limits<double>::quiet_NaN();
  card.bars = {{"label", "values", none, none, none, none, none},
               {"label", "values", 5, 5, 5, 5, 5},
               {"label", "values", 0, 10, none, -50, 50}};
  Table table;
  table.head = {"a", "b"};
  table.widths = {0, none};
  table.rows = {{"1", "2"}};
  EXPECT_EQ(MustRender(SheetOf({Cards{{card}, {}}, table})).page_count, 1);
}

// Wherever the page ends, a heading is not the last thing on it. Small lines shift the end so that
// for some count the heading alone would fit.
TEST(LayoutTest, AHeadingNeverStandsAloneAtTheFoot) {
  int next_page = 0;
  for (int small_lines = 0; small_lines < 5; ++small_lines) {
    for (int lines = 16; lines < 24; ++lines) {
      std::vector<Block> blocks(static_cast<size_t>(lines), Paragraph{"line"});
      blocks.insert(blocks.end(), static_cast<size_t>(small_lines), SmallPrint{"small"});
      blocks.emplace_back(Heading{"Heading", ""});
      blocks.emplace_back(Paragraph{"follows"});
      const std::vector<std::string> pages = PageTexts(MustRender(SheetOf(blocks)));
      for (const std::string& page : pages) {
        EXPECT_EQ(Count(page, "Heading"), Count(page, "follows")) << lines << " " << small_lines;
      }
      next_page += Count(pages.front(), "Heading") == 0 ? 1 : 0;
    }
  }
  EXPECT_GT(next_page, 0);
}

TEST(LayoutTest, BlocksKeptTogetherShareAPage) {
  for (int lines = 15; lines < 35; ++lines) {
    std::vector<Block> blocks(static_cast<size_t>(lines), Paragraph{"line"});
    blocks.emplace_back(KeepTogether{3});
    for (const char* text : {"first", "second", "third"}) blocks.emplace_back(Paragraph{text});
    for (const std::string& page : PageTexts(MustRender(SheetOf(blocks)))) {
      EXPECT_EQ(Count(page, "first"), Count(page, "third")) << lines;
    }
  }
}

TEST(LayoutTest, ATableThatGoesOnRepeatsItsHead) {
  Table table;
  table.head = {"Week", "Hold"};
  for (int row = 0; row < 70; ++row) table.rows.push_back({std::to_string(row), "15 s"});
  const std::vector<std::string> pages = PageTexts(MustRender(SheetOf({table})));
  ASSERT_EQ(pages.size(), 3u);
  for (const std::string& page : pages) EXPECT_EQ(Count(page, "Hold"), 1);
}

TEST(LayoutTest, TheNumberToCallStaysWhenTheWideCardHasNoRoom) {
  const Sheet handout = SampleHandout(Paper::kA4);
  Sheet sheet = EmptySheet();
  sheet.blocks = std::vector<Block>(18, Paragraph{"line"});
  sheet.blocks.push_back(handout.blocks[8]);
  const std::vector<std::string> pages = PageTexts(MustRender(sheet));
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_THAT(pages[0], HasSubstr("555-0142"));
  EXPECT_THAT(pages[0], Not(HasSubstr("What to expect")));
  EXPECT_THAT(pages[1], HasSubstr("What to expect"));
}

TEST(LayoutTest, ACardWithoutRoomWaitsForTheFootOfALaterPage) {
  const Sheet handout = SampleHandout(Paper::kA4);
  Sheet sheet = EmptySheet();
  sheet.blocks = std::vector<Block>(18, Paragraph{"line"});
  sheet.blocks.push_back(handout.blocks[8]);
  sheet.blocks.emplace_back(PageBreak{});
  sheet.blocks.insert(sheet.blocks.end(), 22, Paragraph{"full"});
  sheet.blocks.emplace_back(PageBreak{});
  sheet.blocks.emplace_back(Paragraph{"short"});
  sheet.blocks.emplace_back(PageBreak{});
  sheet.blocks.emplace_back(Paragraph{"last"});
  const std::vector<std::string> pages = PageTexts(MustRender(sheet));
  ASSERT_EQ(pages.size(), 4u);
  for (size_t page = 0; page < pages.size(); ++page) {
    EXPECT_EQ(Count(pages[page], "What to expect"), page == 2 ? 1 : 0) << page;
  }
}

TEST(LayoutTest, ListsStandSideBySideAndTallOnesBelowEachOther) {
  const auto lists = [](size_t items) {
    const List list{List::Mark::kNumber, std::vector<RichText>(items, RichText("item"))};
    return MustRender(SheetOf({ListColumns{{{"Left", list, ""}, {"Right", list, "closing"}}}}));
  };
  const Pdf low = lists(10);
  const std::string text = Ask(low, {"pdftotext", "-raw"}, {"-"});
  EXPECT_EQ(low.page_count, 1);
  EXPECT_LT(text.find("10 item"), text.find("Right")) << "the left list is read first";
  EXPECT_EQ(Count(Objects(low), "/S /L\n"), 2);
  const std::vector<std::string> pages = PageTexts(lists(50));
  ASSERT_EQ(pages.size(), 4u);
  EXPECT_THAT(pages[0], Not(HasSubstr("Right")));
}

TEST(LayoutTest, ANoBreakSpaceKeepsItsLine) {
  std::string doses;
  for (int dose = 0; dose < 60; ++dose) doses += " 4\u00a0\u00d7\u00a015\u202fs";
  std::istringstream lines(PageTexts(MustRender(SheetOf({Paragraph{doses}}))).at(0));
  int seen = 0;
  for (std::string line; std::getline(lines, line);) {
    if (Count(line, "\u00d7") == 0) continue;
    ++seen;
    EXPECT_EQ(line.front(), '4') << line;
    EXPECT_EQ(line.back(), 's') << line;
  }
  EXPECT_GT(seen, 4);
}

TEST(LayoutTest, EachFaceIsEmbeddedOnce) {
  const std::string fonts = Ask(
      MustRender(SheetOf({Paragraph{{"first office fit, 15\u202fs ", Bold("flat, 15\u202fs")}}})),
      {"pdffonts"});
  EXPECT_EQ(Count(fonts, "NotoSans-Regular"), 1) << fonts;
  EXPECT_EQ(Count(fonts, "NotoSans-Bold"), 1) << fonts;
}

TEST(LayoutTest, APageOfInstructionsThatIsTooLongIsPartedBelowThePanel) {
  Sheet sheet = SampleHandout(Paper::kA4);
  Instruction page = std::get<Instruction>(sheet.blocks[9]);
  page.steps.insert(page.steps.end(), 6, "One more step that is long enough to need two lines.");
  sheet.blocks = {page};
  const std::vector<std::string> pages = PageTexts(MustRender(sheet));
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_THAT(pages[0], HasSubstr("Every day."));
  EXPECT_THAT(pages[1], HasSubstr("How to do it"));
  EXPECT_THAT(pages[1], HasSubstr("Stop: 6 to 10"));
}

}  // namespace
}  // namespace ischia::document
