#include "service/catalogue/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "service/domain/assess/safety.h"
#include "service/domain/statements.h"

namespace ischia::catalogue {
namespace {

using domain::Exercise;
using domain::ExerciseClass;
using domain::SafetyRule;
using domain::Severity;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

const LoadedCatalogue& Embedded() {
  static const auto* const loaded = new LoadedCatalogue(LoadEmbedded());
  return *loaded;
}

TEST(CatalogueTest, HoldsThirtyThreeExercisesAndTwoSupportItems) {
  const auto& exercises = Embedded().catalogue.exercises;
  const auto support = std::count_if(exercises.begin(), exercises.end(), [](const Exercise& entry) {
    return entry.exercise_class == ExerciseClass::kSupport;
  });
  EXPECT_THAT(exercises, SizeIs(35));
  EXPECT_EQ(support, 2);
}

TEST(CatalogueTest, HoldsAllSixtySafetyRules) {
  const auto& rules = Embedded().catalogue.rules;
  ASSERT_THAT(rules, SizeIs(60));
  EXPECT_EQ(rules.front().id.text(), "S-01");
  EXPECT_EQ(rules.back().id.text(), "S-60");
}

TEST(CatalogueTest, FindsEntriesById) {
  const domain::Catalogue& catalogue = Embedded().catalogue;
  for (const Exercise& exercise : catalogue.exercises) {
    EXPECT_EQ(catalogue.FindExercise(exercise.id), &exercise);
  }
  for (const SafetyRule& rule : catalogue.rules) EXPECT_EQ(catalogue.FindRule(rule.id), &rule);
  EXPECT_EQ(catalogue.FindExercise(domain::ExerciseId("HS-99")), nullptr);
  EXPECT_EQ(catalogue.FindRule(domain::RuleId("S-61")), nullptr);
  ASSERT_NE(catalogue.FindPathway(domain::Pathway::kLowBackPain), nullptr);
  EXPECT_EQ(catalogue.FindPathway(domain::Pathway::kLowBackPain)->rule.text(), "T-LBP");
  EXPECT_EQ(catalogue.FindPathway(domain::Pathway::kUnspecified), nullptr);
}

TEST(CatalogueTest, PrintsTenRulesOfTheFoundingArticle) {
  EXPECT_THAT(Embedded().catalogue.seed_text_keys, SizeIs(10));
}

TEST(CatalogueTest, CarriesTheDigestOfItsFiles) {
  const std::string& digest = Embedded().catalogue.sha256;
  EXPECT_THAT(digest, SizeIs(64));
  EXPECT_EQ(digest.find_first_not_of("0123456789abcdef"), std::string::npos);
}

TEST(CatalogueTest, ResolvesEveryStatementOfTheDomain) {
  for (std::string_view key : domain::statement::kAll) {
    EXPECT_TRUE(Embedded().texts.Find(key, "en")) << key;
  }
}

TEST(CatalogueTest, KeepsCitationsWithTheirGrade) {
  const domain::Catalogue& catalogue = Embedded().catalogue;
  const domain::Source& floor = catalogue.static_dose.source;
  EXPECT_EQ(floor.key, "R37");
  EXPECT_EQ(floor.year, 2018);
  EXPECT_EQ(floor.grade, domain::EvidenceGrade::kSourced);
  EXPECT_EQ(catalogue.time_budget.source.key, "");
  EXPECT_EQ(catalogue.time_budget.source.grade, domain::EvidenceGrade::kDesignRule);
}

// The clinical catalogue lists, exercise by exercise, which rules remove it; here the rules do so.
TEST(CatalogueTest, RulesRemoveWhatTheClinicalCatalogueLists) {
  std::ifstream file(ISCHIA_TEST_DATA "/catalogue/contraindicated.txt");
  ASSERT_TRUE(file.is_open());
  const domain::Catalogue& catalogue = Embedded().catalogue;
  int listed = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    ++listed;
    std::istringstream words(line);
    std::string id;
    words >> id;
    const std::vector<std::string> expected{std::istream_iterator<std::string>(words), {}};
    const Exercise* exercise = catalogue.FindExercise(domain::ExerciseId(id));
    ASSERT_NE(exercise, nullptr) << id;

    domain::Screening screening;
    screening.bed_available = true;
    screening.lowest_adjusted_hip_flexion = catalogue.lowest_adjusted_hip_flexion;
    for (const SafetyRule& rule : catalogue.rules) {
      if (rule.severity >= Severity::kHoldClearance) continue;
      screening.removals.push_back({rule.id, rule.effect, false, domain::Side::kUnspecified, {}});
    }
    std::vector<std::string> removed_by;
    for (domain::RuleId rule : screening.RemovedBy(*exercise)) {
      removed_by.emplace_back(rule.text());
    }
    EXPECT_THAT(removed_by, ElementsAreArray(expected)) << id;
  }
  EXPECT_EQ(listed, 35);
}

TEST(CatalogueTest, AnnouncesAllViolationsAtOnce) {
  Files files;
  const auto loaded = Load(files);
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().reason, "CATALOGUE_INCONSISTENT");
  EXPECT_GT(loaded.error().violations.size(), 5U);
}

