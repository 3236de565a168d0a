// Errors as values. A function that can fail in an expected way returns Result<T>: a value or an
// Error, never "fine without a value". Clinical statements about valid input are Findings
// (assess/safety.h), not errors; mistakes of ours stop the process through Ensure.
#ifndef ISCHIA_SERVICE_DOMAIN_RESULT_H_
#define ISCHIA_SERVICE_DOMAIN_RESULT_H_

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ischia::domain {

// The numbers of google.rpc.Code.
enum class ErrorCode {
  kCancelled = 1,
  kInvalidArgument = 3,
  kDeadlineExceeded = 4,
  kNotFound = 5,
  kAlreadyExists = 6,
  kPermissionDenied = 7,
  kResourceExhausted = 8,
  kFailedPrecondition = 9,
  kAborted = 10,
  kUnimplemented = 12,
  kInternal = 13,
  kUnavailable = 14,
  kUnauthenticated = 16
};

// The legal range that a field has left, both ends included, in the field's unit.
struct Limits {
  double low = 0;
  double high = 0;
  bool operator==(const Limits&) const = default;
};

// The description once more, for a page of any language: the text "console.fault.<key>" with
// {count} and {rule} filled in. Empty: there is none, or the limits say it all.
struct Wording {
  std::string_view key = {};
  int count = 0;
  std::string rules = {};  // "S-24, S-30"
  bool operator==(const Wording&) const = default;
};

// One thing wrong with one field. The reason is UPPER_SNAKE, the description names limits and
// units, never a value from a record.
struct FieldViolation {
  std::string field;
  std::string description;
  std::string reason;
  std::optional<Limits> limits = {};
  Wording wording = {};
  bool operator==(const FieldViolation&) const = default;
};

// The reason is one of the table in proto/ischia/v1/errors.proto.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string reason;
  std::string message;
  std::vector<FieldViolation> violations;
  bool operator==(const Error&) const = default;
};

// Stops the process: our own mistake, never bad input.
inline void Ensure(bool holds) {
  if (!holds) std::abort();
}

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return std::holds_alternative<T>(state_); }

  // Precondition: ok().
  const T& value() const& { return Held<T>(state_); }
  T& value() & { return Held<T>(state_); }
  T&& value() && { return std::move(Held<T>(state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  // Precondition: !ok().
  const Error& error() const { return Held<Error>(state_); }

 private:
  template <typename Alternative, typename State>
  static auto& Held(State& state) {
    auto* held = std::get_if<Alternative>(&state);
    Ensure(held != nullptr);
    return *held;
  }

  std::variant<T, Error> state_;
};

// What a successful call without an answer returns.
struct Done {
  bool operator==(const Done&) const = default;
};

// The common shapes, so that reason and code stand together once.
inline Error InvalidArgument(std::string reason, std::string message,
                             std::vector<FieldViolation> violations = {}) {
  return {ErrorCode::kInvalidArgument, std::move(reason), std::move(message),
          std::move(violations)};
}
inline Error FieldInvalid(std::vector<FieldViolation> violations) {
  return InvalidArgument("FIELD_INVALID", "The request has invalid fields.", std::move(violations));
}
inline Error NotFound() {
  return {ErrorCode::kNotFound, "RESOURCE_NOT_FOUND", "The resource does not exist.", {}};
}
inline Error FailedPrecondition(std::string reason, std::string message,
                                std::vector<FieldViolation> violations = {}) {
  return {ErrorCode::kFailedPrecondition, std::move(reason), std::move(message),
          std::move(violations)};
}

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_RESULT_H_
