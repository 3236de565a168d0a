#include "plugin/agent/folder/inbox.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <utility>

#include "plugin/agent/folder/beneath.h"
#include "plugin/agent/spool/disk.h"

namespace ischia::agent {
namespace {

constexpr off_t kLargestFile = off_t{1} << 20U;
constexpr std::string_view kIni = ".INI";
constexpr std::string_view kReason = ".txt";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsPlain(char c) { return (c >= 'A' && c <= 'Z') || IsDigit(c); }

// One to eight capitals and digits.
bool IsPart(std::string_view text) {
  constexpr std::size_t kLongest = 8;
  return !text.empty() && text.size() <= kLongest && std::all_of(text.begin(), text.end(), IsPlain);
}

bool IsClassicName(std::string_view name) {
  constexpr std::size_t kExtension = 4;
  if (name.size() <= kExtension) return false;
  const std::string_view extension = name.substr(name.size() - kExtension);
  const bool is_number =
      extension.front() == '.' && std::all_of(extension.begin() + 1, extension.end(), IsDigit);
  return (is_number || extension == ".GDT" || extension == kIni) &&
         IsPart(name.substr(0, name.size() - kExtension));
}

// GDT 3.5: <receiver>_<sender>_<number>.gdt
bool IsNewName(std::string_view name) {
  constexpr std::string_view kExtension = ".gdt";
  if (!name.ends_with(kExtension)) return false;
  name.remove_suffix(kExtension.size());
  const std::size_t first = name.find('_');
  const std::size_t last = name.rfind('_');
  if (first == std::string_view::npos || last <= first) return false;
  const std::string_view number = name.substr(last + 1);
  return IsPart(name.substr(0, first)) && IsPart(name.substr(first + 1, last - first - 1)) &&
         IsPart(number) && std::all_of(number.begin(), number.end(), IsDigit);
}

std::string ExtensionOf(const std::string& name) { return name.substr(name.rfind('.')); }
bool IsHandOver(const std::string& name) { return ExtensionOf(name) == kIni; }

// "20261128-190301-": names that begin so sort by time.
std::string StampOf(Instant time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  std::array<char, 48> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d%02u%02u-%02d%02d%02d-",
                      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                      static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                      static_cast<int>(clock.minutes().count()),
                      static_cast<int>(clock.seconds().count()));
  return text.data();
}

Instant TimeIn(const std::string& name) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  (void)std::sscanf(name.c_str(), "%4d%2u%2u-%2d%2d%2d-", &year, &month, &day, &hours, &minutes,
                    &seconds);
  return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) /
                               static_cast<int>(day)) +
         std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
}

// All names, whatever they are; in order.
std::vector<std::string> NamesIn(const Descriptor& folder) {
  std::vector<std::string> names;
  // A descriptor of its own, which reads from the beginning.
  const int copy = openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(copy < 0 ? nullptr : fdopendir(copy), closedir);
  if (!listing) return names;
  while (const dirent* entry = readdir(listing.get())) names.emplace_back(entry->d_name);
  std::sort(names.begin(), names.end());
  return names;
}

