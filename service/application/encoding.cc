#include "service/application/encoding.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <concepts>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

#include "service/domain/canonical.h"
#include "service/domain/few.h"
#include "service/domain/shared_list.h"

namespace ischia::app {
namespace {

// Bytes have the version of the newest field in them, so that what has none of the new fields keeps
// its bytes and digests. Fields that came later stand behind Since, at the end of their type.
constexpr unsigned char kFirstVersion = 1;
constexpr unsigned char kItemsOnce = 3;
constexpr unsigned char kSuspected = 4;
constexpr unsigned char kNewestVersion = kSuspected;

template <typename T, typename U>
concept Of = std::same_as<std::remove_const_t<T>, U>;

// -- The two directions -------------------------------------------------------------------------

class Writer {
 public:
  template <typename... T>
  void operator()(const T&... values) {
    (Put(values), ...);
  }
  template <typename... T>
  void Since(unsigned char version, const T&... values) {
    version_ = std::max(version_, version);
    (Put(values), ...);
  }
  std::string Take() && {
    std::string bytes = std::move(out_).Take();
    bytes.front() = static_cast<char>(version_);
    return bytes;
  }

 private:
  void Put(const std::string& text) { out_.Text(text); }
  void Put(std::string_view text) { out_.Text(text); }
  void Put(bool flag) { out_.Flag(flag); }
  void Put(double number) { out_.Real(number); }
  void Put(int number) { out_.Whole(number); }
  void Put(std::int64_t number) { out_.Whole(number); }
  void Put(domain::CivilDay day) { out_.Whole(day.time_since_epoch().count()); }
  void Put(domain::Instant instant) { out_.Whole(instant.time_since_epoch().count()); }
  template <typename Unit, typename Number>
  void Put(const domain::Measured<Unit, Number>& measured) {
    Put(measured.value());
  }
  template <typename Kind, std::size_t bytes>
  void Put(const domain::Code<Kind, bytes>& code) {
    out_.Text(code.text());
  }
  template <typename Kind>
  void Put(const domain::ResourceId<Kind>& id) {
    out_.Text(id.text());
  }
  template <std::size_t size>
  void Put(const std::bitset<size>& set) {
    out_.Whole(static_cast<std::int64_t>(set.to_ullong()));
  }
  template <typename T>
  void Put(const std::optional<T>& value) {
    if (value) {
      Put(*value);
    } else {
      out_.Absent();
    }
  }
  template <typename T>
  void Put(const std::vector<T>& values) {
    PutList(values);
  }
  // An item that stands as in the week before is not written again: a mark says so.
  void Put(const std::vector<domain::ProgramItem>& items) {
    out_.Whole(static_cast<std::int64_t>(items.size()));
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (i < week_before_.size() && week_before_[i] == items[i]) {
        version_ = std::max(version_, kItemsOnce);
        out_.Absent();
      } else {
        Put(items[i]);
      }
    }
    week_before_ = items;
  }
  template <typename T, std::size_t most>
  void Put(const domain::Few<T, most>& values) {
    PutList(values);
  }
  template <typename T>
  void Put(const domain::SharedList<T>& values) {
    PutList(values);
  }
  template <typename T, std::size_t size>
  void Put(const std::array<T, size>& values) {
    for (const T& value : values) Put(value);
  }
  template <typename T>
  void Put(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      out_.Whole(static_cast<std::int64_t>(value));
    } else {
      Fields(*this, value);
    }
  }

  template <typename List>
  void PutList(const List& values) {
    out_.Whole(static_cast<std::int64_t>(values.size()));
    for (const auto& value : values) Put(value);
  }

  unsigned char version_ = kFirstVersion;
  std::span<const domain::ProgramItem> week_before_;
  domain::CanonicalWriter out_{kFirstVersion};
};

class Reader {
 public:
  // Views read from the bytes point into them.
  explicit Reader(std::string_view bytes) : version_(VersionOf(bytes)), in_(bytes, version_) {}
  template <typename... T>
  void operator()(T&... values) {
    (Get(values), ...);
  }
  template <typename... T>
  void Since(unsigned char version, T&... values) {
    if (version_ >= version) (Get(values), ...);
  }
  bool complete() const { return in_.complete(); }

