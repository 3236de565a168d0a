// A thread that waits for the disk, so that nobody's answer has to.
#ifndef ISCHIA_PLUGIN_AGENT_GATEWAY_SCRIBE_H_
#define ISCHIA_PLUGIN_AGENT_GATEWAY_SCRIBE_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace ischia::agent {

// Serves many threads.
class Scribe {
 public:
  Scribe();
  // Does what is left.
  ~Scribe();
  Scribe(const Scribe&) = delete;
  Scribe& operator=(const Scribe&) = delete;

  // Does it after all that was given before.
  void Do(std::function<void()> work);
  // Waits until nothing is left.
  void Settle();

 private:
  void Run();

  std::mutex mutex_;  // guards what follows, but the thread
  std::condition_variable given_;
  std::condition_variable settled_;
  std::deque<std::function<void()>> works_;  // the first is under way
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_GATEWAY_SCRIBE_H_
