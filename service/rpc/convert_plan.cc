#include "service/rpc/convert_plan.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "service/application/use_cases/handouts.h"
#include "service/domain/follow/change_words.h"
#include "service/domain/follow/rule_ids.h"
#include "service/domain/follow/session_screen.h"
#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"
#include "service/rpc/convert_records.h"
#include "service/rpc/enumerations.h"
#include "service/rpc/names.h"

namespace ischia::rpc {
namespace {

using domain::Unit;

static_assert(domain::statement::kAmounts.size() == static_cast<std::size_t>(Unit::kWeeks) + 1);

// -- Numbers and sentences
// --------------------------------------------------------------------------

// The shortest text that reads back the same: "38", "38.5".
void AppendNumber(double number, std::string& to) {
  char digits[32];
  const bool whole = std::nearbyint(number) == number && std::abs(number) < 1e9;
  const auto [end, error] = whole
                                ? std::to_chars(digits, std::end(digits), static_cast<int>(number))
                                : std::to_chars(digits, std::end(digits), number);
  domain::Ensure(error == std::errc{});
  to.append(digits, end);
}

// A text of the catalogue, cut at its placeholders once, so that filling it is a row of appends. An
// answer of one preview fills some hundred and fifty.
class Sentence {
 public:
  // `text` outlives the sentence.
  explicit Sentence(std::string_view text) : usual_size_(text.size() + kRoomForValues) {
    while (!text.empty()) {
      const std::size_t open = text.find('{');
      const std::size_t close = text.find('}', open);
      if (close == std::string_view::npos) {
        pieces_.push_back({text, {}});
        return;
      }
      pieces_.push_back({text.substr(0, open), text.substr(open + 1, close - open - 1)});
      text.remove_prefix(close + 1);
    }
  }

  // `value(placeholder, to)` appends what stands there.
  template <typename Value>
  void Fill(const Value& value, std::string& to) const {
    to.reserve(to.size() + usual_size_);
    for (const Piece& piece : pieces_) {
      to.append(piece.literal);
      if (!piece.placeholder.empty()) value(piece.placeholder, to);
    }
  }

 private:
  struct Piece {
    std::string_view literal;
    std::string_view placeholder;  // follows the literal; empty at the end
  };
  // Placeholders are about as long as what takes their place; a title may be longer.
  static constexpr std::size_t kRoomForValues = 16;
  std::size_t usual_size_;
  std::vector<Piece> pieces_;
};

v1::Source SourceMessage(const domain::Source& source) {
  v1::Source message;
  message.set_authors(source.authors);
  message.set_year(source.year);
  message.set_journal(source.journal);
  message.set_doi(source.doi);
  message.set_grade(ToWire(source.grade));
  return message;
}

v1::Source DesignRule() {
  v1::Source message;
  message.set_grade(v1::EVIDENCE_GRADE_DESIGN_RULE);
  return message;
}

}  // namespace

// -- Tables
// -----------------------------------------------------------------------------------------

class PlanTables {
 public:
  struct RuleEntry {
    v1::Source source;
    std::string_view summary, detail;                            // of a rule that makes findings
    domain::Severity severity = domain::Severity::kUnspecified;  // that it has by itself
  };
  struct ExerciseEntry {
    std::string_view title;
    v1::Source source;
  };

  PlanTables(const domain::Catalogue& catalogue, const app::TextSource& texts)
      : texts_(texts),
        older_trajectory_(SourceMessage(catalogue.trajectory.older_source)),
        norms_(SourceMessage(catalogue.norms.source)) {
    unknown_.source = DesignRule();
    AddRules(catalogue);
    for (const domain::Exercise& exercise : catalogue.exercises) {
      exercises_[exercise.id.text()] = {Text(exercise.id.text(), ".title"),
                                        SourceMessage(exercise.source)};
    }
    for (const domain::statement::Key key : domain::statement::kAll) {
      statements_.emplace(key, Sentence(texts.Text(key, kClinicianLanguage)));
    }
    for (std::size_t unit = 0; unit < amounts_.size(); ++unit) {
      const domain::statement::Key key = domain::statement::kAmounts[unit];
      if (!key.empty()) amounts_[unit].emplace(texts.Text(key, kClinicianLanguage));
    }
  }

  const RuleEntry& Rule(domain::RuleId id) const {
    const auto found = rules_.find(id.text());
    return found == rules_.end() ? unknown_ : found->second;
  }
  // A rule that only waits for a clearance, and one that had to wait, say so in other words.
  std::string_view SummaryOf(const domain::Finding& finding) const {
    const RuleEntry& rule = Rule(finding.rule_id);
    const bool holds = rule.severity == domain::Severity::kHoldClearance;
    if (finding.cleared && holds) return cleared_summary_;
    const bool waits = finding.severity == domain::Severity::kHoldClearance && !holds;
    return waits ? held_summary_ : rule.summary;
  }
  std::string_view DetailOf(const domain::Finding& finding) const {
    const RuleEntry& rule = Rule(finding.rule_id);
    const bool holds = rule.severity == domain::Severity::kHoldClearance;
    return finding.cleared && holds ? cleared_detail_ : rule.detail;
  }
  // `exercise` is the one that the reason stands at, or empty.
  const v1::Source& SourceOf(const domain::Reason& reason, domain::ExerciseId exercise) const {
    const bool of_entry = reason.rule_id == domain::rule::kEntry ||
                          reason.rule_id == domain::rule::kPushRelax ||
                          reason.rule_id == domain::rule::kNordic;
    if (of_entry) {
      const auto found = exercises_.find(exercise.text());
      return found == exercises_.end() ? unknown_.source : found->second.source;
    }
    if (reason.statement == domain::statement::kExpectedLine) return older_trajectory_;
    return Rule(reason.rule_id).source;
  }
  const v1::Source& norms() const { return norms_; }

