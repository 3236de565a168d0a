#include "service/server/workers.h"

#include <string>
#include <utility>

namespace ischia::server {
namespace {

// How long a new delivery may lie before the worker looks again.
constexpr std::chrono::seconds kPoll{1};
constexpr std::chrono::hours kForget{1};

}  // namespace

OutboxWorker::OutboxWorker(app::Outbox& outbox, std::vector<Forgetting> forgetting,
                           std::vector<domain::PracticeId> practices, Log& log)
    : outbox_(outbox),
      forgetting_(std::move(forgetting)),
      practices_(std::move(practices)),
      log_(log),
      thread_([this] { Run(); }) {}

OutboxWorker::~OutboxWorker() {
  Stop();
  thread_.join();
}

void OutboxWorker::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  wake_.notify_all();
}

bool OutboxWorker::HasEndedBy(std::chrono::system_clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  return wake_.wait_until(lock, deadline, [this] { return ended_; });
}

void OutboxWorker::Run() {
  auto next_forgetting = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    lock.unlock();
    if (std::chrono::steady_clock::now() >= next_forgetting) {
      Forget();
      next_forgetting += kForget;
    }
    const bool attempted = Round();
    lock.lock();
    if (!attempted) wake_.wait_for(lock, kPoll, [this] { return stopped_; });
  }
  ended_ = true;
  wake_.notify_all();
}

bool OutboxWorker::Round() {
  bool attempted = false;
  for (const domain::PracticeId& practice : practices_) {
    const domain::Result<app::Attempted> result = outbox_.AttemptNext(practice);
    if (!result.ok()) {
      log_.Error("outbox.attempt_failed", {{"practice", Pseudonym(practice.text())},
                                           {"reason", Public(result.error().reason)}});
    }
    attempted = attempted || (result.ok() && *result == app::Attempted::kOne);
  }
  return attempted;
}

void OutboxWorker::Forget() {
  for (const domain::PracticeId& practice : practices_) {
    for (const Forgetting& old : forgetting_) {
      const domain::Result<int> forgotten = old.forget(practice);
      if (forgotten.ok()) continue;
      log_.Error(
          std::string(old.what) + ".forget_failed",
          {{"practice", Pseudonym(practice.text())}, {"reason", Public(forgotten.error().reason)}});
    }
  }
}

}  // namespace ischia::server
