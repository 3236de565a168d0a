#include "service/domain/plan/week.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/domain/assess/inputs.h"
#include "service/domain/plan/choice.h"
#include "service/domain/plan/dose.h"
#include "service/domain/plan/edit.h"
#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

constexpr int kSecondsPerMinute = 60;
constexpr std::size_t kUsualReasons = 16;
constexpr std::size_t kUsualExercises = 8;

// The phase of the next week if all goes well. The first days of a strain end by a new assessment
// only, and sport begins again by a sign-off only (evidence.md 4.2.6).
StrainPhase ProjectedNext(StrainPhase phase) {
  switch (phase) {
    case StrainPhase::kS1:
      return StrainPhase::kS2;
    case StrainPhase::kS2:
      return StrainPhase::kS3;
    default:
      return phase;
  }
}

int Minutes(int seconds) { return (seconds + kSecondsPerMinute - 1) / kSecondsPerMinute; }

class Planner {
 public:
  Planner(const Case& patient, const Screening& screening, const Circumstances& circumstances,
          Course course)
      : patient_(patient),
        catalogue_(patient.catalogue),
        circumstances_(circumstances),
        first_screening_(screening),
        course_(std::move(course)),
        available_(std::in_place, patient, screening),
        doses_(std::in_place, patient, screening),
        changes_(ChangesOf(patient, *available_, course_)) {
    course_.strain_phase = screening.strain_phase;
    circumstances_.strain_phase = screening.strain_phase;
    for (int week : screening.LaterWeeks()) changes_.set(static_cast<std::size_t>(week));
    reasons_.reserve(kUsualReasons);
    memories_.reserve(kUsualExercises);
  }

  Plan Run() && {
    const int last = catalogue_.week_count;
    plan_.weeks.reserve(static_cast<std::size_t>(std::max(last - course_.week + 1, 0)));
    for (bool first = true; course_.week <= last; first = false) {
      wishes_changed_ = first || SomethingChanges();
      if (wishes_changed_) Prepare();
      CheckEdits([&](const ProgramEdit& edit) { return RefusalBefore(edit, Edited()); });
      if (!wishes_.empty_slots.empty()) {
        EndBefore(first);
        break;
      }
      MakeWeek(first);
      course_ = After(std::move(course_), DecisionKind::kAdvance, plan_.weeks.back(), catalogue_);
      course_.strain_phase = ProjectedNext(course_.strain_phase);
    }
    if (later_screening_) available_.emplace(patient_, first_screening_);
    plan_.excluded = ExplainLeftOut(patient_, first_screening_, *available_, course_, held_);
    return std::move(plan_);
  }

 private:
  // What is known of an exercise from the week before.
  struct Memory {
    Option option;
    int from_week = 0;
    SideDoses doses;
    DecisionKind decision = DecisionKind::kUnspecified;
    bool steady = false;       // nothing had changed since the week before that
    bool fits_better = false;  // than another, which the reasons say
    Reasons reasons;
  };

  bool SomethingChanges() const {
    const auto at = [&](int week) {
      return week < static_cast<int>(changes_.size()) &&
             changes_.test(static_cast<std::size_t>(week));
    };
    return at(course_.week) || at(1 + course_.advances) || at(1 + course_.trunk_advances) ||
           course_.strain_phase != course_.last_phase;
  }

  const Screening& Rules() const { return later_screening_ ? *later_screening_ : first_screening_; }

  // What may stand in the week, and by which doses.
  void Prepare() {
    if (ScreenAgain()) {
      available_.emplace(patient_, Rules());
      doses_.emplace(patient_, Rules());
    }
    CollectWishes(patient_, Rules(), *available_, course_, wishes_);
  }

