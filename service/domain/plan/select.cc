#include "service/domain/plan/select.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/domain/assess/bands.h"
#include "service/domain/assess/inputs.h"
#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

using Ids = std::vector<ExerciseId>;
constexpr ExerciseId kWarmUpWalk{"W-00"};
constexpr std::size_t kUsualWishes = 8;

template <typename List, typename Element>
bool Contains(const List& list, const Element& element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}

int TemplateWeek(const Course& course) { return 1 + course.advances; }
int TrunkWeek(const Course& course) { return 1 + course.trunk_advances; }

bool InForce(const ProgramEdit& edit, const Course& course) {
  return edit.from_week <= course.week;
}

bool InPhase(StrainPhase phase, StrainPhase from, StrainPhase to) {
  return phase >= from && (to == StrainPhase::kUnspecified || phase <= to);
}

bool InTime(const TemplateItem& item, const Course& course) {
  const int week = TemplateWeek(course);
  return item.from_week <= week && (item.to_week == 0 || week <= item.to_week) &&
         InPhase(course.strain_phase, item.from_phase, item.to_phase);
}

// The clinician's last word on an exercise is that it stays out.
bool RemovedByClinician(ExerciseId id, const Course& course) {
  bool removed = false;
  for (const ProgramEdit& edit : course.edits) {
    if (!InForce(edit, course)) continue;
    if (edit.kind == EditKind::kRemove && edit.exercise == id) removed = true;
    if (edit.new_exercise == id || (edit.kind == EditKind::kLock && edit.exercise == id)) {
      removed = false;
    }
  }
  return removed;
}

const ItemProgress* ProgressOf(ExerciseId id, const Course& course) {
  const auto found = std::find_if(course.items.begin(), course.items.end(),
                                  [&](const ItemProgress& item) { return item.exercise == id; });
  return found == course.items.end() ? nullptr : &*found;
}

bool OpenBy(const UnlockWay& way, const Case& patient, const Course& course) {
  const bool of_pathway =
      way.pathway == Pathway::kUnspecified || way.pathway == patient.pathway.pathway;
  return of_pathway && way.from_week <= TemplateWeek(course) &&
         way.from_phase <= course.strain_phase;
}

// What came in stays in; coming in has its conditions.
bool IsOpen(const Exercise& exercise, const Case& patient, const Course& course) {
  const Unlock& unlock = exercise.unlock;
  const ItemProgress* own = ProgressOf(exercise.id, course);
  if (own != nullptr && own->last) return true;
  if (!unlock.ways.empty() &&
      std::none_of(unlock.ways.begin(), unlock.ways.end(),
                   [&](const UnlockWay& way) { return OpenBy(way, patient, course); })) {
    return false;
  }
  if (!unlock.condition.any.empty() && !Holds(unlock.condition, patient.facts)) return false;
  if (unlock.after_advance && course.last_decision != DecisionKind::kAdvance) return false;
  if (unlock.after.empty()) return true;
  const ItemProgress* before = ProgressOf(unlock.after, course);
  return before != nullptr && before->advances >= unlock.after_advances;
}

bool FloorOutOfReach(const Screening& screening) {
  if (screening.bed_available) return false;
  return std::any_of(screening.removals.begin(), screening.removals.end(), [](const auto& removal) {
    return removal.effect.exclude_tags.test(static_cast<std::size_t>(Tag::kFloor));
  });
}

// Collects the slots one after another.
class Selector {
 public:
  Selector(const Case& patient, const Screening& screening, const Available& available,
           const Course& course)
      : patient_(patient),
        catalogue_(patient.catalogue),
        template_(patient.pathway),
        screening_(screening),
        available_(available),
        plans_(PlansOf(screening, patient.catalogue)),
        course_(course) {}

  Wishes Run() && {
    made_.wishes.reserve(kUsualWishes);
    WishForWarmUp();
    WishForStretch();
    WishForTrunk();
    WishForRuleItems();
    const bool stretches = patient_.has_hamstring_slot;
    for (const TemplateItem& item : stretches ? template_.items : template_.items_normal_length) {
      WishForItem(item, template_.rule, statement::kTemplateItem);
    }
    WishForPlateau();
    WishForAdded();
    WishBeforeSport();
    return std::move(made_);
  }

