#include "service/application/use_cases/programs.h"

#include <gmock/gmock.h>

#include "service/application/short_code.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::ErrorCode;
using domain::ProgramState;
using test::Clinic;
using test::HasError;
using test::IsOk;
using test::kStartDate;
using test::ViolationOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Low-back pain with a finding that must be acknowledged, where there is one.
class ProgramsTest : public ::testing::Test {
 protected:
  // A severely raised but asymptomatic blood pressure modifies the program and asks to be read.
  ProgramRecord DraftToAcknowledge() {
    const PatientName patient = clinic_.NewPatient();
    domain::AssessmentFields fields = test::TightAdult();
    fields.age_years = 45;
    fields.systolic_mmhg = 165;
    fields.diastolic_mmhg = 85;
    const AssessmentRecord assessment = clinic_.NewAssessment(patient, fields);
    return clinic_.programs
        .CreateProgram(clinic_.Changing(), {patient, assessment.name, kStartDate, {}, false})
        .value();
  }
  static std::vector<domain::RuleId> ToAcknowledge(const ProgramRecord& program) {
    std::vector<domain::RuleId> rules;
    for (const domain::Finding& finding : program.content->findings) {
      if (finding.acknowledgement_required) rules.push_back(finding.rule_id);
    }
    return rules;
  }

  Clinic clinic_;
};

TEST_F(ProgramsTest, APreviewReadsAndLeavesNothing) {
  const std::size_t events_before = clinic_.Trail().size();
  const auto preview = clinic_.programs.PreviewProgram(
      clinic_.Reading(), {clinic_.practice, test::TightAdult(), kStartDate});
  ASSERT_THAT(preview, IsOk());
  EXPECT_THAT(preview->weeks, SizeIs(12));
  EXPECT_THAT(clinic_.Trail(), SizeIs(events_before));
}

