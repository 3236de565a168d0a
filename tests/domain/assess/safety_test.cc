// The mechanism, on small catalogues; the rules themselves are tested in rules_test.cc.
#include "service/domain/assess/safety.h"

#include <gmock/gmock.h>

#include <initializer_list>
#include <string_view>
#include <vector>

#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using test::Having;
using test::Legal;
using test::LegOf;
using test::TightAdult;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Tags Tagged(std::initializer_list<Tag> tags) {
  Tags set;
  for (const Tag tag : tags) set.set(static_cast<std::size_t>(tag));
  return set;
}

Condition When(Fact fact, Comparison comparison = Comparison::kEquals, double number = 1,
               bool if_missing = false) {
  return {{{{{fact, comparison, number, if_missing}}}}};
}

SafetyRule Rule(std::string_view id, Severity severity, Condition condition) {
  SafetyRule rule;
  rule.id = RuleId(id);
  rule.severity = severity;
  rule.condition = std::move(condition);
  return rule;
}

// A rule that fires for TightAdult.
SafetyRule Firing(std::string_view id, Severity severity = Severity::kModify) {
  return Rule(id, severity, When(Fact::kPathwayTight));
}

Screening ScreenWith(std::vector<SafetyRule> rules, AssessmentFields fields = TightAdult()) {
  Catalogue catalogue = test::BareCatalogue();
  catalogue.rules = std::move(rules);
  return Screen(Legal(std::move(fields)), catalogue);
}

std::vector<std::string_view> RuleIds(const Screening& screening) {
  std::vector<std::string_view> ids;
  for (const Finding& finding : screening.findings) ids.push_back(finding.rule_id.text());
  return ids;
}

Exercise Item(ExerciseClass exercise_class, Tags tags = {}) {
  Exercise exercise;
  exercise.id = ExerciseId("HS-99");
  exercise.exercise_class = exercise_class;
  exercise.tags = tags;
  return exercise;
}

// -- Conditions -----------------------------------------------------------------------------------

TEST(HoldsTest, EachComparisonIncludesOrLeavesOutItsNumber) {
  Facts facts;
  facts.Set(Fact::kSystolicMmhg, 180);
  const auto holds = [&](Comparison comparison, double number) {
    return Holds(When(Fact::kSystolicMmhg, comparison, number), facts);
  };
  EXPECT_TRUE(holds(Comparison::kAtLeast, 180));
  EXPECT_FALSE(holds(Comparison::kAtLeast, 181));
  EXPECT_TRUE(holds(Comparison::kAtMost, 180));
  EXPECT_FALSE(holds(Comparison::kAtMost, 179));
  EXPECT_TRUE(holds(Comparison::kEquals, 180));
  EXPECT_FALSE(holds(Comparison::kEquals, 181));
  EXPECT_FALSE(holds(Comparison::kBelow, 180));
  EXPECT_TRUE(holds(Comparison::kBelow, 181));
  EXPECT_FALSE(holds(Comparison::kAbove, 180));
  EXPECT_TRUE(holds(Comparison::kAbove, 179));
}

TEST(HoldsTest, AMissingFactCountsAsItsTermSays) {
  EXPECT_FALSE(Holds(When(Fact::kWellsScore, Comparison::kAbove, 0, false), Facts{}));
  EXPECT_TRUE(Holds(When(Fact::kWellsScore, Comparison::kAbove, 0, true), Facts{}));
}

TEST(HoldsTest, AKnownFactOutweighsWhatMissingWouldSay) {
  Facts facts;
  facts.Set(Fact::kWellsScore, 0);
  EXPECT_FALSE(Holds(When(Fact::kWellsScore, Comparison::kAbove, 0, true), facts));
}

TEST(HoldsTest, AClauseTakesAllItsTermsAndAConditionAnyClause) {
  const Term fear{Fact::kHighFear, Comparison::kEquals, 1, false};
  const Term mood{Fact::kLowMood, Comparison::kEquals, 1, false};
  Facts facts;
  facts.Set(Fact::kHighFear, 1);
  EXPECT_FALSE(Holds(Condition{{{{fear, mood}}}}, facts));
  EXPECT_TRUE(Holds(Condition{{{{mood}}, {{fear}}}}, facts));
  facts.Set(Fact::kLowMood, 1);
  EXPECT_TRUE(Holds(Condition{{{{fear, mood}}}}, facts));
}

