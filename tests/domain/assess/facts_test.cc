#include "service/domain/assess/facts.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using test::Legal;
using test::LegOf;
using test::TightAdult;

Facts FactsFrom(const AssessmentFields& fields) {
  return FactsOf(Legal(fields), test::BareCatalogue().norms);
}

TEST(FactNameTest, EveryFactIsFoundByItsNameAndNamesAField) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kFactCount; ++i) {
    const Fact fact = static_cast<Fact>(i);
    EXPECT_EQ(FactByName(FactName(fact)), fact) << FactName(fact);
    EXPECT_FALSE(FactField(fact).empty()) << FactName(fact);
    names.insert(FactName(fact));
  }
  EXPECT_EQ(names.size(), kFactCount);
  EXPECT_EQ(FactByName("no_such_fact"), std::nullopt);
}

TEST(FactsTest, WhatNobodyAskedIsUnknownAndNotNo) {
  AssessmentFields fields;
  fields.kind = AssessmentKind::kInitial;
  fields.assessment_date = TightAdult().assessment_date;
  fields.assessor = "clinician-1";
  const Facts facts = FactsFrom(fields);
  for (std::size_t i = 0; i < kFactCount; ++i) {
    const Fact fact = static_cast<Fact>(i);
    if (fact == Fact::kPositiveNerveTest) continue;  // no test was positive
    for (const Side leg : {Side::kLeft, Side::kRight}) {
      EXPECT_EQ(facts.Get(fact, leg), std::nullopt) << FactName(fact);
    }
  }
}

TEST(FactsTest, AnswersAreOneAndZero) {
  AssessmentFields fields = TightAdult();
  fields.red_flags.Set(Fact::kBladderChange, Answer::kYes);
  fields.red_flags.Set(Fact::kBowelChange, Answer::kUnspecified);
  const Facts facts = FactsFrom(fields);
  EXPECT_EQ(facts.Get(Fact::kBladderChange), 1);
  EXPECT_EQ(facts.Get(Fact::kSaddleNumbness), 0);
  EXPECT_EQ(facts.Get(Fact::kBowelChange), std::nullopt);
}

TEST(FactsTest, NumbersStandInTheirOwnUnit) {
  AssessmentFields fields = TightAdult();
  fields.systolic_mmhg = 141;
  fields.timed_up_and_go_seconds = 13.4;
  fields.red_flags.wells_score = -1;
  const Facts facts = FactsFrom(fields);
  EXPECT_EQ(facts.Get(Fact::kAgeYears), 34);
  EXPECT_EQ(facts.Get(Fact::kSystolicMmhg), 141);
  EXPECT_EQ(facts.Get(Fact::kTimedUpAndGoSeconds), 13.4);
  EXPECT_EQ(facts.Get(Fact::kWellsScore), -1);
  EXPECT_EQ(facts.Get(Fact::kSittingHours), 9);
  EXPECT_EQ(facts.Get(Fact::kSelfEfficacyScore), 7);
  EXPECT_EQ(facts.Get(Fact::kLargestStraightLegRaise), 62);
}

TEST(FactsTest, ALargeBruiseOfTheHistoryOutweighsTheScreen) {
  AssessmentFields fields = TightAdult();
  fields.strain.bruise = Bruise::kLarge;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kLargeThighBruise), 1);
  fields.strain.bruise = Bruise::kSmall;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kLargeThighBruise), 0);
}

TEST(FactsTest, TendernessTakesAnAnswerForEachLegBeforeItIsNo) {
  AssessmentFields fields = TightAdult();
  LegOf(fields, Side::kRight).ischial_tenderness = Answer::kNo;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kIschialTenderness), std::nullopt);
  LegOf(fields, Side::kLeft).ischial_tenderness = Answer::kNo;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kIschialTenderness), 0);
  LegOf(fields, Side::kLeft).ischial_tenderness = Answer::kYes;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kIschialTenderness), 1);
}

TEST(FactsTest, OsteoporosisStandsUnlessABetterTScoreIsRecorded) {
  AssessmentFields fields = TightAdult();
  Comorbidity& entry = fields.comorbidities.emplace_back();
  entry.code = ComorbidityCode::kOsteoporosis;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kOsteoporosis), 1);
  entry.value = -2.5;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kOsteoporosis), 1);
  entry.value = -2.4;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kOsteoporosis), 0);
  Norms stricter;
  stricter.osteoporosis_t_score = -2.4;
  EXPECT_EQ(FactsOf(Legal(fields), stricter).Get(Fact::kOsteoporosis), 1);
}

TEST(FactsTest, ACodeThatIsNotListedIsNoOnlyOnceTheListIsConfirmed) {
  AssessmentFields fields = TightAdult();
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kVertebralFracture), 0);
  fields.comorbidities_confirmed = false;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kVertebralFracture), std::nullopt);
}

TEST(FactsTest, HypertensionWithoutAnAnswerAboutItsTargetStaysOpen) {
  AssessmentFields fields = TightAdult();
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kHypertensionNotAtTarget), 0);
  Comorbidity& entry = fields.comorbidities.emplace_back();
  entry.code = ComorbidityCode::kHypertension;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kHypertensionNotAtTarget), std::nullopt);
  entry.at_target = Answer::kYes;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kHypertensionNotAtTarget), 0);
  entry.at_target = Answer::kNo;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kHypertensionNotAtTarget), 1);
}

