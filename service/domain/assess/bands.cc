#include "service/domain/assess/bands.h"

namespace ischia::domain {
namespace {

struct Cuts {
  BandCuts knee;
  BandCuts raise;
};

BandCuts Mean(const BandCuts& one, const BandCuts& other) {
  return {(one.mild + other.mild) / 2, (one.moderate + other.moderate) / 2,
          (one.severe + other.severe) / 2};
}

// A sex that is not stated, or not asked yet, is compared with the mean of both.
Cuts CutsFor(NormSex sex, const Norms& norms) {
  switch (sex) {
    case NormSex::kFemale:
      return {norms.knee_female, norms.raise_female};
    case NormSex::kMale:
      return {norms.knee_male, norms.raise_male};
    case NormSex::kNotStated:
    case NormSex::kUnspecified:
      break;
  }
  return {Mean(norms.knee_female, norms.knee_male), Mean(norms.raise_female, norms.raise_male)};
}

Band KneeBand(double deficit, const BandCuts& cuts) {
  if (deficit > cuts.severe) return Band::kSevere;
  if (deficit > cuts.moderate) return Band::kModerate;
  return deficit > cuts.mild ? Band::kMild : Band::kNormal;
}

Band RaiseBand(double raise, const BandCuts& cuts) {
  if (raise < cuts.severe) return Band::kSevere;
  if (raise < cuts.moderate) return Band::kModerate;
  return raise < cuts.mild ? Band::kMild : Band::kNormal;
}

bool HasPositiveNerveTest(const LegMeasurements& leg) {
  return leg.straight_leg_raise_neural == TestResult::kPositive ||
         leg.crossed_straight_leg_raise == TestResult::kPositive ||
         leg.slump_test == TestResult::kPositive;
}

bool HasNormsFor(std::optional<int> age, const Norms& norms) {
  return !age || *age < norms.unbanded_age_from || *age > norms.unbanded_age_to;
}

Band MeasuredBand(const LegMeasurements& leg, const Cuts& cuts) {
  if (HasPositiveNerveTest(leg)) return Band::kUnspecified;
  if (leg.knee_extension_deficit) return KneeBand(leg.knee_extension_deficit->value(), cuts.knee);
  return leg.straight_leg_raise_limit_reason == SlrLimitReason::kPosteriorThighPull
             ? RaiseBand(leg.straight_leg_raise->value(), cuts.raise)
             : Band::kUnspecified;
}

// Precondition: the leg was measured in one of the two ways.
LegBand BandOf(const LegMeasurements& leg, const AssessmentFields& fields, const Norms& norms) {
  const bool by_knee = leg.knee_extension_deficit.has_value();
  LegBand result;
  result.side = leg.side;
  result.measure = by_knee ? Measure::kKneeExtensionDeficit : Measure::kStraightLegRaise;
  result.value = by_knee ? leg.knee_extension_deficit : leg.straight_leg_raise;
  if (fields.band_override != Band::kUnspecified) {
    result.band = fields.band_override;
    result.overridden = true;
  } else if (HasNormsFor(fields.age_years, norms)) {
    result.band = MeasuredBand(leg, CutsFor(fields.sex_for_norms, norms));
  }
  return result;
}

}  // namespace

std::vector<LegBand> Bands(const Assessment& assessment, const Norms& norms) {
  std::vector<LegBand> bands;
  bands.reserve(assessment.fields().legs.size());
  for (const Side side : {Side::kRight, Side::kLeft}) {
    const LegMeasurements* leg = assessment.Leg(side);
    if (leg != nullptr && (leg->knee_extension_deficit || leg->straight_leg_raise)) {
      bands.push_back(BandOf(*leg, assessment.fields(), norms));
    }
  }
  return bands;
}

}  // namespace ischia::domain
