// The catalogue's texts as the console reads them, noting what it asked for in vain.
#ifndef ISCHIA_TESTS_WEB_CONSOLE_WORDS_H_
#define ISCHIA_TESTS_WEB_CONSOLE_WORDS_H_

#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "service/server/handout/sentences.h"
#include "tests/server/handout_cases.h"

namespace ischia::test {

// What stands in the parentheses of each match.
inline std::vector<std::string> All(const std::string& text, const std::string& pattern) {
  std::vector<std::string> found;
  const std::regex regex(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

class NotingTexts : public server::CatalogueSentences {
 public:
  NotingTexts() : CatalogueSentences(Loaded().texts) {}

  std::string_view Text(std::string_view key, std::string_view language) const override {
    const std::string_view text = CatalogueSentences::Text(key, language);
    // A row has a hint or none.
    if (text.empty() && !key.starts_with("console.hint.")) Note(key, language);
    return text;
  }
  std::string Sentence(std::string_view key, std::string_view language,
                       const domain::Arguments& arguments) const override {
    std::string sentence = CatalogueSentences::Sentence(key, language, arguments);
    if (sentence.empty()) Note(key, language);
    return sentence;
  }
  // "de console.tab.assess".
  const std::set<std::string>& missing() const { return missing_; }

 private:
  void Note(std::string_view key, std::string_view language) const {
    missing_.insert(std::string(language).append(1, ' ').append(key));
  }
  mutable std::set<std::string> missing_;
};

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_WEB_CONSOLE_WORDS_H_
