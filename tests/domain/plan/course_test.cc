#include "service/domain/plan/course.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>

#include "service/domain/statements.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::AssessmentFields;
using domain::Course;
using domain::DecisionKind;
using domain::ExerciseId;
using domain::PlateauStep;
using domain::Program;
using domain::ProgramWeek;
using domain::Side;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

Course After(const Course& course, DecisionKind decision, const ProgramWeek& week) {
  return domain::After(course, decision, week, ShippedCatalogue());
}

// The course after these decisions, a letter each: A, H, S, R.
Course Followed(const AssessmentFields& fields, const std::string& decisions, Course course = {}) {
  for (char letter : decisions) {
    const DecisionKind decision = letter == 'A'   ? DecisionKind::kAdvance
                                  : letter == 'H' ? DecisionKind::kHold
                                  : letter == 'S' ? DecisionKind::kSimplify
                                                  : DecisionKind::kRegress;
    course = After(course, decision, Prescribed(fields, course).weeks.front());
  }
  return course;
}

struct DecisionRow {
  const char* decisions;
  const char* next;  // the stretch of the week after them
};

// Evidence.md 4.2.3 and 6.2: start 15 s, target 30 s.
TEST(CourseTest, TheHoldFollowsTheDecisions) {
  const DecisionRow kRows[] = {
      {"", "4x15x7"},       {"A", "3x20x7"},       {"AA", "3x25x7"},    {"AH", "3x20x7"},
      {"AS", "3x20x7"},     {"AR", "4x15x7"},      {"R", "6x10x7"},     {"AAA", "2x30x7"},
      {"AAAAAA", "2x30x7"}, {"AAAAAAR", "3x25x7"}, {"RA", "4x15x7"},    {"ARA", "3x20x7"},
      {"HHH", "4x15x7"},    {"ARHA", "3x20x7"},    {"AARHR", "4x15x7"},
  };
  for (const DecisionRow& row : kRows) {
    const Program program = Prescribed(TightAdult(), Followed(TightAdult(), row.decisions));
    const int week = static_cast<int>(std::string(row.decisions).size()) + 1;
    EXPECT_EQ(program.weeks.front().week_number, week) << row.decisions;
    const domain::ProgramItem& stretch = program.weeks.front().items[1];
    const domain::SideDose& dose = DoseOf(stretch, Side::kRight);
    EXPECT_EQ(std::to_string(dose.repetitions) + 'x' + std::to_string(dose.hold_seconds) + 'x' +
                  std::to_string(dose.days_per_week),
              row.next)
        << row.decisions;
  }
}

TEST(CourseTest, AProjectionIsTheSameProgramFromAnyWeekOn) {
  for (const AssessmentFields& fields :
       {TightAdult(), LowBackPainAdult(), FallerWithOsteoporosis(), Runner()}) {
    const Program whole = Prescribed(fields);
    Course course;
    for (int week = 2; week <= 12; ++week) {
      course =
          After(course, DecisionKind::kAdvance, whole.weeks.at(static_cast<std::size_t>(week) - 2));
      const Program rest = Prescribed(fields, course);
      ASSERT_EQ(rest.weeks.size(), whole.weeks.size() - static_cast<std::size_t>(week) + 1);
      for (std::size_t i = 0; i < rest.weeks.size(); ++i) {
        const ProgramWeek& expected = whole.weeks[whole.weeks.size() - rest.weeks.size() + i];
        EXPECT_TRUE(rest.weeks[i].items == expected.items) << week << ' ' << expected.week_number;
        EXPECT_EQ(rest.weeks[i].projected, i > 0);
      }
      EXPECT_EQ(domain::Continued(whole, rest).weeks.size(), whole.weeks.size());
    }
  }
}