 private:
  void Get(std::string& text) { text = in_.Text(); }
  void Get(std::string_view& text) { text = in_.Text(); }
  void Get(bool& flag) { flag = in_.Flag(); }
  void Get(double& number) { number = in_.Next<double>(); }
  void Get(int& number) { number = in_.Next<int>(); }
  void Get(std::int64_t& number) { number = in_.Next<std::int64_t>(); }
  void Get(domain::CivilDay& day) { day = domain::CivilDay{std::chrono::days{in_.Next<int>()}}; }
  void Get(domain::Instant& instant) {
    instant = domain::Instant{std::chrono::milliseconds{in_.Next<std::int64_t>()}};
  }
  template <typename Unit, typename Number>
  void Get(domain::Measured<Unit, Number>& measured) {
    measured = domain::Measured<Unit, Number>{in_.Next<Number>()};
  }
  template <typename Kind, std::size_t bytes>
  void Get(domain::Code<Kind, bytes>& code) {
    code = domain::Code<Kind, bytes>{in_.Text()};
  }
  template <typename Kind>
  void Get(domain::ResourceId<Kind>& id) {
    id = domain::ResourceId<Kind>{std::string(in_.Text())};
  }
  template <std::size_t size>
  void Get(std::bitset<size>& set) {
    set = std::bitset<size>{static_cast<std::uint64_t>(in_.Next<std::int64_t>())};
  }
  template <typename T>
  void Get(std::optional<T>& value) {
    value.reset();
    if (!in_.Absent()) Get(value.emplace());
  }
  template <typename T>
  void Get(std::vector<T>& values) {
    values.assign(in_.Count(values.max_size()), T{});
    for (T& value : values) Get(value);
  }
  void Get(std::vector<domain::ProgramItem>& items) {
    items.assign(in_.Count(items.max_size()), {});
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (version_ >= kItemsOnce && i < week_before_.size() && in_.Absent()) {
        items[i] = week_before_[i];
      } else {
        Get(items[i]);
      }
    }
    week_before_ = items;
  }
  template <typename T, std::size_t most>
  void Get(domain::Few<T, most>& values) {
    values = {};
    for (std::size_t left = in_.Count(most); left > 0; --left) {
      T value{};
      Get(value);
      values.push_back(value);
    }
  }
  template <typename T>
  void Get(domain::SharedList<T>& values) {
    std::vector<T> read;
    Get(read);
    values = domain::SharedList<T>(std::move(read));
  }
  template <typename T, std::size_t size>
  void Get(std::array<T, size>& values) {
    for (T& value : values) Get(value);
  }
  template <typename T>
  void Get(T& value) {
    if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(in_.Next<int>());
    } else {
      Fields(*this, value);
    }
  }

  // Of bytes that no version has written, one that they do not have.
  static unsigned char VersionOf(std::string_view bytes) {
    const unsigned char first = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
    return first >= kFirstVersion && first <= kNewestVersion ? first : kNewestVersion;
  }

  unsigned char version_;
  std::span<const domain::ProgramItem> week_before_;
  domain::CanonicalReader in_;
};

// -- Fields, in the order in which they are written ---------------------------------------------
// The bindings name every member: a new one does not compile until it is decided on here.

template <typename A, Of<PatientName> T>
void Fields(A& archive, T& name) {
  auto& [practice, patient] = name;
  archive(practice, patient);
}
template <typename A, Of<AssessmentName> T>
void Fields(A& archive, T& name) {
  auto& [patient, assessment] = name;
  archive(patient, assessment);
}
template <typename A, Of<ClearanceName> T>
void Fields(A& archive, T& name) {
  auto& [patient, clearance] = name;
  archive(patient, clearance);
}
template <typename A, Of<ProgramName> T>
void Fields(A& archive, T& name) {
  auto& [patient, program] = name;
  archive(patient, program);
}
template <typename A, Of<RevisionName> T>
void Fields(A& archive, T& name) {
  auto& [program, number] = name;
  archive(program, number);
}
template <typename A, Of<DecisionName> T>
void Fields(A& archive, T& name) {
  auto& [program, week_number] = name;
  archive(program, week_number);
}
template <typename A, Of<HandoutName> T>
void Fields(A& archive, T& name) {
  auto& [program, handout] = name;
  archive(program, handout);
}
template <typename A, Of<DeliveryName> T>
void Fields(A& archive, T& name) {
  auto& [handout, delivery] = name;
  archive(handout, delivery);
}
template <typename A, Of<CheckInName> T>
void Fields(A& archive, T& name) {
  auto& [program, check_in] = name;
  archive(program, check_in);
}
template <typename A, Of<CheckInLinkName> T>
void Fields(A& archive, T& name) {
  auto& [program, link] = name;
  archive(program, link);
}
template <typename A, Of<FilingName> T>
void Fields(A& archive, T& name) {
  auto& [practice, filing] = name;
  archive(practice, filing);
}
template <typename A, Of<LaunchName> T>
void Fields(A& archive, T& name) {
  auto& [practice, launch] = name;
  archive(practice, launch);
}

