#include "service/domain/plan/choice.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "tests/domain/plan/prescribing.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::AssessmentFields;
using domain::Choice;
using domain::Course;
using domain::ExerciseClass;
using domain::Option;
using domain::Pace;
using domain::Placed;
using domain::SessionLimits;
using domain::Slot;
using domain::Standing;
using domain::Wish;
using domain::Wishes;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int kNothing = 99;

// One week of one patient, as the planner would prepare it.
struct Week {
  Week(const AssessmentFields& fields, const Course& of_course)
      : assessment(Legal(fields)),
        screening(domain::Screen(assessment, ShippedCatalogue())),
        patient(assessment, ShippedCatalogue(), screening.facts),
        available(patient, screening),
        doses(patient, screening),
        course(of_course) {
    domain::CollectWishes(patient, screening, available, course, wishes);
    doses.SetWeek(course);
  }

  domain::Assessment assessment;
  domain::Screening screening;
  domain::Case patient;
  domain::Available available;
  domain::Doses doses;
  Course course;
  Wishes wishes;
};

bool MustStand(const Wish& wish) {
  return wish.standing == Standing::kEssential || wish.standing == Standing::kKept;
}

// The same week, all ways of filling it tried one after another. Evidence.md 4.2.2 once more.
class BruteForce {
 public:
  BruteForce(const Week& week, const SessionLimits& limits) : week_(week), limits_(limits) {}

  // What stands in each slot; kNothing for an empty one. Unset when no way fits.
  std::optional<std::vector<int>> Best() {
    taken_.assign(week_.wishes.wishes.size(), kNothing);
    Try(0);
    return best_;
  }

 private:
  void Try(std::size_t slot) {
    if (slot == taken_.size()) return Judge();
    const Wish& wish = week_.wishes.wishes[slot];
    const auto options = week_.wishes.OptionsOf(wish);
    for (std::size_t i = 0; i < options.size(); ++i) {
      taken_[slot] = static_cast<int>(i);
      Try(slot + 1);
    }
    taken_[slot] = kNothing;
    if (!MustStand(wish)) Try(slot + 1);
  }

  const Option& OptionIn(std::size_t slot) const {
    return week_.wishes.OptionsOf(
        week_.wishes.wishes[slot])[static_cast<std::size_t>(taken_[slot])];
  }

  void Judge() {
    int count = 0;
    for (std::size_t a = 0; a < taken_.size(); ++a) {
      if (taken_[a] == kNothing) continue;
      const Slot slot = week_.wishes.wishes[a].slot;
      count += slot != Slot::kWarmUp && slot != Slot::kBeforeSport;
      for (std::size_t b = 0; b < a; ++b) {
        if (taken_[b] != kNothing && OptionIn(a).exercise == OptionIn(b).exercise) return;
      }
    }
    if (count > limits_.most_items) return;
    for (int shortening = 0; shortening <= 3; ++shortening) {
      for (bool larger : {true, false}) {
        if (larger && !week_.doses.HasLargerVolume()) continue;
        Pace pace;
        pace.short_rest = shortening >= 1;
        pace.short_warm_up = shortening >= 2;
        pace.taking_turns = shortening >= 3;
        pace.larger_volume = larger;
        if (shortening == 3 && !(Stretches() && week_.doses.CanTakeTurns())) continue;
        if (Seconds(pace) <= limits_.seconds) Keep(shortening, larger);
      }
    }
  }

  bool Stretches() const {
    for (std::size_t slot = 0; slot < taken_.size(); ++slot) {
      if (taken_[slot] != kNothing &&
          OptionIn(slot).exercise->exercise_class == ExerciseClass::kStatic) {
        return true;
      }
    }
    return false;
  }

  int Seconds(const Pace& pace) const {
    int shared = 0;
    int stretch = 0;
    int trunk = 0;
    for (std::size_t slot = 0; slot < taken_.size(); ++slot) {
      const Slot kind = week_.wishes.wishes[slot].slot;
      if (taken_[slot] == kNothing || kind == Slot::kBeforeSport) continue;
      const Option& option = OptionIn(slot);
      const int seconds = week_.doses.SecondsOf(*option.exercise, week_.doses.Of(option, 0, pace));
      (kind == Slot::kStretch ? stretch : kind == Slot::kTrunk ? trunk : shared) += seconds;
    }
    return shared + (pace.taking_turns ? std::max(stretch, trunk) : stretch + trunk);
  }

  // The order of choice.h as one row of numbers, smaller is better.
  void Keep(int shortening, bool larger) {
    std::vector<int> rank;
    for (std::size_t slot = 0; slot < taken_.size(); ++slot) {
      if (MustStand(week_.wishes.wishes[slot])) rank.push_back(taken_[slot]);
    }
    rank.push_back(shortening);
    for (Standing standing : {Standing::kExtra, Standing::kGivesWay, Standing::kUncounted}) {
      for (std::size_t slot = 0; slot < taken_.size(); ++slot) {
        if (week_.wishes.wishes[slot].standing == standing) rank.push_back(taken_[slot]);
      }
    }
    rank.push_back(larger ? 0 : 1);
    if (best_ && !(rank < best_rank_)) return;
    best_ = taken_;
    best_rank_ = rank;
  }

  const Week& week_;
  const SessionLimits& limits_;
  std::vector<int> taken_;
  std::vector<int> best_rank_;
  std::optional<std::vector<int>> best_;
};

std::vector<int> TakenBy(const Choice& choice, const Wishes& wishes) {
  std::vector<int> taken(wishes.wishes.size(), kNothing);
  for (const Placed& placed : choice.items) {
    const auto slot = static_cast<std::size_t>(placed.wish - wishes.wishes.data());
    taken[slot] = static_cast<int>(placed.option - wishes.OptionsOf(*placed.wish).data());
  }
  return taken;
}

