// The phase of a strain by its gates of time and pain (evidence.md 4.2.6). What a phase allows is
// said by the rules S-10 (S0) and S-11 (S1) and by the pathway's template.
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_STRAIN_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_STRAIN_H_

#include "service/domain/assess/assessment.h"
#include "service/domain/assess/facts.h"
#include "service/domain/catalogue.h"

namespace ischia::domain {

// On the day of the assessment. A gate that was not measured is not passed; the highest phase by
// gates is S2, or S3 after a completed week of S2. A clinician's cleared_phase counts from S2 up
// and never lifts S0 or S1. Unspecified on other pathways.
StrainPhase StrainPhaseOf(const StrainHistory& strain, const Facts& facts,
                          const Catalogue& catalogue);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_STRAIN_H_
