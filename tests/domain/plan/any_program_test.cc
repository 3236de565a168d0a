// What must hold for every program of any assessment. A run tries as many as RC_PARAMS says
// ("max_success=2000"), by default 100 a property, and prints the seed of what failed.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "service/domain/plan/program.h"
#include "service/domain/statements.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/domain/plan/safety_oracle.h"
#include "tests/support/any_assessment.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::Assessment;
using domain::AssessmentFields;
using domain::Program;
using domain::ProgramItem;
using domain::ProgramState;
using domain::ProgramWeek;
using domain::SideDose;
using domain::Slot;

constexpr domain::CivilDay kStart{std::chrono::year{2026} / std::chrono::June / 1};

// The program of any assessment that is legal; what is not has nothing to say here.
Program AnyProgram(const AssessmentFields& fields) {
  const auto assessment = Assessment::Create(fields);
  RC_PRE(assessment.ok());
  auto made = domain::Prescribe(*assessment, ShippedCatalogue(), kStart);
  if (!made.ok() && made.error().reason != "MEASUREMENT_MISSING") RC_FAIL(made.error().reason);
  RC_PRE(made.ok());
  return *std::move(made);
}

bool HasBed(const AssessmentFields& fields) {
  return fields.equipment.test(static_cast<std::size_t>(domain::Equipment::kBed));
}

const domain::Exercise& ExerciseOf(const ProgramItem& item) {
  const domain::Exercise* exercise = ShippedCatalogue().FindExercise(item.exercise);
  RC_ASSERT(exercise != nullptr);
  return *exercise;
}

bool IsStretch(const ProgramItem& item) {
  return ExerciseOf(item).exercise_class == domain::ExerciseClass::kStatic;
}

bool IsLimited(const Program& program, domain::LimitKind kind) {
  return std::any_of(program.limits.begin(), program.limits.end(),
                     [&](const domain::LimitInForce& limit) { return limit.kind == kind; });
}

RC_GTEST_PROP(AnyProgramTest, BreaksNoRule, ()) {
  const AssessmentFields fields = *AnyAssessment();
  const Program program = AnyProgram(fields);
  RC_CLASSIFY(program.state == ProgramState::kRefused, "refused");
  for (const std::string& what :
       SafetyOracle(ShippedCatalogue()).WhatIsWrong(program, HasBed(fields))) {
    RC_FAIL(what);
  }
}

RC_GTEST_PROP(AnyProgramTest, IsMadeTheSameTwice, ()) {
  const AssessmentFields fields = *AnyAssessment();
  RC_ASSERT(AnyProgram(fields) == AnyProgram(fields));
}

// D-STATIC: 10 to 15 s in the first week of a leg, at most 5 s more in seven days.
RC_GTEST_PROP(AnyProgramTest, HoldsBeginShortAndGrowByFiveSecondsAWeekAtMost, ()) {
  const Program program = AnyProgram(*AnyAssessment());
  for (const domain::Side side : {domain::Side::kLeft, domain::Side::kRight}) {
    int last = 0;
    for (const ProgramWeek& week : program.weeks) {
      int longest = 0;
      for (const ProgramItem& item : week.items) {
        if (!IsStretch(item)) continue;
        for (const SideDose& dose : item.doses) {
          if (dose.side == side) longest = std::max(longest, dose.hold_seconds);
        }
      }
      if (longest == 0) continue;
      if (last == 0 && week.week_number == 1) {
        RC_ASSERT(
            (longest == 10 || longest == 15 || week.strain_phase == domain::StrainPhase::kS4));
      }
      if (last != 0) RC_ASSERT(longest <= last + 5);
      last = longest;
    }
  }
}

// 300 to 600 s a week and leg on 5 to 7 days, less only under a cap that is printed.
RC_GTEST_PROP(AnyProgramTest, WeeklySecondsStayBetweenFloorAndCap, ()) {
  const Program program = AnyProgram(*AnyAssessment());
  for (const ProgramWeek& week : program.weeks) {
    if (week.strain_phase == domain::StrainPhase::kS4) continue;  // maintenance
    for (const domain::Side side : {domain::Side::kLeft, domain::Side::kRight}) {
      int seconds = 0;
      int days = 0;
      bool optional = false;
      for (const ProgramItem& item : week.items) {
        if (!IsStretch(item)) continue;
        for (const SideDose& dose : item.doses) {
          if (dose.side != side) continue;
          seconds += dose.weekly_hold_seconds();
          days = std::max(days, dose.days_per_week);
          optional = optional || dose.optional_side;
        }
      }
      RC_ASSERT(seconds <= 600);
      if (seconds == 0 || optional) continue;
      RC_ASSERT((days >= 5 || program.pathway == domain::Pathway::kPrevention ||
                 IsLimited(program, domain::LimitKind::kMaxWeeklySeconds)));
      RC_ASSERT((seconds >= 300 || program.pathway == domain::Pathway::kPrevention ||
                 IsLimited(program, domain::LimitKind::kMaxWeeklySeconds)));
    }
  }
}

