#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "service/catalogue/check.h"
#include "service/catalogue/overlay_merge.h"

namespace ischia::catalogue {
namespace {

constexpr std::size_t kMostBytes = 1800;  // the longest text, in a script of three bytes a letter
constexpr std::size_t kLongestCode = 35;  // RFC 5646, section 4.4.1
constexpr std::string_view kWordsOfExercises = "title, aim, in_short, step.N, mistake.N, stop.N";
constexpr std::string_view kWordsOfRestrictions = "summary, detail";

// The bytes of the UTF-8 character that begins here, its first byte included; 0 when none does.
std::size_t CharacterAt(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  char32_t code = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80) return 0;
    code = (code << 6U) | (byte(at + i) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool legal = first >= 0xC2 && first <= 0xF4 && code >= kSmallest[size] &&
                     code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  return legal ? size : 0;
}

// UTF-8 without control characters but those named.
bool IsPrintable(std::string_view text, std::string_view allowed) {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t size = CharacterAt(text, at);
    const bool control = first < 0x20 || first == 0x7F;
    if (size == 0 || (control && allowed.find(text[at]) == std::string_view::npos)) return false;
    at += size;
  }
  return true;
}

bool IsLanguageCode(std::string_view code) {
  return code.size() >= 2 && code.size() <= kLongestCode && code.front() != '-' &&
         code.back() != '-' && std::all_of(code.begin(), code.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-';
         });
}

// "step" of "step.3"; the whole where no number follows.
std::string_view FamilyOf(std::string_view word) {
  const std::size_t dot = word.find('.');
  if (dot == std::string_view::npos || dot + 2 != word.size()) return word;
  return word[dot + 1] >= '1' && word[dot + 1] <= '9' ? word.substr(0, dot) : word;
}

bool IsWordOf(std::string_view word, bool exercise) {
  if (!exercise) return word == "summary" || word == "detail";
  if (word == "title" || word == "aim" || word == "in_short") return true;
  const std::string_view family = FamilyOf(word);
  return family != word && (family == "step" || family == "mistake" || family == "stop");
}

class TextMerge {
 public:
  TextMerge(const Overlay& overlay, Merging& merging) : overlay_(overlay), merging_(merging) {
    for (const auto& [language, file] : merging.texts) {
      for (const v1::Text& text : file.texts()) {
        catalogues_.emplace(std::pair(language, text.key()), text.text());
      }
    }
    for (const auto& exercise : overlay.exercises) entries_.insert(exercise->id());
    for (const auto& restriction : overlay.restrictions) entries_.insert(restriction->id());
  }

  void Run() {
    for (const Overlay::Language& language : overlay_.languages) AddLanguage(language);
    for (const PlacedText& text : overlay_.texts) {
      if (IsLanguageCode(text.language)) Add(text);
    }
    for (const PlacedText& text : overlay_.texts) CheckNumber(text);
    LeaveOutLanguagesWithoutWords();
    for (const auto& [language, file] : merging_.texts) {
      if (!file.texts().empty()) continue;
      merging_.Tell(merging_.places["texts." + language], "texts." + language,
                    "has no sentence of its own", "Add all sentences, or take the language out.");
    }
  }

 private:
  static std::string FieldOf(const PlacedText& text) {
    return "texts." + std::string(text.language) + ' ' + text.text->key();
  }

  void Tell(const PlacedText& text, std::string what, std::string remedy) {
    merging_.Tell(text.place, FieldOf(text), std::move(what), std::move(remedy));
  }

  void AddLanguage(const Overlay::Language& language) {
    const std::string& code = language.file->language();
    if (!IsLanguageCode(code)) {
      merging_.Tell(language.place, "texts language", "is no BCP 47 code",
                    "Write one such as en, de or pt-BR.");
      return;
    }
    merging_.places.emplace("texts." + code, language.place);
    v1::TextFile& file = merging_.texts[code];
    file.set_language(code);
    if (language.file->review() != v1::REVIEW_UNSPECIFIED) {
      file.set_review(language.file->review());
      file.set_reviewed_by(language.file->reviewed_by());
      file.set_review_date(language.file->review_date());
    }
  }

