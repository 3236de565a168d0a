#include "service/domain/plan/select.h"

#include <algorithm>
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
constexpr std::size_t kUsualOptions = 32;

template <typename List, typename Element>
bool Contains(const List& list, const Element& element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}

// Weeks as if every decision had been ADVANCE.
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
    const bool locked = edit.kind == EditKind::kLock && edit.exercise == id;
    if (locked || edit.new_exercise == id) removed = false;
  }
  return removed;
}

const ItemProgress* ProgressOf(ExerciseId id, const Course& course) {
  const auto found = std::find_if(course.items.begin(), course.items.end(),
                                  [&](const ItemProgress& item) { return item.exercise == id; });
  return found == course.items.end() ? nullptr : &*found;
}

bool OpenBy(const UnlockWay& way, Pathway pathway, const Course& course) {
  return (way.pathway == Pathway::kUnspecified || way.pathway == pathway) &&
         way.from_week <= TemplateWeek(course) && way.from_phase <= course.strain_phase;
}

// What came in stays in; coming in has its conditions.
bool IsUnlocked(const Exercise& exercise, const Case& patient, const Course& course) {
  const Unlock& unlock = exercise.unlock;
  const ItemProgress* own = ProgressOf(exercise.id, course);
  if (own != nullptr && own->last) return true;
  if (!unlock.ways.empty() &&
      std::none_of(unlock.ways.begin(), unlock.ways.end(), [&](const UnlockWay& way) {
        return OpenBy(way, patient.pathway.pathway, course);
      })) {
    return false;
  }
  if (!unlock.condition.any.empty() && !Holds(unlock.condition, patient.facts)) return false;
  if (unlock.after_advance && course.last_decision != DecisionKind::kAdvance) return false;
  if (unlock.after.empty()) return true;
  const ItemProgress* before = ProgressOf(unlock.after, course);
  return before != nullptr && before->advances >= unlock.after_advances;
}

// A rule that brings an exercise in later keeps it out until then.
bool ComesLater(ExerciseId id, const std::vector<const RulePlan*>& plans, const Course& course) {
  return std::any_of(plans.begin(), plans.end(), [&](const RulePlan* plan) {
    return std::any_of(plan->items.begin(), plan->items.end(), [&](const TemplateItem& item) {
      return item.from_week > TemplateWeek(course) && Contains(item.preference, id);
    });
  });
}

bool FloorOutOfReach(const Screening& screening) {
  if (screening.bed_available) return false;
  return std::any_of(screening.removals.begin(), screening.removals.end(), [](const auto& removal) {
    return removal.effect.exclude_tags.test(static_cast<std::size_t>(Tag::kFloor));
  });
}

