// Why each exercise that stands in no week of a program was left out.
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_LEFT_OUT_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_LEFT_OUT_H_

#include <vector>

#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"
#include "service/domain/plan/select.h"
#include "service/domain/plan/week.h"

namespace ischia::domain {

// In catalogue order. The strongest explanation stands alone: every safety rule that removes the
// exercise, else what the template says, else time or count, else missing equipment, else the
// exercise that was preferred. Support items are no exercises of their own and are not listed.
std::vector<ExcludedExercise> ExplainLeftOut(const Catalogue& catalogue,
                                             const PathwayTemplate& pathway,
                                             const Available& available, const Selection& selection,
                                             const Plan& plan);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_LEFT_OUT_H_
