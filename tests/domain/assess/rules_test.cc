// Every rule of the shipped catalogue: the smallest case that triggers it and the nearest one that
// does not (evidence.md 2.2 and 2.2.1), then the boundaries of each rule. What a rule does is
// tested in rule_effects_test.cc.
#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/catalogue/load.h"
#include "service/domain/assess/completeness.h"
#include "service/domain/assess/safety.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/result_matchers.h"

namespace ischia::domain {
namespace {

using test::Having;
using test::Legal;
using test::LegOf;
using test::LowBackPainAdult;
using test::StrainedAdult;
using test::TightAdult;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

using Change = std::function<void(AssessmentFields&)>;
using Rules = std::vector<std::string_view>;

const Catalogue& Shipped() {
  static const auto* catalogue = new Catalogue(catalogue::LoadEmbedded().catalogue);
  return *catalogue;
}

Screening ScreenAfter(AssessmentFields fields, const Change& change) {
  change(fields);
  return Screen(Legal(std::move(fields)), Shipped());
}

// The safety rules that fire; logical checks left out.
Rules RulesOf(const Screening& screening) {
  Rules rules;
  for (const Finding& finding : screening.findings) {
    if (finding.rule_id.text().front() == 'S') rules.push_back(finding.rule_id.text());
  }
  return rules;
}

struct Case {
  const char* what;
  Change change;
  Rules rules;
};

void ExpectEach(const AssessmentFields& base, const std::vector<Case>& cases) {
  for (const Case& entry : cases) {
    EXPECT_THAT(RulesOf(ScreenAfter(base, entry.change)), UnorderedElementsAreArray(entry.rules))
        << entry.what;
  }
}

Change And(std::vector<Change> changes) {
  return [=](auto& f) {
    for (const Change& change : changes) change(f);
  };
}
Change Age(int years) {
  return [=](auto& f) { f.age_years = years; };
}
Change Yes(Fact item) {
  return [=](auto& f) { f.red_flags.Set(item, Answer::kYes); };
}
Change Wells(int score) {
  return [=](auto& f) { f.red_flags.wells_score = score; };
}
Change Pressure(int systolic, int diastolic) {
  return [=](auto& f) {
    f.systolic_mmhg = systolic;
    f.diastolic_mmhg = diastolic;
  };
}
Change Has(ComorbidityCode code) {
  return [=](auto& f) { f.comorbidities.emplace_back().code = code; };
}
Change TScore(double score) {
  return [=](auto& f) {
    Comorbidity& entry = f.comorbidities.emplace_back();
    entry.code = ComorbidityCode::kOsteoporosis;
    entry.value = score;
  };
}
Change Hypertension(Answer at_target) {
  return [=](auto& f) {
    Comorbidity& entry = f.comorbidities.emplace_back();
    entry.code = ComorbidityCode::kHypertension;
    entry.at_target = at_target;
  };
}
Change Beighton(int score) {
  return [=](auto& f) { f.beighton_score = score; };
}
Change Raise(double degrees) {
  return [=](auto& f) { LegOf(f, Side::kLeft).straight_leg_raise = Degrees(degrees); };
}
Change Deficit(NeuroDeficit deficit) {
  return [=](auto& f) { f.neuro_deficit = deficit; };
}
Change Entry(ComorbidityCode code, std::optional<int> weeks, Side side = Side::kUnspecified) {
  return [=](auto& f) {
    Comorbidity& entry = f.comorbidities.emplace_back();
    entry.code = code;
    entry.side = side;
    entry.weeks_since = weeks;
  };
}
Change Slip(std::optional<int> grade, Answer symptomatic = Answer::kUnspecified) {
  return [=](auto& f) {
    Comorbidity& entry = f.comorbidities.emplace_back();
    entry.code = ComorbidityCode::kSpondylolisthesis;
    entry.grade = grade;
    entry.symptomatic = symptomatic;
  };
}
Change Takes(Medication medication) {
  return [=](auto& f) { f.medications.push_back(medication); };
}
Change Slump() {
  return [](auto& f) { LegOf(f, Side::kRight).slump_test = TestResult::kPositive; };
}
// Of the right leg; what is not given was not asked.
Change LegPain(std::optional<int> score, std::optional<int> settling_minutes) {
  return [=](auto& f) {
    LegMeasurements& leg = LegOf(f, Side::kRight);
    if (score) leg.leg_pain = Score(*score);
    leg.leg_pain_settling_minutes = settling_minutes;
  };
}
Change CalmSlump() { return And({Slump(), LegPain(6, 29)}); }
// What a tendon of the right leg says.
Change Tendon(std::optional<int> sitting, std::optional<int> bridge, std::optional<int> weeks) {
  return [=](auto& f) {
    Entry(ComorbidityCode::kProximalHamstringTendinopathy, weeks, Side::kRight)(f);
    if (sitting) f.pain.sitting = Score(*sitting);
    if (bridge) LegOf(f, Side::kRight).single_leg_bridge_pain = Score(*bridge);
  };
}
Change Strain(StrainGrade grade, int days, int walking) {
  return [=](auto& f) {
    f.strain.grade = grade;
    f.strain.days_since_injury = days;
    f.pain.walking = Score(walking);
  };
}
Change Tender() {
  return [](auto& f) { LegOf(f, Side::kRight).ischial_tenderness = Answer::kYes; };
}
Change Nothing() {
  return [](auto&) {};
}

// -- The table ------------------------------------------------------------------------------------

struct Row {
  std::string_view rule;
  AssessmentFields base;
  Change fires;
  Change does_not;
  Severity severity;
  Urgency urgency = Urgency::kUnspecified;
};

std::vector<Row> Table() {
  using enum ComorbidityCode;
  constexpr Severity kInform = Severity::kInform;
  constexpr Severity kModify = Severity::kModify;
  constexpr Severity kExclude = Severity::kExclude;
  constexpr Severity kHoldClearance = Severity::kHoldClearance;
  constexpr Severity kRefuseRefer = Severity::kRefuseRefer;
  const AssessmentFields tight = TightAdult();
  const AssessmentFields back = LowBackPainAdult();
  const AssessmentFields strain = StrainedAdult();
  const auto provoked = [](Answer answer) { return [=](auto& f) { f.flexion_provoked = answer; }; };
  const auto falls = [](int count) { return [=](auto& f) { f.falls_12_months_count = count; }; };
  const auto floor = [](FloorTransfer how) { return [=](auto& f) { f.floor_transfer = how; }; };
  const auto confidence = [](int score) {
    return [=](auto& f) { f.self_efficacy = Score(score); };
  };
  const auto hyperextension = [](double degrees) {
    return [=](auto& f) {
      Comorbidity& entry = f.comorbidities.emplace_back();
      entry.code = kKneeHyperextension;
      entry.value = degrees;
    };
  };
  const Change young_back = And({Age(44), provoked(Answer::kNo)});
  const Change child = Age(17);
  return {
      {"S-01", tight, Yes(Fact::kSaddleNumbness), Yes(Fact::kCannotWalkOrRun), kRefuseRefer,
       Urgency::kEmergency},
      {"S-02", tight, Yes(Fact::kFootDrop), Deficit(NeuroDeficit::kMotor4OrBetter), kRefuseRefer,
       Urgency::kUrgent},
      {"S-03", tight, Yes(Fact::kMajorTrauma), Has(kOsteoporosis), kRefuseRefer, Urgency::kUrgent},
      {"S-04", tight, Yes(Fact::kConstantNightPain), Yes(Fact::kNoImprovementAfterMonth),
       kRefuseRefer, Urgency::kUrgent},
      {"S-05", tight, Yes(Fact::kFeverOrRigors), Takes(Medication::kSteroidOver3Months),
       kRefuseRefer, Urgency::kUrgent},
      {"S-06", tight, Wells(2), Wells(1), kRefuseRefer, Urgency::kSameDay},
      {"S-07", tight, Yes(Fact::kPopFelt), Yes(Fact::kCannotWalkOrRun), kRefuseRefer,
       Urgency::kUrgent},
      {"S-08", tight, And({child, Yes(Fact::kGapAtIschium)}),
       And({Age(18), Yes(Fact::kGapAtIschium)}), kRefuseRefer, Urgency::kUrgent},
      {"S-09", strain, Strain(StrainGrade::kIII, 20, 1), Strain(StrainGrade::kII, 20, 1),
       kHoldClearance},
      {"S-10", strain, Strain(StrainGrade::kI, 2, 1), Strain(StrainGrade::kI, 3, 3), kExclude},
      {"S-11", strain, Nothing(),
       [](auto& f) { LegOf(f, Side::kLeft).knee_extension_deficit = Degrees(33); }, kModify},
      {"S-12", tight, Tendon(3, 2, 12), Tendon(2, 2, 12), kExclude},
      {"S-13", tight, Tendon(2, 2, 12), Tendon(2, 2, 11), kModify},
      {"S-14", tight, CalmSlump(), LegPain(6, 29), kExclude},
      {"S-15", tight, And({Slump(), LegPain(7, 29)}), CalmSlump(), kHoldClearance},
      {"S-16", tight, Entry(kHipReplacementPosterior, 11), Entry(kHipReplacementPosterior, 12),
       kHoldClearance},
      {"S-17", tight, Entry(kHipReplacementAnterior, 11), Entry(kHipReplacementAnterior, 12),
       kHoldClearance},
      {"S-18", tight, Entry(kKneeReplacement, 11), Entry(kKneeReplacement, 12), kHoldClearance},
      {"S-19", tight, Entry(kLumbarSurgery, 11), Entry(kLumbarSurgery, 12), kHoldClearance},
      {"S-20", tight, Entry(kHamstringGraftAcl, 11), Entry(kHamstringGraftAcl, 12), kHoldClearance},
      {"S-21", tight, Entry(kLowerLimbSurgery, 5), Entry(kLowerLimbSurgery, 6), kHoldClearance},
      {"S-22", tight, TScore(-2.5), TScore(-2.4), kExclude},
      {"S-23", tight, Has(kVertebralFracture), Has(kFragilityFracture), kExclude},
      {"S-24", tight, Beighton(5), Beighton(4), kExclude},
      {"S-25", tight, Entry(kPregnancy, 20), Entry(kPregnancy, 19), kExclude},
      {"S-26", tight, Has(kObstetricContraindication), Entry(kPregnancy, 20), kHoldClearance},
      {"S-27", tight, Entry(kPostpartum, 5), Entry(kPostpartum, 6), kModify},
      {"S-28", tight, Pressure(180, 80), Pressure(179, 80), kRefuseRefer, Urgency::kSameDay},
      {"S-29", tight, Pressure(160, 80), Pressure(159, 80), kModify},
      {"S-30", tight, Pressure(140, 80), Pressure(139, 80), kInform},
      {"S-31", tight, Entry(kHeartAttackOrStroke, 5), Entry(kHeartAttackOrStroke, 6),
       kHoldClearance},
      {"S-32", tight, Entry(kEyeSurgery, 5), Entry(kEyeSurgery, 6), kExclude},
      {"S-33", tight, Has(kVertigo), Nothing(), kModify},
      {"S-34", tight, Takes(Medication::kAnticoagulant), Takes(Medication::kAntihypertensive),
       kModify},
      {"S-35", tight, Takes(Medication::kSteroidOver3Months), Yes(Fact::kImmunosuppression),
       kModify},
      {"S-36", tight, Slip(2), Slip(3), kModify},
      {"S-37", tight, Slip(3), Slip(2), kRefuseRefer, Urgency::kRoutine},
      {"S-38", tight, Has(kLumbarStenosis), Slip(2), kModify},
      {"S-39", back, Nothing(), provoked(Answer::kNo), kModify},
      {"S-40", tight, Age(15), Age(16), kModify},
      {"S-41", tight, Age(9), Age(10), kRefuseRefer, Urgency::kRoutine},
      {"S-42", tight, Age(17), Age(18), kModify},
      {"S-43", tight, Age(65), Age(64), kModify},
      {"S-44", tight, falls(2), falls(1), kExclude},
      {"S-45", tight, floor(FloorTransfer::kWithHelp), floor(FloorTransfer::kIndependent),
       kExclude},
      {"S-46", tight, Has(kDiabeticNeuropathy), Has(kDiabetes), kModify},
      {"S-47", tight, Takes(Medication::kSulfonylurea), Has(kDiabetes), kInform},
      {"S-48", tight, Has(kOrthostaticHypotension), Has(kDiabeticNeuropathy), kModify},
      {"S-49", tight, Has(kArterialDiseaseRestPain), Has(kDiabeticNeuropathy), kHoldClearance},
      {"S-50", tight, Has(kSpasticityOrCentralNeurological), Has(kVertigo), kHoldClearance},
      {"S-51", tight, Has(kHipImpingementOrLabrum), Entry(kHipReplacementAnterior, 40), kModify},
      {"S-52", tight, hyperextension(10.5), hyperextension(10), kModify},
      {"S-53", tight, Entry(kThighContusion, 1), Entry(kThighContusion, 2), kHoldClearance},
      {"S-54", back, And({young_back, Yes(Fact::kBetterWithMovement), Yes(Fact::kWokenByPain)}),
       And({young_back, Yes(Fact::kBetterWithMovement)}), kInform},
      {"S-55", tight, Entry(kAbdominalSurgery, 11), Entry(kAbdominalSurgery, 12), kModify},
      {"S-56", tight, Has(kCognitiveImpairment), Has(kAlcoholOrSedatives), kModify},
      {"S-57", tight, Has(kAlcoholOrSedatives), Has(kCognitiveImpairment), kInform},
      {"S-58", tight, And({child, Has(kUnexplainedLimp)}), And({Age(18), Has(kUnexplainedLimp)}),
       kRefuseRefer, Urgency::kRoutine},
      {"S-59", tight, Yes(Fact::kWorseAtLastTwoReviews), Yes(Fact::kNoImprovementAfterMonth),
       kRefuseRefer, Urgency::kRoutine},
      {"S-60", tight, confidence(4), confidence(5), kInform},
  };
}

const Finding* FindingOf(std::string_view rule, const Screening& screening) {
  const auto found = std::find_if(screening.findings.begin(), screening.findings.end(),
                                  [&](const Finding& f) { return f.rule_id.text() == rule; });
  return found == screening.findings.end() ? nullptr : &*found;
}

TEST(RuleTableTest, EachRuleFiresOnItsSmallestCaseAndNotOnTheNearestOther) {
  for (const Row& row : Table()) {
    const Screening screening = ScreenAfter(row.base, row.fires);
    const Finding* finding = FindingOf(row.rule, screening);
    ASSERT_NE(finding, nullptr) << row.rule;
    EXPECT_EQ(finding->severity, row.severity) << row.rule;
    EXPECT_EQ(finding->urgency, row.urgency) << row.rule;
    EXPECT_FALSE(finding->inputs.empty()) << row.rule;
    EXPECT_EQ(finding->cleared, false) << row.rule;
    EXPECT_EQ(screening.refused(), row.severity >= Severity::kHoldClearance) << row.rule;
    EXPECT_EQ(FindingOf(row.rule, ScreenAfter(row.base, row.does_not)), nullptr) << row.rule;
  }
}

TEST(RuleTableTest, EveryRuleHasItsRow) {
  std::vector<std::string_view> listed;
  for (const Row& row : Table()) listed.push_back(row.rule);
  std::vector<std::string_view> rules;
  for (const SafetyRule& rule : Shipped().rules) rules.push_back(rule.id.text());
  EXPECT_THAT(listed, ElementsAreArray(rules));
}

TEST(RuleTableTest, WhatChangesAProgramIsAcknowledged) {
  for (const Row& row : Table()) {
    const Screening screening = ScreenAfter(row.base, row.fires);
    const bool changes = row.severity == Severity::kModify || row.severity == Severity::kExclude;
    const Finding* finding = FindingOf(row.rule, screening);
    ASSERT_NE(finding, nullptr);
    EXPECT_TRUE(!changes || finding->acknowledgement_required) << row.rule;
  }
}

// -- Boundaries -----------------------------------------------------------------------------------

TEST(RulesTest, NoRuleFiresForTheTightAdult) {
  EXPECT_THAT(ScreenAfter(TightAdult(), Nothing()).findings, IsEmpty());
}

TEST(RulesTest, AnUnansweredItemFiresNothingAndIsAskedFor) {
  AssessmentFields fields = TightAdult();
  fields.red_flags = RedFlagScreen{};
  EXPECT_THAT(RulesOf(Screen(Legal(fields), Shipped())), IsEmpty());
  EXPECT_FALSE(
      MissingInputs(Legal(fields), Shipped().minimum_data, StrainPhase::kUnspecified).empty());
}

TEST(RulesTest, AnyOneRedFlagOfARuleRefuses) {
  const std::map<std::string_view, std::vector<Fact>> items = {
      {"S-01",
       {Fact::kSaddleNumbness, Fact::kBladderChange, Fact::kBowelChange, Fact::kBothLegsSymptoms,
        Fact::kNewSexualDysfunction}},
      {"S-02", {Fact::kFootDrop, Fact::kGaitDisturbance, Fact::kProgressiveWeakness}},
      {"S-03", {Fact::kMajorTrauma, Fact::kMinorTraumaFragileBone, Fact::kMidlinePercussionPain}},
      {"S-04",
       {Fact::kCancerHistory, Fact::kUnexplainedWeightLoss, Fact::kConstantNightPain,
        Fact::kNoReliefWithRest}},
      {"S-05",
       {Fact::kFeverOrRigors, Fact::kImmunosuppression, Fact::kIntravenousDrugUse,
        Fact::kRecentInfectionOrSpinalProcedure}},
      {"S-06", {Fact::kCalfSwelling3cm, Fact::kPittingEdema, Fact::kDeepVeinTenderness}},
      {"S-07",
       {Fact::kPopFelt, Fact::kLargeThighBruise, Fact::kGapAtIschium, Fact::kSitBonePainSudden}},
      {"S-28", {Fact::kHypertensiveSymptoms, Fact::kChestPainOrBreathlessAtRest}},
      {"S-33", {Fact::kCentralVertigoSigns}},
  };
  for (const auto& [rule, facts] : items) {
    for (const Fact fact : facts) {
      const Screening screening = ScreenAfter(TightAdult(), Yes(fact));
      ASSERT_THAT(RulesOf(screening), ElementsAre(rule)) << FactName(fact);
      EXPECT_TRUE(screening.refused()) << FactName(fact);
      EXPECT_EQ(screening.severity, Severity::kRefuseRefer) << FactName(fact);
      EXPECT_EQ(screening.findings[0].inputs[0].field, FactField(fact));
      EXPECT_EQ(screening.findings[0].inputs[0].word, "yes");
    }
  }
}

TEST(RulesTest, SomeItemsOnlySupportAndNeverFireAlone) {
  for (const Fact fact : {Fact::kNoImprovementAfterMonth, Fact::kRecentImmobilityOrSurgery,
                          Fact::kPriorDvt, Fact::kCannotWalkOrRun, Fact::kFirstBackPainEpisode}) {
    EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), Yes(fact))), IsEmpty()) << FactName(fact);
  }
}

