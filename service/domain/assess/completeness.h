// Is there enough for a program? A question apart from being legal, because a red flag refuses
// however little else is filled in.
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_COMPLETENESS_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_COMPLETENESS_H_

#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"
#include "service/domain/result.h"

namespace ischia::domain {

// The minimum data set of evidence.md 1.3 and the required fields of 1.1: one violation a missing
// input, in the contract's order, reason MEASUREMENT_MISSING, or SCREEN_INCOMPLETE for an
// unanswered red-flag item. `phase` is the screening's: a strain in S0 needs no measured leg.
std::vector<FieldViolation> MissingInputs(const Assessment& assessment, const MinimumDataRule& rule,
                                          StrainPhase phase);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_COMPLETENESS_H_
