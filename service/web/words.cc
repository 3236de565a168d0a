#include "service/web/words.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <iterator>

namespace ischia::web {

Words Words::ForPatients(const app::TextSource& texts, std::string_view language) {
  for (const std::string_view code : texts.LanguageCodes()) {
    const bool serves = language.starts_with(code) &&
                        (language.size() == code.size() || language[code.size()] == '-');
    if (serves) return {texts, code, "check_in."};
  }
  return {texts, "en", "check_in."};
}

std::string Words::Get(std::string_view key) const { return Of(std::string(family_).append(key)); }

std::string Words::Get(std::string_view key, std::initializer_list<Filling> fillings) const {
  const std::string text = Get(key);
  std::string filled;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find('{', at), text.size());
    filled.append(text, at, open - at);
    const std::size_t close = std::min(text.find('}', open), text.size());
    if (close == text.size()) return filled.append(text, open);
    const std::string_view name = std::string_view(text).substr(open + 1, close - open - 1);
    const auto* found = std::find_if(fillings.begin(), fillings.end(),
                                     [&](const Filling& filling) { return filling.first == name; });
    if (found != fillings.end()) filled.append(found->second);
    at = close + 1;
  }
  return filled;
}

std::string Words::Find(std::string_view key) const {
  return std::string(texts_.Text(std::string(family_).append(key), language_));
}

std::string Words::Of(std::string_view key) const {
  const std::string_view text = texts_.Text(key, language_);
  return std::string(text.empty() ? key : text);
}

std::string Words::Sentence(std::string_view key, const domain::Arguments& arguments) const {
  std::string sentence = texts_.Sentence(key, language_, arguments);
  return sentence.empty() ? std::string(key) : sentence;
}

std::string Words::Day(domain::CivilDay day) const {
  const std::chrono::year_month_day date(day);
  const std::string month = std::to_string(static_cast<unsigned>(date.month()));
  return Get("date", {{"day", std::to_string(static_cast<unsigned>(date.day()))},
                      {"month", Get("month." + month)},
                      {"year", std::to_string(static_cast<int>(date.year()))}});
}

std::string Words::Number(double number) const {
  char digits[32];
  const bool whole = std::nearbyint(number) == number && std::abs(number) < 1e9;
  const auto [end, error] =
      whole ? std::to_chars(digits, std::end(digits), static_cast<int>(number))
            : std::to_chars(digits, std::end(digits), number, std::chars_format::fixed, 1);
  std::string text(digits, error == std::errc{} ? end : digits);
  if (!whole && language_ != "en") std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::vector<std::string_view> BrowserLanguages(std::string_view list) {
  std::vector<std::string_view> tags;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view tag = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    while (!tag.empty() && tag.front() == ' ') tag.remove_prefix(1);
    tags.push_back(tag.substr(0, std::min(tag.find(';'), tag.size())));
  }
  return tags;
}

}  // namespace ischia::web
