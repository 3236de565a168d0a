#include "service/web/screens/assess.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/domain/assess/bands.h"
#include "service/web/form/fields.h"
#include "service/web/form/form_view.h"
#include "service/web/form/last_time.h"
#include "service/web/form/reading.h"
#include "service/web/screens/program/program.h"
#include "service/web/screens/program/revision.h"
#include "service/web/screens/standing.h"
#include "service/web/view/changes.h"
#include "service/web/view/charts.h"
#include "service/web/view/compared.h"
#include "service/web/view/faults.h"

namespace ischia::web {
namespace {

using domain::Error;
using domain::Program;
using domain::Result;

// -- The draft ------------------------------------------------------------------------------------

Occasion OccasionOf(const Visit& visit) {
  Occasion occasion;
  occasion.today = visit.today();
  occasion.assessor = visit.session.user;
  occasion.in_force = visit.standing.has_value();
  occasion.birth_date = visit.patient.fields.birth_date;
  occasion.sex_for_norms = visit.patient.fields.sex_for_norms;
  return occasion;
}

// What a new form begins with: a method names what values can be compared with, and loosens
// nothing.
app::Answers FirstAnswers(const Visit& visit) {
  if (visit.standing) return CarriedOver(visit.standing->assessment.content->fields);
  return {{"knee_extension_method", "ACTIVE"}};
}

app::Answers LastAnswers(const Visit& visit) {
  if (!visit.standing) return {};
  return AnswersIn(visit.standing->assessment.content->fields);
}

// The fields of the form that was sent, and no others. "No to all" answers the questions of one
// group, and leaves a yes that was said alone.
app::Answers AnswersOf(const Fields& form) {
  app::Answers answers;
  const std::string_view no_to_all = form.Get("no_to_all");
  for (const Field& field : AssessmentForm()) {
    std::string_view value = form.Get(field.name);
    const std::string_view row = RowOfField(field.name);
    const bool of_group = !no_to_all.empty() && row.starts_with("screen.") &&
                          row.substr(7) == no_to_all && field.widget == Widget::kChoice;
    if (of_group && value != "YES") value = "NO";
    if (!value.empty()) answers.emplace_back(field.name, value);
  }
  return answers;
}

// -- What the engine says -------------------------------------------------------------------------

struct Judged {
  Reading reading;
  std::optional<Program> program;  // unset while something is open or wrong
  std::optional<Error> error;
  std::vector<domain::LegBand> bands;
  std::optional<domain::Assessment> assessment;  // unset: something is out of range
  // Of the program in force; what is planned reads from it.
  std::optional<app::PreviewedRevision> revision;
  std::string waits;  // word: why the program in force is not planned on this yet; empty: it is
};

// A program in force is planned on; a new one is begun where the clinician says so.
bool GoesOn(const Visit& visit, const Reading& reading) {
  return visit.standing && reading.fields.kind != domain::AssessmentKind::kInitial;
}

bool IsAbout(const Error& error, std::string_view field) {
  return std::any_of(error.violations.begin(), error.violations.end(),
                     [&](const auto& violation) { return violation.field == field; });
}

Result<Program> PlanNew(const Visit& visit, const Reading& reading) {
  return visit.desk.programs.PreviewProgram(
      visit.Reading(), {visit.practice.id, reading.fields, visit.today(), visit.clearances, {}});
}

// Where weeks wait for a decision, or the last one is over, the findings of the measurement stand
// without the weeks that would follow.
Result<Program> PlanOn(const Visit& visit, Judged& judged) {
  const Standing& standing = *visit.standing;
  auto revision = visit.desk.revisions.PreviewRevision(
      visit.Reading(),
      {standing.program.name, judged.reading.fields, EffectiveDay(standing.revision, visit)});
  if (revision.ok()) {
    judged.revision = std::move(revision).value();
    return *judged.revision->program;
  }
  if (revision.error().reason == "WRONG_STATE") {
    judged.waits = "preview.weeks_wait";
  } else if (IsAbout(revision.error(), "effective_date")) {
    judged.waits = "preview.weeks_over";
  } else {
    return revision.error();
  }
  return PlanNew(visit, judged.reading);
}

Judged Judge(const Visit& visit, const app::Answers& answers) {
  Judged judged;
  const Occasion occasion = OccasionOf(visit);
  judged.reading = ReadAssessment(answers, occasion, visit.desk.catalogue.minimum_data);
  // Read apart, so that what is no number stands beside what is out of range.
  Result<domain::Assessment> assessment =
      domain::Assessment::Create(judged.reading.fields, occasion.birth_date);
  if (!assessment.ok()) {
    judged.error = assessment.error();
    return judged;
  }
  judged.bands = domain::Bands(*assessment, visit.desk.catalogue.norms);
  judged.assessment = std::move(assessment).value();
  if (!judged.reading.violations.empty()) {
    judged.error = domain::FieldInvalid({});
    return judged;
  }
  Result<Program> program =
      GoesOn(visit, judged.reading) ? PlanOn(visit, judged) : PlanNew(visit, judged.reading);
  if (program.ok()) {
    judged.program = std::move(program).value();
  } else {
    judged.error = program.error();
  }
  return judged;
}

bool IsMissing(const domain::FieldViolation& violation) {
  return violation.reason == "SCREEN_INCOMPLETE" || violation.reason == "MEASUREMENT_MISSING";
}

// The domain's paths may begin with the request's field.
std::string FieldOf(const domain::FieldViolation& violation, const Judged& judged) {
  std::string_view path = violation.field;
  if (path.starts_with("assessment.")) path.remove_prefix(11);
  return FormField(path, judged.reading.fields);
}

FormNotes NotesOf(const Judged& judged, const Visit& visit) {
  FormNotes notes;
  for (const domain::FieldViolation& violation : judged.reading.violations) {
    notes.faults.emplace(violation.field, visit.words.Get("fault.not_an_answer"));
  }
  if (judged.error) {
    for (const domain::FieldViolation& violation : judged.error->violations) {
      const std::string field = FieldOf(violation, judged);
      if (IsMissing(violation)) {
        notes.open.insert(field);
      } else {
        notes.faults.emplace(field, FaultText(violation, visit.words));
      }
    }
  }
  if (judged.program) {
    for (const domain::Finding& finding : judged.program->findings) {
      if (finding.inputs.empty() || finding.severity < domain::Severity::kModify) continue;
      const std::string field = FormField(finding.inputs.front().field, judged.reading.fields);
      notes.alarms.emplace(std::string(RowOfField(field)),
                           finding.severity == domain::Severity::kModify ? "modify" : "refuse");
    }
  }
  notes.lines["knee_extension"] =
      BandLine(judged.bands, domain::Measure::kKneeExtensionDeficit, visit.speech());
  notes.lines["straight_leg_raise"] =
      BandLine(judged.bands, domain::Measure::kStraightLegRaise, visit.speech());
  return notes;
}

// -- The preview ----------------------------------------------------------------------------------

// One link a row, whatever is open in it.
Views OpenRows(const FormNotes& notes, const Words& words) {
  Views rows;
  std::vector<std::string_view> named;
  for (const Field& field : AssessmentForm()) {
    if (!notes.open.contains(field.name)) continue;
    const std::string_view row = RowOfField(field.name);
    if (std::find(named.begin(), named.end(), row) != named.end()) continue;
    named.push_back(row);
    View entry;
    Put(entry, "row", std::string(row));
    Put(entry, "label",
        row.starts_with("screen.") ? words.Get(row) : words.Get("row." + std::string(row)));
    rows.push_back(entry);
  }
  return rows;
}

int CautionsOf(const Program& program) {
  return static_cast<int>(std::count_if(
      program.findings.begin(), program.findings.end(),
      [](const domain::Finding& finding) { return finding.acknowledgement_required; }));
}

// One word for where the form stands, the class of the page's mark beside it.
std::pair<std::string, std::string> StateOf(const Judged& judged, const FormNotes& notes,
                                            bool goes_on, const Words& words) {
  if (!notes.faults.empty()) {
    return {"fault", words.Get("state.faults", {{"count", std::to_string(notes.faults.size())}})};
  }
  if (!judged.program) {
    const std::string count = std::to_string(OpenRows(notes, words).size());
    return {"open", words.Get("state.open", {{"count", count}})};
  }
  const Program& program = *judged.program;
  if (program.state == domain::ProgramState::kRefused) {
    const bool holds = std::none_of(program.findings.begin(), program.findings.end(),
                                    [](const domain::Finding& finding) {
                                      return finding.severity == domain::Severity::kRefuseRefer;
                                    });
    return holds ? std::pair(std::string("hold"), words.Get("state.hold"))
                 : std::pair(std::string("refuse"), words.Get("state.refuse"));
  }
  const int cautions = CautionsOf(program);
  if (cautions == 0) return {"ready", words.Get(goes_on ? "state.ready_again" : "state.ready")};
  return {"caution", words.Get("state.cautions", {{"count", std::to_string(cautions)}})};
}

void ShowPreview(const Judged& judged, const FormNotes& notes, const Visit& visit, View& view) {
  const bool goes_on = GoesOn(visit, judged.reading);
  const auto [state, word] = StateOf(judged, notes, goes_on, visit.words);
  view.set("state", state);
  view.set("state_word", word);
  Put(view, "set_aside",
      judged.reading.set_aside == 0
          ? std::string()
          : visit.words.Get("preview.set_aside",
                            {{"count", std::to_string(judged.reading.set_aside)}}));
  view.set("open_rows", View(OpenRows(notes, visit.words)));
  const bool planned = judged.program && judged.program->state == domain::ProgramState::kDraft;
  const bool refused = judged.program && !planned;
  view.set("planned", View(planned));
  view.set("refused", View(refused));
  view.set("can_create", View(judged.program.has_value()));
  Put(view, "can_create_word",
      visit.words.Get(visit.standing && refused ? "preview.record_stop"
                      : goes_on                 ? "preview.record"
                      : refused                 ? "preview.record_refusal"
                                                : "preview.create"));
  view.set("goes_on", View(goes_on));
  if (goes_on && judged.assessment) {
    ShowCompared(visit.standing->assessment, *judged.assessment, visit.speech(), view);
  }
  if (!judged.program) return;
  const Program& program = *judged.program;
  ShowFindings(program.findings, judged.reading.fields, visit.speech(), view);
  if (refused) {
    ShowRefusal(program, judged.reading.fields, visit.speech(), view);
    view.set("emergency_number", visit.practice.emergency_number);
    return;
  }
  view.set("shows_weeks", View(judged.waits.empty()));
  Put(view, "waits", judged.waits.empty() ? std::string() : visit.words.Get(judged.waits));
  if (judged.revision) ShowChanges(*judged.revision->changes, visit.words, view);
  ShowDoses(program, visit.speech(), view);
  ShowReasons(program, visit.speech(), view);
  ShowExcluded(program, visit.speech(), view);
  view.set("minutes_label",
           visit.words.Get(
               "dose.minutes_a_day",
               {{"count", std::to_string(judged.reading.fields.minutes_per_day.value_or(0))}}));
}

void ShowDraft(const std::optional<app::DraftRecord>& draft, const Visit& visit, View& view) {
  Put(view, "draft_etag", draft ? draft->etag : std::string());
  view.set("draft_saved",
           draft ? visit.words.Get("draft.saved", {{"time", TimeOf(draft->update_time, visit)}})
                 : std::string());
}

struct Typed {
  app::Answers answers;
  std::optional<app::DraftRecord> draft;
};

Response AssessmentPage(const Visit& visit, const Typed& typed, const Judged& judged,
                        const FormNotes& notes) {
  const app::Answers last = LastAnswers(visit);
  const FormState state{typed.answers, last, judged.reading.causes, notes};
  View view;
  ShowDraft(typed.draft, visit, view);
  ShowPreview(judged, notes, visit, view);
  const std::string_view sequence = visit.request.form.Get("sequence");
  view.set("sequence", std::string(sequence));
  const std::string charts =
      judged.program ? RangeCharts(*judged.program, visit.speech()) : std::string();
  Response response;
  if (visit.request.part) {
    view.set("path", visit.path());
    ShowNotes(state, visit.words, view);
    response.body = WithCharts(Render("assess_part", visit.words, view), charts);
    return response;
  }
  const std::string_view title = visit.standing ? "history.remeasurement" : "assess.title";
  ShowFrame(visit, Tab::kAssess, title, view);
  view.set("heading", visit.words.Get(title));
  ShowForm(state, visit.words, view);
  ShowScreen(state, visit.words, view);
  view.set("today", visit.words.Day(visit.today()));
  const std::string_view tab = visit.request.form.Get("tab_id");
  view.set("tab_id", tab.empty() ? NewRequestId(visit.desk.ids) : std::string(tab));
  response.body = WithCharts(Render("assess", visit.words, view), charts);
  return response;
}

// -- Somebody else was faster ---------------------------------------------------------------------

// The rows in which two drafts differ, with both answers.
Views Differences(const app::Answers& mine, const app::Answers& theirs, const Words& words) {
  Views rows;
  for (const Field& field : AssessmentForm()) {
    const std::string_view here = AnswerTo(field.name, mine);
    const std::string_view there = AnswerTo(field.name, theirs);
    if (here == there) continue;
    View row;
    row.set("name", field.name);
    Put(row, "label", LabelOf(field.name, words));
    Put(row, "mine", AnswerText(field.name, here, words));
    Put(row, "theirs", AnswerText(field.name, there, words));
    row.set("their_value", std::string(there));
    rows.push_back(row);
  }
  return rows;
}

Response MergePage(const Visit& visit, const app::Answers& mine, const app::DraftRecord& theirs) {
  View view;
  ShowFrame(visit, Tab::kAssess, "merge.title", view);
  const bool same_user = theirs.user == visit.session.user;
  const std::string time = TimeOf(theirs.update_time, visit);
  view.set("explanation", same_user ? visit.words.Get("merge.other_tab", {{"time", time}})
                                    : visit.words.Get("merge.other_person",
                                                      {{"name", theirs.user}, {"time", time}}));
  view.set("rows", View(Differences(mine, theirs.answers, visit.words)));
  Views kept;
  for (const auto& [name, value] : mine) {
    View answer;
    answer.set("name", name);
    answer.set("value", value);
    kept.push_back(answer);
  }
  view.set("answers", View(kept));
  Put(view, "draft_etag", theirs.etag);
  view.set("tab_id", std::string(visit.request.form.Get("tab_id")));
  Response response;
  response.status = 409;
  response.body = Render(visit.request.part ? "merge_part" : "merge", visit.words, view);
  return response;
}

// A merge answers row by row whose answer stands.
app::Answers Merged(const Visit& visit, app::Answers answers) {
  for (auto& [name, value] : answers) {
    if (visit.request.form.Get("take." + name) == "theirs") {
      value = std::string(visit.request.form.Get("theirs." + name));
    }
  }
  for (const auto& [name, value] : visit.request.form.all()) {
    if (!name.starts_with("theirs.") || value.empty()) continue;
    const std::string field = name.substr(7);
    const bool wanted = visit.request.form.Get("take." + field) == "theirs";
    if (wanted && FindField(field) != nullptr && AnswerTo(field, answers).empty()) {
      answers.emplace_back(field, value);
    }
  }
  return answers;
}

// -- The handout of a draft
// ------------------------------------------------------------------------

// Page 1 where none is named.
int PageNumber(const Fields& query) {
  const std::string_view text = query.Get("page");
  int number = 1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// The records that the draft would become; nothing of them is kept.
Response DrawDraft(const Visit& visit, const Judged& judged, int page) {
  app::AssessmentRecord assessment;
  assessment.name.patient = visit.patient.name;
  assessment.content = app::Frozen<app::AssessmentContent>(
      {judged.reading.fields, judged.program->findings}, nullptr);
  app::ProgramRecord program;
  program.name.patient = visit.patient.name;
  program.state = domain::ProgramState::kActive;
  program.short_code = visit.words.Get("preview.short_code");
  program.content = app::Frozen<Program>(*judged.program, nullptr);
  program.create_time = visit.desk.clock.Now();
  app::ProgramPast past;
  if (judged.revision) program.revision_number = visit.standing->program.revision_number + 1;
  past.revisions.emplace_back();
  past.revisions.back().name = {program.name, program.revision_number};
  if (judged.revision) past.revisions.back().changes = judged.revision->changes;
  past.revisions.back().short_code = program.short_code;
  past.revisions.back().content = program.content;
  past.revisions.back().create_time = program.create_time;
  app::HandoutFields fields;
  fields.kind = app::HandoutKind::kProgram;
  fields.language_code = visit.patient.fields.language_code.empty()
                             ? visit.practice.language_code
                             : visit.patient.fields.language_code;
  fields.paper_size = visit.practice.paper_size;
  fields.large_print = visit.patient.fields.large_print;
  fields.picture_only = visit.patient.fields.picture_only;
  const auto drawn = visit.desk.renderer.DrawPage(
      {visit.practice, visit.patient, assessment, program, fields, past}, page);
  if (!drawn.ok()) return PlainText(404, "There is no such page.");
  Response response;
  response.content_type = "image/svg+xml";
  response.body = drawn->svg;
  return response;
}

// -- Recording what was measured ------------------------------------------------------------------

// A new program of it; the path of its page.
Result<std::string> Begin(const Visit& visit, const app::AssessmentName& assessment) {
  app::CreateProgramRequest wanted;
  wanted.patient = visit.patient.name;
  wanted.assessment = assessment;
  wanted.start_date = visit.today();
  const auto program = visit.desk.programs.CreateProgram(visit.Changing(), wanted);
  if (!program.ok()) return program.error();
  return PathOf(visit, program->name);
}

// What refuses stops the program in force at once, without another click: it is revised, or paused
// where an earlier week keeps it from being revised.
Result<std::string> Stop(const Visit& visit, const app::AssessmentName& assessment) {
  const Standing& standing = *visit.standing;
  app::ReviseProgramRequest revision;
  revision.name = standing.program.name;
  revision.etag = standing.program.etag;
  revision.assessment = assessment;
  revision.effective_date = EffectiveDay(standing.revision, visit);
  const auto revised = visit.desk.revisions.ReviseProgram(visit.Changing(), revision);
  if (revised.ok()) return PathOf(visit, standing.program.name);
  if (standing.program.state == domain::ProgramState::kSuspended) return visit.path() + "/reports";
  const auto paused = visit.desk.programs.SuspendProgram(
      visit.Changing(),
      {standing.program.name, standing.program.etag, visit.words.Get("preview.stop_reason")});
  if (!paused.ok()) return paused.error();
  return visit.path() + "/reports";
}

// Where a clinician goes on with what was just recorded.
Result<std::string> NextPage(const Visit& visit, const Judged& judged,
                             const app::AssessmentName& assessment) {
  // A red flag of a new beginning stops what is in force as well.
  const bool refused = judged.program->state == domain::ProgramState::kRefused;
  if (visit.standing && refused) return Stop(visit, assessment);
  if (!GoesOn(visit, judged.reading)) return Begin(visit, assessment);
  const bool measured = judged.reading.fields.kind == domain::AssessmentKind::kRemeasurement;
  if (!measured || !judged.revision) return visit.path() + "/reports";
  return RevisionPathOf(visit, visit.standing->program.name, assessment.assessment);
}

Result<std::string> Record(const Visit& visit, const Judged& judged) {
  app::CreateAssessmentRequest wanted;
  wanted.patient = visit.patient.name;
  wanted.assessment = judged.reading.fields;
  const auto stored = visit.desk.records.CreateAssessment(visit.Changing(), wanted);
  if (!stored.ok()) return stored.error();
  return NextPage(visit, judged, stored->name);
}

Response RecordPage(const Visit& visit, const Typed& typed, const Judged& judged,
                    const FormNotes& notes) {
  if (!judged.program) return AssessmentPage(visit, typed, judged, notes);
  const Result<std::string> next = Record(visit, judged);
  if (!next.ok()) return ErrorPage(visit, next.error());
  // The draft has become a record; one that stays by a fault of the disk is gone after a day.
  static_cast<void>(visit.desk.drafts.Drop(visit.Reading(), visit.patient.name));
  return Redirect(*next);
}

}  // namespace

Response ShowAssessment(const Visit& visit) {
  auto draft = visit.desk.drafts.Find(visit.Reading(), visit.patient.name);
  if (!draft.ok()) return ErrorPage(visit, draft.error());
  Typed typed{*draft ? (*draft)->answers : FirstAnswers(visit), *draft};
  const Judged judged = Judge(visit, typed.answers);
  return AssessmentPage(visit, typed, judged, NotesOf(judged, visit));
}

Response TakeAssessment(const Visit& visit) {
  app::SaveDraftRequest wanted;
  wanted.patient = visit.patient.name;
  wanted.answers = Merged(visit, AnswersOf(visit.request.form));
  wanted.tab = visit.request.form.Get("tab_id");
  wanted.etag_before = visit.request.form.Get("draft_etag");
  const auto saved = visit.desk.drafts.Save(visit.Reading(), wanted);
  if (!saved.ok()) return ErrorPage(visit, saved.error());
  if (!saved->stored) return MergePage(visit, wanted.answers, saved->draft);
  const Typed typed{wanted.answers, saved->draft};
  const Judged judged = Judge(visit, typed.answers);
  const FormNotes notes = NotesOf(judged, visit);
  if (visit.request.form.Get("do") == "create") return RecordPage(visit, typed, judged, notes);
  return AssessmentPage(visit, typed, judged, notes);
}

Response DraftPage(const Visit& visit) {
  const auto draft = visit.desk.drafts.Find(visit.Reading(), visit.patient.name);
  if (!draft.ok() || !*draft) return PlainText(404, "There is no draft.");
  const Judged judged = Judge(visit, (*draft)->answers);
  if (!judged.program || judged.program->state != domain::ProgramState::kDraft) {
    return PlainText(404, "The draft gives no handout.");
  }
  return DrawDraft(visit, judged, PageNumber(visit.request.query));
}

}  // namespace ischia::web