template <typename A, Of<Practice> T>
void Fields(A& archive, T& practice) {
  auto& [id, display_name, time_zone, language_code, phone_number, emergency_number, paper_size,
         encrypt_attachments, accepted_languages, accent_color, logo_sha256, default_delivery_mode,
         follows_configuration, policy_version, etag] = practice;
  archive(id, display_name, time_zone, language_code, phone_number, emergency_number, paper_size,
          encrypt_attachments, accepted_languages, accent_color, logo_sha256, default_delivery_mode,
          follows_configuration, policy_version);
}
template <typename A, Of<HostReference> T>
void Fields(A& archive, T& reference) {
  auto& [host_id, patient_id] = reference;
  archive(host_id, patient_id);
}
template <typename A, Of<PatientFields> T>
void Fields(A& archive, T& fields) {
  auto& [host_reference, given_name, family_name, birth_date, sex_for_norms, email_address,
         delivery_mode, language_code, large_print, picture_only, time_zone] = fields;
  archive(host_reference, given_name, family_name, birth_date, sex_for_norms, email_address,
          delivery_mode, language_code, large_print, picture_only, time_zone);
}
template <typename A, Of<PatientRecord> T>
void Fields(A& archive, T& patient) {
  auto& [name, fields, email_confirmed, create_time, update_time, etag] = patient;
  archive(name, fields, email_confirmed, create_time, update_time);
}

template <typename A, Of<domain::LegMeasurements> T>
void Fields(A& archive, T& leg) {
  auto& [side, knee_extension_deficit, passive_knee_extension_deficit, straight_leg_raise,
         straight_leg_raise_limit_reason, straight_leg_raise_neural, crossed_straight_leg_raise,
         slump_test, hip_extension, leg_pain, leg_pain_settling_minutes, resisted_knee_flexion_pain,
         single_leg_bridge_pain, stretch_discomfort, palpation_tenderness, distance_to_ischium,
         ischial_tenderness] = leg;
  archive(side, knee_extension_deficit, passive_knee_extension_deficit, straight_leg_raise,
          straight_leg_raise_limit_reason, straight_leg_raise_neural, crossed_straight_leg_raise,
          slump_test, hip_extension, leg_pain, leg_pain_settling_minutes,
          resisted_knee_flexion_pain, single_leg_bridge_pain, stretch_discomfort,
          palpation_tenderness, distance_to_ischium, ischial_tenderness);
}
template <typename A, Of<domain::PainScores> T>
void Fields(A& archive, T& pain) {
  auto& [rest, activity, worst_24h, sitting, walking, jogging] = pain;
  archive(rest, activity, worst_24h, sitting, walking, jogging);
}
template <typename A, Of<domain::OutcomeScores> T>
void Fields(A& archive, T& outcomes) {
  auto& [oswestry_percent, roland_morris, lefs, fash, ears, siras] = outcomes;
  archive(oswestry_percent, roland_morris, lefs, fash, ears, siras);
}
template <typename A, Of<domain::StrainHistory> T>
void Fields(A& archive, T& strain) {
  auto& [grade, bamic_class, days_since_injury, mechanism, bruise, prior_strain_count,
         months_since_last_strain, prior_acl_injury, prior_calf_strain, stage_two_week_completed,
         jogging_pain_free, cleared_phase, cleared_phase_by, cleared_phase_date] = strain;
  archive(grade, bamic_class, days_since_injury, mechanism, bruise, prior_strain_count,
          months_since_last_strain, prior_acl_injury, prior_calf_strain, stage_two_week_completed,
          jogging_pain_free, cleared_phase, cleared_phase_by, cleared_phase_date);
}
template <typename A, Of<domain::RedFlagScreen> T>
void Fields(A& archive, T& screen) {
  auto& [answers, wells_score] = screen;
  archive(answers, wells_score);
}
template <typename A, Of<domain::Comorbidity> T>
void Fields(A& archive, T& comorbidity) {
  auto& [code, side, weeks_since, grade, value, symptomatic, at_target] = comorbidity;
  archive(code, side, weeks_since, grade, value, symptomatic, at_target);
}
template <typename A, Of<domain::AssessmentFields> T>
void Fields(A& archive, T& fields) {
  auto& [kind, assessment_date, assessor, age_years, sex_for_norms, pathway, affected_side,
         dominant_leg, legs, knee_extension_method, pain, outcomes, strain, red_flags,
         neuro_deficit, any_leg_symptoms, flexion_provoked, comorbidities, medications,
         comorbidities_confirmed, medications_confirmed, systolic_mmhg, diastolic_mmhg,
         beighton_score, falls_12_months_count, timed_up_and_go_seconds, fear_of_falling,
         fingertip_to_floor, sit_and_reach, sit_and_reach_zero, toe_touch, pelvic_tilt,
         pelvic_tilt_degrees, lumbar_curve, equipment, equipment_confirmed, floor_transfer,
         minutes_per_day, goal_class, goal_text, sport_level, next_event_date,
         sitting_hours_per_day, self_efficacy, low_mood, high_fear, social_support, active_before,
         stretched_before, gentle_start_requested, coach_present, band_override,
         band_override_reason] = fields;
  archive(kind, assessment_date, assessor, age_years, sex_for_norms, pathway, affected_side,
          dominant_leg, legs, knee_extension_method, pain, outcomes, strain, red_flags,
          neuro_deficit, any_leg_symptoms, flexion_provoked, comorbidities, medications,
          comorbidities_confirmed, medications_confirmed, systolic_mmhg, diastolic_mmhg,
          beighton_score, falls_12_months_count, timed_up_and_go_seconds, fear_of_falling,
          fingertip_to_floor, sit_and_reach, sit_and_reach_zero, toe_touch, pelvic_tilt,
          pelvic_tilt_degrees, lumbar_curve, equipment, equipment_confirmed, floor_transfer,
          minutes_per_day, goal_class, goal_text, sport_level, next_event_date,
          sitting_hours_per_day, self_efficacy, low_mood, high_fear, social_support, active_before,
          stretched_before, gentle_start_requested, coach_present, band_override,
          band_override_reason);
}
template <typename A, Of<AssessmentContent> T>
void Fields(A& archive, T& content) {
  auto& [fields, findings] = content;
  archive(fields, findings);
}
template <typename A, Of<AssessmentRecord> T>
void Fields(A& archive, T& assessment) {
  auto& [name, content, recorded_by, create_time] = assessment;
  archive(name, recorded_by, create_time);
}

