// What a call of PreviewProgram costs beside an echo of the same request and answer on the same
// server, and which of the library's server APIs carries such calls best.
//
//   bench_rpc [--brief] [--server-types]
#include <array>
#include <map>
#include <string>
#include <vector>

#include "tests/bench/child_server.h"
#include "tests/bench/echo_servers.h"
#include "tests/bench/live_clinic.h"
#include "tests/bench/load_client.h"
#include "tests/bench/report.h"

namespace ischia::bench {
namespace {

constexpr char kPreview[] = "/ischia.v1.ProgramService/PreviewProgram";
constexpr char kEcho[] = "/ischia.bench.EchoService/EchoProgram";
constexpr std::array kInFlight{1, 8, 64};
constexpr int kJudged = 64;
constexpr double kGoal = 0.75;
constexpr double kAim = 0.9;

std::vector<std::string> ServerOf(const std::string& kind) {
  return {"/proc/self/exe", "--serve", kind};
}

// One method on one server: a side of the comparison.
struct Side {
  std::string name;
  ChildServer& server;
  LoadClient& client;
  Question question;

  struct Figures {
    Series per_second;
    Series share;  // of the first side's calls per second in the same round
    Series cpu;    // microseconds of server CPU per call
    Series p50;
    Series p99;
  };
  std::map<int, Figures> at = {};  // by calls in flight
};

Load LoadOf(int in_flight, bool brief) {
  return {in_flight, std::chrono::milliseconds(brief ? 50 : 1500)};
}

void Measure(Side& side, const Load& load, double& per_second, bool counts) {
  const double cpu_before = side.server.Cpu();
  const Throughput throughput = side.client.Run(side.question, load);
  per_second = throughput.per_second;
  if (!counts) return;
  Side::Figures& figures = side.at[load.in_flight];
  figures.per_second.Add(throughput.per_second);
  figures.cpu.Add((side.server.Cpu() - cpu_before) / throughput.calls);
  figures.p50.Add(throughput.p50_microseconds);
  figures.p99.Add(throughput.p99_microseconds);
}

// Each round runs all sides at every load, in turns from the front and from the back.
void RunRounds(const Options& options, std::vector<Side>& sides) {
  for (int round = 0; round <= options.rounds(); ++round) {
    for (const int in_flight : kInFlight) {
      std::vector<double> per_second(sides.size());
      for (std::size_t turn = 0; turn < sides.size(); ++turn) {
        const std::size_t i = round % 2 == 0 ? turn : sides.size() - 1 - turn;
        Measure(sides[i], LoadOf(in_flight, options.brief), per_second[i], round > 0);
      }
      for (std::size_t i = 0; i < sides.size() && round > 0; ++i) {
        sides[i].at[in_flight].share.Add(per_second[i] / per_second[0]);
      }
    }
  }
}

void PrintTable(const Report& report, std::vector<Side>& sides) {
  report.Row({"side, calls in flight", "calls/s", "share of the first", "server CPU us/call",
              "p50 us", "p99 us"});
  for (const int in_flight : kInFlight) {
    for (Side& side : sides) {
      const Side::Figures& figures = side.at.at(in_flight);
      report.Row({side.name + ", " + std::to_string(in_flight), figures.per_second.Text(),
                  figures.share.Text(2), figures.cpu.Text(1), figures.p50.Text(),
                  figures.p99.Text()});
    }
  }
}

v1::Program Parsed(const std::string& bytes) {
  v1::Program program;
  Require(program.ParseFromString(bytes), "an answer as a program");
  return program;
}

// Both methods answer with V01's program, byte for byte.
std::size_t RequireRightAnswers(LoadClient& client, const std::string& request) {
  constexpr int kWeeks = 12;
  constexpr int kStretchSeconds = 420;
  const std::string answer = client.Ask(kPreview, request);
  Require(answer == client.Ask(kEcho, request), "the echo's answer");
  const v1::Program program = Parsed(answer);
  Require(program.state() == v1::Program::STATE_DRAFT, "the state");
  Require(program.weeks_size() == kWeeks, "the weeks");
  int stretches = 0;
  for (const v1::ProgramItem& item : program.weeks(0).items()) {
    if (item.slot() != v1::ProgramItem::SLOT_STRETCH) continue;
    for (const v1::SideDose& dose : item.doses()) {
      Require(dose.weekly_hold_seconds() == kStretchSeconds, "the dose");
      ++stretches;
    }
  }
  Require(stretches == 2, "a stretch for each leg");
  return answer.size();
}

void PreviewBesideEcho(const Options& options, Report& report) {
  const std::string request = PreviewOf("v01").SerializeAsString();
  ChildServer server(ServerOf("product"));
  LoadClient client(server.address());
  const std::size_t size = RequireRightAnswers(client, request);
  report.Row({"request bytes, answer bytes", std::to_string(request.size()), std::to_string(size)});
  std::vector<Side> sides{{"echo", server, client, {kEcho, request, size}},
                          {"PreviewProgram", server, client, {kPreview, request, size}}};
  RunRounds(options, sides);
  PrintTable(report, sides);
  const double ratio = sides[1].at.at(kJudged).share.median();
  report.Judge("PreviewProgram over echo, 64 in flight (aim " + Fixed(kAim, 1) + ")", ratio, kGoal);
}

void ServerTypes(const Options& options, Report& report) {
  const std::string request = PreviewOf("v01").SerializeAsString();
  ChildServer async_server(ServerOf("async"));
  ChildServer sync_server(ServerOf("sync"));
  ChildServer callback_server(ServerOf("callback"));
  LoadClient async_client(async_server.address());
  LoadClient sync_client(sync_server.address());
  LoadClient callback_client(callback_server.address());
  const std::size_t size = async_client.Ask(kEcho, request).size();
  const Question question{kEcho, request, size};
  std::vector<Side> sides{{"async, one queue", async_server, async_client, question},
                          {"sync", sync_server, sync_client, question},
                          {"callback", callback_server, callback_client, question}};
  RunRounds(options, sides);
  PrintTable(report, sides);
}

void Calls(const Options& options, Report& report) {
  if (options.Has("--server-types")) {
    ServerTypes(options, report);
  } else {
    PreviewBesideEcho(options, report);
  }
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--serve") {
    return ischia::bench::ServeUntilTold(argv[2]);
  }
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Calls);
}
