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
Argument Sets(const SideDose& dose) { return ArgumentOf("sets", dose.sets); }

bool IsOwnLadder(const Option& option) {
  return option.steps.data() == option.exercise->steps.data();
}

// The dose of a step: of the trunk ladder, of a safety rule, or of the exercise's own.
void ExplainStep(const Option& option, const SideDose& dose, std::vector<Reason>& reasons) {
  const bool trunk = option.exercise->exercise_class == ExerciseClass::kTrunk;
  const bool holds = dose.hold_seconds > 0;
  Reason& reason = reasons.emplace_back();
  if (trunk) {
    reason.rule_id = rule::kTrunk;
    reason.statement = holds ? statement::kTrunkHolds : statement::kTrunkMoves;
  } else if (!IsOwnLadder(option)) {
    reason.rule_id = option.rule;
    reason.statement = statement::kLadderHolds;
  } else {
    reason.rule_id = option.exercise->dose_rule;
    reason.statement = holds ? statement::kEntryHolds : statement::kEntryMoves;
  }
  reason.arguments = {Sets(dose), Repetitions(dose), Days(dose)};
  if (holds) reason.arguments.push_back(HoldOf(dose));
}

const LegBand* BandOf(Side side, const std::vector<LegBand>& bands) {
  const auto found = std::find_if(bands.begin(), bands.end(),
                                  [&](const LegBand& band) { return band.side == side; });
  return found == bands.end() ? nullptr : &*found;
}

// The contract's paths of the two possible leg entries.
constexpr std::string_view kDiscomfortPaths[] = {"legs[0].stretch_discomfort_score",
                                                 "legs[1].stretch_discomfort_score"};

bool IsHeldStretch(const Exercise& exercise) { return HoldsByRule(exercise.exercise_class); }

std::size_t IndexOf(LimitKind kind) { return static_cast<std::size_t>(kind); }

bool IsOf(const ProgramEdit& edit, EditKind kind, ExerciseId exercise, Side side) {
  const bool of_side = edit.side == Side::kUnspecified || edit.side == Side::kBoth ||
                       side == Side::kBoth || edit.side == side;
  return edit.kind == kind && edit.exercise == exercise && of_side;
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
  const int wanted = std::clamp(CeilingOf(session_seconds, hold_seconds), rule.min_repetitions,
                                rule.max_repetitions);
  const int repetitions = std::clamp(weekly_cap / hold_seconds, 1, wanted);
  const int days = std::clamp(weekly_cap / (repetitions * hold_seconds), 1, rule.max_days);
  return {repetitions, days};
}

std::array<LegPlan, 2> PlanLegs(const std::vector<LegBand>& bands, Pathway pathway) {
  const auto is_tight = [&](Side side) {
    const LegBand* band = BandOf(side, bands);
    return band != nullptr && band->band != Band::kNormal;
  };
  const bool one_sided =
      pathway != Pathway::kStrain && is_tight(Side::kRight) != is_tight(Side::kLeft);
  const auto plan = [&](Side side) {
    const LegBand* band = BandOf(side, bands);
    const bool severe = band != nullptr && band->band == Band::kSevere;
    return LegPlan{side, one_sided && !is_tight(side), severe && pathway != Pathway::kStrain};
  };
  return {plan(Side::kRight), plan(Side::kLeft)};
}

Doses::Doses(const Case& patient, const Screening& screening)
    : patient_(patient), screening_(screening), rule_(patient.catalogue.static_dose) {
  SetLimits();
  const std::array<LegPlan, 2> plans = PlanLegs(patient.bands, patient.pathway.pathway);
  for (std::size_t i = 0; i < legs_.size(); ++i) {
    legs_[i].plan = plans[i];
    SetLeg(legs_[i]);
  }
  DecideStart();
}

