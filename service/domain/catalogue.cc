#include "service/domain/catalogue.h"

#include <algorithm>

namespace ischia::domain {
namespace {

// Precondition: sorted by id, as the loader leaves them. Which half an id is in no processor can
// guess, so the search takes the same steps for every id.
template <typename Entry, typename Id>
const Entry* FindSorted(const std::vector<Entry>& entries, Id id) {
  const Entry* first = entries.data();
  for (std::size_t size = entries.size(); size > 1;) {
    const std::size_t half = size / 2;
    first += half * static_cast<std::size_t>(!(id < first[half].id));
    size -= half;
  }
  return entries.empty() || first->id != id ? nullptr : first;
}

}  // namespace

const Exercise* Catalogue::FindExercise(ExerciseId id) const { return FindSorted(exercises, id); }

ExerciseClass Catalogue::ClassOf(ExerciseId id) const {
  const Exercise* exercise = FindExercise(id);
  return exercise == nullptr ? ExerciseClass::kSupport : exercise->exercise_class;
}

const SafetyRule* Catalogue::FindRule(RuleId id) const { return FindSorted(rules, id); }

const PathwayTemplate* Catalogue::FindPathway(Pathway pathway) const {
  const auto found =
      std::find_if(pathways.begin(), pathways.end(),
                   [&](const PathwayTemplate& entry) { return entry.pathway == pathway; });
  return found == pathways.end() ? nullptr : &*found;
}

const RulePlan* Catalogue::FindRulePlan(RuleId rule) const {
  const auto found = std::find_if(rule_plans.begin(), rule_plans.end(),
                                  [&](const RulePlan& plan) { return plan.rule == rule; });
  return found == rule_plans.end() ? nullptr : &*found;
}

}  // namespace ischia::domain
