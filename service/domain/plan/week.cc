#include "service/domain/plan/week.h"

#include <algorithm>
#include <utility>

#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

constexpr int kSecondsPerMinute = 60;
// Of an item: the choice and the dose; of a stretch, why the hold is that long too.
constexpr std::size_t kUsualReasons = 2;
constexpr std::size_t kUsualStretchReasons = 5;

// A place in the week that is being made, and what it takes at the current pace.
struct Draft {
  const Place* place = nullptr;
  int since_week = 0;
  SideDoses doses;
  int seconds = 0;
};

class Planner {
 public:
  Planner(const Assessment& assessment, const Catalogue& catalogue, const Screening& screening,
          const Selection& selection, const Doses& doses)
      : catalogue_(catalogue),
        screening_(screening),
        selection_(selection),
        doses_(doses),
        minutes_(*assessment.fields().minutes_per_day),
        entries_(catalogue.exercises.size()) {}

  Plan Run() && {
    plan_.weeks.reserve(static_cast<std::size_t>(catalogue_.week_count));
    for (int week = 1; week <= catalogue_.week_count; ++week) MakeWeek(week);
    return std::move(plan_);
  }

 private:
  // What is known of an exercise over the weeks made so far.
  struct Entry {
    int number = 0;      // in the order of first appearances; 0: in no week yet
    int since_week = 0;  // when it came in
    int last_week = 0;   // the last one that it is in, or is about to be
    bool left = false;
  };

  Entry& Of(const Exercise* exercise) { return entries_[catalogue_.IndexOf(*exercise)]; }
  const Entry& Of(const Exercise* exercise) const {
    return entries_[catalogue_.IndexOf(*exercise)];
  }
  bool IsInWeek(const Exercise* exercise) const {
    return Of(exercise).last_week == week_.week_number;
  }

  InputUsed MinutesInput() const {
    return {
        "minutes_per_day", Side::kUnspecified, static_cast<double>(minutes_), Unit::kMinutes, {}};
  }

  void Tell(RuleId id, std::string_view statement, const Arguments& arguments) {
    InputsUsed inputs;
    if (id == rule::kTime) inputs.push_back(MinutesInput());
    week_.reasons.push_back({id, statement, arguments, inputs});
  }

  void MakeWeek(int week) {
    week_ = ProgramWeek{};
    week_.week_number = week;
    week_.projected = week > 1;
    pace_ = Pace{};
    drafts_.clear();
    for (const Place& place : selection_.places) {
      if (place.In(week)) StartDraft(place, week);
    }
    TellMovesOn(week);
    KeepToCount();
    DoseAll();
    KeepToTime();
    const auto& remeasure = catalogue_.remeasure_weeks;
    if (std::find(remeasure.begin(), remeasure.end(), week) != remeasure.end()) {
      Tell(TemplateRule(), statement::kRemeasure, {ArgumentOf("week", week)});
    }
    Finish();
  }

  // The pathway's template, which also brings in the warm-up.
  RuleId TemplateRule() const { return selection_.places.front().choice.rule_id; }

  // What left for want of time does not come back: a program that comes and goes confuses.
  void StartDraft(const Place& place, int week) {
    Entry& entry = Of(place.exercise);
    if (entry.left) return;
    entry.last_week = week;
    Draft& draft = drafts_.emplace_back();
    draft.place = &place;
    draft.since_week = entry.number == 0 ? week : entry.since_week;
  }