 private:
  InputUsed PathwayInput() const {
    constexpr std::string_view kWords[] = {"", "TIGHT", "STRAIN", "LBP", "PREV"};
    return {"pathway", Side::kUnspecified, 0, Unit::kNone,
            kWords[static_cast<std::size_t>(template_.pathway)]};
  }

  InputsUsed LegInputs() const {
    InputsUsed inputs;
    for (const LegBand& band : patient_.bands) {
      if (band.measure != Measure::kUnspecified) {
        inputs.push_back(InputOf(band.measure, band.side, patient_.assessment));
      }
    }
    if (inputs.empty()) inputs.push_back(PathwayInput());
    return inputs;
  }

  // The facts a condition asks about, as far as they are known.
  InputsUsed InputsOf(const Condition& condition) const {
    InputsUsed inputs;
    for (const Clause& clause : condition.any) {
      for (const Term& term : clause.terms) {
        if (!patient_.facts.Get(term.fact) || inputs.full()) continue;
        inputs.push_back(InputOf(term.fact, patient_.facts, patient_.assessment));
      }
    }
    if (inputs.empty()) inputs.push_back(PathwayInput());
    return inputs;
  }

  // A rule that brings an exercise in later keeps it out until then.
  bool ComesLater(ExerciseId id) const {
    return std::any_of(plans_.begin(), plans_.end(), [&](const RulePlan* plan) {
      return std::any_of(plan->items.begin(), plan->items.end(), [&](const TemplateItem& item) {
        return item.from_week > TemplateWeek(course_) && Contains(item.preference, id);
      });
    });
  }

  // Null when it may not be used.
  const Exercise* Usable(ExerciseId id) const {
    const Exercise* exercise = catalogue_.FindExercise(id);
    Ensure(exercise != nullptr);
    return available_.Has(*exercise) && !ComesLater(id) ? exercise : nullptr;
  }

  // The doses of an exercise: a rule's ladder goes before its own.
  std::span<const DoseStep> StepsOf(const Exercise& exercise) const {
    for (const RulePlan* plan : plans_) {
      if (plan->ladder_of == exercise.id) return plan->ladder;
    }
    return exercise.steps;
  }

  void Offer(Wish& wish, ExerciseId id, RuleId rule, std::string_view why,
             ExerciseId other = {}) const {
    const Exercise* exercise = Usable(id);
    if (exercise == nullptr || Find(id, wish) != wish.options.end()) return;
    wish.options.push_back({exercise, StepsOf(*exercise), rule, why, other});
  }

  Wish& Begin(Slot slot, Standing standing, std::size_t most) {
    Wish& wish = made_.wishes.emplace_back();
    wish.slot = slot;
    wish.standing = standing;
    wish.options.reserve(most);
    return wish;
  }

  // The clinician's swaps and locks stand first; a slot that nothing can fill is told or dropped.
  void Finish() {
    Wish& wish = made_.wishes.back();
    for (const ProgramEdit& edit : course_.edits) {
      if (!InForce(edit, course_)) continue;
      if (edit.kind == EditKind::kSwap) Swap(edit, wish);
      if (edit.kind == EditKind::kLock) Lock(edit, wish);
    }
    if (!wish.options.empty()) return;
    if (wish.standing == Standing::kEssential) made_.empty_slots.push_back(wish.slot);
    made_.wishes.pop_back();
  }

  static std::vector<Option>::iterator Find(ExerciseId id, Wish& wish) {
    return std::find_if(wish.options.begin(), wish.options.end(),
                        [&](const Option& option) { return option.exercise->id == id; });
  }

  void Swap(const ProgramEdit& edit, Wish& wish) const {
    const auto from = Find(edit.exercise, wish);
    const Exercise* to = Usable(edit.new_exercise);
    if (from == wish.options.end() || to == nullptr) return;
    std::erase_if(wish.options, [&](const Option& option) {
      return option.exercise == to || option.exercise->id == edit.exercise;
    });
    wish.options.insert(wish.options.begin(), {to, StepsOf(*to), rule::kEdit,
                                               statement::kSwappedByClinician, edit.exercise});
  }

  static void Lock(const ProgramEdit& edit, Wish& wish) {
    const auto locked = Find(edit.exercise, wish);
    if (locked == wish.options.end()) return;
    Option only = *locked;
    only.rule = rule::kEdit;
    only.why = statement::kLockedByClinician;
    wish.options.assign(1, only);
    if (wish.standing != Standing::kEssential) wish.standing = Standing::kKept;
  }

