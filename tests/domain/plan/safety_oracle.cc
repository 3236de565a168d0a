#include "tests/domain/plan/safety_oracle.h"

#include <algorithm>
#include <array>
#include <optional>

namespace ischia::test {
namespace {

using domain::Base;
using domain::Effect;
using domain::Exercise;
using domain::ExerciseClass;
using domain::Limit;
using domain::LimitKind;
using domain::ProgramItem;
using domain::ProgramWeek;
using domain::Side;
using domain::SideDose;
using domain::Slot;
using domain::Tag;

bool Has(const domain::Tags& tags, Tag tag) { return tags.test(static_cast<std::size_t>(tag)); }

template <typename Value>
bool Contains(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// 2.3 (e) lists the classes that load the hamstring.
bool LoadsHamstring(ExerciseClass exercise_class) {
  using enum ExerciseClass;
  for (const ExerciseClass loading :
       {kStatic, kPnf, kActive, kLengthening, kStrength, kIsometric, kEccentric, kMotorControl}) {
    if (exercise_class == loading) return true;
  }
  return false;
}

bool IsHeldStretch(const Exercise& exercise) {
  return exercise.exercise_class == ExerciseClass::kStatic ||
         exercise.exercise_class == ExerciseClass::kStaticAdjunct;
}

// Rules of a phase of a strain: they end with it (4.2.6).
bool IsOfAPhase(domain::RuleId rule) {
  return rule == domain::RuleId{"S-10"} || rule == domain::RuleId{"S-11"};
}

constexpr double kLowestAdjusted = 45;  // degrees; 2.3 (d)
constexpr int kShortestLongEffort = 8;  // seconds; 2.1, long_isometric
constexpr int kLongestHold = 60;        // seconds; 4.2.1, target at 65 years
constexpr int kMostSecondsAWeek = 600;  // 4.2.1, CAP
constexpr int kMostItems = 5;           // 4.2.2, number of items
constexpr int kMostDiscomfort = 3;      // 4.2.3, targets

}  // namespace

// What binds the whole program: the effects of all rules that fired.
struct SafetyOracle::Bound {
  std::vector<const Effect*> effects;
  // The weakest cap that a week may go by: a rule's own, or the one that replaces it later.
  struct Cap {
    LimitKind kind;
    double value;
    int later_week;
    double later;
    Side side;  // the leg it binds; kUnspecified: both
  };
  std::vector<Cap> caps;

