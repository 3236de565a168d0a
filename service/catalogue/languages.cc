#include "service/catalogue/languages.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace ischia::catalogue {
namespace {

// Subtags of a BCP 47 tag in their usual case: "zh", "Hans", "CN".
std::vector<std::string> SubtagsOf(std::string_view tag) {
  std::vector<std::string> subtags;
  while (!tag.empty()) {
    const std::size_t end = std::min(tag.find('-'), tag.size());
    std::string subtag(tag.substr(0, end));
    for (char& c : subtag) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const bool is_region = !subtags.empty() && subtag.size() == 2;
    const bool is_script = !subtags.empty() && subtag.size() == 4;
    for (std::size_t i = 0; i < subtag.size() && (is_region || (is_script && i == 0)); ++i) {
      subtag[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(subtag[i])));
    }
    subtags.push_back(std::move(subtag));
    tag.remove_prefix(std::min(end + 1, tag.size()));
  }
  return subtags;
}

template <std::size_t N>
bool HasOneOf(const std::vector<std::string>& subtags, const std::array<std::string_view, N>& any) {
  return std::any_of(subtags.begin(), subtags.end(), [&](const std::string& subtag) {
    return std::find(any.begin(), any.end(), subtag) != any.end();
  });
}

constexpr std::array<std::string_view, 4> kTraditional = {"Hant", "TW", "HK", "MO"};
constexpr std::array<std::string_view, 6> kMaghreb = {"DZ", "EH", "LY", "MA", "MR", "TN"};
// Spanish and German with a decimal point.
constexpr std::array<std::string_view, 12> kDecimalPoint = {"MX", "US", "PR", "CU", "DO", "GT",
                                                            "HN", "NI", "PA", "PE", "SV", "CH"};
constexpr std::array<std::string_view, 3> kDecimalComma = {"de", "es", "fr"};

// U+0660 to U+0669 are two bytes, the second of which counts the digit.
constexpr unsigned char kArabicLead = 0xD9;
constexpr unsigned char kArabicZero = 0xA0;

bool IsArabicDigit(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size() || static_cast<unsigned char>(text[at]) != kArabicLead) return false;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  return second >= kArabicZero && second < kArabicZero + 10;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Locale LocaleOf(std::string_view tag, std::string_view language) {
  const std::vector<std::string> subtags = SubtagsOf(tag);
  const std::string_view own = subtags.empty() ? std::string_view() : subtags.front();
  const bool comma =
      std::find(kDecimalComma.begin(), kDecimalComma.end(), own) != kDecimalComma.end() &&
      !(own != "fr" && HasOneOf(subtags, kDecimalPoint));
  if (own == "ar" && !HasOneOf(subtags, kMaghreb)) {
    return {std::string(language), Digits::kArabicIndic, "٫"};
  }
  return {std::string(language), Digits::kEuropean, comma || own == "ar" ? "," : "."};
}

std::vector<std::string> FallbacksOf(std::string_view tag) {
  std::vector<std::string> subtags = SubtagsOf(tag);
  if (subtags.empty()) return {};
  const bool chinese = subtags.front() == "zh";
  const bool traditional = chinese && HasOneOf(subtags, kTraditional);
  const bool has_script = subtags.size() > 1 && subtags[1].size() == 4;
  if (chinese && !has_script) {
    subtags.insert(subtags.begin() + 1, traditional ? "Hant" : "Hans");
  }
  std::vector<std::string> fallbacks;
  for (std::size_t count = subtags.size(); count > (traditional ? 1U : 0U); --count) {
    std::string joined = subtags.front();
    for (std::size_t i = 1; i < count; ++i) joined += '-' + subtags[i];
    fallbacks.push_back(std::move(joined));
  }
  return fallbacks;
}

std::vector<std::string_view> PluralCategories(std::string_view language) {
  language = language.substr(0, language.find('-'));
  if (language == "ar") return {"zero", "one", "two", "few", "many", "other"};
  if (language == "de" || language == "en" || language == "es" || language == "fr" ||
      language == "hi") {
    return {"one", "other"};
  }
  return {"other"};
}

std::string_view PluralCategory(std::string_view language, long number) {
  language = language.substr(0, language.find('-'));
  if (language == "ar") {
    if (number == 0) return "zero";
    if (number == 1) return "one";
    if (number == 2) return "two";
    if (number % 100 >= 3 && number % 100 <= 10) return "few";
    return number % 100 >= 11 ? "many" : "other";
  }
  if (language == "fr" || language == "hi") return number <= 1 ? "one" : "other";
  if (language == "de" || language == "en" || language == "es") {
    return number == 1 ? "one" : "other";
  }
  return "other";
}

std::string InDigits(std::string_view text, Digits digits) {
  std::string written;
  written.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (digits == Digits::kArabicIndic && IsDigit(text[at])) {
      written += static_cast<char>(kArabicLead);
      written += static_cast<char>(kArabicZero + (text[at] - '0'));
    } else if (digits == Digits::kEuropean && IsArabicDigit(text, at)) {
      ++at;
      written += static_cast<char>('0' + (static_cast<unsigned char>(text[at]) - kArabicZero));
    } else {
      written += text[at];
    }
  }
  return written;
}

std::string NumberIn(std::string_view number, const Locale& locale) {
  const bool has_letter = std::any_of(number.begin(), number.end(), [](unsigned char c) {
    return c < 0x80 && std::isalpha(c) != 0;
  });
  if (has_letter) return std::string(number);
  const std::size_t point = number.find('.');
  const bool is_decimal =
      point != std::string_view::npos && point > 0 && point + 1 < number.size() &&
      std::all_of(number.begin(), number.end(), [](char c) { return IsDigit(c) || c == '.'; }) &&
      number.find('.', point + 1) == std::string_view::npos;
  std::string written(number);
  if (is_decimal) written.replace(point, 1, locale.decimal_mark);
  return InDigits(written, locale.digits);
}

}  // namespace ischia::catalogue
