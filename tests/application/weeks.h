// A clinic whose patient keeps a log: weeks are told evening by evening, decided and settled.
//
//   Weeks weeks;
//   weeks.Log(1);                                   // seven sessions, discomfort 2
//   const DecisionRecord proposed = weeks.Decided(1);
#ifndef ISCHIA_TESTS_APPLICATION_WEEKS_H_
#define ISCHIA_TESTS_APPLICATION_WEEKS_H_

#include <functional>

#include "tests/support/clinic.h"

namespace ischia::test {

class Weeks {
 public:
  Weeks() : program_(clinic.ActiveProgram()) {}

  const app::ProgramName& name() const { return program_.name; }
  app::ProgramRecord Now() { return clinic.programs.GetProgram(clinic.Reading(), name()).value(); }

  // The evening of a day, both from 1, at a patient two hours ahead of UTC.
  void Evening(int week, int day);
  static domain::CivilDay DayOf(int week, int day);

  // An entry told on its evening.
  domain::CheckInFields Entry(int week, int day, int discomfort = 2) const;
  void Tell(const domain::CheckInFields& fields);
  // `done` sessions from the first day on, the other days reported as not done.
  void Log(int week, int done = 7, int discomfort = 2);

  domain::Result<app::DecisionRecord> Decide(int week, bool validate_only = false);
  app::DecisionRecord Decided(int week) { return Decide(week).value(); }
  domain::Result<app::DecisionRecord> Confirm(const app::DecisionRecord& proposed);
  domain::Result<app::DecisionRecord> Override(const app::DecisionRecord& proposed,
                                               domain::DecisionKind kind,
                                               const std::string& reason = "As the patient asked.");
  // Logs, decides and confirms weeks that go well.
  void GoWell(int first_week, int last_week);

  // The hold of the stretch in a week of the program as it stands.
  int HoldIn(int week);
  app::RevisionRecord Revision(int number);

  Clinic clinic;

 private:
  app::ProgramRecord program_;
};

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_APPLICATION_WEEKS_H_