  void AppendAmount(double number, Unit unit, std::string& to) const {
    const std::optional<Sentence>& pattern = amounts_[static_cast<std::size_t>(unit)];
    if (!pattern) {
      AppendNumber(number, to);
    } else {
      pattern->Fill([&](std::string_view, std::string& text) { AppendNumber(number, text); }, to);
    }
  }

  // A stored program may know statements of another version: their keys are shown then.
  void AppendStatement(const domain::Reason& reason, std::string& to) const {
    const auto found = statements_.find(reason.statement);
    if (found == statements_.end()) {
      to.append(reason.statement);
      return;
    }
    found->second.Fill(
        [&](std::string_view placeholder, std::string& text) {
          AppendArgument(reason.arguments, placeholder, text);
        },
        to);
  }

 private:
  std::string_view Text(std::string_view id, std::string_view suffix) const {
    return texts_.Text(std::string(id).append(suffix), kClinicianLanguage);
  }

  void AddRule(std::string_view id, v1::Source source) {
    rules_[id] = {std::move(source), Text(id, ".summary"), Text(id, ".detail")};
  }

  void AddRules(const domain::Catalogue& catalogue) {
    for (const domain::SafetyRule& rule : catalogue.rules) {
      AddRule(rule.id.text(),
              rule.sources.empty() ? DesignRule() : SourceMessage(rule.sources.front()));
      rules_[rule.id.text()].severity = rule.severity;
    }
    for (const domain::PathwayTemplate& pathway : catalogue.pathways) {
      AddRule(pathway.rule.text(), SourceMessage(pathway.source));
    }
    AddRule(domain::rule::kStatic.text(), SourceMessage(catalogue.static_dose.source));
    AddRule(domain::rule::kAdjunct.text(), SourceMessage(catalogue.adjunct_dose.source));
    AddRule(domain::rule::kMaintenance.text(), SourceMessage(catalogue.maintenance.source));
    AddRule(domain::rule::kPlateau.text(), SourceMessage(catalogue.plateau.source));
    AddRule(domain::rule::kTrunk.text(), SourceMessage(catalogue.trunk_source));
    AddRule(domain::rule::kTime.text(), SourceMessage(catalogue.time_budget.source));
    AddRule(domain::rule::kTrajectory.text(), SourceMessage(catalogue.trajectory.source));
    AddFollowUpRules(catalogue);
    for (const std::string_view check :
         {"X-01", "X-02", "X-03", "X-04", "X-05", "X-06", "X-07", "P-01", "L-01"}) {
      AddRule(check, DesignRule());
    }
  }

  // Keys are views of the constants, so these are not copied.
  void AddFollowUpRules(const domain::Catalogue& catalogue) {
    namespace rule = domain::rule;
    for (const domain::RuleId* id :
         {&rule::kStopRefer, &rule::kRegress, &rule::kSimplify, &rule::kHold, &rule::kAdvance,
          &rule::kPause, &rule::kReview}) {
      AddRule(id->text(), SourceMessage(catalogue.decisions.source));
    }
    const v1::Source measured = SourceMessage(catalogue.remeasurement.source);
    AddRule(rule::kRemeasurement.text(), measured);
    for (std::size_t step = 1; step < rule::kPlateauSteps.size(); ++step) {
      AddRule(rule::kPlateauSteps[step].text(), measured);
    }
    AddRule(rule::kDischarge.text(), SourceMessage(catalogue.discharge.source));
  }

  void AppendArgument(const domain::Arguments& arguments, std::string_view placeholder,
                      std::string& to) const {
    for (const domain::Argument& argument : arguments) {
      if (argument.name != placeholder) continue;
      const auto exercise = exercises_.find(argument.exercise.text());
      if (exercise != exercises_.end()) {
        to.append(exercise->second.title);
      } else if (!argument.exercise.empty()) {
        to.append(argument.exercise.text());
      } else {
        AppendAmount(argument.number, argument.unit, to);
      }
      return;
    }
  }

