// A named person lifts one rule for one patient: a HOLD_CLEARANCE rule, a rule with a clearance
// flag, or a rule that was raised to HOLD_CLEARANCE. A REFUSE_REFER is lifted by nobody.
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_CLEARANCE_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_CLEARANCE_H_

#include <optional>
#include <string>

#include "service/domain/catalogue.h"
#include "service/domain/result.h"
#include "service/domain/values.h"

namespace ischia::domain {

// Fields, units and ranges as in ischia.v1.Clearance, in its order.
struct ClearanceFields {
  RuleId rule_id;
  std::string cleared_by;
  std::string cleared_by_role;
  std::optional<CivilDay> clearance_date;
  std::optional<CivilDay> expiry_date;     // the last day it holds
  std::optional<Degrees> max_hip_flexion;  // may only lower the rule's own cap
  std::string reason;
  bool operator==(const ClearanceFields&) const = default;
};

// Legal by existing.
class Clearance {
 public:
  // Refuses with FIELD_INVALID and every violation at once: no such rule, no name, role, date or
  // reason, a date after `today`, an end before its begin, a cap out of range or above the rule's;
  // with CLEARANCE_NOT_ALLOWED (FAILED_PRECONDITION) where nobody can lift the rule, or where there
  // is nothing to lift.
  static Result<Clearance> Create(ClearanceFields fields, const Catalogue& catalogue,
                                  CivilDay today);

  const ClearanceFields& fields() const { return fields_; }
  // From its date to its last day.
  bool HoldsOn(CivilDay day) const;

  bool operator==(const Clearance&) const = default;

 private:
  explicit Clearance(ClearanceFields fields) : fields_(std::move(fields)) {}
  ClearanceFields fields_;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_CLEARANCE_H_
