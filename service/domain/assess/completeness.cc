#include "service/domain/assess/completeness.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "service/domain/assess/facts.h"

namespace ischia::domain {
namespace {

constexpr char kScreenIncomplete[] = "SCREEN_INCOMPLETE";
constexpr char kMeasurementMissing[] = "MEASUREMENT_MISSING";

std::string LegPath(std::size_t index) { return "legs[" + std::to_string(index) + "]."; }

// Collects what is missing, in the order asked. Paths are put together only for what is missing.
class Missing {
 public:
  // What follows stands below this path, until the next call.
  void Within(std::string prefix) { prefix_ = std::move(prefix); }

  void Unless(bool given, std::string_view field, std::string_view description = "is required") {
    if (given) return;
    missing_.push_back(
        {prefix_ + std::string(field), std::string(description), kMeasurementMissing});
  }
  void UnlessAnswered(Fact item, const RedFlagScreen& screen) {
    if (screen.Get(item) != Answer::kUnspecified) return;
    missing_.push_back(
        {std::string(FactField(item)), "must be answered yes or no", kScreenIncomplete});
  }
  std::vector<FieldViolation> Take() && { return std::move(missing_); }

 private:
  std::string prefix_;
  std::vector<FieldViolation> missing_;
};

void AskPerson(const AssessmentFields& fields, Missing& missing) {
  missing.Unless(fields.age_years.has_value(), "age_years", "is required without a birth date");
  missing.Unless(fields.sex_for_norms != NormSex::kUnspecified, "sex_for_norms",
                 "is required; NOT_STATED is an answer");
  missing.Unless(fields.pathway != Pathway::kUnspecified, "pathway");
  missing.Unless(fields.affected_side != AffectedSide::kUnspecified, "affected_side");
}

bool NerveTestsAreRequired(const AssessmentFields& fields) {
  return fields.pathway == Pathway::kLowBackPain || fields.any_leg_symptoms == Answer::kYes;
}

void AskNerveTests(const LegMeasurements& leg, Missing& missing) {
  constexpr char kWhy[] = "is required for LBP and with leg symptoms; NOT_DONE is an answer";
  const bool neither_done = leg.slump_test == TestResult::kNotDone &&
                            leg.straight_leg_raise_neural == TestResult::kNotDone;
  missing.Unless(leg.straight_leg_raise_neural != TestResult::kUnspecified,
                 "straight_leg_raise_neural", kWhy);
  missing.Unless(leg.crossed_straight_leg_raise != TestResult::kUnspecified,
                 "crossed_straight_leg_raise", kWhy);
  missing.Unless(leg.slump_test != TestResult::kUnspecified, "slump_test", kWhy);
  missing.Unless(!neither_done, "slump_test",
                 "or straight_leg_raise_neural must be done, for LBP and with leg symptoms");
}

void AskLegs(const Assessment& assessment, Missing& missing) {
  const AssessmentFields& fields = assessment.fields();
  const bool measured =
      std::any_of(fields.legs.begin(), fields.legs.end(), [](const LegMeasurements& leg) {
        return leg.knee_extension_deficit || leg.straight_leg_raise;
      });
  missing.Unless(measured, "legs",
                 "must hold a knee_extension_deficit_degrees or a straight_leg_raise_degrees");
  if (!NerveTestsAreRequired(fields)) return;
  if (measured) {
    missing.Unless(
        assessment.Leg(Side::kLeft) != nullptr && assessment.Leg(Side::kRight) != nullptr, "legs",
        "must hold the nerve tests of both legs, for LBP and with leg symptoms");
  }
  for (std::size_t i = 0; i < fields.legs.size(); ++i) {
    missing.Within(LegPath(i));
    AskNerveTests(fields.legs[i], missing);
  }
  missing.Within("");
}

void AskScores(const AssessmentFields& fields, Missing& missing) {
  missing.Unless(fields.pain.rest.has_value(), "pain.rest_score");
  missing.Unless(fields.pain.activity.has_value(), "pain.activity_score");
  missing.Unless(fields.pathway != Pathway::kLowBackPain || fields.outcomes.oswestry_percent ||
                     fields.outcomes.roland_morris,
                 "outcomes.oswestry_percent", "or roland_morris_score is required for LBP");
}

bool IsAsked(Fact item, const AssessmentFields& fields) {
  switch (item) {
    case Fact::kWellsScore:
      return false;  // a number that a sign of thrombosis calls for, not a question
    case Fact::kFirstBackPainEpisode:
    case Fact::kMorningStiffnessOver30min:
    case Fact::kBetterWithMovement:
    case Fact::kWokenByPain:
      return fields.pathway == Pathway::kLowBackPain;
    case Fact::kWorseAtLastTwoReviews:
      return fields.kind == AssessmentKind::kRemeasurement;
    default:
      return true;
  }
}

void AskScreen(const AssessmentFields& fields, Missing& missing) {
  for (int item = 0; item <= static_cast<int>(Fact::kWorseAtLastTwoReviews); ++item) {
    const Fact fact = static_cast<Fact>(item);
    if (IsAsked(fact, fields)) missing.UnlessAnswered(fact, fields.red_flags);
  }
}

void AskHistory(const AssessmentFields& fields, Missing& missing) {
  missing.Unless(
      fields.any_leg_symptoms != Answer::kYes || fields.neuro_deficit != NeuroDeficit::kUnspecified,
      "neuro_deficit", "is required with leg symptoms");
  missing.Unless(fields.any_leg_symptoms != Answer::kUnspecified, "any_leg_symptoms",
                 "must be answered yes or no");
  missing.Unless(fields.comorbidities_confirmed, "comorbidities_confirmed",
                 "must be true: an empty list is a statement");
  missing.Unless(fields.medications_confirmed, "medications_confirmed",
                 "must be true: an empty list is a statement");
}

bool BloodPressureIsRequired(const Assessment& assessment, const MinimumDataRule& rule) {
  const AssessmentFields& fields = assessment.fields();
  return fields.age_years.value_or(0) >= rule.blood_pressure_from_age ||
         assessment.Has(ComorbidityCode::kHypertension) || fields.systolic_mmhg ||
         fields.diastolic_mmhg;
}

void AskTests(const Assessment& assessment, const MinimumDataRule& rule, Missing& missing) {
  const AssessmentFields& fields = assessment.fields();
  if (BloodPressureIsRequired(assessment, rule)) {
    const std::string why = "is required from " + std::to_string(rule.blood_pressure_from_age) +
                            " years, with HYPERTENSION and with its other half";
    missing.Unless(fields.systolic_mmhg.has_value(), "systolic_mmhg", why);
    missing.Unless(fields.diastolic_mmhg.has_value(), "diastolic_mmhg", why);
  }
  const bool loose =
      std::any_of(fields.legs.begin(), fields.legs.end(), [&](const LegMeasurements& leg) {
        return leg.straight_leg_raise &&
               leg.straight_leg_raise->value() >= rule.beighton_from_raise;
      });
  if (loose) {
    missing.Unless(fields.beighton_score.has_value(), "beighton_score",
                   "is required when a straight leg raise is " +
                       std::to_string(rule.beighton_from_raise) + " degrees or more");
  }
  if (fields.age_years.value_or(0) >= rule.falls_from_age) {
    const std::string why = "is required from " + std::to_string(rule.falls_from_age) + " years";
    missing.Unless(fields.falls_12_months_count.has_value(), "falls_12_months_count", why);
    missing.Unless(fields.timed_up_and_go_seconds.has_value(), "timed_up_and_go_seconds", why);
    missing.Unless(fields.fear_of_falling != Answer::kUnspecified, "fear_of_falling", why);
  }
}

void AskCircumstances(const AssessmentFields& fields, Missing& missing) {
  missing.Unless(fields.equipment_confirmed, "equipment_confirmed",
                 "must be true: an empty list is a statement");
  missing.Unless(fields.floor_transfer != FloorTransfer::kUnspecified, "floor_transfer");
  missing.Unless(fields.minutes_per_day.has_value(), "minutes_per_day");
  missing.Unless(fields.goal_class != GoalClass::kUnspecified, "goal_class");
}

// -- What this version does not read --------------------------------------------------------------

// Collects what is recorded and not read.
class Unsupported {
 public:
  void Within(std::string prefix) { prefix_ = std::move(prefix); }