TEST(CourseTest, HoldRepeatsTheWeekWithAllItsItems) {
  const Course course = Followed(TightAdult(), "AH");
  const Program before = Prescribed(TightAdult(), Followed(TightAdult(), "A"));
  const Program again = Prescribed(TightAdult(), course);
  EXPECT_EQ(ItemsOf(before, 2), ItemsOf(again, 3));
  EXPECT_THAT(ItemsOf(again, 4), Contains("TR-18")) << "the ladder waits as well";
  EXPECT_TRUE(Says(Item(again, 3, "HS-01").reasons, domain::statement::kHoldRepeats));
}

TEST(CourseTest, SimplifyLeavesOneStretchAndOneTrunkItemUntilAWeekGoesWell) {
  const Course course = Followed(TightAdult(), "AAS");
  const Program program = Prescribed(TightAdult(), course);
  EXPECT_THAT(ItemsOf(program, 4), ElementsAre("HS-01", "TR-18"));
  EXPECT_TRUE(Says(program.weeks.front().reasons, domain::statement::kLeftForSimplicity));
  EXPECT_THAT(ItemsOf(program, 5), Contains("AD-29"));
  EXPECT_THAT(ItemsOf(Prescribed(TightAdult(), Followed(TightAdult(), "AASH")), 5),
              ElementsAre("HS-01", "TR-18"));
}

TEST(CourseTest, FromTheShortestHoldOrTwiceInARowTheStretchGivesWayToAnEasierOne) {
  AssessmentFields fields = TightAdult();
  for (const char* decisions : {"RR", "RHR", "AARR"}) {
    const Course course = Followed(fields, decisions);
    EXPECT_THAT(course.regressed, ElementsAre(ExerciseId("HS-01"))) << decisions;
    const Program program = Prescribed(fields, course);
    const int week = program.weeks.front().week_number;
    ASSERT_THAT(ItemsOf(program, week), Contains("HS-07")) << decisions;
    EXPECT_THAT(RulesOf(Item(program, week, "HS-07").reasons, domain::statement::kEasier),
                ElementsAre("W-2"));
    EXPECT_THAT(ItemsOf(program, 12), Not(Contains("HS-01"))) << decisions;
  }
}

TEST(CourseTest, ASharpPainTakesTheExerciseOutAndTheNextInOrderComes) {
  Course course = Followed(TightAdult(), "A");
  course.removed = {ExerciseId("HS-01")};
  course = After(course, DecisionKind::kRegress,
                 Prescribed(TightAdult(), Followed(TightAdult(), "A")).weeks.front());
  EXPECT_THAT(course.regressed, IsEmpty());
  const Program program = Prescribed(TightAdult(), course);
  EXPECT_THAT(ItemsOf(program, 3), Contains("HS-07"));
  EXPECT_EQ(DoseOf(Item(program, 3, "HS-07"), Side::kRight).hold_seconds, 15);
  EXPECT_THAT(WhyExcluded(program, "HS-01"), ElementsAre("W-2 reason.excluded.pain"));
}

TEST(CourseTest, StepsGoBackByOneAndTheTrunkLadderWithThem) {
  AssessmentFields fields = LowBackPainAdult();
  const Program before = Prescribed(fields, Followed(fields, "AAA"));
  EXPECT_EQ(Item(before, 4, "PC-23").doses.front().repetitions, 10);
  const Program after = Prescribed(fields, Followed(fields, "AAAR"));
  EXPECT_EQ(Item(after, 5, "PC-23").doses.front().repetitions, 8);
  const Program ladder = Prescribed(fields, Followed(fields, "AAR"));
  EXPECT_THAT(ItemsOf(ladder, 4), Contains("TR-17"));
  EXPECT_TRUE(Says(ladder.weeks.front().reasons, domain::statement::kTrunkGoesBack));
}

TEST(CourseTest, ALongPauseTakesTwoStepsBackButNotBelowTheStart) {
  const domain::StaticDose& rule = ShippedCatalogue().static_dose;
  const auto hold_after = [&](const char* decisions) {
    const Course course = domain::SteppedBack(Followed(TightAdult(), decisions), 2, rule);
    return DoseOf(Prescribed(TightAdult(), course).weeks.front().items[1], Side::kRight)
        .hold_seconds;
  };
  EXPECT_EQ(hold_after("AAAH"), 20);
  EXPECT_EQ(hold_after("AH"), 15);
  EXPECT_EQ(hold_after("RH"), 10);
}

