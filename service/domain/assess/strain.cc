#include "service/domain/assess/strain.h"

#include <algorithm>

#include "service/domain/assess/safety.h"

namespace ischia::domain {
namespace {

// S0 to S3 by the gates alone.
StrainPhase ByGates(const Facts& facts, const Catalogue& catalogue) {
  const auto& gates = catalogue.strain_gates;
  const auto holding = std::find_if(gates.begin(), gates.end(), [&](const StrainGate& gate) {
    return Holds(gate.stays_while, facts);
  });
  return static_cast<StrainPhase>(static_cast<int>(StrainPhase::kS0) + (holding - gates.begin()));
}

}  // namespace

StrainPhase StrainPhaseOf(const StrainHistory& strain, const Facts& facts,
                          const Catalogue& catalogue) {
  if (facts.Get(Fact::kPathwayStrain) != 1) return StrainPhase::kUnspecified;
  const StrainPhase phase = ByGates(facts, catalogue);
  return phase < StrainPhase::kS2 ? phase : std::max(phase, strain.cleared_phase);
}

}  // namespace ischia::domain
