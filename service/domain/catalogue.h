// The clinical catalogue as plain values: exercises, safety rules, dose rules, pathways and norms,
// each number with its rule id and source. Loaded and checked by service/catalogue; the domain only
// reads it. Sentences are not here: they are catalogue texts, found by key (statements.h).
#ifndef ISCHIA_SERVICE_DOMAIN_CATALOGUE_H_
#define ISCHIA_SERVICE_DOMAIN_CATALOGUE_H_

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "service/domain/assess/facts.h"
#include "service/domain/values.h"

namespace ischia::domain {

// -- Sources ------------------------------------------------------------------------------------

enum class EvidenceGrade {
  kUnspecified,
  kSourced,
  kSourcedSecondHand,
  kGeneralKnowledge,
  kDesignRule
};

struct Source {
  std::string key;  // "R37"; empty for a design rule
  std::string authors;
  int year = 0;  // 0 when the source carries none
  std::string journal;
  std::string doi;
  EvidenceGrade grade = EvidenceGrade::kUnspecified;
  bool operator==(const Source&) const = default;
};

// -- Conditions ---------------------------------------------------------------------------------

// One comparison of a fact with a number. A missing fact decides by `if_missing`.
enum class Comparison { kAtLeast, kAtMost, kEquals, kBelow, kAbove };
struct Term {
  Fact fact{};
  Comparison comparison = Comparison::kEquals;
  double number = 0;
  bool if_missing = false;
  bool operator==(const Term&) const = default;
};
// All terms hold.
struct Clause {
  std::vector<Term> terms;
  bool operator==(const Clause&) const = default;
};
// Any clause holds.
struct Condition {
  std::vector<Clause> any;
  // One of its facts is asked of each leg, so the condition is evaluated for each.
  bool of_each_leg = false;
  bool operator==(const Condition&) const = default;
};

// -- Exercises ----------------------------------------------------------------------------------

// What an exercise asks of the body (evidence.md 2.1). A rule excludes by tag.
enum class Tag {
  kSupine,
  kProne,
  kSidelying,
  kQuadruped,
  kKneeling,
  kFloor,
  kHeadDown,
  kStandingBalance,
  kSingleLeg,
  kEndRangeStatic,
  kNeuralTension,
  kSpineFlexionEnd,
  kSpineFlexionLoaded,
  kSpineRotation,
  kSpineExtension,
  kHipAdductionCross,
  kHipInternalRotation,
  kHipExtensionEnd,
  kIschialCompression,
  kPnfIsometric,
  kLongIsometric,
  kEccentricHigh,
  kDynamicFast,
  kKneeExtOverpressure,
  kHeelPressure,
  kCount
};
using Tags = std::bitset<static_cast<std::size_t>(Tag::kCount)>;

// The order of ischia.v1.Equipment.
enum class Equipment {
  kUnspecified,
  kStrapOrTowel,
  kChair,
  kStep,
  kWall,
  kDoorwayOrWallCorner,
  kMat,
  kDowelOrBroom,
  kBed,
  kPartnerOrAnchor,
  kPillow,
  kCounterOrTable,
  kSupportRailOrCounter,
  kSliderOrSockOnSmoothFloor,
  kCount
};
using EquipmentSet = std::bitset<static_cast<std::size_t>(Equipment::kCount)>;

enum class ExerciseClass {
  kStatic,
  kStaticAdjunct,
  kActive,
  kLengthening,
  kDynamic,
  kPnf,
  kNeural,
  kTrunk,
  kStrength,
  kMotorControl,
  kIsometric,
  kEccentric,
  kSupport
};
enum class Base {
  kSupine,
  kProne,
  kSidelying,
  kQuadruped,
  kKneeling,
  kSitting,
  kLongSitting,
  kStanding,
  kAny
};

// Joint angles in degrees, conventions of evidence.md 3.1.
struct LegPose {
  double hip = 0;
  double knee = 0;
  double ankle = 0;
  bool operator==(const LegPose&) const = default;
};
struct Pose {
  double trunk = 0;
  double lumbar = 0;
  double pelvis = 0;
  double thorax = 0;
  LegPose working;
  LegPose other;
  double shoulder = 0;
  double elbow = 0;
  bool operator==(const Pose&) const = default;
};
// Which of the patient's own measurements the end pose is drawn at.
enum class DrawnBy { kNothing, kStraightLegRaise, kKneeExtensionDeficit };
enum class View { kSide, kTop, kFront };
// Which legs carry the accent of the working leg.
enum class AccentedLegs { kNone, kOne, kBoth };
// The joint that carries the angle mark.
enum class MarkedAngle { kNone, kHip, kKnee };

// The words are enumerators of integration/document/figure.h in lower_snake without their k.
struct Drawing {
  View view = View::kSide;
  DrawnBy drawn_by = DrawnBy::kNothing;
  Pose start;
  Pose end;
  std::vector<std::string> props;  // document::Prop
  std::string near_hand;           // document::HandAnchor
  std::string far_hand;            // document::HandAnchor
  AccentedLegs legs = AccentedLegs::kOne;
  std::string feel;                // document::FeelZone, in the end figure only
  std::string movement;            // document::Movement: what the arrow follows
  bool movement_at_start = false;  // the start figure carries the arrow, else the end figure
  MarkedAngle angle = MarkedAngle::kNone;
  double lumbar_gain = 1;  // small bends of the low back are drawn larger by this factor
  bool operator==(const Drawing&) const = default;
};

// The dose of a catalogue entry at one step of its ladder. Spans in whole seconds, 0: does not
// apply. Repetitions are of one set, and of one side where the entry is `per_side`.
struct DoseStep {
  int sets = 1;
  int repetitions = 0;                  // the largest set where they differ
  std::vector<int> repetitions_by_set;  // unequal sets (D-NORDIC 6-7-8); empty: equal sets
  int hold_seconds = 0;
  int contraction_seconds = 0;  // a push before the hold (HP-13)
  int tempo_seconds = 0;        // one repetition of a moving item
  int work_seconds = 0;         // items timed as a whole
  int days_per_week = 7;        // 0: on days of sport only
  int sessions_per_day = 1;
  // Done on one leg, so on each side; not reached where the tag single_leg is excluded (PC-23).
  bool one_leg = false;
  bool operator==(const DoseStep&) const = default;
};

// The order of ischia.v1.Pathway.
enum class Pathway { kUnspecified, kTight, kStrain, kLowBackPain, kPrevention };

// Of a strain, evidence.md 4.2.6.
enum class StrainPhase { kUnspecified, kS0, kS1, kS2, kS3, kS4 };

// From which week on, on which pathway.
struct UnlockWay {
  Pathway pathway = Pathway::kUnspecified;  // unspecified: every one
  int from_week = 1;
  StrainPhase from_phase = StrainPhase::kUnspecified;  // STRAIN only
  bool operator==(const UnlockWay&) const = default;
};

// What must have come before an exercise comes in, besides rules and equipment. Empty: nothing.
struct Unlock {
  std::vector<UnlockWay> ways;  // any of them; empty: from the first week
  Condition condition;          // empty: none
  ExerciseId after;             // another exercise that went well ...
  int after_advances = 0;       // ... for so many ADVANCE decisions
  bool after_advance = false;   // only right after an ADVANCE
  bool asks() const {
    return !ways.empty() || !condition.any.empty() || !after.empty() || after_advance;
  }
  bool operator==(const Unlock&) const = default;
};

struct Exercise {
  ExerciseId id;
  ExerciseClass exercise_class = ExerciseClass::kSupport;
  Base base = Base::kAny;
  Tags tags;
  EquipmentSet equipment;   // all of it is needed
  bool bed_ok = false;      // a firm bed stands in for the floor
  bool per_side = false;    // the dose is done on each leg
  int max_hip_flexion = 0;  // degrees, the largest hip flexion of either leg
  bool hip_adjustable = false;
  double max_trunk_lean = 0;      // degrees, the largest of its poses
  double max_lumbar_flexion = 0;  // degrees, the largest of its poses
  // D-STATIC, D-STATIC-ADJ, D-TRUNK, D-ENTRY, D-TIME, D-NORDIC or D-PNF.
  RuleId dose_rule;
  std::vector<DoseStep> steps;   // one step an ADVANCE since the item came in; the last stays
  int minimum_work_seconds = 0;  // W-00: shortest useful warm-up
  Unlock unlock;
  std::vector<ExerciseId> regress;
  std::vector<ExerciseId> progress;
  Source source;  // of the dose
  Drawing drawing;
  bool operator==(const Exercise&) const = default;
};

// -- Safety rules -------------------------------------------------------------------------------

// Ordered: a larger one wins when rules meet.
enum class Severity { kUnspecified, kInform, kModify, kExclude, kHoldClearance, kRefuseRefer };
enum class Urgency { kUnspecified, kRoutine, kUrgent, kSameDay, kEmergency };
enum class Supervision { kUnspecified, kNone, kFirstSession, kAdultPresent, kEverySession };

// The order of ischia.v1.LimitInForce.Kind.
enum class LimitKind {
  kUnspecified,
  kMaxHipFlexionDegrees,
  kMaxHipFlexionHamstringDegrees,
  kMaxTrunkLeanDegrees,
  kMaxLumbarFlexionDegrees,
  kMaxExerciseCount,
  kMaxHoldSeconds,
  kMaxDiscomfortScore,
  kMaxSupineSeconds,
  kMinRestSeconds,
  kMaxWeeklySeconds,
  kStartHoldSeconds,
  kTargetHoldSeconds,
  kRecheckDays,
  kEarliestAfterRisingHours,
  kSoftKneeDegrees,
  kCount
};

struct Limit {
  LimitKind kind = LimitKind::kUnspecified;
  double value = 0;
  // Binds the legs that the rule stands for only (the hip of a replaced joint); else both.
  bool one_sided = false;
  bool operator==(const Limit&) const = default;
};

struct Effect {
  Tags exclude_tags;
  bool bed_allowed = false;  // with the floor tag: entries that a firm bed serves stay
  std::vector<ExerciseId> exclude_ids;
  std::vector<ExerciseId> allow_only;  // empty: no such list
  std::vector<Limit> limits;
  Supervision supervision = Supervision::kUnspecified;
  std::vector<ExerciseId> hamstring_slot;  // what stands in for the static stretch (S-24), in order
  bool operator==(const Effect&) const = default;
};

// Limits that replace those of their kind after so many program weeks, if no symptom score of
// these weeks was above the cap (S-13).
struct LaterLimits {
  int after_weeks = 0;
  int max_symptom_score = 0;
  std::vector<Limit> limits;
  bool operator==(const LaterLimits&) const = default;
};

// What a condition adds to the effect of a rule that fires (S-40 with a sore heel).
struct AddedEffect {
  Condition condition;
  Effect effect;
  bool operator==(const AddedEffect&) const = default;
};

struct SafetyRule {
  RuleId id;
  Severity severity = Severity::kUnspecified;
  Urgency urgency = Urgency::kUnspecified;
  Condition condition;
  // Rules that say more: when one of them fires, this one is silent (S-28 over S-29 over S-30).
  std::vector<RuleId> silenced_by;
  Effect effect;
  std::vector<AddedEffect> when;
  std::optional<LaterLimits> later;
  std::optional<Effect> after_clearance;  // of a HOLD_CLEARANCE, once it is cleared
  // Fires the rule at the severity below, also by itself (S-33).
  Condition escalate_condition;
  Severity escalate_severity = Severity::kUnspecified;
  Urgency escalate_urgency = Urgency::kUnspecified;
  bool clearance_flag = false;  // held like HOLD_CLEARANCE until it is cleared
  // The finding must be acknowledged by name before a program is activated.
  bool acknowledgement_required = false;
  std::vector<std::string> text_keys;  // lines the handout must carry when it fires, in order
  // Items of the screen before a session that a yes of the patient speaks for (session_screen.h).
  std::vector<std::string> session_items;
  std::vector<Source> sources;
  bool operator==(const SafetyRule&) const = default;
};

// The gates of a strain (evidence.md 4.2.6): a leg stays in the phase while the condition holds.
struct StrainGate {
  Condition stays_while;
  Source source;
  bool operator==(const StrainGate&) const = default;
};

// -- Doses --------------------------------------------------------------------------------------

// D-STATIC (evidence.md 4.2.1), seconds per leg.
struct StaticDose {
  Source source;
  int start_hold = 0;                // 15
  int gentle_start_hold = 0;         // 10
  int weekly_step = 0;               // 5
  int target_hold = 0;               // 30
  int session_seconds = 0;           // 60
  int severe_session_seconds = 0;    // 90, SEVERE band from the week the hold reaches target_hold
  int weekly_cap = 0;                // 600
  int weekly_floor = 0;              // 300
  int min_repetitions = 0;           // 2
  int max_repetitions = 0;           // 6
  int min_days = 0;                  // 5
  int max_days = 0;                  // 7
  int rest = 0;                      // 10
  int short_rest = 0;                // 5
  int gentle_rest_pain = 0;          // NPRS at rest from which the start is gentle, 4
  int gentle_discomfort = 0;         // stretch discomfort at assessment, 4
  int gentle_age = 0;                // 75
  int gentle_confidence = 0;         // self-efficacy at or below, never stretched before, 4
  int max_discomfort = 0;            // never above on purpose, 3
  int second_stretch_from_week = 0;  // 3
  bool operator==(const StaticDose&) const = default;
};

// D-STATIC-ADJ: static stretches of other muscles; the hold grows with D-STATIC.
struct AdjunctDose {
  Source source;
  int repetitions = 0;
  int days_per_week = 0;
  bool operator==(const AdjunctDose&) const = default;
};

// Three days a week keep what was gained; the hold is that of D-STATIC.
struct MaintenanceDose {
  Source source;
  int days_per_week = 0;
  bool operator==(const MaintenanceDose&) const = default;
};

// Step E2 and E4 of a plateau (evidence.md 4.2.4); E1 is a volume of D-STATIC.
struct PlateauRule {
  Source source;
  std::vector<ExerciseId> technique;  // E2: the first that can be used comes in
  std::vector<ExerciseId> strength;   // E4: likewise
  bool operator==(const PlateauRule&) const = default;
};

// D-TRUNK: the abdominal ladder. `from_week` when every decision was ADVANCE.
struct TrunkRung {
  int from_week = 0;
  StrainPhase from_phase = StrainPhase::kUnspecified;  // STRAIN: not before this phase
  std::vector<ExerciseId> preference;                  // the first allowed one
  DoseStep dose;
  bool operator==(const TrunkRung&) const = default;
};

// D-TIME: the time budget of one session, seconds.
struct TimeBudget {
  Source source;
  int overhead_per_item = 0;     // 20
  int pause_per_repetition = 0;  // 3, added to a hold
  int warm_up = 0;               // 180
  int short_warm_up = 0;         // 60
  bool operator==(const TimeBudget&) const = default;
};

// -- Pathways -----------------------------------------------------------------------------------

// An item that a template brings in besides the stretch and the trunk ladder. Weeks as if every
// decision were ADVANCE.
struct TemplateItem {
  int from_week = 1;
  int to_week = 0;                                     // 0: to the end
  StrainPhase from_phase = StrainPhase::kUnspecified;  // STRAIN: in these phases only
  StrainPhase to_phase = StrainPhase::kUnspecified;
  std::vector<ExerciseId> preference;  // the first allowed one
  // Conditions: the item comes only if they hold, else `otherwise` (if any) takes its place.
  Condition condition;
  std::vector<ExerciseId> otherwise;
  bool gives_way = false;  // dropped first, latest template item last, when the time is short
  bool kept = false;       // leaves for no want of time
  bool operator==(const TemplateItem&) const = default;
};

// A line of the handout that not every patient of a pathway gets.
struct TemplateLine {
  std::string text_key;
  Condition condition;  // empty: always
  StrainPhase from_phase = StrainPhase::kUnspecified;
  StrainPhase to_phase = StrainPhase::kUnspecified;
  bool operator==(const TemplateLine&) const = default;
};

// What a safety rule that fires makes of a program, besides its effect: with `hamstring_slot`, the
// doses of what stands there.
struct RulePlan {
  RuleId rule;
  Source source;
  ExerciseId ladder_of;             // its doses are the steps below, in place of its own
  std::vector<DoseStep> ladder;     // one step an ADVANCE
  std::vector<TemplateItem> items;  // what it brings in; no exercise of these comes before its week
  bool two_legs_only = false;       // nothing is done on one leg
  int max_discomfort = 0;           // 0: none of its own
  bool operator==(const RulePlan&) const = default;
};

struct PathwayTemplate {
  Pathway pathway = Pathway::kUnspecified;
  RuleId rule;  // "T-TIGHT"
  Source source;
  std::vector<ExerciseId> stretch_preference;
  std::vector<ExerciseId> stretch_preference_no_floor;
  std::vector<ExerciseId> stretch_late_only;  // not in the weeks below
  int stretch_late_from_week = 0;
  std::vector<ExerciseId> trunk_together;  // weeks 1-2: all of these (LBP TR-16 and TR-17)
  std::vector<TrunkRung> trunk;
  std::vector<TemplateItem> items;
  std::vector<TemplateItem> items_normal_length;  // both legs NORMAL: no hamstring slot
  std::vector<ExerciseId> before_sport;           // before each sport, in no session
  // From here on three days a week; 0 and unspecified: never by itself.
  int maintenance_from_week = 0;
  StrainPhase maintenance_from_phase = StrainPhase::kUnspecified;
  bool two_legs_only = false;  // nothing is done on one leg
  // The most exercises where the clinician adds one; 0: as all. STRAIN: from this phase.
  int chosen_exercise_count = 0;
  StrainPhase chosen_from_phase = StrainPhase::kUnspecified;
  std::vector<std::string> text_keys;                // "say" lines, in print order
  std::vector<std::string> text_keys_normal_length;  // in their place where both legs are NORMAL
  std::vector<TemplateLine> lines;                   // after either
  bool operator==(const PathwayTemplate&) const = default;
};

// -- Norms --------------------------------------------------------------------------------------

enum class Band { kUnspecified, kNormal, kMild, kModerate, kSevere };
enum class NormSex { kUnspecified, kFemale, kMale, kNotStated };
enum class Measure { kUnspecified, kKneeExtensionDeficit, kStraightLegRaise };

// Evidence.md 1.2: where each band begins, by sex. Knee deficits above, leg raises below.
struct BandCuts {
  double mild = 0;
  double moderate = 0;
  double severe = 0;
  bool operator==(const BandCuts&) const = default;
};
struct Norms {
  Source source;
  BandCuts knee_female, knee_male;
  BandCuts raise_female, raise_male;
  double knee_mean_female = 0;  // expected ranges never go below, degrees
  double knee_mean_male = 0;
  double knee_detectable_change = 0;   // 8
  double raise_detectable_change = 0;  // 7
  int unbanded_age_from = 0;           // 10
  int unbanded_age_to = 0;             // 15
  double osteoporosis_t_score = 0;     // -2.5, the highest that the code OSTEOPOROSIS stands for
  bool operator==(const Norms&) const = default;
};

// Evidence.md 4.2.5: gain(w) = G (1 - e^(-w / time_constant)); from `older_age` a straight line.
struct TrajectoryRule {
  Source source;
  Source older_source;
  double time_constant_weeks = 0;  // 4
  double knee_low = 0, knee_expected = 0, knee_high = 0;
  double raise_low = 0, raise_expected = 0, raise_high = 0;
  int older_age = 0;                                         // 65
  double older_low = 0, older_expected = 0, older_high = 0;  // degrees a week
  int older_until_week = 0;                                  // 6
  bool operator==(const TrajectoryRule&) const = default;
};

// Evidence.md 1.1: from where on an input that is asked of some patients only is required.
struct MinimumDataRule {
  Source source;
  int blood_pressure_from_age = 0;  // 40
  int falls_from_age = 0;           // 65
  int beighton_from_raise = 0;      // 100 degrees
  bool operator==(const MinimumDataRule&) const = default;
};

// Evidence.md 1.4: what makes the checks ask.
struct LogicalCheckRule {
  Source source;
  double stiff_raise = 0;            // X-01, 60 degrees
  double loose_raise = 0;            // X-02, 100 degrees
  int fresh_injury_days = 0;         // X-04, 3
  double large_side_difference = 0;  // X-05, 20 degrees
  int first_episode_from_age = 0;    // X-07, 20
  int first_episode_to_age = 0;      // X-07, 50
  bool operator==(const LogicalCheckRule&) const = default;
};

// Evidence.md 5.1: what a report calls good, and when it speaks of a lapse.
struct AdherenceRule {
  Source source;
  int good_percent = 0;           // 80 of the sessions prescribed
  int partial_percent = 0;        // 50, less is low
  int judged_from_percent = 0;    // 50 of the days have an entry
  int lapse_days = 0;             // 3 in a row not done
  int drop_out_days = 0;          // 14 in a row without an entry
  int raised_morning_points = 0;  // 2 above the resting pain of the assessment, rule W-2
  bool operator==(const AdherenceRule&) const = default;
};

// Evidence.md 5.5: how trustworthy an entry is by the time it was made.
struct CheckInRule {
  Source source;
  int late_after_hours = 0;   // 48 after the end of the session's day
  int in_one_go_days = 0;     // 3 days recorded within
  int in_one_go_minutes = 0;  // 10 minutes are a memory, not a diary
  bool operator==(const CheckInRule&) const = default;
};

// Evidence.md 4.2.3: what seven days of entries have to show for each weekly decision. The shares
// of days are those of AdherenceRule: low (W-3) and good (W-4).
struct DecisionRule {
  Source source;
  // W-2, a step back from here on. A sharp pain is enough by itself.
  int back_mean_discomfort = 0;   // 4, score
  int back_worst_discomfort = 0;  // 6, score of one exercise
  int back_symptom_rise = 0;      // 3, points within a session
  int back_raised_mornings = 0;   // 2, days
  int back_tingling_days = 0;     // 2
  // W-4, the same week again.
  int same_above_discomfort = 0;  // 3, mean score
  int same_symptom_rise = 0;      // 2, points
  int same_raised_mornings = 0;   // 1, day
  int same_tingling_days = 0;     // 1
  int fewest_logged_days = 0;     // 3
  int symptom_weeks = 0;          // 4, looked back on for the worst symptom (S-13)
  // W-REVIEW: so many in a row call the clinician.
  int holds_to_review = 0;       // 3
  int regresses_to_review = 0;   // 2
  int simplifies_to_review = 0;  // 2
  // W-PAUSE: illness or travel.
  int pause_repeat_days = 0;    // 14, no longer: the last week again
  int pause_steps_back = 0;     // 2, after a longer one
  int pause_reassess_days = 0;  // 28, after a longer one: assess anew
  bool operator==(const DecisionRule&) const = default;
};

// The smallest change of a questionnaire that matters to a patient, better or worse.
struct ImportantChange {
  double points = 0;
  int percent = 0;  // of the first value, for the better only; 0: points alone
  bool operator==(const ImportantChange&) const = default;
};

// Evidence.md 4.2.4 and 4.2.5: what a re-measurement says. Changes of one tester are those of
// Norms.
struct RemeasurementRule {
  Source source;
  std::vector<int> decision_weeks;     // 6, 12; an earlier measurement is too early to judge
  double knee_change_two_testers = 0;  // 15 degrees; of the leg raise none is known
  ImportantChange pain;                // 2 points or 30 percent
  ImportantChange oswestry;            // 10 points or 30 percent
  ImportantChange roland_morris;       // 5 points or 30 percent
  ImportantChange lefs;                // 9 points
  ImportantChange fash;                // 10 points
  int plateau_hold_weeks = 0;          // 2 with the target hold of D-STATIC
  int plateau_step_weeks = 0;          // 3, before the next step
  bool operator==(const RemeasurementRule&) const = default;
};

// Evidence.md 4.2.4: when a program has done its work.
struct DischargeRule {
  Source source;
  int pain_at_most = 0;         // 1, during activity
  int strain_side_percent = 0;  // 10, the sore leg's range behind the other's
  int healthy_lefs = 0;         // 77
  int best_fash = 0;            // 100
  int recheck_months = 0;       // 3
  bool operator==(const DischargeRule&) const = default;
};

// -- The whole ----------------------------------------------------------------------------------

struct Catalogue {
  std::string version;                   // of the data, "2026.1"
  std::string sha256;                    // of the embedded data files, lower-case hex
  std::string overlay_version;           // of a clinic's additions, part of both; empty: none
  std::vector<Exercise> exercises;       // in id order
  std::vector<SafetyRule> rules;         // S-01 to S-60, in order
  std::vector<StrainGate> strain_gates;  // of the phases S0 to S2, in order
  // Below this cap an adjustable exercise can no longer be drawn and done; 45 degrees.
  double lowest_adjusted_hip_flexion = 0;
  StaticDose static_dose;
  AdjunctDose adjunct_dose;
  MaintenanceDose maintenance;
  PlateauRule plateau;
  // An effort held so long carries the tag long_isometric; seconds.
  int long_effort_seconds = 0;
  std::vector<RulePlan> rule_plans;
  TimeBudget time_budget;
  std::vector<ExerciseId> trunk_fallback;  // TR-22, TR-31
  Source trunk_source;
  int default_exercise_count = 0;    // 3
  int max_exercise_count = 0;        // 4
  int week_count = 0;                // 12
  std::vector<int> remeasure_weeks;  // 3, 6, 12
  std::vector<PathwayTemplate> pathways;
  Norms norms;
  TrajectoryRule trajectory;
  MinimumDataRule minimum_data;
  LogicalCheckRule logical_checks;
  AdherenceRule adherence;
  CheckInRule check_ins;
  DecisionRule decisions;
  RemeasurementRule remeasurement;
  DischargeRule discharge;
  std::vector<std::string> seed_text_keys;  // the ten rules, printed on every program, in order

  // Null when there is none.
  const Exercise* FindExercise(ExerciseId id) const;
  // Of one that a clinic has taken out of its overlay since it was planned: kSupport, which is
  // neither a stretch nor a trunk item, and never chosen.
  ExerciseClass ClassOf(ExerciseId id) const;
  const SafetyRule* FindRule(RuleId id) const;
  const PathwayTemplate* FindPathway(Pathway pathway) const;
  const RulePlan* FindRulePlan(RuleId rule) const;
  // Where it stands in `exercises`. Precondition: it is one of them.
  std::size_t IndexOf(const Exercise& exercise) const {
    return static_cast<std::size_t>(&exercise - exercises.data());
  }
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_CATALOGUE_H_
