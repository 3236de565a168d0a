// Where a patient stands when a visit begins: the program, and what was measured last.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_STANDING_H_
#define ISCHIA_SERVICE_WEB_SCREENS_STANDING_H_

#include <optional>

#include "service/web/visit.h"

namespace ischia::web {

// The newest program of the patient, one in force before all others; unset: there is none.
domain::Result<std::optional<app::ProgramRecord>> LatestProgram(const Desk& desk,
                                                                const app::Call& call,
                                                                const app::PatientName& patient);

// What a further assessment goes on from; unset: no program is in force or paused.
domain::Result<std::optional<Standing>> StandingOf(const Desk& desk, const app::Call& call,
                                                   std::optional<app::ProgramRecord> latest);

// From when on a change of the program holds: today, or the day from which the revision does that
// is in force already.
domain::CivilDay EffectiveDay(const app::RevisionRecord& revision, const Visit& visit);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_STANDING_H_