TEST(RulesTest, CaudaEquinaAndCentralVertigoAreEmergencies) {
  EXPECT_EQ(ScreenAfter(TightAdult(), Yes(Fact::kBladderChange)).urgency, Urgency::kEmergency);
  EXPECT_EQ(ScreenAfter(TightAdult(), Yes(Fact::kCentralVertigoSigns)).urgency,
            Urgency::kEmergency);
  EXPECT_EQ(ScreenAfter(TightAdult(), Yes(Fact::kPittingEdema)).urgency, Urgency::kSameDay);
}

TEST(RulesTest, ASevereDeficitRefuses) {
  ExpectEach(TightAdult(), {
                               {"3 or worse", Deficit(NeuroDeficit::kMotor3OrWorse), {"S-02"}},
                               {"progressive", Deficit(NeuroDeficit::kProgressive), {"S-02"}},
                               {"4 or better", Deficit(NeuroDeficit::kMotor4OrBetter), {"S-15"}},
                           });
}

TEST(RulesTest, AFirstEpisodeAboveFiftyThatDoesNotImproveRefuses) {
  const Change both = And({Yes(Fact::kNoImprovementAfterMonth), Yes(Fact::kFirstBackPainEpisode)});
  ExpectEach(TightAdult(),
             {
                 {"51", And({both, Age(51)}), {"S-04"}},
                 {"50", And({both, Age(50)}), {}},
                 {"improving", And({Yes(Fact::kFirstBackPainEpisode), Age(51)}), {}},
                 {"not the first", And({Yes(Fact::kNoImprovementAfterMonth), Age(51)}), {}},
             });
}

