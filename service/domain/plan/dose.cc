#include "service/domain/plan/dose.h"

#include <algorithm>

#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

// How far a figure follows the patient's own measurement, in degrees: a convention of drawing, not
// a dose (evidence.md 3.1).
constexpr double kLeastDrawnHip = 35;
constexpr double kMostDrawnKnee = 80;

int CeilingOf(int dividend, int divisor) { return (dividend + divisor - 1) / divisor; }

InputUsed ScoreInput(std::string_view field, int score) {
  return {field, Side::kUnspecified, static_cast<double>(score), Unit::kScore, {}};
}

InputUsed WordInput(std::string_view field, std::string_view word) {
  return {field, Side::kUnspecified, 0, Unit::kNone, word};
}

Argument Repetitions(const SideDose& dose) { return ArgumentOf("repetitions", dose.repetitions); }
Argument HoldOf(const SideDose& dose) {
  return ArgumentOf("hold", dose.hold_seconds, Unit::kSeconds);
}
Argument Days(const SideDose& dose) { return ArgumentOf("days", dose.days_per_week, Unit::kDays); }

// The dose of a step: of the trunk ladder, or of the exercise's own.
Reason StepReason(const Place& place, const SideDose& dose) {
  const bool trunk = place.slot == Slot::kTrunk;
  Reason reason{trunk ? rule::kTrunk : rule::kEntry, {}, {}, {}};
  if (dose.hold_seconds > 0) {
    reason.statement = trunk ? statement::kTrunkHolds : statement::kEntryHolds;
    reason.arguments = {ArgumentOf("sets", dose.sets), Repetitions(dose), HoldOf(dose), Days(dose)};
  } else {
    reason.statement = trunk ? statement::kTrunkMoves : statement::kEntryMoves;
    reason.arguments = {ArgumentOf("sets", dose.sets), Repetitions(dose), Days(dose)};
  }
  return reason;
}

const LegBand* BandOf(Side side, const std::vector<LegBand>& bands) {
  const auto found = std::find_if(bands.begin(), bands.end(),
                                  [&](const LegBand& band) { return band.side == side; });
  return found == bands.end() ? nullptr : &*found;
}

// The contract's paths of the two possible leg entries.
constexpr std::string_view kDiscomfortPaths[] = {"legs[0].stretch_discomfort_score",
                                                 "legs[1].stretch_discomfort_score"};

bool IsHeldStretch(const Exercise& exercise) {
  return exercise.exercise_class == ExerciseClass::kStatic ||
         exercise.exercise_class == ExerciseClass::kStaticAdjunct;
}

// The same dose on each leg, right before left, or once for both.
SideDoses OnSides(const SideDose& dose, bool per_side) {
  if (!per_side) return {dose};
  SideDoses doses = {dose, dose};
  doses[0].side = Side::kRight;
  doses[1].side = Side::kLeft;
  return doses;
}

}  // namespace

bool HoldsByRule(ExerciseClass exercise_class) {
  return exercise_class == ExerciseClass::kStatic ||
         exercise_class == ExerciseClass::kStaticAdjunct || exercise_class == ExerciseClass::kPnf;
}

int HoldAfter(int advances, int start_hold, int longest_hold, const StaticDose& rule) {
  return std::min(longest_hold, start_hold + rule.weekly_step * advances);
}

Volume VolumeOf(int hold_seconds, int session_seconds, int weekly_cap, const StaticDose& rule) {
  const int repetitions = std::clamp(CeilingOf(session_seconds, hold_seconds), rule.min_repetitions,
                                     rule.max_repetitions);
  const int days =
      std::clamp(weekly_cap / (repetitions * hold_seconds), rule.min_days, rule.max_days);
  return {repetitions, days};
}

std::array<LegPlan, 2> PlanLegs(const std::vector<LegBand>& bands) {
  const auto is_tight = [&](Side side) {
    const LegBand* band = BandOf(side, bands);
    return band != nullptr && band->band != Band::kNormal;
  };
  const bool any_tight = is_tight(Side::kRight) || is_tight(Side::kLeft);
  const auto plan = [&](Side side) {
    const LegBand* band = BandOf(side, bands);
    return LegPlan{side, any_tight && !is_tight(side),
                   band != nullptr && band->band == Band::kSevere};
  };
  return {plan(Side::kRight), plan(Side::kLeft)};
}

