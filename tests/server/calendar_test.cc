#include <gmock/gmock.h>

#include <sstream>
#include <string>
#include <vector>

#include "service/application/encoding.h"
#include "service/server/handout/renderer.h"
#include "tests/server/handout_cases.h"
#include "tests/support/child_process.h"
#include "tests/support/result_matchers.h"
#include "tests/support/temp_folder.h"

namespace ischia::server {
namespace {

using app::HandoutKind;
using domain::ProgramState;
using test::CaseOf;
using test::HandoutCase;
using test::HasError;
using test::SecondRevisionOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

const RenderPool& Pool() {
  static const auto& pool = *new RenderPool(test::Loaded().catalogue, test::Loaded().texts, 1);
  return pool;
}

HandoutCase CalendarOf(HandoutCase one) {
  one.program.state = ProgramState::kActive;
  one.program.name.program = domain::ProgramId{"x1"};
  one.program.name.patient.patient = domain::PatientId{"p-0042"};
  one.program.name.patient.practice = one.practice.id;
  return one;
}

HandoutCase First(const std::string& name) {
  return CalendarOf(CaseOf(name, HandoutKind::kCalendar));
}

HandoutCase Second(const std::string& name) {
  return CalendarOf(SecondRevisionOf(name, HandoutKind::kCalendar));
}

std::string Written(const HandoutCase& one) {
  const auto rendered = Pool().Render(one.Request());
  EXPECT_THAT(rendered, test::IsOk());
  return rendered.ok() ? rendered->bytes : "";
}

// What python3-icalendar and python3-dateutil read: the method, then a line an event, "session-1-1
// 1 CONFIRMED 18:00 20 06-01 06-02: Home session". A fault of the file or a time with a zone ends
// it.
constexpr const char* kReader = R"(
import pathlib, sys
from dateutil.rrule import rrulestr
from icalendar import Calendar
calendar = Calendar.from_ical(pathlib.Path(sys.argv[1]).read_bytes())
assert not calendar.errors, calendar.errors
print(calendar["METHOD"])
for event in calendar.walk("VEVENT"):
    assert not event.errors and event["CLASS"] == "PRIVATE", event.errors
    start = event["DTSTART"].dt
    rule = event.get("RRULE")
    days = rrulestr(rule.to_ical().decode(), dtstart=start) if rule else [start]
    words = [event["UID"].split(".")[0], str(event["SEQUENCE"]), event["STATUS"]]
    if rule:
        assert start.tzinfo is None
        minutes = event["DURATION"].dt.total_seconds() / 60
        words += [start.strftime("%H:%M"), f"{minutes:.0f}"]
    words += [day.strftime("%m-%d") for day in days]
    print(" ".join(words) + ": " + event["SUMMARY"])
)";

std::vector<std::string> AsRead(const HandoutCase& one) {
  const support::TempFolder folder;
  const std::string file = (folder / "calendar.ics").string();
  support::WriteFile(file, Written(one));
  const support::Finished run = support::RunProgram({"/usr/bin/python3", "-c", kReader, file});
  EXPECT_EQ(run.exit_code, 0) << run.output;
  std::vector<std::string> lines;
  std::istringstream stream(run.output);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

TEST(CalendarEditionTest, HasTheSessionsUpToTheNextMeasurementAndAllMeasurements) {
  EXPECT_THAT(
      AsRead(First("v01")),
      ElementsAre(
          "PUBLISH",
          "session-1-1 2 CONFIRMED 18:00 9 06-01 06-02 06-03 06-04 06-05 06-06 06-07: Home session",
          "gate-2 2 CONFIRMED 06-08: Ready for week 2?",
          "session-2-1 2 CONFIRMED 18:00 8 06-08 06-09 06-10 06-11 06-12 06-13 06-14: Home session",
          "gate-3 2 CONFIRMED 06-15: Ready for week 3?",
          "session-3-1 2 CONFIRMED 18:00 12 06-15 06-16 06-17 06-18 06-19 06-20 06-21: Home "
          "session",
          "measure-3 2 CONFIRMED 06-21: We measure again",
          "measure-6 2 CONFIRMED 07-12: We measure again",
          "measure-12 2 CONFIRMED 08-23: We measure again"));
}

TEST(CalendarEditionTest, AFreshStrainIsLookedAtAgainWithinTwoDays) {
  EXPECT_THAT(AsRead(First("v05")), Contains("recheck 2 CONFIRMED 06-03: Your clinic looks again"));
  EXPECT_THAT(AsRead(First("v01")), Not(Contains(StartsWith("recheck"))));
}

// Week 3 is decided now, so nothing is to be looked at before it; weeks that are over stay as they
// were.
TEST(CalendarEditionTest, ARevisionUpdatesAndCancelsByTheSameUid) {
  EXPECT_THAT(
      AsRead(Second("v01")),
      ElementsAre(
          "PUBLISH", "gate-3 4 CANCELLED 06-15: Ready for week 3?",
          "session-3-1 4 CONFIRMED 18:00 12 06-15 06-16 06-17 06-18 06-19 06-20 06-21: Home "
          "session",
          "measure-3 4 CONFIRMED 06-21: We measure again",
          "measure-6 4 CONFIRMED 07-12: We measure again",
          "measure-12 4 CONFIRMED 08-23: We measure again"));
}

TEST(CalendarEditionTest, AProgramThatHasStoppedCancelsEverythingItHad) {
  for (const ProgramState state : {ProgramState::kSuspended, ProgramState::kCompleted}) {
    HandoutCase one = Second("v01");
    one.program.state = state;
    std::vector<std::string> lines = AsRead(one);
    ASSERT_THAT(lines, SizeIs(6));
    EXPECT_EQ(lines.front(), "CANCEL");
    lines.erase(lines.begin());
    EXPECT_THAT(lines, Each(HasSubstr(" 5 CANCELLED ")));
    EXPECT_THAT(lines, Contains(StartsWith("gate-3")));
  }
}

// A revision that refuses has no week of its own to begin with.
TEST(CalendarEditionTest, ARefusalCancelsFromItsFirstDayOn) {
  HandoutCase one = Second("v01");
  domain::Program refused = *one.past.revisions.front().content;
  refused.state = ProgramState::kRefused;
  refused.weeks.resize(2);
  one.past.revisions.back().content = app::Freeze(refused);
  one.program.content = one.past.revisions.back().content;
  one.program.state = ProgramState::kSuspended;
  std::vector<std::string> lines = AsRead(one);
  EXPECT_THAT(lines, SizeIs(6));
  lines.erase(lines.begin());
  EXPECT_THAT(lines, Each(HasSubstr("CANCELLED")));
}

// Two sessions a day in some weeks, one in others: the second one's uid goes with it.
TEST(CalendarEditionTest, SessionsOfADayLieApart) {
  HandoutCase one = First("v01");
  domain::Program often = *one.program.content;
  for (domain::ProgramItem& item : often.weeks[0].items) {
    for (domain::SideDose& dose : item.doses) dose.sessions_per_day = 2;
  }
  for (domain::ProgramItem& item : often.weeks[1].items) {
    for (domain::SideDose& dose : item.doses) {
      dose.sessions_per_day = 3;
      dose.days_per_week = 3;
    }
  }
  one.past.revisions.back().content = app::Freeze(often);
  one.program.content = one.past.revisions.back().content;
  const std::vector<std::string> lines = AsRead(one);
  EXPECT_THAT(lines, Contains(StartsWith("session-1-1 2 CONFIRMED 10:00 5 06-01 06-02")));
  EXPECT_THAT(lines, Contains(StartsWith("session-1-2 2 CONFIRMED 18:00 5 06-01 06-02")));
  EXPECT_THAT(lines, Contains("session-2-2 2 CONFIRMED 14:00 3 06-08 06-10 06-12: Home session"));
}

TEST(CalendarEditionTest, NamesNoPersonNoExerciseAndNoFinding) {
  HandoutCase one = First("v03");
  one.patient.fields.given_name = "Alexandria";
  one.patient.fields.family_name = "Samplewoman";
  const std::string text = Written(one);
  for (const char* word : {"Alexandria", "Samplewoman", "amstring", "ack", "egs", "HS-", "S-39"}) {
    EXPECT_THAT(text, Not(HasSubstr(word)));
  }
}

TEST(CalendarEditionTest, SpeaksEveryLanguageAndIsTheSameTwice) {
  for (const std::string_view language : test::Loaded().texts.languages()) {
    HandoutCase one = First("v05");
    one.fields.language_code = language;
    EXPECT_THAT(AsRead(one), SizeIs(10)) << language;
    EXPECT_EQ(Written(one), Written(one)) << language;
    EXPECT_EQ(Pool().Render(one.Request())->page_count, 0) << language;
  }
}

TEST(CalendarEditionTest, AnUnreviewedTranslationSaysSo) {
  HandoutCase one = First("v01");
  EXPECT_THAT(Written(one), Not(HasSubstr("translation")));
  one.fields.language_code = "es";
  EXPECT_THAT(Written(one), HasSubstr("especialista"));
}

TEST(CalendarEditionTest, AnUnknownLanguageIsRefused) {
  HandoutCase one = First("v01");
  one.fields.language_code = "tlh";
  EXPECT_THAT(Pool().Render(one.Request()),
              HasError(domain::ErrorCode::kInvalidArgument, "FIELD_INVALID"));
}

}  // namespace
}  // namespace ischia::server
