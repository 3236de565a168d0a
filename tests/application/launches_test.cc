#include "service/application/console/launches.h"

#include <gmock/gmock.h>

#include <memory>

#include "service/application/console/tickets.h"
#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::ErrorCode;
using std::chrono::milliseconds;
using std::chrono::minutes;
using test::Clinic;
using test::HasError;
using test::IsOk;
using test::IsOkAndHolds;
using test::ViolationOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::SizeIs;

constexpr domain::CivilDay kBorn{std::chrono::year{1980} / 2 / 29};
constexpr domain::CivilDay kLongAgo{std::chrono::year{1900} / 1 / 1};

PatientContext Context(const std::string& patient_id = "4711",
                       const std::string& given_name = "Test") {
  PatientContext context;
  context.host_reference = {"host", patient_id};
  context.given_name = given_name;
  context.family_name = "Patient";
  context.birth_date = kBorn;
  return context;
}

class LaunchesTest : public ::testing::Test {
 protected:
  domain::Result<Opened> TryLaunch(const PatientContext& context, bool create_missing = true) {
    return clinic_.launches.CreateLaunch(
        clinic_.Changing(), {clinic_.practice, context, LaunchView::kAssess, create_missing});
  }
  Opened Launch(const PatientContext& context = Context()) { return TryLaunch(context).value(); }
  Opened Session(const PatientContext& context = Context()) {
    return clinic_.launches.Redeem(clinic_.practice, Launch(context).ticket).value();
  }
  domain::Result<LaunchRecord> Enter(const Opened& session) {
    return clinic_.launches.Enter(clinic_.practice, session.ticket);
  }
  domain::Result<LaunchRecord> Answer(const Opened& session, IdentityAnswer answer) {
    return clinic_.launches.AnswerIdentity(clinic_.Changing(), session.launch.name, answer);
  }
  PatientRecord Patient(const LaunchRecord& launch) {
    return clinic_.records.GetPatient(clinic_.Reading(), launch.patient.value()).value();
  }
  std::size_t PatientCount() {
    return clinic_.records.ListPatients(clinic_.Reading(), {clinic_.practice, {}, {}})
        ->entries.size();
  }
  PatientRecord Known(const PatientContext& context) { return Patient(Launch(context).launch); }
  domain::Result<Opened> Redeem(const std::string& ticket) {
    return clinic_.launches.Redeem(clinic_.practice, ticket);
  }

  Clinic clinic_;
};

// -- Tickets ------------------------------------------------------------------------------------

