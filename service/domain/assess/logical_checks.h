// combinations of legal values that hint at a wrong entry or a missed finding
// (evidence.md 1.4). They ask the clinician and never decide.
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_LOGICAL_CHECKS_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_LOGICAL_CHECKS_H_

#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/assess/facts.h"
#include "service/domain/assess/safety.h"
#include "service/domain/catalogue.h"

namespace ischia::domain {

// In rule order; severity INFORM.
std::vector<Finding> LogicalChecks(const Assessment& assessment, const Facts& facts,
                                   const Catalogue& catalogue);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_LOGICAL_CHECKS_H_
