#include "service/web/form/rows.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "service/web/form/fields.h"

namespace ischia::web {
namespace {

using domain::Fact;

constexpr std::array<std::string_view, 15> kCauseNames = {
    "always", "in-force",  "no-birth-date",  "no-norms",        "low-back-pain",
    "strain", "bridge",    "leg-symptoms",   "nerve-tests",     "blood-pressure",
    "falls",  "lax-raise", "condition-list", "medication-list", "remeasurement"};
static_assert(kCauseNames.size() == static_cast<std::size_t>(Cause::kRemeasurement) + 1);

Section Opening() {
  return {"opening",
          false,
          {{"kind", {}, Cause::kInForce, {{"kind", {}}}},
           {"age", {}, Cause::kNoBirthDate, {{"age_years", {}, "years"}}},
           {"norms", {}, Cause::kNoNorms, {{"sex_for_norms", {}}}},
           {"pathway", "1", Cause::kAlways, {{"pathway", {}}}},
           {"affected_side", "2", Cause::kAlways, {{"affected_side", {}}}}}};
}

Section Measures() {
  return {"measures",
          false,
          {{"knee_extension",
            "3",
            Cause::kAlways,
            {{"legs.right.knee_extension_deficit_degrees", "right", "degrees"},
             {"legs.left.knee_extension_deficit_degrees", "left", "degrees"},
             {"knee_extension_method", "method"}}},
           {"straight_leg_raise",
            "4",
            Cause::kAlways,
            {{"legs.right.straight_leg_raise_degrees", "right", "degrees"},
             {"legs.right.straight_leg_raise_limit_reason", "stopped_by"},
             {"legs.left.straight_leg_raise_degrees", "left", "degrees", true},
             {"legs.left.straight_leg_raise_limit_reason", "stopped_by"}}},
           {"beighton", {}, Cause::kLaxRaise, {{"beighton_score", {}}}}}};
}

Section Pain() {
  return {
      "pain",
      false,
      {{"pain",
        "5",
        Cause::kAlways,
        {{"pain.rest_score", "at_rest"}, {"pain.activity_score", "with_activity"}}},
       {"back_scores",
        {},
        Cause::kLowBackPain,
        {{"outcomes.oswestry_percent", "oswestry", "percent"},
         {"outcomes.roland_morris_score", "roland_morris"}}},
       {"flexion_provoked", {}, Cause::kLowBackPain, {{"flexion_provoked", {}}}},
       {"strain_pain",
        {},
        Cause::kStrain,
        {{"pain.walking_score", "walking"}, {"pain.jogging_score", "jogging"}}},
       {"resisted",
        {},
        Cause::kStrain,
        {{"legs.right.resisted_knee_flexion_pain_score", "right"},
         {"legs.left.resisted_knee_flexion_pain_score", "left"}}},
       {"bridge",
        {},
        Cause::kBridge,
        {{"legs.right.single_leg_bridge_pain_score", "right"},
         {"legs.left.single_leg_bridge_pain_score", "left"}}},
       {"strain",
        {},
        Cause::kStrain,
        {{"strain.grade", "grade"},
         {"strain.days_since_injury", "days_since_injury", "days", true},
         {"strain.prior_strain_count", "prior_strains"},
         {"strain.months_since_last_strain", "months_since"}}},
       {"strain_scores",
        {},
        Cause::kStrain,
        {{"outcomes.lefs_score", "lefs"}, {"outcomes.fash_score", "fash"}}},
       {"strain_story",
        {},
        Cause::kStrain,
        {{"strain.mechanism", "mechanism"},
         {"strain.bruise", "bruise"},
         {"strain.prior_acl_injury", "prior_acl", {}, true},
         {"strain.prior_calf_strain", "prior_calf"},
         {"strain.stage_two_week_completed", "stage_two_week", {}, true},
         {"strain.jogging_pain_free", "jogging_pain_free"},
         {"strain.bamic_class", "bamic", {}, true},
         {"strain.cleared_phase", "cleared_phase", {}, true},
         {"strain.cleared_phase_by", "cleared_by"},
         {"strain.cleared_phase_date", "cleared_on"}}},
       {"leg_symptoms", "6", Cause::kAlways, {{"any_leg_symptoms", {}}}},
       {"neural_raise", {}, Cause::kNerveTests, {{"nerve_tests.straight_leg_raise_neural", {}}}},
       {"crossed_raise", {}, Cause::kNerveTests, {{"nerve_tests.crossed_straight_leg_raise", {}}}},
       {"slump", {}, Cause::kNerveTests, {{"nerve_tests.slump_test", {}}}},
       {"neuro_deficit", {}, Cause::kLegSymptoms, {{"neuro_deficit", {}}}},
       {"leg_pain",
        {},
        Cause::kLegSymptoms,
        {{"legs.right.leg_pain_score", "right"},
         {"legs.right.leg_pain_settling_minutes", "settles_after", "minutes"},
         {"legs.left.leg_pain_score", "left", {}, true},
         {"legs.left.leg_pain_settling_minutes", "settles_after", "minutes"}}}}};
}

// What is asked beside a condition; the contract says what each detail means.
struct Detail {
  std::string_view name;
  std::string_view unit;
  std::vector<std::string_view> conditions;
};
const std::vector<Detail>& Details() {
  static const auto& details = *new std::vector<Detail>{
      {"side",
       {},
       {"HIP_REPLACEMENT_POSTERIOR", "HIP_REPLACEMENT_ANTERIOR", "KNEE_REPLACEMENT",
        "HAMSTRING_GRAFT_ACL", "PROXIMAL_HAMSTRING_REPAIR", "LOWER_LIMB_SURGERY",
        "PROXIMAL_HAMSTRING_TENDINOPATHY", "HIP_OSTEOARTHRITIS_SEVERE", "HIP_IMPINGEMENT_OR_LABRUM",
        "KNEE_EFFUSION", "LOCKED_KNEE", "KNEE_HYPEREXTENSION", "THIGH_CONTUSION",
        "MYOSITIS_OSSIFICANS", "ISCHIAL_APOPHYSITIS", "HEEL_OR_KNEE_APOPHYSITIS"}},
      {"weeks_since",
       "weeks",
       {"HIP_REPLACEMENT_POSTERIOR", "HIP_REPLACEMENT_ANTERIOR", "KNEE_REPLACEMENT",
        "LUMBAR_SURGERY", "HAMSTRING_GRAFT_ACL", "PROXIMAL_HAMSTRING_REPAIR", "LOWER_LIMB_SURGERY",
        "PROXIMAL_HAMSTRING_TENDINOPATHY", "ABDOMINAL_SURGERY", "THIGH_CONTUSION", "PREGNANCY",
        "POSTPARTUM", "HEART_ATTACK_OR_STROKE", "EYE_SURGERY"}},
      {"grade", {}, {"SPONDYLOLISTHESIS"}},
      {"value", {}, {"OSTEOPOROSIS", "KNEE_HYPEREXTENSION"}},
      {"symptomatic", {}, {"SPONDYLOLISTHESIS"}},
      {"at_target", {}, {"HYPERTENSION", "DIABETES"}}};
  return details;
}

Row Conditions() {
  Row row{"condition_list", {}, Cause::kConditionList, {}};
  for (const std::string_view condition : ConditionCodes()) {
    const std::string name = "comorbidities." + std::string(condition);
    row.cells.push_back({FindField(name)->name, {}});
    for (const Detail& detail : Details()) {
      if (std::count(detail.conditions.begin(), detail.conditions.end(), condition) == 0) continue;
      const Field* field = FindField(name + '.' + std::string(detail.name));
      row.cells.push_back({field->name, detail.name, detail.unit});
    }
  }
  return row;
}

Row Medicines() {
  Row row{"medication_list", {}, Cause::kMedicationList, {}};
  for (const Field& field : AssessmentForm()) {
    if (field.name.starts_with("medications.")) row.cells.push_back({field.name, {}});
  }
  return row;
}

// In the order of the catalogue's needs: what most homes have comes first.
Row Equipment() {
  return {"equipment",
          "9",
          Cause::kAlways,
          {{"equipment.STRAP_OR_TOWEL", {}},
           {"equipment.CHAIR", {}},
           {"equipment.MAT", {}},
           {"equipment.WALL", {}},
           {"equipment.DOWEL_OR_BROOM", {}},
           {"equipment.DOORWAY_OR_WALL_CORNER", {}},
           {"equipment.STEP", {}},
           {"equipment.BED", {}},
           {"equipment.PILLOW", {}},
           {"equipment.COUNTER_OR_TABLE", {}},
           {"equipment.SUPPORT_RAIL_OR_COUNTER", {}},
           {"equipment.SLIDER_OR_SOCK_ON_SMOOTH_FLOOR", {}},
           {"equipment.PARTNER_OR_ANCHOR", {}},
           {"equipment.NONE", {}}}};
}

Section HealthAndHome() {
  return {"health",
          false,
          {{"blood_pressure",
            {},
            Cause::kBloodPressure,
            {{"systolic_mmhg", "systolic"}, {"diastolic_mmhg", "diastolic", "mmhg"}}},
           {"conditions",
            "7",
            Cause::kAlways,
            {{"comorbidities_confirmed", "conditions"}, {"medications_confirmed", "medicines"}}},
           Conditions(),
           Medicines(),
           {"falls",
            {},
            Cause::kFalls,
            {{"falls_12_months_count", "falls"},
             {"timed_up_and_go_seconds", "timed_up_and_go", "seconds"},
             {"fear_of_falling", "fear_of_falling"}}},
           {"floor_transfer", "8", Cause::kAlways, {{"floor_transfer", {}}}},
           Equipment(),
           {"time",
            "10",
            Cause::kAlways,
            {{"minutes_per_day", "minutes", "minutes_a_day"}, {"goal_class", "goal"}}}}};
}

Section Disclosure(std::string_view id, std::vector<Cell> cells) {
  return {id, true, {{id, {}, Cause::kAlways, std::move(cells)}}};
}

std::vector<Section> MakeSections() {
  return {
      Opening(),
      Measures(),
      Pain(),
      HealthAndHome(),
      Disclosure("posture", {{"pelvic_tilt", "pelvic_tilt"},
                             {"lumbar_curve", "lumbar_curve", {}, true},
                             {"pelvic_tilt_degrees", "pelvic_tilt_degrees", "degrees", true}}),
      Disclosure("reach", {{"fingertip_to_floor_cm", "fingertip_to_floor", "cm"},
                           {"toe_touch", "toe_touch"},
                           {"sit_and_reach_cm", "sit_and_reach", "cm", true},
                           {"sit_and_reach_zero_cm", "sit_and_reach_zero", "cm"}}),
      Disclosure(
          "hip",
          {{"legs.right.hip_extension_degrees", "hip_right", "degrees"},
           {"legs.left.hip_extension_degrees", "hip_left", "degrees"},
           {"legs.right.passive_knee_extension_deficit_degrees", "passive_right", "degrees", true},
           {"legs.left.passive_knee_extension_deficit_degrees", "passive_left", "degrees"},
           {"legs.right.stretch_discomfort_score", "discomfort_right", {}, true},
           {"legs.left.stretch_discomfort_score", "discomfort_left"},
           {"legs.right.ischial_tenderness", "tender_right", {}, true},
           {"legs.left.ischial_tenderness", "tender_left"}}),
      Disclosure("daily_life", {{"sitting_hours_per_day", "sitting", "hours_a_day"},
                                {"self_efficacy_score", "confidence"},
                                {"goal_text", "goal_text", {}, true},
                                {"gentle_start_requested", "gentle_start", {}, true}}),
      Disclosure("sport", {{"sport_level", "sport_level"},
                           {"next_event_date", "next_event", {}, true},
                           {"coach_present", "coach"},
                           {"dominant_leg", "dominant_leg", {}, true}}),
      Disclosure("mood", {{"low_mood", "low_mood"},
                          {"high_fear", "high_fear"},
                          {"social_support", "social_support", {}, true},
                          {"active_before", "active_before"},
                          {"stretched_before", "stretched_before", {}, true},
                          {"pain.worst_24h_score", "worst_24h", {}, true},
                          {"pain.sitting_score", "pain_sitting"}}),
      Disclosure("band", {{"band_override", "band_override"},
                          {"band_override_reason", "band_reason", {}, true}})};
}

std::vector<ScreenGroup> MakeScreen() {
  using enum Fact;
  return {
      {"cauda",
       "S-01",
       Cause::kAlways,
       {kSaddleNumbness, kBladderChange, kBowelChange, kBothLegsSymptoms, kNewSexualDysfunction}},
      {"weakness", "S-02", Cause::kAlways, {kFootDrop, kGaitDisturbance, kProgressiveWeakness}},
      {"fracture",
       "S-03",
       Cause::kAlways,
       {kMajorTrauma, kMinorTraumaFragileBone, kMidlinePercussionPain}},
      {"cancer",
       "S-04",
       Cause::kAlways,
       {kCancerHistory, kUnexplainedWeightLoss, kConstantNightPain, kNoReliefWithRest,
        kNoImprovementAfterMonth}},
      {"infection",
       "S-05",
       Cause::kAlways,
       {kFeverOrRigors, kImmunosuppression, kIntravenousDrugUse,
        kRecentInfectionOrSpinalProcedure}},
      {"clot",
       "S-06",
       Cause::kAlways,
       {kCalfSwelling3cm, kPittingEdema, kDeepVeinTenderness, kRecentImmobilityOrSurgery,
        kPriorDvt}},
      {"tear",
       "S-07, S-08",
       Cause::kAlways,
       {kPopFelt, kCannotWalkOrRun, kLargeThighBruise, kGapAtIschium, kSitBonePainSudden}},
      {"heart",
       "S-28, S-33",
       Cause::kAlways,
       {kChestPainOrBreathlessAtRest, kHypertensiveSymptoms, kCentralVertigoSigns}},
      {"back_pattern",
       "S-54",
       Cause::kLowBackPain,
       {kFirstBackPainEpisode, kMorningStiffnessOver30min, kBetterWithMovement, kWokenByPain}},
      {"since_last", "S-59", Cause::kRemeasurement, {kWorseAtLastTwoReviews}}};
}

std::map<std::string_view, std::string_view> MakeRowsOfFields() {
  static const auto& group_ids = *new std::vector<std::string>([] {
    std::vector<std::string> ids;
    for (const ScreenGroup& group : ScreenGroups())
      ids.push_back("screen." + std::string(group.id));
    return ids;
  }());
  std::map<std::string_view, std::string_view> rows;
  for (std::size_t i = 0; i < group_ids.size(); ++i) {
    for (const Fact item : ScreenGroups()[i].items) rows[domain::FactField(item)] = group_ids[i];
    if (ScreenGroups()[i].id == "clot") rows["red_flags.wells_score"] = group_ids[i];
  }
  for (const Section& section : FormSections()) {
    for (const Row& row : section.rows) {
      for (const Cell& cell : row.cells) rows[cell.field] = row.id;
    }
  }
  return rows;
}

}  // namespace

std::string_view NameOf(Cause cause) { return kCauseNames[static_cast<std::size_t>(cause)]; }

const std::vector<Section>& FormSections() {
  static const auto& sections = *new std::vector<Section>(MakeSections());
  return sections;
}

const std::vector<ScreenGroup>& ScreenGroups() {
  static const auto& groups = *new std::vector<ScreenGroup>(MakeScreen());
  return groups;
}

std::string_view RowOfField(std::string_view field) {
  static const auto& rows = *new std::map<std::string_view, std::string_view>(MakeRowsOfFields());
  const auto found = rows.find(field);
  return found == rows.end() ? std::string_view() : found->second;
}

}  // namespace ischia::web
