// Prints the sample sheets into a folder: to look at, and for tests that need another process.
//
//   print_samples <folder>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/integration/document/script_samples.h"
#include "tests/integration/document/sheet_samples.h"

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
    std::ofstream file(std::string(argv[1]) + "/" + name + ".pdf", std::ios::binary);
    file << std::get<Pdf>(rendered).bytes;
    if (!file.flush()) return 1;
  }
  return 0;
}