TEST(RulesTest, TheWellsScoreDecidesOverTheSigns) {
  const Change sign = Yes(Fact::kCalfSwelling3cm);
  ExpectEach(TightAdult(), {
                               {"score 2", Wells(2), {"S-06"}},
                               {"score 1", Wells(1), {}},
                               {"sign, no score", sign, {"S-06"}},
                               {"sign, score 1", And({sign, Wells(1)}), {"S-06"}},
                               {"sign, score 0", And({sign, Wells(0)}), {}},
                               {"sign, score -1", And({sign, Wells(-1)}), {}},
                           });
}

TEST(RulesTest, ARuptureRefusesAdultsAndAnAvulsionTheYoung) {
  const Change pop = Yes(Fact::kPopFelt);
  const Change sit = Yes(Fact::kSitBonePainSudden);
  const Change bruise = [](auto& f) { f.strain.bruise = Bruise::kLarge; };
  ExpectEach(TightAdult(),
             {
                 {"large bruise in the history", bruise, {"S-07"}},
                 {"small bruise", [](auto& f) { f.strain.bruise = Bruise::kSmall; }, {}},
                 {"pop at 18", And({pop, Age(18)}), {"S-07"}},
                 {"pop at 17", And({pop, Age(17)}), {"S-08", "S-42"}},
                 {"gap at 17", And({Yes(Fact::kGapAtIschium), Age(17)}), {"S-08", "S-42"}},
                 {"pop at 10", And({pop, Age(10)}), {"S-08", "S-40"}},
                 {"pop at 9", And({pop, Age(9)}), {"S-41"}},
                 {"pop and tender at 25", And({pop, Tender(), Age(25)}), {"S-07", "S-08"}},
                 {"pop and tender at 26", And({pop, Tender(), Age(26)}), {"S-07"}},
                 {"pop and sit bone at 25", And({pop, sit, Age(25)}), {"S-07", "S-08"}},
                 {"tender alone at 25", And({Tender(), Age(25)}), {}},
             });
}

