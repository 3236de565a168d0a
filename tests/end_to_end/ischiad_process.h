// ischiad as it is installed, as a process of its own.
#ifndef ISCHIA_TESTS_END_TO_END_ISCHIAD_PROCESS_H_
#define ISCHIA_TESTS_END_TO_END_ISCHIAD_PROCESS_H_

#include <sys/types.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ischia::support {

using SettingTexts = std::map<std::string, std::string>;

// Its command line: a free port, the files in `folder`, and `settings`, which win.
std::vector<std::string> IschiadCommand(const std::filesystem::path& folder,
                                        const SettingTexts& settings = {});

class IschiadProcess {
 public:
  explicit IschiadProcess(const std::filesystem::path& folder, const SettingTexts& settings = {});
  // Kills it if it still runs.
  ~IschiadProcess();
  IschiadProcess(const IschiadProcess&) = delete;
  IschiadProcess& operator=(const IschiadProcess&) = delete;

  // The next line of its standard output.
  std::string Line();
  // The exit code after a SIGTERM.
  int Terminate();
  // As when the power of its machine goes.
  void Kill();

 private:
  int End(int signal);

  pid_t pid_ = -1;
  FILE* out_ = nullptr;
  bool ended_ = false;
};

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_END_TO_END_ISCHIAD_PROCESS_H_
