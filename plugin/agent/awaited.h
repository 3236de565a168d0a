// What a thread waits for and another one brings, until the waiting one is told to end.
#ifndef ISCHIA_PLUGIN_AGENT_AWAITED_H_
#define ISCHIA_PLUGIN_AGENT_AWAITED_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

namespace ischia::agent {

// One thing at a time; shared by both, since the one that brings may come late.
template <typename Thing>
class Awaited {
 public:
  void Put(Thing thing) {
    const std::lock_guard lock(mutex_);
    thing_ = std::move(thing);
    changed_.notify_all();
  }
  // Unset: the end has come first.
  std::optional<Thing> Take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ending_ || thing_; });
    return ending_ ? std::nullopt : std::exchange(thing_, std::nullopt);
  }
  // True: the end has come.
  bool Rest(std::chrono::milliseconds length) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, length, [this] { return ending_; });
  }
  void End() {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::optional<Thing> thing_;
  bool ending_ = false;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_AWAITED_H_