Doses::Doses(const Assessment& assessment, const Catalogue& catalogue, const Screening& screening,
             const std::vector<LegBand>& bands)
    : assessment_(assessment),
      catalogue_(catalogue),
      rule_(catalogue.static_dose),
      legs_(PlanLegs(bands)) {
  for (const LimitInForce& limit : screening.limits) {
    limits_[static_cast<std::size_t>(limit.kind)] = &limit;
  }
  const LimitInForce* target = LimitOf(LimitKind::kTargetHoldSeconds);
  target_hold_ = target == nullptr ? rule_.target_hold : static_cast<int>(target->value);
  longest_hold_ = AtMost(target_hold_, LimitKind::kMaxHoldSeconds);
  weekly_cap_ = AtMost(rule_.weekly_cap, LimitKind::kMaxWeeklySeconds);
  max_discomfort_ = AtMost(rule_.max_discomfort, LimitKind::kMaxDiscomfortScore);
  const LimitInForce* rest = LimitOf(LimitKind::kMinRestSeconds);
  rest_ = rest == nullptr ? 0 : static_cast<int>(rest->value);
  one_leg_allowed_ =
      std::none_of(screening.removals.begin(), screening.removals.end(), [](const auto& removal) {
        return removal.effect.exclude_tags.test(static_cast<std::size_t>(Tag::kSingleLeg));
      });
  DecideStart();
}

const LimitInForce* Doses::LimitOf(LimitKind kind) const {
  return limits_[static_cast<std::size_t>(kind)];
}

int Doses::AtMost(int value, LimitKind kind) const {
  const LimitInForce* limit = LimitOf(kind);
  return limit == nullptr ? value : std::min(value, static_cast<int>(limit->value));
}

// The h0 rule of D-STATIC: gentle for any of these, and each of them is told.
void Doses::DecideStart() {
  const AssessmentFields& fields = assessment_.fields();
  const auto gentle = [&](RuleId rule, std::string_view statement, const InputsUsed& inputs) {
    start_reasons_.push_back({rule, statement, {}, inputs});
  };
  if (fields.pain.rest && fields.pain.rest->value() >= rule_.gentle_rest_pain) {
    gentle(rule::kStatic, statement::kGentleForRestPain,
           {ScoreInput("pain.rest_score", fields.pain.rest->value())});
  }
  for (std::size_t i = 0; i < fields.legs.size(); ++i) {
    const std::optional<Score>& discomfort = fields.legs[i].stretch_discomfort;
    if (discomfort && discomfort->value() >= rule_.gentle_discomfort) {
      InputUsed input = ScoreInput(kDiscomfortPaths[i], discomfort->value());
      input.side = fields.legs[i].side;
      gentle(rule::kStatic, statement::kGentleForDiscomfort, {input});
    }
  }
  if (assessment_.age().value_or(0) >= rule_.gentle_age) {
    gentle(rule::kStatic, statement::kGentleForAge,
           {{"age_years",
             Side::kUnspecified,
             static_cast<double>(*assessment_.age()),
             Unit::kYears,
             {}}});
  }
  const LimitInForce* start = LimitOf(LimitKind::kStartHoldSeconds);
  if (start != nullptr) {
    for (RuleId id : start->rule_ids) gentle(id, statement::kGentleByRule, {});
  }
  if (fields.gentle_start_requested == Answer::kYes) {
    gentle(rule::kStatic, statement::kGentleOnRequest,
           {WordInput("gentle_start_requested", "yes")});
  }
  if (fields.stretched_before == Answer::kNo && fields.self_efficacy &&
      fields.self_efficacy->value() <= rule_.gentle_confidence) {
    gentle(rule::kStatic, statement::kGentleForConfidence,
           {WordInput("stretched_before", "no"),
            ScoreInput("self_efficacy_score", fields.self_efficacy->value())});
  }
  start_hold_ = start_reasons_.empty() ? rule_.start_hold : rule_.gentle_start_hold;
  if (start_reasons_.empty()) {
    Reason standard{rule::kStatic, statement::kStandardStart, {}, {}};
    if (fields.pain.rest) {
      standard.inputs.push_back(ScoreInput("pain.rest_score", fields.pain.rest->value()));
    }
    start_reasons_.push_back(standard);
  }
  for (Reason& reason : start_reasons_) {
    reason.arguments.push_back(ArgumentOf("hold", start_hold_, Unit::kSeconds));
  }
}

int Doses::Hold(int week) const { return HoldAfter(week - 1, start_hold_, longest_hold_, rule_); }

int Doses::Rest(const Pace& pace) const {
  return std::max(rest_, pace.short_rest ? rule_.short_rest : rule_.rest);
}

int Doses::WarmUp(const Pace& pace) const {
  return pace.short_warm_up ? catalogue_.time_budget.short_warm_up : catalogue_.time_budget.warm_up;
}

bool Doses::HasSevereVolume(int week) const {
  return Hold(week) >= rule_.target_hold && (legs_[0].severe || legs_[1].severe);
}

