#include "service/domain/plan/program.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "service/domain/plan/rule_ids.h"
#include "service/domain/statements.h"
#include "tests/domain/plan/prescribing.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/result_matchers.h"

namespace ischia::test {
namespace {

using domain::Answer;
using domain::AssessmentFields;
using domain::Degrees;
using domain::Equipment;
using domain::ErrorCode;
using domain::Fact;
using domain::Finding;
using domain::Program;
using domain::ProgramState;
using domain::Side;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

const domain::CivilDay kStart{std::chrono::year{2026} / 6 / 3};

std::vector<std::string> FindingsOf(const Program& program) {
  std::vector<std::string> rules;
  for (const Finding& finding : program.findings) rules.emplace_back(finding.rule_id.text());
  return rules;
}

void ExpectNeverIn(const Program& program, std::initializer_list<std::string_view> ids) {
  for (std::string_view id : ids) {
    for (int week = 1; week <= 12; ++week) EXPECT_EQ(ItemIn(program, week, id), nullptr) << id;
    EXPECT_THAT(WhyExcluded(program, id), Not(IsEmpty())) << id;
  }
}

// -- The vignettes --------------------------------------------------------------------------------

TEST(ProgramTest, TheDeskWorkerGetsStrapStretchBraceAndHipFlexor) {
  const Program program = Prescribed(TightAdult());
  EXPECT_EQ(program.state, ProgramState::kDraft);
  EXPECT_THAT(FindingsOf(program), IsEmpty());
  EXPECT_EQ(program.bands[0].band, domain::Band::kModerate);
  EXPECT_EQ(program.bands[1].band, domain::Band::kModerate);
  EXPECT_EQ(program.weeks.size(), 12U);
  EXPECT_THAT(ItemsOf(program, 1), ElementsAre("HS-01", "TR-17"));
  EXPECT_EQ(program.weeks[0].items[0].exercise.text(), "W-00");
  EXPECT_THAT(ItemsOf(program, 3), ElementsAre("HS-01", "TR-18", "AD-29"));
  EXPECT_THAT(ItemsOf(program, 5), ElementsAre("HS-01", "TR-18", "PC-24"));
  EXPECT_EQ(StretchOf(program, 1), "4x15x7");
  EXPECT_EQ(StretchOf(program, 3), "3x25x7");
  EXPECT_EQ(StretchOf(program, 6), "2x30x7");
  ExpectNeverIn(program, {"PC-28", "HP-13"});
  EXPECT_EQ(DoseOf(Item(program, 1, "HS-01"), Side::kRight).weekly_hold_seconds(), 420);
}

TEST(ProgramTest, TheDeskWorkersBraceFollowsTheLadder) {
  const Program program = Prescribed(TightAdult());
  const auto& brace = DoseOf(Item(program, 1, "TR-17"), Side::kBoth);
  EXPECT_EQ(brace.repetitions, 10);
  EXPECT_EQ(brace.hold_seconds, 5);
  EXPECT_EQ(brace.days_per_week, 7);
  const auto& taps = DoseOf(Item(program, 3, "TR-18"), Side::kLeft);
  EXPECT_EQ(taps.sets, 2);
  EXPECT_EQ(taps.repetitions, 6);
  EXPECT_EQ(taps.days_per_week, 5);
  EXPECT_EQ(DoseOf(Item(program, 6, "TR-18"), Side::kLeft).repetitions, 10);
  EXPECT_NE(ItemIn(program, 7, "TR-20"), nullptr);
  EXPECT_TRUE(Says(program.weeks[2].reasons, domain::statement::kTrunkMovesOn));
}

TEST(ProgramTest, TheStiffBackGetsDoorwayStretchAndBothFirstTrunkExercises) {
  const Program program = Prescribed(LowBackPainAdult());
  EXPECT_THAT(FindingsOf(program), Contains("S-39"));
  EXPECT_THAT(ItemsOf(program, 1), UnorderedElementsAre("HS-02", "TR-16", "TR-17"));
  EXPECT_THAT(ItemsOf(program, 3), ElementsAre("HS-02", "TR-18", "PC-23"));
  EXPECT_THAT(ItemsOf(program, 5), ElementsAre("HS-02", "TR-20", "PC-23", "PC-24"));
  EXPECT_EQ(StretchOf(program, 1), "4x15x7");
  EXPECT_EQ(StretchOf(program, 3), "3x25x7");
  EXPECT_EQ(StretchOf(program, 6), "2x30x7");
  ExpectNeverIn(program, {"HS-04", "TR-19", "NE-15"});
  EXPECT_THAT(WhyExcluded(program, "TR-19"), ElementsAre("S-39 reason.excluded.rule"));
}

TEST(ProgramTest, TheBackPathwayHasNoHeelOnStepStretchInItsFirstWeeks) {
  AssessmentFields fields = LowBackPainAdult();
  fields.floor_transfer = domain::FloorTransfer::kNo;
  fields.equipment = Having({Equipment::kStep, Equipment::kSupportRailOrCounter, Equipment::kWall});
  EXPECT_THAT(FindingsOf(Prescribed(fields)), Contains("P-01"));
  fields.equipment |= Having({Equipment::kCounterOrTable});
  EXPECT_THAT(ItemsOf(Prescribed(fields), 1), Contains("HS-06"));
}

TEST(ProgramTest, TheFallerWithOsteoporosisExercisesOnTheBed) {
  const Program program = Prescribed(FallerWithOsteoporosis());
  EXPECT_THAT(FindingsOf(program), UnorderedElementsAre("S-23", "S-43", "S-44", "S-45"));
  EXPECT_THAT(ItemsOf(program, 1), ElementsAre("HS-01", "TR-17"));
  EXPECT_EQ(program.supervision, domain::Supervision::kFirstSession);
  for (const auto& week : program.weeks) EXPECT_LE(week.items.size(), 4U);
  ExpectNeverIn(program,
                {"HS-04", "HS-05", "HA-12", "TR-19", "TR-20", "TR-21", "PC-26", "PC-27", "PC-28"});
  EXPECT_THAT(WhyExcluded(program, "PC-28"),
              IsSupersetOf({"S-23 reason.excluded.rule", "S-43 reason.excluded.rule",
                            "S-45 reason.excluded.rule"}));
  const auto limit =
      std::find_if(program.limits.begin(), program.limits.end(), [](const domain::LimitInForce& l) {
        return l.kind == domain::LimitKind::kMaxLumbarFlexionDegrees;
      });
  ASSERT_NE(limit, program.limits.end());
  EXPECT_EQ(limit->value, 10);
}

TEST(ProgramTest, NormalLengthHasNoStretchAndSaysWhy) {
  const Program program = Prescribed(NormalLengthAnteriorTilt());
  EXPECT_EQ(program.state, ProgramState::kDraft);
  EXPECT_THAT(ItemsOf(program, 1), ElementsAre("TR-17", "AD-29"));
  EXPECT_THAT(ItemsOf(program, 3), UnorderedElementsAre("TR-18", "AD-29", "PC-24", "PC-23"));
  for (const auto& week : program.weeks) {
    for (const auto& item : week.items) EXPECT_NE(item.slot, domain::Slot::kStretch);
  }
  EXPECT_THAT(RulesOf(program.weeks[0].reasons, domain::statement::kNormalLength),
              ElementsAre("T-TIGHT"));
  EXPECT_THAT(WhyExcluded(program, "HS-07"),
              ElementsAre("T-TIGHT reason.excluded.no_stretch_needed"));
  const auto& pathway = *ShippedCatalogue().FindPathway(domain::Pathway::kTight);
  EXPECT_THAT(program.text_keys, IsSupersetOf(pathway.text_keys_normal_length));
}

// -- What goes before a program -------------------------------------------------------------------

TEST(ProgramTest, ARedFlagRefusesHoweverLittleElseIsFilledIn) {
  AssessmentFields fields;
  fields.kind = domain::AssessmentKind::kInitial;
  fields.assessment_date = kStart;
  fields.assessor = "clinician-1";
  fields.pathway = domain::Pathway::kLowBackPain;
  fields.red_flags.Set(Fact::kSaddleNumbness, Answer::kYes);
  const Program program = Prescribed(fields);
  EXPECT_EQ(program.state, ProgramState::kRefused);
  EXPECT_EQ(program.findings.front().rule_id.text(), "S-01");
  EXPECT_EQ(program.findings.front().urgency, domain::Urgency::kEmergency);
  EXPECT_THAT(program.weeks, IsEmpty());
  EXPECT_THAT(program.excluded, IsEmpty());
  EXPECT_THAT(program.trajectories, IsEmpty());
  EXPECT_THAT(program.missing_inputs, IsSupersetOf({"pain.rest_score", "minutes_per_day"}));
}

TEST(ProgramTest, MissingInputsAreAllNamedAndAnOpenScreenNamesTheError) {
  AssessmentFields fields = TightAdult();
  fields.minutes_per_day.reset();
  fields.pain.rest.reset();
  EXPECT_THAT(Tried(fields), HasError(ErrorCode::kInvalidArgument, "MEASUREMENT_MISSING"));
  EXPECT_EQ(Tried(fields).error().violations.size(), 2U);
  fields.red_flags.Set(Fact::kFeverOrRigors, Answer::kUnspecified);
  EXPECT_THAT(Tried(fields), HasError(ErrorCode::kInvalidArgument, "SCREEN_INCOMPLETE"));
  EXPECT_EQ(Tried(fields).error().violations.size(), 3U);
}

TEST(ProgramTest, EmptySlotsRefuseAndAreNamed) {
  AssessmentFields fields = TightAdult();
  fields.floor_transfer = domain::FloorTransfer::kNo;
  fields.equipment.reset();
  const Program program = Prescribed(fields);
  EXPECT_EQ(program.state, ProgramState::kRefused);
  EXPECT_THAT(program.weeks, IsEmpty());
  std::vector<std::string_view> slots;
  for (const Finding& finding : program.findings) {
    if (finding.rule_id == domain::rule::kEmptySlot) {
      EXPECT_EQ(finding.severity, domain::Severity::kExclude);
      slots.push_back(finding.inputs.front().word);
    }
  }
  EXPECT_THAT(slots, ElementsAre("STRETCH", "TRUNK"));
  EXPECT_THAT(WhyExcluded(program, "TR-22"),
              ElementsAre("D-EQUIP reason.excluded.equipment.chair"));
  EXPECT_THAT(WhyExcluded(program, "HS-01"), ElementsAre("S-45 reason.excluded.rule"));
}

TEST(ProgramTest, FindingsStayInOrderOfSeverityWhenASlotIsEmpty) {
  AssessmentFields fields = TightAdult();
  fields.floor_transfer = domain::FloorTransfer::kNo;
  fields.equipment.reset();
  fields.low_mood = Answer::kYes;  // S-60 informs
  const Program program = Prescribed(fields);
  EXPECT_TRUE(
      std::is_sorted(program.findings.begin(), program.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity > b.severity; }));
}

// -- Choices --------------------------------------------------------------------------------------

TEST(ProgramTest, WithoutFloorAndBedTheChairComesFirst) {
  AssessmentFields fields = TightAdult();
  fields.floor_transfer = domain::FloorTransfer::kNo;
  const Program program = Prescribed(fields);
  EXPECT_THAT(ItemsOf(program, 1), ElementsAre("HS-03", "TR-22"));
  EXPECT_TRUE(Says(Item(program, 1, "HS-03").reasons, domain::statement::kStretchNoFloor));
  EXPECT_TRUE(Says(Item(program, 1, "TR-22").reasons, domain::statement::kTrunkFallback));
}

TEST(ProgramTest, TheWallIsTheLastResortOfTheTrunkSlot) {
  AssessmentFields fields = TightAdult();
  fields.floor_transfer = domain::FloorTransfer::kNo;
  fields.equipment = Having({Equipment::kCounterOrTable, Equipment::kWall});
  EXPECT_THAT(ItemsOf(Prescribed(fields), 1), ElementsAre("HS-06", "TR-31"));
}

TEST(ProgramTest, TheLastStepOfTheLadderStaysWhereTheNextCannotBeDone) {
  AssessmentFields fields = TightAdult();
  fields.equipment.reset(static_cast<std::size_t>(Equipment::kMat));  // TR-20 and TR-21 need it
  const Program program = Prescribed(fields);
  EXPECT_THAT(ItemsOf(program, 8), Contains("TR-18"));
  EXPECT_TRUE(Says(Item(program, 8, "TR-18").reasons, domain::statement::kTrunkStays));
  EXPECT_EQ(DoseOf(Item(program, 8, "TR-18"), Side::kRight).repetitions, 10);
}

TEST(ProgramTest, HypermobilityPutsStrengthInThePlaceOfTheStretch) {
  AssessmentFields fields = TightAdult();
  fields.beighton_score = 6;
  const Program program = Prescribed(fields);
  const domain::ProgramItem& bridge = Item(program, 1, "PC-23");
  EXPECT_EQ(bridge.slot, domain::Slot::kStretch);
  EXPECT_THAT(RulesOf(bridge.reasons, domain::statement::kInPlaceOfStretch), ElementsAre("S-24"));
  for (int week = 1; week <= 12; ++week) {
    for (const std::string& id : ItemsOf(program, week)) EXPECT_NE(id.substr(0, 2), "HS");
  }
  EXPECT_THAT(program.trajectories, IsEmpty());
  EXPECT_THAT(WhyExcluded(program, "HS-01"), ElementsAre("S-24 reason.excluded.rule"));
}

TEST(ProgramTest, HypermobilityWithoutMatOrStickRefuses) {
  AssessmentFields fields = TightAdult();
  fields.beighton_score = 6;
  fields.equipment.reset();
  EXPECT_THAT(FindingsOf(Prescribed(fields)), Contains("P-01"));
}

TEST(ProgramTest, WhoSitsLittleStraightensTheKneeInstead) {
  AssessmentFields fields = TightAdult();
  fields.sitting_hours_per_day = 5.5;
  const Program program = Prescribed(fields);
  EXPECT_THAT(ItemsOf(program, 3), ElementsAre("HS-01", "TR-18", "HA-10"));
  EXPECT_TRUE(Says(Item(program, 3, "HA-10").reasons, domain::statement::kTemplateOtherwise));
  EXPECT_THAT(WhyExcluded(program, "AD-29"), ElementsAre("T-TIGHT reason.excluded.preferred"));
}

TEST(ProgramTest, AlternativesAreWhatElseTheSlotCouldHold) {
  const Program program = Prescribed(TightAdult());
  const auto& alternatives = Item(program, 1, "HS-01").alternatives;
  ASSERT_EQ(alternatives.size(), 3U);
  EXPECT_EQ(alternatives[0].text(), "HS-07");  // HS-02 needs a doorway
  EXPECT_EQ(alternatives[1].text(), "HS-03");
  EXPECT_EQ(alternatives[2].text(), "HS-04");
}

TEST(ProgramTest, EveryExerciseOfTheCatalogueIsInAWeekOrExplained) {
  for (const AssessmentFields& fields : {TightAdult(), LowBackPainAdult(), FallerWithOsteoporosis(),
                                         NormalLengthAnteriorTilt(), OneTightLeg()}) {
    const Program program = Prescribed(fields);
    for (const domain::Exercise& exercise : ShippedCatalogue().exercises) {
      if (exercise.exercise_class == domain::ExerciseClass::kSupport) continue;
      bool used = false;
      for (int week = 1; week <= 12; ++week) {
        used = used || ItemIn(program, week, exercise.id.text()) != nullptr;
      }
      EXPECT_EQ(used, WhyExcluded(program, exercise.id.text()).empty()) << exercise.id.text();
    }
  }
}

TEST(ProgramTest, MissingEquipmentExplainsOnlyWhatTheTemplateHasAPlaceFor) {
  const Program program = Prescribed(TightAdult());
  EXPECT_THAT(WhyExcluded(program, "HS-02"),
              ElementsAre("D-EQUIP reason.excluded.equipment.doorway_or_wall_corner"));
  EXPECT_THAT(WhyExcluded(program, "HS-05"),
              ElementsAre("D-EQUIP reason.excluded.equipment.step",
                          "D-EQUIP reason.excluded.equipment.support_rail_or_counter"));
  EXPECT_THAT(WhyExcluded(program, "HA-12"), ElementsAre("T-TIGHT reason.excluded.no_place"));
  EXPECT_THAT(WhyExcluded(program, "HS-07"), ElementsAre("T-TIGHT reason.excluded.preferred"));
}

TEST(ProgramTest, AnItemThatNoFindingCallsForSaysSo) {
  AssessmentFields fields = NormalLengthAnteriorTilt();
  fields.pelvic_tilt = domain::PelvicTilt::kNeutral;
  const Program program = Prescribed(fields);
  EXPECT_THAT(ItemsOf(program, 1), ElementsAre("TR-17"));
  EXPECT_THAT(WhyExcluded(program, "AD-29"), ElementsAre("T-TIGHT reason.excluded.not_called_for"));
}

// -- Texts and bytes ------------------------------------------------------------------------------

TEST(ProgramTest, TextsAreSeedRulesThenThePathwaysThenTheRulesWithoutDoubles) {
  const Program program = Prescribed(LowBackPainAdult());
  const domain::Catalogue& catalogue = ShippedCatalogue();
  std::vector<std::string> begin = catalogue.seed_text_keys;
  const auto& pathway = *catalogue.FindPathway(domain::Pathway::kLowBackPain);
  begin.insert(begin.end(), pathway.text_keys.begin(), pathway.text_keys.end());
  ASSERT_GE(program.text_keys.size(), begin.size());
  EXPECT_TRUE(std::equal(begin.begin(), begin.end(), program.text_keys.begin()));
  EXPECT_THAT(program.text_keys,
              IsSupersetOf(catalogue.FindRule(domain::RuleId("S-39"))->text_keys));
  EXPECT_EQ(std::set<std::string_view>(program.text_keys.begin(), program.text_keys.end()).size(),
            program.text_keys.size());
}

TEST(ProgramTest, ARefusalCarriesOnlyTheTextsOfTheRulesThatFired) {
  AssessmentFields fields = TightAdult();
  fields.red_flags.Set(Fact::kSaddleNumbness, Answer::kYes);
  EXPECT_THAT(
      Prescribed(fields).text_keys,
      ::testing::ElementsAreArray(ShippedCatalogue().FindRule(domain::RuleId("S-01"))->text_keys));
}

}  // namespace
}  // namespace ischia::test
