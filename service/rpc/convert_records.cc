#include "service/rpc/convert_records.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace ischia::rpc {
namespace {

using domain::Answer;
using domain::Fact;
using domain::Score;

// Lists are read up to here. Beyond stands nothing that a clinic could mean: two legs, some fifty
// conditions on two sides, a handful of words otherwise.
constexpr int kLegLimit = 2;
constexpr int kComorbidityLimit = 200;
constexpr int kWordLimit = 50;
constexpr int kResultLimit = 40;

template <typename Number, typename Value>
void ReadNumber(bool given, Number number, std::optional<Value>& to) {
  if (given) to = Value(number);
}

// -- The red-flag screen: one row an item, for both directions.

struct ScreenRow {
  Fact item;
  const char* field;
  v1::Answer (v1::RedFlagScreen::*get)() const;
  void (v1::RedFlagScreen::*set)(v1::Answer);
};

using Screen = v1::RedFlagScreen;
constexpr ScreenRow kScreen[] = {
    {Fact::kSaddleNumbness, "saddle_numbness", &Screen::saddle_numbness,
     &Screen::set_saddle_numbness},
    {Fact::kBladderChange, "bladder_change", &Screen::bladder_change, &Screen::set_bladder_change},
    {Fact::kBowelChange, "bowel_change", &Screen::bowel_change, &Screen::set_bowel_change},
    {Fact::kBothLegsSymptoms, "both_legs_symptoms", &Screen::both_legs_symptoms,
     &Screen::set_both_legs_symptoms},
    {Fact::kNewSexualDysfunction, "new_sexual_dysfunction", &Screen::new_sexual_dysfunction,
     &Screen::set_new_sexual_dysfunction},
    {Fact::kFootDrop, "foot_drop", &Screen::foot_drop, &Screen::set_foot_drop},
    {Fact::kGaitDisturbance, "gait_disturbance", &Screen::gait_disturbance,
     &Screen::set_gait_disturbance},
    {Fact::kProgressiveWeakness, "progressive_weakness", &Screen::progressive_weakness,
     &Screen::set_progressive_weakness},
    {Fact::kMajorTrauma, "major_trauma", &Screen::major_trauma, &Screen::set_major_trauma},
    {Fact::kMinorTraumaFragileBone, "minor_trauma_fragile_bone", &Screen::minor_trauma_fragile_bone,
     &Screen::set_minor_trauma_fragile_bone},
    {Fact::kMidlinePercussionPain, "midline_percussion_pain", &Screen::midline_percussion_pain,
     &Screen::set_midline_percussion_pain},
    {Fact::kCancerHistory, "cancer_history", &Screen::cancer_history, &Screen::set_cancer_history},
    {Fact::kUnexplainedWeightLoss, "unexplained_weight_loss", &Screen::unexplained_weight_loss,
     &Screen::set_unexplained_weight_loss},
    {Fact::kConstantNightPain, "constant_night_pain", &Screen::constant_night_pain,
     &Screen::set_constant_night_pain},
    {Fact::kNoReliefWithRest, "no_relief_with_rest", &Screen::no_relief_with_rest,
     &Screen::set_no_relief_with_rest},
    {Fact::kNoImprovementAfterMonth, "no_improvement_after_month",
     &Screen::no_improvement_after_month, &Screen::set_no_improvement_after_month},
    {Fact::kFeverOrRigors, "fever_or_rigors", &Screen::fever_or_rigors,
     &Screen::set_fever_or_rigors},
    {Fact::kImmunosuppression, "immunosuppression", &Screen::immunosuppression,
     &Screen::set_immunosuppression},
    {Fact::kIntravenousDrugUse, "intravenous_drug_use", &Screen::intravenous_drug_use,
     &Screen::set_intravenous_drug_use},
    {Fact::kRecentInfectionOrSpinalProcedure, "recent_infection_or_spinal_procedure",
     &Screen::recent_infection_or_spinal_procedure,
     &Screen::set_recent_infection_or_spinal_procedure},
    {Fact::kCalfSwelling3cm, "calf_swelling_3cm", &Screen::calf_swelling_3cm,
     &Screen::set_calf_swelling_3cm},
    {Fact::kPittingEdema, "pitting_edema", &Screen::pitting_edema, &Screen::set_pitting_edema},
    {Fact::kDeepVeinTenderness, "deep_vein_tenderness", &Screen::deep_vein_tenderness,
     &Screen::set_deep_vein_tenderness},
    {Fact::kRecentImmobilityOrSurgery, "recent_immobility_or_surgery",
     &Screen::recent_immobility_or_surgery, &Screen::set_recent_immobility_or_surgery},
    {Fact::kPriorDvt, "prior_dvt", &Screen::prior_dvt, &Screen::set_prior_dvt},
    {Fact::kPopFelt, "pop_felt", &Screen::pop_felt, &Screen::set_pop_felt},
    {Fact::kCannotWalkOrRun, "cannot_walk_or_run", &Screen::cannot_walk_or_run,
     &Screen::set_cannot_walk_or_run},
    {Fact::kLargeThighBruise, "large_thigh_bruise", &Screen::large_thigh_bruise,
     &Screen::set_large_thigh_bruise},
    {Fact::kGapAtIschium, "gap_at_ischium", &Screen::gap_at_ischium, &Screen::set_gap_at_ischium},
    {Fact::kSitBonePainSudden, "sit_bone_pain_sudden", &Screen::sit_bone_pain_sudden,
     &Screen::set_sit_bone_pain_sudden},
    {Fact::kChestPainOrBreathlessAtRest, "chest_pain_or_breathless_at_rest",
     &Screen::chest_pain_or_breathless_at_rest, &Screen::set_chest_pain_or_breathless_at_rest},
    {Fact::kHypertensiveSymptoms, "hypertensive_symptoms", &Screen::hypertensive_symptoms,
     &Screen::set_hypertensive_symptoms},
    {Fact::kCentralVertigoSigns, "central_vertigo_signs", &Screen::central_vertigo_signs,
     &Screen::set_central_vertigo_signs},
    {Fact::kFirstBackPainEpisode, "first_back_pain_episode", &Screen::first_back_pain_episode,
     &Screen::set_first_back_pain_episode},
    {Fact::kMorningStiffnessOver30min, "morning_stiffness_over_30min",
     &Screen::morning_stiffness_over_30min, &Screen::set_morning_stiffness_over_30min},
    {Fact::kBetterWithMovement, "better_with_movement", &Screen::better_with_movement,
     &Screen::set_better_with_movement},
    {Fact::kWokenByPain, "woken_by_pain", &Screen::woken_by_pain, &Screen::set_woken_by_pain},
    {Fact::kWorseAtLastTwoReviews, "worse_at_last_two_reviews", &Screen::worse_at_last_two_reviews,
     &Screen::set_worse_at_last_two_reviews},
};

domain::RedFlagScreen ReadScreen(const v1::RedFlagScreen& message, Inbound& inbound) {
  domain::RedFlagScreen screen;
  inbound.Enter("red_flags");
  for (const ScreenRow& row : kScreen) {
    Answer answer = Answer::kUnspecified;
    inbound.Enumerator(row.field, (message.*row.get)(), answer);
    screen.Set(row.item, answer);
  }
  inbound.Leave();
  ReadNumber(message.has_wells_score(), message.wells_score(), screen.wells_score);
  return screen;
}

void WriteScreen(const domain::RedFlagScreen& screen, v1::RedFlagScreen* message) {
  for (const ScreenRow& row : kScreen) (message->*row.set)(ToWire(screen.Get(row.item)));
  if (screen.wells_score) message->set_wells_score(*screen.wells_score);
}

// -- The parts of an assessment.

domain::LegMeasurements ReadLeg(const v1::LegMeasurements& message, Inbound& inbound) {
  domain::LegMeasurements leg;
  inbound.Enumerator("side", message.side(), leg.side);
  ReadNumber(message.has_knee_extension_deficit_degrees(), message.knee_extension_deficit_degrees(),
             leg.knee_extension_deficit);
  ReadNumber(message.has_passive_knee_extension_deficit_degrees(),
             message.passive_knee_extension_deficit_degrees(), leg.passive_knee_extension_deficit);
  ReadNumber(message.has_straight_leg_raise_degrees(), message.straight_leg_raise_degrees(),
             leg.straight_leg_raise);
  inbound.Enumerator("straight_leg_raise_limit_reason", message.straight_leg_raise_limit_reason(),
                     leg.straight_leg_raise_limit_reason);
  inbound.Enumerator("straight_leg_raise_neural", message.straight_leg_raise_neural(),
                     leg.straight_leg_raise_neural);
  inbound.Enumerator("crossed_straight_leg_raise", message.crossed_straight_leg_raise(),
                     leg.crossed_straight_leg_raise);
  inbound.Enumerator("slump_test", message.slump_test(), leg.slump_test);
  ReadNumber(message.has_hip_extension_degrees(), message.hip_extension_degrees(),
             leg.hip_extension);
  ReadNumber(message.has_leg_pain_score(), message.leg_pain_score(), leg.leg_pain);
  ReadNumber(message.has_leg_pain_settling_minutes(), message.leg_pain_settling_minutes(),
             leg.leg_pain_settling_minutes);
  ReadNumber(message.has_resisted_knee_flexion_pain_score(),
             message.resisted_knee_flexion_pain_score(), leg.resisted_knee_flexion_pain);
  ReadNumber(message.has_single_leg_bridge_pain_score(), message.single_leg_bridge_pain_score(),
             leg.single_leg_bridge_pain);
  ReadNumber(message.has_stretch_discomfort_score(), message.stretch_discomfort_score(),
             leg.stretch_discomfort);
  ReadNumber(message.has_palpation_tenderness_cm(), message.palpation_tenderness_cm(),
             leg.palpation_tenderness);
  ReadNumber(message.has_distance_to_ischium_cm(), message.distance_to_ischium_cm(),
             leg.distance_to_ischium);
  inbound.Enumerator("ischial_tenderness", message.ischial_tenderness(), leg.ischial_tenderness);
  return leg;
}

void WriteLeg(const domain::LegMeasurements& leg, v1::LegMeasurements* message) {
  message->set_side(ToWire(leg.side));
  if (leg.knee_extension_deficit) {
    message->set_knee_extension_deficit_degrees(leg.knee_extension_deficit->value());
  }
  if (leg.passive_knee_extension_deficit) {
    message->set_passive_knee_extension_deficit_degrees(
        leg.passive_knee_extension_deficit->value());
  }
  if (leg.straight_leg_raise) {
    message->set_straight_leg_raise_degrees(leg.straight_leg_raise->value());
  }
  message->set_straight_leg_raise_limit_reason(ToWire(leg.straight_leg_raise_limit_reason));
  message->set_straight_leg_raise_neural(ToWire(leg.straight_leg_raise_neural));
  message->set_crossed_straight_leg_raise(ToWire(leg.crossed_straight_leg_raise));
  message->set_slump_test(ToWire(leg.slump_test));
  if (leg.hip_extension) message->set_hip_extension_degrees(leg.hip_extension->value());
  if (leg.leg_pain) message->set_leg_pain_score(leg.leg_pain->value());
  if (leg.leg_pain_settling_minutes) {
    message->set_leg_pain_settling_minutes(*leg.leg_pain_settling_minutes);
  }
  if (leg.resisted_knee_flexion_pain) {
    message->set_resisted_knee_flexion_pain_score(leg.resisted_knee_flexion_pain->value());
  }
  if (leg.single_leg_bridge_pain) {
    message->set_single_leg_bridge_pain_score(leg.single_leg_bridge_pain->value());
  }
  if (leg.stretch_discomfort) {
    message->set_stretch_discomfort_score(leg.stretch_discomfort->value());
  }
  if (leg.palpation_tenderness) {
    message->set_palpation_tenderness_cm(leg.palpation_tenderness->value());
  }
  if (leg.distance_to_ischium) {
    message->set_distance_to_ischium_cm(leg.distance_to_ischium->value());
  }
  message->set_ischial_tenderness(ToWire(leg.ischial_tenderness));
}

domain::PainScores ReadPain(const v1::PainScores& message) {
  domain::PainScores pain;
  ReadNumber(message.has_rest_score(), message.rest_score(), pain.rest);
  ReadNumber(message.has_activity_score(), message.activity_score(), pain.activity);
  ReadNumber(message.has_worst_24h_score(), message.worst_24h_score(), pain.worst_24h);
  ReadNumber(message.has_sitting_score(), message.sitting_score(), pain.sitting);
  ReadNumber(message.has_walking_score(), message.walking_score(), pain.walking);
  ReadNumber(message.has_jogging_score(), message.jogging_score(), pain.jogging);
  return pain;
}

void WritePain(const domain::PainScores& pain, v1::PainScores* message) {
  if (pain.rest) message->set_rest_score(pain.rest->value());
  if (pain.activity) message->set_activity_score(pain.activity->value());
  if (pain.worst_24h) message->set_worst_24h_score(pain.worst_24h->value());
  if (pain.sitting) message->set_sitting_score(pain.sitting->value());
  if (pain.walking) message->set_walking_score(pain.walking->value());
  if (pain.jogging) message->set_jogging_score(pain.jogging->value());
}

domain::OutcomeScores ReadOutcomes(const v1::OutcomeScores& message) {
  domain::OutcomeScores outcomes;
  ReadNumber(message.has_oswestry_percent(), message.oswestry_percent(), outcomes.oswestry_percent);
  ReadNumber(message.has_roland_morris_score(), message.roland_morris_score(),
             outcomes.roland_morris);
  ReadNumber(message.has_lefs_score(), message.lefs_score(), outcomes.lefs);
  ReadNumber(message.has_fash_score(), message.fash_score(), outcomes.fash);
  ReadNumber(message.has_ears_score(), message.ears_score(), outcomes.ears);
  ReadNumber(message.has_siras_score(), message.siras_score(), outcomes.siras);
  return outcomes;
}

void WriteOutcomes(const domain::OutcomeScores& outcomes, v1::OutcomeScores* message) {
  if (outcomes.oswestry_percent) message->set_oswestry_percent(*outcomes.oswestry_percent);
  if (outcomes.roland_morris) message->set_roland_morris_score(*outcomes.roland_morris);
  if (outcomes.lefs) message->set_lefs_score(*outcomes.lefs);
  if (outcomes.fash) message->set_fash_score(*outcomes.fash);
  if (outcomes.ears) message->set_ears_score(*outcomes.ears);
  if (outcomes.siras) message->set_siras_score(*outcomes.siras);
}

domain::StrainHistory ReadStrain(const v1::StrainHistory& message, Inbound& inbound) {
  domain::StrainHistory strain;
  inbound.Enter("strain");
  inbound.Enumerator("grade", message.grade(), strain.grade);
  strain.bamic_class = message.bamic_class();
  ReadNumber(message.has_days_since_injury(), message.days_since_injury(),
             strain.days_since_injury);
  inbound.Enumerator("mechanism", message.mechanism(), strain.mechanism);
  inbound.Enumerator("bruise", message.bruise(), strain.bruise);
  ReadNumber(message.has_prior_strain_count(), message.prior_strain_count(),
             strain.prior_strain_count);
  ReadNumber(message.has_months_since_last_strain(), message.months_since_last_strain(),
             strain.months_since_last_strain);
  inbound.Enumerator("prior_acl_injury", message.prior_acl_injury(), strain.prior_acl_injury);
  inbound.Enumerator("prior_calf_strain", message.prior_calf_strain(), strain.prior_calf_strain);
  inbound.Enumerator("stage_two_week_completed", message.stage_two_week_completed(),
                     strain.stage_two_week_completed);
  inbound.Enumerator("jogging_pain_free", message.jogging_pain_free(), strain.jogging_pain_free);
  inbound.Enumerator("cleared_phase", message.cleared_phase(), strain.cleared_phase);
  strain.cleared_phase_by = message.cleared_phase_by();
  inbound.Day("cleared_phase_date", message.has_cleared_phase_date(), message.cleared_phase_date(),
              strain.cleared_phase_date);
  inbound.Leave();
  return strain;
}

void WriteStrain(const domain::StrainHistory& strain, v1::StrainHistory* message) {
  message->set_grade(ToWire(strain.grade));
  message->set_bamic_class(strain.bamic_class);
  if (strain.days_since_injury) message->set_days_since_injury(*strain.days_since_injury);
  message->set_mechanism(ToWire(strain.mechanism));
  message->set_bruise(ToWire(strain.bruise));
  if (strain.prior_strain_count) message->set_prior_strain_count(*strain.prior_strain_count);
  if (strain.months_since_last_strain) {
    message->set_months_since_last_strain(*strain.months_since_last_strain);
  }
  message->set_prior_acl_injury(ToWire(strain.prior_acl_injury));
  message->set_prior_calf_strain(ToWire(strain.prior_calf_strain));
  message->set_stage_two_week_completed(ToWire(strain.stage_two_week_completed));
  message->set_jogging_pain_free(ToWire(strain.jogging_pain_free));
  message->set_cleared_phase(ToWire(strain.cleared_phase));
  message->set_cleared_phase_by(strain.cleared_phase_by);
  if (strain.cleared_phase_date) {
    WriteDay(*strain.cleared_phase_date, message->mutable_cleared_phase_date());
  }
}

domain::Comorbidity ReadComorbidity(const v1::Comorbidity& message, Inbound& inbound) {
  domain::Comorbidity entry;
  inbound.Enumerator("condition", message.condition(), entry.code);
  inbound.Enumerator("side", message.side(), entry.side);
  ReadNumber(message.has_weeks_since(), message.weeks_since(), entry.weeks_since);
  ReadNumber(message.has_grade(), message.grade(), entry.grade);
  ReadNumber(message.has_value(), message.value(), entry.value);
  inbound.Enumerator("symptomatic", message.symptomatic(), entry.symptomatic);
  inbound.Enumerator("at_target", message.at_target(), entry.at_target);
  return entry;
}

void WriteComorbidity(const domain::Comorbidity& entry, v1::Comorbidity* message) {
  message->set_condition(ToWire(entry.code));
  message->set_side(ToWire(entry.side));
  if (entry.weeks_since) message->set_weeks_since(*entry.weeks_since);
  if (entry.grade) message->set_grade(*entry.grade);
  if (entry.value) message->set_value(*entry.value);
  message->set_symptomatic(ToWire(entry.symptomatic));
  message->set_at_target(ToWire(entry.at_target));
}

void ReadLists(const v1::Assessment& message, Inbound& inbound, domain::AssessmentFields& fields) {
  if (inbound.FitsIn("legs", message.legs_size(), kLegLimit)) {
    fields.legs.reserve(static_cast<std::size_t>(message.legs_size()));
    for (int i = 0; i < message.legs_size(); ++i) {
      inbound.Enter("legs", i);
      fields.legs.push_back(ReadLeg(message.legs(i), inbound));
    }
  }
  if (inbound.FitsIn("comorbidities", message.comorbidities_size(), kComorbidityLimit)) {
    fields.comorbidities.reserve(static_cast<std::size_t>(message.comorbidities_size()));
    for (int i = 0; i < message.comorbidities_size(); ++i) {
      inbound.Enter("comorbidities", i);
      fields.comorbidities.push_back(ReadComorbidity(message.comorbidities(i), inbound));
    }
  }
  inbound.Leave();
}

// Enumerators of a list that may hold each of them once. `add(value)` takes one that is legal.
template <typename Domain, typename Add>
void ReadWords(std::string_view list, const google::protobuf::RepeatedField<int>& words,
               Inbound& inbound, const Add& add) {
  if (!inbound.FitsIn(list, words.size(), kWordLimit)) return;
  for (int i = 0; i < words.size(); ++i) {
    inbound.Enter(list, i);
    Domain value{};
    inbound.Enumerator("", static_cast<WireOf<Domain>>(words[i]), value);
    if (words[i] == 0) inbound.Refuse("", "is required");
    if (std::find(words.begin(), words.begin() + i, words[i]) != words.begin() + i) {
      inbound.Refuse("", "must be listed once");
    }
    if (value != Domain{}) add(value);
  }
  inbound.Leave();
}

void ReadTests(const v1::Assessment& message, Inbound& inbound, domain::AssessmentFields& fields) {
  ReadNumber(message.has_systolic_mmhg(), message.systolic_mmhg(), fields.systolic_mmhg);
  ReadNumber(message.has_diastolic_mmhg(), message.diastolic_mmhg(), fields.diastolic_mmhg);
  ReadNumber(message.has_beighton_score(), message.beighton_score(), fields.beighton_score);
  ReadNumber(message.has_falls_12_months_count(), message.falls_12_months_count(),
             fields.falls_12_months_count);
  ReadNumber(message.has_timed_up_and_go_seconds(), message.timed_up_and_go_seconds(),
             fields.timed_up_and_go_seconds);
  inbound.Enumerator("fear_of_falling", message.fear_of_falling(), fields.fear_of_falling);
  ReadNumber(message.has_fingertip_to_floor_cm(), message.fingertip_to_floor_cm(),
             fields.fingertip_to_floor);
  ReadNumber(message.has_sit_and_reach_cm(), message.sit_and_reach_cm(), fields.sit_and_reach);
  ReadNumber(message.has_sit_and_reach_zero_cm(), message.sit_and_reach_zero_cm(),
             fields.sit_and_reach_zero);
  inbound.Enumerator("toe_touch", message.toe_touch(), fields.toe_touch);
  inbound.Enumerator("pelvic_tilt", message.pelvic_tilt(), fields.pelvic_tilt);
  ReadNumber(message.has_pelvic_tilt_degrees(), message.pelvic_tilt_degrees(),
             fields.pelvic_tilt_degrees);
  inbound.Enumerator("lumbar_curve", message.lumbar_curve(), fields.lumbar_curve);
}

void ReadCircumstances(const v1::Assessment& message, Inbound& inbound,
                       domain::AssessmentFields& fields) {
  ReadWords<domain::Equipment>("equipment", message.equipment(), inbound, [&](auto piece) {
    fields.equipment.set(static_cast<std::size_t>(piece));
  });
  fields.equipment_confirmed = message.equipment_confirmed();
  inbound.Enumerator("floor_transfer", message.floor_transfer(), fields.floor_transfer);
  ReadNumber(message.has_minutes_per_day(), message.minutes_per_day(), fields.minutes_per_day);
  inbound.Enumerator("goal_class", message.goal_class(), fields.goal_class);
  fields.goal_text = message.goal_text();
  inbound.Enumerator("sport_level", message.sport_level(), fields.sport_level);
  inbound.Day("next_event_date", message.has_next_event_date(), message.next_event_date(),
              fields.next_event_date);
  ReadNumber(message.has_sitting_hours_per_day(), message.sitting_hours_per_day(),
             fields.sitting_hours_per_day);
  ReadNumber(message.has_self_efficacy_score(), message.self_efficacy_score(),
             fields.self_efficacy);
  inbound.Enumerator("low_mood", message.low_mood(), fields.low_mood);
  inbound.Enumerator("high_fear", message.high_fear(), fields.high_fear);
  inbound.Enumerator("social_support", message.social_support(), fields.social_support);
  inbound.Enumerator("active_before", message.active_before(), fields.active_before);
  inbound.Enumerator("stretched_before", message.stretched_before(), fields.stretched_before);
  inbound.Enumerator("gentle_start_requested", message.gentle_start_requested(),
                     fields.gentle_start_requested);
  inbound.Enumerator("coach_present", message.coach_present(), fields.coach_present);
  inbound.Enumerator("band_override", message.band_override(), fields.band_override);
  fields.band_override_reason = message.band_override_reason();
}

void WriteTests(const domain::AssessmentFields& fields, v1::Assessment* message) {
  if (fields.systolic_mmhg) message->set_systolic_mmhg(*fields.systolic_mmhg);
  if (fields.diastolic_mmhg) message->set_diastolic_mmhg(*fields.diastolic_mmhg);
  if (fields.beighton_score) message->set_beighton_score(*fields.beighton_score);
  if (fields.falls_12_months_count) {
    message->set_falls_12_months_count(*fields.falls_12_months_count);
  }
  if (fields.timed_up_and_go_seconds) {
    message->set_timed_up_and_go_seconds(*fields.timed_up_and_go_seconds);
  }
  message->set_fear_of_falling(ToWire(fields.fear_of_falling));
  if (fields.fingertip_to_floor) {
    message->set_fingertip_to_floor_cm(fields.fingertip_to_floor->value());
  }
  if (fields.sit_and_reach) message->set_sit_and_reach_cm(fields.sit_and_reach->value());
  if (fields.sit_and_reach_zero) {
    message->set_sit_and_reach_zero_cm(fields.sit_and_reach_zero->value());
  }
  message->set_toe_touch(ToWire(fields.toe_touch));
  message->set_pelvic_tilt(ToWire(fields.pelvic_tilt));
  if (fields.pelvic_tilt_degrees) {
    message->set_pelvic_tilt_degrees(fields.pelvic_tilt_degrees->value());
  }
  message->set_lumbar_curve(ToWire(fields.lumbar_curve));
}

void WriteCircumstances(const domain::AssessmentFields& fields, v1::Assessment* message) {
  for (std::size_t piece = 1; piece < fields.equipment.size(); ++piece) {
    if (fields.equipment.test(piece)) {
      message->add_equipment(ToWire(static_cast<domain::Equipment>(piece)));
    }
  }
  message->set_equipment_confirmed(fields.equipment_confirmed);
  message->set_floor_transfer(ToWire(fields.floor_transfer));
  if (fields.minutes_per_day) message->set_minutes_per_day(*fields.minutes_per_day);
  message->set_goal_class(ToWire(fields.goal_class));
  message->set_goal_text(fields.goal_text);
  message->set_sport_level(ToWire(fields.sport_level));
  if (fields.next_event_date) {
    WriteDay(*fields.next_event_date, message->mutable_next_event_date());
  }
  if (fields.sitting_hours_per_day) {
    message->set_sitting_hours_per_day(*fields.sitting_hours_per_day);
  }
  if (fields.self_efficacy) message->set_self_efficacy_score(fields.self_efficacy->value());
  message->set_low_mood(ToWire(fields.low_mood));
  message->set_high_fear(ToWire(fields.high_fear));
  message->set_social_support(ToWire(fields.social_support));
  message->set_active_before(ToWire(fields.active_before));
  message->set_stretched_before(ToWire(fields.stretched_before));
  message->set_gentle_start_requested(ToWire(fields.gentle_start_requested));
  message->set_coach_present(ToWire(fields.coach_present));
  message->set_band_override(ToWire(fields.band_override));
  message->set_band_override_reason(fields.band_override_reason);
}

// -- The session screen: one row an item, for both directions.

struct SessionRow {
  Answer domain::SessionScreen::*item;
  const char* field;
  v1::Answer (v1::SessionScreen::*get)() const;
  void (v1::SessionScreen::*set)(v1::Answer);
};

using Asked = domain::SessionScreen;
using Session = v1::SessionScreen;
constexpr SessionRow kSession[] = {
    {&Asked::saddle_numbness, "saddle_numbness", &Session::saddle_numbness,
     &Session::set_saddle_numbness},
    {&Asked::bladder_change, "bladder_change", &Session::bladder_change,
     &Session::set_bladder_change},
    {&Asked::leg_weakness_or_foot_slap, "leg_weakness_or_foot_slap",
     &Session::leg_weakness_or_foot_slap, &Session::set_leg_weakness_or_foot_slap},
    {&Asked::fever_or_ill, "fever_or_ill", &Session::fever_or_ill, &Session::set_fever_or_ill},
    {&Asked::fall_or_crash, "fall_or_crash", &Session::fall_or_crash, &Session::set_fall_or_crash},
    {&Asked::pop_or_big_bruise, "pop_or_big_bruise", &Session::pop_or_big_bruise,
     &Session::set_pop_or_big_bruise},
    {&Asked::calf_swollen_hot, "calf_swollen_hot", &Session::calf_swollen_hot,
     &Session::set_calf_swollen_hot},
    {&Asked::chest_pain_or_breathless, "chest_pain_or_breathless",
     &Session::chest_pain_or_breathless, &Session::set_chest_pain_or_breathless},
    {&Asked::pregnancy_warning_sign, "pregnancy_warning_sign", &Session::pregnancy_warning_sign,
     &Session::set_pregnancy_warning_sign},
};

domain::ItemResult ReadResult(const v1::ItemResult& message, Inbound& inbound) {
  domain::ItemResult result;
  result.item_number = message.item_number();
  inbound.Enumerator("side", message.side(), result.side);
  inbound.Enumerator("done", message.done(), result.done);
  ReadNumber(message.has_completed_set_count(), message.completed_set_count(),
             result.completed_sets);
  ReadNumber(message.has_completed_repetition_count(), message.completed_repetition_count(),
             result.completed_repetitions);
  inbound.WholeSeconds("hold_used", message.has_hold_used(), message.hold_used(), result.hold_used);
  ReadNumber(message.has_stretch_discomfort_score(), message.stretch_discomfort_score(),
             result.stretch_discomfort);
  inbound.Enumerator("sharp_pain", message.sharp_pain(), result.sharp_pain);
  return result;
}

void WriteResult(const domain::ItemResult& result, v1::ItemResult* message) {
  message->set_item_number(result.item_number);
  message->set_side(ToWire(result.side));
  message->set_done(ToWire(result.done));
  if (result.completed_sets) message->set_completed_set_count(*result.completed_sets);
  if (result.completed_repetitions) {
    message->set_completed_repetition_count(*result.completed_repetitions);
  }
  if (result.hold_used) message->mutable_hold_used()->set_seconds(result.hold_used->value());
  if (result.stretch_discomfort) {
    message->set_stretch_discomfort_score(result.stretch_discomfort->value());
  }
  message->set_sharp_pain(ToWire(result.sharp_pain));
}

void WriteCheckInFields(const domain::CheckInFields& fields, v1::CheckIn* message) {
  message->set_origin(ToWire(fields.origin));
  if (fields.session_date) WriteDay(*fields.session_date, message->mutable_session_date());
  message->set_utc_offset_minutes(fields.utc_offset_minutes.value_or(0));
  message->set_done(ToWire(fields.done));
  for (const domain::ItemResult& result : fields.results) {
    WriteResult(result, message->add_results());
  }
  if (fields.screen != domain::SessionScreen{}) {
    for (const SessionRow& row : kSession) {
      (message->mutable_screen()->*row.set)(ToWire(fields.screen.*row.item));
    }
  }
  if (fields.symptom_before) message->set_symptom_before_score(fields.symptom_before->value());
  if (fields.symptom_after) message->set_symptom_after_score(fields.symptom_after->value());
  if (fields.symptom_next_morning) {
    message->set_symptom_next_morning_score(fields.symptom_next_morning->value());
  }
  if (fields.leg_pain) message->set_leg_pain_score(fields.leg_pain->value());
  message->set_sharp_pain(ToWire(fields.sharp_pain));
  message->set_tingling(ToWire(fields.tingling));
  for (const domain::Barrier barrier : fields.barriers) message->add_barriers(ToWire(barrier));
  message->set_note(fields.note);
  message->set_revision_number(fields.revision_number);
  message->set_short_code(fields.short_code);
}

}  // namespace

