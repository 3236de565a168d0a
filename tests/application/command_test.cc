#include "service/application/command.h"

#include <gmock/gmock.h>

#include <string>

#include "service/application/audit_trail.h"
#include "service/storage/sql_store.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/clinic.h"
#include "tests/support/raw_database.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temp_folder.h"

namespace ischia::app {
namespace {

using domain::ErrorCode;
using test::Clinic;
using test::HasError;
using test::IsOk;
using test::IsOkAndHolds;
using test::kStartDate;
using test::RawDatabase;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kUuid[] = "12345678-1234-4234-9234-123456789abc";

CreatePatientRequest Somebody(const Clinic& clinic, const std::string& family_name = "Patient") {
  PatientFields patient;
  patient.given_name = "Test";
  patient.family_name = family_name;
  return {clinic.practice, patient, {}};
}

// -- Once and only once -------------------------------------------------------------------------

TEST(CommandTest, TheSameRequestGivesTheSameAnswerAndChangesNothing) {
  Clinic clinic;
  const Call call = Clinic::CallOf(Role::kClinician, kUuid);
  const auto first = clinic.records.CreatePatient(call, Somebody(clinic));
  ASSERT_THAT(first, IsOk());
  clinic.clock.now += std::chrono::hours(1);
  EXPECT_THAT(clinic.records.CreatePatient(call, Somebody(clinic)), IsOkAndHolds(*first));
  EXPECT_THAT(clinic.records.ListPatients(clinic.Reading(), {clinic.practice, {}, {}})->entries,
              SizeIs(1));
}

TEST(CommandTest, TheAnswerOfARepeatedRequestIsTheOneOfThatTime) {
  Clinic clinic;
  const PatientName patient = clinic.ReachablePatient();
  const AssessmentRecord assessment = clinic.NewAssessment(patient, test::TightAdult());
  const Call call = Clinic::CallOf(Role::kClinician, kUuid);
  const CreateProgramRequest request{patient, assessment.name, kStartDate, {}, false};
  const auto draft = clinic.programs.CreateProgram(call, request);
  ASSERT_THAT(draft, IsOk());
  clinic.Activated(*draft);
  EXPECT_THAT(clinic.programs.CreateProgram(call, request), IsOkAndHolds(*draft));
}

TEST(CommandTest, ARequestIdIsNotUsedForAnotherRequest) {
  Clinic clinic;
  const Call call = Clinic::CallOf(Role::kClinician, kUuid);
  ASSERT_THAT(clinic.records.CreatePatient(call, Somebody(clinic)), IsOk());
  EXPECT_THAT(clinic.records.CreatePatient(call, Somebody(clinic, "Other")),
              HasError(ErrorCode::kInvalidArgument, "REQUEST_ID_REUSED"));
  EXPECT_THAT(clinic.records.ListPatients(clinic.Reading(), {clinic.practice, {}, {}})->entries,
              SizeIs(1));
}

TEST(CommandTest, AFailedRequestMayBeRepeated) {
  Clinic clinic;
  const PatientName patient = clinic.NewPatient();
  const Call call = Clinic::CallOf(Role::kClinician, kUuid);
  const ConfirmEmailAddressRequest wrong{patient, "wrong@example.org", true};
  ASSERT_FALSE(clinic.records.ConfirmEmailAddress(call, wrong).ok());
  EXPECT_THAT(clinic.records.ConfirmEmailAddress(call, {patient, "pat@example.org", true}), IsOk());
}

TEST(CommandTest, RequestsAreForgottenAfterSevenDays) {
  Clinic clinic;
  const Call call = Clinic::CallOf(Role::kClinician, kUuid);
  ASSERT_THAT(clinic.records.CreatePatient(call, Somebody(clinic)), IsOk());
  clinic.clock.now += std::chrono::days(7);
  EXPECT_THAT(clinic.command.ForgetOldRequests(clinic.practice), IsOkAndHolds(0));
  EXPECT_EQ(clinic.Trail().back().action, "patient.create");
  clinic.clock.now += std::chrono::milliseconds(1);
  EXPECT_THAT(clinic.command.ForgetOldRequests(clinic.practice), IsOkAndHolds(1));
  EXPECT_EQ(clinic.Trail().back().action, "request.forget");
}

TEST(CommandTest, AChangeNeedsAUuid) {
  Clinic clinic;
  EXPECT_THAT(clinic.records.CreatePatient(clinic.Reading(), Somebody(clinic)),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

// -- Who may ------------------------------------------------------------------------------------

TEST(AuthorizeTest, PatientsAreTheCliniciansAlone) {
  for (const MethodRow& row : RoleTable()) {
    if (!row.action.starts_with("patient.")) continue;
    EXPECT_TRUE(row.roles.Has(Role::kClinician)) << row.name;
    for (const Role role : {Role::kAuditor, Role::kAdmin, Role::kService, Role::kWorker}) {
      EXPECT_FALSE(row.roles.Has(role)) << row.name;
    }
  }
}

TEST(AuthorizeTest, AnAdminReadsAndChangesThePracticeAndNoPatient) {
  std::vector<std::string_view> allowed;
  for (const MethodRow& row : RoleTable()) {
    if (row.roles.Has(Role::kAdmin) && row.object_type != "catalogue") allowed.push_back(row.name);
  }
  EXPECT_THAT(allowed, ::testing::UnorderedElementsAre(
                           "PracticeService/GetPractice", "PracticeService/UpdatePractice",
                           "LaunchService/RevokeLaunch", "console/OpenPractice"));
  for (const Role role : {Role::kClinician, Role::kAuditor, Role::kService, Role::kWorker}) {
    EXPECT_FALSE(RowOf(Method::kUpdatePractice).roles.Has(role));
    EXPECT_FALSE(RowOf(Method::kOpenPractice).roles.Has(role));
  }
}

TEST(AuthorizeTest, NoEdgeCanNameTheServiceItself) {
  EXPECT_THAT(RoleNamed("clinician"), Eq(Role::kClinician));
  EXPECT_THAT(RoleNamed("worker"), Eq(std::nullopt));
  EXPECT_THAT(RoleNamed(""), Eq(std::nullopt));
}

TEST(CommandTest, ADenialIsOnRecordBeforeItsAnswer) {
  Clinic clinic;
  const PatientName patient = clinic.NewPatient();
  EXPECT_THAT(clinic.records.GetPatient(Clinic::CallOf(Role::kAdmin), patient),
              HasError(ErrorCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const AuditEvent event = clinic.Trail().back();
  EXPECT_EQ(event.outcome, AuditOutcome::kDenied);
  EXPECT_EQ(event.action, "patient.read");
  EXPECT_EQ(event.role, "admin");
  EXPECT_EQ(event.reason, "ROLE_NOT_ALLOWED");
}

TEST(CommandTest, APracticeThatDoesNotExistIsNotFound) {
  Clinic clinic;
  const PatientName nobody{domain::PracticeId{"nowhere"}, domain::PatientId{"x"}};
  EXPECT_THAT(clinic.records.GetPatient(clinic.Reading(), nobody),
              HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
}

// -- On record ----------------------------------------------------------------------------------

TEST(AuditTrailTest, EveryMethodLeavesExactlyOneEvent) {
  Clinic clinic;
  std::size_t count = clinic.Trail().size();
  const auto expect_one = [&](std::string_view action) {
    const std::vector<AuditEvent> trail = clinic.Trail();
    EXPECT_THAT(trail, SizeIs(count + 1)) << action;
    EXPECT_EQ(trail.back().action, action);
    EXPECT_EQ(trail.back().outcome, AuditOutcome::kDone) << action;
    count = trail.size();
  };
  const PatientName patient = clinic.NewPatient();
  expect_one("patient.create");
  ASSERT_THAT(clinic.records.GetPatient(clinic.Reading(), patient), IsOk());
  expect_one("patient.read");
  ASSERT_THAT(clinic.records.ListPatients(clinic.Reading(), {clinic.practice, {}, {}}), IsOk());
  expect_one("patient.list");
  PatientFields german;
  german.language_code = "de";
  ASSERT_THAT(
      clinic.records.UpdatePatient(clinic.Changing(), {patient, german, {"language_code"}, {}}),
      IsOk());
  expect_one("patient.update");
  ASSERT_THAT(
      clinic.records.ConfirmEmailAddress(clinic.Changing(), {patient, "pat@example.org", true}),
      IsOk());
  expect_one("patient.confirm_email_address");
  const AssessmentRecord assessment = clinic.NewAssessment(patient, test::TightAdult());
  expect_one("assessment.create");
  ASSERT_THAT(clinic.records.GetAssessment(clinic.Reading(), assessment.name), IsOk());
  expect_one("assessment.read");
  ASSERT_THAT(clinic.records.ListAssessments(clinic.Reading(), patient, {}), IsOk());
  expect_one("assessment.list");
  const ProgramRecord draft =
      clinic.programs
          .CreateProgram(clinic.Changing(), {patient, assessment.name, kStartDate, {}, false})
          .value();
  expect_one("program.create");
  ASSERT_THAT(clinic.programs.GetProgram(clinic.Reading(), draft.name), IsOk());
  expect_one("program.read");
  ASSERT_THAT(clinic.programs.ListPrograms(clinic.Reading(), {patient, {}, {}}), IsOk());
  expect_one("program.list");
  const ProgramRecord active = clinic.Activated(draft);
  expect_one("program.activate");
  const HandoutRecord sheet = clinic.Sheet(active);
  expect_one("handout.create");
  ASSERT_THAT(clinic.handouts.GetHandout(clinic.Reading(), sheet.name), IsOk());
  expect_one("handout.read");
  ASSERT_THAT(clinic.handouts.ListHandouts(clinic.Reading(), active.name, {}), IsOk());
  expect_one("handout.list");
  ASSERT_THAT(clinic.handouts.DownloadHandout(clinic.Reading(), sheet.name), IsOk());
  expect_one("handout.download");
  const DeliveryRecord delivery =
      clinic.deliveries.SendHandout(clinic.Changing(), {sheet.name, {}}).value();
  expect_one("handout.send");
  ASSERT_THAT(clinic.deliveries.GetDelivery(clinic.Reading(), delivery.name), IsOk());
  expect_one("delivery.read");
  ASSERT_THAT(clinic.deliveries.ListDeliveries(clinic.Reading(), {sheet.name, {}, {}}), IsOk());
  expect_one("delivery.list");
  ASSERT_THAT(clinic.deliveries.CancelDelivery(clinic.Changing(), delivery.name), IsOk());
  expect_one("delivery.cancel");
  domain::CheckInFields fields;
  fields.origin = domain::Origin::kVisit;
  fields.session_date = kStartDate;
  fields.done = domain::Answer::kYes;
  const CheckInRecord check_in =
      clinic.follow_up.CreateCheckIn(clinic.Changing(), {active.name, fields}).value();
  expect_one("check_in.create");
  ASSERT_THAT(clinic.follow_up.GetCheckIn(clinic.Reading(), check_in.name), IsOk());
  expect_one("check_in.read");
  ASSERT_THAT(clinic.follow_up.ListCheckIns(clinic.Reading(), {active.name, {}, {}, {}}), IsOk());
  expect_one("check_in.list");
  ASSERT_THAT(clinic.follow_up.GetAdherenceReport(clinic.Reading(), active.name, kStartDate),
              IsOk());
  expect_one("report.read");
  ASSERT_THAT(clinic.filings.ListFilings(clinic.Reading(), active.name, {}), IsOk());
  expect_one("filing.list");
  PatientContext context;
  context.host_reference = {"host", "4711"};
  context.given_name = "Somebody";
  context.family_name = "Else";
  const Opened launch =
      clinic.launches.CreateLaunch(clinic.Changing(), {clinic.practice, context, {}, true}).value();
  expect_one("launch.create");
  ASSERT_THAT(clinic.launches.Redeem(clinic.practice, launch.ticket), IsOk());
  expect_one("launch.redeem");
  ASSERT_THAT(clinic.launches.RevokeLaunch(clinic.Changing(), launch.launch.name), IsOk());
  expect_one("launch.revoke");
  ASSERT_THAT(clinic.launches.Leave(clinic.Changing(), launch.launch.name), IsOk());
  expect_one("launch.leave");
}

TEST(AuditTrailTest, FailuresAndRepetitionsLeaveOneEventToo) {
  Clinic clinic;
  const std::size_t before = clinic.Trail().size();
  const Call call = Clinic::CallOf(Role::kClinician, kUuid);
  ASSERT_THAT(clinic.records.CreatePatient(call, Somebody(clinic)), IsOk());
  ASSERT_THAT(clinic.records.CreatePatient(call, Somebody(clinic)), IsOk());
  ASSERT_FALSE(clinic.records.CreatePatient(call, Somebody(clinic, "Other")).ok());
  const std::vector<AuditEvent> trail = clinic.Trail();
  ASSERT_THAT(trail, SizeIs(before + 3));
  EXPECT_EQ(trail[before].outcome, AuditOutcome::kDone);
  EXPECT_EQ(trail[before + 1].outcome, AuditOutcome::kReplayed);
  EXPECT_EQ(trail[before + 2].outcome, AuditOutcome::kFailed);
  EXPECT_EQ(trail[before + 2].reason, "REQUEST_ID_REUSED");
}

TEST(AuditTrailTest, NumbersHaveNoGapsInAPractice) {
  Clinic clinic;
  for (int i = 0; i < 3; ++i) (void)clinic.NewPatient();
  (void)clinic.records.GetPatient(clinic.Reading(),
                                  {clinic.other_practice, domain::PatientId{"nobody"}});
  ASSERT_FALSE(clinic.records.CreatePatient(clinic.Reading(), Somebody(clinic)).ok());
  std::int64_t number = 0;
  for (const AuditEvent& event : clinic.Trail()) EXPECT_EQ(event.sequence_number, ++number);
  EXPECT_EQ(number, 5);  // the seed, three patients, one failure
  EXPECT_THAT(clinic.Trail(clinic.other_practice), SizeIs(2));
}

TEST(AuditTrailTest, ALeafIsReadAsTheEventItWasMadeFrom) {
  Clinic clinic;
  (void)clinic.NewPatient();
  const AuditEvent event = clinic.Trail().back();
  EXPECT_EQ(LeafBytes(event), event.leaf_bytes);
  EXPECT_EQ(LeafDigest(clinic.digest, event.leaf_bytes), event.leaf_sha256);
  EXPECT_EQ(event.actor, "dr-jones");
  EXPECT_EQ(event.practice, clinic.practice);
  for (std::size_t size = 0; size < event.leaf_bytes.size(); ++size) {
    EXPECT_EQ(ReadLeaf(event.leaf_bytes.substr(0, size)), std::nullopt);
  }
}

TEST(AuditTrailTest, NoEventHoldsAWordOfThePatient) {
  Clinic clinic;
  const PatientName patient = clinic.NewPatient("pat@example.org");
  for (const AuditEvent& event : clinic.Trail()) {
    EXPECT_THAT(event.leaf_bytes, Not(HasSubstr("Patient")));
    EXPECT_THAT(event.leaf_bytes, Not(HasSubstr("example.org")));
    EXPECT_THAT(event.leaf_bytes, Not(HasSubstr(patient.patient.text())));
  }
}

TEST(AuditTrailTest, AChangeOfAnObjectShowsWhatItWasAndWhatItIs) {
  Clinic clinic;
  const ProgramRecord draft = clinic.Draft(clinic.NewPatient());
  clinic.Activated(draft);
  const std::vector<AuditEvent> trail = clinic.Trail();
  const AuditEvent& made = trail[trail.size() - 2];
  const AuditEvent& activated = trail.back();
  EXPECT_EQ(made.object_pseudonym, activated.object_pseudonym);
  EXPECT_EQ(made.after_sha256, activated.before_sha256);
  EXPECT_NE(activated.before_sha256, activated.after_sha256);
}

TEST(AuditTrailTest, AClockThatWasSetBackIsMarked) {
  Clinic clinic;
  (void)clinic.NewPatient();
  EXPECT_FALSE(clinic.Trail().back().clock_regressed);
  clinic.clock.now -= std::chrono::hours(1);
  (void)clinic.NewPatient();
  EXPECT_TRUE(clinic.Trail().back().clock_regressed);
}

// -- Stopped halfway ----------------------------------------------------------------------------

class BrokenStoreTest : public ::testing::Test {
 protected:
  support::TempFolder folder_;
  Clinic clinic_{storage::OpenSqliteFile(folder_ / "ischia.db").value()};
  RawDatabase raw_{folder_ / "ischia.db"};
};

TEST_F(BrokenStoreTest, NoAuditNoOperation) {
  const PatientName patient = clinic_.NewPatient();
  const std::vector<std::string> before = raw_.Everything();
  raw_.Break("audit_events");
  EXPECT_THAT(clinic_.records.CreatePatient(clinic_.Changing(), Somebody(clinic_)),
              HasError(ErrorCode::kUnavailable, "AUDIT_UNAVAILABLE"));
  EXPECT_THAT(clinic_.records.GetPatient(clinic_.Reading(), patient),
              HasError(ErrorCode::kUnavailable, "AUDIT_UNAVAILABLE"));
  EXPECT_THAT(clinic_.records.GetPatient(Clinic::CallOf(Role::kAdmin), patient),
              HasError(ErrorCode::kUnavailable, "AUDIT_UNAVAILABLE"));
  raw_.Mend("audit_events");
  EXPECT_EQ(raw_.Everything(), before);
}

TEST_F(BrokenStoreTest, AChangeThatFailsAtAnyTableLeavesNothingButItsEvent) {
  const PatientName patient = clinic_.ReachablePatient();
  const AssessmentRecord assessment = clinic_.NewAssessment(patient, test::TightAdult());
  const CreateProgramRequest request{patient, assessment.name, kStartDate, {}, false};
  const Call call = Clinic::CallOf(Role::kClinician, kUuid);
  const std::vector<std::string> trail = {"audit_events", "audit_heads"};
  const std::vector<std::string> before = raw_.Everything(trail);
  for (const char* table : {"requests", "programs", "program_revisions"}) {
    raw_.Break(table);
    EXPECT_THAT(clinic_.programs.CreateProgram(call, request),
                HasError(ErrorCode::kUnavailable, "STORE_UNAVAILABLE"))
        << table;
    raw_.Mend(table);
    EXPECT_EQ(raw_.Everything(trail), before) << table;
    EXPECT_EQ(clinic_.Trail().back().outcome, AuditOutcome::kFailed) << table;
  }
  EXPECT_THAT(clinic_.programs.CreateProgram(call, request), IsOk());
}

TEST_F(BrokenStoreTest, ADamagedHandoutIsNeitherHandedOutNorMailed) {
  const DeliveryRecord queued = clinic_.Queued();
  raw_.Run("UPDATE handout_bytes SET bytes = CAST('%PDF changed' AS BLOB)");
  EXPECT_THAT(clinic_.handouts.DownloadHandout(clinic_.Reading(), queued.name.handout),
              HasError(ErrorCode::kInternal, "INTERNAL"));
  ASSERT_THAT(clinic_.outbox.AttemptNext(clinic_.practice), IsOk());
  EXPECT_EQ(clinic_.Now(queued.name).state, DeliveryState::kQuarantined);
  EXPECT_EQ(clinic_.relay.connection_count, 0);
}

TEST_F(BrokenStoreTest, ADamagedMessageIsNotSent) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.relay.acts = {test::FakeRelay::Act::kDefer};
  ASSERT_THAT(clinic_.outbox.AttemptNext(clinic_.practice), IsOk());
  raw_.Run("UPDATE delivery_messages SET bytes = CAST('changed' AS BLOB)");
  clinic_.clock.now += std::chrono::hours(1);
  ASSERT_THAT(clinic_.outbox.AttemptNext(clinic_.practice), IsOk());
  EXPECT_EQ(clinic_.Now(queued.name).state, DeliveryState::kQuarantined);
  EXPECT_THAT(clinic_.relay.taken, IsEmpty());
}

TEST_F(BrokenStoreTest, WithoutTheFinalDotOnRecordNoDotIsGiven) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.relay.meanwhile = [&] { raw_.Break("audit_events"); };
  EXPECT_FALSE(clinic_.outbox.AttemptNext(clinic_.practice).ok());
  EXPECT_THAT(clinic_.relay.taken, IsEmpty());
  raw_.Mend("audit_events");
  EXPECT_EQ(clinic_.Now(queued.name).state, DeliveryState::kSending);
}

}  // namespace
}  // namespace ischia::app
