// The fixed list of facts a safety rule may ask about, derived from an assessment. A fact is a
// number or unknown: answers are 1 (yes) and 0 (no), counts and measurements stand in their own
// unit. Unknown never counts as "no"; each rule's term says what a missing fact means.
#ifndef ISCHIA_SERVICE_DOMAIN_ASSESS_FACTS_H_
#define ISCHIA_SERVICE_DOMAIN_ASSESS_FACTS_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

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
  kPathwayLowBackPain,
  kSevereMotorDeficit,  // MOTOR_3_OR_WORSE or PROGRESSIVE
  kIschialTenderness,   // either leg
  kFlexionProvoked,
  // Bone, blood pressure, joints.
  kOsteoporosis,  // the code, unless a T-score above -2.5 is recorded
  kFragilityFracture,
  kVertebralFracture,
  kHypermobilitySyndrome,
  kBeightonScore,
  kLargestStraightLegRaise,  // degrees, of both legs
  kSystolicMmhg,
  kDiastolicMmhg,
  kHypertensionNotAtTarget,
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
  kCount
};

inline constexpr std::size_t kFactCount = static_cast<std::size_t>(Fact::kCount);

// The name of a fact in the catalogue's files ("saddle_numbness").
std::string_view FactName(Fact fact);
std::optional<Fact> FactByName(std::string_view name);
// The contract's field that the fact is read from ("red_flags.saddle_numbness"); for a fact of both
// legs without their index ("legs.ischial_tenderness").
std::string_view FactField(Fact fact);

class Facts {
 public:
  std::optional<double> Get(Fact fact) const { return values_[static_cast<std::size_t>(fact)]; }
  void Set(Fact fact, double value) { values_[static_cast<std::size_t>(fact)] = value; }
  bool operator==(const Facts&) const = default;

 private:
  std::array<std::optional<double>, kFactCount> values_{};
};

class Assessment;
struct Norms;

Facts FactsOf(const Assessment& assessment, const Norms& norms);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_ASSESS_FACTS_H_