// -- Inbound --------------------------------------------------------------------------------------

void Inbound::Enter(std::string_view list, int index) { below_ = {list, index}; }

void Inbound::Enter(std::string_view message) { below_ = {message, -1}; }

void Inbound::Refuse(std::string_view field, std::string_view description,
                     std::string_view reason) {
  std::string path(below_.name);
  if (below_.index >= 0) path.append("[").append(std::to_string(below_.index)).append("]");
  if (!path.empty() && !field.empty()) path.append(".");
  path.append(field);
  found_.push_back({std::move(path), std::string(description), std::string(reason)});
}

bool Inbound::IsKnown(std::string_view field, int number, int last) {
  if (number >= 0 && number <= last) return true;
  Refuse(field, "holds a number that this version does not know", "UNKNOWN_ENUM_VALUE");
  return false;
}

void Inbound::WrongName(std::string_view field, std::string_view pattern) {
  has_wrong_name_ = true;
  Refuse(field, std::string("must be ").append(pattern));
}

void Inbound::NotYetSupported(std::string_view field, bool asked_for) {
  if (asked_for) {
    Refuse(field, "is not acted on by this version yet; leave it out", "NOT_YET_SUPPORTED");
  }
}

bool Inbound::FitsIn(std::string_view field, int size, int limit) {
  if (size <= limit) return true;
  Refuse(field, "must have at most " + std::to_string(limit) + " entries");
  return false;
}

