#include "service/catalogue/readability.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ischia::catalogue {
namespace {

using Word = std::u32string;

// Precondition: UTF-8.
std::u32string Decoded(std::string_view text) {
  std::u32string decoded;
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    char32_t code = size == 1 ? first : first & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size && at + i < text.size(); ++i) {
      code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    decoded += code;
    at += size;
  }
  return decoded;
}

// Basic Latin and Latin-1.
char32_t Lowered(char32_t c) {
  const bool upper = (c >= U'A' && c <= U'Z') || (c >= U'À' && c <= U'Þ' && c != U'×');
  return upper ? c + 0x20 : c;
}

bool IsOneOf(char32_t c, std::u32string_view any) { return any.find(c) != any.npos; }

constexpr std::u32string_view kEnds = U".!?:\n؟۔।。！？：；";

// Beyond ASCII all is a letter or one of its signs, but for punctuation and symbols.
bool IsLetter(char32_t c) {
  if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  const bool symbol = c < 0xC0 || c == U'×' || c == U'÷' || (c >= 0x2000 && c <= 0x2BFF) ||
                      (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF20);
  return !symbol && !IsOneOf(c, U"،؛؟۔।٪٫٬") && !(c >= 0x660 && c <= 0x669);
}

// The words of each sentence, in lower case.
std::vector<std::vector<Word>> SentencesOf(std::string_view text) {
  std::vector<std::vector<Word>> sentences(1);
  const std::u32string decoded = Decoded(text);
  for (std::size_t at = 0; at < decoded.size();) {
    if (!IsLetter(decoded[at])) {
      if (IsOneOf(decoded[at], kEnds) && !sentences.back().empty()) sentences.emplace_back();
      ++at;
      continue;
    }
    Word word;
    for (; at < decoded.size() && (IsLetter(decoded[at]) || decoded[at] == U'\''); ++at) {
      word += Lowered(decoded[at]);
    }
    sentences.back().push_back(std::move(word));
  }
  if (sentences.back().empty()) sentences.pop_back();
  return sentences;
}

int GroupsOf(const Word& word, std::u32string_view vowels) {
  int groups = 0;
  bool in_group = false;
  for (const char32_t c : word) {
    const bool vowel = IsOneOf(c, vowels);
    if (vowel && !in_group) ++groups;
    in_group = vowel;
  }
  return groups;
}

// Groups of vowels, without a silent e at the end. Good to about a tenth of a grade on plain words.
int EnglishSyllables(const Word& word) {
  constexpr std::u32string_view kVowels = U"aeiouy";
  const auto vowel_before = [&](std::size_t from_end) {
    return word.size() >= from_end && IsOneOf(word[word.size() - from_end], kVowels);
  };
  int count = GroupsOf(word, kVowels);
  const bool ends_in_le = word.size() > 2 && word.ends_with(U"le") && !vowel_before(3);
  if (count > 1 && word.ends_with(U'e') && !ends_in_le && !vowel_before(2)) --count;
  return std::max(count, 1);
}

// Strong vowels, and weak ones with an accent, are a syllable each; weak ones join them.
int SpanishSyllables(const Word& word) {
  int count = 0;
  bool weak_open = false;  // a weak vowel that no strong one has taken in
  bool after_strong = false;
  for (const char32_t c : word) {
    if (IsOneOf(c, U"aeoáéóíú")) {
      ++count;
      weak_open = false;
      after_strong = true;
    } else if (IsOneOf(c, U"iuüy")) {
      weak_open = !after_strong;
    } else {
      if (weak_open && !after_strong) ++count;
      weak_open = false;
      after_strong = false;
    }
  }
  if (weak_open && !after_strong) ++count;
  return std::max(count, 1);
}

int GermanSyllables(const Word& word) { return std::max(GroupsOf(word, U"aeiouyäöüé"), 1); }

// Groups of vowels, without a silent e or es at the end.
int FrenchSyllables(const Word& word) {
  constexpr std::u32string_view kVowels = U"aeiouyàâäéèêëîïôöùûüœæ";
  int count = GroupsOf(word, kVowels);
  Word stem = word;
  if (stem.size() > 2 && stem.ends_with(U's')) stem.pop_back();
  const bool silent =
      stem.size() > 2 && stem.ends_with(U'e') && !IsOneOf(stem[stem.size() - 2], kVowels);
  if (count > 1 && silent) --count;
  return std::max(count, 1);
}

struct Counts {
  double sentences = 0;
  double words = 0;
  double syllables = 0;
  double of_three_syllables = 0;  // words of three or more
  double of_one_syllable = 0;
  double long_words = 0;  // more than six letters
};

