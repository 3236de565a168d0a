// Evaluates the safety rules of the catalogue on one assessment and combines their effects by one
// mechanism (evidence.md 2.1 and 2.3): union of excluded tags, the most restrictive limit of each
// leg, the largest severity. All rules that fire are reported, also beneath a refusal. Logical
// checks X-01 to X-07 (evidence.md 1.4) are findings too; they ask and never decide.
//
//   const Screening screening = Screen(assessment, catalogue, {start_date, clearances});
//   if (!screening.refused() && screening.Allows(exercise)) ...
//   screening.LimitOf(LimitKind::kMaxHipFlexionDegrees, Side::kRight);  // 85 after S-16
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_SAFETY_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_SAFETY_H_

#include <optional>
#include <span>
#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/assess/clearance.h"
#include "service/domain/assess/inputs.h"
#include "service/domain/catalogue.h"

namespace ischia::domain {

// A clinical statement about valid input. Its sentences are the catalogue texts
// "<rule_id>.summary" and "<rule_id>.detail", its source the rule's.
struct Finding {
  RuleId rule_id;
  Severity severity = Severity::kUnspecified;
  Urgency urgency = Urgency::kUnspecified;
  std::vector<InputUsed> inputs;   // the first one names the field
  Side side = Side::kUnspecified;  // of a rule that stands for one leg only
  bool acknowledgement_required = false;
  bool cleared = false;  // held, and lifted by a clearance in force
  bool operator==(const Finding&) const = default;
};

struct LimitInForce {
  LimitKind kind = LimitKind::kUnspecified;
  double value = 0;
  Side side = Side::kUnspecified;  // the leg it binds; kUnspecified: both
  std::vector<RuleId> rule_ids;    // those that set this value
  bool operator==(const LimitInForce&) const = default;
};

// What a screening rests on besides assessment and catalogue.
struct Circumstances {
  CivilDay today{};  // the day that clearances have to hold on: a program's first
  std::span<const Clearance> clearances;
  bool static_opt_in = false;  // the clinician's edit OPT_IN_STATIC (S-13)
  // Of a projected week; unspecified: judged by the assessment.
  StrainPhase strain_phase = StrainPhase::kUnspecified;
};

// The answer of all rules together.
struct Screening {
  std::vector<Finding> findings;  // most severe first, then rule order
  Severity severity = Severity::kUnspecified;
  Urgency urgency = Urgency::kUnspecified;
  // By kind, then those of both legs before left and right. A leg has an entry of its own only
  // where it is stricter than that of both.
  std::vector<LimitInForce> limits;
  Supervision supervision = Supervision::kNone;
  StrainPhase strain_phase = StrainPhase::kUnspecified;  // of the pathway STRAIN

  // Severity kRefuseRefer, or a kHoldClearance without its clearance.
  bool refused() const { return severity >= Severity::kHoldClearance; }
  // Of one leg, or the strictest of both where no leg is named. Unset when no rule limits it.
  std::optional<double> LimitOf(LimitKind kind, Side leg = Side::kUnspecified) const;
  // No safety rule removes the exercise.
  bool Allows(const Exercise& exercise) const;
  // The safety rules that remove it, in rule order; empty when it may stay
  // (evidence.md 2.3 (a) to (g); only a refusal removes support items).
  std::vector<RuleId> RemovedBy(const Exercise& exercise) const;

  // The weeks from which on a limit is another one, ascending (S-13: 5). Usually empty.
  std::vector<int> LaterWeeks() const;
  // The same answer in a later program week. `highest_symptom_score` is that of the weeks the
  // limits wait for; a projection takes 0.
  Screening InWeek(int week, int highest_symptom_score = 0) const;

  // What the firing rules remove, kept apart so that each removal names its rules. A rule has more
  // than one where conditions add to its effect.
  struct Removal {
    RuleId rule_id;
    Effect effect;
    bool everything = false;         // a refusal that keeps nothing
    Side side = Side::kUnspecified;  // of its one-sided limits
    std::optional<LaterLimits> later;
    bool operator==(const Removal&) const = default;
  };
  std::vector<Removal> removals;
  Facts facts;  // that the rules were judged by
  bool bed_available = false;
  double lowest_adjusted_hip_flexion = 0;  // of the catalogue
  bool operator==(const Screening&) const = default;
};

Screening Screen(const Assessment& assessment, const Catalogue& catalogue,
                 const Circumstances& circumstances = {});

// In rule order; severity INFORM.
std::vector<Finding> LogicalChecks(const Assessment& assessment, const Facts& facts,
                                   const Catalogue& catalogue);

// `leg` answers for the facts that are asked of each leg; without one they are unknown.
bool Holds(const Condition& condition, const Facts& facts, Side leg = Side::kUnspecified);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_SAFETY_H_
