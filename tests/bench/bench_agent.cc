// What a call costs a host, through plugin, agent and service, beside the same call straight by
// gRPC on the service's unix socket.
//
//   bench_agent [--brief]
#include <algorithm>
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "ischia/v1/catalogue.pb.h"
#include "tests/bench/load_client.h"
#include "tests/bench/machine.h"
#include "tests/bench/plugin.h"
#include "tests/bench/report.h"

namespace ischia::bench {
namespace {

using std::chrono::steady_clock;

constexpr const char* kMethod = "ischia.v1.CatalogueService/GetExercise";
constexpr const char* kExercise = "exercises/HS-01";
constexpr const char* kPractice = "practices/sample";
constexpr double kTimes = 1.5;  // the goal: so often the direct call's time,
constexpr double kPlus = 200;   // and so many microseconds

v1::GetExerciseRequest Request() {
  v1::GetExerciseRequest request;
  request.set_parent(kPractice);
  request.set_name(kExercise);
  return request;
}

std::string RequestJson() {
  return std::string(R"({"parent": ")") + kPractice + R"(", "name": ")" + kExercise + R"("})";
}

// The median of as many calls, one after the other, as fit into the time, microseconds.
double MedianOf(std::chrono::milliseconds length, const std::function<void()>& call) {
  std::vector<double> times;
  const auto begin = steady_clock::now();
  for (auto now = begin; now - begin < length;) {
    const auto before = now;
    call();
    now = steady_clock::now();
    times.push_back(std::chrono::duration<double, std::micro>(now - before).count());
  }
  const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin(), middle, times.end());
  return *middle;
}

void ThroughPluginAndAgent(const Options& options, Report& report) {
  const Machine machine;
  LoadClient direct(machine.service.address());
  const std::string request = Request().SerializeAsString();
  const std::string method = std::string("/") + kMethod;
  v1::Exercise exercise;
  const std::string answer = direct.Ask(method, request);
  Require(exercise.ParseFromString(answer) && exercise.name() == kExercise, "the exercise");
  const Plugin plugin;
  const PluginSession host(plugin, machine.socket());
  const std::size_t json_size = host.Ask(kMethod, RequestJson());
  Require(json_size > answer.size(), "the exercise as JSON");
  report.Row({"answer bytes, as JSON", std::to_string(answer.size()), std::to_string(json_size)});

  const std::chrono::milliseconds length(options.brief ? 50 : 1000);
  std::vector<std::pair<std::string, std::function<void()>>> sides{
      {"straight by gRPC", [&] { (void)direct.Ask(method, request); }},
      {"plugin and agent",
       [&] { Require(host.Ask(kMethod, RequestJson()) == json_size, "the same answer"); }}};
  std::vector<Series> times(sides.size());
  Series allowed;  // over measured, at least 1
  for (int round = 0; round <= options.rounds(); ++round) {
    std::vector<double> medians(sides.size());
    for (std::size_t turn = 0; turn < sides.size(); ++turn) {
      const std::size_t i = round % 2 == 0 ? turn : sides.size() - 1 - turn;
      medians[i] = MedianOf(length, sides[i].second);
      if (round > 0) times[i].Add(medians[i]);
    }
    if (round > 0) allowed.Add((kTimes * medians[0] + kPlus) / medians.back());
  }
  report.Row({"side", "p50 us (range over rounds)"});
  for (std::size_t i = 0; i < sides.size(); ++i) report.Row({sides[i].first, times[i].Text()});
  report.Judge("1.5 x gRPC + 200 us over plugin and agent, p50", allowed.median(), 1.0);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::ThroughPluginAndAgent);
}
