// What must hold for every program, over assessments drawn from fixed seeds.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "service/domain/plan/dose.h"
#include "service/domain/plan/program.h"
#include "service/domain/statements.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::Answer;
using domain::AssessmentFields;
using domain::Degrees;
using domain::Program;
using domain::ProgramItem;
using domain::ProgramState;
using domain::ProgramWeek;
using domain::Reason;
using domain::Score;
using domain::Side;
using domain::SideDose;
using domain::Slot;

constexpr std::uint64_t kSeeds[] = {1, 7, 42, 1867, 20260603};
constexpr int kAssessmentsPerSeed = 400;

// A small generator of our own, so that the drawn assessments are the same everywhere.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}

  // From low to high, both included.
  int Whole(int low, int high) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return low + static_cast<int>((state_ >> 11) % static_cast<std::uint64_t>(high - low + 1));
  }
  bool Chance(int percent) { return Whole(1, 100) <= percent; }
  Answer YesOrNo(int percent) { return Chance(percent) ? Answer::kYes : Answer::kNo; }

 private:
  std::uint64_t state_;
};

// Complete and legal; inputs that are not read yet, and red flags, stay out.
AssessmentFields DrawnAssessment(Draw& draw) {
  AssessmentFields fields = draw.Chance(50) ? TightAdult() : LowBackPainAdult();
  fields.age_years = draw.Whole(10, 95);
  fields.sex_for_norms = static_cast<domain::NormSex>(draw.Whole(1, 3));
  for (domain::LegMeasurements& leg : fields.legs) {
    leg.knee_extension_deficit = Degrees(draw.Whole(0, 120) / 2.0);
    leg.straight_leg_raise = Degrees(draw.Whole(30, 105));
    if (draw.Chance(20)) leg.knee_extension_deficit.reset();
    if (draw.Chance(20)) leg.stretch_discomfort = Score(draw.Whole(0, 10));
  }
  fields.pain.rest = Score(draw.Whole(0, 6));
  fields.pain.activity = Score(draw.Whole(0, 10));
  fields.flexion_provoked = draw.YesOrNo(50);
  fields.systolic_mmhg = draw.Whole(110, 178);
  fields.diastolic_mmhg = draw.Whole(60, 105);
  fields.beighton_score = draw.Whole(0, 6);
  fields.falls_12_months_count = draw.Chance(80) ? 0 : 2;
  fields.timed_up_and_go_seconds = draw.Whole(7, 18);
  fields.fear_of_falling = draw.YesOrNo(10);
  fields.floor_transfer = static_cast<domain::FloorTransfer>(draw.Whole(1, 3));
  for (std::size_t piece = 1; piece < fields.equipment.size(); ++piece) {
    fields.equipment.set(piece, draw.Chance(60));
  }
  fields.minutes_per_day = draw.Whole(3, 30);
  fields.sitting_hours_per_day = draw.Whole(0, 12);
  fields.pelvic_tilt = static_cast<domain::PelvicTilt>(draw.Whole(0, 3));
  fields.self_efficacy = Score(draw.Whole(2, 10));
  fields.stretched_before = draw.YesOrNo(50);
  fields.low_mood = draw.YesOrNo(10);
  if (draw.Chance(15)) {
    domain::Comorbidity osteoporosis;
    osteoporosis.code = domain::ComorbidityCode::kOsteoporosis;
    fields.comorbidities = {osteoporosis};
  }
  return fields;
}

// Calls check(fields, program) for every drawn assessment; at least half of them are not refused.
template <typename Check>
void ForEachProgram(Check check) {
  int made = 0;
  for (std::uint64_t seed : kSeeds) {
    Draw draw(seed);
    for (int i = 0; i < kAssessmentsPerSeed; ++i) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ", assessment " + std::to_string(i));
      const AssessmentFields fields = DrawnAssessment(draw);
      const Program program = Prescribed(fields);
      if (program.state == ProgramState::kDraft) ++made;
      check(fields, program);
      if (::testing::Test::HasFailure()) return;
    }
  }
  EXPECT_GE(made, kAssessmentsPerSeed * static_cast<int>(std::size(kSeeds)) / 2);
}

const ProgramItem* StretchIn(const ProgramWeek& week) {
  const auto found = std::find_if(week.items.begin(), week.items.end(), [](const ProgramItem& i) {
    return ShippedCatalogue().FindExercise(i.exercise)->exercise_class ==
           domain::ExerciseClass::kStatic;
  });
  return found == week.items.end() ? nullptr : &*found;
}

