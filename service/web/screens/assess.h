// The assessment: the form, and beside it what the engine says of it with every answer.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_ASSESS_H_
#define ISCHIA_SERVICE_WEB_SCREENS_ASSESS_H_

#include "service/web/visit.h"

namespace ischia::web {

// The page with the draft as it was left.
Response ShowAssessment(const Visit& visit);

// A form that was sent: kept as the draft, then answered with the page, or with the parts that a
// script puts into it; `do=create` makes assessment and program of it.
Response TakeAssessment(const Visit& visit);

// One page of the handout that the draft would give, as SVG.
Response DraftPage(const Visit& visit);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_ASSESS_H_