template <typename A, Of<domain::ClearanceFields> T>
void Fields(A& archive, T& fields) {
  auto& [rule_id, cleared_by, cleared_by_role, clearance_date, expiry_date, max_hip_flexion,
         reason] = fields;
  archive(rule_id, cleared_by, cleared_by_role, clearance_date, expiry_date, max_hip_flexion,
          reason);
}
template <typename A, Of<ClearanceRecord> T>
void Fields(A& archive, T& clearance) {
  auto& [name, fields, recorded_by, create_time] = clearance;
  archive(name, fields, recorded_by, create_time);
}

template <typename A, Of<domain::InputUsed> T>
void Fields(A& archive, T& input) {
  auto& [field, side, number, unit, word] = input;
  archive(field, side, number, unit, word);
}
template <typename A, Of<domain::Finding> T>
void Fields(A& archive, T& finding) {
  auto& [rule_id, severity, urgency, inputs, side, acknowledgement_required, cleared] = finding;
  archive(rule_id, severity, urgency, inputs, side, acknowledgement_required);
  archive.Since(2, cleared);
}
template <typename A, Of<domain::LimitInForce> T>
void Fields(A& archive, T& limit) {
  auto& [kind, value, side, rule_ids] = limit;
  archive(kind, value, side, rule_ids);
}
template <typename A, Of<domain::Argument> T>
void Fields(A& archive, T& argument) {
  auto& [name, number, unit, exercise] = argument;
  archive(name, number, unit, exercise);
}
template <typename A, Of<domain::Reason> T>
void Fields(A& archive, T& reason) {
  auto& [rule_id, statement, arguments, inputs] = reason;
  archive(rule_id, statement, arguments, inputs);
}
template <typename A, Of<domain::SideDose> T>
void Fields(A& archive, T& dose) {
  auto& [side, sets, repetitions, repetitions_by_set, hold_seconds, rest_seconds, work_seconds,
         contraction_seconds, tempo_seconds, days_per_week, sessions_per_day, max_discomfort,
         optional_side, drawn_hip, drawn_knee] = dose;
  archive(side, sets, repetitions, hold_seconds, rest_seconds, work_seconds, contraction_seconds,
          tempo_seconds, days_per_week, sessions_per_day, max_discomfort, optional_side, drawn_hip,
          drawn_knee);
  archive.Since(2, repetitions_by_set);
}
template <typename A, Of<domain::ProgramItem> T>
void Fields(A& archive, T& item) {
  auto& [item_number, exercise, slot, doses, alternatives, reasons] = item;
  archive(item_number, exercise, slot, doses, alternatives, reasons);
}
template <typename A, Of<domain::ProgramWeek> T>
void Fields(A& archive, T& week) {
  auto& [week_number, projected, items, session_seconds, reasons, strain_phase] = week;
  archive(week_number, projected, items, session_seconds, reasons);
  archive.Since(2, strain_phase);
}
template <typename A, Of<domain::ExcludedExercise> T>
void Fields(A& archive, T& excluded) {
  auto& [exercise, reasons] = excluded;
  archive(exercise, reasons);
}
template <typename A, Of<domain::TrajectoryPoint> T>
void Fields(A& archive, T& point) {
  auto& [week_number, low_degrees, expected_degrees, high_degrees] = point;
  archive(week_number, low_degrees, expected_degrees, high_degrees);
}
template <typename A, Of<domain::Trajectory> T>
void Fields(A& archive, T& trajectory) {
  auto& [side, measure, minimal_detectable_change_degrees, points, reasons] = trajectory;
  archive(side, measure, minimal_detectable_change_degrees, points, reasons);
}
template <typename A, Of<domain::LegBand> T>
void Fields(A& archive, T& leg) {
  auto& [side, band, overridden, measure, value] = leg;
  archive(side, band, overridden, measure, value);
}
template <typename A, Of<domain::Program> T>
void Fields(A& archive, T& program) {
  auto& [state, start_date, catalogue_version, pathway, bands, supervision, weeks, excluded, limits,
         findings, trajectories, missing_inputs, text_keys, strain_phase] = program;
  archive(state, start_date, catalogue_version, pathway, bands, supervision, weeks, excluded,
          limits, findings, trajectories, missing_inputs, text_keys);
  archive.Since(2, strain_phase);
}

