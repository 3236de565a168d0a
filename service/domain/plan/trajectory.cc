#include "service/domain/plan/trajectory.h"

#include <algorithm>
#include <cmath>

#include "service/domain/plan/dose.h"
#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

// The only place where an expected figure is rounded: to 0.1 degree.
double ToTenths(double degrees) { return std::round(degrees * 10) / 10; }

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

// The part of the whole gain that has come by a week: 1 - e^(-w / time constant).
double Reached(int week, const TrajectoryRule& rule) {
  return 1 - std::exp(-week / rule.time_constant_weeks);
}

Gain WholeGain(Measure measure, const TrajectoryRule& rule) {
  return measure == Measure::kKneeExtensionDeficit
             ? Gain{rule.knee_low, rule.knee_expected, rule.knee_high}
             : Gain{rule.raise_low, rule.raise_expected, rule.raise_high};
}

Gain GainBy(int week, Measure measure, bool older, const TrajectoryRule& rule) {
  const Gain whole = WholeGain(measure, rule);
  if (!older) return Times(whole, Reached(week, rule));
  const Gain per_week{rule.older_low, rule.older_expected, rule.older_high};
  const int line_weeks = std::min(week, rule.older_until_week);
  // After the straight line the curve goes on from where the line ends, without a jump.
  return Plus(Times(per_week, line_weeks),
              Times(whole, Reached(week, rule) - Reached(line_weeks, rule)));
}

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
                    const Catalogue& catalogue) {
  const TrajectoryRule& rule = catalogue.trajectory;
  const Norms& norms = catalogue.norms;
  const bool by_knee = measure == Measure::kKneeExtensionDeficit;
  const bool older = assessment.age().value_or(0) >= rule.older_age;
  const double mean = KneeMean(assessment.fields().sex_for_norms, norms);

  Trajectory trajectory;
  trajectory.side = side;
  trajectory.measure = measure;
  trajectory.minimal_detectable_change_degrees =
      by_knee ? norms.knee_detectable_change : norms.raise_detectable_change;
  trajectory.points.reserve(static_cast<std::size_t>(catalogue.week_count) + 1);
  for (int week = 0; week <= catalogue.week_count; ++week) {
    const Gain gain = GainBy(week, measure, older, rule);
    trajectory.points.push_back(by_knee ? KneePoint(week, start, gain, mean)
                                        : RaisePoint(week, start, gain));
  }
  Reason reason{rule::kTrajectory,
                older ? statement::kExpectedLine : statement::kExpectedCurve,
                {},
                {InputOf(measure, side, assessment)}};
  if (older) {
    reason.arguments = {ArgumentOf("age", rule.older_age, Unit::kYears),
                        ArgumentOf("week", rule.older_until_week)};
    reason.inputs.push_back({"age_years",
                             Side::kUnspecified,
                             static_cast<double>(*assessment.age()),
                             Unit::kYears,
                             {}});
  }
  trajectory.reasons = Reasons({&reason, 1});
  return trajectory;
}

}  // namespace

std::optional<Degrees> MeasuredIn(const LegMeasurements& leg, Measure measure) {
  if (measure == Measure::kKneeExtensionDeficit) return leg.knee_extension_deficit;
  const bool by_muscle = leg.straight_leg_raise_limit_reason == SlrLimitReason::kPosteriorThighPull;
  return by_muscle ? leg.straight_leg_raise : std::nullopt;
}

std::vector<Trajectory> ExpectedTrajectories(const Assessment& assessment,
                                             const Catalogue& catalogue,
                                             const std::vector<LegBand>& bands) {
  std::vector<Trajectory> trajectories;
  for (const LegPlan& plan : PlanLegs(bands, assessment.fields().pathway)) {
    const LegMeasurements* leg = assessment.Leg(plan.side);
    const bool banded = std::any_of(bands.begin(), bands.end(), [&](const LegBand& band) {
      return band.side == plan.side && band.band != Band::kUnspecified;
    });
    if (leg == nullptr || !banded || plan.other_leg) continue;
    for (Measure measure : {Measure::kKneeExtensionDeficit, Measure::kStraightLegRaise}) {
      const std::optional<Degrees> start = MeasuredIn(*leg, measure);
      if (!start) continue;
      trajectories.push_back(Expected(plan.side, measure, start->value(), assessment, catalogue));
    }
  }
  return trajectories;
}

}  // namespace ischia::domain
