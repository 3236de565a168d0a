// What the library costs a host: loading it, and a call of 1 KB through it. The agent behind it is
// an echo in a process of its own.
//
//   bench_shim [--brief]
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "tests/bench/child_server.h"
#include "tests/bench/plugin.h"
#include "tests/bench/report.h"
#include "tests/support/scripted_agent.h"
#include "tests/support/temp_folder.h"

namespace ischia::bench {
namespace {

using std::chrono::steady_clock;

constexpr double kLoadGoalMicroseconds = 2000;
constexpr double kCallGoalMicroseconds = 200;
constexpr char kMethod[] = "ischia.v1.ProgramService/PreviewProgram";

double MicrosecondsSince(steady_clock::time_point begin) {
  return std::chrono::duration<double, std::micro>(steady_clock::now() - begin).count();
}

void LoadAndUnload(const Options& options, Report& report) {
  Series microseconds;
  for (int load = 0; load < (options.brief ? 2 : 500); ++load) {
    const steady_clock::time_point begin = steady_clock::now();
    const Plugin plugin;
    microseconds.Add(MicrosecondsSince(begin));
  }
  report.Row({"load and table, us (range)", microseconds.Text()});
  report.Show("library load", microseconds.median(), "us", Bound::kAtMost, kLoadGoalMicroseconds);
}

// A way to ask the same thing, and what it took by rounds.
struct Side {
  std::string name;
  std::function<void()> ask;
  Series p50 = {};
  Series p99 = {};
};

void Measure(Side& side, int calls, bool counts) {
  std::vector<double> microseconds;
  for (int call = 0; call < calls; ++call) {
    const steady_clock::time_point begin = steady_clock::now();
    side.ask();
    microseconds.push_back(MicrosecondsSince(begin));
  }
  if (!counts) return;
  std::sort(microseconds.begin(), microseconds.end());
  side.p50.Add(microseconds[microseconds.size() / 2]);
  side.p99.Add(microseconds[microseconds.size() * 99 / 100]);
}

// All sides in each round, in turns from the front and from the back.
void RunRounds(const Options& options, std::vector<Side>& sides) {
  const int calls = options.brief ? 20 : 3000;
  for (int round = 0; round <= options.rounds(); ++round) {
    for (Side& side : sides) Measure(side, calls, round > 0);
    std::reverse(sides.begin(), sides.end());
  }
}

void CallsOfOneKilobyte(const Options& options, Report& report) {
  const support::TempFolder folder;
  const ChildServer echo({"/proc/self/exe", "--serve-echo", folder / "agent.sock"});
  const Plugin plugin;
  const PluginSession session(plugin, echo.address());
  const std::string request = "{\"note\": \"" + std::string(1012, 'x') + "\"}";
  std::vector<Side> sides{{"shim, echo", [&] {
                             Require(session.Ask(kMethod, request) == request.size(), "the echo");
                           }}};
  RunRounds(options, sides);
  report.Row({"side", "p50 us (range)", "p99 us (range)"});
  for (const Side& side : sides) report.Row({side.name, side.p50.Text(), side.p99.Text()});
  report.Show("1 KB through the shim to an echo", sides.front().p50.median(), "us", Bound::kAtMost,
              kCallGoalMicroseconds);
}

// Serves until SIGTERM, after it has said where.
int ServeEcho(const std::string& socket) {
  sigset_t end{};
  sigemptyset(&end);
  sigaddset(&end, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &end, nullptr);
  const support::ScriptedAgent agent(socket, support::Answering(support::Echo));
  std::cout << "ready " << socket << std::endl;
  int signal = 0;
  return sigwait(&end, &signal);
}

void Shim(const Options& options, Report& report) {
  LoadAndUnload(options, report);
  CallsOfOneKilobyte(options, report);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--serve-echo") return ischia::bench::ServeEcho(argv[2]);
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Shim);
}
