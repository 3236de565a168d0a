// How many documents a second one core makes, from blocks to the final bytes: two pages as limits
// are stated for, in Spanish and three other scripts, and the whole handout of V03; what WeasyPrint
// needs for the same content, what a second thread adds, and how much memory all of it takes.
//
//   bench_handout [--brief]
#include <sys/resource.h>

#include <array>
#include <chrono>
#include <sstream>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "service/storage/sql_store.h"
#include "tests/bench/handout_as_html.h"
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
constexpr double kPeerGoal = 30;      // over WeasyPrint
constexpr double kThreadsGoal = 1.8;  // two over one
constexpr double kMostMebibytes = 150;
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
class Patients {
 public:
  explicit Patients(document::Sheet sheet) : sheet_(std::move(sheet)) {}

  const document::Sheet& Next() {
    sheet_.furniture.name = "Sam Sample " + std::to_string(++number_);
    return sheet_;
  }

 private:
  document::Sheet sheet_;
  int number_ = 0;
};

// V03's handout as CreateHandout prints it.
document::Sheet WholeHandout() {
  auto store = storage::OpenSqliteInMemory();
  Require(store.ok(), "a store");
  LiveClinic clinic(std::move(store).value());
  const Admitted admitted = Admit(clinic, "v03");
  const auto program = clinic.programs.CreateProgram(
      NewCall(), {admitted.patient.name, admitted.assessment.name, StartDate(), {}, false});
  Require(program.ok(), "a program");
  RequireTheCasesProgram(*program->content, "v03");
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

// --- WeasyPrint, in one warm process a round ---

document::Sheet WithoutTables(document::Sheet sheet) {
  std::erase_if(sheet.blocks, [](const document::Block& block) {
    return std::holds_alternative<document::Table>(block);
  });
  return sheet;
}

std::string TextOf(const document::Pdf& pdf) {
  const support::TempFolder folder;
  const std::string file = (folder / "document.pdf").string();
  support::WriteFile(file, pdf.bytes);
  return Asked({"pdftotext", file, "-"});
}

// Microseconds of CPU time a document.
double WeasyPrintSpends(const std::string& html, int count) {
  const support::TempFolder folder;
  support::WriteFile(folder / "page.html", html);
  const std::string pdf = (folder / "page.pdf").string();
  const std::string spent = Asked({"/usr/bin/python3", ISCHIA_WEASYPRINT_PAGES,
                                   (folder / "page.html").string(), pdf, std::to_string(count)});
  constexpr int kFewestWords = 500;  // the header's and the footer's stand there once
  Require(CountOf(Asked({"pdfinfo", pdf}), "Pages:           2") == 1, "two pages of the peer");
  Require(WordsOf(Asked({"pdftotext", pdf, "-"})) >= kFewestWords, "the peer's words");
  return std::stod(spent.substr(spent.rfind('\n', spent.size() - 2) + 1));
}

double WePrintSpends(document::Press& press, Patients& patients, int count) {
  const double before = CpuOfThisProcess();
  for (int i = 0; i < count; ++i) (void)Printed(press, patients.Next());
  return (CpuOfThisProcess() - before) / count;
}

void BesideWeasyPrint(document::Press& press, const document::Sheet& sheet, const Options& options,
                      Report& report) {
  const std::string html = AsHtml(sheet, TextOf(Printed(press, WithoutTables(sheet))));
  const int theirs = options.brief ? 1 : 5;
  const int ours = options.brief ? 1 : 100;
  Patients patients(sheet);
  Series weasyprint;
  Series ratios;
  for (int round = 0; round < options.rounds(); ++round) {
    weasyprint.Add(WeasyPrintSpends(html, theirs));
    ratios.Add(weasyprint.last() / WePrintSpends(press, patients, ours));
  }
  report.Row({"the same by WeasyPrint", weasyprint.Text(), Fixed(1e6 / weasyprint.median(), 1)});
  report.Judge("two pages over WeasyPrint", ratios.median(), kPeerGoal);
}

// --- Threads, a press each ---

double SecondsOf(std::vector<document::Press>& presses, const document::Sheet& sheet, int count) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (document::Press& press : presses) {
    threads.emplace_back([&press, &sheet, count] {
      Patients patients(sheet);
      for (int i = 0; i < count; ++i) (void)press.Render(patients.Next());
    });
  }
  for (std::thread& thread : threads) thread.join();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void TwoThreads(const document::Sheet& sheet, const Options& options, Report& report) {
  std::vector<document::Press> one(1);
  std::vector<document::Press> two(2);
  const int count = options.brief ? 1 : 100;
  (void)SecondsOf(one, sheet, 1);
  (void)SecondsOf(two, sheet, 1);
  Series ratios;
  for (int round = 0; round < options.rounds(); ++round) {
    const double alone = SecondsOf(one, sheet, count);
    ratios.Add(2 * alone / SecondsOf(two, sheet, count));
  }
  report.Judge("two threads over one", ratios.median(), kThreadsGoal);
}

double MebibytesAtMost() {
  rusage usage{};
  Require(getrusage(RUSAGE_SELF, &usage) == 0, "the memory of this process");
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

void Handouts(const Options& options, Report& report) {
  document::Press press;
  const document::Sheet spanish = document::SampleTwoPagesIn("es");
  const document::Sheet whole_handout = WholeHandout();
  Patients two_pages(spanish);
  Patients arabic(document::SampleTwoPagesIn("ar"));
  Patients hindi(document::SampleTwoPagesIn("hi"));
  Patients chinese(document::SampleTwoPagesIn("zh-Hans"));
  Patients whole(whole_handout);
  RequireTwoPages(Read(Printed(press, spanish)));
  const std::size_t bytes = Printed(press, spanish).bytes.size();
  const std::size_t chinese_bytes = Printed(press, chinese.Next()).bytes.size();
  Require(bytes <= kMostBytes, "at most 150 KiB");
  Require(chinese_bytes <= 2 * kMostBytes, "at most 300 KiB in Chinese");
  const document::Pdf handout = Printed(press, whole_handout);
  const Found found = Read(handout);
  Require(Printed(press, whole_handout).bytes == handout.bytes, "the same bytes again");

  const int count = options.brief ? 1 : 40;
  std::vector<Series> spent(5);
  std::vector<Series> ratios(5);  // Spanish over each, in one round
  std::array<Patients*, 5> kinds{&two_pages, &whole, &arabic, &hindi, &chinese};
  for (Patients* kind : kinds) (void)WePrintSpends(press, *kind, count);
  for (int round = 0; round < options.rounds(); ++round) {
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
      spent[kind].Add(WePrintSpends(press, *kinds[kind], count));
      ratios[kind].Add(spent[0].last() / spent[kind].last());
    }
  }
  const auto row = [&](const std::string& what, std::size_t kind) {
    report.Row({what, spent[kind].Text(), Fixed(1e6 / spent[kind].median(), 0)});
  };
  report.Row({"document", "CPU us, median (range)", "documents/s and core"});
  row("two pages, " + std::to_string(bytes / 1024) + " KiB", 0);
  row("V03, " + std::to_string(found.pages) + " pages, " +
          std::to_string(handout.bytes.size() / 1024) + " KiB",
      1);
  row("Arabic", 2);
  row("Hindi", 3);
  row("Chinese, " + std::to_string(chinese_bytes / 1024) + " KiB", 4);
  report.Judge("Arabic over Spanish", ratios[2].median(), kScriptGoal);
  report.Judge("Hindi over Spanish", ratios[3].median(), kScriptGoal);
  report.Judge("Chinese over Spanish", ratios[4].median(), kChineseGoal);
  report.Show("two-page documents", 1e6 / spent[0].median(), "a second and core", Bound::kAtLeast,
              kGoal);
  BesideWeasyPrint(press, spanish, options, report);
  TwoThreads(spanish, options, report);
  report.Show("most memory", MebibytesAtMost(), "MiB RSS", Bound::kAtMost, kMostMebibytes);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Handouts);
}
