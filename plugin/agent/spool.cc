#include "plugin/agent/spool.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "plugin/agent/socket/frame.h"

namespace ischia::agent {
namespace {

namespace fs = std::filesystem;
using Key = std::array<unsigned char, 32>;

constexpr std::string_view kMagic = "ISP1";
constexpr std::size_t kNonceSize = 12;
constexpr std::size_t kSealSize = 16;
constexpr std::string_view kSuffix = ".change";
constexpr const char* kFolder = "spool.folder";
constexpr const char* kKeyFile = "spool.key_file";
constexpr const char* kRefused = "refused";
constexpr const char* kDamaged = "damaged";

// Our own mistake, never bad input.
void Ensure(bool holds) {
  if (!holds) std::abort();
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

// AES-256-GCM. `place` says which file of which folder it is, so that no file passes for another.
std::string Seal(const Key& key, std::string_view place, std::string_view plain) {
  std::string nonce(kNonceSize, '\0');
  Ensure(RAND_bytes(Bytes(nonce), static_cast<int>(nonce.size())) == 1);
  std::string sealed(plain.size(), '\0');
  std::string seal(kSealSize, '\0');
  const Context context(EVP_CIPHER_CTX_new());
  int size = 0;
  Ensure(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), Bytes(nonce)) ==
             1 &&
         EVP_EncryptUpdate(context.get(), nullptr, &size, Bytes(place),
                           static_cast<int>(place.size())) == 1 &&
         EVP_EncryptUpdate(context.get(), Bytes(sealed), &size, Bytes(plain),
                           static_cast<int>(plain.size())) == 1 &&
         EVP_EncryptFinal_ex(context.get(), Bytes(seal), &size) == 1 &&
         EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kSealSize, seal.data()) == 1);
  return std::string(kMagic) + nonce + sealed + seal;
}

// Unset when one bit of it, or its place, is not what it was.
std::optional<std::string> Unseal(const Key& key, std::string_view place, std::string_view file) {
  if (file.size() < kMagic.size() + kNonceSize + kSealSize) return std::nullopt;
  if (file.substr(0, kMagic.size()) != kMagic) return std::nullopt;
  file.remove_prefix(kMagic.size());
  const std::string_view nonce = file.substr(0, kNonceSize);
  std::string seal(file.substr(file.size() - kSealSize));
  file.remove_prefix(kNonceSize);
  file.remove_suffix(kSealSize);
  std::string plain(file.size(), '\0');
  const Context context(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool whole =
      EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(), Bytes(nonce)) ==
          1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &size, Bytes(place),
                        static_cast<int>(place.size())) == 1 &&
      EVP_DecryptUpdate(context.get(), Bytes(plain), &size, Bytes(file),
                        static_cast<int>(file.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kSealSize, seal.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), Bytes(seal), &size) == 1;
  return whole ? std::optional(std::move(plain)) : std::nullopt;
}

// A change as the fields of a frame, with tags of its own.
enum Part : std::uint16_t {
  kMethod = 1,
  kRequestId,
  kRequest,
  kUser,
  kRole,
  kKeptAt,
  kCode,
  kReason
};

std::string Encode(const Change& change, int code = 0, const std::string& reason = {}) {
  Fields fields;
  fields.Add(Tag{kMethod}, change.method);
  fields.Add(Tag{kRequestId}, change.request_id);
  fields.Add(Tag{kRequest}, change.request);
  fields.Add(Tag{kUser}, change.caller.user);
  fields.Add(Tag{kRole}, change.caller.role);
  fields.Add(Tag{kKeptAt}, std::to_string(change.kept_at.time_since_epoch().count()));
  fields.AddNumber(Tag{kCode}, static_cast<std::uint32_t>(code));
  fields.Add(Tag{kReason}, reason);
  return fields.Encode();
}

std::optional<Refusal> Decode(std::string_view bytes) {
  const std::optional<Fields> fields = Fields::Decode(bytes);
  if (!fields) return std::nullopt;
  const auto text = [&](Part part) { return std::string(fields->Text(Tag{part}).value_or("")); };
  Refusal decoded;
  decoded.change = {
      text(kMethod), text(kRequestId), text(kRequest), {text(kUser), text(kRole)}, {}};
  const std::string kept_at = text(kKeptAt);
  std::int64_t milliseconds = 0;
  const char* end = kept_at.data() + kept_at.size();
  if (std::from_chars(kept_at.data(), end, milliseconds).ptr != end || kept_at.empty()) {
    return std::nullopt;
  }
  decoded.change.kept_at = Instant(std::chrono::milliseconds(milliseconds));
  decoded.code = static_cast<int>(fields->Number(Tag{kCode}).value_or(0));
  decoded.reason = text(kReason);
  return decoded;
}