TEST(RulesTest, ARuptureRefusesAlsoWhereTheAgeIsMissing) {
  EXPECT_TRUE(ScreenAfter(TightAdult(), [](auto& f) {
                f.age_years.reset();
                f.red_flags.Set(Fact::kPopFelt, Answer::kYes);
              }).refused());
}

TEST(RulesTest, OsteoporosisAndItsFractures) {
  ExpectEach(TightAdult(),
             {
                 {"code", Has(ComorbidityCode::kOsteoporosis), {"S-22"}},
                 {"T -2.5", TScore(-2.5), {"S-22"}},
                 {"T -2.4", TScore(-2.4), {}},
                 {"fragility fracture", Has(ComorbidityCode::kFragilityFracture), {"S-22"}},
                 {"vertebral fracture", Has(ComorbidityCode::kVertebralFracture), {"S-23"}},
                 {"both", And({TScore(-2.9), Has(ComorbidityCode::kVertebralFracture)}), {"S-23"}},
             });
}

TEST(RulesTest, HypermobilityByCodeScoreAndRaise) {
  ExpectEach(TightAdult(), {
                               {"code", Has(ComorbidityCode::kHypermobilitySyndrome), {"S-24"}},
                               {"5 at 11", And({Beighton(5), Age(11)}), {"S-40"}},
                               {"6 at 11", And({Beighton(6), Age(11)}), {"S-24", "S-40"}},
                               {"4 at 12", And({Beighton(4), Age(12)}), {"S-40"}},
                               {"5 at 12", And({Beighton(5), Age(12)}), {"S-24", "S-40"}},
                               {"4 at 50", And({Beighton(4), Age(50)}), {}},
                               {"5 at 50", And({Beighton(5), Age(50)}), {"S-24"}},
                               {"3 at 51", And({Beighton(3), Age(51)}), {}},
                               {"4 at 51", And({Beighton(4), Age(51)}), {"S-24"}},
                               {"raise 99.5", Raise(99.5), {}},
                               {"raise 100", Raise(100), {"S-24"}},
                           });
  EXPECT_THAT(RulesOf(ScreenAfter(LowBackPainAdult(), Raise(100))), ElementsAre("S-39"));
}

