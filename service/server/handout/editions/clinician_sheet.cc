#include "service/server/handout/editions/clinician_sheet.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "service/domain/assess/facts.h"
#include "service/domain/assess/safety.h"
#include "service/domain/statements.h"
#include "service/server/handout/amounts.h"
#include "service/server/handout/week_pages.h"

namespace ischia::server {
namespace {

using document::Bold;
using document::RichText;

constexpr const char* kDot = " \u00b7 ";
constexpr int kDecisionWeek = 6;  // of evidence.md 4.2.4
constexpr const char* kNone = "\u2013";

std::string Number(double number) {
  const auto tenths = std::lround(number * 10);
  std::string text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += '.' + std::to_string(std::abs(tenths % 10));
  return text;
}

std::string Joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string all;
  for (const std::string& part : parts) all += (all.empty() ? "" : between) + part;
  return all;
}

void AddOnce(std::vector<std::string>& texts, const std::string& text) {
  if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(text);
}

std::string Spaced(std::string_view name) {
  std::string text(name);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

// "basis.band.2": the enumerator in words.
template <typename Enumerator>
std::string Named(const char* key, Enumerator value, const Words& words) {
  return words(std::string("basis.") + key + '.' + std::to_string(static_cast<int>(value)));
}

std::string KeyOf(const domain::Source& source) {
  return source.key.empty() ? "design rule" : source.key;
}

std::string KeysOf(const std::vector<domain::Source>& sources) {
  std::vector<std::string> keys;
  for (const domain::Source& source : sources) keys.push_back(KeyOf(source));
  return '[' + Joined(keys, ", ") + ']';
}

// "straight leg raise degrees 60".
std::string InputText(const domain::InputUsed& input) {
  const std::size_t dot = input.field.rfind('.');
  std::string text =
      Spaced(dot == std::string_view::npos ? input.field : input.field.substr(dot + 1));
  if (input.side == domain::Side::kRight) text = "right " + text;
  if (input.side == domain::Side::kLeft) text = "left " + text;
  return text + ' ' + (input.word.empty() ? Number(input.number) : Spaced(input.word));
}

template <typename Inputs>
std::string InputsText(const Inputs& inputs) {
  std::vector<std::string> texts;
  for (const domain::InputUsed& input : inputs) {
    AddOnce(texts, InputText(input));
  }
  return Joined(texts, "; ");
}

std::string Time(domain::Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(instant - day).count();
  const auto two = [](long long number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return domain::IsoDay(day) + ' ' + two(minutes / 60) + ':' + two(minutes % 60) + " UTC";
}

// -- Findings -----------------------------------------------------------------------------------

std::string Degrees(const std::optional<domain::Degrees>& degrees) {
  return degrees ? Number(degrees->value()) + "\u00b0" : kNone;
}

std::string BandOf(const SheetContext& context, domain::Measure measure) {
  std::vector<std::string> bands;
  for (const domain::LegBand& band : context.program().bands) {
    if (band.measure != measure) continue;
    std::string text = Named("band", band.band, context.words);
    if (band.overridden) text += " *";
    AddOnce(bands, text);
  }
  return bands.empty() ? kNone : Joined(bands, " / ");
}

std::string ScoreText(const std::optional<domain::Score>& score) {
  return score ? std::to_string(score->value()) : kNone;
}

document::Table FindingsTable(const SheetContext& context) {
  const Words& words = context.words;
  const domain::AssessmentFields& fields = context.request.assessment.content->fields;
  domain::LegMeasurements right;
  domain::LegMeasurements left;
  for (const domain::LegMeasurements& leg : fields.legs) {
    (leg.side == domain::Side::kLeft ? left : right) = leg;
  }
  document::Table table;
  table.density = document::Table::Density::kDense;
  table.widths = {2.7, 1, 1, 1.5};
  table.head = {words("basis.measure"), words("handout.side.right_short"),
                words("handout.side.left_short"), words("basis.band")};
  table.rows = {
      {words("basis.knee"), Degrees(right.knee_extension_deficit),
       Degrees(left.knee_extension_deficit),
       BandOf(context, domain::Measure::kKneeExtensionDeficit)},
      {words("basis.raise"), Degrees(right.straight_leg_raise), Degrees(left.straight_leg_raise),
       BandOf(context, domain::Measure::kStraightLegRaise)},
      {words("basis.pain"), ScoreText(fields.pain.rest) + " / " + ScoreText(fields.pain.activity),
       "", ""}};
  if (fields.outcomes.oswestry_percent) {
    table.rows.push_back(
        {words("basis.oswestry"), Number(*fields.outcomes.oswestry_percent) + " %", "", ""});
  }
  if (fields.systolic_mmhg && fields.diastolic_mmhg) {
    table.rows.push_back(
        {words("basis.pressure"),
         std::to_string(*fields.systolic_mmhg) + '/' + std::to_string(*fields.diastolic_mmhg), "",
         ""});
  }
  return table;
}

// -- What to expect -----------------------------------------------------------------------------

bool FallsWhenBetter(const domain::Trajectory& trajectory) {
  return trajectory.measure == domain::Measure::kKneeExtensionDeficit;
}

std::string MeasureOf(const domain::Trajectory& trajectory, const Words& words) {
  return words(FallsWhenBetter(trajectory) ? "basis.ake" : "basis.slr") + ' ' +
         words(trajectory.side == domain::Side::kLeft ? "handout.side.left_short"
                                                      : "handout.side.right_short");
}

const domain::TrajectoryPoint* PointAt(const domain::Trajectory& trajectory, int week) {
  for (const domain::TrajectoryPoint& point : trajectory.points) {
    if (point.week_number == week) return &point;
  }
  return nullptr;
}

std::string PointText(const domain::TrajectoryPoint& point) {
  const auto [low, high] = std::minmax(point.low_degrees, point.high_degrees);
  return Number(point.expected_degrees) + "\u00b0 (" + Number(low) + "\u2013" + Number(high) + ')';
}

document::TrajectoryChart ChartOf(const SheetContext& context,
                                  const domain::Trajectory& trajectory) {
  constexpr int kStep = 10;
  const Words& words = context.words;
  document::TrajectoryChart chart;
  double lowest = trajectory.points.front().expected_degrees;
  double highest = lowest;
  for (const domain::TrajectoryPoint& point : trajectory.points) {
    const auto [low, high] = std::minmax(point.low_degrees, point.high_degrees);
    chart.points.push_back(
        {static_cast<double>(point.week_number), point.expected_degrees, low, high});
    lowest = std::min({lowest, low, point.expected_degrees});
    highest = std::max({highest, high, point.expected_degrees});
  }
  for (const int week : context.catalogue.remeasure_weeks) {
    if (PointAt(trajectory, week) == nullptr) continue;
    chart.times.push_back({static_cast<double>(week), words("basis.week", {{"week", week}})});
  }
  const int first = static_cast<int>(std::floor(lowest / kStep)) * kStep;
  for (int value = first; value <= static_cast<int>(std::ceil(highest)) + kStep - 1;
       value += kStep) {
    chart.values.push_back({static_cast<double>(value), std::to_string(value) + "\u00b0"});
  }
  const double change = trajectory.minimal_detectable_change_degrees;
  const double real =
      trajectory.points.front().expected_degrees + (FallsWhenBetter(trajectory) ? -change : change);
  chart.threshold = document::TrajectoryChart::Tick{
      real, words("basis.real_change", {{"degrees", Number(real)}, {"change", Number(change)}})};
  if (const auto* point = PointAt(trajectory, kDecisionWeek)) {
    chart.mark = document::TrajectoryChart::Tick{kDecisionWeek, PointText(*point)};
  }
  chart.alternative =
      words("basis.chart", {{"measure", MeasureOf(trajectory, words)},
                            {"first", Number(trajectory.points.front().expected_degrees)},
                            {"last", Number(trajectory.points.back().expected_degrees)}});
  return chart;
}

// The measure that a reader can picture: the leg raise where there is one. Null without any.
const domain::Trajectory* Charted(const SheetContext& context) {
  const std::vector<domain::Trajectory>& all = context.program().trajectories;
  const auto raise = std::find_if(
      all.begin(), all.end(), [](const domain::Trajectory& one) { return !FallsWhenBetter(one); });
  if (raise != all.end()) return &*raise;
  return all.empty() ? nullptr : &all.front();
}

std::string ExpectedHeading(const SheetContext& context) {
  const domain::Trajectory* charted = Charted(context);
  return context.words("basis.expected",
                       {{"measure", charted == nullptr ? "" : MeasureOf(*charted, context.words)}});
}

std::vector<document::SectionPart> ExpectedParts(const SheetContext& context) {
  const Words& words = context.words;
  const domain::Trajectory* charted = Charted(context);
  std::vector<document::SectionPart> parts;
  if (charted == nullptr) {
    parts.emplace_back(document::Paragraph{words("basis.no_expectation")});
    return parts;
  }
  parts.emplace_back(ChartOf(context, *charted));
  std::vector<std::string> others;
  for (const domain::Trajectory& other : context.program().trajectories) {
    const auto* now = PointAt(other, 0);
    const auto* then = PointAt(other, kDecisionWeek);
    if (&other == charted || now == nullptr || then == nullptr) continue;
    others.push_back(words("basis.expected_other",
                           {{"measure", MeasureOf(other, words)},
                            {"now", Number(now->expected_degrees)},
                            {"then", PointText(*then)},
                            {"change", Number(other.minimal_detectable_change_degrees)}}));
  }
  parts.emplace_back(
      document::SmallPrint{words("basis.band_not_promise") + ' ' + Joined(others, " ")});
  return parts;
}

// -- Rules --------------------------------------------------------------------------------------

const std::vector<domain::Source>& SourcesOf(const SheetContext& context, domain::RuleId id) {
  static const auto& none = *new std::vector<domain::Source>();
  const domain::SafetyRule* rule = context.catalogue.FindRule(id);
  return rule == nullptr ? none : rule->sources;
}

document::Table FiredTable(const SheetContext& context) {
  const Words& words = context.words;
  document::Table table;
  table.density = document::Table::Density::kDense;
  table.tags = true;
  table.widths = {0.8, 3.2, 6.4};
  table.head = {words("basis.rule"), words("basis.because"), words("basis.effect")};
  for (const domain::Finding& finding : context.program().findings) {
    const std::string id(finding.rule_id.text());
    std::string effect = Named("severity", finding.severity, words) + ": " + words(id + ".summary");
    if (words.Has(id + ".detail")) effect += ' ' + words(id + ".detail");
    if (finding.cleared) effect += ' ' + words("basis.cleared");
    const std::vector<domain::Source>& sources = SourcesOf(context, finding.rule_id);
    if (!sources.empty()) effect += ' ' + KeysOf(sources);
    table.rows.push_back({RichText{Bold(id)}, InputsText(finding.inputs), effect});
  }
  return table;
}

bool IsRecorded(domain::Fact fact, const domain::Facts& facts) {
  return facts.Get(fact) || facts.Get(fact, domain::Side::kRight) ||
         facts.Get(fact, domain::Side::kLeft);
}

bool Holds(const domain::Term& term, const domain::Facts& facts) {
  const domain::Condition alone{{{{term}}}, domain::IsOfOneLeg(term.fact)};
  return domain::Holds(alone, facts) || domain::Holds(alone, facts, domain::Side::kRight) ||
         domain::Holds(alone, facts, domain::Side::kLeft);
}

// Of each clause its first term that is not met, where its fact was not recorded.
std::vector<std::string> MissingFacts(const domain::SafetyRule& rule, const domain::Facts& facts) {
  std::vector<std::string> missing;
  for (const domain::Clause& clause : rule.condition.any) {
    for (const domain::Term& term : clause.terms) {
      if (Holds(term, facts)) continue;
      if (!IsRecorded(term.fact, facts)) missing.push_back(Spaced(domain::FactName(term.fact)));
      break;
    }
  }
  return missing;
}

// Rules that did not fire, and the facts that some of them had to do without.
std::string NotFired(const SheetContext& context) {
  const auto assessment = domain::Assessment::Create(context.request.assessment.content->fields);
  domain::Ensure(assessment.ok());  // it was stored
  const domain::Facts facts = domain::FactsOf(*assessment, context.catalogue.norms);
  const auto& findings = context.program().findings;
  int count = 0;
  std::vector<std::string> missing;
  for (const domain::SafetyRule& rule : context.catalogue.rules) {
    const bool fired = std::any_of(findings.begin(), findings.end(),
                                   [&](const auto& finding) { return finding.rule_id == rule.id; });
    if (fired) continue;
    ++count;
    for (const std::string& fact : MissingFacts(rule, facts)) AddOnce(missing, fact);
  }
  const std::string text = context.words("basis.not_fired", {{"count", count}});
  if (missing.empty()) return text;
  return text + ' ' + context.words("basis.not_recorded", {{"facts", Joined(missing, ", ")}});
}

std::vector<document::SectionPart> FiredParts(const SheetContext& context) {
  std::vector<document::SectionPart> parts;
  if (!context.program().findings.empty()) parts.emplace_back(FiredTable(context));
  parts.emplace_back(document::SmallPrint{NotFired(context)});
  return parts;
}

// -- The program --------------------------------------------------------------------------------

std::string DoseText(const domain::ProgramItem& item, const Words& words) {
  const domain::SideDose& dose = item.doses.front();
  std::string text = AmountText(dose, words);
  if (SidesDiffer(item)) text += " / " + AmountText(item.doses.back(), words);
  if (dose.sessions_per_day > 1) text += ' ' + words("basis.twice");
  if (dose.days_per_week > 0) {
    text += ", " + words("basis.days", {{"days", dose.days_per_week}});
  }
  if (dose.hold_seconds > 0 && item.slot == domain::Slot::kStretch) {
    text += ", " + words("basis.weekly", {{"seconds", dose.weekly_hold_seconds()}});
  }
  return text;
}

// Says no more than the columns of the weeks.
bool IsDoseAlone(const domain::Reason& reason) {
  namespace statement = domain::statement;
  static constexpr std::array kDoses = {statement::kWarmUpDose, statement::kStaticDose,
                                        statement::kTrunkHolds, statement::kTrunkMoves,
                                        statement::kEntryHolds, statement::kEntryMoves};
  return std::find(kDoses.begin(), kDoses.end(), reason.statement) != kDoses.end();
}

// Each sentence with its rule. Of a reason that only repeats the dose, the rule alone.
std::string ReasonsText(const domain::Reasons& reasons, const Words& words) {
  std::vector<std::string> texts;
  std::vector<std::string> rules;
  const auto close = [&] {
    if (!rules.empty()) texts.back() += " [" + Joined(std::exchange(rules, {}), ", ") + ']';
  };
  for (const domain::Reason& reason : reasons) {
    const std::string rule(reason.rule_id.text());
    const bool goes_on = !rules.empty() && (IsDoseAlone(reason) || rules.back() == rule);
    if (!goes_on) {
      close();
      texts.push_back(words.Sentence(reason));
    } else if (!IsDoseAlone(reason)) {
      texts.back() += ' ' + words.Sentence(reason);
    }
    AddOnce(rules, rule);
  }
  close();
  return Joined(texts, " ");
}

// The weeks that the table shows: the sheet's first one and those of the measurements to come.
std::vector<const domain::ProgramWeek*> ShownWeeks(const SheetContext& context) {
  constexpr std::size_t kShown = 3;
  std::vector<const domain::ProgramWeek*> shown{&context.week()};
  for (const domain::ProgramWeek& week : context.program().weeks) {
    const std::vector<int>& measured = context.catalogue.remeasure_weeks;
    const bool is_measured =
        std::find(measured.begin(), measured.end(), week.week_number) != measured.end();
    if (is_measured && week.week_number > shown.front()->week_number && shown.size() < kShown) {
      shown.push_back(&week);
    }
  }
  return shown;
}

std::vector<RichText> ProgramRow(const domain::ProgramItem& item,
                                 const std::vector<const domain::ProgramWeek*>& weeks,
                                 const Words& words) {
  std::vector<RichText> row{
      RichText{Bold(std::string(item.exercise.text())), ' ' + words.Title(item.exercise)}};
  for (const domain::ProgramWeek* week : weeks) {
    const auto same = std::find_if(week->items.begin(), week->items.end(),
                                   [&](const auto& one) { return one.exercise == item.exercise; });
    row.emplace_back(same == week->items.end() ? kNone : DoseText(*same, words));
  }
  row.emplace_back(ReasonsText(item.reasons, words));
  return row;
}

document::Table ProgramTable(const SheetContext& context) {
  const Words& words = context.words;
  const std::vector<const domain::ProgramWeek*> weeks = ShownWeeks(context);
  document::Table table;
  table.density = document::Table::Density::kDense;
  table.head.push_back(words("basis.item"));
  table.widths.push_back(2);
  for (const domain::ProgramWeek* week : weeks) {
    table.head.push_back(words("basis.week", {{"week", week->week_number}}));
    table.widths.push_back(1.4);
  }
  table.head.push_back(words("basis.why"));
  table.widths.push_back(5.2);
  std::vector<domain::ExerciseId> known;
  for (const domain::ProgramWeek* shown : weeks) {
    for (const domain::ProgramItem& item : shown->items) {
      if (std::find(known.begin(), known.end(), item.exercise) != known.end()) continue;
      known.push_back(item.exercise);
      table.rows.push_back(ProgramRow(item, weeks, words));
    }
  }
  return table;
}

// Each reason once, with the exercises that it holds for.
std::string LeftOut(const SheetContext& context) {
  std::vector<std::pair<std::string, std::string>> reasons;
  for (const domain::ExcludedExercise& excluded : context.program().excluded) {
    const std::string id(excluded.exercise.text());
    for (const domain::Reason& reason : excluded.reasons) {
      const std::string why =
          context.words.Sentence(reason) + " [" + std::string(reason.rule_id.text()) + "]:";
      const auto known = std::find_if(reasons.begin(), reasons.end(),
                                      [&](const auto& entry) { return entry.first == why; });
      if (known == reasons.end()) {
        reasons.emplace_back(why, ' ' + id);
      } else {
        known->second += ", " + id;
      }
    }
  }
  std::vector<std::string> texts;
  for (const auto& [why, exercises] : reasons) texts.push_back(why + exercises);
  return Joined(texts, kDot);
}

// -- Later, overrides, completeness --------------------------------------------------------------

document::Table RemeasureTable(const SheetContext& context) {
  const Words& words = context.words;
  document::Table table;
  table.density = document::Table::Density::kDense;
  table.widths = {1, 4};
  table.head = {words("basis.when"), words("basis.what")};
  for (const int week : context.catalogue.remeasure_weeks) {
    const std::string key = "basis.remeasure." + std::to_string(week);
    if (!words.Has(key)) continue;
    table.rows.push_back({RichText{Bold(words("basis.week", {{"week", week}}))}, words(key)});
  }
  return table;
}

std::vector<std::string> Overrides(const SheetContext& context) {
  const Words& words = context.words;
  std::vector<std::string> lines;
  const domain::AssessmentFields& fields = context.request.assessment.content->fields;
  if (fields.band_override != domain::Band::kUnspecified) {
    lines.push_back(
        words("basis.override.band", {{"band", Named("band", fields.band_override, words)},
                                      {"reason", fields.band_override_reason},
                                      {"user", context.request.assessment.recorded_by},
                                      {"time", Time(context.request.assessment.create_time)}}));
  }
  for (const app::RevisionRecord& revision : context.request.past.revisions) {
    for (const domain::ProgramEdit& edit : revision.basis.edits) {
      lines.push_back(words("basis.override.edit", {{"kind", Named("edit", edit.kind, words)},
                                                    {"exercise", std::string(edit.exercise.text())},
                                                    {"reason", edit.reason},
                                                    {"user", revision.created_by},
                                                    {"time", Time(revision.create_time)}}));
    }
  }
  for (const app::DecisionRecord& decision : context.request.past.decisions) {
    if (decision.state != app::DecisionState::kOverridden) continue;
    lines.push_back(words("basis.override.decision",
                          {{"week", decision.name.week_number},
                           {"proposed", Named("decision", decision.content->kind, words)},
                           {"kind", Named("decision", decision.override_kind, words)},
                           {"reason", decision.override_reason},
                           {"user", decision.decided_by},
                           {"time", Time(decision.decide_time.value_or(decision.create_time))}}));
  }
  for (const app::Acknowledgement& entry : context.request.program.acknowledgements) {
    lines.push_back(
        words("basis.override.acknowledged", {{"rule", std::string(entry.rule_id.text())},
                                              {"user", entry.user},
                                              {"time", Time(entry.acknowledge_time)}}) +
        (entry.comment.empty() ? "" : ' ' + entry.comment));
  }
  if (lines.empty()) lines.push_back(words("basis.override.none"));
  return lines;
}

std::string LimitsText(const SheetContext& context) {
  std::vector<std::string> texts;
  for (const domain::LimitInForce& limit : context.program().limits) {
    std::vector<std::string> rules;
    for (const domain::RuleId& rule : limit.rule_ids) rules.emplace_back(rule.text());
    std::string text = Named("limit", limit.kind, context.words) + ' ' + Number(limit.value);
    if (limit.side == domain::Side::kLeft || limit.side == domain::Side::kRight) {
      text += ", " + SideText(limit.side, context.words);
    }
    texts.push_back(text + " (" + Joined(rules, ", ") + ')');
  }
  return context.words("basis.limits") + ' ' +
         (texts.empty() ? context.words("basis.no_limits") : Joined(texts, "; ") + '.');
}

std::string Completeness(const SheetContext& context) {
  constexpr int kItems = 16;
  std::vector<std::string> items;
  for (int item = 1; item <= kItems; ++item) {
    items.push_back(
        "\u2713\u00a0" +
        context.words(
            "basis.cert." + std::to_string(item),
            {{"user", context.revision().created_by},
             {"supervision", Named("supervision", context.program().supervision, context.words)}}));
  }
  return Joined(items, "  ");
}

// Of the rules that gave doses, bands, expectations and weeks.
std::vector<domain::Source> DoseSources(const SheetContext& context) {
  const domain::Catalogue& catalogue = context.catalogue;
  const domain::Program& program = context.program();
  std::vector<domain::Source> sources;
  if (!program.bands.empty()) sources.push_back(catalogue.norms.source);
  if (program.weeks.empty()) return sources;
  sources.insert(
      sources.end(),
      {catalogue.static_dose.source, catalogue.adjunct_dose.source, catalogue.maintenance.source,
       catalogue.time_budget.source, catalogue.trunk_source, catalogue.decisions.source,
       catalogue.adherence.source, catalogue.remeasurement.source, catalogue.discharge.source});
  if (!program.trajectories.empty()) {
    sources.insert(sources.end(), {catalogue.trajectory.source, catalogue.trajectory.older_source});
  }
  if (const auto* pathway = catalogue.FindPathway(program.pathway)) {
    sources.push_back(pathway->source);
  }
  for (const domain::Finding& finding : program.findings) {
    if (const auto* plan = catalogue.FindRulePlan(finding.rule_id)) sources.push_back(plan->source);
  }
  return sources;
}

// Every source that a finding, a limit's rule, an exercise or a dose cites, once, by key.
std::string SourcesText(const SheetContext& context) {
  std::map<std::string, domain::Source> cited;
  const auto cite = [&](const std::vector<domain::Source>& sources) {
    for (const domain::Source& source : sources) {
      if (!source.key.empty()) cited.emplace(source.key, source);
    }
  };
  cite(DoseSources(context));
  for (const domain::Finding& finding : context.program().findings) {
    cite(SourcesOf(context, finding.rule_id));
  }
  for (const domain::LimitInForce& limit : context.program().limits) {
    for (const domain::RuleId& rule : limit.rule_ids) cite(SourcesOf(context, rule));
  }
  for (const domain::ExcludedExercise& excluded : context.program().excluded) {
    for (const domain::Reason& reason : excluded.reasons) cite(SourcesOf(context, reason.rule_id));
  }
  for (const domain::ProgramWeek& week : context.program().weeks) {
    for (const domain::ProgramItem& item : week.items) {
      const domain::Exercise* exercise = context.catalogue.FindExercise(item.exercise);
      if (exercise != nullptr) cite({exercise->source});
    }
  }
  std::vector<std::string> texts;
  for (const auto& [key, source] : cited) {
    texts.push_back(key + ' ' + source.authors +
                    (source.year > 0 ? ' ' + std::to_string(source.year) : "") +
                    (source.journal.empty() ? "" : ", " + source.journal));
  }
  return Joined(texts, kDot);
}

std::string AsideOf(const SheetContext& context) {
  const Words& words = context.words;
  const domain::AssessmentFields& fields = context.request.assessment.content->fields;
  std::string aside = Named("pathway", context.program().pathway, words);
  if (fields.age_years) aside += kDot + words("basis.years", {{"years", *fields.age_years}});
  if (fields.assessment_date) {
    aside += kDot + words("basis.assessed", {{"date", words.LongDay(*fields.assessment_date)}});
  }
  return aside;
}

// Of the rules that made the program; unknown once the service runs with others.
std::string DigestOf(const SheetContext& context) {
  constexpr std::size_t kShown = 16;
  const bool same = context.catalogue.version == context.program().catalogue_version;
  return same ? context.catalogue.sha256.substr(0, kShown) : kNone;
}

document::Sections Wide(std::string heading, std::vector<document::SectionPart> parts) {
  return {{{std::move(heading), std::move(parts)}}};
}

void AddProgram(const SheetContext& context, std::vector<document::Block>& blocks) {
  const Words& words = context.words;
  if (context.program().weeks.empty()) return;
  blocks.emplace_back(
      Wide(words("basis.program"),
           {ProgramTable(context),
            document::SmallPrint{words("basis.time", {{"minutes", MinutesOf(context.week())}}) +
                                 ' ' + ReasonsText(context.week().reasons, words)}}));
  const std::string left_out = LeftOut(context);
  if (left_out.empty()) return;
  blocks.emplace_back(document::Heading{words("basis.left_out"), ""});
  blocks.emplace_back(document::SmallPrint{left_out});
}

}  // namespace

document::Sheet ClinicianSheet(const SheetContext& context) {
  const Words& words = context.words;
  document::Sheet sheet = EmptySheet(context, words("basis.title"));
  sheet.edition = document::Edition::kClinician;
  sheet.furniture.organization_line = words("basis.not_for_the_patient");
  sheet.furniture.footer = {words("basis.footer", {{"version", context.program().catalogue_version},
                                                   {"digest", DigestOf(context)}}),
                            words("basis.abbreviations")};
  std::vector<document::Block>& blocks = sheet.blocks;
  blocks.emplace_back(document::PageTitle{words("basis.title"), "", "", AsideOf(context)});
  blocks.emplace_back(
      document::Sections{{{words("basis.findings"),
                           {FindingsTable(context), document::SmallPrint{words("basis.norms")}}},
                          {ExpectedHeading(context), ExpectedParts(context)}}});
  blocks.emplace_back(Wide(words("basis.fired"), FiredParts(context)));
  AddProgram(context, blocks);
  std::vector<document::SectionPart> overrides;
  for (const std::string& line : Overrides(context)) {
    overrides.emplace_back(document::Paragraph{line});
  }
  overrides.emplace_back(document::Paragraph{LimitsText(context)});
  overrides.emplace_back(
      document::FramedNote{{Bold(words("basis.judgment_title")), ' ' + words("basis.judgment")}});
  blocks.emplace_back(document::Sections{
      {{words("basis.remeasure"),
        {RemeasureTable(context), document::SmallPrint{words("basis.same_tester")}}},
       {words("basis.overrides"), std::move(overrides)}}});
  if (!context.program().weeks.empty()) {
    blocks.emplace_back(document::Heading{words("basis.cert"), ""});
    blocks.emplace_back(document::SmallPrint{Completeness(context)});
  }
  blocks.emplace_back(document::Heading{words("basis.sources"), ""});
  blocks.emplace_back(document::SmallPrint{SourcesText(context)});
  return sheet;
}

}  // namespace ischia::server
