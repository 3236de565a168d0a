// Evidence.md 4.2.6 and 4.2.7 as tables: what stands in which week of each pathway.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "service/domain/plan/program.h"
#include "service/domain/statements.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::AssessmentFields;
using domain::Equipment;
using domain::Program;
using domain::ProgramItem;
using domain::ProgramState;
using domain::Score;
using domain::Side;
using domain::SideDose;
using domain::Slot;
using domain::StrainPhase;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

// "HS-01 TR-17", without warm-up and what belongs to sport.
std::string SessionOf(const Program& program, int week) {
  std::string session;
  for (const ProgramItem& item : program.weeks.at(static_cast<std::size_t>(week) - 1).items) {
    if (item.slot == Slot::kWarmUp || item.slot == Slot::kBeforeSport) continue;
    session += (session.empty() ? "" : " ") + std::string(item.exercise.text());
  }
  return session;
}

struct Row {
  const char* patient;
  AssessmentFields (*fields)();
  int week;
  const char* session;
};

AssessmentFields WithTime(AssessmentFields fields) {
  fields.minutes_per_day = 30;
  return fields;
}
AssessmentFields DeskWorker() { return WithTime(TightAdult()); }
AssessmentFields Walker() {
  AssessmentFields fields = DeskWorker();
  fields.sitting_hours_per_day = 5;
  return fields;
}
AssessmentFields StiffBack() { return WithTime(LowBackPainAdult()); }

TEST(PathwayTest, EachWeekHoldsWhatItsTemplateSays) {
  const Row kRows[] = {
      {"TIGHT, sits a lot", DeskWorker, 1, "HS-01 TR-17"},
      {"TIGHT, sits a lot", DeskWorker, 2, "HS-01 TR-17"},
      {"TIGHT, sits a lot", DeskWorker, 3, "HS-01 TR-18 AD-29"},
      {"TIGHT, sits a lot", DeskWorker, 4, "HS-01 TR-18 AD-29"},
      {"TIGHT, sits a lot", DeskWorker, 5, "HS-01 TR-18 AD-29 PC-24"},
      {"TIGHT, sits a lot", DeskWorker, 7, "HS-01 TR-20 AD-29 PC-24"},
      {"TIGHT, sits a lot", DeskWorker, 9, "HS-01 TR-21 AD-29 PC-24"},
      {"TIGHT, sits little", Walker, 3, "HS-01 TR-18 HA-10"},
      {"TIGHT, sits little", Walker, 5, "HS-01 TR-18 HA-10 PC-24"},
      {"TIGHT, normal length", NormalLengthAnteriorTilt, 1, "TR-17 AD-29"},
      {"TIGHT, normal length", NormalLengthAnteriorTilt, 3, "TR-18 AD-29 PC-24 PC-23"},
      {"LBP", StiffBack, 1, "HS-02 TR-16 TR-17"},
      {"LBP", StiffBack, 3, "HS-02 TR-18 PC-23"},
      {"LBP", StiffBack, 5, "HS-02 TR-20 PC-23 PC-24"},
      {"PREV", Runner, 1, "HS-07 TR-17"},
      {"PREV", Runner, 3, "HS-07 TR-18 PC-28 PC-24"},
      {"PREV", Runner, 5, "HS-07 TR-18 PC-28 PC-27"},
      {"PREV, PC-27 stays", Runner, 6, "HS-07 TR-18 PC-28 PC-27"},
      {"PREV", Runner, 12, "HS-07 TR-21 PC-28 PC-27"},
      {"STRAIN in S0", FreshStrain, 1, "PC-25 TR-17"},
      {"STRAIN in S0", FreshStrain, 12, "PC-25 TR-17"},
      {"STRAIN in S1", StrainedAdult, 1, "HS-07 TR-17 HA-10 PC-25"},
      {"STRAIN in S1, S2 next", StrainedAdult, 2, "HS-01 TR-17 HA-11 PC-27"},
      {"STRAIN in S1, S3 then", StrainedAdult, 3, "HS-01 TR-18 PC-26 PC-27"},
      {"STRAIN in S1, S3 then", StrainedAdult, 5, "HS-01 TR-20 PC-26 PC-27"},
      {"STRAIN in S2", LengtheningStrain, 1, "HS-01 TR-17 HA-11 PC-27"},
      {"S-12", SoreTendon, 1, "PC-25 TR-17"},
      {"S-12", SoreTendon, 4, "PC-25 TR-18 PC-23"},
      {"S-13", CalmTendon, 1, "PC-25 TR-17 PC-24 PC-23"},
      {"S-14", SoreNerve, 1, "NE-14 TR-16 TR-17"},
      {"S-14", SoreNerve, 3, "NE-14 TR-18 PC-23"},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(SessionOf(Prescribed(row.fields()), row.week), row.session)
        << row.patient << ", week " << row.week;
  }
}

