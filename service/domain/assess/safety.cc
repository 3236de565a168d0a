#include "service/domain/assess/safety.h"

#include <algorithm>

#include "service/domain/assess/logical_checks.h"

namespace ischia::domain {
namespace {

bool Compares(double value, Comparison comparison, double number) {
  switch (comparison) {
    case Comparison::kAtLeast:
      return value >= number;
    case Comparison::kAtMost:
      return value <= number;
    case Comparison::kEquals:
      return value == number;
    case Comparison::kBelow:
      return value < number;
    case Comparison::kAbove:
      return value > number;
  }
  return false;
}

bool Holds(const Term& term, const Facts& facts) {
  const std::optional<double> value = facts.Get(term.fact);
  return value ? Compares(*value, term.comparison, term.number) : term.if_missing;
}

bool Holds(const Clause& clause, const Facts& facts) {
  return std::all_of(clause.terms.begin(), clause.terms.end(),
                     [&](const Term& term) { return Holds(term, facts); });
}

// The known facts that made the condition hold, each once.
void CollectInputs(const Condition& condition, const Facts& facts, const Assessment& assessment,
                   std::vector<InputUsed>& inputs) {
  for (const Clause& clause : condition.any) {
    if (!Holds(clause, facts)) continue;
    for (const Term& term : clause.terms) {
      if (!facts.Get(term.fact) || !Holds(term, facts)) continue;
      const InputUsed input = InputOf(term.fact, facts, assessment);
      if (std::find(inputs.begin(), inputs.end(), input) == inputs.end()) inputs.push_back(input);
    }
  }
}

// A rule that holds, with what it is raised to.
struct Fired {
  const SafetyRule* rule;
  bool escalated;
  Severity severity() const {
    return escalated ? std::max(rule->severity, rule->escalate_severity) : rule->severity;
  }
  Urgency urgency() const {
    return escalated ? std::max(rule->urgency, rule->escalate_urgency) : rule->urgency;
  }
};

// A rule that is not evaluated yet has no condition; what it is raised by still counts.
std::vector<Fired> FiringRules(const Catalogue& catalogue, const Facts& facts) {
  std::vector<Fired> fired;
  for (const SafetyRule& rule : catalogue.rules) {
    const bool escalated = Holds(rule.escalate_condition, facts);
    if (escalated || Holds(rule.condition, facts)) fired.push_back({&rule, escalated});
  }
  return fired;
}

bool IsSilent(const Fired& fired, const std::vector<Fired>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Fired& other) {
    const std::vector<RuleId>& louder = fired.rule->silenced_by;
    return std::find(louder.begin(), louder.end(), other.rule->id) != louder.end();
  });
}

Finding FindingOf(const Fired& fired, const Facts& facts, const Assessment& assessment) {
  Finding finding;
  finding.rule_id = fired.rule->id;
  finding.severity = fired.severity();
  finding.urgency = fired.urgency();
  finding.acknowledgement_required = fired.rule->acknowledgement_required;
  CollectInputs(fired.rule->condition, facts, assessment, finding.inputs);
  CollectInputs(fired.rule->escalate_condition, facts, assessment, finding.inputs);
  return finding;
}

// Of two values of one limit, is the first more restrictive?
bool IsStricter(LimitKind kind, double value, double other) {
  switch (kind) {
    case LimitKind::kMinRestSeconds:
    case LimitKind::kEarliestAfterRisingHours:
    case LimitKind::kSoftKneeDegrees:
      return value > other;
    default:
      return value < other;
  }
}

void Combine(const Limit& limit, RuleId rule, std::vector<LimitInForce>& limits) {
  const auto known = std::find_if(limits.begin(), limits.end(), [&](const LimitInForce& entry) {
    return entry.kind == limit.kind;
  });
  if (known == limits.end()) {
    limits.push_back({limit.kind, limit.value, Side::kUnspecified, {rule}});
  } else if (limit.value == known->value) {
    known->rule_ids.push_back(rule);
  } else if (IsStricter(limit.kind, limit.value, known->value)) {
    known->value = limit.value;
    known->rule_ids = {rule};
  }
}

void Apply(const Fired& fired, Screening& screening) {
  const Effect& effect = fired.rule->effect;
  for (const Limit& limit : effect.limits) Combine(limit, fired.rule->id, screening.limits);
  screening.supervision = std::max(screening.supervision, effect.supervision);
  const bool everything = fired.severity() >= Severity::kHoldClearance && effect.allow_only.empty();
  screening.removals.push_back({fired.rule->id, effect, everything});
}

