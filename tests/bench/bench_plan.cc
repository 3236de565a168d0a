// How long it takes to make a program, conversions not counted.
//
//   bench_plan [--brief]
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "service/domain/plan/program.h"
#include "tests/bench/live_clinic.h"
#include "tests/bench/report.h"
#include "tests/bench/timing.h"

namespace ischia::bench {
namespace {

constexpr double kGoalMicroseconds = 25;

void Prescribing(const Options& options, Report& report) {
  const std::vector<std::string> cases{"v01", "v03", "v07"};
  const domain::Catalogue catalogue = catalogue::LoadEmbedded().catalogue;
  std::vector<Timed> items;
  for (const std::string& name : cases) {
    const domain::Assessment assessment = AssessmentOf(name);
    const auto prescribe = [&catalogue, assessment] {
      return domain::Prescribe(assessment, catalogue, StartDate());
    };
    const domain::Result<domain::Program> program = prescribe();
    Require(program.ok(), name);
    RequireTheCasesProgram(*program, name);
    Require(*program == *prescribe(), name + ": the same program again");
    items.push_back({name, [prescribe] { benchmark::DoNotOptimize(prescribe()); }});
  }
  const std::vector<Series> spent = CpuMicroseconds(items, options.brief);
  report.Row({"case", "CPU us, median (range)"});
  for (std::size_t i = 0; i < cases.size(); ++i) report.Row({cases[i], spent[i].Text(1)});
  for (std::size_t i = 0; i < cases.size(); ++i) {
    report.Show("program of " + cases[i], spent[i].median(), "us CPU", Bound::kAtMost,
                kGoalMicroseconds);
  }
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Prescribing);
}
