// The clinician console: from an address to a page. Everything but the door and the fixed files
// needs an open session, and everything that changes something a form of ours.
#ifndef ISCHIA_SERVICE_WEB_CONSOLE_H_
#define ISCHIA_SERVICE_WEB_CONSOLE_H_

#include <map>
#include <mutex>
#include <string>
#include <vector>

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
  Response AtPractice(const Request& request, const app::LaunchRecord& session) const;
  Response AtPatient(const Request& request, const app::LaunchRecord& session) const;

  // What a page has looked up in the records. Its own parts, a preview and a drawn page, go by what
  // the page was made of, so that typing neither waits for the disk nor fills the audit trail.
  struct Looked {
    app::Practice practice;
    app::PatientRecord patient;
    std::vector<domain::ClearanceFields> clearances;
    std::optional<Standing> standing;
  };
  domain::Result<Looked> Look(const app::LaunchRecord& session, bool to_judge) const;
  domain::Result<Looked> LookForPart(const app::LaunchRecord& session) const;

  Desk desk_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Looked> looked_;  // by session; guarded by mutex_
};

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_CONSOLE_H_
