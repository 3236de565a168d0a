// What a clinician measured and asked, on one day. `AssessmentFields` is the contract's message in
// typed values; an `Assessment` is legal by existing. Whether it is complete enough for a program,
// and whether this version reads all of it, are questions of their own (completeness.h),
// because a red flag refuses however little else is filled in.
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_ASSESSMENT_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_ASSESSMENT_H_

#include <optional>
#include <string>
#include <vector>

#include "service/domain/catalogue.h"
#include "service/domain/result.h"
#include "service/domain/values.h"

namespace ischia::domain {

// Enumerations follow the order of ischia.v1; unspecified is "not recorded".
enum class AssessmentKind { kUnspecified, kInitial, kRemeasurement, kDischarge };
enum class AffectedSide { kUnspecified, kNone, kLeft, kRight, kBoth };
enum class KneeExtensionMethod { kUnspecified, kActive, kStrappedApparatus, kApp };
enum class SlrLimitReason {
  kUnspecified,
  kPosteriorThighPull,
  kBackPain,
  kLegPainBelowKnee,
  kTingling,
  kOther
};
enum class NeuroDeficit {
  kUnspecified,
  kNone,
  kSensory,
  kReflex,
  kMotor4OrBetter,
  kMotor3OrWorse,
  kProgressive
};
enum class StrainGrade { kUnspecified, kI, kII, kIII };
enum class InjuryMechanism { kUnspecified, kSprint, kOverstretch, kKick, kUnknown };
enum class Bruise { kUnspecified, kNone, kSmall, kLarge };
enum class ComorbidityCode {
  kUnspecified,
  kHipReplacementPosterior,
  kHipReplacementAnterior,
  kKneeReplacement,
  kLumbarSurgery,
  kHamstringGraftAcl,
  kProximalHamstringRepair,
  kLowerLimbSurgery,
  kAbdominalSurgery,
  kUnhealedWound,
  kProximalHamstringTendinopathy,
  kOsteoporosis,
  kFragilityFracture,
  kVertebralFracture,
  kHypermobilitySyndrome,
  kPregnancy,
  kObstetricContraindication,
  kPostpartum,
  kDiastasisOrPelvicFloor,
  kHypertension,
  kUnstableCardiac,
  kHeartAttackOrStroke,
  kAneurysm,
  kSyncope,
  kGlaucoma,
  kRetinalDetachment,
  kEyeSurgery,
  kRaisedIntracranialPressure,
  kVertigo,
  kBleedingDisorder,
  kSpondylolisthesis,
  kLumbarStenosis,
  kDiabetes,
  kDiabeticNeuropathy,
  kAutonomicNeuropathy,
  kOrthostaticHypotension,
  kArterialDiseaseRestPain,
  kSpasticityOrCentralNeurological,
  kHipOsteoarthritisSevere,
  kHipImpingementOrLabrum,
  kKneeEffusion,
  kLockedKnee,
  kKneeHyperextension,
  kThighContusion,
  kMyositisOssificans,
  kHernia,
  kCognitiveImpairment,
  kAlcoholOrSedatives,
  kScoliosisOrLegLength,
  kUnexplainedLimp,
  kIschialApophysitis,
  kHeelOrKneeApophysitis
};
enum class Medication {
  kUnspecified,
  kAnticoagulant,
  kSteroidOver3Months,
  kFluoroquinoloneUnder6Weeks,
  kInsulin,
  kSulfonylurea,
  kAntihypertensive
};
enum class FloorTransfer { kUnspecified, kIndependent, kWithHelp, kNo };
enum class PelvicTilt { kUnspecified, kAnterior, kNeutral, kPosterior };
enum class LumbarCurve { kUnspecified, kFlat, kNormal, kIncreased };
enum class ToeTouch { kUnspecified, kAboveKnee, kKnee, kMidShin, kAnkle, kFloor, kPalms };
enum class GoalClass { kUnspecified, kDailyComfort, kSport, kJob, kPosture };
enum class SportLevel { kUnspecified, kNone, kRecreational, kCompetitive, kElite };

struct LegMeasurements {
  Side side = Side::kUnspecified;
  std::optional<Degrees> knee_extension_deficit;
  std::optional<Degrees> passive_knee_extension_deficit;
  std::optional<Degrees> straight_leg_raise;
  SlrLimitReason straight_leg_raise_limit_reason = SlrLimitReason::kUnspecified;
  TestResult straight_leg_raise_neural = TestResult::kUnspecified;
  TestResult crossed_straight_leg_raise = TestResult::kUnspecified;
  TestResult slump_test = TestResult::kUnspecified;
  std::optional<Degrees> hip_extension;
  std::optional<Score> leg_pain;
  std::optional<int> leg_pain_settling_minutes;
  std::optional<Score> resisted_knee_flexion_pain;
  std::optional<Score> single_leg_bridge_pain;
  std::optional<Score> stretch_discomfort;
  std::optional<Centimeters> palpation_tenderness;
  std::optional<Centimeters> distance_to_ischium;
  Answer ischial_tenderness = Answer::kUnspecified;
  bool operator==(const LegMeasurements&) const = default;
};

struct PainScores {
  std::optional<Score> rest, activity, worst_24h, sitting, walking, jogging;
  bool operator==(const PainScores&) const = default;
};

struct OutcomeScores {
  std::optional<double> oswestry_percent;
  std::optional<int> roland_morris, lefs, fash, ears, siras;
  bool operator==(const OutcomeScores&) const = default;
};

struct StrainHistory {
  StrainGrade grade = StrainGrade::kUnspecified;
  std::string bamic_class;
  std::optional<int> days_since_injury;
  InjuryMechanism mechanism = InjuryMechanism::kUnspecified;
  Bruise bruise = Bruise::kUnspecified;
  std::optional<int> prior_strain_count, months_since_last_strain;
  Answer prior_acl_injury = Answer::kUnspecified;
  Answer prior_calf_strain = Answer::kUnspecified;
  Answer stage_two_week_completed = Answer::kUnspecified;
  Answer jogging_pain_free = Answer::kUnspecified;
  StrainPhase cleared_phase = StrainPhase::kUnspecified;
  std::string cleared_phase_by;
  std::optional<CivilDay> cleared_phase_date;
  bool operator==(const StrainHistory&) const = default;
};

// One answer an item, kSaddleNumbness to kWorseAtLastTwoReviews; the Wells score apart.
struct RedFlagScreen {
  std::array<Answer, static_cast<std::size_t>(Fact::kWorseAtLastTwoReviews) + 1> answers{};
  std::optional<int> wells_score;
  Answer Get(Fact item) const { return answers[static_cast<std::size_t>(item)]; }
  void Set(Fact item, Answer answer) { answers[static_cast<std::size_t>(item)] = answer; }
  bool operator==(const RedFlagScreen&) const = default;
};

struct Comorbidity {
  ComorbidityCode code = ComorbidityCode::kUnspecified;
  Side side = Side::kUnspecified;
  std::optional<int> weeks_since, grade;
  std::optional<double> value;
  Answer symptomatic = Answer::kUnspecified;
  Answer at_target = Answer::kUnspecified;
  bool operator==(const Comorbidity&) const = default;
};

// Fields, units and ranges as in proto/ischia/v1/assessment.proto, in its order.
struct AssessmentFields {
  AssessmentKind kind = AssessmentKind::kUnspecified;
  std::optional<CivilDay> assessment_date;
  std::string assessor;
  std::optional<int> age_years;
  NormSex sex_for_norms = NormSex::kUnspecified;
  Pathway pathway = Pathway::kUnspecified;
  AffectedSide affected_side = AffectedSide::kUnspecified;
  Side dominant_leg = Side::kUnspecified;
  std::vector<LegMeasurements> legs;
  KneeExtensionMethod knee_extension_method = KneeExtensionMethod::kUnspecified;
  PainScores pain;
  OutcomeScores outcomes;
  StrainHistory strain;
  RedFlagScreen red_flags;
  NeuroDeficit neuro_deficit = NeuroDeficit::kUnspecified;
  Answer any_leg_symptoms = Answer::kUnspecified;
  Answer flexion_provoked = Answer::kUnspecified;
  std::vector<Comorbidity> comorbidities;
  std::vector<Medication> medications;
  bool comorbidities_confirmed = false;
  bool medications_confirmed = false;
  std::optional<int> systolic_mmhg, diastolic_mmhg;
  std::optional<int> beighton_score;
  std::optional<int> falls_12_months_count;
  std::optional<double> timed_up_and_go_seconds;
  Answer fear_of_falling = Answer::kUnspecified;
  std::optional<Centimeters> fingertip_to_floor, sit_and_reach, sit_and_reach_zero;
  ToeTouch toe_touch = ToeTouch::kUnspecified;
  PelvicTilt pelvic_tilt = PelvicTilt::kUnspecified;
  std::optional<Degrees> pelvic_tilt_degrees;
  LumbarCurve lumbar_curve = LumbarCurve::kUnspecified;
  EquipmentSet equipment;
  bool equipment_confirmed = false;
  FloorTransfer floor_transfer = FloorTransfer::kUnspecified;
  std::optional<int> minutes_per_day;
  GoalClass goal_class = GoalClass::kUnspecified;
  std::string goal_text;
  SportLevel sport_level = SportLevel::kUnspecified;
  std::optional<CivilDay> next_event_date;
  std::optional<double> sitting_hours_per_day;
  std::optional<Score> self_efficacy;
  Answer low_mood = Answer::kUnspecified;
  Answer high_fear = Answer::kUnspecified;
  Answer social_support = Answer::kUnspecified;
  Answer active_before = Answer::kUnspecified;
  Answer stretched_before = Answer::kUnspecified;
  Answer gentle_start_requested = Answer::kUnspecified;
  Answer coach_present = Answer::kUnspecified;
  Band band_override = Band::kUnspecified;
  std::string band_override_reason;
  bool operator==(const AssessmentFields&) const = default;
};

class Assessment {
 public:
  // Refuses with FIELD_INVALID and every violation at once: ranges of evidence.md 1.1, NaN and
  // infinity, whole or half degrees, doubled legs, a deficit above 90 with the hint that it may be
  // the thigh-shin angle, text limits, overrides without a reason. With a birth date the age is
  // computed for the assessment date and a differing age_years is refused. `found_at_the_edge` are
  // violations the caller met while reading the request; they are reported along.
  static Result<Assessment> Create(AssessmentFields fields,
                                   std::optional<CivilDay> birth_date = std::nullopt,
                                   std::vector<FieldViolation> found_at_the_edge = {});

  const AssessmentFields& fields() const { return fields_; }
  // Unset when neither the age nor a birth date is known.
  std::optional<int> age() const { return fields_.age_years; }
  // Null when that leg was not measured.
  const LegMeasurements* Leg(Side side) const;
  bool Has(ComorbidityCode code) const;

  bool operator==(const Assessment&) const = default;

 private:
  explicit Assessment(AssessmentFields fields) : fields_(std::move(fields)) {}
  AssessmentFields fields_;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_ASSESSMENT_H_
