#include "service/domain/canonical.h"

#include <charconv>
#include <iterator>
#include <type_traits>
#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/values.h"

namespace ischia::domain {
namespace {

// Of an assessment's bytes. A new field is a new version.
constexpr unsigned char kAssessmentVersion = 1;

// No text is that long, so this length is the mark of an absent value.
constexpr std::uint32_t kAbsent = 0xFFFFFFFF;

void AppendLength(std::uint32_t length, std::string& bytes) {
  const char big_endian[] = {static_cast<char>(length >> 24), static_cast<char>(length >> 16),
                             static_cast<char>(length >> 8), static_cast<char>(length)};
  bytes.append(big_endian, sizeof(big_endian));
}

// Writes the values of an assessment, each type in its own way. A structure is taken apart by all
// its members, so that a member left out does not compile.
class FieldWriter {
 public:
  template <typename... Values>
  void PutAll(const Values&... values) {
    (Put(values), ...);
  }

  std::string Take() && { return std::move(writer_).Take(); }

 private:
  void Put(const std::string& text) { writer_.Text(text); }
  void Put(bool flag) { writer_.Flag(flag); }
  void Put(int number) { writer_.Whole(number); }
  void Put(double number) { writer_.Real(number); }
  void Put(CivilDay day) { writer_.Text(IsoDay(day)); }

  template <typename Unit, typename Number>
  void Put(Measured<Unit, Number> value) {
    Put(value.value());
  }

  // Enumerators are never renumbered, so their number is their name.
  template <typename Enum>
  requires std::is_enum_v<Enum>
  void Put(Enum value) { writer_.Whole(static_cast<std::int64_t>(value)); }

  void Put(const EquipmentSet& set) { writer_.Whole(static_cast<std::int64_t>(set.to_ulong())); }

  template <typename Value>
  void Put(const std::optional<Value>& value) {
    if (value) {
      Put(*value);
    } else {
      writer_.Absent();
    }
  }

  void Put(const LegMeasurements& leg) {
    const auto& [side, knee_deficit, passive_knee_deficit, raise, raise_limit_reason, raise_neural,
                 crossed_raise, slump, hip_extension, leg_pain, settling_minutes, resisted_pain,
                 bridge_pain, stretch_discomfort, tenderness, to_ischium, ischial_tenderness] = leg;
    PutAll(side, knee_deficit, passive_knee_deficit, raise, raise_limit_reason, raise_neural,
           crossed_raise, slump, hip_extension, leg_pain, settling_minutes, resisted_pain,
           bridge_pain, stretch_discomfort, tenderness, to_ischium, ischial_tenderness);
  }

  void Put(const PainScores& pain) {
    const auto& [rest, activity, worst_24h, sitting, walking, jogging] = pain;
    PutAll(rest, activity, worst_24h, sitting, walking, jogging);
  }

  void Put(const OutcomeScores& outcomes) {
    const auto& [oswestry, roland_morris, lefs, fash, ears, siras] = outcomes;
    PutAll(oswestry, roland_morris, lefs, fash, ears, siras);
  }

  void Put(const StrainHistory& strain) {
    const auto& [grade, bamic_class, days_since, mechanism, bruise, prior_count, months_since,
                 prior_acl, prior_calf, stage_two_completed, jogging_pain_free, cleared_phase,
                 cleared_by, cleared_date] = strain;
    PutAll(grade, bamic_class, days_since, mechanism, bruise, prior_count, months_since, prior_acl,
           prior_calf, stage_two_completed, jogging_pain_free, cleared_phase, cleared_by,
           cleared_date);
  }

  void Put(const RedFlagScreen& screen) {
    const auto& [answers, wells_score] = screen;
    for (const Answer answer : answers) Put(answer);
    Put(wells_score);
  }

  void Put(const Comorbidity& entry) {
    const auto& [code, side, weeks_since, grade, value, symptomatic, at_target] = entry;
    PutAll(code, side, weeks_since, grade, value, symptomatic, at_target);
  }

  template <typename Entry>
  void Put(const std::vector<Entry>& entries) {
    writer_.Whole(static_cast<std::int64_t>(entries.size()));
    for (const Entry& entry : entries) Put(entry);
  }

  CanonicalWriter writer_{kAssessmentVersion};
};

}  // namespace

CanonicalWriter& CanonicalWriter::Text(std::string_view text) {
  AppendLength(static_cast<std::uint32_t>(text.size()), bytes_);
  bytes_.append(text);
  return *this;
}

CanonicalWriter& CanonicalWriter::Whole(std::int64_t number) {
  char digits[20];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  return Text({digits, static_cast<std::size_t>(end - digits)});
}

CanonicalWriter& CanonicalWriter::Real(double number) {
  char digits[32];
  const double positive_zero = number == 0 ? 0 : number;
  const auto end = std::to_chars(std::begin(digits), std::end(digits), positive_zero).ptr;
  return Text({digits, static_cast<std::size_t>(end - digits)});
}

CanonicalWriter& CanonicalWriter::Flag(bool flag) { return Text(flag ? "1" : "0"); }

CanonicalWriter& CanonicalWriter::Absent() {
  AppendLength(kAbsent, bytes_);
  return *this;
}

std::string CanonicalBytes(const AssessmentFields& fields) {
  const auto& [kind, assessment_date, assessor, age_years, sex_for_norms, pathway, affected_side,
               dominant_leg, legs, knee_extension_method, pain, outcomes, strain, red_flags,
               neuro_deficit, any_leg_symptoms, flexion_provoked, comorbidities, medications,
               comorbidities_confirmed, medications_confirmed, systolic, diastolic, beighton, falls,
               timed_up_and_go, fear_of_falling, fingertip_to_floor, sit_and_reach,
               sit_and_reach_zero, toe_touch, pelvic_tilt, pelvic_tilt_degrees, lumbar_curve,
               equipment, equipment_confirmed, floor_transfer, minutes_per_day, goal_class,
               goal_text, sport_level, next_event_date, sitting_hours, self_efficacy, low_mood,
               high_fear, social_support, active_before, stretched_before, gentle_start,
               coach_present, band_override, band_override_reason] = fields;
  FieldWriter writer;
  writer.PutAll(kind, assessment_date, assessor, age_years, sex_for_norms, pathway, affected_side,
                dominant_leg, legs, knee_extension_method, pain, outcomes, strain, red_flags,
                neuro_deficit, any_leg_symptoms, flexion_provoked, comorbidities, medications,
                comorbidities_confirmed, medications_confirmed, systolic, diastolic, beighton,
                falls, timed_up_and_go, fear_of_falling, fingertip_to_floor, sit_and_reach,
                sit_and_reach_zero, toe_touch, pelvic_tilt, pelvic_tilt_degrees, lumbar_curve,
                equipment, equipment_confirmed, floor_transfer, minutes_per_day, goal_class,
                goal_text, sport_level, next_event_date, sitting_hours, self_efficacy, low_mood,
                high_fear, social_support, active_before, stretched_before, gentle_start,
                coach_present, band_override, band_override_reason);
  return std::move(writer).Take();
}

}  // namespace ischia::domain
