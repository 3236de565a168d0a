// Remembers what was made last. Two generations bound the memory without a list of uses: what is
// asked for moves to the recent one, and what is not asked for while it fills is forgotten.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_RECENT_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_RECENT_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <unordered_map>
#include <utility>

namespace ischia::document::press {

// Holds at most twice `generation` values. Copying a value should cost little.
template <typename Key, typename Value, typename Hash = std::hash<Key>>
class Recent {
 public:
  explicit Recent(std::size_t generation) : generation_(generation) {}

  std::optional<Value> Find(const Key& key) {
    if (const auto found = recent_.find(key); found != recent_.end()) return found->second;
    const auto found = older_.find(key);
    if (found == older_.end()) return std::nullopt;
    Value value = found->second;
    Keep(key, value);
    return value;
  }

  void Keep(const Key& key, const Value& value) {
    if (recent_.size() >= generation_) {
      older_ = std::move(recent_);
      recent_.clear();
    }
    recent_.emplace(key, value);
  }

 private:
  using Generation = std::unordered_map<Key, Value, Hash>;

  std::size_t generation_;
  Generation recent_;
  Generation older_;
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_RECENT_H_
