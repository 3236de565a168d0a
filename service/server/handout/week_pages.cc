#include "service/server/handout/week_pages.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "service/domain/follow/adherence.h"
#include "service/server/handout/amounts.h"
#include "service/server/handout/exercise_pages.h"

namespace ischia::server {
namespace {

constexpr int kDays = 7;
constexpr const char* kNarrowSpace = "\u202f";  // where no line ends

document::TickRow RowOf(const domain::ProgramItem& item, const domain::SideDose& dose,
                        const Words& words) {
  document::TickRow row;
  const std::string title = words.Title(item.exercise);
  if (item.doses.size() > 1) {
    row.name = document::RichText{
        title + ", ",
        document::Bold(words(dose.side == domain::Side::kLeft ? "handout.side.left_short"
                                                              : "handout.side.right_short"))};
    row.spoken_name = title + ", " + SideText(dose.side, words);
  } else {
    row.name = title;
    row.spoken_name = title;
  }
  row.amount = AmountOf(dose, UnitLength::kShort, words);
  for (int day = 0; day < kDays; ++day) {
    row.cells.push_back(IsOffDay(dose.days_per_week, day) ? document::TickCell::kOff
                                                          : document::TickCell::kBox);
  }
  return row;
}

document::Gate GateOf(const SheetContext& context, int week_number) {
  const Words& words = context.words;
  const int limit = static_cast<int>(context.LimitOf(domain::LimitKind::kMaxDiscomfortScore)
                                         .value_or(context.catalogue.static_dose.max_discomfort));
  document::Gate gate;
  gate.conditions = {
      words("handout.weeks.gate_days",
            {{"days", domain::DaysForGoodAdherence(kDays, context.catalogue.adherence)},
             {"all", kDays}}),
      words("handout.weeks.gate_pull", {{"limit", limit}}), words("handout.weeks.gate_sharp"),
      words("handout.weeks.gate_mornings")};
  gate.verdict =
      words("handout.weeks.verdict", {{"week", week_number}, {"previous", week_number - 1}});
  return gate;
}

// Only the first week has dates: when the next one begins is not decided yet.
void NameDays(const SheetContext& context, int week_number, document::TickTable& table) {
  const domain::CivilDay first = context.first_day();
  const bool dated = week_number == context.week().week_number;
  const auto number_of = [](domain::CivilDay date) {
    return static_cast<unsigned>(std::chrono::year_month_day(date).day());
  };
  // A day and two digits do not fit on one line in every language.
  const bool one_line =
      number_of(first) < 10 && number_of(first + std::chrono::days(kDays - 1)) < 10;
  for (int day = 0; day < kDays; ++day) {
    const domain::CivilDay date = first + std::chrono::days(day);
    std::string name = context.words.Weekday(date);
    if (dated) name += (one_line ? kNarrowSpace : "\n") + context.words.Number(number_of(date));
    table.columns.push_back(name);
    table.spoken_columns.push_back(dated ? context.words.SpokenDay(date)
                                         : context.words.SpokenWeekday(date));
  }
}

document::TickTable TableOf(const SheetContext& context, const domain::ProgramWeek& week) {
  const Words& words = context.words;
  document::TickTable table;
  if (week.week_number == context.week().week_number) {
    const domain::CivilDay first = context.first_day();
    table.heading = words("handout.weeks.week", {{"week", week.week_number}});
    table.heading_detail = words(
        "handout.weeks.dates",
        {{"first", words.Day(first)}, {"last", words.Day(first + std::chrono::days(kDays - 1))}});
  } else {
    table.heading = words("handout.weeks.gate", {{"week", week.week_number}});
    table.aside = words("handout.weeks.start_date");
    table.aside_line = true;
    table.gate = GateOf(context, week.week_number);
  }
  table.amount_head = words("handout.weeks.dose");
  NameDays(context, week.week_number, table);
  table.spoken_box = words("handout.weeks.box_word");
  table.off_word = words("handout.weeks.off");
  for (const domain::ProgramItem& item : week.items) {
    if (item.slot == domain::Slot::kWarmUp) continue;
    for (const domain::SideDose& dose : item.doses) table.rows.push_back(RowOf(item, dose, words));
  }
  table.write_rows = {{words("handout.weeks.pull"), words("handout.weeks.scale")},
                      {words("handout.weeks.morning"), words("handout.weeks.scale")}};
  return table;
}

}  // namespace

bool IsOffDay(int days_per_week, int day) {
  switch (days_per_week) {
    case 6:
      return day == 6;
    case 5:
      return day == 2 || day == 6;
    case 4:
      return day == 1 || day == 3 || day == 5;
    case 3:
      return day != 0 && day != 2 && day != 4;
    case 2:
      return day != 0 && day != 3;
    case 1:
      return day != 0;
    default:
      return false;
  }
}

int NextMeasurement(const SheetContext& context) {
  const int last = context.program().weeks.back().week_number;
  for (const int week : context.catalogue.remeasure_weeks) {
    if (week >= context.week().week_number) return std::min(week, last);
  }
  return last;
}

std::vector<document::Block> TickBlocks(const SheetContext& context) {
  const Words& words = context.words;
  const int last = NextMeasurement(context);
  std::vector<document::Block> blocks;
  // The goal stands over the boxes: this is the page that is looked at every day.
  const std::string& goal = context.request.assessment.content->fields.goal_text;
  blocks.emplace_back(document::KeepTogether{2});
  blocks.emplace_back(document::PageTitle{
      words("handout.weeks.title"),
      goal.empty() ? words("handout.weeks.missed") : words("handout.goal", {{"goal", goal}}),
      words("handout.weeks.measure_title"), words("handout.weeks.measure", {{"week", last}})});
  for (const domain::ProgramWeek& week : context.program().weeks) {
    if (week.week_number < context.week().week_number || week.week_number > last) continue;
    blocks.emplace_back(TableOf(context, week));
  }
  // For whoever has no camera, and for a reader's voice: the code itself says nothing.
  if (const std::string link(context.request.check_in_link); !link.empty()) {
    blocks.emplace_back(document::SmallPrint{words("handout.scan_address", {{"link", link}})});
  }
  return blocks;
}

document::Sheet WeekSheet(const SheetContext& context) {
  document::Sheet sheet = EmptySheet(context, context.words("handout.weeks.title"));
  sheet.blocks = TickBlocks(context);
  return sheet;
}

}  // namespace ischia::server