  // Rules of later weeks: the phase of a strain, the clinician's opt-in, limits that wait. False
  // where all is as it was.
  bool ScreenAgain() {
    const bool opted_in = OptedIn(course_);
    const bool moved = course_.strain_phase != circumstances_.strain_phase ||
                       opted_in != circumstances_.static_opt_in;
    if (moved) {
      circumstances_.strain_phase = course_.strain_phase;
      circumstances_.static_opt_in = opted_in;
      later_screening_ = Screen(patient_.assessment, catalogue_, circumstances_);
    }
    const std::vector<int> later = Rules().LaterWeeks();
    const bool waits = !later.empty() && later.front() <= course_.week;
    if (waits) later_screening_ = Rules().InWeek(course_.week, course_.worst_symptom.value_or(0));
    return moved || waits;
  }

  // A later week cannot be filled: the projection ends before it.
  void EndBefore(bool first) {
    if (first) {
      plan_.empty_slots = wishes_.empty_slots;
    } else {
      ProgramWeek& last = plan_.weeks.back();
      reasons_.assign(last.reasons.begin(), last.reasons.end());
      Tell(rule::kEmptySlot, statement::kProjectionEnds, {ArgumentOf("week", course_.week)});
      last.reasons = TakeReasons();
    }
  }

  // -- The clinician's edits

  EditedWeek Edited() const {
    return {patient_, Rules(), *available_, wishes_, *doses_, course_, CountRule(), MostItems()};
  }

  // Each in the week in which it comes into force.
  template <typename RefusalOf>
  void CheckEdits(const RefusalOf& refusal_of) {
    for (std::size_t i = 0; i < course_.edits.size(); ++i) {
      const ProgramEdit& edit = course_.edits[i];
      const bool begins =
          plan_.weeks.empty() ? edit.from_week <= course_.week : edit.from_week == course_.week;
      if (!begins) continue;
      const std::optional<EditRefusal> refusal = refusal_of(edit);
      if (!refusal) continue;
      if (static_cast<int>(i) < course_.settled_edits) {
        const ExerciseId exercise = edit.new_exercise.empty() ? edit.exercise : edit.new_exercise;
        given_way_.push_back(
            {refusal->rule, statement::kEditGivesWay, {ArgumentOf("exercise", exercise)}, {}});
      } else {
        plan_.refused_edits.push_back({"edits[" + std::to_string(i) + "]." + refusal->field,
                                       refusal->description,
                                       refusal->excluded ? "EXERCISE_EXCLUDED" : "FIELD_INVALID",
                                       {},
                                       refusal->wording});
      }
    }
  }

  // -- Limits of a session

  int MinutesADay() const {
    int minutes = *patient_.assessment.fields().minutes_per_day;
    for (const ProgramEdit& edit : course_.edits) {
      if (edit.kind == EditKind::kSetMinutes && edit.from_week <= course_.week) {
        minutes = edit.value;
      }
    }
    return minutes;
  }

  const LimitInForce* CountLimit() const {
    const auto& limits = Rules().limits;
    const auto found = std::find_if(limits.begin(), limits.end(), [](const LimitInForce& limit) {
      return limit.kind == LimitKind::kMaxExerciseCount;
    });
    return found == limits.end() ? nullptr : &*found;
  }

  // An athlete's clinician may choose one more than usual.
  bool AddsByChoice() const {
    const PathwayTemplate& pathway = patient_.pathway;
    return pathway.chosen_exercise_count > 0 && course_.strain_phase >= pathway.chosen_from_phase &&
           std::any_of(course_.edits.begin(), course_.edits.end(), [&](const ProgramEdit& edit) {
             return edit.kind == EditKind::kAdd && edit.from_week <= course_.week;
           });
  }

  int MostItems() const {
    const LimitInForce* limit = CountLimit();
    const int most =
        AddsByChoice() ? patient_.pathway.chosen_exercise_count : catalogue_.max_exercise_count;
    return limit == nullptr ? most : std::min(most, static_cast<int>(limit->value));
  }

  // -- The week

