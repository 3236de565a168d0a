#include "service/domain/follow/remeasure.h"

#include <algorithm>
#include <cmath>

#include "service/domain/assess/bands.h"
#include "service/domain/follow/rule_ids.h"
#include "service/domain/plan/trajectory.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

// Static storage for the paths of inputs; they are named by what was compared, not by a leg's
// index.
std::string_view GainPath(Measure measure) {
  return measure == Measure::kKneeExtensionDeficit
             ? "remeasurement.knee_extension_gain_degrees"
             : "remeasurement.straight_leg_raise_gain_degrees";
}

const LegMeasurements* LegOf(const AssessmentFields& fields, Side side) {
  const auto found = std::find_if(fields.legs.begin(), fields.legs.end(),
                                  [&](const LegMeasurements& leg) { return leg.side == side; });
  return found == fields.legs.end() ? nullptr : &*found;
}

std::optional<double> Measured(const AssessmentFields& fields, Side side, Measure measure) {
  const LegMeasurements* leg = LegOf(fields, side);
  const std::optional<Degrees> degrees = leg == nullptr ? std::nullopt : MeasuredIn(*leg, measure);
  return degrees ? std::optional(degrees->value()) : std::nullopt;
}

double Gain(Measure measure, double from, double to) {
  return measure == Measure::kKneeExtensionDeficit ? from - to : to - from;
}

// The error of two measurements by their method and testers; unset where none is known.
std::optional<double> Detectable(Measure measure, const AssessmentFields& one,
                                 const AssessmentFields& other, const Catalogue& catalogue) {
  const bool same_tester = one.assessor == other.assessor;
  if (measure == Measure::kStraightLegRaise) {
    if (!same_tester) return std::nullopt;
    return catalogue.norms.raise_detectable_change;
  }
  if (one.knee_extension_method != other.knee_extension_method) return std::nullopt;
  return same_tester ? catalogue.norms.knee_detectable_change
                     : catalogue.remeasurement.knee_change_two_testers;
}

// -- Legs ---------------------------------------------------------------------------------------

const Trajectory* Expected(const Remeasured& remeasured, Side side, Measure measure) {
  const auto found = std::find_if(
      remeasured.expected.begin(), remeasured.expected.end(),
      [&](const Trajectory& one) { return one.side == side && one.measure == measure; });
  return found == remeasured.expected.end() ? nullptr : &*found;
}

// Evidence.md 4.2.5: at least the low end of the band, which shrinks with what was done, or a
// change beyond error.
std::optional<bool> OnTrack(const MeasuredChange& change, const Remeasured& remeasured,
                            const Catalogue& catalogue) {
  const Trajectory* expected = Expected(remeasured, change.side, change.measure);
  if (expected == nullptr || expected->points.empty()) return std::nullopt;
  const auto week = static_cast<std::size_t>(remeasured.week_number);
  const TrajectoryPoint& start = expected->points.front();
  const TrajectoryPoint& point = expected->points[std::min(week, expected->points.size() - 1)];
  const auto gain_to = [&](double degrees) {
    return Gain(change.measure, start.expected_degrees, degrees);
  };
  const double low = std::min(gain_to(point.low_degrees), gain_to(point.high_degrees));
  const int seconds = change.side == Side::kRight ? remeasured.weekly_seconds.right
                                                  : remeasured.weekly_seconds.left;
  const double done =
      std::min(1.0, static_cast<double>(seconds) / catalogue.static_dose.weekly_floor);
  const double gained = Gain(change.measure, change.start_degrees, change.now_degrees);
  const std::optional<double> real =
      Detectable(change.measure, remeasured.start, remeasured.now.fields(), catalogue);
  return gained >= low * done || (real && gained >= *real);
}

std::optional<MeasuredChange> ChangeOf(Side side, Measure measure, const Remeasured& remeasured,
                                       const Catalogue& catalogue) {
  const auto start = Measured(remeasured.start, side, measure);
  const auto before = Measured(remeasured.before, side, measure);
  const auto now = Measured(remeasured.now.fields(), side, measure);
  if (!start || !before || !now) return std::nullopt;
  MeasuredChange change;
  change.side = side;
  change.measure = measure;
  change.start_degrees = *start;
  change.before_degrees = *before;
  change.now_degrees = *now;
  change.gain_degrees = Gain(measure, *before, *now);
  change.same_tester = remeasured.before.assessor == remeasured.now.fields().assessor;
  change.detectable_degrees =
      Detectable(measure, remeasured.before, remeasured.now.fields(), catalogue);
  return change;
}

