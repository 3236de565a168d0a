#include "service/web/visit.h"

#include <array>
#include <chrono>

#include "service/domain/result.h"
#include "service/web/view/faults.h"

namespace ischia::web {
namespace {

struct TabLink {
  Tab tab;
  std::string_view key;
  std::string_view path;  // behind the patient's
};
constexpr std::array<TabLink, 4> kTabs = {{{Tab::kAssess, "tab.assess", "/assess"},
                                           {Tab::kProgram, "tab.program", "/programs"},
                                           {Tab::kFollowUp, "tab.follow_up", "/reports"},
                                           {Tab::kHistory, "tab.history", ""}}};

void ShowTabs(const Visit& visit, Tab current, View& view) {
  Views tabs;
  for (std::size_t i = 0; i < kTabs.size(); ++i) {
    View tab;
    Put(tab, "label", visit.words.Get(kTabs[i].key));
    tab.set("href", visit.path() + std::string(kTabs[i].path));
    tab.set("current", View(kTabs[i].tab == current));
    tab.set("key", std::to_string(i + 1));
    tabs.push_back(tab);
  }
  view.set("tabs", View(tabs));
  view.set("in_practice", View(current == Tab::kPractice));
}

// As the host has it; no part of it is a control.
void ShowIdentity(const Visit& visit, View& view) {
  const app::PatientFields& patient = visit.patient.fields;
  view.set("family_name", patient.family_name);
  view.set("given_name", patient.given_name);
  std::string born = visit.words.Get("header.no_birth_date");
  if (patient.birth_date) {
    const int age = domain::AgeOn(visit.today(), *patient.birth_date);
    born = visit.words.Get("header.born", {{"date", visit.words.Day(*patient.birth_date)},
                                           {"age", std::to_string(age)}});
  }
  view.set("born", born);
  constexpr std::array<std::string_view, 4> kNorms = {"unknown", "female", "male", "not_stated"};
  view.set("norms",
           visit.words.Get("header.norms." +
                           std::string(kNorms[static_cast<std::size_t>(patient.sex_for_norms)])));
  Put(view, "host_number",
      patient.host_reference ? patient.host_reference->patient_id : std::string());
}

// A clock on the practice's wall.
domain::Instant LocalTime(domain::Instant instant, const Visit& visit) {
  const auto offset = visit.desk.calendar.OffsetMinutes(visit.practice.time_zone, instant);
  return instant + std::chrono::minutes(offset.ok() ? *offset : 0);
}

}  // namespace

app::Caller CallerOf(const app::LaunchRecord& session) {
  const auto role = app::RoleNamed(session.role);
  domain::Ensure(role.has_value());
  return app::Caller::VouchedForByTheEdge(session.user, *role);
}

app::Call Visit::Reading() const { return {CallerOf(session), {}, {}}; }

app::Call Visit::Changing() const {
  return {CallerOf(session), std::string(request.form.Get("request_id")), {}};
}

domain::CivilDay Visit::today() const {
  const auto day = desk.calendar.DayIn(practice.time_zone, desk.clock.Now());
  return day.ok() ? *day : std::chrono::floor<std::chrono::days>(desk.clock.Now());
}

void ShowFrame(const Visit& visit, Tab tab, std::string_view title, View& view) {
  view.set("lang", std::string(visit.words.language()));
  view.set("page_title", visit.words.Get(title));
  view.set("path", visit.path());
  view.set("token", FormToken(visit.session, visit.desk.digest));
  view.set("request_id", NewRequestId(visit.desk.ids));
  view.set("practice_name", visit.practice.display_name);
  view.set("user", visit.session.user);
  const bool of_patient = visit.session.patient.has_value();
  view.set("of_patient", View(of_patient));
  view.set("locked", View(of_patient && !app::MayWrite(visit.session)));
  if (!of_patient) return;
  ShowIdentity(visit, view);
  ShowTabs(visit, tab, view);
}

std::string FormToken(const app::LaunchRecord& session, const app::Digest& digest) {
  const std::string mac = digest.Keyed(app::KeyPurpose::kLaunch, "form\n" + session.secret_sha256);
  return app::Hex(mac).substr(0, 32);
}

std::string NewRequestId(app::IdSource& ids) {
  constexpr std::string_view kPattern = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  for (const char c : kPattern) id += c == 'x' ? kDigits[ids.Below(16)] : c;
  return id;
}

std::string TimeOf(domain::Instant instant, const Visit& visit) {
  const domain::Instant local = LocalTime(instant, visit);
  const auto of_day = local - std::chrono::floor<std::chrono::days>(local);
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(of_day).count();
  const auto two = [](long long number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return two(minutes / 60) + ':' + two(minutes % 60);
}

std::string MomentOf(domain::Instant instant, const Visit& visit) {
  const auto day = std::chrono::floor<std::chrono::days>(LocalTime(instant, visit));
  const std::string time = TimeOf(instant, visit);
  return day == visit.today() ? time : visit.words.Day(day) + ", " + time;
}

Response ErrorPage(const Visit& visit, const domain::Error& error) {
  View view;
  ShowFrame(visit, Tab::kNone, "error.title", view);
  Put(view, "message", ErrorText(error, visit.words));
  Put(view, "reason", error.reason);
  Views violations;
  for (const domain::FieldViolation& violation : error.violations) {
    View entry;
    entry.set("field", violation.field);
    entry.set("description", FaultText(violation, visit.words));
    violations.push_back(entry);
  }
  view.set("violations", View(violations));
  view.set("stale", View(error.reason == "ETAG_MISMATCH"));
  Response response;
  response.status = error.code == domain::ErrorCode::kNotFound      ? 404
                    : error.code == domain::ErrorCode::kInternal    ? 500
                    : error.code == domain::ErrorCode::kUnavailable ? 503
                                                                    : 409;
  response.body = Render("error", visit.words, view);
  return response;
}

}  // namespace ischia::web
