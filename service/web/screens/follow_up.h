// A later visit: what happened at home, by how far it can be trusted; the decision that is due; the
// range of motion against what was expected; and the check-ins that are told at the visit.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_FOLLOW_UP_H_
#define ISCHIA_SERVICE_WEB_SCREENS_FOLLOW_UP_H_

#include "service/web/visit.h"

namespace ischia::web {

Response ShowFollowUp(const Visit& visit);

// -- Forms of the page, for a program.
Response Decide(const Visit& visit, const app::ProgramName& name);
Response ConfirmDecision(const Visit& visit, const app::ProgramName& name);
Response OverrideDecision(const Visit& visit, const app::ProgramName& name);
Response RecordCheckIn(const Visit& visit, const app::ProgramName& name);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_FOLLOW_UP_H_
