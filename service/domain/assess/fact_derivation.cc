// How each fact follows from the fields of an assessment (evidence.md 2.2.1).
#include <algorithm>
#include <cmath>
#include <utility>

#include "service/domain/assess/assessment.h"
#include "service/domain/assess/bands.h"
#include "service/domain/assess/facts.h"
#include "service/domain/catalogue.h"

namespace ischia::domain {
namespace {

// -- Conditions

// Which number of an entry a rule asks about. A missing one stays unknown, of several the worst one
// counts: the least weeks since an event, the most of everything else.
enum class Number { kNone, kWeeksSince, kGestation, kGrade, kValue };

struct ListedRow {
  ComorbidityCode code;
  Fact listed;
  Fact number = Fact::kCount;
  Number which = Number::kNone;
};

constexpr ListedRow kListed[] = {
    {ComorbidityCode::kLumbarSurgery, Fact::kLumbarSurgery, Fact::kLumbarSurgeryWeeks,
     Number::kWeeksSince},
    {ComorbidityCode::kAbdominalSurgery, Fact::kAbdominalSurgery, Fact::kAbdominalSurgeryWeeks,
     Number::kWeeksSince},
    {ComorbidityCode::kUnhealedWound, Fact::kUnhealedWound},
    {ComorbidityCode::kFragilityFracture, Fact::kFragilityFracture},
    {ComorbidityCode::kVertebralFracture, Fact::kVertebralFracture},
    {ComorbidityCode::kHypermobilitySyndrome, Fact::kHypermobilitySyndrome},
    {ComorbidityCode::kPregnancy, Fact::kPregnancy, Fact::kPregnancyWeeks, Number::kGestation},
    {ComorbidityCode::kObstetricContraindication, Fact::kObstetricContraindication},
    {ComorbidityCode::kPostpartum, Fact::kPostpartum, Fact::kPostpartumWeeks, Number::kWeeksSince},
    {ComorbidityCode::kDiastasisOrPelvicFloor, Fact::kDiastasisOrPelvicFloor},
    {ComorbidityCode::kUnstableCardiac, Fact::kUnstableCardiac},
    {ComorbidityCode::kHeartAttackOrStroke, Fact::kHeartAttackOrStroke,
     Fact::kHeartAttackOrStrokeWeeks, Number::kWeeksSince},
    {ComorbidityCode::kAneurysm, Fact::kAneurysm},
    {ComorbidityCode::kSyncope, Fact::kSyncope},
    {ComorbidityCode::kGlaucoma, Fact::kGlaucoma},
    {ComorbidityCode::kRetinalDetachment, Fact::kRetinalDetachment},
    {ComorbidityCode::kEyeSurgery, Fact::kEyeSurgery, Fact::kEyeSurgeryWeeks, Number::kWeeksSince},
    {ComorbidityCode::kRaisedIntracranialPressure, Fact::kRaisedIntracranialPressure},
    {ComorbidityCode::kVertigo, Fact::kVertigo},
    {ComorbidityCode::kBleedingDisorder, Fact::kBleedingDisorder},
    {ComorbidityCode::kSpondylolisthesis, Fact::kSpondylolisthesis, Fact::kSpondylolisthesisGrade,
     Number::kGrade},
    {ComorbidityCode::kLumbarStenosis, Fact::kLumbarStenosis},
    {ComorbidityCode::kDiabeticNeuropathy, Fact::kDiabeticNeuropathy},
    {ComorbidityCode::kAutonomicNeuropathy, Fact::kAutonomicNeuropathy},
    {ComorbidityCode::kOrthostaticHypotension, Fact::kOrthostaticHypotension},
    {ComorbidityCode::kArterialDiseaseRestPain, Fact::kArterialDiseaseRestPain},
    {ComorbidityCode::kSpasticityOrCentralNeurological, Fact::kSpasticityOrCentralNeurological},
    {ComorbidityCode::kHernia, Fact::kHernia},
    {ComorbidityCode::kCognitiveImpairment, Fact::kCognitiveImpairment},
    {ComorbidityCode::kAlcoholOrSedatives, Fact::kAlcoholOrSedatives},
    {ComorbidityCode::kScoliosisOrLegLength, Fact::kScoliosisOrLegLength},
    {ComorbidityCode::kUnexplainedLimp, Fact::kUnexplainedLimp},
    {ComorbidityCode::kHeelOrKneeApophysitis, Fact::kHeelOrKneeApophysitis},
    {ComorbidityCode::kHipReplacementPosterior, Fact::kHipReplacementPosterior,
     Fact::kHipReplacementPosteriorWeeks, Number::kWeeksSince},
    {ComorbidityCode::kHipReplacementAnterior, Fact::kHipReplacementAnterior,
     Fact::kHipReplacementAnteriorWeeks, Number::kWeeksSince},
    {ComorbidityCode::kKneeReplacement, Fact::kKneeReplacement, Fact::kKneeReplacementWeeks,
     Number::kWeeksSince},
    {ComorbidityCode::kHamstringGraftAcl, Fact::kHamstringGraftAcl, Fact::kHamstringGraftAclWeeks,
     Number::kWeeksSince},
    {ComorbidityCode::kProximalHamstringRepair, Fact::kProximalHamstringRepair,
     Fact::kProximalHamstringRepairWeeks, Number::kWeeksSince},
    {ComorbidityCode::kLowerLimbSurgery, Fact::kLowerLimbSurgery, Fact::kLowerLimbSurgeryWeeks,
     Number::kWeeksSince},
    {ComorbidityCode::kProximalHamstringTendinopathy, Fact::kProximalHamstringTendinopathy,
     Fact::kProximalHamstringTendinopathyWeeks, Number::kWeeksSince},
    {ComorbidityCode::kIschialApophysitis, Fact::kIschialApophysitis},
    {ComorbidityCode::kHipOsteoarthritisSevere, Fact::kHipOsteoarthritisSevere},
    {ComorbidityCode::kHipImpingementOrLabrum, Fact::kHipImpingementOrLabrum},
    {ComorbidityCode::kKneeEffusion, Fact::kKneeEffusion},
    {ComorbidityCode::kLockedKnee, Fact::kLockedKnee},
    {ComorbidityCode::kKneeHyperextension, Fact::kKneeHyperextension,
     Fact::kKneeHyperextensionDegrees, Number::kValue},
    {ComorbidityCode::kThighContusion, Fact::kThighContusion, Fact::kThighContusionWeeks,
     Number::kWeeksSince},
    {ComorbidityCode::kMyositisOssificans, Fact::kMyositisOssificans},
};

std::optional<double> NumberOf(const Comorbidity& entry, Number which) {
  switch (which) {
    case Number::kWeeksSince:
    case Number::kGestation:
      return entry.weeks_since;
    case Number::kGrade:
      return entry.grade;
    case Number::kValue:
      return entry.value;
    case Number::kNone:
      break;
  }
  return std::nullopt;
}

// A condition without a side counts for both legs.
bool Concerns(const Comorbidity& entry, Side leg) {
  return leg == Side::kUnspecified || entry.side == leg || entry.side == Side::kBoth ||
         entry.side == Side::kUnspecified;
}

// Fills the facts in; an unknown input leaves its fact unknown.
class Derivation {
 public:
  void Put(Fact fact, Answer answer, Side leg = Side::kUnspecified) {
    if (answer != Answer::kUnspecified) facts_.Set(fact, answer == Answer::kYes ? 1 : 0, leg);
  }
  void Put(Fact fact, bool holds, Side leg = Side::kUnspecified) {
    facts_.Set(fact, holds ? 1 : 0, leg);
  }
  template <typename Number>
  void Put(Fact fact, std::optional<Number> number, Side leg = Side::kUnspecified) {
    if (number) facts_.Set(fact, static_cast<double>(*number), leg);
  }
  void Put(Fact fact, const std::optional<Score>& score, Side leg = Side::kUnspecified) {
    if (score) facts_.Set(fact, score->value(), leg);
  }
  std::optional<double> Get(Fact fact, Side leg) const { return facts_.Get(fact, leg); }

