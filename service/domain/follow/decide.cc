#include "service/domain/follow/decide.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "service/domain/follow/rule_ids.h"
#include "service/domain/statements.h"

namespace ischia::domain {
namespace {

using std::chrono::days;

template <typename List, typename Value>
bool Contains(const List& list, const Value& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

Entries AllOf(const std::vector<CheckIn>& check_ins) {
  Entries all;
  for (const CheckIn& check_in : check_ins) all.push_back(&check_in);
  return all;
}

bool Counts(const CheckIn& entry) { return !IsLateSelfReport(entry); }

// Two places behind the point say enough of a mean.
double ToHundredths(double number) { return std::round(number * 100) / 100; }

InputUsed Figure(std::string_view path, double number, Unit unit = Unit::kNone) {
  return {path, Side::kUnspecified, number, unit, {}};
}

constexpr std::string_view kDone = "figures.done_day_count";
constexpr std::string_view kPrescribed = "figures.prescribed_day_count";
constexpr std::string_view kUnreported = "figures.unreported_day_count";

// -- Pauses -------------------------------------------------------------------------------------

bool IsAway(const CheckIn& entry) { return Contains(entry.fields.barriers, Barrier::kIllOrTravel); }

// Illness or travel, days in a row without a session from the first one named so.
struct Pause {
  int days = 0;         // the longest that this week has seen
  int days_before = 0;  // of it, before this week
};

// What was done counts as in the week's figures; that somebody was away counts whenever it is told.
Pause PauseIn(CivilDay first_date, CivilDay start_date, const Entries& all) {
  std::set<CivilDay> done;
  std::set<CivilDay> away;
  for (const CheckIn* entry : all) {
    const CivilDay day = *entry->fields.session_date;
    if (IsDone(*entry) && Counts(*entry)) done.insert(day);
    if (IsAway(*entry)) away.insert(day);
  }
  Pause longest;
  int length = 0;
  int before = 0;
  for (CivilDay day = start_date; day < first_date + days(kDaysOfWeek); day += days(1)) {
    if (day == first_date) before = length;
    const bool goes_on = !done.contains(day) && (length > 0 || away.contains(day));
    length = goes_on ? length + 1 : 0;
    if (!goes_on) before = 0;
    if (day >= first_date && length > longest.days) longest = {length, before};
  }
  return longest;
}

// -- Earlier weeks ------------------------------------------------------------------------------

bool IsPause(const WeeklyDecision& decision) {
  return !decision.rule_ids.empty() && decision.rule_ids.front() == rule::kPause;
}
bool WasPause(const SettledWeek& week) {
  return IsPause(week.decision) && week.kind == week.decision.kind;
}

// Pauses neither break a row nor make it longer.
int InARow(DecisionKind kind, const std::vector<SettledWeek>& earlier) {
  int count = 1;
  for (auto week = earlier.rbegin(); week != earlier.rend(); ++week) {
    if (WasPause(*week)) continue;
    if (week->kind != kind) break;
    ++count;
  }
  return count;
}

int AdvancesIn(const std::vector<SettledWeek>& weeks) {
  return static_cast<int>(std::count_if(weeks.begin(), weeks.end(), [](const SettledWeek& week) {
    return week.kind == DecisionKind::kAdvance;
  }));
}

PlateauStep StepTakenIn(const SettledWeek& week) {
  const std::optional<Remeasurement>& measured = week.decision.remeasurement;
  return measured && week.kind == week.decision.kind ? measured->plateau_step : PlateauStep::kNone;
}

bool IsDecisionPoint(const SettledWeek& week) {
  const std::optional<Remeasurement>& measured = week.decision.remeasurement;
  if (!measured) return false;
  switch (measured->response) {
    case Response::kResponder:
    case Response::kNotAdherent:
    case Response::kUnchanged:
    case Response::kWorse:
      return true;
    case Response::kPlateau:
      return StepTakenIn(week) != PlateauStep::kNone;
    default:
      return false;
  }
}

// -- The stretch in the weeks so far ------------------------------------------------------------

template <typename Visit>
void ForEachStretch(const ProgramWeek& week, const Visit& visit) {
  for (const ProgramItem& item : week.items) {
    if (item.slot != Slot::kStretch) continue;
    for (const SideDose& dose : item.doses) visit(item, dose);
  }
}

int LongestHold(const ProgramWeek& week) {
  int longest = 0;
  ForEachStretch(week, [&](const ProgramItem&, const SideDose& dose) {
    longest = std::max(longest, dose.hold_seconds);
  });
  return longest;
}

bool HasLargerVolume(const ProgramWeek& week, const StaticDose& rule) {
  bool larger = false;
  ForEachStretch(week, [&](const ProgramItem&, const SideDose& dose) {
    larger =
        larger || dose.sets * dose.repetitions * dose.hold_seconds >= rule.severe_session_seconds;
  });
  return larger;
}

SecondsDone SecondsIn(const WeekSpans& spans, const Entries& entries) {
  SecondsDone sum;
  for (const WeekSpan& span : spans) {
    const Entries of_span = Between(entries, span.first_day, span.day_count);
    ForEachStretch(*span.week, [&](const ProgramItem& item, const SideDose& dose) {
      const int seconds = SecondsHeld(of_span, item.item_number, dose);
      if (dose.side != Side::kLeft) sum.right += seconds;
      if (dose.side != Side::kRight) sum.left += seconds;
    });
  }
  return sum;
}

// -- One week -----------------------------------------------------------------------------------

class Decider {
 public:
  Decider(const WeekToDecide& week, const Catalogue& catalogue)
      : week_(week),
        catalogue_(catalogue),
        rule_(catalogue.decisions),
        start_date_(week.revisions.front().program->start_date),
        all_(AllOf(week.check_ins)) {
    decision_.week_number = week.week_number;
    decision_.first_date = FirstDayOf(week.week_number, start_date_);
    decision_.last_date = decision_.first_date + days(kDaysOfWeek - 1);
    told_ = Between(all_, decision_.first_date, kDaysOfWeek);
    counted_ = Where(told_, Counts);
    spans_ = SpansOf(week.revisions, decision_.last_date);
    for (const WeekSpan& span : spans_) {
      if (span.week->week_number == week.week_number) this_week_.push_back(span);
    }
    figures() = FiguresOf(this_week_, counted_,
                          week.baseline_rest_pain + catalogue.adherence.raised_morning_points);
    decision_.dose_adequate = DoseAdequate(this_week_, counted_, catalogue.static_dose);
    pause_ = PauseIn(decision_.first_date, start_date_, all_);
  }

  WeeklyDecision Run() && {
    decision_.worst_symptom = WorstSymptom();
    if (!Stops() && !Regresses() && !Pauses() && !Simplifies() && !Holds()) Advance();
    if (decision_.kind != DecisionKind::kStopRefer) Measure();
    CallClinician();
    decision_.advance_count = AdvancesIn(week_.earlier);
    if (decision_.kind == DecisionKind::kAdvance) ++decision_.advance_count;
    return std::move(decision_);
  }

 private:
  WeekFigures& figures() { return decision_.figures; }

  void Tell(Reason reason) {
    if (!Contains(decision_.rule_ids, reason.rule_id)) {
      decision_.rule_ids.push_back(reason.rule_id);
    }
    decision_.reasons.push_back(std::move(reason));
  }

  // The first rule that speaks gives the kind.
  void Decide(DecisionKind kind, Reason reason) {
    if (decision_.kind == DecisionKind::kUnspecified) decision_.kind = kind;
    Tell(std::move(reason));
  }

  bool decided() const { return decision_.kind != DecisionKind::kUnspecified; }

  // -- W-1

  bool Stops() {
    std::vector<InputUsed> inputs;
    for (const ScreenItem& item : kScreenItems) {
      const bool yes = std::any_of(told_.begin(), told_.end(), [&](const CheckIn* entry) {
        return entry->fields.screen.*item.answer == Answer::kYes;
      });
      if (yes) inputs.push_back({item.path, Side::kUnspecified, 0, Unit::kNone, "yes"});
    }
    if (inputs.empty()) return false;
    Decide(DecisionKind::kStopRefer,
           {rule::kStopRefer, statement::kRedFlag, {}, InputsUsed(std::move(inputs))});
    decision_.review_required = true;
    return true;
  }

  // -- W-2

  bool Regresses() {
    SharpPains();
    const auto back = [&](bool holds, std::string_view statement, int limit,
                          const InputUsed& input) {
      if (!holds) return;
      Decide(DecisionKind::kRegress,
             {rule::kRegress, statement, {ArgumentOf("limit", limit)}, {input}});
    };
    const WeekFigures& week = figures();
    back(week.tingling_day_count >= rule_.back_tingling_days, statement::kTinglingDays,
         rule_.back_tingling_days, Figure("figures.tingling_day_count", week.tingling_day_count));
    back(week.mean_discomfort.value_or(0) >= rule_.back_mean_discomfort, statement::kMuchDiscomfort,
         rule_.back_mean_discomfort, MeanDiscomfort());
    back(week.max_discomfort.value_or(0) >= rule_.back_worst_discomfort,
         statement::kWorstDiscomfort, rule_.back_worst_discomfort,
         Figure("figures.max_discomfort_score", week.max_discomfort.value_or(0), Unit::kScore));
    back(week.max_symptom_rise.value_or(0) >= rule_.back_symptom_rise, statement::kLargeRise,
         rule_.back_symptom_rise, SymptomRise());
    back(week.raised_morning_day_count >= rule_.back_raised_mornings, statement::kRaisedMornings,
         rule_.back_raised_mornings, RaisedMornings());
    if (decided()) StepBackAfter(pause_);
    return decided();
  }

  void SharpPains() {
    const InputUsed count = Figure("figures.sharp_pain_count", figures().sharp_pain_count);
    for (const CheckIn* entry : counted_) {
      if (HadSharpPain(*entry)) TakeOut(*entry);
    }
    for (const ExerciseId exercise : decision_.removed_exercises) {
      Decide(
          DecisionKind::kRegress,
          {rule::kRegress, statement::kSharpPainIn, {ArgumentOf("exercise", exercise)}, {count}});
    }
    if (figures().sharp_pain_count > 0 && decision_.removed_exercises.empty()) {
      Decide(DecisionKind::kRegress, {rule::kRegress, statement::kSharpPain, {}, {count}});
    }
    if (figures().sharp_pain_count > 0) decision_.review_required = true;
  }

  // The items that hurt; where the entry names none, the stretches of that day.
  void TakeOut(const CheckIn& entry) {
    const bool named =
        std::any_of(entry.fields.results.begin(), entry.fields.results.end(),
                    [](const ItemResult& result) { return result.sharp_pain == Answer::kYes; });
    const auto hurt = [&](const ProgramItem& item) {
      if (!named) return item.slot == Slot::kStretch;
      return std::any_of(
          entry.fields.results.begin(), entry.fields.results.end(), [&](const ItemResult& result) {
            return result.item_number == item.item_number && result.sharp_pain == Answer::kYes;
          });
    };
    for (const WeekSpan& span : this_week_) {
      const CivilDay day = *entry.fields.session_date;
      if (day < span.first_day || day >= span.first_day + days(span.day_count)) continue;
      for (const ProgramItem& item : span.week->items) {
        if (hurt(item) && !Contains(decision_.removed_exercises, item.exercise)) {
          decision_.removed_exercises.push_back(item.exercise);
        }
      }
    }
  }

  // -- W-PAUSE

  bool Pauses() {
    if (pause_.days == 0 || EnoughDone()) return false;
    const Argument length = ArgumentOf("days", pause_.days, Unit::kDays);
    Decide(DecisionKind::kHold, {rule::kPause, statement::kPauseRepeats, {length}, {}});
    StepBackAfter(pause_);
    return true;
  }

  // Once for a pause, in the week in which it becomes long.
  void StepBackAfter(const Pause& pause) {
    if (pause.days > rule_.pause_repeat_days && pause.days_before <= rule_.pause_repeat_days) {
      decision_.steps_back = rule_.pause_steps_back;
      Tell({rule::kPause,
            statement::kPauseStepsBack,
            {ArgumentOf("days", rule_.pause_repeat_days, Unit::kDays),
             ArgumentOf("count", rule_.pause_steps_back)},
            {}});
    }
    if (pause.days > rule_.pause_reassess_days) {
      decision_.review_required = true;
      Tell({rule::kPause,
            statement::kPauseReassess,
            {ArgumentOf("days", rule_.pause_reassess_days, Unit::kDays)},
            {}});
    }
  }

  // -- W-3 to W-5

  bool EnoughDone() {
    return Reaches(catalogue_.adherence.good_percent, DoneDays(figures()),
                   figures().prescribed_day_count);
  }

  static int DoneDays(const WeekFigures& week) {
    return std::min(week.done_day_count, week.prescribed_day_count);
  }

  InputsUsed DaysDone() {
    return {Figure(kDone, figures().done_day_count, Unit::kDays),
            Figure(kPrescribed, figures().prescribed_day_count, Unit::kDays),
            Figure(kUnreported, figures().unreported_day_count, Unit::kDays)};
  }

  bool Simplifies() {
    const int partial = catalogue_.adherence.partial_percent;
    const bool low = !Reaches(partial, DoneDays(figures()), figures().prescribed_day_count);
    if (!low || figures().unreported_day_count > 0) return false;
    Decide(DecisionKind::kSimplify,
           {rule::kSimplify, statement::kLowAdherence, {ArgumentOf("limit", partial)}, DaysDone()});
    return true;
  }

  bool Holds() {
    const auto same = [&](bool holds, std::string_view statement, int limit,
                          const InputsUsed& inputs) {
      if (!holds) return false;
      Decide(DecisionKind::kHold, {rule::kHold, statement, {ArgumentOf("limit", limit)}, inputs});
      return true;
    };
    const WeekFigures& week = figures();
    const int logged = CountDays(counted_, Any);
    same(logged < rule_.fewest_logged_days, statement::kFewEntries, rule_.fewest_logged_days,
         DaysDone());
    same(!EnoughDone(), statement::kPartialAdherence, catalogue_.adherence.good_percent,
         DaysDone());
    const bool pull =
        same(week.mean_discomfort.value_or(0) > rule_.same_above_discomfort,
             statement::kMoreThanAMildPull, rule_.same_above_discomfort, {MeanDiscomfort()});
    const bool rise = same(week.max_symptom_rise.value_or(0) >= rule_.same_symptom_rise,
                           statement::kSomeRise, rule_.same_symptom_rise, {SymptomRise()});
    const bool morning =
        same(week.raised_morning_day_count >= rule_.same_raised_mornings, statement::kRaisedMorning,
             rule_.same_raised_mornings, {RaisedMornings()});
    const bool tingling = same(week.tingling_day_count >= rule_.same_tingling_days,
                               statement::kTinglingDay, rule_.same_tingling_days,
                               {Figure("figures.tingling_day_count", week.tingling_day_count)});
    has_symptoms_ = pull || rise || morning || tingling;
    return decided();
  }

  void Advance() {
    Decide(DecisionKind::kAdvance, {rule::kAdvance,
                                    statement::kAllWell,
                                    {ArgumentOf("count", figures().done_day_count),
                                     ArgumentOf("all", figures().prescribed_day_count)},
                                    DaysDone()});
  }

  InputUsed MeanDiscomfort() {
    return Figure("figures.mean_discomfort_score",
                  ToHundredths(figures().mean_discomfort.value_or(0)), Unit::kScore);
  }
  InputUsed SymptomRise() {
    return Figure("figures.max_symptom_rise", figures().max_symptom_rise.value_or(0));
  }
  InputUsed RaisedMornings() {
    return Figure("figures.raised_morning_day_count", figures().raised_morning_day_count,
                  Unit::kDays);
  }

  // -- W-MEASURE

  // A decision week has come, or a plateau's step has had its weeks, and nothing was judged since.
  bool DecisionIsDue() {
    const RemeasurementRule& rule = catalogue_.remeasurement;
    const SettledWeek* last = LastDecisionPoint(week_.earlier);
    const int judged = last == nullptr ? 0 : last->decision.week_number;
    const auto comes = [&](int week) { return judged < week && week <= week_.week_number; };
    for (const SettledWeek& week : week_.earlier) {
      const bool stepped = StepTakenIn(week) != PlateauStep::kNone;
      if (stepped && comes(week.decision.week_number + rule.plateau_step_weeks)) return true;
    }
    return std::any_of(rule.decision_weeks.begin(), rule.decision_weeks.end(), comes);
  }

  void Measure() {
    const bool due = DecisionIsDue();
    const bool asked_for = due || Contains(catalogue_.remeasure_weeks, week_.week_number);
    if (!week_.measurement) {
      if (asked_for) {
        Tell({rule::kRemeasurement,
              statement::kRemeasurementIsDue,
              {ArgumentOf("week", week_.week_number)},
              {}});
      }
      return;
    }
    Remeasurement measured = JudgeRemeasurement(MeasuredSoFar(due), catalogue_);
    for (const Reason& reason : measured.reasons) {
      Tell(reason);
    }
    ActOn(measured);
    decision_.remeasurement = std::move(measured);
  }

  Remeasured MeasuredSoFar(bool due) {
    const NewMeasurement& measurement = *week_.measurement;
    Remeasured so_far{.week_number = week_.week_number,
                      .due = due,
                      .start = measurement.start,
                      .before = measurement.before,
                      .now = measurement.now,
                      .expected = week_.revisions.front().program->trajectories};
    const SettledWeek* last = LastDecisionPoint(week_.earlier);
    so_far.done_days = DoneDays(figures());
    so_far.prescribed_days = figures().prescribed_day_count;
    for (const SettledWeek& week : week_.earlier) {
      if (const PlateauStep step = StepTakenIn(week); step != PlateauStep::kNone) {
        so_far.step = step;
      }
      if (last != nullptr && week.decision.week_number <= last->decision.week_number) continue;
      so_far.done_days += DoneDays(week.decision.figures);
      so_far.prescribed_days += week.decision.figures.prescribed_day_count;
    }
    so_far.full_hold_weeks = FullHoldWeeks();
    so_far.larger_volume = HasLargerVolume(*this_week_.back().week, catalogue_.static_dose);
    const SecondsDone sum = SecondsIn(spans_, Where(all_, Counts));
    so_far.weekly_seconds = {sum.right / week_.week_number, sum.left / week_.week_number};
    return so_far;
  }

  int FullHoldWeeks() {
    int count = 0;
    int week = week_.week_number;
    for (auto span = spans_.rbegin(); span != spans_.rend(); ++span) {
      if (span->week->week_number > week) continue;  // an older revision of the same week
      if (LongestHold(*span->week) < catalogue_.static_dose.target_hold) break;
      ++count;
      week = span->week->week_number - 1;
    }
    return count;
  }

  void ActOn(Remeasurement& measured) {
    switch (measured.response) {
      case Response::kWorse:
        if (decision_.kind == DecisionKind::kAdvance) decision_.kind = DecisionKind::kHold;
        [[fallthrough]];
      case Response::kUnchanged:
        decision_.review_required = true;
        break;
      case Response::kPlateau:
        TakeStep(measured);
        break;
      default:
        break;
    }
  }

  // More of anything waits while a symptom or a pause stands against it.
  void TakeStep(Remeasurement& measured) {
    const bool well =
        (decision_.kind == DecisionKind::kAdvance || decision_.kind == DecisionKind::kHold) &&
        !has_symptoms_ && !Contains(decision_.rule_ids, rule::kPause);
    if (!well) {
      measured.plateau_step = PlateauStep::kNone;
      Tell({rule::kRemeasurement, statement::kStepWaits, {}, {}});
      return;
    }
    const auto step = static_cast<std::size_t>(measured.plateau_step);
    Tell({rule::kPlateauSteps[step],
          statement::kPlateauSteps[step],
          {ArgumentOf("weeks", catalogue_.remeasurement.plateau_step_weeks)},
          {}});
    if (measured.plateau_step >= PlateauStep::kReconsider) decision_.review_required = true;
  }

  // -- W-REVIEW

  void CallClinician() {
    const int in_a_row = InARow(decision_.kind, week_.earlier);
    const auto call = [&](DecisionKind kind, int limit, std::string_view statement) {
      if (decision_.kind != kind || IsPause(decision_) || in_a_row < limit) return;
      decision_.review_required = true;
      Tell({rule::kReview, statement, {ArgumentOf("count", in_a_row)}, {}});
    };
    call(DecisionKind::kHold, rule_.holds_to_review, statement::kHoldsInARow);
    call(DecisionKind::kRegress, rule_.regresses_to_review, statement::kRegressesInARow);
    call(DecisionKind::kSimplify, rule_.simplifies_to_review, statement::kSimplifiesInARow);
  }

  std::optional<int> WorstSymptom() const {
    const int looked_back = kDaysOfWeek * rule_.symptom_weeks;
    const CivilDay first = decision_.last_date - days(looked_back - 1);
    std::optional<int> worst;
    for (const CheckIn* entry : Between(all_, first, looked_back)) {
      const CheckInFields& fields = entry->fields;
      for (const std::optional<Score>& score :
           {fields.symptom_before, fields.symptom_after, fields.symptom_next_morning}) {
        if (score) worst = std::max(worst.value_or(0), score->value());
      }
    }
    return worst;
  }

  const WeekToDecide& week_;
  const Catalogue& catalogue_;
  const DecisionRule& rule_;
  const CivilDay start_date_;
  const Entries all_;
  WeekSpans spans_;      // of all weeks so far
  WeekSpans this_week_;  // of the decided one
  Entries told_;         // of the week
  Entries counted_;      // of them, without late self-reports
  Pause pause_;
  bool has_symptoms_ = false;
  WeeklyDecision decision_;
};

}  // namespace

const SettledWeek* LastDecisionPoint(const std::vector<SettledWeek>& earlier) {
  const auto found = std::find_if(earlier.rbegin(), earlier.rend(), IsDecisionPoint);
  return found == earlier.rend() ? nullptr : &*found;
}

WeeklyDecision DecideWeek(const WeekToDecide& week, const Catalogue& catalogue) {
  return Decider(week, catalogue).Run();
}

bool HasRedFlag(int week_number, CivilDay start_date, const std::vector<CheckIn>& check_ins) {
  const Entries told = Between(AllOf(check_ins), FirstDayOf(week_number, start_date), kDaysOfWeek);
  return std::any_of(told.begin(), told.end(),
                     [](const CheckIn* entry) { return entry->fields.screen.AnyYes(); });
}

Course Followed(Course course, const SettledWeek& settled, const ProgramWeek& week,
                const Catalogue& catalogue) {
  const WeeklyDecision& decision = settled.decision;
  const bool overridden = settled.kind != decision.kind;
  for (const ExerciseId exercise : decision.removed_exercises) {
    if (!Contains(course.removed, exercise)) course.removed.push_back(exercise);
  }
  course.worst_symptom = decision.worst_symptom;
  course.settled_edits = static_cast<int>(course.edits.size());
  if (!overridden && decision.remeasurement) {
    const PlateauStep step = StepTakenIn(settled);
    if (step != PlateauStep::kNone) course.plateau = step;
    course.maintenance = course.maintenance || decision.remeasurement->discharge;
  }
  course = After(std::move(course), settled.kind, week, catalogue);
  return overridden || decision.steps_back == 0
             ? course
             : SteppedBack(std::move(course), decision.steps_back, catalogue.static_dose);
}

Course Edited(Course course, const std::vector<ProgramEdit>& edits) {
  course.settled_edits = static_cast<int>(course.edits.size());
  for (const ProgramEdit& edit : edits) {
    std::erase(course.removed, edit.new_exercise);
    course.edits.push_back(edit);
  }
  return course;
}

}  // namespace ischia::domain