std::string NameOf(std::uint64_t number) {
  std::array<char, 24> digits{};
  (void)std::snprintf(digits.data(), digits.size(), "%016llu",
                      static_cast<unsigned long long>(number));
  return digits.data() + std::string(kSuffix);
}

// Unset: not the name of a change.
std::optional<std::uint64_t> NumberOf(const std::string& name) {
  std::uint64_t number = 0;
  const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc{} || name != NameOf(number)) return std::nullopt;
  return number;
}

std::optional<Refusal> ReadFile(Disk& disk, const Key& key, const fs::path& folder,
                                const std::string& within, const std::string& name) {
  const std::optional<std::string> file = disk.Read(folder / within / name);
  if (!file) return std::nullopt;
  const std::optional<std::string> plain = Unseal(key, within + '/' + name, *file);
  if (!plain) return std::nullopt;
  std::optional<Refusal> decoded = Decode(*plain);
  if (decoded) decoded->file = name;
  return decoded;
}

bool HoldsChanges(Disk& disk, const fs::path& folder) {
  return !disk.List(folder).empty() || !disk.List(folder / kRefused).empty();
}

// With all folders above it; they survive the loss of power.
bool MakeFolders(Disk& disk, const fs::path& folder) {
  if (disk.MakeFolder(folder)) return disk.SyncFolder(folder.parent_path());
  return folder != folder.parent_path() && MakeFolders(disk, folder.parent_path()) &&
         disk.MakeFolder(folder) && disk.SyncFolder(folder.parent_path());
}

}  // namespace

std::variant<Spool::Key, Fault> Spool::LoadKey(const SpoolPlace& place, Disk& disk) {
  struct stat status {};
  if (lstat(place.key_file.c_str(), &status) != 0 || !S_ISREG(status.st_mode) ||
      status.st_uid != geteuid() || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Fault{kKeyFile, "is not a file that this user alone can read (R-06)",
                 "Give it to the agent's user and run chmod 600 on it."};
  }
  std::optional<std::string> bytes = disk.Read(place.key_file);
  Key key{};
  if (!bytes || bytes->size() != key.size()) {
    return Fault{kKeyFile, "does not hold a key of 32 bytes",
                 "Bring the file back from a copy, or move the spool and the key away."};
  }
  std::copy(bytes->begin(), bytes->end(), key.begin());
  OPENSSL_cleanse(bytes->data(), bytes->size());
  return key;
}

