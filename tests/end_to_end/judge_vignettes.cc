// Sends every case of a folder through a service of its own and prints what is as expected.
//
//   judge_vignettes FOLDER
//
// Exit: 0, every expectation of every case is met; 1, one is not; 2, no case could be read.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/end_to_end/running_service.h"
#include "tests/end_to_end/vignette.h"

namespace ischia::support {
namespace {

struct Count {
  int met = 0;
  int not_met = 0;
};

Outcome Sent(const RunningService& service, const Vignette& vignette) {
  Outcome outcome;
  const auto context = RunningService::Context();
  outcome.status = service.Stub<v1::ProgramService>()->PreviewProgram(
      context.get(), vignette.request, &outcome.program);
  return outcome;
}

void Print(const std::vector<Verdict>& verdicts, Count& count) {
  for (const Verdict& verdict : verdicts) {
    ++(verdict.met ? count.met : count.not_met);
    std::printf("  %s  %s\n", verdict.met ? "pass" : "FAIL", verdict.expectation.c_str());
    if (!verdict.met) std::printf("        found: %s\n", verdict.found.c_str());
  }
}

int JudgeFolder(const std::filesystem::path& folder) {
  const std::vector<std::string> names = VignettesIn(folder);
  if (names.empty()) {
    std::fprintf(stderr, "%s: no CASE.expect.json\n", folder.c_str());
    return 2;
  }
  const RunningService service;
  Count count;
  for (const std::string& name : names) {
    const Vignette vignette = ReadVignette(folder, name);
    std::printf("%s: %s\n", name.c_str(),
                vignette.expect->optValue<std::string>("title", "").c_str());
    Print(Judge(*vignette.expect, Sent(service, vignette)), count);
  }
  std::printf("%zu cases: %d expectations met, %d not\n", names.size(), count.met, count.not_met);
  return count.not_met == 0 ? 0 : 1;
}

}  // namespace
}  // namespace ischia::support

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: judge_vignettes FOLDER\n");
    return 2;
  }
  try {
    return ischia::support::JudgeFolder(argv[1]);
  } catch (const std::exception& wrong) {
    std::fprintf(stderr, "%s\n", wrong.what());
    return 2;
  }
}
