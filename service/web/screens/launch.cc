#include "service/web/screens/launch.h"

#include <algorithm>
#include <array>
#include <utility>

namespace ischia::web {
namespace {

constexpr std::array<std::string_view, 7> kIdentityKeys = {
    "",       "birth_date_missing", "birth_date_implausible", "name_taken", "namesake",
    "reused", "age_of_no_pathway"};

const app::IdentityFinding* OpenQuestion(const app::LaunchRecord& session) {
  const auto found = std::find_if(
      session.findings.begin(), session.findings.end(),
      [](const app::IdentityFinding& finding) { return finding.question && !finding.answered; });
  return found == session.findings.end() ? nullptr : &*found;
}

// The one answer beside "stop and check" that a question has.
std::pair<app::IdentityAnswer, std::string_view> AnswerOf(app::IdentityKind kind) {
  switch (kind) {
    case app::IdentityKind::kReferenceReused:
      return {app::IdentityAnswer::kSamePerson, "identity.same_person"};
    case app::IdentityKind::kNameTaken:
      return {app::IdentityAnswer::kNewPatient, "identity.new_patient"};
    case app::IdentityKind::kAgeOfNoPathway:
      return {app::IdentityAnswer::kGoOn, "identity.right_patient"};
    default:
      return {app::IdentityAnswer::kGoOn, "identity.go_on"};
  }
}

app::Call CallOf(const app::LaunchRecord& session, const Request& request) {
  return {CallerOf(session), std::string(request.form.Get("request_id")), {}};
}

View PersonView(std::string_view host_number, const std::string& family, const std::string& given,
                const std::optional<domain::CivilDay>& born, const Words& words) {
  View view;
  Put(view, "host_number", std::string(host_number));
  view.set("name", family + ", " + given);
  view.set("born", born ? words.Day(*born) : words.Get("header.no_birth_date"));
  return view;
}

// Both shown side by side: the host's patient, and whom our records have.
void ShowPersons(const Desk& desk, const Request& request, const app::LaunchRecord& session,
                 const app::IdentityFinding& question, const Words& words, View& view) {
  Views persons;
  const app::PatientContext& context = session.context;
  View host = PersonView(context.host_reference.patient_id, context.family_name, context.given_name,
                         context.birth_date, words);
  host.set("whose", words.Get("identity.from_host"));
  persons.push_back(host);
  if (question.other) {
    const auto other = desk.records.GetPatient(CallOf(session, request), *question.other);
    if (other.ok()) {
      const app::PatientFields& fields = other->fields;
      View ours =
          PersonView(fields.host_reference ? fields.host_reference->patient_id : std::string(),
                     fields.family_name, fields.given_name, fields.birth_date, words);
      ours.set("whose", words.Get("identity.on_record"));
      persons.push_back(ours);
    }
  }
  view.set("persons", View(persons));
}

Response Bare(const Words& words, std::string_view page, View& view, int status) {
  view.set("lang", std::string(words.language()));
  Response response;
  response.status = status;
  response.body = Render(page, words, view);
  return response;
}

// An admin's session has a cookie of its own, so that a patient's in the same browser stays open.
std::string_view CookiePath(std::string_view path) {
  constexpr std::string_view kPractice = "/console/practice";
  return path.starts_with(kPractice) ? kPractice : std::string_view("/");
}

}  // namespace

// The first language of the browser's list that the console has; else the practice's.
Words WordsFor(const Desk& desk, const Request& request, std::string_view otherwise) {
  for (const std::string_view tag : BrowserLanguages(request.languages)) {
    const std::string_view served = desk.texts.ClinicianLanguage(tag);
    if (tag.starts_with(served)) return {desk.texts, served};
  }
  return {desk.texts, otherwise};
}

bool HasOpenQuestion(const app::LaunchRecord& session) { return OpenQuestion(session) != nullptr; }

std::string HomeOf(const app::LaunchRecord& session) {
  if (session.view == app::LaunchView::kPractice) return "/console/practice";
  if (HasOpenQuestion(session) || !session.patient) return "/console/identity";
  const std::string patient = "/console/patients/" + session.patient->patient.text();
  switch (session.view) {
    case app::LaunchView::kAssess:
      return patient + "/assess";
    case app::LaunchView::kProgram:
      return patient + "/programs";
    case app::LaunchView::kReport:
      return patient + "/reports";
    default:
      return patient + "/start";
  }
}

Response ShowLaunch(const Desk& desk, const Request& request) {
  View view;
  view.set("action", request.path);
  return Bare(WordsFor(desk, request, "en"), "launch", view, 200);
}

Response TakeLaunch(const Desk& desk, const Request& request, std::string_view practice,
                    std::string_view ticket) {
  if (!domain::IsResourceId(practice)) return ShowClosed(desk, request, "closed.launch");
  const auto opened = desk.launches.Redeem(domain::PracticeId(std::string(practice)), ticket);
  if (!opened.ok()) return ShowClosed(desk, request, "closed.launch");
  const std::string home = HomeOf(opened->launch);
  Response response = Redirect(home);
  response.cookie = std::string(practice) + ':' + opened->ticket;
  response.cookie_path = CookiePath(home);
  return response;
}

Response ShowClosed(const Desk& desk, const Request& request, std::string_view reason) {
  const Words words = WordsFor(desk, request, "en");
  View view;
  Put(view, "message", words.Get(reason));
  Response response = Bare(words, "closed", view, 401);
  response.drop_cookie = !request.cookie.empty();
  response.cookie_path = CookiePath(request.path);
  return response;
}

Response ShowIdentity(const Desk& desk, const Request& request, const app::LaunchRecord& session) {
  const app::IdentityFinding* question = OpenQuestion(session);
  domain::Ensure(question != nullptr);
  const Words words = WordsFor(desk, request, session.context.language_code);
  const std::string kind(kIdentityKeys[static_cast<std::size_t>(question->kind)]);
  View view;
  view.set("question", words.Get("identity." + kind));
  view.set("advice", words.Get("identity." + kind + ".advice"));
  view.set("answer", words.Get(AnswerOf(question->kind).second));
  view.set("token", FormToken(session, desk.digest));
  view.set("request_id", NewRequestId(desk.ids));
  ShowPersons(desk, request, session, *question, words, view);
  return Bare(words, "identity", view, 200);
}

Response TakeIdentity(const Desk& desk, const Request& request, const app::LaunchRecord& session) {
  const app::Call call = CallOf(session, request);
  const app::IdentityFinding* question = OpenQuestion(session);
  if (request.form.Get("do") == "stop" || question == nullptr) {
    static_cast<void>(desk.launches.Leave(call, session.name));
    return ShowClosed(desk, request, "closed.stopped");
  }
  const auto answered =
      desk.launches.AnswerIdentity(call, session.name, AnswerOf(question->kind).first);
  if (!answered.ok()) return ShowClosed(desk, request, "closed.launch");
  return Redirect(HomeOf(*answered));
}

}  // namespace ischia::web