void Doses::SetLimits() {
  for (const LimitInForce& limit : screening_.limits) {
    auto& of_kind = limits_[IndexOf(limit.kind)];
    if (limit.side != Side::kLeft) of_kind[0] = &limit;
    if (limit.side != Side::kRight) of_kind[1] = &limit;
  }
  const LimitInForce* rest = LimitOf(LimitKind::kMinRestSeconds, Side::kBoth);
  rest_ = rest == nullptr ? 0 : static_cast<int>(rest->value);
  one_leg_allowed_ = !patient_.pathway.two_legs_only;
  for (const Screening::Removal& removal : screening_.removals) {
    const Tags& tags = removal.effect.exclude_tags;
    if (tags.test(static_cast<std::size_t>(Tag::kSingleLeg))) one_leg_allowed_ = false;
    if (tags.test(static_cast<std::size_t>(Tag::kLongIsometric))) long_efforts_allowed_ = false;
  }
  for (const RulePlan* plan : PlansOf(screening_, patient_.catalogue)) {
    if (plan->two_legs_only) one_leg_allowed_ = false;
    if (plan->max_discomfort > 0) plan_discomfort_ = plan->max_discomfort;
  }
}

void Doses::SetLeg(Leg& leg) const {
  const Side side = leg.plan.side;
  const LimitInForce* target = LimitOf(LimitKind::kTargetHoldSeconds, side);
  leg.target_hold = target == nullptr ? rule_.target_hold : static_cast<int>(target->value);
  leg.longest_hold = AtMost(leg.target_hold, LimitKind::kMaxHoldSeconds, side);
  leg.weekly_cap = AtMost(rule_.weekly_cap, LimitKind::kMaxWeeklySeconds, side);
  leg.max_discomfort = AtMost(rule_.max_discomfort, LimitKind::kMaxDiscomfortScore, side);
  if (plan_discomfort_ > 0) leg.max_discomfort = std::min(leg.max_discomfort, plan_discomfort_);
}

const LimitInForce* Doses::LimitOf(LimitKind kind, Side side) const {
  const auto& of_kind = limits_[IndexOf(kind)];
  if (side == Side::kRight) return of_kind[0];
  if (side == Side::kLeft) return of_kind[1];
  return of_kind[0] == nullptr ? of_kind[1] : of_kind[0];
}

int Doses::AtMost(int value, LimitKind kind, Side side) const {
  const LimitInForce* limit = LimitOf(kind, side);
  return limit == nullptr ? value : std::min(value, static_cast<int>(limit->value));
}

const Doses::Leg& Doses::LegOf(Side side) const {
  if (side == Side::kRight) return legs_[0];
  if (side == Side::kLeft) return legs_[1];
  return legs_[0].hold <= legs_[1].hold ? legs_[0] : legs_[1];
}

// The h0 rule of D-STATIC: gentle for any of these, and each of them is told.
void Doses::DecideStart() {
  const AssessmentFields& fields = patient_.assessment.fields();
  const auto gentle = [&](RuleId rule, std::string_view statement, const InputsUsed& inputs) {
    start_reasons_.push_back({rule, statement, {}, inputs});
  };
  if (patient_.pathway.pathway == Pathway::kStrain) {
    gentle(rule::kStatic, statement::kGentleForStrain, {WordInput("pathway", "STRAIN")});
  }
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
  const int age = patient_.assessment.age().value_or(0);
  if (age >= rule_.gentle_age) {
    gentle(rule::kStatic, statement::kGentleForAge,
           {{"age_years", Side::kUnspecified, static_cast<double>(age), Unit::kYears, {}}});
  }
  const LimitInForce* start = LimitOf(LimitKind::kStartHoldSeconds, Side::kBoth);
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
  const int hold = start_reasons_.empty() ? rule_.start_hold : rule_.gentle_start_hold;
  if (start_reasons_.empty()) {
    Reason& standard = start_reasons_.emplace_back();
    standard = {rule::kStatic, statement::kStandardStart, {}, {}};
    if (fields.pain.rest) {
      standard.inputs = {ScoreInput("pain.rest_score", fields.pain.rest->value())};
    }
  }
  for (Leg& leg : legs_) leg.start_hold = std::min(hold, leg.longest_hold);
  for (Reason& reason : start_reasons_) {
    reason.arguments.push_back(ArgumentOf("hold", hold, Unit::kSeconds));
  }
}

