#include "service/domain/assess/clearance.h"

#include <algorithm>

#include "service/domain/violations.h"
#include "service/domain/wordings.h"

namespace ischia::domain {
namespace {

constexpr std::size_t kNameLength = 100;
constexpr std::size_t kReasonLength = 500;
constexpr char kRequired[] = "is required";
constexpr Wording kMissing{wording::kRequired};
constexpr Range kHipFlexion{30, 120, "must be 30 to 120 degrees"};

bool CanBeLifted(const SafetyRule& rule) {
  return rule.severity == Severity::kHoldClearance || rule.clearance_flag ||
         rule.escalate_severity == Severity::kHoldClearance;
}

void CheckPerson(const ClearanceFields& fields, Violations& violations) {
  violations.Require(!IsBlank(fields.cleared_by), "cleared_by", kRequired, kMissing);
  violations.RequireLine("cleared_by", fields.cleared_by, kNameLength);
  violations.Require(!IsBlank(fields.cleared_by_role), "cleared_by_role", kRequired, kMissing);
  violations.RequireLine("cleared_by_role", fields.cleared_by_role, kNameLength);
  violations.Require(!IsBlank(fields.reason), "reason", kRequired, kMissing);
  violations.RequireLine("reason", fields.reason, kReasonLength);
}

void CheckDays(const ClearanceFields& fields, CivilDay today, Violations& violations) {
  violations.Require(fields.clearance_date.has_value(), "clearance_date", kRequired, kMissing);
  violations.RequireDay("clearance_date", fields.clearance_date);
  violations.Require(
      !fields.clearance_date || *fields.clearance_date <= today, "clearance_date",
      "must not be after " + IsoDay(today) + "; record a clearance once it has been given",
      {wording::kNotLater});
  violations.RequireDay("expiry_date", fields.expiry_date);
  violations.Require(!fields.expiry_date || !fields.clearance_date ||
                         *fields.expiry_date >= *fields.clearance_date,
                     "expiry_date", "must not be before clearance_date; leave it out for no end",
                     {wording::kEndsBefore});
}

void CheckCap(const ClearanceFields& fields, const SafetyRule& rule, Violations& violations) {
  violations.RequireWholeOrHalf(kHipFlexion, "max_hip_flexion_degrees", fields.max_hip_flexion);
  for (const Limit& limit : rule.effect.limits) {
    if (limit.kind != LimitKind::kMaxHipFlexionDegrees || !fields.max_hip_flexion) continue;
    violations.Require(fields.max_hip_flexion->value() <= limit.value, "max_hip_flexion_degrees",
                       "must be 30 to " + std::to_string(static_cast<int>(limit.value)) +
                           " degrees: a clearance may only lower the cap of the rule",
                       {wording::kCap, static_cast<int>(limit.value)});
  }
}

}  // namespace

Result<Clearance> Clearance::Create(ClearanceFields fields, const Catalogue& catalogue,
                                    CivilDay today) {
  Violations violations;
  const SafetyRule* rule = catalogue.FindRule(fields.rule_id);
  violations.Require(rule != nullptr, "rule_id", "must be a safety rule, S-01 to S-60");
  CheckPerson(fields, violations);
  CheckDays(fields, today, violations);
  if (rule != nullptr) CheckCap(fields, *rule, violations);
  std::vector<FieldViolation> found = std::move(violations).Take();
  if (!found.empty()) return FieldInvalid(std::move(found));
  if (!CanBeLifted(*rule)) {
    return FailedPrecondition("CLEARANCE_NOT_ALLOWED", "Nobody can lift this rule.",
                              {{"rule_id",
                                "must be a rule that waits for a clearance; a rule that refers or "
                                "limits yields only to a "
                                "new assessment with other facts",
                                "CLEARANCE_NOT_ALLOWED"}});
  }
  return Clearance(std::move(fields));
}

bool Clearance::HoldsOn(CivilDay day) const {
  return day >= *fields_.clearance_date && (!fields_.expiry_date || day <= *fields_.expiry_date);
}

}  // namespace ischia::domain