TEST(HoldsTest, ARuleWithoutAConditionNeverFires) { EXPECT_FALSE(Holds(Condition{}, Facts{})); }

// -- Findings -------------------------------------------------------------------------------------

TEST(ScreenTest, FindingsComeMostSevereFirstThenInRuleOrder) {
  const Screening screening =
      ScreenWith({Firing("S-91", Severity::kInform), Firing("S-92", Severity::kExclude),
                  Firing("S-93", Severity::kRefuseRefer), Firing("S-94", Severity::kExclude)});
  EXPECT_THAT(RuleIds(screening), ElementsAre("S-93", "S-92", "S-94", "S-91"));
  EXPECT_EQ(screening.severity, Severity::kRefuseRefer);
}

TEST(ScreenTest, LogicalChecksFollowTheRulesOfTheirSeverity) {
  AssessmentFields fields = TightAdult();
  fields.pain.rest = Score(5);
  EXPECT_THAT(RuleIds(ScreenWith({Firing("S-91", Severity::kInform)}, fields)),
              ElementsAre("S-91", "X-06"));
}

TEST(ScreenTest, NothingFoundIsNoSeverity) {
  const Screening screening = ScreenWith({});
  EXPECT_THAT(screening.findings, IsEmpty());
  EXPECT_EQ(screening.severity, Severity::kUnspecified);
  EXPECT_EQ(screening.supervision, Supervision::kNone);
  EXPECT_FALSE(screening.refused());
}

TEST(ScreenTest, HoldAndRefuseRefuseAndNothingLessDoes) {
  EXPECT_FALSE(ScreenWith({Firing("S-91", Severity::kExclude)}).refused());
  EXPECT_TRUE(ScreenWith({Firing("S-91", Severity::kHoldClearance)}).refused());
  EXPECT_TRUE(ScreenWith({Firing("S-91", Severity::kRefuseRefer)}).refused());
}

TEST(ScreenTest, TheMostUrgentWordStands) {
  SafetyRule urgent = Firing("S-91", Severity::kRefuseRefer);
  urgent.urgency = Urgency::kUrgent;
  SafetyRule emergency = Firing("S-92", Severity::kRefuseRefer);
  emergency.urgency = Urgency::kEmergency;
  EXPECT_EQ(ScreenWith({urgent, emergency}).urgency, Urgency::kEmergency);
}

TEST(ScreenTest, ALouderRuleSilencesFindingAndEffect) {
  SafetyRule quiet = Firing("S-91", Severity::kModify);
  quiet.silenced_by = {RuleId("S-92")};
  quiet.effect.limits = {{LimitKind::kMaxHoldSeconds, 5}};
  SafetyRule loud = Firing("S-92", Severity::kExclude);
  EXPECT_THAT(RuleIds(ScreenWith({quiet, loud})), ElementsAre("S-92"));
  EXPECT_THAT(ScreenWith({quiet, loud}).limits, IsEmpty());
  loud.condition = When(Fact::kPathwayLowBackPain);
  EXPECT_THAT(RuleIds(ScreenWith({quiet, loud})), ElementsAre("S-91"));
}

TEST(ScreenTest, ASilentRuleStillSilencesTheNext) {
  SafetyRule low = Firing("S-93", Severity::kInform);
  low.silenced_by = {RuleId("S-92")};
  SafetyRule middle = Firing("S-92", Severity::kModify);
  middle.silenced_by = {RuleId("S-91")};
  EXPECT_THAT(RuleIds(ScreenWith({Firing("S-91", Severity::kRefuseRefer), middle, low})),
              ElementsAre("S-91"));
}