  void WishForWarmUp() {
    Wish& wish = Begin(Slot::kWarmUp, Standing::kEssential, 1);
    wish.inputs.push_back(PathwayInput());
    Offer(wish, kWarmUpWalk, template_.rule, statement::kWarmUp);
    Finish();
  }

  // -- The hamstring slot

  void WishForStretch() {
    if (!patient_.has_hamstring_slot) return;
    Wish& wish = Begin(Slot::kStretch, Standing::kEssential, template_.stretch_preference.size());
    wish.inputs = LegInputs();
    if (!OfferReplacements(wish)) OfferStretches(wish);
    Ease(wish);
    Finish();
  }

  // Some rule puts something else into the place of the stretch.
  bool OfferReplacements(Wish& wish) const {
    bool replaced = false;
    for (const Screening::Removal& removal : screening_.removals) {
      for (ExerciseId id : removal.effect.hamstring_slot) {
        Offer(wish, id, removal.rule_id, statement::kInPlaceOfStretch);
        replaced = true;
      }
    }
    return replaced;
  }

  void OfferStretches(Wish& wish) const {
    const bool no_floor = FloorOutOfReach(screening_);
    const Ids& order =
        no_floor ? template_.stretch_preference_no_floor : template_.stretch_preference;
    if (no_floor) {
      wish.inputs.push_back(
          InputOf(Fact::kFloorTransferUnsafe, patient_.facts, patient_.assessment));
    }
    const bool late = TemplateWeek(course_) >= template_.stretch_late_from_week;
    for (ExerciseId id : order) {
      if (!late && Contains(template_.stretch_late_only, id)) continue;
      Offer(wish, id, template_.rule,
            no_floor ? statement::kStretchNoFloor : statement::kStretchPreferred);
    }
  }

  // A stretch that was too much gives its place to its first easier one that can be used.
  void Ease(Wish& wish) const {
    for (ExerciseId id : course_.regressed) {
      const auto hard = Find(id, wish);
      if (hard == wish.options.end()) continue;
      const Ids& easier = hard->exercise->regress;
      const auto first = std::find_if(easier.begin(), easier.end(), [&](ExerciseId other) {
        return Usable(other) != nullptr && !Contains(course_.regressed, other);
      });
      if (first == easier.end()) continue;
      const Exercise* exercise = Usable(*first);
      std::erase_if(wish.options, [&](const Option& option) {
        return option.exercise == exercise || option.exercise->id == id;
      });
      wish.options.insert(wish.options.begin(),
                          {exercise, StepsOf(*exercise), rule::kRegress, statement::kEasier, id});
    }
  }

  // -- The trunk slot

  // The highest rung that the course has reached.
  std::size_t RungReached() const {
    std::size_t reached = 0;
    for (std::size_t i = 0; i < template_.trunk.size(); ++i) {
      const TrunkRung& rung = template_.trunk[i];
      if (rung.from_week <= TrunkWeek(course_) && rung.from_phase <= course_.strain_phase) {
        reached = i;
      }
    }
    return reached;
  }

  // Each rung has a dose of its own, also where two have the same exercise.
  void OfferRung(const TrunkRung& rung, const Ids& order, std::string_view why, Wish& wish) const {
    for (ExerciseId id : order) {
      if (const Exercise* exercise = Usable(id)) {
        wish.options.push_back({exercise, {&rung.dose, 1}, rule::kTrunk, why, {}});
      }
    }
  }

  void WishForTrunk() {
    const std::vector<TrunkRung>& rungs = template_.trunk;
    const std::size_t reached = RungReached();
    const bool together = reached == 0 && !template_.trunk_together.empty();
    const Ids& first = together ? template_.trunk_together : rungs[reached].preference;
    Wish& wish = Begin(Slot::kTrunk, Standing::kEssential, 2 * rungs.size() + first.size());
    wish.from_week = rungs[reached].from_week;
    wish.inputs.push_back(PathwayInput());
    OfferRung(rungs[reached], first, statement::kTrunkStep, wish);
    for (std::size_t i = reached; i-- > 0;) {
      OfferRung(rungs[i], rungs[i].preference, statement::kTrunkStays, wish);
    }
    if (wish.options.empty()) {
      for (ExerciseId id : catalogue_.trunk_fallback) {
        Offer(wish, id, rule::kTrunk, statement::kTrunkFallback);
      }
    }
    Finish();
    if (!together) return;
    Wish& second = Begin(Slot::kTrunk, Standing::kExtra, first.size());
    second.from_week = rungs[reached].from_week;
    second.inputs.push_back(PathwayInput());
    OfferRung(rungs[reached], first, statement::kTrunkStep, second);
    Finish();
  }