template <typename A, Of<Acknowledgement> T>
void Fields(A& archive, T& acknowledgement) {
  auto& [rule_id, user, comment, acknowledge_time] = acknowledgement;
  archive(rule_id, user, comment, acknowledge_time);
}
template <typename A, Of<ProgramRecord> T>
void Fields(A& archive, T& program) {
  auto& [name, assessment, state, revision_number, short_code, input_sha256, program_sha256,
         content, acknowledgements, activate_time, activated_by, suspend_time, state_reason,
         settled_weeks, created_by, create_time, etag, policy_version] = program;
  archive(name, assessment, state, revision_number, input_sha256, program_sha256, acknowledgements,
          activate_time, activated_by, created_by, create_time);
  archive.Since(2, suspend_time, state_reason, settled_weeks);
}

template <typename A, Of<domain::ProgramEdit> T>
void Fields(A& archive, T& edit) {
  auto& [kind, from_week, exercise, new_exercise, side, value, reason] = edit;
  archive(kind, from_week, exercise, new_exercise, side, value, reason);
}
template <typename A, Of<domain::ItemProgress> T>
void Fields(A& archive, T& item) {
  auto& [exercise, advances, last, left] = item;
  archive(exercise, advances, last, left);
}
template <typename A, Of<domain::LegHold> T>
void Fields(A& archive, T& leg) {
  auto& [first, held, due] = leg;
  archive(first, held, due);
}
template <typename A, Of<domain::Course> T>
void Fields(A& archive, T& course) {
  auto& [week, advances, trunk_advances, holds, last_decision, simplified, usual_volume, plateau,
         maintenance, strain_phase, last_phase, worst_symptom, items, regressed, removed, edits,
         settled_edits, done_seconds_per_week] = course;
  archive(week, advances, trunk_advances, holds, last_decision, simplified, usual_volume, plateau,
          maintenance, strain_phase, last_phase, worst_symptom, items, regressed, removed, edits,
          settled_edits, done_seconds_per_week);
}
template <typename A, Of<RevisionBasis> T>
void Fields(A& archive, T& basis) {
  auto& [effective_date, course, edits, decided_week] = basis;
  archive(effective_date, course, edits, decided_week);
}
template <typename A, Of<domain::Change> T>
void Fields(A& archive, T& change) {
  auto& [week_number, kind, exercise, replacement, side, before, after, because, words] = change;
  archive(week_number, kind, exercise, replacement, side, before, after, because, words);
}