TEST(ScreenTest, AnEscalationRaisesSeverityAndUrgency) {
  SafetyRule rule = Firing("S-91", Severity::kModify);
  rule.escalate_condition = When(Fact::kCentralVertigoSigns);
  rule.escalate_severity = Severity::kRefuseRefer;
  rule.escalate_urgency = Urgency::kEmergency;
  EXPECT_EQ(ScreenWith({rule}).severity, Severity::kModify);
  AssessmentFields fields = TightAdult();
  fields.red_flags.Set(Fact::kCentralVertigoSigns, Answer::kYes);
  const Screening raised = ScreenWith({rule}, fields);
  EXPECT_EQ(raised.severity, Severity::kRefuseRefer);
  EXPECT_EQ(raised.urgency, Urgency::kEmergency);
}

TEST(ScreenTest, AnEscalationFiresARuleByItself) {
  SafetyRule rule = Rule("S-91", Severity::kModify, Condition{});
  rule.escalate_condition = When(Fact::kPathwayTight);
  rule.escalate_severity = Severity::kRefuseRefer;
  EXPECT_TRUE(ScreenWith({rule}).refused());
}

TEST(ScreenTest, AFindingNamesTheInputsThatFiredIt) {
  const Term old{Fact::kAgeYears, Comparison::kAtLeast, 30, false};
  const Term numb{Fact::kSaddleNumbness, Comparison::kEquals, 1, false};
  const Term loose{Fact::kLargestStraightLegRaise, Comparison::kAtLeast, 62, false};
  const Screening screening =
      ScreenWith({Rule("S-91", Severity::kInform, Condition{{{{old}}, {{numb}}, {{loose, old}}}})});
  ASSERT_EQ(screening.findings.size(), 1U);
  EXPECT_THAT(
      screening.findings[0].inputs,
      ElementsAre(
          InputUsed{"age_years", Side::kUnspecified, 34, Unit::kYears, {}},
          InputUsed{"legs[1].straight_leg_raise_degrees", Side::kLeft, 62, Unit::kDegrees, {}}));
}

TEST(ScreenTest, AnswersAreNamedInTheWordsOfTheirField) {
  AssessmentFields fields = TightAdult();
  fields.floor_transfer = FloorTransfer::kWithHelp;
  fields.red_flags.Set(Fact::kFootDrop, Answer::kYes);
  fields.legs[1].ischial_tenderness = Answer::kYes;
  fields.comorbidities.emplace_back().code = ComorbidityCode::kVertebralFracture;
  const Screening screening =
      ScreenWith({Firing("S-91"), Rule("S-92", Severity::kModify, When(Fact::kFloorTransferUnsafe)),
                  Rule("S-93", Severity::kModify, When(Fact::kFootDrop)),
                  Rule("S-94", Severity::kModify, When(Fact::kIschialTenderness)),
                  Rule("S-95", Severity::kModify, When(Fact::kVertebralFracture))},
                 fields);
  std::vector<std::string_view> words;
  for (const Finding& finding : screening.findings) {
    ASSERT_EQ(finding.inputs.size(), 1U);
    words.push_back(finding.inputs[0].word);
  }
  EXPECT_THAT(words, ElementsAre("TIGHT", "WITH_HELP", "yes", "yes", "VERTEBRAL_FRACTURE"));
  EXPECT_EQ(screening.findings[3].inputs[0].field, "legs[1].ischial_tenderness");
  EXPECT_EQ(screening.findings[3].inputs[0].side, Side::kLeft);
}

TEST(ScreenTest, ALargeBruiseIsNamedWhereItWasRecorded) {
  AssessmentFields fields = TightAdult();
  fields.strain.bruise = Bruise::kLarge;
  const SafetyRule rule = Rule("S-91", Severity::kModify, When(Fact::kLargeThighBruise));
  EXPECT_EQ(ScreenWith({rule}, fields).findings[0].inputs[0].field, "strain.bruise");
  fields.red_flags.Set(Fact::kLargeThighBruise, Answer::kYes);
  EXPECT_EQ(ScreenWith({rule}, fields).findings[0].inputs[0].field, "red_flags.large_thigh_bruise");
}

// -- Limits ---------------------------------------------------------------------------------------

