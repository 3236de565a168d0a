// One request of an open session: who asks, about which patient, in which language; and the frame
// that every page of it has.
#ifndef ISCHIA_SERVICE_WEB_VISIT_H_
#define ISCHIA_SERVICE_WEB_VISIT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/application/command.h"
#include "service/application/console/drafts.h"
#include "service/application/console/filings.h"
#include "service/application/console/launches.h"
#include "service/application/ports.h"
#include "service/application/practice/practices.h"
#include "service/application/use_cases/clearances.h"
#include "service/application/use_cases/decisions.h"
#include "service/application/use_cases/deliveries.h"
#include "service/application/use_cases/follow_up.h"
#include "service/application/use_cases/handouts.h"
#include "service/application/use_cases/programs.h"
#include "service/application/use_cases/records.h"
#include "service/application/use_cases/revisions.h"
#include "service/web/http.h"
#include "service/web/templates.h"
#include "service/web/view/program_view.h"
#include "service/web/words.h"

namespace ischia::web {

// What the configuration alone says, to be shown.
struct Configured {
  std::string mail;       // "smtp relay.example.org:587 starttls"; empty: not told
  std::string mail_from;  // the sender's address
};

// The use cases and the ports behind the pages. Everything outlives the console.
struct Desk {
  app::Practices& practices;
  app::Launches& launches;
  app::Drafts& drafts;
  app::Filings& filings;
  app::Records& records;
  app::Clearances& clearances;
  app::Programs& programs;
  app::Revisions& revisions;
  app::Handouts& handouts;
  app::Deliveries& deliveries;
  app::FollowUp& follow_up;
  app::Decisions& decisions;
  const app::HandoutRenderer& renderer;
  const domain::Catalogue& catalogue;
  const app::TextSource& texts;
  const app::Clock& clock;
  const app::Calendar& calendar;
  app::IdSource& ids;
  const app::Digest& digest;
  Configured configured = {};
};

// Whom a session speaks for: the clinician who made its launch, in that role.
app::Caller CallerOf(const app::LaunchRecord& session);

// What a further assessment goes on from.
struct Standing {
  app::ProgramRecord program;        // in force or paused
  app::RevisionRecord revision;      // of it, the last
  app::AssessmentRecord assessment;  // the last
};

struct Visit {
  const Desk& desk;
  const Request& request;
  app::LaunchRecord session;
  app::Practice practice;
  app::PatientRecord patient;  // empty in an admin's session
  // Of the patient, where an assessment is judged.
  std::vector<domain::ClearanceFields> clearances;
  std::optional<Standing> standing;
  Words words;

  app::Call Reading() const;
  // With the request id that stands in the form, so that a form sent twice acts once.
  app::Call Changing() const;
  Speech speech() const { return {words, desk.catalogue}; }
  domain::CivilDay today() const;
  std::string path() const { return "/console/patients/" + patient.name.patient.text(); }
};

enum class Tab { kNone, kAssess, kProgram, kFollowUp, kHistory, kPractice };

// Identity header and tabs, where there is a patient, the form's hidden fields, and why nothing can
// be saved, if so.
void ShowFrame(const Visit& visit, Tab tab, std::string_view title, View& view);

// Unpredictable to other sites, the same for all forms of a session.
std::string FormToken(const app::LaunchRecord& session, const app::Digest& digest);

// A UUID.
std::string NewRequestId(app::IdSource& ids);

// "10:41", in the practice's zone.
std::string TimeOf(domain::Instant instant, const Visit& visit);

// The same of today, else with its day: "Nov 23, 2026, 10:41".
std::string MomentOf(domain::Instant instant, const Visit& visit);

// A page for an error of a use case: what is, why, what next.
Response ErrorPage(const Visit& visit, const domain::Error& error);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_VISIT_H_