TEST(TicketTest, OnlyTheTicketItselfOpensAndOnlyInItsPractice) {
  const test::TestDigest digest;
  const domain::PracticeId north{"north"};
  const std::string ticket =
      MakeTicket(digest, KeyPurpose::kLaunch, north, "0123456789abcdef0123456789abcdef");
  EXPECT_THAT(ticket, MatchesRegex("v1\\.1\\.[0-9a-f]{32}\\.[A-Za-z0-9_-]{11}"));
  EXPECT_TRUE(IsTicket(digest, KeyPurpose::kLaunch, north, ticket));
  EXPECT_FALSE(IsTicket(digest, KeyPurpose::kLaunch, domain::PracticeId{"south"}, ticket));
  for (std::size_t i = 0; i < ticket.size(); ++i) {
    std::string forged = ticket;
    forged[i] = forged[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(IsTicket(digest, KeyPurpose::kLaunch, north, forged)) << i;
    EXPECT_FALSE(IsTicket(digest, KeyPurpose::kLaunch, north, ticket.substr(0, i))) << i;
  }
  EXPECT_FALSE(IsTicket(digest, KeyPurpose::kLaunch, north, ticket + "x"));
}

struct ForbiddenStore : Store {
  domain::Result<std::unique_ptr<UnitOfWork>> Begin() override {
    ADD_FAILURE() << "somebody looked into the store";
    return domain::NotFound();
  }
};

TEST_F(LaunchesTest, AForgedTicketNeverReachesTheStore) {
  ForbiddenStore store;
  Command command(store, clinic_.clock, clinic_.digest);
  Launches launches(store, command, clinic_.ids, clinic_.clock, clinic_.digest, clinic_.calendar);
  const std::string forged = "v1.1.0123456789abcdef0123456789abcdef.AAAAAAAAAAA";
  EXPECT_THAT(launches.Redeem(clinic_.practice, forged),
              HasError(ErrorCode::kUnauthenticated, "LAUNCH_EXPIRED"));
  EXPECT_THAT(launches.Enter(clinic_.practice, forged),
              HasError(ErrorCode::kUnauthenticated, "SESSION_ENDED"));
}

// -- Used once, within a minute -----------------------------------------------------------------

TEST_F(LaunchesTest, ALaunchOpensASessionAtThePatient) {
  const Opened launch = Launch();
  EXPECT_EQ(launch.launch.state, SessionState::kIssued);
  const auto session = Redeem(launch.ticket);
  ASSERT_THAT(session, IsOk());
  EXPECT_NE(session->ticket, launch.ticket);
  EXPECT_TRUE(MayWrite(session->launch));
  const auto entered = Enter(*session);
  ASSERT_THAT(entered, IsOkAndHolds(session->launch));
  EXPECT_EQ(entered->user, "dr-jones");
  EXPECT_EQ(entered->role, "clinician");
  EXPECT_EQ(entered->view, LaunchView::kAssess);
  EXPECT_EQ(Patient(*entered).fields.host_reference, Context().host_reference);
}

TEST_F(LaunchesTest, ASecondUseIsRefusedAndOnRecord) {
  const Opened launch = Launch();
  ASSERT_THAT(Redeem(launch.ticket), IsOk());
  const AuditEvent first = clinic_.Trail().back();
  EXPECT_EQ(first.action, "launch.redeem");
  EXPECT_EQ(first.outcome, AuditOutcome::kDone);
  EXPECT_THAT(Redeem(launch.ticket), HasError(ErrorCode::kUnauthenticated, "LAUNCH_EXPIRED"));
  const AuditEvent second = clinic_.Trail().back();
  EXPECT_EQ(second.outcome, AuditOutcome::kDenied);
  EXPECT_EQ(second.reason, "LAUNCH_EXPIRED");
  EXPECT_EQ(second.object_pseudonym, first.object_pseudonym);
  // Nor does it open the session.
  EXPECT_THAT(clinic_.launches.Enter(clinic_.practice, launch.ticket),
              HasError(ErrorCode::kUnauthenticated, "SESSION_ENDED"));
}

TEST_F(LaunchesTest, ASessionsTicketIsNoLaunch) {
  const Opened session = Session();
  EXPECT_THAT(Redeem(session.ticket), HasError(ErrorCode::kUnauthenticated, "LAUNCH_EXPIRED"));
  EXPECT_THAT(Enter(session), IsOk());
}

TEST_F(LaunchesTest, ALaunchLivesForAMinute) {
  const Opened kept = Launch();
  clinic_.clock.now += kLaunchLife;
  EXPECT_THAT(Redeem(kept.ticket), IsOk());
  const Opened late = Launch();
  clinic_.clock.now += kLaunchLife + milliseconds(1);
  EXPECT_THAT(Redeem(late.ticket), HasError(ErrorCode::kUnauthenticated, "LAUNCH_EXPIRED"));
}

TEST_F(LaunchesTest, NeitherStoreNorTrailHoldsATicket) {
  const Opened launch = Launch();
  const Opened session = Redeem(launch.ticket).value();
  for (const Opened& opened : {launch, session}) {
    EXPECT_THAT(Encode(opened.launch), Not(HasSubstr(opened.ticket)));
  }
  EXPECT_THAT(session.launch.used_sha256, launch.launch.secret_sha256);
}

TEST_F(LaunchesTest, ARepeatedRequestGivesTheSameLaunchWithoutItsTicket) {
  const Call call = clinic_.Changing();
  const CreateLaunchRequest request{clinic_.practice, Context(), LaunchView::kAssess, true};
  const auto first = clinic_.launches.CreateLaunch(call, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(first->ticket, Not(IsEmpty()));
  const auto second = clinic_.launches.CreateLaunch(call, request);
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->launch, first->launch);
  EXPECT_THAT(second->ticket, IsEmpty());
  EXPECT_EQ(PatientCount(), 1U);
}

// -- Sessions -----------------------------------------------------------------------------------

TEST_F(LaunchesTest, ASessionEndsAfterAQuarterOfAnHourWithoutARequest) {
  const Opened session = Session();
  for (int i = 0; i < 4; ++i) {
    clinic_.clock.now += kSessionIdle;
    EXPECT_THAT(Enter(session), IsOk());
  }
  clinic_.clock.now += kSessionIdle + milliseconds(1);
  EXPECT_THAT(Enter(session), HasError(ErrorCode::kUnauthenticated, "SESSION_ENDED"));
}

TEST_F(LaunchesTest, ActivityIsWrittenOnceAMinuteAndLeavesNoEvent) {
  const Opened session = Session();
  const std::size_t events = clinic_.Trail().size();
  const domain::Instant redeemed = clinic_.clock.now;
  clinic_.clock.now += minutes(1) - milliseconds(1);
  EXPECT_EQ(Enter(session)->last_time, redeemed);
  clinic_.clock.now += milliseconds(1);
  EXPECT_EQ(Enter(session)->last_time, clinic_.clock.now);
  EXPECT_THAT(clinic_.Trail(), SizeIs(events));
}

TEST_F(LaunchesTest, WhoLeavesHasLeft) {
  const Opened session = Session();
  EXPECT_THAT(clinic_.launches.Leave(clinic_.Changing(), session.launch.name), IsOk());
  EXPECT_THAT(Enter(session), HasError(ErrorCode::kUnauthenticated, "SESSION_ENDED"));
}

TEST_F(LaunchesTest, AnotherPatientInTheHostTakesThePowerToWrite) {
  const Opened first = Session(Context("4711"));
  const Opened unused = Launch(Context("4711"));
  const Opened second = Session(Context("4712", "Other"));
  const auto entered = Enter(first);
  ASSERT_THAT(entered, IsOk());
  EXPECT_EQ(entered->state, SessionState::kOtherPatient);
  EXPECT_FALSE(MayWrite(*entered));
  EXPECT_THAT(Redeem(unused.ticket), HasError(ErrorCode::kUnauthenticated, "LAUNCH_EXPIRED"));
  EXPECT_TRUE(MayWrite(*Enter(second)));
  // The same patient again, in a second window, takes nothing from the first.
  (void)Session(Context("4712", "Other"));
  EXPECT_TRUE(MayWrite(*Enter(second)));
}

TEST_F(LaunchesTest, AnotherUsersSessionsStayAsTheyAre) {
  const Opened mine = Session(Context("4711"));
  Call theirs = clinic_.Changing();
  theirs.caller = Caller::VouchedForByTheEdge("dr-smith", Role::kClinician);
  ASSERT_THAT(clinic_.launches.CreateLaunch(
                  theirs, {clinic_.practice, Context("4712", "Other"), LaunchView::kAssess, true}),
              IsOk());
  EXPECT_TRUE(MayWrite(*Enter(mine)));
}

TEST_F(LaunchesTest, ARevokedLaunchIsOfNoUseAndItsSessionReadsOnly) {
  const Opened unused = Launch();
  const auto revoked = clinic_.launches.RevokeLaunch(clinic_.Changing(), unused.launch.name);
  ASSERT_THAT(revoked, IsOk());
  EXPECT_EQ(revoked->state, SessionState::kEnded);
  EXPECT_THAT(Redeem(unused.ticket), HasError(ErrorCode::kUnauthenticated, "LAUNCH_EXPIRED"));

  const Opened session = Session();
  ASSERT_THAT(clinic_.launches.RevokeLaunch(clinic_.Changing(), session.launch.name), IsOk());
  const auto entered = Enter(session);
  ASSERT_THAT(entered, IsOk());
  EXPECT_EQ(entered->state, SessionState::kOtherPatient);
}

TEST_F(LaunchesTest, ALaunchIsItsUsersAlone) {
  const Opened session = Session();
  Call theirs = clinic_.Changing();
  theirs.caller = Caller::VouchedForByTheEdge("dr-smith", Role::kClinician);
  EXPECT_THAT(clinic_.launches.RevokeLaunch(theirs, session.launch.name),
              HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(clinic_.launches.Leave(theirs, session.launch.name),
              HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(
      clinic_.launches.CreateLaunch(Clinic::CallOf(Role::kAuditor, clinic_.Changing().request_id),
                                    {clinic_.practice, Context(), LaunchView::kAssess, true}),
      HasError(ErrorCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

TEST_F(LaunchesTest, WhatHasEndedIsForgottenAfterADay) {
  const Opened session = Session();
  clinic_.clock.now += kSessionIdle + std::chrono::hours(24);
  EXPECT_THAT(clinic_.launches.Forget(clinic_.practice), IsOkAndHolds(0));
  const std::size_t events = clinic_.Trail().size();
  clinic_.clock.now += milliseconds(1);
  EXPECT_THAT(clinic_.launches.Forget(clinic_.other_practice), IsOkAndHolds(0));
  EXPECT_THAT(clinic_.launches.Forget(clinic_.practice), IsOkAndHolds(1));
  EXPECT_THAT(clinic_.Trail(), SizeIs(events + 1));
  EXPECT_THAT(Enter(session), HasError(ErrorCode::kUnauthenticated, "SESSION_ENDED"));
}

// -- Who it is ----------------------------------------------------------------------------------

TEST_F(LaunchesTest, AMissingPatientIsMadeFromWhatTheHostSays) {
  EXPECT_THAT(TryLaunch(Context(), false), HasError(ErrorCode::kNotFound, "RESOURCE_NOT_FOUND"));
  PatientContext context = Context();
  context.sex_for_norms = domain::NormSex::kFemale;
  context.email_address = "pat@example.org";
  context.language_code = "de";
  const PatientRecord patient = Known(context);
  EXPECT_EQ(patient.fields.given_name, "Test");
  EXPECT_EQ(patient.fields.birth_date, kBorn);
  EXPECT_EQ(patient.fields.sex_for_norms, domain::NormSex::kFemale);
  EXPECT_EQ(patient.fields.email_address, "pat@example.org");
  EXPECT_EQ(patient.fields.delivery_mode, DeliveryMode::kAttachment);
  EXPECT_EQ(patient.fields.language_code, "de");
  EXPECT_FALSE(patient.email_confirmed);
  EXPECT_EQ(Known(Context("4712", "Other")).fields.delivery_mode, DeliveryMode::kPaper);
}

TEST_F(LaunchesTest, AKnownPatientIsFoundAndNotChanged) {
  const PatientRecord known = Known(Context());
  PatientContext bare;
  bare.host_reference = Context().host_reference;
  const auto launch = TryLaunch(bare, false);
  ASSERT_THAT(launch, IsOk());
  EXPECT_THAT(launch->launch.findings, IsEmpty());
  EXPECT_EQ(Patient(launch->launch), known);
}

TEST_F(LaunchesTest, ABirthDateThatNobodyKnowsStaysMissing) {
  PatientContext context = Context();
  context.birth_date.reset();
  const Opened launch = Launch(context);
  EXPECT_THAT(launch.launch.findings,
              ElementsAre(IdentityFinding{IdentityKind::kBirthDateMissing, {}, false, false}));
  EXPECT_EQ(Patient(launch.launch).fields.birth_date, std::nullopt);
}

TEST_F(LaunchesTest, AReusedReferenceIsAskedAndTheSamePersonIsBroughtUpToDate) {
  PatientContext context = Context();
  context.email_address = "pat@example.org";
  const PatientRecord before = Known(context);
  ASSERT_THAT(clinic_.records.ConfirmEmailAddress(clinic_.Changing(),
                                                  {before.name, "pat@example.org", true}),
              IsOk());
  PatientContext married = Context();
  married.family_name = "Newname";
  married.email_address = "new@example.org";
  const Opened session = Session(married);
  EXPECT_EQ(session.launch.patient, std::nullopt);
  EXPECT_FALSE(MayWrite(session.launch));
  EXPECT_EQ(clinic_.records.GetPatient(clinic_.Reading(), before.name)->fields.family_name,
            "Patient");

  EXPECT_THAT(Answer(session, IdentityAnswer::kNewPatient),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  const auto answered = Answer(session, IdentityAnswer::kSamePerson);
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ(clinic_.Trail().back().action, "launch.answer_identity");
  EXPECT_EQ(clinic_.Trail().back().reason, "SAME_PERSON");
  EXPECT_TRUE(MayWrite(*answered));
  const PatientRecord after = Patient(*answered);
  EXPECT_EQ(after.name, before.name);
  EXPECT_EQ(after.fields.family_name, "Newname");
  EXPECT_EQ(after.fields.birth_date, kBorn);
  EXPECT_EQ(after.fields.email_address, "new@example.org");
  EXPECT_FALSE(after.email_confirmed);
  EXPECT_THAT(Answer(session, IdentityAnswer::kSamePerson),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(LaunchesTest, ATakenNameIsAskedAndNeverMerged) {
  const PatientRecord first = Known(Context("4711"));
  const Opened session = Session(Context("4712"));
  EXPECT_EQ(session.launch.patient, std::nullopt);
  EXPECT_EQ(PatientCount(), 1U);
  EXPECT_THAT(Answer(session, IdentityAnswer::kSamePerson),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  const auto answered = Answer(session, IdentityAnswer::kNewPatient);
  ASSERT_THAT(answered, IsOk());
  EXPECT_NE(answered->patient, first.name);
  EXPECT_EQ(PatientCount(), 2U);
  EXPECT_EQ(Patient(*answered).fields.host_reference->patient_id, "4712");
}

TEST_F(LaunchesTest, QuestionsAreSettledOneByOneAndAnImplausibleBirthDateIsLeftOut) {
  (void)Known(Context("4711"));
  PatientContext context = Context("4712");
  context.birth_date = kLongAgo;
  const Opened session = Session(context);
  EXPECT_THAT(Answer(session, IdentityAnswer::kGoOn),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  const auto who = Answer(session, IdentityAnswer::kNewPatient);
  ASSERT_THAT(who, IsOk());
  EXPECT_EQ(who->patient, std::nullopt);
  EXPECT_EQ(PatientCount(), 1U);
  const auto when = Answer(session, IdentityAnswer::kGoOn);
  ASSERT_THAT(when, IsOk());
  EXPECT_EQ(Patient(*when).fields.birth_date, std::nullopt);
}

TEST_F(LaunchesTest, AKnownPatientKeepsTheBirthDateThatIsPlausible) {
  const PatientRecord known = Known(Context());
  PatientContext context = Context();
  context.birth_date = kLongAgo;
  const auto answered = Answer(Session(context), IdentityAnswer::kGoOn);
  ASSERT_THAT(answered, IsOk());
  EXPECT_EQ(Patient(*answered), known);
}

TEST_F(LaunchesTest, AQuestionWaitsForASessionAtThePatient) {
  (void)Known(Context("4711"));
  const Opened unused = Launch(Context("4712"));
  EXPECT_THAT(Answer(unused, IdentityAnswer::kNewPatient),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  const Opened session = Session(Context("4712"));
  (void)Launch(Context("4711"));
  EXPECT_THAT(Answer(session, IdentityAnswer::kNewPatient),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(LaunchesTest, EverythingWrongWithAContextIsToldAtOnce) {
  PatientContext context = Context("");
  context.host_reference.host_id = std::string(64, 'h');
  context.given_name = "Test\nBcc: all";
  context.email_address = "two@example.org, three@example.org";
  context.language_code = "de DE";
  const auto launch = TryLaunch(context);
  ASSERT_THAT(launch, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(launch.error().violations,
              ::testing::UnorderedElementsAre(
                  ViolationOf("context.host_reference.host_id", "FIELD_INVALID"),
                  ViolationOf("context.host_reference.patient_id", "FIELD_INVALID"),
                  ViolationOf("context.given_name", "FIELD_INVALID"),
                  ViolationOf("context.email_address", "FIELD_INVALID"),
                  ViolationOf("context.language_code", "FIELD_INVALID")));
}

// -- The practice's page --------------------------------------------------------------------------

TEST_F(LaunchesTest, AnAdminOpensThePracticesPageWithoutAPatient) {
  const Call admin = Clinic::CallOf(Role::kAdmin, clinic_.Changing().request_id);
  const CreateLaunchRequest request{clinic_.practice, {}, LaunchView::kPractice, true};
  const auto launch = clinic_.launches.CreateLaunch(admin, request);
  ASSERT_THAT(launch, IsOk());
  EXPECT_EQ(launch->launch.patient, std::nullopt);
  EXPECT_EQ(PatientCount(), 0U);
  const auto session = clinic_.launches.Redeem(clinic_.practice, launch->ticket);
  ASSERT_THAT(session, IsOk());
  EXPECT_EQ(session->launch.role, "admin");
  EXPECT_FALSE(MayWrite(session->launch));
  // The same person's patient does not end it, nor does it end the patient's page.
  const Opened patient = Session();
  EXPECT_EQ(Enter(*session)->state, SessionState::kOpen);
  ASSERT_THAT(clinic_.launches.CreateLaunch(
                  Clinic::CallOf(Role::kAdmin, clinic_.Changing().request_id), request),
              IsOk());
  EXPECT_TRUE(MayWrite(Enter(patient).value()));
}

TEST_F(LaunchesTest, OfPatientAndPracticeEachRoleOpensItsOwn) {
  const CreateLaunchRequest of_practice{clinic_.practice, {}, LaunchView::kPractice, false};
  EXPECT_THAT(clinic_.launches.CreateLaunch(clinic_.Changing(), of_practice),
              HasError(ErrorCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const CreateLaunchRequest of_patient{clinic_.practice, Context(), LaunchView::kAssess, true};
  const std::string id = clinic_.Changing().request_id;
  EXPECT_THAT(clinic_.launches.CreateLaunch(Clinic::CallOf(Role::kAdmin, id), of_patient),
              HasError(ErrorCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const CreateLaunchRequest both{clinic_.practice, Context(), LaunchView::kPractice, true};
  const auto launch = clinic_.launches.CreateLaunch(Clinic::CallOf(Role::kAdmin, id), both);
  ASSERT_THAT(launch, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(launch.error().violations, ElementsAre(ViolationOf("context", "FIELD_INVALID")));
}

TEST_F(LaunchesTest, NobodyIsMadeWithoutAName) {
  PatientContext context = Context();
  context.family_name = " ";
  const auto launch = TryLaunch(context);
  ASSERT_THAT(launch, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(launch.error().violations,
              ElementsAre(ViolationOf("context.family_name", "FIELD_INVALID")));
}

}  // namespace
}  // namespace ischia::app
