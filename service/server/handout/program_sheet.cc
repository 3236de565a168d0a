#include "service/server/handout/program_sheet.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <string>

#include "service/server/handout/amounts.h"
#include "service/server/handout/exercise_pages.h"
#include "service/server/handout/week_pages.h"

namespace ischia::server {
namespace {

constexpr int kSecondsPerMinute = 60;
constexpr int kExpectedWeek = 6;  // the decision point of evidence.md 4.2.4

std::string PurposeKey(const SheetContext& context) {
  const domain::Program& program = context.program();
  if (program.pathway == domain::Pathway::kLowBackPain) {
    const bool bending = context.LimitOf(domain::LimitKind::kEarliestAfterRisingHours).has_value();
    return bending ? "handout.purpose.low_back_pain_bending" : "handout.purpose.low_back_pain";
  }
  const bool stretches = std::any_of(
      program.weeks.front().items.begin(), program.weeks.front().items.end(),
      [](const domain::ProgramItem& item) { return item.slot == domain::Slot::kStretch; });
  return stretches ? "handout.purpose.tight" : "handout.purpose.tight_normal";
}

document::Tiles TilesOf(const SheetContext& context) {
  const Words& words = context.words;
  const domain::ProgramWeek& week = context.program().weeks.front();
  const int minutes = (week.session_seconds + kSecondsPerMinute - 1) / kSecondsPerMinute;
  int days = 0;
  for (const domain::ProgramItem& item : week.items) {
    for (const domain::SideDose& dose : item.doses) days = std::max(days, dose.days_per_week);
  }
  return {{{std::to_string(minutes), words("handout.tile.minutes")},
           {std::to_string(days), words("handout.tile.days")},
           {std::to_string(NextMeasurement(context)), words("handout.tile.measure")}}};
}

document::StepRow OrderOf(const SheetContext& context) {
  const Words& words = context.words;
  document::StepRow row;
  for (const domain::ProgramItem& item : context.program().weeks.front().items) {
    const bool sides = item.doses.size() > 1;
    row.steps.push_back({std::to_string(item.item_number), EndPicture(context, item),
                         words.Title(item.exercise),
                         AmountOf(item.doses.front(), UnitLength::kShort, words),
                         sides ? words("handout.each_leg") : ""});
  }
  return row;
}

std::string Rounded(double degrees) {
  return std::to_string(static_cast<int>(std::lround(degrees)));
}

const domain::TrajectoryPoint* PointAt(const domain::Trajectory& trajectory, int week) {
  for (const domain::TrajectoryPoint& point : trajectory.points) {
    if (point.week_number == week) return &point;
  }
  return nullptr;
}

// One bar a leg, of the measure that the patient can picture: the leg raise where there is one.
std::vector<document::RangeBar> BarsOf(const SheetContext& context) {
  const std::vector<domain::Trajectory>& trajectories = context.program().trajectories;
  const bool raise =
      std::any_of(trajectories.begin(), trajectories.end(), [](const domain::Trajectory& one) {
        return one.measure == domain::Measure::kStraightLegRaise;
      });
  const domain::Measure measure =
      raise ? domain::Measure::kStraightLegRaise : domain::Measure::kKneeExtensionDeficit;
  std::vector<document::RangeBar> bars;
  for (const domain::Trajectory& trajectory : trajectories) {
    const domain::TrajectoryPoint* now = PointAt(trajectory, 0);
    const domain::TrajectoryPoint* then = PointAt(trajectory, kExpectedWeek);
    if (trajectory.measure != measure || now == nullptr || then == nullptr) continue;
    const auto [low, high] = std::minmax(then->low_degrees, then->high_degrees);
    const double now_degrees = now->expected_degrees;
    bars.push_back(
        {SideText(trajectory.side, context.words),
         context.words(
             raise ? "handout.expect.values_raise" : "handout.expect.values_knee",
             {{"now", Rounded(now_degrees)}, {"low", Rounded(low)}, {"high", Rounded(high)}}),
         raise ? 30.0 : 0.0, raise ? 100.0 : 60.0, now_degrees, low, high});
  }
  return bars;
}

document::Cards ExpectCards(const SheetContext& context) {
  const Words& words = context.words;
  const bool back = context.program().pathway == domain::Pathway::kLowBackPain;
  const bool stretches = PurposeKey(context) != "handout.purpose.tight_normal";
  document::RangeCard expect;
  expect.title = words("handout.expect.title");
  expect.text = words(back        ? "handout.expect.low_back_pain"
                      : stretches ? "handout.expect.tight"
                                  : "handout.expect.tight_normal");
  if (stretches) {
    expect.bars = BarsOf(context);
    expect.now_label = words("handout.expect.now");
    expect.likely_label = words("handout.expect.likely", {{"week", std::to_string(kExpectedWeek)}});
  }
  document::CallCard call;
  call.title = words("handout.call.title");
  call.number = context.request.practice.phone_number;
  call.text = words("handout.call.emergency",
                    {{"emergency_number", context.request.practice.emergency_number}});
  return {{std::move(expect)},
          {document::TextCard{words("handout.missed.title"), {words("handout.missed.text")}},
           std::move(call)}};
}

void AddPageOne(const SheetContext& context, std::vector<document::Block>& blocks) {
  const Words& words = context.words;
  blocks.emplace_back(
      document::PageTitle{words("handout.title"), words(PurposeKey(context)), "", ""});
  blocks.emplace_back(TilesOf(context));
  if (context.LimitOf(domain::LimitKind::kEarliestAfterRisingHours)) {
    blocks.emplace_back(document::Notice{true, words("line.not_after_rising")});
  }
  blocks.emplace_back(document::Heading{words("handout.order"), ""});
  blocks.emplace_back(OrderOf(context));
  blocks.emplace_back(document::Paragraph{words("handout.every_session")});
  blocks.emplace_back(document::KeepTogether{2});
  blocks.emplace_back(document::Heading{words("handout.feel.title"), ""});
  blocks.emplace_back(TrafficLightOf(context, document::TrafficLight::Form::kBlock));
  blocks.emplace_back(ExpectCards(context));
}

bool IsSeedRule(const SheetContext& context, const std::string& key) {
  const std::vector<std::string>& seeds = context.catalogue.seed_text_keys;
  return std::find(seeds.begin(), seeds.end(), key) != seeds.end();
}

// The ten rules, then the lines that this pathway and these findings add.
void AddRules(const SheetContext& context, std::vector<document::Block>& blocks) {
  const Words& words = context.words;
  document::List rules{document::List::Mark::kNumber, {}};
  document::List lines{document::List::Mark::kDot, {}};
  for (const std::string& key : context.program().text_keys) {
    (IsSeedRule(context, key) ? rules : lines).items.emplace_back(words(key));
  }
  lines.items.emplace_back(words("handout.why.safe"));
  blocks.emplace_back(document::KeepTogether{2});
  blocks.emplace_back(document::Heading{words("handout.rules.title"), ""});
  blocks.emplace_back(std::move(rules));
  blocks.emplace_back(document::KeepTogether{2});
  blocks.emplace_back(document::Heading{words("handout.why.lines_title"), ""});
  blocks.emplace_back(std::move(lines));
}

void AddRedFlags(const SheetContext& context, std::vector<document::Block>& blocks) {
  const Words& words = context.words;
  document::List questions{document::List::Mark::kDot, {}};
  for (const std::string& question : words.Lines("handout.flag")) {
    questions.items.emplace_back(question);
  }
  blocks.emplace_back(document::KeepTogether{3});
  blocks.emplace_back(document::Heading{words("handout.flags.title"), ""});
  blocks.emplace_back(std::move(questions));
  blocks.emplace_back(
      document::Paragraph{document::RichText{document::Bold(words("handout.flags.advice"))}});
}

void AddNote(const SheetContext& context, std::vector<document::Block>& blocks) {
  if (context.request.fields.note.empty()) return;
  blocks.emplace_back(document::Cards{
      {document::TextCard{context.words("handout.note.title"), {context.request.fields.note}}},
      {}});
}

}  // namespace

std::optional<double> SheetContext::LimitOf(domain::LimitKind kind) const {
  for (const domain::LimitInForce& limit : program().limits) {
    if (limit.kind == kind) return limit.value;
  }
  return std::nullopt;
}

document::Sheet EmptySheet(const SheetContext& context, const std::string& title) {
  const app::HandoutRequest& request = context.request;
  const std::chrono::year_month_day date{context.program().start_date};
  document::Sheet sheet;
  sheet.paper = request.fields.paper_size == app::PaperSize::kLetter ? document::Paper::kLetter
                                                                     : document::Paper::kA4;
  sheet.language = request.fields.language_code;
  sheet.title = title;
  sheet.year = static_cast<int>(date.year());
  sheet.month = static_cast<int>(static_cast<unsigned>(date.month()));
  sheet.day = static_cast<int>(static_cast<unsigned>(date.day()));
  sheet.furniture.organization = request.practice.display_name;
  sheet.furniture.organization_line = request.practice.phone_number;
  sheet.furniture.name =
      request.patient.fields.given_name + ' ' + request.patient.fields.family_name;
  sheet.furniture.name_line = context.words(
      "handout.patient_line", {{"version", std::to_string(request.program.revision_number)},
                               {"date", context.words.LongDay(context.program().start_date)}});
  sheet.furniture.footer = context.words.Lines("handout.footer");
  sheet.furniture.page_label =
      context.words("handout.page_of", {{"page", "{page}"}, {"pages", "{pages}"}});
  sheet.furniture.code = request.program.short_code;
  return sheet;
}

document::Sheet ProgramSheet(const SheetContext& context) {
  document::Sheet sheet = EmptySheet(context, context.words("handout.title"));
  AddPageOne(context, sheet.blocks);
  sheet.blocks.emplace_back(document::PageBreak{});
  for (document::Block& block : ExerciseBlocks(context)) {
    sheet.blocks.push_back(std::move(block));
  }
  sheet.blocks.emplace_back(document::PageBreak{});
  for (document::Block& block : TickBlocks(context)) sheet.blocks.push_back(std::move(block));
  sheet.blocks.emplace_back(document::PageBreak{});
  AddNote(context, sheet.blocks);
  AddRules(context, sheet.blocks);
  for (document::Block& block : GrowthBlocks(context)) sheet.blocks.push_back(std::move(block));
  AddRedFlags(context, sheet.blocks);
  return sheet;
}

}  // namespace ischia::server
