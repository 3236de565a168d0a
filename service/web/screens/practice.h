// What the configuration says of the practice, each setting with its effect, and the rules in use.
// Nothing is changed here.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_PRACTICE_H_
#define ISCHIA_SERVICE_WEB_SCREENS_PRACTICE_H_

#include "service/web/visit.h"

namespace ischia::web {

Response ShowPractice(const Visit& visit);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_PRACTICE_H_