void Inbound::Day(std::string_view field, bool given, const v1::Date& date,
                  std::optional<domain::CivilDay>& to) {
  if (!given) return;
  const bool in_range = date.year() >= 1 && date.year() <= 9999 && date.month() >= 1 &&
                        date.month() <= 12 && date.day() >= 1 && date.day() <= 31;
  const std::chrono::year_month_day day{std::chrono::year{in_range ? date.year() : 1},
                                        std::chrono::month{static_cast<unsigned>(date.month())},
                                        std::chrono::day{static_cast<unsigned>(date.day())}};
  if (in_range && day.ok()) {
    to = domain::CivilDay{day};
  } else {
    Refuse(field, "must be a day of the calendar");
  }
}

void Inbound::WholeSeconds(std::string_view field, bool given,
                           const google::protobuf::Duration& duration,
                           std::optional<domain::Seconds>& to) {
  if (!given) return;
  constexpr std::int64_t kDaySeconds = 86'400;
  if (duration.nanos() == 0 && duration.seconds() >= 0 && duration.seconds() <= kDaySeconds) {
    to = domain::Seconds(static_cast<int>(duration.seconds()));
  } else {
    Refuse(field, "must be whole seconds, from 0 to one day");
  }
}

// -- From requests --------------------------------------------------------------------------------

