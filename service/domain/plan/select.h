// Which exercises this patient may use, and which of them stand where in which weeks by the
// pathway's template, before the number of items and the time of a session are counted (week.h).
// The doses are not its business (dose.h).
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_SELECT_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_SELECT_H_

#include <optional>
#include <vector>

#include "service/domain/assess/safety.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"

namespace ischia::domain {

// What the rules and the equipment at hand leave of the catalogue. The references outlive it.
class Available {
 public:
  Available(const Assessment& assessment, const Catalogue& catalogue, const Screening& screening);

  bool Has(const Exercise& exercise) const { return has_[catalogue_.IndexOf(exercise)]; }
  // Why not, rule by rule and piece by piece of equipment; nothing where it may be used.
  void AddRulesAgainst(const Exercise& exercise, std::vector<Reason>& reasons) const;
  void AddMissingFor(const Exercise& exercise, std::vector<Reason>& reasons) const;

 private:
  EquipmentSet MissingFor(const Exercise& exercise) const;

  const Assessment& assessment_;
  const Catalogue& catalogue_;
  const Screening& screening_;
  std::vector<bool> has_;  // one an exercise, in the catalogue's order
};

// May a place be given up when there are too many items, or too little time?
enum class Standing { kEssential, kExtra, kGivesWay };

// One exercise in one slot over a run of weeks.
struct Place {
  const Exercise* exercise = nullptr;
  Slot slot = Slot::kUnspecified;
  Standing standing = Standing::kEssential;
  int from_week = 1;
  int to_week = 0;
  const DoseStep* rung = nullptr;  // the dose of the trunk ladder; null: the exercise's own
  Few<const Exercise*, 3> alternatives;
  Reason choice;

  bool In(int week) const { return from_week <= week && week <= to_week; }
};

struct Selection {
  std::vector<Place> places;  // stretch, trunk, then what the template adds, in its order
  // What the stretch was chosen from, in order of preference; null when there is no stretch slot.
  const std::vector<ExerciseId>* stretch_order = nullptr;
  // Slots that must be filled from the first week, and cannot be. Later weeks keep what the first
  // one has, so no projected week can run empty.
  std::vector<Slot> empty_slots;
  // Items of the template that no finding calls for.
  std::vector<ExerciseId> not_called_for;
};

Selection Select(const Assessment& assessment, const Catalogue& catalogue,
                 const Screening& screening, const std::vector<LegBand>& bands,
                 const Available& available);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_SELECT_H_
