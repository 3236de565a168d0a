// What languages differ in besides their words: plural forms, digits, the decimal mark, and which
// language stands in for another. Small tables for the languages of the catalogue; source: Unicode
// CLDR 42 (plurals.xml for whole numbers, numbers of each locale, likelySubtags.xml).
#ifndef ISCHIA_SERVICE_CATALOGUE_LANGUAGES_H_
#define ISCHIA_SERVICE_CATALOGUE_LANGUAGES_H_

#include <string>
#include <string_view>
#include <vector>

namespace ischia::catalogue {

enum class Digits { kEuropean, kArabicIndic };

// What a reader gets: the language of the sentences, and how numbers are written in them. The
// second follows the region as well: in the Maghreb, Arabic has European digits.
struct Locale {
  std::string language = "en";  // as the catalogue names it, "zh-Hans"
  Digits digits = Digits::kEuropean;
  std::string_view decimal_mark = ".";
};

// The locale of a tag, with `language` for its sentences.
Locale LocaleOf(std::string_view tag, std::string_view language);

// The languages that serve a BCP 47 tag, nearest first, in canonical case: "es-MX", "es" for
// "es-mx"; "zh-Hans-CN", "zh-Hans", "zh" for "zh-CN". None writes another script: "zh-TW" ends with
// "zh-Hant".
std::vector<std::string> FallbacksOf(std::string_view tag);

// The plural categories that whole numbers below a million have in a language, in the order of
// CLDR, "other" last. A language without a row here has "other" alone.
std::vector<std::string_view> PluralCategories(std::string_view language);

// The category of a whole number from 0.
std::string_view PluralCategory(std::string_view language, long number);

// The text with all its digits, European or Arabic-Indic, written in one kind.
std::string InDigits(std::string_view text, Digits digits);

// A number as std::to_string writes it, "38.5", as the locale writes it. What is no such number
// comes back with its digits exchanged, unless there is a Latin letter in it ("S-39").
std::string NumberIn(std::string_view number, const Locale& locale);

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_LANGUAGES_H_