domain::AssessmentFields ReadAssessment(const v1::Assessment& message, Inbound& inbound) {
  domain::AssessmentFields fields;
  inbound.Enumerator("kind", message.kind(), fields.kind);
  inbound.Day("assessment_date", message.has_assessment_date(), message.assessment_date(),
              fields.assessment_date);
  fields.assessor = message.assessor();
  ReadNumber(message.has_age_years(), message.age_years(), fields.age_years);
  inbound.Enumerator("sex_for_norms", message.sex_for_norms(), fields.sex_for_norms);
  inbound.Enumerator("pathway", message.pathway(), fields.pathway);
  inbound.Enumerator("affected_side", message.affected_side(), fields.affected_side);
  inbound.Enumerator("dominant_leg", message.dominant_leg(), fields.dominant_leg);
  ReadLists(message, inbound, fields);
  inbound.Enumerator("knee_extension_method", message.knee_extension_method(),
                     fields.knee_extension_method);
  fields.pain = ReadPain(message.pain());
  fields.outcomes = ReadOutcomes(message.outcomes());
  if (message.has_strain()) fields.strain = ReadStrain(message.strain(), inbound);
  fields.red_flags = ReadScreen(message.red_flags(), inbound);
  inbound.Enumerator("neuro_deficit", message.neuro_deficit(), fields.neuro_deficit);
  inbound.Enumerator("any_leg_symptoms", message.any_leg_symptoms(), fields.any_leg_symptoms);
  inbound.Enumerator("flexion_provoked", message.flexion_provoked(), fields.flexion_provoked);
  ReadWords<domain::Medication>("medications", message.medications(), inbound,
                                [&](auto entry) { fields.medications.push_back(entry); });
  fields.comorbidities_confirmed = message.comorbidities_confirmed();
  fields.medications_confirmed = message.medications_confirmed();
  ReadTests(message, inbound, fields);
  ReadCircumstances(message, inbound, fields);
  return fields;
}

