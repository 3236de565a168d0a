// What the pages say: the console in one of the languages that clinicians read, the check-in page
// in that of the patient's sheet. The catalogue's texts, with names and times put in.
#ifndef ISCHIA_SERVICE_WEB_WORDS_H_
#define ISCHIA_SERVICE_WEB_WORDS_H_

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/application/ports.h"
#include "service/domain/values.h"

namespace ischia::web {

class Words {
 public:
  using Filling = std::pair<std::string_view, std::string_view>;  // placeholder, what stands there

  // `texts` outlives the words; any BCP 47 tag.
  Words(const app::TextSource& texts, std::string_view language)
      : texts_(texts), language_(texts.ClinicianLanguage(language)), family_("console.") {}
  // The check-in page's; any BCP 47 tag, English where there is no language for it.
  static Words ForPatients(const app::TextSource& texts, std::string_view language);

  std::string_view language() const { return language_; }
  // A text of the pages: Get("tab.assess") is "console.tab.assess". What is missing shows its key.
  std::string Get(std::string_view key) const;
  std::string Get(std::string_view key, std::initializer_list<Filling> fillings) const;
  // The same; empty where there is none.
  std::string Find(std::string_view key) const;
  // A text of the catalogue by its whole key: "HS-01.title".
  std::string Of(std::string_view key) const;
  // A sentence of the engine.
  std::string Sentence(std::string_view key, const domain::Arguments& arguments) const;

  // "Nov 23, 2026", as the language writes it.
  std::string Day(domain::CivilDay day) const;
  // "38", "38.5".
  std::string Number(double number) const;

 private:
  Words(const app::TextSource& texts, std::string_view language, std::string_view family)
      : texts_(texts), language_(language), family_(family) {}

  const app::TextSource& texts_;
  std::string_view language_;
  std::string_view family_;  // what the keys of the pages begin with
};

// The tags of a browser's list (Accept-Language), in its order: "de-CH", "en".
std::vector<std::string_view> BrowserLanguages(std::string_view list);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_WORDS_H_