// The knee-extension deficit where it can be compared, else the leg raise.
std::vector<MeasuredChange> ChangesOf(const Remeasured& remeasured, const Catalogue& catalogue) {
  std::vector<MeasuredChange> changes;
  for (const Side side : {Side::kRight, Side::kLeft}) {
    const bool followed = std::any_of(remeasured.expected.begin(), remeasured.expected.end(),
                                      [&](const Trajectory& one) { return one.side == side; });
    if (!remeasured.expected.empty() && !followed) continue;
    std::optional<MeasuredChange> change =
        ChangeOf(side, Measure::kKneeExtensionDeficit, remeasured, catalogue);
    if (!change || !change->detectable_degrees) {
      const auto raise = ChangeOf(side, Measure::kStraightLegRaise, remeasured, catalogue);
      if (raise && (!change || raise->detectable_degrees)) change = raise;
    }
    if (change) changes.push_back(*change);
  }
  return changes;
}

bool IsReal(const MeasuredChange& change, double gain) {
  return change.detectable_degrees && gain >= *change.detectable_degrees;
}

bool IsBetter(const MeasuredChange& change) { return IsReal(change, change.gain_degrees); }

bool IsWorse(const MeasuredChange& change) {
  const double since_start = Gain(change.measure, change.start_degrees, change.now_degrees);
  return IsReal(change, -change.gain_degrees) || IsReal(change, -since_start);
}

// By two testers only a change beyond their error says anything; a smaller one neither shows a gain
// nor the want of it.
bool IsUncertain(const MeasuredChange& change) {
  return !change.detectable_degrees || (!change.same_tester && !IsBetter(change));
}

// -- Questionnaires and pain --------------------------------------------------------------------

struct Outcome {
  std::optional<double> before, now;
  bool less_is_better = true;
  ImportantChange important;
  std::string_view path;

  double gain() const { return less_is_better ? *before - *now : *now - *before; }
  bool both() const { return before && now; }
  bool better() const {
    if (!both()) return false;
    const bool by_percent =
        important.percent > 0 && *before > 0 && 100 * gain() >= important.percent * *before;
    return gain() >= important.points || by_percent;
  }
  bool worse() const { return both() && -gain() >= important.points; }
};

template <typename T>
std::optional<double> Number(const std::optional<T>& value) {
  return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}
std::optional<double> Number(const std::optional<Score>& score) {
  return score ? std::optional(static_cast<double>(score->value())) : std::nullopt;
}

std::vector<Outcome> OutcomesOf(const AssessmentFields& before, const AssessmentFields& now,
                                const RemeasurementRule& rule) {
  return {
      {Number(before.pain.activity), Number(now.pain.activity), true, rule.pain,
       "pain.activity_score"},
      {before.outcomes.oswestry_percent, now.outcomes.oswestry_percent, true, rule.oswestry,
       "outcomes.oswestry_percent"},
      {Number(before.outcomes.roland_morris), Number(now.outcomes.roland_morris), true,
       rule.roland_morris, "outcomes.roland_morris_score"},
      {Number(before.outcomes.lefs), Number(now.outcomes.lefs), false, rule.lefs,
       "outcomes.lefs_score"},
      {Number(before.outcomes.fash), Number(now.outcomes.fash), false, rule.fash,
       "outcomes.fash_score"},
  };
}

// -- Discharge ----------------------------------------------------------------------------------

std::optional<double> SideDifference(const AssessmentFields& fields, Measure measure) {
  const auto right = Measured(fields, Side::kRight, measure);
  const auto left = Measured(fields, Side::kLeft, measure);
  return right && left ? std::optional(std::abs(*right - *left)) : std::nullopt;
}