// -- Every check refuses a copy that breaks it
// ------------------------------------------------------

struct Break {
  std::string name;
  std::string file;
  std::string anchor;  // the edit is the first one from here on
  std::string from;
  std::string to;
  std::string where;  // the violation's field begins so
  std::string what;   // and its description holds this
};

std::ostream& operator<<(std::ostream& out, const Break& broken) { return out << broken.name; }

std::string& FileOf(Files& files, const std::string& name) {
  if (name == "sources") return files.sources;
  if (name == "exercises") return files.exercises;
  if (name == "safety_rules") return files.safety_rules;
  if (name == "doses") return files.doses;
  if (name == "norms") return files.norms;
  if (name == "decisions") return files.decisions;
  if (name.starts_with("texts.")) return files.texts.at(name.substr(6));
  if (name.starts_with("console.")) return files.console.at(name.substr(8));
  return files.texts.at("en");
}

class BrokenCatalogueTest : public ::testing::TestWithParam<Break> {};

TEST_P(BrokenCatalogueTest, IsRefused) {
  const Break& broken = GetParam();
  Files files = EmbeddedFiles();
  std::string& text = FileOf(files, broken.file);
  const std::size_t anchor = text.find(broken.anchor);
  ASSERT_NE(anchor, std::string::npos) << "the anchor is gone";
  const std::size_t at = text.find(broken.from, anchor);
  ASSERT_NE(at, std::string::npos) << "the words to edit are gone";
  text.replace(at, broken.from.size(), broken.to);

  const auto loaded = Load(files);

  ASSERT_FALSE(loaded.ok());
  const auto& violations = loaded.error().violations;
  const bool found = std::any_of(
      violations.begin(), violations.end(), [&](const domain::FieldViolation& violation) {
        return violation.field.starts_with(broken.where) &&
               violation.description.find(broken.what) != std::string::npos;
      });
  EXPECT_TRUE(found) << violations.front().field << ": " << violations.front().description;
}

