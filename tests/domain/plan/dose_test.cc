#include "service/domain/plan/dose.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "service/domain/statements.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::Answer;
using domain::AssessmentFields;
using domain::Band;
using domain::Degrees;
using domain::LegBand;
using domain::LegPlan;
using domain::Program;
using domain::Score;
using domain::Side;
using domain::SideDose;
using domain::StaticDose;
using domain::Volume;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;

const StaticDose& Rule() { return ShippedCatalogue().static_dose; }

// "4x15x7" in a week when every decision was ADVANCE.
std::string InWeek(int week, int start_hold, int target) {
  const int hold = domain::HoldAfter(week - 1, start_hold, target, Rule());
  const Volume volume = domain::VolumeOf(hold, Rule().session_seconds, Rule().weekly_cap, Rule());
  return std::to_string(volume.repetitions) + 'x' + std::to_string(hold) + 'x' +
         std::to_string(volume.days);
}

LegBand Banded(Side side, Band band) {
  LegBand result;
  result.side = side;
  result.band = band;
  return result;
}

struct TableRow {
  int week;
  const char* standard;         // start 15, target 30
  const char* gentle;           // start 10, target 30
  const char* standard_longer;  // start 15, target 60
  const char* gentle_longer;    // start 10, target 60
};

TEST(DoseTest, EveryRowOfTheTableOfStaticDosesIsReached) {
  constexpr TableRow kTable[] = {
      {1, "4x15x7", "6x10x7", "4x15x7", "6x10x7"}, {2, "3x20x7", "4x15x7", "3x20x7", "4x15x7"},
      {3, "3x25x7", "3x20x7", "3x25x7", "3x20x7"}, {4, "2x30x7", "3x25x7", "2x30x7", "3x25x7"},
      {5, "2x30x7", "2x30x7", "2x35x7", "2x30x7"}, {6, "2x30x7", "2x30x7", "2x40x7", "2x35x7"},
      {8, "2x30x7", "2x30x7", "2x50x6", "2x45x6"}, {10, "2x30x7", "2x30x7", "2x60x5", "2x55x5"},
  };
  for (const TableRow& row : kTable) {
    EXPECT_EQ(InWeek(row.week, 15, 30), row.standard) << "week " << row.week;
    EXPECT_EQ(InWeek(row.week, 10, 30), row.gentle) << "week " << row.week;
    EXPECT_EQ(InWeek(row.week, 15, 60), row.standard_longer) << "week " << row.week;
    EXPECT_EQ(InWeek(row.week, 10, 60), row.gentle_longer) << "week " << row.week;
  }
}

TEST(DoseTest, MoreVolumeAtThirtySecondsIsThreeHoldsOnSixDays) {
  EXPECT_EQ(domain::VolumeOf(30, Rule().severe_session_seconds, Rule().weekly_cap, Rule()),
            (Volume{3, 6}));
}

TEST(DoseTest, EveryHoldStaysWithinTheWeeklyFloorAndCap) {
  for (int hold = 10; hold <= 60; hold += 5) {
    for (int session : {Rule().session_seconds, Rule().severe_session_seconds}) {
      if (session == Rule().severe_session_seconds && hold < Rule().target_hold) continue;
      const Volume volume = domain::VolumeOf(hold, session, Rule().weekly_cap, Rule());
      const int weekly = volume.repetitions * hold * volume.days;
      EXPECT_GE(weekly, Rule().weekly_floor) << hold;
      EXPECT_LE(weekly, Rule().weekly_cap) << hold;
    }
  }
}

TEST(DoseTest, StretchAndTrunkTakeTurnsOnlyWhereFiveDaysReachTheWeeklyFloor) {
  AssessmentFields fields = TightAdult();
  fields.gentle_start_requested = Answer::kYes;
  const domain::Assessment assessment = Legal(fields);
  domain::Catalogue catalogue = ShippedCatalogue();
  const auto can_take_turns = [&] {
    const domain::Screening screening = domain::Screen(assessment, catalogue);
    const domain::Case patient(assessment, catalogue, screening.facts);
    domain::Doses doses(patient, screening);
    doses.SetWeek({});
    return doses.CanTakeTurns();
  };
  EXPECT_TRUE(can_take_turns()) << "6 x 10 s";
  catalogue.static_dose.max_repetitions = 5;
  EXPECT_FALSE(can_take_turns()) << "250 s on five days, 350 s on seven";
}

