// Where a leg's measurements may go if the program is done (evidence.md 4.2.5): a band, never a
// promise, and never beyond the mean of the norms.
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_TRAJECTORY_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_TRAJECTORY_H_

#include <optional>
#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"

namespace ischia::domain {

// The length of a leg's muscles by this measure; unset where it was not taken, or where something
// else than the muscle stopped a raise.
std::optional<Degrees> MeasuredIn(const LegMeasurements& leg, Measure measure);

// One trajectory for each banded leg that the program stretches in full and each measure that was
// taken of its muscles; weeks 0 to the last one, right leg first. Less stretching than the weekly
// floor earns less: `done_seconds_per_week` of a leg, unset for as prescribed, scales the gain.
std::vector<Trajectory> ExpectedTrajectories(const Assessment& assessment,
                                             const Catalogue& catalogue,
                                             const std::vector<LegBand>& bands,
                                             std::optional<int> done_seconds_per_week = {});

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_TRAJECTORY_H_
