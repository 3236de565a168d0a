// The practice's own settings, each with its effect. In a patient's session they are told; an
// admin, whose session has no patient, changes them. Beside them what the configuration alone says,
// and the rules in use.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_PRACTICE_H_
#define ISCHIA_SERVICE_WEB_SCREENS_PRACTICE_H_

#include "service/web/visit.h"

namespace ischia::web {

// In a patient's session: no control.
Response ShowPractice(const Visit& visit);

// In an admin's. Everything typed stays on the page until it is saved: beside what is wrong with
// it, and beside what somebody else has stored meanwhile.
Response ShowPracticeForm(const Visit& visit);
Response TakePractice(const Visit& visit);

// The logo as it is stored.
Response LogoFile(const Visit& visit);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_PRACTICE_H_