RC_GTEST_PROP(AnyProgramTest, HasSomethingToDoEveryDayAndATrunkItemEveryWeek, ()) {
  const Program program = AnyProgram(*AnyAssessment());
  for (const ProgramWeek& week : program.weeks) {
    RC_ASSERT(std::any_of(week.items.begin(), week.items.end(),
                          [](const ProgramItem& item) { return item.slot == Slot::kTrunk; }));
    RC_ASSERT(std::any_of(week.items.begin(), week.items.end(), [](const ProgramItem& item) {
      return std::any_of(item.doses.begin(), item.doses.end(),
                         [](const SideDose& dose) { return dose.days_per_week == 7; });
    }));
  }
}

RC_GTEST_PROP(AnyProgramTest, ExplainsEachLineByAStatementAndARuleOfTheCatalogue, ()) {
  const Program program = AnyProgram(*AnyAssessment());
  const auto check = [](const domain::Reasons& reasons) {
    RC_ASSERT(!reasons.empty());
    for (const domain::Reason& reason : reasons) {
      RC_ASSERT(!reason.rule_id.empty());
      RC_ASSERT(std::find(domain::statement::kAll.begin(), domain::statement::kAll.end(),
                          reason.statement) != domain::statement::kAll.end());
    }
  };
  for (const ProgramWeek& week : program.weeks) {
    for (const ProgramItem& item : week.items) check(item.reasons);
  }
  for (const domain::ExcludedExercise& excluded : program.excluded) check(excluded.reasons);
}

// One more contraindication never lets an exercise in and never raises a limit.
RC_GTEST_PROP(AnyScreeningTest, OneMoreContraindicationOnlyTakesAway, ()) {
  AssessmentFields fields = *AnyAssessment();
  const auto before = Assessment::Create(fields);
  RC_PRE(before.ok());
  fields.comorbidities.push_back(*AnyComorbidity());
  const auto after = Assessment::Create(fields);
  RC_PRE(after.ok());
  const domain::Screening less = domain::Screen(*before, ShippedCatalogue());
  const domain::Screening more = domain::Screen(*after, ShippedCatalogue());
  RC_ASSERT(more.severity >= less.severity);
  for (const domain::Exercise& exercise : ShippedCatalogue().exercises) {
    RC_ASSERT((less.Allows(exercise) || !more.Allows(exercise)));
  }
  for (const domain::LimitInForce& limit : less.limits) {
    for (const domain::Side leg : {domain::Side::kLeft, domain::Side::kRight}) {
      const auto was = less.LimitOf(limit.kind, leg);
      if (!was) continue;
      const auto is = more.LimitOf(limit.kind, leg);
      RC_ASSERT(is.has_value());
      const bool at_least = limit.kind == domain::LimitKind::kMinRestSeconds ||
                            limit.kind == domain::LimitKind::kEarliestAfterRisingHours ||
                            limit.kind == domain::LimitKind::kSoftKneeDegrees;
      RC_ASSERT((at_least ? *is >= *was : *is <= *was));
    }
  }
}

// -- The oracle itself ----------------------------------------------------------------------------

TEST(SafetyOracleTest, FindsWhatIsPutIntoAProgram) {
  const SafetyOracle oracle(ShippedCatalogue());
  const Program right = Prescribed(FallerWithOsteoporosis());
  EXPECT_THAT(oracle.WhatIsWrong(right, true), ::testing::IsEmpty());
  EXPECT_THAT(oracle.WhatIsWrong(right, false), ::testing::Not(::testing::IsEmpty()))
      << "the floor without a bed";

  const auto wrong = [&](const std::function<void(ProgramWeek&)>& change) {
    Program program = right;
    change(program.weeks.front());
    return oracle.WhatIsWrong(program, true);
  };
  using ::testing::Contains;
  using ::testing::HasSubstr;
  const auto stretch = [](ProgramWeek& week) -> ProgramItem& {
    return *std::find_if(week.items.begin(), week.items.end(), IsStretch);
  };
  EXPECT_THAT(
      wrong([&](ProgramWeek& week) { stretch(week).exercise = domain::ExerciseId{"HS-04"}; }),
      Contains(HasSubstr("HS-04: tag")));
  EXPECT_THAT(wrong([&](ProgramWeek& week) { stretch(week).doses[0].hold_seconds = 15; }),
              Contains(HasSubstr("starts with 15 s")));
  EXPECT_THAT(wrong([&](ProgramWeek& week) { stretch(week).doses[0].max_discomfort = 4; }),
              Contains(HasSubstr("discomfort of 4")));
  EXPECT_THAT(wrong([&](ProgramWeek& week) { stretch(week).doses[0].repetitions = 9; }),
              Contains(HasSubstr("630 s a week")));
  EXPECT_THAT(wrong([](ProgramWeek& week) {
                std::erase_if(week.items,
                              [](const ProgramItem& item) { return item.slot == Slot::kTrunk; });
              }),
              Contains(HasSubstr("no trunk item")));
}

}  // namespace
}  // namespace ischia::test
