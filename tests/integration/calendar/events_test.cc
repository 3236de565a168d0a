#include "integration/calendar/events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ischia::calendar {
namespace {

using namespace std::chrono_literals;
using std::chrono::sys_days;
using ::testing::HasSubstr;
using ::testing::Not;

const sys_days kMonday = 2026y / 6 / 1;

Event Session() {
  return {.uid = "session-7K3M9T@clinic.example",
          .sequence = 2,
          .summary = "Session",
          .description = "Strap, chair; 9 min\nBreathe\\count",
          .first_day = kMonday,
          .start = 8h + 5min,
          .duration = 12min,
          .weekdays = {std::chrono::Monday, std::chrono::Friday},
          .last_day = kMonday + std::chrono::days{41}};
}

Event Measurement() {
  return {.uid = "measure-7K3M9T@clinic.example",
          .summary = "Medición",
          .first_day = kMonday + std::chrono::days{41}};
}

Calendar Sample() {
  Calendar calendar;
  calendar.made = kMonday + 6h + 7min + 8s;
  calendar.events = {Session(), Measurement()};
  return calendar;
}

std::string TextOf(const Calendar& calendar) {
  const auto written = Write(calendar);
  if (const auto* fault = std::get_if<Fault>(&written)) {
    ADD_FAILURE() << fault->what;
    return "";
  }
  return std::get<std::string>(written);
}

std::string FaultOf(const Event& event) {
  Calendar calendar = Sample();
  calendar.events = {event};
  const auto written = Write(calendar);
  const auto* fault = std::get_if<Fault>(&written);
  return fault != nullptr ? fault->what : "";
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    if (end == std::string::npos) {
      ADD_FAILURE() << "a line without its end";
      return lines;
    }
    lines.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}

TEST(CalendarTest, WritesEachByteOfTheFormat) {
  EXPECT_EQ(TextOf(Sample()),
            "BEGIN:VCALENDAR\r\n"
            "VERSION:2.0\r\n"
            "PRODID:-//Ischia//Ischia//EN\r\n"
            "CALSCALE:GREGORIAN\r\n"
            "METHOD:PUBLISH\r\n"
            "BEGIN:VEVENT\r\n"
            "UID:session-7K3M9T@clinic.example\r\n"
            "DTSTAMP:20260601T060708Z\r\n"
            "SEQUENCE:2\r\n"
            "DTSTART:20260601T080500\r\n"
            "DURATION:PT12M\r\n"
            "RRULE:FREQ=WEEKLY;BYDAY=MO,FR;UNTIL=20260712T235959\r\n"
            "SUMMARY:Session\r\n"
            "DESCRIPTION:Strap\\, chair\\; 9 min\\nBreathe\\\\count\r\n"
            "CLASS:PRIVATE\r\n"
            "STATUS:CONFIRMED\r\n"
            "END:VEVENT\r\n"
            "BEGIN:VEVENT\r\n"
            "UID:measure-7K3M9T@clinic.example\r\n"
            "DTSTAMP:20260601T060708Z\r\n"
            "SEQUENCE:0\r\n"
            "DTSTART;VALUE=DATE:20260712\r\n"
            "TRANSP:TRANSPARENT\r\n"
            "SUMMARY:Medición\r\n"
            "CLASS:PRIVATE\r\n"
            "STATUS:CONFIRMED\r\n"
            "END:VEVENT\r\n"
            "END:VCALENDAR\r\n");
}

TEST(CalendarTest, CancelsByTheSameUid) {
  Calendar calendar = Sample();
  calendar.method = Method::kCancel;
  calendar.organizer = "clinic@clinic.example";
  ++calendar.events.front().sequence;
  const std::string text = TextOf(calendar);
  EXPECT_THAT(text, HasSubstr("METHOD:CANCEL\r\n"));
  EXPECT_THAT(text, HasSubstr("UID:session-7K3M9T@clinic.example\r\n"));
  EXPECT_THAT(text, HasSubstr("SEQUENCE:3\r\n"));
  EXPECT_THAT(text, HasSubstr("ORGANIZER:mailto:clinic@clinic.example\r\n"));
  EXPECT_THAT(text, HasSubstr("STATUS:CANCELLED\r\n"));
  EXPECT_THAT(text, Not(HasSubstr("CONFIRMED")));
}

TEST(CalendarTest, RepeatsAWholeDayUntilADay) {
  Event event = Session();
  event.start.reset();
  Calendar calendar = Sample();
  calendar.events = {event};
  EXPECT_THAT(TextOf(calendar), HasSubstr(";UNTIL=20260712\r\n"));
}

TEST(CalendarTest, FoldsAt75BytesAndNeverWithinACharacter) {
  for (const std::string letter : {"a", "é", "語", "🦵"}) {
    for (std::size_t lead = 0; lead < 5; ++lead) {
      Calendar calendar = Sample();
      std::string& summary = calendar.events.front().summary;
      summary = std::string(lead, 'x');
      for (int i = 0; i < 100; ++i) summary += letter;
      std::string unfolded;
      for (const std::string& line : LinesOf(TextOf(calendar))) {
        EXPECT_LE(line.size(), 75U);
        EXPECT_NE(static_cast<unsigned char>(line.at(line.starts_with(' ') ? 1 : 0)) & 0xC0U,
                  0x80U);
        unfolded += line.starts_with(' ') ? line.substr(1) : '\n' + line;
      }
      EXPECT_THAT(unfolded, HasSubstr("\nSUMMARY:" + summary + '\n'));
    }
  }
}

TEST(CalendarTest, LeavesALineOf75BytesWhole) {
  Calendar calendar = Sample();
  calendar.events.front().summary = std::string(75 - std::string("SUMMARY:").size(), 's');
  EXPECT_THAT(TextOf(calendar), HasSubstr("SUMMARY:" + calendar.events.front().summary + "\r\n"));
}

TEST(CalendarTest, IsAFunctionOfItsInput) { EXPECT_EQ(TextOf(Sample()), TextOf(Sample())); }

struct Break {
  const char* name;
  void (*spoil)(Event&);
  const char* what;
};
class BrokenEventTest : public ::testing::TestWithParam<Break> {};

TEST_P(BrokenEventTest, IsRefused) {
  Event event = Session();
  ASSERT_EQ(FaultOf(event), "");
  GetParam().spoil(event);
  EXPECT_THAT(FaultOf(event), HasSubstr(GetParam().what));
}

INSTANTIATE_TEST_SUITE_P(
    Calendar, BrokenEventTest,
    ::testing::Values(
        Break{"NoUid", [](Event& event) { event.uid = ""; }, "uid"},
        Break{"UidWithBlank", [](Event& event) { event.uid = "a b"; }, "uid"},
        Break{"UidWithLineEnd", [](Event& event) { event.uid = "a\r\nATTENDEE:b"; }, "uid"},
        Break{"LongUid", [](Event& event) { event.uid = std::string(256, 'u'); }, "uid"},
        Break{"NegativeSequence", [](Event& event) { event.sequence = -1; }, "sequence"},
        Break{"NoSummary", [](Event& event) { event.summary = ""; }, "words"},
        Break{"CarriageReturn", [](Event& event) { event.summary = "a\rb"; }, "words"},
        Break{"Malformed", [](Event& event) { event.description = "a\xE2\x82"; }, "words"},
        Break{"Overlong", [](Event& event) { event.description = "\xE0\x80\x80"; }, "words"},
        Break{"Surrogate", [](Event& event) { event.description = "\xED\xA0\x80"; }, "words"},
        Break{"C1", [](Event& event) { event.description = "\xC2\x85"; }, "words"},
        Break{"AtMidnightOfTheNextDay", [](Event& event) { event.start = 24h; },
              "no time of a day"},
        Break{"NoDuration", [](Event& event) { event.duration = 0min; }, "lasts no time"},
        Break{"FirstDayOff", [](Event& event) { event.first_day += std::chrono::days{1}; },
              "none of its weekdays"},
        Break{"NoSuchDay", [](Event& event) { event.weekdays.emplace_back(9U); }, "no week has"},
        Break{"Endless", [](Event& event) { event.last_day.reset(); }, "without a last day"},
        Break{"EndsBeforeItBegins",
              [](Event& event) { event.last_day = kMonday - std::chrono::days{1}; },
              "without a last day"}),
    [](const auto& broken) { return std::string(broken.param.name); });

TEST(CalendarTest, RefusesNoEventsAndTheSameTwice) {
  Calendar calendar = Sample();
  calendar.events.push_back(Session());
  EXPECT_THAT(std::get<Fault>(Write(calendar)).what, HasSubstr("event 3: its uid stands twice"));
  calendar.events.clear();
  EXPECT_THAT(std::get<Fault>(Write(calendar)).what, HasSubstr("no event"));
}

TEST(CalendarTest, RefusesAProductOrOrganizerThatBreaksItsLine) {
  Calendar calendar = Sample();
  calendar.product_id = "-//A\r\nX:1";
  EXPECT_THAT(std::get<Fault>(Write(calendar)).what, HasSubstr("product id"));
  calendar = Sample();
  calendar.organizer = "a@b\nX:1";
  EXPECT_THAT(std::get<Fault>(Write(calendar)).what, HasSubstr("organizer"));
}

TEST(CalendarTest, OneEventIsCancelledWhileOthersAreKept) {
  Calendar calendar = Sample();
  calendar.events[1].cancelled = true;
  const std::string text = TextOf(calendar);
  EXPECT_THAT(text, HasSubstr("METHOD:PUBLISH\r\n"));
  EXPECT_THAT(text, HasSubstr("STATUS:CONFIRMED\r\n"));
  EXPECT_THAT(text.substr(text.find("UID:measure")), HasSubstr("STATUS:CANCELLED\r\n"));
}

TEST(CalendarTest, TheMethodIsReadBackWhateverTheWordsSay) {
  Calendar calendar = Sample();
  calendar.events[0].description = "METHOD:CANCEL";
  EXPECT_EQ(MethodOf(TextOf(calendar)), Method::kPublish);
  calendar.method = Method::kCancel;
  EXPECT_EQ(MethodOf(TextOf(calendar)), Method::kCancel);
}

}  // namespace
}  // namespace ischia::calendar