TEST(DoseTest, OnlyTightLegsAreProgrammedAndTheOtherOneDoesHalf) {
  const LegBand tight = Banded(Side::kRight, Band::kMild);
  const LegBand normal = Banded(Side::kLeft, Band::kNormal);
  EXPECT_THAT(domain::PlanLegs({tight, normal}, domain::Pathway::kTight),
              ElementsAre(LegPlan{Side::kRight, false, false}, LegPlan{Side::kLeft, true, false}));
}

TEST(DoseTest, AMeasuredLegWithoutABandCountsAsTight) {
  const LegBand unbanded = Banded(Side::kLeft, Band::kUnspecified);
  const LegBand normal = Banded(Side::kRight, Band::kNormal);
  EXPECT_THAT(domain::PlanLegs({normal, unbanded}, domain::Pathway::kTight),
              ElementsAre(LegPlan{Side::kRight, true, false}, LegPlan{Side::kLeft, false, false}));
}

TEST(DoseTest, BothLegsAreProgrammedWhenNoneIsTight) {
  const LegBand right = Banded(Side::kRight, Band::kNormal);
  const LegBand left = Banded(Side::kLeft, Band::kNormal);
  EXPECT_THAT(domain::PlanLegs({right, left}, domain::Pathway::kTight),
              ElementsAre(LegPlan{Side::kRight, false, false}, LegPlan{Side::kLeft, false, false}));
}

// -- The start ------------------------------------------------------------------------------------

struct StartCase {
  const char* name;
  void (*change)(AssessmentFields&);
  const char* first_week;
  std::string_view statement;
  const char* rule;
};

TEST(DoseTest, EachTriggerOfTheGentleStartIsNamedAndItsNeighborIsNot) {
  const StartCase kCases[] = {
      {"nothing", [](AssessmentFields&) {}, "4x15x7", domain::statement::kStandardStart,
       "D-STATIC"},
      {"rest pain 4", [](AssessmentFields& f) { f.pain.rest = Score(4); }, "6x10x7",
       domain::statement::kGentleForRestPain, "D-STATIC"},
      {"rest pain 3", [](AssessmentFields& f) { f.pain.rest = Score(3); }, "4x15x7",
       domain::statement::kStandardStart, "D-STATIC"},
      {"discomfort 4",
       [](AssessmentFields& f) { LegOf(f, Side::kLeft).stretch_discomfort = Score(4); }, "6x10x7",
       domain::statement::kGentleForDiscomfort, "D-STATIC"},
      {"discomfort 3",
       [](AssessmentFields& f) { LegOf(f, Side::kLeft).stretch_discomfort = Score(3); }, "4x15x7",
       domain::statement::kStandardStart, "D-STATIC"},
      {"asked for", [](AssessmentFields& f) { f.gentle_start_requested = Answer::kYes; }, "6x10x7",
       domain::statement::kGentleOnRequest, "D-STATIC"},
      {"new and unsure",
       [](AssessmentFields& f) {
         f.stretched_before = Answer::kNo;
         f.self_efficacy = Score(4);
       },
       "6x10x7", domain::statement::kGentleForConfidence, "D-STATIC"},
      {"new and sure",
       [](AssessmentFields& f) {
         f.stretched_before = Answer::kNo;
         f.self_efficacy = Score(5);
       },
       "4x15x7", domain::statement::kStandardStart, "D-STATIC"},
  };
  for (const StartCase& start : kCases) {
    AssessmentFields fields = TightAdult();
    start.change(fields);
    const Program program = Prescribed(fields);
    EXPECT_EQ(StretchOf(program, 1), start.first_week) << start.name;
    EXPECT_THAT(RulesOf(Item(program, 1, "HS-01").reasons, start.statement),
                ElementsAre(start.rule))
        << start.name;
  }
}

TEST(DoseTest, AgeStartsGentlyFromSeventyFive) {
  AssessmentFields fields = TightAdult();
  fields.systolic_mmhg = 120;
  fields.diastolic_mmhg = 76;
  fields.falls_12_months_count = 0;
  fields.timed_up_and_go_seconds = 9;
  fields.fear_of_falling = Answer::kNo;
  fields.age_years = 74;
  EXPECT_EQ(StretchOf(Prescribed(fields), 1), "4x15x7");
  fields.age_years = 75;
  const Program program = Prescribed(fields);
  EXPECT_EQ(StretchOf(program, 1), "6x10x7");
  EXPECT_THAT(RulesOf(Item(program, 1, "HS-01").reasons, domain::statement::kGentleForAge),
              ElementsAre("D-STATIC"));
}

