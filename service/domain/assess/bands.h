// How tight each leg is, compared with young adults measured the same way (evidence.md 1.2).
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_BANDS_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_BANDS_H_

#include <optional>
#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"
#include "service/domain/values.h"

namespace ischia::domain {

// Unspecified: not banded (a positive nerve test, a raise that was limited by anything but
// posterior-thigh pull and no knee-extension deficit, age 10 to 15).
struct LegBand {
  Side side = Side::kUnspecified;
  Band band = Band::kUnspecified;
  bool overridden = false;
  Measure measure = Measure::kUnspecified;  // what it was banded by
  std::optional<Degrees> value;
  bool operator==(const LegBand&) const = default;
};

// One entry a measured leg, right leg first. The knee-extension deficit decides where both were
// measured; a clinician's override stands over either.
std::vector<LegBand> Bands(const Assessment& assessment, const Norms& norms);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_BANDS_H_