domain::ClearanceFields ReadClearance(const v1::Clearance& message, Inbound& inbound) {
  domain::ClearanceFields fields;
  fields.rule_id = domain::RuleId(message.rule_id());
  fields.cleared_by = message.cleared_by();
  fields.cleared_by_role = message.cleared_by_role();
  inbound.Day("clearance_date", message.has_clearance_date(), message.clearance_date(),
              fields.clearance_date);
  inbound.Day("expiry_date", message.has_expiry_date(), message.expiry_date(), fields.expiry_date);
  ReadNumber(message.has_max_hip_flexion_degrees(), message.max_hip_flexion_degrees(),
             fields.max_hip_flexion);
  fields.reason = message.reason();
  return fields;
}

domain::CheckInFields ReadCheckIn(const v1::CheckIn& message, Inbound& inbound) {
  domain::CheckInFields fields;
  inbound.Enumerator("origin", message.origin(), fields.origin);
  inbound.Day("session_date", message.has_session_date(), message.session_date(),
              fields.session_date);
  fields.utc_offset_minutes = message.utc_offset_minutes();
  inbound.Enumerator("done", message.done(), fields.done);
  if (inbound.FitsIn("results", message.results_size(), kResultLimit)) {
    for (int i = 0; i < message.results_size(); ++i) {
      inbound.Enter("results", i);
      fields.results.push_back(ReadResult(message.results(i), inbound));
    }
  }
  inbound.Enter("screen");
  for (const SessionRow& row : kSession) {
    inbound.Enumerator(row.field, (message.screen().*row.get)(), fields.screen.*row.item);
  }
  inbound.Leave();
  ReadNumber(message.has_symptom_before_score(), message.symptom_before_score(),
             fields.symptom_before);
  ReadNumber(message.has_symptom_after_score(), message.symptom_after_score(),
             fields.symptom_after);
  ReadNumber(message.has_symptom_next_morning_score(), message.symptom_next_morning_score(),
             fields.symptom_next_morning);
  ReadNumber(message.has_leg_pain_score(), message.leg_pain_score(), fields.leg_pain);
  inbound.Enumerator("sharp_pain", message.sharp_pain(), fields.sharp_pain);
  inbound.Enumerator("tingling", message.tingling(), fields.tingling);
  ReadWords<domain::Barrier>("barriers", message.barriers(), inbound,
                             [&](auto barrier) { fields.barriers.push_back(barrier); });
  fields.note = message.note();
  fields.revision_number = message.revision_number();
  fields.short_code = message.short_code();
  return fields;
}

