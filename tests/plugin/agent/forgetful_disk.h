// A disk that loses power: what was not synced is then gone, cut short, or there all the same, as
// chance has it. It works on real files, so that what survives is looked at as after a real loss.
#ifndef ISCHIA_TESTS_PLUGIN_AGENT_FORGETFUL_DISK_H_
#define ISCHIA_TESTS_PLUGIN_AGENT_FORGETFUL_DISK_H_

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "plugin/agent/spool/disk.h"

namespace ischia::agent {

struct PowerLost {};

class ForgetfulDisk : public Disk {
 public:
  // Power is lost within the `dies_at`-th operation, counted from 1. With `lies` it says that it
  // has synced and has not.
  ForgetfulDisk(int dies_at, unsigned seed, bool lies = false)
      : dies_at_(dies_at), lies_(lies), random_(seed) {}

  bool Write(const std::filesystem::path& file, std::string_view bytes) override;
  bool Share(const std::filesystem::path& file, mode_t mode) override;
  bool Sync(const std::filesystem::path& file) override;
  bool Rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
  bool SyncFolder(const std::filesystem::path& folder) override;
  bool Remove(const std::filesystem::path& file) override;
  bool MakeFolder(const std::filesystem::path& folder) override;
  std::optional<std::string> Read(const std::filesystem::path& file) override;
  std::vector<std::string> List(const std::filesystem::path& folder) override;

  // What is left when power is back.
  void LosePower();

 private:
  // A change of a folder that is not synced, and how to take it back.
  struct Pending {
    std::filesystem::path folder;
    std::function<void()> undo;
  };
  void Operate();
  bool Chance() { return random_() % 2 == 0; }

  RealDisk disk_;
  const int dies_at_;
  const bool lies_;
  std::mt19937 random_;
  int operations_ = 0;
  std::map<std::filesystem::path, std::string> unsynced_;  // contents by the name at present
  std::vector<Pending> pending_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_TESTS_PLUGIN_AGENT_FORGETFUL_DISK_H_