// -- PREV -----------------------------------------------------------------------------------------

TEST(PathwayTest, LegSwingsBelongToSportAndCostNoTime) {
  const Program program = Prescribed(Runner());
  for (int week = 1; week <= 12; ++week) {
    const ProgramItem& swings = Item(program, week, "HA-12");
    EXPECT_EQ(swings.slot, Slot::kBeforeSport);
    EXPECT_EQ(DoseOf(swings, Side::kRight).days_per_week, 0);
  }
  AssessmentFields without = Runner();
  without.equipment.reset(static_cast<std::size_t>(Equipment::kSupportRailOrCounter));
  EXPECT_EQ(Prescribed(without).weeks[0].session_seconds, program.weeks[0].session_seconds);
  EXPECT_THAT(WhyExcluded(Prescribed(without), "HA-12"), Not(IsEmpty()));
}

TEST(PathwayTest, AfterSixWeeksPreventionKeepsTheRangeOnThreeDays) {
  const Program program = Prescribed(Runner());
  EXPECT_EQ(StretchOf(program, 6), "2x30x7");
  EXPECT_EQ(StretchOf(program, 7), "2x30x3");
  EXPECT_TRUE(Says(Item(program, 7, "HS-07").reasons, domain::statement::kMaintenanceDose));
}

struct NordicRow {
  const char* why;
  void (*change)(AssessmentFields&);
  bool comes;
};

TEST(PathwayTest, TheNordicLowerTakesAgeOrACoachAndNoRuleAgainstIt) {
  const NordicRow kRows[] = {
      {"an adult", [](AssessmentFields&) {}, true},
      {"18 years", [](AssessmentFields& f) { f.age_years = 18; }, true},
      {"17 years",
       [](AssessmentFields& f) {
         f.age_years = 17;
         f.coach_present = domain::Answer::kNo;
       },
       false},
      {"16 years with a coach",
       [](AssessmentFields& f) {
         f.age_years = 16;
         f.coach_present = domain::Answer::kYes;
       },
       true},
      {"15 years with a coach, S-40",
       [](AssessmentFields& f) {
         f.age_years = 15;
         f.coach_present = domain::Answer::kYes;
       },
       false},
      {"65 years, S-43",
       [](AssessmentFields& f) {
         f.age_years = 65;
         f.systolic_mmhg = 120;
         f.diastolic_mmhg = 76;
         f.falls_12_months_count = 0;
         f.timed_up_and_go_seconds = 9;
         f.fear_of_falling = domain::Answer::kNo;
       },
       false},
      {"nobody to hold the ankles",
       [](AssessmentFields& f) {
         f.equipment.reset(static_cast<std::size_t>(Equipment::kPartnerOrAnchor));
       },
       false},
  };
  for (const NordicRow& row : kRows) {
    AssessmentFields fields = Runner();
    row.change(fields);
    const Program program = Prescribed(fields);
    EXPECT_EQ(ItemIn(program, 3, "PC-28") != nullptr, row.comes) << row.why;
    EXPECT_EQ(ItemIn(program, 2, "PC-28"), nullptr) << row.why;
  }
}

// -- STRAIN ---------------------------------------------------------------------------------------

std::vector<StrainPhase> PhasesOf(const Program& program) {
  std::vector<StrainPhase> phases;
  for (const domain::ProgramWeek& week : program.weeks) phases.push_back(week.strain_phase);
  return phases;
}

