#include "service/application/use_cases/deliveries.h"

#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <vector>

#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::ErrorCode;
using std::chrono::hours;
using std::chrono::minutes;
using test::Clinic;
using test::FakeRelay;
using test::HasError;
using test::IsOk;
using test::IsOkAndHolds;
using test::WorkerDied;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Act = FakeRelay::Act;

class DeliveriesTest : public ::testing::Test {
 protected:
  domain::Result<DeliveryRecord> Send(const HandoutName& handout,
                                      DeliveryMode mode = DeliveryMode::kUnspecified) {
    return clinic_.deliveries.SendHandout(clinic_.Changing(), {handout, mode});
  }
  domain::Result<Attempted> Attempt() { return clinic_.outbox.AttemptNext(clinic_.practice); }
  // A worker that dies in the attempt; its lease is over afterwards.
  void DieAndWait() {
    EXPECT_THROW((void)Attempt(), WorkerDied);
    clinic_.clock.now += minutes(15);
  }
  DeliveryState StateOf(const DeliveryRecord& delivery) { return clinic_.Now(delivery.name).state; }
  // What the audit trail says became of deliveries, in order.
  std::vector<std::string> Steps() {
    std::vector<std::string> steps;
    for (const AuditEvent& event : clinic_.Trail()) {
      if (event.action == "delivery.work") steps.push_back(event.reason);
    }
    return steps;
  }

  Clinic clinic_;
};

TEST_F(DeliveriesTest, SendingQueuesAndDoesNotConnect) {
  const DeliveryRecord delivery = clinic_.Queued();
  EXPECT_EQ(delivery.state, DeliveryState::kQueued);
  EXPECT_EQ(delivery.recipient, "pat@example.org");
  EXPECT_EQ(clinic_.relay.connection_count, 0);
}

TEST_F(DeliveriesTest, AnUnconfirmedAddressIsRefused) {
  const PatientName patient = clinic_.NewPatient();
  const HandoutRecord sheet = clinic_.Sheet(clinic_.Activated(clinic_.Draft(patient)));
  EXPECT_THAT(Send(sheet.name), HasError(ErrorCode::kFailedPrecondition, "EMAIL_NOT_CONFIRMED"));
}

