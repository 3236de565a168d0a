// What is wrong, in the clinician's language.
#ifndef ISCHIA_SERVICE_WEB_VIEW_FAULTS_H_
#define ISCHIA_SERVICE_WEB_VIEW_FAULTS_H_

#include <string>

#include "service/domain/result.h"
#include "service/web/words.h"

namespace ischia::web {

// "Must be 0 to 90." What has no wording of its own stays as the API says it.
std::string FaultText(const domain::FieldViolation& violation, const Words& words);

// What an error says as a whole.
std::string ErrorText(const domain::Error& error, const Words& words);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_VIEW_FAULTS_H_