template <typename A, Of<domain::DayCount> T>
void Fields(A& archive, T& count) {
  auto& [evidence_class, day_count] = count;
  archive(evidence_class, day_count);
}
template <typename A, Of<domain::WeekFigures> T>
void Fields(A& archive, T& figures) {
  auto& [prescribed_day_count, done_day_count, not_done_day_count, unreported_day_count,
         mean_discomfort, max_discomfort, sharp_pain_count, tingling_day_count, max_symptom_rise,
         raised_morning_day_count, days_by_class] = figures;
  archive(prescribed_day_count, done_day_count, not_done_day_count, unreported_day_count,
          mean_discomfort, max_discomfort, sharp_pain_count, tingling_day_count, max_symptom_rise,
          raised_morning_day_count, days_by_class);
}
template <typename A, Of<domain::MeasuredChange> T>
void Fields(A& archive, T& change) {
  auto& [side, measure, start_degrees, before_degrees, now_degrees, gain_degrees, same_tester,
         detectable_degrees, on_track] = change;
  archive(side, measure, start_degrees, before_degrees, now_degrees, gain_degrees, same_tester,
          detectable_degrees, on_track);
}
template <typename A, Of<domain::Remeasurement> T>
void Fields(A& archive, T& measured) {
  auto& [response, changes, plateau_step, discharge, reasons] = measured;
  archive(response, changes, plateau_step, discharge, reasons);
}
template <typename A, Of<domain::WeeklyDecision> T>
void Fields(A& archive, T& decision) {
  auto& [week_number, first_date, last_date, kind, rule_ids, reasons, figures, dose_adequate,
         advance_count, steps_back, review_required, worst_symptom, removed_exercises,
         remeasurement] = decision;
  archive(week_number, first_date, last_date, kind, rule_ids, reasons, figures, dose_adequate,
          advance_count, steps_back, review_required, worst_symptom, removed_exercises,
          remeasurement);
}
template <typename A, Of<DecisionRecord> T>
void Fields(A& archive, T& decision) {
  auto& [name, content, content_sha256, measured_by, state, override_kind, override_reason,
         decided_by, decide_time, resulting_revision_number, created_by, create_time, etag] =
      decision;
  archive(name, content_sha256, measured_by, state, override_kind, override_reason, decided_by,
          decide_time, resulting_revision_number, created_by, create_time);
}
template <typename A, Of<HandoutFields> T>
void Fields(A& archive, T& fields) {
  auto& [kind, language_code, paper_size, large_print, picture_only, note] = fields;
  archive(kind, language_code, paper_size, large_print, picture_only, note);
}
template <typename A, Of<HandoutRecord> T>
void Fields(A& archive, T& handout) {
  auto& [name, fields, revision_number, short_code, page_count, size_bytes, sha256, encrypted,
         replaces, created_by, create_time] = handout;
  archive(name, fields, revision_number, short_code, page_count, size_bytes, sha256, encrypted,
          replaces, created_by, create_time);
}
template <typename A, Of<DeliveryRecord> T>
void Fields(A& archive, T& delivery) {
  auto& [name, state, mode, recipient, attempt_count, crash_count, epoch, lease_until,
         next_attempt_time, expire_time, cancel_requested, failure_reason, sender, message_id,
         message_sha256, accept_time, created_by, create_time] = delivery;
  archive(name, state, mode, recipient, attempt_count, crash_count, epoch, lease_until,
          next_attempt_time, expire_time, cancel_requested, failure_reason, sender, message_id,
          message_sha256, accept_time, created_by, create_time);
}

template <typename A, Of<FilingRecord> T>
void Fields(A& archive, T& filing) {
  auto& [name, state, host_reference, handout, replaces, revision_number, document_date,
         host_document_id, failure_reason, claim_epoch, claim_expire_time, created_by,
         create_time] = filing;
  archive(name, state, host_reference, handout, replaces, revision_number, document_date,
          host_document_id, failure_reason, claim_epoch, claim_expire_time, created_by,
          create_time);
}