TEST_F(DeliveriesTest, PaperIsNeverMailed) {
  const HandoutRecord sheet = clinic_.Sheet(clinic_.ActiveProgram());
  EXPECT_THAT(Send(sheet.name, DeliveryMode::kPaper),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  PatientFields fields;
  fields.delivery_mode = DeliveryMode::kPaper;
  ASSERT_THAT(clinic_.records.UpdatePatient(
                  clinic_.Changing(), {sheet.name.program.patient, fields, {"delivery_mode"}, {}}),
              IsOk());
  EXPECT_THAT(Send(sheet.name, DeliveryMode::kAttachment),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(DeliveriesTest, AReferralIsNeverMailed) {
  const HandoutRecord sheet = clinic_.Sheet(clinic_.RefusedProgram(), HandoutKind::kReferral);
  EXPECT_THAT(Send(sheet.name), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(DeliveriesTest, TheCliniciansSheetIsNeverMailed) {
  const HandoutRecord sheet = clinic_.Sheet(clinic_.ActiveProgram(), HandoutKind::kClinicianBasis);
  EXPECT_THAT(Send(sheet.name), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(DeliveriesTest, APracticeThatEncryptsMailsNoOpenSheet) {
  ASSERT_THAT(clinic_.practices.SeedPractice({clinic_.practice, "Clinic", "Europe/Berlin", "en",
                                              "+4930123456", "112", PaperSize::kA4, true}),
              IsOk());
  const ProgramRecord program = clinic_.ActiveProgram();
  EXPECT_THAT(Send(clinic_.Sheet(program).name),
              HasError(ErrorCode::kFailedPrecondition, "HANDOUT_NOT_ENCRYPTED"));
  HandoutFields fields;
  fields.kind = HandoutKind::kProgram;
  const auto locked = clinic_.handouts.CreateHandout(clinic_.Changing(),
                                                     {program.name, fields, 0, "correct horse"});
  ASSERT_THAT(locked, IsOk());
  EXPECT_THAT(Send(locked->name), IsOk());
}

TEST_F(DeliveriesTest, TheCalendarOfTheSameRevisionGoesAlong) {
  const ProgramRecord program = clinic_.ActiveProgram();
  const HandoutRecord sheet = clinic_.Sheet(program);
  ASSERT_THAT(Send(sheet.name), IsOk());
  ASSERT_THAT(Attempt(), IsOkAndHolds(Attempted::kOne));
  clinic_.Sheet(program, HandoutKind::kCalendar);
  ASSERT_THAT(Send(sheet.name), IsOk());
  ASSERT_THAT(Attempt(), IsOkAndHolds(Attempted::kOne));
  ASSERT_THAT(clinic_.relay.taken, SizeIs(2));
  EXPECT_THAT(clinic_.relay.taken[0], ::testing::Not(::testing::HasSubstr("calendar:")));
  EXPECT_THAT(clinic_.relay.taken[1], ::testing::HasSubstr("calendar:"));
}

TEST_F(DeliveriesTest, NoCalendarGoesBesideAnEncryptedSheet) {
  const ProgramRecord program = clinic_.ActiveProgram();
  clinic_.Sheet(program, HandoutKind::kCalendar);
  HandoutFields fields;
  fields.kind = HandoutKind::kProgram;
  const auto locked = clinic_.handouts.CreateHandout(clinic_.Changing(),
                                                     {program.name, fields, 0, "correct horse"});
  ASSERT_THAT(locked, IsOk());
  ASSERT_THAT(Send(locked->name), IsOk());
  ASSERT_THAT(Attempt(), IsOkAndHolds(Attempted::kOne));
  EXPECT_THAT(clinic_.relay.taken.at(0), ::testing::Not(::testing::HasSubstr("calendar:")));
}

// What was made before would put the sessions of a program that has stopped into a calendar.
TEST_F(DeliveriesTest, AProgramThatHasStoppedSendsTheCalendarThatSaysSo) {
  const ProgramRecord program = clinic_.ActiveProgram();
  const HandoutRecord before = clinic_.Sheet(program, HandoutKind::kCalendar);
  clinic_.clock.now += std::chrono::hours(1);
  const auto suspended =
      clinic_.programs.SuspendProgram(clinic_.Changing(), {program.name, program.etag, ""});
  ASSERT_THAT(suspended, IsOk());
  clinic_.clock.now += std::chrono::hours(1);
  ASSERT_THAT(
      clinic_.programs.CompleteProgram(clinic_.Changing(), {program.name, suspended->etag, ""}),
      IsOk());
  EXPECT_THAT(Send(before.name), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  const HandoutRecord since = clinic_.Sheet(program, HandoutKind::kCalendar);
  EXPECT_THAT(Send(since.name), IsOk());
}

TEST_F(DeliveriesTest, ALinkIsNotYetSupported) {
  const HandoutRecord sheet = clinic_.Sheet(clinic_.ActiveProgram());
  EXPECT_THAT(Send(sheet.name, DeliveryMode::kLinkOnly),
              HasError(ErrorCode::kInvalidArgument, "NOT_YET_SUPPORTED"));
}

TEST_F(DeliveriesTest, ASecondClickSendsNothingTwice) {
  const DeliveryRecord delivery = clinic_.Queued();
  EXPECT_THAT(Send(delivery.name.handout), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  ASSERT_THAT(Attempt(), IsOkAndHolds(Attempted::kOne));
  EXPECT_THAT(Send(delivery.name.handout), IsOk());  // a new approval after the first has ended
}

TEST_F(DeliveriesTest, AMessageIsSentOnceAndItsStepsAreOnRecord) {
  const DeliveryRecord queued = clinic_.Queued();
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kOne));
  const DeliveryRecord sent = clinic_.Now(queued.name);
  EXPECT_EQ(sent.state, DeliveryState::kAccepted);
  EXPECT_EQ(sent.attempt_count, 1);
  EXPECT_EQ(sent.accept_time, clinic_.clock.now);
  ASSERT_THAT(clinic_.relay.taken, SizeIs(1));
  EXPECT_EQ(Hex(clinic_.digest.Sha256(clinic_.relay.taken[0])), sent.message_sha256);
  EXPECT_THAT(Steps(), ElementsAre("CLAIMED", "CLAIMED", "SENDING", "FINAL_DOT", "ACCEPTED"));
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kNothingDue));
}

TEST_F(DeliveriesTest, AnIdleWorkerLeavesNoEvents) {
  const std::size_t before = clinic_.Trail().size();
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kNothingDue));
  EXPECT_THAT(clinic_.Trail(), SizeIs(before));
}

TEST_F(DeliveriesTest, ADeferredMessageIsTriedAgainWithTheSameBytes) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.relay.acts = {Act::kDefer, Act::kDefer};
  ASSERT_THAT(Attempt(), IsOk());
  DeliveryRecord deferred = clinic_.Now(queued.name);
  EXPECT_EQ(deferred.state, DeliveryState::kDeferred);
  EXPECT_EQ(deferred.failure_reason, "451 later");
  // 60 s, a fifth more or less.
  ASSERT_TRUE(deferred.next_attempt_time.has_value());
  EXPECT_GE(*deferred.next_attempt_time - clinic_.clock.now, std::chrono::seconds(48));
  EXPECT_LE(*deferred.next_attempt_time - clinic_.clock.now, std::chrono::seconds(72));
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kNothingDue));

  clinic_.clock.now = *deferred.next_attempt_time;
  ASSERT_THAT(Attempt(), IsOk());
  deferred = clinic_.Now(queued.name);
  EXPECT_GE(*deferred.next_attempt_time - clinic_.clock.now, std::chrono::seconds(96));

  clinic_.clock.now = *deferred.next_attempt_time;
  ASSERT_THAT(Attempt(), IsOk());
  EXPECT_EQ(StateOf(queued), DeliveryState::kAccepted);
  EXPECT_EQ(clinic_.Now(queued.name).attempt_count, 3);
  EXPECT_EQ(clinic_.composer.message_count, 1);
}