template <typename Syllables>
Counts Count(std::string_view text, const Syllables& syllables_of) {
  Counts counts;
  for (const std::vector<Word>& sentence : SentencesOf(text)) {
    ++counts.sentences;
    for (const Word& word : sentence) {
      const int syllables = syllables_of(word);
      ++counts.words;
      counts.syllables += syllables;
      counts.of_three_syllables += syllables >= 3 ? 1 : 0;
      counts.of_one_syllable += syllables == 1 ? 1 : 0;
      counts.long_words += word.size() > 6 ? 1 : 0;
    }
  }
  return counts;
}

std::string Tenths(double value) {
  const long tenths = std::lround(value * 10);
  return std::to_string(tenths / 10) + '.' + std::to_string(std::abs(tenths % 10));
}

struct Formula {
  std::string_view language;
  std::string_view name;
  double (*value)(std::string_view);
  double bound;
  bool at_most;
};
// Bounds: the product's own; 70 is "easy" on both ease scales.
constexpr Formula kFormulas[] = {
    {"en", "Flesch-Kincaid", ReadingGrade, 6, true},
    {"es", "Fernández Huerta", FernandezHuerta, 70, false},
    {"de", "first Vienna formula", FirstViennaFormula, 6, true},
    {"fr", "Kandel-Moles", KandelMoles, 70, false},
};

struct Length {
  std::string_view language;
  std::size_t most;
  std::string_view number;
};
// Fifteen words; more where articles and postpositions are words of their own. Chinese in
// characters.
constexpr Length kLengths[] = {{"en", 15, "ten"}, {"es", 18, "diez"}, {"de", 15, "zehn"},
                               {"fr", 18, "dix"}, {"ar", 15, "١٠"},   {"hi", 20, "10"},
                               {"zh", 40, "10"}};
constexpr Length kElsewhere = {"", 20, "10"};

const Length& LengthOf(std::string_view language) {
  language = language.substr(0, language.find('-'));
  const auto* const found =
      std::find_if(std::begin(kLengths), std::end(kLengths),
                   [&](const Length& length) { return length.language == language; });
  return found == std::end(kLengths) ? kElsewhere : *found;
}

}  // namespace

double ReadingGrade(std::string_view text) {
  const Counts counts = Count(text, EnglishSyllables);
  if (counts.words == 0) return 0;
  // Kincaid et al. 1975, U.S. Navy Research Branch Report 8-75.
  return 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59;
}

double FernandezHuerta(std::string_view text) {
  const Counts counts = Count(text, SpanishSyllables);
  if (counts.words == 0) return 100;
  return 206.84 - 60 * counts.syllables / counts.words - 1.02 * counts.words / counts.sentences;
}

double FirstViennaFormula(std::string_view text) {
  const Counts counts = Count(text, GermanSyllables);
  if (counts.words == 0) return 0;
  const double percent = 100 / counts.words;
  return 0.1935 * percent * counts.of_three_syllables + 0.1672 * counts.words / counts.sentences +
         0.1297 * percent * counts.long_words - 0.0327 * percent * counts.of_one_syllable - 0.875;
}

double KandelMoles(std::string_view text) {
  const Counts counts = Count(text, FrenchSyllables);
  if (counts.words == 0) return 100;
  return 207 - 1.015 * counts.words / counts.sentences - 73.6 * counts.syllables / counts.words;
}

std::optional<std::string> FindHardReading(std::string_view text, std::string_view language) {
  language = language.substr(0, language.find('-'));
  for (const Formula& formula : kFormulas) {
    if (formula.language != language) continue;
    const double value = formula.value(text);
    if (formula.at_most ? value <= formula.bound : value >= formula.bound) return std::nullopt;
    return (formula.at_most ? "reads at grade " : "reads at ease ") + Tenths(value) + " (" +
           std::string(formula.name) + "), " + (formula.at_most ? "at most " : "at least ") +
           std::to_string(std::lround(formula.bound));
  }
  return std::nullopt;
}

std::size_t LongestSentence(std::string_view text, std::string_view language) {
  const bool characters = language.starts_with("zh");
  std::size_t longest = 0;
  for (const std::vector<Word>& sentence : SentencesOf(text)) {
    std::size_t length = characters ? 0 : sentence.size();
    for (const Word& word : sentence) length += characters ? word.size() : 0;
    longest = std::max(longest, length);
  }
  return longest;
}

std::size_t LongestAllowed(std::string_view language) { return LengthOf(language).most; }

std::string_view NumberWord(std::string_view language) { return LengthOf(language).number; }

}  // namespace ischia::catalogue