TEST_F(ProgramsTest, APreviewReportsEveryViolationAtOnce) {
  domain::AssessmentFields fields = test::TightAdult();
  fields.minutes_per_day = 99;
  Call call = clinic_.Reading();
  call.found_at_the_edge = {{"assessment.kind", "is unknown", "FIELD_INVALID"}};
  const auto preview =
      clinic_.programs.PreviewProgram(call, {clinic_.practice, fields, std::nullopt});
  ASSERT_THAT(preview, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(preview.error().violations, SizeIs(3));
}

TEST_F(ProgramsTest, ADraftIsReadAsItWasMade) {
  const ProgramRecord draft = clinic_.Draft(clinic_.NewPatient());
  EXPECT_EQ(draft.state, ProgramState::kDraft);
  EXPECT_EQ(ReadShortCode(draft.short_code), draft.short_code);
  const auto read = clinic_.programs.GetProgram(clinic_.Reading(), draft.name);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(*read, draft);
  EXPECT_EQ(read->content.bytes(), draft.content.bytes());
  EXPECT_EQ(Hex(clinic_.digest.Sha256(read->content.bytes())), draft.program_sha256);
}

TEST_F(ProgramsTest, TheSameInputsGiveTheSameDigests) {
  const PatientName patient = clinic_.NewPatient();
  const ProgramRecord one = clinic_.Draft(patient);
  const ProgramRecord other = clinic_.Draft(patient);
  EXPECT_EQ(one.input_sha256, other.input_sha256);
  EXPECT_EQ(one.program_sha256, other.program_sha256);
  EXPECT_NE(one.short_code, other.short_code);
}

TEST_F(ProgramsTest, ADryRunStoresNothing) {
  const PatientName patient = clinic_.NewPatient();
  const AssessmentRecord assessment = clinic_.NewAssessment(patient, test::TightAdult());
  const auto tried = clinic_.programs.CreateProgram(
      clinic_.Changing(), {patient, assessment.name, kStartDate, "mine", true});
  ASSERT_THAT(tried, IsOk());
  EXPECT_TRUE(tried->name.program.text().empty());
  EXPECT_THAT(tried->content->weeks, SizeIs(12));
  EXPECT_THAT(clinic_.programs.ListPrograms(clinic_.Reading(), {patient, {}, {}})->entries,
              IsEmpty());
}

TEST_F(ProgramsTest, AnotherPatientsAssessmentIsRefused) {
  const AssessmentRecord foreign = clinic_.NewAssessment(clinic_.NewPatient(), test::TightAdult());
  const auto made = clinic_.programs.CreateProgram(
      clinic_.Changing(), {clinic_.NewPatient(), foreign.name, kStartDate, {}, false});
  ASSERT_THAT(made, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(made.error().violations, ElementsAre(ViolationOf("assessment", "FIELD_INVALID")));
}

TEST_F(ProgramsTest, ActivationNeedsEveryAcknowledgementByName) {
  const ProgramRecord draft = DraftToAcknowledge();
  const std::vector<domain::RuleId> rules = ToAcknowledge(draft);
  ASSERT_THAT(rules, ::testing::Not(IsEmpty()));
  const auto activate = [&](const std::vector<domain::RuleId>& acknowledged) {
    return clinic_.programs.ActivateProgram(clinic_.Changing(),
                                            {draft.name, draft.etag, acknowledged, "read"});
  };
  const auto refused = activate({});
  ASSERT_THAT(refused, HasError(ErrorCode::kFailedPrecondition, "ACKNOWLEDGEMENT_MISSING"));
  EXPECT_THAT(refused.error().violations, SizeIs(rules.size()));

  const auto active = activate(rules);
  ASSERT_THAT(active, IsOk());
  EXPECT_EQ(active->state, ProgramState::kActive);
  EXPECT_EQ(active->activated_by, "dr-jones");
  ASSERT_THAT(active->acknowledgements, SizeIs(rules.size()));
  EXPECT_EQ(active->acknowledgements[0].comment, "read");
  EXPECT_THAT(clinic_.programs.GetProgram(clinic_.Reading(), draft.name),
              test::IsOkAndHolds(*active));
}

TEST_F(ProgramsTest, AStaleEtagActivatesNothing) {
  const ProgramRecord draft = clinic_.Draft(clinic_.NewPatient());
  EXPECT_THAT(clinic_.programs.ActivateProgram(clinic_.Changing(), {draft.name, "stale", {}, {}}),
              HasError(ErrorCode::kAborted, "ETAG_MISMATCH"));
}

TEST_F(ProgramsTest, AnActiveProgramIsNotActivatedAgain) {
  const ProgramRecord active = clinic_.ActiveProgram();
  EXPECT_THAT(
      clinic_.programs.ActivateProgram(clinic_.Changing(), {active.name, active.etag, {}, {}}),
      HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(ProgramsTest, ARefusalIsStoredAndCannotBeActivated) {
  const ProgramRecord refused = clinic_.RefusedProgram();
  EXPECT_EQ(refused.state, ProgramState::kRefused);
  EXPECT_THAT(refused.content->weeks, IsEmpty());
  EXPECT_THAT(
      clinic_.programs.ActivateProgram(clinic_.Changing(), {refused.name, refused.etag, {}, {}}),
      HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(ProgramsTest, ProgramsAreListedByState) {
  const PatientName patient = clinic_.ReachablePatient();
  const ProgramRecord draft = clinic_.Draft(patient);
  const ProgramRecord active = clinic_.Activated(clinic_.Draft(patient));
  const auto list = [&](ProgramState state) {
    return clinic_.programs.ListPrograms(clinic_.Reading(), {patient, state, {}}).value().entries;
  };
  EXPECT_THAT(list(ProgramState::kDraft), ElementsAre(draft));
  EXPECT_THAT(list(ProgramState::kActive), ElementsAre(active));
  EXPECT_THAT(list(ProgramState::kUnspecified), SizeIs(2));
}

TEST(ShortCodeTest, ASingleWrongSymbolOrASwapIsFound) {
  test::FakeIds ids;
  const std::string code = NewShortCode(ids);
  ASSERT_EQ(code.size(), 9U);
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (code[i] == '-') continue;
    std::string wrong = code;
    wrong[i] = code[i] == '5' ? '6' : '5';
    EXPECT_EQ(ReadShortCode(wrong), std::nullopt) << wrong;
  }
  std::string swapped = "7K3M9T-27";
  std::swap(swapped[0], swapped[1]);
  EXPECT_EQ(ReadShortCode(swapped), std::nullopt);
}

TEST(ShortCodeTest, WhatAPersonTypesIsUnderstood) {
  EXPECT_EQ(ReadShortCode("7K3M9T-27"), "7K3M9T-27");
  EXPECT_EQ(ReadShortCode(" 7k3m9t 27"), "7K3M9T-27");
  EXPECT_EQ(ReadShortCode("7K3M9U-27"), std::nullopt);
  EXPECT_EQ(ReadShortCode(""), std::nullopt);
}

}  // namespace
}  // namespace ischia::app