  void MakeWeek(bool first) {
    doses_->SetWeek(course_);
    const SessionLimits limits{MostItems(), MinutesADay() * kSecondsPerMinute};
    const bool was_whole = choice_.whole;
    choice_ = wishes_changed_ ? Choose(wishes_, *doses_, course_, limits)
                              : ChooseAgain(std::move(choice_), wishes_, *doses_, course_, limits);
    const bool same_items = !wishes_changed_ && was_whole && choice_.whole;
    CheckEdits([&](const ProgramEdit& edit) { return RefusalAfter(edit, Edited(), choice_); });
    ProgramWeek& week = plan_.weeks.emplace_back();
    week.week_number = course_.week;
    week.projected = !first;
    week.strain_phase = course_.strain_phase;
    week.session_seconds = choice_.session_seconds;
    reasons_.clear();
    if (first && patient_.normal_length) TellNormalLength();
    TellPhase();
    reasons_.insert(reasons_.end(), given_way_.begin(), given_way_.end());
    given_way_.clear();
    if (!same_items) TellWhatEnds();
    TellUnmet();
    TellPace();
    TellRemeasure();
    week.reasons = TakeReasons();
    AddItems(same_items ? &plan_.weeks[plan_.weeks.size() - 2] : nullptr, week);
  }

  int NumberOf(const Exercise& exercise) {
    std::vector<ItemProgress>& items = course_.items;
    const auto known = std::find_if(items.begin(), items.end(), [&](const ItemProgress& item) {
      return item.exercise == exercise.id;
    });
    const auto number = known - items.begin();
    if (known == items.end()) items.push_back({exercise.id, 0, false, false});
    return static_cast<int>(number) + 1;
  }

  // `before`: the week before, where it holds the same choice; its items differ in dose at most.
  void AddItems(const ProgramWeek* before, ProgramWeek& week) {
    week.items.reserve(choice_.items.size());
    for (const Placed& placed : choice_.items) {
      if (before == nullptr) {
        FillSlot(placed, week.items.emplace_back());
      } else {
        week.items.push_back(before->items[week.items.size()]);
      }
      ProgramItem& item = week.items.back();
      item.doses = placed.doses;
      item.reasons = ReasonsOf(placed, MemoryOf(item.item_number));
    }
  }

  void FillSlot(const Placed& placed, ProgramItem& item) {
    const Exercise& exercise = *placed.option->exercise;
    if (std::find(held_.used.begin(), held_.used.end(), &exercise) == held_.used.end()) {
      held_.used.push_back(&exercise);
    }
    item.item_number = NumberOf(exercise);
    item.exercise = exercise.id;
    item.slot = placed.wish->slot;
    AddAlternatives(placed, item);
  }

  Memory& MemoryOf(int item_number) {
    const auto number = static_cast<std::size_t>(item_number);
    if (memories_.size() < number) memories_.resize(number);
    return memories_[number - 1];
  }

  bool IsInWeek(ExerciseId id) const {
    return std::any_of(choice_.items.begin(), choice_.items.end(),
                       [&](const Placed& placed) { return placed.option->exercise->id == id; });
  }

  void AddAlternatives(const Placed& placed, ProgramItem& item) const {
    for (const Option& option : wishes_.OptionsOf(*placed.wish)) {
      if (item.alternatives.full()) return;
      const ExerciseId id = option.exercise->id;
      const bool told = std::find(item.alternatives.begin(), item.alternatives.end(), id) !=
                        item.alternatives.end();
      if (!told && !IsInWeek(id)) item.alternatives.push_back(id);
    }
  }

  // -- Why each item

  static bool SameChoice(const Memory& before, const Placed& now) {
    const Option& a = before.option;
    const Option& b = *now.option;
    return a.rule == b.rule && a.why == b.why && a.other == b.other &&
           a.steps.data() == b.steps.data() && before.from_week == now.wish->from_week;
  }

