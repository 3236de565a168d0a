// Which exercises this patient may use and why the others not, and what each slot of a week may
// hold by the pathway's template, the safety rules and the clinician's edits, best first. What
// stands there in the end is chosen by choice.h, how much of it is done by dose.h.
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_SELECT_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_SELECT_H_

#include <bitset>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "service/domain/assess/facts.h"
#include "service/domain/assess/safety.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/course.h"
#include "service/domain/plan/program.h"

namespace ischia::domain {

// Whom a program is for. The references outlive all that is planned from it.
struct Case {
  // `facts` are those that its rules were judged by.
  Case(const Assessment& assessment, const Catalogue& catalogue, const Facts& facts);

  const Assessment& assessment;
  const Catalogue& catalogue;
  const PathwayTemplate& pathway;
  const Facts& facts;
  std::vector<LegBand> bands;
  bool normal_length;  // so that the pathway gives no stretch
  bool has_hamstring_slot;
};

// What the safety rules that fire make of the program, each once, in rule order.
std::vector<const RulePlan*> PlansOf(const Screening& screening, const Catalogue& catalogue);

// What rules and equipment leave of the catalogue, and in a week of the course what must come
// first, the clinician and pain leave of that. The references outlive it.
class Available {
 public:
  Available(const Case& patient, const Screening& screening);

  bool Has(const Exercise& exercise, const Course& course) const;
  // What must have come before it has come, and no rule keeps it for a later week.
  bool IsOpen(const Exercise& exercise, const Course& course) const;
  // Every safety rule that removes it, else the clinician or a sharp pain; nothing else.
  void AddReasonsAgainst(const Exercise& exercise, const Course& course,
                         std::vector<Reason>& reasons) const;
  // Every piece of equipment that it needs and that is not at hand.
  void AddMissingFor(const Exercise& exercise, std::vector<Reason>& reasons) const;

  const std::vector<const RulePlan*>& plans() const { return plans_; }
  bool floor_out_of_reach() const { return floor_out_of_reach_; }
  // What a line of the template rests on, and what the choice of the stretch does.
  const InputsUsed& pathway_inputs() const { return pathway_inputs_; }
  const InputsUsed& stretch_inputs() const { return stretch_inputs_; }

 private:
  bool IsAllowed(const Exercise& exercise) const;
  EquipmentSet MissingFor(const Exercise& exercise) const;

  const Case& patient_;
  const Screening& screening_;
  std::vector<const RulePlan*> plans_;
  bool floor_out_of_reach_;
  InputsUsed pathway_inputs_;
  InputsUsed stretch_inputs_;
  std::vector<bool> allowed_;  // by the rules; one an exercise, in the catalogue's order
  const InputsUsed not_listed_ = {{"equipment", Side::kUnspecified, 0, Unit::kNone, "not listed"}};
};

// May a slot stay empty when there are too many items, or too little time?
enum class Standing {
  kEssential,
  kKept,  // the clinician's wish, or a rule's
  kExtra,
  kGivesWay,  // first of all
  kUncounted  // takes no place and no time of the session
};

// One exercise that may stand in a slot.
struct Option {
  const Exercise* exercise = nullptr;
  std::span<const DoseStep> steps;  // its own, a rung of the trunk ladder, or a rule's
  RuleId rule;
  std::string_view why;  // a key of statements.h
  ExerciseId other;      // that it takes the place of; may be empty
};

// One slot of a week.
struct Wish {
  Slot slot = Slot::kUnspecified;
  Standing standing = Standing::kEssential;
  int from_week = 0;  // 0: since the first
  InputsUsed inputs;
  std::size_t first_option = 0;  // in Wishes::options
  std::size_t option_count = 0;  // at least one
};

// What a week may hold: warm-up, stretch, trunk, then what rules, a plateau, template and clinician
// add. Weeks in which nothing changes share it.
struct Wishes {
  std::vector<Wish> wishes;
  std::vector<Option> options;    // that may be used, best first, wish by wish
  std::vector<Slot> empty_slots;  // that must be filled, and cannot be

  std::span<const Option> OptionsOf(const Wish& wish) const {
    return std::span(options).subspan(wish.first_option, wish.option_count);
  }
};

// Replaces what stands in `wishes`.
void CollectWishes(const Case& patient, const Screening& screening, const Available& available,
                   const Course& course, Wishes& wishes);

// The weeks in which wishes may become others while every decision is ADVANCE.
using WeekSet = std::bitset<64>;
WeekSet ChangesOf(const Case& patient, const Available& available, const Course& course);

// What a program holds in the end, and what time or number left out, with why.
struct Held {
  std::vector<const Exercise*> used;
  std::vector<ExcludedExercise> crowded_out;
};

// Why each exercise that stands in no week was left out, in catalogue order; support items are no
// exercises of their own and are not listed.
std::vector<ExcludedExercise> ExplainLeftOut(const Case& patient, const Screening& screening,
                                             const Available& available, const Course& course,
                                             const Held& held);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_SELECT_H_
