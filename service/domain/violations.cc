#include "service/domain/violations.h"

#include <algorithm>
#include <cmath>

#include "service/domain/wordings.h"

namespace ischia::domain {
namespace {

std::size_t CodePoints(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

// The C0 and C1 control characters of UTF-8 text, and DEL.
bool HasControlCharacter(std::string_view text) {
  unsigned char before = 0;
  for (const char byte : text) {
    const auto current = static_cast<unsigned char>(byte);
    if (current < 0x20 || current == 0x7F || (before == 0xC2 && current < 0xA0)) return true;
    before = current;
  }
  return false;
}

}  // namespace

bool IsBlank(std::string_view text) { return text.find_first_not_of(' ') == text.npos; }

void Violations::RequireWholeOrHalf(const Range& range, std::string_view field,
                                    const std::optional<Degrees>& value) {
  RequireIn(range, field, value);
  Require(!value || std::nearbyint(2 * value->value()) == 2 * value->value(), field,
          "must be in whole or half degrees", {wording::kHalfDegrees});
}

void Violations::RequireDay(std::string_view field, const std::optional<CivilDay>& day) {
  Require(!day || (*day >= kEarliestDay && *day <= kLatestDay), field,
          "must be a day from 1900 to 2199", {wording::kDay});
}

void Violations::RequireLine(std::string_view field, std::string_view text, std::size_t limit) {
  if (CodePoints(text) > limit) {
    Require(false, field, "must have at most " + std::to_string(limit) + " characters",
            {wording::kTooLong, static_cast<int>(limit)});
  }
  Require(!HasControlCharacter(text), field, "must not contain control characters or line breaks",
          {wording::kCharacters});
}

void Violations::Refuse(std::string field, std::string description, std::optional<Limits> limits,
                        const Wording& wording) {
  const bool known = std::any_of(found_.begin(), found_.end(),
                                 [&](const FieldViolation& entry) { return entry.field == field; });
  if (!known) {
    found_.push_back({std::move(field), std::move(description), "FIELD_INVALID", limits, wording});
  }
}

}  // namespace ischia::domain
