// The console on a whole clinic, opened at a patient by a launch, without a server before it.
//
//   OpenConsole console;
//   const web::Response page = console.Get("/practice");
#ifndef ISCHIA_TESTS_WEB_OPEN_CONSOLE_H_
#define ISCHIA_TESTS_WEB_OPEN_CONSOLE_H_

#include <string>

#include "service/web/console.h"
#include "tests/support/clinic.h"

namespace ischia::test {

class OpenConsole {
 public:
  explicit OpenConsole(const std::string& languages = "en");

  // A page of the patient: "/assess", or "" for the history.
  web::Response Get(const std::string& page) const;

  const app::PatientName& patient() const { return patient_; }
  // "/console/patients/...".
  std::string path() const;

  Clinic clinic;

 private:
  web::Console console_;
  std::string languages_;
  app::PatientName patient_;
  std::string cookie_;
};

// What a reader sees of a page: its text without tags, entities as their characters, and one space
// for any white space.
std::string TextOf(const web::Response& page);

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_WEB_OPEN_CONSOLE_H_
