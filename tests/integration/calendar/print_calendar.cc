// Prints a calendar with long lines of several scripts, for a foreign reader to judge. With the
// argument "cancel", the same events are cancelled.
#include <iostream>
#include <string_view>

#include "integration/calendar/events.h"

int main(int argc, char** argv) {
  using namespace std::chrono_literals;
  const std::chrono::sys_days monday = 2026y / 6 / 1;
  ischia::calendar::Calendar calendar;
  if (argc > 1 && std::string_view(argv[1]) == "cancel") {
    calendar.method = ischia::calendar::Method::kCancel;
    calendar.organizer = "clinic@clinic.example";
  }
  calendar.made = monday + 6h;
  calendar.events = {
      {.uid = "session@clinic.example",
       .sequence = 1,
       .summary = "慢慢呼吸，不要憋气。慢慢呼吸，不要憋气。慢慢呼吸，不要憋气。",
       .description = "تنفسوا ببطء؛ لا تحبسوا النفس, أبدًا\nसाँस कभी न रोकें; \\ "
                      "🦵",
       .first_day = monday,
       .start = 8h,
       .duration = 12min,
       .weekdays = {std::chrono::Monday, std::chrono::Wednesday, std::chrono::Sunday},
       .last_day = monday + std::chrono::days{13}},
      {.uid = "measure@clinic.example",
       .summary = "We measure again",
       .first_day = monday + std::chrono::days{41}}};
  std::cout << std::get<std::string>(ischia::calendar::Write(calendar));
}