app::HostReference ReadHostReference(const v1::HostReference& message) {
  return {message.host_id(), message.patient_id()};
}

app::Practice ReadPractice(const v1::Practice& message, Inbound& inbound) {
  app::Practice practice;
  const v1::HandoutLook& look = message.handout_look();
  const v1::PracticePolicy& policy = message.policy();
  inbound.Enter("practice");
  practice.display_name = message.display_name();
  practice.time_zone = message.time_zone();
  practice.language_code = message.language_code();
  practice.accepted_languages.assign(message.accepted_languages().begin(),
                                     message.accepted_languages().end());
  practice.phone_number = message.phone_number();
  practice.emergency_number = message.emergency_number();
  inbound.Enumerator("handout_look.paper_size", look.paper_size(), practice.paper_size);
  practice.accent_color = look.accent_color();
  inbound.Enumerator("policy.default_delivery_mode", policy.default_delivery_mode(),
                     practice.default_delivery_mode);
  practice.encrypt_attachments = policy.encrypt_attachments();
  inbound.NotYetSupported("policy.decision_mode", policy.decision_mode() != 0);
  inbound.NotYetSupported("policy.pregnancy_rule_from_week",
                          policy.pregnancy_rule_from_week() != 0);
  inbound.NotYetSupported("policy.default_exercise_count", policy.default_exercise_count() != 0);
  inbound.NotYetSupported("policy.silent_patient_day_count",
                          policy.silent_patient_day_count() != 0);
  inbound.NotYetSupported("policy.in_doubt_mode", policy.in_doubt_mode() != 0);
  inbound.NotYetSupported("policy.record_retention_years", policy.record_retention_years() != 0);
  inbound.NotYetSupported("policy.audit_retention_years", policy.audit_retention_years() != 0);
  inbound.NotYetSupported("policy.small_cell_limit", policy.small_cell_limit() != 0);
  practice.etag = message.etag();
  inbound.Leave();
  return practice;
}

app::PatientFields ReadPatient(const v1::Patient& message, Inbound& inbound) {
  app::PatientFields fields;
  inbound.Enter("patient");
  if (message.has_host_reference()) {
    fields.host_reference = ReadHostReference(message.host_reference());
  }
  fields.given_name = message.given_name();
  fields.family_name = message.family_name();
  inbound.Day("birth_date", message.has_birth_date(), message.birth_date(), fields.birth_date);
  inbound.Enumerator("sex_for_norms", message.sex_for_norms(), fields.sex_for_norms);
  fields.email_address = message.email_address();
  inbound.Enumerator("delivery_mode", message.delivery_mode(), fields.delivery_mode);
  inbound.NotYetSupported("delivery_mode", message.delivery_mode() == v1::DELIVERY_MODE_LINK_ONLY);
  fields.language_code = message.language_code();
  fields.large_print = message.large_print();
  fields.picture_only = message.picture_only();
  fields.time_zone = message.time_zone();
  inbound.Leave();
  return fields;
}

