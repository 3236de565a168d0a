// What ischiad takes to start and to stand idle: from exec to its first good health answer, and its
// memory ten seconds later.
//
//   bench_idle [--brief] [path of ischiad]
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/child_server.h"
#include "tests/bench/load_client.h"
#include "tests/bench/report.h"
#include "tests/support/temp_folder.h"

namespace ischia::bench {
namespace {

using std::chrono::steady_clock;

constexpr double kGoalMilliseconds = 150;
constexpr double kGoalMebibytes = 40;

std::vector<std::string> CommandOf(const Options& options, const support::TempFolder& folder) {
  return {options.rest.empty() ? ISCHIA_ISCHIAD : options.rest.front(),
          "--set=listen.address=127.0.0.1:0",
          "--set=storage.file=" + (folder / "ischia.db").string(),
          "--set=secrets.key_file=" + (folder / "ischia.key").string(),
          "--set=mail.maildir=" + (folder / "mail").string()};
}

// Asks as any client does that has just been started: a channel of its own, one call.
void RequireHealth(const std::string& address) {
  constexpr char kServing[] = "\x08\x01";  // field 1: SERVING
  Require(LoadClient(address).Ask("/grpc.health.v1.Health/Check", "") == kServing,
          "the health answer");
}

std::unique_ptr<ChildServer> Started(const std::vector<std::string>& command,
                                     double& milliseconds) {
  const steady_clock::time_point begin = steady_clock::now();
  auto ischiad = std::make_unique<ChildServer>(command);
  RequireHealth(ischiad->address());
  milliseconds = std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count();
  return ischiad;
}

void Idle(const Options& options, Report& report) {
  constexpr int kStarts = 20;
  const support::TempFolder folder;
  const std::vector<std::string> command = CommandOf(options, folder);
  double milliseconds = 0;
  std::unique_ptr<ChildServer> ischiad = Started(command, milliseconds);  // makes its files
  Series ready;
  for (int start = 0; start < (options.brief ? 1 : kStarts); ++start) {
    ischiad.reset();
    ischiad = Started(command, milliseconds);
    ready.Add(milliseconds);
  }
  if (!options.brief) std::this_thread::sleep_for(std::chrono::seconds(10));
  const double resident = ischiad->ResidentKibibytes() / 1024.0;
  const double proportional = ischiad->ProportionalKibibytes() / 1024.0;
  report.Row({"ready, ms (range)", "VmRSS MiB", "Pss MiB"});
  report.Row({ready.Text(), Fixed(resident, 1), Fixed(proportional, 1)});
  report.Show("ischiad ready", ready.median(), "ms", Bound::kAtMost, kGoalMilliseconds);
  report.Show("ischiad idle, VmRSS", resident, "MiB", Bound::kAtMost, kGoalMebibytes);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Idle);
}