  // -- All others

  void WishForItem(const TemplateItem& item, RuleId by, std::string_view why) {
    if (!InTime(item, course_)) return;
    const bool called_for = item.condition.any.empty() || Holds(item.condition, patient_.facts);
    Wish& wish = Begin(Slot::kOther, item.gives_way ? Standing::kGivesWay : Standing::kExtra,
                       item.preference.size() + item.otherwise.size());
    wish.from_week = item.from_week;
    wish.inputs = InputsOf(item.condition);
    if (called_for) {
      for (ExerciseId id : item.preference) Offer(wish, id, by, why);
    }
    if (wish.options.empty()) {
      for (ExerciseId id : item.otherwise) {
        Offer(wish, id, by, statement::kTemplateOtherwise, item.preference.front());
      }
    }
    Finish();
  }

  void WishForRuleItems() {
    for (const RulePlan* plan : plans_) {
      for (const TemplateItem& item : plan->items) {
        WishForItem(item, plan->rule, statement::kRuleItem);
      }
    }
  }

  void WishForPlateau() {
    if (course_.plateau == PlateauStep::kTechnique) {
      WishForOne(catalogue_.plateau.technique, statement::kOtherTechnique);
    }
    if (course_.plateau == PlateauStep::kAccept) {
      WishForOne(catalogue_.plateau.strength, statement::kFunctionFirst);
    }
  }

  void WishForOne(const Ids& order, std::string_view why) {
    Wish& wish = Begin(Slot::kOther, Standing::kExtra, order.size());
    wish.inputs.push_back(PathwayInput());
    for (ExerciseId id : order) Offer(wish, id, rule::kPlateau, why);
    if (!wish.options.empty()) wish.slot = SlotOf(*wish.options.front().exercise);
    Finish();
  }

  // Push-relax takes turns with the stretch, and leg swings belong to sport.
  static Slot SlotOf(const Exercise& exercise) {
    switch (exercise.exercise_class) {
      case ExerciseClass::kStatic:
      case ExerciseClass::kPnf:
        return Slot::kStretch;
      case ExerciseClass::kTrunk:
        return Slot::kTrunk;
      case ExerciseClass::kDynamic:
        return Slot::kBeforeSport;
      default:
        return Slot::kOther;
    }
  }

  void WishForAdded() {
    for (const ProgramEdit& edit : course_.edits) {
      const bool second = edit.kind == EditKind::kSetSecondStretch;
      if (!InForce(edit, course_) || (edit.kind != EditKind::kAdd && !second)) continue;
      Wish& wish = Begin(Slot::kOther, Standing::kKept, 1);
      wish.inputs.push_back(PathwayInput());
      Offer(wish, edit.new_exercise, rule::kEdit,
            second ? statement::kSecondStretch : statement::kAddedByClinician);
      if (!wish.options.empty()) wish.slot = SlotOf(*wish.options.front().exercise);
      if (wish.slot == Slot::kBeforeSport) wish.standing = Standing::kUncounted;
      Finish();
    }
  }

  void WishBeforeSport() {
    if (template_.before_sport.empty()) return;
    Wish& wish = Begin(Slot::kBeforeSport, Standing::kUncounted, template_.before_sport.size());
    wish.inputs.push_back(PathwayInput());
    for (ExerciseId id : template_.before_sport) {
      Offer(wish, id, template_.rule, statement::kBeforeSport);
    }
    Finish();
  }

  const Case& patient_;
  const Catalogue& catalogue_;
  const PathwayTemplate& template_;
  const Screening& screening_;
  const Available& available_;
  const std::vector<const RulePlan*> plans_;
  const Course& course_;
  Wishes made_;
};

// -- Why not
// ---------------------------------------------------------------------------------------

class LeftOut {
 public:
  LeftOut(const Case& patient, const Available& available, const Wishes& wishes, const Held& held)
      : patient_(patient),
        template_(patient.pathway),
        available_(available),
        wishes_(wishes),
        held_(held) {}

