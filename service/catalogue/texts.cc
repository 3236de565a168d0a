#include "service/catalogue/texts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace ischia::catalogue {
namespace {

constexpr std::string_view kPlural = "plural";
// Filled as they are: their digits are dialled, or belong to a name.
constexpr std::array<std::string_view, 4> kVerbatim = {"clinic_name", "emergency_number",
                                                       "phone_number", "sentence"};

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(' '), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

// Where the brace that opens at `open` closes; npos when it does not.
std::size_t ClosingOf(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t at = open; at < text.size(); ++at) {
    if (text[at] == '{') ++depth;
    if (text[at] == '}' && --depth == 0) return at;
  }
  return std::string_view::npos;
}

struct Form {
  std::string_view selector;
  std::string_view body;
};
// What stands between two braces.
struct Argument {
  std::string_view name;
  bool is_plural = false;
  std::vector<Form> forms;  // empty, though it is plural, when they cannot be read
};

std::vector<Form> FormsOf(std::string_view text) {
  std::vector<Form> forms;
  for (text = Trimmed(text); !text.empty(); text = Trimmed(text)) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : ClosingOf(text, open);
    if (close == std::string_view::npos) return {};
    forms.push_back({Trimmed(text.substr(0, open)), text.substr(open + 1, close - open - 1)});
    text.remove_prefix(close + 1);
  }
  return forms;
}

Argument ArgumentOf(std::string_view inside) {
  const std::size_t comma = inside.find(',');
  if (comma == std::string_view::npos) return {inside, false, {}};
  const std::string_view rest = inside.substr(comma + 1);
  const std::size_t second = rest.find(',');
  if (second == std::string_view::npos || Trimmed(rest.substr(0, second)) != kPlural) {
    return {inside, false, {}};
  }
  return {Trimmed(inside.substr(0, comma)), true, FormsOf(rest.substr(second + 1))};
}

// Calls `literal(text)` and `argument(argument, as it stands)` in order.
template <typename Literal, typename OnArgument>
void Walk(std::string_view text, const Literal& literal, const OnArgument& argument) {
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : ClosingOf(text, open);
    if (close == std::string_view::npos) return literal(text);
    if (open > 0) literal(text.substr(0, open));
    argument(ArgumentOf(text.substr(open + 1, close - open - 1)),
             text.substr(open, close + 1 - open));
    text.remove_prefix(close + 1);
  }
}

// The form for a number: its own, that of its category, or the one for all else.
std::string_view BodyFor(const Argument& argument, std::string_view value,
                         std::string_view language) {
  long number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool whole = error == std::errc{} && end == value.data() + value.size() && number >= 0;
  const std::string exact = '=' + std::string(value);
  const std::string_view category = whole ? PluralCategory(language, number) : "other";
  std::string_view chosen;
  for (const Form& form : argument.forms) {
    if (form.selector == exact) return form.body;
    if (form.selector == category || (form.selector == "other" && chosen.empty())) {
      chosen = form.body;
    }
  }
  return chosen;
}

std::string Replaced(std::string_view text, char mark, std::string_view value) {
  std::string replaced;
  for (const char c : text) c == mark ? replaced.append(value) : replaced.append(1, c);
  return replaced;
}

}  // namespace

Texts::Texts(std::span<const TextTable> tables) {
  for (const TextTable& table : tables) {
    by_language_[std::string(table.language)].table = &table;
    SetReview(table.language,
              {table.reviewed, std::string(table.reviewer), std::string(table.review_date)});
  }
}

std::optional<std::string_view> Texts::Sentences::Find(std::string_view key) const {
  const auto found = added.find(key);
  if (found != added.end()) return found->second;
  return table == nullptr ? std::nullopt : table->Find(key);
}

bool Texts::Add(std::string_view language, std::string_view key, std::string_view text) {
  Sentences& sentences = by_language_[std::string(language)];
  return !sentences.Find(key) && sentences.added.emplace(key, text).second;
}

void Texts::RestOn(std::span<const TextTable> tables) {
  for (const TextTable& table : tables) {
    const auto language = by_language_.find(table.language);
    if (language == by_language_.end()) continue;
    language->second.table = &table;
    std::erase_if(language->second.added,
                  [&](const auto& text) { return table.Find(text.first) == text.second; });
  }
}

std::optional<std::string_view> Texts::Find(std::string_view key, std::string_view language) const {
  const auto sentences = by_language_.find(language);
  return sentences == by_language_.end() ? std::nullopt : sentences->second.Find(key);
}

