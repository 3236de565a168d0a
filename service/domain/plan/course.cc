#include "service/domain/plan/course.h"

#include <algorithm>
#include <utility>

#include "service/domain/plan/dose.h"
#include "service/domain/plan/program.h"

namespace ischia::domain {
namespace {

template <typename T>
bool Contains(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

ExerciseClass ClassOf(const ProgramItem& item, const Catalogue& catalogue) {
  return catalogue.FindExercise(item.exercise)->exercise_class;
}

// What leaves a week for good; stretches and the steps of the trunk ladder may come back.
bool StaysAway(const ItemProgress& entry, const Catalogue& catalogue) {
  const ExerciseClass of = catalogue.FindExercise(entry.exercise)->exercise_class;
  return of != ExerciseClass::kStatic && of != ExerciseClass::kTrunk;
}

void NoteItems(const ProgramWeek& week, const Catalogue& catalogue, Course& course) {
  std::vector<ItemProgress>& entries = course.items;
  for (ItemProgress& entry : entries) {
    const bool now =
        std::any_of(week.items.begin(), week.items.end(),
                    [&](const ProgramItem& item) { return item.exercise == entry.exercise; });
    if (entry.last && !now && !course.simplified) entry.left = StaysAway(entry, catalogue);
    entry.last = now;
  }
  for (const ProgramItem& item : week.items) {
    const auto number = static_cast<std::size_t>(item.item_number);
    if (number > entries.size()) entries.resize(number);
    entries[number - 1].exercise = item.exercise;
    entries[number - 1].last = true;
  }
}

// The static stretch of a week; null when it has none.
const ProgramItem* StretchOf(const ProgramWeek& week, const Catalogue& catalogue) {
  const auto found = std::find_if(week.items.begin(), week.items.end(), [&](const auto& item) {
    return ClassOf(item, catalogue) == ExerciseClass::kStatic;
  });
  return found == week.items.end() ? nullptr : &*found;
}

// Seconds of the hold by D-STATIC in a week; unset when nothing was held by it.
std::optional<int> HeldIn(const ProgramWeek& week, const Catalogue& catalogue) {
  std::optional<int> held;
  for (const ProgramItem& item : week.items) {
    if (!HoldsByRule(ClassOf(item, catalogue))) continue;
    for (const SideDose& dose : item.doses) held = std::max(held.value_or(0), dose.hold_seconds);
  }
  return held;
}

bool HasLargerVolume(const ProgramItem& stretch, const StaticDose& rule) {
  return std::any_of(stretch.doses.begin(), stretch.doses.end(), [&](const SideDose& dose) {
    return dose.repetitions >
           VolumeOf(dose.hold_seconds, rule.session_seconds, rule.weekly_cap, rule).repetitions;
  });
}

// One step back where the stretch is what was too much.
void EaseStretch(const ProgramWeek& week, const Catalogue& catalogue, Course& course) {
  const StaticDose& rule = catalogue.static_dose;
  const ProgramItem* stretch = StretchOf(week, catalogue);
  const std::optional<int> held = HeldIn(week, catalogue);
  if (stretch != nullptr && HasLargerVolume(*stretch, rule)) {
    course.usual_volume = true;
    course.hold_seconds = held;
    return;
  }
  const bool again = course.last_decision == DecisionKind::kRegress;
  if (held && *held > rule.gentle_start_hold && !again) {
    course.hold_seconds = std::max(*held - rule.weekly_step, rule.gentle_start_hold);
    return;
  }
  course.hold_seconds = held;
  if (stretch != nullptr && !Contains(course.removed, stretch->exercise)) {
    course.regressed.push_back(stretch->exercise);
  }
}

// Counts of items and trunk move by so many steps, and stay at their first one.
void Move(int steps, Course& course) {
  course.trunk_advances = std::max(course.trunk_advances + steps, 0);
  for (ItemProgress& entry : course.items) {
    if (entry.last) entry.advances = std::max(entry.advances + steps, 0);
  }
}

}  // namespace

Course After(Course course, DecisionKind decision, const ProgramWeek& week,
             const Catalogue& catalogue) {
  NoteItems(week, catalogue, course);
  if (!course.first_hold_seconds) course.first_hold_seconds = HeldIn(week, catalogue);
  switch (decision) {
    case DecisionKind::kAdvance:
      ++course.advances;
      Move(1, course);
      course.hold_seconds = HeldIn(week, catalogue);
      if (course.hold_seconds) *course.hold_seconds += catalogue.static_dose.weekly_step;
      course.simplified = false;
      break;
    case DecisionKind::kRegress:
      Move(-1, course);
      EaseStretch(week, catalogue, course);
      break;
    case DecisionKind::kSimplify:
      course.simplified = true;
      [[fallthrough]];
    default:
      course.hold_seconds = HeldIn(week, catalogue);
  }
  course.last_decision = decision;
  course.week = week.week_number + 1;
  return course;
}

Course SteppedBack(Course course, int steps, const StaticDose& rule) {
  Move(-steps, course);
  if (course.hold_seconds) {
    course.hold_seconds = std::max(*course.hold_seconds - steps * rule.weekly_step,
                                   course.first_hold_seconds.value_or(rule.gentle_start_hold));
  }
  return course;
}

}  // namespace ischia::domain