TEST(PathwayTest, AProjectionMovesOnePhaseAWeekAndEndsAtS3) {
  const Program program = Prescribed(StrainedAdult());
  EXPECT_EQ(program.strain_phase, StrainPhase::kS1);
  const std::vector<StrainPhase> phases = PhasesOf(program);
  EXPECT_EQ(phases[0], StrainPhase::kS1);
  EXPECT_EQ(phases[1], StrainPhase::kS2);
  EXPECT_THAT(std::vector<StrainPhase>(phases.begin() + 2, phases.end()), Each(StrainPhase::kS3));
  EXPECT_TRUE(Says(program.weeks[0].reasons, domain::statement::kPhases[2]));
  EXPECT_TRUE(Says(program.weeks[1].reasons, domain::statement::kPhases[3]));
  EXPECT_TRUE(Says(program.weeks[2].reasons, domain::statement::kPhases[4]));
  EXPECT_FALSE(Says(program.weeks[3].reasons, domain::statement::kPhases[4]));
}

TEST(PathwayTest, TheFirstDaysStretchInNoWeek) {
  const Program program = Prescribed(FreshStrain());
  EXPECT_THAT(PhasesOf(program), Each(StrainPhase::kS0));
  EXPECT_EQ(DoseOf(Item(program, 1, "PC-25"), Side::kRight).max_discomfort, 2);
  EXPECT_THAT(program.trajectories, IsEmpty());
}

// S1 counts as the week of 10 s.
TEST(PathwayTest, TheHoldOfTheSoreLegGrowsFromS2On) {
  const Program program = Prescribed(StrainedAdult());
  const char* const kHolds[] = {"6x10x7", "4x15x7", "3x20x7", "3x25x7", "2x30x7", "2x30x7"};
  for (int week = 1; week <= 6; ++week) {
    EXPECT_EQ(StretchOf(program, week, Side::kLeft), kHolds[week - 1]) << week;
    EXPECT_EQ(StretchOf(program, week, Side::kRight), kHolds[week - 1]) << week;
  }
  EXPECT_EQ(DoseOf(Item(program, 1, "HS-07"), Side::kLeft).max_discomfort, 2);
  EXPECT_EQ(DoseOf(Item(program, 1, "HS-07"), Side::kRight).max_discomfort, 3);
  EXPECT_EQ(StretchOf(Prescribed(LengtheningStrain()), 1, Side::kLeft), "6x10x7");
}

// Evidence.md 4.2.6: S1 moves, S2 lengthens; room in the session changes nothing about that.
TEST(PathwayTest, LengtheningLoadsWaitForS2) {
  domain::Course course;
  course.edits = {{domain::EditKind::kRemove, 1, domain::ExerciseId("PC-25"), {}, {}, 0, "room"}};
  const Program program = Prescribed(StrainedAdult(), course);
  EXPECT_EQ(SessionOf(program, 1), "HS-07 TR-17 HA-10");
  EXPECT_NE(ItemIn(program, 2, "HA-11"), nullptr);
}

TEST(PathwayTest, OnlyTheSoreLegWaitsWhileS1Lasts) {
  const Program first = Prescribed(StrainedAdult());
  domain::Course course =
      domain::After({}, domain::DecisionKind::kAdvance, first.weeks[0], ShippedCatalogue());
  ASSERT_EQ(course.strain_phase, StrainPhase::kS1);
  const Program next = Prescribed(StrainedAdult(), course);
  EXPECT_EQ(next.weeks[0].week_number, 2);
  EXPECT_EQ(DoseOf(Item(next, 2, "HS-07"), Side::kLeft).hold_seconds, 10);
  EXPECT_EQ(DoseOf(Item(next, 2, "HS-07"), Side::kRight).hold_seconds, 15);
  EXPECT_EQ(DoseOf(Item(next, 3, "HS-01"), Side::kLeft).hold_seconds, 15);
}

TEST(PathwayTest, ASignOffLeadsToS4WithTheNordicLowerAndThreeDays) {
  AssessmentFields fields = LengtheningStrain();
  fields.strain.cleared_phase = StrainPhase::kS4;
  fields.strain.cleared_phase_by = "clinician-1";
  fields.strain.cleared_phase_date = *fields.assessment_date;
  fields.equipment.set();
  const Program program = Prescribed(fields);
  EXPECT_EQ(SessionOf(program, 1), "HS-01 TR-17 PC-28");
  EXPECT_EQ(StretchOf(program, 1, Side::kLeft), "2x30x3");
  EXPECT_EQ(StretchOf(program, 12, Side::kLeft), "2x30x3");
}