// Both legs alike by what was measured of them, the knee before the raise.
bool LegsAreAlike(const AssessmentFields& fields, const Norms& norms) {
  const auto knee = SideDifference(fields, Measure::kKneeExtensionDeficit);
  if (knee) return *knee < norms.knee_detectable_change;
  const auto raise = SideDifference(fields, Measure::kStraightLegRaise);
  return raise && *raise < norms.raise_detectable_change;
}

bool RangeWillDo(const Assessment& now, const Norms& norms) {
  const std::vector<LegBand> bands = Bands(now, norms);
  const bool mild = !bands.empty() && std::all_of(bands.begin(), bands.end(), [](const auto& leg) {
    return leg.band == Band::kNormal || leg.band == Band::kMild;
  });
  return mild || LegsAreAlike(now.fields(), norms);
}

bool PainWillDo(const Remeasured& remeasured, const Catalogue& catalogue) {
  const std::optional<Score>& now = remeasured.now.fields().pain.activity;
  const std::optional<Score>& start = remeasured.start.pain.activity;
  if (!now) return false;
  return now->value() <= catalogue.discharge.pain_at_most ||
         (start && start->value() - now->value() >= catalogue.remeasurement.pain.points);
}

bool BackWillDo(const Remeasured& remeasured, const Catalogue& catalogue) {
  const std::vector<Outcome> outcomes =
      OutcomesOf(remeasured.start, remeasured.now.fields(), catalogue.remeasurement);
  return std::any_of(outcomes.begin() + 1, outcomes.begin() + 3,
                     [](const Outcome& outcome) { return outcome.better(); });
}

Side SoreSide(const AssessmentFields& fields) {
  return fields.affected_side == AffectedSide::kLeft ? Side::kLeft : Side::kRight;
}

// The sore leg bends and straightens as well as the other; who returns to sport a clinician
// decides.
bool StrainWillDo(const Assessment& now, const Catalogue& catalogue) {
  const AssessmentFields& fields = now.fields();
  const Side sore = SoreSide(fields);
  const Side other = sore == Side::kLeft ? Side::kRight : Side::kLeft;
  const LegMeasurements* leg = LegOf(fields, sore);
  const auto sore_knee = Measured(fields, sore, Measure::kKneeExtensionDeficit);
  const auto other_knee = Measured(fields, other, Measure::kKneeExtensionDeficit);
  if (leg == nullptr || !sore_knee || !other_knee) return false;
  constexpr double kStraight = 90;  // the knee's whole way with the hip bent
  const double behind = 100 * (*sore_knee - *other_knee) / (kStraight - *other_knee);
  const DischargeRule& rule = catalogue.discharge;
  const RemeasurementRule& changes = catalogue.remeasurement;
  return fields.strain.cleared_phase == StrainPhase::kS4 && behind < rule.strain_side_percent &&
         leg->palpation_tenderness && leg->palpation_tenderness->value() == 0 &&
         leg->resisted_knee_flexion_pain && leg->resisted_knee_flexion_pain->value() == 0 &&
         fields.outcomes.lefs && *fields.outcomes.lefs >= rule.healthy_lefs - changes.lefs.points &&
         fields.outcomes.fash && *fields.outcomes.fash >= rule.best_fash - changes.fash.points;
}

bool MayBeDischarged(const Remeasured& remeasured, const Catalogue& catalogue) {
  const int last_week = catalogue.remeasurement.decision_weeks.back();
  const bool asked = remeasured.now.fields().kind == AssessmentKind::kDischarge;
  if (remeasured.week_number < last_week && !asked) return false;
  if (!RangeWillDo(remeasured.now, catalogue.norms) || !PainWillDo(remeasured, catalogue))
    return false;
  switch (remeasured.now.fields().pathway) {
    case Pathway::kLowBackPain:
      return BackWillDo(remeasured, catalogue);
    case Pathway::kStrain:
      return StrainWillDo(remeasured.now, catalogue);
    default:
      return true;
  }
}

// -- The answer ---------------------------------------------------------------------------------

PlateauStep NextStep(const Remeasured& remeasured) {
  if (remeasured.step == PlateauStep::kNone && remeasured.larger_volume) {
    return PlateauStep::kTechnique;
  }
  return remeasured.step == PlateauStep::kAccept
             ? PlateauStep::kAccept
             : static_cast<PlateauStep>(static_cast<int>(remeasured.step) + 1);
}