  std::vector<ExcludedExercise> All() && {
    const std::vector<Exercise>& exercises = patient_.catalogue.exercises;
    std::vector<ExcludedExercise> all;
    all.reserve(exercises.size());
    for (const Exercise& exercise : exercises) {
      if (exercise.exercise_class == ExerciseClass::kSupport) continue;
      if (Contains(held_.used, &exercise)) continue;
      all.push_back({exercise.id, Explained(exercise)});
    }
    return all;
  }

 private:
  // Neighbors are often left out for the same reason: they share it.
  Reasons Explained(const Exercise& exercise) {
    for (const ExcludedExercise& crowded : held_.crowded_out) {
      if (crowded.exercise == exercise.id) return crowded.reasons;
    }
    reasons_.clear();
    Explain(exercise);
    if (!std::equal(reasons_.begin(), reasons_.end(), last_.begin(), last_.end())) {
      last_ = Reasons(reasons_);
    }
    return last_;
  }

  void Tell(std::string_view statement, const Arguments& arguments) {
    reasons_.push_back({template_.rule, statement, arguments, {}});
  }

  void Explain(const Exercise& exercise) {
    available_.AddReasonsAgainst(exercise, reasons_);
    if (!reasons_.empty()) return;
    if (exercise.exercise_class == ExerciseClass::kStatic && !patient_.has_hamstring_slot) {
      return Tell(statement::kNoStretchNeeded, {});
    }
    if (!HasPlace(exercise.id)) return Tell(statement::kNoPlace, {});
    if (!available_.IsUnlocked(exercise)) {
      reasons_.push_back({exercise.dose_rule, statement::kLocked, {}, {}});
      return;
    }
    available_.AddMissingFor(exercise, reasons_);
    if (reasons_.empty()) WhyNotChosen(exercise);
  }

  // The template could have put it somewhere, in some week.
  bool HasPlace(ExerciseId id) const {
    const auto on_ladder = [&](const TrunkRung& rung) { return Contains(rung.preference, id); };
    return IsOffered(id) || Contains(template_.stretch_preference, id) ||
           Contains(patient_.catalogue.trunk_fallback, id) || ItemWith(id) != nullptr ||
           std::any_of(template_.trunk.begin(), template_.trunk.end(), on_ladder);
  }

  bool IsOffered(ExerciseId id) const { return WishWith(id) != nullptr; }

  const Wish* WishWith(ExerciseId id) const {
    for (const Wish& wish : wishes_.wishes) {
      for (const Option& option : wish.options) {
        if (option.exercise->id == id) return &wish;
      }
    }
    return nullptr;
  }

  const TemplateItem* ItemWith(ExerciseId id) const {
    const auto& items =
        patient_.has_hamstring_slot ? template_.items : template_.items_normal_length;
    const auto found = std::find_if(items.begin(), items.end(), [&](const TemplateItem& item) {
      return Contains(item.preference, id) || Contains(item.otherwise, id);
    });
    return found == items.end() ? nullptr : &*found;
  }

  // Another exercise stands in its place, or nothing calls for it.
  void WhyNotChosen(const Exercise& exercise) {
    const TemplateItem* item = ItemWith(exercise.id);
    const Exercise* chosen = item == nullptr ? ChosenBefore(exercise) : ChosenOf(*item);
    if (chosen != nullptr) {
      return Tell(statement::kOtherPreferred, {ArgumentOf("exercise", chosen->id)});
    }
    Tell(item != nullptr && !item->condition.any.empty() ? statement::kNotCalledFor
                                                         : statement::kNoPlace,
         {});
  }

  const Exercise* ChosenOf(const TemplateItem& item) const {
    const auto found = std::find_if(held_.used.begin(), held_.used.end(), [&](const Exercise* e) {
      return Contains(item.preference, e->id) || Contains(item.otherwise, e->id);
    });
    return found == held_.used.end() ? nullptr : *found;
  }

  // Of the same kind, so of the same slot.
  const Exercise* ChosenBefore(const Exercise& exercise) const {
    const auto found = std::find_if(held_.used.begin(), held_.used.end(), [&](const Exercise* e) {
      return e->exercise_class == exercise.exercise_class;
    });
    return found == held_.used.end() ? nullptr : *found;
  }

  const Case& patient_;
  const PathwayTemplate& template_;
  const Available& available_;
  const Wishes& wishes_;
  const Held& held_;
  std::vector<Reason> reasons_;
  Reasons last_;
};

}  // namespace

