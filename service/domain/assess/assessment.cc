#include "service/domain/assess/assessment.h"

#include <algorithm>
#include <string_view>

#include "service/domain/violations.h"
#include "service/domain/wordings.h"

namespace ischia::domain {
namespace {

// Legal ranges: evidence.md 1.1 and the contract; both ends are legal.
constexpr Range kAge{0, 100, "must be 0 to 100 years"};
constexpr Range kDeficit{0, 90, "must be 0 to 90 degrees"};
constexpr Range kStraightLegRaise{10, 130, "must be 10 to 130 degrees"};
constexpr Range kHipExtension{-30, 20, "must be -30 to 20 degrees"};
constexpr Range kPelvicTiltDegrees{-20, 30, "must be -20 to 30 degrees"};
constexpr Range kHyperextension{0, 45, "must be 0 to 45 degrees"};
constexpr Range kScore{0, 10, "must be 0 to 10"};
constexpr Range kSettlingMinutes{0, 1440, "must be 0 to 1440 minutes"};
constexpr Range kThighCentimeters{0, 40, "must be 0 to 40 cm"};
constexpr Range kFingertipToFloor{-30, 80, "must be -30 (below the standing surface) to 80 cm"};
constexpr Range kSitAndReach{-20, 70, "must be -20 to 70 cm"};
constexpr Range kOswestry{0, 100, "must be 0 to 100 percent"};
constexpr Range kRolandMorris{0, 24, "must be 0 to 24"};
constexpr Range kLefs{0, 80, "must be 0 to 80"};
constexpr Range kFash{0, 100, "must be 0 to 100"};
constexpr Range kEars{0, 24, "must be 0 to 24"};
constexpr Range kSiras{3, 15, "must be 3 to 15"};
constexpr Range kDaysSinceInjury{0, 730, "must be 0 to 730 days"};
constexpr Range kStrainCount{0, 20, "must be 0 to 20"};
constexpr Range kMonthsSinceStrain{0, 240, "must be 0 to 240 months"};
constexpr Range kWells{-2, 9, "must be -2 to 9"};
constexpr Range kWeeksSince{0, 5200, "must be 0 to 5200 weeks"};
constexpr Range kSlipGrade{1, 5, "must be 1 to 5"};
constexpr Range kTScore{-6, 2, "must be a T-score of -6 to 2"};
constexpr Range kSystolic{70, 260, "must be 70 to 260 mmHg"};
constexpr Range kDiastolic{40, 150, "must be 40 to 150 mmHg"};
constexpr Range kBeighton{0, 9, "must be 0 to 9"};
constexpr Range kFalls{0, 50, "must be 0 to 50"};
constexpr Range kTimedUpAndGo{4, 120, "must be 4 to 120 seconds"};
constexpr Range kMinutesPerDay{3, 60, "must be 3 to 60 minutes"};
constexpr Range kSittingHours{0, 20, "must be 0 to 20 hours"};

constexpr std::size_t kGoalLength = 200;
constexpr std::size_t kTextLength = 500;
constexpr std::size_t kUserIdLength = 63;
constexpr std::size_t kNameLength = 100;

constexpr char kRequired[] = "is required";
constexpr Wording kMissing{wording::kRequired};
constexpr Range kNoThighShinAngle{
    kDeficit.low, kDeficit.high,
    "must be 0 to 90 degrees; this may be the thigh-shin angle (180 = straight); enter 180 minus "
    "it"};

void CheckOccasion(const AssessmentFields& fields, Violations& violations) {
  violations.Require(fields.kind != AssessmentKind::kUnspecified, "kind", kRequired, kMissing);
  violations.Require(fields.assessment_date.has_value(), "assessment_date", kRequired, kMissing);
  violations.RequireDay("assessment_date", fields.assessment_date);
  violations.Require(!IsBlank(fields.assessor), "assessor", kRequired, kMissing);
  violations.RequireLine("assessor", fields.assessor, kUserIdLength);
}

// With a birth date the age follows from it. Fills fields.age_years in.
void SettleAge(std::optional<CivilDay> birth_date, AssessmentFields& fields,
               Violations& violations) {
  violations.RequireIn(kAge, "age_years", fields.age_years);
  if (!birth_date || !fields.assessment_date) return;
  violations.Require(*birth_date <= *fields.assessment_date, "assessment_date",
                     "must not be before the patient's birth date", {wording::kBeforeBirth});
  if (*birth_date > *fields.assessment_date) return;
  const int age = AgeOn(*fields.assessment_date, *birth_date);
  violations.Require(fields.age_years.value_or(age) == age, "age_years",
                     "must be the age that the patient's birth date gives for the assessment "
                     "date, or be left out");
  fields.age_years = age;
  violations.RequireIn(kAge, "age_years", fields.age_years);
}

void CheckDeficit(std::string_view field, const std::optional<Degrees>& deficit,
                  Violations& violations) {
  violations.RequireIn(kNoThighShinAngle, field,
                       !deficit || !(deficit->value() > kNoThighShinAngle.high));
  violations.RequireWholeOrHalf(kDeficit, field, deficit);
}

void CheckLeg(const LegMeasurements& leg, Violations& violations) {
  violations.Require(leg.side == Side::kLeft || leg.side == Side::kRight, "side",
                     "must be LEFT or RIGHT");
  CheckDeficit("knee_extension_deficit_degrees", leg.knee_extension_deficit, violations);
  CheckDeficit("passive_knee_extension_deficit_degrees", leg.passive_knee_extension_deficit,
               violations);
  violations.RequireWholeOrHalf(kStraightLegRaise, "straight_leg_raise_degrees",
                                leg.straight_leg_raise);
  violations.Require(!leg.straight_leg_raise ||
                         leg.straight_leg_raise_limit_reason != SlrLimitReason::kUnspecified,
                     "straight_leg_raise_limit_reason",
                     "is required with straight_leg_raise_degrees", kMissing);
  violations.RequireWholeOrHalf(kHipExtension, "hip_extension_degrees", leg.hip_extension);
  violations.RequireIn(kScore, "leg_pain_score", leg.leg_pain);
  violations.RequireIn(kSettlingMinutes, "leg_pain_settling_minutes",
                       leg.leg_pain_settling_minutes);
  violations.RequireIn(kScore, "resisted_knee_flexion_pain_score", leg.resisted_knee_flexion_pain);
  violations.RequireIn(kScore, "single_leg_bridge_pain_score", leg.single_leg_bridge_pain);
  violations.RequireIn(kScore, "stretch_discomfort_score", leg.stretch_discomfort);
  violations.RequireIn(kThighCentimeters, "palpation_tenderness_cm", leg.palpation_tenderness);
  violations.RequireIn(kThighCentimeters, "distance_to_ischium_cm", leg.distance_to_ischium);
}

void CheckLegs(const AssessmentFields& fields, Violations& violations) {
  violations.Require(fields.dominant_leg != Side::kBoth, "dominant_leg", "must be LEFT or RIGHT");
  violations.Require(fields.legs.size() <= 2, "legs", "must have at most one entry a side");
  bool tested_actively = false;
  for (std::size_t i = 0; i < fields.legs.size(); ++i) {
    const LegMeasurements& leg = fields.legs[i];
    violations.Within("legs[" + std::to_string(i) + "].");
    CheckLeg(leg, violations);
    tested_actively = tested_actively || leg.knee_extension_deficit;
    const auto end = fields.legs.begin() + static_cast<std::ptrdiff_t>(i);
    const bool doubled = std::any_of(fields.legs.begin(), end, [&](const LegMeasurements& other) {
      return other.side == leg.side;
    });
    violations.Require(!doubled, "side", "must have at most one entry a side");
  }
  violations.Within("");
  violations.Require(
      !tested_actively || fields.knee_extension_method != KneeExtensionMethod::kUnspecified,
      "knee_extension_method", "is required with knee_extension_deficit_degrees", kMissing);
}

void CheckScores(const AssessmentFields& fields, Violations& violations) {
  violations.Within("pain.");
  const PainScores& pain = fields.pain;
  violations.RequireIn(kScore, "rest_score", pain.rest);
  violations.RequireIn(kScore, "activity_score", pain.activity);
  violations.RequireIn(kScore, "worst_24h_score", pain.worst_24h);
  violations.RequireIn(kScore, "sitting_score", pain.sitting);
  violations.RequireIn(kScore, "walking_score", pain.walking);
  violations.RequireIn(kScore, "jogging_score", pain.jogging);
  violations.Within("outcomes.");
  const OutcomeScores& outcomes = fields.outcomes;
  violations.RequireIn(kOswestry, "oswestry_percent", outcomes.oswestry_percent);
  violations.RequireIn(kRolandMorris, "roland_morris_score", outcomes.roland_morris);
  violations.RequireIn(kLefs, "lefs_score", outcomes.lefs);
  violations.RequireIn(kFash, "fash_score", outcomes.fash);
  violations.RequireIn(kEars, "ears_score", outcomes.ears);
  violations.RequireIn(kSiras, "siras_score", outcomes.siras);
  violations.Within("");
}

// British Athletics: 0, or 1 to 4 with the letter of the site.
bool IsBamicClass(std::string_view text) {
  return text == "0" ||
         (text.size() == 2 && text[0] >= '1' && text[0] <= '4' && text[1] >= 'a' && text[1] <= 'c');
}

void CheckClearedPhase(const StrainHistory& strain, std::optional<CivilDay> today,
                       Violations& violations) {
  violations.RequireLine("cleared_phase_by", strain.cleared_phase_by, kNameLength);
  violations.RequireDay("cleared_phase_date", strain.cleared_phase_date);
  violations.Require(!strain.cleared_phase_date || !today || *strain.cleared_phase_date <= *today,
                     "cleared_phase_date",
                     "must not be after assessment_date; make a new assessment once it is given",
                     {wording::kNotLater});
  if (strain.cleared_phase == StrainPhase::kUnspecified) return;
  violations.Require(
      strain.cleared_phase == StrainPhase::kS3 || strain.cleared_phase == StrainPhase::kS4,
      "cleared_phase", "must be S3 or S4");
  violations.Require(!IsBlank(strain.cleared_phase_by), "cleared_phase_by",
                     "is required with cleared_phase", kMissing);
  violations.Require(strain.cleared_phase_date.has_value(), "cleared_phase_date",
                     "is required with cleared_phase", kMissing);
}

void CheckStrain(const StrainHistory& strain, std::optional<CivilDay> today,
                 Violations& violations) {
  violations.Within("strain.");
  violations.Require(strain.bamic_class.empty() || IsBamicClass(strain.bamic_class), "bamic_class",
                     "must be 0, or 1 to 4 followed by a, b or c", {wording::kBamic});
  violations.RequireIn(kDaysSinceInjury, "days_since_injury", strain.days_since_injury);
  violations.RequireIn(kStrainCount, "prior_strain_count", strain.prior_strain_count);
  violations.RequireIn(kMonthsSinceStrain, "months_since_last_strain",
                       strain.months_since_last_strain);
  CheckClearedPhase(strain, today, violations);
  violations.Within("");
}

// A number that belongs to another condition would be read by nobody, so it is refused.
void CheckComorbidity(const Comorbidity& entry, Violations& violations) {
  using enum ComorbidityCode;
  violations.Require(entry.code != kUnspecified, "condition", kRequired, kMissing);
  violations.RequireIn(kWeeksSince, "weeks_since", entry.weeks_since);
  violations.Require(!entry.grade || entry.code == kSpondylolisthesis, "grade",
                     "belongs to SPONDYLOLISTHESIS only");
  violations.RequireIn(kSlipGrade, "grade", entry.grade);
  violations.Require(
      !entry.value || entry.code == kOsteoporosis || entry.code == kKneeHyperextension, "value",
      "belongs to OSTEOPOROSIS and KNEE_HYPEREXTENSION only");
  violations.RequireIn(entry.code == kOsteoporosis ? kTScore : kHyperextension, "value",
                       entry.value);
  violations.Require(entry.at_target == Answer::kUnspecified || entry.code == kHypertension ||
                         entry.code == kDiabetes,
                     "at_target", "belongs to HYPERTENSION and DIABETES only");
}

void CheckHistory(const AssessmentFields& fields, Violations& violations) {
  violations.RequireIn(kWells, "red_flags.wells_score", fields.red_flags.wells_score);
  for (std::size_t i = 0; i < fields.comorbidities.size(); ++i) {
    const Comorbidity& entry = fields.comorbidities[i];
    violations.Within("comorbidities[" + std::to_string(i) + "].");
    CheckComorbidity(entry, violations);
    const auto end = fields.comorbidities.begin() + static_cast<std::ptrdiff_t>(i);
    const bool doubled = std::any_of(fields.comorbidities.begin(), end, [&](const auto& other) {
      return other.code == entry.code && other.side == entry.side;
    });
    violations.Require(!doubled, "condition", "must be listed once a side", {wording::kTwice});
  }
  violations.Within("");
  for (std::size_t i = 0; i < fields.medications.size(); ++i) {
    const std::string path = "medications[" + std::to_string(i) + "]";
    const auto end = fields.medications.begin() + static_cast<std::ptrdiff_t>(i);
    violations.Require(fields.medications[i] != Medication::kUnspecified, path, kRequired,
                       kMissing);
    violations.Require(std::find(fields.medications.begin(), end, fields.medications[i]) == end,
                       path, "must be listed once");
  }
}

void CheckTests(const AssessmentFields& fields, Violations& violations) {
  violations.RequireIn(kSystolic, "systolic_mmhg", fields.systolic_mmhg);
  violations.RequireIn(kDiastolic, "diastolic_mmhg", fields.diastolic_mmhg);
  violations.Require(!fields.systolic_mmhg || !fields.diastolic_mmhg ||
                         *fields.diastolic_mmhg < *fields.systolic_mmhg,
                     "diastolic_mmhg", "must be below systolic_mmhg", {wording::kDiastolic});
  violations.RequireIn(kBeighton, "beighton_score", fields.beighton_score);
  violations.RequireIn(kFalls, "falls_12_months_count", fields.falls_12_months_count);
  violations.RequireIn(kTimedUpAndGo, "timed_up_and_go_seconds", fields.timed_up_and_go_seconds);
  violations.RequireIn(kFingertipToFloor, "fingertip_to_floor_cm", fields.fingertip_to_floor);
  violations.RequireIn(kSitAndReach, "sit_and_reach_cm", fields.sit_and_reach);
  violations.RequireIn(kSitAndReach, "sit_and_reach_zero_cm", fields.sit_and_reach_zero);
  violations.Require(fields.sit_and_reach || !fields.sit_and_reach_zero, "sit_and_reach_cm",
                     "is required with sit_and_reach_zero_cm", kMissing);
  violations.Require(fields.sit_and_reach_zero || !fields.sit_and_reach, "sit_and_reach_zero_cm",
                     "is required with sit_and_reach_cm", kMissing);
  violations.RequireIn(kPelvicTiltDegrees, "pelvic_tilt_degrees", fields.pelvic_tilt_degrees);
}

void CheckCircumstances(const AssessmentFields& fields, Violations& violations) {
  violations.RequireIn(kMinutesPerDay, "minutes_per_day", fields.minutes_per_day);
  violations.RequireLine("goal_text", fields.goal_text, kGoalLength);
  violations.RequireDay("next_event_date", fields.next_event_date);
  violations.RequireIn(kSittingHours, "sitting_hours_per_day", fields.sitting_hours_per_day);
  violations.RequireIn(kScore, "self_efficacy_score", fields.self_efficacy);
  violations.RequireLine("band_override_reason", fields.band_override_reason, kTextLength);
  violations.Require(
      fields.band_override == Band::kUnspecified || !IsBlank(fields.band_override_reason),
      "band_override_reason", "is required with band_override", kMissing);
}

}  // namespace

Result<Assessment> Assessment::Create(AssessmentFields fields, std::optional<CivilDay> birth_date,
                                      std::vector<FieldViolation> found_at_the_edge) {
  Violations violations(std::move(found_at_the_edge));
  CheckOccasion(fields, violations);
  SettleAge(birth_date, fields, violations);
  CheckLegs(fields, violations);
  CheckScores(fields, violations);
  CheckStrain(fields.strain, fields.assessment_date, violations);
  CheckHistory(fields, violations);
  CheckTests(fields, violations);
  CheckCircumstances(fields, violations);
  std::vector<FieldViolation> found = std::move(violations).Take();
  if (!found.empty()) return FieldInvalid(std::move(found));
  return Assessment(std::move(fields));
}

const LegMeasurements* Assessment::Leg(Side side) const {
  const auto leg = std::find_if(fields_.legs.begin(), fields_.legs.end(),
                                [&](const LegMeasurements& entry) { return entry.side == side; });
  return leg == fields_.legs.end() ? nullptr : &*leg;
}

bool Assessment::Has(ComorbidityCode code) const {
  return std::any_of(fields_.comorbidities.begin(), fields_.comorbidities.end(),
                     [&](const Comorbidity& entry) { return entry.code == code; });
}

}  // namespace ischia::domain
