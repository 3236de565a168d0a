#include "tests/application/weeks.h"

#include <algorithm>
#include <chrono>

namespace ischia::test {

using std::chrono::days;
using std::chrono::hours;

domain::CivilDay Weeks::DayOf(int week, int day) {
  return kStartDate + days(7 * (week - 1) + day - 1);
}

void Weeks::Evening(int week, int day) {
  clinic.clock.now = domain::Instant{DayOf(week, day)} + hours(18);
}

domain::CheckInFields Weeks::Entry(int week, int day, int discomfort) const {
  domain::CheckInFields fields;
  fields.origin = domain::Origin::kLink;
  fields.session_date = DayOf(week, day);
  fields.utc_offset_minutes = 120;
  fields.done = domain::Answer::kYes;
  domain::ItemResult& result = fields.results.emplace_back();
  for (const domain::ProgramItem& item : program_.content->weeks.front().items) {
    if (item.slot == domain::Slot::kStretch) result.item_number = item.item_number;
  }
  result.done = domain::Answer::kYes;
  result.stretch_discomfort = domain::Score(discomfort);
  return fields;
}

void Weeks::Tell(const domain::CheckInFields& fields) {
  clinic.clock.now = domain::Instant{*fields.session_date} + hours(18);
  (void)clinic.follow_up.CreateCheckIn(clinic.Changing(), {name(), fields}).value();
}

void Weeks::Log(int week, int done, int discomfort) {
  for (int day = 1; day <= 7; ++day) {
    domain::CheckInFields fields = Entry(week, day, discomfort);
    if (day > done) {
      fields.done = domain::Answer::kNo;
      fields.results.clear();
    }
    Tell(fields);
  }
}

domain::Result<app::DecisionRecord> Weeks::Decide(int week, bool validate_only) {
  Evening(week, 7);
  return clinic.decisions.DecideWeek(clinic.Changing(),
                                     {name(), week, DayOf(week, 7), validate_only});
}

domain::Result<app::DecisionRecord> Weeks::Confirm(const app::DecisionRecord& proposed) {
  return clinic.decisions.ConfirmDecision(clinic.Changing(), {proposed.name, proposed.etag});
}

domain::Result<app::DecisionRecord> Weeks::Override(const app::DecisionRecord& proposed,
                                                    domain::DecisionKind kind,
                                                    const std::string& reason) {
  return clinic.decisions.OverrideDecision(clinic.Changing(),
                                           {proposed.name, proposed.etag, kind, reason});
}

void Weeks::GoWell(int first_week, int last_week) {
  for (int week = first_week; week <= last_week; ++week) {
    Log(week);
    (void)Confirm(Decided(week)).value();
  }
}

int Weeks::HoldIn(int week) {
  const app::ProgramRecord program = Now();
  int hold = 0;
  for (const domain::ProgramWeek& planned : program.content->weeks) {
    if (planned.week_number != week) continue;
    for (const domain::ProgramItem& item : planned.items) {
      if (item.slot == domain::Slot::kStretch) hold = item.doses[0].hold_seconds;
    }
  }
  return hold;
}

app::RevisionRecord Weeks::Revision(int number) {
  return clinic.revisions.GetRevision(clinic.Reading(), {name(), number}).value();
}

}  // namespace ischia::test
