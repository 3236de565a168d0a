// What the library costs a host: loading it, and a call of 1 KB through it. The agent behind it is
// an echo in a process of its own.
//
//   bench_shim [--brief]
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "ischia/plugin.h"
#include "tests/bench/child_server.h"
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

class Library {
 public:
  Library() : handle_(dlopen(ISCHIA_PLUGIN, RTLD_NOW | RTLD_LOCAL)) {
    Require(handle_ != nullptr, "the library");
    using GetApi = ischia_status (*)(std::uint32_t, std::uint32_t, const ischia_api**);
    const auto get_api = reinterpret_cast<GetApi>(dlsym(handle_, "ischia_plugin_get_api"));
    Require(get_api(ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, &api_) == ISCHIA_OK, "the table");
  }
  ~Library() { dlclose(handle_); }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  const ischia_api* operator->() const { return api_; }

 private:
  void* handle_;
  const ischia_api* api_ = nullptr;
};

class Session {
 public:
  Session(const Library& library, const std::string& socket) : library_(library) {
    const ischia_host host = {sizeof host, ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, 0,
                              nullptr,     "bench",          nullptr,          nullptr};
    Require(library_->open(&host, BytesOf(socket), &session_) == ISCHIA_OK, "the session");
  }
  ~Session() { library_->close(session_); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Throws WrongAnswer when the answer has another size.
  void Ask(const std::string& method, const std::string& json, std::size_t answer_size) const {
    constexpr std::uint32_t kTimeout = 5000;
    ischia_result* result = nullptr;
    const ischia_status status =
        library_->call(session_, method.c_str(), BytesOf(json), kTimeout, &result);
    const std::size_t size = library_->result_bytes(result).size;
    library_->result_free(result);
    Require(status == ISCHIA_OK && size == answer_size, "the answer");
  }

 private:
  static ischia_bytes BytesOf(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
  }

  const Library& library_;
  ischia_session* session_ = nullptr;
};

void LoadAndUnload(const Options& options, Report& report) {
  Series microseconds;
  for (int load = 0; load < (options.brief ? 2 : 500); ++load) {
    const steady_clock::time_point begin = steady_clock::now();
    const Library library;
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
  const Library library;
  const Session session(library, echo.address());
  const std::string request = "{\"note\": \"" + std::string(1012, 'x') + "\"}";
  std::vector<Side> sides{{"shim, echo", [&] { session.Ask(kMethod, request, request.size()); }}};
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
