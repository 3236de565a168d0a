#include "tests/end_to_end/ischiad_process.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to us

namespace ischia::support {

std::vector<std::string> IschiadCommand(const std::filesystem::path& folder,
                                        const SettingTexts& settings) {
  SettingTexts all = settings;
  all.insert({{"listen.address", "127.0.0.1:0"},
              {"console.address", "127.0.0.1:0"},
              {"storage.file", folder / "ischia.db"},
              {"secrets.key_file", folder / "key"},
              {"mail.maildir", folder / "mail"}});
  std::vector<std::string> words{ISCHIAD};
  for (const auto& [name, value] : all) words.push_back("--set=" + name + "=" + value);
  return words;
}

IschiadProcess::IschiadProcess(const std::filesystem::path& folder, const SettingTexts& settings) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  std::vector<std::string> words = IschiadCommand(folder, settings);
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int failed = posix_spawn(&pid_, ISCHIAD, &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failed != 0) throw std::runtime_error("ischiad cannot be started");
  out_ = fdopen(ends[0], "r");
}

IschiadProcess::~IschiadProcess() {
  if (!ended_) Kill();
  fclose(out_);
}

std::string IschiadProcess::Line() {
  std::array<char, 256> line{};
  return fgets(line.data(), line.size(), out_) != nullptr ? line.data() : "";
}

int IschiadProcess::Terminate() { return End(SIGTERM); }

void IschiadProcess::Kill() { (void)End(SIGKILL); }

int IschiadProcess::End(int signal) {
  kill(pid_, signal);
  int status = 0;
  (void)waitpid(pid_, &status, 0);  // it is our child
  ended_ = true;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace ischia::support
