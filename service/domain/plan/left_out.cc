#include "service/domain/plan/left_out.h"

#include <algorithm>
#include <optional>

#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

template <typename T>
bool Contains(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

class LeftOut {
 public:
  LeftOut(const Catalogue& catalogue, const PathwayTemplate& pathway, const Available& available,
          const Selection& selection, const Plan& plan)
      : catalogue_(catalogue),
        pathway_(pathway),
        available_(available),
        selection_(selection),
        plan_(plan),
        items_(selection.stretch_order != nullptr ? pathway.items : pathway.items_normal_length) {}

  std::vector<ExcludedExercise> All() const {
    std::vector<ExcludedExercise> all;
    all.reserve(catalogue_.exercises.size());
    for (const Exercise& exercise : catalogue_.exercises) {
      if (exercise.exercise_class == ExerciseClass::kSupport) continue;
      if (Contains(plan_.used, &exercise)) continue;
      ExcludedExercise& out = all.emplace_back();
      out.exercise = exercise.id;
      Explain(exercise, out.reasons);
    }
    return all;
  }

 private:
  void Explain(const Exercise& exercise, std::vector<Reason>& reasons) const {
    available_.AddRulesAgainst(exercise, reasons);
    if (!reasons.empty()) return;
    const bool stretch = exercise.exercise_class == ExerciseClass::kStatic;
    if (stretch && selection_.stretch_order == nullptr) {
      reasons.push_back({pathway_.rule, statement::kNoStretchNeeded, {}, {}});
      return;
    }
    for (const ExcludedExercise& crowded : plan_.crowded_out) {
      if (crowded.exercise != exercise.id) continue;
      reasons = crowded.reasons;
      return;
    }
    const std::optional<Slot> slot = SlotFor(exercise.id);
    if (!slot) {
      reasons.push_back({pathway_.rule, statement::kNoPlace, {}, {}});
      return;
    }
    available_.AddMissingFor(exercise, reasons);
    if (reasons.empty()) reasons.push_back(WhyNotChosen(exercise.id, *slot));
  }

  // Where the template could have put it; unset when nowhere.
  std::optional<Slot> SlotFor(ExerciseId id) const {
    if (selection_.stretch_order != nullptr && Contains(*selection_.stretch_order, id)) {
      return Slot::kStretch;
    }
    const auto& rungs = pathway_.trunk;
    const bool on_ladder = std::any_of(rungs.begin(), rungs.end(), [&](const TrunkRung& rung) {
      return Contains(rung.preference, id);
    });
    if (on_ladder || Contains(catalogue_.trunk_fallback, id)) return Slot::kTrunk;
    return ItemWith(id) == nullptr ? std::nullopt : std::optional(Slot::kOther);
  }

  const TemplateItem* ItemWith(ExerciseId id) const {
    const auto found = std::find_if(items_.begin(), items_.end(), [&](const TemplateItem& item) {
      return Contains(item.preference, id) || Contains(item.otherwise, id);
    });
    return found == items_.end() ? nullptr : &*found;
  }

  // Another exercise stands in its place, or nothing calls for it.
  Reason WhyNotChosen(ExerciseId id, Slot slot) const {
    const TemplateItem* item = slot == Slot::kOther ? ItemWith(id) : nullptr;
    for (const Place& place : selection_.places) {
      const ExerciseId chosen = place.exercise->id;
      if (place.slot != slot) continue;
      if (item != nullptr && item != ItemWith(chosen)) continue;
      return {pathway_.rule, statement::kOtherPreferred, {ArgumentOf("exercise", chosen)}, {}};
    }
    const bool not_called_for = Contains(selection_.not_called_for, id);
    return {pathway_.rule, not_called_for ? statement::kNotCalledFor : statement::kNoPlace, {}, {}};
  }

  const Catalogue& catalogue_;
  const PathwayTemplate& pathway_;
  const Available& available_;
  const Selection& selection_;
  const Plan& plan_;
  const std::vector<TemplateItem>& items_;
};

}  // namespace

std::vector<ExcludedExercise> ExplainLeftOut(const Catalogue& catalogue,
                                             const PathwayTemplate& pathway,
                                             const Available& available, const Selection& selection,
                                             const Plan& plan) {
  return LeftOut(catalogue, pathway, available, selection, plan).All();
}

}  // namespace ischia::domain