  // No sheet is half in English: a language in which the clinic has no words for the exercises it
  // adds is not spoken there.
  void LeaveOutLanguagesWithoutWords() {
    if (overlay_.exercises.empty()) return;
    std::set<std::string_view> spoken = {kOriginalLanguage};
    for (const Overlay::Language& language : overlay_.languages) {
      spoken.insert(language.file->language());
    }
    std::erase_if(merging_.texts, [&](const auto& file) { return !spoken.contains(file.first); });
  }

  void Add(const PlacedText& placed) {
    const std::string& key = placed.text->key();
    const std::string language(placed.language);
    const bool catalogues_own = catalogues_.contains({language, key});
    if (catalogues_own && language == kOriginalLanguage) {
      Tell(placed, "is an English sentence of the catalogue, which an overlay cannot reword",
           "Take it out; translations may be reworded.");
      return;
    }
    const auto original = catalogues_.find({std::string(kOriginalLanguage), key});
    if (original == catalogues_.end() && !IsOfAnEntry(placed)) return;
    // A mail has lines; all else is one.
    const bool has_lines =
        original != catalogues_.end() && original->second.find('\n') != std::string::npos;
    if (!IsPrintable(placed.text->text(), has_lines ? "\n" : "") ||
        placed.text->text().size() > kMostBytes) {
      Tell(placed, "is not UTF-8 without control characters, of at most 1800 bytes",
           "Save the file as UTF-8, and write one sentence on one line.");
      return;
    }
    const auto [first, is_new] = merging_.places.emplace(FieldOf(placed), placed.place);
    if (!is_new) {
      Tell(
          placed,
          "stands twice, first in " + first->second.file + ':' + std::to_string(first->second.line),
          "Take one of the two out.");
      return;
    }
    if (catalogues_own) {
      Reword(language, *placed.text);
    } else {
      *merging_.texts[language].add_texts() = *placed.text;
    }
  }

  void Reword(const std::string& language, const v1::Text& text) {
    for (v1::Text& own : *merging_.texts[language].mutable_texts()) {
      if (own.key() == text.key()) own.set_text(text.text());
    }
  }

  // Tells so where the key is of nothing that the overlay adds.
  bool IsOfAnEntry(const PlacedText& placed) {
    const std::string& key = placed.text->key();
    const std::size_t dot = std::min(key.find('.'), key.size());
    const std::string id = key.substr(0, dot);
    if (!entries_.contains(id)) {
      Tell(placed, "belongs to no exercise or restriction of the overlay, and to nothing else",
           "Correct its id, or take it out.");
      return false;
    }
    const bool exercise = id.starts_with(kOverlayExercise);
    if (IsWordOf(std::string_view(key).substr(std::min(dot + 1, key.size())), exercise))
      return true;
    Tell(placed,
         "is printed nowhere; " + id + " has " +
             std::string(exercise ? kWordsOfExercises : kWordsOfRestrictions),
         "Write one of these, N from 1.");
    return false;
  }

  // Lines are printed as far as their numbers go.
  void CheckNumber(const PlacedText& placed) {
    const std::string& key = placed.text->key();
    if (!merging_.places.contains(FieldOf(placed)) || key.size() < 2 ||
        key[key.size() - 2] != '.' || key.back() <= '1' || key.back() > '9') {
      return;
    }
    const std::string before =
        FieldOf(placed).substr(0, FieldOf(placed).size() - 1) + static_cast<char>(key.back() - 1);
    if (merging_.places.contains(before) ||
        catalogues_.contains({std::string(kOriginalLanguage), key})) {
      return;
    }
    Tell(placed, "comes without the line before it, and would not be printed",
         "Number the lines from 1 without a gap.");
  }

  const Overlay& overlay_;
  Merging& merging_;
  std::map<std::pair<std::string, std::string>, std::string> catalogues_;  // by language and key
  std::set<std::string> entries_;
};

}  // namespace

void MergeTexts(const Overlay& overlay, Merging& merging) { TextMerge(overlay, merging).Run(); }

}  // namespace ischia::catalogue
