#include "service/application/use_cases/decisions.h"

#include <gmock/gmock.h>

#include <chrono>

#include "service/domain/follow/rule_ids.h"
#include "tests/application/weeks.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::Answer;
using domain::DecisionKind;
using domain::ErrorCode;
using domain::ProgramState;
using std::chrono::days;
using test::HasError;
using test::IsOk;
using test::Weeks;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DecisionsTest : public ::testing::Test {
 protected:
  Weeks weeks_;
  test::Clinic& clinic_ = weeks_.clinic;
};

TEST_F(DecisionsTest, AProposalIsReadAsItWasMade) {
  weeks_.Log(1);
  const auto proposed = weeks_.Decide(1);
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->content->kind, DecisionKind::kAdvance);
  EXPECT_EQ(proposed->state, DecisionState::kProposed);
  EXPECT_EQ(proposed->content->figures.done_day_count, 7);
  EXPECT_THAT(clinic_.decisions.GetDecision(clinic_.Reading(), proposed->name),
              test::IsOkAndHolds(*proposed));
  EXPECT_THAT(clinic_.decisions.ListDecisions(clinic_.Reading(), weeks_.name(), {})->entries,
              ElementsAre(*proposed));
  EXPECT_EQ(clinic_.Trail().back().object_type, "program");
  EXPECT_EQ(clinic_.Trail().back().action, "decision.list");
}

TEST_F(DecisionsTest, AWeekThatWentAsPlannedNeedsNoNewSheet) {
  weeks_.Log(1);
  const auto confirmed = weeks_.Confirm(weeks_.Decided(1));
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_EQ(confirmed->state, DecisionState::kConfirmed);
  EXPECT_EQ(confirmed->decided_by, "dr-jones");
  EXPECT_EQ(confirmed->decide_time, clinic_.clock.now);
  EXPECT_EQ(confirmed->resulting_revision_number, 0);
  EXPECT_EQ(weeks_.Now().revision_number, 1);
  EXPECT_THAT(weeks_.Now().settled_weeks, ElementsAre(1));
  EXPECT_EQ(weeks_.HoldIn(2), 20);
}

TEST_F(DecisionsTest, AHeldWeekMovesThePlanIntoANewRevision) {
  const ProgramRecord before = weeks_.Now();
  weeks_.Log(1, 5);
  const auto confirmed = weeks_.Confirm(weeks_.Decided(1));
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_EQ(confirmed->resulting_revision_number, 2);
  const ProgramRecord after = weeks_.Now();
  EXPECT_EQ(after.revision_number, 2);
  EXPECT_NE(after.short_code, before.short_code);
  EXPECT_EQ(weeks_.HoldIn(2), 15);
  EXPECT_EQ(weeks_.HoldIn(3), 20);
  const RevisionRecord revision = weeks_.Revision(2);
  EXPECT_EQ(revision.basis.decided_week, 1);
  EXPECT_EQ(revision.effective_date(), Weeks::DayOf(2, 1));
  EXPECT_THAT(*revision.changes, IsEmpty());  // the patient does the same again
}

TEST_F(DecisionsTest, AStepBackIsToldWithItsReason) {
  weeks_.GoWell(1, 1);
  weeks_.Log(2, 7, 4);
  const auto confirmed = weeks_.Confirm(weeks_.Decided(2));
  ASSERT_THAT(confirmed, IsOk());
  const RevisionRecord revision = weeks_.Revision(confirmed->resulting_revision_number);
  ASSERT_FALSE(revision.changes->empty());
  const domain::Change& hold = revision.changes->front();
  EXPECT_EQ(hold.kind, domain::ChangeKind::kHold);
  EXPECT_EQ(hold.side, domain::Side::kBoth);
  EXPECT_EQ(hold.before, 20);
  EXPECT_EQ(hold.after, 15);
  EXPECT_EQ(hold.because.rule_id, domain::rule::kRegress);
}

TEST_F(DecisionsTest, AWeekIsDecidedOnce) {
  weeks_.Log(1);
  ASSERT_THAT(weeks_.Decide(1), IsOk());
  EXPECT_THAT(weeks_.Decide(1), HasError(ErrorCode::kAlreadyExists, "RESOURCE_EXISTS"));
}

