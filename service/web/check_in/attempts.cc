#include "service/web/check_in/attempts.h"

#include <chrono>

namespace ischia::web {
namespace {

constexpr std::chrono::minutes kSpan{1};
constexpr std::size_t kMostAddresses = 10'000;

}  // namespace

void Attempts::Note(const std::string& address, domain::Instant now) {
  const std::lock_guard lock(mutex_);
  const auto is_over = [&](const auto& entry) { return now - entry.second.begin >= kSpan; };
  if (minutes_.size() >= kMostAddresses) std::erase_if(minutes_, is_over);
  // So many at once are no patients; an empty list is better than a full memory.
  if (minutes_.size() >= kMostAddresses) minutes_.clear();
  Minute& minute = minutes_[address];
  if (minute.count == 0 || now - minute.begin >= kSpan) minute = {now, 0};
  ++minute.count;
}

bool Attempts::TooMany(const std::string& address, domain::Instant now) const {
  const std::lock_guard lock(mutex_);
  const auto found = minutes_.find(address);
  return found != minutes_.end() && found->second.count >= kAllowedAttempts &&
         now - found->second.begin < kSpan;
}

}  // namespace ischia::web
