#include "service/server/handout/editions/calendar.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "service/server/handout/week_pages.h"

namespace ischia::server {
namespace {

using calendar::Event;
using std::chrono::hours;

constexpr int kDays = 7;
// When the sessions of a day stand in the calendar until the patient moves them: in the evening,
// and none so early that somebody has only just got up.
constexpr std::array<std::array<hours, 3>, 3> kStarts = {
    {{hours{18}}, {hours{10}, hours{18}}, {hours{10}, hours{14}, hours{18}}}};

// One revision's entries, in no order.
class Entries {
 public:
  explicit Entries(const SheetContext& context) : context_(context) {}

  std::vector<Event> Take() {
    const int first = context_.week().week_number;
    const int last = NextMeasurement(context_);
    for (const domain::ProgramWeek& week : context_.program().weeks) {
      if (week.week_number < first || week.week_number > last) continue;
      AddSessions(week);
      if (week.week_number > first) AddGate(week.week_number);
    }
    AddRecheck();
    AddMeasurements();
    return std::move(events_);
  }

 private:
  domain::CivilDay FirstDayOf(int week_number) const {
    return context_.program().start_date + std::chrono::weeks(week_number - 1);
  }

  // The names of records are no personal data, and together they are found only once.
  std::string UidOf(const std::string& what) const {
    const app::ProgramName& name = context_.request.program.name;
    return what + '.' + name.program.text() + '.' + name.patient.patient.text() + '.' +
           name.patient.practice.text();
  }

  std::string WithNumber(std::string_view key) const {
    return context_.words(key, {{"phone_number", context_.request.practice.phone_number}});
  }

  void AddSessions(const domain::ProgramWeek& week) {
    int count = 0;
    std::array<bool, kDays> is_used{};
    for (const domain::ProgramItem& item : week.items) {
      if (item.slot == domain::Slot::kWarmUp) continue;
      for (const domain::SideDose& dose : item.doses) {
        if (dose.days_per_week == 0) continue;  // with the sport, whenever that is
        count = std::max(count, dose.sessions_per_day);
        for (int day = 0; day < kDays; ++day) {
          if (!IsOffDay(dose.days_per_week, day)) is_used[static_cast<std::size_t>(day)] = true;
        }
      }
    }
    count = std::min(count, static_cast<int>(kStarts.size()));
    for (int session = 0; session < count; ++session) AddSession(week, is_used, session, count);
  }

  void AddSession(const domain::ProgramWeek& week, const std::array<bool, kDays>& is_used,
                  int session, int count) {
    const domain::CivilDay first = FirstDayOf(week.week_number);
    const int minutes = std::max(1, (MinutesOf(week) + count - 1) / count);
    Event event;
    event.uid =
        UidOf("session-" + std::to_string(week.week_number) + '-' + std::to_string(session + 1));
    event.summary = context_.words("calendar.session");
    event.description = context_.words("calendar.session_text", {{"minutes", minutes}});
    if (!context_.words.is_reviewed()) {
      event.description += '\n' + context_.words("handout.notice.unreviewed");
    }
    for (int day = 0; day < kDays; ++day) {
      if (!is_used[static_cast<std::size_t>(day)]) continue;
      const domain::CivilDay date = first + std::chrono::days(day);
      if (event.weekdays.empty()) event.first_day = date;
      event.weekdays.emplace_back(date);
      event.last_day = date;
    }
    event.start = kStarts[static_cast<std::size_t>(count - 1)][static_cast<std::size_t>(session)];
    event.duration = std::chrono::minutes(minutes);
    events_.push_back(std::move(event));
  }

  // The sheet says what is to be true before this week.
  void AddGate(int week_number) {
    AddDay("gate-" + std::to_string(week_number), FirstDayOf(week_number),
           context_.words("calendar.gate", {{"week", week_number}}),
           context_.words("calendar.gate_text", {{"week", week_number}}) + '\n' +
               context_.words("handout.weeks.verdict",
                              {{"week", week_number}, {"previous", week_number - 1}}));
  }

  void AddRecheck() {
    const auto days = context_.LimitOf(domain::LimitKind::kRecheckDays);
    if (!days) return;
    const domain::CivilDay first = context_.revision().effective_date();
    AddDay("recheck", first + std::chrono::days(static_cast<int>(*days)),
           context_.words("calendar.recheck"), WithNumber("calendar.recheck_text"));
  }

  void AddMeasurements() {
    const int last = context_.program().weeks.back().week_number;
    for (const int week : context_.catalogue.remeasure_weeks) {
      if (week < context_.week().week_number || week > last) continue;
      AddDay("measure-" + std::to_string(week), FirstDayOf(week) + std::chrono::days(kDays - 1),
             context_.words("handout.weeks.measure_title"), WithNumber("calendar.measure_text"));
    }
  }

  void AddDay(const std::string& what, domain::CivilDay day, std::string summary,
              std::string description) {
    Event event;
    event.uid = UidOf(what);
    event.summary = std::move(summary);
    event.description = std::move(description);
    event.first_day = day;
    events_.push_back(std::move(event));
  }

  const SheetContext& context_;
  std::vector<Event> events_;
};

// A revision that refuses has at most the weeks that are over.
bool IsRefused(const domain::Program& program) {
  return program.state == domain::ProgramState::kRefused || program.weeks.empty();
}

// As this revision's calendar had them when it was the newest.
std::vector<Event> EntriesOf(const SheetContext& context, const app::RevisionRecord& revision) {
  if (IsRefused(*revision.content)) return {};
  app::ProgramRecord program = context.request.program;
  program.content = revision.content;
  const app::ProgramPast past{{revision}, {}, {}};
  const app::HandoutRequest request{context.request.practice,   context.request.patient,
                                    context.request.assessment, program,
                                    context.request.fields,     past};
  return Entries({request, context.catalogue, context.words, context.look}).Take();
}

// By uid: the newest revision's, and those of earlier ones that it has not, cancelled.
std::map<std::string, Event> AllEntries(const SheetContext& context) {
  std::map<std::string, Event> all;
  for (const app::RevisionRecord& revision : context.request.past.revisions) {
    for (auto& [uid, event] : all) event.cancelled = true;
    for (Event& event : EntriesOf(context, revision)) {
      all.insert_or_assign(event.uid, std::move(event));
    }
  }
  return all;
}

}  // namespace

calendar::Calendar ProgramCalendar(const SheetContext& context) {
  const domain::CivilDay first =
      IsRefused(context.program()) ? context.revision().effective_date() : context.first_day();
  const bool stopped = app::HasStopped(context.request.program.state);
  calendar::Calendar made;
  made.method = stopped ? calendar::Method::kCancel : calendar::Method::kPublish;
  made.made = std::chrono::floor<std::chrono::seconds>(context.revision().create_time);
  for (auto& [uid, event] : AllEntries(context)) {
    if (event.first_day < first) continue;  // over, and left as it was
    made.events.push_back(event);
    // Two a revision: its entries, and that they are no longer to be kept.
    made.events.back().sequence = 2 * context.request.program.revision_number + (stopped ? 1 : 0);
  }
  std::sort(made.events.begin(), made.events.end(), [](const Event& one, const Event& other) {
    return std::tie(one.first_day, one.uid) < std::tie(other.first_day, other.uid);
  });
  return made;
}

}  // namespace ischia::server