std::variant<Spool::Key, Fault> Spool::LoadOrMakeKey(const SpoolPlace& place, Disk& disk) {
  struct stat status {};
  if (lstat(place.key_file.c_str(), &status) == 0) return LoadKey(place, disk);
  if (HoldsChanges(disk, place.folder)) {
    return Fault{kKeyFile, "is not there, and the spool holds changes that only it opens",
                 "Bring the file back, or move the spool away and enter its changes again."};
  }
  fs::path unfinished = place.key_file;
  unfinished += kUnfinished;
  (void)disk.Remove(unfinished);  // of a start that was cut short
  std::string bytes(Key{}.size(), '\0');
  Ensure(RAND_bytes(Bytes(bytes), static_cast<int>(bytes.size())) == 1);
  const bool made = WriteDurably(disk, place.key_file, bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  if (!made) {
    return Fault{kKeyFile, "cannot be made", "Name a file in a folder of this user's own."};
  }
  return LoadKey(place, disk);
}

std::variant<std::unique_ptr<Spool>, Fault> Spool::Open(const SpoolPlace& place,
                                                        const SpoolLimits& limits, Disk& disk) {
  for (const fs::path& folder : {place.key_file.parent_path(), place.folder,
                                 place.folder / kRefused, place.folder / kDamaged}) {
    if (!MakeFolders(disk, folder)) {
      return Fault{kFolder, "cannot be made", "Name a folder of this user's own."};
    }
  }
  struct stat status {};
  if (stat(place.folder.c_str(), &status) != 0 || status.st_uid != geteuid() ||
      (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Fault{kFolder, "is open to others", "Run chmod 700 on it as the agent's user."};
  }
  Descriptor lock(open(place.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock.ok() || flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return Fault{kFolder, "is in use by another agent", "Stop that one, or name another folder."};
  }
  const std::variant<Key, Fault> key = LoadOrMakeKey(place, disk);
  if (const auto* fault = std::get_if<Fault>(&key)) return *fault;
  std::unique_ptr<Spool> spool(new Spool(place, limits, disk, std::get<Key>(key), std::move(lock)));
  spool->TakeStock();
  return spool;
}

Spool::Spool(SpoolPlace place, const SpoolLimits& limits, Disk& disk, const Key& key,
             Descriptor lock)
    : place_(std::move(place)), limits_(limits), disk_(disk), key_(key), lock_(std::move(lock)) {}

Spool::~Spool() { OPENSSL_cleanse(key_.data(), key_.size()); }

void Spool::TakeStock() {
  const std::lock_guard lock(mutex_);
  for (const char* within : {kRefused, kDamaged, ""}) {
    for (const std::string& name : disk_.List(place_.folder / within)) {
      if (fs::path(name).extension() == kUnfinished) {
        (void)disk_.Remove(place_.folder / within / name);  // tried again at the next start
        continue;
      }
      const std::optional<std::uint64_t> number = NumberOf(name);
      if (!number) continue;  // not ours
      std::error_code error;
      const std::uintmax_t size = fs::file_size(place_.folder / within / name, error);
      last_number_ = std::max(last_number_, *number);
      ++files_;
      if (!error) bytes_ += size;
      if (*within == '\0') pending_[*number] = error ? 0 : size;
    }
  }
  for (auto at = pending_.begin(); at != pending_.end();) {
    const std::string name = NameOf(at->first);
    const bool whole = ReadFile(disk_, key_, place_.folder, "", name).has_value();
    if (!whole) MoveAside(name);
    at = whole ? std::next(at) : pending_.erase(at);
  }
  pending_count_ = pending_.size();
}

void Spool::MoveAside(const std::string& name) {
  // Where that fails it stays, and is not sent: it cannot be read.
  (void)disk_.Rename(place_.folder / name, place_.folder / kDamaged / name);
  ++damaged_;
}

Spool::Kept Spool::Keep(const Change& change) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t number = last_number_ + 1;
  const std::string name = NameOf(number);
  const std::string sealed = Seal(key_, '/' + name, Encode(change));
  if (files_ + 1 > limits_.changes || bytes_ + sealed.size() > limits_.bytes) return Kept::kFull;
  last_number_ = number;
  if (!WriteDurably(disk_, place_.folder / name, sealed)) return Kept::kDiskFails;
  pending_[number] = sealed.size();
  pending_count_ = pending_.size();
  ++files_;
  bytes_ += sealed.size();
  return Kept::kDurably;
}

std::optional<Spool::Entry> Spool::Oldest() {
  const std::lock_guard lock(mutex_);
  while (!pending_.empty()) {
    const std::uint64_t number = pending_.begin()->first;
    std::optional<Refusal> read = ReadFile(disk_, key_, place_.folder, "", NameOf(number));
    if (read) return Entry{number, std::move(read->change)};
    MoveAside(NameOf(number));
    pending_.erase(number);
    pending_count_ = pending_.size();
  }
  return std::nullopt;
}

void Spool::Remove(const Entry& entry) {
  const std::lock_guard lock(mutex_);
  // One that comes back after a loss of power is repeated with its request id: nothing is done
  // twice.
  (void)disk_.Remove(place_.folder / NameOf(entry.number));
  bytes_ -= pending_[entry.number];
  --files_;
  pending_.erase(entry.number);
  pending_count_ = pending_.size();
}

bool Spool::Refuse(const Entry& entry, int code, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  const std::string name = NameOf(entry.number);
  const std::string sealed =
      Seal(key_, std::string(kRefused) + '/' + name, Encode(entry.change, code, reason));
  if (!WriteDurably(disk_, place_.folder / kRefused / name, sealed)) return false;
  (void)disk_.Remove(place_.folder / name);
  bytes_ += sealed.size() - pending_[entry.number];
  pending_.erase(entry.number);
  pending_count_ = pending_.size();
  return true;
}

std::size_t Spool::damaged() const {
  const std::lock_guard lock(mutex_);
  return damaged_;
}

std::variant<std::optional<SpoolReport>, Fault> Spool::Look(const SpoolPlace& place, Disk& disk) {
  std::error_code error;
  if (!fs::exists(place.key_file, error) && !HoldsChanges(disk, place.folder)) {
    return std::optional<SpoolReport>();
  }
  std::variant<Key, Fault> loaded = LoadKey(place, disk);
  if (const auto* fault = std::get_if<Fault>(&loaded)) return *fault;
  Key& key = std::get<Key>(loaded);
  SpoolReport report;
  for (const std::string& name : disk.List(place.folder)) {
    if (!NumberOf(name)) continue;
    const std::optional<Refusal> read = ReadFile(disk, key, place.folder, "", name);
    if (read) {
      ++report.pending;
      if (!report.oldest) report.oldest = read->change.kept_at;
    } else if (fs::exists(place.folder / name, error)) {  // else it was sent meanwhile
      ++report.damaged;
    }
  }
  for (const std::string& name : disk.List(place.folder / kRefused)) {
    std::optional<Refusal> read = ReadFile(disk, key, place.folder, kRefused, name);
    if (read) report.refused.push_back(*std::move(read));
  }
  report.damaged += disk.List(place.folder / kDamaged).size();
  OPENSSL_cleanse(key.data(), key.size());
  return std::optional(std::move(report));
}

}  // namespace ischia::agent
