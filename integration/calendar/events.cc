#include "integration/calendar/events.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <string_view>

namespace ischia::calendar {
namespace {

constexpr std::size_t kLineBytes = 75;  // RFC 5545, section 3.1, without CRLF
constexpr std::size_t kUidBytes = 255;  // RFC 7986, section 5.3
constexpr std::string_view kPublish = "METHOD:PUBLISH";
constexpr std::string_view kCancel = "METHOD:CANCEL";
constexpr std::array<std::string_view, 7> kWeekdays = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};

bool IsVisible(std::string_view text, bool with_blanks) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return (c > ' ' && c < 0x7F) || (with_blanks && c == ' '); });
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

// The bytes of the character that begins here; 0 when it is malformed.
std::size_t CharacterAt(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return 1;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + size > text.size()) return 0;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  const bool whole =
      std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at + 1),
                  text.begin() + static_cast<std::ptrdiff_t>(at + size), IsContinuation);
  return whole && !overlong && !beyond ? size : 0;
}

// UTF-8 whose only control character is the line feed.
bool IsText(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = CharacterAt(text, at);
    const auto first = static_cast<unsigned char>(text[at]);
    const bool is_c1 =
        size == 2 && first == 0xC2 && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    const bool is_c0 = size == 1 && (first < 0x20 || first == 0x7F) && first != '\n';
    if (size == 0 || is_c0 || is_c1) return false;
    at += size;
  }
  return true;
}

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') escaped += '\\';
    c == '\n' ? escaped.append("\\n") : escaped.append(1, c);
  }
  return escaped;
}

// Breaks before the line would be longer, and before a character rather than within it.
void AppendLine(std::string_view line, std::string& text) {
  for (std::size_t room = kLineBytes; line.size() > room; room = kLineBytes - 1) {
    std::size_t end = room;
    while (IsContinuation(line[end])) --end;
    text.append(line.substr(0, end)).append("\r\n ");
    line.remove_prefix(end);
  }
  text.append(line).append("\r\n");
}

template <typename... Numbers>
std::string Formatted(const char* format, Numbers... numbers) {
  std::array<char, 32> text{};
  const int size = std::snprintf(text.data(), text.size(), format, numbers...);
  return {text.data(), static_cast<std::size_t>(std::max(size, 0))};
}

std::string DateText(std::chrono::sys_days day) {
  const std::chrono::year_month_day date{day};
  return Formatted("%04d%02u%02u", static_cast<int>(date.year()),
                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string TimeText(std::chrono::seconds since_midnight) {
  const long long seconds = since_midnight.count();
  return Formatted("T%02lld%02lld%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string UtcText(std::chrono::sys_seconds instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  return DateText(day) + TimeText(instant - day) + 'Z';
}

// The last moment of the last day, in the kind of value that the start has.
std::string RuleText(const Event& event) {
  std::string days;
  for (const std::chrono::weekday weekday : event.weekdays) {
    days.append(days.empty() ? "" : ",").append(kWeekdays[weekday.c_encoding()]);
  }
  const std::string time = event.start ? "T235959" : "";
  return "RRULE:FREQ=WEEKLY;BYDAY=" + days + ";UNTIL=" + DateText(*event.last_day) + time;
}

void AppendEvent(const Event& event, const Calendar& calendar, std::string& text) {
  const auto line = [&](const std::string& content) { AppendLine(content, text); };
  line("BEGIN:VEVENT");
  line("UID:" + Escaped(event.uid));
  line("DTSTAMP:" + UtcText(calendar.made));
  line("SEQUENCE:" + std::to_string(event.sequence));
  if (event.start) {
    line("DTSTART:" + DateText(event.first_day) + TimeText(*event.start));
    line("DURATION:PT" + std::to_string(event.duration.count()) + 'M');
  } else {
    line("DTSTART;VALUE=DATE:" + DateText(event.first_day));
    line("TRANSP:TRANSPARENT");
  }
  if (!event.weekdays.empty()) line(RuleText(event));
  if (!calendar.organizer.empty()) line("ORGANIZER:mailto:" + calendar.organizer);
  line("SUMMARY:" + Escaped(event.summary));
  if (!event.description.empty()) line("DESCRIPTION:" + Escaped(event.description));
  line("CLASS:PRIVATE");
  const bool cancelled = event.cancelled || calendar.method == Method::kCancel;
  line(cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
  line("END:VEVENT");
}

// Empty when there is none.
std::string FaultOf(const Event& event) {
  using std::chrono::minutes;
  if (event.uid.empty() || event.uid.size() > kUidBytes || !IsVisible(event.uid, false)) {
    return "the uid is not 1 to 255 characters of visible ASCII";
  }
  if (event.sequence < 0) return "the sequence is below 0";
  if (event.summary.empty() || !IsText(event.summary) || !IsText(event.description)) {
    return "its words are empty or not UTF-8 without control characters";
  }
  if (event.start && (*event.start < minutes{0} || *event.start >= minutes{24 * 60})) {
    return "it starts at no time of a day";
  }
  if (event.start && event.duration <= minutes{0}) return "it lasts no time";
  if (event.weekdays.empty()) return "";
  if (!std::all_of(event.weekdays.begin(), event.weekdays.end(),
                   [](std::chrono::weekday weekday) { return weekday.ok(); })) {
    return "it is on a day that no week has";
  }
  if (std::find(event.weekdays.begin(), event.weekdays.end(),
                std::chrono::weekday(event.first_day)) == event.weekdays.end()) {
    return "the first day is none of its weekdays";
  }
  const bool ends = event.last_day && *event.last_day >= event.first_day;
  return ends ? "" : "it repeats without a last day";
}

std::string FaultOf(const Calendar& calendar) {
  if (calendar.product_id.empty() || !IsVisible(calendar.product_id, true)) {
    return "the product id is not visible ASCII";
  }
  if (!IsVisible(calendar.organizer, false)) return "the organizer is not visible ASCII";
  if (calendar.events.empty()) return "there is no event";
  std::set<std::string_view> uids;
  for (std::size_t i = 0; i < calendar.events.size(); ++i) {
    const bool is_new = uids.insert(calendar.events[i].uid).second;
    const std::string fault = is_new ? FaultOf(calendar.events[i]) : "its uid stands twice";
    if (!fault.empty()) return "event " + std::to_string(i + 1) + ": " + fault;
  }
  return "";
}

}  // namespace

std::variant<std::string, Fault> Write(const Calendar& calendar) {
  const std::string fault = FaultOf(calendar);
  if (!fault.empty()) return Fault{fault};
  std::string text;
  AppendLine("BEGIN:VCALENDAR", text);
  AppendLine("VERSION:2.0", text);
  AppendLine("PRODID:" + Escaped(calendar.product_id), text);
  AppendLine("CALSCALE:GREGORIAN", text);
  AppendLine(calendar.method == Method::kCancel ? kCancel : kPublish, text);
  for (const Event& event : calendar.events) AppendEvent(event, calendar, text);
  AppendLine("END:VCALENDAR", text);
  return text;
}

// Stands before the first event, so no event's words are taken for it.
Method MethodOf(std::string_view text) {
  const std::string_view head = text.substr(0, text.find("BEGIN:VEVENT"));
  return head.find(kCancel) == std::string_view::npos ? Method::kPublish : Method::kCancel;
}

}  // namespace ischia::calendar
