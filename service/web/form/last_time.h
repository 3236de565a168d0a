// What a further assessment takes over from the last one, and what it shows of it. Findings,
// measurements and the screen are always taken anew.
#ifndef ISCHIA_SERVICE_WEB_FORM_LAST_TIME_H_
#define ISCHIA_SERVICE_WEB_FORM_LAST_TIME_H_

#include "service/application/resources.h"
#include "service/domain/assess/assessment.h"

namespace ischia::web {

// Every answer that an assessment holds, as it would be typed.
app::Answers AnswersIn(const domain::AssessmentFields& fields);

// What a re-measurement begins with: what a person still has at the next visit (pathway, method,
// equipment, time, goal) and what was injured how. Shown, and easy to change.
app::Answers CarriedOver(const domain::AssessmentFields& last);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_FORM_LAST_TIME_H_