void Doses::SetWeek(const Course& course) {
  const PathwayTemplate& pathway = patient_.pathway;
  maintenance_ =
      course.maintenance || course.plateau == PlateauStep::kAccept ||
      (pathway.maintenance_from_week > 0 && course.advances >= pathway.maintenance_from_week - 1) ||
      (pathway.maintenance_from_phase != StrainPhase::kUnspecified &&
       course.strain_phase >= pathway.maintenance_from_phase);
  edits_.clear();
  for (const ProgramEdit& edit : course.edits) {
    if (edit.from_week <= course.week) edits_.push_back(edit);
  }
  last_decision_ = course.last_decision;
  more_by_plateau_ = course.plateau == PlateauStep::kVolume;
  more_allowed_ = !course.usual_volume && !maintenance_;
  for (std::size_t i = 0; i < legs_.size(); ++i) {
    Leg& leg = legs_[i];
    const LegHold& held = course.holds[i];
    leg.before = held.held.value_or(0);
    if (held.due) {
      leg.hold = std::min(*held.due, leg.longest_hold);
    } else {
      // What was gained elsewhere is kept at the full hold.
      leg.hold = maintenance_ ? leg.longest_hold : leg.start_hold;
    }
  }
}

int Doses::Rest(const Pace& pace) const {
  return std::max(rest_, pace.short_rest ? rule_.short_rest : rule_.rest);
}

int Doses::WarmUp(const Pace& pace) const {
  const TimeBudget& budget = patient_.catalogue.time_budget;
  return pace.short_warm_up ? budget.short_warm_up : budget.warm_up;
}

bool Doses::HasLargerVolume() const {
  return more_allowed_ && std::any_of(legs_.begin(), legs_.end(), [&](const Leg& leg) {
           return leg.hold >= rule_.target_hold && (leg.plan.severe || more_by_plateau_);
         });
}

bool Doses::CanTakeTurns() const {
  return maintenance_ || std::all_of(legs_.begin(), legs_.end(), [&](const Leg& leg) {
           const Volume volume = VolumeOn(leg, Pace{});
           return leg.plan.other_leg ||
                  volume.repetitions * leg.hold * rule_.min_days >= rule_.weekly_floor;
         });
}

SideDoses Doses::Of(const Option& option, int advances, const Pace& pace, bool second) const {
  SideDoses doses = Made(option, advances, pace, second);
  if (!edits_.empty()) Edit(option.exercise->id, doses);
  return doses;
}

SideDoses Doses::ByRule(const Option& option, int advances, const Pace& pace) const {
  Doses without = *this;
  without.edits_.clear();
  return without.Made(option, advances, pace, false);
}

int Doses::EditedHold(ExerciseId exercise, Side side, int seconds) const {
  for (const ProgramEdit& edit : edits_) {
    if (IsOf(edit, EditKind::kSetHoldSeconds, exercise, side))
      seconds = std::min(seconds, edit.value);
  }
  return seconds;
}

void Doses::Edit(ExerciseId exercise, SideDoses& doses) const {
  for (SideDose& dose : doses) {
    dose.hold_seconds = EditedHold(exercise, dose.side, dose.hold_seconds);
    for (const ProgramEdit& edit : edits_) {
      if (IsOf(edit, EditKind::kSetDays, exercise, dose.side)) {
        dose.days_per_week = std::min(dose.days_per_week, edit.value);
      }
      if (IsOf(edit, EditKind::kSetRepetitions, exercise, dose.side)) {
        dose.repetitions = std::min(dose.repetitions, edit.value);
        for (int& of_set : dose.repetitions_by_set) of_set = std::min(of_set, edit.value);
      }
    }
  }
}

SideDoses Doses::Made(const Option& option, int advances, const Pace& pace, bool second) const {
  switch (option.exercise->exercise_class) {
    case ExerciseClass::kStatic:
      return Stretch(*option.exercise, pace, second);
    case ExerciseClass::kStaticAdjunct:
      return Adjunct(*option.exercise, pace);
    case ExerciseClass::kPnf:
      return PushRelax(option, pace);
    default:
      return Stepped(option, advances, pace);
  }
}

// -- D-STATIC

Volume Doses::VolumeOn(const Leg& leg, const Pace& pace) const {
  const bool more =
      pace.larger_volume && leg.hold >= rule_.target_hold && (leg.plan.severe || more_by_plateau_);
  return VolumeOf(leg.hold, more ? rule_.severe_session_seconds : rule_.session_seconds,
                  leg.weekly_cap, rule_);
}

// All days with a held stretch, those of push-relax included.
int Doses::StretchDays(const Volume& volume, const Pace& pace) const {
  int days = volume.days;
  if (pace.taking_turns) days = std::min(days, rule_.min_days);
  if (maintenance_) days = std::min(days, patient_.catalogue.maintenance.days_per_week);
  return days;
}