TEST(RulesTest, OnlyTheMostSevereBloodPressureRuleFires) {
  ExpectEach(TightAdult(), {
                               {"139/89", Pressure(139, 89), {}},
                               {"140/89", Pressure(140, 89), {"S-30"}},
                               {"139/90", Pressure(139, 90), {"S-30"}},
                               {"159/99", Pressure(159, 99), {"S-30"}},
                               {"160/99", Pressure(160, 99), {"S-29"}},
                               {"159/100", Pressure(159, 100), {"S-29"}},
                               {"179/109", Pressure(179, 109), {"S-29"}},
                               {"180/109", Pressure(180, 109), {"S-28"}},
                               {"179/110", Pressure(179, 110), {"S-28"}},
                           });
}

TEST(RulesTest, HypertensionNotAtTargetCountsWhateverTodaysReading) {
  ExpectEach(TightAdult(),
             {
                 {"at target", And({Hypertension(Answer::kYes), Pressure(120, 76)}), {}},
                 {"not at target", And({Hypertension(Answer::kNo), Pressure(120, 76)}), {"S-29"}},
                 {"not asked", And({Hypertension(Answer::kUnspecified), Pressure(120, 76)}), {}},
                 {"and very high", And({Hypertension(Answer::kNo), Pressure(185, 76)}), {"S-28"}},
             });
}

TEST(RulesTest, FlexionProvokedBackPain) {
  const auto provoked = [](Answer answer) { return [=](auto& f) { f.flexion_provoked = answer; }; };
  ExpectEach(LowBackPainAdult(), {
                                     {"yes", provoked(Answer::kYes), {"S-39"}},
                                     {"no", provoked(Answer::kNo), {}},
                                     {"not answered", provoked(Answer::kUnspecified), {}},
                                 });
  EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), provoked(Answer::kYes))), IsEmpty());
}

TEST(RulesTest, AgesHaveTheirRules) {
  ExpectEach(TightAdult(), {
                               {"9", Age(9), {"S-41"}},
                               {"10", Age(10), {"S-40"}},
                               {"15", Age(15), {"S-40"}},
                               {"16", Age(16), {"S-42"}},
                               {"17", Age(17), {"S-42"}},
                               {"18", Age(18), {}},
                               {"64", Age(64), {}},
                               {"65", Age(65), {"S-43"}},
                           });
}

TEST(RulesTest, AChildBelowTenIsReferred) {
  const Screening screening = ScreenAfter(TightAdult(), Age(9));
  EXPECT_EQ(screening.severity, Severity::kRefuseRefer);
  EXPECT_EQ(screening.urgency, Urgency::kRoutine);
}

TEST(RulesTest, FallRisk) {
  const auto falls = [](int count) { return [=](auto& f) { f.falls_12_months_count = count; }; };
  const auto up_and_go = [](double seconds) {
    return [=](auto& f) { f.timed_up_and_go_seconds = seconds; };
  };
  ExpectEach(TightAdult(),
             {
                 {"1 fall", falls(1), {}},
                 {"2 falls", falls(2), {"S-44"}},
                 {"13.4 s", up_and_go(13.4), {}},
                 {"13.5 s", up_and_go(13.5), {"S-44"}},
                 {"fear", [](auto& f) { f.fear_of_falling = Answer::kYes; }, {"S-44"}},
                 {"no fear", [](auto& f) { f.fear_of_falling = Answer::kNo; }, {}},
             });
}

TEST(RulesTest, FloorTransfer) {
  const auto transfer = [](FloorTransfer how) { return [=](auto& f) { f.floor_transfer = how; }; };
  ExpectEach(TightAdult(), {
                               {"independent", transfer(FloorTransfer::kIndependent), {}},
                               {"with help", transfer(FloorTransfer::kWithHelp), {"S-45"}},
                               {"no", transfer(FloorTransfer::kNo), {"S-45"}},
                           });
}

TEST(RulesTest, InflammatoryBackPainTakesTwoOfThree) {
  AssessmentFields base = LowBackPainAdult();
  base.age_years = 44;
  base.flexion_provoked = Answer::kNo;
  const Change stiff = Yes(Fact::kMorningStiffnessOver30min);
  const Change moving = Yes(Fact::kBetterWithMovement);
  const Change woken = Yes(Fact::kWokenByPain);
  ExpectEach(base, {
                       {"stiff", stiff, {}},
                       {"moving", moving, {}},
                       {"woken", woken, {}},
                       {"stiff, moving", And({stiff, moving}), {"S-54"}},
                       {"stiff, woken", And({stiff, woken}), {"S-54"}},
                       {"moving, woken", And({moving, woken}), {"S-54"}},
                       {"all", And({stiff, moving, woken}), {"S-54"}},
                       {"at 45", And({stiff, moving, Age(45)}), {}},
                   });
  EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), And({stiff, moving}))), IsEmpty());
}

