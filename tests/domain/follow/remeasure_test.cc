#include "service/domain/follow/remeasure.h"

#include <gmock/gmock.h>

#include "service/domain/follow/rule_ids.h"
#include "service/domain/plan/program.h"
#include "tests/domain/follow/logs.h"
#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using test::Shipped;
using ::testing::Optional;
using ::testing::SizeIs;

constexpr CivilDay kStart{std::chrono::year{2026} / 6 / 1};

// V01: knee-extension deficits of 38 and 36 degrees, leg raises of 60 and 62.
class RemeasureTest : public ::testing::Test {
 protected:
  RemeasureTest() { now_.kind = AssessmentKind::kRemeasurement; }

  void Knees(double right, double left) {
    test::LegOf(now_, Side::kRight).knee_extension_deficit = Degrees(right);
    test::LegOf(now_, Side::kLeft).knee_extension_deficit = Degrees(left);
  }
  Remeasurement Judged(int week = 6) const {
    const Assessment now = test::Legal(now_);
    Remeasured remeasured{.week_number = week,
                          .due = due_,
                          .start = start_,
                          .before = before_.value_or(start_),
                          .now = now,
                          .expected = expected_};
    remeasured.done_days = done_days_;
    remeasured.prescribed_days = 42;
    remeasured.full_hold_weeks = full_hold_weeks_;
    remeasured.larger_volume = larger_volume_;
    remeasured.step = step_;
    remeasured.weekly_seconds = {weekly_seconds_, weekly_seconds_};
    return JudgeRemeasurement(remeasured, Shipped());
  }
  Response ResponseOf() const { return Judged().response; }

  AssessmentFields start_ = test::TightAdult();
  std::optional<AssessmentFields> before_;  // the measurement before, where that is not the start
  AssessmentFields now_ = test::TightAdult();
  std::vector<Trajectory> expected_ =
      Prescribe(test::Legal(start_), Shipped(), kStart).value().trajectories;
  bool due_ = true;
  int done_days_ = 38;
  int full_hold_weeks_ = 3;
  bool larger_volume_ = false;
  int weekly_seconds_ = 420;
  PlateauStep step_ = PlateauStep::kNone;
};

TEST_F(RemeasureTest, EightDegreesOfTheKneeAreAResponse) {
  Knees(30, 36);
  EXPECT_EQ(ResponseOf(), Response::kResponder);
  Knees(30.5, 36);
  EXPECT_EQ(ResponseOf(), Response::kPlateau);
}

TEST_F(RemeasureTest, TheGainAndItsErrorAreTold) {
  Knees(29, 36);
  const Remeasurement result = Judged();
  ASSERT_THAT(result.changes, SizeIs(2));
  EXPECT_EQ(result.changes.front().side, Side::kRight);
  EXPECT_EQ(result.changes.front().gain_degrees, 9);
  EXPECT_THAT(result.changes.front().detectable_degrees, Optional(8));
  EXPECT_EQ(result.reasons.front().rule_id, rule::kRemeasurement);
  EXPECT_EQ(result.reasons.front().inputs.front().number, 9);
}

TEST_F(RemeasureTest, ByTwoTestersElevenDegreesAreNotCertainAndFifteenAre) {
  now_.assessor = "pt-other";
  Knees(27, 36);
  EXPECT_EQ(ResponseOf(), Response::kUncertain);
  Knees(23, 36);
  EXPECT_EQ(ResponseOf(), Response::kResponder);
  Knees(38, 36);  // no change either, since it could not be seen
  EXPECT_EQ(ResponseOf(), Response::kUncertain);
}

TEST_F(RemeasureTest, MethodsAreNeverCompared) {
  now_.knee_extension_method = KneeExtensionMethod::kApp;
  for (LegMeasurements& leg : now_.legs) leg.straight_leg_raise.reset();
  Knees(20, 20);
  EXPECT_EQ(ResponseOf(), Response::kUncertain);
}

TEST_F(RemeasureTest, TheLegRaiseStandsInWhereTheKneeCannotBeCompared) {
  now_.knee_extension_method = KneeExtensionMethod::kApp;
  test::LegOf(now_, Side::kRight).straight_leg_raise = Degrees(67);
  const Remeasurement result = Judged();
  EXPECT_EQ(result.response, Response::kResponder);
  EXPECT_EQ(result.changes.front().measure, Measure::kStraightLegRaise);
  EXPECT_THAT(result.changes.front().detectable_degrees, Optional(7));
}

TEST_F(RemeasureTest, OfTheLegRaiseByTwoTestersNoErrorIsKnown) {
  now_.assessor = "pt-other";
  for (AssessmentFields* fields : {&start_, &now_}) {
    for (LegMeasurements& leg : fields->legs) leg.knee_extension_deficit.reset();
  }
  test::LegOf(now_, Side::kRight).straight_leg_raise = Degrees(90);
  EXPECT_EQ(ResponseOf(), Response::kUncertain);
}

TEST_F(RemeasureTest, AnImportantChangeOfPainOrFunctionIsAResponseToo) {
  start_.pain.activity = Score(6);
  now_.pain.activity = Score(5);
  EXPECT_EQ(ResponseOf(), Response::kPlateau);
  now_.pain.activity = Score(4);
  EXPECT_EQ(ResponseOf(), Response::kResponder);
  start_.pain.activity = Score(3);
  now_.pain.activity = Score(2);  // 33 percent
  EXPECT_EQ(ResponseOf(), Response::kResponder);
  now_.pain.activity = Score(3);
  start_.outcomes.oswestry_percent = 40;
  now_.outcomes.oswestry_percent = 30;
  EXPECT_EQ(ResponseOf(), Response::kResponder);
}

