#include "service/domain/plan/select.h"

#include <algorithm>
#include <utility>

#include "service/domain/assess/facts.h"
#include "service/domain/assess/inputs.h"
#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

constexpr ExerciseId kWarmUpWalk{"W-00"};
constexpr std::size_t kUsualPlaces = 16;

using Ids = std::vector<ExerciseId>;
using Exercises = std::vector<const Exercise*>;

template <typename List, typename Element>
bool Contains(const List& list, const Element& element) {
  return std::find(list.begin(), list.end(), element) != list.end();
}

// The rule that puts something into the place of the stretch; null when none does.
const Screening::Removal* StretchReplacement(const Screening& screening) {
  const auto& removals = screening.removals;
  const auto found = std::find_if(removals.begin(), removals.end(), [](const auto& removal) {
    return !removal.effect.hamstring_slot.empty();
  });
  return found == removals.end() ? nullptr : &*found;
}

bool FloorOutOfReach(const Screening& screening) {
  if (screening.bed_available) return false;
  return std::any_of(screening.removals.begin(), screening.removals.end(), [](const auto& removal) {
    return removal.effect.exclude_tags.test(static_cast<std::size_t>(Tag::kFloor));
  });
}

// Fills the slots one after another; each step sees what the steps before it placed.
class Selector {
 public:
  Selector(const Assessment& assessment, const Catalogue& catalogue, const Screening& screening,
           const std::vector<LegBand>& bands, const Available& available)
      : assessment_(assessment),
        catalogue_(catalogue),
        screening_(screening),
        bands_(bands),
        available_(available),
        template_(*catalogue.FindPathway(assessment.fields().pathway)),
        facts_(FactsOf(assessment, catalogue.norms)) {}

  Selection Run() && {
    const bool stretches = HasHamstringSlot(assessment_, bands_);
    selection_.places.reserve(kUsualPlaces);
    PlaceWarmUp();
    if (stretches) PlaceStretch();
    PlaceTrunk();
    for (const TemplateItem& item : stretches ? template_.items : template_.items_normal_length) {
      PlaceTemplateItem(item);
    }
    return std::move(selection_);
  }

 private:
  InputUsed PathwayInput() const {
    const bool tight = assessment_.fields().pathway == Pathway::kTight;
    return InputOf(tight ? Fact::kPathwayTight : Fact::kPathwayLowBackPain, facts_, assessment_);
  }

  InputsUsed LegInputs() const {
    InputsUsed inputs;
    for (const LegBand& band : bands_) {
      if (band.measure != Measure::kUnspecified) {
        inputs.push_back(InputOf(band.measure, band.side, assessment_));
      }
    }
    if (inputs.empty()) inputs.push_back(PathwayInput());
    return inputs;
  }

  // Null when the exercise may not be used.
  const Exercise* Usable(ExerciseId id) const {
    const Exercise* exercise = catalogue_.FindExercise(id);
    Ensure(exercise != nullptr);
    return available_.Has(*exercise) ? exercise : nullptr;
  }

  Place& Add(const Exercise* exercise, Slot slot, Standing standing, int from_week,
             const Reason& choice) {
    Place& place = selection_.places.emplace_back();
    place.exercise = exercise;
    place.slot = slot;
    place.standing = standing;
    place.from_week = from_week;
    place.to_week = catalogue_.week_count;
    place.choice = choice;
    return place;
  }

  bool IsPlaced(const Exercise* exercise, Slot slot) const {
    return std::any_of(selection_.places.begin(), selection_.places.end(), [&](const Place& place) {
      return place.slot == slot && place.exercise == exercise;
    });
  }

  // Not in the weeks before the template lets it come.
  bool IsLate(ExerciseId id) const {
    return template_.stretch_late_from_week > 1 && Contains(template_.stretch_late_only, id);
  }

  void AddAlternatives(const Ids& candidates, Place& place) const {
    for (ExerciseId id : candidates) {
      if (place.alternatives.full()) return;
      const Exercise* other = Usable(id);
      if (other == nullptr || other == place.exercise || IsLate(id)) continue;
      if (!Contains(place.alternatives, other)) place.alternatives.push_back(other);
    }
  }

  void PlaceWarmUp() {
    Add(catalogue_.FindExercise(kWarmUpWalk), Slot::kWarmUp, Standing::kEssential, 1,
        {template_.rule, statement::kWarmUp, {}, {PathwayInput()}});
  }

  void PlaceStretch() {
    Reason choice{template_.rule, statement::kStretchPreferred, {}, LegInputs()};
    const Ids* order = &template_.stretch_preference;
    if (const Screening::Removal* replacement = StretchReplacement(screening_)) {
      order = &replacement->effect.hamstring_slot;
      choice.rule_id = replacement->rule_id;
      choice.statement = statement::kInPlaceOfStretch;
    } else if (FloorOutOfReach(screening_)) {
      order = &template_.stretch_preference_no_floor;
      choice.statement = statement::kStretchNoFloor;
      choice.inputs.push_back(InputOf(Fact::kFloorTransferUnsafe, facts_, assessment_));
    }
    selection_.stretch_order = order;
    const auto first = std::find_if(order->begin(), order->end(), [&](ExerciseId id) {
      return !IsLate(id) && Usable(id) != nullptr;
    });
    if (first == order->end()) {
      selection_.empty_slots.push_back(Slot::kStretch);
      return;
    }
    Place& place = Add(Usable(*first), Slot::kStretch, Standing::kEssential, 1, choice);
    AddAlternatives(*order, place);
  }

  // Ends what the trunk slot holds so far; the next step of the ladder begins.
  void EndTrunk(int last_week) {
    for (Place& place : selection_.places) {
      if (place.slot == Slot::kTrunk) place.to_week = std::min(place.to_week, last_week);
    }
  }