TEST(PathwayTest, BridgesStayOnTwoLegsAfterAStrain) {
  AssessmentFields fields = LengtheningStrain();
  fields.equipment.reset(static_cast<std::size_t>(Equipment::kSupportRailOrCounter));
  const Program program = Prescribed(fields);
  ASSERT_NE(ItemIn(program, 12, "PC-23"), nullptr);
  EXPECT_EQ(Item(program, 12, "PC-23").doses.size(), 1U);
  EXPECT_EQ(Item(program, 12, "PC-23").doses.front().repetitions, 12);
}

// -- In place of the stretch ----------------------------------------------------------------------

TEST(PathwayTest, TheSoreTendonPushesLongerThenBridges) {
  const Program program = Prescribed(SoreTendon());
  const auto hold = [&](int week) {
    return DoseOf(Item(program, week, "PC-25"), Side::kRight).hold_seconds;
  };
  EXPECT_EQ(hold(1), 30);
  EXPECT_EQ(hold(2), 30);
  EXPECT_EQ(hold(3), 45);
  EXPECT_EQ(hold(12), 45);
  EXPECT_EQ(ItemIn(program, 3, "PC-23"), nullptr);
  EXPECT_NE(ItemIn(program, 4, "PC-23"), nullptr);
  EXPECT_EQ(Item(program, 12, "PC-23").doses.size(), 1U) << "never on one leg";
  EXPECT_THAT(RulesOf(Item(program, 1, "PC-25").reasons, domain::statement::kLadderHolds),
              ElementsAre("S-12"));
}

TEST(PathwayTest, TheReachOnOneLegWaitsUntilTheHipMayBendToNinety) {
  AssessmentFields fields = CalmTendon();
  const Program program = Prescribed(fields);
  for (int week = 1; week <= 12; ++week) EXPECT_EQ(ItemIn(program, week, "HS-01"), nullptr);
  domain::Course course;
  course.edits = {{domain::EditKind::kRemove, 1, domain::ExerciseId("PC-23"), {}, {}, 0, "room"}};
  const Program with_room = Prescribed(fields, course);
  EXPECT_EQ(ItemIn(with_room, 4, "PC-27"), nullptr);
  EXPECT_NE(ItemIn(with_room, 5, "PC-27"), nullptr);
}

TEST(PathwayTest, TheNerveSliderGrowsByASetEveryTwoWeeksAndHoldsNothing) {
  const Program program = Prescribed(SoreNerve());
  const int kSets[] = {1, 1, 2, 2, 3, 3};
  for (int week = 1; week <= 6; ++week) {
    const SideDose& dose = DoseOf(Item(program, week, "NE-14"), Side::kRight);
    EXPECT_EQ(dose.sets, kSets[week - 1]) << week;
    EXPECT_EQ(dose.repetitions, 10);
    EXPECT_EQ(dose.sessions_per_day, 2);
    EXPECT_EQ(dose.hold_seconds, 0);
  }
}

// -- Lines ----------------------------------------------------------------------------------------

TEST(PathwayTest, LinesComeWithTheirPhaseAndTheirFinding) {
  EXPECT_THAT(Prescribed(FreshStrain()).text_keys,
              IsSupersetOf({"say.gentle_first", "say.see_us_again", "say.prior_strain"}));
  EXPECT_THAT(Prescribed(StrainedAdult()).text_keys, Not(Contains("say.gentle_first")));
  EXPECT_THAT(Prescribed(StrainedAdult()).text_keys, Not(Contains("say.prior_strain")));
  EXPECT_THAT(Prescribed(SoreNerve()).text_keys, Contains("say.wait_an_hour"));
  EXPECT_THAT(Prescribed(LowBackPainAdult()).text_keys, Not(Contains("say.wait_an_hour")))
      << "S-39 says two hours";
}

}  // namespace
}  // namespace ischia::test
