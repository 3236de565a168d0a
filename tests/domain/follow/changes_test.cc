#include "service/domain/follow/changes.h"

#include <gmock/gmock.h>

#include "service/domain/follow/rule_ids.h"
#include "service/domain/statements.h"
#include "tests/domain/follow/logs.h"

namespace ischia::domain {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class ChangesTest : public ::testing::Test {
 protected:
  ProgramItem& Stretch() { return after_.items.at(0); }
  SideDose& Leg(std::size_t place) { return Stretch().doses[place]; }
  std::vector<Change> Changes() const { return ChangesBetween(before_, after_, cause_); }

  ProgramWeek before_ = test::TwelveWeeks().weeks.at(1);
  ProgramWeek after_ = test::TwelveWeeks().weeks.at(2);
  Cause cause_{{rule::kAdvance, statement::kAllWell, {}, {}}, {}, {}};
};

TEST_F(ChangesTest, TheSameWeekAgainChangesNothing) { EXPECT_THAT(Changes(), IsEmpty()); }

TEST_F(ChangesTest, ALongerHoldOnOneSideIsTold) {
  Leg(1).hold_seconds = 25;
  ASSERT_THAT(Changes(), SizeIs(1));
  const Change change = Changes().front();
  EXPECT_EQ(change.week_number, 3);
  EXPECT_EQ(change.kind, ChangeKind::kHold);
  EXPECT_EQ(change.exercise, ExerciseId("HS-01"));
  EXPECT_EQ(change.side, Side::kLeft);
  EXPECT_EQ(change.before, 20);
  EXPECT_EQ(change.after, 25);
  EXPECT_EQ(change.because, cause_.reason);
}

TEST_F(ChangesTest, BothLegsThatChangeAlikeAreOneLine) {
  Leg(0).hold_seconds = Leg(1).hold_seconds = 25;
  ASSERT_THAT(Changes(), SizeIs(1));
  EXPECT_EQ(Changes().front().side, Side::kBoth);
  Leg(1).hold_seconds = 30;
  EXPECT_THAT(Changes(), SizeIs(2));
}

TEST_F(ChangesTest, EachNumberOfADoseIsCompared) {
  SideDose& leg = Leg(0);
  leg.sets += 1;
  leg.repetitions += 1;
  leg.days_per_week -= 1;
  leg.sessions_per_day += 1;
  leg.rest_seconds += 5;
  leg.work_seconds += 60;
  EXPECT_THAT(Changes(), SizeIs(6));
}

TEST_F(ChangesTest, AnExerciseThatTakesAnothersPlaceIsComparedWithIt) {
  Stretch().exercise = ExerciseId("HS-02");
  Leg(0).hold_seconds = Leg(1).hold_seconds = 15;
  const std::vector<Change> changes = Changes();
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].kind, ChangeKind::kReplaces);
  EXPECT_EQ(changes[0].exercise, ExerciseId("HS-01"));
  EXPECT_EQ(changes[0].replacement, ExerciseId("HS-02"));
  EXPECT_EQ(changes[1].kind, ChangeKind::kHold);
  EXPECT_EQ(changes[1].exercise, ExerciseId("HS-02"));
}

TEST_F(ChangesTest, WhatComesInAndGoesOutIsTold) {
  after_.items.at(1).exercise = ExerciseId("PC-24");
  after_.items.at(1).slot = Slot::kOther;
  const std::vector<Change> changes = Changes();
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].kind, ChangeKind::kGoesOut);
  EXPECT_EQ(changes[0].exercise, ExerciseId("TR-17"));
  EXPECT_EQ(changes[1].kind, ChangeKind::kComesIn);
  EXPECT_EQ(changes[1].exercise, ExerciseId("PC-24"));
}

TEST_F(ChangesTest, AnEditIsTheCauseOfWhatItTouches) {
  ProgramEdit edit;
  edit.kind = EditKind::kSetHoldSeconds;
  edit.exercise = ExerciseId("HS-01");
  edit.reason = "Asked for a gentler week.";
  cause_.edits = {edit};
  Leg(0).hold_seconds = 15;
  after_.items.at(1).doses[0].repetitions = 12;
  const std::vector<Change> changes = Changes();
  ASSERT_THAT(changes, SizeIs(2));
  EXPECT_EQ(changes[0].words, "Asked for a gentler week.");
  EXPECT_EQ(changes[1].words, "");
  EXPECT_EQ(changes[1].because, cause_.reason);
}

TEST_F(ChangesTest, AnOverridesWordsStandInPlaceOfTheReason) {
  cause_.words = "Slept badly all week.";
  Leg(0).hold_seconds = 15;
  EXPECT_EQ(Changes().front().words, "Slept badly all week.");
  EXPECT_EQ(Changes().front().because, Reason{});
}

}  // namespace
}  // namespace ischia::domain