TEST(FactsTest, AConditionIsOfItsLegAndWithoutASideOfBoth) {
  AssessmentFields fields = TightAdult();
  Comorbidity& entry = fields.comorbidities.emplace_back();
  entry.code = ComorbidityCode::kHipReplacementPosterior;
  const auto listed = [&](Side side, Side leg) {
    entry.side = side;
    return FactsFrom(fields).Get(Fact::kHipReplacementPosterior, leg);
  };
  EXPECT_EQ(listed(Side::kRight, Side::kRight), 1);
  EXPECT_EQ(listed(Side::kRight, Side::kLeft), 0);
  EXPECT_EQ(listed(Side::kRight, Side::kUnspecified), std::nullopt);
  for (const Side side : {Side::kBoth, Side::kUnspecified}) {
    EXPECT_EQ(listed(side, Side::kRight), 1);
    EXPECT_EQ(listed(side, Side::kLeft), 1);
  }
}

TEST(FactsTest, OfTwoEntriesTheUnsafeNumberCounts) {
  const auto number = [](ComorbidityCode code, Fact fact, std::optional<int> one,
                         std::optional<int> other) {
    AssessmentFields fields = TightAdult();
    fields.comorbidities = {{code, Side::kUnspecified, one, {}, {}, {}, {}},
                            {code, Side::kBoth, other, {}, {}, {}, {}}};
    return FactsFrom(fields).Get(fact, Side::kLeft);
  };
  EXPECT_EQ(number(ComorbidityCode::kKneeReplacement, Fact::kKneeReplacementWeeks, 3, 30), 3);
  EXPECT_EQ(number(ComorbidityCode::kPregnancy, Fact::kPregnancyWeeks, 18, 21), 21);
  EXPECT_EQ(number(ComorbidityCode::kKneeReplacement, Fact::kKneeReplacementWeeks, 30, {}),
            std::nullopt);
}

TEST(FactsTest, AMedicineThatIsNotListedIsNoOnlyOnceTheListIsConfirmed) {
  AssessmentFields fields = TightAdult();
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kInsulin), 0);
  fields.medications_confirmed = false;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kInsulin), std::nullopt);
  fields.medications = {Medication::kInsulin};
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kInsulin), 1);
}

TEST(FactsTest, LegPainIsTheWorstOfBothLegsWhereEachUpsetLegWasAsked) {
  AssessmentFields fields = TightAdult();
  LegOf(fields, Side::kRight).leg_pain = Score(4);
  LegOf(fields, Side::kLeft).leg_pain = Score(6);
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kLegPainScore), 6);
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kLegPainSettlingMinutes), std::nullopt);
  LegOf(fields, Side::kLeft).leg_pain.reset();
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kLegPainScore), 4);
  LegOf(fields, Side::kLeft).slump_test = TestResult::kPositive;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kLegPainScore), std::nullopt);
}

TEST(FactsTest, AStrainIsReadWithTheSoreLeg) {
  AssessmentFields fields = test::StrainedAdult();
  fields.strain.bamic_class = "2c";
  LegOf(fields, Side::kRight).resisted_knee_flexion_pain = Score(9);
  const Facts facts = FactsFrom(fields);
  EXPECT_EQ(facts.Get(Fact::kStrainGrade), 1);
  EXPECT_EQ(facts.Get(Fact::kBamicGrade), 2);
  EXPECT_EQ(facts.Get(Fact::kBamicIntratendinous), 1);
  EXPECT_EQ(facts.Get(Fact::kDaysSinceInjury), 6);
  EXPECT_EQ(facts.Get(Fact::kResistedFlexionScore), 2);
  EXPECT_EQ(facts.Get(Fact::kKneeSideDifference), 16);
  EXPECT_EQ(facts.Get(Fact::kAffectedLeg, Side::kLeft), 1);
  EXPECT_EQ(facts.Get(Fact::kAffectedLeg, Side::kRight), 0);
}

TEST(FactsTest, OnlyIndependentFloorTransferIsSafe) {
  AssessmentFields fields = TightAdult();
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kFloorTransferUnsafe), 0);
  for (const FloorTransfer transfer : {FloorTransfer::kWithHelp, FloorTransfer::kNo}) {
    fields.floor_transfer = transfer;
    EXPECT_EQ(FactsFrom(fields).Get(Fact::kFloorTransferUnsafe), 1);
  }
}

TEST(FactsTest, OnlyTheSevereAndTheProgressiveDeficitAreSevere) {
  AssessmentFields fields = TightAdult();
  for (const NeuroDeficit deficit : {NeuroDeficit::kMotor3OrWorse, NeuroDeficit::kProgressive}) {
    fields.neuro_deficit = deficit;
    EXPECT_EQ(FactsFrom(fields).Get(Fact::kSevereMotorDeficit), 1);
  }
  fields.neuro_deficit = NeuroDeficit::kMotor4OrBetter;
  EXPECT_EQ(FactsFrom(fields).Get(Fact::kSevereMotorDeficit), 0);
}

}  // namespace
}  // namespace ischia::domain