std::optional<std::string> ReadAll(const Descriptor& file) {
  std::string bytes;
  std::array<char, 65536> part{};
  for (;;) {
    const ssize_t count = read(file.get(), part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return std::nullopt;
    if (count == 0) return bytes;
    bytes.append(part.data(), static_cast<std::size_t>(count));
    if (bytes.size() > static_cast<std::size_t>(kLargestFile)) return std::nullopt;
  }
}

std::optional<std::string> ReadIn(const Descriptor& folder, const std::string& name) {
  const Descriptor file = OpenBeneath(folder, name.c_str(), O_RDONLY);
  struct stat status {};
  if (!file.ok() || fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  return ReadAll(file);
}

// Beside what it is about, which is there also when the disk is full and this is not.
void WriteIn(const Descriptor& folder, const std::string& name, std::string_view bytes) {
  (void)RealDisk().Write(PathOf(folder) / name, bytes);
}

// By whoever writes it.
bool IsLocked(const Descriptor& file) {
  if (flock(file.get(), LOCK_SH | LOCK_NB) != 0) return true;
  (void)flock(file.get(), LOCK_UN);
  struct flock range {};
  range.l_type = F_RDLCK;
  range.l_whence = SEEK_SET;
  return fcntl(file.get(), F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
}

bool SameTime(const timespec& one, const timespec& other) {
  return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

// Replaces nothing, as far as the file system knows how to.
bool RenameNew(const Descriptor& from, const std::string& name, const Descriptor& to,
               const std::string& other) {
  if (renameat2(from.get(), name.c_str(), to.get(), other.c_str(), RENAME_NOREPLACE) == 0) {
    return true;
  }
  struct stat status {};
  return errno == EINVAL && fstatat(to.get(), other.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 &&
         renameat(from.get(), name.c_str(), to.get(), other.c_str()) == 0;
}

}  // namespace

bool IsRequestName(std::string_view name, const HostFolder& folder) {
  constexpr std::size_t kOurs = 4;
  if (!IsClassicName(name) && !IsNewName(name)) return false;
  if (name.substr(0, name.find('.')) == AnswerStem(folder)) return false;
  return folder.takes_all || name.starts_with(folder.our_id.substr(0, kOurs));
}

std::optional<OpenFolder> Inbox::OpenOrSay() {
  auto opening = Open(folder_);
  const bool is_usable = std::holds_alternative<OpenFolder>(opening);
  if (!is_usable && is_usable_) log_.Error("folder_unusable");
  if (is_usable && !is_usable_) log_.Info("folder_usable");
  is_usable_ = is_usable;
  if (!is_usable) return std::nullopt;
  return std::move(std::get<OpenFolder>(opening));
}

bool Inbox::Look(Instant now) {
  const std::optional<OpenFolder> opened = OpenOrSay();
  if (!opened) return false;
  std::map<std::string, Seen> seen;
  bool is_unsettled = false;
  for (const std::string& name : NamesIn(opened->shared)) {
    if (!IsRequestName(name, folder_)) continue;
    const auto before = seen_.find(name);
    Seen& now_seen = seen[name];
    now_seen = before == seen_.end() ? Seen{.since = now} : before->second;
    if (LookAt(*opened, name, now_seen, now)) is_unsettled = true;
  }
  seen_ = std::move(seen);
  return is_unsettled;
}

// True: it is to be looked at again soon.
bool Inbox::LookAt(const OpenFolder& opened, const std::string& name, Seen& seen, Instant now) {
  struct stat status {};
  if (fstatat(opened.shared.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
  const bool is_same = seen.number == status.st_ino && seen.size == status.st_size &&
                       SameTime(seen.changed, status.st_mtim);
  if (!is_same) {
    seen = {status.st_ino, status.st_size, status.st_mtim, now};
    return true;
  }
  if (seen.left_alone || seen.ready) return false;
  const std::string wrong = WrongWith(opened, status);
  if (!wrong.empty()) {
    Reject(opened, name, wrong, seen, now);
    return false;
  }
  if (status.st_size > 0 && Take(opened, name, status, now) == Taking::kTaken) {
    seen.ready = IsHandOver(name);
    return false;
  }
  if (now - seen.since < kPatienceWithAFile) return true;
  Reject(opened, name,
         status.st_size == 0 ? "The file is empty." : "The file is locked, or cannot be opened.",
         seen, now);
  return false;
}

std::string Inbox::WrongWith(const OpenFolder& opened, const struct stat& status) const {
  const bool is_known = status.st_uid == geteuid() || status.st_uid == 0 ||
                        status.st_uid == opened.owner || folder_.users.count(status.st_uid) != 0;
  if (!S_ISREG(status.st_mode)) return "This is no plain file.";
  if (!is_known) return "The file belongs to a user who is not named in folder.users.";
  if ((status.st_mode & S_IWOTH) != 0) return "Everybody may change the file.";
  if (status.st_nlink > 1) return "The file has another name elsewhere.";
  if (status.st_size > kLargestFile) return "The file is larger than 1 MiB.";
  return {};
}

// A hand-over file stays.
Inbox::Taking Inbox::Take(const OpenFolder& opened, const std::string& name,
                          const struct stat& status, Instant now) {
  const Descriptor file = OpenBeneath(opened.shared, name.c_str(), O_RDONLY);
  struct stat held {};
  if (!file.ok() || fstat(file.get(), &held) != 0 || held.st_ino != status.st_ino ||
      !S_ISREG(held.st_mode) || IsLocked(file)) {
    return Taking::kBusy;
  }
  if (IsHandOver(name)) return Taking::kTaken;
  const std::string taken = Move(opened.shared, name, opened.taken, now);
  if (taken.empty()) return Taking::kBusy;
  (void)fchmod(file.get(), kForTheOwnerOnly);  // another user's stays behind the folder's own door
  struct stat moved {};
  const bool is_it = fstatat(opened.taken.get(), taken.c_str(), &moved, AT_SYMLINK_NOFOLLOW) == 0 &&
                     moved.st_ino == held.st_ino && moved.st_size == status.st_size;
  // Exchanged or written on in this very moment: back with it, to be looked at anew.
  if (!is_it)
    return RenameNew(opened.taken, taken, opened.shared, name) ? Taking::kBusy : Taking::kTaken;
  return Taking::kTaken;
}

void Inbox::Reject(const OpenFolder& opened, const std::string& name, const std::string& reason,
                   Seen& seen, Instant now) {
  const std::string rejected = Move(opened.shared, name, opened.rejected, now);
  if (rejected.empty()) {
    seen.left_alone = true;
    log_.Error("request_not_movable");
    return;
  }
  log_.Error("request_rejected");
  WriteIn(opened.rejected, rejected + std::string(kReason), reason + '\n');
}

// Under a new name, which tells the time and nothing else; empty: it could not be moved.
std::string Inbox::Move(const Descriptor& from, const std::string& name, const Descriptor& to,
                        Instant now) {
  constexpr unsigned kTries = 100;
  for (unsigned tries = 0; tries < kTries; ++tries) {
    std::array<char, 16> number{};
    (void)std::snprintf(number.data(), number.size(), "%06u", ++last_number_ % 1'000'000);
    std::string moved = StampOf(now) + number.data() + ExtensionOf(name);
    if (RenameNew(from, name, to, moved)) return moved;
    if (errno != EEXIST) return {};
  }
  return {};
}

std::vector<std::string> Inbox::Taken() const {
  auto opening = Open(folder_);
  const auto* opened = std::get_if<OpenFolder>(&opening);
  if (opened == nullptr) return {};
  std::vector<std::string> names = NamesIn(opened->taken);
  std::erase_if(names, [](const std::string& name) { return name.front() == '.'; });
  return names;
}

Instant Inbox::TakenAt(const std::string& name) { return TimeIn(name); }

std::vector<std::string> Inbox::HandOvers() {
  std::vector<std::string> names;
  for (auto& [name, seen] : seen_) {
    if (!std::exchange(seen.ready, false)) continue;
    seen.left_alone = true;  // until it changes
    names.push_back(name);
  }
  return names;
}

std::optional<std::string> Inbox::Read(const std::string& name) const {
  auto opening = Open(folder_);
  const auto* opened = std::get_if<OpenFolder>(&opening);
  if (opened == nullptr) return std::nullopt;
  return ReadIn(IsHandOver(name) ? opened->shared : opened->taken, name);
}

void Inbox::Finish(const std::string& name, End end, const std::string& sentences, Instant now) {
  const std::optional<OpenFolder> opened = OpenOrSay();
  if (!opened) return;  // it is still there when the folder is
  const Descriptor& to = end == End::kDone ? opened->done : opened->rejected;
  // A hand-over file has its own name until here.
  const std::string kept = IsHandOver(name) ? Move(opened->shared, name, to, now) : name;
  if (!IsHandOver(name)) (void)RenameNew(opened->taken, name, to, name);
  if (!sentences.empty()) WriteIn(to, kept + std::string(kReason), sentences + '\n');
}

void Inbox::Answer(const std::string& name, std::string_view answer, std::string_view request,
                   End end, const std::string& sentences, Instant now) {
  const std::optional<OpenFolder> opened = OpenOrSay();
  if (!opened) return;
  struct stat status {};
  RealDisk disk;
  const bool is_answered =
      fstatat(opened->shared.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
      WriteDurably(disk, PathOf(opened->shared) / name, answer,
                   status.st_mode & (S_IRWXU | S_IRWXG)) &&
      fstatat(opened->shared.get(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
  if (!is_answered) log_.Error("hand_over_not_answered");
  seen_[name] = {status.st_ino, status.st_size, status.st_mtim, now, true};
  const Descriptor& to = end == End::kDone ? opened->done : opened->rejected;
  std::array<char, 16> number{};
  (void)std::snprintf(number.data(), number.size(), "%06u", ++last_number_ % 1'000'000);
  const std::string kept = StampOf(now) + number.data() + std::string(kIni);
  WriteIn(to, kept, request);
  if (!sentences.empty()) WriteIn(to, kept + std::string(kReason), sentences + '\n');
}

std::vector<Inbox::Kept> Inbox::Recall() const {
  std::vector<Kept> all;
  auto opening = Open(folder_);
  const auto* opened = std::get_if<OpenFolder>(&opening);
  if (opened == nullptr) return all;
  for (const Descriptor* folder : {&opened->done, &opened->rejected}) {
    for (const std::string& name : NamesIn(*folder)) {
      if (name.front() == '.' || name.ends_with(kReason)) continue;
      auto bytes = ReadIn(*folder, name);
      if (bytes) all.push_back({name, *std::move(bytes), TimeIn(name)});
    }
  }
  std::sort(all.begin(), all.end(),
            [](const Kept& one, const Kept& other) { return one.name < other.name; });
  return all;
}

void Inbox::Clear(Instant now) const {
  auto opening = Open(folder_);
  const auto* opened = std::get_if<OpenFolder>(&opening);
  if (opened == nullptr) return;
  const std::string oldest = StampOf(now - folder_.keep);
  for (const Descriptor* folder : {&opened->done, &opened->rejected}) {
    for (const std::string& name : NamesIn(*folder)) {
      if (name.front() != '.' && name < oldest) (void)unlinkat(folder->get(), name.c_str(), 0);
    }
  }
}

}  // namespace ischia::agent
