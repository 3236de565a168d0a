// What is asked of a file system to keep files, one system call each, so that a test can lose power
// between any two of them.
#ifndef ISCHIA_PLUGIN_AGENT_SPOOL_DISK_H_
#define ISCHIA_PLUGIN_AGENT_SPOOL_DISK_H_

#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ischia::agent {

class Disk {
 public:
  virtual ~Disk() = default;

  // Each says whether it was done.
  virtual bool Write(const std::filesystem::path& file, std::string_view bytes) = 0;  // new, 0600
  virtual bool Share(const std::filesystem::path& file, mode_t mode) = 0;
  virtual bool Sync(const std::filesystem::path& file) = 0;
  virtual bool Rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  virtual bool SyncFolder(const std::filesystem::path& folder) = 0;
  virtual bool Remove(const std::filesystem::path& file) = 0;
  virtual bool MakeFolder(const std::filesystem::path& folder) = 0;  // 0700; done if it is there

  // Unset when it cannot be read.
  virtual std::optional<std::string> Read(const std::filesystem::path& file) = 0;
  // The names of its files in rising order; empty when it cannot be read.
  virtual std::vector<std::string> List(const std::filesystem::path& folder) = 0;
};

class RealDisk : public Disk {
 public:
  bool Write(const std::filesystem::path& file, std::string_view bytes) override;
  bool Share(const std::filesystem::path& file, mode_t mode) override;
  bool Sync(const std::filesystem::path& file) override;
  bool Rename(const std::filesystem::path& from, const std::filesystem::path& to) override;
  bool SyncFolder(const std::filesystem::path& folder) override;
  bool Remove(const std::filesystem::path& file) override;
  bool MakeFolder(const std::filesystem::path& folder) override;
  std::optional<std::string> Read(const std::filesystem::path& file) override;
  std::vector<std::string> List(const std::filesystem::path& folder) override;
};

// A name that says: not complete, of no use after a crash.
inline constexpr std::string_view kUnfinished = ".unfinished";

inline constexpr mode_t kForTheOwnerOnly = S_IRUSR | S_IWUSR;

// The file is there with all its bytes, or not at all, whatever happens and when; it takes the
// place of one of that name. True: it survives the loss of power. False: nothing is left of it, as
// far as the disk obeys.
bool WriteDurably(Disk& disk, const std::filesystem::path& file, std::string_view bytes,
                  mode_t mode = kForTheOwnerOnly);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_SPOOL_DISK_H_