std::vector<std::string> Names(const Choice& choice) {
  std::vector<std::string> names;
  for (const Placed& placed : choice.items) {
    names.emplace_back(placed.option->exercise->id.text());
  }
  return names;
}

Course InWeek(int week) {
  Course course;
  course.week = week;
  course.advances = week - 1;
  course.trunk_advances = week - 1;
  course.last_decision = domain::DecisionKind::kAdvance;
  for (domain::LegHold& leg : course.holds) {
    if (week > 1) leg.due = 10 + 5 * week;
  }
  return course;
}

AssessmentFields SevereAdult() {
  AssessmentFields fields = TightAdult();
  LegOf(fields, domain::Side::kRight).knee_extension_deficit = domain::Degrees(50);
  fields.equipment.set();
  return fields;
}

AssessmentFields EquippedBack() {
  AssessmentFields fields = LowBackPainAdult();
  fields.equipment.set();
  return fields;
}

AssessmentFields SeatedBack() {
  AssessmentFields fields = EquippedBack();
  fields.floor_transfer = domain::FloorTransfer::kNo;
  fields.equipment.reset(static_cast<std::size_t>(domain::Equipment::kBed));
  return fields;
}

// Every way of filling the week is tried, for every number of minutes and of exercises.
TEST(ChoiceTest, NoOtherWayOfFillingAWeekIsBetter) {
  int compared = 0;
  int without_any = 0;
  for (const AssessmentFields& fields :
       {TightAdult(), SevereAdult(), LowBackPainAdult(), EquippedBack(), SeatedBack(),
        NormalLengthAnteriorTilt(), FallerWithOsteoporosis(), Runner()}) {
    for (int number : {1, 3, 5, 7}) {
      const Week week(fields, InWeek(number));
      ASSERT_THAT(week.wishes.empty_slots, IsEmpty());
      for (int seconds = 150; seconds <= 1200; seconds += 30) {
        for (int most : {2, 3, 4}) {
          const SessionLimits limits{most, seconds};
          const Choice choice = domain::Choose(week.wishes, week.doses, week.course, limits);
          const auto best = BruteForce(week, limits).Best();
          ASSERT_EQ(choice.fits, best.has_value()) << number << ' ' << seconds << ' ' << most;
          ++compared;
          if (best) {
            ASSERT_EQ(TakenBy(choice, week.wishes), *best)
                << number << ' ' << seconds << ' ' << most;
          } else {
            ++without_any;
          }
        }
      }
    }
  }
  EXPECT_GT(compared, 3000);
  EXPECT_GT(without_any, 100);
}

// The doorway takes both legs in turn, the counter both at once.
TEST(ChoiceTest, AShorterStretchStandsInOnlyWhereThePreferredOneDoesNotFitAtAll) {
  const Week week(SeatedBack(), InWeek(1));
  const auto chosen = [&](int seconds) {
    return Names(domain::Choose(week.wishes, week.doses, week.course, {2, seconds}));
  };
  EXPECT_THAT(chosen(300), ElementsAre("W-00", "HS-03", "TR-22"));
  EXPECT_THAT(chosen(240), ElementsAre("W-00", "HS-03", "TR-22"));  // shortened as far as it goes
  EXPECT_THAT(chosen(230), ElementsAre("W-00", "HS-06", "TR-22"));
}

TEST(ChoiceTest, AnExerciseTooManyLeavesBeforeARestIsCut) {
  const Week week(TightAdult(), InWeek(3));
  const Choice choice = domain::Choose(week.wishes, week.doses, week.course, {4, 540});
  EXPECT_THAT(Names(choice), ElementsAre("W-00", "HS-01", "TR-18"));
  EXPECT_FALSE(choice.pace.short_rest);
  ASSERT_FALSE(choice.unmet.empty());
  EXPECT_EQ(choice.unmet.front().option->exercise->id.text(), "AD-29");
}

TEST(ChoiceTest, AStretchOfLastWeekStaysWhereANewOneWouldComeFirst) {
  AssessmentFields fields = TightAdult();
  Course course = InWeek(3);
  course.items = {{domain::ExerciseId("HS-07"), 2, true, false}};
  const Week week(fields, course);
  const Choice choice = domain::Choose(week.wishes, week.doses, week.course, {4, 1200});
  EXPECT_THAT(Names(choice), ::testing::Contains("HS-07"));
  course.last_phase = domain::StrainPhase::kS1;  // a new phase begins
  const Week next(fields, course);
  EXPECT_THAT(Names(domain::Choose(next.wishes, next.doses, next.course, {4, 1200})),
              ::testing::Contains("HS-01"));
}

TEST(ChoiceTest, WhatGaveWayDoesNotComeBack) {
  Course course = InWeek(5);
  course.items = {{domain::ExerciseId("AD-29"), 2, false, true}};
  const Week week(TightAdult(), course);
  EXPECT_THAT(Names(domain::Choose(week.wishes, week.doses, week.course, {4, 1200})),
              ElementsAre("W-00", "HS-01", "TR-18", "PC-24"));
}

TEST(ChoiceTest, ASimpleWeekHoldsWhatHasToStandAndNothingElse) {
  Course course = InWeek(5);
  course.simplified = true;
  const Week week(TightAdult(), course);
  EXPECT_THAT(Names(domain::Choose(week.wishes, week.doses, week.course, {4, 1200})),
              ElementsAre("W-00", "HS-01", "TR-18"));
}

}  // namespace
}  // namespace ischia::test
