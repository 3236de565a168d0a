#include "integration/document/finish.h"

#include <cairo-pdf.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::document {
namespace {

using namespace std::string_literals;  // NOLINT(google-build-using-namespace)
using ::ischia::support::Finished;
using ::ischia::support::ReadFile;
using ::ischia::support::RunProgram;
using ::ischia::support::TempFolder;
using ::ischia::support::WriteFile;
using ::testing::HasSubstr;
using ::testing::Not;

cairo_status_t Append(void* closure, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void LeavePlace(cairo_t* cairo, double x, double y) {
  const cairo_rectangle_t point{0, 0, 1, 1};
  cairo_surface_t* place = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &point);
  cairo_t* place_cairo = cairo_create(place);
  cairo_paint(place_cairo);
  cairo_destroy(place_cairo);
  cairo_set_source_surface(cairo, place, x, y);
  cairo_paint(cairo);
  cairo_surface_destroy(place);
}

// One page: a ground as large as the page, a figure with places for two drawings, and a table of
// two rows.
std::string RawPdf() {
  std::string bytes;
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(&Append, &bytes, 200, 100);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-06-01T00:00:00Z");
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, "2026-06-01T00:00:00Z");
  cairo_t* cairo = cairo_create(surface);
  const cairo_rectangle_t whole{0, 0, 200, 100};
  cairo_surface_t* ground = cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &whole);
  cairo_t* ground_cairo = cairo_create(ground);
  cairo_rectangle(ground_cairo, 10, 10, 20, 20);
  cairo_fill(ground_cairo);
  cairo_destroy(ground_cairo);
  cairo_set_source_surface(cairo, ground, 0, 0);
  cairo_paint(cairo);
  cairo_surface_destroy(ground);
  cairo_set_source_rgb(cairo, 0, 0, 0);
  const auto leaf = [&](const char* tag) {
    cairo_tag_begin(cairo, tag, nullptr);
    cairo_rectangle(cairo, 50, 50, 5, 5);
    cairo_fill(cairo);
    cairo_tag_end(cairo, tag);
  };
  cairo_tag_begin(cairo, "Figure", nullptr);
  LeavePlace(cairo, 100, 50);
  LeavePlace(cairo, 150, 50);
  cairo_set_source_rgb(cairo, 0, 0, 0);
  cairo_tag_end(cairo, "Figure");
  cairo_tag_begin(cairo, "Table", nullptr);
  for (const char* second : {"TH", "TD"}) {
    cairo_tag_begin(cairo, "TR", nullptr);
    leaf("TH");
    leaf(second);
    cairo_tag_end(cairo, "TR");
  }
  cairo_tag_end(cairo, "Table");
  cairo_show_page(cairo);
  cairo_destroy(cairo);
  cairo_surface_finish(surface);
  cairo_surface_destroy(surface);
  return bytes;
}

Finishing Complete() {
  const auto up =
      std::make_shared<const Form>(Form{-20, 30, 5, Deflated("1 0 0 rg 0 0 30 -20 re f")});
  const auto down =
      std::make_shared<const Form>(Form{0, 30, 20, Deflated("0 0 1 rg 0 0 30 20 re f")});
  return {"es-MX", "Su programa", {"Una pierna levantada."}, {"casilla"}, {up, down}};
}

std::string MustFinish(const Finishing& finishing) {
  auto finished = Finish(RawPdf(), finishing);
  if (const auto* failure = std::get_if<FinishFailure>(&finished)) {
    ADD_FAILURE() << failure->what;
    return "";
  }
  return std::get<std::string>(finished);
}

std::string Objects(const std::string& pdf) {
  const TempFolder folder;
  WriteFile(folder / "sheet.pdf", pdf);
  const Finished finished = RunProgram(
      {"qpdf", "--qdf", "--object-streams=disable", (folder / "sheet.pdf").string(), "-"});
  EXPECT_EQ(finished.exit_code, 0) << finished.output;
  return finished.output;
}

TEST(FinishTest, AddsWhatScreenReadersAskFor) {
  const std::string objects = Objects(MustFinish(Complete()));
  EXPECT_THAT(objects, HasSubstr("/Lang (es-MX)"));
  EXPECT_THAT(objects, HasSubstr("/Marked true"));
  EXPECT_THAT(objects, HasSubstr("/DisplayDocTitle true"));
  EXPECT_THAT(objects, HasSubstr("/Alt (Una pierna levantada.)"));
  EXPECT_THAT(objects, HasSubstr("/Alt (casilla)"));
  EXPECT_THAT(objects, HasSubstr("/S /Document"));
  EXPECT_THAT(objects, HasSubstr("/Artifact BMC"));
}

