// The ids of dose rules, as they stand in evidence and reasons. Safety rules (S-..) and pathway
// templates (T-..) carry their own ids in the catalogue.
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_RULE_IDS_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_RULE_IDS_H_

#include "service/domain/values.h"

namespace ischia::domain::rule {

inline constexpr RuleId kStatic{"D-STATIC"};
inline constexpr RuleId kAdjunct{"D-STATIC-ADJ"};
inline constexpr RuleId kPushRelax{"D-PNF"};
inline constexpr RuleId kNordic{"D-NORDIC"};
inline constexpr RuleId kTrunk{"D-TRUNK"};
inline constexpr RuleId kEntry{"D-ENTRY"};            // a dose that stands in the catalogue entry
inline constexpr RuleId kMaintenance{"D-MAINTAIN"};   // keeping what was gained
inline constexpr RuleId kPlateau{"D-PLATEAU"};        // steps E1 to E4
inline constexpr RuleId kTime{"D-TIME"};              // time budget of a session
inline constexpr RuleId kCount{"D-COUNT"};            // number of items
inline constexpr RuleId kEquipment{"D-EQUIP"};        // equipment at hand
inline constexpr RuleId kTrajectory{"D-TRAJECTORY"};  // expected range
inline constexpr RuleId kEmptySlot{"P-01"};  // nothing is left in a slot that must be filled
inline constexpr RuleId kEdit{"EDIT"};       // the clinician wants it so
inline constexpr RuleId kRegress{"W-2"};     // a week that was too much
inline constexpr RuleId kSimplify{"W-3"};    // a week of which too little was done

}  // namespace ischia::domain::rule

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_RULE_IDS_H_