  Facts Take() const { return facts_; }

 private:
  Facts facts_;
};

void PutScreen(const AssessmentFields& fields, Derivation& derive) {
  for (int item = 0; item <= static_cast<int>(Fact::kWorseAtLastTwoReviews); ++item) {
    const Fact fact = static_cast<Fact>(item);
    derive.Put(fact, fields.red_flags.Get(fact));
  }
  derive.Put(Fact::kWellsScore, fields.red_flags.wells_score);
  if (fields.strain.bruise == Bruise::kLarge) derive.Put(Fact::kLargeThighBruise, true);
}

void PutDeficit(NeuroDeficit deficit, Derivation& derive) {
  if (deficit == NeuroDeficit::kUnspecified) return;
  const bool severe =
      deficit == NeuroDeficit::kMotor3OrWorse || deficit == NeuroDeficit::kProgressive;
  const bool any = deficit != NeuroDeficit::kNone;
  derive.Put(Fact::kSevereMotorDeficit, severe);
  derive.Put(Fact::kMildNerveDeficit, any && !severe);
  derive.Put(Fact::kNerveDeficit, any);
}

void PutPerson(const AssessmentFields& fields, Derivation& derive) {
  derive.Put(Fact::kAgeYears, fields.age_years);
  if (fields.pathway != Pathway::kUnspecified) {
    derive.Put(Fact::kPathwayTight, fields.pathway == Pathway::kTight);
    derive.Put(Fact::kPathwayStrain, fields.pathway == Pathway::kStrain);
    derive.Put(Fact::kPathwayLowBackPain, fields.pathway == Pathway::kLowBackPain);
    derive.Put(Fact::kPathwayPrevention, fields.pathway == Pathway::kPrevention);
  }
  PutDeficit(fields.neuro_deficit, derive);
  derive.Put(Fact::kFlexionProvoked, fields.flexion_provoked);
  derive.Put(Fact::kCoachPresent, fields.coach_present);
  derive.Put(Fact::kSittingScore, fields.pain.sitting);
  derive.Put(Fact::kSystolicMmhg, fields.systolic_mmhg);
  derive.Put(Fact::kDiastolicMmhg, fields.diastolic_mmhg);
  derive.Put(Fact::kBeightonScore, fields.beighton_score);
  derive.Put(Fact::kFallsIn12Months, fields.falls_12_months_count);
  derive.Put(Fact::kTimedUpAndGoSeconds, fields.timed_up_and_go_seconds);
  derive.Put(Fact::kFearOfFalling, fields.fear_of_falling);
  if (fields.floor_transfer != FloorTransfer::kUnspecified) {
    derive.Put(Fact::kFloorTransferUnsafe, fields.floor_transfer != FloorTransfer::kIndependent);
  }
  derive.Put(Fact::kLowMood, fields.low_mood);
  derive.Put(Fact::kHighFear, fields.high_fear);
  derive.Put(Fact::kSelfEfficacyScore, fields.self_efficacy);
  derive.Put(Fact::kSittingHours, fields.sitting_hours_per_day);
  if (fields.pelvic_tilt != PelvicTilt::kUnspecified) {
    derive.Put(Fact::kAnteriorPelvicTilt, fields.pelvic_tilt == PelvicTilt::kAnterior);
  }
}

// -- Legs

// Yes on one leg is enough, no takes an answer for every leg that was looked at.
Answer TendernessOf(const std::vector<LegMeasurements>& legs) {
  const auto answered = [&](Answer answer) {
    return [=](const LegMeasurements& leg) { return leg.ischial_tenderness == answer; };
  };
  if (std::any_of(legs.begin(), legs.end(), answered(Answer::kYes))) return Answer::kYes;
  const bool all_no = !legs.empty() && std::all_of(legs.begin(), legs.end(), answered(Answer::kNo));
  return all_no ? Answer::kNo : Answer::kUnspecified;
}

// A crossed raise tells of the other leg's pain.
bool IsUpset(const LegMeasurements& leg) {
  return leg.straight_leg_raise_neural == TestResult::kPositive ||
         leg.slump_test == TestResult::kPositive ||
         leg.straight_leg_raise_limit_reason == SlrLimitReason::kLegPainBelowKnee ||
         leg.straight_leg_raise_limit_reason == SlrLimitReason::kTingling;
}

// The larger of both legs; unknown where a leg that is upset was not asked.
template <typename Read>
std::optional<double> WorstOf(const std::vector<LegMeasurements>& legs, const Read& read) {
  std::optional<double> worst;
  for (const LegMeasurements& leg : legs) {
    const std::optional<double> value = read(leg);
    if (!value && IsUpset(leg)) return std::nullopt;
    if (value) worst = std::max(worst.value_or(0), *value);
  }
  return worst;
}

void PutNerves(const std::vector<LegMeasurements>& legs, Derivation& derive) {
  const auto is_positive = [](const LegMeasurements& leg) {
    return IsUpset(leg) || leg.crossed_straight_leg_raise == TestResult::kPositive;
  };
  derive.Put(Fact::kPositiveNerveTest, std::any_of(legs.begin(), legs.end(), is_positive));
  derive.Put(Fact::kLegPainScore, WorstOf(legs, [](const LegMeasurements& leg) {
               return leg.leg_pain ? std::optional<double>(leg.leg_pain->value()) : std::nullopt;
             }));
  derive.Put(Fact::kLegPainSettlingMinutes, WorstOf(legs, [](const LegMeasurements& leg) {
               return std::optional<double>(leg.leg_pain_settling_minutes);
             }));
}

void PutLegs(const AssessmentFields& fields, Derivation& derive) {
  derive.Put(Fact::kIschialTenderness, TendernessOf(fields.legs));
  PutNerves(fields.legs, derive);
  std::optional<double> largest;
  for (const LegMeasurements& leg : fields.legs) {
    if (leg.straight_leg_raise) {
      largest = std::max(largest.value_or(0), leg.straight_leg_raise->value());
    }
    derive.Put(Fact::kSingleLegBridgeScore, leg.single_leg_bridge_pain, leg.side);
  }
  derive.Put(Fact::kLargestStraightLegRaise, largest);
  if (fields.affected_side != AffectedSide::kUnspecified) {
    const bool both = fields.affected_side == AffectedSide::kBoth;
    derive.Put(Fact::kAffectedLeg, both || fields.affected_side == AffectedSide::kLeft,
               Side::kLeft);
    derive.Put(Fact::kAffectedLeg, both || fields.affected_side == AffectedSide::kRight,
               Side::kRight);
  }
}

// -- A strain

void PutSoreLeg(const Assessment& assessment, Derivation& derive) {
  const AffectedSide affected = assessment.fields().affected_side;
  if (affected != AffectedSide::kLeft && affected != AffectedSide::kRight) return;
  const LegMeasurements* sore =
      assessment.Leg(affected == AffectedSide::kLeft ? Side::kLeft : Side::kRight);
  if (sore == nullptr) return;
  derive.Put(Fact::kResistedFlexionScore, sore->resisted_knee_flexion_pain);
  derive.Put(Fact::kSoreLegBridgeScore, sore->single_leg_bridge_pain);
}

void PutStrain(const Assessment& assessment, Derivation& derive) {
  const AssessmentFields& fields = assessment.fields();
  const StrainHistory& strain = fields.strain;
  if (strain.grade != StrainGrade::kUnspecified) {
    derive.Put(Fact::kStrainGrade, std::optional(static_cast<int>(strain.grade)));
  }
  if (!strain.bamic_class.empty()) {
    derive.Put(Fact::kBamicGrade, std::optional(strain.bamic_class.front() - '0'));
    derive.Put(Fact::kBamicIntratendinous, strain.bamic_class.back() == 'c');
  }
  derive.Put(Fact::kDaysSinceInjury, strain.days_since_injury);
  derive.Put(Fact::kWalkingScore, fields.pain.walking);
  if (strain.jogging_pain_free == Answer::kYes) derive.Put(Fact::kJoggingScore, Score(0));
  derive.Put(Fact::kJoggingScore, fields.pain.jogging);
  derive.Put(Fact::kStageTwoWeekCompleted, strain.stage_two_week_completed);
  derive.Put(Fact::kPriorStrainCount, strain.prior_strain_count);
  if (strain.mechanism != InjuryMechanism::kUnspecified) {
    derive.Put(Fact::kOverstretchInjury, strain.mechanism == InjuryMechanism::kOverstretch);
  }
  PutSoreLeg(assessment, derive);
  const LegMeasurements* left = assessment.Leg(Side::kLeft);
  const LegMeasurements* right = assessment.Leg(Side::kRight);
  if (left != nullptr && right != nullptr && left->knee_extension_deficit &&
      right->knee_extension_deficit) {
    derive.Put(Fact::kKneeSideDifference,
               std::optional(std::abs(left->knee_extension_deficit->value() -
                                      right->knee_extension_deficit->value())));
  }
}

// -- Lists

// A code that is not listed is "no" only once the list is confirmed.
template <typename Counts>
Answer Listed(const AssessmentFields& fields, const Counts& counts) {
  if (std::any_of(fields.comorbidities.begin(), fields.comorbidities.end(), counts)) {
    return Answer::kYes;
  }
  return fields.comorbidities_confirmed ? Answer::kNo : Answer::kUnspecified;
}

void PutListed(const AssessmentFields& fields, const ListedRow& row, Side leg, Derivation& derive) {
  bool listed = false;
  bool unknown = false;
  std::optional<double> worst;
  for (const Comorbidity& entry : fields.comorbidities) {
    if (entry.code != row.code || !Concerns(entry, leg)) continue;
    listed = true;
    const std::optional<double> number = NumberOf(entry, row.which);
    unknown = unknown || !number;
    const bool worse =
        number &&
        (!worst || (row.which == Number::kWeeksSince ? *number < *worst : *number > *worst));
    if (worse) worst = number;
  }
  if (listed || fields.comorbidities_confirmed) derive.Put(row.listed, listed, leg);
  if (listed && !unknown && row.which != Number::kNone) derive.Put(row.number, worst, leg);
}

// A hypertension whose target nobody asked about leaves the answer open.
Answer HypertensionNotAtTarget(const AssessmentFields& fields) {
  Answer answer = fields.comorbidities_confirmed ? Answer::kNo : Answer::kUnspecified;
  for (const Comorbidity& entry : fields.comorbidities) {
    if (entry.code != ComorbidityCode::kHypertension) continue;
    if (entry.at_target == Answer::kNo) return Answer::kYes;
    answer = entry.at_target == Answer::kYes ? Answer::kNo : Answer::kUnspecified;
  }
  return answer;
}

void PutComorbidities(const AssessmentFields& fields, const Norms& norms, Derivation& derive) {
  for (const ListedRow& row : kListed) {
    if (IsOfOneLeg(row.listed)) {
      PutListed(fields, row, Side::kLeft, derive);
      PutListed(fields, row, Side::kRight, derive);
    } else {
      PutListed(fields, row, Side::kUnspecified, derive);
    }
  }
  // A recorded T-score that is too good speaks against the code, a missing one does not.
  const auto is_osteoporosis = [&](const Comorbidity& entry) {
    return entry.code == ComorbidityCode::kOsteoporosis &&
           (!entry.value || *entry.value <= norms.osteoporosis_t_score);
  };
  derive.Put(Fact::kOsteoporosis, Listed(fields, is_osteoporosis));
  derive.Put(Fact::kHypertensionNotAtTarget, HypertensionNotAtTarget(fields));
  const auto slips_with_symptoms = [](const Comorbidity& entry) {
    return entry.code == ComorbidityCode::kSpondylolisthesis && entry.symptomatic == Answer::kYes;
  };
  derive.Put(Fact::kSpondylolisthesisSymptomatic, Listed(fields, slips_with_symptoms));
}

void PutMedications(const AssessmentFields& fields, Derivation& derive) {
  constexpr std::pair<Medication, Fact> kTaken[] = {
      {Medication::kAnticoagulant, Fact::kAnticoagulant},
      {Medication::kSteroidOver3Months, Fact::kLongSteroids},
      {Medication::kFluoroquinoloneUnder6Weeks, Fact::kRecentFluoroquinolone},
      {Medication::kInsulin, Fact::kInsulin},
      {Medication::kSulfonylurea, Fact::kSulfonylurea}};
  for (const auto& [medication, fact] : kTaken) {
    const bool taken = std::find(fields.medications.begin(), fields.medications.end(),
                                 medication) != fields.medications.end();
    if (taken || fields.medications_confirmed) derive.Put(fact, taken);
  }
}

// Banded only where a rule asks for it (S-13).
void PutKneeBands(const Assessment& assessment, const Norms& norms, Derivation& derive) {
  if (!assessment.Has(ComorbidityCode::kProximalHamstringTendinopathy)) return;
  for (const LegBand& band : Bands(assessment, norms)) {
    if (band.measure == Measure::kKneeExtensionDeficit && band.band != Band::kUnspecified) {
      derive.Put(Fact::kKneeBand, std::optional(static_cast<int>(band.band)), band.side);
    }
  }
}

}  // namespace

Facts FactsOf(const Assessment& assessment, const Norms& norms) {
  const AssessmentFields& fields = assessment.fields();
  Derivation derive;
  PutScreen(fields, derive);
  PutPerson(fields, derive);
  PutLegs(fields, derive);
  PutStrain(assessment, derive);
  PutComorbidities(fields, norms, derive);
  PutMedications(fields, derive);
  PutKneeBands(assessment, norms, derive);
  return derive.Take();
}

}  // namespace ischia::domain