TEST_F(DecisionsTest, TheSameRequestGivesTheSameAnswer) {
  weeks_.Log(1);
  weeks_.Evening(1, 7);
  const Call call = clinic_.Changing();
  const DecideWeekRequest request{weeks_.name(), 1, Weeks::DayOf(1, 7), false};
  const auto first = clinic_.decisions.DecideWeek(call, request);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(clinic_.decisions.DecideWeek(call, request), test::IsOkAndHolds(*first));
  const Call confirming = clinic_.Changing();
  const ConfirmDecisionRequest confirm{first->name, first->etag};
  const auto confirmed = clinic_.decisions.ConfirmDecision(confirming, confirm);
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_THAT(clinic_.decisions.ConfirmDecision(confirming, confirm),
              test::IsOkAndHolds(*confirmed));
}

TEST_F(DecisionsTest, ADryRunStoresNothing) {
  weeks_.Log(1);
  const auto tried = weeks_.Decide(1, true);
  ASSERT_THAT(tried, IsOk());
  EXPECT_EQ(tried->name.week_number, 0);
  EXPECT_EQ(tried->content->kind, DecisionKind::kAdvance);
  EXPECT_THAT(clinic_.decisions.ListDecisions(clinic_.Reading(), weeks_.name(), {})->entries,
              IsEmpty());
}

TEST_F(DecisionsTest, OnlyAWeekThatIsOverIsDecidedOn) {
  weeks_.Log(1);
  const auto decide = [&](int week, std::optional<domain::CivilDay> as_of) {
    return clinic_.decisions.DecideWeek(clinic_.Changing(), {weeks_.name(), week, as_of, false});
  };
  const auto refused = HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID");
  EXPECT_THAT(decide(1, Weeks::DayOf(1, 6)), refused);
  EXPECT_THAT(decide(1, Weeks::DayOf(2, 3)), refused);  // not yet anywhere
  EXPECT_THAT(decide(1, std::nullopt), refused);
  EXPECT_THAT(decide(0, Weeks::DayOf(1, 7)), refused);
  EXPECT_THAT(decide(13, Weeks::DayOf(1, 7)), refused);
  EXPECT_THAT(decide(1, Weeks::DayOf(1, 7)), IsOk());
}

