// Evaluates the safety rules of the catalogue on one assessment and combines their effects by one
// mechanism (evidence.md 2.1 and 2.3): union of excluded tags, the most restrictive limit, the
// largest severity. All rules that fire are reported, also beneath a refusal. Logical checks X-01
// to X-07 (evidence.md 1.4) are findings too; they ask and never decide.
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_SAFETY_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_SAFETY_H_

#include <optional>
#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/assess/inputs.h"
#include "service/domain/catalogue.h"

namespace ischia::domain {

// A clinical statement about valid input. Its sentences are the catalogue texts
// "<rule_id>.summary" and "<rule_id>.detail", its source the rule's.
struct Finding {
  RuleId rule_id;
  Severity severity = Severity::kUnspecified;
  Urgency urgency = Urgency::kUnspecified;
  std::vector<InputUsed> inputs;  // the first one names the field
  Side side = Side::kUnspecified;
  bool acknowledgement_required = false;
  bool operator==(const Finding&) const = default;
};

struct LimitInForce {
  LimitKind kind = LimitKind::kUnspecified;
  double value = 0;
  Side side = Side::kUnspecified;  // kUnspecified: both
  std::vector<RuleId> rule_ids;    // those that set this value
  bool operator==(const LimitInForce&) const = default;
};

// The answer of all rules together.
struct Screening {
  std::vector<Finding> findings;  // most severe first, then rule order
  Severity severity = Severity::kUnspecified;
  Urgency urgency = Urgency::kUnspecified;
  std::vector<LimitInForce> limits;
  Supervision supervision = Supervision::kNone;

  // Severity kRefuseRefer, or a kHoldClearance without its clearance.
  bool refused() const { return severity >= Severity::kHoldClearance; }
  // Unset when no rule limits it.
  std::optional<double> LimitOf(LimitKind kind) const;
  // No safety rule removes the exercise.
  bool Allows(const Exercise& exercise) const;
  // The safety rules that remove it, in rule order; empty when it may stay
  // (evidence.md 2.3 (a) to (g); only a refusal removes support items).
  std::vector<RuleId> RemovedBy(const Exercise& exercise) const;

  // What the firing rules remove, kept apart so that each removal names its rules.
  struct Removal {
    RuleId rule_id;
    Effect effect;
    bool everything = false;  // a refusal that keeps nothing
    bool operator==(const Removal&) const = default;
  };
  std::vector<Removal> removals;
  bool bed_available = false;
  double lowest_adjusted_hip_flexion = 0;  // of the catalogue
  bool operator==(const Screening&) const = default;
};

Screening Screen(const Assessment& assessment, const Catalogue& catalogue);

// Rules of the catalogue whose condition this version does not evaluate, in rule order.
std::vector<RuleId> NotYetEvaluated(const Catalogue& catalogue);

bool Holds(const Condition& condition, const Facts& facts);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_SAFETY_H_
