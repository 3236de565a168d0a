// Large print, posters, the clinician's sheet, and what a clinic adds of its own: color, logo,
// link.
#include <cairo.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "integration/document/accent.h"
#include "integration/document/figure.h"
#include "integration/document/logo.h"
#include "integration/document/protect.h"
#include "tests/integration/document/gray.h"
#include "tests/integration/document/rendered.h"
#include "tests/integration/document/script_samples.h"
#include "tests/integration/document/sheet_samples.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::document {
namespace {

using ::ischia::support::Finished;
using ::ischia::support::RunProgram;
using ::ischia::support::TempFolder;
using ::ischia::support::WriteFile;
using ::testing::HasSubstr;
using ::testing::Not;
using Kind = RenderFailure::Kind;

double SmallestWord(const Pdf& pdf) {
  const std::string boxes = Ask(pdf, {"pdftotext", "-bbox"}, {"-"});
  const std::regex word(
      "<word xMin=\"[0-9.]+\" yMin=\"([0-9.]+)\" xMax=\"[0-9.]+\" yMax=\"([0-9.]+)\"");
  double least = 1000;
  for (std::sregex_iterator found(boxes.begin(), boxes.end(), word), end; found != end; ++found) {
    least = std::min(least, std::stod((*found)[2]) - std::stod((*found)[1]));
  }
  return least;
}

TEST(EditionsTest, EachSamplePassesForeignChecks) {
  for (const Sheet& sheet : {SamplePoster(), SamplePictures(), SampleClinicianSheet(), SampleWhy(),
                             SampleLargePrint()}) {
    const Pdf pdf = MustRender(sheet);
    EXPECT_THAT(Ask(pdf, {"qpdf", "--check"}), HasSubstr("No syntax or stream encoding errors"));
    EXPECT_THAT(Ask(pdf, {"pdfinfo"}), HasSubstr("Tagged:          yes"));
    const std::string objects = Objects(pdf);
    EXPECT_GE(Count(objects, "/Alt "), Count(objects, "/S /Figure"));
  }
}

TEST(EditionsTest, NothingInLargePrintIsSmall) {
  // Cairo's boxes are 1.36 sizes high; running header and footer have 14 pt, figures' labels less.
  Sheet sheet = SampleLargePrint();
  std::erase_if(sheet.blocks,
                [](const Block& block) { return std::holds_alternative<Instruction>(block); });
  EXPECT_GE(SmallestWord(MustRender(sheet)), 14 * 1.1);
  EXPECT_LT(SmallestWord(MustRender(SampleHandout(Paper::kA4))), 14 * 1.1);
}

TEST(EditionsTest, AnInstructionInLargePrintTakesTwoPages) {
  const Instruction page = std::get<Instruction>(SampleHandout(Paper::kA4).blocks[9]);
  Sheet sheet = SheetOf({page});
  sheet.edition = Edition::kLargePrint;
  const std::vector<std::string> pages = PageTexts(MustRender(sheet));
  ASSERT_EQ(pages.size(), 2u);
  EXPECT_THAT(pages[0], HasSubstr("Right leg"));
  EXPECT_THAT(pages[1], HasSubstr("How to do it"));
  EXPECT_THAT(pages[1], HasSubstr("Stop if you feel"));
}

TEST(EditionsTest, EveryBoxOfALargeWeekKeepsItsWords) {
  const Sheet handout = SampleHandout(Paper::kA4);
  std::vector<Block> weeks;
  for (const Block& block : handout.blocks) {
    if (std::holds_alternative<TickTable>(block)) weeks.push_back(block);
  }
  Sheet standard = SheetOf(weeks);
  Sheet large = SheetOf(weeks);
  large.edition = Edition::kLargePrint;
  EXPECT_EQ(Count(Objects(MustRender(large)), "/Alt (tick box"),
            Count(Objects(MustRender(standard)), "/Alt (tick box"));
}

TEST(EditionsTest, PostersTakeOnePage) {
  for (const Paper paper : {Paper::kA4, Paper::kLetter}) {
    Sheet fridge = SamplePoster();
    fridge.paper = paper;
    const Pdf pdf = MustRender(fridge);
    EXPECT_EQ(pdf.page_count, 1);
    EXPECT_THAT(PageTexts(pdf).at(0), HasSubstr("555-0142"));
    Sheet pictures = SamplePictures();
    pictures.paper = paper;
    EXPECT_EQ(MustRender(pictures).page_count, 1);
  }
}

TEST(EditionsTest, APosterOfFourRowsTakesOnePageAndFiveFail) {
  Sheet sheet = SamplePoster();
  auto& rows = std::get<PosterRows>(sheet.blocks[1]).rows;
  rows.push_back(rows.back());
  EXPECT_EQ(MustRender(sheet).page_count, 1);
  rows.push_back(rows.back());
  EXPECT_TRUE(FailsWith(sheet, Kind::kInvalidSheet, "four rows"));
}

TEST(EditionsTest, PictureStepsCountWithinBounds) {
  Sheet sheet = SamplePictures();
  std::get<PictureStep>(sheet.blocks[0]).discs = 21;
  EXPECT_TRUE(FailsWith(sheet, Kind::kInvalidSheet, "counts"));
  sheet = SamplePictures();
  std::get<PictureStep>(sheet.blocks[0]).minutes = 61;
  EXPECT_TRUE(FailsWith(sheet, Kind::kInvalidSheet, "minutes"));
}

TEST(EditionsTest, ThePictureSheetSaysNothingButNumbers) {
  Sheet sheet = SamplePictures();
  sheet.furniture.footer.clear();
  sheet.furniture.scan.reset();
  sheet.furniture.code.clear();
  const std::string text = PageTexts(MustRender(sheet)).at(0);
  EXPECT_EQ(text.find_first_not_of("0123456789- \n"), std::string::npos) << text;
}

TEST(EditionsTest, AChartNeedsARisingTimeAndNumbers) {
  TrajectoryChart chart = std::get<TrajectoryChart>(
      std::get<Sections>(SampleClinicianSheet().blocks[1]).columns[1].parts[0]);
  EXPECT_EQ(MustRender(SheetOf({chart})).page_count, 1);
  TrajectoryChart back = chart;
  back.points[1].at = -1;
  EXPECT_TRUE(FailsWith(SheetOf({back}), Kind::kInvalidSheet, "rising"));
  TrajectoryChart none = chart;
  none.points[1].high = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(FailsWith(SheetOf({none}), Kind::kInvalidSheet, "chart"));
  TrajectoryChart one = chart;
  one.points.resize(1);
  EXPECT_TRUE(FailsWith(SheetOf({one}), Kind::kInvalidSheet, "two points"));
}

TEST(EditionsTest, WordsOfTheMusclesAreText) {
  const std::string text = PageTexts(MustRender(SampleWhy())).at(0);
  for (const char* words : {"sit bone", "semitendinosus", "semimembranosus", "biceps femoris",
                            "just below the knee", "Pelvis tipped back"}) {
    EXPECT_THAT(text, HasSubstr(words));
  }
}

// --- Color ---

TEST(AccentTest, ColorsThatCannotBeReadAreRefusedWithTheirGround) {
  EXPECT_EQ(FindAccentFault("#0A5F6B"), std::nullopt);
  EXPECT_EQ(FindAccentFault("#7A1F5C"), std::nullopt);
  EXPECT_THAT(FindAccentFault("#9A9A9A").value_or(""), HasSubstr("on white"));
  EXPECT_THAT(FindAccentFault("#737373").value_or(""), HasSubstr("sand"));  // 4.7 on white
  for (const char* text : {"", "teal", "#12345", "#1234567", "0A5F6B#", "#12 456", "#-12345"}) {
    EXPECT_THAT(FindAccentFault(text).value_or(""), HasSubstr("no color")) << text;
  }
}

TEST(AccentTest, ContrastIsThatOfTheGuideline) {
  EXPECT_NEAR(ContrastOf(0x000000, 0xFFFFFF), 21, 1e-9);
  EXPECT_NEAR(ContrastOf(0x0A5F6B, 0xFFFFFF), 7.3, 0.05);
  EXPECT_NEAR(ContrastOf(0x777777, 0x777777), 1, 1e-9);
}

TEST(AccentTest, TheClinicsColorIsUsedInFurnitureAlone) {
  Sheet sheet = SampleTwoPages();
  const std::string plain = Objects(MustRender(sheet));
  sheet.accent = "#7A1F5C";
  const std::string colored = Objects(MustRender(sheet));
  EXPECT_EQ(Count(plain, "0.478 0.122 0.361"), 0);
  EXPECT_GT(Count(colored, "0.478 0.122 0.361"), 5);
  EXPECT_GT(Count(colored, "0.039 0.373 0.42"), 0) << "figures keep theirs";
  sheet.accent = "#EEEEEE";
  EXPECT_TRUE(FailsWith(sheet, Kind::kInvalidSheet, "accent"));
}

// --- Logo ---

cairo_status_t Append(void* closure, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

std::string Png(int width, int height) {
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
  cairo_t* cairo = cairo_create(surface);
  cairo_set_source_rgb(cairo, 1, 0, 0);
  cairo_rectangle(cairo, 0, 0, width, height / 2.0);
  cairo_fill(cairo);
  cairo_destroy(cairo);
  std::string bytes;
  cairo_surface_write_to_png_stream(surface, &Append, &bytes);
  cairo_surface_destroy(surface);
  return bytes;
}

LogoFailure::Kind FaultOf(const std::string& png) {
  const auto read = ReadLogo(png);
  const auto* failure = std::get_if<LogoFailure>(&read);
  if (failure == nullptr) {
    ADD_FAILURE() << "the logo was read";
    return LogoFailure::Kind::kBroken;
  }
  return failure->kind;
}

TEST(LogoTest, HostileFilesFailByKind) {
  const std::string good = Png(200, 100);
  EXPECT_EQ(FaultOf(""), LogoFailure::Kind::kNotPng);
  EXPECT_EQ(FaultOf("GIF89a, or anything else"), LogoFailure::Kind::kNotPng);
  EXPECT_EQ(FaultOf(good.substr(0, 12)), LogoFailure::Kind::kBroken);
  EXPECT_EQ(FaultOf(good.substr(0, good.size() / 2)), LogoFailure::Kind::kBroken);
  EXPECT_EQ(FaultOf(good + std::string(kMaxLogoBytes, 'x')), LogoFailure::Kind::kTooManyBytes);
  std::string damaged = good;
  damaged[60] = static_cast<char>(damaged[60] ^ 0x55);
  EXPECT_EQ(FaultOf(damaged), LogoFailure::Kind::kBroken);
}

// A bomb is refused by its header; nothing of it is decoded.
TEST(LogoTest, FiftyMegapixelsAreRefusedByTheHeader) {
  std::string png = Png(200, 100);
  for (const auto& [width, height] : {std::pair(0x1F40, 0x1F40), std::pair(0x7FFFFFFF, 1)}) {
    for (int byte = 0; byte < 4; ++byte) {
      png[16 + static_cast<size_t>(byte)] = static_cast<char>(width >> (24 - 8 * byte) & 0xff);
      png[20 + static_cast<size_t>(byte)] = static_cast<char>(height >> (24 - 8 * byte) & 0xff);
    }
    EXPECT_EQ(FaultOf(png), LogoFailure::Kind::kTooManyPixels);
  }
}

// The color of a point of the first page at 72 dots an inch.
std::string ColorAt(const Pdf& pdf, size_t x, size_t y) {
  const TempFolder folder;
  WriteFile(folder / "sheet.pdf", pdf.bytes);
  RunProgram(
      {"pdftoppm", "-r", "72", "-f", "1", "-singlefile", folder / "sheet.pdf", folder / "page"});
  const std::string image = support::ReadFile(folder / "page.ppm");
  const size_t width = 596;
  const size_t header = image.size() - width * 842 * 3;
  return image.substr(header + (y * width + x) * 3, 3);
}

TEST(LogoTest, TheLogoStandsOnTheScreenAsItIsPrinted) {
  Sheet sheet = SampleTwoPages();
  sheet.furniture.logo = std::get<Logo>(ReadLogo(Png(800, 400)));
  Press press;
  const auto drawing = std::get<PageDrawing>(press.DrawPage(sheet, 1));
  EXPECT_EQ(Count(drawing.svg, "href=\"data:image/png;base64,"), 1);
  EXPECT_LT(Difference(PictureOf(drawing, 3), PictureOf(MustRender(sheet), 1, 3)), kUnseen);
}

TEST(LogoTest, TheLogoStandsUprightOnceAtTheStartOfEachPage) {
  Sheet sheet = SampleTwoPages();
  sheet.furniture.logo = std::get<Logo>(ReadLogo(Png(800, 400)));
  const Pdf pdf = MustRender(sheet);
  EXPECT_EQ(Count(Objects(pdf), "/Subtype /Image"), 1);
  const size_t left = 46 + 10;
  const size_t top = 32;
  EXPECT_EQ(ColorAt(pdf, left, top + 7), std::string("\xff\0\0", 3));
  EXPECT_EQ(ColorAt(pdf, left, top + 21), "\xff\xff\xff") << "what is transparent is white";
  EXPECT_THAT(Ask(pdf, {"qpdf", "--check"}), HasSubstr("No syntax"));
  EXPECT_TRUE(MustRender(sheet).bytes == pdf.bytes);
  sheet.language = "ar";
  EXPECT_EQ(ColorAt(MustRender(sheet), 595 - left, top + 7), std::string("\xff\0\0", 3));
}

TEST(LogoTest, ThinLogosStayLogos) {
  for (const auto& [width, height] : {std::pair(2000, 2), std::pair(2, 2000), std::pair(1, 1)}) {
    Sheet sheet = SheetOf({Paragraph{"a"}});
    sheet.furniture.logo = std::get<Logo>(ReadLogo(Png(width, height)));
    EXPECT_EQ(MustRender(sheet).page_count, 1);
  }
}

// --- Link to scan ---

std::string ScannedFrom(const Pdf& pdf) {
  const TempFolder folder;
  WriteFile(folder / "sheet.pdf", pdf.bytes);
  RunProgram({"pdftoppm", "-r", "200", "-f", "1", "-singlefile", "-png", folder / "sheet.pdf",
              folder / "page"});
  return RunProgram({"zbarimg", "--quiet", "--raw", folder / "page.png"}).output;
}

TEST(ScanTest, APhoneReadsTheLinkInBothDirections) {
  for (const char* language : {"en", "ar"}) {
    Sheet sheet = SampleTwoPages();
    sheet.language = language;
    sheet.furniture.scan = ScanLink{"https://example.org/c/7K3M9T42QXA1", "Scan to tell us"};
    const Pdf pdf = MustRender(sheet);
    EXPECT_THAT(ScannedFrom(pdf), HasSubstr("https://example.org/c/7K3M9T42QXA1")) << language;
    EXPECT_THAT(PageTexts(pdf).at(0), HasSubstr("Scan"));
    EXPECT_THAT(PageTexts(pdf).at(1), Not(HasSubstr("Scan")));
  }
}

TEST(ScanTest, APhoneReadsTheLongestLink) {
  const std::string link = "https://check-in.example.org/c/" + std::string(53, 'x');
  ASSERT_EQ(link.size(), 84U);
  Sheet sheet = SampleTwoPages();
  sheet.furniture.scan = ScanLink{link, "Scan to tell us"};
  EXPECT_THAT(ScannedFrom(MustRender(sheet)), HasSubstr(link));
}

TEST(ScanTest, PagesWithBoxesShowTheLinkToo) {
  Sheet sheet = SampleHandout(Paper::kA4);
  sheet.furniture.scan = ScanLink{"https://example.org/c/7K3M9T42QXA1", "Scan"};
  const std::vector<std::string> pages = PageTexts(MustRender(sheet));
  int shown = 0;
  for (const std::string& page : pages) {
    const bool boxes = page.find("Strongest pull") != std::string::npos;
    const bool scan = page.find("Scan\n") != std::string::npos;
    EXPECT_EQ(scan, boxes || &page == &pages.front());
    shown += scan ? 1 : 0;
  }
  EXPECT_EQ(shown, 2);
}

TEST(ScanTest, LinksTooLongForTheirSizeFail) {
  Sheet sheet = SheetOf({Paragraph{"a"}});
  sheet.furniture.scan = ScanLink{std::string(84, 'a'), ""};
  EXPECT_EQ(MustRender(sheet).page_count, 1);
  sheet.furniture.scan->link += 'a';
  EXPECT_TRUE(FailsWith(sheet, Kind::kInvalidSheet, "84 bytes"));
  sheet.furniture.scan->link.clear();
  EXPECT_TRUE(FailsWith(sheet, Kind::kInvalidSheet, "empty"));
}

// --- SVG ---

Figure RaisedLeg() {
  return std::get<Instruction>(SampleHandout(Paper::kA4).blocks[9]).end.picture.figure;
}

TEST(SvgTest, IsXmlThatAForeignReaderReads) {
  const TempFolder folder;
  WriteFile(folder / "leg.svg", Svg(RaisedLeg(), 320, "A leg \"raised\" <60 & more>"));
  const Finished read =
      RunProgram({"python3", "-c",
                  "import sys, xml.dom.minidom as d; s = d.parse(sys.argv[1]).documentElement; "
                  "print(s.tagName, s.getAttribute('aria-label'), s.getAttribute('width'), "
                  "len(s.getElementsByTagName('path')) > 20, "
                  "[t.firstChild.data for t in s.getElementsByTagName('text')])",
                  folder / "leg.svg"});
  EXPECT_EQ(read.output, "svg A leg \"raised\" <60 & more> 320 True ['60°', 'week 6 goal: 72°']\n");
}

TEST(SvgTest, SameFigureSameTextAndOtherFiguresHaveOtherIds) {
  const Figure figure = RaisedLeg();
  EXPECT_EQ(Svg(figure, 320, "a"), Svg(figure, 320, "a"));
  Figure other = figure;
  other.side = WorkingSide::kLeft;
  const auto id = [](const std::string& svg) {
    const size_t at = svg.find("clipPath id=\"") + 13;
    return svg.substr(at, svg.find('"', at) - at);
  };
  EXPECT_NE(id(Svg(figure, 320, "a")), id(Svg(other, 320, "a")));
}

TEST(SvgTest, SmallDrawingsLeaveTheLabelsOut) {
  EXPECT_THAT(Svg(RaisedLeg(), 320, ""), HasSubstr("<text"));
  EXPECT_THAT(Svg(RaisedLeg(), 90, ""), Not(HasSubstr("<text")));
}

// --- Bookmarks and encryption ---

TEST(BookmarksTest, EachTitleIsABookmarkToItsPage) {
  const std::string objects = Objects(MustRender(SampleHandout(Paper::kA4)));
  for (const char* title :
       {"Your home program", "Lying strap stretch", "Belly brace", "Your weeks"}) {
    EXPECT_GE(Count(objects, std::string("/Title (") + title + ")"), 1) << title;
  }
  EXPECT_THAT(objects, HasSubstr("/Outlines"));
}

TEST(ProtectTest, OnlyThePasswordOpensTheDocument) {
  const Pdf pdf = MustRender(SampleReferral());
  const auto shut = Protect(pdf.bytes, "pässword 7");
  ASSERT_TRUE(std::holds_alternative<std::string>(shut));
  const TempFolder folder;
  const std::string file = folder / "sheet.pdf";
  WriteFile(file, std::get<std::string>(shut));
  EXPECT_NE(RunProgram({"qpdf", "--check", file}).exit_code, 0);
  EXPECT_NE(RunProgram({"qpdf", "--check", "--password=", file}).exit_code, 0);
  EXPECT_NE(RunProgram({"qpdf", "--check", "--password=password 7", file}).exit_code, 0);
  EXPECT_EQ(RunProgram({"qpdf", "--check", "--password=pässword 7", file}).exit_code, 0);
  const Finished info = RunProgram({"pdfinfo", "-upw", "pässword 7", file});
  EXPECT_THAT(info.output, HasSubstr("algorithm:AES-256"));
  EXPECT_THAT(info.output, HasSubstr("Tagged:          yes"));
  EXPECT_THAT(RunProgram({"pdftotext", "-upw", "pässword 7", file, "-"}).output,
              HasSubstr("Sam Sample"));
  EXPECT_EQ(std::get<std::string>(shut).find("Sam Sample"), std::string::npos);
}

TEST(ProtectTest, PasswordsAndDocumentsAreChecked) {
  const std::string pdf = MustRender(SampleReferral()).bytes;
  for (const std::string& password :
       {std::string(), std::string(128, 'a'), std::string("a\nb"), std::string("\xff"),
        std::string("a\0b", 3), std::string("\xc3")}) {
    const auto shut = Protect(pdf, password);
    ASSERT_TRUE(std::holds_alternative<ProtectFailure>(shut));
    EXPECT_EQ(std::get<ProtectFailure>(shut).kind, ProtectFailure::Kind::kPassword);
  }
  const auto broken = Protect("no document", "password");
  ASSERT_TRUE(std::holds_alternative<ProtectFailure>(broken));
  EXPECT_EQ(std::get<ProtectFailure>(broken).kind, ProtectFailure::Kind::kInternal);
}

}  // namespace
}  // namespace ischia::document
