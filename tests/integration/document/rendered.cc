#include "tests/integration/document/rendered.h"

#include <sstream>
#include <utility>
#include <variant>

#include "tests/integration/document/sheet_samples.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

namespace ischia::document {

using ::ischia::support::Finished;
using ::ischia::support::RunProgram;
using ::ischia::support::TempFolder;
using ::ischia::support::WriteFile;

Pdf MustRender(const Sheet& sheet) {
  Press press;
  Rendered rendered = press.Render(sheet);
  if (const auto* failure = std::get_if<RenderFailure>(&rendered)) {
    ADD_FAILURE() << failure->what;
    return {};
  }
  return std::get<Pdf>(std::move(rendered));
}

testing::AssertionResult FailsWith(const Sheet& sheet, RenderFailure::Kind kind,
                                   const std::string& words) {
  Press press;
  const Rendered rendered = press.Render(sheet);
  const auto* failure = std::get_if<RenderFailure>(&rendered);
  if (failure == nullptr) return testing::AssertionFailure() << "rendered";
  if (failure->kind != kind || failure->what.find(words) == std::string::npos) {
    return testing::AssertionFailure() << static_cast<int>(failure->kind) << ": " << failure->what;
  }
  return testing::AssertionSuccess();
}

std::string Ask(const Pdf& pdf, std::vector<std::string> command,
                const std::vector<std::string>& after) {
  const TempFolder folder;
  WriteFile(folder / "sheet.pdf", pdf.bytes);
  command.push_back(folder / "sheet.pdf");
  command.insert(command.end(), after.begin(), after.end());
  const Finished finished = RunProgram(command);
  EXPECT_EQ(finished.exit_code, 0) << finished.output;
  return finished.output;
}

std::vector<std::string> PageTexts(const Pdf& pdf) {
  std::istringstream text(Ask(pdf, {"pdftotext"}, {"-"}));
  std::vector<std::string> pages;
  for (std::string page; std::getline(text, page, '\f');) pages.push_back(page);
  return pages;
}

std::string Objects(const Pdf& pdf) {
  return Ask(pdf, {"qpdf", "--qdf", "--object-streams=disable"}, {"-"});
}

int Count(const std::string& text, const std::string& words) {
  int count = 0;
  for (size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    ++count;
  }
  return count;
}

Sheet SheetOf(std::vector<Block> blocks) {
  Sheet sheet = EmptySheet();
  sheet.blocks = std::move(blocks);
  return sheet;
}

}  // namespace ischia::document
