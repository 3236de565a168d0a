#include "service/web/screens/program.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/domain/assess/bands.h"
#include "service/web/screens/edit.h"
#include "service/web/screens/follow_up.h"
#include "service/web/screens/given.h"
#include "service/web/view/chart_note.h"

namespace ischia::web {
namespace {

using domain::Error;
using domain::ProgramState;
using domain::Result;

// -- What can be given ----------------------------------------------------------------------------

void ShowGive(const Visit& visit, View& view) {
  const app::PatientFields& patient = visit.patient.fields;
  const bool mailed = !patient.email_address.empty() && visit.patient.email_confirmed &&
                      patient.delivery_mode == app::DeliveryMode::kAttachment;
  view.set("can_mail", View(mailed));
  view.set("must_confirm", View(!mailed));
  view.set("masked_address", app::MaskedAddress(patient.email_address));
  view.set("can_file", View(patient.host_reference.has_value()));
  Views languages;
  const std::string_view own = patient.language_code.empty()
                                   ? std::string_view(visit.practice.language_code)
                                   : std::string_view(patient.language_code);
  for (const std::string_view code : visit.desk.texts.LanguageCodes()) {
    View language;
    language.set("code", std::string(code));
    Put(language, "label", visit.words.Get("language." + std::string(code)));
    language.set("selected", View(own == code || own.starts_with(std::string(code) + "-")));
    languages.push_back(language);
  }
  view.set("languages", View(languages));
  view.set("letter", View(visit.practice.paper_size == app::PaperSize::kLetter));
  view.set("large_print", View(patient.large_print));
  view.set("picture_only", View(patient.picture_only));
}

void ShowSignOff(const app::ProgramRecord& program, const Visit& visit, View& view) {
  Views cautions;
  for (const domain::Finding& finding : program.content->findings) {
    if (!finding.acknowledgement_required) continue;
    View caution;
    const std::string rule(finding.rule_id.text());
    caution.set("rule", rule);
    Put(caution, "summary", SummaryOf(finding, visit.speech()));
    caution.set("detail", DetailOf(finding, visit.speech()));
    const auto signed_by = std::find_if(
        program.acknowledgements.begin(), program.acknowledgements.end(),
        [&](const app::Acknowledgement& entry) { return entry.rule_id == finding.rule_id; });
    const bool is_signed = signed_by != program.acknowledgements.end();
    caution.set("signed", View(is_signed));
    Put(caution, "by",
        is_signed
            ? visit.words.Get("sign.by", {{"name", signed_by->user},
                                          {"time", TimeOf(signed_by->acknowledge_time, visit)}})
            : std::string());
    cautions.push_back(caution);
  }
  view.set("has_cautions", View(!cautions.empty()));
  view.set("caution_count", std::to_string(cautions.size()));
  view.set("cautions", View(cautions));
}

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

// -- Giving ---------------------------------------------------------------------------------------

app::HandoutFields SheetOf(const Fields& form, bool refused) {
  app::HandoutFields sheet;
  sheet.kind = refused ? app::HandoutKind::kReferral : app::HandoutKind::kProgram;
  sheet.language_code = form.Get("language");
  sheet.paper_size = form.Get("paper") == "letter" ? app::PaperSize::kLetter : app::PaperSize::kA4;
  sheet.large_print = form.Has("large_print");
  sheet.picture_only = form.Has("picture_only");
  // Browsers end lines with CR LF.
  sheet.note = form.Get("note");
  std::erase(sheet.note, '\r');
  return sheet;
}

// Makes the sheet, once, and sends and files it as ticked.
Result<domain::Done> GiveSheet(const Visit& visit, const app::ProgramName& name, bool refused) {
  const Fields& form = visit.request.form;
  if (!form.Has("print") && !form.Has("mail") && !form.Has("file")) return domain::Done{};
  app::CreateHandoutRequest wanted;
  wanted.program = name;
  wanted.handout = SheetOf(form, refused);
  wanted.file_to_host = form.Has("file");
  const auto handout = visit.desk.handouts.CreateHandout(visit.Changing(), wanted);
  if (!handout.ok()) return handout.error();
  if (!form.Has("mail")) return domain::Done{};
  const auto sent = visit.desk.deliveries.SendHandout(
      visit.Changing(), {handout->name, app::DeliveryMode::kUnspecified});
  if (!sent.ok()) return sent.error();
  return domain::Done{};
}

Response AfterGiving(const Visit& visit, const app::ProgramName& name, bool refused) {
  const Result<domain::Done> given = GiveSheet(visit, name, refused);
  if (!given.ok()) return ErrorPage(visit, given.error());
  return Redirect(PathOf(visit, name) + "#give");
}

std::vector<domain::RuleId> SignedRules(const Fields& form) {
  constexpr std::string_view kPrefix = "sign.";
  std::vector<domain::RuleId> rules;
  for (const auto& [field, value] : form.all()) {
    if (field.starts_with(kPrefix))
      rules.emplace_back(std::string_view(field).substr(kPrefix.size()));
  }
  return rules;
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
  const auto latest = LatestProgram(visit);
  if (!latest.ok()) return ErrorPage(visit, latest.error());
  const bool in_force = *latest && (*latest)->state == ProgramState::kActive;
  return Redirect(visit.path() + (in_force ? "/reports" : "/assess"));
}

Response ShowLatestProgram(const Visit& visit) {
  const auto latest = LatestProgram(visit);
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
  ShowSignOff(program, visit, view);
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