  // The exercises of a step that may be used: the first one, or all where the template wants them
  // together.
  Exercises UsableOf(const TrunkRung& rung) const {
    const bool together = &rung == &template_.trunk.front() && !template_.trunk_together.empty();
    return together ? AllUsable(template_.trunk_together) : FirstUsable(rung.preference);
  }
  Exercises AllUsable(const Ids& ids) const {
    Exercises usable;
    for (ExerciseId id : ids) {
      if (const Exercise* exercise = Usable(id)) usable.push_back(exercise);
    }
    return usable;
  }
  Exercises FirstUsable(const Ids& ids) const {
    for (ExerciseId id : ids) {
      if (const Exercise* exercise = Usable(id)) return {exercise};
    }
    return {};
  }

  // `rung` is null for the fallback, whose dose is the exercise's own.
  void AddTrunk(const Exercises& usable, int from_week, const TrunkRung* rung,
                std::string_view why) {
    for (std::size_t i = 0; i < usable.size(); ++i) {
      Place& place =
          Add(usable[i], Slot::kTrunk, i == 0 ? Standing::kEssential : Standing::kExtra, from_week,
              {rule::kTrunk, why, {ArgumentOf("week", from_week)}, {PathwayInput()}});
      if (rung != nullptr) {
        place.rung = &rung->dose;
        AddAlternatives(rung->preference, place);
      }
      AddAlternatives(catalogue_.trunk_fallback, place);
    }
  }

  void PlaceTrunk() {
    Exercises now;  // what the slot holds
    const TrunkRung* rung_now = nullptr;
    for (const TrunkRung& rung : template_.trunk) {
      Exercises usable = UsableOf(rung);
      if (!usable.empty()) {
        EndTrunk(rung.from_week - 1);
        AddTrunk(usable, rung.from_week, &rung, statement::kTrunkStep);
        now = std::move(usable);
        rung_now = &rung;
      } else if (rung_now != nullptr) {
        EndTrunk(rung.from_week - 1);
        AddTrunk(now, rung.from_week, rung_now, statement::kTrunkStays);
      } else if (now.empty()) {
        now = FirstUsable(catalogue_.trunk_fallback);
        AddTrunk(now, rung.from_week, nullptr, statement::kTrunkFallback);
      }
    }
    if (now.empty()) selection_.empty_slots.push_back(Slot::kTrunk);
  }

  // Null when there is none.
  const Exercise* FirstUnplaced(const Ids& order) const {
    for (ExerciseId id : order) {
      const Exercise* exercise = Usable(id);
      if (exercise == nullptr || IsPlaced(exercise, Slot::kStretch)) continue;
      if (!IsPlaced(exercise, Slot::kOther)) return exercise;
    }
    return nullptr;
  }

  // The facts a condition asks about, as far as they are known.
  InputsUsed InputsOf(const Condition& condition) const {
    InputsUsed inputs;
    for (const Clause& clause : condition.any) {
      for (const Term& term : clause.terms) {
        if (facts_.Get(term.fact)) inputs.push_back(InputOf(term.fact, facts_, assessment_));
      }
    }
    if (inputs.empty()) inputs.push_back(PathwayInput());
    return inputs;
  }

  void PlaceTemplateItem(const TemplateItem& item) {
    const bool called_for = item.condition.any.empty() || Holds(item.condition, facts_);
    if (!called_for) {
      for (ExerciseId id : item.preference) selection_.not_called_for.push_back(id);
    }
    const Standing standing = item.gives_way ? Standing::kGivesWay : Standing::kExtra;
    Reason choice{template_.rule,
                  statement::kTemplateItem,
                  {ArgumentOf("week", item.from_week)},
                  InputsOf(item.condition)};
    const Exercise* wanted = called_for ? FirstUnplaced(item.preference) : nullptr;
    if (wanted != nullptr) {
      AddAlternatives(item.preference, Add(wanted, Slot::kOther, standing, item.from_week, choice));
      return;
    }
    const Exercise* other = FirstUnplaced(item.otherwise);
    if (other == nullptr) return;
    choice.statement = statement::kTemplateOtherwise;
    choice.arguments.push_back(ArgumentOf("exercise", item.preference.front()));
    AddAlternatives(item.otherwise, Add(other, Slot::kOther, standing, item.from_week, choice));
  }

  const Assessment& assessment_;
  const Catalogue& catalogue_;
  const Screening& screening_;
  const std::vector<LegBand>& bands_;
  const Available& available_;
  const PathwayTemplate& template_;
  const Facts facts_;
  Selection selection_;
};

}  // namespace

Available::Available(const Assessment& assessment, const Catalogue& catalogue,
                     const Screening& screening)
    : assessment_(assessment), catalogue_(catalogue), screening_(screening) {
  has_.reserve(catalogue.exercises.size());
  for (const Exercise& exercise : catalogue.exercises) {
    has_.push_back(MissingFor(exercise).none() && screening.Allows(exercise));
  }
}

EquipmentSet Available::MissingFor(const Exercise& exercise) const {
  return exercise.equipment & ~assessment_.fields().equipment;
}

void Available::AddRulesAgainst(const Exercise& exercise, std::vector<Reason>& reasons) const {
  if (Has(exercise)) return;
  const std::vector<RuleId> rules = screening_.RemovedBy(exercise);
  reasons.reserve(rules.size());
  for (RuleId id : rules) reasons.push_back({id, statement::kRemovedByRule, {}, {}});
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

Selection Select(const Assessment& assessment, const Catalogue& catalogue,
                 const Screening& screening, const std::vector<LegBand>& bands,
                 const Available& available) {
  return Selector(assessment, catalogue, screening, bands, available).Run();
}

}  // namespace ischia::domain
