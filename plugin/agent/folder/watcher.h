// Opens the console for the requests that a practice system puts into its folder, and keeps what it
// asked for at each patient.
#ifndef ISCHIA_PLUGIN_AGENT_FOLDER_WATCHER_H_
#define ISCHIA_PLUGIN_AGENT_FOLDER_WATCHER_H_

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "plugin/agent/awaited.h"
#include "plugin/agent/descriptor.h"
#include "plugin/agent/extensions/console.h"
#include "plugin/agent/folder/inbox.h"
#include "plugin/agent/folder/last_asked.h"
#include "plugin/agent/gateway.h"
#include "plugin/agent/log.h"
#include "plugin/agent/spool/courier.h"

namespace ischia::agent {

// Between the two looks that a file must stay the same in.
inline constexpr std::chrono::milliseconds kBetweenFolderLooks{200};
// Where no event comes, as from a network share.
inline constexpr std::chrono::milliseconds kWatcherPace{3000};
// The same request once more within this time is one that was written twice.
inline constexpr std::chrono::seconds kWrittenTwice{60};
// A request that waits longer for the service is rejected: nobody waits for the console any more.
inline constexpr std::chrono::seconds kRequestWaits{120};

class Watcher {
 public:
  // Everything outlives it.
  Watcher(const HostFolder& folder, Host host, Gateway& gateway, Console& console,
          LastAsked& last_asked, Log& log, WallClock clock);
  // Stops.
  ~Watcher();
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  // Looks once and opens what was taken. How long to wait where nothing happens. Called by one
  // thread at a time.
  std::chrono::milliseconds LookOnce();

  // Looks on a thread of its own.
  void Start();
  // Waits for no answer; what was taken and not opened is tried again at the next start.
  void Stop();

 private:
  // What became of a request; unset: it is to be tried again.
  struct Outcome {
    Inbox::End end = Inbox::End::kDone;
    int error_level = 0;         // of a hand-over file
    std::string sentences = {};  // without patient data; may be empty
  };
  void Recall();
  bool OpenTaken(const std::string& name);
  void OpenHandOver(const std::string& name);
  std::optional<Outcome> Ask(const requests::Asked& asked);
  void Run();

  const HostFolder& folder_;
  const Host host_;
  Gateway& gateway_;
  Console& console_;
  LastAsked& last_asked_;
  Log& log_;
  const WallClock clock_;
  Inbox inbox_;
  std::optional<LastAsked::Entry> opened_last_;
  Instant cleared_{};
  Descriptor stop_;
  // Shared with the calls under way, which may end after the watcher.
  std::shared_ptr<Awaited<Answer>> answer_;
  std::thread thread_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FOLDER_WATCHER_H_
