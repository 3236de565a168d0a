#include "service/web/console.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "service/web/every_entry.h"
#include "service/web/pictures.h"
#include "service/web/screens/assess.h"
#include "service/web/screens/follow_up.h"
#include "service/web/screens/history.h"
#include "service/web/screens/launch.h"
#include "service/web/screens/practice.h"
#include "service/web/screens/program/edit.h"
#include "service/web/screens/program/program.h"
#include "service/web/screens/program/revision.h"
#include "service/web/screens/standing.h"

namespace ischia::web {
namespace {

constexpr std::size_t kMostLooked = 1000;  // sessions; all are forgotten then, and look again

// The parts of "/console/patients/p1/assess" behind the first slash.
class Path {
 public:
  explicit Path(std::string_view path) : rest_(path) {
    if (rest_.starts_with('/')) rest_.remove_prefix(1);
  }
  std::string_view Next() {
    const std::size_t end = std::min(rest_.find('/'), rest_.size());
    const std::string_view part = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return part;
  }
  bool ended() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

Response NotThere() { return PlainText(404, "There is no such page."); }

// Names of files carry no version, so a browser keeps them for a few minutes only.
Response StaticFile(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, const char*>, 3> kTypes = {
      {{"console.css", "text/css; charset=utf-8"},
       {"console.js", "text/javascript; charset=utf-8"},
       {"icons.svg", "image/svg+xml"}}};
  for (const auto& [file, type] : kTypes) {
    if (file != name) continue;
    Response response;
    response.content_type = type;
    response.body = EmbeddedPage(name);
    response.cacheable = true;
    return response;
  }
  return NotThere();
}

Response Picture(std::string_view name) {
  constexpr std::string_view kEnd = ".svg";
  if (!name.ends_with(kEnd)) return NotThere();
  name.remove_suffix(kEnd.size());
  Response response;
  response.content_type = "image/svg+xml";
  response.body = MeasurePicture(name);
  response.cacheable = true;
  return response.body.empty() ? NotThere() : response;
}

// Kept by the session, so a form of another session, or of another site, does not have it.
bool HasToken(const Request& request, const app::LaunchRecord& session, const Desk& desk) {
  return request.form.Get("token") == FormToken(session, desk.digest);
}

// A page of an earlier session, or of another site: told in a sentence, the session stays.
Response OfAnotherSession(const Desk& desk, const Request& request,
                          const app::LaunchRecord& session) {
  const bool same_patient =
      session.patient &&
      request.path.starts_with("/console/patients/" + session.patient->patient.text() + '/');
  Response response = ShowClosed(desk, request, same_patient ? "closed.ended" : "locked.bar");
  response.status = 403;
  response.drop_cookie = false;
  return response;
}

Response AtPrograms(const Visit& visit, std::string_view id, Path path) {
  if (id.empty()) return ShowLatestProgram(visit);
  if (!domain::IsResourceId(id)) return NotThere();
  const app::ProgramName name{visit.patient.name, domain::ProgramId(std::string(id))};
  const std::string_view what = path.Next();
  if (what.empty()) return ShowProgram(visit, name);
  if (what == "handouts") return HandoutFile(visit, name, path.Next());
  if (what == "revision") return ShowRevision(visit, name, path.Next());
  if (!visit.request.post) return NotThere();
  if (what == "activate") return Activate(visit, name);
  if (what == "give") return Give(visit, name);
  if (what == "edits") return TakeEdit(visit, name);
  if (what == "revise") return Revise(visit, name);
  if (what == "pause") return Pause(visit, name);
  if (what == "resume") return Resume(visit, name);
  if (what == "complete") return Complete(visit, name);
  if (what == "decide") return Decide(visit, name);
  if (what == "confirm") return ConfirmDecision(visit, name);
  if (what == "override") return OverrideDecision(visit, name);
  if (what == "check-ins") return RecordCheckIn(visit, name);
  if (what == "clearances") return RecordClearance(visit, name);
  if (what == "email") return ConfirmEmail(visit, name);
  return NotThere();
}

}  // namespace

Response Console::Answer(const Request& request) const {
  Path path(request.path);
  const std::string_view first = path.Next();
  if (first == "static") return StaticFile(path.Next());
  if (first == "measure") return Picture(path.Next());
  if (first == "launch") {
    const std::string_view practice = path.Next();
    const std::string_view ticket = path.Next();
    if (ticket.empty() || !path.ended()) return NotThere();
    return request.post ? TakeLaunch(desk_, request, practice, ticket) : ShowLaunch(desk_, request);
  }
  return first == "console" ? InSession(request) : NotThere();
}

Response Console::InSession(const Request& request) const {
  const std::size_t colon = request.cookie.find(':');
  const std::string practice = request.cookie.substr(0, colon);
  if (colon == std::string::npos || !domain::IsResourceId(practice)) {
    return ShowClosed(desk_, request, "closed.none");
  }
  const auto session =
      desk_.launches.Enter(domain::PracticeId(practice), request.cookie.substr(colon + 1));
  if (!session.ok()) return ShowClosed(desk_, request, "closed.ended");
  if (request.post && !HasToken(request, *session, desk_)) {
    return OfAnotherSession(desk_, request, *session);
  }
  if (session->view == app::LaunchView::kPractice) return AtPractice(request, *session);
  if (request.path == "/console/identity" && HasOpenQuestion(*session)) {
    return request.post ? TakeIdentity(desk_, request, *session)
                        : ShowIdentity(desk_, request, *session);
  }
  if (HasOpenQuestion(*session) || !session->patient) return Redirect("/console/identity");
  return AtPatient(request, *session);
}

domain::Result<Console::Looked> Console::Look(const app::LaunchRecord& session,
                                              bool to_judge) const {
  const app::Call call{CallerOf(session), {}, {}};
  auto practice = desk_.practices.GetPractice(call, session.name.practice);
  if (!practice.ok()) return practice.error();
  auto patient = desk_.records.GetPatient(call, *session.patient);
  if (!patient.ok()) return patient.error();
  Looked looked{std::move(practice).value(), std::move(patient).value(), {}, {}};
  if (!to_judge) return looked;
  const auto clearances = EveryEntry<app::ClearanceRecord>([&](const app::PageRequest& page) {
    return desk_.clearances.ListClearances(call, *session.patient, page);
  });
  if (!clearances.ok()) return clearances.error();
  for (const auto& clearance : *clearances) looked.clearances.push_back(clearance.fields);
  auto latest = LatestProgram(desk_, call, *session.patient);
  if (!latest.ok()) return latest.error();
  auto standing = StandingOf(desk_, call, *std::move(latest));
  if (!standing.ok()) return standing.error();
  looked.standing = *std::move(standing);
  const std::lock_guard lock(mutex_);
  if (looked_.size() >= kMostLooked) looked_.clear();
  looked_[session.secret_sha256] = looked;
  return looked;
}

domain::Result<Console::Looked> Console::LookForPart(const app::LaunchRecord& session) const {
  {
    const std::lock_guard lock(mutex_);
    const auto found = looked_.find(session.secret_sha256);
    if (found != looked_.end()) return found->second;
  }
  return Look(session, true);
}

// An admin's session: the practice's settings and nothing else.
Response Console::AtPractice(const Request& request, const app::LaunchRecord& session) const {
  Path path(request.path);
  path.Next();
  if (path.Next() != "practice") return Redirect(HomeOf(session));
  if (session.state != app::SessionState::kOpen) return ShowClosed(desk_, request, "closed.ended");
  const std::string_view part = path.Next();
  auto practice = desk_.practices.GetPractice({CallerOf(session), {}, {}}, session.name.practice);
  if (!practice.ok()) return PlainText(503, "The service does not answer.");
  const std::string language = practice->language_code;
  const Visit visit{desk_, request, session, std::move(practice).value(),
                    {},    {},      {},      WordsFor(desk_, request, language)};
  if (part.empty()) return request.post ? TakePractice(visit) : ShowPracticeForm(visit);
  return part == "logo.png" && !request.post ? LogoFile(visit) : NotThere();
}

Response Console::AtPatient(const Request& request, const app::LaunchRecord& session) const {
  Path path(request.path);
  path.Next();
  // A session is bound to its patient; another one's address is nobody's.
  if (path.Next() != "patients" || path.Next() != session.patient->patient.text()) {
    return Redirect(HomeOf(session));
  }
  const std::string_view what = path.Next();
  const std::string_view part = path.Next();
  const bool of_page = what == "assess" && (request.part || part == "page.svg");
  auto looked = of_page ? LookForPart(session) : Look(session, what == "assess");
  if (!looked.ok()) return PlainText(503, "The service does not answer.");
  const std::string language = looked->practice.language_code;
  const Visit visit{desk_,
                    request,
                    session,
                    std::move(looked->practice),
                    std::move(looked->patient),
                    std::move(looked->clearances),
                    std::move(looked->standing),
                    WordsFor(desk_, request, language)};
  if (request.post && !app::MayWrite(session)) return ShowLocked(visit);
  if (what.empty()) return ShowHistory(visit);
  if (what == "assess") {
    if (part == "page.svg") return DraftPage(visit);
    if (!part.empty()) return NotThere();
    return request.post ? TakeAssessment(visit) : ShowAssessment(visit);
  }
  if (what == "programs") return AtPrograms(visit, part, path);
  if (what == "reports") return ShowFollowUp(visit);
  if (what == "practice") return ShowPractice(visit);
  if (what == "start") return Start(visit);
  return NotThere();
}

}  // namespace ischia::web
