#include "service/domain/plan/choice.h"

#include <algorithm>
#include <utility>

#include "service/domain/few.h"

namespace ischia::domain {
namespace {

constexpr std::size_t kUsualItems = 6;
constexpr int kUnknown = -1;

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

// A session as it fills up. Stretch and push-relax have days of their own, and so have stretch and
// trunk where they take turns.
struct SessionTime {
  int shared = 0;
  int stretch = 0;
  int push_relax = 0;
  int trunk = 0;

  void Add(const Wish& wish, const Option& option, int seconds) {
    if (wish.slot == Slot::kBeforeSport) return;
    const bool pushes = option.exercise->exercise_class == ExerciseClass::kPnf;
    int& part = pushes                        ? push_relax
                : wish.slot == Slot::kStretch ? stretch
                : wish.slot == Slot::kTrunk   ? trunk
                                              : shared;
    part += seconds;
  }
  // The longest day.
  int Seconds(bool taking_turns) const {
    const int stretched = std::max(stretch, push_relax);
    return shared + (taking_turns ? std::max(stretched, trunk) : stretched + trunk);
  }
};

class Chooser {
 public:
  Chooser(const Wishes& wishes, const Doses& doses, const Course& course,
          const SessionLimits& limits)
      : all_(wishes), wishes_(wishes.wishes), doses_(doses), course_(course), limits_(limits) {}

  Choice Run() && {
    if (!course_.simplified) TakeAll();
    return std::move(*this).Finish();
  }

  // The items are last week's.
  Choice RunAgain(Choice&& last) && {
    choice_.items = std::move(last.items);
    for (Placed& placed : choice_.items) {
      const int before = std::exchange(placed.advances, AdvancesOf(*placed.option));
      placed.dosed = doses_.AreOfOneStep(*placed.option, before, placed.advances);
    }
    choice_.pace = last.pace;
    return std::move(*this).Finish();
  }

 private:
  using WishAt = std::vector<Wish>::const_iterator;

  Choice Finish() && {
    choice_.whole = AllFits();
    if (!choice_.whole) Search();
    choice_.session_seconds = SessionSeconds();
    return std::move(choice_);
  }

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

  int AdvancesOf(const Option& option) const {
    const ItemProgress* progress = ProgressOf(option);
    return progress == nullptr ? 0 : progress->advances;
  }

  // The first option of every slot.
  void TakeAll() {
    choice_.items.reserve(kUsualItems);
    for (const Wish& wish : wishes_) {
      if (const Option* option = FirstOf(wish)) choice_.items.push_back(Undosed(wish, *option));
    }
  }

  // At full length: when all of it fits, nothing is better.
  bool AllFits() {
    if (course_.simplified || Count() > limits_.most_items) {
      choice_.items.clear();
      return false;
    }
    Pace pace;
    pace.larger_volume = doses_.HasLargerVolume();
    DoseAll(pace);
    choice_.fits = Fits();
    return choice_.fits;
  }

  // The first option of whatever must stand, not yet dosed. False when an essential slot has none
  // left.
  bool TakeFirst() {
    choice_.items.clear();
    choice_.items.reserve(kUsualItems);
    for (const Wish& wish : wishes_) {
      if (!MustStand(wish) || (wish.standing == Standing::kKept && IsFull())) continue;
      const Option* option = FirstOf(wish);
      if (option != nullptr) choice_.items.push_back(Undosed(wish, *option));
      if (option == nullptr && wish.standing == Standing::kEssential) return false;
    }
    return true;
  }