  bool IsSame(const Memory& memory, const Placed& placed) const {
    return memory.doses == placed.doses && SameChoice(memory, placed) &&
           memory.decision == course_.last_decision && !memory.fits_better;
  }

  Reasons TakeReasons() { return Reasons(std::move(reasons_)); }

  // An item whose choice and dose stay what they were keeps its explanation.
  const Reasons& ReasonsOf(const Placed& placed, Memory& memory) {
    const bool same = IsSame(memory, placed);
    if (same && memory.steady) return memory.reasons;
    reasons_.clear();
    TellChoice(placed);
    const bool fits_better = TellFitsBetter(placed);
    doses_->Explain(*placed.option, placed.doses, choice_.pace, reasons_);
    const bool held = HoldsByRule(placed.option->exercise->exercise_class);
    memory = {*placed.option,        placed.wish->from_week, placed.doses,
              course_.last_decision, same || !held,          fits_better,
              TakeReasons()};
    return memory.reasons;
  }

  void TellChoice(const Placed& placed) {
    const Option& option = *placed.option;
    Reason& choice = reasons_.emplace_back();
    choice.rule_id = option.rule;
    choice.statement = option.why;
    choice.inputs = placed.wish->inputs;
    if (placed.wish->from_week > 0) {
      choice.arguments.push_back(ArgumentOf("week", placed.wish->from_week));
    }
    if (!option.other.empty()) choice.arguments.push_back(ArgumentOf("exercise", option.other));
  }

  // An option that comes before it was too long.
  bool TellFitsBetter(const Placed& placed) {
    const auto longer =
        std::find_if(choice_.unmet.begin(), choice_.unmet.end(), [&](const Unmet& unmet) {
          return unmet.wish == placed.wish && unmet.option->exercise != placed.option->exercise;
        });
    if (longer == choice_.unmet.end()) return false;
    Tell(rule::kTime, statement::kFitsBetter,
         {ArgumentOf("exercise", longer->option->exercise->id), AvailableMinutes()});
    return true;
  }

  // -- Why the week

  void Tell(RuleId id, std::string_view statement, const Arguments& arguments) {
    Reason& reason = reasons_.emplace_back();
    reason.rule_id = id;
    reason.statement = statement;
    reason.arguments = arguments;
    if (id == rule::kTime) {
      reason.inputs = {{"minutes_per_day",
                        Side::kUnspecified,
                        static_cast<double>(MinutesADay()),
                        Unit::kMinutes,
                        {}}};
    }
  }

  Argument AvailableMinutes() const {
    return ArgumentOf("available", MinutesADay(), Unit::kMinutes);
  }

  void TellNormalLength() {
    Reason& reason = reasons_.emplace_back();
    reason.rule_id = patient_.pathway.rule;
    reason.statement = statement::kNormalLength;
    std::vector<InputUsed> inputs;
    for (const LegBand& band : patient_.bands) {
      inputs.push_back(InputOf(band.measure, band.side, patient_.assessment));
    }
    reason.inputs = InputsUsed(std::move(inputs));
  }

  // Of a strain, in the first week of each phase.
  void TellPhase() {
    const StrainPhase phase = course_.strain_phase;
    if (phase == StrainPhase::kUnspecified) return;
    if (plan_.weeks.size() > 1 && phase == course_.last_phase) return;
    Tell(patient_.pathway.rule, statement::kPhases[static_cast<std::size_t>(phase)], {});
  }

  const Placed* FirstOf(Slot slot) const {
    const auto found =
        std::find_if(choice_.items.begin(), choice_.items.end(),
                     [&](const Placed& placed) { return placed.wish->slot == slot; });
    return found == choice_.items.end() ? nullptr : &*found;
  }

  // Precondition: something stands in the slot.
  int DaysOf(Slot slot) const { return FirstOf(slot)->doses.front().days_per_week; }

