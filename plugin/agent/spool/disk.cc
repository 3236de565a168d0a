#include "plugin/agent/spool/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>

namespace ischia::agent {
namespace {

namespace fs = std::filesystem;

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool SyncPath(const fs::path& path, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return false;
  const bool synced = fsync(file) == 0;
  return close(file) == 0 && synced;
}

}  // namespace

bool RealDisk::Write(const fs::path& file, std::string_view bytes) {
  const int opened =
      open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kForTheOwnerOnly);
  if (opened < 0) return false;
  const bool written = WriteAll(opened, bytes);
  return close(opened) == 0 && written;
}

bool RealDisk::Share(const fs::path& file, mode_t mode) { return chmod(file.c_str(), mode) == 0; }

bool RealDisk::Sync(const fs::path& file) { return SyncPath(file, O_RDONLY); }

bool RealDisk::Rename(const fs::path& from, const fs::path& to) {
  return rename(from.c_str(), to.c_str()) == 0;
}

bool RealDisk::SyncFolder(const fs::path& folder) {
  return SyncPath(folder, O_RDONLY | O_DIRECTORY);
}

bool RealDisk::Remove(const fs::path& file) { return unlink(file.c_str()) == 0; }

bool RealDisk::MakeFolder(const fs::path& folder) {
  return mkdir(folder.c_str(), S_IRWXU) == 0 || (errno == EEXIST && fs::is_directory(folder));
}

std::optional<std::string> RealDisk::Read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  return in.bad() ? std::nullopt : std::optional(std::move(bytes));
}

std::vector<std::string> RealDisk::List(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file(error)) names.push_back(at->path().filename());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool WriteDurably(Disk& disk, const fs::path& file, std::string_view bytes, mode_t mode) {
  fs::path unfinished = file;
  unfinished += kUnfinished;
  (void)disk.Remove(unfinished);  // what a crash has left of an earlier attempt
  const bool written = disk.Write(unfinished, bytes) &&
                       (mode == kForTheOwnerOnly || disk.Share(unfinished, mode)) &&
                       disk.Sync(unfinished);
  if (!written || !disk.Rename(unfinished, file)) {
    (void)disk.Remove(unfinished);  // what cannot be removed is cleared at the next start
    return false;
  }
  if (disk.SyncFolder(file.parent_path())) return true;
  (void)disk.Remove(file);
  return false;
}

}  // namespace ischia::agent
