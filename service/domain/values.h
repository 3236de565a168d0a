// Small value types of the clinic: measured numbers carry their unit in their type, ids cannot be
// mixed up, a civil day is not an instant.
#ifndef ISCHIA_SERVICE_DOMAIN_VALUES_H_
#define ISCHIA_SERVICE_DOMAIN_VALUES_H_

#include <array>
#include <bit>
#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ischia::domain {

// A number with a unit. Only comparison is offered; arithmetic spells out its unit through value().
template <typename Unit, typename Number>
class Measured {
 public:
  constexpr Measured() = default;
  constexpr explicit Measured(Number value) : value_(value) {}
  constexpr Number value() const { return value_; }
  constexpr auto operator<=>(const Measured&) const = default;

 private:
  Number value_{};
};

using Degrees = Measured<struct DegreesUnit, double>;          // joint angle
using Centimeters = Measured<struct CentimetersUnit, double>;  // length
using Score = Measured<struct ScoreUnit, int>;                 // 0 to 10 unless the field says else
using Seconds = Measured<struct SecondsUnit, int>;             // whole seconds

// An identifier of the specification ("HS-01", "S-22", "D-STATIC") as a value of its own type, held
// in place: one character less than it has bytes, which are whole words.
template <typename Kind, std::size_t kBytes>
class Code {
 public:
  constexpr Code() = default;
  // Longer text is cut; the catalogue's loader refuses such ids first.
  constexpr explicit Code(std::string_view text) {
    size_ = static_cast<unsigned char>(text.size() < sizeof(text_) ? text.size() : sizeof(text_));
    for (unsigned char i = 0; i < size_; ++i) text_[i] = text[i];
  }
  constexpr std::string_view text() const { return {text_, size_}; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool operator==(const Code& other) const { return Words() == other.Words(); }
  // The order of the texts: their first bytes are the highest of each word.
  constexpr std::strong_ordering operator<=>(const Code& other) const {
    const auto words = Words();
    const auto others = other.Words();
    for (std::size_t i = 0; i + 1 < kWords; ++i) {
      if (words[i] != others[i]) return words[i] <=> others[i];
    }
    return words[kWords - 1] <=> others[kWords - 1];
  }

 private:
  static constexpr std::size_t kWords = kBytes / sizeof(std::uint64_t);

  constexpr std::array<std::uint64_t, kWords> Words() const {
    auto words = std::bit_cast<std::array<std::uint64_t, kWords>>(*this);
    if constexpr (std::endian::native == std::endian::little) {
      for (std::uint64_t& word : words) word = __builtin_bswap64(word);
    }
    return words;
  }

  char text_[kBytes - 1] = {};  // zero beyond the end
  unsigned char size_ = 0;
};

using ExerciseId = Code<struct ExerciseKind, 8>;  // "HS-01"
using RuleId = Code<struct RuleKind, 16>;         // "S-22", "X-03", "P-01", "D-STATIC", "T-LBP"

// An id made by the service or chosen by the caller: lower-case letters, digits, hyphen, 1 to 63.
template <typename Kind>
class ResourceId {
 public:
  ResourceId() = default;
  explicit ResourceId(std::string text) : text_(std::move(text)) {}
  const std::string& text() const { return text_; }
  auto operator<=>(const ResourceId&) const = default;

 private:
  std::string text_;
};

using PracticeId = ResourceId<struct PracticeKind>;
using PatientId = ResourceId<struct PatientKind>;
using AssessmentId = ResourceId<struct AssessmentIdKind>;
using ClearanceId = ResourceId<struct ClearanceIdKind>;
using ProgramId = ResourceId<struct ProgramKind>;
using HandoutId = ResourceId<struct HandoutKind>;
using DeliveryId = ResourceId<struct DeliveryKind>;
using FilingId = ResourceId<struct FilingKind>;
using LaunchId = ResourceId<struct LaunchKind>;
using CheckInId = ResourceId<struct CheckInKind>;
using CheckInLinkId = ResourceId<struct CheckInLinkKind>;

bool IsResourceId(std::string_view text);

// A civil day: the patient's or the clinic's own date, no time zone.
using CivilDay = std::chrono::sys_days;
// An instant, UTC, milliseconds.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// Years completed on a day; a birthday on February 29 counts from March 1 in other years.
int AgeOn(CivilDay day, CivilDay birth_date);

// "2026-06-01".
std::string IsoDay(CivilDay day);
std::optional<CivilDay> ParseIsoDay(std::string_view text);

enum class Side { kUnspecified, kLeft, kRight, kBoth };
// Three states: unspecified is "not answered" and never counts as "no".
enum class Answer { kUnspecified, kYes, kNo };
// Not done is a recorded choice, unspecified is missing.
enum class TestResult { kUnspecified, kNegative, kPositive, kNotDone };

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_VALUES_H_