TEST(ScreenTest, TheMostRestrictiveLimitWinsAndNamesItsRules) {
  SafetyRule one = Firing("S-91");
  one.effect.limits = {{LimitKind::kTargetHoldSeconds, 60}, {LimitKind::kMinRestSeconds, 10}};
  SafetyRule two = Firing("S-92");
  two.effect.limits = {{LimitKind::kTargetHoldSeconds, 30}, {LimitKind::kMinRestSeconds, 30}};
  SafetyRule three = Firing("S-93");
  three.effect.limits = {{LimitKind::kTargetHoldSeconds, 30}};
  const Screening screening = ScreenWith({one, two, three});
  ASSERT_EQ(screening.limits.size(), 2U);
  EXPECT_EQ(screening.LimitOf(LimitKind::kTargetHoldSeconds), 30);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMinRestSeconds), 30);
  EXPECT_EQ(screening.LimitOf(LimitKind::kMaxHoldSeconds), std::nullopt);
  EXPECT_EQ(screening.limits[0].kind, LimitKind::kMinRestSeconds);
  EXPECT_THAT(screening.limits[0].rule_ids, ElementsAre(RuleId("S-92")));
  EXPECT_THAT(screening.limits[1].rule_ids, ElementsAre(RuleId("S-92"), RuleId("S-93")));
}

TEST(ScreenTest, LaterAfterRisingAndASofterKneeAreStricter) {
  SafetyRule one = Firing("S-91");
  one.effect.limits = {{LimitKind::kEarliestAfterRisingHours, 2}, {LimitKind::kSoftKneeDegrees, 5}};
  SafetyRule two = Firing("S-92");
  two.effect.limits = {{LimitKind::kEarliestAfterRisingHours, 1},
                       {LimitKind::kSoftKneeDegrees, 10}};
  const Screening screening = ScreenWith({one, two});
  EXPECT_EQ(screening.LimitOf(LimitKind::kEarliestAfterRisingHours), 2);
  EXPECT_EQ(screening.LimitOf(LimitKind::kSoftKneeDegrees), 10);
}

TEST(ScreenTest, TheClosestSupervisionWins) {
  SafetyRule first = Firing("S-91");
  first.effect.supervision = Supervision::kFirstSession;
  SafetyRule adult = Firing("S-92");
  adult.effect.supervision = Supervision::kAdultPresent;
  EXPECT_EQ(ScreenWith({first}).supervision, Supervision::kFirstSession);
  EXPECT_EQ(ScreenWith({adult, first}).supervision, Supervision::kAdultPresent);
}

// -- Exercises removed, evidence.md 2.3 -----------------------------------------------------------

std::vector<RuleId> RemovedBy(const Effect& effect, const Exercise& exercise,
                              Severity severity = Severity::kExclude, bool has_bed = false) {
  SafetyRule rule = Firing("S-91", severity);
  rule.effect = effect;
  AssessmentFields fields = TightAdult();
  fields.equipment = has_bed ? Having({Equipment::kBed}) : EquipmentSet{};
  return ScreenWith({rule}, fields).RemovedBy(exercise);
}

const auto kStays = IsEmpty();
const auto kGoes = ElementsAre(RuleId("S-91"));

Effect Limiting(LimitKind kind, double value) {
  Effect effect;
  effect.limits = {{kind, value}};
  return effect;
}

TEST(RemovedByTest, ATagRemoves) {
  Effect effect;
  effect.exclude_tags = Tagged({Tag::kHeadDown});
  EXPECT_THAT(RemovedBy(effect, Item(ExerciseClass::kStatic, Tagged({Tag::kHeadDown}))), kGoes);
  EXPECT_THAT(RemovedBy(effect, Item(ExerciseClass::kStatic, Tagged({Tag::kSupine}))), kStays);
}