std::vector<std::string_view> Texts::Lines(std::string_view key, std::string_view language) const {
  std::vector<std::string_view> lines;
  for (int number = 1;; ++number) {
    const auto line = Find(std::string(key) + '.' + std::to_string(number), language);
    if (!line) return lines;
    lines.push_back(*line);
  }
}

std::vector<std::string_view> Texts::languages() const {
  std::vector<std::string_view> languages;
  for (const auto& [language, sentences] : by_language_) languages.emplace_back(language);
  return languages;
}

std::vector<std::string_view> Texts::keys(std::string_view language) const {
  std::vector<std::string_view> keys;
  const auto sentences = by_language_.find(language);
  if (sentences == by_language_.end()) return keys;
  const auto& [table, added] = sentences->second;
  for (std::size_t i = 0; table != nullptr && i < table->places.size(); ++i) {
    keys.push_back(table->KeyAt(i));
  }
  const auto end_of_table = std::ssize(keys);
  for (const auto& [key, text] : added) keys.emplace_back(key);
  std::inplace_merge(keys.begin(), keys.begin() + end_of_table, keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

std::vector<std::string_view> Texts::characters() const {
  std::vector<std::string_view> characters;
  for (const auto& [language, sentences] : by_language_) {
    if (sentences.table != nullptr) characters.push_back(sentences.table->characters);
    for (const auto& [key, text] : sentences.added) characters.emplace_back(text);
  }
  return characters;
}

std::optional<Locale> Texts::LocaleFor(std::string_view tag) const {
  for (const std::string& language : FallbacksOf(tag)) {
    if (by_language_.contains(language)) return LocaleOf(tag, language);
  }
  return std::nullopt;
}

std::string_view Texts::ClinicianLanguageFor(std::string_view tag) const {
  for (const std::string& language : FallbacksOf(tag)) {
    const auto* const found =
        std::find(kConsoleLanguages.begin(), kConsoleLanguages.end(), language);
    if (found != kConsoleLanguages.end() && by_language_.contains(*found)) return *found;
  }
  return kOriginalLanguage;
}

Review Texts::ReviewOf(std::string_view language) const {
  if (language == kOriginalLanguage) return {true, {}, {}};
  const auto found = reviews_.find(language);
  return found == reviews_.end() ? Review{} : found->second;
}

void Texts::SetReview(std::string_view language, Review review) {
  reviews_[std::string(language)] = std::move(review);
}

bool IsConsoleLanguage(std::string_view language) {
  return std::find(kConsoleLanguages.begin(), kConsoleLanguages.end(), language) !=
         kConsoleLanguages.end();
}

std::vector<std::string_view> PlaceholdersOf(std::string_view text) {
  std::vector<std::string_view> names;
  Walk(
      text, [](std::string_view) {},
      [&](const Argument& argument, std::string_view) {
        names.push_back(argument.name);
        for (const Form& form : argument.forms) {
          const std::vector<std::string_view> inner = PlaceholdersOf(form.body);
          names.insert(names.end(), inner.begin(), inner.end());
        }
      });
  return names;
}

std::vector<PluralChoice> PluralsOf(std::string_view text) {
  std::vector<PluralChoice> choices;
  Walk(
      text, [](std::string_view) {},
      [&](const Argument& argument, std::string_view) {
        if (!argument.is_plural) return;
        PluralChoice choice{argument.name, {}};
        for (const Form& form : argument.forms) choice.selectors.push_back(form.selector);
        choices.push_back(std::move(choice));
      });
  return choices;
}

std::string Fill(std::string_view text, const std::vector<Filling>& fillings,
                 const Locale& locale) {
  std::string filled;
  Walk(
      text,
      [&](std::string_view literal) {
        filled += locale.digits == Digits::kEuropean ? InDigits(literal, locale.digits)
                                                     : std::string(literal);
      },
      [&](const Argument& argument, std::string_view as_it_stands) {
        const auto filling =
            std::find_if(fillings.begin(), fillings.end(),
                         [&](const Filling& entry) { return entry.name == argument.name; });
        if (filling == fillings.end()) {
          filled += as_it_stands;
          return;
        }
        const bool verbatim =
            std::find(kVerbatim.begin(), kVerbatim.end(), argument.name) != kVerbatim.end();
        const std::string value = verbatim ? filling->value : NumberIn(filling->value, locale);
        if (!argument.is_plural) {
          filled += value;
          return;
        }
        const std::string_view body = BodyFor(argument, filling->value, locale.language);
        filled += Fill(Replaced(body, '#', value), fillings, locale);
      });
  return filled;
}

}  // namespace ischia::catalogue