TEST_F(RemeasureTest, WorseByThePointsThatMatterIsWorse) {
  start_.pain.activity = Score(1);
  now_.pain.activity = Score(2);  // a hundred percent, and within error
  EXPECT_EQ(ResponseOf(), Response::kPlateau);
  now_.pain.activity = Score(3);
  EXPECT_EQ(ResponseOf(), Response::kWorse);
  now_.pain.activity = Score(1);
  Knees(46, 30);
  EXPECT_EQ(ResponseOf(), Response::kWorse);
  due_ = false;
  EXPECT_EQ(ResponseOf(), Response::kWorse);
}

// 38 degrees at the start.
TEST_F(RemeasureTest, ALossIsSeenSinceTheMeasurementBeforeAndSinceTheStart) {
  before_ = now_;
  const auto right = [](AssessmentFields& fields, double degrees) {
    test::LegOf(fields, Side::kRight).knee_extension_deficit = Degrees(degrees);
  };
  right(*before_, 42);
  right(now_, 45.5);
  EXPECT_EQ(ResponseOf(), Response::kPlateau);
  right(now_, 46);  // 4 since the last time, 8 since the start
  EXPECT_EQ(ResponseOf(), Response::kWorse);
  right(*before_, 30);
  right(now_, 38);  // as at the start, and 8 since the last time
  EXPECT_EQ(ResponseOf(), Response::kWorse);
}

TEST_F(RemeasureTest, APlateauNeedsAdherenceAndFullHolds) {
  EXPECT_EQ(ResponseOf(), Response::kPlateau);
  done_days_ = 33;  // 79 percent
  EXPECT_EQ(ResponseOf(), Response::kNotAdherent);
  done_days_ = 34;  // 81 percent
  EXPECT_EQ(ResponseOf(), Response::kPlateau);
  full_hold_weeks_ = 1;
  EXPECT_EQ(ResponseOf(), Response::kUnchanged);
}

TEST_F(RemeasureTest, TheStepsOfAPlateauComeOneByOne) {
  EXPECT_EQ(Judged().plateau_step, PlateauStep::kVolume);
  larger_volume_ = true;  // a SEVERE leg does so much already
  EXPECT_EQ(Judged().plateau_step, PlateauStep::kTechnique);
  step_ = PlateauStep::kVolume;
  EXPECT_EQ(Judged().plateau_step, PlateauStep::kTechnique);
  step_ = PlateauStep::kTechnique;
  EXPECT_EQ(Judged().plateau_step, PlateauStep::kReconsider);
  step_ = PlateauStep::kReconsider;
  EXPECT_EQ(Judged().plateau_step, PlateauStep::kAccept);
  step_ = PlateauStep::kAccept;
  EXPECT_EQ(Judged().plateau_step, PlateauStep::kAccept);
}

// V01 at week 6: 29 degrees expected, 22.5 to 34.1.
TEST_F(RemeasureTest, OnTrackIsInsideTheBandOrBeyondError) {
  const auto on_track = [&] { return Judged().changes.front().on_track; };
  Knees(34, 36);
  EXPECT_THAT(on_track(), Optional(true));
  Knees(34.5, 36);
  EXPECT_THAT(on_track(), Optional(false));
  weekly_seconds_ = 150;  // half of the floor: half of the low gain of 3.9 degrees
  EXPECT_THAT(on_track(), Optional(true));
  Knees(36.5, 36);
  EXPECT_THAT(on_track(), Optional(false));
  EXPECT_EQ(Judged(3).changes.front().on_track, std::nullopt);
}

TEST_F(RemeasureTest, DischargeAsksForRangePainAndTheLastMeasurement) {
  Knees(30, 29);  // MILD
  now_.pain.activity = Score(1);
  EXPECT_TRUE(Judged(12).discharge);
  EXPECT_FALSE(Judged(6).discharge);
  now_.kind = AssessmentKind::kDischarge;
  EXPECT_TRUE(Judged(6).discharge);
  now_.pain.activity = Score(2);
  start_.pain.activity = Score(2);
  EXPECT_FALSE(Judged(12).discharge);
  start_.pain.activity = Score(4);
  EXPECT_TRUE(Judged(12).discharge);
  Knees(42, 34);  // tight, and eight degrees apart
  start_.pain.activity = now_.pain.activity = Score(1);
  EXPECT_FALSE(Judged(12).discharge);
  Knees(41, 34);  // tight, but alike
  EXPECT_TRUE(Judged(12).discharge);
}

TEST_F(RemeasureTest, BackPainIsDischargedByItsQuestionnaire) {
  start_ = now_ = test::LowBackPainAdult();
  Knees(30, 29);
  now_.pain.activity = Score(1);
  now_.outcomes.oswestry_percent = *start_.outcomes.oswestry_percent - 8;
  EXPECT_FALSE(Judged(12).discharge);
  now_.outcomes.oswestry_percent = *start_.outcomes.oswestry_percent - 10;
  EXPECT_TRUE(Judged(12).discharge);
}

}  // namespace
}  // namespace ischia::domain
