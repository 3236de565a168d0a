#include "service/domain/assess/safety.h"

#include <algorithm>
#include <utility>

#include "service/domain/assess/strain.h"

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

bool Holds(const Term& term, const Facts& facts, Side leg) {
  const std::optional<double> value = facts.Get(term.fact, leg);
  return value ? Compares(*value, term.comparison, term.number) : term.if_missing;
}

bool Holds(const Clause& clause, const Facts& facts, Side leg) {
  for (const Term& term : clause.terms) {
    if (!Holds(term, facts, leg)) return false;
  }
  return true;
}

// What everything below is judged by.
struct Case {
  const Assessment& assessment;
  const Facts& facts;
  const Catalogue& catalogue;
  const Circumstances& circumstances;
};

void CollectInputs(const Condition& condition, Side leg, const Case& known,
                   std::vector<InputUsed>& inputs);

// The gates that a strain stays at; the last phases have none.
void CollectGate(double phase, const Case& known, std::vector<InputUsed>& inputs) {
  const auto place = static_cast<std::size_t>(phase);
  if (place >= known.catalogue.strain_gates.size()) return;
  CollectInputs(known.catalogue.strain_gates[place].stays_while, Side::kUnspecified, known, inputs);
}

// The known facts that made the condition hold, each once; before a phase the gates it stays at.
void CollectInputs(const Condition& condition, Side leg, const Case& known,
                   std::vector<InputUsed>& inputs) {
  for (const Clause& clause : condition.any) {
    if (!Holds(clause, known.facts, leg)) continue;
    for (const Term& term : clause.terms) {
      const std::optional<double> value = known.facts.Get(term.fact, leg);
      if (!value || !Holds(term, known.facts, leg)) continue;
      if (term.fact == Fact::kStrainPhase) CollectGate(*value, known, inputs);
      const InputUsed input = InputOf(term.fact, known.facts, known.assessment, leg);
      if (std::find(inputs.begin(), inputs.end(), input) == inputs.end()) inputs.push_back(input);
    }
  }
}

void CollectInputsOfLegs(const Condition& condition, Side side, const Case& known,
                         std::vector<InputUsed>& inputs) {
  if (side != Side::kUnspecified || !condition.of_each_leg) {
    CollectInputs(condition, side, known, inputs);
  } else {
    CollectInputs(condition, Side::kRight, known, inputs);
    CollectInputs(condition, Side::kLeft, known, inputs);
  }
}

// Where a condition holds.
struct Holding {
  bool holds = false;
  Side side = Side::kUnspecified;  // the one leg that it holds for
};

Holding WhereHolds(const Condition& condition, const Facts& facts) {
  if (!condition.of_each_leg) return {Holds(condition, facts), Side::kUnspecified};
  const bool left = Holds(condition, facts, Side::kLeft);
  const bool right = Holds(condition, facts, Side::kRight);
  if (left == right) return {left, Side::kUnspecified};
  return {true, left ? Side::kLeft : Side::kRight};
}

// A rule that holds, what it is raised to and who lifted it.
struct Fired {
  const SafetyRule* rule;
  Side side = Side::kUnspecified;
  bool escalated = false;
  const ClearanceFields* clearance = nullptr;

  // Before anybody lifts it.
  Severity Raised() const {
    const Severity held = rule->clearance_flag ? Severity::kHoldClearance : Severity::kUnspecified;
    return std::max(
        {rule->severity, held, escalated ? rule->escalate_severity : Severity::kUnspecified});
  }
  bool cleared() const { return clearance != nullptr; }
  // What a cleared rule still does.
  Severity severity() const {
    if (!cleared()) return Raised();
    if (rule->severity != Severity::kHoldClearance) return rule->severity;
    return rule->after_clearance ? Severity::kExclude : Severity::kInform;
  }
  Urgency urgency() const {
    return escalated ? std::max(rule->urgency, rule->escalate_urgency) : rule->urgency;
  }
};

// The latest one that holds on the day; null when there is none.
const ClearanceFields* ClearanceOf(RuleId rule, const Circumstances& circumstances) {
  const ClearanceFields* latest = nullptr;
  for (const Clearance& clearance : circumstances.clearances) {
    if (clearance.fields().rule_id != rule || !clearance.HoldsOn(circumstances.today)) continue;
    if (latest == nullptr || clearance.fields().clearance_date >= latest->clearance_date) {
      latest = &clearance.fields();
    }
  }
  return latest;
}

