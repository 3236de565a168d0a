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
    std::string path = prefix_ + std::string(field);
    const bool known = std::any_of(missing_.begin(), missing_.end(),
                                   [&](const auto& violation) { return violation.field == path; });
    if (!known)
      missing_.push_back({std::move(path), std::string(description), kMeasurementMissing});
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

bool HasOneSoreLeg(const AssessmentFields& fields) {
  return fields.affected_side == AffectedSide::kUnspecified ||
         fields.affected_side == AffectedSide::kLeft ||
         fields.affected_side == AffectedSide::kRight;
}

void AskPerson(const AssessmentFields& fields, Missing& missing) {
  missing.Unless(fields.age_years.has_value(), "age_years", "is required without a birth date");
  missing.Unless(fields.sex_for_norms != NormSex::kUnspecified, "sex_for_norms",
                 "is required; NOT_STATED is an answer");
  missing.Unless(fields.pathway != Pathway::kUnspecified, "pathway");
  missing.Unless(fields.affected_side != AffectedSide::kUnspecified, "affected_side");
  missing.Unless(fields.pathway != Pathway::kStrain || HasOneSoreLeg(fields), "affected_side",
                 "must be LEFT or RIGHT for STRAIN");
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

bool IsMeasured(const LegMeasurements* leg) {
  return leg != nullptr && (leg->knee_extension_deficit || leg->straight_leg_raise);
}

// One leg is enough, but a strain is compared with the other leg, and in S0 not stretched at all.
void AskMeasurements(const Assessment& assessment, StrainPhase phase, Missing& missing) {
  const bool left = IsMeasured(assessment.Leg(Side::kLeft));
  const bool right = IsMeasured(assessment.Leg(Side::kRight));
  if (phase == StrainPhase::kUnspecified) {
    missing.Unless(left || right, "legs",
                   "must hold a knee_extension_deficit_degrees or a straight_leg_raise_degrees");
  } else if (phase != StrainPhase::kS0) {
    missing.Unless(left && right, "legs",
                   "must hold a knee_extension_deficit_degrees or a straight_leg_raise_degrees of "
                   "each leg, for STRAIN from S1 on");
  }
}

void AskLegs(const Assessment& assessment, StrainPhase phase, Missing& missing) {
  const AssessmentFields& fields = assessment.fields();
  AskMeasurements(assessment, phase, missing);
  if (!NerveTestsAreRequired(fields)) return;
  const bool both =
      assessment.Leg(Side::kLeft) != nullptr && assessment.Leg(Side::kRight) != nullptr;
  missing.Unless(both, "legs",
                 "must hold the nerve tests of both legs, for LBP and with leg symptoms");
  for (std::size_t i = 0; i < fields.legs.size(); ++i) {
    missing.Within(LegPath(i));
    AskNerveTests(fields.legs[i], missing);
  }
  missing.Within("");
}

void AskStrain(const AssessmentFields& fields, Missing& missing) {
  if (fields.pathway != Pathway::kStrain) return;
  constexpr char kWhy[] = "is required for STRAIN";
  missing.Unless(fields.strain.grade != StrainGrade::kUnspecified, "strain.grade", kWhy);
  missing.Unless(fields.strain.days_since_injury.has_value(), "strain.days_since_injury", kWhy);
  missing.Unless(fields.strain.prior_strain_count.has_value(), "strain.prior_strain_count", kWhy);
  missing.Unless(fields.pain.walking.has_value(), "pain.walking_score", kWhy);
  missing.Unless(fields.outcomes.lefs.has_value(), "outcomes.lefs_score", kWhy);
  missing.Unless(fields.outcomes.fash.has_value(), "outcomes.fash_score", kWhy);
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

}  // namespace

std::vector<FieldViolation> MissingInputs(const Assessment& assessment, const MinimumDataRule& rule,
                                          StrainPhase phase) {
  const AssessmentFields& fields = assessment.fields();
  Missing missing;
  AskPerson(fields, missing);
  AskLegs(assessment, phase, missing);
  AskScores(fields, missing);
  AskStrain(fields, missing);
  AskScreen(fields, missing);
  AskHistory(fields, missing);
  AskTests(assessment, rule, missing);
  AskCircumstances(fields, missing);
  return std::move(missing).Take();
}

}  // namespace ischia::domain
