#include "service/domain/assess/strain.h"

#include <algorithm>

#include "service/domain/assess/safety.h"

namespace ischia::domain {
namespace {

constexpr int kDaysPerWeek = 7;
constexpr Fact kGatesOfPain[] = {Fact::kWalkingScore, Fact::kJoggingScore,
                                 Fact::kResistedFlexionScore, Fact::kSoreLegBridgeScore,
                                 Fact::kKneeSideDifference};

// S0 to S3 by the gates alone.
StrainPhase ByGates(const Facts& facts, const Catalogue& catalogue) {
  const auto& gates = catalogue.strain_gates;
  const auto holding = std::find_if(gates.begin(), gates.end(), [&](const StrainGate& gate) {
    return Holds(gate.stays_while, facts);
  });
  return static_cast<StrainPhase>(static_cast<int>(StrainPhase::kS0) + (holding - gates.begin()));
}

StrainPhase Next(StrainPhase phase) {
  return static_cast<StrainPhase>(static_cast<int>(phase) + 1);
}

// As all may be after so many more days, if all goes well.
Facts After(int days, Facts facts) {
  for (const Fact fact : kGatesOfPain) facts.Set(fact, 0);
  facts.Set(Fact::kStageTwoWeekCompleted, 1);
  if (const auto before = facts.Get(Fact::kDaysSinceInjury)) {
    facts.Set(Fact::kDaysSinceInjury, *before + days);
  }
  return facts;
}

}  // namespace

StrainPhase StrainPhaseOf(const StrainHistory& strain, const Facts& facts,
                          const Catalogue& catalogue) {
  if (facts.Get(Fact::kPathwayStrain) != 1) return StrainPhase::kUnspecified;
  const StrainPhase phase = ByGates(facts, catalogue);
  return phase < StrainPhase::kS2 ? phase : std::max(phase, strain.cleared_phase);
}

std::vector<StrainPhase> ProjectedStrainPhases(const Assessment& assessment,
                                               const Catalogue& catalogue, int week_count) {
  const Facts facts = FactsOf(assessment, catalogue.norms);
  StrainPhase phase = StrainPhaseOf(assessment.fields().strain, facts, catalogue);
  std::vector<StrainPhase> phases;
  if (phase == StrainPhase::kUnspecified) return phases;
  for (int week = 1; week <= week_count; ++week) {
    if (week > 1 && phase < StrainPhase::kS3) {
      phase = std::min(Next(phase), ByGates(After(kDaysPerWeek * (week - 1), facts), catalogue));
    }
    phases.push_back(phase);
  }
  return phases;
}

}  // namespace ischia::domain
