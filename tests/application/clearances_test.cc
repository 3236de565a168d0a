#include "service/application/use_cases/clearances.h"

#include <gmock/gmock.h>

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
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ClearancesTest : public ::testing::Test {
 protected:
  domain::ClearanceFields OfTheHip() {
    domain::ClearanceFields fields;
    fields.rule_id = domain::RuleId("S-16");
    fields.cleared_by = "Dr. Ada Lind";
    fields.cleared_by_role = "surgeon";
    fields.clearance_date = kStartDate;
    fields.reason = "healed well";
    return fields;
  }
  // Five weeks after a hip replacement on the right.
  AssessmentRecord NewHip() {
    domain::AssessmentFields fields = test::TightAdult();
    domain::Comorbidity& entry = fields.comorbidities.emplace_back();
    entry.code = domain::ComorbidityCode::kHipReplacementPosterior;
    entry.side = domain::Side::kRight;
    entry.weeks_since = 5;
    fields.equipment.set(static_cast<std::size_t>(domain::Equipment::kBed));
    return clinic_.NewAssessment(patient_, fields);
  }
  domain::Result<ClearanceRecord> Record(const domain::ClearanceFields& fields) {
    return clinic_.clearances.CreateClearance(clinic_.Changing(), {patient_, fields});
  }
  ProgramRecord Made(const AssessmentRecord& assessment) {
    return clinic_.programs
        .CreateProgram(clinic_.Changing(), {patient_, assessment.name, kStartDate, {}, false})
        .value();
  }

  Clinic clinic_;
  const PatientName patient_ = clinic_.NewPatient();
};

TEST_F(ClearancesTest, AClearanceIsKeptWithWhoRecordedIt) {
  const auto recorded = Record(OfTheHip());
  ASSERT_THAT(recorded, IsOk());
  EXPECT_EQ(recorded->fields, OfTheHip());
  EXPECT_FALSE(recorded->recorded_by.empty());
  const auto listed = clinic_.clearances.ListClearances(clinic_.Reading(), patient_, {});
  ASSERT_THAT(listed, IsOk());
  EXPECT_THAT(listed->entries, ElementsAre(*recorded));
}

TEST_F(ClearancesTest, ItCountsForProgramsMadeFromThenOn) {
  const AssessmentRecord assessment = NewHip();
  const ProgramRecord before = Made(assessment);
  EXPECT_EQ(before.state, ProgramState::kRefused);
  ASSERT_THAT(Record(OfTheHip()), IsOk());
  const ProgramRecord after = Made(assessment);
  EXPECT_EQ(after.state, ProgramState::kDraft);
  EXPECT_NE(after.input_sha256, before.input_sha256);
  EXPECT_EQ(clinic_.programs.GetProgram(clinic_.Reading(), before.name)->state,
            ProgramState::kRefused);
}

TEST_F(ClearancesTest, OneThatHasEndedByTheFirstDayDoesNotCount) {
  const AssessmentRecord assessment = NewHip();
  domain::ClearanceFields ended = OfTheHip();
  ended.clearance_date = kStartDate - std::chrono::days(9);
  ended.expiry_date = kStartDate - std::chrono::days(1);
  ASSERT_THAT(Record(ended), IsOk());
  EXPECT_EQ(Made(assessment).state, ProgramState::kRefused);
}

TEST_F(ClearancesTest, AnotherPatientsClearanceDoesNotCount) {
  const AssessmentRecord assessment = NewHip();
  ASSERT_THAT(
      clinic_.clearances.CreateClearance(clinic_.Changing(), {clinic_.NewPatient(), OfTheHip()}),
      IsOk());
  EXPECT_EQ(Made(assessment).state, ProgramState::kRefused);
}