  // The ladder goes on: what it leaves behind is named once.
  void TellMovesOn(int week) {
    const auto in_week = [&](const Place& place, int of_week) {
      return place.slot == Slot::kTrunk && place.In(of_week);
    };
    const auto next = std::find_if(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
      return draft.place->slot == Slot::kTrunk;
    });
    if (week == 1 || next == drafts_.end()) return;
    for (const Place& place : selection_.places) {
      if (!in_week(place, week - 1) || in_week(place, week)) continue;
      if (IsInWeek(place.exercise) || Of(place.exercise).number == 0) continue;
      Tell(rule::kTrunk, statement::kTrunkMovesOn,
           {ArgumentOf("exercise", place.exercise->id),
            ArgumentOf("replacement", next->place->exercise->id)});
    }
  }

  int ItemCount() const {
    return static_cast<int>(std::count_if(drafts_.begin(), drafts_.end(), [](const Draft& draft) {
      return draft.place->slot != Slot::kWarmUp;
    }));
  }

  const LimitInForce* CountLimit() const {
    const auto& limits = screening_.limits;
    const auto found = std::find_if(limits.begin(), limits.end(), [](const LimitInForce& limit) {
      return limit.kind == LimitKind::kMaxExerciseCount;
    });
    return found == limits.end() ? nullptr : &*found;
  }

  void KeepToCount() {
    const LimitInForce* limit = CountLimit();
    const int most = limit == nullptr
                         ? catalogue_.max_exercise_count
                         : std::min(catalogue_.max_exercise_count, static_cast<int>(limit->value));
    const RuleId why = limit == nullptr ? rule::kCount : limit->rule_ids.front();
    while (ItemCount() > most) {
      const auto next = NextToLeave();
      if (next == drafts_.end()) return;
      const ExerciseId id = next->place->exercise->id;
      const Arguments& arguments = {ArgumentOf("exercise", id), ArgumentOf("count", most)};
      Leave(next, {why, statement::kTooManyItems, {ArgumentOf("count", most)}, {}},
            {why, statement::kLeftForCount, arguments, {}});
    }
  }

  // First what the template lets give way, then the last extra.
  std::vector<Draft>::iterator NextToLeave() {
    const auto gives_way = std::find_if(drafts_.begin(), drafts_.end(), [](const Draft& draft) {
      return draft.place->standing == Standing::kGivesWay;
    });
    if (gives_way != drafts_.end()) return gives_way;
    const auto last = std::find_if(drafts_.rbegin(), drafts_.rend(), [](const Draft& draft) {
      return draft.place->standing == Standing::kExtra;
    });
    return last == drafts_.rend() ? drafts_.end() : std::prev(last.base());
  }

  // Takes a draft out; the week says so when the exercise leaves, or could come for the first time.
  void Leave(std::vector<Draft>::iterator draft, const Reason& if_in_no_week,
             const Reason& of_the_week) {
    const Exercise* exercise = draft->place->exercise;
    drafts_.erase(draft);
    Entry& entry = Of(exercise);
    entry.last_week = 0;
    if (entry.number != 0) {
      entry.left = true;
      week_.reasons.push_back(of_the_week);
      return;
    }
    const bool told =
        std::any_of(plan_.crowded_out.begin(), plan_.crowded_out.end(),
                    [&](const ExcludedExercise& out) { return out.exercise == exercise->id; });
    if (told) return;
    week_.reasons.push_back(of_the_week);
    plan_.crowded_out.push_back({exercise->id, {if_in_no_week}});
  }

  void DoseAll() {
    for (Draft& draft : drafts_) {
      draft.doses = doses_.Of(*draft.place, week_.week_number, draft.since_week, pace_);
      draft.seconds = doses_.SecondsOf(*draft.place->exercise, draft.doses);
    }
  }

  // The longest day: all items, or the longer of the two days that take turns.
  int SessionSeconds() const {
    int shared = 0;
    int stretch = 0;
    int trunk = 0;
    for (const Draft& draft : drafts_) {
      int& part = draft.place->slot == Slot::kStretch ? stretch
                  : draft.place->slot == Slot::kTrunk ? trunk
                                                      : shared;
      part += draft.seconds;
    }
    return shared + (pace_.taking_turns ? std::max(stretch, trunk) : stretch + trunk);
  }

  void KeepToTime() {
    while (SessionSeconds() > minutes_ * kSecondsPerMinute) {
      if (!Shorten()) {
        const int needed = (SessionSeconds() + kSecondsPerMinute - 1) / kSecondsPerMinute;
        Tell(rule::kTime, statement::kNeedsMinutes,
             {ArgumentOf("minutes", needed, Unit::kMinutes),
              ArgumentOf("available", minutes_, Unit::kMinutes)});
        return;
      }
      DoseAll();
    }
  }

  // The next thing that gives way, in the order of the time budget. False when nothing is left.
  bool Shorten() {
    const int week = week_.week_number;
    const Draft* stretch = Stretch();
    if (pace_.severe_volume && stretch != nullptr && doses_.HasSevereVolume(week)) {
      pace_.severe_volume = false;
      Tell(rule::kTime, statement::kSevereVolumeLeftForTime,
           {ArgumentOf("minutes", minutes_, Unit::kMinutes)});
    } else if (NextToLeave() != drafts_.end()) {
      LeaveForTime(NextToLeave());
    } else if (!pace_.short_rest && RestCanShrink()) {
      pace_.short_rest = true;
      Tell(rule::kTime, statement::kShortRest,
           {ArgumentOf("rest", doses_.Rest(pace_), Unit::kSeconds)});
    } else if (!pace_.short_warm_up) {
      pace_.short_warm_up = true;
      Tell(rule::kTime, statement::kShortWarmUp,
           {ArgumentOf("work", doses_.WarmUp(pace_), Unit::kSeconds)});
    } else if (!pace_.taking_turns && stretch != nullptr && doses_.CanTakeTurns(week)) {
      pace_.taking_turns = true;
      const StaticDose& rule = catalogue_.static_dose;
      Tell(rule::kTime, statement::kTrunkAlternates,
           {ArgumentOf("stretch_days", rule.min_days, Unit::kDays),
            ArgumentOf("trunk_days", rule.max_days - rule.min_days, Unit::kDays)});
    } else {
      return false;
    }
    return true;
  }

  // The static stretch, if one runs.
  const Draft* Stretch() const {
    const auto found = std::find_if(drafts_.begin(), drafts_.end(), [](const Draft& draft) {
      return draft.place->exercise->exercise_class == ExerciseClass::kStatic;
    });
    return found == drafts_.end() ? nullptr : &*found;
  }

  bool RestCanShrink() const {
    Pace shorter = pace_;
    shorter.short_rest = true;
    return Stretch() != nullptr && doses_.Rest(shorter) < doses_.Rest(pace_);
  }

  void LeaveForTime(std::vector<Draft>::iterator draft) {
    const Argument minutes = ArgumentOf("minutes", minutes_, Unit::kMinutes);
    const Argument exercise = ArgumentOf("exercise", draft->place->exercise->id);
    const Draft* replacement = ReplacementOf(*draft);
    Reason why{rule::kTime, statement::kLeftForTime, {exercise, minutes}, {MinutesInput()}};
    if (replacement != nullptr) {
      why.statement = statement::kReplacedForTime;
      why.arguments.push_back(ArgumentOf("replacement", replacement->place->exercise->id));
    }
    Leave(draft, {rule::kTime, statement::kNoTimeForIt, {minutes}, {MinutesInput()}}, why);
  }

  // The template item that begins this week and takes the place of one that gives way.
  const Draft* ReplacementOf(const Draft& leaving) const {
    if (leaving.place->standing != Standing::kGivesWay) return nullptr;
    const auto found = std::find_if(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
      return draft.place->standing == Standing::kExtra &&
             draft.place->from_week == week_.week_number;
    });
    return found == drafts_.end() ? nullptr : &*found;
  }

  int NumberOf(const Exercise* exercise) {
    Entry& entry = Of(exercise);
    if (entry.number == 0) {
      plan_.used.push_back(exercise);
      entry.number = static_cast<int>(plan_.used.size());
      entry.since_week = week_.week_number;
    }
    return entry.number;
  }

  void Finish() {
    week_.session_seconds = SessionSeconds();
    week_.items.reserve(drafts_.size());
    for (const Draft& draft : drafts_) {
      const Place& place = *draft.place;
      ProgramItem& item = week_.items.emplace_back();
      item.item_number = NumberOf(place.exercise);
      item.exercise = place.exercise->id;
      item.slot = place.slot;
      item.doses = draft.doses;
      for (const Exercise* other : place.alternatives) {
        if (!IsInWeek(other)) item.alternatives.push_back(other->id);
      }
      item.reasons.reserve(place.slot == Slot::kStretch ? kUsualStretchReasons : kUsualReasons);
      item.reasons.push_back(place.choice);
      doses_.Explain(place, draft.doses, week_.week_number, pace_, item.reasons);
    }
    plan_.weeks.push_back(std::move(week_));
  }

  const Catalogue& catalogue_;
  const Screening& screening_;
  const Selection& selection_;
  const Doses& doses_;
  const int minutes_;
  Plan plan_;
  std::vector<Entry> entries_;  // one an exercise, in the catalogue's order
  // Of the week that is being made.
  ProgramWeek week_;
  Pace pace_;
  std::vector<Draft> drafts_;
};

}  // namespace

Plan PlanWeeks(const Assessment& assessment, const Catalogue& catalogue, const Screening& screening,
               const Selection& selection, const Doses& doses) {
  return Planner(assessment, catalogue, screening, selection, doses).Run();
}

}  // namespace ischia::domain
