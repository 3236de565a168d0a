// Checks the clinician's edits again: none brings in what a rule removes, none gives more than a
// dose rule or a limit allows, none leaves a slot empty that must be filled. What an edit does when
// it holds is decided where the week is made (select.h, dose.h, week.h).
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_EDIT_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_EDIT_H_

#include <optional>
#include <string>
#include <vector>

#include "service/domain/plan/choice.h"
#include "service/domain/plan/course.h"
#include "service/domain/plan/dose.h"
#include "service/domain/plan/select.h"
#include "service/domain/result.h"

namespace ischia::domain {

// Why an edit cannot be.
struct EditRefusal {
  std::string field;        // of the edit: "new_exercise"
  std::string description;  // names the rule
  Wording wording;
  RuleId rule;
  bool excluded = false;  // a rule removes the exercise; else the edit is not legal
};

// Fields of the course's new edits that are missing, unknown or out of range; one violation each,
// reason FIELD_INVALID. A settled edit gives way instead: the clinic's catalogue may have lost its
// exercise since.
std::vector<FieldViolation> InvalidFields(const Course& course, const Catalogue& catalogue);

// The week in which an edit comes into force.
struct EditedWeek {
  const Case& patient;
  const Screening& screening;
  const Available& available;
  const Wishes& wishes;  // the edit is in them
  const Doses& doses;
  const Course& course;
  RuleId count_rule;
  int most_items = 0;
};

// Before anything is chosen. Unset: it holds, as far as can be said by now.
std::optional<EditRefusal> RefusalBefore(const ProgramEdit& edit, const EditedWeek& week);
// With what stands in the week: doses that are edited.
std::optional<EditRefusal> RefusalAfter(const ProgramEdit& edit, const EditedWeek& week,
                                        const Choice& choice);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_EDIT_H_
