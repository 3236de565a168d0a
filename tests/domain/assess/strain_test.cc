#include "service/domain/assess/strain.h"

#include <gmock/gmock.h>

#include <functional>
#include <utility>
#include <vector>

#include "service/catalogue/load.h"
#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using test::Legal;
using test::LegOf;
using test::StrainedAdult;
using test::TightAdult;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum StrainPhase;

using Change = std::function<void(AssessmentFields&)>;

const Catalogue& Shipped() {
  static const auto* catalogue = new Catalogue(catalogue::LoadEmbedded().catalogue);
  return *catalogue;
}

StrainPhase PhaseOf(const AssessmentFields& fields) {
  const Assessment assessment = Legal(fields);
  return StrainPhaseOf(fields.strain, FactsOf(assessment, Shipped().norms), Shipped());
}

StrainPhase PhaseAfter(AssessmentFields fields, const Change& change) {
  change(fields);
  return PhaseOf(fields);
}

// Grade II on day 10, every gate of S1 passed by a hair.
AssessmentFields Lengthening() {
  AssessmentFields fields = StrainedAdult();
  fields.strain.grade = StrainGrade::kII;
  fields.strain.days_since_injury = 10;
  LegOf(fields, Side::kLeft).knee_extension_deficit = Degrees(33);
  return fields;
}

// Every gate of S2 passed by a hair.
AssessmentFields Loading() {
  AssessmentFields fields = Lengthening();
  LegOf(fields, Side::kLeft).knee_extension_deficit = Degrees(28);
  LegOf(fields, Side::kLeft).single_leg_bridge_pain = Score(2);
  fields.pain.jogging = Score(2);
  fields.strain.stage_two_week_completed = Answer::kYes;
  return fields;
}

TEST(StrainPhaseTest, OnlyTheStrainPathwayHasPhases) {
  EXPECT_EQ(PhaseOf(TightAdult()), kUnspecified);
  EXPECT_EQ(PhaseOf(StrainedAdult()), kS1);
}

TEST(StrainPhaseTest, S0EndsByTheDaysOfItsGradeAndByWalking) {
  const auto phase = [](StrainGrade grade, std::optional<int> days, std::optional<int> walking) {
    return PhaseAfter(StrainedAdult(), [=](auto& f) {
      f.strain.grade = grade;
      f.strain.days_since_injury = days;
      f.pain.walking.reset();
      if (walking) f.pain.walking = Score(*walking);
    });
  };
  EXPECT_EQ(phase(StrainGrade::kI, 2, 3), kS0);
  EXPECT_EQ(phase(StrainGrade::kI, 3, 3), kS1);
  EXPECT_EQ(phase(StrainGrade::kII, 4, 3), kS0);
  EXPECT_EQ(phase(StrainGrade::kII, 5, 3), kS1);
  EXPECT_EQ(phase(StrainGrade::kIII, 4, 3), kS0);
  EXPECT_EQ(phase(StrainGrade::kI, 90, 4), kS0);
}

TEST(StrainPhaseTest, AGateThatWasNotMeasuredIsNotPassed) {
  EXPECT_EQ(PhaseAfter(StrainedAdult(), [](auto& f) { f.pain.walking.reset(); }), kS0);
  EXPECT_EQ(PhaseAfter(StrainedAdult(), [](auto& f) { f.strain.days_since_injury.reset(); }), kS0);
  EXPECT_EQ(PhaseAfter(StrainedAdult(),
                       [](auto& f) {
                         f.strain.grade = StrainGrade::kUnspecified;
                         f.strain.days_since_injury = 4;
                       }),
            kS0);
  const std::vector<Change> of_s1 = {
      [](auto& f) { LegOf(f, Side::kLeft).resisted_knee_flexion_pain.reset(); },
      [](auto& f) { LegOf(f, Side::kRight).knee_extension_deficit.reset(); },
  };
  for (const Change& change : of_s1) EXPECT_EQ(PhaseAfter(Lengthening(), change), kS1);
  const std::vector<Change> of_s2 = {
      [](auto& f) { LegOf(f, Side::kLeft).single_leg_bridge_pain.reset(); },
      [](auto& f) { f.pain.jogging.reset(); },
      [](auto& f) { f.strain.stage_two_week_completed = Answer::kUnspecified; },
  };
  for (const Change& change : of_s2) EXPECT_EQ(PhaseAfter(Loading(), change), kS2);
}

