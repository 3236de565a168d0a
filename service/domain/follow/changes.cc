#include "service/domain/follow/changes.h"

#include <algorithm>
#include <array>

namespace ischia::domain {
namespace {

const ProgramItem* Find(const ProgramWeek& week, ExerciseId exercise) {
  const auto found = std::find_if(week.items.begin(), week.items.end(),
                                  [&](const auto& item) { return item.exercise == exercise; });
  return found == week.items.end() ? nullptr : &*found;
}

// Items of `week` that `other` does not have, of one slot.
std::vector<const ProgramItem*> Missing(const ProgramWeek& week, const ProgramWeek& other,
                                        Slot slot) {
  std::vector<const ProgramItem*> missing;
  for (const ProgramItem& item : week.items) {
    if (item.slot == slot && Find(other, item.exercise) == nullptr) missing.push_back(&item);
  }
  return missing;
}

// What stood in a new item's place, if exactly one of its slot went when it came.
const ProgramItem* ReplacedBy(const ProgramItem& item, const ProgramWeek& before,
                              const ProgramWeek& after) {
  if (item.slot != Slot::kStretch && item.slot != Slot::kTrunk) return nullptr;
  const auto gone = Missing(before, after, item.slot);
  const bool one_for_one = gone.size() == 1 && Missing(after, before, item.slot).size() == 1;
  return one_for_one ? gone.front() : nullptr;
}

const SideDose* DoseOf(const ProgramItem& item, Side side) {
  for (const SideDose& dose : item.doses) {
    if (dose.side == side || dose.side == Side::kBoth || side == Side::kBoth) return &dose;
  }
  return nullptr;
}

struct DoseNumber {
  ChangeKind kind;
  int SideDose::*field;
};
constexpr std::array<DoseNumber, 7> kNumbers = {
    {{ChangeKind::kHold, &SideDose::hold_seconds},
     {ChangeKind::kSets, &SideDose::sets},
     {ChangeKind::kRepetitions, &SideDose::repetitions},
     {ChangeKind::kDays, &SideDose::days_per_week},
     {ChangeKind::kSessions, &SideDose::sessions_per_day},
     {ChangeKind::kRest, &SideDose::rest_seconds},
     {ChangeKind::kWork, &SideDose::work_seconds}}};

class WeekComparison {
 public:
  WeekComparison(const ProgramWeek& before, const ProgramWeek& after, const Cause& cause)
      : before_(before), after_(after), cause_(cause) {}

  std::vector<Change> Run() && {
    for (const ProgramItem& item : before_.items) Leaves(item);
    for (const ProgramItem& item : after_.items) Stays(item);
    return std::move(changes_);
  }

 private:
  void Leaves(const ProgramItem& item) {
    if (Find(after_, item.exercise) != nullptr) return;
    const bool replaced =
        std::any_of(after_.items.begin(), after_.items.end(), [&](const ProgramItem& other) {
          return Find(before_, other.exercise) == nullptr &&
                 ReplacedBy(other, before_, after_) == &item;
        });
    if (!replaced) Add(ChangeKind::kGoesOut, item.exercise);
  }

  void Stays(const ProgramItem& item) {
    if (const ProgramItem* same = Find(before_, item.exercise)) {
      CompareDoses(*same, item);
    } else if (const ProgramItem* replaced = ReplacedBy(item, before_, after_)) {
      Add(ChangeKind::kReplaces, replaced->exercise).replacement = item.exercise;
      CompareDoses(*replaced, item);
    } else {
      Add(ChangeKind::kComesIn, item.exercise);
    }
  }

  void CompareDoses(const ProgramItem& before, const ProgramItem& after) {
    for (const DoseNumber& number : kNumbers) {
      const std::size_t first = changes_.size();
      for (const SideDose& dose : after.doses) {
        const SideDose* was = DoseOf(before, dose.side);
        if (was == nullptr || was->*number.field == dose.*number.field) continue;
        Change& change = Add(number.kind, after.exercise);
        change.side = dose.side;
        change.before = was->*number.field;
        change.after = dose.*number.field;
      }
      JoinSides(first);
    }
  }

  // Both legs that change alike are told in one line.
  void JoinSides(std::size_t first) {
    if (changes_.size() != first + 2) return;
    Change& one = changes_[first];
    const Change& other = changes_[first + 1];
    if (one.before != other.before || one.after != other.after) return;
    one.side = Side::kBoth;
    changes_.pop_back();
  }

  Change& Add(ChangeKind kind, ExerciseId exercise) {
    Change& change = changes_.emplace_back();
    change.week_number = after_.week_number;
    change.kind = kind;
    change.exercise = exercise;
    const auto edit =
        std::find_if(cause_.edits.rbegin(), cause_.edits.rend(), [&](const auto& one) {
          return one.exercise == exercise || one.new_exercise == exercise ||
                 (one.exercise.empty() && one.new_exercise.empty());
        });
    change.words = edit == cause_.edits.rend() ? cause_.words : edit->reason;
    if (change.words.empty()) change.because = cause_.reason;
    return change;
  }

  const ProgramWeek& before_;
  const ProgramWeek& after_;
  const Cause& cause_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> ChangesBetween(const ProgramWeek& before, const ProgramWeek& after,
                                   const Cause& cause) {
  return WeekComparison(before, after, cause).Run();
}

}  // namespace ischia::domain