TEST(RulesTest, LowMoodHighFearOrLowConfidence) {
  const auto confidence = [](int score) {
    return [=](auto& f) { f.self_efficacy = Score(score); };
  };
  ExpectEach(TightAdult(), {
                               {"low mood", [](auto& f) { f.low_mood = Answer::kYes; }, {"S-60"}},
                               {"high fear", [](auto& f) { f.high_fear = Answer::kYes; }, {"S-60"}},
                               {"confidence 4", confidence(4), {"S-60"}},
                               {"confidence 5", confidence(5), {}},
                               {"not asked", [](auto& f) { f.self_efficacy.reset(); }, {}},
                           });
}

// -- Strain ---------------------------------------------------------------------------------------

TEST(RulesTest, AStrainOfThirdGradeOrInTheTendonIsHeld) {
  const auto bamic = [](const char* text) { return [=](auto& f) { f.strain.bamic_class = text; }; };
  ExpectEach(StrainedAdult(), {
                                  {"grade III", Strain(StrainGrade::kIII, 6, 1), {"S-09", "S-11"}},
                                  {"4a", bamic("4a"), {"S-09", "S-11"}},
                                  {"3b", bamic("3b"), {"S-11"}},
                                  {"2c", bamic("2c"), {"S-09", "S-11"}},
                                  {"0", bamic("0"), {"S-11"}},
                              });
}

TEST(RulesTest, TheFirstPhasesOfAStrainHaveTheirRules) {
  using enum StrainGrade;
  ExpectEach(StrainedAdult(), {
                                  {"I, day 2", Strain(kI, 2, 1), {"S-10"}},
                                  {"I, day 3", Strain(kI, 3, 1), {"S-11"}},
                                  {"II, day 4", Strain(kII, 4, 1), {"S-10"}},
                                  {"II, day 5", Strain(kII, 5, 1), {"S-11"}},
                                  {"walking 4", Strain(kI, 40, 4), {"S-10"}},
                                  {"walking 3", Strain(kI, 40, 3), {"S-11"}},
                              });
  EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), Strain(kI, 2, 1))), IsEmpty());
}

TEST(RulesTest, TheFindingOfAPhaseNamesTheGateThatHoldsItAndTheSoreLeg) {
  const Screening screening = ScreenAfter(StrainedAdult(), Nothing());
  ASSERT_THAT(RulesOf(screening), ElementsAre("S-11"));
  EXPECT_EQ(screening.findings[0].side, Side::kLeft);
  EXPECT_THAT(
      screening.findings[0].inputs,
      ElementsAre(
          InputUsed{
              "legs.knee_extension_deficit_degrees", Side::kUnspecified, 16, Unit::kDegrees, {}},
          InputUsed{"strain", Side::kUnspecified, 0, Unit::kNone, "S1"},
          InputUsed{"affected_side", Side::kLeft, 0, Unit::kNone, "LEFT"}));
}

// -- Tendon ---------------------------------------------------------------------------------------

TEST(RulesTest, ATendonIsStageThreeOnlyWhereAllThreeSaySo) {
  ExpectEach(TightAdult(), {
                               {"all", Tendon(2, 2, 12), {"S-13"}},
                               {"sitting 3", Tendon(3, 2, 12), {"S-12"}},
                               {"bridge 3", Tendon(2, 3, 12), {"S-12"}},
                               {"11 weeks", Tendon(2, 2, 11), {"S-12"}},
                               {"sitting not asked", Tendon({}, 2, 12), {"S-12"}},
                               {"bridge not tested", Tendon(2, {}, 12), {"S-12"}},
                               {"weeks unknown", Tendon(2, 2, {}), {"S-12"}},
                           });
}

TEST(RulesTest, ASoreGrowthPlateAtTheSitBoneIsNeverStageThree) {
  const Change plate = Entry(ComorbidityCode::kIschialApophysitis, 30, Side::kRight);
  ExpectEach(TightAdult(), {
                               {"alone", plate, {"S-12"}},
                               {"with a calm tendon", And({plate, Tendon(2, 2, 12)}), {"S-12"}},
                               {"at 12", And({plate, Age(12)}), {"S-12", "S-40"}},
                           });
}

TEST(RulesTest, EachLegHasItsOwnStage) {
  const Screening screening = ScreenAfter(TightAdult(), [](auto& f) {
    Tendon(2, 2, 12)(f);
    Entry(ComorbidityCode::kProximalHamstringTendinopathy, 4, Side::kLeft)(f);
  });
  EXPECT_THAT(RulesOf(screening), ElementsAre("S-12", "S-13"));
  EXPECT_EQ(screening.findings[0].side, Side::kLeft);
  EXPECT_EQ(screening.findings[1].side, Side::kRight);
}

TEST(RulesTest, ASoreSitBoneAloneIsNoTendinopathy) {
  EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), Tender())), IsEmpty());
}

// -- Nerve ----------------------------------------------------------------------------------------

TEST(RulesTest, AnyPositiveTestOrANervesSignsAtTheRaise) {
  const auto test = [](TestResult LegMeasurements::*which) {
    return And(
        {LegPain(3, 5), [=](auto& f) { LegOf(f, Side::kRight).*which = TestResult::kPositive; }});
  };
  const auto stopped = [](SlrLimitReason reason) {
    return And({LegPain(3, 5),
                [=](auto& f) { LegOf(f, Side::kRight).straight_leg_raise_limit_reason = reason; }});
  };
  ExpectEach(TightAdult(),
             {
                 {"raise", test(&LegMeasurements::straight_leg_raise_neural), {"S-14"}},
                 {"crossed", test(&LegMeasurements::crossed_straight_leg_raise), {"S-14"}},
                 {"slump", test(&LegMeasurements::slump_test), {"S-14"}},
                 {"below the knee", stopped(SlrLimitReason::kLegPainBelowKnee), {"S-14"}},
                 {"tingling", stopped(SlrLimitReason::kTingling), {"S-14"}},
                 {"back pain", stopped(SlrLimitReason::kBackPain), {}},
                 {"not done",
                  [](auto& f) { LegOf(f, Side::kRight).slump_test = TestResult::kNotDone; },
                  {}},
             });
}