TEST(ProgramPropertiesTest, TheFirstHoldIsTenOrFifteenAndNeverGrowsByMoreThanFiveSecondsAWeek) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    int last = 0;
    for (const ProgramWeek& week : program.weeks) {
      const ProgramItem* stretch = StretchIn(week);
      if (stretch == nullptr) continue;
      const int hold = stretch->doses.front().hold_seconds;
      if (week.week_number == 1) {
        EXPECT_TRUE(hold == 10 || hold == 15) << hold;
      } else {
        EXPECT_GE(hold, last);
        EXPECT_LE(hold, last + 5);
      }
      last = hold;
    }
  });
}

TEST(ProgramPropertiesTest, WeeklySecondsStayBetweenFloorAndCapOnProgrammedLegs) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    for (const ProgramWeek& week : program.weeks) {
      const ProgramItem* stretch = StretchIn(week);
      if (stretch == nullptr) continue;
      bool programmed = false;
      for (const SideDose& dose : stretch->doses) {
        EXPECT_LE(dose.weekly_hold_seconds(), 600);
        if (dose.optional_side) continue;
        programmed = true;
        EXPECT_GE(dose.weekly_hold_seconds(), 300);
        EXPECT_GE(dose.days_per_week, 5);
      }
      EXPECT_TRUE(programmed);
    }
  });
}

TEST(ProgramPropertiesTest, NothingThatARuleRemovesOrThatLacksEquipmentAppears) {
  ForEachProgram([](const AssessmentFields& fields, const Program& program) {
    const domain::Screening screening = domain::Screen(Legal(fields), ShippedCatalogue());
    for (const ProgramWeek& week : program.weeks) {
      for (const ProgramItem& item : week.items) {
        const domain::Exercise& exercise = *ShippedCatalogue().FindExercise(item.exercise);
        EXPECT_TRUE(screening.RemovedBy(exercise).empty()) << item.exercise.text();
        EXPECT_TRUE((exercise.equipment & ~fields.equipment).none()) << item.exercise.text();
        for (domain::ExerciseId id : item.alternatives) {
          EXPECT_TRUE(screening.RemovedBy(*ShippedCatalogue().FindExercise(id)).empty());
          EXPECT_EQ(ItemIn(program, week.week_number, id.text()), nullptr) << "stands there anyway";
        }
      }
    }
  });
}

TEST(ProgramPropertiesTest, EveryWeekHasATrunkItemAndNoEmptyDay) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    for (const ProgramWeek& week : program.weeks) {
      bool trunk = false;
      bool every_day = false;
      for (const ProgramItem& item : week.items) {
        trunk = trunk || item.slot == Slot::kTrunk;
        for (const SideDose& dose : item.doses) every_day = every_day || dose.days_per_week == 7;
      }
      EXPECT_TRUE(trunk);
      EXPECT_TRUE(every_day);
    }
  });
}

TEST(ProgramPropertiesTest, ItemsStayWithinTheCountAndTheTimeUnlessItSaysSo) {
  ForEachProgram([](const AssessmentFields& fields, const Program& program) {
    double most = ShippedCatalogue().max_exercise_count;
    for (const domain::LimitInForce& limit : program.limits) {
      if (limit.kind == domain::LimitKind::kMaxExerciseCount) most = std::min(most, limit.value);
    }
    for (const ProgramWeek& week : program.weeks) {
      EXPECT_LE(static_cast<double>(week.items.size()), most + 1);  // the warm-up is not counted
      const bool fits = week.session_seconds <= *fields.minutes_per_day * 60;
      EXPECT_NE(fits, Says(week.reasons, domain::statement::kNeedsMinutes)) << week.week_number;
    }
  });
}

TEST(ProgramPropertiesTest, DosesStayWithinTheLimitsOfTheContract) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    for (const ProgramWeek& week : program.weeks) {
      for (const ProgramItem& item : week.items) {
        for (const SideDose& dose : item.doses) {
          EXPECT_LE(dose.max_discomfort, 3);
          EXPECT_LE(dose.hold_seconds, 60);
          EXPECT_TRUE(dose.sets >= 1 && dose.sets <= 10);
          EXPECT_TRUE(dose.days_per_week >= 1 && dose.days_per_week <= 7);
          EXPECT_TRUE(item.slot != Slot::kTrunk || dose.hold_seconds <= 10);
        }
      }
    }
  });
}