TEST(DoseTest, ASafetyRuleThatStartsGentlyIsNamedWithItsLongerTarget) {
  const Program program = Prescribed(FallerWithOsteoporosis());
  EXPECT_EQ(StretchOf(program, 1), "6x10x7");
  EXPECT_EQ(StretchOf(program, 3), "3x20x7");
  EXPECT_EQ(StretchOf(program, 6), "2x35x7");
  EXPECT_EQ(StretchOf(program, 12), "2x60x5");
  EXPECT_THAT(RulesOf(Item(program, 1, "HS-01").reasons, domain::statement::kGentleByRule),
              ElementsAre("S-44"));
  EXPECT_THAT(RulesOf(Item(program, 6, "HS-01").reasons, domain::statement::kTargetByRule),
              ElementsAre("S-43"));
}

// -- Limits ---------------------------------------------------------------------------------------

TEST(DoseTest, BloodPressureLengthensTheRestAndSaysSo) {
  AssessmentFields fields = TightAdult();
  fields.systolic_mmhg = 165;
  fields.diastolic_mmhg = 80;
  const Program program = Prescribed(fields);
  EXPECT_EQ(DoseOf(Item(program, 1, "HS-01"), Side::kRight).rest_seconds, 30);
  EXPECT_THAT(RulesOf(Item(program, 1, "HS-01").reasons, domain::statement::kLongerRest),
              ElementsAre("S-29"));
}

TEST(DoseTest, ACapBelowTheTargetStopsTheHoldAndSaysSo) {
  AssessmentFields fields = FallerWithOsteoporosis();  // target 60 by age
  fields.systolic_mmhg = 165;                          // at most 30 s by S-29
  const Program program = Prescribed(fields);
  EXPECT_EQ(DoseOf(Item(program, 12, "HS-01"), Side::kRight).hold_seconds, 30);
  EXPECT_THAT(RulesOf(Item(program, 12, "HS-01").reasons, domain::statement::kHoldCapped),
              ElementsAre("S-29"));
}

// -- Sides ----------------------------------------------------------------------------------------

TEST(DoseTest, TheBetterLegOfAOneSidedProgramDoesHalfAndMayLeaveIt) {
  const Program program = Prescribed(OneTightLeg());
  EXPECT_EQ(StretchOf(program, 1, Side::kRight), "4x15x7");
  EXPECT_EQ(StretchOf(program, 1, Side::kLeft), "2x15x7");
  EXPECT_EQ(StretchOf(program, 2, Side::kLeft), "2x20x7");  // half of 3, rounded up
  EXPECT_FALSE(DoseOf(Item(program, 1, "HS-01"), Side::kRight).optional_side);
  EXPECT_TRUE(DoseOf(Item(program, 1, "HS-01"), Side::kLeft).optional_side);
  EXPECT_TRUE(Says(Item(program, 1, "HS-01").reasons, domain::statement::kOtherLeg));
}

TEST(DoseTest, ASevereLegDoesMoreFromTheWeekTheHoldReachesThirty) {
  AssessmentFields fields = TightAdult();
  LegOf(fields, Side::kRight).knee_extension_deficit = Degrees(50);
  fields.minutes_per_day = 20;
  const Program program = Prescribed(fields);
  EXPECT_EQ(StretchOf(program, 3, Side::kRight), "3x25x7");
  EXPECT_EQ(StretchOf(program, 4, Side::kRight), "3x30x6");
  EXPECT_EQ(StretchOf(program, 4, Side::kLeft), "2x30x7");
  EXPECT_TRUE(Says(Item(program, 4, "HS-01").reasons, domain::statement::kSevereVolume));
}

TEST(DoseTest, ASevereLegStaysAtTheUsualVolumeWhenTheTimeIsShort) {
  AssessmentFields fields = TightAdult();
  LegOf(fields, Side::kRight).knee_extension_deficit = Degrees(50);
  fields.minutes_per_day = 8;
  const Program program = Prescribed(fields);
  EXPECT_EQ(StretchOf(program, 4, Side::kRight), "2x30x7");
  EXPECT_FALSE(Says(Item(program, 4, "HS-01").reasons, domain::statement::kSevereVolume));
  EXPECT_TRUE(Says(program.weeks[3].reasons, domain::statement::kLargerVolumeLeftForTime));
}