TEST(RulesTest, ANerveThatIsEasilyUpsetIsHeld) {
  ExpectEach(TightAdult(), {
                               {"6 and 29", And({Slump(), LegPain(6, 29)}), {"S-14"}},
                               {"7", And({Slump(), LegPain(7, 29)}), {"S-15"}},
                               {"30 minutes", And({Slump(), LegPain(6, 30)}), {"S-15"}},
                               {"pain not asked", And({Slump(), LegPain({}, 10)}), {"S-15"}},
                               {"settling not asked", And({Slump(), LegPain(3, {})}), {"S-15"}},
                               {"no test positive", LegPain(9, 60), {}},
                           });
}

TEST(RulesTest, TheLegThatIsUpsetMustBeTheOneThatWasAsked) {
  const Change other_leg = [](auto& f) {
    LegOf(f, Side::kLeft).leg_pain = Score(1);
    LegOf(f, Side::kLeft).leg_pain_settling_minutes = 1;
  };
  ExpectEach(TightAdult(), {{"asked of the other leg", And({Slump(), other_leg}), {"S-15"}}});
}

TEST(RulesTest, AMildDeficitIsHeldWithOrWithoutATest) {
  for (const NeuroDeficit deficit :
       {NeuroDeficit::kSensory, NeuroDeficit::kReflex, NeuroDeficit::kMotor4OrBetter}) {
    ExpectEach(TightAdult(), {
                                 {"alone", Deficit(deficit), {"S-15"}},
                                 {"with a test", And({Deficit(deficit), CalmSlump()}), {"S-15"}},
                             });
  }
}

// -- Surgery and codes ----------------------------------------------------------------------------

TEST(RulesTest, WeeksThatAreNotKnownCountAsRecent) {
  using enum ComorbidityCode;
  const std::map<std::string_view, std::vector<ComorbidityCode>> codes = {
      {"S-16", {kHipReplacementPosterior}},
      {"S-17", {kHipReplacementAnterior}},
      {"S-18", {kKneeReplacement}},
      {"S-19", {kLumbarSurgery}},
      {"S-20", {kHamstringGraftAcl, kProximalHamstringRepair}},
      {"S-21", {kLowerLimbSurgery}},
      {"S-25", {kPregnancy}},
      {"S-27", {kPostpartum}},
      {"S-31", {kHeartAttackOrStroke}},
      {"S-32", {kEyeSurgery}},
      {"S-53", {kThighContusion}},
  };
  for (const auto& [rule, listed] : codes) {
    for (const ComorbidityCode code : listed) {
      EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), Entry(code, std::nullopt))), ElementsAre(rule));
    }
  }
  EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), Entry(kAbdominalSurgery, std::nullopt))),
              ElementsAre("S-21", "S-55"));
  EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), Has(kKneeHyperextension))), ElementsAre("S-52"));
}

TEST(RulesTest, CodesThatNeedNothingElse) {
  using enum ComorbidityCode;
  const std::map<std::string_view, std::vector<ComorbidityCode>> codes = {
      {"S-21", {kUnhealedWound}},
      {"S-27", {kDiastasisOrPelvicFloor}},
      {"S-31", {kUnstableCardiac, kAneurysm, kSyncope}},
      {"S-32", {kGlaucoma, kRetinalDetachment, kRaisedIntracranialPressure}},
      {"S-34", {kBleedingDisorder}},
      {"S-48", {kAutonomicNeuropathy, kOrthostaticHypotension}},
      {"S-51", {kHipOsteoarthritisSevere, kHipImpingementOrLabrum}},
      {"S-52", {kKneeEffusion, kLockedKnee}},
      {"S-53", {kMyositisOssificans}},
      {"S-55", {kHernia}},
  };
  for (const auto& [rule, listed] : codes) {
    for (const ComorbidityCode code : listed) {
      EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), Has(code))), ElementsAre(rule));
    }
  }
}

// Diabetes by itself, treated hypertension and a sore heel of an adult fire nothing.
TEST(RulesTest, EveryOtherCodeFiresSomething) {
  for (int code = 1; code <= static_cast<int>(ComorbidityCode::kHeelOrKneeApophysitis); ++code) {
    const auto condition = static_cast<ComorbidityCode>(code);
    const bool silent = condition == ComorbidityCode::kDiabetes ||
                        condition == ComorbidityCode::kHypertension ||
                        condition == ComorbidityCode::kScoliosisOrLegLength ||
                        condition == ComorbidityCode::kUnexplainedLimp ||
                        condition == ComorbidityCode::kHeelOrKneeApophysitis;
    EXPECT_EQ(RulesOf(ScreenAfter(TightAdult(), Has(condition))).empty(), silent) << code;
  }
}

TEST(RulesTest, MedicinesHaveTheirRules) {
  ExpectEach(TightAdult(),
             {
                 {"anticoagulant", Takes(Medication::kAnticoagulant), {"S-34"}},
                 {"steroid", Takes(Medication::kSteroidOver3Months), {"S-35"}},
                 {"fluoroquinolone", Takes(Medication::kFluoroquinoloneUnder6Weeks), {"S-35"}},
                 {"insulin", Takes(Medication::kInsulin), {"S-47"}},
                 {"sulfonylurea", Takes(Medication::kSulfonylurea), {"S-47"}},
                 {"antihypertensive", Takes(Medication::kAntihypertensive), {}},
             });
}

TEST(RulesTest, ASlipIsReferredByDeficitGradeOrSpasmInTheYoung) {
  ExpectEach(TightAdult(),
             {
                 {"no grade", Slip({}), {"S-36"}},
                 {"2", Slip(2), {"S-36"}},
                 {"3", Slip(3), {"S-37"}},
                 {"deficit", And({Slip(1), Deficit(NeuroDeficit::kReflex)}), {"S-15", "S-37"}},
                 {"spasm at 17", And({Slip(1, Answer::kYes), Age(17)}), {"S-37", "S-42"}},
                 {"spasm at 18", And({Slip(1, Answer::kYes), Age(18)}), {"S-36"}},
                 {"none at 17", And({Slip(1, Answer::kNo), Age(17)}), {"S-36", "S-42"}},
             });
}

