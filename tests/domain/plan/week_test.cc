#include "service/domain/plan/week.h"

#include <gmock/gmock.h>

#include "service/domain/statements.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::AssessmentFields;
using domain::Program;
using domain::ProgramWeek;
using domain::Reason;
using domain::Score;
using domain::Side;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

const ProgramWeek& Week(const Program& program, int number) {
  return program.weeks.at(static_cast<std::size_t>(number) - 1);
}

// What had to give way in a week, in the order it did.
std::vector<std::string> GaveWay(const ProgramWeek& week) {
  std::vector<std::string> keys;
  for (const Reason& reason : week.reasons) {
    if (reason.rule_id.text() == "D-TIME") keys.emplace_back(reason.statement);
  }
  return keys;
}

Program WithMinutes(AssessmentFields fields, int minutes) {
  fields.minutes_per_day = minutes;
  return Prescribed(fields);
}

TEST(WeekTest, ASessionIsCountedByTheTimeBudget) {
  const Program program = Prescribed(TightAdult());
  EXPECT_EQ(Week(program, 1).session_seconds, 180 + 220 + 100);
  EXPECT_EQ(Week(program, 3).session_seconds, 662);
  EXPECT_THAT(GaveWay(Week(program, 3)), ElementsAre());
}

TEST(WeekTest, TheNewItemReplacesTheOldOneWhenTimeIsShort) {
  const Program program = Prescribed(TightAdult());
  EXPECT_THAT(ItemsOf(program, 4), ElementsAre("HS-01", "TR-18", "AD-29"));
  EXPECT_THAT(ItemsOf(program, 5), ElementsAre("HS-01", "TR-18", "PC-24"));
  const auto& reasons = Week(program, 5).reasons;
  ASSERT_TRUE(Says(reasons, domain::statement::kReplacedForTime));
  EXPECT_EQ(reasons.front().arguments.front().exercise.text(), "AD-29");
  EXPECT_EQ(ItemIn(program, 12, "AD-29"), nullptr) << "what left does not come back";
}

TEST(WeekTest, BothItemsStayWhenThereIsTime) {
  const Program program = WithMinutes(TightAdult(), 20);
  EXPECT_THAT(ItemsOf(program, 5), ElementsAre("HS-01", "TR-18", "AD-29", "PC-24"));
}

TEST(WeekTest, ThingsGiveWayInTheOrderOfTheTimeBudget) {
  // Week 3: stretch 230, trunk 92, warm-up 180, third item 160.
  EXPECT_THAT(GaveWay(Week(WithMinutes(TightAdult(), 9), 3)),
              ElementsAre(domain::statement::kLeftForTime));
  EXPECT_THAT(GaveWay(Week(WithMinutes(TightAdult(), 8), 3)),
              ElementsAre(domain::statement::kLeftForTime, domain::statement::kShortRest));
  EXPECT_THAT(GaveWay(Week(WithMinutes(TightAdult(), 6), 3)),
              ElementsAre(domain::statement::kLeftForTime, domain::statement::kShortRest,
                          domain::statement::kShortWarmUp));
  EXPECT_THAT(GaveWay(Week(WithMinutes(TightAdult(), 5), 3)),
              ElementsAre(domain::statement::kLeftForTime, domain::statement::kShortRest,
                          domain::statement::kShortWarmUp, domain::statement::kTrunkAlternates));
  EXPECT_THAT(GaveWay(Week(WithMinutes(TightAdult(), 4), 3)),
              ElementsAre(domain::statement::kLeftForTime, domain::statement::kShortRest,
                          domain::statement::kShortWarmUp, domain::statement::kTrunkAlternates,
                          domain::statement::kNeedsMinutes));
}

TEST(WeekTest, AProgramThatDoesNotFitSaysHowManyMinutesItNeeds) {
  const Program program = WithMinutes(TightAdult(), 3);
  const auto& reasons = Week(program, 1).reasons;
  ASSERT_TRUE(Says(reasons, domain::statement::kNeedsMinutes));
  const Reason& needs = reasons.back();
  EXPECT_EQ(Week(program, 1).session_seconds, 240);
  EXPECT_EQ(needs.arguments[0].number, 4);
  EXPECT_EQ(needs.arguments[1].number, 3);
  EXPECT_EQ(program.state, domain::ProgramState::kDraft);
}