std::string NameOf(const ::testing::TestParamInfo<Break>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Reading, BrokenCatalogueTest,
    ::testing::Values(
        Break{"UnknownField", "sources", "", "authors:", "writers:", "sources", "6:"},
        Break{"UnknownTag", "exercises", "", "TAG_SUPINE", "TAG_LYING", "exercises", "TAG_LYING"},
        Break{"UnknownEquipment", "exercises", "", "EQUIPMENT_MAT", "EQUIPMENT_SOFA", "exercises",
              "EQUIPMENT_SOFA"},
        Break{"UnspecifiedBase", "exercises", "", "BASE_KNEELING", "BASE_UNSPECIFIED",
              "exercises AD-29", "unspecified"},
        Break{"OverlongId", "exercises", "", "\"W-00\"", "\"W-00000000000000\"", "exercises W-0",
              "is no id"},
        Break{"UnknownFact", "safety_rules", "", "\"saddle_numbness\"", "\"saddle_numb\"",
              "safety_rules S-01", "no fact saddle_numb"},
        Break{"EmptyClause", "safety_rules", "", "any { all { fact: \"saddle_numbness\" } }",
              "any { }", "safety_rules S-01", "no terms"},
        Break{"MissingVersion", "doses", "", "\"2026.1\"", "\"\"", "doses", "version"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Sources, BrokenCatalogueTest,
    ::testing::Values(
        Break{"UnknownSource", "safety_rules", "id: \"S-60\"", "\"R99\"", "\"R00\"",
              "safety_rules S-60", "no source R00"},
        Break{"UncitedSource", "safety_rules", "id: \"S-60\"", "\"R99\"", "\"R36\"", "sources R99",
              "nothing cites it"},
        Break{"SourceTwice", "sources", "", "\"R05\"", "\"R01\"", "sources R01", "key of its own"},
        Break{"SourceWithoutAuthors", "sources", "", "\"Neto et al.\"", "\"\"", "sources R01",
              "authors"},
        Break{"CitationWithoutGrade", "safety_rules", "id: \"S-60\"", "EVIDENCE_GRADE_SOURCED",
              "EVIDENCE_GRADE_UNSPECIFIED", "safety_rules S-60", "no grade"},
        Break{"CitationWithoutSource", "safety_rules", "id: \"S-60\"", "DESIGN_RULE", "SOURCED",
              "safety_rules S-60", "exactly a design rule"},
        Break{"RuleWithoutSource", "safety_rules", "id: \"S-59\"",
              "sources { grade: EVIDENCE_GRADE_DESIGN_RULE }", "", "safety_rules S-59",
              "no source"},
        Break{"UncitedNumber", "doses", "", "\"weekly_floor\", ", "", "doses static_dose",
              "weekly_floor has no source"},
        Break{"CitedNumberNotSet", "doses", "", "fields: \"rest\"", "fields: \"pause\"",
              "doses static_dose", "cites pause"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Exercises, BrokenCatalogueTest,
    ::testing::Values(
        Break{"EntryTwice", "exercises", "", "\"AD-30\"", "\"AD-29\"", "exercises AD-29",
              "in the order of their ids"},
        Break{"EntryTooMany", "exercises", "", "exercises {",
              "exercises { id: \"AA-00\" }\nexercises {", "exercises", "there must be 35"},
        Break{"UnknownProgress", "exercises", "id: \"HS-01\"", "\"HP-13\"", "\"HP-99\"",
              "exercises HS-01", "no exercise HP-99"},
        Break{"UnknownRegress", "exercises", "id: \"HS-01\"", "\"HS-07\"", "\"HS-99\"",
              "exercises HS-01", "no exercise HS-99"},
        Break{"ProgressInACircle", "exercises", "", "id: \"PC-28\"",
              "id: \"PC-28\" progress: \"PC-23\"", "exercises PC-", "progress runs in a circle"},
        Break{"RegressInACircle", "exercises", "", "id: \"PC-25\"",
              "id: \"PC-25\" regress: \"PC-24\"", "exercises PC-", "regress runs in a circle"},
        Break{"UnknownDoseRule", "exercises", "", "\"D-STATIC-ADJ\"", "\"D-STRETCH\"",
              "exercises AD-29", "dose rule"},
        Break{"StepsMissing", "exercises", "", "\"D-STATIC-ADJ\"", "\"D-ENTRY\"", "exercises AD-29",
              "steps stand exactly"},
        Break{"HoldOutOfRange", "exercises", "id: \"TR-16\"", "hold_seconds: 5", "hold_seconds: 61",
              "exercises TR-16", "out of range"},
        Break{"CountsAndTime", "exercises", "id: \"B-00\"", "work_seconds: 30",
              "work_seconds: 30 repetitions: 2", "exercises B-00", "repetitions or time"},
        Break{"UnequalSetsIncomplete", "exercises", "", "[6, 7, 8]", "[6, 7]", "exercises PC-28",
              "one by one"},
        Break{"PoseBeyondHipLimit", "exercises", "id: \"HS-32\"", "max_hip_flexion_degrees: 75",
              "max_hip_flexion_degrees: 74", "exercises HS-32", "beyond"},
        Break{"DrawingWithoutHand", "exercises", "", "near_hand: \"bent_knee\"", "near_hand: \"\"",
              "exercises AD-29", "drawing"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenCatalogueTest,
    ::testing::Values(
        Break{"RuleTwice", "safety_rules", "", "id: \"S-02\"", "id: \"S-01\"", "safety_rules S-01",
              "in order"},
        Break{"RuleTooMany", "safety_rules", "", "id: \"S-60\"",
              "id: \"S-60\" }\nrules { id: \"S-61\"", "safety_rules", "there must be 60"},
        Break{"NoSeverity", "safety_rules", "id: \"S-60\"", "severity: SEVERITY_INFORM", "",
              "safety_rules S-60", "severity"},
        Break{"RefusalWithoutUrgency", "safety_rules", "", "urgency: URGENCY_EMERGENCY", "",
              "safety_rules S-01", "how urgent"},
        Break{"RuleWithoutCondition", "safety_rules", "id: \"S-56\"",
              "any { all { fact: \"cognitive_impairment\" } }", "", "safety_rules S-56",
              "no condition"},
        Break{"AdditionWithoutCondition", "safety_rules", "id: \"S-40\"",
              "any { all { fact: \"heel_or_knee_apophysitis\" } }", "", "safety_rules S-40",
              "what is added has a condition"},
        Break{"AdditionExcludesUnknown", "safety_rules", "id: \"S-42\"", "\"PC-28\"", "\"PC-99\"",
              "safety_rules S-42", "no exercise PC-99"},
        Break{"LaterOfAnotherKind", "safety_rules", "later {",
              "LIMIT_KIND_MAX_HIP_FLEXION_HAMSTRING_DEGREES", "LIMIT_KIND_MAX_TRUNK_LEAN_DEGREES",
              "safety_rules S-13", "replaces one of its kind"},
        Break{"LaterAtOnce", "safety_rules", "later {", "after_weeks: 4", "after_weeks: 0",
              "safety_rules S-13", "wait for some weeks"},
        Break{"OneSidedForNobody", "safety_rules", "id: \"S-43\"", "value: 60",
              "value: 60 one_sided: true", "safety_rules S-43", "one-sided"},
        Break{"EffectAfterNoClearance", "safety_rules", "id: \"S-43\"", "effect {",
              "after_clearance {", "safety_rules S-43", "only what is held"},
        Break{"FlagOnAHold", "safety_rules", "id: \"S-50\"",
              "severity:", "clearance_flag: true severity:", "safety_rules S-50", "clearance flag"},
        Break{"SessionItemOfNobody", "safety_rules", "", "\"fever_or_ill\"", "", "safety_rules",
              "session item fever_or_ill"},
        Break{"SessionItemTwice", "safety_rules", "id: \"S-59\"",
              "severity:", "session_items: \"fall_or_crash\" severity:", "safety_rules",
              "session item fall_or_crash"},
        Break{"SessionItemUnknown", "safety_rules", "id: \"S-59\"", "severity:",
              "session_items: \"feels_odd\" severity:", "safety_rules", "not in the screen"},
        Break{"GateMissing", "safety_rules", "", "strain_gates {", "rules {",
              "safety_rules strain_gates", "each of S0, S1 and S2"},
        Break{"GateOfOneLeg", "safety_rules", "", "\"sore_leg_bridge_score\"",
              "\"single_leg_bridge_score\"", "safety_rules strain_gates", "no single leg"},
        Break{"EscalationWithoutSeverity", "safety_rules", "escalation {",
              "severity: SEVERITY_REFUSE_REFER", "", "safety_rules S-33", "escalation"},
        Break{"ModifyWithoutAcknowledgement", "safety_rules", "id: \"S-43\"",
              "acknowledgement_required: true", "", "safety_rules S-43", "acknowledged"},
        Break{"SilencedByUnknown", "safety_rules", "", "silenced_by: [\"S-23\"]",
              "silenced_by: [\"S-99\"]", "safety_rules S-22", "no rule S-99"},
        Break{"ExcludesUnknown", "safety_rules", "id: \"S-43\"", "\"PC-28\"", "\"PC-99\"",
              "safety_rules S-43", "no exercise PC-99"},
        Break{"SlotOfUnknown", "safety_rules", "id: \"S-24\"", "\"PC-24\"", "\"PC-99\"",
              "safety_rules S-24", "no exercise PC-99"},
        Break{"ClearedExcludesUnknown", "safety_rules", "id: \"S-19\"", "\"HS-32\"", "\"HS-99\"",
              "safety_rules S-19", "no exercise HS-99"},
        Break{"LimitWithoutValue", "safety_rules", "id: \"S-43\"", "value: 60", "value: 0",
              "safety_rules S-43", "limit"},
        Break{"BedWithoutFloor", "safety_rules", "id: \"S-45\"", "TAG_FLOOR", "TAG_SUPINE",
              "safety_rules S-45", "floor only"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Doses, BrokenCatalogueTest,
    ::testing::Values(
        Break{"HoldsDoNotGrow", "doses", "", "start_hold: 15", "start_hold: 9", "doses static_dose",
              "holds grow"},
        Break{"EmptyRange", "doses", "", "min_days: 5", "min_days: 8", "doses static_dose",
              "lower and an upper"},
        Break{"FloorNotReached", "doses", "", "session_seconds: 60", "session_seconds: 40",
              "doses static_dose", "floor"},
        Break{"WarmUpDiffers", "doses", "", "warm_up: 180", "warm_up: 120", "doses time_budget",
              "W-00"},
        Break{"CountsDiffer", "doses", "", "default_exercise_count: 3", "default_exercise_count: 5",
              "doses frame", "counts"},
        Break{"NoFallback", "doses", "", "fallback: [\"TR-22\", \"TR-31\"]", "", "doses trunk",
              "no fallback"},
        Break{"PathwayTwice", "doses", "", "PATHWAY_STRAIN", "PATHWAY_TIGHT", "doses pathways",
              "one template"},
        Break{"TemplateName", "doses", "", "\"T-TIGHT\"", "\"TIGHT\"", "doses TIGHT", "named"},
        Break{"NotAStretch", "doses", "", "\"HS-32\"", "\"PC-23\"", "doses T-TIGHT",
              "PC-23 is not a hamstring stretch"},
        Break{"LateWithoutWeek", "doses", "", "stretch_late_from_week: 5", "", "doses T-LBP",
              "first week"},
        Break{"RungsOutOfOrder", "doses", "\"T-TIGHT\"", "from_week: 3", "from_week: 1",
              "doses T-TIGHT", "rungs"},
        Break{"RungOutOfRange", "doses", "trunk {\n    from_week: 1", "hold_seconds: 5",
              "hold_seconds: 90", "doses T-TIGHT", "out of range"},
        Break{"RungEmpty", "doses", "", "preference: [\"TR-17\", \"TR-16\"]", "", "doses T-TIGHT",
              "a rung names"},
        Break{"ItemTooLate", "doses", "items {", "from_week: 3", "from_week: 13", "doses T-TIGHT",
              "a week of the program"},
        Break{"ItemEmpty", "doses", "items {", "preference: [\"AD-29\", \"AD-33\"]", "",
              "doses T-TIGHT", "an item names"},
        Break{"ItemUnknown", "doses", "items {", "otherwise: \"HA-10\"", "otherwise: \"HA-99\"",
              "doses T-TIGHT", "no exercise HA-99"},
        Break{"DeficitBandsFall", "norms", "", "mild: 19.4", "mild: 29.4", "norms", "rise"},
        Break{"RaiseBandsRise", "norms", "", "mild: 80", "mild: 60", "norms", "fall"},
        Break{"GainsFall", "norms", "", "knee_expected: 12", "knee_expected: 25",
              "norms trajectory", "rise"},
        Break{"NothingToAdjustTo", "safety_rules", "", "lowest_adjusted_hip_flexion: 45",
              "lowest_adjusted_hip_flexion: -45", "safety_rules caps", "lower end"},
        Break{"NeverRequired", "norms", "", "falls_from_age: 65", "falls_from_age: -1",
              "norms minimum_data", "begins"},
        Break{"StiffIsLoose", "norms", "", "stiff_raise: 60", "stiff_raise: 110",
              "norms logical_checks", "stiff"},
        Break{"PartialIsGood", "norms", "", "partial_percent: 50", "partial_percent: 90",
              "norms adherence", "partial"},
        Break{"LapseIsDropOut", "norms", "", "drop_out_days: 14", "drop_out_days: 2",
              "norms adherence", "lapse"},
        Break{"GoodWithoutSource", "norms", "", "fields: \"good_percent\"",
              "fields: \"lapse_days\"", "norms adherence", "good_percent has no source"},
        Break{"OneDayInOneGo", "norms", "", "in_one_go_days: 3", "in_one_go_days: 1",
              "norms check_ins", "one go"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Decisions, BrokenCatalogueTest,
    ::testing::Values(
        Break{"BackBeforeSame", "decisions", "", "back_mean_discomfort: 4",
              "back_mean_discomfort: 3", "decisions decisions", "repeated before it goes back"},
        Break{"OneIsARow", "decisions", "", "holds_to_review: 3", "holds_to_review: 1",
              "decisions decisions", "more than one"},
        Break{"ShortPauseReassesses", "decisions", "", "pause_reassess_days: 28",
              "pause_reassess_days: 14", "decisions decisions", "longer pause"},
        Break{"DecidesUnmeasured", "decisions", "", "decision_weeks: [6, 12]",
              "decision_weeks: [5, 12]", "decisions remeasurement", "one that is measured"},
        Break{"TwoTestersErrLess", "decisions", "", "knee_change_two_testers: 15",
              "knee_change_two_testers: 5", "decisions remeasurement", "err more than one"},
        Break{"CutWithoutSource", "decisions", "", "\"fewest_logged_days\"", "\"symptom_weeks\"",
              "decisions", "fewest_logged_days has no source"}),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Sentences, BrokenCatalogueTest,
    ::testing::Values(
        Break{"OtherLanguage", "texts", "", "language: \"en\"", "language: \"de\"", "texts.en",
              "another language"},
        Break{"KeyTwice", "texts", "", "\"seed.timer\"", "\"seed.breathe\"",
              "texts.en seed.breathe", "twice"},
        Break{"SeedRuleMissing", "texts", "", "\"seed.timer\"", "\"seed.clock\"",
              "texts.en seed.timer", "missing"},
        Break{"TitleMissing", "texts", "", "\"HS-01.title\"", "\"HS-01.name\"",
              "texts.en HS-01.title", "missing"},
        Break{"StopSignMissing", "texts", "", "\"HS-01.stop.1\"", "\"HS-01.stop.9\"",
              "texts.en HS-01.stop.1", "missing"},
        Break{"SummaryMissing", "texts", "", "\"S-09.summary\"", "\"S-09.short\"",
              "texts.en S-09.summary", "missing"},
        Break{"LogicalCheckMissing", "texts", "", "\"X-03.summary\"", "\"X-03.short\"",
              "texts.en X-03.summary", "missing"},
        Break{"RuleLineMissing", "texts", "", "\"line.hips_not_back\"", "\"line.hips\"",
              "texts.en line.hips_not_back", "missing"},
        Break{"PathwayLineMissing", "texts", "", "\"say.keep_walking\"", "\"say.walk\"",
              "texts.en say.keep_walking", "missing"},
        Break{"StatementMissing", "texts", "", "\"reason.dose.static\"", "\"reason.dose.held\"",
              "texts.en reason.dose.static", "missing"},
        Break{"ReferralWordsMissing", "texts", "", "\"referral.say.foot_drop\"",
              "\"referral.say.foot\"", "texts.en referral.say.foot_drop", "missing"},
        Break{"SevenSteps", "texts", "", "texts { key: \"HS-01.aim\"",
              "texts { key: \"HS-01.step.7\" text: \"Rest.\" }\ntexts { key: \"HS-01.aim\"",
              "texts.en HS-01", "six steps"},
        Break{"EmptySentence", "texts", "", "\"Use a timer for each hold.\"", "\"\"",
              "texts.en seed.timer", "empty"},
        Break{"UnknownPlaceholder", "texts", "", "{phone_number}", "{telephone}",
              "texts.en mail.question", "unknown placeholder telephone"},
        Break{"SummaryTooLong", "texts", "\"S-39.summary\"", "Bending hurts your back:",
              "Bending hurts your back. Sit less. Stand up. Walk a bit. Lie down. Rest a while:",
              "texts.en S-39.summary", "140"},
        Break{"Promise", "texts", "", "It may ease back pain for some people.",
              "It will ease back pain.", "texts.en handout.expect", "must not say \"will\""},
        Break{"PromiseToClinicians", "texts", "\"S-60.detail\"", "goal setting", "a cure",
              "texts.en S-60.detail", "must not say \"cure\""},
        Break{"Cause", "texts", "", "are one of several things linked with back pain",
              "cause back pain", "texts.en say.linked", "must not say \"cause\""},
        Break{"TellingSubject", "texts", "", "A document from your clinic",
              "Your hamstring program", "texts.en mail.subject", "must not say \"hamstring\""},
        Break{"HardSentence", "texts", "", "Use a timer for each hold.",
              "Chronometric instrumentation facilitates consistent individualized stretching "
              "intervals for everybody concerned today.",
              "texts.en seed.timer", "reads at grade"},
        Break{"HardFamily", "texts", "\"S-47.summary\"", "Keep fast sugar near you.",
              "Glucose availability recommended.", "texts.en S-47", "together"}),
    NameOf);

TEST(CatalogueTest, RefusesToLoseTheRulesOfTheFoundingArticle) {
  Files files = EmbeddedFiles();
  files.doses.resize(files.doses.find("seed_text_keys"));
  const auto loaded = Load(files);
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().violations.front().description, "seed_text_keys is missing");
}

TEST(CatalogueTest, NeedsEnglish) {
  Files files = EmbeddedFiles();
  files.texts.erase("en");
  const auto loaded = Load(files);
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().violations.front().description, "there is no English");
}

// -- Translations

TEST(TranslationTest, HasWhatItsReadersRead) {
  const Texts& texts = Embedded().texts;
  for (const std::string_view language : texts.languages()) {
    EXPECT_TRUE(texts.Find("HS-01.title", language)) << language;
    EXPECT_TRUE(texts.Find("referral.answer.foot_drop", language)) << language;
  }
  for (const char* key : {"reason.dose.static", "S-01.detail", "S-01.summary", "basis.title",
                          "report.class_rule.1", "console.tab.give"}) {
    for (const char* language : {"de", "en", "es", "fr"}) {
      EXPECT_TRUE(texts.Find(key, language)) << key << ' ' << language;
    }
    EXPECT_FALSE(texts.Find(key, "ar")) << key;
  }
}

// Of each question of the console, the letters behind the mark, each of which picks an answer.
std::map<std::string, std::set<char>> LettersIn(const std::string& language) {
  const Texts& texts = Embedded().texts;
  std::map<std::string, std::set<char>> letters;
  for (const std::string_view key : texts.keys(language)) {
    const std::string_view text = *texts.Find(key, language);
    const std::size_t mark = text.find('_');
    if (!key.starts_with("console.") || mark == std::string::npos) continue;
    EXPECT_TRUE(std::isalpha(static_cast<unsigned char>(text.at(mark + 1)))) << key << ' ' << text;
    letters[std::string(key.substr(0, key.rfind('.')))].insert(
        static_cast<char>(std::tolower(static_cast<unsigned char>(text.at(mark + 1)))));
  }
  return letters;
}

TEST(TranslationTest, PicksAsManyAnswersByLetterAsEnglish) {
  const auto english = LettersIn("en");
  EXPECT_THAT(english, Not(IsEmpty()));
  for (const char* language : {"de", "es", "fr"}) {
    auto translated = LettersIn(language);
    for (const auto& [question, letters] : english) {
      EXPECT_EQ(translated[question].size(), letters.size()) << question << ' ' << language;
    }
  }
}

TEST(TranslationTest, IsNotReviewedBeforeSomebodySaysSo) {
  Files files = EmbeddedFiles();
  EXPECT_FALSE(Load(files)->texts.ReviewOf("es").reviewed);
  std::string& spanish = files.texts.at("es");
  spanish.replace(spanish.find("REVIEW_UNREVIEWED"), 17,
                  "REVIEW_REVIEWED reviewed_by: \"A. Example, physiotherapist\" "
                  "review_date: \"2026-06-01\"");
  const auto loaded = Load(files);
  ASSERT_TRUE(loaded.ok());
  EXPECT_TRUE(loaded->texts.ReviewOf("es").reviewed);
  EXPECT_EQ(loaded->texts.ReviewOf("es").reviewer, "A. Example, physiotherapist");
  EXPECT_EQ(loaded->texts.ReviewOf("es").date, "2026-06-01");
}

INSTANTIATE_TEST_SUITE_P(
    Translation, BrokenCatalogueTest,
    ::testing::Values(
        Break{"Lacks", "texts.es", "", "\"seed.timer\"", "\"S-01.detail\"", "texts.es seed.timer",
              "missing"},
        Break{"LacksWordsForColleagues", "texts.es", "", "\"referral.answer.foot_drop\"",
              "\"S-01.detail\"", "texts.es referral.answer.foot_drop", "missing"},
        Break{"Extra", "texts.es", "", "\"seed.timer\"", "\"seed.clock\"", "texts.es seed.clock",
              "stands in one language only"},
        Break{"LosesAPlaceholder", "texts.es", "", "llame al {emergency_number}", "llame ya",
              "texts.es handout.call.emergency", "other placeholders"},
        Break{"LosesTheChoice", "texts.es", "", "{days, plural, one {# día} other {# días}}",
              "{days} días", "texts.es handout.tile.days", "no plural forms for days"},
        Break{"LosesAForm", "texts.es", "", "one {# día} other", "other",
              "texts.es handout.tile.days", "needs the forms one other"},
        Break{"HasAFormTooMany", "texts.es", "", "one {# día} other",
              "one {# día} few {# días} other", "texts.es handout.tile.days",
              "needs the forms one other"},
        Break{"HasABrokenChoice", "texts.es", "", "one {# día} other {# días}}", "one # día}",
              "texts.es handout.tile.days", "needs the forms one other"},
        Break{"Promises", "texts.es", "", "Puede aliviar el dolor de espalda",
              "Cura el dolor de espalda", "texts.es handout.expect", "must not say \"cura\""},
        Break{"NamesADisease", "texts.es", "", "Pellizco en la ingle", "Ciática", "texts.es",
              "must not say \"ciática\""},
        Break{"TellsInTheSubject", "texts.es", "", "Un documento de su clínica",
              "Su Programa de ejercicios", "texts.es mail.subject", "must not say \"programa\""},
        Break{
            "IsLong", "texts.es", "", "Use ropa suelta y cómoda.",
            "Use ropa suelta y que no le apriete en la cintura ni en las piernas ni en los pies ni "
            "en los brazos.",
            "texts.es seed.loose_clothes", "has a sentence of 23, at most 18"},
        Break{"IsHard", "texts.es", "\"PC-25.step.3\"", "Siga respirando.",
              "Procure continuar respirando regularmente.", "texts.es PC-25", "Fernández Huerta"},
        Break{"CliniciansReadNoArabic", "texts.ar", "", "\"seed.timer\"", "\"console.tab.give\"",
              "texts.ar console.tab.give", "read by clinicians"},
        Break{"CliniciansReadNoHindi", "texts.hi", "", "\"seed.timer\"", "\"S-01.detail\"",
              "texts.hi S-01.detail", "read by clinicians"},
        Break{"LosesTheBlankInFront", "console.de", "\"reason.change.on_the_left\"", " links",
              "links", "texts.de reason.change.on_the_left", "other blanks at its ends"},
        Break{"LosesTheBlankBehind", "console.fr", "\"reason.change.because\"", "raison : ",
              "raison :", "texts.fr reason.change.because", "other blanks at its ends"},
        Break{"CliniciansLackAReason", "console.de", "", "\"reason.dose.static\"",
              "\"reason.dose.held\"", "texts.de reason.dose.static", "missing"},
        Break{"CliniciansLackAFinding", "console.fr", "", "\"S-39.summary\"", "\"S-39.short\"",
              "texts.fr S-39.summary", "missing"},
        Break{"ConsoleLacksAWord", "console.es", "", "\"console.tab.give\"", "\"console.tab.lend\"",
              "texts.es console.tab.give", "missing"},
        Break{"ReasonLosesAPlaceholder", "console.de", "\"reason.dose.static\"", "{repetitions}",
              "Vier", "texts.de reason.dose.static", "other placeholders"},
        Break{"FindingIsForPatientsToo", "console.de", "\"S-47.summary\"", "Halten Sie",
              "Bei Arthrose halten Sie", "texts.de S-47.summary", "must not say \"arthrose\""},
        Break{"FindingIsLong", "console.es", "\"S-47.summary\"", "Tenga cerca",
              "Tenga siempre muy cerca, en el bolso, en la mesa o en la mano, desde el comienzo "
              "de la semana, por si acaso le baja, y no lo olvide nunca en casa, porque puede "
              "hacerle falta,",
              "texts.es S-47.summary", "over 140 characters"},
        Break{"ConsoleLosesAPlaceholder", "console.de", "\"console.state.open\"", "{count}", "vier",
              "texts.de console.state.open", "other placeholders"},
        Break{"ConsoleSaysMoreThanInEnglish", "console.fr", "", "\"console.tab.give\"",
              "\"console.tab.lend\"", "texts.fr console.tab.lend", "stands in one language only"},
        Break{"ConsoleFileOfAnotherLanguage", "console.fr", "", "language: \"fr\"",
              "language: \"es\"", "console.fr", "names another language"},
        Break{"ConsoleSaysWhatPatientsReadAgain", "console.es", "", "\"console.tab.give\"",
              "\"seed.timer\"", "console.es seed.timer", "stands twice"},
        Break{"ConsoleIsLong", "console.en", "\"console.tab.queue\"", "Work queue",
              std::string(301, 'q'), "texts.en console.tab.queue", "over 300 characters"},
        Break{"ConsolePromises", "console.en", "", "Create program", "Guarantee program",
              "texts.en console.preview.create", "must not say \"guarantee\""},
        Break{"English", "texts", "", "{sets, plural, one {# round} other {# rounds}}\"",
              "{sets, plural, one {# round}}\"", "texts.en handout.dose.sets", "needs the forms"},
        Break{"PluralForCode", "texts", "", "\"{number} weeks\"",
              "\"{number, plural, one {# week} other {# weeks}}\"", "texts.en unit.weeks",
              "can have no plural forms"}),
    NameOf);

}  // namespace
}  // namespace ischia::catalogue