  // What stood in the week before and ends here, unless time or number ends it.
  void TellWhatEnds() {
    for (const ItemProgress& item : course_.items) {
      if (!item.last || IsInWeek(item.exercise) || IsUnmet(item.exercise)) continue;
      const ExerciseClass of = catalogue_.ClassOf(item.exercise);
      const Slot slot = of == ExerciseClass::kTrunk    ? Slot::kTrunk
                        : of == ExerciseClass::kStatic ? Slot::kStretch
                                                       : Slot::kOther;
      const Placed* next = slot == Slot::kOther ? nullptr : FirstOf(slot);
      Arguments arguments = {ArgumentOf("exercise", item.exercise)};
      if (next == nullptr) {
        Tell(patient_.pathway.rule, statement::kItemEnds, arguments);
        continue;
      }
      arguments.push_back(ArgumentOf("replacement", next->option->exercise->id));
      if (slot == Slot::kStretch) {
        Tell(next->option->rule, statement::kStretchChanges, arguments);
      } else {
        Tell(rule::kTrunk,
             course_.last_decision == DecisionKind::kRegress ? statement::kTrunkGoesBack
                                                             : statement::kTrunkMovesOn,
             arguments);
      }
    }
  }

  bool IsUnmet(ExerciseId id) const {
    return std::any_of(choice_.unmet.begin(), choice_.unmet.end(),
                       [&](const Unmet& unmet) { return unmet.option->exercise->id == id; });
  }

  // Told when an exercise leaves, or could have come for the first time.
  void TellUnmet() {
    for (const Unmet& unmet : choice_.unmet) {
      const ExerciseId id = unmet.option->exercise->id;
      const auto known =
          std::find_if(course_.items.begin(), course_.items.end(),
                       [&](const ItemProgress& item) { return item.exercise == id; });
      const bool was_in = known != course_.items.end();
      const bool told =
          std::any_of(held_.crowded_out.begin(), held_.crowded_out.end(),
                      [&](const ExcludedExercise& out) { return out.exercise == id; });
      if (was_in ? !known->last : told) continue;
      if (IsFirstOfItsWish(unmet)) TellUnmet(unmet);
      if (!was_in) held_.crowded_out.push_back({id, WhyInNoWeek(unmet)});
    }
  }

  // One line a slot is enough.
  bool IsFirstOfItsWish(const Unmet& unmet) const {
    const auto first = std::find_if(choice_.unmet.begin(), choice_.unmet.end(),
                                    [&](const Unmet& other) { return other.wish == unmet.wish; });
    return &*first == &unmet;
  }

  RuleId CountRule() const {
    const LimitInForce* limit = CountLimit();
    return limit == nullptr ? rule::kCount : limit->rule_ids.front();
  }

  void TellUnmet(const Unmet& unmet) {
    const Argument exercise = ArgumentOf("exercise", unmet.option->exercise->id);
    const Argument minutes = ArgumentOf("minutes", Minutes(unmet.seconds), Unit::kMinutes);
    if (unmet.why == LeftFor::kSimplicity) {
      Tell(rule::kSimplify, statement::kLeftForSimplicity, {exercise});
    } else if (unmet.why == LeftFor::kCount) {
      Tell(CountRule(), statement::kLeftForCount, {exercise, ArgumentOf("count", MostItems())});
    } else if (unmet.seconds == 0) {
      Tell(rule::kTime, statement::kTooLong, {exercise, AvailableMinutes()});
    } else if (const Placed* replacement = ReplacementOf(unmet)) {
      Tell(rule::kTime, statement::kReplacedForTime,
           {exercise, minutes, ArgumentOf("replacement", replacement->option->exercise->id)});
    } else {
      Tell(rule::kTime, statement::kLeftForTime, {exercise, minutes});
    }
  }

