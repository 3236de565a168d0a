// The sentences of the catalogue, by key and language. Sentences live in the data files only; what
// they mean and where they are printed is decided by who asks for them.
//
// A sentence is a message in a small part of ICU's MessageFormat: `{name}` is a placeholder, and
// `{days, plural, one {# day} other {# days}}` chooses by the number and the language; `#` is the
// number, `=1 {...}` is for that number alone.
#ifndef ISCHIA_SERVICE_CATALOGUE_TEXTS_H_
#define ISCHIA_SERVICE_CATALOGUE_TEXTS_H_

#include <array>
#include <concepts>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/catalogue/languages.h"
#include "service/catalogue/text_table.h"

namespace ischia::catalogue {

// A value for the placeholder `{name}` of a sentence. A number comes in European digits and is
// written as the reader's language does; telephone numbers and names stay as they are.
struct Filling {
  Filling(std::string_view placeholder, std::string text)
      : name(placeholder), value(std::move(text)) {}
  Filling(std::string_view placeholder, std::integral auto number)
      : Filling(placeholder, std::to_string(number)) {}

  std::string_view name;
  std::string value;
};

// Whether somebody who knows both the language and the trade has read a translation.
struct Review {
  bool reviewed = false;
  std::string reviewer;  // as the file names them; may be empty
  std::string date;      // "2026-06-01"; may be empty
};

// Safe for many readers once filled.
class Texts {
 public:
  Texts() = default;
  // What the tables say; they outlive the object.
  explicit Texts(std::span<const TextTable> tables);

  // Returns false, and changes nothing, when the language already has that key.
  bool Add(std::string_view language, std::string_view key, std::string_view text);

  // Leaves to the tables, which outlive the object, what they say in the same words. What else they
  // say of its languages is there from now on.
  void RestOn(std::span<const TextTable> tables);

  // None when the language or the key is not there. As long as the object lives.
  std::optional<std::string_view> Find(std::string_view key, std::string_view language) const;
  // The numbered lines "key.1", "key.2", ... as far as they go: steps, mistakes, stop signs.
  std::vector<std::string_view> Lines(std::string_view key, std::string_view language) const;

  // The language that serves a BCP 47 tag ("es" for "es-MX") and how it writes numbers; none when
  // there is no such language. English stands in for no other.
  std::optional<Locale> LocaleFor(std::string_view tag) const;
  // The nearest of the console's languages that is there ("es" for "es-MX"), else English.
  std::string_view ClinicianLanguageFor(std::string_view tag) const;
  // Of a language as languages() names it; not reviewed when it is not there. English is what the
  // others translate, and counts as reviewed.
  Review ReviewOf(std::string_view language) const;
  void SetReview(std::string_view language, Review review);

  // BCP 47, sorted.
  std::vector<std::string_view> languages() const;
  // Sorted; empty when the language is not there.
  std::vector<std::string_view> keys(std::string_view language) const;
  // Texts in which every character of every sentence stands: for who asks whether it can be
  // printed.
  std::vector<std::string_view> characters() const;

 private:
  struct Sentences {
    const TextTable* table = nullptr;                       // null: none
    std::map<std::string, std::string, std::less<>> added;  // first to be asked

    std::optional<std::string_view> Find(std::string_view key) const;
  };
  std::map<std::string, Sentences, std::less<>> by_language_;
  std::map<std::string, Review, std::less<>> reviews_;
};

// The language that all others translate.
inline constexpr std::string_view kOriginalLanguage = "en";
// Those of the clinician console, which have what clinicians read as well; no other has.
inline constexpr std::array<std::string_view, 4> kConsoleLanguages = {"de", "en", "es", "fr"};
bool IsConsoleLanguage(std::string_view language);

// The names between braces, in order of appearance, those within plural forms included.
std::vector<std::string_view> PlaceholdersOf(std::string_view text);

// The plural choices of a sentence.
struct PluralChoice {
  std::string_view name;
  std::vector<std::string_view> selectors;  // "one", "=1"; empty when it cannot be read
};
std::vector<PluralChoice> PluralsOf(std::string_view text);

// Puts values in the place of their placeholders. One without a value stays as it stands, so that a
// reader and a test see it.
std::string Fill(std::string_view text, const std::vector<Filling>& fillings,
                 const Locale& locale = {});

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_TEXTS_H_
