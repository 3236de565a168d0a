// What must hold of the plan whatever is decided, week after week: every sequence of seven
// decisions is followed, for a usual, a severe and a gentle beginning.
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "service/domain/follow/decide.h"
#include "service/domain/plan/program.h"
#include "tests/domain/follow/logs.h"
#include "tests/support/assessment_builder.h"

namespace ischia::test {
namespace {

using domain::Assessment;
using domain::AssessmentFields;
using domain::Course;
using domain::DecisionKind;
using domain::Degrees;
using domain::ExerciseId;
using domain::Program;
using domain::ProgramItem;
using domain::ProgramWeek;
using domain::SettledWeek;
using domain::Side;
using domain::SideDose;
using domain::Slot;

constexpr std::size_t kWeeks = 7;

SettledWeek Settled(DecisionKind kind, int steps_back = 0) {
  SettledWeek settled;
  settled.kind = settled.decision.kind = kind;
  settled.decision.steps_back = steps_back;
  return settled;
}

// One of each that lets a program go on, and a pause of more than fourteen days.
const std::array<SettledWeek, 5> kSettled = {
    Settled(DecisionKind::kAdvance), Settled(DecisionKind::kHold), Settled(DecisionKind::kRegress),
    Settled(DecisionKind::kSimplify), Settled(DecisionKind::kHold, 2)};

// Everything that a leg does, by exercise.
using LegDoses = std::map<std::pair<ExerciseId, Side>, SideDose>;

LegDoses DosesOf(const ProgramWeek& week) {
  LegDoses doses;
  for (const ProgramItem& item : week.items) {
    for (const SideDose& dose : item.doses) {
      for (const Side side : {Side::kRight, Side::kLeft}) {
        if (dose.side == side || dose.side == Side::kBoth) doses[{item.exercise, side}] = dose;
      }
    }
  }
  return doses;
}

// Of what stands in the place of the stretch; 0 without one.
int LongestHold(const ProgramWeek& week, Side side) {
  int longest = 0;
  for (const ProgramItem& item : week.items) {
    if (item.slot != Slot::kStretch) continue;
    for (const SideDose& dose : item.doses) {
      if (dose.side == side || dose.side == Side::kBoth) {
        longest = std::max(longest, dose.hold_seconds);
      }
    }
  }
  return longest;
}

struct Beginning {
  std::string name;
  void (*change)(AssessmentFields&);
};
void PrintTo(const Beginning& beginning, std::ostream* out) { *out << beginning.name; }

class SequencesTest : public ::testing::TestWithParam<Beginning> {
 protected:
  SequencesTest() : assessment_(Legal(Fields())) {}

  static AssessmentFields Fields() {
    AssessmentFields fields = TightAdult();
    GetParam().change(fields);
    return fields;
  }

  // Throws when there is none.
  ProgramWeek Planned(const Course& course) const {
    const auto program = domain::Prescribe(assessment_, Shipped(), kStart, course);
    if (!program.ok()) throw std::logic_error(program.error().message);
    EXPECT_EQ(program->state, domain::ProgramState::kDraft);
    return program->weeks.front();
  }

  // Calls `visit(before, settled, after)` for each step of each sequence.
  template <typename Visit>
  void Follow(const Course& course, const ProgramWeek& week, std::size_t depth,
              const Visit& visit) const {
    if (depth == kWeeks || HasFailure()) return;
    for (const SettledWeek& settled : kSettled) {
      const Course next = domain::Followed(course, settled, week, Shipped());
      const ProgramWeek after = Planned(next);
      visit(week, settled, after);
      Follow(next, after, depth + 1, visit);
    }
  }

  const Assessment assessment_;
};

TEST_P(SequencesTest, NoHoldGrowsByMoreThanOneStepInSevenDays) {
  const int step = Shipped().static_dose.weekly_step;
  ASSERT_EQ(step, 5);
  Follow({}, Planned({}), 1, [&](const ProgramWeek& before, auto&, const ProgramWeek& after) {
    for (const Side side : {Side::kRight, Side::kLeft}) {
      EXPECT_LE(LongestHold(after, side), LongestHold(before, side) + step);
    }
    const LegDoses was = DosesOf(before);
    for (const auto& [key, dose] : DosesOf(after)) {
      const auto found = was.find(key);
      if (found == was.end()) continue;
      EXPECT_LE(dose.hold_seconds, found->second.hold_seconds + step) << key.first.text();
    }
  });
}

TEST_P(SequencesTest, OnlyAnAdvanceMakesAHoldLonger) {
  Follow({}, Planned({}), 1,
         [&](const ProgramWeek& before, const SettledWeek& settled, const ProgramWeek& after) {
           if (settled.kind == DecisionKind::kAdvance) return;
           for (const Side side : {Side::kRight, Side::kLeft}) {
             EXPECT_LE(LongestHold(after, side), LongestHold(before, side));
           }
         });
}

TEST_P(SequencesTest, AfterAStopNothingIsMoreThanBefore) {
  const auto stopped = [&](const Course& course, const ProgramWeek& week) {
    const SettledWeek stop = Settled(DecisionKind::kStopRefer);
    const LegDoses was = DosesOf(week);
    for (const auto& [key, dose] : DosesOf(Planned(Followed(course, stop, week, Shipped())))) {
      const auto found = was.find(key);
      ASSERT_NE(found, was.end()) << key.first.text();
      const SideDose& before = found->second;
      EXPECT_LE(dose.hold_seconds, before.hold_seconds) << key.first.text();
      EXPECT_LE(dose.all_repetitions(), before.all_repetitions()) << key.first.text();
      EXPECT_LE(dose.days_per_week, before.days_per_week) << key.first.text();
      EXPECT_LE(dose.sessions_per_day, before.sessions_per_day) << key.first.text();
    }
  };
  Course course;
  ProgramWeek week = Planned(course);
  // Each single decision at each week of a program that otherwise goes well.
  for (std::size_t number = 1; number < kWeeks; ++number) {
    stopped(course, week);
    for (const SettledWeek& settled : kSettled) {
      const Course turned = Followed(course, settled, week, Shipped());
      stopped(turned, Planned(turned));
    }
    course = Followed(std::move(course), kSettled.front(), week, Shipped());
    week = Planned(course);
  }
}

const Beginning kBeginnings[] = {
    {"Usual", [](AssessmentFields&) {}},
    {"Severe",
     [](AssessmentFields& fields) {
       for (domain::LegMeasurements& leg : fields.legs) leg.knee_extension_deficit = Degrees(55);
     }},
    {"Gentle", [](AssessmentFields& fields) { fields.pain.rest = domain::Score(4); }},
};
INSTANTIATE_TEST_SUITE_P(Beginnings, SequencesTest, ::testing::ValuesIn(kBeginnings),
                         [](const auto& beginning) { return beginning.param.name; });

}  // namespace
}  // namespace ischia::test
