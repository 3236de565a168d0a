#include "service/web/screens/follow_up.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "service/web/every_entry.h"
#include "service/web/screens/program/giving.h"
#include "service/web/screens/program/program.h"
#include "service/web/screens/program/revision.h"
#include "service/web/screens/standing.h"
#include "service/web/view/charts.h"

namespace ischia::web {
namespace {

using domain::DecisionKind;
using domain::Result;

constexpr int kDaysInWeek = 7;
constexpr std::array<std::string_view, 6> kKindKeys = {"",         "stop_refer", "regress",
                                                       "simplify", "hold",       "advance"};
// In the order of domain::EvidenceClass.
constexpr std::array<std::string_view, 7> kClassKeys = {
    "unreported", "device", "same_day", "back_filled", "paper", "visit", "unreported"};

std::string KindWord(DecisionKind kind, const Words& words) {
  return words.Get("decision." + std::string(kKindKeys[static_cast<std::size_t>(kind)]));
}

// -- What happened at home ------------------------------------------------------------------------

using ByDay = std::map<domain::CivilDay, const domain::CheckIn*>;

Result<std::vector<app::CheckInRecord>> AllCheckIns(const Visit& visit,
                                                    const app::ProgramName& name) {
  return EveryEntry<app::CheckInRecord>([&](const app::PageRequest& page) {
    return visit.desk.follow_up.ListCheckIns(visit.Reading(),
                                             {name, std::nullopt, std::nullopt, page});
  });
}

// Letter, shape and word of a day; a word, since a letter alone says nothing to a screen reader.
View DayView(const domain::CheckIn* check_in, const Words& words) {
  View day;
  if (check_in == nullptr) {
    day.set("shape", "unreported");
    day.set("letter", "");
    day.set("word", words.Get("ledger.unreported"));
    return day;
  }
  const auto index = static_cast<std::size_t>(check_in->evidence_class);
  const bool done = check_in->fields.done == domain::Answer::kYes;
  const std::string key(done ? kClassKeys[index] : "not_done");
  day.set("shape", key);
  day.set("letter", words.Get("ledger." + key + ".letter"));
  day.set("word", words.Get("ledger." + key));
  return day;
}

void ShowLedger(const std::vector<app::CheckInRecord>& check_ins, domain::CivilDay start,
                domain::CivilDay until, const Words& words, View& view) {
  ByDay by_day;
  // The last entry of a day stands for it.
  for (const app::CheckInRecord& record : check_ins) {
    by_day[*record.check_in.fields.session_date] = &record.check_in;
  }
  Views weeks;
  for (domain::CivilDay first = start; first <= until; first += std::chrono::days(kDaysInWeek)) {
    View week;
    week.set("title", words.Get("dose.week", {{"week", std::to_string(weeks.size() + 1)}}));
    Views days;
    for (int i = 0; i < kDaysInWeek; ++i) {
      const domain::CivilDay day = first + std::chrono::days(i);
      if (day > until) break;
      const auto found = by_day.find(day);
      days.push_back(DayView(found == by_day.end() ? nullptr : found->second, words));
    }
    week.set("days", View(days));
    weeks.push_back(week);
  }
  view.set("ledger", View(weeks));
  Views legend;
  for (const std::string_view key :
       {"same_day", "device", "back_filled", "paper", "visit", "not_done"}) {
    View entry;
    entry.set("shape", std::string(key));
    entry.set("letter", words.Get("ledger." + std::string(key) + ".letter"));
    entry.set("word", words.Get("ledger." + std::string(key)));
    legend.push_back(entry);
  }
  view.set("legend", View(legend));
}

std::string RatioText(const std::optional<double>& ratio, const Words& words) {
  if (!ratio) return words.Get("figures.not_judged");
  return std::to_string(static_cast<int>(std::lround(*ratio * 100))) + " %";
}

std::string BandText(domain::AdherenceBand band, const Words& words) {
  constexpr std::array<std::string_view, 5> kBands = {"cannot_judge", "good", "partial", "low",
                                                      "cannot_judge"};
  return words.Get("figures." + std::string(kBands[static_cast<std::size_t>(band)]));
}

// Four columns side by side; no column is added to another.
void ShowFigures(const domain::AdherenceReport& report, const Words& words, View& view) {
  const std::array<const domain::AdherenceFigures*, 4> columns = {
      &report.credible, &report.returned_paper, &report.asked_at_visit, &report.claimed};
  const auto row = [&](std::string_view label, const auto& text) {
    View line;
    line.set("label", words.Get(label));
    Views cells;
    for (const domain::AdherenceFigures* column : columns) cells.push_back(View(text(*column)));
    line.set("cells", View(cells));
    return line;
  };
  using Figures = domain::AdherenceFigures;
  Views rows;
  rows.push_back(row("figures.entries", [&](const Figures& figures) {
    return words.Get("figures.days_done", {{"count", std::to_string(figures.reported_day_count)},
                                           {"all", std::to_string(figures.day_count)}});
  }));
  rows.push_back(row("figures.sessions", [&](const Figures& figures) {
    return RatioText(figures.session_ratio, words);
  }));
  rows.push_back(row("figures.exercises", [&](const Figures& figures) {
    return RatioText(figures.exercise_ratio, words);
  }));
  rows.push_back(row("figures.hold_time",
                     [&](const Figures& figures) { return RatioText(figures.dose_ratio, words); }));
  rows.push_back(row("figures.reading",
                     [&](const Figures& figures) { return BandText(figures.band, words); }));
  view.set("figures", View(rows));
}

void ShowDiscomfort(const domain::AdherenceReport& report, const Words& words, View& view) {
  Views weeks;
  for (const domain::ReportWeek& week : report.weeks) {
    const domain::WeekFigures& figures = week.figures;
    View entry;
    entry.set("title", words.Get("dose.week", {{"week", std::to_string(week.week_number)}}));
    entry.set("pull", figures.mean_discomfort && figures.max_discomfort
                          ? words.Number(std::round(*figures.mean_discomfort * 10) / 10) + " (" +
                                std::to_string(*figures.max_discomfort) + ')'
                          : std::string("–"));
    entry.set("sharp", std::to_string(figures.sharp_pain_count));
    entry.set("tingling", std::to_string(figures.tingling_day_count));
    entry.set("days", words.Get("figures.days_done",
                                {{"count", std::to_string(figures.done_day_count)},
                                 {"all", std::to_string(figures.prescribed_day_count)}}));
    weeks.push_back(entry);
  }
  view.set("discomfort", View(weeks));
}

// -- Decisions ------------------------------------------------------------------------------------

View DecisionView(const app::DecisionRecord& record, const Visit& visit) {
  View view;
  const domain::WeeklyDecision& decision = *record.content;
  const std::string week = std::to_string(decision.week_number);
  const std::string kind = KindWord(record.kind(), visit.words);
  const bool proposed = record.state == app::DecisionState::kProposed;
  view.set("title", visit.words.Get(proposed ? "decision.proposed" : "decision.settled",
                                    {{"week", week}, {"kind", kind}}));
  view.set("proposed", View(proposed));
  view.set("week", week);
  view.set("etag", record.etag);
  view.set("stops", View(decision.kind == DecisionKind::kStopRefer));
  Views reasons;
  for (const domain::Reason& reason : decision.reasons) {
    reasons.push_back(ReasonView(reason, visit.speech()));
  }
  if (decision.remeasurement) {
    for (const domain::Reason& reason : decision.remeasurement->reasons) {
      reasons.push_back(ReasonView(reason, visit.speech()));
    }
  }
  view.set("reasons", View(reasons));
  Views kinds;
  for (const DecisionKind other : {DecisionKind::kAdvance, DecisionKind::kHold,
                                   DecisionKind::kSimplify, DecisionKind::kRegress}) {
    if (other == decision.kind) continue;
    View entry;
    entry.set("value", std::to_string(static_cast<int>(other)));
    entry.set("label", KindWord(other, visit.words));
    kinds.push_back(entry);
  }
  view.set("kinds", View(kinds));
  Put(view, "by",
      proposed ? std::string() : visit.words.Get("decision.by", {{"name", record.decided_by}}));
  return view;
}

// The first week that is over and was not decided on; 0: there is none.
int DueWeek(const std::vector<app::DecisionRecord>& decisions, domain::CivilDay start,
            domain::CivilDay today) {
  const int over = static_cast<int>((today - start).count()) / kDaysInWeek;
  const int next = decisions.empty() ? 1 : decisions.back().name.week_number + 1;
  const bool waits = !decisions.empty() && decisions.back().state == app::DecisionState::kProposed;
  return !waits && next <= over ? next : 0;
}

Result<domain::Done> ShowDecisions(const Visit& visit, const app::ProgramRecord& program,
                                   domain::CivilDay start, View& view) {
  const auto listed = visit.desk.decisions.ListDecisions(visit.Reading(), program.name, {});
  if (!listed.ok()) return listed.error();
  Views decisions;
  for (auto record = listed->entries.rbegin(); record != listed->entries.rend(); ++record) {
    decisions.push_back(DecisionView(*record, visit));
  }
  view.set("decisions", View(decisions));
  const bool active = program.state == domain::ProgramState::kActive;
  const int due = active ? DueWeek(listed->entries, start, visit.today()) : 0;
  view.set("due", View(due > 0));
  view.set("due_week", std::to_string(due));
  view.set("due_title", visit.words.Get("decision.due", {{"week", std::to_string(due)}}));
  view.set("nothing_due", View(due == 0 && listed->entries.empty()));
  return domain::Done{};
}

// A re-measurement that the program does not rest on yet can be planned on once no week waits.
void ShowUnplanned(const Visit& visit, const Standing& standing, View& view) {
  const domain::AssessmentFields& fields = standing.assessment.content->fields;
  const app::ProgramRecord& program = standing.program;
  const bool unplanned = fields.kind == domain::AssessmentKind::kRemeasurement &&
                         standing.assessment.name.assessment != program.assessment;
  Put(view, "unplanned",
      unplanned ? visit.words.Get("follow_up.unplanned",
                                  {{"date", visit.words.Day(*fields.assessment_date)}})
                : std::string());
  view.set("revision_path",
           RevisionPathOf(visit, program.name, standing.assessment.name.assessment));
}

// A form's whole number; what is none is left for the domain to refuse.
int WholeOf(std::string_view text) {
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

app::DecisionName DecisionOf(const Visit& visit, const app::ProgramName& name) {
  return {name, WholeOf(visit.request.form.Get("week"))};
}

Response AfterChange(const Visit& visit, const Result<app::DecisionRecord>& changed) {
  return changed.ok() ? Redirect(visit.path() + "/reports") : ErrorPage(visit, changed.error());
}

std::optional<domain::Score> ScoreOf(std::string_view text) {
  if (text.empty()) return std::nullopt;
  return domain::Score(WholeOf(text));
}

domain::Answer AnswerOf(std::string_view text) {
  return text == "YES"  ? domain::Answer::kYes
         : text == "NO" ? domain::Answer::kNo
                        : domain::Answer::kUnspecified;
}

}  // namespace

Response ShowFollowUp(const Visit& visit) {
  const auto latest = LatestProgram(visit.desk, visit.Reading(), visit.patient.name);
  if (!latest.ok()) return ErrorPage(visit, latest.error());
  View view;
  ShowFrame(visit, Tab::kFollowUp, "tab.follow_up", view);
  Response response;
  if (!*latest || !(*latest)->activate_time) {
    view.set("message", visit.words.Get("follow_up.none"));
    response.body = Render("empty", visit.words, view);
    return response;
  }
  const app::ProgramRecord& program = **latest;
  const auto report =
      visit.desk.follow_up.GetAdherenceReport(visit.Reading(), program.name, visit.today());
  if (!report.ok()) return ErrorPage(visit, report.error());
  const auto check_ins = AllCheckIns(visit, program.name);
  if (!check_ins.ok()) return ErrorPage(visit, check_ins.error());
  const domain::CivilDay start = report->expected->start_date;
  ShowLedger(*check_ins, start, visit.today(), visit.words, view);
  ShowFigures(report->report, visit.words, view);
  ShowDiscomfort(report->report, visit.words, view);
  const auto standing = StandingOf(visit.desk, visit.Reading(), program);
  if (!standing.ok()) return ErrorPage(visit, standing.error());
  Result<domain::Done> shown = ShowDecisions(visit, program, start, view);
  if (shown.ok()) shown = ShowReissue(visit, program, view);
  if (!shown.ok()) return ErrorPage(visit, shown.error());
  if (*standing) ShowUnplanned(visit, **standing, view);
  view.set("active", View(program.state == domain::ProgramState::kActive));
  view.set("goes_on", View(standing->has_value()));
  view.set("program_etag", program.etag);
  view.set("program_path", PathOf(visit, program.name));
  view.set("since", visit.words.Get("follow_up.since",
                                    {{"date", visit.words.Day(start)},
                                     {"revision", std::to_string(program.revision_number)}}));
  view.set("suspended", View(program.state == domain::ProgramState::kSuspended));
  Put(view, "state_reason", program.state_reason);
  view.set("today", domain::IsoDay(visit.today()));
  response.body = WithCharts(Render("follow_up", visit.words, view),
                             CourseCharts(*report->expected, report->measured, visit.speech()));
  return response;
}

Response Decide(const Visit& visit, const app::ProgramName& name) {
  app::DecideWeekRequest wanted;
  wanted.program = name;
  wanted.week_number = WholeOf(visit.request.form.Get("week"));
  wanted.as_of_date = visit.today();
  return AfterChange(visit, visit.desk.decisions.DecideWeek(visit.Changing(), wanted));
}

Response ConfirmDecision(const Visit& visit, const app::ProgramName& name) {
  const app::ConfirmDecisionRequest wanted{DecisionOf(visit, name),
                                           std::string(visit.request.form.Get("etag"))};
  return AfterChange(visit, visit.desk.decisions.ConfirmDecision(visit.Changing(), wanted));
}

Response OverrideDecision(const Visit& visit, const app::ProgramName& name) {
  app::OverrideDecisionRequest wanted;
  wanted.name = DecisionOf(visit, name);
  wanted.etag = visit.request.form.Get("etag");
  for (const DecisionKind kind : {DecisionKind::kAdvance, DecisionKind::kHold,
                                  DecisionKind::kSimplify, DecisionKind::kRegress}) {
    if (visit.request.form.Get("kind") == std::to_string(static_cast<int>(kind))) {
      wanted.kind = kind;
    }
  }
  wanted.reason = visit.request.form.Get("reason");
  return AfterChange(visit, visit.desk.decisions.OverrideDecision(visit.Changing(), wanted));
}

Response RecordCheckIn(const Visit& visit, const app::ProgramName& name) {
  const Fields& form = visit.request.form;
  app::CreateCheckInRequest wanted;
  wanted.program = name;
  domain::CheckInFields& fields = wanted.check_in;
  fields.origin = domain::Origin::kVisit;
  fields.session_date = domain::ParseIsoDay(form.Get("session_date"));
  const auto offset =
      visit.desk.calendar.OffsetMinutes(visit.practice.time_zone, visit.desk.clock.Now());
  fields.utc_offset_minutes = offset.ok() ? *offset : 0;
  fields.done = AnswerOf(form.Get("done"));
  fields.symptom_before = ScoreOf(form.Get("symptom_before"));
  fields.symptom_after = ScoreOf(form.Get("symptom_after"));
  fields.sharp_pain = AnswerOf(form.Get("sharp_pain"));
  fields.tingling = AnswerOf(form.Get("tingling"));
  const auto recorded = visit.desk.follow_up.CreateCheckIn(visit.Changing(), wanted);
  return recorded.ok() ? Redirect(visit.path() + "/reports") : ErrorPage(visit, recorded.error());
}

}  // namespace ischia::web