TEST_F(DeliveriesTest, ARefusedMessageIsNotTriedAgain) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.relay.acts = {Act::kRefuse};
  ASSERT_THAT(Attempt(), IsOk());
  EXPECT_EQ(StateOf(queued), DeliveryState::kRefused);
  clinic_.clock.now += hours(100);
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kNothingDue));
}

TEST_F(DeliveriesTest, AnAddressThatNoMailCanCarryIsRefusedWithoutConnecting) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.composer.address_refused = true;
  ASSERT_THAT(Attempt(), IsOk());
  EXPECT_EQ(StateOf(queued), DeliveryState::kRefused);
  EXPECT_EQ(clinic_.relay.connection_count, 0);
}

TEST_F(DeliveriesTest, AnAnswerThatNeverComesIsInDoubtAndNotSentAgain) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.relay.acts = {Act::kLoseAnswer};
  ASSERT_THAT(Attempt(), IsOk());
  EXPECT_EQ(StateOf(queued), DeliveryState::kInDoubt);
  clinic_.clock.now += hours(1);
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kNothingDue));
  EXPECT_THAT(clinic_.relay.taken, SizeIs(1));
}

// -- Stopped here, started again, for every state ------------------------------------------------

TEST_F(DeliveriesTest, ADeathBeforeTheDotIsSafeToRepeat) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.relay.acts = {Act::kDieBeforeDot};
  EXPECT_THROW((void)Attempt(), WorkerDied);
  EXPECT_EQ(StateOf(queued), DeliveryState::kSending);
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kNothingDue));  // the lease still runs
  clinic_.clock.now += minutes(15);
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kOne));
  const DeliveryRecord sent = clinic_.Now(queued.name);
  EXPECT_EQ(sent.state, DeliveryState::kAccepted);
  EXPECT_EQ(sent.attempt_count, 2);
  EXPECT_EQ(sent.crash_count, 1);
  EXPECT_THAT(clinic_.relay.taken, SizeIs(1));
}

TEST_F(DeliveriesTest, ADeathAfterTheDotIsInDoubtAndNeverSentAgain) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.relay.acts = {Act::kDieAfterDot};
  EXPECT_THROW((void)Attempt(), WorkerDied);
  EXPECT_EQ(StateOf(queued), DeliveryState::kFinalDot);
  EXPECT_EQ(ShownState(StateOf(queued)), DeliveryState::kSending);
  clinic_.clock.now += minutes(11);
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kNothingDue));
  clinic_.clock.now += minutes(4);
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kOne));
  EXPECT_EQ(StateOf(queued), DeliveryState::kInDoubt);
  EXPECT_THAT(clinic_.relay.taken, SizeIs(1));
  EXPECT_EQ(clinic_.relay.connection_count, 1);
}

TEST_F(DeliveriesTest, ADeathWhileTheMessageIsMadeIsRepeated) {
  const DeliveryRecord queued = clinic_.Queued();
  class DyingComposer : public MailComposer {
    domain::Result<MailMessage> Compose(const MailRequest&) const override { throw WorkerDied(); }
  } dying;
  Outbox doomed(clinic_.command, clinic_.ids, dying, clinic_.relay);
  EXPECT_THROW((void)doomed.AttemptNext(clinic_.practice), WorkerDied);
  EXPECT_EQ(StateOf(queued), DeliveryState::kClaimed);
  clinic_.clock.now += minutes(15);
  EXPECT_THAT(Attempt(), IsOk());
  EXPECT_EQ(StateOf(queued), DeliveryState::kAccepted);
}

