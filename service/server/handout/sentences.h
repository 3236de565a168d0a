// The catalogue's sentences in one language, filled: for the application (TextSource) and for the
// sheets (Words).
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_SENTENCES_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_SENTENCES_H_

#include <string>
#include <string_view>
#include <vector>

#include "service/application/ports.h"
#include "service/catalogue/texts.h"
#include "service/domain/plan/program.h"
#include "service/domain/values.h"

namespace ischia::server {

// Serves many threads.
class CatalogueSentences : public app::TextSource {
 public:
  // `texts` outlives the object.
  explicit CatalogueSentences(const catalogue::Texts& texts) : texts_(texts) {}

  std::vector<std::string_view> LanguageCodes() const override { return texts_.languages(); }
  std::string_view Text(std::string_view key, std::string_view language_code) const override;
  std::string Sentence(std::string_view key, std::string_view language_code,
                       const domain::Arguments& arguments) const override;
  std::string_view ClinicianLanguage(std::string_view language_code) const override {
    return texts_.ClinicianLanguageFor(language_code);
  }
  bool IsReviewed(std::string_view language_code) const override;

 private:
  const catalogue::Texts& texts_;
};

// The frame of a sheet in the language that serves a BCP 47 tag, with its plural forms, digits and
// decimal mark. A key without a text stops the process: which keys a sheet uses is fixed, and a
// test renders every kind.
class Words {
 public:
  // `texts` outlives the object. Without a language for the tag, Has() is false of every key.
  Words(const catalogue::Texts& texts, std::string_view tag);

  std::string operator()(std::string_view key,
                         const std::vector<catalogue::Filling>& fillings = {}) const;
  bool Has(std::string_view key) const;
  // "key.1", "key.2", ...
  std::vector<std::string> Lines(std::string_view key) const;

  std::string Sentence(const domain::Reason& reason) const;
  std::string Title(domain::ExerciseId exercise) const;
  std::string LongDay(domain::CivilDay day) const;        // "June 1, 2026"
  std::string Day(domain::CivilDay day) const;            // "June 1"
  std::string Weekday(domain::CivilDay day) const;        // "Mon"
  std::string SpokenWeekday(domain::CivilDay day) const;  // "Monday"
  std::string SpokenDay(domain::CivilDay day) const;      // "Monday June 1"
  // A number that stands outside of any sentence, as the language writes it. As text: "38.5".
  std::string Number(long number) const;
  std::string Number(std::string_view number) const;
  // As the catalogue names it, "zh-Hans".
  const std::string& language() const { return locale_.language; }
  // False: the sheet carries a notice, see handout.notice.unreviewed.
  bool is_reviewed() const { return texts_.ReviewOf(language()).reviewed; }

 private:
  const catalogue::Texts& texts_;
  catalogue::Locale locale_;
};

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_SENTENCES_H_