TEST(RulesTest, ChildrenWithALimpOrACurveAreReferred) {
  using enum ComorbidityCode;
  ExpectEach(TightAdult(),
             {
                 {"curve at 17", And({Has(kScoliosisOrLegLength), Age(17)}), {"S-42", "S-58"}},
                 {"limp at 12", And({Has(kUnexplainedLimp), Age(12)}), {"S-40", "S-58"}},
                 {"curve at 18", And({Has(kScoliosisOrLegLength), Age(18)}), {}},
             });
}

// -- Raised ---------------------------------------------------------------------------------------

TEST(RulesTest, CentralSignsMakeVertigoAnEmergency) {
  const Screening plain = ScreenAfter(TightAdult(), Has(ComorbidityCode::kVertigo));
  EXPECT_EQ(plain.severity, Severity::kModify);
  const Screening raised = ScreenAfter(
      TightAdult(), And({Has(ComorbidityCode::kVertigo), Yes(Fact::kCentralVertigoSigns)}));
  EXPECT_EQ(raised.severity, Severity::kRefuseRefer);
  EXPECT_EQ(raised.urgency, Urgency::kEmergency);
}

TEST(RulesTest, AFreshStrainUnderAnAnticoagulantIsHeld) {
  const auto injured = [](std::optional<int> days) {
    return [=](auto& f) { f.strain.days_since_injury = days; };
  };
  const auto severity = [&](const AssessmentFields& base, Change change) {
    const Screening screening = ScreenAfter(base, change);
    const Finding* finding = FindingOf("S-34", screening);
    EXPECT_NE(finding, nullptr);
    return finding->severity;
  };
  for (const Change& bleeds :
       {Takes(Medication::kAnticoagulant), Has(ComorbidityCode::kBleedingDisorder)}) {
    EXPECT_EQ(severity(StrainedAdult(), And({bleeds, injured(13)})), Severity::kHoldClearance);
    EXPECT_EQ(severity(StrainedAdult(), And({bleeds, injured(14)})), Severity::kModify);
    EXPECT_EQ(severity(StrainedAdult(), And({bleeds, injured({})})), Severity::kHoldClearance);
    EXPECT_EQ(severity(TightAdult(), And({bleeds, injured(13)})), Severity::kHoldClearance);
    EXPECT_EQ(severity(TightAdult(), bleeds), Severity::kModify);
  }
}

// -- Worked cases ---------------------------------------------------------------------------------

TEST(RulesTest, OldBonesAndFallsCombineTheirLimits) {  // vignette V07
  const Screening screening = ScreenAfter(TightAdult(), [](auto& f) {
    f.age_years = 72;
    f.sex_for_norms = NormSex::kFemale;
    f.systolic_mmhg = 134;
    f.diastolic_mmhg = 78;
    f.falls_12_months_count = 2;
    f.timed_up_and_go_seconds = 15;
    f.floor_transfer = FloorTransfer::kWithHelp;
    f.equipment = Having({Equipment::kChair, Equipment::kStrapOrTowel, Equipment::kBed});
    And({TScore(-2.9), Has(ComorbidityCode::kVertebralFracture)})(f);
  });
  EXPECT_THAT(RulesOf(screening), UnorderedElementsAreArray({"S-23", "S-43", "S-44", "S-45"}));
  EXPECT_FALSE(screening.refused());
  EXPECT_EQ(screening.severity, Severity::kExclude);
  EXPECT_EQ(screening.supervision, Supervision::kFirstSession);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxExerciseCount), 3);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxLumbarFlexionDegrees), 10);
  EXPECT_EQ(screening.LimitOf(LimitKind::kStartHoldSeconds), 10);
  EXPECT_EQ(screening.LimitOf(LimitKind::kTargetHoldSeconds), 60);
  const auto is_removed = [&](const char* id) {
    const Exercise* exercise = Shipped().FindExercise(ExerciseId(id));
    EXPECT_NE(exercise, nullptr) << id;
    return !screening.RemovedBy(*exercise).empty();
  };
  for (const char* id :
       {"HS-04", "HS-05", "HA-12", "TR-19", "TR-20", "TR-21", "PC-26", "PC-27", "PC-28"}) {
    EXPECT_TRUE(is_removed(id)) << id;
  }
  for (const char* id : {"HS-01", "HS-03", "TR-17", "TR-22", "W-00", "B-00"}) {
    EXPECT_FALSE(is_removed(id)) << id;
  }
}

TEST(RulesTest, ARedFlagRefusesHoweverLittleElseIsKnown) {  // vignette V10
  AssessmentFields fields;
  fields.kind = AssessmentKind::kInitial;
  fields.assessment_date = TightAdult().assessment_date;
  fields.assessor = "clinician-1";
  And({Yes(Fact::kSaddleNumbness), Yes(Fact::kBladderChange), Yes(Fact::kBothLegsSymptoms)})(
      fields);
  const Screening screening = Screen(Legal(fields), Shipped());
  EXPECT_THAT(RulesOf(screening), ElementsAre("S-01"));
  EXPECT_EQ(screening.urgency, Urgency::kEmergency);
  EXPECT_EQ(screening.findings[0].inputs.size(), 3U);
  for (const Exercise& exercise : Shipped().exercises) {
    EXPECT_THAT(screening.RemovedBy(exercise), ElementsAre(RuleId("S-01"))) << exercise.id.text();
  }
}

TEST(RulesTest, RulesBeneathARefusalAreReportedToo) {
  EXPECT_THAT(RulesOf(ScreenAfter(TightAdult(), And({Yes(Fact::kFootDrop), Age(65)}))),
              ElementsAre("S-02", "S-43"));
}

}  // namespace
}  // namespace ischia::domain