TEST(RemovedByTest, AnIdRemovesAndAnAllowListRemovesTheRest) {
  Effect excluding;
  excluding.exclude_ids = {ExerciseId("HS-99")};
  EXPECT_THAT(RemovedBy(excluding, Item(ExerciseClass::kStatic)), kGoes);
  excluding.exclude_ids = {ExerciseId("HS-98")};
  EXPECT_THAT(RemovedBy(excluding, Item(ExerciseClass::kStatic)), kStays);
  Effect allowing;
  allowing.allow_only = {ExerciseId("HS-98")};
  EXPECT_THAT(RemovedBy(allowing, Item(ExerciseClass::kStatic)), kGoes);
  allowing.allow_only = {ExerciseId("HS-99")};
  EXPECT_THAT(RemovedBy(allowing, Item(ExerciseClass::kStatic)), kStays);
}

TEST(RemovedByTest, AFirmBedStandsInForTheFloorWhereTheEntryAllowsIt) {
  Effect effect;
  effect.exclude_tags = Tagged({Tag::kFloor});
  effect.bed_allowed = true;
  Exercise exercise = Item(ExerciseClass::kStatic, Tagged({Tag::kFloor, Tag::kSupine}));
  exercise.bed_ok = true;
  EXPECT_THAT(RemovedBy(effect, exercise, Severity::kExclude, true), kStays);
  EXPECT_THAT(RemovedBy(effect, exercise, Severity::kExclude, false), kGoes);
  exercise.bed_ok = false;
  EXPECT_THAT(RemovedBy(effect, exercise, Severity::kExclude, true), kGoes);
}

TEST(RemovedByTest, ABedHelpsOnlyWhereTheRuleAllowsIt) {
  Effect effect;
  effect.exclude_tags = Tagged({Tag::kFloor});
  Exercise exercise = Item(ExerciseClass::kStatic, Tagged({Tag::kFloor}));
  exercise.bed_ok = true;
  EXPECT_THAT(RemovedBy(effect, exercise, Severity::kExclude, true), kGoes);
}

TEST(RemovedByTest, ABedDoesNotHelpAgainstAnotherTag) {
  Effect effect;
  effect.exclude_tags = Tagged({Tag::kFloor, Tag::kSupine});
  effect.bed_allowed = true;
  Exercise exercise = Item(ExerciseClass::kStatic, Tagged({Tag::kFloor, Tag::kSupine}));
  exercise.bed_ok = true;
  EXPECT_THAT(RemovedBy(effect, exercise, Severity::kExclude, true), kGoes);
}

TEST(RemovedByTest, AHipCapRemovesWhatCannotBeAdjustedToIt) {
  Exercise exercise = Item(ExerciseClass::kTrunk);
  exercise.max_hip_flexion = 90;
  EXPECT_THAT(RemovedBy(Limiting(LimitKind::kMaxHipFlexionDegrees, 90), exercise), kStays);
  EXPECT_THAT(RemovedBy(Limiting(LimitKind::kMaxHipFlexionDegrees, 89), exercise), kGoes);
  exercise.hip_adjustable = true;
  EXPECT_THAT(RemovedBy(Limiting(LimitKind::kMaxHipFlexionDegrees, 45), exercise), kStays);
  EXPECT_THAT(RemovedBy(Limiting(LimitKind::kMaxHipFlexionDegrees, 44), exercise), kGoes);
}

TEST(RemovedByTest, HowFarAnExerciseCanBeAdjustedIsTheCataloguesNumber) {
  Exercise exercise = Item(ExerciseClass::kStatic);
  exercise.max_hip_flexion = 90;
  exercise.hip_adjustable = true;
  Catalogue catalogue = test::BareCatalogue();
  catalogue.rules = {Firing("S-90")};
  catalogue.rules[0].effect = Limiting(LimitKind::kMaxHipFlexionDegrees, 50);
  EXPECT_TRUE(Screen(Legal(TightAdult()), catalogue).Allows(exercise));
  catalogue.lowest_adjusted_hip_flexion = 51;
  EXPECT_FALSE(Screen(Legal(TightAdult()), catalogue).Allows(exercise));
}

