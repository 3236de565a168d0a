// Makes the weeks, one after another, each from where the course stands: chooses what stands in it
// (choice.h), numbers it, and tells why, and why anything had to give way.
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_WEEK_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_WEEK_H_

#include <vector>

#include "service/domain/plan/course.h"
#include "service/domain/plan/program.h"
#include "service/domain/plan/select.h"
#include "service/domain/result.h"

namespace ischia::domain {

struct Plan {
  std::vector<ProgramWeek> weeks;  // fewer than all where a later one cannot be filled
  std::vector<Slot> empty_slots;   // of the first week, which then is not there
  std::vector<ExcludedExercise> excluded;
  // New edits that cannot be, reason EXERCISE_EXCLUDED or FIELD_INVALID; the weeks then count for
  // nothing.
  std::vector<FieldViolation> refused_edits;
};

// From the course's week on. `screening` is that of this week under these circumstances.
Plan PlanWeeks(const Case& patient, const Screening& screening, const Circumstances& circumstances,
               Course course);

// Whether the clinician has opted in to a static stretch by that week (S-13).
bool OptedIn(const Course& course);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_WEEK_H_
