#include "service/catalogue/texts.h"

#include <algorithm>
#include <cctype>

namespace ischia::catalogue {
namespace {

bool IsLetter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool IsVowel(char c) { return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos; }

// Groups of vowels, without a silent e at the end. Good to about a tenth of a grade on plain words.
int SyllablesOf(std::string_view word) {
  int count = 0;
  bool in_group = false;
  for (char c : word) {
    if (IsVowel(c) && !in_group) ++count;
    in_group = IsVowel(c);
  }
  const bool ends_in_le =
      word.size() > 2 && word.ends_with("le") && !IsVowel(word[word.size() - 3]);
  if (count > 1 && word.ends_with('e') && !ends_in_le && !IsVowel(word[word.size() - 2])) --count;
  return std::max(count, 1);
}

struct Counts {
  int sentences = 0;
  int words = 0;
  int syllables = 0;
};

Counts Count(std::string_view text) {
  Counts counts;
  bool open = false;  // words since the last end of a sentence
  for (std::size_t at = 0; at < text.size();) {
    if (IsLetter(text[at])) {
      std::size_t end = at;
      while (end < text.size() && (IsLetter(text[end]) || text[end] == '\'')) ++end;
      ++counts.words;
      counts.syllables += SyllablesOf(text.substr(at, end - at));
      open = true;
      at = end;
    } else {
      const bool ends = std::string_view(".!?:\n").find(text[at]) != std::string_view::npos;
      if (ends && open) {
        ++counts.sentences;
        open = false;
      }
      ++at;
    }
  }
  if (open) ++counts.sentences;
  return counts;
}

}  // namespace

bool Texts::Add(std::string_view language, std::string_view key, std::string_view text) {
  return by_language_[std::string(language)].emplace(key, text).second;
}

const std::string* Texts::Find(std::string_view key, std::string_view language) const {
  const auto sentences = by_language_.find(language);
  if (sentences == by_language_.end()) return nullptr;
  const auto found = sentences->second.find(key);
  return found == sentences->second.end() ? nullptr : &found->second;
}

std::vector<std::string_view> Texts::Lines(std::string_view key, std::string_view language) const {
  std::vector<std::string_view> lines;
  for (int number = 1;; ++number) {
    const std::string* line = Find(std::string(key) + '.' + std::to_string(number), language);
    if (line == nullptr) return lines;
    lines.emplace_back(*line);
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
  for (const auto& [key, text] : sentences->second) keys.emplace_back(key);
  return keys;
}

std::vector<std::string_view> PlaceholdersOf(std::string_view text) {
  std::vector<std::string_view> names;
  for (std::size_t open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    names.push_back(text.substr(open + 1, close - open - 1));
  }
  return names;
}

std::string Fill(std::string_view text, const std::vector<Filling>& fillings) {
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find('{', at);
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return filled.append(text.substr(at));
    filled.append(text.substr(at, open - at));
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto filling = std::find_if(fillings.begin(), fillings.end(),
                                      [&](const Filling& entry) { return entry.name == name; });
    const bool known = filling != fillings.end();
    filled.append(known ? std::string_view{filling->value} : text.substr(open, close + 1 - open));
    at = close + 1;
  }
  return filled;
}

double ReadingGrade(std::string_view text) {
  const Counts counts = Count(text);
  if (counts.words == 0) return 0;
  // Kincaid et al. 1975, U.S. Navy Research Branch Report 8-75.
  return 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59;
}

}  // namespace ischia::catalogue
