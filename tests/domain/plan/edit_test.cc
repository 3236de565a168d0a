#include "service/domain/plan/edit.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "service/domain/statements.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/result_matchers.h"

namespace ischia::test {
namespace {

using domain::AssessmentFields;
using domain::Course;
using domain::EditKind;
using domain::ErrorCode;
using domain::ExerciseId;
using domain::FieldViolation;
using domain::Program;
using domain::ProgramEdit;
using domain::Side;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

ProgramEdit Edit(EditKind kind, const char* exercise, const char* new_exercise = "", int week = 1,
                 int value = 0) {
  return {kind, week, ExerciseId(exercise), ExerciseId(new_exercise), {}, value, "as agreed"};
}

Course With(std::vector<ProgramEdit> edits) {
  Course course;
  course.edits = std::move(edits);
  return course;
}

// -- Edits that hold ------------------------------------------------------------------------------

TEST(EditTest, ASwapStandsInItsSlotAndSaysWhoWantsIt) {
  const Program program =
      Prescribed(TightAdult(), With({Edit(EditKind::kSwap, "HS-01", "HS-03", 2)}));
  EXPECT_THAT(ItemsOf(program, 1), Contains("HS-01"));
  EXPECT_THAT(ItemsOf(program, 2), ElementsAre("HS-03", "TR-17"));
  EXPECT_THAT(ItemsOf(program, 12), Contains("HS-03"));
  EXPECT_THAT(RulesOf(Item(program, 2, "HS-03").reasons, domain::statement::kSwappedByClinician),
              ElementsAre("EDIT"));
  EXPECT_TRUE(Says(program.weeks[1].reasons, domain::statement::kStretchChanges));
}

TEST(EditTest, ARemovedExerciseGivesItsSlotToTheNext) {
  const Program program = Prescribed(TightAdult(), With({Edit(EditKind::kRemove, "HS-01")}));
  EXPECT_THAT(ItemsOf(program, 1), ElementsAre("HS-07", "TR-17"));
  EXPECT_THAT(WhyExcluded(program, "HS-01"), ElementsAre("EDIT reason.excluded.clinician"));
}

TEST(EditTest, AnAddedExerciseStaysHoweverShortTheTime) {
  AssessmentFields fields = TightAdult();
  fields.minutes_per_day = 6;
  const Program program = Prescribed(fields, With({Edit(EditKind::kAdd, "", "PC-23", 2)}));
  EXPECT_THAT(ItemsOf(program, 1), Not(Contains("PC-23")));
  for (int week = 2; week <= 12; ++week) EXPECT_THAT(ItemsOf(program, week), Contains("PC-23"));
}

TEST(EditTest, ALockedExerciseDoesNotGiveWay) {
  AssessmentFields fields = TightAdult();
  ASSERT_EQ(ItemIn(Prescribed(fields), 5, "AD-29"), nullptr);
  const Program program = Prescribed(fields, With({Edit(EditKind::kLock, "AD-29", "", 3)}));
  EXPECT_NE(ItemIn(program, 5, "AD-29"), nullptr);
  EXPECT_NE(ItemIn(program, 12, "AD-29"), nullptr);
}

TEST(EditTest, TheClinicianMayGiveLess) {
  const Program program =
      Prescribed(TightAdult(), With({Edit(EditKind::kSetHoldSeconds, "HS-01", "", 3, 20),
                                     Edit(EditKind::kSetDays, "TR-17", "", 1, 5),
                                     Edit(EditKind::kSetRepetitions, "TR-17", "", 1, 8)}));
  EXPECT_EQ(StretchOf(program, 2), "3x20x7");
  EXPECT_EQ(StretchOf(program, 3), "3x20x7");
  EXPECT_EQ(StretchOf(program, 12), "3x20x7") << "the volume follows the hold";
  EXPECT_EQ(DoseOf(Item(program, 1, "TR-17"), Side::kBoth).days_per_week, 5);
  EXPECT_EQ(DoseOf(Item(program, 1, "TR-17"), Side::kBoth).repetitions, 8);
  EXPECT_TRUE(Says(Item(program, 3, "HS-01").reasons, domain::statement::kDoseByClinician));
}

TEST(EditTest, OneLegMayHoldShorter) {
  ProgramEdit edit = Edit(EditKind::kSetHoldSeconds, "HS-01", "", 1, 10);
  edit.side = Side::kLeft;
  const Program program = Prescribed(TightAdult(), With({edit}));
  EXPECT_EQ(StretchOf(program, 1, Side::kLeft), "6x10x7");
  EXPECT_EQ(StretchOf(program, 1, Side::kRight), "4x15x7");
}

TEST(EditTest, MoreMinutesMakeRoom) {
  ProgramEdit edit = Edit(EditKind::kSetMinutes, "", "", 5, 20);
  const Program program = Prescribed(TightAdult(), With({edit}));
  EXPECT_THAT(ItemsOf(program, 5), ElementsAre("HS-01", "TR-18", "AD-29", "PC-24"));
}

TEST(EditTest, ANewTimeADayCountsFromItsWeekOn) {
  const Program plain = Prescribed(TightAdult());
  const Program program =
      Prescribed(TightAdult(), With({Edit(EditKind::kSetMinutes, "", "", 9, 4)}));
  for (int week = 1; week <= 8; ++week) {
    EXPECT_EQ(ItemsOf(program, week), ItemsOf(plain, week)) << week;
  }
  EXPECT_LE(program.weeks[8].session_seconds, 4 * 60);
}

TEST(EditTest, TwoStretchesShareTheRepetitions) {
  AssessmentFields fields = TightAdult();
  fields.minutes_per_day = 25;
  const Program program =
      Prescribed(fields, With({Edit(EditKind::kSetSecondStretch, "", "HS-07", 3)}));
  EXPECT_EQ(ItemIn(program, 2, "HS-07"), nullptr);
  const auto repetitions = [&](int week, const char* id) {
    return DoseOf(Item(program, week, id), Side::kRight).repetitions;
  };
  EXPECT_EQ(repetitions(3, "HS-01"), 2);  // of three
  EXPECT_EQ(repetitions(3, "HS-07"), 1);
  EXPECT_EQ(repetitions(6, "HS-01"), 1);  // of two
  EXPECT_EQ(repetitions(6, "HS-07"), 1);
}

TEST(EditTest, OptingInBringsAStretchBesideACalmTendon) {
  const Program program = Prescribed(CalmTendon(), With({Edit(EditKind::kOptInStatic, "", "", 3)}));
  EXPECT_THAT(ItemsOf(program, 2), Contains("PC-25"));
  EXPECT_EQ(ItemIn(program, 2, "HS-01"), nullptr);
  ASSERT_NE(ItemIn(program, 3, "HS-01"), nullptr);
  EXPECT_EQ(DoseOf(Item(program, 3, "HS-01"), Side::kRight).max_discomfort, 2);
}

TEST(EditTest, AnAthletesClinicianMayAddAFifthExercise) {
  AssessmentFields fields = Runner();
  fields.minutes_per_day = 40;
  const Program program = Prescribed(fields, With({Edit(EditKind::kAdd, "", "PC-23", 3)}));
  EXPECT_EQ(ItemsOf(program, 3).size(), ItemsOf(Prescribed(fields), 3).size() + 1);
}

// -- Edits that are refused -----------------------------------------------------------------------

struct RefusedRow {
  const char* why;
  AssessmentFields (*fields)();
  ProgramEdit edit;
  const char* reason;
  const char* field;
  const char* said;  // names the rule
};

AssessmentFields Hypertensive() {
  AssessmentFields fields = TightAdult();
  fields.systolic_mmhg = 165;
  fields.diastolic_mmhg = 80;
  return fields;
}
AssessmentFields Unsure() {
  AssessmentFields fields = TightAdult();
  fields.self_efficacy = domain::Score(4);
  return fields;
}
AssessmentFields SeatedBackWithStep() {
  AssessmentFields fields = LowBackPainAdult();
  fields.floor_transfer = domain::FloorTransfer::kNo;
  fields.equipment.set();
  fields.equipment.reset(static_cast<std::size_t>(domain::Equipment::kBed));
  fields.equipment.reset(static_cast<std::size_t>(domain::Equipment::kChair));
  return fields;
}
AssessmentFields WallOnly() {
  AssessmentFields fields = TightAdult();
  fields.floor_transfer = domain::FloorTransfer::kNo;
  fields.equipment = Having({domain::Equipment::kCounterOrTable, domain::Equipment::kWall});
  return fields;
}

TEST(EditTest, EachEditThatWouldBreakARuleIsRefusedWithTheRuleNamed) {
  const RefusedRow kRows[] = {
      {"a rule removes it", FallerWithOsteoporosis, Edit(EditKind::kSwap, "HS-01", "HS-04"),
       "EXERCISE_EXCLUDED", "edits[0].new_exercise", "S-23"},
      {"a rule removes it", Hypertensive, Edit(EditKind::kAdd, "", "HP-13", 5), "EXERCISE_EXCLUDED",
       "edits[0].new_exercise", "S-29"},
      {"it comes in later", Runner, Edit(EditKind::kAdd, "", "PC-28", 2), "EXERCISE_EXCLUDED",
       "edits[0].new_exercise", "D-NORDIC"},
      {"the pathway lets it come later", SeatedBackWithStep,
       Edit(EditKind::kSwap, "HS-06", "HS-05", 4), "FIELD_INVALID", "edits[0].new_exercise",
       "T-LBP"},
      {"nothing to do it with", TightAdult, Edit(EditKind::kSwap, "HS-01", "HS-02"),
       "FIELD_INVALID", "edits[0].new_exercise", "D-EQUIP"},
      {"of another kind", TightAdult, Edit(EditKind::kSwap, "HS-01", "PC-24"), "FIELD_INVALID",
       "edits[0].new_exercise", "T-TIGHT"},
      {"stands nowhere", TightAdult, Edit(EditKind::kSwap, "PC-23", "PC-24"), "FIELD_INVALID",
       "edits[0].exercise", "T-TIGHT"},
      {"the last of its slot", WallOnly, Edit(EditKind::kRemove, "HS-06"), "FIELD_INVALID",
       "edits[0].exercise", "P-01"},
      {"the last of its slot", WallOnly, Edit(EditKind::kRemove, "TR-31"), "FIELD_INVALID",
       "edits[0].exercise", "P-01"},
      {"one too many", Unsure, Edit(EditKind::kAdd, "", "PC-24"), "FIELD_INVALID",
       "edits[0].new_exercise", "S-60"},
      {"a second stretch", TightAdult, Edit(EditKind::kAdd, "", "HS-07", 3), "FIELD_INVALID",
       "edits[0].new_exercise", "D-STATIC"},
      {"too early", TightAdult, Edit(EditKind::kSetSecondStretch, "", "HS-07", 2), "FIELD_INVALID",
       "edits[0].from_week_number", "D-STATIC"},
      {"longer than the rule", TightAdult, Edit(EditKind::kSetHoldSeconds, "HS-01", "", 2, 25),
       "FIELD_INVALID", "edits[0].value", "at most 20 (D-STATIC)"},
      {"shorter than the shortest", TightAdult, Edit(EditKind::kSetHoldSeconds, "HS-01", "", 2, 5),
       "FIELD_INVALID", "edits[0].value", "at least 10 (D-STATIC)"},
      {"more days", LowBackPainAdult, Edit(EditKind::kSetDays, "TR-18", "", 3, 6), "FIELD_INVALID",
       "edits[0].value", "at most 5 (D-TRUNK)"},
      {"below the weekly floor", TightAdult, Edit(EditKind::kSetDays, "HS-01", "", 1, 4),
       "FIELD_INVALID", "edits[0].value", "300 s a week (D-STATIC)"},
      {"more repetitions", LowBackPainAdult, Edit(EditKind::kSetRepetitions, "PC-23", "", 3, 12),
       "FIELD_INVALID", "edits[0].value", "at most 8 (D-ENTRY)"},
      {"not in that week", TightAdult, Edit(EditKind::kSetDays, "PC-24", "", 2, 3), "FIELD_INVALID",
       "edits[0].exercise", "week 2"},
      {"nothing to opt in to", TightAdult, Edit(EditKind::kOptInStatic, ""), "FIELD_INVALID",
       "edits[0].kind", "S-13"},
      {"no such exercise", TightAdult, Edit(EditKind::kAdd, "", "HS-99"), "FIELD_INVALID",
       "edits[0].new_exercise", "catalogue"},
      {"minutes out of range", TightAdult, Edit(EditKind::kSetMinutes, "", "", 1, 61),
       "FIELD_INVALID", "edits[0].value", "3 to 60"},
  };
  for (const RefusedRow& row : kRows) {
    const auto tried = Tried(row.fields(), With({row.edit}));
    ASSERT_FALSE(tried.ok()) << row.why;
    EXPECT_EQ(tried.error().reason, row.reason) << row.why;
    ASSERT_EQ(tried.error().violations.size(), 1U) << row.why;
    const FieldViolation& violation = tried.error().violations.front();
    EXPECT_EQ(violation.field, row.field) << row.why;
    EXPECT_THAT(violation.description, HasSubstr(row.said)) << row.why;
  }
}

// The stronger nerve exercise waits for two advances of the slider and for little pain in the leg.
TEST(EditTest, TheNerveTensionerFollowsTheSliderOnceTheLegHurtsLittle) {
  const auto tried = [](int slider_advances, int leg_pain) {
    AssessmentFields fields = LowBackPainAdult();
    fields.flexion_provoked = domain::Answer::kNo;
    fields.equipment.set();
    LegOf(fields, Side::kRight).leg_pain = domain::Score(leg_pain);
    Course course = With({Edit(EditKind::kAdd, "", "NE-15")});
    course.items = {{ExerciseId("NE-14"), slider_advances, false, false}};
    return Tried(fields, course);
  };
  EXPECT_TRUE(tried(2, 3).ok());
  const auto excluded = HasError(ErrorCode::kFailedPrecondition, "EXERCISE_EXCLUDED");
  EXPECT_THAT(tried(1, 3), excluded);
  EXPECT_THAT(tried(2, 4), excluded);
}

TEST(EditTest, AllRefusedEditsAreToldAtOnce) {
  const auto tried = Tried(
      TightAdult(), With({Edit(EditKind::kSwap, "HS-01", "HS-02"), Edit(EditKind::kRemove, "HS-03"),
                          Edit(EditKind::kAdd, "", "PC-28", 9)}));
  ASSERT_THAT(tried, HasError(ErrorCode::kFailedPrecondition, "EXERCISE_EXCLUDED"));
  EXPECT_EQ(tried.error().violations.size(), 2U);
  EXPECT_EQ(tried.error().violations[0].field, "edits[0].new_exercise");
  EXPECT_EQ(tried.error().violations[1].field, "edits[2].new_exercise");
}

TEST(EditTest, AnEarlierEditGivesWayToANewRuleAndTheWeekSaysSo) {
  Course course = With({Edit(EditKind::kAdd, "", "TR-20")});
  course.settled_edits = 1;
  AssessmentFields fields = TightAdult();
  ASSERT_NE(ItemIn(Prescribed(fields, course), 1, "TR-20"), nullptr);
  fields.floor_transfer = domain::FloorTransfer::kWithHelp;
  const Program program = Prescribed(fields, course);
  EXPECT_EQ(ItemIn(program, 1, "TR-20"), nullptr);
  EXPECT_THAT(RulesOf(program.weeks[0].reasons, domain::statement::kEditGivesWay),
              ElementsAre("S-45"));
}

// A hard limit cannot be passed, whatever the clinician asks for.
TEST(EditTest, NoEditRaisesADoseOrBringsInWhatARuleRemoves) {
  for (const AssessmentFields& fields : {TightAdult(), FallerWithOsteoporosis(), Runner()}) {
    const Program plain = Prescribed(fields);
    const domain::Screening screening = domain::Screen(Legal(fields), ShippedCatalogue());
    for (const domain::Exercise& exercise : ShippedCatalogue().exercises) {
      const std::string id(exercise.id.text());
      for (const ProgramEdit& edit :
           {Edit(EditKind::kAdd, "", id.c_str(), 4), Edit(EditKind::kSwap, "HS-01", id.c_str(), 4),
            Edit(EditKind::kSetHoldSeconds, id.c_str(), "", 4, 60)}) {
        const auto tried = Tried(fields, With({edit}));
        if (!tried.ok()) continue;
        for (const domain::ProgramWeek& week : tried->weeks) {
          for (const domain::ProgramItem& item : week.items) {
            const domain::Exercise& held = *ShippedCatalogue().FindExercise(item.exercise);
            EXPECT_TRUE(screening.RemovedBy(held).empty()) << item.exercise.text();
            const domain::ProgramItem* by_rule =
                ItemIn(plain, week.week_number, item.exercise.text());
            if (by_rule == nullptr) continue;
            EXPECT_LE(item.doses.front().hold_seconds, by_rule->doses.front().hold_seconds);
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace ischia::test