// The practice lies two hours ahead: its day ends while it is still the day before in UTC.
TEST_F(ClearancesTest, TheFutureBeginsAfterThePracticesToday) {
  domain::ClearanceFields fields = OfTheHip();
  fields.clearance_date = kStartDate + std::chrono::days(1);
  const auto refused = Record(fields);
  ASSERT_THAT(refused, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(refused.error().violations,
              ElementsAre(ViolationOf("clearance_date", "FIELD_INVALID")));
  clinic_.clock.now = kStartDate + std::chrono::hours(24);
  EXPECT_THAT(Record(fields), IsOk());
}

TEST_F(ClearancesTest, NobodyLiftsARedFlag) {
  domain::ClearanceFields fields = OfTheHip();
  fields.rule_id = domain::RuleId("S-01");
  EXPECT_THAT(Record(fields), HasError(ErrorCode::kFailedPrecondition, "CLEARANCE_NOT_ALLOWED"));
  EXPECT_THAT(clinic_.clearances.ListClearances(clinic_.Reading(), patient_, {})->entries,
              IsEmpty());
}

TEST_F(ClearancesTest, TheSameRequestRecordsOnce) {
  const Call call = clinic_.Changing();
  const auto first = clinic_.clearances.CreateClearance(call, {patient_, OfTheHip()});
  const auto again = clinic_.clearances.CreateClearance(call, {patient_, OfTheHip()});
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(*again, *first);
  EXPECT_THAT(clinic_.clearances.ListClearances(clinic_.Reading(), patient_, {})->entries,
              SizeIs(1));
}

TEST_F(ClearancesTest, EachLeavesItsEvent) {
  const std::size_t before = clinic_.Trail().size();
  ASSERT_THAT(Record(OfTheHip()), IsOk());
  const std::vector<AuditEvent> trail = clinic_.Trail();
  ASSERT_THAT(trail, SizeIs(before + 1));
  EXPECT_EQ(trail.back().action, "clearance.create");
  EXPECT_EQ(trail.back().object_type, "clearance");
}

TEST_F(ClearancesTest, AnUnknownPatientHasNone) {
  const PatientName nobody{clinic_.practice, domain::PatientId{"nobody"}};
  EXPECT_THAT(clinic_.clearances.CreateClearance(clinic_.Changing(), {nobody, OfTheHip()}),
              HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(clinic_.clearances.ListClearances(clinic_.Reading(), nobody, {}),
              HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

TEST_F(ClearancesTest, PagesFollowTheIds) {
  for (int i = 0; i < 3; ++i) ASSERT_THAT(Record(OfTheHip()), IsOk());
  const auto first = clinic_.clearances.ListClearances(clinic_.Reading(), patient_, {2, {}});
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(first->entries, SizeIs(2));
  const auto rest =
      clinic_.clearances.ListClearances(clinic_.Reading(), patient_, {2, first->next});
  ASSERT_THAT(rest, IsOk());
  EXPECT_THAT(rest->entries, SizeIs(1));
  EXPECT_EQ(rest->next, "");
}

// -- Previews -------------------------------------------------------------------------------------

domain::Result<domain::Program> Previewed(Clinic& clinic,
                                          std::vector<domain::ClearanceFields> clearances) {
  domain::AssessmentFields fields = test::TightAdult();
  domain::Comorbidity& entry = fields.comorbidities.emplace_back();
  entry.code = domain::ComorbidityCode::kKneeReplacement;
  return clinic.programs.PreviewProgram(
      clinic.Reading(), {clinic.practice, fields, kStartDate, std::move(clearances)});
}

TEST_F(ClearancesTest, APreviewTakesTheClearancesItIsHanded) {
  EXPECT_EQ(Previewed(clinic_, {})->state, ProgramState::kRefused);
  domain::ClearanceFields knee = OfTheHip();
  knee.rule_id = domain::RuleId("S-18");
  EXPECT_EQ(Previewed(clinic_, {knee})->state, ProgramState::kDraft);
}

TEST_F(ClearancesTest, APreviewNamesTheFaultsOfEach) {
  domain::ClearanceFields late = OfTheHip();
  late.clearance_date = kStartDate + std::chrono::days(1);
  domain::ClearanceFields nameless = OfTheHip();
  nameless.cleared_by.clear();
  const auto refused = Previewed(clinic_, {late, nameless});
  ASSERT_THAT(refused, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(refused.error().violations,
              ElementsAre(ViolationOf("clearances[0].clearance_date", "FIELD_INVALID"),
                          ViolationOf("clearances[1].cleared_by", "FIELD_INVALID")));
  domain::ClearanceFields red_flag = OfTheHip();
  red_flag.rule_id = domain::RuleId("S-03");
  EXPECT_THAT(Previewed(clinic_, {red_flag}),
              HasError(ErrorCode::kFailedPrecondition, "CLEARANCE_NOT_ALLOWED"));
}

}  // namespace
}  // namespace ischia::app
