#include "service/web/screens/history.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/domain/assess/bands.h"
#include "service/web/every_entry.h"
#include "service/web/form/form_view.h"
#include "service/web/screens/program/given.h"
#include "service/web/screens/program/program.h"
#include "service/web/view/changes.h"

namespace ischia::web {
namespace {

using domain::Result;

template <typename Record>
void NewestFirst(std::vector<Record>& records) {
  std::stable_sort(records.begin(), records.end(),
                   [](const Record& a, const Record& b) { return a.create_time > b.create_time; });
}

// -- Assessments ----------------------------------------------------------------------------------

std::string KindWord(domain::AssessmentKind kind, const Words& words) {
  constexpr std::array<std::string_view, 4> kAssessmentKeys = {"initial", "initial",
                                                               "remeasurement", "discharge"};
  return words.Get("history." + std::string(kAssessmentKeys[static_cast<std::size_t>(kind)]));
}

std::string PathwayWord(domain::Pathway pathway, const Words& words) {
  constexpr std::array<std::string_view, 5> kPathwayKeys = {"", "tight", "strain", "lbp", "prev"};
  const std::string key(kPathwayKeys[static_cast<std::size_t>(pathway)]);
  if (key.empty()) return {};
  const Marked label = MarkedLabel(words.Get("option.pathway." + key));
  return label.before + label.letter + label.after;
}

std::string BandsText(const domain::AssessmentFields& fields, const Speech& speech) {
  const auto assessment = domain::Assessment::Create(fields);
  if (!assessment.ok()) return {};
  const std::vector<domain::LegBand> bands = domain::Bands(*assessment, speech.catalogue.norms);
  constexpr std::array<std::pair<domain::Measure, std::string_view>, 2> kMeasures = {
      {{domain::Measure::kKneeExtensionDeficit, "row.knee_extension"},
       {domain::Measure::kStraightLegRaise, "row.straight_leg_raise"}}};
  std::string text;
  for (const auto& [measure, key] : kMeasures) {
    const std::string line = BandLine(bands, measure, speech);
    if (line.empty()) continue;
    text += (text.empty() ? "" : " ") + speech.words.Get(key) + ": " + line;
  }
  return text;
}

View AssessmentView(const app::AssessmentRecord& record, const Visit& visit) {
  const domain::AssessmentFields& fields = record.content->fields;
  View view;
  const domain::CivilDay day =
      fields.assessment_date.value_or(std::chrono::floor<std::chrono::days>(record.create_time));
  view.set("date", visit.words.Day(day));
  view.set("kind", KindWord(fields.kind, visit.words));
  Put(view, "pathway", PathwayWord(fields.pathway, visit.words));
  view.set("recorded",
           visit.words.Get("history.recorded", {{"time", MomentOf(record.create_time, visit)},
                                                {"name", record.recorded_by}}));
  Put(view, "bands", BandsText(fields, visit.speech()));
  Views findings;
  for (const domain::Finding& finding : record.content->findings) {
    if (finding.severity < domain::Severity::kModify) continue;
    View entry;
    entry.set("summary", SummaryOf(finding, visit.speech()));
    entry.set("rule", std::string(finding.rule_id.text()));
    findings.push_back(entry);
  }
  view.set("findings", View(findings));
  return view;
}

Result<domain::Done> ShowAssessments(const Visit& visit, View& view) {
  auto records = EveryEntry<app::AssessmentRecord>([&](const app::PageRequest& page) {
    return visit.desk.records.ListAssessments(visit.Reading(), visit.patient.name, page);
  });
  if (!records.ok()) return records.error();
  NewestFirst(*records);
  Views assessments;
  for (const app::AssessmentRecord& record : *records) {
    assessments.push_back(AssessmentView(record, visit));
  }
  view.set("has_assessments", View(!assessments.empty()));
  view.set("assessments", View(assessments));
  return domain::Done{};
}

// -- Programs -------------------------------------------------------------------------------------

View RevisionView(const app::RevisionRecord& record, const Visit& visit) {
  View view;
  view.set("title",
           visit.words.Get("program.revision", {{"count", std::to_string(record.name.number)}}));
  view.set("recorded",
           visit.words.Get("history.recorded", {{"time", MomentOf(record.create_time, visit)},
                                                {"name", record.created_by}}));
  view.set("from",
           visit.words.Get("history.from", {{"date", visit.words.Day(record.effective_date())}}));
  view.set("short_code", record.short_code);
  Put(view, "decided",
      record.basis.decided_week == 0
          ? std::string()
          : visit.words.Get("history.decided",
                            {{"week", std::to_string(record.basis.decided_week)}}));
  ShowChanges(*record.changes, visit.words, view);
  view.set("unchanged", View(record.changes->empty() && record.name.number > 1));
  return view;
}

Result<View> ProgramView(const app::ProgramRecord& program, const Visit& visit) {
  auto revisions = EveryEntry<app::RevisionRecord>([&](const app::PageRequest& page) {
    return visit.desk.revisions.ListRevisions(visit.Reading(), program.name, page);
  });
  if (!revisions.ok()) return revisions.error();
  std::sort(revisions->begin(), revisions->end(),
            [](const auto& a, const auto& b) { return a.name.number > b.name.number; });
  View view;
  view.set("href", PathOf(visit, program.name));
  view.set("title", visit.words.Get("history.program",
                                    {{"date", visit.words.Day(program.content->start_date)}}));
  view.set("state", visit.words.Get("program." + StateKey(program.state)));
  Put(view, "state_reason", program.state_reason);
  Views entries;
  for (const app::RevisionRecord& record : *revisions) {
    entries.push_back(RevisionView(record, visit));
  }
  view.set("revisions", View(entries));
  const Result<domain::Done> given = ShowGiven(visit, program.name, view);
  if (!given.ok()) return given.error();
  return view;
}

Result<domain::Done> ShowPrograms(const Visit& visit, View& view) {
  auto records = EveryEntry<app::ProgramRecord>([&](const app::PageRequest& page) {
    return visit.desk.programs.ListPrograms(
        visit.Reading(), {visit.patient.name, domain::ProgramState::kUnspecified, page});
  });
  if (!records.ok()) return records.error();
  NewestFirst(*records);
  Views programs;
  for (const app::ProgramRecord& program : *records) {
    Result<View> entry = ProgramView(program, visit);
    if (!entry.ok()) return entry.error();
    programs.push_back(std::move(entry).value());
  }
  view.set("has_programs", View(!programs.empty()));
  view.set("programs", View(programs));
  return domain::Done{};
}

}  // namespace

Response ShowHistory(const Visit& visit) {
  View view;
  ShowFrame(visit, Tab::kHistory, "tab.history", view);
  Result<domain::Done> shown = ShowAssessments(visit, view);
  if (shown.ok()) shown = ShowPrograms(visit, view);
  if (!shown.ok()) return ErrorPage(visit, shown.error());
  Response response;
  response.body = Render("history", visit.words, view);
  return response;
}

}  // namespace ischia::web
