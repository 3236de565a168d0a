#include "tests/domain/plan/prescribing.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "service/catalogue/load.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {

using domain::AssessmentFields;
using domain::Degrees;
using domain::Equipment;
using domain::Program;
using domain::ProgramItem;
using domain::Reason;
using domain::Score;
using domain::Side;

const domain::Catalogue& ShippedCatalogue() {
  static const auto& loaded = *new catalogue::LoadedCatalogue(catalogue::LoadEmbedded());
  return loaded.catalogue;
}

domain::Result<Program> Tried(AssessmentFields fields, const domain::Course& course) {
  const domain::CivilDay start{std::chrono::year{2026} / 6 / 3};
  return domain::Prescribe(Legal(std::move(fields)), ShippedCatalogue(), start, course);
}

Program Prescribed(AssessmentFields fields, const domain::Course& course) {
  return Tried(std::move(fields), course).value();
}

AssessmentFields Runner() {
  AssessmentFields fields = TightAdult();
  fields.age_years = 29;
  fields.sex_for_norms = domain::NormSex::kFemale;
  fields.pathway = domain::Pathway::kPrevention;
  for (const auto& [side, deficit, raise] :
       {std::tuple{Side::kRight, 22.0, 72.0}, {Side::kLeft, 21.0, 74.0}}) {
    LegOf(fields, side).knee_extension_deficit = Degrees(deficit);
    LegOf(fields, side).straight_leg_raise = Degrees(raise);
  }
  fields.pain.activity = Score(0);
  fields.sitting_hours_per_day.reset();
  fields.goal_class = domain::GoalClass::kSport;
  fields.equipment = Having({Equipment::kStep, Equipment::kSupportRailOrCounter, Equipment::kMat,
                             Equipment::kPartnerOrAnchor, Equipment::kDowelOrBroom});
  fields.minutes_per_day = 15;
  return fields;
}

AssessmentFields FreshStrain() {
  AssessmentFields fields = StrainedAdult();
  fields.affected_side = domain::AffectedSide::kRight;
  for (domain::LegMeasurements& leg : fields.legs) {
    leg.knee_extension_deficit.reset();
    leg.straight_leg_raise.reset();
    leg.straight_leg_raise_limit_reason = domain::SlrLimitReason::kUnspecified;
    leg.resisted_knee_flexion_pain.reset();
  }
  fields.pain.rest = Score(3);
  fields.pain.activity = Score(7);
  fields.pain.walking = Score(5);
  fields.strain.grade = domain::StrainGrade::kII;
  fields.strain.days_since_injury = 2;
  fields.strain.prior_strain_count = 1;
  fields.strain.months_since_last_strain = 14;
  fields.equipment = Having({Equipment::kMat});
  fields.minutes_per_day = 15;
  return fields;
}

AssessmentFields LengtheningStrain() {
  AssessmentFields fields = StrainedAdult();
  LegOf(fields, Side::kLeft).knee_extension_deficit = Degrees(30);
  fields.strain.days_since_injury = 12;
  return fields;
}

AssessmentFields SoreNerve() {
  AssessmentFields fields = LowBackPainAdult();
  domain::LegMeasurements& leg = LegOf(fields, Side::kRight);
  for (domain::LegMeasurements& each : fields.legs) each.knee_extension_deficit.reset();
  leg.straight_leg_raise = Degrees(42);
  leg.straight_leg_raise_limit_reason = domain::SlrLimitReason::kLegPainBelowKnee;
  leg.straight_leg_raise_neural = domain::TestResult::kPositive;
  leg.slump_test = domain::TestResult::kPositive;
  leg.leg_pain = Score(5);
  leg.leg_pain_settling_minutes = 15;
  LegOf(fields, Side::kLeft).straight_leg_raise = Degrees(78);
  fields.flexion_provoked = domain::Answer::kNo;
  fields.equipment = Having({Equipment::kMat, Equipment::kPillow});
  fields.minutes_per_day = 12;
  return fields;
}

AssessmentFields SoreTendon() {
  AssessmentFields fields = TightAdult();
  fields.age_years = 41;
  fields.sex_for_norms = domain::NormSex::kFemale;
  fields.systolic_mmhg = 120;
  fields.diastolic_mmhg = 76;
  for (const auto& [side, deficit] : {std::pair{Side::kRight, 25.0}, {Side::kLeft, 20.0}}) {
    LegOf(fields, side).knee_extension_deficit = Degrees(deficit);
    LegOf(fields, side).straight_leg_raise.reset();
    LegOf(fields, side).straight_leg_raise_limit_reason = domain::SlrLimitReason::kUnspecified;
  }
  LegOf(fields, Side::kRight).single_leg_bridge_pain = Score(5);
  LegOf(fields, Side::kRight).ischial_tenderness = domain::Answer::kYes;
  fields.pain.sitting = Score(5);
  domain::Comorbidity tendon;
  tendon.code = domain::ComorbidityCode::kProximalHamstringTendinopathy;
  tendon.side = Side::kRight;
  tendon.weeks_since = 6;
  fields.comorbidities = {tendon};
  fields.sitting_hours_per_day.reset();
  fields.equipment = Having({Equipment::kMat, Equipment::kChair});
  fields.minutes_per_day = 15;
  return fields;
}

AssessmentFields CalmTendon() {
  AssessmentFields fields = SoreTendon();
  fields.pain.sitting = Score(2);
  LegOf(fields, Side::kRight).single_leg_bridge_pain = Score(2);
  fields.comorbidities.front().weeks_since = 26;
  fields.equipment.set();
  fields.minutes_per_day = 25;
  return fields;
}

