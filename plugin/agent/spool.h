// The spool: changes that a host was told are kept, until the service has answered them. One
// encrypted file each, complete on the disk before Keep() says so:
//
//   SPOOL/0000000000000007.change   pending; sent in the order of the numbers
//   SPOOL/refused/…                 the service refused it, or it grew too old: a person decides
//   SPOOL/damaged/…                 it cannot be read any more: never sent
//
// When and to whom a change is sent is the courier's affair.
#ifndef ISCHIA_PLUGIN_AGENT_SPOOL_H_
#define ISCHIA_PLUGIN_AGENT_SPOOL_H_

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "plugin/agent/descriptor.h"
#include "plugin/agent/fault.h"
#include "plugin/agent/gateway/link.h"
#include "plugin/agent/spool/disk.h"

namespace ischia::agent {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

struct Change {
  std::string method;
  std::string request_id;  // the one of every repetition
  std::string request;     // the message's bytes, patient data
  Caller caller;
  Instant kept_at;
  bool operator==(const Change&) const = default;
};

// Of a change in refused/.
struct Refusal {
  Change change;
  int code = 0;        // of google.rpc.Code
  std::string reason;  // of the service, or "KEPT_TOO_LONG"
  std::string file;    // its name in the folder
};

struct SpoolPlace {
  std::filesystem::path folder;
  std::filesystem::path key_file;  // 32 bytes, made at the first start
};

struct SpoolLimits {
  std::size_t changes = 1000;  // files of all three kinds together
  std::size_t bytes = std::size_t{64} << 20U;
};

struct SpoolReport {
  std::size_t pending = 0;
  std::optional<Instant> oldest;  // of the pending
  std::vector<Refusal> refused;
  std::size_t damaged = 0;  // in the folder of the damaged, or to go there at the next start
};

// Serves many threads.
class Spool {
 public:
  // Clears what was not finished, and moves aside what cannot be read. One spool a folder: a second
  // one, in this process or another, is a fault.
  static std::variant<std::unique_ptr<Spool>, Fault> Open(const SpoolPlace& place,
                                                          const SpoolLimits& limits, Disk& disk);
  // Looks without touching anything, also while an agent works there. Unset: not made yet.
  static std::variant<std::optional<SpoolReport>, Fault> Look(const SpoolPlace& place, Disk& disk);
  ~Spool();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;

  enum class Kept { kDurably, kFull, kDiskFails };
  Kept Keep(const Change& change);

  struct Entry {
    std::uint64_t number = 0;
    Change change;
  };
  // Moves aside what cannot be read on the way.
  std::optional<Entry> Oldest();
  // The service has answered it.
  void Remove(const Entry& entry);
  // False: the disk fails, and it stays pending.
  bool Refuse(const Entry& entry, int code, const std::string& reason);

  std::size_t pending() const { return pending_count_; }  // never waits for the disk
  std::size_t damaged() const;                            // since it was opened

 private:
  using Key = std::array<unsigned char, 32>;

  Spool(SpoolPlace place, const SpoolLimits& limits, Disk& disk, const Key& key, Descriptor lock);
  static std::variant<Key, Fault> LoadKey(const SpoolPlace& place, Disk& disk);
  static std::variant<Key, Fault> LoadOrMakeKey(const SpoolPlace& place, Disk& disk);
  void TakeStock();
  void MoveAside(const std::string& name);

  const SpoolPlace place_;
  const SpoolLimits limits_;
  Disk& disk_;
  Key key_;
  const Descriptor lock_;  // the folder, open and locked

  std::atomic<std::size_t> pending_count_{0};  // of pending_, as of the last change

  mutable std::mutex mutex_;                      // guards what follows; held while the disk works
  std::map<std::uint64_t, std::size_t> pending_;  // bytes by number
  std::uint64_t last_number_ = 0;
  std::size_t files_ = 0;  // of all three kinds
  std::size_t bytes_ = 0;
  std::size_t damaged_ = 0;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_SPOOL_H_