SideDose Doses::StretchOn(const Exercise& exercise, Leg leg, const Pace& pace, bool second) const {
  leg.hold = EditedHold(exercise.id, leg.plan.side, leg.hold);
  const Volume volume = VolumeOn(leg, pace);
  SideDose dose;
  dose.side = leg.plan.side;
  dose.repetitions = leg.plan.other_leg ? CeilingOf(volume.repetitions, 2) : volume.repetitions;
  if (pace.two_stretches) {
    dose.repetitions = second ? std::max(dose.repetitions / 2, 1) : CeilingOf(dose.repetitions, 2);
  }
  dose.hold_seconds = leg.hold;
  dose.rest_seconds = Rest(pace);
  dose.days_per_week = StretchDays(volume, pace);
  if (pace.push_relax != nullptr) {
    dose.days_per_week = std::max(dose.days_per_week - pace.push_relax->days_per_week, 1);
  }
  dose.max_discomfort = leg.max_discomfort;
  dose.optional_side = leg.plan.other_leg;
  return dose;
}

SideDoses Doses::Stretch(const Exercise& exercise, const Pace& pace, bool second) const {
  SideDoses doses;
  if (exercise.per_side) {
    for (const Leg& leg : legs_) doses.push_back(StretchOn(exercise, leg, pace, second));
  } else {
    Leg both = LegOf(Side::kBoth);
    both.plan = {Side::kBoth, false, legs_[0].plan.severe || legs_[1].plan.severe};
    both.max_discomfort = std::min(legs_[0].max_discomfort, legs_[1].max_discomfort);
    doses.push_back(StretchOn(exercise, both, pace, second));
  }
  for (SideDose& dose : doses) Draw(exercise, dose);
  return doses;
}

// As many repetitions as its step says, unless stretch and push-relax together pass the cap.
SideDoses Doses::PushRelax(const Option& option, const Pace& pace) const {
  const DoseStep& step = option.steps.front();
  SideDoses doses;
  for (const Leg& leg : legs_) {
    SideDose dose = StretchOn(*option.exercise, leg, pace, false);
    const int stretched = dose.weekly_hold_seconds();
    const Volume volume = VolumeOn(leg, pace);
    dose.days_per_week = std::min(step.days_per_week, StretchDays(volume, pace));
    dose.contraction_seconds = step.contraction_seconds;
    dose.repetitions = step.repetitions;
    if (stretched + dose.weekly_hold_seconds() > leg.weekly_cap) {
      dose.repetitions = std::min(volume.repetitions, step.repetitions);
    }
    Draw(*option.exercise, dose);
    doses.push_back(dose);
  }
  return doses;
}

SideDoses Doses::Adjunct(const Exercise& exercise, const Pace& pace) const {
  const AdjunctDose& rule = patient_.catalogue.adjunct_dose;
  SideDose dose;
  dose.repetitions = rule.repetitions;
  dose.rest_seconds = Rest(pace);
  dose.days_per_week = rule.days_per_week;
  SideDoses doses = OnSides(dose, exercise.per_side);
  for (SideDose& side : doses) {
    side.hold_seconds = LegOf(side.side).hold;
    if (side.hold_seconds == 0) continue;
    // The week's cap of D-STATIC holds for every muscle that is stretched.
    const int days = rule_.weekly_cap / (side.repetitions * side.hold_seconds);
    side.days_per_week = std::clamp(days, rule_.min_days, side.days_per_week);
  }
  return doses;
}

// -- Steps

SideDoses Doses::OnSides(SideDose dose, bool per_side) const {
  dose.max_discomfort = std::min(legs_[0].max_discomfort, legs_[1].max_discomfort);
  if (!per_side) return {dose};
  SideDoses doses = {dose, dose};
  for (std::size_t i = 0; i < legs_.size(); ++i) {
    doses[i].side = legs_[i].plan.side;
    doses[i].max_discomfort = legs_[i].max_discomfort;
  }
  return doses;
}

const DoseStep& Doses::StepOf(const Option& option, int advances) const {
  Ensure(!option.steps.empty());
  auto step =
      option.steps.begin() + std::min<std::ptrdiff_t>(advances, std::ssize(option.steps) - 1);
  while (step->one_leg && !one_leg_allowed_ && step != option.steps.begin()) --step;
  return *step;
}