AssessmentFields FallerWithOsteoporosis() {
  AssessmentFields fields = TightAdult();
  fields.age_years = 72;
  fields.sex_for_norms = domain::NormSex::kFemale;
  for (const auto& [side, deficit] : {std::pair{Side::kRight, 31.0}, {Side::kLeft, 33.0}}) {
    domain::LegMeasurements& leg = LegOf(fields, side);
    leg.knee_extension_deficit = Degrees(deficit);
    leg.straight_leg_raise.reset();
    leg.straight_leg_raise_limit_reason = domain::SlrLimitReason::kUnspecified;
  }
  fields.pain.rest = Score(1);
  fields.pain.activity = Score(2);
  fields.systolic_mmhg = 134;
  fields.diastolic_mmhg = 78;
  domain::Comorbidity osteoporosis;
  osteoporosis.code = domain::ComorbidityCode::kOsteoporosis;
  osteoporosis.value = -2.9;
  domain::Comorbidity fracture;
  fracture.code = domain::ComorbidityCode::kVertebralFracture;
  fields.comorbidities = {osteoporosis, fracture};
  fields.falls_12_months_count = 2;
  fields.timed_up_and_go_seconds = 15;
  fields.fear_of_falling = domain::Answer::kNo;
  fields.floor_transfer = domain::FloorTransfer::kWithHelp;
  fields.equipment = Having({Equipment::kChair, Equipment::kStrapOrTowel, Equipment::kBed});
  fields.minutes_per_day = 10;
  fields.self_efficacy = Score(5);
  fields.sitting_hours_per_day.reset();
  return fields;
}

AssessmentFields NormalLengthAnteriorTilt() {
  AssessmentFields fields = TightAdult();
  fields.age_years = 27;
  for (const auto& [side, deficit, raise] :
       {std::tuple{Side::kRight, 12.0, 88.0}, {Side::kLeft, 13.0, 87.0}}) {
    domain::LegMeasurements& leg = LegOf(fields, side);
    leg.knee_extension_deficit = Degrees(deficit);
    leg.straight_leg_raise = Degrees(raise);
    leg.hip_extension = Degrees(side == Side::kRight ? -8 : -6);
  }
  fields.pain.activity = Score(2);
  fields.pelvic_tilt = domain::PelvicTilt::kAnterior;
  fields.beighton_score = 2;
  fields.sitting_hours_per_day = 7;
  fields.equipment = Having({Equipment::kMat, Equipment::kChair, Equipment::kDowelOrBroom});
  return fields;
}

AssessmentFields OneTightLeg() {
  AssessmentFields fields = TightAdult();
  LegOf(fields, Side::kLeft).knee_extension_deficit = Degrees(20);
  return fields;
}

const ProgramItem* ItemIn(const Program& program, int week, std::string_view id) {
  for (const domain::ProgramWeek& candidate : program.weeks) {
    if (candidate.week_number != week) continue;
    for (const ProgramItem& item : candidate.items) {
      if (item.exercise.text() == id) return &item;
    }
  }
  return nullptr;
}

const ProgramItem& Item(const Program& program, int week, std::string_view id) {
  const ProgramItem* item = ItemIn(program, week, id);
  domain::Ensure(item != nullptr);
  return *item;
}

const domain::SideDose& DoseOf(const ProgramItem& item, Side side) {
  const auto dose = std::find_if(item.doses.begin(), item.doses.end(),
                                 [&](const domain::SideDose& d) { return d.side == side; });
  domain::Ensure(dose != item.doses.end());
  return *dose;
}

const domain::ProgramWeek& WeekOf(const Program& program, int number) {
  const auto week = std::find_if(program.weeks.begin(), program.weeks.end(),
                                 [&](const auto& w) { return w.week_number == number; });
  domain::Ensure(week != program.weeks.end());
  return *week;
}

std::string StretchOf(const Program& program, int week, Side side) {
  for (const ProgramItem& item : WeekOf(program, week).items) {
    if (item.slot != domain::Slot::kStretch) continue;
    const domain::SideDose& dose = DoseOf(item, side);
    return std::to_string(dose.repetitions) + 'x' + std::to_string(dose.hold_seconds) + 'x' +
           std::to_string(dose.days_per_week);
  }
  return "none";
}

std::vector<std::string> ItemsOf(const Program& program, int week) {
  std::vector<std::string> ids;
  for (const ProgramItem& item : WeekOf(program, week).items) {
    if (item.slot != domain::Slot::kWarmUp) ids.emplace_back(item.exercise.text());
  }
  return ids;
}

std::vector<std::string> RulesOf(const domain::Reasons& reasons, std::string_view statement) {
  std::vector<std::string> rules;
  for (const Reason& reason : reasons) {
    if (reason.statement == statement) rules.emplace_back(reason.rule_id.text());
  }
  return rules;
}

bool Says(const domain::Reasons& reasons, std::string_view statement) {
  return !RulesOf(reasons, statement).empty();
}

std::vector<std::string> WhyExcluded(const Program& program, std::string_view id) {
  std::vector<std::string> why;
  for (const domain::ExcludedExercise& excluded : program.excluded) {
    if (excluded.exercise.text() != id) continue;
    for (const Reason& reason : excluded.reasons) {
      why.push_back(std::string(reason.rule_id.text()) + ' ' + std::string(reason.statement));
    }
  }
  return why;
}

}  // namespace ischia::test
