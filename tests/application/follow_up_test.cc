#include "service/application/use_cases/follow_up.h"

#include <gmock/gmock.h>

#include <chrono>

#include "tests/support/clinic.h"
#include "tests/support/result_matchers.h"

namespace ischia::app {
namespace {

using domain::Answer;
using domain::CheckInFields;
using domain::CivilDay;
using domain::ErrorCode;
using std::chrono::days;
using std::chrono::hours;
using test::Clinic;
using test::HasError;
using test::IsOk;
using test::kStartDate;
using ::testing::ElementsAre;
using ::testing::SizeIs;

CheckInFields Done(CivilDay day) {
  CheckInFields fields;
  fields.origin = domain::Origin::kLink;
  fields.session_date = day;
  fields.utc_offset_minutes = 120;
  fields.done = Answer::kYes;
  return fields;
}

class FollowUpTest : public ::testing::Test {
 protected:
  domain::Result<CheckInRecord> Record(const ProgramRecord& program, const CheckInFields& fields) {
    return clinic_.follow_up.CreateCheckIn(clinic_.Changing(), {program.name, fields});
  }
  Clinic clinic_;
};

TEST_F(FollowUpTest, ACheckInIsReadAsItWasRecorded) {
  const ProgramRecord program = clinic_.ActiveProgram();
  CheckInFields fields = Done(kStartDate);
  domain::ItemResult result;
  result.item_number = program.content->weeks.at(0).items.at(0).item_number;
  result.done = Answer::kYes;
  result.stretch_discomfort = domain::Score(2);
  fields.results = {result};
  fields.barriers = {domain::Barrier::kNoTime};
  fields.note = "Felt fine.\nMore tomorrow.";
  fields.revision_number = 1;
  fields.short_code = program.short_code;
  const auto recorded = Record(program, fields);
  ASSERT_THAT(recorded, IsOk());
  EXPECT_EQ(recorded->check_in.fields, fields);
  EXPECT_EQ(recorded->name.check_in.text(), "2026-06-01-1");
  EXPECT_THAT(clinic_.follow_up.GetCheckIn(clinic_.Reading(), recorded->name),
              test::IsOkAndHolds(*recorded));
}

TEST_F(FollowUpTest, ADraftTakesNoCheckIns) {
  EXPECT_THAT(Record(clinic_.Draft(clinic_.NewPatient()), Done(kStartDate)),
              HasError(ErrorCode::kFailedPrecondition, "WRONG_STATE"));
}

TEST_F(FollowUpTest, TheSheetMustBelongToTheProgram) {
  const ProgramRecord program = clinic_.ActiveProgram();
  CheckInFields fields = Done(kStartDate);
  fields.short_code = clinic_.ActiveProgram().short_code;
  EXPECT_THAT(Record(program, fields), HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

TEST_F(FollowUpTest, AYesInTheScreenIsStoredAndSuspendsTheProgram) {
  const ProgramRecord program = clinic_.ActiveProgram();
  CheckInFields fields = Done(kStartDate);
  fields.done = Answer::kNo;
  fields.screen.saddle_numbness = Answer::kYes;
  ASSERT_THAT(Record(program, fields), IsOk());
  const auto after = clinic_.programs.GetProgram(clinic_.Reading(), program.name);
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->state, domain::ProgramState::kSuspended);
  EXPECT_NE(after->etag, program.etag);
}

TEST_F(FollowUpTest, CheckInsAreWalkedInTheOrderOfTheirDays) {
  const ProgramRecord program = clinic_.ActiveProgram();
  clinic_.clock.now += days(3);
  for (const int day : {2, 0, 1, 1}) {
    ASSERT_THAT(Record(program, Done(kStartDate + days(day))), IsOk());
  }
  std::vector<std::string> walked;
  PageRequest page{3, {}};
  do {
    const auto found = clinic_.follow_up.ListCheckIns(
        clinic_.Reading(), {program.name, std::nullopt, std::nullopt, page});
    ASSERT_THAT(found, IsOk());
    for (const CheckInRecord& entry : found->entries) {
      walked.push_back(entry.name.check_in.text());
    }
    page.after = found->next;
  } while (!page.after.empty());
  EXPECT_THAT(walked, ElementsAre("2026-06-01-1", "2026-06-02-1", "2026-06-02-2", "2026-06-03-1"));
  const auto first_day =
      clinic_.follow_up.ListCheckIns(clinic_.Reading(), {program.name, kStartDate, kStartDate, {}});
  EXPECT_THAT(first_day->entries, SizeIs(1));
}

TEST_F(FollowUpTest, TheReportShowsEachKindOfEvidenceApart) {
  const ProgramRecord program = clinic_.ActiveProgram();
  for (int day = 0; day < 5; ++day) {
    ASSERT_THAT(Record(program, Done(kStartDate + days(day))), IsOk());
    clinic_.clock.now += days(1);
  }
  CheckInFields paper = Done(kStartDate + days(5));
  paper.origin = domain::Origin::kPaper;
  clinic_.clock.now += days(10);
  ASSERT_THAT(Record(program, paper), IsOk());
  const auto report = clinic_.follow_up.GetAdherenceReport(Clinic::CallOf(Role::kAuditor),
                                                           program.name, kStartDate + days(6));
  ASSERT_THAT(report, IsOk());
  ASSERT_THAT(report->report.weeks, SizeIs(1));
  const domain::ReportWeek& week = report->report.weeks[0];
  EXPECT_EQ(week.figures.done_day_count, 6);
  EXPECT_EQ(week.figures.not_done_day_count, 0);
  EXPECT_EQ(week.figures.unreported_day_count, 1);
  EXPECT_THAT(week.credible.session_ratio, ::testing::Optional(::testing::DoubleEq(5.0 / 7)));
  EXPECT_EQ(week.returned_paper.band, domain::AdherenceBand::kCannotJudge);
  EXPECT_EQ(week.late_entry_count, 1);
}

TEST_F(FollowUpTest, AReportNeedsItsDay) {
  EXPECT_THAT(clinic_.follow_up.GetAdherenceReport(clinic_.Reading(), clinic_.ActiveProgram().name,
                                                   std::nullopt),
              HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

}  // namespace
}  // namespace ischia::app