TEST_F(DecisionsTest, AWeekWaitsForTheOneBefore) {
  weeks_.Log(1);
  weeks_.Log(2);
  EXPECT_THAT(weeks_.Decide(2), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  const DecisionRecord first = weeks_.Decided(1);
  EXPECT_THAT(weeks_.Decide(2), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  ASSERT_THAT(weeks_.Confirm(first), IsOk());
  EXPECT_THAT(weeks_.Decide(2), IsOk());
}

TEST_F(DecisionsTest, ADraftIsNotDecidedOn) {
  const ProgramRecord draft = clinic_.Draft(clinic_.NewPatient());
  weeks_.Evening(1, 7);
  EXPECT_THAT(
      clinic_.decisions.DecideWeek(clinic_.Changing(), {draft.name, 1, Weeks::DayOf(1, 7), false}),
      HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(DecisionsTest, LateSelfReportsDoNotCount) {
  weeks_.Evening(2, 7);
  for (int day = 1; day <= 7; ++day) {
    ASSERT_THAT(
        clinic_.follow_up.CreateCheckIn(clinic_.Changing(), {weeks_.name(), weeks_.Entry(1, day)}),
        IsOk());
  }
  const auto proposed = clinic_.decisions.DecideWeek(clinic_.Changing(),
                                                     {weeks_.name(), 1, Weeks::DayOf(2, 7), false});
  ASSERT_THAT(proposed, IsOk());
  EXPECT_EQ(proposed->content->kind, DecisionKind::kHold);
  EXPECT_EQ(proposed->content->figures.unreported_day_count, 7);
}

// -- Red flags ----------------------------------------------------------------------------------

TEST_F(DecisionsTest, ARedFlagIsDecidedAtOnceAndCannotBeOverridden) {
  weeks_.Tell(weeks_.Entry(1, 1));
  domain::CheckInFields flag = weeks_.Entry(1, 2);
  flag.done = Answer::kNo;
  flag.screen.pop_or_big_bruise = Answer::kYes;
  weeks_.Tell(flag);
  const auto stopped = clinic_.decisions.DecideWeek(clinic_.Changing(),
                                                    {weeks_.name(), 1, Weeks::DayOf(1, 2), false});
  ASSERT_THAT(stopped, IsOk());
  EXPECT_EQ(stopped->content->kind, DecisionKind::kStopRefer);
  EXPECT_EQ(stopped->state, DecisionState::kConfirmed);
  EXPECT_EQ(weeks_.Now().state, ProgramState::kSuspended);
  EXPECT_THAT(weeks_.Override(*stopped, DecisionKind::kHold),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  EXPECT_EQ(clinic_.decisions.GetDecision(clinic_.Reading(), stopped->name)->kind(),
            DecisionKind::kStopRefer);
}

TEST_F(DecisionsTest, AClinicianMayStopWhatTheRulesWouldLetGoOn) {
  weeks_.Log(1);
  ASSERT_THAT(weeks_.Override(weeks_.Decided(1), DecisionKind::kStopRefer), IsOk());
  EXPECT_EQ(weeks_.Now().state, ProgramState::kSuspended);
}

// -- Overrides ----------------------------------------------------------------------------------

TEST_F(DecisionsTest, AnOverrideKeepsWhoWhyAndWhen) {
  weeks_.Log(1);
  const auto overridden = weeks_.Override(weeks_.Decided(1), DecisionKind::kHold, "Slept badly.");
  ASSERT_THAT(overridden, IsOk());
  EXPECT_EQ(overridden->state, DecisionState::kOverridden);
  EXPECT_EQ(overridden->content->kind, DecisionKind::kAdvance);
  EXPECT_EQ(overridden->kind(), DecisionKind::kHold);
  EXPECT_EQ(overridden->override_reason, "Slept badly.");
  EXPECT_EQ(overridden->decided_by, "dr-jones");
  EXPECT_EQ(overridden->decide_time, clinic_.clock.now);
  EXPECT_EQ(weeks_.HoldIn(2), 15);
  EXPECT_THAT(clinic_.decisions.GetDecision(clinic_.Reading(), overridden->name),
              test::IsOkAndHolds(*overridden));
}

TEST_F(DecisionsTest, AnOverrideNeedsAReasonAndAnotherKind) {
  weeks_.Log(1);
  const DecisionRecord proposed = weeks_.Decided(1);
  const auto refused = HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID");
  EXPECT_THAT(weeks_.Override(proposed, DecisionKind::kHold, ""), refused);
  EXPECT_THAT(weeks_.Override(proposed, DecisionKind::kUnspecified), refused);
  EXPECT_THAT(weeks_.Override(proposed, DecisionKind::kAdvance), refused);
}

TEST_F(DecisionsTest, WhatIsInForceIsNotDecidedAgain) {
  weeks_.Log(1);
  const DecisionRecord proposed = weeks_.Decided(1);
  const auto confirmed = weeks_.Confirm(proposed);
  ASSERT_THAT(confirmed, IsOk());
  EXPECT_THAT(weeks_.Confirm(proposed), HasError(ErrorCode::kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(weeks_.Confirm(*confirmed), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  EXPECT_THAT(weeks_.Override(*confirmed, DecisionKind::kHold),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(DecisionsTest, ChangeEventAndAnswerAreOneTransaction) {
  weeks_.Log(1);
  const std::size_t events = clinic_.Trail().size();
  ASSERT_THAT(weeks_.Confirm(weeks_.Decided(1)), IsOk());
  const std::vector<AuditEvent> trail = clinic_.Trail();
  ASSERT_THAT(trail, SizeIs(events + 2));
  EXPECT_EQ(trail[events].action, "decision.create");
  EXPECT_EQ(trail[events + 1].action, "decision.confirm");
  EXPECT_NE(trail[events + 1].before_sha256, trail[events + 1].after_sha256);
}

// -- Re-measurement -----------------------------------------------------------------------------

TEST_F(DecisionsTest, AMeasurementOfTheWeekIsJudgedOnce) {
  weeks_.GoWell(1, 5);
  weeks_.Log(6);
  domain::AssessmentFields now = test::TightAdult();
  now.kind = domain::AssessmentKind::kRemeasurement;
  now.assessment_date = Weeks::DayOf(6, 6);
  const AssessmentRecord measured = clinic_.NewAssessment(weeks_.name().patient, now);
  const DecisionRecord sixth = weeks_.Decided(6);
  ASSERT_TRUE(sixth.content->remeasurement);
  EXPECT_EQ(sixth.measured_by, measured.name.assessment);
  EXPECT_EQ(sixth.content->remeasurement->response, domain::Response::kPlateau);
  ASSERT_THAT(weeks_.Confirm(sixth), IsOk());
  weeks_.Log(7);
  EXPECT_FALSE(weeks_.Decided(7).content->remeasurement);
}

}  // namespace
}  // namespace ischia::app
