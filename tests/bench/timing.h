// CPU time: of the calling thread per item, by Google Benchmark, and of whole processes.
#ifndef ISCHIA_TESTS_BENCH_TIMING_H_
#define ISCHIA_TESTS_BENCH_TIMING_H_

#include <ctime>
#include <functional>
#include <string>
#include <vector>

#include "tests/bench/report.h"

namespace ischia::bench {

struct Timed {
  std::string name;
  std::function<void()> run;  // keeps the compiler from dropping its work
};

// Microseconds of CPU time per item, a figure for each of nine repetitions that are interleaved at
// random; in the order of `items`. Prints Google Benchmark's own table.
std::vector<Series> CpuMicroseconds(const std::vector<Timed>& items, bool brief);

// Microseconds of CPU time so far.
double CpuOf(clockid_t clock);
inline double CpuOfThisProcess() { return CpuOf(CLOCK_PROCESS_CPUTIME_ID); }

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_TIMING_H_
