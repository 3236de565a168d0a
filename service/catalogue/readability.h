// How hard a text is to read, by the formula of its language, and how long its sentences are. The
// checks of the catalogue use it (check.h); no page does.
#ifndef ISCHIA_SERVICE_CATALOGUE_READABILITY_H_
#define ISCHIA_SERVICE_CATALOGUE_READABILITY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ischia::catalogue {

// The Flesch-Kincaid grade of an English text: the years of American schooling it asks for. Lines
// that end without a mark count as sentences, in all formulas.
double ReadingGrade(std::string_view text);
// The ease of a Spanish text, 0 to 100 and beyond; 70 and more is easy (Fernández Huerta 1959, with
// words per sentence as its author meant it).
double FernandezHuerta(std::string_view text);
// The first Vienna formula of a German text: years of schooling (Bamberger and Vanecek 1984).
double FirstViennaFormula(std::string_view text);
// The ease of a French text; 70 and more is easy (Kandel and Moles 1958).
double KandelMoles(std::string_view text);

// What speaks against a text for patients: "reads at grade 7.2 (Flesch-Kincaid), at most 6". Empty
// when it is easy, and in a language without a formula.
std::optional<std::string> FindHardReading(std::string_view text, std::string_view language);

// The longest sentence: in words, or in characters in Chinese, which has no blanks.
std::size_t LongestSentence(std::string_view text, std::string_view language);
// How long one for patients may be.
std::size_t LongestAllowed(std::string_view language);

// A short number word of the language, for the place of a number in a text that is judged.
std::string_view NumberWord(std::string_view language);

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_READABILITY_H_
