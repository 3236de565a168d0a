// Calendar text (iCalendar, RFC 5545) from plain events: what is done on some days of the week
// until a last day, and what happens once. Times are floating: 08:00 wherever the reader is. Equal
// input gives equal bytes. The file says what the caller says and nothing else.
//
//   Calendar calendar{.made = made, .events = {{.uid = "session-7K3M9T@clinic.example",
//                                               .summary = "Session", .first_day = monday,
//                                               .start = 8h, .duration = 12min,
//                                               .weekdays = {Monday, Friday}, .last_day = end}}};
//   std::variant<std::string, Fault> text = Write(calendar);
#ifndef ISCHIA_INTEGRATION_CALENDAR_EVENTS_H_
#define ISCHIA_INTEGRATION_CALENDAR_EVENTS_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ischia::calendar {

struct Event {
  // The same event in every file: visible ASCII, at most 255 characters. It tells nothing of a
  // person; readers show and sync it.
  std::string uid = {};
  // Rises with every change of the event, so that a reader replaces what it has.
  int sequence = 0;
  // UTF-8; '\n' is the only control character. The summary is not empty.
  std::string summary = {};
  std::string description = {};
  // With weekdays, the first day is one of them.
  std::chrono::sys_days first_day = {};
  // Since midnight, below 24 h; none: the whole day.
  std::optional<std::chrono::minutes> start = {};
  // Above 0 where there is a start.
  std::chrono::minutes duration{0};
  // Once where there are none; each week on them, up to and with the last day.
  std::vector<std::chrono::weekday> weekdays = {};
  std::optional<std::chrono::sys_days> last_day = {};
  // An earlier file had it, and it is no longer to be kept.
  bool cancelled = false;
};

// What a reader is to do with the events.
enum class Method {
  kPublish,  // keep them, in place of those with the same uid and a lower sequence
  kCancel    // take them out
};

struct Calendar {
  Method method = Method::kPublish;
  // Who makes the file, "-//Clinic//Program//EN": visible ASCII and blanks.
  std::string product_id = "-//Ischia//Ischia//EN";
  // Whom a cancel is from; an address without "mailto:", ASCII. Empty: not said.
  std::string organizer;
  // UTC, to the second.
  std::chrono::sys_seconds made;
  // At least one, no uid twice.
  std::vector<Event> events;
};

// Why there is no text. Never quotes an event, so it may be logged.
struct Fault {
  std::string what;  // "event 2: the first day is none of its weekdays"
};

// Lines of at most 75 bytes, ended by CRLF, no character broken.
std::variant<std::string, Fault> Write(const Calendar& calendar);

// What a reader of a text by Write() is to do.
Method MethodOf(std::string_view text);

}  // namespace ischia::calendar

#endif  // ISCHIA_INTEGRATION_CALENDAR_EVENTS_H_
