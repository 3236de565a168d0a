#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include "service/domain/assess/safety.h"
#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using test::Legal;
using test::LegOf;
using test::LowBackPainAdult;
using test::TightAdult;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Change = std::function<void(AssessmentFields&)>;

std::vector<Finding> ChecksAfter(AssessmentFields fields, const Change& change) {
  change(fields);
  const Assessment assessment = Legal(std::move(fields));
  const Catalogue catalogue = test::BareCatalogue();
  return LogicalChecks(assessment, FactsOf(assessment, catalogue.norms), catalogue);
}

std::vector<std::string> RulesAfter(AssessmentFields fields, const Change& change) {
  std::vector<std::string> rules;
  for (const Finding& finding : ChecksAfter(std::move(fields), change)) {
    EXPECT_EQ(finding.severity, Severity::kInform);
    EXPECT_FALSE(finding.acknowledgement_required);
    rules.emplace_back(finding.rule_id.text());
  }
  return rules;
}

void MakeNormalAndAnterior(AssessmentFields& fields) {
  LegOf(fields, Side::kRight).knee_extension_deficit = Degrees(12);
  LegOf(fields, Side::kLeft).knee_extension_deficit = Degrees(13);
  fields.pelvic_tilt = PelvicTilt::kAnterior;
}

TEST(LogicalChecksTest, TheWorkedExamplesRaiseNoQuestion) {
  EXPECT_THAT(RulesAfter(TightAdult(), [](auto&) {}), IsEmpty());
  EXPECT_THAT(RulesAfter(LowBackPainAdult(), [](auto&) {}), IsEmpty());
}

TEST(LogicalChecksTest, AStraightKneeWithAStiffRaiseIsAskedForThatLeg) {
  const auto set = [](double deficit, double raise) {
    return [=](auto& f) {
      for (LegMeasurements& leg : f.legs) leg.knee_extension_deficit = Degrees(0.5);
      LegOf(f, Side::kLeft).knee_extension_deficit = Degrees(deficit);
      LegOf(f, Side::kLeft).straight_leg_raise = Degrees(raise);
    };
  };
  const std::vector<Finding> checks = ChecksAfter(TightAdult(), set(0, 59.5));
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_EQ(checks[0].rule_id, RuleId("X-01"));
  EXPECT_EQ(checks[0].side, Side::kLeft);
  ASSERT_EQ(checks[0].inputs.size(), 2U);
  EXPECT_EQ(checks[0].inputs[0].field, "legs[1].knee_extension_deficit_degrees");
  EXPECT_EQ(checks[0].inputs[1].field, "legs[1].straight_leg_raise_degrees");
  EXPECT_EQ(checks[0].inputs[1].number, 59.5);
  EXPECT_THAT(RulesAfter(TightAdult(), set(0, 60)), IsEmpty());
  EXPECT_THAT(RulesAfter(TightAdult(), set(0.5, 59.5)), IsEmpty());
}

TEST(LogicalChecksTest, ALooseRaiseWithAComplaintOfTightnessIsAsked) {
  const auto raise_to = [](double degrees) {
    return [=](auto& f) {
      for (LegMeasurements& leg : f.legs) leg.straight_leg_raise = Degrees(degrees);
    };
  };
  EXPECT_THAT(RulesAfter(TightAdult(), raise_to(100)), ElementsAre("X-02"));
  EXPECT_THAT(RulesAfter(TightAdult(), raise_to(99.5)), IsEmpty());
  EXPECT_THAT(RulesAfter(LowBackPainAdult(), raise_to(100)), IsEmpty());
}

TEST(LogicalChecksTest, NormalLengthWithAnAnteriorPelvisIsLongAndTense) {
  EXPECT_THAT(RulesAfter(TightAdult(), MakeNormalAndAnterior), ElementsAre("X-03"));
  EXPECT_THAT(RulesAfter(TightAdult(),
                         [](auto& f) {
                           MakeNormalAndAnterior(f);
                           f.pelvic_tilt = PelvicTilt::kNeutral;
                         }),
              IsEmpty());
  EXPECT_THAT(RulesAfter(TightAdult(),
                         [](auto& f) {
                           MakeNormalAndAnterior(f);
                           LegOf(f, Side::kLeft).knee_extension_deficit = Degrees(27);
                         }),
              IsEmpty());
  EXPECT_THAT(RulesAfter(LowBackPainAdult(), MakeNormalAndAnterior), IsEmpty());
}

