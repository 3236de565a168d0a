// Prints the sample sheets into a folder, each with its first page as it is drawn for a screen: to
// look at, and for tests that need another process.
//
//   print_samples <folder>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "integration/document/layout.h"
#include "tests/integration/document/script_samples.h"
#include "tests/integration/document/sheet_samples.h"

namespace {

bool Write(const std::string& name, const std::string& bytes) {
  std::ofstream file(name, std::ios::binary);
  file << bytes;
  return static_cast<bool>(file.flush());
}

}  // namespace

int main(int argc, char** argv) {
  using namespace ischia::document;  // NOLINT(google-build-using-namespace)
  if (argc != 2) {
    std::cerr << "usage: print_samples <folder>\n";
    return 64;
  }
  std::vector<std::pair<std::string, Sheet>> samples = {
      {"handout-a4", SampleHandout(Paper::kA4)},
      {"handout-letter", SampleHandout(Paper::kLetter)},
      {"referral", SampleReferral()},
      {"two-pages", SampleTwoPages()},
      {"poster", SamplePoster()},
      {"pictures", SamplePictures()},
      {"clinician", SampleClinicianSheet()},
      {"why", SampleWhy()},
      {"large-print", SampleLargePrint()}};
  for (const std::string& language : SampleLanguages()) {
    samples.emplace_back("two-pages-" + language, SampleTwoPagesIn(language));
  }
  Press press;
  for (const auto& [name, sheet] : samples) {
    const Rendered rendered = press.Render(sheet);
    if (const auto* failure = std::get_if<RenderFailure>(&rendered)) {
      std::cerr << name << ": " << failure->what << "\n";
      return 1;
    }
    const Drawn drawn = press.DrawPage(sheet, 1);
    const std::string path = std::string(argv[1]) + "/" + name;
    if (!Write(path + ".pdf", std::get<Pdf>(rendered).bytes) ||
        !Write(path + "-1.svg", std::get<PageDrawing>(drawn).svg)) {
      return 1;
    }
  }
  return 0;
}
