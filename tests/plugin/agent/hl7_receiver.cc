#include "tests/plugin/agent/hl7_receiver.h"

#include <Poco/JSON/Parser.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us

namespace ischia::agent {

Hl7Receiver::Hl7Receiver(const std::vector<std::string>& answers) {
  std::vector<std::string> command{"/usr/bin/python3", ISCHIA_HL7_RECEIVER};
  command.insert(command.end(), answers.begin(), answers.end());
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  if (posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), environ) != 0) {
    process_ = 0;
  }
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  said_ = fdopen(ends[0], "r");
  constexpr std::size_t kPort = 5;  // "port "
  const std::string first = Line();
  if (first.size() > kPort) port_ = static_cast<std::uint16_t>(std::stoi(first.substr(kPort)));
}

Hl7Receiver::~Hl7Receiver() {
  (void)CountLeft();
  (void)std::fclose(said_);
}

Poco::JSON::Object Hl7Receiver::Next() {
  return *Poco::JSON::Parser().parse(Line()).extract<Poco::JSON::Object::Ptr>();
}

int Hl7Receiver::CountLeft() {
  if (process_ != 0) {
    (void)kill(process_, SIGKILL);
    (void)waitpid(process_, nullptr, 0);
    process_ = 0;
  }
  int left = 0;
  while (!Line().empty()) ++left;
  return left;
}

// Empty: it has ended.
std::string Hl7Receiver::Line() {
  std::string line;
  for (int next = std::fgetc(said_); next != EOF && next != '\n'; next = std::fgetc(said_)) {
    line += static_cast<char>(next);
  }
  return line;
}

}  // namespace ischia::agent