  void Search() {
    std::swap(tried_, choice_.items);
    tried_pace_ = choice_.pace;
    if (!TakeFirst() || !FindPace()) SearchOthers();
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

  // An option as it was dosed when all was tried; null when it was not, or by another pace.
  const Placed* TriedAs(const Placed& placed) const {
    if (tried_.empty() || choice_.pace != tried_pace_) return nullptr;
    const auto found = std::find_if(tried_.begin(), tried_.end(), [&](const Placed& tried) {
      return tried.option == placed.option;
    });
    return found == tried_.end() ? nullptr : &*found;
  }

  void Dose(Placed& placed) const {
    if (const Placed* tried = TriedAs(placed)) {
      placed = *tried;
      return;
    }
    placed.doses =
        doses_.Of(*placed.option, placed.advances, choice_.pace, IsSecondStretch(placed));
    placed.seconds = doses_.SecondsOf(*placed.option->exercise, placed.doses);
    placed.dosed = true;
  }

  Placed Undosed(const Wish& wish, const Option& option) const {
    return {&wish, &option, AdvancesOf(option), {}, 0, false};
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
  Pace WithNeighbors(Pace pace) const {
    pace.push_relax = nullptr;
    pace.two_stretches = false;
    for (const Placed& placed : choice_.items) {
      if (IsOf(placed, ExerciseClass::kPnf)) pace.push_relax = &placed.option->steps.front();
      if (IsSecondStretch(placed)) pace.two_stretches = true;
    }
    return pace;
  }

  void SetPace(const Pace& pace) {
    if (WithNeighbors(pace) != choice_.pace) DoseAll(pace);
  }

  void DoseAll(const Pace& pace) {
    const Pace before = std::exchange(choice_.pace, WithNeighbors(pace));
    for (Placed& placed : choice_.items) {
      const Exercise& exercise = *placed.option->exercise;
      if (!placed.dosed || Doses::Differ(exercise, before, choice_.pace)) Dose(placed);
    }
  }

  int SessionSeconds() const {
    SessionTime time;
    for (const Placed& placed : choice_.items) {
      time.Add(*placed.wish, *placed.option, placed.seconds);
    }
    return time.Seconds(choice_.pace.taking_turns);
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

  bool IsSecondStretchWished() const {
    return std::any_of(wishes_.begin(), wishes_.end(), [&](const Wish& wish) {
      return wish.standing == Standing::kKept &&
             all_.OptionsOf(wish).front().exercise->exercise_class == ExerciseClass::kStatic;
    });
  }

  // No pace and no neighbor lets the option take less. Push-relax takes least beside a full
  // stretch, with which it shares the week's cap.
  int LeastSecondsOf(const Option& option) {
    int& least = least_seconds_[static_cast<std::size_t>(&option - all_.options.data())];
    if (least != kUnknown) return least;
    const bool pushes = option.exercise->exercise_class == ExerciseClass::kPnf;
    Pace pace;
    pace.short_rest = pace.short_warm_up = true;
    pace.two_stretches = !pushes && IsSecondStretchWished();
    least = SecondsAt(pace, option);
    return least;
  }

  int SecondsAt(const Pace& pace, const Option& option) const {
    return doses_.SecondsOf(*option.exercise,
                            doses_.Of(option, AdvancesOf(option), pace, pace.two_stretches));
  }

  // Fills the slots from here on, first options first, until all of it fits.
  bool Fill(WishAt wish, const SessionTime& time) {
    wish = std::find_if(wish, wishes_.end(), MustStand);
    if (wish == wishes_.end()) return FindPace();
    const Option* first = FirstOf(*wish);
    if (wish->standing == Standing::kKept && (first == nullptr || IsFull())) {
      return Fill(wish + 1, time);
    }
    if (first != nullptr && FillWith(wish, *first, time)) return true;
    for (const Option& option : all_.OptionsOf(*wish)) {
      if (&option == first || IsPlaced(option) || !FillWith(wish, option, time)) continue;
      choice_.unmet.push_back({&*wish, first, LeftFor::kTime, 0});
      return true;
    }
    return false;
  }

  bool FillWith(WishAt wish, const Option& option, SessionTime time) {
    time.Add(*wish, option, LeastSecondsOf(option));
    if (time.Seconds(doses_.CanTakeTurns()) > limits_.seconds) return false;
    choice_.items.push_back(Undosed(*wish, option));
    if (Fill(wish + 1, time)) return true;
    choice_.items.pop_back();
    return false;
  }

  // The least shortening at which it fits.
  bool FindPace() {
    for (const Pace& pace : Paces()) {
      DoseAll(pace);
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

  // Where nothing fits, the clinician decides on the first options at their shortest.
  void SearchOthers() {
    choice_.items.clear();
    least_seconds_.assign(all_.options.size(), kUnknown);
    if (Fill(wishes_.begin(), {})) return;
    TakeFirst();
    DoseAll(Paces().back());
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
  std::vector<int> least_seconds_;  // by option
  std::vector<Placed> tried_;       // all first options, which took too long together
  Pace tried_pace_;
  Choice choice_;
};

}  // namespace

Choice Choose(const Wishes& wishes, const Doses& doses, const Course& course,
              const SessionLimits& limits) {
  return Chooser(wishes, doses, course, limits).Run();
}

Choice ChooseAgain(Choice last, const Wishes& wishes, const Doses& doses, const Course& course,
                   const SessionLimits& limits) {
  Chooser chooser(wishes, doses, course, limits);
  return last.whole ? std::move(chooser).RunAgain(std::move(last)) : std::move(chooser).Run();
}

}  // namespace ischia::domain
