#include "plugin/agent/gateway/scribe.h"

#include <utility>

namespace ischia::agent {

Scribe::Scribe() : thread_([this] { Run(); }) {}

Scribe::~Scribe() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  given_.notify_one();
  thread_.join();
}

void Scribe::Do(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    works_.push_back(std::move(work));
  }
  given_.notify_one();
}

void Scribe::Settle() {
  std::unique_lock lock(mutex_);
  settled_.wait(lock, [this] { return works_.empty(); });
}

void Scribe::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    given_.wait(lock, [this] { return ending_ || !works_.empty(); });
    if (works_.empty()) return;
    const std::function<void()> work = std::move(works_.front());
    lock.unlock();
    work();
    lock.lock();
    works_.pop_front();
    if (works_.empty()) settled_.notify_all();
  }
}

}  // namespace ischia::agent
