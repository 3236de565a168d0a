// Collects what is wrong with the fields of a record, every violation at once, at most one a field;
// what was found first stands. Texts name the field, its range and the way out, never its value.
#ifndef ISCHIA_SERVICE_DOMAIN_VIOLATIONS_H_
#define ISCHIA_SERVICE_DOMAIN_VIOLATIONS_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/domain/result.h"
#include "service/domain/values.h"

namespace ischia::domain {

// Both ends are legal, NaN and infinity never. The text ends a violation: "must be 0 to 90
// degrees".
struct Range {
  double low;
  double high;
  const char* text;
  constexpr bool Has(double value) const { return value >= low && value <= high; }
};

// Days a clinic's record can be about.
inline constexpr CivilDay kEarliestDay{std::chrono::year{1900} / 1 / 1};
inline constexpr CivilDay kLatestDay{std::chrono::year{2199} / 12 / 31};

// Nothing but spaces.
bool IsBlank(std::string_view text);

// Paths are put together only for what is refused.
class Violations {
 public:
  Violations() = default;
  explicit Violations(std::vector<FieldViolation> found) : found_(std::move(found)) {}

  // What follows stands below this path, until the next call.
  void Within(std::string prefix) { prefix_ = std::move(prefix); }

  void Require(bool holds, std::string_view field, std::string_view description,
               const Wording& wording = {}) {
    if (!holds) Refuse(prefix_ + std::string(field), std::string(description), {}, wording);
  }
  template <typename Value>
  void RequireIn(const Range& range, std::string_view field, const std::optional<Value>& value) {
    RequireIn(range, field, !value || range.Has(Number(*value)));
  }
  void RequireIn(const Range& range, std::string_view field, bool holds) {
    if (!holds) Refuse(prefix_ + std::string(field), range.text, Limits{range.low, range.high});
  }
  void RequireWholeOrHalf(const Range& range, std::string_view field,
                          const std::optional<Degrees>& value);
  void RequireDay(std::string_view field, const std::optional<CivilDay>& day);
  // At most `limit` characters of one line: no control characters.
  void RequireLine(std::string_view field, std::string_view text, std::size_t limit);

  bool empty() const { return found_.empty(); }
  std::vector<FieldViolation> Take() && { return std::move(found_); }

 private:
  static double Number(double value) { return value; }
  static double Number(int value) { return value; }
  template <typename Unit, typename Value>
  static double Number(Measured<Unit, Value> value) {
    return static_cast<double>(value.value());
  }
  void Refuse(std::string field, std::string description, std::optional<Limits> limits,
              const Wording& wording = {});

  std::string prefix_;
  std::vector<FieldViolation> found_;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_VIOLATIONS_H_
