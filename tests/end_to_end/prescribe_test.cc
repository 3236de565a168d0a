// The worked cases of tests/data/prescribe, each sent as it stands through a running service.
#include <Poco/JSON/Parser.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "ischia/v1/catalogue.grpc.pb.h"
#include "ischia/v1/program.grpc.pb.h"
#include "tests/end_to_end/running_service.h"
#include "tests/end_to_end/vignette.h"

namespace ischia {
namespace {

std::filesystem::path Folder() { return std::filesystem::path(ISCHIA_TEST_DATA) / "prescribe"; }

class PrescribeTest : public ::testing::TestWithParam<std::string> {
 protected:
  static void SetUpTestSuite() { service_ = new support::RunningService; }
  static void TearDownTestSuite() {
    delete service_;
    service_ = nullptr;
  }

  void SetUp() override {
    vignette_ = support::ReadVignette(Folder(), GetParam());
    outcome_ = Preview();
  }

  support::Outcome Preview() const {
    support::Outcome outcome;
    const auto context = support::RunningService::Context();
    outcome.status = service_->Stub<v1::ProgramService>()->PreviewProgram(
        context.get(), vignette_.request, &outcome.program);
    return outcome;
  }
  const v1::Program& program() const { return outcome_.program; }

  static support::RunningService* service_;
  support::Vignette vignette_;
  support::Outcome outcome_;
};

support::RunningService* PrescribeTest::service_ = nullptr;

TEST_P(PrescribeTest, EveryExpectationIsMet) {
  const std::vector<support::Verdict> verdicts = Judge(*vignette_.expect, outcome_);
  EXPECT_FALSE(verdicts.empty());
  for (const support::Verdict& verdict : verdicts) {
    EXPECT_TRUE(verdict.met) << verdict.expectation << "\nfound: " << verdict.found;
  }
  EXPECT_FALSE(vignette_.expect->optValue<std::string>("rationale", "").empty());
}

TEST_P(PrescribeTest, ARefusalNamesNoExercise) {
  if (program().state() != v1::Program::STATE_REFUSED) return;
  EXPECT_TRUE(program().weeks().empty());
  EXPECT_EQ(program().DebugString().find("exercises/"), std::string::npos);
  EXPECT_GE(program().findings(0).severity(), v1::SEVERITY_HOLD_CLEARANCE);
}

TEST_P(PrescribeTest, EachLineCarriesItsRuleItsStatementAndItsSource) {
  const auto check = [](const auto& reasons, const std::string& where) {
    EXPECT_FALSE(reasons.empty()) << where;
    for (const v1::Reason& reason : reasons) {
      EXPECT_FALSE(reason.rule_id().empty()) << where;
      EXPECT_FALSE(reason.statement().empty()) << where;
      EXPECT_EQ(reason.statement().find('{'), std::string::npos) << reason.statement();
      EXPECT_NE(reason.source().grade(), v1::EVIDENCE_GRADE_UNSPECIFIED)
          << where << ' ' << reason.rule_id();
    }
  };
  for (const v1::ProgramWeek& week : program().weeks()) {
    for (const v1::ProgramItem& item : week.items()) {
      check(item.reasons(), std::to_string(week.week_number()) + ' ' + item.exercise());
    }
  }
  for (const v1::ExcludedExercise& excluded : program().excluded_exercises()) {
    check(excluded.reasons(), excluded.exercise());
  }
  for (const v1::Finding& finding : program().findings()) {
    EXPECT_FALSE(finding.summary().empty()) << finding.rule_id();
  }
}

// Each exercise of the catalogue stands in a week or among those left out, never in neither. The
// support items, warm-up and breathing, are no exercises.
TEST_P(PrescribeTest, EveryExerciseIsUsedOrExplained) {
  if (program().state() != v1::Program::STATE_DRAFT) return;
  std::set<std::string> said = {"exercises/W-00", "exercises/B-00"};
  for (const v1::ExcludedExercise& excluded : program().excluded_exercises()) {
    said.insert(excluded.exercise());
  }
  for (const v1::ProgramWeek& week : program().weeks()) {
    for (const v1::ProgramItem& item : week.items()) said.insert(item.exercise());
  }
  v1::ListExercisesRequest request;
  request.set_parent(vignette_.request.parent());
  request.set_page_size(100);
  v1::ListExercisesResponse all;
  const auto context = support::RunningService::Context();
  ASSERT_TRUE(
      service_->Stub<v1::CatalogueService>()->ListExercises(context.get(), request, &all).ok());
  EXPECT_EQ(all.exercises_size(), 35);
  for (const v1::Exercise& exercise : all.exercises()) {
    EXPECT_TRUE(said.count(exercise.name()) != 0) << exercise.name();
  }
}

TEST_P(PrescribeTest, TheSameRequestGivesTheSameBytes) {
  EXPECT_EQ(Preview().program.SerializeAsString(), program().SerializeAsString());
}

INSTANTIATE_TEST_SUITE_P(Cases, PrescribeTest, ::testing::ValuesIn(support::VignettesIn(Folder())));

// -- The judge itself ---------------------------------------------------------------------------

// What the judge says of a program of one week with one item.
std::vector<std::string> NotMet(const std::string& expectation) {
  support::Outcome outcome;
  outcome.program.set_state(v1::Program::STATE_DRAFT);
  v1::ProgramWeek* week = outcome.program.add_weeks();
  v1::ProgramItem* item = week->add_items();
  item->set_exercise("exercises/HS-01");
  v1::SideDose* dose = item->add_doses();
  dose->set_side(v1::SIDE_LEFT);
  dose->set_set_count(1);
  dose->set_repetition_count(4);
  dose->mutable_hold_duration()->set_seconds(15);
  dose->set_day_count_per_week(7);
  dose->set_session_count_per_day(1);
  dose->set_weekly_hold_seconds(420);
  const auto expect = Poco::JSON::Parser().parse(expectation).extract<Poco::JSON::Object::Ptr>();
  std::vector<std::string> not_met;
  for (const support::Verdict& verdict : Judge(*expect, outcome)) {
    if (!verdict.met) not_met.push_back(verdict.expectation + " / " + verdict.found);
  }
  return not_met;
}

TEST(VignetteTest, WhatIsAsExpectedIsMet) {
  EXPECT_THAT(NotMet(R"({"state": "DRAFT", "rules": [], "include": {"1": ["HS-02|HS-01"]},
      "exclude": {"all": ["HS-04"]}, "dose": {"1": {"HS-01 LEFT": "4x15 s x7 = 420"}}})"),
              ::testing::IsEmpty());
}

TEST(VignetteTest, WhatIsOtherwiseIsNotMetAndSaysWhatWasFound) {
  using ::testing::ElementsAre;
  EXPECT_THAT(NotMet(R"({"dose": {"1": {"HS-01": "3x20 s x7 = 420"}}})"),
              ElementsAre("dose, week 1, HS-01: 3x20 s x7 = 420 / HS-01 4x15 s x7 = 420"));
  EXPECT_THAT(NotMet(R"({"dose": {"1": {"HS-01 RIGHT": "4x15 s x7 = 420"}}})"),
              ElementsAre("dose, week 1, HS-01 RIGHT: 4x15 s x7 = 420 / HS-01 nothing"));
  EXPECT_THAT(NotMet(R"({"exclude": {"1-": ["HS-01"]}})"),
              ElementsAre("exclude, week 1-: HS-01 / in week 1"));
  EXPECT_THAT(NotMet(R"({"include": {"2": ["HS-01"]}})"),
              ElementsAre("include, week 2: HS-01 / nothing"));
  EXPECT_THAT(NotMet(R"({"rules": ["S-39"]})"), ElementsAre("rules: S-39 / nothing"));
  EXPECT_THAT(NotMet(R"({"state": "REFUSED"})"), ElementsAre("state: REFUSED / DRAFT"));
}

TEST(VignetteTest, AKeyThatNobodyJudgesIsNotMet) {
  EXPECT_THAT(NotMet(R"({"doze": {}})"), ::testing::ElementsAre("doze / a key that nobody judges"));
  EXPECT_THAT(NotMet(R"({"dose": []})"),
              ::testing::ElementsAre("dose / an expectation in another form than the format's"));
}

}  // namespace
}  // namespace ischia