  // Of one side, or of any where none is named: an exercise goes by the limits of both legs.
  std::optional<double> AtMost(LimitKind kind, int week, Side side = Side::kBoth) const {
    std::optional<double> strictest;
    for (const Cap& cap : caps) {
      if (cap.kind != kind || !Binds(cap, side)) continue;
      const double value = week >= cap.later_week ? cap.later : cap.value;
      strictest = strictest ? std::min(*strictest, value) : value;
    }
    return strictest;
  }
  std::optional<double> AtLeast(LimitKind kind, Side side) const {
    std::optional<double> strictest;
    for (const Cap& cap : caps) {
      if (cap.kind != kind || !Binds(cap, side)) continue;
      strictest = strictest ? std::max(*strictest, cap.value) : cap.value;
    }
    return strictest;
  }
  static bool Binds(const Cap& cap, Side side) {
    return cap.side == Side::kUnspecified || side == Side::kBoth || cap.side == side;
  }
  bool Excludes(Tag tag) const {
    return std::any_of(effects.begin(), effects.end(),
                       [&](const Effect* effect) { return Has(effect->exclude_tags, tag); });
  }
};

SafetyOracle::Bound SafetyOracle::BoundBy(const domain::Program& program,
                                          const ProgramWeek& week) const {
  constexpr int kNever = 1000;
  Bound bound;
  for (const domain::Finding& finding : program.findings) {
    const auto rule = std::find_if(catalogue_.rules.begin(), catalogue_.rules.end(),
                                   [&](const auto& other) { return other.id == finding.rule_id; });
    if (rule == catalogue_.rules.end()) continue;  // a logical check
    if (IsOfAPhase(rule->id) && week.strain_phase != program.weeks.front().strain_phase) continue;
    const bool lifted = finding.cleared && rule->severity == domain::Severity::kHoldClearance;
    if (lifted && !rule->after_clearance) continue;
    const Effect& effect = lifted ? *rule->after_clearance : rule->effect;
    bound.effects.push_back(&effect);
    for (const Limit& limit : effect.limits) {
      Bound::Cap cap{limit.kind, limit.value, kNever, limit.value,
                     limit.one_sided ? finding.side : Side::kUnspecified};
      if (rule->later) {
        for (const Limit& later : rule->later->limits) {
          if (later.kind != limit.kind) continue;
          cap.later_week = rule->later->after_weeks + 1;
          cap.later = later.value;
        }
      }
      bound.caps.push_back(cap);
    }
  }
  return bound;
}

namespace {

using Complain = std::vector<std::string>;

struct Line {
  const ProgramItem& item;
  const Exercise& exercise;
  int week;
};

void Say(Complain& wrong, const Line& line, const std::string& what) {
  wrong.push_back("week " + std::to_string(line.week) + ", " +
                  std::string(line.exercise.id.text()) + ": " + what);
}

template <typename BoundType>
void JudgeExercise(const BoundType& bound, const Line& line, bool bed_at_hand, Complain& wrong) {
  const Exercise& exercise = line.exercise;
  for (const Effect* effect : bound.effects) {
    for (std::size_t tag = 0; tag < exercise.tags.size(); ++tag) {
      if (!exercise.tags.test(tag) || !effect->exclude_tags.test(tag)) continue;
      const bool on_the_bed = tag == static_cast<std::size_t>(Tag::kFloor) && effect->bed_allowed &&
                              exercise.bed_ok && bed_at_hand;
      if (!on_the_bed) Say(wrong, line, "tag " + std::to_string(tag) + " is excluded");
    }
    if (Contains(effect->exclude_ids, exercise.id)) Say(wrong, line, "excluded by name");
    if (!effect->allow_only.empty() && !Contains(effect->allow_only, exercise.id)) {
      Say(wrong, line, "not among those allowed");
    }
  }
  const auto hip = bound.AtMost(LimitKind::kMaxHipFlexionDegrees, line.week);
  if (hip && exercise.max_hip_flexion > *hip &&
      !(exercise.hip_adjustable && *hip >= kLowestAdjusted)) {
    Say(wrong, line, "bends the hip too far");
  }
  const auto tendon = bound.AtMost(LimitKind::kMaxHipFlexionHamstringDegrees, line.week);
  if (tendon && LoadsHamstring(exercise.exercise_class) && exercise.max_hip_flexion > *tendon &&
      !exercise.hip_adjustable) {
    Say(wrong, line, "presses the tendon");
  }
  const auto lean = bound.AtMost(LimitKind::kMaxTrunkLeanDegrees, line.week);
  const bool upright = exercise.base == Base::kSitting || exercise.base == Base::kLongSitting ||
                       exercise.base == Base::kStanding;
  if (lean && upright && exercise.max_trunk_lean > *lean) Say(wrong, line, "leans too far");
  const auto rounding = bound.AtMost(LimitKind::kMaxLumbarFlexionDegrees, line.week);
  if (rounding && exercise.max_lumbar_flexion > *rounding) Say(wrong, line, "rounds the back");
}

template <typename BoundType>
void JudgeDose(const BoundType& bound, const Line& line, const SideDose& dose, Complain& wrong) {
  const auto above = [&](LimitKind kind, double value) {
    const auto most = bound.AtMost(kind, line.week, dose.side);
    return most && value > *most;
  };
  if (IsHeldStretch(line.exercise)) {
    if (dose.hold_seconds > kLongestHold || above(LimitKind::kMaxHoldSeconds, dose.hold_seconds) ||
        above(LimitKind::kTargetHoldSeconds, dose.hold_seconds)) {
      Say(wrong, line, "holds " + std::to_string(dose.hold_seconds) + " s");
    }
    if (line.week == 1 && (dose.hold_seconds > 15 || dose.hold_seconds < 10 ||
                           above(LimitKind::kStartHoldSeconds, dose.hold_seconds))) {
      Say(wrong, line, "starts with " + std::to_string(dose.hold_seconds) + " s");
    }
    if (dose.weekly_hold_seconds() > kMostSecondsAWeek ||
        above(LimitKind::kMaxWeeklySeconds, dose.weekly_hold_seconds())) {
      Say(wrong, line, std::to_string(dose.weekly_hold_seconds()) + " s a week");
    }
    const auto rest = bound.AtLeast(LimitKind::kMinRestSeconds, dose.side);
    if (rest && dose.repetitions > 1 && dose.rest_seconds < *rest) {
      Say(wrong, line, "rests " + std::to_string(dose.rest_seconds) + " s");
    }
  } else if (bound.Excludes(Tag::kLongIsometric) && dose.hold_seconds >= kShortestLongEffort) {
    Say(wrong, line, "a long effort of " + std::to_string(dose.hold_seconds) + " s");
  }
  if (dose.max_discomfort > kMostDiscomfort ||
      above(LimitKind::kMaxDiscomfortScore, dose.max_discomfort)) {
    Say(wrong, line, "allows discomfort of " + std::to_string(dose.max_discomfort));
  }
  if (dose.drawn_hip && above(LimitKind::kMaxHipFlexionDegrees, dose.drawn_hip->value())) {
    Say(wrong, line, "is drawn beyond the hip's limit");
  }
}

}  // namespace

std::vector<std::string> SafetyOracle::WhatIsWrong(const domain::Program& program,
                                                   bool bed_at_hand) const {
  Complain wrong;
  for (const ProgramWeek& week : program.weeks) {
    const Bound bound = BoundBy(program, week);
    int counted = 0;
    bool trunk = false;
    for (const ProgramItem& item : week.items) {
      const Exercise* exercise = catalogue_.FindExercise(item.exercise);
      if (exercise == nullptr) return {"an exercise that is not in the catalogue"};
      if (exercise->exercise_class == ExerciseClass::kSupport) continue;
      const Line line{item, *exercise, week.week_number};
      trunk = trunk || item.slot == Slot::kTrunk;
      counted += item.slot != Slot::kBeforeSport;
      JudgeExercise(bound, line, bed_at_hand, wrong);
      for (const SideDose& dose : item.doses) JudgeDose(bound, line, dose, wrong);
    }
    const std::string here = "week " + std::to_string(week.week_number);
    const auto most = bound.AtMost(LimitKind::kMaxExerciseCount, week.week_number);
    if (counted > most.value_or(kMostItems)) {
      wrong.push_back(here + ": " + std::to_string(counted) + " exercises");
    }
    if (!trunk) wrong.push_back(here + ": no trunk item");
  }
  const bool refused = program.state == domain::ProgramState::kRefused;
  if (!refused && program.weeks.empty()) wrong.push_back("no week");
  if (refused && program.weeks.size() > WeeksBeneathARefusal(program)) {
    wrong.push_back("weeks beneath a refusal");
  }
  return wrong;
}

// 2.3: what refuses removes everything, except that S-15 keeps its list while somebody looks again.
std::size_t SafetyOracle::WeeksBeneathARefusal(const domain::Program& program) const {
  std::size_t weeks = 0;
  for (const domain::Finding& finding : program.findings) {
    if (finding.severity < domain::Severity::kHoldClearance) continue;
    const domain::SafetyRule* rule = catalogue_.FindRule(finding.rule_id);
    if (rule == nullptr || rule->effect.allow_only.empty()) return 0;
    weeks = 1;
  }
  return weeks;
}

bool RefusedForAnEmptySlot(const domain::Program& program) {
  return program.state == domain::ProgramState::kRefused &&
         std::any_of(
             program.findings.begin(), program.findings.end(),
             [](const domain::Finding& finding) { return finding.rule_id.text() == "P-01"; });
}

}  // namespace ischia::test