app::PatientContext ReadContext(const v1::PatientContext& message, Inbound& inbound) {
  app::PatientContext context;
  inbound.Enter("context");
  context.host_reference = ReadHostReference(message.host_reference());
  context.given_name = message.given_name();
  context.family_name = message.family_name();
  inbound.Day("birth_date", message.has_birth_date(), message.birth_date(), context.birth_date);
  inbound.Enumerator("sex_for_norms", message.sex_for_norms(), context.sex_for_norms);
  context.email_address = message.email_address();
  context.language_code = message.language_code();
  inbound.Leave();
  return context;
}

app::HandoutFields ReadHandout(const v1::Handout& message, Inbound& inbound) {
  app::HandoutFields fields;
  inbound.Enter("handout");
  inbound.Enumerator("kind", message.kind(), fields.kind);
  fields.language_code = message.language_code();
  inbound.Enumerator("paper_size", message.paper_size(), fields.paper_size);
  fields.large_print = message.large_print();
  fields.picture_only = message.picture_only();
  fields.note = message.note();
  inbound.Leave();
  return fields;
}

// An exercise of an edit; not every kind has one.
void ReadExercise(std::string_view field, const std::string& name, Inbound& inbound,
                  domain::ExerciseId& to) {
  if (!name.empty() && !ParseName(name, to)) {
    inbound.Refuse(field, std::string("must be ").append(PatternOf(to)));
  }
}

std::vector<domain::ProgramEdit> ReadEdits(
    const google::protobuf::RepeatedPtrField<v1::ProgramEdit>& messages, Inbound& inbound) {
  constexpr int kEditLimit = 40;
  std::vector<domain::ProgramEdit> edits;
  if (!inbound.FitsIn("edits", messages.size(), kEditLimit)) return edits;
  for (int i = 0; i < messages.size(); ++i) {
    const v1::ProgramEdit& message = messages[i];
    domain::ProgramEdit& edit = edits.emplace_back();
    inbound.Enter("edits", i);
    inbound.Enumerator("kind", message.kind(), edit.kind);
    if (message.kind() == v1::ProgramEdit::KIND_UNSPECIFIED) inbound.Refuse("kind", "is required");
    edit.from_week = message.from_week_number();
    ReadExercise("exercise", message.exercise(), inbound, edit.exercise);
    ReadExercise("new_exercise", message.new_exercise(), inbound, edit.new_exercise);
    inbound.Enumerator("side", message.side(), edit.side);
    edit.value = message.value();
    edit.reason = message.reason();
    inbound.Leave();
  }
  return edits;
}

// -- To answers -----------------------------------------------------------------------------------

void WriteDay(domain::CivilDay day, v1::Date* message) {
  const std::chrono::year_month_day date{day};
  message->set_year(static_cast<int>(date.year()));
  message->set_month(static_cast<int>(static_cast<unsigned>(date.month())));
  message->set_day(static_cast<int>(static_cast<unsigned>(date.day())));
}

void WriteInstant(domain::Instant instant, google::protobuf::Timestamp* message) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant);
  message->set_seconds(seconds.time_since_epoch().count());
  message->set_nanos(static_cast<int>(std::chrono::nanoseconds(instant - seconds).count()));
}

void Write(const app::Practice& practice, v1::Practice* message) {
  message->set_name(NameText(practice.id));
  message->set_display_name(practice.display_name);
  message->set_time_zone(practice.time_zone);
  message->set_language_code(practice.language_code);
  message->set_phone_number(practice.phone_number);
  message->set_emergency_number(practice.emergency_number);
  for (const std::string& code : practice.accepted_languages) message->add_accepted_languages(code);
  message->mutable_handout_look()->set_paper_size(ToWire(practice.paper_size));
  message->mutable_handout_look()->set_accent_color(practice.accent_color);
  v1::PracticePolicy* policy = message->mutable_policy();
  policy->set_default_delivery_mode(ToWire(practice.default_delivery_mode));
  policy->set_encrypt_attachments(practice.encrypt_attachments);
  message->set_policy_version(practice.policy_version);
  message->set_etag(practice.etag);
}

void Write(const app::PatientRecord& patient, v1::Patient* message) {
  const app::PatientFields& fields = patient.fields;
  message->set_name(NameText(patient.name));
  if (fields.host_reference) {
    message->mutable_host_reference()->set_host_id(fields.host_reference->host_id);
    message->mutable_host_reference()->set_patient_id(fields.host_reference->patient_id);
  }
  message->set_given_name(fields.given_name);
  message->set_family_name(fields.family_name);
  if (fields.birth_date) WriteDay(*fields.birth_date, message->mutable_birth_date());
  message->set_sex_for_norms(ToWire(fields.sex_for_norms));
  message->set_email_address(fields.email_address);
  message->set_email_confirmed(patient.email_confirmed);
  message->set_delivery_mode(ToWire(fields.delivery_mode));
  message->set_language_code(fields.language_code);
  message->set_large_print(fields.large_print);
  message->set_picture_only(fields.picture_only);
  message->set_time_zone(fields.time_zone);
  WriteInstant(patient.create_time, message->mutable_create_time());
  WriteInstant(patient.update_time, message->mutable_update_time());
  message->set_etag(patient.etag);
}

void Write(const domain::AssessmentFields& fields, v1::Assessment* message) {
  message->set_kind(ToWire(fields.kind));
  if (fields.assessment_date) {
    WriteDay(*fields.assessment_date, message->mutable_assessment_date());
  }
  message->set_assessor(fields.assessor);
  if (fields.age_years) message->set_age_years(*fields.age_years);
  message->set_sex_for_norms(ToWire(fields.sex_for_norms));
  message->set_pathway(ToWire(fields.pathway));
  message->set_affected_side(ToWire(fields.affected_side));
  message->set_dominant_leg(ToWire(fields.dominant_leg));
  for (const domain::LegMeasurements& leg : fields.legs) WriteLeg(leg, message->add_legs());
  message->set_knee_extension_method(ToWire(fields.knee_extension_method));
  if (fields.pain != domain::PainScores{}) WritePain(fields.pain, message->mutable_pain());
  if (fields.outcomes != domain::OutcomeScores{}) {
    WriteOutcomes(fields.outcomes, message->mutable_outcomes());
  }
  if (fields.strain != domain::StrainHistory{}) {
    WriteStrain(fields.strain, message->mutable_strain());
  }
  if (fields.red_flags != domain::RedFlagScreen{}) {
    WriteScreen(fields.red_flags, message->mutable_red_flags());
  }
  message->set_neuro_deficit(ToWire(fields.neuro_deficit));
  message->set_any_leg_symptoms(ToWire(fields.any_leg_symptoms));
  message->set_flexion_provoked(ToWire(fields.flexion_provoked));
  for (const domain::Comorbidity& entry : fields.comorbidities) {
    WriteComorbidity(entry, message->add_comorbidities());
  }
  for (const domain::Medication entry : fields.medications) {
    message->add_medications(ToWire(entry));
  }
  message->set_comorbidities_confirmed(fields.comorbidities_confirmed);
  message->set_medications_confirmed(fields.medications_confirmed);
  WriteTests(fields, message);
  WriteCircumstances(fields, message);
}

