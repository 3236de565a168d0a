// Carries the spool's changes to the service, in order, with the request ids they were kept with.
// A definite answer takes a change out of the spool; without one it waits and tries again.
#ifndef ISCHIA_PLUGIN_AGENT_SPOOL_COURIER_H_
#define ISCHIA_PLUGIN_AGENT_SPOOL_COURIER_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "plugin/agent/gateway/link.h"
#include "plugin/agent/log.h"
#include "plugin/agent/spool.h"

namespace ischia::agent {

using WallClock = std::function<Instant()>;

// Longer, and a person decides: the service itself knows a request id for seven days.
inline constexpr std::chrono::hours kKeptAtMost{72};

class Courier {
 public:
  // Everything outlives the courier.
  Courier(Spool& spool, Link& link, Log& log, WallClock clock);
  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  // Sends what it can. Unset: the spool is empty; else how long to wait: 1 s, doubled with each
  // failure up to 60 s. Called by one thread at a time.
  std::optional<std::chrono::seconds> Deliver();

  // Calls Deliver on a thread of its own.
  void Start();
  // Cancels the call under way; what was not answered stays in the spool. Done by the end, too.
  void Stop();
  // There is something new, or the service is back: it need not wait.
  void Wake();

 private:
  enum class Outcome { kSettled, kWaits };
  Outcome Send(const Spool::Entry& entry);
  Outcome Refuse(const Spool::Entry& entry, int code, const std::string& reason);
  void Run();

  Spool& spool_;
  Link& link_;
  Log& log_;
  WallClock clock_;
  std::chrono::seconds wait_{0};

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  bool woken_ = false;
  bool stopping_ = false;
  std::uint64_t under_way_ = 0;  // the ticket of the call, 0: none
  std::thread thread_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_SPOOL_COURIER_H_