std::vector<Fired> FiringRules(const Case& known) {
  std::vector<Fired> fired;
  for (const SafetyRule& rule : known.catalogue.rules) {
    const Holding holding = WhereHolds(rule.condition, known.facts);
    const bool escalated = Holds(rule.escalate_condition, known.facts);
    if (!escalated && !holding.holds) continue;
    Fired& entry = fired.emplace_back(
        Fired{&rule, holding.holds ? holding.side : Side::kUnspecified, escalated});
    if (entry.Raised() == Severity::kHoldClearance) {
      entry.clearance = ClearanceOf(rule.id, known.circumstances);
    }
  }
  return fired;
}

bool IsSilent(const Fired& fired, const std::vector<Fired>& all) {
  return std::any_of(all.begin(), all.end(), [&](const Fired& other) {
    const std::vector<RuleId>& louder = fired.rule->silenced_by;
    return std::find(louder.begin(), louder.end(), other.rule->id) != louder.end();
  });
}

Finding FindingOf(const Fired& fired, const Case& known) {
  Finding finding;
  finding.rule_id = fired.rule->id;
  finding.severity = fired.severity();
  finding.urgency = fired.urgency();
  finding.side = fired.side;
  finding.acknowledgement_required = fired.rule->acknowledgement_required || fired.cleared();
  finding.cleared = fired.cleared();
  CollectInputsOfLegs(fired.rule->condition, fired.side, known, finding.inputs);
  CollectInputsOfLegs(fired.rule->escalate_condition, Side::kUnspecified, known, finding.inputs);
  return finding;
}

// -- Limits

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

void Combine(const Limit& limit, Side side, RuleId rule, std::vector<LimitInForce>& limits) {
  const auto known = std::find_if(limits.begin(), limits.end(), [&](const LimitInForce& entry) {
    return entry.kind == limit.kind && entry.side == side;
  });
  if (known == limits.end()) {
    limits.push_back({limit.kind, limit.value, side, {rule}});
  } else if (limit.value == known->value) {
    if (known->rule_ids.back() != rule) known->rule_ids.push_back(rule);
  } else if (IsStricter(limit.kind, limit.value, known->value)) {
    known->value = limit.value;
    known->rule_ids = {rule};
  }
}

// A leg's own limit that says no more than that of both legs is left out.
void DropRepetitions(std::vector<LimitInForce>& limits) {
  const auto says_no_more = [&](const LimitInForce& entry) {
    if (entry.side == Side::kUnspecified) return false;
    return std::any_of(limits.begin(), limits.end(), [&](const LimitInForce& both) {
      return both.kind == entry.kind && both.side == Side::kUnspecified &&
             !IsStricter(entry.kind, entry.value, both.value);
    });
  };
  std::vector<LimitInForce> kept;
  kept.reserve(limits.size());
  for (LimitInForce& limit : limits) {
    if (!says_no_more(limit)) kept.push_back(limit);
  }
  limits = std::move(kept);
}

std::vector<LimitInForce> LimitsOf(const std::vector<Screening::Removal>& removals) {
  std::vector<LimitInForce> limits;
  bool any_sided = false;
  for (const Screening::Removal& removal : removals) {
    for (const Limit& limit : removal.effect.limits) {
      const Side side = limit.one_sided ? removal.side : Side::kUnspecified;
      any_sided = any_sided || side != Side::kUnspecified;
      Combine(limit, side, removal.rule_id, limits);
    }
  }
  if (any_sided) DropRepetitions(limits);
  std::sort(limits.begin(), limits.end(), [](const LimitInForce& a, const LimitInForce& b) {
    return std::pair(a.kind, a.side) < std::pair(b.kind, b.side);
  });
  return limits;
}

// -- Effects

// What is in force of the rule: nothing of a cleared HOLD_CLEARANCE but what follows the clearance.
Effect EffectOf(const Fired& fired) {
  const SafetyRule& rule = *fired.rule;
  if (!fired.cleared() || rule.severity != Severity::kHoldClearance) return rule.effect;
  return rule.after_clearance.value_or(Effect{});
}

// The cap that came with a clearance binds where it is lower than the rule's own, or where the rule
// has none.
void LowerCap(double cap, Effect& effect) {
  for (Limit& limit : effect.limits) {
    if (limit.kind != LimitKind::kMaxHipFlexionDegrees) continue;
    limit.value = std::min(limit.value, cap);
    return;
  }
  effect.limits.push_back({LimitKind::kMaxHipFlexionDegrees, cap, true});
}