  Reasons WhyInNoWeek(const Unmet& unmet) {
    std::vector<Reason> reasons;
    std::swap(reasons, reasons_);
    if (unmet.why == LeftFor::kCount) {
      Tell(CountRule(), statement::kTooManyItems, {ArgumentOf("count", MostItems())});
    } else if (unmet.why == LeftFor::kSimplicity) {
      Tell(rule::kSimplify, statement::kNotWhileSimple, {});
    } else if (unmet.seconds == 0) {
      Tell(rule::kTime, statement::kNoRoomForIt, {AvailableMinutes()});
    } else {
      Tell(rule::kTime, statement::kNoTimeForIt,
           {ArgumentOf("minutes", Minutes(unmet.seconds), Unit::kMinutes)});
    }
    std::swap(reasons, reasons_);
    return Reasons(std::move(reasons));
  }

  // The template item that begins this week and takes the place of one that gives way.
  const Placed* ReplacementOf(const Unmet& leaving) const {
    if (leaving.wish->standing != Standing::kGivesWay) return nullptr;
    const auto found =
        std::find_if(choice_.items.begin(), choice_.items.end(), [&](const Placed& placed) {
          return placed.wish->standing == Standing::kExtra && placed.wish->slot == Slot::kOther &&
                 placed.wish->from_week == 1 + course_.advances;
        });
    return found == choice_.items.end() ? nullptr : &*found;
  }

  void TellPace() {
    const Pace& pace = choice_.pace;
    if (choice_.larger_volume_seconds > 0) {
      Tell(rule::kTime, statement::kLargerVolumeLeftForTime,
           {ArgumentOf("minutes", Minutes(choice_.larger_volume_seconds), Unit::kMinutes)});
    }
    if (pace.short_rest && doses_->Rest(pace) < doses_->Rest(Pace{})) {
      Tell(rule::kTime, statement::kShortRest,
           {ArgumentOf("rest", doses_->Rest(pace), Unit::kSeconds)});
    }
    if (pace.short_warm_up) {
      Tell(rule::kTime, statement::kShortWarmUp,
           {ArgumentOf("work", doses_->WarmUp(pace), Unit::kSeconds)});
    }
    if (pace.taking_turns) {
      Tell(rule::kTime, statement::kTrunkAlternates,
           {ArgumentOf("stretch_days", DaysOf(Slot::kStretch), Unit::kDays),
            ArgumentOf("trunk_days", DaysOf(Slot::kTrunk), Unit::kDays)});
    }
    if (!choice_.fits) {
      Tell(rule::kTime, statement::kNeedsMinutes,
           {ArgumentOf("minutes", Minutes(choice_.session_seconds), Unit::kMinutes),
            AvailableMinutes()});
    }
  }

  void TellRemeasure() {
    const auto& remeasure = catalogue_.remeasure_weeks;
    if (std::find(remeasure.begin(), remeasure.end(), course_.week) != remeasure.end()) {
      Tell(patient_.pathway.rule, statement::kRemeasure, {ArgumentOf("week", course_.week)});
    }
  }

  const Case& patient_;
  const Catalogue& catalogue_;
  Circumstances circumstances_;
  const Screening& first_screening_;
  std::optional<Screening> later_screening_;  // in force, once it is there
  Course course_;
  std::optional<Available> available_;
  std::optional<Doses> doses_;
  WeekSet changes_;
  bool wishes_changed_ = false;  // since the week before
  Wishes wishes_;
  Choice choice_;
  Plan plan_;
  Held held_;
  std::vector<Reason> given_way_;  // earlier edits that a rule forbids by now
  std::vector<Memory> memories_;   // by item number
  std::vector<Reason> reasons_;    // that are being told
};

}  // namespace

Plan PlanWeeks(const Case& patient, const Screening& screening, const Circumstances& circumstances,
               Course course) {
  return Planner(patient, screening, circumstances, std::move(course)).Run();
}

bool OptedIn(const Course& course) {
  return std::any_of(course.edits.begin(), course.edits.end(), [&](const ProgramEdit& edit) {
    return edit.kind == EditKind::kOptInStatic && edit.from_week <= course.week;
  });
}

}  // namespace ischia::domain