void Write(const app::ClearanceRecord& clearance, v1::Clearance* message) {
  const domain::ClearanceFields& fields = clearance.fields;
  message->set_name(NameText(clearance.name));
  message->set_rule_id(std::string(fields.rule_id.text()));
  message->set_cleared_by(fields.cleared_by);
  message->set_cleared_by_role(fields.cleared_by_role);
  if (fields.clearance_date) WriteDay(*fields.clearance_date, message->mutable_clearance_date());
  if (fields.expiry_date) WriteDay(*fields.expiry_date, message->mutable_expiry_date());
  if (fields.max_hip_flexion) {
    message->set_max_hip_flexion_degrees(fields.max_hip_flexion->value());
  }
  message->set_reason(fields.reason);
  message->set_recorded_by(clearance.recorded_by);
  WriteInstant(clearance.create_time, message->mutable_create_time());
}

void Write(const app::HandoutRecord& handout, v1::Handout* message) {
  message->set_name(NameText(handout.name));
  message->set_kind(ToWire(handout.fields.kind));
  message->set_revision_number(handout.revision_number);
  message->set_language_code(handout.fields.language_code);
  message->set_paper_size(ToWire(handout.fields.paper_size));
  message->set_large_print(handout.fields.large_print);
  message->set_picture_only(handout.fields.picture_only);
  message->set_note(handout.fields.note);
  message->set_encrypted(handout.encrypted);
  message->set_page_count(handout.page_count);
  message->set_size_bytes(handout.size_bytes);
  message->set_sha256(handout.sha256);
  message->set_short_code(handout.short_code);
  if (handout.replaces) {
    message->set_replaces(NameText(app::HandoutName{handout.name.program, *handout.replaces}));
  }
  WriteInstant(handout.create_time, message->mutable_create_time());
}

void Write(const app::DeliveryRecord& delivery, v1::Delivery* message) {
  message->set_name(NameText(delivery.name));
  message->set_state(ToWire(app::ShownState(delivery.state)));
  message->set_mode(ToWire(delivery.mode));
  message->set_masked_email_address(app::MaskedAddress(delivery.recipient));
  message->set_attempt_count(delivery.attempt_count);
  message->set_failure_reason(delivery.failure_reason);
  message->set_message_id(delivery.message_id);
  message->set_message_sha256(delivery.message_sha256);
  if (delivery.accept_time) WriteInstant(*delivery.accept_time, message->mutable_accept_time());
  if (delivery.next_attempt_time) {
    WriteInstant(*delivery.next_attempt_time, message->mutable_next_attempt_time());
  }
}

void Write(const app::CheckInRecord& record, v1::CheckIn* message) {
  message->set_name(NameText(record.name));
  WriteCheckInFields(record.check_in.fields, message);
  message->set_evidence_class(ToWire(record.check_in.evidence_class));
  message->set_late(record.check_in.late);
  message->set_suspected_automated(record.check_in.suspected_automated);
  if (record.superseded_by) {
    message->set_superseded_by(
        NameText(app::CheckInName{record.name.program, *record.superseded_by}));
  }
  WriteInstant(record.check_in.record_time, message->mutable_record_time());
  message->set_recorded_by(record.recorded_by);
}

void Write(const app::CheckInLinkRecord& link, v1::CheckInLink* message) {
  message->set_name(NameText(link.name));
  message->set_handout(NameText(app::HandoutName{link.name.program, link.handout}));
  if (link.expire_time) WriteInstant(*link.expire_time, message->mutable_expire_time());
  if (link.revoke_time) WriteInstant(*link.revoke_time, message->mutable_revoke_time());
}

void Write(const domain::ProgramEdit& edit, v1::ProgramEdit* message) {
  message->set_kind(ToWire(edit.kind));
  message->set_from_week_number(edit.from_week);
  if (!edit.exercise.empty()) message->set_exercise(NameText(edit.exercise));
  if (!edit.new_exercise.empty()) message->set_new_exercise(NameText(edit.new_exercise));
  message->set_side(ToWire(edit.side));
  message->set_value(edit.value);
  message->set_reason(edit.reason);
}

void Write(const app::FilingRecord& filing, v1::Filing* message) {
  message->set_name(NameText(filing.name));
  message->set_state(ToWire(filing.state));
  message->set_handout(NameText(filing.handout));
  WriteDay(filing.document_date, message->mutable_document_date());
  message->set_revision_number(filing.revision_number);
  message->set_host_document_id(filing.host_document_id);
  message->set_failure_reason(filing.failure_reason);
  message->set_claim_epoch(filing.claim_epoch);
  if (filing.state == app::FilingState::kClaimed && filing.claim_expire_time) {
    WriteInstant(*filing.claim_expire_time, message->mutable_claim_expire_time());
  }
}

void Write(const app::ClaimedFiling& claimed, v1::Filing* message) {
  Write(claimed.filing, message);
  v1::PatientContext& patient = *message->mutable_expected_patient();
  patient.mutable_host_reference()->set_host_id(claimed.filing.host_reference.host_id);
  patient.mutable_host_reference()->set_patient_id(claimed.filing.host_reference.patient_id);
  patient.set_given_name(claimed.patient.given_name);
  patient.set_family_name(claimed.patient.family_name);
  if (claimed.patient.birth_date) {
    WriteDay(*claimed.patient.birth_date, patient.mutable_birth_date());
  }
  message->set_content_sha256(claimed.handout.sha256);
  if (!claimed.replaced) return;
  message->set_replaces(NameText(claimed.replaced->name));
  message->set_replaced_host_document_id(claimed.replaced->host_document_id);
}

void Write(const app::LaunchRecord& launch, v1::Launch* message) {
  message->set_name(NameText(launch.name));
  if (launch.patient) message->set_patient(NameText(*launch.patient));
  message->set_view(ToWire(launch.view));
  WriteInstant(launch.create_time + app::kLaunchLife, message->mutable_expire_time());
  for (const app::IdentityFinding& finding : launch.findings) {
    v1::IdentityFinding* entry = message->add_identity_findings();
    entry->set_kind(ToWire(finding.kind));
    if (finding.other) entry->set_patient(NameText(*finding.other));
    entry->set_question(finding.question);
    entry->set_answered(finding.answered);
  }
}

void Write(const app::AssessmentRecord& assessment, v1::OutcomePoint* message) {
  const domain::AssessmentFields& fields = assessment.content->fields;
  WriteDay(*fields.assessment_date, message->mutable_date());
  message->set_assessor(fields.assessor);
  WriteOutcomes(fields.outcomes, message->mutable_scores());
  WritePain(fields.pain, message->mutable_pain());
}

}  // namespace ischia::rpc