TEST(StrainPhaseTest, S1EndsWhenWalkingBendingAndTheSidesSaySo) {
  EXPECT_EQ(PhaseOf(Lengthening()), kS2);
  const std::vector<Change> holding = {
      [](auto& f) { f.pain.walking = Score(2); },
      [](auto& f) { LegOf(f, Side::kLeft).resisted_knee_flexion_pain = Score(3); },
      [](auto& f) { LegOf(f, Side::kLeft).knee_extension_deficit = Degrees(33.5); },
      [](auto& f) { LegOf(f, Side::kRight).knee_extension_deficit = Degrees(49); },
      [](auto& f) { f.strain.days_since_injury = 9; },
  };
  for (const Change& change : holding) EXPECT_EQ(PhaseAfter(Lengthening(), change), kS1);
  EXPECT_EQ(PhaseAfter(Lengthening(),
                       [](auto& f) {
                         f.strain.grade = StrainGrade::kI;
                         f.strain.days_since_injury = 5;
                       }),
            kS2);
}

TEST(StrainPhaseTest, TheOtherLegsPainIsNoGate) {
  EXPECT_EQ(
      PhaseAfter(Lengthening(),
                 [](auto& f) { LegOf(f, Side::kRight).resisted_knee_flexion_pain = Score(9); }),
      kS2);
}

TEST(StrainPhaseTest, S2EndsWithItsGatesAndAWholeWeek) {
  EXPECT_EQ(PhaseOf(Loading()), kS3);
  const std::vector<Change> holding = {
      [](auto& f) { LegOf(f, Side::kLeft).knee_extension_deficit = Degrees(28.5); },
      [](auto& f) { LegOf(f, Side::kLeft).single_leg_bridge_pain = Score(3); },
      [](auto& f) { f.pain.jogging = Score(3); },
      [](auto& f) { f.strain.stage_two_week_completed = Answer::kNo; },
  };
  for (const Change& change : holding) EXPECT_EQ(PhaseAfter(Loading(), change), kS2);
}

TEST(StrainPhaseTest, JoggingWithoutPainCountsAsZeroWhereNoScoreIsRecorded) {
  const auto jogging = [](std::optional<int> score) {
    return PhaseAfter(Loading(), [=](auto& f) {
      f.strain.jogging_pain_free = Answer::kYes;
      f.pain.jogging.reset();
      if (score) f.pain.jogging = Score(*score);
    });
  };
  EXPECT_EQ(jogging(std::nullopt), kS3);
  EXPECT_EQ(jogging(3), kS2);
}

TEST(StrainPhaseTest, AClinicianClearsFromS2OnAndNeverOutOfS0OrS1) {
  const auto cleared = [](AssessmentFields fields, StrainPhase phase) {
    fields.strain.cleared_phase = phase;
    fields.strain.cleared_phase_by = "Dr. Ada Lind";
    fields.strain.cleared_phase_date = fields.assessment_date;
    return PhaseOf(fields);
  };
  EXPECT_EQ(cleared(Lengthening(), kS3), kS3);
  EXPECT_EQ(cleared(Lengthening(), kS4), kS4);
  EXPECT_EQ(cleared(Loading(), kS4), kS4);
  EXPECT_EQ(cleared(StrainedAdult(), kS4), kS1);
  AssessmentFields fresh = StrainedAdult();
  fresh.strain.days_since_injury = 1;
  EXPECT_EQ(cleared(fresh, kS3), kS0);
}

}  // namespace
}  // namespace ischia::domain