TEST_F(DeliveriesTest, TheThirdDeathPutsADeliveryIntoQuarantine) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.relay.acts = {Act::kDieBeforeDot, Act::kDieBeforeDot, Act::kDieBeforeDot};
  DieAndWait();
  DieAndWait();
  DieAndWait();
  EXPECT_THAT(Attempt(), IsOk());
  EXPECT_EQ(StateOf(queued), DeliveryState::kQuarantined);
  EXPECT_THAT(clinic_.relay.taken, IsEmpty());
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kNothingDue));
}

TEST_F(DeliveriesTest, AWorkerWhoseClaimWasTakenOverWritesNothing) {
  const DeliveryRecord queued = clinic_.Queued();
  Outbox other(clinic_.command, clinic_.ids, clinic_.composer, clinic_.relay);
  clinic_.relay.meanwhile = [&] {
    clinic_.relay.meanwhile = nullptr;
    clinic_.clock.now += minutes(15);  // this worker hangs; another one takes over and succeeds
    EXPECT_THAT(other.AttemptNext(clinic_.practice), IsOkAndHolds(Attempted::kOne));
  };
  EXPECT_THAT(Attempt(), HasError(ErrorCode::kAborted, "CLAIM_LOST"));
  EXPECT_EQ(StateOf(queued), DeliveryState::kAccepted);
  EXPECT_THAT(clinic_.relay.taken, SizeIs(1));  // the late one never gave its dot
}

TEST_F(DeliveriesTest, ADeliveryExpiresAfterThreeDays) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.clock.now += hours(72);
  EXPECT_THAT(Attempt(), IsOk());
  EXPECT_EQ(StateOf(queued), DeliveryState::kExpired);
  EXPECT_EQ(clinic_.relay.connection_count, 0);
}

TEST_F(DeliveriesTest, AnExpiredDoubtSaysThatItMayHaveArrived) {
  const DeliveryRecord queued = clinic_.Queued();
  clinic_.relay.acts = {Act::kLoseAnswer};
  ASSERT_THAT(Attempt(), IsOk());
  clinic_.clock.now += hours(72);
  ASSERT_THAT(Attempt(), IsOkAndHolds(Attempted::kOne));
  EXPECT_EQ(clinic_.Now(queued.name).failure_reason, "Expired. It may have been delivered.");
}

TEST_F(DeliveriesTest, AQueuedDeliveryIsCancelledAtOnce) {
  const DeliveryRecord queued = clinic_.Queued();
  const auto cancelled = clinic_.deliveries.CancelDelivery(clinic_.Changing(), queued.name);
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->state, DeliveryState::kCancelled);
  EXPECT_THAT(Attempt(), IsOkAndHolds(Attempted::kNothingDue));
  EXPECT_THAT(clinic_.deliveries.CancelDelivery(clinic_.Changing(), queued.name),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(DeliveriesTest, ARunningAttemptIsCancelledUnlessItIsAccepted) {
  const auto cancel_during = [&](const DeliveryRecord& delivery, Act act) {
    clinic_.relay.acts = {act};
    clinic_.relay.meanwhile = [&] {
      EXPECT_THAT(clinic_.deliveries.CancelDelivery(clinic_.Changing(), delivery.name), IsOk());
    };
    EXPECT_THAT(Attempt(), IsOk());
    clinic_.relay.meanwhile = nullptr;
    return StateOf(delivery);
  };
  EXPECT_EQ(cancel_during(clinic_.Queued(), Act::kDefer), DeliveryState::kCancelled);
  EXPECT_EQ(cancel_during(clinic_.Queued(), Act::kAccept), DeliveryState::kAccepted);
}

TEST_F(DeliveriesTest, DeliveriesAreListedByState) {
  const DeliveryRecord queued = clinic_.Queued();
  const auto list = [&](DeliveryState state) {
    return clinic_.deliveries.ListDeliveries(clinic_.Reading(), {queued.name.handout, state, {}})
        .value()
        .entries;
  };
  EXPECT_THAT(list(DeliveryState::kQueued), ElementsAre(queued));
  EXPECT_THAT(list(DeliveryState::kSending), IsEmpty());
  clinic_.relay.acts = {Act::kDieAfterDot};
  EXPECT_THROW((void)Attempt(), WorkerDied);
  EXPECT_THAT(list(DeliveryState::kSending), SizeIs(1));
}

TEST_F(DeliveriesTest, OnlyTheFirstLetterOfAnAddressIsShown) {
  EXPECT_EQ(MaskedAddress("pat@example.org"), "p***@example.org");
  EXPECT_EQ(MaskedAddress(""), "");
}

}  // namespace
}  // namespace ischia::app
