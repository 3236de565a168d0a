#include "integration/gdt/fields.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "integration/gdt/lines.h"

namespace ischia::gdt {
namespace {

constexpr int kFirstYear = 1850;
constexpr int kLastYear = 2149;

struct VersionRow {
  Version version;
  std::string_view number;  // without leading zeros before and trailing zeros behind the point
  const char* text;
};
constexpr std::array<VersionRow, 7> kVersions = {{{Version::kV10, "1.", "01.00"},
                                                  {Version::kV20, "2.", "02.00"},
                                                  {Version::kV20, "2.01", "02.01"},
                                                  {Version::kV21, "2.1", "02.10"},
                                                  {Version::kV30, "3.", "03.00"},
                                                  {Version::kV31, "3.1", "03.1"},
                                                  {Version::kV35, "3.5", "3.5"}}};

struct LengthRow {
  std::string_view field;
  std::size_t characters;
  bool holds_from_three_on;
};
constexpr std::array<LengthRow, 12> kLengths = {{{"3000", 10, false},
                                                 {"3101", 28, false},
                                                 {"3102", 28, false},
                                                 {"3106", 30, false},
                                                 {"6205", 60, true},
                                                 {"6220", 60, true},
                                                 {"6221", 60, true},
                                                 {"6227", 60, true},
                                                 {"8315", 8, true},
                                                 {"8316", 8, true},
                                                 {"8402", 6, false},
                                                 {"3110", 1, true}}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// `form` has a letter for each digit and every other sign as it must stand.
bool HasForm(std::string_view text, std::string_view form) {
  return std::equal(text.begin(), text.end(), form.begin(), form.end(), [](char c, char wanted) {
    return wanted >= 'A' && wanted <= 'Z' ? IsDigit(c) : c == wanted;
  });
}

// The number that stands where the form has this letter.
int Number(std::string_view text, std::string_view form, char letter) {
  int number = 0;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == letter) number = number * 10 + (text[i] - '0');
  }
  return number;
}

bool IsYear(std::chrono::year year) { return int{year} >= kFirstYear && int{year} <= kLastYear; }

std::string Formatted(const char* format, int first, int second, int third) {
  std::array<char, 16> text{};
  const int size = std::snprintf(text.data(), text.size(), format, first, second, third);
  return {text.data(), static_cast<std::size_t>(std::max(size, 0))};
}

}  // namespace

std::optional<RecordType> RecordTypeOf(std::string_view text) {
  for (const RecordType type :
       {RecordType::kPatientRequest, RecordType::kPatientData, RecordType::kExaminationRequest,
        RecordType::kCancellation, RecordType::kExamination, RecordType::kDisplayRequest}) {
    if (text == Text(type)) return type;
  }
  return std::nullopt;
}

std::string Text(RecordType type) { return std::to_string(static_cast<int>(type)); }

std::optional<Version> VersionOf(std::string_view text) {
  const std::size_t end = text.find_last_not_of("0 ");
  std::string_view number = text.substr(0, end == std::string_view::npos ? 0 : end + 1);
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  const auto* const row = std::find_if(kVersions.begin(), kVersions.end(),
                                       [&](const VersionRow& v) { return v.number == number; });
  if (row == kVersions.end()) return std::nullopt;
  return row->version;
}

std::string Text(Version version) {
  return std::find_if(kVersions.begin(), kVersions.end(),
                      [&](const VersionRow& row) { return row.version == version; })
      ->text;
}

bool IsDayInForm(std::string_view text) { return HasForm(text, "DDMMYYYY"); }

std::optional<std::chrono::sys_days> DayOf(std::string_view text) {
  for (const std::string_view form : {"DDMMYYYY", "YYYY-MM-DD", "DD.MM.YYYY"}) {
    if (!HasForm(text, form)) continue;
    const std::chrono::year_month_day day{
        std::chrono::year{Number(text, form, 'Y')},
        std::chrono::month{static_cast<unsigned>(Number(text, form, 'M'))},
        std::chrono::day{static_cast<unsigned>(Number(text, form, 'D'))}};
    if (day.ok() && IsYear(day.year())) return std::chrono::sys_days{day};
  }
  return std::nullopt;
}

std::optional<std::string> Text(std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  if (!date.ok() || !IsYear(date.year())) return std::nullopt;
  return Formatted("%02d%02d%04d", static_cast<int>(unsigned{date.day()}),
                   static_cast<int>(unsigned{date.month()}), int{date.year()});
}

std::optional<std::chrono::seconds> TimeOf(std::string_view text) {
  constexpr std::string_view kForm = "HHMMSS";
  if (!HasForm(text, kForm)) return std::nullopt;
  const int hours = Number(text, kForm, 'H');
  const int minutes = Number(text, kForm, 'M');
  const int seconds = Number(text, kForm, 'S');
  if (hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  return std::chrono::seconds{hours * 3600 + minutes * 60 + seconds};
}

std::optional<std::string> Text(std::chrono::seconds time) {
  if (time < std::chrono::seconds{0} || time >= std::chrono::hours{24}) return std::nullopt;
  const int seconds = static_cast<int>(time.count());
  return Formatted("%02d%02d%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::size_t LengthLimit(std::string_view field, Version version) {
  const auto* const row = std::find_if(kLengths.begin(), kLengths.end(),
                                       [&](const LengthRow& r) { return r.field == field; });
  const bool holds = row != kLengths.end() && (version < Version::kV30 || row->holds_from_three_on);
  return holds ? row->characters : kContentBytes;
}

bool IsChartLine(std::string_view field) { return field == "6220" || field == "6227"; }

}  // namespace ischia::gdt
