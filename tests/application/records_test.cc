#include "service/application/use_cases/records.h"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/assessment_builder.h"
#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::ErrorCode;
using test::Clinic;
using test::HasError;
using test::IsOk;
using test::ViolationOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

PatientFields Somebody() {
  PatientFields fields;
  fields.given_name = "Test";
  fields.family_name = "Patient";
  return fields;
}

class RecordsTest : public ::testing::Test {
 protected:
  Clinic clinic_;
};

TEST_F(RecordsTest, APatientIsReadAsItWasCreated) {
  PatientFields fields = Somebody();
  fields.host_reference = HostReference{"host", "4711"};
  fields.birth_date = domain::CivilDay{std::chrono::year{1980} / 2 / 29};
  fields.language_code = "de";
  fields.large_print = true;
  const auto created =
      clinic_.records.CreatePatient(clinic_.Changing(), {clinic_.practice, fields, "pat-1"});
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->fields, fields);
  EXPECT_EQ(created->name.patient.text(), "pat-1");
  EXPECT_THAT(clinic_.records.GetPatient(clinic_.Reading(), created->name),
              test::IsOkAndHolds(*created));
}

TEST_F(RecordsTest, ANameWithALineBreakIsRefused) {
  PatientFields fields = Somebody();
  fields.family_name = "Patient\r\nBcc: all@example.org";
  const auto created =
      clinic_.records.CreatePatient(clinic_.Changing(), {clinic_.practice, fields, {}});
  ASSERT_THAT(created, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(created.error().violations,
              ElementsAre(ViolationOf("patient.family_name", "FIELD_INVALID")));
}

TEST_F(RecordsTest, EdgeAndUseCaseViolationsAreReportedAtOnce) {
  PatientFields fields = Somebody();
  fields.given_name = "";
  fields.email_address = "two@example.org, three@example.org";
  fields.time_zone = "Europe/Atlantis";
  Call call = clinic_.Changing();
  call.request_id = "not a uuid";
  call.found_at_the_edge = {{"patient.sex_for_norms", "is unknown", "FIELD_INVALID"}};
  const auto created = clinic_.records.CreatePatient(call, {clinic_.practice, fields, "UPPER"});
  ASSERT_FALSE(created.ok());
  for (const char* field : {"patient.sex_for_norms", "patient.given_name", "patient.email_address",
                            "patient.time_zone", "patient_id", "request_id"}) {
    EXPECT_THAT(created.error().violations, Contains(ViolationOf(field, "FIELD_INVALID")));
  }
}

TEST_F(RecordsTest, AHostReferenceBelongsToOnePatient) {
  PatientFields fields = Somebody();
  fields.host_reference = HostReference{"host", "4711"};
  const auto first =
      clinic_.records.CreatePatient(clinic_.Changing(), {clinic_.practice, fields, {}});
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(clinic_.records.CreatePatient(clinic_.Changing(), {clinic_.practice, fields, {}}),
              HasError(ErrorCode::kAlreadyExists, "RESOURCE_EXISTS"));
  // Another practice may use the same words.
  EXPECT_THAT(
      clinic_.records.CreatePatient(clinic_.Changing(), {clinic_.other_practice, fields, {}}),
      IsOk());

  const PatientName second = clinic_.NewPatient();
  EXPECT_THAT(
      clinic_.records.UpdatePatient(clinic_.Changing(), {second, fields, {"host_reference"}, {}}),
      HasError(ErrorCode::kAlreadyExists, "RESOURCE_EXISTS"));
  const auto found = clinic_.records.ListPatients(
      clinic_.Reading(), {clinic_.practice, {}, HostReference{"host", "4711"}});
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(found->entries, ElementsAre(*first));
}

TEST_F(RecordsTest, AnUpdateChangesOnlyWhatItsMaskNames) {
  const PatientName name = clinic_.ReachablePatient();
  const PatientRecord before = clinic_.records.GetPatient(clinic_.Reading(), name).value();
  PatientFields fields;
  fields.given_name = "Renamed";
  fields.family_name = "Ignored";
  clinic_.clock.now += std::chrono::hours(1);
  const auto updated = clinic_.records.UpdatePatient(clinic_.Changing(),
                                                     {name, fields, {"given_name"}, before.etag});
  ASSERT_THAT(updated, IsOk());
  EXPECT_EQ(updated->fields.given_name, "Renamed");
  EXPECT_EQ(updated->fields.family_name, before.fields.family_name);
  EXPECT_TRUE(updated->email_confirmed);
  EXPECT_NE(updated->etag, before.etag);
}

TEST_F(RecordsTest, AStaleEtagChangesNothing) {
  const PatientName name = clinic_.NewPatient();
  const PatientRecord before = clinic_.records.GetPatient(clinic_.Reading(), name).value();
  PatientFields fields = before.fields;
  fields.given_name = "First";
  ASSERT_THAT(clinic_.records.UpdatePatient(clinic_.Changing(),
                                            {name, fields, {"given_name"}, before.etag}),
              IsOk());
  fields.given_name = "Second";
  EXPECT_THAT(clinic_.records.UpdatePatient(clinic_.Changing(),
                                            {name, fields, {"given_name"}, before.etag}),
              HasError(ErrorCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_EQ(clinic_.records.GetPatient(clinic_.Reading(), name)->fields.given_name, "First");
}

TEST_F(RecordsTest, OutputOnlyFieldsCannotBeUpdated) {
  const PatientName name = clinic_.NewPatient();
  EXPECT_THAT(clinic_.records.UpdatePatient(clinic_.Changing(),
                                            {name, Somebody(), {"email_confirmed"}, {}}),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(RecordsTest, ANewAddressIsNotConfirmed) {
  const PatientName name = clinic_.ReachablePatient();
  PatientFields fields;
  fields.email_address = "new@example.org";
  const auto updated =
      clinic_.records.UpdatePatient(clinic_.Changing(), {name, fields, {"email_address"}, {}});
  ASSERT_THAT(updated, IsOk());
  EXPECT_FALSE(updated->email_confirmed);
}

TEST_F(RecordsTest, AnAddressIsConfirmedByTypingItAgainAfterTheWarning) {
  const PatientName name = clinic_.NewPatient("pat@example.org");
  const auto confirm = [&](const std::string& address, bool warned) {
    return clinic_.records.ConfirmEmailAddress(clinic_.Changing(), {name, address, warned});
  };
  EXPECT_THAT(confirm("pat@example.com", true),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(confirm("pat@example.org", false),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  const auto confirmed = confirm("pat@example.org", true);
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_TRUE(confirmed->email_confirmed);
}

TEST_F(RecordsTest, PagesWalkOverEveryPatientOnce) {
  std::set<PatientName> created;
  for (int i = 0; i < 7; ++i) created.insert(clinic_.NewPatient());
  std::set<PatientName> walked;
  PageRequest page{3, {}};
  int page_count = 0;
  do {
    const auto found =
        clinic_.records.ListPatients(clinic_.Reading(), {clinic_.practice, page, std::nullopt});
    ASSERT_THAT(found, IsOk());
    for (const PatientRecord& patient : found->entries) {
      EXPECT_TRUE(walked.insert(patient.name).second);
    }
    page.after = found->next;
    ++page_count;
  } while (!page.after.empty());
  EXPECT_EQ(walked, created);
  EXPECT_EQ(page_count, 3);
}

TEST_F(RecordsTest, ANegativePageSizeIsRefused) {
  EXPECT_THAT(
      clinic_.records.ListPatients(clinic_.Reading(), {clinic_.practice, {-1, {}}, std::nullopt}),
      HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(RecordsTest, AnotherPracticesPatientIsNotFoundInTheSameWords) {
  const PatientName name = clinic_.NewPatient();
  const auto foreign =
      clinic_.records.GetPatient(clinic_.Reading(), {clinic_.other_practice, name.patient});
  const auto missing = clinic_.records.GetPatient(clinic_.Reading(),
                                                  {clinic_.practice, domain::PatientId{"nobody"}});
  EXPECT_THAT(foreign, HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(foreign.error(), missing.error());
}

TEST_F(RecordsTest, AnAssessmentIsReadAsItWasRecorded) {
  const PatientName patient = clinic_.NewPatient();
  const AssessmentRecord created = clinic_.NewAssessment(patient, test::LowBackPainAdult());
  EXPECT_EQ(created.recorded_by, "dr-jones");
  EXPECT_THAT(created.content->findings, ::testing::Not(IsEmpty()));
  const auto read = clinic_.records.GetAssessment(clinic_.Reading(), created.name);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(*read, created);
  EXPECT_EQ(read->content.bytes(), created.content.bytes());
}

TEST_F(RecordsTest, AnUnansweredScreenItemIsRefused) {
  domain::AssessmentFields fields = test::TightAdult();
  fields.red_flags.Set(domain::Fact::kFootDrop, domain::Answer::kUnspecified);
  EXPECT_THAT(clinic_.records.CreateAssessment(clinic_.Changing(),
                                               {clinic_.NewPatient(), fields, {}, false}),
              HasError(ErrorCode::kInvalidArgument, "SCREEN_INCOMPLETE"));
}

TEST_F(RecordsTest, ARedFlagIsRecordedHoweverLittleElseIsFilledIn) {
  domain::AssessmentFields fields = test::TightAdult();
  fields.red_flags = {};
  fields.red_flags.Set(domain::Fact::kSaddleNumbness, domain::Answer::kYes);
  const auto created = clinic_.records.CreateAssessment(clinic_.Changing(),
                                                        {clinic_.NewPatient(), fields, {}, false});
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->content->findings.at(0).severity, domain::Severity::kRefuseRefer);
}

TEST_F(RecordsTest, ADryRunStoresNothingButItsEvent) {
  const PatientName patient = clinic_.NewPatient();
  const std::size_t events_before = clinic_.Trail().size();
  const auto tried = clinic_.records.CreateAssessment(clinic_.Changing(),
                                                      {patient, test::TightAdult(), "mine", true});
  ASSERT_THAT(tried, IsOk());
  EXPECT_TRUE(tried->name.assessment.text().empty());
  EXPECT_THAT(clinic_.Trail(), SizeIs(events_before + 1));
  EXPECT_EQ(clinic_.Trail().back().reason, "VALIDATE_ONLY");
  const auto listed = clinic_.records.ListAssessments(clinic_.Reading(), patient, {});
  ASSERT_THAT(listed, IsOk());
  EXPECT_THAT(listed->entries, IsEmpty());
}

}  // namespace
}  // namespace ischia::app
