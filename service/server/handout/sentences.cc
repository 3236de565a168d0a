#include "service/server/handout/sentences.h"

#include <array>
#include <charconv>
#include <chrono>
#include <optional>

#include "service/domain/result.h"
#include "service/domain/statements.h"

namespace ischia::server {
namespace {

// The shortest text that reads back the same: "38", "38.5".
std::string NumberText(double number) {
  std::array<char, 32> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number);
  domain::Ensure(error == std::errc{});
  return {text.data(), end};
}

std::string ArgumentText(const catalogue::Texts& texts, const catalogue::Locale& locale,
                         const domain::Argument& argument) {
  if (!argument.exercise.empty()) {
    const auto title =
        texts.Find(std::string(argument.exercise.text()) + ".title", locale.language);
    return std::string(title.value_or(argument.exercise.text()));
  }
  const auto pattern = texts.Find(
      domain::statement::kAmounts[static_cast<std::size_t>(argument.unit)], locale.language);
  const std::string number = NumberText(argument.number);
  return pattern ? catalogue::Fill(*pattern, {{"number", number}}, locale) : number;
}

unsigned WeekdayNumber(domain::CivilDay day) { return std::chrono::weekday(day).iso_encoding(); }

}  // namespace

std::string_view CatalogueSentences::Text(std::string_view key,
                                          std::string_view language_code) const {
  const std::optional<catalogue::Locale> locale = texts_.LocaleFor(language_code);
  return locale ? texts_.Find(key, locale->language).value_or("") : std::string_view();
}

std::string CatalogueSentences::Sentence(std::string_view key, std::string_view language_code,
                                         const domain::Arguments& arguments) const {
  const std::optional<catalogue::Locale> locale = texts_.LocaleFor(language_code);
  const auto text = locale ? texts_.Find(key, locale->language) : std::nullopt;
  if (!text) return {};
  std::vector<catalogue::Filling> fillings;
  fillings.reserve(arguments.size());
  for (const domain::Argument& argument : arguments) {
    fillings.push_back({argument.name, ArgumentText(texts_, *locale, argument)});
  }
  return catalogue::Fill(*text, fillings, *locale);
}

bool CatalogueSentences::IsReviewed(std::string_view language_code) const {
  const std::optional<catalogue::Locale> locale = texts_.LocaleFor(language_code);
  return locale && texts_.ReviewOf(locale->language).reviewed;
}

Words::Words(const catalogue::Texts& texts, std::string_view tag)
    : texts_(texts),
      locale_(texts.LocaleFor(tag).value_or(catalogue::LocaleOf(tag, std::string_view()))) {}

std::string Words::Number(long number) const { return Number(std::to_string(number)); }

std::string Words::Number(std::string_view number) const {
  return catalogue::NumberIn(number, locale_);
}

std::string Words::operator()(std::string_view key,
                              const std::vector<catalogue::Filling>& fillings) const {
  const auto text = texts_.Find(key, locale_.language);
  domain::Ensure(text.has_value());
  return catalogue::Fill(*text, fillings, locale_);
}

bool Words::Has(std::string_view key) const {
  return texts_.Find(key, locale_.language).has_value();
}

std::vector<std::string> Words::Lines(std::string_view key) const {
  std::vector<std::string> lines;
  for (const std::string_view line : texts_.Lines(key, locale_.language)) {
    lines.push_back(catalogue::Fill(line, {}, locale_));
  }
  return lines;
}

std::string Words::Sentence(const domain::Reason& reason) const {
  return CatalogueSentences(texts_).Sentence(reason.statement, locale_.language, reason.arguments);
}

std::string Words::Title(domain::ExerciseId exercise) const {
  return (*this)(std::string(exercise.text()) + ".title");
}

std::string Words::LongDay(domain::CivilDay day) const {
  const std::chrono::year_month_day ymd{day};
  return (*this)(
      "date.long",
      {{"month", (*this)("date.month." + std::to_string(static_cast<unsigned>(ymd.month())))},
       {"day", static_cast<unsigned>(ymd.day())},
       {"year", static_cast<int>(ymd.year())}});
}

std::string Words::Day(domain::CivilDay day) const {
  const std::chrono::year_month_day ymd{day};
  return (*this)(
      "date.day",
      {{"month", (*this)("date.month." + std::to_string(static_cast<unsigned>(ymd.month())))},
       {"day", static_cast<unsigned>(ymd.day())}});
}

std::string Words::Weekday(domain::CivilDay day) const {
  return (*this)("date.weekday_short." + std::to_string(WeekdayNumber(day)));
}

std::string Words::SpokenWeekday(domain::CivilDay day) const {
  return (*this)("date.weekday." + std::to_string(WeekdayNumber(day)));
}

std::string Words::SpokenDay(domain::CivilDay day) const {
  const std::chrono::year_month_day ymd{day};
  return (*this)(
      "date.weekday_long",
      {{"weekday", SpokenWeekday(day)},
       {"month", (*this)("date.month." + std::to_string(static_cast<unsigned>(ymd.month())))},
       {"day", static_cast<unsigned>(ymd.day())}});
}

}  // namespace ischia::server
