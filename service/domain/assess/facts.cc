#include "service/domain/assess/facts.h"

#include <algorithm>

#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"

namespace ischia::domain {
namespace {

struct FactRow {
  Fact fact;
  std::string_view name;
  std::string_view field;
};

// In the order of Fact, so that a fact is its own index.
constexpr FactRow kFacts[] = {
    {Fact::kSaddleNumbness, "saddle_numbness", "red_flags.saddle_numbness"},
    {Fact::kBladderChange, "bladder_change", "red_flags.bladder_change"},
    {Fact::kBowelChange, "bowel_change", "red_flags.bowel_change"},
    {Fact::kBothLegsSymptoms, "both_legs_symptoms", "red_flags.both_legs_symptoms"},
    {Fact::kNewSexualDysfunction, "new_sexual_dysfunction", "red_flags.new_sexual_dysfunction"},
    {Fact::kFootDrop, "foot_drop", "red_flags.foot_drop"},
    {Fact::kGaitDisturbance, "gait_disturbance", "red_flags.gait_disturbance"},
    {Fact::kProgressiveWeakness, "progressive_weakness", "red_flags.progressive_weakness"},
    {Fact::kMajorTrauma, "major_trauma", "red_flags.major_trauma"},
    {Fact::kMinorTraumaFragileBone, "minor_trauma_fragile_bone",
     "red_flags.minor_trauma_fragile_bone"},
    {Fact::kMidlinePercussionPain, "midline_percussion_pain", "red_flags.midline_percussion_pain"},
    {Fact::kCancerHistory, "cancer_history", "red_flags.cancer_history"},
    {Fact::kUnexplainedWeightLoss, "unexplained_weight_loss", "red_flags.unexplained_weight_loss"},
    {Fact::kConstantNightPain, "constant_night_pain", "red_flags.constant_night_pain"},
    {Fact::kNoReliefWithRest, "no_relief_with_rest", "red_flags.no_relief_with_rest"},
    {Fact::kNoImprovementAfterMonth, "no_improvement_after_month",
     "red_flags.no_improvement_after_month"},
    {Fact::kFeverOrRigors, "fever_or_rigors", "red_flags.fever_or_rigors"},
    {Fact::kImmunosuppression, "immunosuppression", "red_flags.immunosuppression"},
    {Fact::kIntravenousDrugUse, "intravenous_drug_use", "red_flags.intravenous_drug_use"},
    {Fact::kRecentInfectionOrSpinalProcedure, "recent_infection_or_spinal_procedure",
     "red_flags.recent_infection_or_spinal_procedure"},
    {Fact::kCalfSwelling3cm, "calf_swelling_3cm", "red_flags.calf_swelling_3cm"},
    {Fact::kPittingEdema, "pitting_edema", "red_flags.pitting_edema"},
    {Fact::kDeepVeinTenderness, "deep_vein_tenderness", "red_flags.deep_vein_tenderness"},
    {Fact::kRecentImmobilityOrSurgery, "recent_immobility_or_surgery",
     "red_flags.recent_immobility_or_surgery"},
    {Fact::kPriorDvt, "prior_dvt", "red_flags.prior_dvt"},
    {Fact::kWellsScore, "wells_score", "red_flags.wells_score"},
    {Fact::kPopFelt, "pop_felt", "red_flags.pop_felt"},
    {Fact::kCannotWalkOrRun, "cannot_walk_or_run", "red_flags.cannot_walk_or_run"},
    {Fact::kLargeThighBruise, "large_thigh_bruise", "red_flags.large_thigh_bruise"},
    {Fact::kGapAtIschium, "gap_at_ischium", "red_flags.gap_at_ischium"},
    {Fact::kSitBonePainSudden, "sit_bone_pain_sudden", "red_flags.sit_bone_pain_sudden"},
    {Fact::kChestPainOrBreathlessAtRest, "chest_pain_or_breathless_at_rest",
     "red_flags.chest_pain_or_breathless_at_rest"},
    {Fact::kHypertensiveSymptoms, "hypertensive_symptoms", "red_flags.hypertensive_symptoms"},
    {Fact::kCentralVertigoSigns, "central_vertigo_signs", "red_flags.central_vertigo_signs"},
    {Fact::kFirstBackPainEpisode, "first_back_pain_episode", "red_flags.first_back_pain_episode"},
    {Fact::kMorningStiffnessOver30min, "morning_stiffness_over_30min",
     "red_flags.morning_stiffness_over_30min"},
    {Fact::kBetterWithMovement, "better_with_movement", "red_flags.better_with_movement"},
    {Fact::kWokenByPain, "woken_by_pain", "red_flags.woken_by_pain"},
    {Fact::kWorseAtLastTwoReviews, "worse_at_last_two_reviews",
     "red_flags.worse_at_last_two_reviews"},
    {Fact::kAgeYears, "age_years", "age_years"},
    {Fact::kPathwayTight, "pathway_tight", "pathway"},
    {Fact::kPathwayLowBackPain, "pathway_low_back_pain", "pathway"},
    {Fact::kSevereMotorDeficit, "severe_motor_deficit", "neuro_deficit"},
    {Fact::kIschialTenderness, "ischial_tenderness", "legs.ischial_tenderness"},
    {Fact::kFlexionProvoked, "flexion_provoked", "flexion_provoked"},
    {Fact::kOsteoporosis, "osteoporosis", "comorbidities"},
    {Fact::kFragilityFracture, "fragility_fracture", "comorbidities"},
    {Fact::kVertebralFracture, "vertebral_fracture", "comorbidities"},
    {Fact::kHypermobilitySyndrome, "hypermobility_syndrome", "comorbidities"},
    {Fact::kBeightonScore, "beighton_score", "beighton_score"},
    {Fact::kLargestStraightLegRaise, "largest_straight_leg_raise",
     "legs.straight_leg_raise_degrees"},
    {Fact::kSystolicMmhg, "systolic_mmhg", "systolic_mmhg"},
    {Fact::kDiastolicMmhg, "diastolic_mmhg", "diastolic_mmhg"},
    {Fact::kHypertensionNotAtTarget, "hypertension_not_at_target", "comorbidities"},
    {Fact::kFallsIn12Months, "falls_in_12_months", "falls_12_months_count"},
    {Fact::kTimedUpAndGoSeconds, "timed_up_and_go_seconds", "timed_up_and_go_seconds"},
    {Fact::kFearOfFalling, "fear_of_falling", "fear_of_falling"},
    {Fact::kFloorTransferUnsafe, "floor_transfer_unsafe", "floor_transfer"},
    {Fact::kLowMood, "low_mood", "low_mood"},
    {Fact::kHighFear, "high_fear", "high_fear"},
    {Fact::kSelfEfficacyScore, "self_efficacy_score", "self_efficacy_score"},
    {Fact::kSittingHours, "sitting_hours", "sitting_hours_per_day"},
    {Fact::kAnteriorPelvicTilt, "anterior_pelvic_tilt", "pelvic_tilt"},
};

constexpr bool EachFactIsItsOwnIndex() {
  if (std::size(kFacts) != kFactCount) return false;
  for (std::size_t i = 0; i < kFactCount; ++i) {
    if (static_cast<std::size_t>(kFacts[i].fact) != i) return false;
  }
  return true;
}
static_assert(EachFactIsItsOwnIndex());

// Fills the facts in; an unknown input leaves its fact unknown.
class Derivation {
 public:
  void Put(Fact fact, Answer answer) {
    if (answer != Answer::kUnspecified) facts_.Set(fact, answer == Answer::kYes ? 1 : 0);
  }
  void Put(Fact fact, bool holds) { facts_.Set(fact, holds ? 1 : 0); }
  template <typename Number>
  void Put(Fact fact, std::optional<Number> number) {
    if (number) facts_.Set(fact, static_cast<double>(*number));
  }

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

void PutPerson(const AssessmentFields& fields, Derivation& derive) {
  derive.Put(Fact::kAgeYears, fields.age_years);
  if (fields.pathway != Pathway::kUnspecified) {
    derive.Put(Fact::kPathwayTight, fields.pathway == Pathway::kTight);
    derive.Put(Fact::kPathwayLowBackPain, fields.pathway == Pathway::kLowBackPain);
  }
  if (fields.neuro_deficit != NeuroDeficit::kUnspecified) {
    derive.Put(Fact::kSevereMotorDeficit, fields.neuro_deficit == NeuroDeficit::kMotor3OrWorse ||
                                              fields.neuro_deficit == NeuroDeficit::kProgressive);
  }
  derive.Put(Fact::kFlexionProvoked, fields.flexion_provoked);
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
  if (fields.self_efficacy) {
    derive.Put(Fact::kSelfEfficacyScore, std::optional(fields.self_efficacy->value()));
  }
  derive.Put(Fact::kSittingHours, fields.sitting_hours_per_day);
  if (fields.pelvic_tilt != PelvicTilt::kUnspecified) {
    derive.Put(Fact::kAnteriorPelvicTilt, fields.pelvic_tilt == PelvicTilt::kAnterior);
  }
}

// Yes on one leg is enough, no takes an answer for every leg that was looked at.
Answer TendernessOf(const std::vector<LegMeasurements>& legs) {
  const auto answered = [&](Answer answer) {
    return [=](const LegMeasurements& leg) { return leg.ischial_tenderness == answer; };
  };
  if (std::any_of(legs.begin(), legs.end(), answered(Answer::kYes))) return Answer::kYes;
  const bool all_no = !legs.empty() && std::all_of(legs.begin(), legs.end(), answered(Answer::kNo));
  return all_no ? Answer::kNo : Answer::kUnspecified;
}

void PutLegs(const AssessmentFields& fields, Derivation& derive) {
  derive.Put(Fact::kIschialTenderness, TendernessOf(fields.legs));
  std::optional<double> largest;
  for (const LegMeasurements& leg : fields.legs) {
    if (leg.straight_leg_raise) {
      largest = std::max(largest.value_or(0), leg.straight_leg_raise->value());
    }
  }
  derive.Put(Fact::kLargestStraightLegRaise, largest);
}

// A code that is not listed is "no" only once the list is confirmed.
template <typename Counts>
Answer Listed(const AssessmentFields& fields, const Counts& counts) {
  if (std::any_of(fields.comorbidities.begin(), fields.comorbidities.end(), counts)) {
    return Answer::kYes;
  }
  return fields.comorbidities_confirmed ? Answer::kNo : Answer::kUnspecified;
}

template <ComorbidityCode code>
bool IsCode(const Comorbidity& entry) {
  return entry.code == code;
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
  // A recorded T-score that is too good speaks against the code, a missing one does not.
  const auto is_osteoporosis = [&](const Comorbidity& entry) {
    return entry.code == ComorbidityCode::kOsteoporosis &&
           (!entry.value || *entry.value <= norms.osteoporosis_t_score);
  };
  derive.Put(Fact::kOsteoporosis, Listed(fields, is_osteoporosis));
  derive.Put(Fact::kFragilityFracture, Listed(fields, IsCode<ComorbidityCode::kFragilityFracture>));
  derive.Put(Fact::kVertebralFracture, Listed(fields, IsCode<ComorbidityCode::kVertebralFracture>));
  derive.Put(Fact::kHypermobilitySyndrome,
             Listed(fields, IsCode<ComorbidityCode::kHypermobilitySyndrome>));
  derive.Put(Fact::kHypertensionNotAtTarget, HypertensionNotAtTarget(fields));
}

}  // namespace

std::string_view FactName(Fact fact) { return kFacts[static_cast<std::size_t>(fact)].name; }

std::string_view FactField(Fact fact) { return kFacts[static_cast<std::size_t>(fact)].field; }

std::optional<Fact> FactByName(std::string_view name) {
  const auto* row = std::find_if(std::begin(kFacts), std::end(kFacts),
                                 [&](const FactRow& entry) { return entry.name == name; });
  if (row == std::end(kFacts)) return std::nullopt;
  return row->fact;
}

Facts FactsOf(const Assessment& assessment, const Norms& norms) {
  const AssessmentFields& fields = assessment.fields();
  Derivation derive;
  PutScreen(fields, derive);
  PutPerson(fields, derive);
  PutLegs(fields, derive);
  PutComorbidities(fields, norms, derive);
  return derive.Take();
}

}  // namespace ischia::domain