TEST(FinishTest, ARowWithoutDataCellsHeadsTheColumns) {
  const std::string objects = Objects(MustFinish(Complete()));
  const size_t first_row = objects.find("/Scope /Row");
  EXPECT_NE(first_row, std::string::npos);
  EXPECT_EQ(objects.find("/Scope /Row", first_row + 1), std::string::npos);
  EXPECT_NE(objects.find("/Scope /Column"), std::string::npos);
}

TEST(FinishTest, TheTitleCannotBreakOutOfItsMetadata) {
  Finishing finishing = Complete();
  finishing.title = "A < B & C </rdf:li>";
  const std::string objects = Objects(MustFinish(finishing));
  EXPECT_THAT(objects, HasSubstr("A &lt; B &amp; C &lt;/rdf:li&gt;"));
  EXPECT_THAT(objects, Not(HasSubstr("C </rdf:li>")));
}

TEST(FinishTest, AlternativeWordsKeepEveryCharacter) {
  Finishing finishing = Complete();
  finishing.figure_alternatives = {"a (b) \\ c"};
  finishing.cell_alternatives = {"60\u00b0 \U0001f9b5"};
  const std::string pdf = MustFinish(finishing);
  EXPECT_THAT(pdf, HasSubstr("/Alt (a \\(b\\) \\\\ c)"));
  EXPECT_THAT(pdf, HasSubstr("/Alt <feff0036003000b00020d83eddb5>"));
}

TEST(FinishTest, EqualInputGivesEqualBytes) {
  EXPECT_TRUE(MustFinish(Complete()) == MustFinish(Complete()));
}

TEST(FinishTest, FailsWhenAFigureHasNoTextOfItsOwn) {
  Finishing finishing = Complete();
  finishing.figure_alternatives.clear();
  EXPECT_TRUE(std::holds_alternative<FinishFailure>(Finish(RawPdf(), finishing)));
  finishing = Complete();
  finishing.cell_alternatives.emplace_back("one too many");
  EXPECT_TRUE(std::holds_alternative<FinishFailure>(Finish(RawPdf(), finishing)));
}

// The color of a point, as poppler sees it; the page has 200 by 100.
std::string ColorAt(const std::string& pdf, size_t x, size_t y) {
  const TempFolder folder;
  WriteFile(folder / "sheet.pdf", pdf);
  const Finished finished = RunProgram(
      {"pdftoppm", "-r", "72", "-singlefile", folder / "sheet.pdf", (folder / "page").string()});
  EXPECT_EQ(finished.exit_code, 0) << finished.output;
  const std::string image = ReadFile(folder / "page.ppm");
  const size_t header = image.size() - size_t{200} * 100 * 3;
  return image.substr(header + (y * 200 + x) * 3, 3);
}

TEST(FinishTest, DrawingsTakeTheirPlacesInOrder) {
  const std::string pdf = MustFinish(Complete());
  EXPECT_EQ(ColorAt(pdf, 115, 40), "\xff\0\0"s);
  EXPECT_EQ(ColorAt(pdf, 165, 60), "\0\0\xff"s);
  EXPECT_EQ(ColorAt(pdf, 115, 60), "\xff\xff\xff") << "below the first there is nothing";
  EXPECT_EQ(ColorAt(pdf, 15, 15), "\0\0\0"s) << "the ground stays";
}

TEST(FinishTest, FailsWhenADrawingHasNoPlaceOrAPlaceNoDrawing) {
  Finishing finishing = Complete();
  finishing.forms.push_back(finishing.forms.front());
  EXPECT_TRUE(std::holds_alternative<FinishFailure>(Finish(RawPdf(), finishing)));
  finishing.forms.clear();
  EXPECT_TRUE(std::holds_alternative<FinishFailure>(Finish(RawPdf(), finishing)));
}

TEST(FinishTest, FailsOnBytesThatAreNoPdf) {
  const std::string pdf = RawPdf();
  EXPECT_TRUE(std::holds_alternative<FinishFailure>(Finish("", Complete())));
  EXPECT_TRUE(std::holds_alternative<FinishFailure>(Finish("not a document", Complete())));
  EXPECT_TRUE(std::holds_alternative<FinishFailure>(Finish(pdf.substr(0, 300), Complete())));
}

}  // namespace
}  // namespace ischia::document