TEST(DoseTest, FiguresAreDrawnAtThePatientsOwnAngles) {
  AssessmentFields fields = TightAdult();
  LegOf(fields, Side::kRight).straight_leg_raise = Degrees(30);  // below what can be drawn
  LegOf(fields, Side::kLeft).straight_leg_raise = Degrees(95);   // beyond the exercise
  Program program = Prescribed(fields);
  EXPECT_THAT(DoseOf(Item(program, 1, "HS-01"), Side::kRight).drawn_hip, Optional(Degrees(35)));
  EXPECT_THAT(DoseOf(Item(program, 1, "HS-01"), Side::kLeft).drawn_hip, Optional(Degrees(85)));
  EXPECT_THAT(DoseOf(Item(program, 1, "HS-01"), Side::kLeft).drawn_knee, Eq(std::nullopt));

  fields.equipment.reset();  // HS-07 needs none and is drawn by the knee
  program = Prescribed(fields);
  EXPECT_THAT(DoseOf(Item(program, 1, "HS-07"), Side::kRight).drawn_knee, Optional(Degrees(38)));
  EXPECT_THAT(DoseOf(Item(program, 1, "HS-07"), Side::kRight).drawn_hip, Eq(std::nullopt));
}

// -- Ladders --------------------------------------------------------------------------------------

TEST(DoseTest, BridgesGrowByTheWeekAndStayOnTwoLegsWhereOneIsNotAllowed) {
  AssessmentFields fields = LowBackPainAdult();
  Program program = Prescribed(fields);
  const auto bridge = [&](int week) {
    const SideDose& dose = Item(program, week, "PC-23").doses.front();
    return std::to_string(dose.sets) + 'x' + std::to_string(dose.repetitions);
  };
  EXPECT_EQ(bridge(3), "2x8");
  EXPECT_EQ(bridge(4), "2x10");
  EXPECT_EQ(bridge(5), "3x8");
  EXPECT_EQ(bridge(7), "3x12");
  EXPECT_EQ(bridge(8), "2x6");
  EXPECT_EQ(Item(program, 8, "PC-23").doses.size(), 2U);
  EXPECT_EQ(Item(program, 7, "PC-23").doses.size(), 1U);

  fields.fear_of_falling = Answer::kYes;  // S-44 excludes standing on one leg
  program = Prescribed(fields);
  EXPECT_EQ(bridge(8), "3x12");
  EXPECT_EQ(bridge(12), "3x12");
}

TEST(DoseTest, TheHipFlexorHoldGrowsWithTheStretch) {
  const Program program = Prescribed(NormalLengthAnteriorTilt());
  for (const auto& [week, hold] : {std::pair{1, 15}, {3, 25}, {6, 30}}) {
    const SideDose& dose = DoseOf(Item(program, week, "AD-29"), Side::kLeft);
    EXPECT_EQ(dose.repetitions, 2) << week;
    EXPECT_EQ(dose.hold_seconds, hold) << week;
    EXPECT_EQ(dose.days_per_week, 7) << week;
  }
}

// -- The step lists of evidence.md 4.2.2 ----------------------------------------------------------

// "2x8 x3": sets, repetitions, days; "6-7-8 x2"; "5x30s x7"; "3x push 6s x3".
std::string Written(const domain::DoseStep& step) {
  std::string text;
  for (int repetitions : step.repetitions_by_set) {
    text += (text.empty() ? "" : "-") + std::to_string(repetitions);
  }
  if (text.empty()) text = std::to_string(step.sets) + 'x' + std::to_string(step.repetitions);
  if (step.hold_seconds > 0) text += 'x' + std::to_string(step.hold_seconds) + 's';
  if (step.contraction_seconds > 0) {
    text += " push " + std::to_string(step.contraction_seconds) + 's';
  }
  text += " x" + std::to_string(step.days_per_week);
  if (step.sessions_per_day > 1) text += " " + std::to_string(step.sessions_per_day) + "/day";
  return step.one_leg ? text + " one leg" : text;
}

std::vector<std::string> Written(const std::vector<domain::DoseStep>& steps) {
  std::vector<std::string> texts;
  for (const domain::DoseStep& step : steps) texts.push_back(Written(step));
  return texts;
}

