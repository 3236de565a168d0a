// Wrong links, counted by the address they come from: whoever tries too many has to wait.
#ifndef ISCHIA_SERVICE_WEB_CHECK_IN_ATTEMPTS_H_
#define ISCHIA_SERVICE_WEB_CHECK_IN_ATTEMPTS_H_

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "service/domain/values.h"

namespace ischia::web {

inline constexpr int kAllowedAttempts = 10;  // within a minute

// Serves many threads.
class Attempts {
 public:
  void Note(const std::string& address, domain::Instant now);
  // Until a minute after the first of them.
  bool TooMany(const std::string& address, domain::Instant now) const;

 private:
  struct Minute {
    domain::Instant begin{};
    int count = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Minute> minutes_;  // guarded by mutex_
};

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_CHECK_IN_ATTEMPTS_H_