// The slot of an exercise that no template has put anywhere: push-relax takes turns with the
// stretch, and leg swings belong to sport.
Slot SlotFor(const Exercise& exercise) {
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

InputUsed PathwayInput(Pathway pathway) {
  constexpr std::string_view kWords[] = {"", "TIGHT", "STRAIN", "LBP", "PREV"};
  return {"pathway", Side::kUnspecified, 0, Unit::kNone, kWords[static_cast<std::size_t>(pathway)]};
}

// What the choice of a stretch rests on.
InputsUsed StretchInputs(const Case& patient, bool no_floor) {
  std::vector<InputUsed> inputs;
  for (const LegBand& band : patient.bands) {
    if (band.measure != Measure::kUnspecified) {
      inputs.push_back(InputOf(band.measure, band.side, patient.assessment));
    }
  }
  if (inputs.empty()) inputs.push_back(PathwayInput(patient.pathway.pathway));
  if (no_floor) {
    inputs.push_back(InputOf(Fact::kFloorTransferUnsafe, patient.facts, patient.assessment));
  }
  return InputsUsed(std::move(inputs));
}

// -- What each slot may hold ----------------------------------------------------------------------

// Collects the slots one after another.
class Selector {
 public:
  Selector(const Case& patient, const Screening& screening, const Available& available,
           const Course& course, Wishes& wishes)
      : patient_(patient),
        catalogue_(patient.catalogue),
        template_(patient.pathway),
        screening_(screening),
        available_(available),
        course_(course),
        wishes_(wishes),
        pathway_inputs_(available.pathway_inputs()) {}

  void Run() {
    wishes_.wishes.clear();
    wishes_.options.clear();
    wishes_.empty_slots.clear();
    wishes_.wishes.reserve(kUsualWishes);
    wishes_.options.reserve(kUsualOptions);
    WishForWarmUp();
    WishForStretch();
    WishForTrunk();
    WishForRuleItems();
    WishForPlateau();
    const bool stretches = patient_.has_hamstring_slot;
    for (const TemplateItem& item : stretches ? template_.items : template_.items_normal_length) {
      WishForItem(item, template_.rule, statement::kTemplateItem);
    }
    WishForAdded();
    WishBeforeSport();
  }

 private:
  // The facts a condition asks about, as far as they are known.
  InputsUsed InputsOf(const Condition& condition) const {
    std::vector<InputUsed> inputs;
    for (const Clause& clause : condition.any) {
      for (const Term& term : clause.terms) {
        if (!patient_.facts.Get(term.fact)) continue;
        inputs.push_back(InputOf(term.fact, patient_.facts, patient_.assessment));
      }
    }
    return inputs.empty() ? pathway_inputs_ : InputsUsed(std::move(inputs));
  }

  // Null when it may not be used, or when an old edit names what the catalogue has no longer.
  const Exercise* Usable(ExerciseId id) const {
    const Exercise* exercise = catalogue_.FindExercise(id);
    return exercise != nullptr && available_.Has(*exercise, course_) ? exercise : nullptr;
  }

  // The doses of an exercise: a rule's ladder goes before its own.
  std::span<const DoseStep> StepsOf(const Exercise& exercise) const {
    for (const RulePlan* plan : available_.plans()) {
      if (plan->ladder_of == exercise.id) return plan->ladder;
    }
    return exercise.steps;
  }

  // -- The wish that is being made is the last one

  Wish& Begin(Slot slot, Standing standing) {
    Wish& wish = wishes_.wishes.emplace_back();
    wish.slot = slot;
    wish.standing = standing;
    wish.inputs = pathway_inputs_;
    wish.first_option = wishes_.options.size();
    return wish;
  }

  using OptionAt = std::vector<Option>::iterator;
  OptionAt FirstOption() {
    return wishes_.options.begin() +
           static_cast<std::ptrdiff_t>(wishes_.wishes.back().first_option);
  }
  OptionAt EndOfOptions() { return wishes_.options.end(); }
  bool HasOptions() { return FirstOption() != EndOfOptions(); }
  OptionAt Find(ExerciseId id) {
    return std::find_if(FirstOption(), EndOfOptions(),
                        [&](const Option& option) { return option.exercise->id == id; });
  }

  void Offer(ExerciseId id, RuleId rule, std::string_view why, ExerciseId other = {}) {
    const Exercise* exercise = Usable(id);
    if (exercise == nullptr || Find(id) != EndOfOptions()) return;
    wishes_.options.push_back({exercise, StepsOf(*exercise), rule, why, other});
  }

  // Puts an exercise in the place of another, before all options.
  void PutInPlaceOf(ExerciseId id, const Exercise& exercise, RuleId rule, std::string_view why) {
    const auto goes = [&](const Option& option) {
      return option.exercise == &exercise || option.exercise->id == id;
    };
    wishes_.options.erase(std::remove_if(FirstOption(), EndOfOptions(), goes), EndOfOptions());
    wishes_.options.insert(FirstOption(), {&exercise, StepsOf(exercise), rule, why, id});
  }

  // The clinician's swaps and locks stand first; a slot that nothing can fill is told or dropped.
  void Finish() {
    for (const ProgramEdit& edit : course_.edits) {
      if (!InForce(edit, course_)) continue;
      if (edit.kind == EditKind::kSwap) Swap(edit);
      if (edit.kind == EditKind::kLock) Lock(edit);
    }
    Wish& wish = wishes_.wishes.back();
    wish.option_count = wishes_.options.size() - wish.first_option;
    if (wish.option_count > 0) return;
    if (wish.standing == Standing::kEssential) wishes_.empty_slots.push_back(wish.slot);
    wishes_.wishes.pop_back();
  }

  // A slot takes its own kind, the stretch's also what a rule puts there.
  bool Suits(const Exercise& exercise) {
    const Slot slot = wishes_.wishes.back().slot;
    const bool late = TemplateWeek(course_) < template_.stretch_late_from_week &&
                      Contains(template_.stretch_late_only, exercise.id);
    return (SlotFor(exercise) == slot && !late) || Find(exercise.id) != EndOfOptions();
  }

  void Swap(const ProgramEdit& edit) {
    const Exercise* to = Usable(edit.new_exercise);
    if (to == nullptr || Find(edit.exercise) == EndOfOptions() || !Suits(*to)) return;
    PutInPlaceOf(edit.exercise, *to, rule::kEdit, statement::kSwappedByClinician);
  }

  void Lock(const ProgramEdit& edit) {
    const auto locked = Find(edit.exercise);
    if (locked == EndOfOptions()) return;
    *FirstOption() = *locked;
    FirstOption()->rule = rule::kEdit;
    FirstOption()->why = statement::kLockedByClinician;
    wishes_.options.erase(FirstOption() + 1, EndOfOptions());
    Wish& wish = wishes_.wishes.back();
    if (wish.standing != Standing::kEssential) wish.standing = Standing::kKept;
  }

  void WishForWarmUp() {
    Begin(Slot::kWarmUp, Standing::kEssential);
    Offer(kWarmUpWalk, template_.rule, statement::kWarmUp);
    Finish();
  }

  // -- The hamstring slot

  void WishForStretch() {
    if (!patient_.has_hamstring_slot) return;
    Begin(Slot::kStretch, Standing::kEssential).inputs = available_.stretch_inputs();
    if (!OfferReplacements()) OfferStretches(available_.floor_out_of_reach());
    Ease();
    Finish();
  }

  // Some rule puts something else into the place of the stretch.
  bool OfferReplacements() {
    bool replaced = false;
    for (const Screening::Removal& removal : screening_.removals) {
      for (ExerciseId id : removal.effect.hamstring_slot) {
        Offer(id, removal.rule_id, statement::kInPlaceOfStretch);
        replaced = true;
      }
    }
    return replaced;
  }

  void OfferStretches(bool no_floor) {
    const Ids& order =
        no_floor ? template_.stretch_preference_no_floor : template_.stretch_preference;
    const bool late = TemplateWeek(course_) >= template_.stretch_late_from_week;
    for (ExerciseId id : order) {
      if (!late && Contains(template_.stretch_late_only, id)) continue;
      Offer(id, template_.rule,
            no_floor ? statement::kStretchNoFloor : statement::kStretchPreferred);
    }
  }

  // A stretch that was too much gives its place to its first easier one that can be used.
  void Ease() {
    for (ExerciseId id : course_.regressed) {
      const auto hard = Find(id);
      if (hard == EndOfOptions()) continue;
      for (ExerciseId easier : hard->exercise->regress) {
        const Exercise* exercise = Usable(easier);
        if (exercise == nullptr || Contains(course_.regressed, easier)) continue;
        PutInPlaceOf(id, *exercise, rule::kRegress, statement::kEasier);
        break;
      }
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
  void OfferRung(const TrunkRung& rung, const Ids& order, std::string_view why) {
    for (ExerciseId id : order) {
      if (const Exercise* exercise = Usable(id)) {
        wishes_.options.push_back({exercise, {&rung.dose, 1}, rule::kTrunk, why, {}});
      }
    }
  }

  // Less of the same goes before another exercise.
  void OfferFallback() {
    for (ExerciseId id : catalogue_.trunk_fallback) {
      const Exercise* exercise = Usable(id);
      if (exercise == nullptr) continue;
      const std::span<const DoseStep> steps = exercise->steps;
      for (std::size_t most = steps.size(); most > 0; --most) {
        wishes_.options.push_back(
            {exercise, steps.first(most), rule::kTrunk, statement::kTrunkFallback, {}});
      }
    }
  }

  void WishForTrunk() {
    const std::vector<TrunkRung>& rungs = template_.trunk;
    const std::size_t reached = RungReached();
    const bool together = reached == 0 && !template_.trunk_together.empty();
    const Ids& first = together ? template_.trunk_together : rungs[reached].preference;
    Begin(Slot::kTrunk, Standing::kEssential).from_week = rungs[reached].from_week;
    OfferRung(rungs[reached], first, statement::kTrunkStep);
    for (std::size_t i = reached; i-- > 0;) {
      OfferRung(rungs[i], rungs[i].preference, statement::kTrunkStays);
    }
    if (!HasOptions()) OfferFallback();
    Finish();
    if (!together) return;
    Begin(Slot::kTrunk, Standing::kExtra).from_week = rungs[reached].from_week;
    OfferRung(rungs[reached], first, statement::kTrunkStep);
    Finish();
  }

  // -- All others

  void WishForItem(const TemplateItem& item, RuleId by, std::string_view why) {
    if (!InTime(item, course_)) return;
    const bool called_for = item.condition.any.empty() || Holds(item.condition, patient_.facts);
    Begin(Slot::kOther, item.kept        ? Standing::kKept
                        : item.gives_way ? Standing::kGivesWay
                                         : Standing::kExtra)
        .from_week = item.from_week;
    if (called_for) {
      for (ExerciseId id : item.preference) Offer(id, by, why);
    }
    if (!HasOptions()) {
      for (ExerciseId id : item.otherwise) {
        Offer(id, by, statement::kTemplateOtherwise, item.preference.front());
      }
    }
    if (HasOptions()) wishes_.wishes.back().inputs = InputsOf(item.condition);
    Finish();
  }

  void WishForRuleItems() {
    for (const RulePlan* plan : available_.plans()) {
      for (const TemplateItem& item : plan->items) {
        WishForItem(item, plan->rule, statement::kRuleItem);
      }
    }
  }

  void WishForPlateau() {
    if (course_.plateau == PlateauStep::kTechnique) {
      WishForOneOf(catalogue_.plateau.technique, statement::kOtherTechnique);
    }
    if (course_.plateau == PlateauStep::kAccept) {
      WishForOneOf(catalogue_.plateau.strength, statement::kFunctionFirst);
    }
  }

  void WishForOneOf(const Ids& order, std::string_view why) {
    Begin(Slot::kOther, Standing::kExtra);
    for (ExerciseId id : order) Offer(id, rule::kPlateau, why);
    FitSlot();
    Finish();
  }

  void FitSlot() {
    if (!HasOptions()) return;
    Wish& wish = wishes_.wishes.back();
    wish.slot = SlotFor(*FirstOption()->exercise);
    if (wish.slot == Slot::kBeforeSport) wish.standing = Standing::kUncounted;
  }

  void WishForAdded() {
    for (const ProgramEdit& edit : course_.edits) {
      const bool second = edit.kind == EditKind::kSetSecondStretch;
      if (!InForce(edit, course_) || (edit.kind != EditKind::kAdd && !second)) continue;
      Begin(Slot::kOther, Standing::kKept);
      Offer(edit.new_exercise, rule::kEdit,
            second ? statement::kSecondStretch : statement::kAddedByClinician);
      FitSlot();
      Finish();
    }
  }

  void WishBeforeSport() {
    if (template_.before_sport.empty()) return;
    Begin(Slot::kBeforeSport, Standing::kUncounted);
    for (ExerciseId id : template_.before_sport) {
      Offer(id, template_.rule, statement::kBeforeSport);
    }
    Finish();
  }

  const Case& patient_;
  const Catalogue& catalogue_;
  const PathwayTemplate& template_;
  const Screening& screening_;
  const Available& available_;
  const Course& course_;
  Wishes& wishes_;
  const InputsUsed& pathway_inputs_;
};

// -- Why not --------------------------------------------------------------------------------------

class LeftOut {
 public:
  LeftOut(const Case& patient, const Screening& screening, const Available& available,
          const Course& course, const Held& held)
      : patient_(patient),
        template_(patient.pathway),
        items_(patient.has_hamstring_slot ? template_.items : template_.items_normal_length),
        available_(available),
        course_(course),
        held_(held),
        has_place_(patient.catalogue.exercises.size()) {
    GivePlaces(screening);
  }

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
  void GivePlace(const Ids& ids) {
    for (ExerciseId id : ids) {
      has_place_[patient_.catalogue.IndexOf(*patient_.catalogue.FindExercise(id))] = true;
    }
  }
  void GivePlaces(const std::vector<TemplateItem>& items) {
    for (const TemplateItem& item : items) {
      GivePlace(item.preference);
      GivePlace(item.otherwise);
    }
  }
  // What template and rules could have put somewhere, in some week.
  void GivePlaces(const Screening& screening) {
    GivePlace(template_.stretch_preference);
    for (const TrunkRung& rung : template_.trunk) GivePlace(rung.preference);
    GivePlace(patient_.catalogue.trunk_fallback);
    GivePlace(template_.before_sport);
    GivePlaces(items_);
    for (const RulePlan* plan : available_.plans()) GivePlaces(plan->items);
    for (const Screening::Removal& removal : screening.removals) {
      GivePlace(removal.effect.hamstring_slot);
    }
  }

  // Neighbors are often left out for the same reason: they share it.
  Reasons Explained(const Exercise& exercise) {
    for (const ExcludedExercise& crowded : held_.crowded_out) {
      if (crowded.exercise == exercise.id) return crowded.reasons;
    }
    reasons_.clear();
    Explain(exercise);
    if (!std::equal(reasons_.begin(), reasons_.end(), last_.begin(), last_.end())) {
      last_ = Reasons(std::move(reasons_));
    }
    return last_;
  }

  void Tell(std::string_view statement, const Arguments& arguments) {
    reasons_.push_back({template_.rule, statement, arguments, {}});
  }

  void Explain(const Exercise& exercise) {
    available_.AddReasonsAgainst(exercise, course_, reasons_);
    if (!reasons_.empty()) return;
    if (exercise.exercise_class == ExerciseClass::kStatic && patient_.normal_length) {
      Tell(statement::kNoStretchNeeded, {});
    } else if (!has_place_[patient_.catalogue.IndexOf(exercise)]) {
      Tell(statement::kNoPlace, {});
    } else if (!available_.IsOpen(exercise, course_)) {
      reasons_.push_back({exercise.dose_rule, statement::kLocked, {}, {}});
    } else {
      available_.AddMissingFor(exercise, reasons_);
      if (reasons_.empty()) WhyNotChosen(exercise);
    }
  }

  const TemplateItem* ItemWith(ExerciseId id) const {
    const auto found = std::find_if(items_.begin(), items_.end(), [&](const TemplateItem& item) {
      return Contains(item.preference, id) || Contains(item.otherwise, id);
    });
    return found == items_.end() ? nullptr : &*found;
  }

  // Another exercise stands in its place, or nothing calls for it.
  void WhyNotChosen(const Exercise& exercise) {
    const TemplateItem* item = ItemWith(exercise.id);
    const auto chosen =
        std::find_if(held_.used.begin(), held_.used.end(), [&](const Exercise* used) {
          if (item == nullptr) return used->exercise_class == exercise.exercise_class;
          return Contains(item->preference, used->id) || Contains(item->otherwise, used->id);
        });
    if (chosen != held_.used.end()) {
      Tell(statement::kOtherPreferred, {ArgumentOf("exercise", (*chosen)->id)});
    } else if (item != nullptr && !item->condition.any.empty()) {
      Tell(statement::kNotCalledFor, {});
    } else {
      Tell(statement::kNoPlace, {});
    }
  }

  const Case& patient_;
  const PathwayTemplate& template_;
  const std::vector<TemplateItem>& items_;
  const Available& available_;
  const Course& course_;
  const Held& held_;
  std::vector<bool> has_place_;  // one an exercise, in the catalogue's order
  std::vector<Reason> reasons_;
  Reasons last_;
};

}  // namespace

Case::Case(const Assessment& of_assessment, const Catalogue& of_catalogue, const Facts& its_facts)
    : assessment(of_assessment),
      catalogue(of_catalogue),
      pathway(*of_catalogue.FindPathway(of_assessment.fields().pathway)),
      facts(its_facts),
      bands(Bands(of_assessment, of_catalogue.norms)),
      normal_length(!HasHamstringSlot(of_assessment, bands)),
      has_hamstring_slot(!normal_length) {}

std::vector<const RulePlan*> PlansOf(const Screening& screening, const Catalogue& catalogue) {
  std::vector<const RulePlan*> plans;
  for (const Screening::Removal& removal : screening.removals) {
    const RulePlan* plan = catalogue.FindRulePlan(removal.rule_id);
    if (plan != nullptr && !Contains(plans, plan)) plans.push_back(plan);
  }
  return plans;
}

Available::Available(const Case& patient, const Screening& screening)
    : patient_(patient),
      screening_(screening),
      plans_(PlansOf(screening, patient.catalogue)),
      floor_out_of_reach_(FloorOutOfReach(screening)),
      pathway_inputs_{PathwayInput(patient.pathway.pathway)},
      stretch_inputs_(StretchInputs(patient, floor_out_of_reach_)) {
  allowed_.reserve(patient.catalogue.exercises.size());
  for (const Exercise& exercise : patient.catalogue.exercises) {
    allowed_.push_back(screening.Allows(exercise));
  }
}

bool Available::IsAllowed(const Exercise& exercise) const {
  return allowed_[patient_.catalogue.IndexOf(exercise)];
}

bool Available::Has(const Exercise& exercise, const Course& course) const {
  return IsAllowed(exercise) && MissingFor(exercise).none() && IsOpen(exercise, course) &&
         !RemovedByClinician(exercise.id, course) && !Contains(course.removed, exercise.id);
}

bool Available::IsOpen(const Exercise& exercise, const Course& course) const {
  return (!exercise.unlock.asks() || IsUnlocked(exercise, patient_, course)) &&
         !ComesLater(exercise.id, plans_, course);
}

EquipmentSet Available::MissingFor(const Exercise& exercise) const {
  return exercise.equipment & ~patient_.assessment.fields().equipment;
}

void Available::AddReasonsAgainst(const Exercise& exercise, const Course& course,
                                  std::vector<Reason>& reasons) const {
  if (!IsAllowed(exercise)) {
    for (RuleId id : screening_.RemovedBy(exercise)) {
      reasons.push_back({id, statement::kRemovedByRule, {}, {}});
    }
  } else if (Contains(course.removed, exercise.id)) {
    reasons.push_back({rule::kRegress, statement::kRemovedForPain, {}, {}});
  } else if (RemovedByClinician(exercise.id, course)) {
    reasons.push_back({rule::kEdit, statement::kRemovedByClinician, {}, {}});
  }
}

void Available::AddMissingFor(const Exercise& exercise, std::vector<Reason>& reasons) const {
  const EquipmentSet missing = MissingFor(exercise);
  if (missing.none()) return;
  for (std::size_t piece = 0; piece < missing.size(); ++piece) {
    if (!missing.test(piece)) continue;
    reasons.push_back({rule::kEquipment, statement::kNoEquipment[piece], {}, not_listed_});
  }
}

void CollectWishes(const Case& patient, const Screening& screening, const Available& available,
                   const Course& course, Wishes& wishes) {
  Selector(patient, screening, available, course, wishes).Run();
}

WeekSet ChangesOf(const Case& patient, const Available& available, const Course& course) {
  WeekSet changes;
  const auto add = [&](int week) {
    if (week > 0 && week < static_cast<int>(changes.size())) {
      changes.set(static_cast<std::size_t>(week));
    }
  };
  const auto add_items = [&](const std::vector<TemplateItem>& items) {
    for (const TemplateItem& item : items) {
      add(item.from_week);
      if (item.to_week > 0) add(item.to_week + 1);
    }
  };
  add(patient.pathway.stretch_late_from_week);
  for (const TrunkRung& rung : patient.pathway.trunk) add(rung.from_week);
  add_items(patient.has_hamstring_slot ? patient.pathway.items
                                       : patient.pathway.items_normal_length);
  for (const RulePlan* plan : available.plans()) add_items(plan->items);
  if (course.edits.empty() && course.plateau == PlateauStep::kNone) return changes;
  // What is not of the template comes in as soon as it is unlocked.
  add(course.week + 1);
  for (const ProgramEdit& edit : course.edits) add(edit.from_week);
  for (const Exercise& exercise : patient.catalogue.exercises) {
    for (const UnlockWay& way : exercise.unlock.ways) add(way.from_week);
  }
  return changes;
}

std::vector<ExcludedExercise> ExplainLeftOut(const Case& patient, const Screening& screening,
                                             const Available& available, const Course& course,
                                             const Held& held) {
  return LeftOut(patient, screening, available, course, held).All();
}

}  // namespace ischia::domain