bool Doses::AreOfOneStep(const Option& option, int advances, int others) const {
  return edits_.empty() && !HoldsByRule(option.exercise->exercise_class) &&
         &StepOf(option, advances) == &StepOf(option, others);
}

// An entry without the tag whose holds grow to long ones stays below them while the tag is
// excluded.
int Doses::LongestEffort(const Exercise& exercise) const {
  const int most = AtMost(std::numeric_limits<int>::max(), LimitKind::kMaxHoldSeconds, Side::kBoth);
  const bool shorter = !long_efforts_allowed_ && exercise.exercise_class != ExerciseClass::kSupport;
  return shorter ? std::min(most, patient_.catalogue.long_effort_seconds - 1) : most;
}

SideDoses Doses::Stepped(const Option& option, int advances, const Pace& pace) const {
  const Exercise& exercise = *option.exercise;
  const DoseStep& step = StepOf(option, advances);
  SideDose dose;
  dose.sets = step.sets;
  dose.repetitions = step.repetitions;
  for (int repetitions : step.repetitions_by_set) dose.repetitions_by_set.push_back(repetitions);
  dose.hold_seconds = std::min(step.hold_seconds, LongestEffort(exercise));
  dose.work_seconds = exercise.dose_rule == rule::kTime ? WarmUp(pace) : step.work_seconds;
  dose.contraction_seconds = step.contraction_seconds;
  dose.tempo_seconds = step.tempo_seconds;
  dose.days_per_week = step.days_per_week;
  dose.sessions_per_day = step.sessions_per_day;
  if (pace.taking_turns && exercise.exercise_class == ExerciseClass::kTrunk) {
    const int stretched =
        maintenance_ ? patient_.catalogue.maintenance.days_per_week : rule_.min_days;
    dose.days_per_week = std::min(dose.days_per_week, rule_.max_days - stretched);
  }
  SideDoses doses = OnSides(dose, exercise.per_side || step.one_leg);
  for (SideDose& side : doses) Draw(exercise, side);
  return doses;
}

void Doses::Draw(const Exercise& exercise, SideDose& dose) const {
  const Drawing& drawing = exercise.drawing;
  const LegMeasurements* leg = patient_.assessment.Leg(dose.side);
  const LimitInForce* limit = LimitOf(LimitKind::kMaxHipFlexionDegrees, dose.side);
  const double cap = limit == nullptr ? exercise.max_hip_flexion
                                      : std::min<double>(exercise.max_hip_flexion, limit->value);
  if (drawing.drawn_by == DrawnBy::kStraightLegRaise && leg != nullptr && leg->straight_leg_raise) {
    dose.drawn_hip =
        Degrees(std::clamp<double>(leg->straight_leg_raise->value(), kLeastDrawnHip, cap));
  } else if (exercise.hip_adjustable && drawing.end.working.hip > cap) {
    dose.drawn_hip = Degrees(cap);
  }
  if (drawing.drawn_by == DrawnBy::kKneeExtensionDeficit && leg != nullptr &&
      leg->knee_extension_deficit) {
    dose.drawn_knee =
        Degrees(std::clamp<double>(leg->knee_extension_deficit->value(), 0, kMostDrawnKnee));
  }
}

int Doses::SecondsOf(const Exercise& exercise, const SideDoses& doses) const {
  const TimeBudget& budget = patient_.catalogue.time_budget;
  const bool held_stretch = IsHeldStretch(exercise);
  int seconds = 0;
  for (const SideDose& dose : doses) {
    int repetition = dose.hold_seconds + budget.pause_per_repetition;
    if (held_stretch) repetition = dose.contraction_seconds + dose.hold_seconds + dose.rest_seconds;
    if (dose.tempo_seconds > 0) repetition = dose.tempo_seconds;
    seconds += dose.work_seconds + dose.all_repetitions() * repetition;
  }
  return exercise.exercise_class == ExerciseClass::kSupport ? seconds
                                                            : seconds + budget.overhead_per_item;
}

// -- Why