// -- Plateau and maintenance ----------------------------------------------------------------------

Course OnPlateau(PlateauStep step) {
  Course course = Followed(TightAdult(), "AAAAAA");
  course.plateau = step;
  return course;
}

TEST(CourseTest, StepE1GivesNinetySecondsAndARegressTakesThemBack) {
  AssessmentFields fields = TightAdult();
  fields.minutes_per_day = 20;
  Course course = Followed(fields, "AAAAA");
  course.plateau = PlateauStep::kVolume;
  const Program program = Prescribed(fields, course);
  EXPECT_EQ(StretchOf(Continued(Prescribed(fields), program), 6), "3x30x6");
  EXPECT_TRUE(Says(Item(program, 6, "HS-01").reasons, domain::statement::kMoreForPlateau));
  course = After(course, DecisionKind::kRegress, program.weeks.front());
  EXPECT_EQ(DoseOf(Item(Prescribed(fields, course), 7, "HS-01"), Side::kRight).repetitions, 2);
  EXPECT_EQ(DoseOf(Item(Prescribed(fields, course), 7, "HS-01"), Side::kRight).hold_seconds, 30);
}

TEST(CourseTest, StepE2BringsPushRelaxOnThreeDaysInPlaceOfTheStretch) {
  const Program program = Prescribed(TightAdult(), OnPlateau(PlateauStep::kTechnique));
  const domain::SideDose& push = DoseOf(Item(program, 7, "HP-13"), Side::kRight);
  EXPECT_EQ(push.repetitions, 3);
  EXPECT_EQ(push.contraction_seconds, 6);
  EXPECT_EQ(push.hold_seconds, 30);
  EXPECT_EQ(push.days_per_week, 3);
  const domain::SideDose& stretch = DoseOf(Item(program, 7, "HS-01"), Side::kRight);
  EXPECT_EQ(stretch.days_per_week, 4);
  EXPECT_LE(push.weekly_hold_seconds() + stretch.weekly_hold_seconds(), 600);
}

TEST(CourseTest, PushRelaxWaitsForAWeekThatWentWell) {
  Course course = Followed(TightAdult(), "AAAAAH");
  course.plateau = PlateauStep::kTechnique;
  const Program program = Prescribed(TightAdult(), course);
  EXPECT_EQ(ItemIn(program, 7, "HP-13"), nullptr);
  EXPECT_NE(ItemIn(program, 8, "HP-13"), nullptr);
}

TEST(CourseTest, StepE4KeepsTheRangeAndGoesOnToStrength) {
  const Program program = Prescribed(TightAdult(), OnPlateau(PlateauStep::kAccept));
  EXPECT_EQ(DoseOf(Item(program, 7, "HS-01"), Side::kRight).days_per_week, 3);
  EXPECT_NE(ItemIn(program, 7, "PC-23"), nullptr);
}

TEST(CourseTest, MaintenanceIsThreeDaysAtTheFullHold) {
  Course course = Followed(TightAdult(), "AAAAAA");
  course.maintenance = true;
  EXPECT_EQ(DoseOf(Item(Prescribed(TightAdult(), course), 7, "HS-01"), Side::kRight)
                .weekly_hold_seconds(),
            180);
}

TEST(CourseTest, DoneSecondsScaleWhatIsExpected) {
  Course course;
  course.done_seconds_per_week = 150;
  const Program half = Prescribed(TightAdult(), course);
  const Program whole = Prescribed(TightAdult());
  const double start = whole.trajectories[0].points[0].expected_degrees;
  EXPECT_NEAR(start - half.trajectories[0].points[6].expected_degrees,
              (start - whole.trajectories[0].points[6].expected_degrees) / 2, 0.11);
  course.done_seconds_per_week = 420;
  EXPECT_EQ(Prescribed(TightAdult(), course).trajectories, whole.trajectories);
}

}  // namespace
}  // namespace ischia::test
