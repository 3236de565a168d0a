// The clinician console: from an address to a page. Everything but the door and the fixed files
// needs an open session, and everything that changes something a form of ours.
#ifndef ISCHIA_SERVICE_WEB_CONSOLE_H_
#define ISCHIA_SERVICE_WEB_CONSOLE_H_

#include "service/web/http.h"
#include "service/web/visit.h"

namespace ischia::web {

class Console {
 public:
  explicit Console(const Desk& desk) : desk_(desk) {}

  // Serves many threads.
  Response Answer(const Request& request) const;

 private:
  Response InSession(const Request& request) const;
  Response AtPatient(const Request& request, const app::LaunchRecord& session) const;

  Desk desk_;
};

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_CONSOLE_H_
