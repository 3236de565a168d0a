// Messages that tests write: those of the examples, all fields set.
#ifndef ISCHIA_TESTS_INTEGRATION_HL7V2_SAMPLES_H_
#define ISCHIA_TESTS_INTEGRATION_HL7V2_SAMPLES_H_

#include "integration/hl7v2/message.h"

namespace ischia::hl7v2 {

inline const std::chrono::year_month_day kBegin{std::chrono::year(2026), std::chrono::month(11),
                                                std::chrono::day(16)};
inline const std::chrono::year_month_day kObserved{std::chrono::year(2026), std::chrono::month(11),
                                                   std::chrono::day(22)};

// 2026-11-22 09:43 in Berlin.
inline Instant Morning() {
  using namespace std::chrono_literals;
  return {std::chrono::sys_days{kObserved} + 8h + 43min, 60min};
}

inline Site ClinicSite() {
  return {.sending_facility = "CLINIC1",
          .receiving_application = "PVS1",
          .receiving_facility = "CLINIC1"};
}

inline Patient Erika() {
  using namespace std::chrono_literals;
  return {.id = "4711",
          .authority = "PVS1",
          .family = "Muster",
          .given = "Erika",
          .birth_date = 1981y / 5 / 14,
          .sex = Sex::kFemale};
}

inline Document SecondVersion() {
  return {.type = {.code = "HEP", .text = "Home exercise program"},
          .number = "IS000123-2",
          .parent_number = "IS000123-1",
          .activity = Morning(),
          .origination = Morning(),
          .provider = Provider{.id = "7", .family = "Arzt", .given = "Anna"},
          .file_name = "IS000123.pdf",
          .change_reason = "hold time raised",
          .bytes = "%PDF-1.7\n"};
}

inline Report FourNumbers() {
  return {.type = {.code = "HEPREP", .text = "Home exercise report"},
          .number = "IS000124",
          .begin = kBegin,
          .reported = Morning(),
          .numbers = {{{"PRESC", "Sessions prescribed"}, "7", "{sessions}", kObserved},
                      {{"CLAIM", "Sessions claimed"}, "5", "{sessions}", kObserved},
                      {{"CRED", "Sessions credible"}, "3", "{sessions}", kObserved},
                      {{"72514-3", "Pain severity 0-10", "LN"}, "3", "{score}", kObserved}}};
}

}  // namespace ischia::hl7v2

#endif  // ISCHIA_TESTS_INTEGRATION_HL7V2_SAMPLES_H_
