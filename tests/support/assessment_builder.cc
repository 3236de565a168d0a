#include "tests/support/assessment_builder.h"

#include <algorithm>
#include <chrono>
#include <initializer_list>
#include <utility>

namespace ischia::test {
namespace {

using namespace ischia::domain;  // NOLINT(google-build-using-namespace): a list of its names

// A leg measured in both ways, pulled by the muscle, with quiet nerves.
LegMeasurements QuietLeg(Side side, double knee_deficit, double raise) {
  LegMeasurements leg;
  leg.side = side;
  leg.knee_extension_deficit = Degrees(knee_deficit);
  leg.straight_leg_raise = Degrees(raise);
  leg.straight_leg_raise_limit_reason = SlrLimitReason::kPosteriorThighPull;
  leg.straight_leg_raise_neural = TestResult::kNegative;
  leg.crossed_straight_leg_raise = TestResult::kNegative;
  leg.slump_test = TestResult::kNegative;
  return leg;
}

// What both vignettes leave neutral.
AssessmentFields NeutralMan() {
  AssessmentFields fields;
  fields.kind = AssessmentKind::kInitial;
  fields.assessment_date = CivilDay{std::chrono::year{2026} / 6 / 1};
  fields.assessor = "clinician-1";
  fields.sex_for_norms = NormSex::kMale;
  fields.affected_side = AffectedSide::kBoth;
  fields.knee_extension_method = KneeExtensionMethod::kActive;
  fields.red_flags = ClearScreen();
  fields.neuro_deficit = NeuroDeficit::kNone;
  fields.any_leg_symptoms = Answer::kNo;
  fields.comorbidities_confirmed = true;
  fields.medications_confirmed = true;
  fields.equipment_confirmed = true;
  fields.floor_transfer = FloorTransfer::kIndependent;
  fields.goal_class = GoalClass::kDailyComfort;
  fields.gentle_start_requested = Answer::kNo;
  fields.coach_present = Answer::kNo;
  return fields;
}

}  // namespace

AssessmentFields TightAdult() {
  AssessmentFields fields = NeutralMan();
  fields.age_years = 34;
  fields.pathway = Pathway::kTight;
  fields.legs = {QuietLeg(Side::kRight, 38, 60), QuietLeg(Side::kLeft, 36, 62)};
  fields.pain.rest = Score(0);
  fields.pain.activity = Score(1);
  fields.equipment = Having({Equipment::kStrapOrTowel, Equipment::kChair, Equipment::kMat,
                             Equipment::kWall, Equipment::kDowelOrBroom});
  fields.minutes_per_day = 12;
  fields.goal_text = "Sit through a workday without the pull";
  fields.sitting_hours_per_day = 9;
  fields.self_efficacy = Score(7);
  return fields;
}

AssessmentFields LowBackPainAdult() {
  AssessmentFields fields = NeutralMan();
  fields.age_years = 45;
  fields.pathway = Pathway::kLowBackPain;
  fields.legs = {QuietLeg(Side::kRight, 41, 60), QuietLeg(Side::kLeft, 42, 58)};
  fields.pain.rest = Score(2);
  fields.pain.activity = Score(5);
  fields.outcomes.oswestry_percent = 28;
  fields.flexion_provoked = Answer::kYes;
  fields.systolic_mmhg = 128;
  fields.diastolic_mmhg = 80;
  fields.pelvic_tilt = PelvicTilt::kPosterior;
  fields.lumbar_curve = LumbarCurve::kFlat;
  fields.equipment = Having({Equipment::kDoorwayOrWallCorner, Equipment::kStrapOrTowel,
                             Equipment::kMat, Equipment::kDowelOrBroom});
  fields.minutes_per_day = 15;
  fields.self_efficacy = Score(6);
  return fields;
}

AssessmentFields StrainedAdult() {
  AssessmentFields fields = NeutralMan();
  fields.age_years = 24;
  fields.sex_for_norms = NormSex::kFemale;
  fields.pathway = Pathway::kStrain;
  fields.affected_side = AffectedSide::kLeft;
  fields.legs = {QuietLeg(Side::kRight, 18, 80), QuietLeg(Side::kLeft, 34, 70)};
  fields.legs[1].resisted_knee_flexion_pain = Score(2);
  fields.pain.rest = Score(0);
  fields.pain.activity = Score(3);
  fields.pain.walking = Score(1);
  fields.outcomes.lefs = 58;
  fields.outcomes.fash = 55;
  fields.strain.grade = StrainGrade::kI;
  fields.strain.days_since_injury = 6;
  fields.strain.bruise = Bruise::kNone;
  fields.strain.prior_strain_count = 0;
  fields.goal_class = GoalClass::kSport;
  fields.equipment =
      Having({Equipment::kStrapOrTowel, Equipment::kMat, Equipment::kSliderOrSockOnSmoothFloor,
              Equipment::kSupportRailOrCounter});
  fields.minutes_per_day = 20;
  fields.self_efficacy = Score(8);
  return fields;
}

LegMeasurements& LegOf(AssessmentFields& fields, Side side) {
  const auto leg = std::find_if(fields.legs.begin(), fields.legs.end(),
                                [&](const LegMeasurements& entry) { return entry.side == side; });
  Ensure(leg != fields.legs.end());
  return *leg;
}

RedFlagScreen ClearScreen() {
  RedFlagScreen screen;
  for (int item = 0; item <= static_cast<int>(Fact::kWorseAtLastTwoReviews); ++item) {
    if (static_cast<Fact>(item) != Fact::kWellsScore) {
      screen.Set(static_cast<Fact>(item), Answer::kNo);
    }
  }
  return screen;
}

EquipmentSet Having(std::initializer_list<Equipment> items) {
  EquipmentSet set;
  for (const Equipment item : items) set.set(static_cast<std::size_t>(item));
  return set;
}

Assessment Legal(AssessmentFields fields) {
  return std::move(Assessment::Create(std::move(fields))).value();
}

domain::Catalogue BareCatalogue() {
  domain::Catalogue catalogue;
  catalogue.norms.knee_male = {26.9, 33.0, 43.0};
  catalogue.norms.raise_male = {75, 65, 55};
  catalogue.norms.osteoporosis_t_score = -2.5;
  catalogue.minimum_data = {{}, 40, 65, 100};
  catalogue.logical_checks = {{}, 60, 100, 3, 20, 20, 50};
  catalogue.lowest_adjusted_hip_flexion = 45;
  return catalogue;
}

}  // namespace ischia::test