TEST(LogicalChecksTest, EndRangeTestingOfAFreshInjuryIsAsked) {
  const auto days = [](int count) { return [=](auto& f) { f.strain.days_since_injury = count; }; };
  EXPECT_THAT(RulesAfter(TightAdult(), days(2)), ElementsAre("X-04", "X-04"));
  EXPECT_THAT(RulesAfter(TightAdult(), days(3)), IsEmpty());
  EXPECT_THAT(RulesAfter(TightAdult(),
                         [&](auto& f) {
                           days(2)(f);
                           for (LegMeasurements& leg : f.legs) leg.knee_extension_deficit.reset();
                         }),
              IsEmpty());
}

TEST(LogicalChecksTest, ALargeSideDifferenceWithoutAnInjuryIsAskedOnce) {
  const auto left_deficit = [](double degrees) {
    return [=](auto& f) { LegOf(f, Side::kLeft).knee_extension_deficit = Degrees(degrees); };
  };
  EXPECT_THAT(RulesAfter(TightAdult(), left_deficit(58)), ElementsAre("X-05"));
  EXPECT_THAT(RulesAfter(TightAdult(), left_deficit(57.5)), IsEmpty());
  EXPECT_THAT(RulesAfter(TightAdult(),
                         [&](auto& f) {
                           left_deficit(58)(f);
                           LegOf(f, Side::kLeft).straight_leg_raise = Degrees(40);
                         }),
              ElementsAre("X-05"));
  EXPECT_THAT(RulesAfter(TightAdult(),
                         [&](auto& f) {
                           left_deficit(58)(f);
                           f.strain.prior_strain_count = 1;
                         }),
              IsEmpty());
}

TEST(LogicalChecksTest, ASideDifferenceOfTheRaiseCountsToo) {
  EXPECT_THAT(RulesAfter(TightAdult(),
                         [](auto& f) { LegOf(f, Side::kLeft).straight_leg_raise = Degrees(80); }),
              ElementsAre("X-05"));
}

TEST(LogicalChecksTest, PainThatIsWorseAtRestIsAsked) {
  const auto rest = [](int score) { return [=](auto& f) { f.pain.rest = Score(score); }; };
  EXPECT_THAT(RulesAfter(TightAdult(), rest(2)), ElementsAre("X-06"));
  EXPECT_THAT(RulesAfter(TightAdult(), rest(1)), IsEmpty());
}

TEST(LogicalChecksTest, AFirstEpisodeAtAnUnusualAgeReopensTheScreen) {
  const auto first_at = [](int age) {
    return [=](auto& f) {
      f.age_years = age;
      f.red_flags.Set(Fact::kFirstBackPainEpisode, Answer::kYes);
    };
  };
  EXPECT_THAT(RulesAfter(LowBackPainAdult(), first_at(19)), ElementsAre("X-07"));
  EXPECT_THAT(RulesAfter(LowBackPainAdult(), first_at(20)), IsEmpty());
  EXPECT_THAT(RulesAfter(LowBackPainAdult(), first_at(50)), IsEmpty());
  EXPECT_THAT(RulesAfter(LowBackPainAdult(), first_at(51)), ElementsAre("X-07"));
  EXPECT_THAT(RulesAfter(LowBackPainAdult(), [](auto& f) { f.age_years = 51; }), IsEmpty());
  EXPECT_THAT(RulesAfter(TightAdult(), first_at(51)), IsEmpty());
}

TEST(LogicalChecksTest, ConstantNightPainReopensTheScreenAtAnyAge) {
  const auto night = [](auto& f) { f.red_flags.Set(Fact::kConstantNightPain, Answer::kYes); };
  EXPECT_THAT(RulesAfter(LowBackPainAdult(), night), ElementsAre("X-07"));
  EXPECT_THAT(RulesAfter(TightAdult(), night), IsEmpty());
}

TEST(LogicalChecksTest, QuestionsComeInTheirOrder) {
  EXPECT_THAT(RulesAfter(TightAdult(),
                         [](auto& f) {
                           MakeNormalAndAnterior(f);
                           for (LegMeasurements& leg : f.legs) {
                             leg.straight_leg_raise = Degrees(110);
                           }
                           f.pain.rest = Score(3);
                         }),
              ElementsAre("X-02", "X-03", "X-06"));
}

}  // namespace
}  // namespace ischia::domain
