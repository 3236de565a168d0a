#include "service/domain/follow/check_in.h"

#include <gmock/gmock.h>

#include <chrono>

#include "tests/support/result_matchers.h"

namespace ischia::domain {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using test::HasError;
using test::ViolationOf;
using ::testing::Contains;
using ::testing::SizeIs;

constexpr CivilDay kStart{std::chrono::year{2026} / 6 / 1};

CheckInRule Rule() { return {{}, 48, 3, 10}; }

Program OneItemProgram() {
  Program program;
  program.state = ProgramState::kDraft;
  program.start_date = kStart;
  ProgramItem item;
  item.item_number = 1;
  item.slot = Slot::kStretch;
  ProgramWeek week;
  week.week_number = 1;
  week.items = {item};
  program.weeks = {week};
  return program;
}

CheckInFields SelfReport(CivilDay day) {
  CheckInFields fields;
  fields.origin = Origin::kLink;
  fields.session_date = day;
  fields.utc_offset_minutes = 120;
  fields.done = Answer::kYes;
  return fields;
}

Instant At(CivilDay day, hours hour) { return Instant{day} + hour; }

CheckIn Made(const CheckInFields& fields, Instant record_time,
             const std::vector<CheckIn>& earlier = {}, const CheckInRule& rule = Rule()) {
  const Program program = OneItemProgram();
  return MakeCheckIn(fields, {{1, kStart, &program}}, earlier, rule, record_time).value();
}

std::vector<FieldViolation> Refused(const CheckInFields& fields, Instant record_time) {
  const Program program = OneItemProgram();
  const Result<CheckIn> result =
      MakeCheckIn(fields, {{1, kStart, &program}}, {}, Rule(), record_time);
  EXPECT_THAT(result, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  return result.ok() ? std::vector<FieldViolation>() : result.error().violations;
}

TEST(CheckInTest, LinkOnTheSessionDateIsASameDaySelfReport) {
  const CheckIn check_in = Made(SelfReport(kStart), At(kStart, hours(20)));
  EXPECT_EQ(check_in.evidence_class, EvidenceClass::kSameDaySelfReport);
  EXPECT_FALSE(check_in.late);
}

TEST(CheckInTest, TheDayIsThePatientsAndNotUtcs) {
  // 22:30 UTC on June 1 is already June 2 two hours to the east.
  const Instant late_evening = At(kStart, hours(22)) + minutes(30);
  EXPECT_EQ(Made(SelfReport(kStart), late_evening).evidence_class, EvidenceClass::kBackFilled);
  EXPECT_EQ(Made(SelfReport(kStart + days(1)), late_evening).evidence_class,
            EvidenceClass::kSameDaySelfReport);
}

TEST(CheckInTest, TheThirdDayWithinTenMinutesIsBackFilled) {
  const Instant now = At(kStart + days(2), hours(10));
  const CheckIn first = Made(SelfReport(kStart), now);
  const CheckIn second = Made(SelfReport(kStart + days(1)), now + minutes(2));
  const CheckInFields today = SelfReport(kStart + days(2));
  EXPECT_EQ(Made(today, now + minutes(9), {first, second}).evidence_class,
            EvidenceClass::kBackFilled);
  EXPECT_EQ(Made(today, now + minutes(11), {first, second}).evidence_class,
            EvidenceClass::kSameDaySelfReport);
}

TEST(CheckInTest, OneGoAndLateAreWhatTheRuleSays) {
  const Instant now = At(kStart + days(1), hours(10));
  const CheckIn first = Made(SelfReport(kStart), now);
  const CheckInFields today = SelfReport(kStart + days(1));
  EXPECT_EQ(Made(today, now + minutes(20), {first}, {{}, 48, 2, 30}).evidence_class,
            EvidenceClass::kBackFilled);
  EXPECT_EQ(Made(today, now + minutes(31), {first}, {{}, 48, 2, 30}).evidence_class,
            EvidenceClass::kSameDaySelfReport);
  EXPECT_FALSE(Made(SelfReport(kStart), now, {}, {{}, 12, 3, 10}).late);
  EXPECT_TRUE(Made(SelfReport(kStart), now, {}, {{}, 11, 3, 10}).late);
}

TEST(CheckInTest, PaperPhoneAndVisitHaveTheirOwnClasses) {
  CheckInFields fields = SelfReport(kStart);
  fields.utc_offset_minutes.reset();
  const Instant next_week = At(kStart + days(7), hours(9));
  fields.origin = Origin::kPaper;
  EXPECT_EQ(Made(fields, next_week).evidence_class, EvidenceClass::kReturnedPaper);
  fields.origin = Origin::kPhone;
  EXPECT_EQ(Made(fields, next_week).evidence_class, EvidenceClass::kAskedAtVisit);
  fields.origin = Origin::kVisit;
  EXPECT_EQ(Made(fields, next_week).evidence_class, EvidenceClass::kAskedAtVisit);
}

TEST(CheckInTest, LateIsMoreThan48HoursAfterTheEndOfThePatientsDay) {
  const Instant end_of_day = At(kStart + days(1), hours(-2));
  EXPECT_FALSE(Made(SelfReport(kStart), end_of_day + hours(48)).late);
  EXPECT_TRUE(Made(SelfReport(kStart), end_of_day + hours(48) + minutes(1)).late);
}

TEST(CheckInTest, EveryViolationIsReportedAtOnce) {
  CheckInFields fields;
  fields.symptom_before = Score(11);
  fields.note = std::string(501, 'x');
  ItemResult result;
  result.item_number = 9;
  result.done = Answer::kYes;
  fields.results = {result};
  const std::vector<FieldViolation> violations = Refused(fields, At(kStart, hours(9)));
  for (const char* field : {"origin", "session_date", "done", "symptom_before_score", "note",
                            "results[0].item_number"}) {
    EXPECT_THAT(violations, Contains(ViolationOf(field, "FIELD_INVALID")));
  }
  EXPECT_THAT(violations, SizeIs(6));
}

TEST(CheckInTest, ASelfReportNeedsThePatientsOffset) {
  CheckInFields fields = SelfReport(kStart);
  fields.utc_offset_minutes.reset();
  EXPECT_THAT(Refused(fields, At(kStart, hours(9))),
              Contains(ViolationOf("utc_offset_minutes", "FIELD_INVALID")));
}

TEST(CheckInTest, DaysBeforeTheStartAndAfterTodayAreRefused) {
  EXPECT_THAT(Refused(SelfReport(kStart - days(1)), At(kStart, hours(9))),
              Contains(ViolationOf("session_date", "FIELD_INVALID")));
  EXPECT_THAT(Refused(SelfReport(kStart + days(1)), At(kStart, hours(9))),
              Contains(ViolationOf("session_date", "FIELD_INVALID")));
}

TEST(CheckInTest, ItemsAreThoseOfTheSheetOrOfTheRevisionInForceThatDay) {
  const Program before = OneItemProgram();
  Program after = OneItemProgram();
  after.weeks.front().items.front().item_number = 2;
  const Revisions revisions = {{1, kStart, &before}, {2, kStart + days(7), &after}};
  const auto takes = [&](CivilDay day, int item_number, int sheet) {
    CheckInFields fields = SelfReport(day);
    fields.revision_number = sheet;
    ItemResult result;
    result.item_number = item_number;
    result.done = Answer::kYes;
    fields.results = {result};
    return MakeCheckIn(fields, revisions, {}, Rule(), At(kStart + days(8), hours(9))).ok();
  };
  EXPECT_TRUE(takes(kStart + days(6), 1, 0));
  EXPECT_FALSE(takes(kStart + days(6), 2, 0));
  EXPECT_TRUE(takes(kStart + days(7), 2, 0));
  EXPECT_FALSE(takes(kStart + days(7), 1, 0));
  EXPECT_TRUE(takes(kStart + days(7), 1, 1));
}

TEST(CheckInTest, ASharpPainIsFoundInAnItemOrInNone) {
  CheckIn check_in;
  EXPECT_FALSE(HadSharpPain(check_in));
  ItemResult result;
  result.sharp_pain = Answer::kYes;
  check_in.fields.results = {result};
  EXPECT_TRUE(HadSharpPain(check_in));
  check_in.fields.results.clear();
  check_in.fields.sharp_pain = Answer::kYes;
  EXPECT_TRUE(HadSharpPain(check_in));
}

TEST(CheckInTest, AnyYesOfTheScreenIsFound) {
  SessionScreen screen;
  screen.fever_or_ill = Answer::kNo;
  EXPECT_FALSE(screen.AnyYes());
  screen.pregnancy_warning_sign = Answer::kYes;
  EXPECT_TRUE(screen.AnyYes());
}

}  // namespace
}  // namespace ischia::domain
