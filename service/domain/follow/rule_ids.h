// The ids of the rules of follow-up, as they stand in decisions and reasons: W-1 to W-5 are those
// of evidence.md 4.2.3, E1 to E4 those of 4.2.4. W-2 and W-3 also explain plans and stand there.
#ifndef ISCHIA_SERVICE_DOMAIN_FOLLOW_RULE_IDS_H_
#define ISCHIA_SERVICE_DOMAIN_FOLLOW_RULE_IDS_H_

#include <array>

#include "service/domain/plan/rule_ids.h"
#include "service/domain/values.h"

namespace ischia::domain::rule {

inline constexpr RuleId kStopRefer{"W-1"};
inline constexpr RuleId kHold{"W-4"};
inline constexpr RuleId kAdvance{"W-5"};
inline constexpr RuleId kPause{"W-PAUSE"};    // illness or travel
inline constexpr RuleId kReview{"W-REVIEW"};  // the same decision too often in a row
inline constexpr RuleId kRemeasurement{"W-MEASURE"};
inline constexpr RuleId kDischarge{"W-DISCHARGE"};
inline constexpr RuleId kRevision{"W-REVISE"};  // planned anew, by no weekly decision
// The answer to a plateau, in the order of PlateauStep.
inline constexpr std::array<RuleId, 5> kPlateauSteps = {RuleId{}, RuleId{"E1"}, RuleId{"E2"},
                                                        RuleId{"E3"}, RuleId{"E4"}};

}  // namespace ischia::domain::rule

#endif  // ISCHIA_SERVICE_DOMAIN_FOLLOW_RULE_IDS_H_
