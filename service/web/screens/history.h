// What the record holds of a patient, newest first: assessments, and programs with each revision,
// what it changed and why, and what was given of them.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_HISTORY_H_
#define ISCHIA_SERVICE_WEB_SCREENS_HISTORY_H_

#include "service/web/visit.h"

namespace ischia::web {

Response ShowHistory(const Visit& visit);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_HISTORY_H_
