#include "tests/support/any_assessment.h"

#include <cmath>
#include <string>

#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using namespace ischia::domain;  // NOLINT(google-build-using-namespace): a list of its names

int Whole(int low, int high) { return *rc::gen::inRange(low, high + 1); }
bool Chance(int percent) { return Whole(1, 100) <= percent; }
Answer YesOrNo(int percent) { return Chance(percent) ? Answer::kYes : Answer::kNo; }
Score AnyScore(int most = 10) { return Score(Whole(0, most)); }

// One of the values of an enumeration, the first but "unspecified" to `last`.
template <typename Enum>
Enum AnyOf(Enum last) {
  return static_cast<Enum>(Whole(1, static_cast<int>(last)));
}

bool HasSide(ComorbidityCode code) {
  using enum ComorbidityCode;
  for (const ComorbidityCode sided :
       {kHipReplacementPosterior, kHipReplacementAnterior, kKneeReplacement, kHamstringGraftAcl,
        kProximalHamstringRepair, kProximalHamstringTendinopathy, kHipOsteoarthritisSevere,
        kHipImpingementOrLabrum, kKneeEffusion, kLockedKnee, kKneeHyperextension,
        kThighContusion}) {
    if (code == sided) return true;
  }
  return false;
}

void Measure(AssessmentFields& fields) {
  for (LegMeasurements& leg : fields.legs) {
    leg.knee_extension_deficit = Degrees(Whole(0, 120) / 2.0);
    leg.straight_leg_raise = Degrees(Whole(30, 110));
    if (fields.pathway != Pathway::kStrain && Chance(15)) leg.knee_extension_deficit.reset();
    if (Chance(20)) leg.stretch_discomfort = AnyScore();
    if (Chance(8)) leg.slump_test = TestResult::kPositive;
    if (Chance(8)) leg.straight_leg_raise_limit_reason = AnyOf(SlrLimitReason::kOther);
    if (Chance(30)) leg.leg_pain = AnyScore();
    if (Chance(30)) leg.leg_pain_settling_minutes = Whole(0, 60);
    if (Chance(30)) leg.single_leg_bridge_pain = AnyScore();
    if (Chance(50)) leg.resisted_knee_flexion_pain = AnyScore();
  }
}

void Strain(AssessmentFields& fields) {
  fields.affected_side = Chance(50) ? AffectedSide::kLeft : AffectedSide::kRight;
  fields.outcomes.lefs = Whole(0, 80);
  fields.outcomes.fash = Whole(0, 100);
  fields.pain.walking = AnyScore(5);
  if (Chance(60)) fields.pain.jogging = AnyScore();
  fields.strain.grade = Chance(60) ? StrainGrade::kI : StrainGrade::kII;
  fields.strain.days_since_injury = Whole(0, 60);
  fields.strain.bruise = Chance(50) ? Bruise::kNone : Bruise::kSmall;
  fields.strain.prior_strain_count = 0;
  fields.strain.stage_two_week_completed = YesOrNo(30);
  if (!Chance(15)) return;
  fields.strain.cleared_phase = AnyOf(StrainPhase::kS4);
  fields.strain.cleared_phase_by = "physician";
  fields.strain.cleared_phase_date = fields.assessment_date;
}

void Live(AssessmentFields& fields) {
  fields.pain.rest = AnyScore(6);
  fields.pain.activity = AnyScore();
  if (Chance(40)) fields.pain.sitting = AnyScore();
  fields.flexion_provoked = YesOrNo(40);
  fields.systolic_mmhg = Whole(100, 179);
  fields.diastolic_mmhg = Whole(50, 109);
  fields.beighton_score = Whole(0, 9);
  fields.falls_12_months_count = Chance(80) ? 0 : 2;
  fields.timed_up_and_go_seconds = Whole(7, 18);
  fields.fear_of_falling = YesOrNo(10);
  fields.floor_transfer = AnyOf(FloorTransfer::kNo);
  for (std::size_t piece = 1; piece < fields.equipment.size(); ++piece) {
    fields.equipment.set(piece, Chance(60));
  }
  fields.minutes_per_day = Whole(3, 40);
  fields.sitting_hours_per_day = Whole(0, 14);
  fields.pelvic_tilt = AnyOf(PelvicTilt::kPosterior);
  fields.sport_level = AnyOf(SportLevel::kElite);
  fields.self_efficacy = AnyScore();
  fields.stretched_before = YesOrNo(50);
  fields.gentle_start_requested = YesOrNo(15);
  fields.coach_present = YesOrNo(30);
  fields.low_mood = YesOrNo(10);
  fields.high_fear = YesOrNo(10);
}

AssessmentFields OnPathway(Pathway pathway) {
  if (pathway == Pathway::kLowBackPain) return LowBackPainAdult();
  if (pathway == Pathway::kStrain) return StrainedAdult();
  AssessmentFields fields = TightAdult();
  fields.pathway = pathway;
  if (pathway == Pathway::kPrevention) {
    fields.strain.prior_strain_count = 0;
    fields.strain.prior_acl_injury = Answer::kNo;
    fields.strain.prior_calf_strain = Answer::kNo;
  }
  return fields;
}

}  // namespace

rc::Gen<Comorbidity> AnyComorbidity() {
  return rc::gen::exec([] {
    Comorbidity comorbidity;
    comorbidity.code = AnyOf(ComorbidityCode::kHeelOrKneeApophysitis);
    if (HasSide(comorbidity.code)) comorbidity.side = Chance(50) ? Side::kLeft : Side::kRight;
    if (Chance(70)) comorbidity.weeks_since = Whole(0, 60);
    if (comorbidity.code == ComorbidityCode::kPregnancy) comorbidity.weeks_since = Whole(1, 40);
    if (comorbidity.code == ComorbidityCode::kSpondylolisthesis) comorbidity.grade = Whole(1, 2);
    comorbidity.symptomatic = YesOrNo(30);
    if (comorbidity.code == ComorbidityCode::kHypertension ||
        comorbidity.code == ComorbidityCode::kDiabetes) {
      comorbidity.at_target = YesOrNo(60);
    }
    return comorbidity;
  });
}

rc::Gen<AssessmentFields> AnyAssessment() {
  return rc::gen::exec([] {
    AssessmentFields fields = OnPathway(AnyOf(Pathway::kPrevention));
    fields.age_years = Whole(10, 95);
    fields.sex_for_norms = AnyOf(NormSex::kNotStated);
    Live(fields);
    Measure(fields);
    if (fields.pathway == Pathway::kStrain) Strain(fields);
    if (Chance(40)) fields.comorbidities = {*AnyComorbidity()};
    if (Chance(15)) fields.medications = {AnyOf(Medication::kAntihypertensive)};
    return fields;
  });
}

}  // namespace ischia::test
