// The console on a whole clinic, opened at a patient by a launch, without a server before it. Keeps
// cookie and hidden fields as a browser does.
//
//   OpenConsole console;
//   const web::Response page = console.Get("/practice");
#ifndef ISCHIA_TESTS_WEB_OPEN_CONSOLE_H_
#define ISCHIA_TESTS_WEB_OPEN_CONSOLE_H_

#include <string>
#include <string_view>

#include "service/application/resources.h"
#include "service/web/console.h"
#include "tests/support/clinic.h"

namespace ischia::test {

// A patient of the host, 34 years old as TightAdult.
app::PatientContext ShownByTheHost();
const app::TextSource& CatalogueTexts();

class OpenConsole {
 public:
  explicit OpenConsole(const app::PatientContext& shown = ShownByTheHost(),
                       const app::TextSource& texts = CatalogueTexts());

  // The host's button once more: a session ends when time passes.
  void Open();
  // A page of the patient, "/assess" or "" for the history, or an address of the console.
  web::Response Get(const std::string& page);
  // A form of the page that was got last: its hidden fields, and these behind them.
  web::Response Post(const std::string& page, const app::Answers& fields);

  const app::PatientName& patient() const { return patient_; }
  // "/console/patients/...".
  std::string path() const;

  Clinic clinic;
  // What the launch answered.
  const web::Response& opened() const { return opened_; }

  std::string language = "en";
  std::string cookie;
  std::string hidden;  // of the page that was got last, as a form encodes them

 private:
  web::Request RequestOf(const std::string& page) const;
  web::Response Kept(web::Response response);

  app::PatientContext shown_;
  web::Console console_;
  web::Response opened_;
  app::PatientName patient_;
};

// The practice's own page, opened by an admin.
class AdminConsole {
 public:
  explicit AdminConsole(const std::string& languages = "en");

  web::Response Get(const std::string& path = "/console/practice") const;
  // The form as the page has it, with these fields in the place of its own; an empty text takes a
  // field out, as a tick that is not set.
  web::Response Save(const web::Response& page, const app::Answers& changed,
                     const std::string& file = {}) const;
  web::Response Post(const std::string& path, const app::Answers& form,
                     const std::string& file = {}) const;

  // What the launch answered.
  const web::Response& opened() const { return opened_; }

  mutable Clinic clinic;

 private:
  web::Console console_;
  std::string languages_;
  web::Response opened_;
  std::string cookie_;
};

// The fields of a page's form as a browser would send them.
app::Answers FormOf(const web::Response& page);

// What a reader sees of a page: its text without tags, entities as their characters, and one space
// for any white space.
std::string TextOf(const web::Response& page);

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_WEB_OPEN_CONSOLE_H_
