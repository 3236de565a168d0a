// How many documents a second one core makes, from blocks to the final bytes: two pages as limits
// are stated for, in Spanish and three other scripts, and the whole handout of V01.
//
//   bench_handout [--brief]
#include <algorithm>
#include <sstream>
#include <string>
#include <utility>

#include "service/storage/sql_store.h"
#include "tests/bench/live_clinic.h"
#include "tests/bench/report.h"
#include "tests/bench/timing.h"
#include "tests/integration/document/script_samples.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::bench {
namespace {

constexpr double kGoal = 150;
constexpr double kScriptGoal = 0.6;   // Arabic and Hindi over Spanish
constexpr double kChineseGoal = 0.3;  // over Spanish
constexpr std::size_t kMostBytes = std::size_t{150} * 1024;

int CountOf(const std::string& text, const std::string& part) {
  int count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

int WordsOf(const std::string& text) {
  std::istringstream words(text);
  int count = 0;
  for (std::string word; words >> word;) ++count;
  return count;
}

std::string Asked(const std::vector<std::string>& command) {
  const support::Finished finished = support::RunProgram(command);
  Require(finished.exit_code == 0, command.front() + " of the document: " + finished.output);
  return finished.output;
}

document::Pdf Printed(document::Press& press, const document::Sheet& sheet) {
  document::Rendered rendered = press.Render(sheet);
  const auto* failure = std::get_if<document::RenderFailure>(&rendered);
  Require(failure == nullptr, failure == nullptr ? "" : failure->what);
  return std::get<document::Pdf>(std::move(rendered));
}

// What foreign readers find in it.
struct Found {
  int pages = 0;
  int words = 0;
  int figures = 0;
  int rows = 0;
};

Found Read(const document::Pdf& pdf) {
  const support::TempFolder folder;
  const std::string file = (folder / "document.pdf").string();
  support::WriteFile(file, pdf.bytes);
  Asked({"qpdf", "--check", file});
  const std::string info = Asked({"pdfinfo", file});
  Require(CountOf(info, "Tagged:          yes") == 1, "a tagged document");
  const std::string objects = Asked({"qpdf", "--qdf", file, "-"});
  const int figures = CountOf(objects, "/S /Figure");
  Require(CountOf(objects, "/Lang (") >= 1, "the document's language");
  Require(CountOf(objects, "/Alt (") + CountOf(objects, "/Alt <") >= figures,
          "words for each figure");
  return {pdf.page_count, WordsOf(Asked({"pdftotext", file, "-"})), figures,
          CountOf(objects, "/S /TR")};
}

// Two A4 pages, eight figures, about 600 words, a table of nine rows.
void RequireTwoPages(const Found& found) {
  constexpr int kPages = 2;
  constexpr int kFigures = 8;
  constexpr int kRows = 9;
  constexpr int kFewestWords = 540;
  constexpr int kMostWords = 660;
  Require(found.pages == kPages, "two pages");
  Require(found.figures == kFigures, "eight figures, not " + std::to_string(found.figures));
  Require(found.rows == kRows, "nine rows, not " + std::to_string(found.rows));
  Require(found.words >= kFewestWords && found.words <= kMostWords,
          "about 600 words, not " + std::to_string(found.words));
}

// One after another, each for somebody else: names are never the same twice.
document::Sheet NextOf(document::Sheet& sheet) {
  static int number = 0;
  sheet.furniture.name = "Sam Sample " + std::to_string(++number);
  return sheet;
}

// V01's handout as CreateHandout prints it.
document::Sheet WholeHandout() {
  auto store = storage::OpenSqliteInMemory();
  Require(store.ok(), "a store");
  LiveClinic clinic(std::move(store).value());
  const Admitted admitted = Admit(clinic, "v01");
  const auto program = clinic.programs.CreateProgram(
      NewCall(), {admitted.patient.name, admitted.assessment.name, StartDate(), {}, false});
  Require(program.ok(), "a program");
  RequireTheCasesProgram(*program->content, "v01");
  const app::Practice practice = SamplePractice();
  const app::HandoutFields fields{
      app::HandoutKind::kProgram, "en", app::PaperSize::kA4, false, false, {}};
  app::ProgramPast past;
  past.revisions.resize(1);
  past.revisions.front().content = program->content;
  auto sheet = clinic.renderer.SheetOf(
      {practice, admitted.patient, admitted.assessment, *program, fields, past});
  Require(sheet.ok(), "a sheet");
  return std::move(sheet).value();
}

void Handouts(const Options& options, Report& report) {
  document::Press press;
  document::Sheet two_pages = document::SampleTwoPagesIn("es");
  document::Sheet arabic = document::SampleTwoPagesIn("ar");
  document::Sheet hindi = document::SampleTwoPagesIn("hi");
  document::Sheet chinese = document::SampleTwoPagesIn("zh-Hans");
  document::Sheet whole = WholeHandout();
  RequireTwoPages(Read(Printed(press, two_pages)));
  Require(Printed(press, two_pages).bytes.size() <= kMostBytes, "at most 150 KiB");
  Require(Printed(press, chinese).bytes.size() <= 2 * kMostBytes, "at most 300 KiB in Chinese");
  const document::Pdf handout = Printed(press, whole);
  const Found found = Read(handout);
  Require(Printed(press, whole).bytes == handout.bytes, "the same bytes again");

  const std::vector<Series> spent =
      CpuMicroseconds({{"two_pages", [&] { (void)Printed(press, NextOf(two_pages)); }},
                       {"whole_handout_of_v01", [&] { (void)Printed(press, NextOf(whole)); }},
                       {"arabic", [&] { (void)Printed(press, NextOf(arabic)); }},
                       {"hindi", [&] { (void)Printed(press, NextOf(hindi)); }},
                       {"chinese", [&] { (void)Printed(press, NextOf(chinese)); }}},
                      options.brief);
  const auto per_second = [](const Series& microseconds) { return 1e6 / microseconds.median(); };
  report.Row({"document", "CPU us, median (range)", "documents/s and core"});
  report.Row({"two pages, Spanish", spent[0].Text(), Fixed(per_second(spent[0]), 0)});
  report.Row({"V01, " + std::to_string(found.pages) + " pages, " +
                  std::to_string(handout.bytes.size() / 1024) + " KiB",
              spent[1].Text(), Fixed(per_second(spent[1]), 0)});
  const auto ratio = [&spent](std::size_t script) {
    return spent[0].median() / spent[script].median();
  };
  report.Judge("Arabic over Spanish", ratio(2), kScriptGoal);
  report.Judge("Hindi over Spanish", ratio(3), kScriptGoal);
  report.Judge("Chinese over Spanish", ratio(4), kChineseGoal);
  report.Show("two-page documents", per_second(spent[0]), "a second and core", Bound::kAtLeast,
              kGoal);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Handouts);
}
