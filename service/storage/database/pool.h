// Lends connections, each to one borrower at a time, and gives up those that are no good any more.
// Never mends one: a connection that was lost takes its transaction's settings with it. Private to
// the storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_POOL_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_POOL_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "service/domain/result.h"
#include "service/storage/database/connection.h"

namespace ischia::storage {

class Pool {
 public:
  using Monotonic = std::function<std::chrono::steady_clock::time_point()>;

  // `size` connections at most. On SQLite every transaction writes, so one is enough and the pool
  // is the queue of the writers; a database in memory lives in its only connection, which is
  // therefore never given up. Others are, after any error.
  Pool(Location location, int size, Monotonic now = std::chrono::steady_clock::now);

  // One that has lain idle for 30 s is asked before it is lent. STORE_UNAVAILABLE after 5 s, or
  // when no connection can be opened.
  domain::Result<std::unique_ptr<Connection>> Take();
  void Return(std::unique_ptr<Connection> connection);

 private:
  struct Idle {
    std::unique_ptr<Connection> connection;
    std::chrono::steady_clock::time_point since;
  };
  // Empty when there is none that answers.
  std::unique_ptr<Connection> StillGood(Idle idle) const;

  const Location location_;
  const int size_;
  const Monotonic now_;
  std::mutex mutex_;
  std::condition_variable returned_;
  int lent_ = 0;            // guarded by mutex_
  std::vector<Idle> idle_;  // guarded by mutex_; the one returned last is lent first
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_POOL_H_
