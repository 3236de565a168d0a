#include "service/domain/plan/program.h"

#include <algorithm>
#include <utility>

#include "service/domain/assess/bands.h"
#include "service/domain/assess/completeness.h"
#include "service/domain/assess/inputs.h"
#include "service/domain/plan/dose.h"
#include "service/domain/plan/left_out.h"
#include "service/domain/plan/rule_ids.h"
#include "service/domain/plan/select.h"
#include "service/domain/plan/trajectory.h"
#include "service/domain/plan/week.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

constexpr std::size_t kUsualTextKeys = 32;

void AddTextKeys(const std::vector<std::string>& keys, std::vector<std::string>& all) {
  for (const std::string& key : keys) {
    if (std::find(all.begin(), all.end(), key) == all.end()) all.push_back(key);
  }
}

void AddRuleTextKeys(const std::vector<Finding>& findings, const Catalogue& catalogue,
                     std::vector<std::string>& all) {
  for (const Finding& finding : findings) {
    const SafetyRule* rule = catalogue.FindRule(finding.rule_id);
    if (rule != nullptr) AddTextKeys(rule->text_keys, all);
  }
}

// The answer when a safety rule refuses: findings and what was left open, and no exercise at all.
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

Error NotYetSupported() {
  return InvalidArgument(
      "NOT_YET_SUPPORTED", "The pathway has no template in this version.",
      {{"pathway", "has a value that this version does not read yet", "NOT_YET_SUPPORTED"}});
}

bool HasTemplate(Pathway pathway, const Catalogue& catalogue) {
  const PathwayTemplate* found = catalogue.FindPathway(pathway);
  return found != nullptr && found->supported;
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

void TellNormalLength(const Assessment& assessment, const PathwayTemplate& pathway,
                      const std::vector<LegBand>& bands, ProgramWeek& week) {
  Reason reason{pathway.rule, statement::kNormalLength, {}, {}};
  for (const LegBand& band : bands) {
    reason.inputs.push_back(InputOf(band.measure, band.side, assessment));
  }
  week.reasons.insert(week.reasons.begin(), std::move(reason));
}

bool RunsStaticStretch(const Selection& selection) {
  return std::any_of(selection.places.begin(), selection.places.end(), [](const Place& place) {
    return place.exercise->exercise_class == ExerciseClass::kStatic;
  });
}

// A program for an assessment that is complete and that no rule refuses.
Program Planned(Program program, const Assessment& assessment, const Catalogue& catalogue,
                const Screening& screening) {
  const PathwayTemplate& pathway = *catalogue.FindPathway(program.pathway);
  program.bands = Bands(assessment, catalogue.norms);
  program.findings = screening.findings;
  program.limits = screening.limits;
  const bool stretches = HasHamstringSlot(assessment, program.bands);
  const Available available(assessment, catalogue, screening);
  const Selection selection = Select(assessment, catalogue, screening, program.bands, available);
  Plan plan;
  if (selection.empty_slots.empty()) {
    const Doses doses(assessment, catalogue, screening, program.bands);
    plan = PlanWeeks(assessment, catalogue, screening, selection, doses);
    program.state = ProgramState::kDraft;
    program.supervision = screening.supervision;
    program.text_keys.reserve(kUsualTextKeys);
    AddTextKeys(catalogue.seed_text_keys, program.text_keys);
    AddTextKeys(stretches ? pathway.text_keys : pathway.text_keys_normal_length, program.text_keys);
    if (!stretches) TellNormalLength(assessment, pathway, program.bands, plan.weeks.front());
    if (RunsStaticStretch(selection)) {
      program.trajectories = ExpectedTrajectories(assessment, catalogue, program.bands);
    }
  } else {
    program.state = ProgramState::kRefused;
    AddEmptySlots(selection.empty_slots, program.findings);
  }
  program.excluded = ExplainLeftOut(catalogue, pathway, available, selection, plan);
  program.weeks = std::move(plan.weeks);
  AddRuleTextKeys(program.findings, catalogue, program.text_keys);
  return program;
}

}  // namespace

Result<Program> Prescribe(const Assessment& assessment, const Catalogue& catalogue,
                          CivilDay start_date, const Course& course,
                          std::span<const Clearance> clearances) {
  Ensure(course == Course{});  // other courses are not planned yet
  const Screening screening = Screen(assessment, catalogue, {start_date, clearances});
  Program program;
  program.start_date = start_date;
  program.catalogue_version = catalogue.version;
  program.pathway = assessment.fields().pathway;
  if (screening.severity == Severity::kRefuseRefer) {
    return Refusal(std::move(program), screening, catalogue,
                   MissingInputs(assessment, catalogue.minimum_data, screening.strain_phase));
  }
  if (program.pathway != Pathway::kUnspecified && !HasTemplate(program.pathway, catalogue)) {
    return NotYetSupported();
  }
  std::vector<FieldViolation> missing =
      MissingInputs(assessment, catalogue.minimum_data, screening.strain_phase);
  if (!missing.empty()) return Incomplete(std::move(missing));
  if (screening.refused()) return Refusal(std::move(program), screening, catalogue, {});
  return Planned(std::move(program), assessment, catalogue, screening);
}

bool HasHamstringSlot(const Assessment& assessment, const std::vector<LegBand>& bands) {
  return assessment.fields().pathway != Pathway::kTight || bands.empty() ||
         std::any_of(bands.begin(), bands.end(),
                     [](const LegBand& band) { return band.band != Band::kNormal; });
}

}  // namespace ischia::domain