TEST(DoseTest, StepsAreThoseOfTheEvidence) {
  const auto steps = [](const char* id) {
    return Written(ShippedCatalogue().FindExercise(domain::ExerciseId(id))->steps);
  };
  EXPECT_THAT(steps("PC-23"),
              ElementsAre("2x8 x3", "2x10 x3", "3x8 x3", "3x10 x3", "3x12 x3", "2x6 x3 one leg"));
  EXPECT_THAT(steps("PC-24"), ElementsAre("2x8 x5", "2x10 x5", "2x12 x5"));
  EXPECT_THAT(steps("PC-25"), ElementsAre("1x5x5s x7"));
  EXPECT_THAT(steps("PC-26"), ElementsAre("2x5 x2", "2x6 x2", "2x8 x2", "3x6 x3", "3x8 x3"));
  EXPECT_THAT(steps("PC-27"), ElementsAre("3x6 x3"));
  EXPECT_THAT(steps("PC-28"),
              ElementsAre("2x5 x1", "2x6 x2", "3x6 x2", "6-7-8 x2", "8-9-10 x2", "10-9-8 x2"));
  EXPECT_THAT(steps("NE-14"), ElementsAre("1x10 x7 2/day", "1x10 x7 2/day", "2x10 x7 2/day",
                                          "2x10 x7 2/day", "3x10 x7 2/day"));
  EXPECT_THAT(steps("HA-10"), ElementsAre("1x10x5s x7", "1x12x5s x7", "1x15x5s x7"));
  EXPECT_THAT(steps("HA-11"), ElementsAre("3x12 x7 2/day"));
  EXPECT_THAT(steps("HP-13"), ElementsAre("1x3 push 6s x3"));
  for (const char* rule : {"S-12", "S-13"}) {
    EXPECT_THAT(Written(ShippedCatalogue().FindRulePlan(domain::RuleId(rule))->ladder),
                ElementsAre("1x5x30s x7", "1x5x30s x7", "1x5x45s x7"))
        << rule;
  }
}

TEST(DoseTest, TheNordicLowerGrowsByItsSchedule) {
  const Program program = Prescribed(Runner());
  const auto nordic = [&](int week) {
    const SideDose& dose = Item(program, week, "PC-28").doses.front();
    return std::to_string(dose.all_repetitions()) + " x" + std::to_string(dose.days_per_week);
  };
  EXPECT_EQ(nordic(3), "10 x1");
  EXPECT_EQ(nordic(4), "12 x2");
  EXPECT_EQ(nordic(5), "18 x2");
  EXPECT_EQ(nordic(6), "21 x2");
  EXPECT_EQ(nordic(7), "27 x2");
  EXPECT_EQ(nordic(8), "27 x2");
  EXPECT_THAT(Item(program, 6, "PC-28").doses.front().repetitions_by_set,
              ::testing::Eq(domain::Few<int, 3>{6, 7, 8}));
}

TEST(DoseTest, EffortsStayShortWhereLongOnesAreExcluded) {
  AssessmentFields fields = SoreTendon();
  fields.systolic_mmhg = 165;  // S-29 excludes long efforts
  const Program program = Prescribed(fields);
  EXPECT_EQ(DoseOf(Item(program, 1, "PC-25"), Side::kRight).hold_seconds, 7);
  EXPECT_EQ(DoseOf(Item(program, 12, "PC-25"), Side::kRight).hold_seconds, 7);
}

TEST(DoseTest, AStricterWeeklyCapTakesDaysThenRepetitions) {
  EXPECT_EQ(domain::VolumeOf(30, 60, 600, Rule()), (Volume{2, 7}));
  EXPECT_EQ(domain::VolumeOf(30, 60, 250, Rule()), (Volume{2, 4}));
  EXPECT_EQ(domain::VolumeOf(30, 60, 40, Rule()), (Volume{1, 1}));
}

// Stretch and push-relax together keep to the weekly cap at every hold.
TEST(DoseTest, PushRelaxKeepsToTheCapAlsoWithLongHolds) {
  AssessmentFields fields = TightAdult();
  fields.age_years = 66;
  fields.systolic_mmhg = 120;
  fields.diastolic_mmhg = 76;
  fields.falls_12_months_count = 0;
  fields.timed_up_and_go_seconds = 9;
  fields.fear_of_falling = Answer::kNo;
  fields.minutes_per_day = 40;
  domain::Course course;
  course.edits = {{domain::EditKind::kAdd, 5, {}, domain::ExerciseId("HP-13"), {}, 0, "as agreed"}};
  const Program program = Prescribed(fields, course);
  for (int week = 5; week <= 12; ++week) {
    const SideDose& push = DoseOf(Item(program, week, "HP-13"), Side::kRight);
    const SideDose& stretch = DoseOf(Item(program, week, "HS-01"), Side::kRight);
    EXPECT_LE(push.weekly_hold_seconds() + stretch.weekly_hold_seconds(), 600) << week;
    EXPECT_GE(push.weekly_hold_seconds() + stretch.weekly_hold_seconds(), 300) << week;
    EXPECT_GE(push.days_per_week + stretch.days_per_week, 5) << week;
  }
}

}  // namespace
}  // namespace ischia::test