void ExpectKnown(const domain::Reasons& reasons) {
  for (const Reason& reason : reasons) {
    EXPECT_FALSE(reason.rule_id.empty());
    EXPECT_NE(
        std::find(domain::statement::kAll.begin(), domain::statement::kAll.end(), reason.statement),
        domain::statement::kAll.end())
        << reason.statement;
  }
}

TEST(ProgramPropertiesTest, EveryLineIsExplainedByKnownStatements) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    for (const ProgramWeek& week : program.weeks) {
      ExpectKnown(week.reasons);
      for (const ProgramItem& item : week.items) {
        EXPECT_GE(item.reasons.size(), 2U) << "a choice and a dose";
        ExpectKnown(item.reasons);
      }
    }
    for (const domain::ExcludedExercise& excluded : program.excluded) {
      EXPECT_FALSE(excluded.reasons.empty());
      ExpectKnown(excluded.reasons);
    }
    for (const domain::Trajectory& trajectory : program.trajectories) {
      ExpectKnown(trajectory.reasons);
    }
  });
}

// An exercise of last week that is not in this one is named in this week's reasons.
TEST(ProgramPropertiesTest, WhatLeavesTheProgramIsNamedInTheWeekItLeaves) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    for (std::size_t i = 1; i < program.weeks.size(); ++i) {
      for (const ProgramItem& item : program.weeks[i - 1].items) {
        const int week = program.weeks[i].week_number;
        if (ItemIn(program, week, item.exercise.text()) != nullptr) continue;
        const auto& reasons = program.weeks[i].reasons;
        EXPECT_TRUE(std::any_of(reasons.begin(), reasons.end(),
                                [&](const Reason& reason) {
                                  return !reason.arguments.empty() &&
                                         reason.arguments[0].exercise == item.exercise;
                                }))
            << "week " << week << " " << item.exercise.text();
      }
    }
  });
}

TEST(ProgramPropertiesTest, WhatLeftTheProgramDoesNotComeBack) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    for (const domain::Exercise& exercise : ShippedCatalogue().exercises) {
      int runs = 0;
      bool before = false;
      for (const ProgramWeek& week : program.weeks) {
        const bool now = ItemIn(program, week.week_number, exercise.id.text()) != nullptr;
        if (now && !before) ++runs;
        before = now;
      }
      EXPECT_LE(runs, 1) << exercise.id.text();
    }
  });
}

TEST(ProgramPropertiesTest, NumbersAreUniqueAndStayWithTheirExercise) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    std::vector<domain::ExerciseId> by_number(40);
    for (const ProgramWeek& week : program.weeks) {
      for (const ProgramItem& item : week.items) {
        domain::ExerciseId& known = by_number.at(static_cast<std::size_t>(item.item_number));
        if (known.empty()) known = item.exercise;
        EXPECT_EQ(known, item.exercise);
      }
    }
  });
}

TEST(ProgramPropertiesTest, TheSameInputsGiveTheSameProgram) {
  ForEachProgram([](const AssessmentFields& fields, const Program& program) {
    EXPECT_EQ(Prescribed(fields), program);
  });
}

TEST(ProgramPropertiesTest, ARefusalHasNoWeekAndNoExpectation) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    if (program.state == ProgramState::kDraft) {
      EXPECT_EQ(program.weeks.size(), 12U);
      return;
    }
    EXPECT_TRUE(program.weeks.empty());
    EXPECT_TRUE(program.trajectories.empty());
    EXPECT_FALSE(program.findings.empty());
  });
}

TEST(ProgramPropertiesTest, ExpectedRangesAreOrderedAndNeverWorsen) {
  ForEachProgram([](const AssessmentFields&, const Program& program) {
    for (const domain::Trajectory& trajectory : program.trajectories) {
      const bool knee = trajectory.measure == domain::Measure::kKneeExtensionDeficit;
      for (std::size_t w = 0; w < trajectory.points.size(); ++w) {
        const auto& point = trajectory.points[w];
        EXPECT_LE(point.low_degrees, point.expected_degrees);
        EXPECT_LE(point.expected_degrees, point.high_degrees);
        if (w == 0) continue;
        const double before = trajectory.points[w - 1].expected_degrees;
        EXPECT_TRUE(knee ? point.expected_degrees <= before : point.expected_degrees >= before);
      }
    }
  });
}

}  // namespace
}  // namespace ischia::test
