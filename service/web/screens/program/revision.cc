#include "service/web/screens/program/revision.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "service/web/screens/program/giving.h"
#include "service/web/screens/program/program.h"
#include "service/web/screens/standing.h"
#include "service/web/view/changes.h"

namespace ischia::web {
namespace {

using domain::Result;

// What has to be signed for this revision: whoever signed a rule for an earlier one signed it.
std::vector<domain::Finding> NewCautions(const domain::Program& planned,
                                         const app::ProgramRecord& program) {
  std::vector<domain::Finding> cautions;
  for (const domain::Finding& finding : planned.findings) {
    const bool is_signed =
        std::any_of(program.acknowledgements.begin(), program.acknowledgements.end(),
                    [&](const auto& entry) { return entry.rule_id == finding.rule_id; });
    if (finding.acknowledgement_required && !is_signed) cautions.push_back(finding);
  }
  return cautions;
}

Result<domain::CivilDay> FirstDay(const Visit& visit, const app::ProgramRecord& program) {
  const auto revision =
      visit.desk.revisions.GetRevision(visit.Reading(), {program.name, program.revision_number});
  if (!revision.ok()) return revision.error();
  return EffectiveDay(*revision, visit);
}

void ShowPlanned(const Visit& visit, const app::PreviewedRevision& planned,
                 const app::ProgramRecord& program, const domain::AssessmentFields& fields,
                 View& view) {
  const bool refused = planned.program->state == domain::ProgramState::kRefused;
  view.set("refused", View(refused));
  view.set("planned", View(!refused));
  ShowFindings(planned.program->findings, fields, visit.speech(), view);
  ShowChanges(*planned.changes, visit.words, view);
  if (refused) {
    ShowRefusal(*planned.program, fields, visit.speech(), view);
    return;
  }
  ShowDoses(*planned.program, visit.speech(), view);
  ShowReasons(*planned.program, visit.speech(), view);
  ShowSignOff(NewCautions(*planned.program, program), {}, visit, view);
  ShowGive(visit, view);
  view.set("minutes_label",
           visit.words.Get("dose.minutes_a_day",
                           {{"count", std::to_string(fields.minutes_per_day.value_or(0))}}));
}

}  // namespace

std::string RevisionPathOf(const Visit& visit, const app::ProgramName& name,
                           const domain::AssessmentId& assessment) {
  return PathOf(visit, name) + "/revision/" + assessment.text();
}

Response ShowRevision(const Visit& visit, const app::ProgramName& name,
                      std::string_view assessment_id) {
  if (!domain::IsResourceId(assessment_id)) return ErrorPage(visit, domain::NotFound());
  const auto program = visit.desk.programs.GetProgram(visit.Reading(), name);
  if (!program.ok()) return ErrorPage(visit, program.error());
  const auto assessment = visit.desk.records.GetAssessment(
      visit.Reading(), {name.patient, domain::AssessmentId(std::string(assessment_id))});
  if (!assessment.ok()) return ErrorPage(visit, assessment.error());
  const Result<domain::CivilDay> day = FirstDay(visit, *program);
  if (!day.ok()) return ErrorPage(visit, day.error());
  const domain::AssessmentFields& fields = assessment->content->fields;
  const auto planned = visit.desk.revisions.PreviewRevision(visit.Reading(), {name, fields, *day});
  if (!planned.ok()) return ErrorPage(visit, planned.error());
  View view;
  ShowFrame(visit, Tab::kProgram, "revision.title", view);
  view.set("made",
           visit.words.Get("revision.rests_on", {{"date", visit.words.Day(*fields.assessment_date)},
                                                 {"name", fields.assessor}}));
  view.set("from", visit.words.Get("history.from", {{"date", visit.words.Day(*day)}}));
  view.set("program_path", PathOf(visit, name));
  view.set("assessment", std::string(assessment_id));
  view.set("etag", program->etag);
  view.set("emergency_number", visit.practice.emergency_number);
  ShowPlanned(visit, *planned, *program, fields, view);
  Response response;
  response.body = Render("revision", visit.words, view);
  return response;
}

Response Revise(const Visit& visit, const app::ProgramName& name) {
  const Fields& form = visit.request.form;
  if (!domain::IsResourceId(form.Get("assessment"))) return ErrorPage(visit, domain::NotFound());
  const auto program = visit.desk.programs.GetProgram(visit.Reading(), name);
  if (!program.ok()) return ErrorPage(visit, program.error());
  const Result<domain::CivilDay> day = FirstDay(visit, *program);
  if (!day.ok()) return ErrorPage(visit, day.error());
  app::ReviseProgramRequest wanted;
  wanted.name = name;
  wanted.etag = form.Get("etag");
  wanted.assessment = {name.patient, domain::AssessmentId(std::string(form.Get("assessment")))};
  wanted.effective_date = *day;
  wanted.acknowledged_rule_ids = SignedRules(form);
  const auto revised = visit.desk.revisions.ReviseProgram(visit.Changing(), wanted);
  if (!revised.ok()) return ErrorPage(visit, revised.error());
  return AfterGiving(visit, name, revised->state == domain::ProgramState::kRefused);
}

}  // namespace ischia::web
