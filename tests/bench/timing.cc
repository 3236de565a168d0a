#include "tests/bench/timing.h"

#include <benchmark/benchmark.h>

#include <map>

namespace ischia::bench {
namespace {

class Collector : public benchmark::ConsoleReporter {
 public:
  Collector() : ConsoleReporter(OO_Tabular) {}

  // Prints the summary of the repetitions alone.
  void ReportRuns(const std::vector<Run>& runs) override {
    bool summary = false;
    for (const Run& run : runs) {
      summary = summary || run.run_type == Run::RT_Aggregate;
      if (run.run_type != Run::RT_Iteration) continue;
      series[run.run_name.function_name].Add(run.GetAdjustedCPUTime());
    }
    if (summary) ConsoleReporter::ReportRuns(runs);
  }

  std::map<std::string, Series> series;
};

void Register(const Timed& item, bool brief) {
  constexpr int kRepetitions = 9;
  constexpr double kSeconds = 0.2;
  auto* registered =
      benchmark::RegisterBenchmark(item.name.c_str(), [run = item.run](benchmark::State& state) {
        for ([[maybe_unused]] const auto once : state) run();
      });
  registered->Unit(benchmark::kMicrosecond);
  if (brief) {
    registered->Iterations(1);
  } else {
    registered->MinTime(kSeconds)->Repetitions(kRepetitions);
  }
}

}  // namespace

std::vector<Series> CpuMicroseconds(const std::vector<Timed>& items, bool brief) {
  std::string program = "bench";
  std::string interleaved = "--benchmark_enable_random_interleaving=true";
  std::vector<char*> arguments{program.data(), interleaved.data()};
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  for (const Timed& item : items) Register(item, brief);
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  std::vector<Series> series;
  series.reserve(items.size());
  for (const Timed& item : items) series.push_back(collector.series.at(item.name));
  return series;
}

double CpuOf(clockid_t clock) {
  timespec spent{};
  Require(clock_gettime(clock, &spent) == 0, "the clock of a process that has ended");
  return static_cast<double>(spent.tv_sec) * 1e6 + static_cast<double>(spent.tv_nsec) / 1e3;
}

}  // namespace ischia::bench
