// A value together with its canonical bytes: what a column stores and what a digest is taken over.
// Views inside the value (rule inputs, statement keys) point into those bytes when it was read
// back, so a frozen program stays readable whatever becomes of the catalogue and of this version's
// words. How the bytes are laid out is encoding.h's affair.
#ifndef ISCHIA_SERVICE_APPLICATION_FROZEN_H_
#define ISCHIA_SERVICE_APPLICATION_FROZEN_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace ischia::app {

template <typename T>
class Frozen {
 public:
  Frozen() : Frozen(T{}, {}) {}
  Frozen(T value, std::shared_ptr<const std::string> bytes)
      : value_(std::move(value)), bytes_(std::move(bytes)) {}

  const T& operator*() const { return value_; }
  const T* operator->() const { return &value_; }
  // Empty for a value that was never frozen: a preview, a dry run.
  std::string_view bytes() const { return bytes_ ? std::string_view{*bytes_} : std::string_view{}; }

  bool operator==(const Frozen& other) const { return value_ == other.value_; }

 private:
  T value_;
  // Shared with the copies of this value, whose views point into the same bytes.
  std::shared_ptr<const std::string> bytes_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_FROZEN_H_
