// Makes the weeks: as many items as the count allows, as much as fits into the minutes a day, and
// why anything had to give way (evidence.md 4.2.2, number of items and time budget).
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_WEEK_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_WEEK_H_

#include <vector>

#include "service/domain/plan/dose.h"
#include "service/domain/plan/program.h"
#include "service/domain/plan/select.h"

namespace ischia::domain {

struct Plan {
  std::vector<ProgramWeek> weeks;
  std::vector<const Exercise*> used;  // in some week, by item number
  // Exercises that some week could not take, with the reason; some of them come in later.
  std::vector<ExcludedExercise> crowded_out;
};

Plan PlanWeeks(const Assessment& assessment, const Catalogue& catalogue, const Screening& screening,
               const Selection& selection, const Doses& doses);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_WEEK_H_
