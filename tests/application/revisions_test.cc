#include "service/application/use_cases/revisions.h"

#include <gmock/gmock.h>

#include "service/domain/follow/rule_ids.h"
#include "tests/application/weeks.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::Answer;
using domain::ErrorCode;
using domain::ProgramState;
using test::HasError;
using test::IsOk;
using test::Weeks;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class RevisionsTest : public ::testing::Test {
 protected:
  // A request that changes nothing but the sheet.
  ReviseProgramRequest Request(std::optional<domain::CivilDay> from) {
    const ProgramRecord program = weeks_.Now();
    return {program.name, program.etag, {}, {}, from, {}, {}, false};
  }
  domain::Result<ProgramRecord> Revise(const ReviseProgramRequest& request) {
    return clinic_.revisions.ReviseProgram(clinic_.Changing(), request);
  }
  AssessmentName Assessed(const std::function<void(domain::AssessmentFields&)>& change) {
    domain::AssessmentFields fields = test::TightAdult();
    change(fields);
    return clinic_.NewAssessment(weeks_.name().patient, fields).name;
  }
  domain::Result<ProgramRecord> Suspend() {
    const ProgramRecord program = weeks_.Now();
    return clinic_.programs.SuspendProgram(clinic_.Changing(),
                                           {program.name, program.etag, "Influenza."});
  }
  domain::Result<ProgramRecord> Resume(domain::CivilDay day) {
    const ProgramRecord program = weeks_.Now();
    return clinic_.revisions.ResumeProgram(clinic_.Changing(), {program.name, program.etag, day});
  }

  Weeks weeks_;
  test::Clinic& clinic_ = weeks_.clinic;
};

TEST_F(RevisionsTest, TheOldRevisionStaysReadable) {
  const ProgramRecord before = weeks_.Now();
  weeks_.GoWell(1, 1);
  const auto revised = Revise(Request(Weeks::DayOf(2, 1)));
  ASSERT_THAT(revised, IsOk());
  EXPECT_EQ(revised->revision_number, 2);
  EXPECT_NE(revised->short_code, before.short_code);
  const RevisionRecord old = weeks_.Revision(1);
  EXPECT_EQ(old.content.bytes(), before.content.bytes());
  EXPECT_EQ(old.short_code, before.short_code);
  EXPECT_EQ(weeks_.Revision(2).content.bytes(), revised->content.bytes());
  const auto listed = clinic_.revisions.ListRevisions(clinic_.Reading(), weeks_.name(), {1, {}});
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->entries, SizeIs(1));
  EXPECT_EQ(listed->next, "1");
}

TEST_F(RevisionsTest, ARevisionHasAllWeeksAndNoneOfThePastIsProjected) {
  weeks_.GoWell(1, 2);
  const auto revised = Revise(Request(Weeks::DayOf(3, 1)));
  ASSERT_THAT(revised, IsOk());
  ASSERT_THAT(revised->content->weeks, SizeIs(12));
  for (const domain::ProgramWeek& week : revised->content->weeks) {
    EXPECT_EQ(week.projected, week.week_number > 3) << week.week_number;
  }
}

TEST_F(RevisionsTest, TheChangeIsToldAgainstTheWeekBefore) {
  weeks_.GoWell(1, 1);
  ASSERT_THAT(Revise(Request(Weeks::DayOf(2, 1))), IsOk());
  const RevisionRecord revision = weeks_.Revision(2);
  ASSERT_FALSE(revision.changes->empty());
  const domain::Change& hold = revision.changes->front();
  EXPECT_EQ(hold.before, 15);
  EXPECT_EQ(hold.after, 20);
  EXPECT_EQ(hold.because.rule_id, domain::rule::kAdvance);
}

TEST_F(RevisionsTest, ANewAssessmentIsTheCauseOfWhatItChanges) {
  weeks_.GoWell(1, 2);
  ReviseProgramRequest request = Request(Weeks::DayOf(3, 1));
  request.assessment = Assessed([](domain::AssessmentFields& fields) {
    fields.equipment.reset(static_cast<std::size_t>(domain::Equipment::kStrapOrTowel));
  });
  const auto revised = Revise(request);
  ASSERT_THAT(revised, IsOk());
  EXPECT_EQ(revised->assessment, request.assessment->assessment);
  const RevisionRecord revision = weeks_.Revision(2);
  EXPECT_EQ(revision.assessment, request.assessment->assessment);
  EXPECT_THAT(*revision.changes,
              Contains(Field(&domain::Change::kind, domain::ChangeKind::kReplaces)));
  EXPECT_EQ(revision.changes->front().because.rule_id, domain::rule::kRevision);
  EXPECT_NE(weeks_.Revision(1).assessment, revision.assessment);
}

