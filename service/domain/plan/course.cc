#include "service/domain/plan/course.h"

#include <algorithm>
#include <utility>

#include "service/domain/few.h"
#include "service/domain/plan/dose.h"
#include "service/domain/plan/program.h"

namespace ischia::domain {
namespace {

template <typename T>
bool Contains(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

constexpr std::size_t kMostItems = 40;  // of a week, ischia.v1
using Classes = Few<ExerciseClass, kMostItems>;

// One an item, in their order.
Classes ClassesOf(const ProgramWeek& week, const Catalogue& catalogue) {
  Classes classes;
  for (const ProgramItem& item : week.items) {
    classes.push_back(catalogue.ClassOf(item.exercise));
  }
  return classes;
}

// What leaves a week for good; stretches and the steps of the trunk ladder may come back.
bool StaysAway(const ItemProgress& entry, const Catalogue& catalogue) {
  const ExerciseClass of = catalogue.ClassOf(entry.exercise);
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

// Null when the week has no static stretch.
const ProgramItem* StretchOf(const ProgramWeek& week, const Classes& classes) {
  for (std::size_t i = 0; i < week.items.size(); ++i) {
    if (classes[i] == ExerciseClass::kStatic) return &week.items[i];
  }
  return nullptr;
}

// What each leg held by D-STATIC in a week.
void NoteHolds(const ProgramWeek& week, const Classes& classes, Course& course) {
  for (LegHold& leg : course.holds) leg.held.reset();
  for (std::size_t i = 0; i < week.items.size(); ++i) {
    if (!HoldsByRule(classes[i])) continue;
    for (const SideDose& dose : week.items[i].doses) {
      for (std::size_t leg = 0; leg < course.holds.size(); ++leg) {
        if (dose.side == (leg == 0 ? Side::kLeft : Side::kRight)) continue;
        std::optional<int>& held = course.holds[leg].held;
        held = std::max(held.value_or(0), dose.hold_seconds);
      }
    }
  }
  for (LegHold& leg : course.holds) {
    if (!leg.first) leg.first = leg.held;
    leg.due = leg.held;
  }
}

// What is due next week is so many seconds more, or less, but not below `least`.
void MoveHolds(int seconds, int least, Course& course) {
  for (LegHold& leg : course.holds) {
    if (leg.due) leg.due = std::max(*leg.due + seconds, least);
  }
}

bool HasLargerVolume(const ProgramItem& stretch, const StaticDose& rule) {
  return std::any_of(stretch.doses.begin(), stretch.doses.end(), [&](const SideDose& dose) {
    return dose.repetitions >
           VolumeOf(dose.hold_seconds, rule.session_seconds, rule.weekly_cap, rule).repetitions;
  });
}

bool HoldsCanShrink(const Course& course, const StaticDose& rule) {
  return std::any_of(course.holds.begin(), course.holds.end(), [&](const LegHold& leg) {
    return leg.held.value_or(0) > rule.gentle_start_hold;
  });
}

// One step back where the stretch is what was too much.
void EaseStretch(const ProgramItem* stretch, const StaticDose& rule, Course& course) {
  if (stretch != nullptr && HasLargerVolume(*stretch, rule)) {
    course.usual_volume = true;
  } else if (HoldsCanShrink(course, rule) && course.last_decision != DecisionKind::kRegress) {
    MoveHolds(-rule.weekly_step, rule.gentle_start_hold, course);
  } else if (stretch != nullptr && !Contains(course.removed, stretch->exercise)) {
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
  const StaticDose& rule = catalogue.static_dose;
  const Classes classes = ClassesOf(week, catalogue);
  NoteItems(week, catalogue, course);
  NoteHolds(week, classes, course);
  switch (decision) {
    case DecisionKind::kAdvance:
      ++course.advances;
      Move(1, course);
      MoveHolds(rule.weekly_step, 0, course);
      course.simplified = false;
      break;
    case DecisionKind::kRegress:
      Move(-1, course);
      EaseStretch(StretchOf(week, classes), rule, course);
      break;
    case DecisionKind::kSimplify:
      course.simplified = true;
      break;
    default:
      break;
  }
  course.last_decision = decision;
  course.strain_phase = week.strain_phase;
  course.last_phase = week.strain_phase;
  course.week = week.week_number + 1;
  return course;
}

Course SteppedBack(Course course, int steps, const StaticDose& rule) {
  Move(-steps, course);
  for (LegHold& leg : course.holds) {
    if (!leg.due) continue;
    const int least = std::min(*leg.due, leg.first.value_or(rule.gentle_start_hold));
    leg.due = std::max(*leg.due - steps * rule.weekly_step, least);
  }
  return course;
}

}  // namespace ischia::domain