bool Doses::CanTakeTurns(int week) const {
  const int hold = Hold(week);
  const Volume volume = VolumeOf(hold, rule_.session_seconds, weekly_cap_, rule_);
  return volume.repetitions * hold * rule_.min_days >= rule_.weekly_floor;
}

SideDoses Doses::Of(const Place& place, int week, int since_week, const Pace& pace) const {
  switch (place.exercise->exercise_class) {
    case ExerciseClass::kStatic:
      return Stretch(place, week, pace);
    case ExerciseClass::kStaticAdjunct:
      return Adjunct(place, week, pace);
    default:
      return Stepped(place, week, since_week, pace);
  }
}

SideDoses Doses::Stretch(const Place& place, int week, const Pace& pace) const {
  const int hold = Hold(week);
  const bool more_for_severe = pace.severe_volume && hold >= rule_.target_hold;
  const auto leg_dose = [&](Side side, bool severe, bool other_leg) {
    const int session =
        severe && more_for_severe ? rule_.severe_session_seconds : rule_.session_seconds;
    const Volume volume = VolumeOf(hold, session, weekly_cap_, rule_);
    SideDose dose;
    dose.side = side;
    dose.repetitions = other_leg ? CeilingOf(volume.repetitions, 2) : volume.repetitions;
    dose.hold_seconds = hold;
    dose.rest_seconds = Rest(pace);
    dose.days_per_week = pace.taking_turns ? rule_.min_days : volume.days;
    dose.max_discomfort = max_discomfort_;
    dose.optional_side = other_leg;
    if (!other_leg) {
      Ensure(rule_.weekly_floor <= dose.weekly_hold_seconds() &&
             dose.weekly_hold_seconds() <= rule_.weekly_cap);
    }
    Draw(*place.exercise, dose);
    return dose;
  };
  if (!place.exercise->per_side) {
    return {leg_dose(Side::kBoth, legs_[0].severe || legs_[1].severe, false)};
  }
  return {leg_dose(legs_[0].side, legs_[0].severe, legs_[0].other_leg),
          leg_dose(legs_[1].side, legs_[1].severe, legs_[1].other_leg)};
}

SideDoses Doses::Adjunct(const Place& place, int week, const Pace& pace) const {
  SideDose dose;
  dose.repetitions = catalogue_.adjunct_dose.repetitions;
  dose.hold_seconds = Hold(week);
  dose.rest_seconds = Rest(pace);
  dose.days_per_week = catalogue_.adjunct_dose.days_per_week;
  dose.max_discomfort = max_discomfort_;
  return OnSides(dose, place.exercise->per_side);
}

const DoseStep& Doses::StepOf(const Place& place, int week, int since_week) const {
  if (place.rung != nullptr) return *place.rung;
  const std::vector<DoseStep>& steps = place.exercise->steps;
  Ensure(!steps.empty());
  auto step = steps.begin() + std::min<std::ptrdiff_t>(week - since_week, std::ssize(steps) - 1);
  while (step->one_leg && !one_leg_allowed_ && step != steps.begin()) --step;
  return *step;
}

SideDoses Doses::Stepped(const Place& place, int week, int since_week, const Pace& pace) const {
  const DoseStep& step = StepOf(place, week, since_week);
  SideDose dose;
  dose.sets = step.sets;
  dose.repetitions = step.repetitions;
  dose.hold_seconds = AtMost(step.hold_seconds, LimitKind::kMaxHoldSeconds);
  dose.work_seconds = place.slot == Slot::kWarmUp ? WarmUp(pace) : step.work_seconds;
  dose.contraction_seconds = step.contraction_seconds;
  dose.tempo_seconds = step.tempo_seconds;
  dose.days_per_week = step.days_per_week;
  dose.sessions_per_day = step.sessions_per_day;
  dose.max_discomfort = max_discomfort_;
  if (pace.taking_turns && place.slot == Slot::kTrunk) {
    dose.days_per_week = rule_.max_days - rule_.min_days;
  }
  SideDoses doses = OnSides(dose, place.exercise->per_side || step.one_leg);
  for (SideDose& side : doses) Draw(*place.exercise, side);
  return doses;
}

void Doses::Draw(const Exercise& exercise, SideDose& dose) const {
  if (exercise.drawing.drawn_by == DrawnBy::kNothing) return;
  const LegMeasurements* leg = assessment_.Leg(dose.side);
  if (leg == nullptr) return;
  if (exercise.drawing.drawn_by == DrawnBy::kStraightLegRaise && leg->straight_leg_raise) {
    const int cap = AtMost(exercise.max_hip_flexion, LimitKind::kMaxHipFlexionDegrees);
    dose.drawn_hip =
        Degrees(std::clamp<double>(leg->straight_leg_raise->value(), kLeastDrawnHip, cap));
  }
  if (exercise.drawing.drawn_by == DrawnBy::kKneeExtensionDeficit && leg->knee_extension_deficit) {
    dose.drawn_knee =
        Degrees(std::clamp<double>(leg->knee_extension_deficit->value(), 0, kMostDrawnKnee));
  }
}

