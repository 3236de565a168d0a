#include "service/domain/plan/trajectory.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "service/domain/statements.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::AssessmentFields;
using domain::Degrees;
using domain::Measure;
using domain::Program;
using domain::Side;
using domain::Trajectory;
using domain::TrajectoryPoint;
using ::testing::IsEmpty;

const Trajectory& Of(const Program& program, Side side, Measure measure) {
  const auto found =
      std::find_if(program.trajectories.begin(), program.trajectories.end(),
                   [&](const Trajectory& t) { return t.side == side && t.measure == measure; });
  domain::Ensure(found != program.trajectories.end());
  return *found;
}

TEST(TrajectoryTest, AKneeDeficitShrinksAlongTheCurve) {
  const Program program = Prescribed(TightAdult());
  const Trajectory& knee = Of(program, Side::kRight, Measure::kKneeExtensionDeficit);
  EXPECT_EQ(knee.points.size(), 13U);
  EXPECT_EQ(knee.points[0], (TrajectoryPoint{0, 38.0, 38.0, 38.0}));
  EXPECT_EQ(knee.points[6], (TrajectoryPoint{6, 22.5, 28.7, 34.1}));
  EXPECT_EQ(knee.minimal_detectable_change_degrees, 8);
}

TEST(TrajectoryTest, ALegRaiseGrowsAlongTheCurve) {
  const Program program = Prescribed(LowBackPainAdult());
  const Trajectory& raise = Of(program, Side::kRight, Measure::kStraightLegRaise);
  EXPECT_EQ(raise.points[6], (TrajectoryPoint{6, 67.8, 71.7, 75.5}));
  EXPECT_EQ(raise.minimal_detectable_change_degrees, 7);
}

TEST(TrajectoryTest, OlderLegsFollowAStraightLineForSixWeeks) {
  const Program program = Prescribed(FallerWithOsteoporosis());
  const Trajectory& knee = Of(program, Side::kRight, Measure::kKneeExtensionDeficit);
  EXPECT_EQ(knee.points[1], (TrajectoryPoint{1, 28.6, 29.7, 30.4}));
  EXPECT_EQ(knee.points[6], (TrajectoryPoint{6, 16.6, 23.2, 27.4}));
  EXPECT_LT(knee.points[7].expected_degrees, knee.points[6].expected_degrees);
  EXPECT_GT(knee.points[7].expected_degrees, knee.points[6].expected_degrees - 1.3);
  EXPECT_TRUE(Says(knee.reasons, domain::statement::kExpectedLine));
}

TEST(TrajectoryTest, NothingIsExpectedBeyondTheMeanOfTheNorms) {
  AssessmentFields fields = TightAdult();
  fields.sex_for_norms = domain::NormSex::kFemale;
  LegOf(fields, Side::kRight).knee_extension_deficit = Degrees(22);
  const Program program = Prescribed(fields);
  const Trajectory& knee = Of(program, Side::kRight, Measure::kKneeExtensionDeficit);
  EXPECT_EQ(knee.points[6], (TrajectoryPoint{6, 13.4, 13.4, 18.1}));
}

TEST(TrajectoryTest, ALegThatDoesHalfHasNoExpectation) {
  const Program program = Prescribed(OneTightLeg());
  for (const Trajectory& trajectory : program.trajectories) {
    EXPECT_EQ(trajectory.side, Side::kRight);
  }
  EXPECT_EQ(program.trajectories.size(), 2U);
}

TEST(TrajectoryTest, WithoutAStretchNothingIsExpected) {
  EXPECT_THAT(Prescribed(NormalLengthAnteriorTilt()).trajectories, IsEmpty());
}

TEST(TrajectoryTest, LegsOfChildrenAreNotBandedAndHaveNoExpectation) {
  AssessmentFields fields = TightAdult();
  fields.age_years = 14;
  EXPECT_THAT(Prescribed(fields).trajectories, IsEmpty());
}

}  // namespace
}  // namespace ischia::test
