#include "service/domain/plan/program.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "service/domain/assess/bands.h"
#include "service/domain/assess/completeness.h"
#include "service/domain/plan/edit.h"
#include "service/domain/plan/rule_ids.h"
#include "service/domain/plan/select.h"
#include "service/domain/plan/trajectory.h"
#include "service/domain/plan/week.h"

namespace ischia::domain {
namespace {

constexpr std::size_t kUsualTextKeys = 32;

void AddTextKeys(const std::vector<std::string>& keys, std::vector<std::string_view>& all) {
  for (const std::string& key : keys) {
    if (std::find(all.begin(), all.end(), key) == all.end()) all.push_back(key);
  }
}

void AddRuleTextKeys(const std::vector<Finding>& findings, const Catalogue& catalogue,
                     std::vector<std::string_view>& all) {
  for (const Finding& finding : findings) {
    const SafetyRule* rule = catalogue.FindRule(finding.rule_id);
    if (rule != nullptr) AddTextKeys(rule->text_keys, all);
  }
}

// The answer when a safety rule refuses: findings and what was left open.
Program Refusal(Program program, const Screening& screening, const Catalogue& catalogue,
                const std::vector<FieldViolation>& missing) {
  program.state = ProgramState::kRefused;
  program.findings = screening.findings;
  for (const FieldViolation& violation : missing) {
    program.missing_inputs.push_back(violation.field);
  }
  AddRuleTextKeys(screening.findings, catalogue, program.text_keys);
  return program;
}

Error Incomplete(std::vector<FieldViolation> violations) {
  const bool screen_open = std::any_of(
      violations.begin(), violations.end(),
      [](const FieldViolation& violation) { return violation.reason == "SCREEN_INCOMPLETE"; });
  return screen_open
             ? InvalidArgument("SCREEN_INCOMPLETE", "The red-flag screen has unanswered items.",
                               std::move(violations))
             : InvalidArgument("MEASUREMENT_MISSING",
                               "The assessment lacks inputs that a program needs.",
                               std::move(violations));
}

Error RefusedEdits(std::vector<FieldViolation> violations) {
  const bool excluded = std::any_of(
      violations.begin(), violations.end(),
      [](const FieldViolation& violation) { return violation.reason == "EXERCISE_EXCLUDED"; });
  return excluded
             ? FailedPrecondition("EXERCISE_EXCLUDED", "An edit asks for what a rule keeps out.",
                                  std::move(violations))
             : FieldInvalid(std::move(violations));
}

// P-01 stands among the findings by its severity.
void AddEmptySlots(const std::vector<Slot>& slots, std::vector<Finding>& findings) {
  for (Slot slot : slots) {
    Finding finding;
    finding.rule_id = rule::kEmptySlot;
    finding.severity = Severity::kExclude;
    finding.inputs = {
        {"slot", Side::kUnspecified, 0, Unit::kNone, slot == Slot::kStretch ? "STRETCH" : "TRUNK"}};
    const auto less_severe =
        std::find_if(findings.begin(), findings.end(),
                     [&](const Finding& other) { return other.severity < finding.severity; });
    findings.insert(less_severe, std::move(finding));
  }
}

void AddLines(const Case& patient, StrainPhase phase, std::vector<std::string_view>& all) {
  for (const TemplateLine& line : patient.pathway.lines) {
    const bool in_phase = phase >= line.from_phase &&
                          (line.to_phase == StrainPhase::kUnspecified || phase <= line.to_phase);
    const bool called_for = line.condition.any.empty() || Holds(line.condition, patient.facts);
    if (in_phase && called_for) all.push_back(line.text_key);
  }
}

bool RunsStaticStretch(const Program& program, const Catalogue& catalogue) {
  const std::vector<ProgramItem>& items = program.weeks.front().items;
  return std::any_of(items.begin(), items.end(), [&](const ProgramItem& item) {
    return catalogue.ClassOf(item.exercise) == ExerciseClass::kStatic;
  });
}

// A program for an assessment that is complete and that no rule refuses.
Result<Program> Planned(Program program, const Assessment& assessment, const Catalogue& catalogue,
                        const Screening& screening, const Circumstances& circumstances,
                        const Course& course) {
  const Case patient(assessment, catalogue, screening.facts);
  program.findings = screening.findings;
  program.limits = screening.limits;
  program.strain_phase = screening.strain_phase;
  Plan plan = PlanWeeks(patient, screening, circumstances, course);
  if (!plan.refused_edits.empty()) return RefusedEdits(std::move(plan.refused_edits));
  program.weeks = std::move(plan.weeks);
  program.excluded = std::move(plan.excluded);
  if (plan.empty_slots.empty()) {
    const PathwayTemplate& pathway = patient.pathway;
    program.state = ProgramState::kDraft;
    program.supervision = screening.supervision;
    program.text_keys.reserve(kUsualTextKeys);
    AddTextKeys(catalogue.seed_text_keys, program.text_keys);
    AddTextKeys(patient.has_hamstring_slot ? pathway.text_keys : pathway.text_keys_normal_length,
                program.text_keys);
    AddLines(patient, program.weeks.front().strain_phase, program.text_keys);
    if (RunsStaticStretch(program, catalogue)) {
      program.trajectories =
          ExpectedTrajectories(assessment, catalogue, patient.bands, course.done_seconds_per_week);
    }
  } else {
    program.state = ProgramState::kRefused;
    AddEmptySlots(plan.empty_slots, program.findings);
  }
  AddRuleTextKeys(program.findings, catalogue, program.text_keys);
  program.bands = patient.bands;
  return program;
}

// What a rule allows while it waits for its clearance (S-15): one week, until somebody has looked
// again. Mostly nothing.
std::vector<ProgramWeek> AllowedWeek(const Assessment& assessment, const Catalogue& catalogue,
                                     const Screening& screening, const Circumstances& circumstances,
                                     const Course& course) {
  const bool nothing =
      std::any_of(screening.removals.begin(), screening.removals.end(),
                  [](const Screening::Removal& removal) { return removal.everything; });
  if (nothing) return {};
  Case patient(assessment, catalogue, screening.facts);
  patient.has_hamstring_slot = false;
  std::vector<ProgramWeek> weeks = PlanWeeks(patient, screening, circumstances, course).weeks;
  weeks.resize(std::min<std::size_t>(weeks.size(), 1));
  return weeks;
}

}  // namespace

Result<Program> Prescribe(const Assessment& assessment, const Catalogue& catalogue,
                          CivilDay start_date, const Course& course,
                          std::span<const Clearance> clearances) {
  const Circumstances circumstances{start_date + std::chrono::weeks(course.week - 1), clearances,
                                    OptedIn(course), course.strain_phase};
  const Screening screening = Screen(assessment, catalogue, circumstances);
  Program program;
  program.start_date = start_date;
  program.catalogue_version = catalogue.version;
  program.pathway = assessment.fields().pathway;
  if (screening.severity == Severity::kRefuseRefer) {
    return Refusal(std::move(program), screening, catalogue,
                   MissingInputs(assessment, catalogue.minimum_data, screening.strain_phase));
  }
  std::vector<FieldViolation> missing =
      MissingInputs(assessment, catalogue.minimum_data, screening.strain_phase);
  if (!missing.empty()) return Incomplete(std::move(missing));
  if (screening.refused()) {
    program.weeks = AllowedWeek(assessment, catalogue, screening, circumstances, course);
    return Refusal(std::move(program), screening, catalogue, {});
  }
  std::vector<FieldViolation> invalid = InvalidFields(course, catalogue);
  if (!invalid.empty()) return FieldInvalid(std::move(invalid));
  return Planned(std::move(program), assessment, catalogue, screening, circumstances, course);
}

Program Continued(const Program& before, Program revised) {
  if (revised.weeks.empty()) return revised;
  std::vector<ProgramWeek> weeks;
  weeks.reserve(before.weeks.size());
  for (const ProgramWeek& week : before.weeks) {
    if (week.week_number >= revised.weeks.front().week_number) break;
    weeks.push_back(week);
    weeks.back().projected = false;
  }
  revised.weeks.insert(revised.weeks.begin(), weeks.begin(), weeks.end());
  return revised;
}

int SideDose::all_repetitions() const {
  if (repetitions_by_set.empty()) return sets * repetitions;
  return std::accumulate(repetitions_by_set.begin(), repetitions_by_set.end(), 0);
}

bool HasHamstringSlot(const Assessment& assessment, const std::vector<LegBand>& bands) {
  return assessment.fields().pathway != Pathway::kTight || bands.empty() ||
         std::any_of(bands.begin(), bands.end(),
                     [](const LegBand& band) { return band.band != Band::kNormal; });
}

}  // namespace ischia::domain