int Doses::SecondsOf(const Exercise& exercise, const SideDoses& doses) const {
  const TimeBudget& budget = catalogue_.time_budget;
  const bool held_stretch = IsHeldStretch(exercise);
  int seconds = 0;
  for (const SideDose& dose : doses) {
    int repetition = dose.hold_seconds + budget.pause_per_repetition;
    if (held_stretch) repetition = dose.hold_seconds + dose.rest_seconds;
    if (dose.tempo_seconds > 0) repetition = dose.tempo_seconds;
    seconds += dose.work_seconds + dose.sets * dose.repetitions * repetition;
  }
  return exercise.exercise_class == ExerciseClass::kSupport ? seconds
                                                            : seconds + budget.overhead_per_item;
}

void Doses::Explain(const Place& place, const SideDoses& doses, int week, const Pace& pace,
                    std::vector<Reason>& reasons) const {
  switch (place.exercise->exercise_class) {
    case ExerciseClass::kStatic:
      ExplainStretch(doses, week, pace, reasons);
      break;
    case ExerciseClass::kStaticAdjunct:
      reasons.push_back({rule::kAdjunct,
                         statement::kAdjunctDose,
                         {Repetitions(doses[0]), HoldOf(doses[0]), Days(doses[0])},
                         {}});
      break;
    case ExerciseClass::kSupport:
      reasons.push_back({rule::kTime,
                         statement::kWarmUpDose,
                         {ArgumentOf("work", doses[0].work_seconds, Unit::kSeconds)},
                         {}});
      break;
    default:
      reasons.push_back(StepReason(place, doses[0]));
  }
}

void Doses::ExplainStretch(const SideDoses& doses, int week, const Pace& pace,
                           std::vector<Reason>& reasons) const {
  const bool first_is_other = doses[0].optional_side;
  const SideDose& full = first_is_other ? doses[1] : doses[0];
  const Argument total = ArgumentOf("total", full.weekly_hold_seconds(), Unit::kSeconds);
  reasons.push_back({rule::kStatic,
                     statement::kStaticDose,
                     {Repetitions(full), HoldOf(full), Days(full), total},
                     {}});
  if (week == 1) {
    reasons.insert(reasons.end(), start_reasons_.begin(), start_reasons_.end());
  } else {
    ExplainHold(week, reasons);
  }
  if (HasSevereVolume(week) && pace.severe_volume) {
    reasons.push_back({rule::kStatic,
                       statement::kSevereVolume,
                       {ArgumentOf("total", rule_.severe_session_seconds, Unit::kSeconds)},
                       {}});
  }
  if (rest_ > rule_.rest) {
    for (RuleId id : LimitOf(LimitKind::kMinRestSeconds)->rule_ids) {
      reasons.push_back(
          {id, statement::kLongerRest, {ArgumentOf("rest", rest_, Unit::kSeconds)}, {}});
    }
  }
  if (doses.size() == 2 && doses[0].optional_side != doses[1].optional_side) {
    const SideDose& other = first_is_other ? doses[0] : doses[1];
    reasons.push_back({rule::kStatic, statement::kOtherLeg, {Repetitions(other)}, {}});
  }
}

// Why the hold is longer than last week, or is not.
void Doses::ExplainHold(int week, std::vector<Reason>& reasons) const {
  const int hold = Hold(week);
  const Argument seconds = ArgumentOf("hold", hold, Unit::kSeconds);
  const int grown = hold - Hold(week - 1);
  if (grown > 0) {
    reasons.push_back({rule::kStatic,
                       statement::kHoldGrows,
                       {ArgumentOf("step", grown, Unit::kSeconds), seconds},
                       {}});
  } else if (longest_hold_ < target_hold_) {
    for (RuleId id : LimitOf(LimitKind::kMaxHoldSeconds)->rule_ids) {
      reasons.push_back({id, statement::kHoldCapped, {seconds}, {}});
    }
  } else {
    reasons.push_back({rule::kStatic, statement::kHoldAtTarget, {seconds}, {}});
  }
  const LimitInForce* target = LimitOf(LimitKind::kTargetHoldSeconds);
  if (target == nullptr || hold < rule_.target_hold) return;
  for (RuleId id : target->rule_ids) {
    reasons.push_back(
        {id, statement::kTargetByRule, {ArgumentOf("target", target_hold_, Unit::kSeconds)}, {}});
  }
}

}  // namespace ischia::domain
