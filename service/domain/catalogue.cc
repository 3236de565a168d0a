#include "service/domain/catalogue.h"

#include <algorithm>

namespace ischia::domain {
namespace {

// Precondition: sorted by id, as the loader leaves them.
template <typename Entry, typename Id>
const Entry* FindSorted(const std::vector<Entry>& entries, Id id) {
  const auto found =
      std::lower_bound(entries.begin(), entries.end(), id,
                       [](const Entry& entry, Id wanted) { return entry.id < wanted; });
  return found == entries.end() || found->id != id ? nullptr : &*found;
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