template <typename A, Of<domain::ItemResult> T>
void Fields(A& archive, T& result) {
  auto& [item_number, side, done, completed_sets, completed_repetitions, hold_used,
         stretch_discomfort, sharp_pain] = result;
  archive(item_number, side, done, completed_sets, completed_repetitions, hold_used,
          stretch_discomfort);
  archive.Since(2, sharp_pain);
}
template <typename A, Of<domain::SessionScreen> T>
void Fields(A& archive, T& screen) {
  auto& [saddle_numbness, bladder_change, leg_weakness_or_foot_slap, fever_or_ill, fall_or_crash,
         pop_or_big_bruise, calf_swollen_hot, chest_pain_or_breathless, pregnancy_warning_sign] =
      screen;
  archive(saddle_numbness, bladder_change, leg_weakness_or_foot_slap, fever_or_ill, fall_or_crash,
          pop_or_big_bruise, calf_swollen_hot, chest_pain_or_breathless, pregnancy_warning_sign);
}
template <typename A, Of<domain::CheckInFields> T>
void Fields(A& archive, T& fields) {
  auto& [origin, session_date, utc_offset_minutes, done, results, screen, symptom_before,
         symptom_after, symptom_next_morning, leg_pain, sharp_pain, tingling, barriers, note,
         revision_number, short_code] = fields;
  archive(origin, session_date, utc_offset_minutes, done, results, screen, symptom_before,
          symptom_after, symptom_next_morning, leg_pain, sharp_pain, tingling, barriers, note,
          revision_number, short_code);
}
template <typename A, Of<domain::CheckIn> T>
void Fields(A& archive, T& check_in) {
  auto& [fields, record_time, evidence_class, late, suspected_automated] = check_in;
  archive(fields, record_time, evidence_class, late);
  // Written where it is so, which is seldom.
  if constexpr (std::is_const_v<T>) {
    if (suspected_automated) archive.Since(kSuspected, suspected_automated);
  } else {
    archive.Since(kSuspected, suspected_automated);
  }
}
template <typename A, Of<CheckInRecord> T>
void Fields(A& archive, T& record) {
  auto& [name, check_in, recorded_by, superseded_by] = record;
  archive(name, check_in, recorded_by);
}
template <typename A, Of<CheckInLinkRecord> T>
void Fields(A& archive, T& link) {
  auto& [name, handout, revision_number, secret_sha256, create_time, revoke_time, expire_time] =
      link;
  archive(name, handout, revision_number, secret_sha256, create_time, revoke_time, expire_time);
}

template <typename A, Of<PatientContext> T>
void Fields(A& archive, T& context) {
  auto& [host_reference, given_name, family_name, birth_date, sex_for_norms, email_address,
         language_code] = context;
  archive(host_reference, given_name, family_name, birth_date, sex_for_norms, email_address,
          language_code);
}
template <typename A, Of<IdentityFinding> T>
void Fields(A& archive, T& finding) {
  auto& [kind, other, question, answered] = finding;
  archive(kind, other, question, answered);
}
template <typename A, Of<LaunchRecord> T>
void Fields(A& archive, T& launch) {
  auto& [name, user, role, view, context, patient, findings, state, secret_sha256, used_sha256,
         create_time, last_time] = launch;
  archive(name, user, role, view, context, patient, findings, state, secret_sha256, used_sha256,
          create_time, last_time);
}
template <typename A, Of<Answers::value_type> T>
void Fields(A& archive, T& answer) {
  auto& [field, typed] = answer;
  archive(field, typed);
}
template <typename A, Of<DraftRecord> T>
void Fields(A& archive, T& draft) {
  auto& [patient, answers, user, tab, update_time, etag] = draft;
  archive(patient, answers, user, tab, update_time);
}

template <typename T>
std::optional<T> Parsed(std::string_view bytes) {
  T value{};
  Reader reader(bytes);
  reader(value);
  if (!reader.complete()) return std::nullopt;
  return value;
}

}  // namespace

template <typename T>
std::string Encode(const T& value) {
  Writer writer;
  writer(value);
  return std::move(writer).Take();
}

template <typename T>
std::optional<T> Decode(std::string_view bytes) {
  return Parsed<T>(bytes);
}

template <typename T>
Frozen<T> Freeze(T value) {
  auto bytes = std::make_shared<const std::string>(Encode(value));
  return Frozen<T>(std::move(value), std::move(bytes));
}

template <typename T>
std::optional<Frozen<T>> Thaw(std::string bytes) {
  auto kept = std::make_shared<const std::string>(std::move(bytes));
  std::optional<T> value = Parsed<T>(*kept);
  if (!value) return std::nullopt;
  return Frozen<T>(*std::move(value), std::move(kept));
}

std::string Joined(const std::vector<std::string_view>& parts) {
  domain::CanonicalWriter out(kFirstVersion);
  for (const std::string_view part : parts) out.Text(part);
  return std::move(out).Take();
}