void Doses::Explain(const Option& option, const SideDoses& doses, const Pace& pace,
                    std::vector<Reason>& reasons) const {
  const SideDose& first = doses[0];
  switch (option.exercise->exercise_class) {
    case ExerciseClass::kStatic:
      ExplainStretch(doses, pace, reasons);
      break;
    case ExerciseClass::kStaticAdjunct:
      reasons.push_back({rule::kAdjunct,
                         statement::kAdjunctDose,
                         {Repetitions(first), HoldOf(first), Days(first)},
                         {}});
      break;
    case ExerciseClass::kPnf:
      reasons.push_back({rule::kPushRelax,
                         statement::kPushRelaxDose,
                         {Repetitions(first), HoldOf(first), Days(first),
                          ArgumentOf("work", first.contraction_seconds, Unit::kSeconds)},
                         {}});
      break;
    case ExerciseClass::kSupport:
      reasons.push_back({rule::kTime,
                         statement::kWarmUpDose,
                         {ArgumentOf("work", first.work_seconds, Unit::kSeconds)},
                         {}});
      break;
    default:
      ExplainStep(option, first, reasons);
  }
  const bool edited = std::any_of(edits_.begin(), edits_.end(), [&](const ProgramEdit& edit) {
    return edit.exercise == option.exercise->id && edit.value > 0;
  });
  if (edited) reasons.push_back({rule::kEdit, statement::kDoseByClinician, {}, {}});
}

void Doses::ExplainStretch(const SideDoses& doses, const Pace& pace,
                           std::vector<Reason>& reasons) const {
  const bool first_is_other = doses[0].optional_side;
  const SideDose& full = first_is_other ? doses[1] : doses[0];
  const Leg& leg = LegOf(full.side);
  const Argument total = ArgumentOf("total", full.weekly_hold_seconds(), Unit::kSeconds);
  reasons.push_back({maintenance_ ? rule::kMaintenance : rule::kStatic,
                     maintenance_ ? statement::kMaintenanceDose : statement::kStaticDose,
                     {Repetitions(full), HoldOf(full), Days(full), total},
                     {}});
  if (leg.before == 0) {
    reasons.insert(reasons.end(), start_reasons_.begin(), start_reasons_.end());
  } else {
    ExplainHold(leg, reasons);
  }
  if (pace.larger_volume && HasLargerVolume()) {
    reasons.push_back({more_by_plateau_ ? rule::kPlateau : rule::kStatic,
                       more_by_plateau_ ? statement::kMoreForPlateau : statement::kSevereVolume,
                       {ArgumentOf("total", rule_.severe_session_seconds, Unit::kSeconds)},
                       {}});
  }
  if (rest_ > rule_.rest) {
    for (RuleId id : LimitOf(LimitKind::kMinRestSeconds, Side::kBoth)->rule_ids) {
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
void Doses::ExplainHold(const Leg& leg, std::vector<Reason>& reasons) const {
  const Argument seconds = ArgumentOf("hold", leg.hold, Unit::kSeconds);
  const auto tell_rules = [&](LimitKind kind, std::string_view statement, const Argument& value) {
    for (RuleId id : LimitOf(kind, leg.plan.side)->rule_ids) {
      reasons.push_back({id, statement, {value}, {}});
    }
  };
  const int grown = leg.hold - leg.before;
  if (grown > 0) {
    reasons.push_back({rule::kStatic,
                       statement::kHoldGrows,
                       {ArgumentOf("step", grown, Unit::kSeconds), seconds},
                       {}});
  } else if (last_decision_ == DecisionKind::kRegress) {
    reasons.push_back({rule::kRegress, statement::kHoldGoesBack, {seconds}, {}});
  } else if (last_decision_ != DecisionKind::kAdvance) {
    reasons.push_back({rule::kStatic, statement::kHoldRepeats, {seconds}, {}});
  } else if (leg.longest_hold < leg.target_hold) {
    tell_rules(LimitKind::kMaxHoldSeconds, statement::kHoldCapped, seconds);
  } else {
    reasons.push_back({rule::kStatic, statement::kHoldAtTarget, {seconds}, {}});
  }
  if (LimitOf(LimitKind::kTargetHoldSeconds, leg.plan.side) == nullptr) return;
  if (leg.hold < rule_.target_hold) return;
  tell_rules(LimitKind::kTargetHoldSeconds, statement::kTargetByRule,
             ArgumentOf("target", leg.target_hold, Unit::kSeconds));
}

}  // namespace ischia::domain
