// The program: weeks, items and doses per side, each line with its reasons, every exercise left out
// with why. A pure function of the assessment, the catalogue and the start date; sentences are
// catalogue texts under the statement keys (statements.h).
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_PROGRAM_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_PROGRAM_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/assess/bands.h"
#include "service/domain/assess/safety.h"
#include "service/domain/catalogue.h"
#include "service/domain/few.h"
#include "service/domain/plan/course.h"
#include "service/domain/result.h"
#include "service/domain/shared_list.h"
#include "service/domain/values.h"

namespace ischia::domain {

// A value for a placeholder of a statement: "{hold}".
struct Argument {
  std::string_view name;  // static storage
  int number = 0;
  Unit unit = Unit::kNone;
  ExerciseId exercise;  // used when not empty: the exercise's title
  bool operator==(const Argument&) const = default;
};
inline Argument ArgumentOf(std::string_view name, int number, Unit unit = Unit::kNone) {
  return {name, number, unit, {}};
}
inline Argument ArgumentOf(std::string_view name, ExerciseId exercise) {
  return {name, 0, Unit::kNone, exercise};
}

using Arguments = Few<Argument, 4>;
using InputsUsed = SharedList<InputUsed>;

// Why a line is as it is. The source is that of `rule_id` in the catalogue.
struct Reason {
  RuleId rule_id;
  std::string_view statement;  // a key of statements.h
  Arguments arguments;
  InputsUsed inputs;
  bool operator==(const Reason&) const = default;
};
using Reasons = SharedList<Reason>;

// What one side does on one training day. Spans in whole seconds, 0: does not apply.
struct SideDose {
  Side side = Side::kBoth;
  int sets = 1;
  int repetitions = 0;             // the largest set where they differ
  Few<int, 3> repetitions_by_set;  // where they differ (D-NORDIC 6-7-8); empty: equal sets
  int hold_seconds = 0;
  int rest_seconds = 0;
  int work_seconds = 0;
  int contraction_seconds = 0;
  int tempo_seconds = 0;
  int days_per_week = 0;  // 0: on days of sport only
  int sessions_per_day = 1;
  int max_discomfort = 0;  // never above 3
  bool optional_side = false;
  std::optional<Degrees> drawn_hip;
  std::optional<Degrees> drawn_knee;

  // Of all sets.
  int all_repetitions() const;
  // Per leg and week: repetitions of all sets x hold x sessions x days.
  int weekly_hold_seconds() const {
    return all_repetitions() * hold_seconds * sessions_per_day * days_per_week;
  }
  bool operator==(const SideDose&) const = default;
};

using SideDoses = Few<SideDose, 2>;  // right before left, or one BOTH

// The order of ischia.v1.ProgramItem.Slot.
enum class Slot { kUnspecified, kWarmUp, kStretch, kTrunk, kOther, kBeforeSport };

struct ProgramItem {
  int item_number = 0;  // as printed; the same exercise keeps its number through all weeks
  ExerciseId exercise;
  Slot slot = Slot::kUnspecified;
  SideDoses doses;
  Few<ExerciseId, 3> alternatives;  // for the same slot, in order of preference
  Reasons reasons;                  // why this exercise, then why this dose
  bool operator==(const ProgramItem&) const = default;
};

struct ProgramWeek {
  int week_number = 0;
  bool projected = false;  // shown as "if all goes well"
  std::vector<ProgramItem> items;
  int session_seconds = 0;  // the longest day by the time budget, D-TIME
  Reasons reasons;
  StrainPhase strain_phase = StrainPhase::kUnspecified;  // STRAIN only
  bool operator==(const ProgramWeek&) const = default;
};

struct ExcludedExercise {
  ExerciseId exercise;
  Reasons reasons;  // every rule that removes it, or why another one was chosen
  bool operator==(const ExcludedExercise&) const = default;
};

struct TrajectoryPoint {
  int week_number = 0;
  double low_degrees = 0;
  double expected_degrees = 0;
  double high_degrees = 0;
  bool operator==(const TrajectoryPoint&) const = default;
};
// Where this leg's measurement may go if the program is done; rounded to 0.1 degree.
struct Trajectory {
  Side side = Side::kUnspecified;
  Measure measure = Measure::kUnspecified;
  double minimal_detectable_change_degrees = 0;
  std::vector<TrajectoryPoint> points;  // week 0 (measured) to the last week
  Reasons reasons;
  bool operator==(const Trajectory&) const = default;
};

enum class ProgramState { kUnspecified, kDraft, kRefused, kActive, kSuspended, kCompleted };

struct Program {
  ProgramState state = ProgramState::kUnspecified;  // kDraft or kRefused when made
  CivilDay start_date{};
  std::string catalogue_version;
  Pathway pathway = Pathway::kUnspecified;
  std::vector<LegBand> bands;
  Supervision supervision = Supervision::kNone;
  std::vector<ProgramWeek> weeks;  // empty when refused
  std::vector<ExcludedExercise> excluded;
  std::vector<LimitInForce> limits;
  std::vector<Finding> findings;
  std::vector<Trajectory> trajectories;
  std::vector<std::string> missing_inputs;  // field paths left open beneath a refusal
  // Seed rules, stop signs, "say" lines, in print order; of the catalogue, which outlives it.
  std::vector<std::string_view> text_keys;
  StrainPhase strain_phase = StrainPhase::kUnspecified;  // of the first week; STRAIN only
  bool operator==(const Program&) const = default;
};

// Makes a program from where its course stands: the first week is decided, the others are projected
// as if each were followed by ADVANCE. OK with state kRefused when a rule refuses, or when no item
// is left in the hamstring or trunk slot (finding P-01): an answer, not an error. `clearances` are
// those of the patient; one counts that holds on the start date.
// Errors, in this order: SCREEN_INCOMPLETE (an unanswered screen item, other missing inputs listed
// along), MEASUREMENT_MISSING, EXERCISE_EXCLUDED (an edit asks for an exercise that a rule removes;
// one violation an edit, the rule named), FIELD_INVALID (an edit beyond a dose rule or limit). A
// refusal by a rule goes before all of them.
Result<Program> Prescribe(const Assessment& assessment, const Catalogue& catalogue,
                          CivilDay start_date, const Course& course = {},
                          std::span<const Clearance> clearances = {});

// The program of a revision as a whole: the weeks of the one before that are over, as they were,
// and the weeks of the new one.
Program Continued(const Program& before, Program revised);

// The pathway asks for a stretch: not for TIGHT when every measured leg is of normal length.
bool HasHamstringSlot(const Assessment& assessment, const std::vector<LegBand>& bands);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_PROGRAM_H_