Response ResponseOf(const Remeasured& remeasured, const std::vector<MeasuredChange>& changes,
                    const std::vector<Outcome>& outcomes, const Catalogue& catalogue) {
  const RemeasurementRule& rule = catalogue.remeasurement;
  const bool worse = std::any_of(changes.begin(), changes.end(), IsWorse) ||
                     std::any_of(outcomes.begin(), outcomes.end(),
                                 [](const Outcome& outcome) { return outcome.worse(); });
  if (worse) return Response::kWorse;
  if (!remeasured.due) return Response::kTooEarly;
  const bool better = std::any_of(changes.begin(), changes.end(), IsBetter) ||
                      std::any_of(outcomes.begin(), outcomes.end(),
                                  [](const Outcome& outcome) { return outcome.better(); });
  if (better) return Response::kResponder;
  const bool uncertain =
      changes.empty() || std::any_of(changes.begin(), changes.end(), IsUncertain);
  if (uncertain) return Response::kUncertain;
  const bool enough_done =
      100 * remeasured.done_days >= catalogue.adherence.good_percent * remeasured.prescribed_days;
  if (!enough_done) return Response::kNotAdherent;
  return remeasured.full_hold_weeks >= rule.plateau_hold_weeks ? Response::kPlateau
                                                               : Response::kUnchanged;
}

std::string_view StatementOf(Response response) {
  switch (response) {
    case Response::kTooEarly:
      return statement::kTooEarly;
    case Response::kResponder:
      return statement::kResponder;
    case Response::kPlateau:
      return statement::kPlateau;
    case Response::kNotAdherent:
      return statement::kNotAdherent;
    case Response::kUncertain:
      return statement::kUncertainChange;
    case Response::kUnchanged:
      return statement::kUnchanged;
    case Response::kWorse:
    case Response::kUnspecified:
      break;
  }
  return statement::kWorse;
}

Reason ReasonFor(Response response, const Remeasured& remeasured,
                 const std::vector<MeasuredChange>& changes, const std::vector<Outcome>& outcomes) {
  Reason reason{rule::kRemeasurement, StatementOf(response), {}, {}};
  reason.arguments.push_back(ArgumentOf("week", remeasured.week_number));
  std::vector<InputUsed> inputs;
  for (const MeasuredChange& change : changes) {
    inputs.push_back(
        {GainPath(change.measure), change.side, change.gain_degrees, Unit::kDegrees, {}});
  }
  for (const Outcome& outcome : outcomes) {
    const bool tells = response == Response::kWorse ? outcome.worse() : outcome.better();
    if (!tells) continue;
    inputs.push_back({outcome.path, Side::kUnspecified, *outcome.now, Unit::kNone, {}});
  }
  reason.inputs = InputsUsed(std::move(inputs));
  return reason;
}

}  // namespace

Remeasurement JudgeRemeasurement(const Remeasured& remeasured, const Catalogue& catalogue) {
  const RemeasurementRule& rule = catalogue.remeasurement;
  const std::vector<Outcome> outcomes =
      OutcomesOf(remeasured.before, remeasured.now.fields(), rule);
  Remeasurement result;
  result.changes = ChangesOf(remeasured, catalogue);
  const bool told_of_track = std::find(rule.decision_weeks.begin(), rule.decision_weeks.end(),
                                       remeasured.week_number) != rule.decision_weeks.end();
  for (MeasuredChange& change : result.changes) {
    if (told_of_track) change.on_track = OnTrack(change, remeasured, catalogue);
  }
  result.response = ResponseOf(remeasured, result.changes, outcomes, catalogue);
  result.reasons.push_back(ReasonFor(result.response, remeasured, result.changes, outcomes));
  if (result.response == Response::kPlateau) result.plateau_step = NextStep(remeasured);
  result.discharge = result.response != Response::kWorse && MayBeDischarged(remeasured, catalogue);
  if (result.discharge) {
    result.reasons.push_back({rule::kDischarge,
                              statement::kDischarge,
                              {ArgumentOf("count", catalogue.discharge.recheck_months)},
                              {}});
  }
  return result;
}

}  // namespace ischia::domain
