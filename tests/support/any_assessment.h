// Any complete and legal assessment without a red flag: every pathway, band, set of equipment,
// comorbidity, medication and phase of a strain. For properties (rapidcheck), which shrink what
// fails to what matters.
#ifndef ISCHIA_TESTS_SUPPORT_ANY_ASSESSMENT_H_
#define ISCHIA_TESTS_SUPPORT_ANY_ASSESSMENT_H_

#include <rapidcheck.h>

#include "service/domain/assess/assessment.h"

namespace ischia::test {

rc::Gen<domain::AssessmentFields> AnyAssessment();
rc::Gen<domain::Comorbidity> AnyComorbidity();

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_SUPPORT_ANY_ASSESSMENT_H_
