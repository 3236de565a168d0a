#include "service/domain/plan/edit.h"

#include <algorithm>
#include <utility>

#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"
#include "service/domain/wordings.h"

namespace ischia::domain {
namespace {

constexpr int kFewestMinutes = 3;  // ischia.v1.Assessment
constexpr int kMostMinutes = 60;

bool AsksForExercise(EditKind kind) {
  switch (kind) {
    case EditKind::kSwap:
    case EditKind::kRemove:
    case EditKind::kLock:
    case EditKind::kSetHoldSeconds:
    case EditKind::kSetRepetitions:
    case EditKind::kSetDays:
      return true;
    default:
      return false;
  }
}

bool AsksForNewExercise(EditKind kind) {
  return kind == EditKind::kSwap || kind == EditKind::kAdd || kind == EditKind::kSetSecondStretch;
}

bool SetsDose(EditKind kind) {
  return kind == EditKind::kSetHoldSeconds || kind == EditKind::kSetRepetitions ||
         kind == EditKind::kSetDays;
}

// Collects what is wrong with one edit.
class FieldCheck {
 public:
  FieldCheck(std::size_t index, const Catalogue& catalogue, std::vector<FieldViolation>& found)
      : path_("edits[" + std::to_string(index) + "]."), catalogue_(catalogue), found_(found) {}

  void Run(const ProgramEdit& edit) {
    Require(edit.kind != EditKind::kUnspecified, "kind", "must be said", {wording::kRequired});
    Require(edit.from_week >= 0 && edit.from_week <= catalogue_.week_count, "from_week_number",
            "is 0 to " + std::to_string(catalogue_.week_count),
            {wording::kEditWeeks, catalogue_.week_count});
    if (AsksForExercise(edit.kind)) CheckExercise(edit.exercise, "exercise");
    if (AsksForNewExercise(edit.kind)) CheckExercise(edit.new_exercise, "new_exercise");
    if (SetsDose(edit.kind))
      Require(edit.value > 0, "value", "is above 0", {wording::kEditAboveZero});
    if (edit.kind == EditKind::kSetMinutes) {
      Require(edit.value >= kFewestMinutes && edit.value <= kMostMinutes, "value",
              "is 3 to 60 minutes", {wording::kEditMinutes});
    }
  }

 private:
  void Require(bool holds, std::string_view field, std::string description,
               const Wording& wording) {
    if (holds) return;
    found_.push_back(
        {path_ + std::string(field), std::move(description), "FIELD_INVALID", {}, wording});
  }

  void CheckExercise(ExerciseId id, std::string_view field) {
    const Exercise* exercise = catalogue_.FindExercise(id);
    Require(exercise != nullptr && exercise->exercise_class != ExerciseClass::kSupport, field,
            "must be an exercise of the catalogue", {wording::kEditUnknown});
  }

