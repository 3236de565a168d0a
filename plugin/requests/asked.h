// What a practice system asks for in a file of its own: a patient, and the page of the console to
// begin with. Bytes in; sentences that quote nothing out.
#ifndef ISCHIA_PLUGIN_REQUESTS_ASKED_H_
#define ISCHIA_PLUGIN_REQUESTS_ASKED_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "integration/gdt/message.h"
#include "plugin/requests/ini.h"

namespace ischia::requests {

// Texts as ischia/plugin.h has them; empty: not known.
struct Asked {
  std::string patient_id = {};
  std::string given_name = {};
  std::string family_name = {};
  std::string birth_date = {};            // YYYY-MM-DD
  std::string sex = {};                   // "F" or "M"
  std::string language = {};              // BCP 47
  std::string view = {};                  // of ischia.v1.Launch
  bool takes_back = false;                // an earlier request; there is no patient then
  std::vector<std::string> remarks = {};  // where the file departs from its format
  std::optional<gdt::Message> gdt = {};   // the record it was read from; not of a hand-over file

  bool operator==(const Asked&) const = default;
};

struct Refused {
  std::vector<std::string> sentences;  // each a reason
};
std::string Sentence(const Refused& refused);  // all of them: "line 3: …; line 5: ….".

// The one request to us in a GDT file: 6301 opens the patient, 6302 an assessment, 6311 the
// program, 6303 takes a request back. `our_id` is what the host calls us in 8315, "ISCH". Refused
// where there is none or more than one, since a guess could open another patient.
std::variant<Asked, Refused> AskedIn(std::string_view gdt_file, std::string_view our_id);

// What a hand-over file asks for: it opens an assessment.
Asked AskedBy(const HandedOver& handed_over);
Refused RefusedFor(const std::vector<Violation>& violations);

}  // namespace ischia::requests

#endif  // ISCHIA_PLUGIN_REQUESTS_ASKED_H_