template <typename Value>
bool Contains(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

bool LoadsHamstring(ExerciseClass exercise_class) {
  switch (exercise_class) {
    case ExerciseClass::kStatic:
    case ExerciseClass::kPnf:
    case ExerciseClass::kActive:
    case ExerciseClass::kLengthening:
    case ExerciseClass::kStrength:
    case ExerciseClass::kIsometric:
    case ExerciseClass::kEccentric:
    case ExerciseClass::kMotorControl:
      return true;
    default:
      return false;
  }
}

bool LeansInItsBase(Base base) {
  return base == Base::kSitting || base == Base::kLongSitting || base == Base::kStanding;
}

// Evidence.md 2.3 (d) to (g). `lowest_adjusted` is the cap down to which exercises can be adjusted.
bool Breaks(const Limit& limit, const Exercise& exercise, double lowest_adjusted) {
  const bool adjusts = exercise.hip_adjustable && limit.value >= lowest_adjusted;
  const bool bends_too_far = exercise.max_hip_flexion > limit.value && !adjusts;
  switch (limit.kind) {
    case LimitKind::kMaxHipFlexionDegrees:
      return bends_too_far;
    case LimitKind::kMaxHipFlexionHamstringDegrees:
      return LoadsHamstring(exercise.exercise_class) && bends_too_far;
    case LimitKind::kMaxTrunkLeanDegrees:
      return LeansInItsBase(exercise.base) && exercise.max_trunk_lean > limit.value;
    case LimitKind::kMaxLumbarFlexionDegrees:
      return exercise.max_lumbar_flexion > limit.value;
    default:
      return false;
  }
}

// Evidence.md 2.3 (a) to (c). A firm bed takes the place of the floor where both allow it.
bool ExcludedByName(const Effect& effect, const Exercise& exercise, bool bed_available) {
  constexpr auto kFloor = static_cast<std::size_t>(Tag::kFloor);
  Tags shared = effect.exclude_tags & exercise.tags;
  if (shared.test(kFloor) && effect.bed_allowed && exercise.bed_ok && bed_available) {
    shared.reset(kFloor);
  }
  return shared.any() || Contains(effect.exclude_ids, exercise.id) ||
         (!effect.allow_only.empty() && !Contains(effect.allow_only, exercise.id));
}

bool Removes(const Screening::Removal& removal, const Exercise& exercise,
             const Screening& screening) {
  if (removal.everything) return true;
  if (exercise.exercise_class == ExerciseClass::kSupport) return false;
  const auto breaks = [&](const Limit& limit) {
    return Breaks(limit, exercise, screening.lowest_adjusted_hip_flexion);
  };
  return ExcludedByName(removal.effect, exercise, screening.bed_available) ||
         std::any_of(removal.effect.limits.begin(), removal.effect.limits.end(), breaks);
}

}  // namespace

bool Holds(const Condition& condition, const Facts& facts) {
  return std::any_of(condition.any.begin(), condition.any.end(),
                     [&](const Clause& clause) { return Holds(clause, facts); });
}

std::optional<double> Screening::LimitOf(LimitKind kind) const {
  const auto limit = std::find_if(limits.begin(), limits.end(),
                                  [&](const LimitInForce& entry) { return entry.kind == kind; });
  if (limit == limits.end()) return std::nullopt;
  return limit->value;
}

bool Screening::Allows(const Exercise& exercise) const {
  return std::none_of(removals.begin(), removals.end(),
                      [&](const Removal& removal) { return Removes(removal, exercise, *this); });
}

std::vector<RuleId> Screening::RemovedBy(const Exercise& exercise) const {
  std::vector<RuleId> rules;
  rules.reserve(removals.size());
  for (const Removal& removal : removals) {
    if (Removes(removal, exercise, *this)) rules.push_back(removal.rule_id);
  }
  return rules;
}

Screening Screen(const Assessment& assessment, const Catalogue& catalogue) {
  const Facts facts = FactsOf(assessment, catalogue.norms);
  Screening screening;
  screening.bed_available =
      assessment.fields().equipment.test(static_cast<std::size_t>(Equipment::kBed));
  screening.lowest_adjusted_hip_flexion = catalogue.lowest_adjusted_hip_flexion;
  const std::vector<Fired> fired = FiringRules(catalogue, facts);
  for (const Fired& rule : fired) {
    if (IsSilent(rule, fired)) continue;
    screening.findings.push_back(FindingOf(rule, facts, assessment));
    Apply(rule, screening);
  }
  for (Finding& check : LogicalChecks(assessment, facts, catalogue)) {
    screening.findings.push_back(std::move(check));
  }
  for (const Finding& finding : screening.findings) {
    screening.severity = std::max(screening.severity, finding.severity);
    screening.urgency = std::max(screening.urgency, finding.urgency);
  }
  std::stable_sort(screening.findings.begin(), screening.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  std::sort(screening.limits.begin(), screening.limits.end(),
            [](const LimitInForce& a, const LimitInForce& b) { return a.kind < b.kind; });
  return screening;
}

std::vector<RuleId> NotYetEvaluated(const Catalogue& catalogue) {
  std::vector<RuleId> rules;
  for (const SafetyRule& rule : catalogue.rules) {
    if (!rule.evaluated) rules.push_back(rule.id);
  }
  return rules;
}

}  // namespace ischia::domain
