#include "service/domain/values.h"

#include <algorithm>
#include <charconv>

namespace ischia::domain {

bool IsResourceId(std::string_view text) {
  return !text.empty() && text.size() <= 63 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

int AgeOn(CivilDay day, CivilDay birth_date) {
  const std::chrono::year_month_day on{day};
  const std::chrono::year_month_day born{birth_date};
  const int years = static_cast<int>(on.year()) - static_cast<int>(born.year());
  const bool birthday_passed =
      std::pair{on.month(), on.day()} >= std::pair{born.month(), born.day()};
  return birthday_passed ? years : years - 1;
}

std::string IsoDay(CivilDay day) {
  const std::chrono::year_month_day ymd{day};
  auto digits = [](unsigned number, std::size_t width) {
    std::string text = std::to_string(number);
    return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
  };
  return digits(static_cast<unsigned>(static_cast<int>(ymd.year())), 4) + '-' +
         digits(static_cast<unsigned>(ymd.month()), 2) + '-' +
         digits(static_cast<unsigned>(ymd.day()), 2);
}

std::optional<CivilDay> ParseIsoDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto number = [&](std::size_t from, std::size_t size) -> int {
    int value = -1;
    const char* end = text.data() + from + size;
    const auto [stop, error] = std::from_chars(text.data() + from, end, value);
    return error == std::errc{} && stop == end ? value : -1;
  };
  const int year = number(0, 4);
  const int month = number(5, 2);
  const int day = number(8, 2);
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!ymd.ok()) return std::nullopt;
  return CivilDay{ymd};
}

}  // namespace ischia::domain
