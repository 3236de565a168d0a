#include "service/domain/plan/choice.h"

#include <algorithm>
#include <utility>

#include "service/domain/few.h"

namespace ischia::domain {
namespace {

constexpr std::size_t kUsualItems = 8;

bool MustStand(const Wish& wish) {
  return wish.standing == Standing::kEssential || wish.standing == Standing::kKept;
}

bool IsCounted(const Wish& wish) {
  return wish.slot != Slot::kWarmUp && wish.slot != Slot::kBeforeSport;
}

bool IsOf(const Placed& placed, ExerciseClass exercise_class) {
  return placed.option->exercise->exercise_class == exercise_class;
}

// The clinician's second stretch, which shares the repetitions of the first.
bool IsSecondStretch(const Placed& placed) {
  return placed.wish->standing == Standing::kKept && IsOf(placed, ExerciseClass::kStatic);
}

class Chooser {
 public:
  Chooser(const Wishes& wishes, const Doses& doses, const Course& course,
          const SessionLimits& limits)
      : all_(wishes), wishes_(wishes.wishes), doses_(doses), course_(course), limits_(limits) {
    choice_.items.reserve(kUsualItems);
  }

  Choice Run() && {
    if (!TakeAll()) Search();
    choice_.session_seconds = SessionSeconds();
    return std::move(choice_);
  }

 private:
  using WishAt = std::vector<Wish>::const_iterator;

  template <typename Condition>
  bool AnyPlaced(const Condition& condition) const {
    return std::any_of(choice_.items.begin(), choice_.items.end(), condition);
  }

  bool IsPlaced(const Option& option) const {
    return AnyPlaced(
        [&](const Placed& placed) { return placed.option->exercise == option.exercise; });
  }

  // Null when it has been in no week.
  const ItemProgress* ProgressOf(const Option& option) const {
    const ExerciseId id = option.exercise->id;
    const auto found = std::find_if(course_.items.begin(), course_.items.end(),
                                    [&](const ItemProgress& item) { return item.exercise == id; });
    return found == course_.items.end() ? nullptr : &*found;
  }

  // The first option of every slot, at full length: when all of it fits, nothing is better.
  bool TakeAll() {
    if (course_.simplified) return false;
    for (const Wish& wish : wishes_) {
      if (const Option* option = FirstOf(wish)) choice_.items.push_back(Undosed(wish, *option));
    }
    for (Placed& placed : choice_.items) Dose(placed);
    Pace pace;
    pace.larger_volume = doses_.HasLargerVolume();
    SetPace(pace);
    choice_.fits = Count() <= limits_.most_items && Fits();
    return choice_.fits;
  }

  void Search() {
    choice_.items.clear();
    SetPace({});
    if (!Fill(wishes_.begin())) TakeFirst();
    for (const Wish& wish : wishes_) {
      if (wish.standing == Standing::kKept) TellIfLeftOut(wish);
    }
    for (Standing standing : {Standing::kExtra, Standing::kGivesWay}) {
      for (const Wish& wish : wishes_) {
        if (wish.standing == standing) TryToPlace(wish);
      }
    }
    TryLargerVolume();
    for (const Wish& wish : wishes_) {
      if (wish.standing != Standing::kUncounted) continue;
      if (const Option* option = FirstOf(wish)) Place(wish, *option);
    }
  }

  // -- Doses and time

  void Dose(Placed& placed) const {
    placed.doses =
        doses_.Of(*placed.option, placed.advances, choice_.pace, IsSecondStretch(placed));
    placed.seconds = doses_.SecondsOf(*placed.option->exercise, placed.doses);
  }

  Placed Undosed(const Wish& wish, const Option& option) const {
    const ItemProgress* progress = ProgressOf(option);
    return {&wish, &option, progress == nullptr ? 0 : progress->advances, {}, 0};
  }

  void Place(const Wish& wish, const Option& option) {
    const auto behind = std::find_if(choice_.items.begin(), choice_.items.end(),
                                     [&](const Placed& placed) { return placed.wish > &wish; });
    Dose(*choice_.items.insert(behind, Undosed(wish, option)));
    SetPace(choice_.pace);
  }

  void TakeBack(const Wish& wish) {
    std::erase_if(choice_.items, [&](const Placed& placed) { return placed.wish == &wish; });
    SetPace(choice_.pace);
  }

  // What stands beside a stretch changes its doses, as the pace does.
  void SetPace(Pace pace) {
    pace.push_relax = nullptr;
    for (const Placed& placed : choice_.items) {
      if (IsOf(placed, ExerciseClass::kPnf)) pace.push_relax = &placed.option->steps.front();
    }
    pace.two_stretches = AnyPlaced(IsSecondStretch);
    if (pace == choice_.pace) return;
    choice_.pace = pace;
    for (Placed& placed : choice_.items) Dose(placed);
  }

  // The longest day: all items, or the longer of the days that take turns.
  int SessionSeconds() const {
    int shared = 0;
    int stretch = 0;
    int push_relax = 0;
    int trunk = 0;
    for (const Placed& placed : choice_.items) {
      const Slot slot = placed.wish->slot;
      if (slot == Slot::kBeforeSport) continue;
      const bool pushes = IsOf(placed, ExerciseClass::kPnf);
      int& part = pushes                   ? push_relax
                  : slot == Slot::kStretch ? stretch
                  : slot == Slot::kTrunk   ? trunk
                                           : shared;
      part += placed.seconds;
    }
    stretch = std::max(stretch, push_relax);
    return shared + (choice_.pace.taking_turns ? std::max(stretch, trunk) : stretch + trunk);
  }