Case::Case(const Assessment& of_assessment, const Catalogue& of_catalogue)
    : assessment(of_assessment),
      catalogue(of_catalogue),
      pathway(*of_catalogue.FindPathway(of_assessment.fields().pathway)),
      facts(FactsOf(of_assessment, of_catalogue.norms)),
      bands(Bands(of_assessment, of_catalogue.norms)),
      has_hamstring_slot(HasHamstringSlot(of_assessment, bands)) {}

std::vector<const RulePlan*> PlansOf(const Screening& screening, const Catalogue& catalogue) {
  std::vector<const RulePlan*> plans;
  for (const Screening::Removal& removal : screening.removals) {
    const RulePlan* plan = catalogue.FindRulePlan(removal.rule_id);
    if (plan != nullptr && !Contains(plans, plan)) plans.push_back(plan);
  }
  return plans;
}

Available::Available(const Case& patient, const Screening& screening, const Course& course)
    : patient_(patient), catalogue_(patient.catalogue), screening_(screening), course_(course) {
  has_.reserve(catalogue_.exercises.size());
  for (const Exercise& exercise : catalogue_.exercises) {
    has_.push_back(MissingFor(exercise).none() && screening.Allows(exercise) &&
                   IsOpen(exercise, patient, course) && !RemovedByClinician(exercise.id, course) &&
                   !Contains(course.removed, exercise.id));
  }
}

EquipmentSet Available::MissingFor(const Exercise& exercise) const {
  return exercise.equipment & ~patient_.assessment.fields().equipment;
}

void Available::AddReasonsAgainst(const Exercise& exercise, std::vector<Reason>& reasons) const {
  if (Has(exercise)) return;
  for (RuleId id : screening_.RemovedBy(exercise)) {
    reasons.push_back({id, statement::kRemovedByRule, {}, {}});
  }
  if (!reasons.empty()) return;
  if (Contains(course_.removed, exercise.id)) {
    reasons.push_back({rule::kRegress, statement::kRemovedForPain, {}, {}});
  } else if (RemovedByClinician(exercise.id, course_)) {
    reasons.push_back({rule::kEdit, statement::kRemovedByClinician, {}, {}});
  }
}

bool Available::IsUnlocked(const Exercise& exercise) const {
  return IsOpen(exercise, patient_, course_);
}

void Available::AddMissingFor(const Exercise& exercise, std::vector<Reason>& reasons) const {
  const EquipmentSet missing = MissingFor(exercise);
  if (missing.none()) return;
  for (std::size_t piece = 0; piece < missing.size(); ++piece) {
    if (!missing.test(piece)) continue;
    reasons.push_back({rule::kEquipment,
                       statement::kNoEquipment[piece],
                       {},
                       {{"equipment", Side::kUnspecified, 0, Unit::kNone, "not listed"}}});
  }
}

Wishes WishesOf(const Case& patient, const Screening& screening, const Available& available,
                const Course& course) {
  return Selector(patient, screening, available, course).Run();
}

WeekSet ChangesOf(const Case& patient, const Course& course) {
  const Catalogue& catalogue = patient.catalogue;
  WeekSet changes;
  const auto add = [&](int week) {
    if (week > 0 && week < static_cast<int>(changes.size())) {
      changes.set(static_cast<std::size_t>(week));
    }
  };
  const auto add_items = [&](const std::vector<TemplateItem>& items) {
    for (const TemplateItem& item : items) {
      add(item.from_week);
      add(item.to_week + 1);
    }
  };
  add(patient.pathway.stretch_late_from_week);
  for (const TrunkRung& rung : patient.pathway.trunk) add(rung.from_week);
  add_items(patient.pathway.items);
  add_items(patient.pathway.items_normal_length);
  for (const RulePlan& plan : catalogue.rule_plans) add_items(plan.items);
  for (const Exercise& exercise : catalogue.exercises) {
    for (const UnlockWay& way : exercise.unlock.ways) add(way.from_week);
  }
  for (const ProgramEdit& edit : course.edits) add(edit.from_week);
  return changes;
}

std::vector<ExcludedExercise> ExplainLeftOut(const Case& patient, const Available& available,
                                             const Wishes& wishes, const Held& held) {
  return LeftOut(patient, available, wishes, held).All();
}

}  // namespace ischia::domain