TEST_F(RevisionsTest, ItTakesADayThatIsNeitherTooEarlyNorBeforeADecision) {
  EXPECT_THAT(Revise(Request(std::nullopt)),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(Revise(Request(Weeks::DayOf(2, 1))),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  weeks_.GoWell(1, 1);
  ASSERT_THAT(Revise(Request(Weeks::DayOf(2, 3))), IsOk());
  EXPECT_THAT(Revise(Request(Weeks::DayOf(2, 2))),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(RevisionsTest, AStaleEtagRevisesNothing) {
  ReviseProgramRequest request = Request(Weeks::DayOf(1, 1));
  request.etag = "stale";
  EXPECT_THAT(Revise(request), HasError(ErrorCode::kAborted, "ETAG_MISMATCH"));
}

TEST_F(RevisionsTest, ADraftIsPlannedAnewFromItsFirstDay) {
  const ProgramRecord draft = clinic_.Draft(clinic_.NewPatient());
  const auto revised = Revise({draft.name, draft.etag, {}, {}, std::nullopt, {}, {}, false});
  ASSERT_THAT(revised, IsOk());
  EXPECT_EQ(revised->state, ProgramState::kDraft);
  EXPECT_EQ(revised->revision_number, 2);
  EXPECT_EQ(revised->content.bytes(), draft.content.bytes());
  EXPECT_EQ(clinic_.Activated(*revised).state, ProgramState::kActive);
}

TEST_F(RevisionsTest, ADryRunStoresNothing) {
  ReviseProgramRequest request = Request(Weeks::DayOf(1, 1));
  request.validate_only = true;
  const auto tried = Revise(request);
  ASSERT_THAT(tried, IsOk());
  EXPECT_TRUE(tried->name.program.text().empty());
  EXPECT_EQ(weeks_.Now().revision_number, 1);
}

TEST_F(RevisionsTest, ARedFlagInANewAssessmentEndsTheProgram) {
  ReviseProgramRequest request = Request(Weeks::DayOf(1, 1));
  request.assessment = Assessed([](domain::AssessmentFields& fields) {
    fields.red_flags.Set(domain::Fact::kSaddleNumbness, Answer::kYes);
  });
  const auto revised = Revise(request);
  ASSERT_THAT(revised, IsOk());
  EXPECT_EQ(revised->state, ProgramState::kRefused);
  EXPECT_THAT(revised->content->weeks, IsEmpty());
  EXPECT_THAT(Revise(Request(Weeks::DayOf(1, 1))),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(RevisionsTest, ANewFindingMustBeAcknowledged) {
  ReviseProgramRequest request = Request(Weeks::DayOf(1, 1));
  request.assessment = Assessed([](domain::AssessmentFields& fields) {
    fields.age_years = 45;
    fields.systolic_mmhg = 165;
    fields.diastolic_mmhg = 85;
  });
  EXPECT_THAT(Revise(request), HasError(ErrorCode::kFailedPrecondition, "ACKNOWLEDGEMENT_MISSING"));
  request.acknowledged_rule_ids = {domain::RuleId("S-29")};
  request.comment = "Seen today.";
  const auto revised = Revise(request);
  ASSERT_THAT(revised, IsOk());
  EXPECT_EQ(revised->acknowledgements.back().comment, "Seen today.");
}

// -- Pauses -------------------------------------------------------------------------------------

TEST_F(RevisionsTest, AShortPauseGoesOnWhereItStopped) {
  weeks_.GoWell(1, 2);
  weeks_.Evening(3, 1);
  ASSERT_THAT(Suspend(), IsOk());
  EXPECT_EQ(weeks_.Now().state_reason, "Influenza.");
  weeks_.Evening(4, 1);
  const auto resumed = Resume(Weeks::DayOf(4, 1));
  ASSERT_THAT(resumed, IsOk());
  EXPECT_EQ(resumed->state, ProgramState::kActive);
  EXPECT_EQ(resumed->suspend_time, std::nullopt);
  EXPECT_EQ(weeks_.HoldIn(4), 25);  // the dose of the week that was not done
}

TEST_F(RevisionsTest, ALongPauseTakesTwoStepsBack) {
  weeks_.GoWell(1, 3);
  weeks_.Evening(4, 1);
  ASSERT_THAT(Suspend(), IsOk());
  weeks_.Evening(6, 2);
  ASSERT_THAT(Resume(Weeks::DayOf(6, 2)), IsOk());  // 15 days
  EXPECT_EQ(weeks_.HoldIn(6), 20);
  weeks_.Log(6);
  EXPECT_THAT(weeks_.Decide(6), IsOk());  // the weeks passed over need no decision
}

TEST_F(RevisionsTest, AVeryLongPauseAsksForANewAssessment) {
  weeks_.Evening(1, 2);
  ASSERT_THAT(Suspend(), IsOk());
  weeks_.Evening(5, 3);
  const domain::CivilDay day = Weeks::DayOf(5, 3);  // 29 days
  EXPECT_THAT(Resume(day), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  ReviseProgramRequest request = Request(day);
  request.assessment = Assessed([](domain::AssessmentFields&) {});
  ASSERT_THAT(Revise(request), IsOk());
  EXPECT_THAT(Resume(day), IsOk());
}

TEST_F(RevisionsTest, ARedFlagYieldsToANewAssessmentOnly) {
  domain::CheckInFields flag = weeks_.Entry(1, 2);
  flag.screen.fever_or_ill = Answer::kYes;
  weeks_.Tell(flag);
  EXPECT_EQ(weeks_.Now().state, ProgramState::kSuspended);
  weeks_.Evening(1, 4);
  const domain::CivilDay day = Weeks::DayOf(1, 4);
  EXPECT_THAT(Resume(day), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  ReviseProgramRequest request = Request(day);
  request.assessment = Assessed([](domain::AssessmentFields&) {});
  ASSERT_THAT(Revise(request), IsOk());
  EXPECT_EQ(weeks_.Now().state, ProgramState::kSuspended);
  EXPECT_THAT(Resume(day), IsOk());
}

TEST_F(RevisionsTest, ACompletedProgramStaysSo) {
  const ProgramRecord program = weeks_.Now();
  const auto completed = clinic_.programs.CompleteProgram(
      clinic_.Changing(), {program.name, program.etag, "Goal met."});
  ASSERT_THAT(completed, IsOk());
  EXPECT_EQ(completed->state, ProgramState::kCompleted);
  EXPECT_THAT(Suspend(), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  EXPECT_THAT(Resume(Weeks::DayOf(1, 1)), HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
  EXPECT_THAT(Revise(Request(Weeks::DayOf(1, 1))),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

// -- Replay -------------------------------------------------------------------------------------

TEST_F(RevisionsTest, EveryRevisionIsWhatItsInputsGive) {
  const auto replayed = [&] {
    return clinic_.revisions.ReplayProgram(clinic_.Reading(), weeks_.name()).value();
  };
  EXPECT_TRUE(replayed().identical());
  EXPECT_EQ(replayed().stored_sha256, weeks_.Now().program_sha256);
  weeks_.GoWell(1, 1);
  weeks_.Log(2, 5);
  ASSERT_THAT(weeks_.Confirm(weeks_.Decided(2)), IsOk());
  EXPECT_EQ(weeks_.Now().revision_number, 2);
  EXPECT_TRUE(replayed().identical());
  EXPECT_EQ(replayed().stored_sha256, weeks_.Now().program_sha256);
  EXPECT_THAT(replayed().differences, IsEmpty());
}

TEST_F(RevisionsTest, InputsThatDifferHaveAnotherDigest) {
  const std::string first = weeks_.Now().input_sha256;
  weeks_.Log(1, 5);
  ASSERT_THAT(weeks_.Confirm(weeks_.Decided(1)), IsOk());
  EXPECT_NE(weeks_.Now().input_sha256, first);
}

TEST_F(RevisionsTest, AnotherCatalogueGivesAnotherProgramAndSaysWhere) {
  domain::Catalogue changed = test::Shipped();
  changed.version = "2099.1";
  changed.static_dose.start_hold = 10;
  Revisions with_changed(clinic_.command, clinic_.ids, changed);
  const auto replayed = with_changed.ReplayProgram(clinic_.Reading(), weeks_.name());
  ASSERT_THAT(replayed, IsOk());
  EXPECT_FALSE(replayed->identical());
  EXPECT_NE(replayed->version, replayed->stored_version);
  EXPECT_THAT(replayed->differences, Not(IsEmpty()));
}

// -- Sheets and reports -------------------------------------------------------------------------

TEST_F(RevisionsTest, ACheckInMayBeOfAnyRevisionsSheet) {
  const ProgramRecord first = weeks_.Now();
  weeks_.Log(1, 5);
  ASSERT_THAT(weeks_.Confirm(weeks_.Decided(1)), IsOk());
  domain::CheckInFields paper = weeks_.Entry(1, 6);
  paper.origin = domain::Origin::kPaper;
  paper.short_code = first.short_code;
  const auto recorded = clinic_.follow_up.CreateCheckIn(clinic_.Changing(), {weeks_.name(), paper});
  ASSERT_THAT(recorded, IsOk());
  EXPECT_EQ(recorded->check_in.fields.revision_number, 1);
  paper.revision_number = 3;
  paper.short_code.clear();
  EXPECT_THAT(clinic_.follow_up.CreateCheckIn(clinic_.Changing(), {weeks_.name(), paper}),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(RevisionsTest, AReportCountsEachDayByTheRevisionInForce) {
  weeks_.Log(1, 5);
  ASSERT_THAT(weeks_.Confirm(weeks_.Decided(1)), IsOk());
  weeks_.Log(2);
  const auto report =
      clinic_.follow_up.GetAdherenceReport(clinic_.Reading(), weeks_.name(), Weeks::DayOf(2, 7));
  ASSERT_THAT(report, IsOk());
  ASSERT_THAT(report->report.weeks, SizeIs(2));
  EXPECT_EQ(report->report.weeks[0].revision_number, 1);
  EXPECT_EQ(report->report.weeks[1].revision_number, 2);
  EXPECT_THAT(report->decided_weeks, ElementsAre(1));
}

}  // namespace
}  // namespace ischia::app