  const app::TextSource& texts_;
  const std::string_view held_summary_ = texts_.Text("held.summary", kClinicianLanguage);
  const std::string_view cleared_summary_ = texts_.Text("cleared.summary", kClinicianLanguage);
  const std::string_view cleared_detail_ = texts_.Text("cleared.detail", kClinicianLanguage);
  RuleEntry unknown_;
  v1::Source older_trajectory_;
  v1::Source norms_;
  // Looked up only; their order reaches nothing.
  std::unordered_map<std::string_view, RuleEntry> rules_;
  std::unordered_map<std::string_view, ExerciseEntry> exercises_;
  std::unordered_map<std::string_view, Sentence> statements_;
  std::array<std::optional<Sentence>, domain::statement::kAmounts.size()> amounts_;
};

namespace {

// -- Lines
// ------------------------------------------------------------------------------------------

constexpr std::string_view kExercises = "exercises/";

template <typename Code>
void AssignCode(Code code, std::string* to) {
  to->assign(code.text());
}

void AssignExercise(domain::ExerciseId id, std::string* to) {
  to->reserve(kExercises.size() + id.text().size());
  to->assign(kExercises).append(id.text());
}

void WriteInput(const domain::InputUsed& input, const PlanTables& tables, v1::InputUsed* message) {
  message->mutable_field()->assign(input.field);
  if (input.word.empty()) {
    tables.AppendAmount(input.number, input.unit, *message->mutable_value());
  } else {
    message->mutable_value()->assign(input.word);
  }
}

// A list of reasons; all of them stand at `exercise`, or at none.
void WriteReasons(std::span<const domain::Reason> reasons, const PlanTables& tables,
                  domain::ExerciseId exercise,
                  google::protobuf::RepeatedPtrField<v1::Reason>* list) {
  list->Reserve(static_cast<int>(reasons.size()));
  for (const domain::Reason& reason : reasons) {
    v1::Reason* message = list->Add();
    AssignCode(reason.rule_id, message->mutable_rule_id());
    tables.AppendStatement(reason, *message->mutable_statement());
    message->mutable_inputs()->Reserve(static_cast<int>(reason.inputs.size()));
    for (const domain::InputUsed& input : reason.inputs) {
      WriteInput(input, tables, message->add_inputs());
    }
    *message->mutable_source() = tables.SourceOf(reason, exercise);
  }
}

void WriteFinding(const domain::Finding& finding, const PlanTables& tables, v1::Finding* message) {
  const PlanTables::RuleEntry& rule = tables.Rule(finding.rule_id);
  AssignCode(finding.rule_id, message->mutable_rule_id());
  message->set_severity(ToWire(finding.severity));
  message->set_urgency(ToWire(finding.urgency));
  message->mutable_summary()->assign(tables.SummaryOf(finding));
  message->mutable_detail()->assign(tables.DetailOf(finding));
  *message->mutable_source() = rule.source;
  if (!finding.inputs.empty()) message->mutable_field()->assign(finding.inputs.front().field);
  message->set_side(ToWire(finding.side));
  message->set_acknowledgement_required(finding.acknowledgement_required);
  message->set_cleared(finding.cleared);
}

// The measurement stands without the index of its leg: the band's side says which.
void WriteBand(const domain::LegBand& band, const PlanTables& tables, v1::LegBand* message) {
  message->set_side(ToWire(band.side));
  message->set_band(ToWire(band.band));
  message->set_overridden(band.overridden);
  if (!band.value) return;
  v1::Reason* reason = message->add_reasons();
  v1::InputUsed* input = reason->add_inputs();
  input->set_field(band.measure == domain::Measure::kKneeExtensionDeficit
                       ? "legs.knee_extension_deficit_degrees"
                       : "legs.straight_leg_raise_degrees");
  tables.AppendAmount(band.value->value(), Unit::kDegrees, *input->mutable_value());
  *reason->mutable_source() = tables.norms();
}

// -- Weeks
// ------------------------------------------------------------------------------------------

void WriteSpan(int seconds, google::protobuf::Duration* (v1::SideDose::*span)(),
               v1::SideDose* message) {
  if (seconds > 0) (message->*span)()->set_seconds(seconds);
}

void WriteDose(const domain::SideDose& dose, v1::SideDose* message) {
  message->set_side(ToWire(dose.side));
  message->set_set_count(dose.sets);
  message->set_repetition_count(dose.repetitions);
  for (const int repetitions : dose.repetitions_by_set) {
    message->add_repetitions_by_set(repetitions);
  }
  WriteSpan(dose.hold_seconds, &v1::SideDose::mutable_hold_duration, message);
  WriteSpan(dose.rest_seconds, &v1::SideDose::mutable_rest_duration, message);
  WriteSpan(dose.work_seconds, &v1::SideDose::mutable_work_duration, message);
  WriteSpan(dose.contraction_seconds, &v1::SideDose::mutable_contraction_duration, message);
  WriteSpan(dose.tempo_seconds, &v1::SideDose::mutable_tempo_duration, message);
  message->set_day_count_per_week(dose.days_per_week);
  message->set_session_count_per_day(dose.sessions_per_day);
  message->set_weekly_hold_seconds(dose.weekly_hold_seconds());
  message->set_max_discomfort_score(dose.max_discomfort);
  message->set_optional_side(dose.optional_side);
  if (dose.drawn_hip) message->set_drawn_hip_degrees(dose.drawn_hip->value());
  if (dose.drawn_knee) message->set_drawn_knee_degrees(dose.drawn_knee->value());
}

void WriteItem(const domain::ProgramItem& item, const PlanTables& tables,
               v1::ProgramItem* message) {
  message->set_item_number(item.item_number);
  AssignExercise(item.exercise, message->mutable_exercise());
  message->set_slot(ToWire(item.slot));
  message->mutable_doses()->Reserve(static_cast<int>(item.doses.size()));
  for (const domain::SideDose& dose : item.doses) WriteDose(dose, message->add_doses());
  message->mutable_alternatives()->Reserve(static_cast<int>(item.alternatives.size()));
  for (const domain::ExerciseId other : item.alternatives) {
    AssignExercise(other, message->add_alternatives());
  }
  WriteReasons(item.reasons, tables, item.exercise, message->mutable_reasons());
}

void WriteWeek(const domain::ProgramWeek& week, const PlanTables& tables,
               v1::ProgramWeek* message) {
  message->set_week_number(week.week_number);
  message->set_projected(week.projected);
  message->mutable_items()->Reserve(static_cast<int>(week.items.size()));
  for (const domain::ProgramItem& item : week.items) {
    WriteItem(item, tables, message->add_items());
  }
  message->mutable_session_duration()->set_seconds(week.session_seconds);
  WriteReasons(week.reasons, tables, {}, message->mutable_reasons());
  message->set_strain_phase(ToWire(week.strain_phase));
}

void WriteTrajectory(const domain::Trajectory& trajectory, const PlanTables& tables,
                     v1::Trajectory* message) {
  message->set_side(ToWire(trajectory.side));
  message->set_measure(ToWire(trajectory.measure));
  message->set_minimal_detectable_change_degrees(trajectory.minimal_detectable_change_degrees);
  message->mutable_points()->Reserve(static_cast<int>(trajectory.points.size()));
  for (const domain::TrajectoryPoint& point : trajectory.points) {
    v1::TrajectoryPoint* to = message->add_points();
    to->set_week_number(point.week_number);
    to->set_low_degrees(point.low_degrees);
    to->set_expected_degrees(point.expected_degrees);
    to->set_high_degrees(point.high_degrees);
    // The curve starts at the assessment's own measurement.
    if (point.week_number == 0) to->set_measured_degrees(point.expected_degrees);
  }
  WriteReasons(trajectory.reasons, tables, {}, message->mutable_reasons());
}

void WriteLimit(const domain::LimitInForce& limit, v1::LimitInForce* message) {
  message->set_kind(ToWire(limit.kind));
  message->set_value(limit.value);
  message->set_side(ToWire(limit.side));
  for (const domain::RuleId rule : limit.rule_ids) AssignCode(rule, message->add_rule_ids());
}

// The one enumeration whose order differs: the domain's is the order of strictness.
v1::Supervision SupervisionOnTheWire(domain::Supervision supervision) {
  switch (supervision) {
    case domain::Supervision::kUnspecified:
      return v1::SUPERVISION_UNSPECIFIED;
    case domain::Supervision::kNone:
      return v1::SUPERVISION_NONE;
    case domain::Supervision::kFirstSession:
      return v1::SUPERVISION_FIRST_SESSION;
    case domain::Supervision::kAdultPresent:
      return v1::SUPERVISION_ADULT_PRESENT;
    case domain::Supervision::kEverySession:
      return v1::SUPERVISION_EVERY_SESSION;
  }
  return v1::SUPERVISION_UNSPECIFIED;
}

template <typename Texts>
void WriteTexts(const Texts& texts, google::protobuf::RepeatedPtrField<std::string>* list) {
  list->Reserve(static_cast<int>(texts.size()));
  for (const auto& text : texts) list->Add()->assign(text);
}

void WriteExclusions(const domain::Program& program, const PlanTables& tables,
                     v1::Program* message) {
  message->mutable_excluded_exercises()->Reserve(static_cast<int>(program.excluded.size()));
  for (const domain::ExcludedExercise& excluded : program.excluded) {
    v1::ExcludedExercise* to = message->add_excluded_exercises();
    AssignExercise(excluded.exercise, to->mutable_exercise());
    WriteReasons(excluded.reasons, tables, excluded.exercise, to->mutable_reasons());
  }
}

// -- The report
// -------------------------------------------------------------------------------------

void WriteDayCounts(const std::vector<domain::DayCount>& counts,
                    google::protobuf::RepeatedPtrField<v1::DayCount>* list) {
  for (const domain::DayCount& count : counts) {
    v1::DayCount* to = list->Add();
    to->set_evidence_class(ToWire(count.evidence_class));
    to->set_day_count(count.day_count);
  }
}

void WriteFigures(const domain::AdherenceFigures& figures, v1::AdherenceFigures* message) {
  if (figures.session_ratio) message->set_session_ratio(*figures.session_ratio);
  if (figures.exercise_ratio) message->set_exercise_ratio(*figures.exercise_ratio);
  if (figures.dose_ratio) message->set_dose_ratio(*figures.dose_ratio);
  message->set_band(ToWire(figures.band));
  message->set_reported_day_count(figures.reported_day_count);
  message->set_day_count(figures.day_count);
}

void WriteWeekFigures(const domain::WeekFigures& figures, v1::WeekFigures* message) {
  message->set_prescribed_day_count(figures.prescribed_day_count);
  message->set_done_day_count(figures.done_day_count);
  message->set_not_done_day_count(figures.not_done_day_count);
  message->set_unreported_day_count(figures.unreported_day_count);
  if (figures.mean_discomfort) message->set_mean_discomfort_score(*figures.mean_discomfort);
  if (figures.max_discomfort) message->set_max_discomfort_score(*figures.max_discomfort);
  message->set_sharp_pain_count(figures.sharp_pain_count);
  message->set_tingling_day_count(figures.tingling_day_count);
  if (figures.max_symptom_rise) message->set_max_symptom_rise(*figures.max_symptom_rise);
  message->set_raised_morning_day_count(figures.raised_morning_day_count);
  WriteDayCounts(figures.days_by_class, message->mutable_days_by_class());
}

// The columns of a week and of the whole report; never merged.
template <typename Columns, typename Message>
void WriteColumns(const Columns& columns, Message* message) {
  WriteFigures(columns.credible, message->mutable_credible());
  WriteFigures(columns.returned_paper, message->mutable_returned_paper());
  WriteFigures(columns.asked_at_visit, message->mutable_asked_at_visit());
  WriteFigures(columns.claimed, message->mutable_claimed());
}

void WriteReportWeek(const domain::ReportWeek& week, v1::ReportWeek* message) {
  message->set_week_number(week.week_number);
  message->set_revision_number(week.revision_number);
  WriteWeekFigures(week.figures, message->mutable_figures());
  WriteColumns(week, message);
  message->set_completeness_ratio(week.completeness_ratio);
  message->set_dose_adequate(week.dose_adequate);
  message->set_late_entry_count(week.late_entry_count);
}

// What was expected, with what was measured in the weeks that have a point.
void WriteMeasured(const domain::Trajectory& trajectory,
                   const std::vector<app::MeasuredPoint>& measured, v1::Trajectory* message) {
  for (const app::MeasuredPoint& point : measured) {
    if (point.side != trajectory.side || point.measure != trajectory.measure) continue;
    for (v1::TrajectoryPoint& expected : *message->mutable_points()) {
      if (expected.week_number() == point.week_number) {
        expected.set_measured_degrees(point.degrees);
      }
    }
  }
}

// -- Weekly decisions
// -------------------------------------------------------------------------------

void WriteRemeasurement(const domain::Remeasurement& measured, v1::Remeasurement* message) {
  message->set_response(ToWire(measured.response));
  for (const domain::MeasuredChange& change : measured.changes) {
    v1::MeasuredChange* to = message->add_changes();
    to->set_side(ToWire(change.side));
    to->set_measure(ToWire(change.measure));
    to->set_start_degrees(change.start_degrees);
    to->set_before_degrees(change.before_degrees);
    to->set_now_degrees(change.now_degrees);
    to->set_gain_degrees(change.gain_degrees);
    if (change.detectable_degrees) {
      to->set_minimal_detectable_change_degrees(*change.detectable_degrees);
    }
    if (change.on_track) to->set_on_track(*change.on_track);
  }
  message->set_plateau_step(ToWire(measured.plateau_step));
  message->set_discharge_proposed(measured.discharge);
}

// -- Changes
// ----------------------------------------------------------------------------------------

// Of a dose's field, in the order of domain::ChangeKind; empty: the whole exercise.
constexpr std::string_view kPaths[] = {"",
                                       "",
                                       "",
                                       ".hold_duration",
                                       ".set_count",
                                       ".repetition_count",
                                       ".day_count_per_week",
                                       ".session_count_per_day",
                                       ".rest_duration",
                                       ".work_duration"};
static_assert(std::size(kPaths) == static_cast<std::size_t>(domain::ChangeKind::kWork) + 1);

std::string_view DosePath(const domain::Change& change) {
  return kPaths[static_cast<std::size_t>(change.kind)];
}

std::string_view SideName(domain::Side side) {
  constexpr std::string_view kNames[] = {"", "LEFT", "RIGHT", "BOTH"};
  return kNames[static_cast<std::size_t>(side)];
}

std::string PathOf(const domain::Change& change) {
  std::string path = "weeks[" + std::to_string(change.week_number) + "].items[";
  path.append(change.exercise.text()).append("]");
  if (DosePath(change).empty()) return path;
  return path.append(".doses[").append(SideName(change.side)).append("]").append(DosePath(change));
}

void WriteBeforeAndAfter(const domain::Change& change, const PlanTables& tables,
                         v1::RevisionChange* message) {
  const bool of_dose = !DosePath(change).empty();
  if (of_dose) {
    const Unit unit = domain::UnitOf(change.kind);
    tables.AppendAmount(change.before, unit, *message->mutable_before());
    tables.AppendAmount(change.after, unit, *message->mutable_after());
    return;
  }
  if (change.kind != domain::ChangeKind::kComesIn) {
    AssignExercise(change.exercise, message->mutable_before());
  }
  if (change.kind == domain::ChangeKind::kComesIn) {
    AssignExercise(change.exercise, message->mutable_after());
  }
  if (change.kind == domain::ChangeKind::kReplaces) {
    AssignExercise(change.replacement, message->mutable_after());
  }
}

void WriteChange(const domain::Change& change, const PlanTables& tables,
                 v1::RevisionChange* message) {
  message->set_path(PathOf(change));
  WriteBeforeAndAfter(change, tables, message);
  if (change.words.empty()) {
    AssignCode(change.because.rule_id, message->mutable_rule_id());
  } else {
    message->set_rule_id("EDIT");
  }
  std::string& statement = *message->mutable_statement();
  tables.AppendStatement(domain::WhatChanges(change), statement);
  if (const auto side = domain::SideOf(change); !side.empty()) {
    tables.AppendStatement({{}, side, {}, {}}, statement);
  }
  tables.AppendStatement({{}, domain::statement::kBecause, {}, {}}, statement);
  if (change.words.empty()) {
    tables.AppendStatement(change.because, statement);
  } else {
    statement.append(change.words);
  }
}

// -- The catalogue
// ----------------------------------------------------------------------------------

std::string_view ClassName(domain::ExerciseClass exercise_class) {
  constexpr std::string_view kNames[] = {
      "static", "static_adjunct", "active",        "lengthening", "dynamic",   "pnf",    "neural",
      "trunk",  "strength",       "motor_control", "isometric",   "eccentric", "support"};
  return kNames[static_cast<std::size_t>(exercise_class)];
}

std::string_view TagName(std::size_t tag) {
  constexpr std::string_view kNames[] = {"supine",
                                         "prone",
                                         "sidelying",
                                         "quadruped",
                                         "kneeling",
                                         "floor",
                                         "head_down",
                                         "standing_balance",
                                         "single_leg",
                                         "end_range_static",
                                         "neural_tension",
                                         "spine_flexion_end",
                                         "spine_flexion_loaded",
                                         "spine_rotation",
                                         "spine_extension",
                                         "hip_adduction_cross",
                                         "hip_internal_rotation",
                                         "hip_extension_end",
                                         "ischial_compression",
                                         "pnf_isometric",
                                         "long_isometric",
                                         "eccentric_high",
                                         "dynamic_fast",
                                         "knee_ext_overpressure",
                                         "heel_pressure"};
  static_assert(std::size(kNames) == static_cast<std::size_t>(domain::Tag::kCount));
  return kNames[tag];
}

// "HS-01.step.1", "HS-01.step.2", ... as far as they go.
void WriteNumberedTexts(const app::TextSource& texts, const std::string& key,
                        std::string_view language_code, const domain::Arguments& arguments,
                        google::protobuf::RepeatedPtrField<std::string>* list) {
  for (int number = 1;; ++number) {
    std::string text = texts.Sentence(key + std::to_string(number), language_code, arguments);
    if (text.empty()) return;
    *list->Add() = std::move(text);
  }
}

void AppendTerm(const domain::Term& term, std::string& to) {
  to.append(domain::FactName(term.fact));
  const bool is_yes = term.comparison == domain::Comparison::kEquals && term.number == 1;
  if (!is_yes) {
    constexpr std::string_view kSigns[] = {" >= ", " <= ", " = ", " < ", " > "};
    to.append(kSigns[static_cast<std::size_t>(term.comparison)]);
    AppendNumber(term.number, to);
  }
  if (term.if_missing) to.append(" (or unknown)");
}

// "pop_felt, or calf_swelling_3cm and wells_score > 0 (or unknown)".
std::string ConditionText(const domain::Condition& condition) {
  std::string text;
  for (const domain::Clause& clause : condition.any) {
    if (!text.empty()) text.append(", or ");
    for (const domain::Term& term : clause.terms) {
      if (&term != &clause.terms.front()) text.append(" and ");
      AppendTerm(term, text);
    }
  }
  return text;
}

}  // namespace

// -- PlanWriter
// -------------------------------------------------------------------------------------

PlanWriter::PlanWriter(const domain::Catalogue& catalogue, const app::TextSource& texts)
    : catalogue_(catalogue),
      texts_(texts),
      tables_(std::make_unique<const PlanTables>(catalogue, texts)) {}

PlanWriter::~PlanWriter() = default;

void PlanWriter::Write(const domain::Program& program, v1::Program* message) const {
  message->set_state(ToWire(program.state));
  WriteDay(program.start_date, message->mutable_start_date());
  message->set_catalogue_version(program.catalogue_version);
  message->set_pathway(ToWire(program.pathway));
  message->set_strain_phase(ToWire(program.strain_phase));
  for (const domain::LegBand& band : program.bands) {
    WriteBand(band, *tables_, message->add_bands());
  }
  message->set_supervision(SupervisionOnTheWire(program.supervision));
  message->mutable_weeks()->Reserve(static_cast<int>(program.weeks.size()));
  for (const domain::ProgramWeek& week : program.weeks) {
    WriteWeek(week, *tables_, message->add_weeks());
  }
  WriteExclusions(program, *tables_, message);
  for (const domain::LimitInForce& limit : program.limits) {
    WriteLimit(limit, message->add_limits());
  }
  for (const domain::Finding& finding : program.findings) {
    WriteFinding(finding, *tables_, message->add_findings());
  }
  for (const domain::Trajectory& trajectory : program.trajectories) {
    WriteTrajectory(trajectory, *tables_, message->add_trajectories());
  }
  WriteTexts(program.missing_inputs, message->mutable_missing_inputs());
  WriteTexts(program.text_keys, message->mutable_text_keys());
}

void PlanWriter::Write(const app::ProgramRecord& record, v1::Program* message) const {
  Write(*record.content, message);
  message->set_name(NameText(record.name));
  message->set_assessment(NameText(app::AssessmentName{record.name.patient, record.assessment}));
  message->set_state(ToWire(record.state));
  message->set_revision_number(record.activate_time ? record.revision_number : 0);
  message->set_input_sha256(record.input_sha256);
  message->set_program_sha256(record.program_sha256);
  message->set_short_code(record.short_code);
  message->set_policy_version(record.policy_version);
  for (const app::Acknowledgement& entry : record.acknowledgements) {
    v1::Acknowledgement* to = message->add_acknowledgements();
    AssignCode(entry.rule_id, to->mutable_rule_id());
    to->set_user(entry.user);
    to->set_comment(entry.comment);
    WriteInstant(entry.acknowledge_time, to->mutable_acknowledge_time());
  }
  for (const int week : record.settled_weeks) {
    message->add_decisions(NameText(app::DecisionName{record.name, week}));
    // What was projected for the week after is decided now.
    for (v1::ProgramWeek& planned : *message->mutable_weeks()) {
      if (planned.week_number() == week + 1) planned.set_projected(false);
    }
  }
  if (record.activate_time) WriteInstant(*record.activate_time, message->mutable_activate_time());
  message->set_activated_by(record.activated_by);
  message->set_etag(record.etag);
  message->set_state_reason(record.state_reason);
}

void PlanWriter::Write(const app::RevisionRecord& record, v1::ProgramRevision* message) const {
  const app::ProgramName& program = record.name.program;
  message->set_name(NameText(record.name));
  message->set_revision_number(record.name.number);
  v1::Program* content = message->mutable_program();
  Write(*record.content, content);
  content->set_name(NameText(program));
  content->set_assessment(NameText(app::AssessmentName{program.patient, record.assessment}));
  content->set_revision_number(record.name.number);
  content->set_input_sha256(record.input_sha256);
  content->set_program_sha256(record.program_sha256);
  content->set_short_code(record.short_code);
  content->set_policy_version(record.policy_version);
  for (const domain::ProgramEdit& edit : record.basis.edits) {
    rpc::Write(edit, message->add_edits());
  }
  message->set_decision(NameText(app::DecisionName{program, record.basis.decided_week}));
  for (const domain::Change& change : *record.changes) {
    WriteChange(change, *tables_, message->add_changes());
  }
  message->set_created_by(record.created_by);
  WriteInstant(record.create_time, message->mutable_create_time());
  WriteDay(record.effective_date(), message->mutable_effective_date());
}

void PlanWriter::Write(const app::ReplayedProgram& replayed,
                       v1::ReplayProgramResponse* message) const {
  message->set_stored_sha256(replayed.stored_sha256);
  message->set_replayed_sha256(replayed.replayed_sha256);
  message->set_identical(replayed.identical());
  if (replayed.stored_version != replayed.version) {
    v1::RevisionChange* to = message->add_differences();
    to->set_path("catalogue_version");
    to->set_before(replayed.stored_version);
    to->set_after(replayed.version);
  }
  for (const domain::Change& change : replayed.differences) {
    WriteChange(change, *tables_, message->add_differences());
  }
}

void PlanWriter::Write(const app::DecisionRecord& record, v1::WeeklyDecision* message) const {
  const domain::WeeklyDecision& decision = *record.content;
  const app::ProgramName& program = record.name.program;
  message->set_name(NameText(record.name));
  message->set_week_number(decision.week_number);
  WriteDay(decision.first_date, message->mutable_first_date());
  WriteDay(decision.last_date, message->mutable_last_date());
  message->set_kind(ToWire(decision.kind));
  message->set_state(ToWire(record.state));
  for (const domain::RuleId rule : decision.rule_ids) AssignCode(rule, message->add_rule_ids());
  WriteReasons(decision.reasons, *tables_, {}, message->mutable_reasons());
  WriteWeekFigures(decision.figures, message->mutable_figures());
  message->set_advance_count(decision.advance_count);
  message->set_review_required(decision.review_required);
  for (const domain::ExerciseId exercise : decision.removed_exercises) {
    AssignExercise(exercise, message->add_removed_exercises());
  }
  message->set_override_kind(ToWire(record.override_kind));
  message->set_override_reason(record.override_reason);
  message->set_decided_by(record.decided_by);
  if (record.decide_time) WriteInstant(*record.decide_time, message->mutable_decide_time());
  message->set_resulting_revision_number(record.resulting_revision_number);
  message->set_etag(record.etag);
  if (decision.remeasurement) {
    WriteRemeasurement(*decision.remeasurement, message->mutable_remeasurement());
    message->mutable_remeasurement()->set_assessment(
        NameText(app::AssessmentName{program.patient, record.measured_by}));
  }
  message->set_dose_adequate(decision.dose_adequate);
  message->set_steps_back_count(decision.steps_back);
}

void PlanWriter::Write(const app::AssessmentRecord& record, v1::Assessment* message) const {
  message->set_name(NameText(record.name));
  rpc::Write(record.content->fields, message);
  for (const domain::Finding& finding : record.content->findings) {
    WriteFinding(finding, *tables_, message->add_findings());
  }
  message->set_recorded_by(record.recorded_by);
  WriteInstant(record.create_time, message->mutable_create_time());
}

void PlanWriter::Write(const app::CheckInRecord& record, v1::CheckIn* message) const {
  rpc::Write(record, message);
  for (const domain::Finding& finding :
       domain::SessionFindings(record.check_in.fields.screen, catalogue_)) {
    WriteFinding(finding, *tables_, message->add_findings());
  }
}

void PlanWriter::Write(const app::HandoutRecord& record, v1::Handout* message) const {
  rpc::Write(record, message);
  for (const domain::Finding& finding : app::HandoutFindings(record.fields, texts_)) {
    WriteFinding(finding, *tables_, message->add_findings());
  }
}

void PlanWriter::Write(const app::ProgramName& program, const app::AdherenceRecord& record,
                       v1::AdherenceReport* message) const {
  const domain::AdherenceReport& report = record.report;
  message->set_name(ReportNameText(program));
  WriteDay(report.as_of_date, message->mutable_as_of_date());
  for (const domain::ReportWeek& week : report.weeks) {
    v1::ReportWeek* to = message->add_weeks();
    WriteReportWeek(week, to);
    const auto& decided = record.decided_weeks;
    if (std::find(decided.begin(), decided.end(), week.week_number) != decided.end()) {
      to->set_decision(NameText(app::DecisionName{program, week.week_number}));
    }
  }
  for (const domain::Trajectory& trajectory : record.expected->trajectories) {
    v1::Trajectory* to = message->add_measurements();
    WriteTrajectory(trajectory, *tables_, to);
    WriteMeasured(trajectory, record.measured, to);
  }
  for (const app::AssessmentRecord& assessment : record.assessments) {
    rpc::Write(assessment, message->add_outcomes());
  }
  WriteDayCounts(report.days_by_class, message->mutable_days_by_class());
  WriteColumns(report, message);
  const domain::CheckInRule& rule = catalogue_.check_ins;
  WriteNumberedTexts(texts_, "report.class_rule.", kClinicianLanguage,
                     {domain::ArgumentOf("days", rule.in_one_go_days, Unit::kDays),
                      domain::ArgumentOf("minutes", rule.in_one_go_minutes, Unit::kMinutes),
                      domain::ArgumentOf("hours", rule.late_after_hours, Unit::kHours)},
                     message->mutable_class_rules());
  for (const domain::Lapse& lapse : report.lapses) {
    v1::Lapse* to = message->add_lapses();
    WriteDay(lapse.first_date, to->mutable_first_date());
    WriteDay(lapse.last_date, to->mutable_last_date());
    to->set_drop_out(lapse.drop_out);
  }
  for (const domain::Barrier barrier : report.barriers) message->add_barriers(ToWire(barrier));
}

void PlanWriter::Write(v1::Catalogue* message) const {
  message->set_name("catalogue");
  message->set_version(catalogue_.version);
  message->set_sha256(catalogue_.sha256);
  message->set_overlay_version(catalogue_.overlay_version);
  for (const std::string_view code : texts_.LanguageCodes()) {
    message->add_language_codes()->assign(code);
  }
}

void PlanWriter::Write(const domain::Exercise& exercise, std::string_view language_code,
                       v1::Exercise* message) const {
  const std::string id(exercise.id.text());
  message->set_name(NameText(exercise.id));
  message->mutable_exercise_class()->assign(ClassName(exercise.exercise_class));
  for (std::size_t tag = 0; tag < exercise.tags.size(); ++tag) {
    if (exercise.tags.test(tag)) message->add_tags()->assign(TagName(tag));
  }
  for (std::size_t piece = 1; piece < exercise.equipment.size(); ++piece) {
    if (exercise.equipment.test(piece)) {
      message->add_equipment(ToWire(static_cast<domain::Equipment>(piece)));
    }
  }
  message->set_bed_ok(exercise.bed_ok);
  message->set_max_hip_flexion_degrees(exercise.max_hip_flexion);
  message->mutable_title()->assign(texts_.Text(id + ".title", language_code));
  WriteNumberedTexts(texts_, id + ".step.", language_code, {}, message->mutable_steps());
  WriteNumberedTexts(texts_, id + ".mistake.", language_code, {}, message->mutable_mistakes());
  WriteNumberedTexts(texts_, id + ".stop.", language_code, {}, message->mutable_stop_signs());
  for (const domain::ExerciseId other : exercise.regress) {
    AssignExercise(other, message->add_regress());
  }
  for (const domain::ExerciseId other : exercise.progress) {
    AssignExercise(other, message->add_progress());
  }
  AssignCode(exercise.dose_rule, message->mutable_dose_rule());
}

void PlanWriter::Write(const domain::SafetyRule& rule, v1::SafetyRule* message) const {
  message->set_name(NameText(rule.id));
  message->set_severity(ToWire(rule.severity));
  message->set_urgency(ToWire(rule.urgency));
  message->set_condition(ConditionText(rule.condition));
  message->mutable_effect()->assign(tables_->Rule(rule.id).detail);
  for (const domain::Source& source : rule.sources) {
    *message->add_sources() = SourceMessage(source);
  }
}

}  // namespace ischia::rpc
