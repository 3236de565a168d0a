#include "tests/plugin/agent/running_agent.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us

namespace ischia::agent {
namespace {

pid_t Start(const std::vector<std::string>& command, int output, const std::string& log) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log.c_str(),
                                   O_WRONLY | O_CREAT | O_APPEND, 0600);
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

}  // namespace

std::vector<std::string> AgentPlace::Command(const std::vector<std::string>& more) const {
  std::vector<std::string> command{ISCHIA_AGENT, "--set=socket.path=" + socket().string(),
                                   "--set=service.address=" + service_address,
                                   "--set=spool.folder=" + spool().folder.string(),
                                   "--set=spool.key_file=" + spool().key_file.string()};
  for (const std::string& setting : more) command.push_back("--set=" + setting);
  return command;
}

RunningAgent::RunningAgent(const AgentPlace& place, const std::vector<std::string>& more) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return;
  process_ = Start(place.Command(more), ends[1], place.log());
  close(ends[1]);
  ready_ = FirstLine(ends[0]).rfind("ready ", 0) == 0;
  close(ends[0]);
}

RunningAgent::~RunningAgent() { Kill(); }

void RunningAgent::Kill() {
  if (process_ == 0) return;
  (void)kill(process_, SIGKILL);
  (void)waitpid(process_, nullptr, 0);
  process_ = 0;
}

int RunningAgent::Terminate() {
  (void)kill(process_, SIGTERM);
  return Await();
}

int RunningAgent::Await() {
  int status = 0;
  const bool ended = waitpid(process_, &status, 0) == process_ && WIFEXITED(status);
  process_ = 0;
  return ended ? WEXITSTATUS(status) : -1;
}

}  // namespace ischia::agent
