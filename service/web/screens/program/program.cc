#include "service/web/screens/program/program.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/domain/assess/bands.h"
#include "service/web/screens/program/edit.h"
#include "service/web/screens/program/given.h"
#include "service/web/screens/program/giving.h"
#include "service/web/screens/standing.h"
#include "service/web/view/chart_note.h"

namespace ischia::web {
namespace {

using domain::Error;
using domain::ProgramState;
using domain::Result;

Result<domain::Done> ShowProgramParts(const Visit& visit, const app::ProgramRecord& program,
                                      View& view) {
  const auto assessment =
      visit.desk.records.GetAssessment(visit.Reading(), {program.name.patient, program.assessment});
  if (!assessment.ok()) return assessment.error();
  const domain::AssessmentFields& fields = assessment->content->fields;
  ShowFindings(program.content->findings, fields, visit.speech(), view);
  ShowRefusal(*program.content, fields, visit.speech(), view);
  ShowDoses(*program.content, visit.speech(), view);
  ShowReasons(*program.content, visit.speech(), view);
  ShowExcluded(*program.content, visit.speech(), view);
  view.set("minutes_label",
           visit.words.Get("dose.minutes_a_day",
                           {{"count", std::to_string(fields.minutes_per_day.value_or(0))}}));
  view.set("chart_note", ChartNote(program, fields, visit.speech()));
  return domain::Done{};
}

}  // namespace

std::string StateKey(ProgramState state) {
  constexpr std::array<std::string_view, 6> kStateKeys = {"",       "draft",     "refused",
                                                          "active", "suspended", "completed"};
  return std::string(kStateKeys[static_cast<std::size_t>(state)]);
}

std::string PathOf(const Visit& visit, const app::ProgramName& name) {
  return visit.path() + "/programs/" + name.program.text();
}

Response Start(const Visit& visit) {
  const auto latest = LatestProgram(visit.desk, visit.Reading(), visit.patient.name);
  if (!latest.ok()) return ErrorPage(visit, latest.error());
  const bool in_force = *latest && (*latest)->state == ProgramState::kActive;
  return Redirect(visit.path() + (in_force ? "/reports" : "/assess"));
}

Response ShowLatestProgram(const Visit& visit) {
  const auto latest = LatestProgram(visit.desk, visit.Reading(), visit.patient.name);
  if (!latest.ok()) return ErrorPage(visit, latest.error());
  if (*latest) return Redirect(PathOf(visit, (*latest)->name));
  View view;
  ShowFrame(visit, Tab::kProgram, "tab.program", view);
  Put(view, "message", visit.words.Get("program.none"));
  Response response;
  response.body = Render("empty", visit.words, view);
  return response;
}

Response ShowProgram(const Visit& visit, const app::ProgramName& name) {
  const auto program = visit.desk.programs.GetProgram(visit.Reading(), name);
  return program.ok() ? ProgramScreen(visit, *program, {}) : ErrorPage(visit, program.error());
}

Response ProgramScreen(const Visit& visit, const app::ProgramRecord& program,
                       const EditCheck& edit) {
  View view;
  ShowFrame(visit, Tab::kProgram, "tab.program", view);
  const bool refused = program.state == ProgramState::kRefused;
  const std::string state = StateKey(program.state);
  view.set("state", state);
  view.set("state_word", visit.words.Get("program." + state));
  view.set("draft", View(program.state == ProgramState::kDraft && !edit.allowed));
  view.set("refused", View(refused));
  view.set("can_give", View(program.state == ProgramState::kActive || refused));
  view.set("revision", visit.words.Get("program.revision",
                                       {{"count", std::to_string(program.revision_number)}}));
  view.set("program_path", PathOf(visit, program.name));
  view.set("made",
           visit.words.Get("program.made", {{"time", MomentOf(program.create_time, visit)},
                                            {"name", program.created_by},
                                            {"version", program.content->catalogue_version}}));
  view.set("etag", program.etag);
  view.set("emergency_number", visit.practice.emergency_number);
  ShowSignOff(program.content->findings, program.acknowledgements, visit, view);
  ShowGive(visit, view);
  ShowEdits(visit, program, edit, view);
  Result<domain::Done> shown = ShowProgramParts(visit, program, view);
  if (shown.ok()) shown = ShowGiven(visit, program.name, view);
  if (!shown.ok()) return ErrorPage(visit, shown.error());
  Response response;
  response.body = Render(refused ? "refusal" : "program", visit.words, view);
  return response;
}

Response HandoutFile(const Visit& visit, const app::ProgramName& name, std::string_view file) {
  constexpr std::string_view kEnd = ".pdf";
  if (file.ends_with(kEnd)) file.remove_suffix(kEnd.size());
  if (!domain::IsResourceId(file)) return ErrorPage(visit, domain::NotFound());
  const auto handout = visit.desk.handouts.DownloadHandout(
      visit.Reading(), {name, domain::HandoutId(std::string(file))});
  if (!handout.ok()) return ErrorPage(visit, handout.error());
  Response response;
  response.content_type = handout->media_type;
  response.file_name = handout->file_name;
  response.body = handout->bytes;
  return response;
}

Response Activate(const Visit& visit, const app::ProgramName& name) {
  app::ActivateProgramRequest wanted;
  wanted.name = name;
  wanted.etag = visit.request.form.Get("etag");
  wanted.acknowledged_rule_ids = SignedRules(visit.request.form);
  const auto activated = visit.desk.programs.ActivateProgram(visit.Changing(), wanted);
  if (!activated.ok()) return ErrorPage(visit, activated.error());
  return AfterGiving(visit, name, false);
}

Response Give(const Visit& visit, const app::ProgramName& name) {
  const auto program = visit.desk.programs.GetProgram(visit.Reading(), name);
  if (!program.ok()) return ErrorPage(visit, program.error());
  return AfterGiving(visit, name, program->state == ProgramState::kRefused);
}

Response RecordClearance(const Visit& visit, const app::ProgramName& name) {
  const Fields& form = visit.request.form;
  const auto program = visit.desk.programs.GetProgram(visit.Reading(), name);
  if (!program.ok()) return ErrorPage(visit, program.error());
  app::CreateClearanceRequest wanted;
  wanted.patient = visit.patient.name;
  wanted.clearance.rule_id = domain::RuleId(form.Get("rule_id"));
  wanted.clearance.cleared_by = form.Get("cleared_by");
  wanted.clearance.cleared_by_role = form.Get("cleared_by_role");
  wanted.clearance.clearance_date = domain::ParseIsoDay(form.Get("clearance_date"));
  wanted.clearance.expiry_date = domain::ParseIsoDay(form.Get("expiry_date"));
  wanted.clearance.reason = form.Get("reason");
  const std::string_view hip = form.Get("max_hip_flexion");
  int degrees = 0;
  const auto [end, error] = std::from_chars(hip.data(), hip.data() + hip.size(), degrees);
  if (!hip.empty()) {
    // What is no whole number is left for the domain to refuse.
    const bool whole = error == std::errc{} && end == hip.data() + hip.size();
    wanted.clearance.max_hip_flexion = domain::Degrees(whole ? degrees : -1);
  }
  const auto cleared = visit.desk.clearances.CreateClearance(visit.Changing(), wanted);
  if (!cleared.ok()) return ErrorPage(visit, cleared.error());
  app::CreateProgramRequest again;
  again.patient = visit.patient.name;
  again.assessment = {visit.patient.name, program->assessment};
  again.start_date = visit.today();
  const auto made = visit.desk.programs.CreateProgram(visit.Changing(), again);
  if (!made.ok()) return ErrorPage(visit, made.error());
  return Redirect(PathOf(visit, made->name));
}

Response Pause(const Visit& visit, const app::ProgramName& name) {
  const Fields& form = visit.request.form;
  const auto paused = visit.desk.programs.SuspendProgram(
      visit.Changing(), {name, std::string(form.Get("etag")), std::string(form.Get("reason"))});
  return paused.ok() ? Redirect(visit.path() + "/reports") : ErrorPage(visit, paused.error());
}

Response Resume(const Visit& visit, const app::ProgramName& name) {
  const auto resumed = visit.desk.revisions.ResumeProgram(
      visit.Changing(), {name, std::string(visit.request.form.Get("etag")), visit.today()});
  return resumed.ok() ? Redirect(visit.path() + "/reports") : ErrorPage(visit, resumed.error());
}

Response Complete(const Visit& visit, const app::ProgramName& name) {
  const Fields& form = visit.request.form;
  const auto completed = visit.desk.programs.CompleteProgram(
      visit.Changing(), {name, std::string(form.Get("etag")), std::string(form.Get("reason"))});
  return completed.ok() ? Redirect(visit.path()) : ErrorPage(visit, completed.error());
}

Response ConfirmEmail(const Visit& visit, const app::ProgramName& name) {
  const std::string address(visit.request.form.Get("email_address"));
  app::PatientRecord patient = visit.patient;
  if (patient.fields.email_address != address ||
      patient.fields.delivery_mode != app::DeliveryMode::kAttachment) {
    app::UpdatePatientRequest update;
    update.name = patient.name;
    update.patient.email_address = address;
    update.patient.delivery_mode = app::DeliveryMode::kAttachment;
    update.update_mask = {"email_address", "delivery_mode"};
    update.etag = patient.etag;
    const auto updated = visit.desk.records.UpdatePatient(visit.Changing(), update);
    if (!updated.ok()) return ErrorPage(visit, updated.error());
  }
  const auto confirmed = visit.desk.records.ConfirmEmailAddress(
      visit.Changing(), {visit.patient.name, address, visit.request.form.Has("mail_warning")});
  if (!confirmed.ok()) return ErrorPage(visit, confirmed.error());
  return Redirect(PathOf(visit, name) + "#give");
}

Response ShowLocked(const Visit& visit) {
  View view;
  ShowFrame(visit, Tab::kNone, "locked.title", view);
  Response response;
  response.status = 409;
  response.body = Render("locked", visit.words, view);
  return response;
}

}  // namespace ischia::web