  const std::string path_;
  const Catalogue& catalogue_;
  std::vector<FieldViolation>& found_;
};

std::string Name(RuleId rule) { return std::string(rule.text()); }

std::string By(RuleId rule) { return " (" + Name(rule) + ')'; }

// `key` is a wording's, `count` what its sentence counts.
EditRefusal NotLegal(std::string field, std::string description, std::string_view key, RuleId rule,
                     int count = 0) {
  const Wording wording{key, count, Name(rule)};
  return {std::move(field), std::move(description) + By(rule), wording, rule, false};
}

EditRefusal Excluded(std::string field, std::string description, std::string_view key,
                     RuleId rule) {
  EditRefusal refusal = NotLegal(std::move(field), std::move(description), key, rule);
  refusal.excluded = true;
  return refusal;
}

// A rule, a gate, a sharp pain or missing equipment keeps the exercise out.
std::optional<EditRefusal> WhyNotUsable(ExerciseId id, const std::string& field,
                                        const EditedWeek& week) {
  const Exercise* found = week.patient.catalogue.FindExercise(id);
  if (found == nullptr) {
    return NotLegal(field, "is no longer in the catalogue", wording::kEditUnknown, rule::kEdit);
  }
  const Exercise& exercise = *found;
  const std::vector<RuleId> rules = week.screening.RemovedBy(exercise);
  if (!rules.empty()) {
    std::string names;
    for (RuleId rule : rules) names += (names.empty() ? "" : ", ") + Name(rule);
    const Wording wording{wording::kEditRemoved, 0, names};
    return EditRefusal{field, "is removed by " + names, wording, rules.front(), true};
  }
  const auto& removed = week.course.removed;
  if (std::find(removed.begin(), removed.end(), id) != removed.end()) {
    return Excluded(field, "is out since a sharp pain", wording::kEditSharpPain, rule::kRegress);
  }
  if (!week.available.IsOpen(exercise, week.course)) {
    return Excluded(field, "comes in later, or needs a sign-off", wording::kEditLater,
                    exercise.dose_rule);
  }
  std::vector<Reason> missing;
  week.available.AddMissingFor(exercise, missing);
  if (!missing.empty()) {
    return NotLegal(field, "needs equipment that is not at hand", wording::kEditEquipment,
                    rule::kEquipment);
  }
  return std::nullopt;
}

const Option* OptionOf(ExerciseId id, std::string_view why, const Wishes& wishes) {
  const auto found =
      std::find_if(wishes.options.begin(), wishes.options.end(), [&](const Option& option) {
        return option.exercise->id == id && (why.empty() || option.why == why);
      });
  return found == wishes.options.end() ? nullptr : &*found;
}

EditRefusal StandsNowhere(const std::string& field, const EditedWeek& week) {
  return NotLegal(field, "stands in no slot of week " + std::to_string(week.course.week),
                  wording::kEditNowhere, week.patient.pathway.rule, week.course.week);
}

std::optional<EditRefusal> RefusedSwap(const ProgramEdit& edit, const EditedWeek& week) {
  if (auto refusal = WhyNotUsable(edit.new_exercise, "new_exercise", week)) return refusal;
  if (OptionOf(edit.new_exercise, statement::kSwappedByClinician, week.wishes) != nullptr) {
    return std::nullopt;
  }
  if (OptionOf(edit.exercise, {}, week.wishes) == nullptr) return StandsNowhere("exercise", week);
  return NotLegal("new_exercise", "does not fit into that slot", wording::kEditSlot,
                  week.patient.pathway.rule);
}

std::optional<EditRefusal> RefusedRemoval(const ProgramEdit& edit, const EditedWeek& week) {
  if (week.wishes.empty_slots.empty()) return std::nullopt;
  Course without = week.course;
  std::erase(without.edits, edit);
  Wishes wishes;
  CollectWishes(week.patient, week.screening, week.available, without, wishes);
  if (wishes.empty_slots == week.wishes.empty_slots) return std::nullopt;
  return NotLegal("exercise", "is the last one that can fill its slot", wording::kEditLast,
                  rule::kEmptySlot);
}

std::optional<EditRefusal> RefusedAddition(const ProgramEdit& edit, const EditedWeek& week) {
  if (auto refusal = WhyNotUsable(edit.new_exercise, "new_exercise", week)) return refusal;
  const Exercise& added = *week.patient.catalogue.FindExercise(edit.new_exercise);
  if (added.exercise_class == ExerciseClass::kStatic && edit.kind == EditKind::kAdd) {
    return NotLegal("new_exercise", "is a hamstring stretch: use SET_SECOND_STRETCH",
                    wording::kEditSecondStretch, rule::kStatic);
  }
  const auto counted =
      std::count_if(week.wishes.wishes.begin(), week.wishes.wishes.end(), [](const Wish& wish) {
        return wish.slot != Slot::kWarmUp && wish.slot != Slot::kBeforeSport &&
               (wish.standing == Standing::kEssential || wish.standing == Standing::kKept);
      });
  if (counted > week.most_items) {
    return NotLegal("new_exercise",
                    "would be one too many: at most " + std::to_string(week.most_items),
                    wording::kEditCount, week.count_rule, week.most_items);
  }
  return std::nullopt;
}

std::optional<EditRefusal> RefusedSecondStretch(const ProgramEdit& edit, const EditedWeek& week) {
  const int first_week = week.patient.catalogue.static_dose.second_stretch_from_week;
  if (week.course.week < first_week) {
    return NotLegal("from_week_number", "is week " + std::to_string(first_week) + " or later",
                    wording::kEditWeek, rule::kStatic, first_week);
  }
  const Exercise* second = week.patient.catalogue.FindExercise(edit.new_exercise);
  if (second != nullptr && second->exercise_class != ExerciseClass::kStatic) {
    return NotLegal("new_exercise", "must be a hamstring stretch", wording::kEditStretch,
                    rule::kStatic);
  }
  return RefusedAddition(edit, week);
}

std::optional<EditRefusal> RefusedLock(const ProgramEdit& edit, const EditedWeek& week) {
  if (auto refusal = WhyNotUsable(edit.exercise, "exercise", week)) return refusal;
  if (OptionOf(edit.exercise, statement::kLockedByClinician, week.wishes) != nullptr) {
    return std::nullopt;
  }
  return StandsNowhere("exercise", week);
}

// The opt-in has a meaning only where it changes what the rules say (S-13).
std::optional<EditRefusal> RefusedOptIn(const EditedWeek& week) {
  Circumstances without;
  without.strain_phase = week.course.strain_phase;
  Circumstances with = without;
  with.static_opt_in = true;
  const Assessment& assessment = week.patient.assessment;
  const Catalogue& catalogue = week.patient.catalogue;
  if (Screen(assessment, catalogue, without).removals !=
      Screen(assessment, catalogue, with).removals) {
    return std::nullopt;
  }
  return NotLegal("kind",
                  "is only for a leg that S-13 keeps from stretching and that is MODERATE "
                  "or tighter",
                  wording::kEditOptIn, RuleId{"S-13"});
}

int ValueOf(const SideDose& dose, EditKind kind) {
  if (kind == EditKind::kSetHoldSeconds) return dose.hold_seconds;
  return kind == EditKind::kSetDays ? dose.days_per_week : dose.repetitions;
}

// The rule's own dose is the most; of a stretch, the weekly floor and the shortest hold the least.
std::optional<EditRefusal> RefusedDose(const ProgramEdit& edit, const Placed& placed,
                                       const EditedWeek& week, const Choice& choice) {
  const StaticDose& rule = week.patient.catalogue.static_dose;
  const bool holds_by_rule = HoldsByRule(placed.option->exercise->exercise_class);
  const bool stretch = placed.option->exercise->exercise_class == ExerciseClass::kStatic;
  const SideDoses by_rule = week.doses.ByRule(*placed.option, placed.advances, choice.pace);
  for (std::size_t i = 0; i < by_rule.size(); ++i) {
    const SideDose& most = by_rule[i];
    const bool of_side =
        edit.side == Side::kUnspecified || edit.side == Side::kBoth || edit.side == most.side;
    if (!of_side) continue;
    const RuleId by = placed.option->exercise->dose_rule;
    if (edit.value > ValueOf(most, edit.kind)) {
      const int limit = ValueOf(most, edit.kind);
      return NotLegal("value", "is at most " + std::to_string(limit), wording::kEditMost, by,
                      limit);
    }
    if (holds_by_rule && edit.kind == EditKind::kSetHoldSeconds &&
        edit.value < rule.gentle_start_hold) {
      return NotLegal("value", "is at least " + std::to_string(rule.gentle_start_hold),
                      wording::kEditLeast, by, rule.gentle_start_hold);
    }
    const bool above_floor = most.weekly_hold_seconds() >= rule.weekly_floor;
    if (stretch && above_floor && !most.optional_side &&
        placed.doses[i].weekly_hold_seconds() < rule.weekly_floor) {
      return NotLegal("value",
                      "leaves less than " + std::to_string(rule.weekly_floor) + " s a week",
                      wording::kEditFloor, by, rule.weekly_floor);
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<FieldViolation> InvalidFields(const Course& course, const Catalogue& catalogue) {
  std::vector<FieldViolation> found;
  const std::vector<ProgramEdit>& edits = course.edits;
  for (auto i = static_cast<std::size_t>(course.settled_edits); i < edits.size(); ++i) {
    FieldCheck(i, catalogue, found).Run(edits[i]);
  }
  return found;
}

std::optional<EditRefusal> RefusalBefore(const ProgramEdit& edit, const EditedWeek& week) {
  switch (edit.kind) {
    case EditKind::kSwap:
      return RefusedSwap(edit, week);
    case EditKind::kRemove:
      return RefusedRemoval(edit, week);
    case EditKind::kAdd:
      return RefusedAddition(edit, week);
    case EditKind::kSetSecondStretch:
      return RefusedSecondStretch(edit, week);
    case EditKind::kLock:
      return RefusedLock(edit, week);
    case EditKind::kOptInStatic:
      return RefusedOptIn(week);
    default:
      return std::nullopt;
  }
}

std::optional<EditRefusal> RefusalAfter(const ProgramEdit& edit, const EditedWeek& week,
                                        const Choice& choice) {
  if (!SetsDose(edit.kind)) return std::nullopt;
  for (const Placed& placed : choice.items) {
    if (placed.option->exercise->id == edit.exercise) {
      return RefusedDose(edit, placed, week, choice);
    }
  }
  return StandsNowhere("exercise", week);
}

}  // namespace ischia::domain
