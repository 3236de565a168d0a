#include "tests/bench/child_server.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>

#include "tests/bench/report.h"
#include "tests/bench/timing.h"

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us

namespace ischia::bench {
namespace {

constexpr std::string_view kReady = "ready ";

// The process, with its standard output at the end of `output`.
pid_t Start(const std::vector<std::string>& command, int output) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t process = 0;
  const int failed =
      posix_spawn(&process, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 ? process : 0;
}

std::string FirstLine(int input) {
  std::string line;
  char next = 0;
  while (read(input, &next, 1) == 1 && next != '\n') line += next;
  return line;
}

// The number behind "Name:" in a file of /proc.
int FieldOf(const std::string& file, const std::string& name) {
  std::ifstream lines(file);
  std::string word;
  while (lines >> word) {
    int number = 0;
    if (word == name && lines >> number) return number;
  }
  throw WrongAnswer("no " + name + " in " + file);
}

}  // namespace

ChildServer::ChildServer(const std::vector<std::string>& command) {
  std::array<int, 2> ends{};
  Require(pipe2(ends.data(), O_CLOEXEC) == 0, "a pipe");
  process_ = Start(command, ends[1]);
  close(ends[1]);
  const std::string line = FirstLine(ends[0]);
  close(ends[0]);
  if (process_ == 0 || line.rfind(kReady, 0) != 0) {
    End();
    throw WrongAnswer(command.front() + " did not get ready");
  }
  address_ = line.substr(kReady.size());
}

ChildServer::~ChildServer() { End(); }

void ChildServer::End() {
  if (process_ == 0) return;
  (void)kill(process_, SIGTERM);  // fails when it has ended, which is what is wanted
  (void)waitpid(process_, nullptr, 0);
  process_ = 0;
}

double ChildServer::Cpu() const {
  clockid_t clock = 0;
  Require(clock_getcpuclockid(process_, &clock) == 0, "the server's clock");
  return CpuOf(clock);
}

int ChildServer::ResidentKibibytes() const {
  return FieldOf("/proc/" + std::to_string(process_) + "/status", "VmRSS:");
}

int ChildServer::ProportionalKibibytes() const {
  return FieldOf("/proc/" + std::to_string(process_) + "/smaps_rollup", "Pss:");
}

}  // namespace ischia::bench
