// What the tests of follow/ share: a small program, and logs of its weeks that a test varies in the
// one thing it is about.
//
//   Log log = Well(1, 7);                    // all seven days of week 1, discomfort 2
//   log[3].fields.tingling = Answer::kYes;   // the fourth day
#ifndef ISCHIA_TESTS_DOMAIN_FOLLOW_LOGS_H_
#define ISCHIA_TESTS_DOMAIN_FOLLOW_LOGS_H_

#include <vector>

#include "service/domain/catalogue.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/plan/program.h"

namespace ischia::test {

inline constexpr domain::CivilDay kStart{std::chrono::year{2026} / 6 / 1};

// The catalogue that ships.
const domain::Catalogue& Shipped();

// Twelve weeks of HS-01 (item 1, 3 x 20 s a leg, a 30 s hold from week 4) and TR-17 (item 2).
domain::Program TwelveWeeks();

using Log = std::vector<domain::CheckIn>;
Log operator+(Log one, const Log& more);

// A session on a day of a week, both from 1, told on that day, with this discomfort of the stretch.
domain::CheckIn Session(int week, int day, int discomfort = 2);
domain::CheckIn NotDone(int week, int day);
// `done` sessions from the first day of the week on, the other days reported as not done.
Log Well(int week, int done = 7, int discomfort = 2);

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_DOMAIN_FOLLOW_LOGS_H_