  void If(bool recorded, std::string_view field) {
    if (!recorded) return;
    found_.push_back({prefix_ + std::string(field),
                      "has a value that this version does not read yet", "NOT_YET_SUPPORTED"});
  }
  std::vector<FieldViolation> Take() && { return std::move(found_); }

 private:
  std::string prefix_;
  std::vector<FieldViolation> found_;
};

// The one list of conditions that evaluated rules read; every other one awaits its rule (S-12 to
// S-21, S-25 to S-27, S-31 to S-38, S-40 at heel, knee or sit bone, S-46, S-48 to S-53, S-55 to
// S-58).
bool IsRead(ComorbidityCode code) {
  switch (code) {
    case ComorbidityCode::kOsteoporosis:           // S-22
    case ComorbidityCode::kFragilityFracture:      // S-22
    case ComorbidityCode::kVertebralFracture:      // S-23
    case ComorbidityCode::kHypermobilitySyndrome:  // S-24
    case ComorbidityCode::kHypertension:           // S-29
      return true;
    default:
      return false;
  }
}

// No rule asks for a blood-pressure medicine; S-34, S-35 and S-47 await the others.
bool IsRead(Medication medication) { return medication == Medication::kAntihypertensive; }

// S-14 and S-15: nerve tests, and a raise that a nerve may have stopped. S-12: the sit bone.
void FindInLeg(const LegMeasurements& leg, Unsupported& unsupported) {
  unsupported.If(leg.straight_leg_raise_limit_reason == SlrLimitReason::kLegPainBelowKnee ||
                     leg.straight_leg_raise_limit_reason == SlrLimitReason::kTingling,
                 "straight_leg_raise_limit_reason");
  unsupported.If(leg.straight_leg_raise_neural == TestResult::kPositive,
                 "straight_leg_raise_neural");
  unsupported.If(leg.crossed_straight_leg_raise == TestResult::kPositive,
                 "crossed_straight_leg_raise");
  unsupported.If(leg.slump_test == TestResult::kPositive, "slump_test");
  unsupported.If(leg.ischial_tenderness == Answer::kYes, "ischial_tenderness");
}

// S-09 to S-11 and S-34: a strain that is still an injury. Its history (earlier strains, a bruise)
// is read by S-07 and X-05.
void FindInStrain(const StrainHistory& strain, Unsupported& unsupported) {
  unsupported.If(strain.grade != StrainGrade::kUnspecified, "strain.grade");
  unsupported.If(!strain.bamic_class.empty(), "strain.bamic_class");
  unsupported.If(strain.days_since_injury.has_value(), "strain.days_since_injury");
  unsupported.If(strain.mechanism != InjuryMechanism::kUnspecified, "strain.mechanism");
  unsupported.If(strain.stage_two_week_completed != Answer::kUnspecified,
                 "strain.stage_two_week_completed");
  unsupported.If(strain.jogging_pain_free != Answer::kUnspecified, "strain.jogging_pain_free");
  unsupported.If(strain.cleared_phase != StrainPhase::kUnspecified, "strain.cleared_phase");
}

// S-15. The severe and the progressive deficit refuse by S-02.
bool AwaitsItsRule(NeuroDeficit deficit) {
  return deficit == NeuroDeficit::kSensory || deficit == NeuroDeficit::kReflex ||
         deficit == NeuroDeficit::kMotor4OrBetter;
}

bool HasTemplate(Pathway pathway, const Catalogue& catalogue) {
  const PathwayTemplate* found = catalogue.FindPathway(pathway);
  return found != nullptr && found->supported;
}

}  // namespace

std::vector<FieldViolation> MissingInputs(const Assessment& assessment,
                                          const MinimumDataRule& rule) {
  const AssessmentFields& fields = assessment.fields();
  Missing missing;
  AskPerson(fields, missing);
  AskLegs(assessment, missing);
  AskScores(fields, missing);
  AskScreen(fields, missing);
  AskHistory(fields, missing);
  AskTests(assessment, rule, missing);
  AskCircumstances(fields, missing);
  return std::move(missing).Take();
}

std::vector<FieldViolation> UnsupportedInputs(const Assessment& assessment,
                                              const Catalogue& catalogue) {
  const AssessmentFields& fields = assessment.fields();
  Unsupported unsupported;
  unsupported.If(fields.pathway != Pathway::kUnspecified && !HasTemplate(fields.pathway, catalogue),
                 "pathway");
  for (std::size_t i = 0; i < fields.legs.size(); ++i) {
    unsupported.Within(LegPath(i));
    FindInLeg(fields.legs[i], unsupported);
  }
  unsupported.Within("");
  FindInStrain(fields.strain, unsupported);
  unsupported.If(fields.red_flags.Get(Fact::kWorseAtLastTwoReviews) == Answer::kYes,  // S-59
                 FactField(Fact::kWorseAtLastTwoReviews));
  unsupported.If(AwaitsItsRule(fields.neuro_deficit), "neuro_deficit");
  for (std::size_t i = 0; i < fields.comorbidities.size(); ++i) {
    unsupported.If(!IsRead(fields.comorbidities[i].code),
                   "comorbidities[" + std::to_string(i) + "].condition");
  }
  for (std::size_t i = 0; i < fields.medications.size(); ++i) {
    unsupported.If(!IsRead(fields.medications[i]), "medications[" + std::to_string(i) + "]");
  }
  return std::move(unsupported).Take();
}

}  // namespace ischia::domain
