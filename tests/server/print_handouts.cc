// Prints every edition of some of the worked cases into a folder, to be looked at.
//
//   print_handouts FOLDER
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "service/server/handout/renderer.h"
#include "tests/server/handout_cases.h"

namespace ischia::test {
namespace {

int Print(const std::string& file, const HandoutCase& one, const server::RenderPool& pool,
          std::string_view check_in_link = {}) {
  app::HandoutRequest request = one.Request();
  request.check_in_link = check_in_link;
  const auto rendered = pool.Render(request);
  if (!rendered.ok()) {
    std::cerr << file << ": " << rendered.error().reason << ' ' << rendered.error().message << '\n';
    return 1;
  }
  std::ofstream(file, std::ios::binary) << rendered->bytes;
  std::cout << file << ": " << rendered->page_count << " pages, " << rendered->bytes.size() / 1024
            << " KiB\n";
  return 0;
}

int PrintAll(const std::string& folder) {
  using enum app::HandoutKind;
  const server::RenderPool pool(Loaded().catalogue, Loaded().texts, 1);
  int failed = 0;
  for (const std::string name : {"v01", "v03"}) {
    const std::string head = folder + '/' + name;
    failed += Print(head + "-program.pdf", CaseOf(name, kProgram), pool);
    HandoutCase letter = CaseOf(name, kProgram);
    letter.fields.paper_size = app::PaperSize::kLetter;
    failed += Print(head + "-letter.pdf", letter, pool);
    HandoutCase large = CaseOf(name, kProgram);
    large.fields.large_print = true;
    failed += Print(head + "-large.pdf", large, pool);
    HandoutCase pictures = CaseOf(name, kProgram);
    pictures.fields.picture_only = true;
    failed += Print(head + "-pictures.pdf", pictures, pool);
    failed += Print(head + "-fridge.pdf", CaseOf(name, kFridgeSheet), pool);
    failed += Print(head + "-weeks.pdf", CaseOf(name, kWeekSheet), pool);
    failed += Print(head + "-basis.pdf", CaseOf(name, kClinicianBasis), pool);
    HandoutCase second = SecondRevisionOf(name, kProgram);
    second.past.barriers = {domain::Barrier::kForgot, domain::Barrier::kHurtsOrScared,
                            domain::Barrier::kNoTime};
    second.fields.note = "Well done so far. Keep the knee soft.\nSee you in two weeks.";
    failed += Print(head + "-second.pdf", second, pool);
    for (const std::string_view language : Loaded().texts.languages()) {
      HandoutCase translated = CaseOf(name, kProgram);
      translated.fields.language_code = language;
      failed += Print(head + '-' + std::string(language) + ".pdf", translated, pool);
    }
  }
  for (const std::string language : {"en", "de", "ar"}) {
    HandoutCase linked = CaseOf("v03", kProgram);
    linked.fields.language_code = language;
    failed += Print(folder + "/v03-link-" + language + ".pdf", linked, pool,
                    "https://check-in.clinic.example/c/v1.1.AbCdEfGhIjKlMnOpQrStUv.0123456789_");
  }
  failed += Print(folder + "/v10-referral.pdf", CaseOf("v10", kReferral), pool);
  failed += Print(folder + "/v10-basis.pdf", CaseOf("v10", kClinicianBasis), pool);
  return failed;
}

}  // namespace
}  // namespace ischia::test

int main(int argc, char** argv) { return argc == 2 ? ischia::test::PrintAll(argv[1]) : 2; }