void Apply(const Fired& fired, const Case& known, Screening& screening) {
  Screening::Removal removal{fired.rule->id, EffectOf(fired), false, fired.side, fired.rule->later};
  removal.everything =
      fired.severity() >= Severity::kHoldClearance && removal.effect.allow_only.empty();
  if (fired.cleared() && fired.clearance->max_hip_flexion) {
    LowerCap(fired.clearance->max_hip_flexion->value(), removal.effect);
  }
  screening.supervision = std::max(screening.supervision, removal.effect.supervision);
  screening.removals.push_back(std::move(removal));
  for (const AddedEffect& added : fired.rule->when) {
    const Holding holding = WhereHolds(added.condition, known.facts);
    if (!holding.holds) continue;
    screening.supervision = std::max(screening.supervision, added.effect.supervision);
    screening.removals.push_back({fired.rule->id, added.effect, false, holding.side, std::nullopt});
  }
}

// -- Exercises

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

bool Holds(const Condition& condition, const Facts& facts, Side leg) {
  for (const Clause& clause : condition.any) {
    if (Holds(clause, facts, leg)) return true;
  }
  return false;
}

std::optional<double> Screening::LimitOf(LimitKind kind, Side leg) const {
  std::optional<double> strictest;
  for (const LimitInForce& limit : limits) {
    const bool binds = leg == Side::kUnspecified || leg == Side::kBoth ||
                       limit.side == Side::kUnspecified || limit.side == leg;
    if (limit.kind != kind || !binds) continue;
    if (!strictest || IsStricter(kind, limit.value, *strictest)) strictest = limit.value;
  }
  return strictest;
}

bool Screening::Allows(const Exercise& exercise) const {
  return std::none_of(removals.begin(), removals.end(),
                      [&](const Removal& removal) { return Removes(removal, exercise, *this); });
}

std::vector<RuleId> Screening::RemovedBy(const Exercise& exercise) const {
  std::vector<RuleId> rules;
  rules.reserve(removals.size());
  for (const Removal& removal : removals) {
    if (!rules.empty() && rules.back() == removal.rule_id) continue;
    if (Removes(removal, exercise, *this)) rules.push_back(removal.rule_id);
  }
  return rules;
}

std::vector<int> Screening::LaterWeeks() const {
  std::vector<int> weeks;
  for (const Removal& removal : removals) {
    if (removal.later) weeks.push_back(removal.later->after_weeks + 1);
  }
  std::sort(weeks.begin(), weeks.end());
  weeks.erase(std::unique(weeks.begin(), weeks.end()), weeks.end());
  return weeks;
}

Screening Screening::InWeek(int week, int highest_symptom_score) const {
  Screening later = *this;
  for (Removal& removal : later.removals) {
    if (!removal.later || week <= removal.later->after_weeks ||
        highest_symptom_score > removal.later->max_symptom_score) {
      continue;
    }
    for (const Limit& replacement : removal.later->limits) {
      for (Limit& limit : removal.effect.limits) {
        if (limit.kind == replacement.kind) limit = replacement;
      }
    }
  }
  later.limits = LimitsOf(later.removals);
  return later;
}

Screening Screen(const Assessment& assessment, const Catalogue& catalogue,
                 const Circumstances& circumstances) {
  Screening screening;
  screening.bed_available =
      assessment.fields().equipment.test(static_cast<std::size_t>(Equipment::kBed));
  screening.lowest_adjusted_hip_flexion = catalogue.lowest_adjusted_hip_flexion;
  screening.facts = FactsOf(assessment, catalogue.norms);
  Facts& facts = screening.facts;
  facts.Set(Fact::kStaticOptIn, circumstances.static_opt_in ? 1 : 0);
  screening.strain_phase = circumstances.strain_phase == StrainPhase::kUnspecified
                               ? StrainPhaseOf(assessment.fields().strain, facts, catalogue)
                               : circumstances.strain_phase;
  if (screening.strain_phase != StrainPhase::kUnspecified) {
    facts.Set(Fact::kStrainPhase,
              static_cast<int>(screening.strain_phase) - static_cast<int>(StrainPhase::kS0));
  }
  const Case known{assessment, facts, catalogue, circumstances};
  const std::vector<Fired> fired = FiringRules(known);
  for (const Fired& rule : fired) {
    if (IsSilent(rule, fired)) continue;
    screening.findings.push_back(FindingOf(rule, known));
    Apply(rule, known, screening);
  }
  screening.limits = LimitsOf(screening.removals);
  for (Finding& check : LogicalChecks(assessment, facts, catalogue)) {
    screening.findings.push_back(std::move(check));
  }
  for (const Finding& finding : screening.findings) {
    screening.severity = std::max(screening.severity, finding.severity);
    screening.urgency = std::max(screening.urgency, finding.urgency);
  }
  std::stable_sort(screening.findings.begin(), screening.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  return screening;
}

}  // namespace ischia::domain
