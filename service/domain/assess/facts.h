// The fixed list of facts a safety rule may ask about, derived from an assessment. A fact is a
// number or unknown: answers are 1 (yes) and 0 (no), counts and measurements stand in their own
// unit. Unknown never counts as "no"; each rule's term says what a missing fact means.
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_FACTS_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_FACTS_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "service/domain/values.h"

namespace ischia::domain {

enum class Fact {
  // Red-flag screen, named as in ischia.v1.RedFlagScreen.
  kSaddleNumbness,
  kBladderChange,
  kBowelChange,
  kBothLegsSymptoms,
  kNewSexualDysfunction,
  kFootDrop,
  kGaitDisturbance,
  kProgressiveWeakness,
  kMajorTrauma,
  kMinorTraumaFragileBone,
  kMidlinePercussionPain,
  kCancerHistory,
  kUnexplainedWeightLoss,
  kConstantNightPain,
  kNoReliefWithRest,
  kNoImprovementAfterMonth,
  kFeverOrRigors,
  kImmunosuppression,
  kIntravenousDrugUse,
  kRecentInfectionOrSpinalProcedure,
  kCalfSwelling3cm,
  kPittingEdema,
  kDeepVeinTenderness,
  kRecentImmobilityOrSurgery,
  kPriorDvt,
  kWellsScore,
  kPopFelt,
  kCannotWalkOrRun,
  kLargeThighBruise,  // by the screen, or a bruise recorded as LARGE
  kGapAtIschium,
  kSitBonePainSudden,
  kChestPainOrBreathlessAtRest,
  kHypertensiveSymptoms,
  kCentralVertigoSigns,
  kFirstBackPainEpisode,
  kMorningStiffnessOver30min,
  kBetterWithMovement,
  kWokenByPain,
  kWorseAtLastTwoReviews,
  // The person.
  kAgeYears,
  kPathwayTight,
  kPathwayStrain,
  kPathwayLowBackPain,
  kPathwayPrevention,
  kSevereMotorDeficit,  // MOTOR_3_OR_WORSE or PROGRESSIVE
  kMildNerveDeficit,    // SENSORY, REFLEX or MOTOR_4_OR_BETTER
  kNerveDeficit,        // any of both
  kIschialTenderness,   // either leg
  kFlexionProvoked,
  kCoachPresent,
  // Nerves: what a test on either leg says, and how easily the leg is upset.
  kPositiveNerveTest,       // a test, or a raise stopped by pain below the knee or by tingling
  kLegPainScore,            // the largest; unknown where a positive leg has none recorded
  kLegPainSettlingMinutes,  // likewise
  // A strain; "sore" is the affected leg.
  kStrainGrade,          // 1 to 3
  kBamicGrade,           // 0 to 4
  kBamicIntratendinous,  // letter c
  kDaysSinceInjury,
  kWalkingScore,
  kJoggingScore,          // jogging_pain_free YES counts as 0 where no score is recorded
  kResistedFlexionScore,  // of the sore leg
  kSoreLegBridgeScore,    // of the sore leg
  kKneeSideDifference,    // degrees between the active knee-extension deficits of both legs
  kStageTwoWeekCompleted,
  kPriorStrainCount,
  kOverstretchInjury,  // the mechanism
  kStrainPhase,        // 0 to 4, where the pathway is STRAIN; see strain.h
  // Bone, blood pressure, joints.
  kOsteoporosis,  // the code, unless a T-score above -2.5 is recorded
  kBeightonScore,
  kLargestStraightLegRaise,  // degrees, of both legs
  kSystolicMmhg,
  kDiastolicMmhg,
  kHypertensionNotAtTarget,
  kSittingScore,  // pain while sitting
  // Balance, floor, mood.
  kFallsIn12Months,
  kTimedUpAndGoSeconds,
  kFearOfFalling,
  kFloorTransferUnsafe,  // WITH_HELP or NO
  kLowMood,
  kHighFear,
  kSelfEfficacyScore,
  // Asked by pathway templates.
  kSittingHours,
  kAnteriorPelvicTilt,
  // The clinician's edit OPT_IN_STATIC (S-13); not a field of the assessment.
  kStaticOptIn,
  // Medications.
  kAnticoagulant,
  kLongSteroids,
  kRecentFluoroquinolone,
  kInsulin,
  kSulfonylurea,
  // Conditions, each by its code; unknown until the list is confirmed. Weeks are those since the
  // event, of gestation for a pregnancy.
  kLumbarSurgery,
  kLumbarSurgeryWeeks,
  kAbdominalSurgery,
  kAbdominalSurgeryWeeks,
  kUnhealedWound,
  kFragilityFracture,
  kVertebralFracture,
  kHypermobilitySyndrome,
  kPregnancy,
  kPregnancyWeeks,
  kObstetricContraindication,
  kPostpartum,
  kPostpartumWeeks,
  kDiastasisOrPelvicFloor,
  kUnstableCardiac,
  kHeartAttackOrStroke,
  kHeartAttackOrStrokeWeeks,
  kAneurysm,
  kSyncope,
  kGlaucoma,
  kRetinalDetachment,
  kEyeSurgery,
  kEyeSurgeryWeeks,
  kRaisedIntracranialPressure,
  kVertigo,
  kBleedingDisorder,
  kSpondylolisthesis,
  kSpondylolisthesisGrade,
  kSpondylolisthesisSymptomatic,
  kLumbarStenosis,
  kDiabeticNeuropathy,
  kAutonomicNeuropathy,
  kOrthostaticHypotension,
  kArterialDiseaseRestPain,
  kSpasticityOrCentralNeurological,
  kHernia,
  kCognitiveImpairment,
  kAlcoholOrSedatives,
  kScoliosisOrLegLength,
  kUnexplainedLimp,
  kHeelOrKneeApophysitis,
  // From here on: facts of one leg. A condition without a side counts for both.
  kHipReplacementPosterior,
  kHipReplacementPosteriorWeeks,
  kHipReplacementAnterior,
  kHipReplacementAnteriorWeeks,
  kKneeReplacement,
  kKneeReplacementWeeks,
  kHamstringGraftAcl,
  kHamstringGraftAclWeeks,
  kProximalHamstringRepair,
  kProximalHamstringRepairWeeks,
  kLowerLimbSurgery,
  kLowerLimbSurgeryWeeks,
  kProximalHamstringTendinopathy,
  kProximalHamstringTendinopathyWeeks,
  kIschialApophysitis,
  kHipOsteoarthritisSevere,
  kHipImpingementOrLabrum,
  kKneeEffusion,
  kLockedKnee,
  kKneeHyperextension,
  kKneeHyperextensionDegrees,
  kThighContusion,
  kThighContusionWeeks,
  kMyositisOssificans,
  kSingleLegBridgeScore,
  kKneeBand,  // 1 (NORMAL) to 4 (SEVERE) by the active knee-extension deficit
  kAffectedLeg,
  kCount
};

inline constexpr std::size_t kFactCount = static_cast<std::size_t>(Fact::kCount);

// What is asked of each leg apart.
inline constexpr Fact kFirstLegFact = Fact::kHipReplacementPosterior;
constexpr bool IsOfOneLeg(Fact fact) { return fact >= kFirstLegFact; }

// The name of a fact in the catalogue's files ("saddle_numbness").
std::string_view FactName(Fact fact);
std::optional<Fact> FactByName(std::string_view name);
// The contract's field that the fact is read from ("red_flags.saddle_numbness"), of a list without
// the index ("legs.ischial_tenderness", "comorbidities.weeks_since").
std::string_view FactField(Fact fact);
// The enumerator that a yes stands for ("VERTEBRAL_FRACTURE"); empty for an answer.
std::string_view FactWord(Fact fact);

class Facts {
 public:
  // `leg` is LEFT or RIGHT for a fact that is asked of each, which is unknown without it; it is
  // not read for the others.
  std::optional<double> Get(Fact fact, Side leg = Side::kUnspecified) const {
    if (IsOfOneLeg(fact) && leg == Side::kUnspecified) return std::nullopt;
    return values_[IndexOf(fact, leg)];
  }
  void Set(Fact fact, double value, Side leg = Side::kUnspecified) {
    values_[IndexOf(fact, leg)] = value;
  }
  bool operator==(const Facts&) const = default;

 private:
  static constexpr std::size_t kLegFactCount = kFactCount - static_cast<std::size_t>(kFirstLegFact);
  // The right leg's facts stand behind all others.
  static constexpr std::size_t IndexOf(Fact fact, Side leg) {
    const auto index = static_cast<std::size_t>(fact);
    return IsOfOneLeg(fact) && leg == Side::kRight ? index + kLegFactCount : index;
  }

  std::array<std::optional<double>, kFactCount + kLegFactCount> values_{};
};

class Assessment;
struct Norms;

Facts FactsOf(const Assessment& assessment, const Norms& norms);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_FACTS_H_
