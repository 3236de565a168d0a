// The service's own work, beside its calls: the outbox of every practice, and the forgetting of
// what has had its time.
#ifndef ISCHIA_SERVICE_SERVER_WORKERS_H_
#define ISCHIA_SERVICE_SERVER_WORKERS_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "service/application/use_cases/deliveries.h"
#include "service/server/log.h"

namespace ischia::server {

// What of a practice is forgotten once its time is over, from time to time.
struct Forgetting {
  std::string_view what;  // "requests"
  std::function<domain::Result<int>(const domain::PracticeId&)> forget;
};

// One thread that sends what is due, practice by practice in turn, so that one practice's backlog
// holds up nobody else's.
class OutboxWorker {
 public:
  // Everything outlives the worker. Starts at once.
  OutboxWorker(app::Outbox& outbox, std::vector<Forgetting> forgetting,
               std::vector<domain::PracticeId> practices, Log& log);
  // Ends after the attempt in hand.
  ~OutboxWorker();
  OutboxWorker(const OutboxWorker&) = delete;
  OutboxWorker& operator=(const OutboxWorker&) = delete;

  // Lets the attempt in hand end and takes no further one; does not wait for it.
  void Stop();
  // Waits for the end of the attempt in hand until the deadline; false when it goes on.
  bool HasEndedBy(std::chrono::system_clock::time_point deadline);

 private:
  void Run();
  // One attempt for each practice; true when any was made.
  bool Round();
  void Forget();

  app::Outbox& outbox_;
  std::vector<Forgetting> forgetting_;
  std::vector<domain::PracticeId> practices_;
  Log& log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopped_ = false;  // guarded by mutex_
  bool ended_ = false;    // guarded by mutex_
  std::thread thread_;    // last: it uses the rest
};

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_WORKERS_H_
