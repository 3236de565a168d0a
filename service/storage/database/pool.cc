#include "service/storage/database/pool.h"

#include <tuple>
#include <utility>

#include "service/storage/database/guarded.h"

namespace ischia::storage {
namespace {

using domain::Result;

constexpr std::chrono::seconds kLongestWait{5};
constexpr std::chrono::seconds kTrustedIdleness{30};

}  // namespace

Pool::Pool(Location location, int size, Monotonic now)
    : location_(std::move(location)), size_(size), now_(std::move(now)) {}

Result<std::unique_ptr<Connection>> Pool::Take() {
  Idle idle;
  {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, kLongestWait, [&] { return lent_ < size_; })) {
      return Unavailable("The database is busy. Try again later.");
    }
    ++lent_;
    if (!idle_.empty()) {
      idle = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  std::unique_ptr<Connection> connection = StillGood(std::move(idle));
  if (connection) return connection;
  auto opened = Guarded([&]() -> Result<std::unique_ptr<Connection>> {
    return std::make_unique<Connection>(location_);
  });
  if (!opened.ok()) {
    const std::lock_guard lock(mutex_);
    --lent_;
    returned_.notify_one();
  }
  return opened;
}

std::unique_ptr<Connection> Pool::StillGood(Idle idle) const {
  if (!idle.connection || now_() - idle.since < kTrustedIdleness) return std::move(idle.connection);
  const auto answered = Guarded([&]() -> Result<domain::Done> {
    (void)idle.connection->Row<std::tuple<std::int64_t>>("SELECT 1");
    return domain::Done{};
  });
  return answered.ok() ? std::move(idle.connection) : nullptr;
}

// When the server has gone from one connection, the idle ones are as dead.
void Pool::Return(std::unique_ptr<Connection> connection) {
  const bool in_memory = location_.engine == Engine::kSqlite && location_.text.empty();
  std::vector<Idle> dead;  // closed outside the lock
  {
    const std::lock_guard lock(mutex_);
    --lent_;
    if (connection->lost()) dead.swap(idle_);
    if (connection->sound() || in_memory) idle_.push_back({std::move(connection), now_()});
  }
  returned_.notify_one();
}

}  // namespace ischia::storage