TEST(WeekTest, TakingTurnsKeepsTheWeeklyFloorAndLeavesNoDayEmpty) {
  const Program program = WithMinutes(TightAdult(), 5);
  const auto& stretch = DoseOf(Item(program, 1, "HS-01"), Side::kRight);
  EXPECT_EQ(stretch.days_per_week, 5);
  EXPECT_EQ(stretch.weekly_hold_seconds(), 300);
  EXPECT_EQ(DoseOf(Item(program, 1, "TR-17"), Side::kBoth).days_per_week, 2);
  EXPECT_LE(Week(program, 1).session_seconds, 300);
}

TEST(WeekTest, ShortRestNeverGoesBelowTheRestOfARule) {
  AssessmentFields fields = TightAdult();
  fields.systolic_mmhg = 165;
  fields.diastolic_mmhg = 80;
  const Program program = WithMinutes(fields, 6);
  EXPECT_EQ(DoseOf(Item(program, 1, "HS-01"), Side::kRight).rest_seconds, 30);
  EXPECT_THAT(GaveWay(Week(program, 1)), Not(Contains(domain::statement::kShortRest)));
}

TEST(WeekTest, AnItemThatComesInLateStartsAtItsFirstStep) {
  // Week 3 is too long for the third item by two seconds, week 4 is not.
  AssessmentFields fields = TightAdult();
  fields.sitting_hours_per_day = 2;  // HA-10 in place of AD-29
  const Program program = WithMinutes(fields, 11);
  ASSERT_EQ(ItemIn(program, 3, "HA-10"), nullptr);
  ASSERT_NE(ItemIn(program, 4, "HA-10"), nullptr);
  EXPECT_EQ(Item(program, 4, "HA-10").doses.front().repetitions, 10);
}

TEST(WeekTest, LowConfidenceLeavesTwoItemsAndNamesTheRule) {
  AssessmentFields fields = TightAdult();
  fields.self_efficacy = Score(4);
  const Program program = Prescribed(fields);
  for (int week = 1; week <= 12; ++week) EXPECT_EQ(ItemsOf(program, week).size(), 2U);
  EXPECT_THAT(RulesOf(Week(program, 3).reasons, domain::statement::kLeftForCount),
              ElementsAre("S-60"));
  EXPECT_THAT(WhyExcluded(program, "AD-29"), ElementsAre("S-60 reason.excluded.too_many"));
}

TEST(WeekTest, TwoItemsOfTheBackPathwayAreStretchAndTrunk) {
  AssessmentFields fields = LowBackPainAdult();
  fields.low_mood = domain::Answer::kYes;
  const Program program = Prescribed(fields);
  EXPECT_THAT(ItemsOf(program, 1), ElementsAre("HS-02", "TR-16"));
  EXPECT_THAT(ItemsOf(program, 5), ElementsAre("HS-02", "TR-20"));
}

TEST(WeekTest, NumbersFollowTheFirstAppearanceAndStay) {
  const Program program = Prescribed(TightAdult());
  EXPECT_EQ(Item(program, 1, "W-00").item_number, 1);
  EXPECT_EQ(Item(program, 1, "HS-01").item_number, 2);
  EXPECT_EQ(Item(program, 1, "TR-17").item_number, 3);
  EXPECT_EQ(Item(program, 3, "TR-18").item_number, 4);
  EXPECT_EQ(Item(program, 3, "AD-29").item_number, 5);
  EXPECT_EQ(Item(program, 5, "PC-24").item_number, 6);
  EXPECT_EQ(Item(program, 12, "HS-01").item_number, 2);
}

TEST(WeekTest, RemeasurementIsAnnouncedInItsWeeks) {
  const Program program = Prescribed(TightAdult());
  for (const ProgramWeek& week : program.weeks) {
    const bool due = week.week_number == 3 || week.week_number == 6 || week.week_number == 12;
    EXPECT_EQ(Says(week.reasons, domain::statement::kRemeasure), due) << week.week_number;
  }
}

TEST(WeekTest, OnlyTheFirstWeekIsDecided) {
  for (const ProgramWeek& week : Prescribed(TightAdult()).weeks) {
    EXPECT_EQ(week.projected, week.week_number > 1);
  }
}

}  // namespace
}  // namespace ischia::test
