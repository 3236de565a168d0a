#include "service/domain/plan/trajectory.h"

#include <algorithm>
#include <cmath>

#include "service/domain/plan/dose.h"
#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

// The only place where an expected figure is rounded: to 0.1 degree. None is negative.
double ToTenths(double degrees) { return static_cast<int>(degrees * 10 + 0.5) / 10.0; }

struct Gain {
  double low = 0;
  double expected = 0;
  double high = 0;
};

Gain Times(const Gain& gain, double factor) {
  return {gain.low * factor, gain.expected * factor, gain.high * factor};
}
Gain Plus(const Gain& a, const Gain& b) {
  return {a.low + b.low, a.expected + b.expected, a.high + b.high};
}

Gain WholeGain(Measure measure, const TrajectoryRule& rule) {
  return measure == Measure::kKneeExtensionDeficit
             ? Gain{rule.knee_low, rule.knee_expected, rule.knee_high}
             : Gain{rule.raise_low, rule.raise_expected, rule.raise_high};
}

// Of one patient: how gains grow by the week.
class Curve {
 public:
  Curve(const Catalogue& catalogue, bool older, double scale)
      : rule_(catalogue.trajectory), older_(older), scale_(scale) {
    reached_.reserve(static_cast<std::size_t>(catalogue.week_count) + 1);
    for (int week = 0; week <= catalogue.week_count; ++week) {
      reached_.push_back(1 - std::exp(-week / rule_.time_constant_weeks));
    }
  }

  Gain By(std::size_t week, Measure measure) const {
    const Gain whole = WholeGain(measure, rule_);
    if (!older_) return Times(whole, scale_ * reached_[week]);
    const Gain per_week{rule_.older_low, rule_.older_expected, rule_.older_high};
    const std::size_t line_weeks = std::min(week, static_cast<std::size_t>(rule_.older_until_week));
    // After the straight line the curve goes on from where the line ends, without a jump.
    const Gain line = Times(per_week, static_cast<double>(line_weeks));
    return Times(Plus(line, Times(whole, reached_[week] - reached_[line_weeks])), scale_);
  }

  std::size_t size() const { return reached_.size(); }

 private:
  const TrajectoryRule& rule_;
  const bool older_;
  const double scale_;
  std::vector<double> reached_;  // the part of the whole gain that has come by a week
};

double KneeMean(NormSex sex, const Norms& norms) {
  if (sex == NormSex::kFemale) return norms.knee_mean_female;
  if (sex == NormSex::kMale) return norms.knee_mean_male;
  return (norms.knee_mean_female + norms.knee_mean_male) / 2;
}

// A deficit shrinks, but not below the mean of the norms, nor does it grow to reach that mean.
TrajectoryPoint KneePoint(int week, double start, const Gain& gain, double mean) {
  const double least = std::min(start, mean);
  const auto after = [&](double degrees) { return ToTenths(std::max(start - degrees, least)); };
  return {week, after(gain.high), after(gain.expected), after(gain.low)};
}

TrajectoryPoint RaisePoint(int week, double start, const Gain& gain) {
  return {week, ToTenths(start + gain.low), ToTenths(start + gain.expected),
          ToTenths(start + gain.high)};
}

Trajectory Expected(Side side, Measure measure, double start, const Assessment& assessment,
                    const Catalogue& catalogue, const Curve& curve) {
  const Norms& norms = catalogue.norms;
  const bool by_knee = measure == Measure::kKneeExtensionDeficit;
  const double mean = KneeMean(assessment.fields().sex_for_norms, norms);
  Trajectory trajectory;
  trajectory.side = side;
  trajectory.measure = measure;
  trajectory.minimal_detectable_change_degrees =
      by_knee ? norms.knee_detectable_change : norms.raise_detectable_change;
  trajectory.points.reserve(curve.size());
  for (std::size_t week = 0; week < curve.size(); ++week) {
    const Gain gain = curve.By(week, measure);
    const int number = static_cast<int>(week);
    trajectory.points.push_back(by_knee ? KneePoint(number, start, gain, mean)
                                        : RaisePoint(number, start, gain));
  }
  return trajectory;
}

Reason WhyExpected(Side side, Measure measure, bool older, const Assessment& assessment,
                   const TrajectoryRule& rule) {
  const InputUsed measured = InputOf(measure, side, assessment);
  if (!older) return {rule::kTrajectory, statement::kExpectedCurve, {}, {measured}};
  const InputUsed age{"age_years",
                      Side::kUnspecified,
                      static_cast<double>(assessment.age().value_or(0)),
                      Unit::kYears,
                      {}};
  return {
      rule::kTrajectory,
      statement::kExpectedLine,
      {ArgumentOf("age", rule.older_age, Unit::kYears), ArgumentOf("week", rule.older_until_week)},
      {measured, age}};
}

}  // namespace

std::optional<Degrees> MeasuredIn(const LegMeasurements& leg, Measure measure) {
  if (measure == Measure::kKneeExtensionDeficit) return leg.knee_extension_deficit;
  const bool by_muscle = leg.straight_leg_raise_limit_reason == SlrLimitReason::kPosteriorThighPull;
  return by_muscle ? leg.straight_leg_raise : std::nullopt;
}

std::vector<Trajectory> ExpectedTrajectories(const Assessment& assessment,
                                             const Catalogue& catalogue,
                                             const std::vector<LegBand>& bands,
                                             std::optional<int> done_seconds_per_week) {
  const TrajectoryRule& rule = catalogue.trajectory;
  const bool older = assessment.age().value_or(0) >= rule.older_age;
  const double floor = catalogue.static_dose.weekly_floor;
  const double scale = done_seconds_per_week ? std::min(1.0, *done_seconds_per_week / floor) : 1.0;
  const Curve curve(catalogue, older, scale);
  std::vector<Trajectory> trajectories;
  trajectories.reserve(4);  // two measures on each leg
  for (const LegPlan& plan : PlanLegs(bands, assessment.fields().pathway)) {
    const LegMeasurements* leg = assessment.Leg(plan.side);
    const bool banded = std::any_of(bands.begin(), bands.end(), [&](const LegBand& band) {
      return band.side == plan.side && band.band != Band::kUnspecified;
    });
    if (leg == nullptr || !banded || plan.other_leg) continue;
    for (Measure measure : {Measure::kKneeExtensionDeficit, Measure::kStraightLegRaise}) {
      const std::optional<Degrees> start = MeasuredIn(*leg, measure);
      if (!start) continue;
      Trajectory& expected = trajectories.emplace_back(
          Expected(plan.side, measure, start->value(), assessment, catalogue, curve));
      expected.reasons = {WhyExpected(plan.side, measure, older, assessment, rule)};
    }
  }
  return trajectories;
}

}  // namespace ischia::domain
