#include "tests/plugin/agent/forgetful_disk.h"

#include <algorithm>
#include <system_error>

#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace fs = std::filesystem;

void ForgetfulDisk::Operate() {
  if (++operations_ == dies_at_) throw PowerLost();
}

bool ForgetfulDisk::Write(const fs::path& file, std::string_view bytes) {
  if (!disk_.Write(file, bytes)) return false;
  unsynced_[file] = bytes;
  pending_.push_back({file.parent_path(), [file] {
                        std::error_code ignored;
                        fs::remove(file, ignored);  // it may have another name by now
                      }});
  Operate();
  return true;
}

bool ForgetfulDisk::Share(const fs::path& file, mode_t mode) {
  Operate();
  return disk_.Share(file, mode);
}

bool ForgetfulDisk::Sync(const fs::path& file) {
  Operate();
  if (!lies_) unsynced_.erase(file);
  return true;  // whether the real disk has it makes no difference here
}

bool ForgetfulDisk::Rename(const fs::path& from, const fs::path& to) {
  Operate();
  if (!disk_.Rename(from, to)) return false;
  if (const auto found = unsynced_.find(from); found != unsynced_.end()) {
    unsynced_[to] = found->second;
    unsynced_.erase(from);
  }
  pending_.push_back({to.parent_path(), [from, to] {
                        std::error_code ignored;
                        fs::rename(to, from, ignored);  // it may be gone by now
                      }});
  return true;
}

bool ForgetfulDisk::SyncFolder(const fs::path& folder) {
  Operate();
  if (!lies_) std::erase_if(pending_, [&](const Pending& one) { return one.folder == folder; });
  return true;
}

bool ForgetfulDisk::Remove(const fs::path& file) {
  Operate();
  const std::string bytes = support::ReadFile(file);
  if (!disk_.Remove(file)) return false;
  pending_.push_back({file.parent_path(), [this, file, bytes] { (void)disk_.Write(file, bytes); }});
  return true;
}

bool ForgetfulDisk::MakeFolder(const fs::path& folder) {
  Operate();
  const bool is_new = !fs::exists(folder);
  if (!disk_.MakeFolder(folder)) return false;
  if (is_new) {
    pending_.push_back({folder.parent_path(), [folder] {
                          std::error_code ignored;
                          fs::remove_all(folder, ignored);
                        }});
  }
  return true;
}

std::optional<std::string> ForgetfulDisk::Read(const fs::path& file) { return disk_.Read(file); }

std::vector<std::string> ForgetfulDisk::List(const fs::path& folder) { return disk_.List(folder); }

void ForgetfulDisk::LosePower() {
  for (const auto& [file, bytes] : unsynced_) {
    if (!fs::exists(file) || Chance()) continue;
    support::WriteFile(file, bytes.substr(0, random_() % (bytes.size() + 1)));
  }
  for (auto one = pending_.rbegin(); one != pending_.rend(); ++one) {
    if (Chance()) one->undo();
  }
  unsynced_.clear();
  pending_.clear();
}

}  // namespace ischia::agent