bool SameBytes(std::string_view left, std::string_view right) {
  if (left.size() != right.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    difference = static_cast<unsigned char>(difference | (left[i] ^ right[i]));
  }
  return difference == 0;
}

std::string Hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

std::string Base64Url(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned group = 0;
  int bits = 0;
  for (const char byte : bytes) {
    group = group << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6;) {
      bits -= 6;
      text += kDigits[group >> bits & 63];
    }
  }
  if (bits > 0) text += kDigits[group << (6 - bits) & 63];
  return text;
}

template std::string Encode(const domain::PracticeId&);
template std::string Encode(const PatientName&);
template std::string Encode(const AssessmentName&);
template std::string Encode(const ClearanceName&);
template std::string Encode(const ProgramName&);
template std::string Encode(const RevisionName&);
template std::string Encode(const DecisionName&);
template std::string Encode(const HandoutName&);
template std::string Encode(const DeliveryName&);
template std::string Encode(const CheckInName&);
template std::string Encode(const CheckInLinkName&);
template std::string Encode(const FilingName&);
template std::string Encode(const LaunchName&);
template std::string Encode(const Practice&);
template std::string Encode(const PatientFields&);
template std::string Encode(const PatientRecord&);
template std::string Encode(const domain::AssessmentFields&);
template std::string Encode(const AssessmentRecord&);
template std::string Encode(const domain::ClearanceFields&);
template std::string Encode(const ClearanceRecord&);
template std::string Encode(const std::vector<domain::ClearanceFields>&);
template std::string Encode(const ProgramRecord&);
template std::string Encode(const domain::Course&);
template std::string Encode(const std::vector<domain::ProgramEdit>&);
template std::string Encode(const RevisionBasis&);
template std::string Encode(const DecisionRecord&);
template std::string Encode(const std::vector<int>&);
template std::string Encode(const HandoutFields&);
template std::string Encode(const HandoutRecord&);
template std::string Encode(const DeliveryRecord&);
template std::string Encode(const domain::CheckInFields&);
template std::string Encode(const CheckInRecord&);
template std::string Encode(const CheckInLinkRecord&);
template std::string Encode(const PatientContext&);
template std::string Encode(const std::vector<IdentityFinding>&);
template std::string Encode(const FilingRecord&);
template std::string Encode(const LaunchRecord&);
template std::string Encode(const Answers&);
template std::string Encode(const DraftRecord&);
template std::string Encode(const std::vector<domain::RuleId>&);
template std::string Encode(const std::vector<Acknowledgement>&);
template std::string Encode(const std::vector<std::string>&);

template std::optional<Practice> Decode(std::string_view);
template std::optional<PatientRecord> Decode(std::string_view);
template std::optional<AssessmentRecord> Decode(std::string_view);
template std::optional<domain::ClearanceFields> Decode(std::string_view);
template std::optional<ClearanceRecord> Decode(std::string_view);
template std::optional<ProgramRecord> Decode(std::string_view);
template std::optional<DecisionRecord> Decode(std::string_view);
template std::optional<RevisionBasis> Decode(std::string_view);
template std::optional<std::vector<int>> Decode(std::string_view);
template std::optional<HandoutRecord> Decode(std::string_view);
template std::optional<DeliveryRecord> Decode(std::string_view);
template std::optional<CheckInRecord> Decode(std::string_view);
template std::optional<CheckInLinkRecord> Decode(std::string_view);
template std::optional<domain::CheckInFields> Decode(std::string_view);
template std::optional<std::vector<Acknowledgement>> Decode(std::string_view);
template std::optional<PatientContext> Decode(std::string_view);
template std::optional<std::vector<IdentityFinding>> Decode(std::string_view);
template std::optional<FilingRecord> Decode(std::string_view);
template std::optional<LaunchRecord> Decode(std::string_view);
template std::optional<Answers> Decode(std::string_view);

template Frozen<AssessmentContent> Freeze(AssessmentContent);
template Frozen<domain::Program> Freeze(domain::Program);
template Frozen<Changes> Freeze(Changes);
template Frozen<domain::WeeklyDecision> Freeze(domain::WeeklyDecision);
template std::optional<Frozen<AssessmentContent>> Thaw(std::string);
template std::optional<Frozen<domain::Program>> Thaw(std::string);
template std::optional<Frozen<Changes>> Thaw(std::string);
template std::optional<Frozen<domain::WeeklyDecision>> Thaw(std::string);

}  // namespace ischia::app