TEST(RemovedByTest, TheTendonsHipCapBindsHamstringItemsOnly) {
  const Effect effect = Limiting(LimitKind::kMaxHipFlexionHamstringDegrees, 45);
  const auto item = [](ExerciseClass exercise_class) {
    Exercise exercise = Item(exercise_class);
    exercise.max_hip_flexion = 90;
    return exercise;
  };
  for (const ExerciseClass binds :
       {ExerciseClass::kStatic, ExerciseClass::kPnf, ExerciseClass::kActive,
        ExerciseClass::kLengthening, ExerciseClass::kStrength, ExerciseClass::kIsometric,
        ExerciseClass::kEccentric, ExerciseClass::kMotorControl}) {
    EXPECT_THAT(RemovedBy(effect, item(binds)), kGoes) << static_cast<int>(binds);
  }
  for (const ExerciseClass free : {ExerciseClass::kTrunk, ExerciseClass::kStaticAdjunct,
                                   ExerciseClass::kNeural, ExerciseClass::kDynamic}) {
    EXPECT_THAT(RemovedBy(effect, item(free)), kStays) << static_cast<int>(free);
  }
}

TEST(RemovedByTest, ATrunkLeanBindsSittingAndStandingItemsOnly) {
  const Effect effect = Limiting(LimitKind::kMaxTrunkLeanDegrees, 60);
  Exercise exercise = Item(ExerciseClass::kStatic);
  exercise.max_trunk_lean = 61;
  for (const Base base : {Base::kSitting, Base::kLongSitting, Base::kStanding}) {
    exercise.base = base;
    EXPECT_THAT(RemovedBy(effect, exercise), kGoes);
  }
  for (const Base base : {Base::kSupine, Base::kQuadruped}) {
    exercise.base = base;
    EXPECT_THAT(RemovedBy(effect, exercise), kStays);
  }
  exercise.base = Base::kStanding;
  exercise.max_trunk_lean = 60;
  EXPECT_THAT(RemovedBy(effect, exercise), kStays);
}

TEST(RemovedByTest, ALumbarCapBindsEveryItem) {
  const Effect effect = Limiting(LimitKind::kMaxLumbarFlexionDegrees, 10);
  Exercise exercise = Item(ExerciseClass::kTrunk);
  exercise.max_lumbar_flexion = 10;
  EXPECT_THAT(RemovedBy(effect, exercise), kStays);
  exercise.max_lumbar_flexion = 11;
  EXPECT_THAT(RemovedBy(effect, exercise), kGoes);
}

TEST(RemovedByTest, SupportItemsStayExceptBeneathARefusal) {
  Effect effect;
  effect.exclude_tags = Tagged({Tag::kStandingBalance});
  const Exercise warm_up = Item(ExerciseClass::kSupport, Tagged({Tag::kStandingBalance}));
  EXPECT_THAT(RemovedBy(effect, warm_up), kStays);
  EXPECT_THAT(RemovedBy(effect, warm_up, Severity::kRefuseRefer), kGoes);
}

TEST(RemovedByTest, ARefusalRemovesEverythingItDoesNotName) {
  EXPECT_THAT(RemovedBy(Effect{}, Item(ExerciseClass::kTrunk), Severity::kRefuseRefer), kGoes);
  EXPECT_THAT(RemovedBy(Effect{}, Item(ExerciseClass::kTrunk), Severity::kHoldClearance), kGoes);
  Effect keeping;
  keeping.allow_only = {ExerciseId("HS-99")};
  EXPECT_THAT(RemovedBy(keeping, Item(ExerciseClass::kTrunk), Severity::kHoldClearance), kStays);
}

TEST(RemovedByTest, EveryRuleThatRemovesIsNamedInOrder) {
  SafetyRule one = Firing("S-91");
  one.effect.exclude_tags = Tagged({Tag::kHeadDown});
  SafetyRule two = Firing("S-92");
  SafetyRule three = Firing("S-93");
  three.effect.exclude_ids = {ExerciseId("HS-99")};
  EXPECT_THAT(ScreenWith({one, two, three})
                  .RemovedBy(Item(ExerciseClass::kStatic, Tagged({Tag::kHeadDown}))),
              ElementsAre(RuleId("S-91"), RuleId("S-93")));
}

}  // namespace
}  // namespace ischia::domain