  bool Fits() const { return SessionSeconds() <= limits_.seconds; }

  int Count() const {
    return static_cast<int>(
        std::count_if(choice_.items.begin(), choice_.items.end(),
                      [](const Placed& placed) { return IsCounted(*placed.wish); }));
  }

  bool IsFull() const { return Count() >= limits_.most_items; }

  // -- What has to stand

  // A stretch stays while it can, unless a new phase begins. Null when none does.
  const Option* StoodLastWeek(const Wish& wish) const {
    if (wish.slot != Slot::kStretch || course_.strain_phase != course_.last_phase) return nullptr;
    for (const Option& option : all_.OptionsOf(wish)) {
      const ItemProgress* progress = ProgressOf(option);
      if (progress != nullptr && progress->last) return &option;
    }
    return nullptr;
  }

  // What gave way in an earlier week does not come back, nor does another in its place, unless it
  // stands there already: a program that comes and goes confuses.
  bool IsClosed(const Wish& wish) const {
    if (MustStand(wish)) return false;
    bool gave_way = false;
    for (const Option& option : all_.OptionsOf(wish)) {
      const ItemProgress* progress = ProgressOf(option);
      if (progress != nullptr && progress->last) return false;
      gave_way = gave_way || (progress != nullptr && progress->left);
    }
    return gave_way;
  }

  // The option that is tried first; null when there is none.
  const Option* FirstOf(const Wish& wish) const {
    if (IsClosed(wish)) return nullptr;
    const Option* stood = StoodLastWeek(wish);
    if (stood != nullptr && !IsPlaced(*stood)) return stood;
    for (const Option& option : all_.OptionsOf(wish)) {
      if (!IsPlaced(option)) return &option;
    }
    return nullptr;
  }

  // Fills the slots from here on, first options first, until all of it fits.
  bool Fill(WishAt wish) {
    wish = std::find_if(wish, wishes_.end(), MustStand);
    if (wish == wishes_.end()) return FindPace();
    const Option* first = FirstOf(*wish);
    if (wish->standing == Standing::kKept && (first == nullptr || IsFull())) return Fill(wish + 1);
    if (first != nullptr && FillWith(wish, *first)) return true;
    for (const Option& option : all_.OptionsOf(*wish)) {
      if (&option == first || IsPlaced(option) || !FillWith(wish, option)) continue;
      choice_.unmet.push_back({&*wish, first, LeftFor::kTime, 0});
      return true;
    }
    return false;
  }

  bool FillWith(WishAt wish, const Option& option) {
    Place(*wish, option);
    if (Fill(wish + 1)) return true;
    TakeBack(*wish);
    return false;
  }

  // The least shortening at which it fits.
  bool FindPace() {
    for (const Pace& pace : Paces()) {
      SetPace(pace);
      if (Fits()) return choice_.fits = true;
    }
    return false;
  }

  Few<Pace, 4> Paces() const {
    Few<Pace, 4> paces;
    Pace pace;
    paces.push_back(pace);
    pace.short_rest = true;
    paces.push_back(pace);
    pace.short_warm_up = true;
    paces.push_back(pace);
    pace.taking_turns = true;
    const bool stretches =
        AnyPlaced([](const Placed& placed) { return IsOf(placed, ExerciseClass::kStatic); });
    if (stretches && doses_.CanTakeTurns()) paces.push_back(pace);
    return paces;
  }

  // Nothing fits: the clinician decides on the first options at their shortest.
  void TakeFirst() {
    for (const Wish& wish : wishes_) {
      if (!MustStand(wish) || (wish.standing == Standing::kKept && IsFull())) continue;
      if (const Option* option = FirstOf(wish)) Place(wish, *option);
    }
    SetPace(Paces().back());
  }

  // A wish of a rule's yields to a lower number of exercises.
  void TellIfLeftOut(const Wish& wish) {
    const Option* first = FirstOf(wish);
    const bool placed = AnyPlaced([&](const Placed& item) { return item.wish == &wish; });
    if (!placed && first != nullptr) {
      choice_.unmet.push_back({&wish, first, LeftFor::kCount, 0});
    }
  }

  // -- What may stand

  void TryToPlace(const Wish& wish) {
    if (IsClosed(wish)) return;
    for (const Option& option : all_.OptionsOf(wish)) {
      if (IsPlaced(option)) continue;
      if (course_.simplified || IsFull()) {
        const LeftFor why = course_.simplified ? LeftFor::kSimplicity : LeftFor::kCount;
        choice_.unmet.push_back({&wish, &option, why, 0});
        return;
      }
      Place(wish, option);
      if (choice_.fits && Fits()) return;
      choice_.unmet.push_back({&wish, &option, LeftFor::kTime, SessionSeconds()});
      TakeBack(wish);
    }
  }

  void TryLargerVolume() {
    if (!doses_.HasLargerVolume()) return;
    Pace pace = choice_.pace;
    pace.larger_volume = true;
    SetPace(pace);
    if (choice_.fits && Fits()) return;
    choice_.larger_volume_seconds = SessionSeconds();
    pace.larger_volume = false;
    SetPace(pace);
  }

  const Wishes& all_;
  const std::vector<Wish>& wishes_;
  const Doses& doses_;
  const Course& course_;
  const SessionLimits& limits_;
  Choice choice_;
};

}  // namespace

Choice Choose(const Wishes& wishes, const Doses& doses, const Course& course,
              const SessionLimits& limits) {
  return Chooser(wishes, doses, course, limits).Run();
}

}  // namespace ischia::domain
