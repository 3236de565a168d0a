#include "service/server/handout/program_sheet.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>

#include "service/server/handout/amounts.h"
#include "service/server/handout/changed.h"
#include "service/server/handout/editions/posters.h"
#include "service/server/handout/exercise_pages.h"
#include "service/server/handout/week_pages.h"

namespace ischia::server {
namespace {

constexpr int kSecondsPerMinute = 60;
constexpr const char* kTimeLine = "line.not_after_rising";  // stands beside the clock
constexpr const char* kPictureLine = "line.picture_page";
constexpr int kExpectedWeek = 6;  // the decision point of evidence.md 4.2.4
// What page one says: the line of every session, the traffic light, the card of a missed day.
constexpr std::array kOnPageOne = {"seed.loose_clothes", "seed.timer", "seed.breathe",
                                   "seed.mild_pull", "say.missed_day"};
// What stands at the drawings of the why.
constexpr const char* kMuscles = "seed.muscles";
constexpr std::array kHonestWhy = {"seed.pelvis", "say.linked", "say.tolerance"};

bool Stretches(const SheetContext& context) {
  const std::vector<domain::ProgramItem>& items = context.week().items;
  return context.program().pathway == domain::Pathway::kLowBackPain ||
         std::any_of(items.begin(), items.end(), [](const domain::ProgramItem& item) {
           return item.slot == domain::Slot::kStretch;
         });
}

std::string Joined(const std::vector<std::string>& keys, const Words& words) {
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "" : " ") + words(key);
  return text;
}

std::string PurposeKey(const SheetContext& context) {
  const domain::Program& program = context.program();
  if (program.pathway == domain::Pathway::kLowBackPain) {
    const bool bending = context.LimitOf(domain::LimitKind::kEarliestAfterRisingHours).has_value();
    return bending ? "handout.purpose.low_back_pain_bending" : "handout.purpose.low_back_pain";
  }
  return Stretches(context) ? "handout.purpose.tight" : "handout.purpose.tight_normal";
}

document::Tiles TilesOf(const SheetContext& context) {
  const Words& words = context.words;
  const domain::ProgramWeek& week = context.week();
  const int minutes = MinutesOf(week);
  int days = 0;
  for (const domain::ProgramItem& item : week.items) {
    for (const domain::SideDose& dose : item.doses) days = std::max(days, dose.days_per_week);
  }
  return {{{words("handout.tile.minutes", {{"minutes", minutes}}), words("handout.tile.each_day")},
           {words("handout.tile.days", {{"days", days}}), words("handout.tile.a_week")},
           {words("handout.weeks.week", {{"week", NextMeasurement(context)}}),
            words("handout.tile.measure")}}};
}

// What stands below the dose: for each leg, or how to do what has no page of its own.
std::string LineOf(const domain::ProgramItem& item, const Words& words) {
  if (item.doses.size() > 1) return words("handout.each_leg");
  const std::string in_short = std::string(item.exercise.text()) + ".in_short";
  return words.Has(in_short) ? words(in_short) : "";
}

document::StepRow OrderOf(const SheetContext& context) {
  const Words& words = context.words;
  document::StepRow row;
  for (const domain::ProgramItem& item : context.week().items) {
    row.steps.push_back(
        {words.Number(item.item_number), EndPicture(context, item), words.Title(item.exercise),
         AmountOf(item.doses.front(), UnitLength::kShort, words), LineOf(item, words)});
  }
  return row;
}

// What the safety rules have to say to this person, without the line about time.
std::vector<std::string> SafetyKeys(const SheetContext& context) {
  std::vector<std::string> keys;
  for (const domain::Finding& finding : context.program().findings) {
    const domain::SafetyRule* rule = context.catalogue.FindRule(finding.rule_id);
    if (rule == nullptr) continue;
    for (const std::string& key : rule->text_keys) {
      const bool known = std::find(keys.begin(), keys.end(), key) != keys.end();
      if (!known && key != kTimeLine) keys.push_back(key);
    }
  }
  return keys;
}

// How many lines make the left of two columns, so that both have about as many letters.
std::size_t LeftOf(const std::vector<std::string>& lines) {
  std::size_t letters = 0;
  for (const std::string& line : lines) letters += line.size();
  std::size_t count = 0;
  std::size_t left = 0;
  while (count < lines.size() && 2 * left + lines[count].size() <= letters) {
    left += lines[count++].size();
  }
  return count;
}

document::ListColumns TwoColumns(const std::vector<std::string>& keys, const Words& words) {
  std::vector<std::string> lines;
  lines.reserve(keys.size());
  for (const std::string& key : keys) lines.push_back(words(key));
  document::ListColumns columns{{{}, {}}};
  const std::size_t left = LeftOf(lines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    columns.columns[i < left ? 0 : 1].list.items.emplace_back(lines[i]);
  }
  return columns;
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
    const std::string side = SideText(trajectory.side, context.words);
    bars.push_back(
        {raise ? side : context.words("handout.expect.knee", {{"side", side}}),
         context.words(raise ? "handout.expect.values_raise" : "handout.expect.values_knee",
                       {{"now", std::lround(now_degrees)},
                        {"low", std::lround(low)},
                        {"high", std::lround(high)}}),
         raise ? 30.0 : 0.0, raise ? 100.0 : 60.0, now_degrees, low, high});
  }
  return bars;
}

document::Card ExpectCard(const SheetContext& context) {
  const Words& words = context.words;
  const bool back = context.program().pathway == domain::Pathway::kLowBackPain;
  const bool stretches = Stretches(context);
  document::RangeCard expect;
  expect.title = words("handout.expect.title");
  expect.text = words(back        ? "handout.expect.low_back_pain"
                      : stretches ? "handout.expect.tight"
                                  : "handout.expect.tight_normal");
  if (stretches) expect.bars = BarsOf(context);
  if (expect.bars.empty()) return document::TextCard{expect.title, {expect.text}};
  expect.now_label = words("handout.expect.now");
  expect.likely_label = words("handout.expect.likely", {{"week", kExpectedWeek}});
  return expect;
}

// From the second version on, and on the shorter paper, what to expect stands behind page one.
bool ExpectsOnPageOne(const SheetContext& context) {
  return context.request.past.revisions.size() == 1 &&
         context.request.fields.paper_size != app::PaperSize::kLetter;
}

document::Cards LastCards(const SheetContext& context) {
  const Words& words = context.words;
  document::CallCard call;
  call.title = words("handout.call.title");
  call.number = context.request.practice.phone_number;
  call.text = words("handout.call.emergency",
                    {{"emergency_number", context.request.practice.emergency_number}});
  document::TextCard missed{words("handout.missed.title"), {words("handout.missed.text")}};
  const bool one_column = context.request.fields.large_print;
  if (!ExpectsOnPageOne(context)) {
    if (one_column) return {{std::move(call), std::move(missed)}, {}};
    return {{std::move(missed)}, {std::move(call)}};
  }
  document::Card expect = ExpectCard(context);
  // Whom to call is not to wait for the next page.
  if (one_column) return {{std::move(call), std::move(missed), std::move(expect)}, {}};
  if (std::holds_alternative<document::RangeCard>(expect)) {
    return {{std::move(expect)}, {std::move(missed), std::move(call)}};
  }
  return {{std::move(expect), std::move(missed)}, {std::move(call)}};
}

// One notice while they are few, beside the clock where there is a rule about time.
void AddSafety(const SheetContext& context, std::vector<document::Block>& blocks) {
  constexpr std::size_t kFew = 2;
  const bool timed = context.LimitOf(domain::LimitKind::kEarliestAfterRisingHours).has_value();
  const std::vector<std::string> keys = SafetyKeys(context);
  std::string notice = timed ? context.words(kTimeLine) : "";
  for (std::size_t i = 0; keys.size() <= kFew && i < keys.size(); ++i) {
    notice += (notice.empty() ? "" : " ") + context.words(keys[i]);
  }
  if (!notice.empty()) blocks.emplace_back(document::Notice{timed, notice});
  if (keys.size() > kFew) blocks.emplace_back(TwoColumns(keys, context.words));
}

void AddPageOne(const SheetContext& context, std::vector<document::Block>& blocks) {
  const Words& words = context.words;
  blocks.emplace_back(
      document::PageTitle{words("handout.title"), words(PurposeKey(context)), "", ""});
  AddChanges(context, blocks);
  blocks.emplace_back(TilesOf(context));
  AddSafety(context, blocks);
  blocks.emplace_back(document::Heading{words("handout.order"), ""});
  blocks.emplace_back(OrderOf(context));
  blocks.emplace_back(document::Paragraph{words("handout.every_session")});
  blocks.emplace_back(document::KeepTogether{2});
  blocks.emplace_back(document::Heading{words("handout.feel.title"), ""});
  blocks.emplace_back(TrafficLightOf(context, document::TrafficLight::Form::kBlock));
  blocks.emplace_back(LastCards(context));
}

// For somebody whom words do not help: a safety rule's line announces the page.
void AddPictures(const SheetContext& context, std::vector<document::Block>& blocks) {
  const std::vector<std::string> keys = SafetyKeys(context);
  if (std::find(keys.begin(), keys.end(), kPictureLine) == keys.end()) return;
  blocks.emplace_back(document::PageBreak{});
  for (document::PictureStep& step : PictureSteps(context)) blocks.emplace_back(std::move(step));
}

// The lines that no other part of the sheet has said.
std::vector<std::string> UnsaidKeys(const SheetContext& context) {
  std::vector<std::string> said = SafetyKeys(context);
  said.insert(said.end(), kOnPageOne.begin(), kOnPageOne.end());
  said.emplace_back(kTimeLine);
  if (Stretches(context)) {
    said.emplace_back(kMuscles);
    said.insert(said.end(), kHonestWhy.begin(), kHonestWhy.end());
  }
  std::vector<std::string> keys;
  const auto add = [&](std::string_view key) {
    const bool known = std::find(said.begin(), said.end(), key) != said.end() ||
                       std::find(keys.begin(), keys.end(), key) != keys.end();
    if (!known) keys.emplace_back(key);
  };
  for (const std::string& key : context.catalogue.seed_text_keys) add(key);
  for (const std::string_view key : context.program().text_keys) add(key);
  add("handout.why.safe");
  return keys;
}

// Beside the questions that come before each session.
document::ListColumns GoodToKnow(const SheetContext& context) {
  const Words& words = context.words;
  document::TitledList lines{words("handout.why.lines_title"), {}, ""};
  for (const std::string& key : UnsaidKeys(context)) lines.list.items.emplace_back(words(key));
  document::TitledList flags{words("handout.flags.title"), {}, words("handout.flags.advice")};
  for (const std::string& question : words.Lines("handout.flag")) {
    flags.list.items.emplace_back(question);
  }
  return {{std::move(lines), std::move(flags)}, {0.585, 0.415}};
}

// Where a part of about 300 bytes ends: behind a blank or line end, never inside a character.
std::size_t EndOfPart(const std::string& text, std::size_t begin) {
  constexpr std::size_t kPart = 300;
  if (text.size() - begin <= kPart) return text.size();
  const std::size_t blank = text.find_last_of(" \n", begin + kPart);
  if (blank != std::string::npos && blank > begin) return blank + 1;
  std::size_t end = begin + kPart;
  while ((static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
  return end;
}

void AddNote(const SheetContext& context, std::vector<document::Block>& blocks) {
  const std::string& note = context.request.fields.note;
  if (note.empty()) return;
  // A card is never split, and a long note in large print takes more than a page.
  if (context.request.fields.large_print) {
    blocks.emplace_back(document::Heading{context.words("handout.note.title"), ""});
    for (std::size_t at = 0; at < note.size();) {
      const std::size_t end = EndOfPart(note, at);
      blocks.emplace_back(document::Paragraph{note.substr(at, end - at)});
      at = end;
    }
    return;
  }
  blocks.emplace_back(document::Cards{
      {document::TextCard{
          context.words("handout.note.title"),
          {context.request.fields.note,
           document::RichText{document::Bold(context.request.practice.display_name)}}}},
      {}});
}

// The muscles, and what they can do to the pelvis, with the honest words below.
void AddWhy(const SheetContext& context, std::vector<document::Block>& blocks) {
  if (!Stretches(context)) return;
  const Words& words = context.words;
  blocks.emplace_back(document::KeepTogether{3});
  blocks.emplace_back(document::PageTitle{words("handout.why.title"), words(kMuscles), "", ""});
  blocks.emplace_back(document::AnatomyRow{
      {words("handout.why.sit_bone"), "semitendinosus", "semimembranosus", "biceps femoris",
       words("handout.why.below_knee"), words("handout.why.muscles_alternative")},
      {{words("handout.why.tipped_title"), words("handout.why.tipped"),
        words("handout.why.tipped_alternative")},
       {words("handout.why.level_title"), words("handout.why.level"),
        words("handout.why.level_alternative")}}});
  blocks.emplace_back(
      document::Notice{false, Joined({kHonestWhy.begin(), kHonestWhy.end()}, words)});
}

// What may help with what the patient said stood in the way.
void AddHabits(const SheetContext& context, std::vector<document::Block>& blocks) {
  constexpr std::size_t kTips = 2;
  // In the order of domain::Barrier.
  static constexpr const char* kKeys[] = {
      "",         "forgot",   "no_time", "hurts",           "no_point",
      "too_many", "no_place", "alone",   "cannot_remember", "away"};
  document::TextColumns tips;
  for (const domain::Barrier barrier : context.request.past.barriers) {
    if (barrier == domain::Barrier::kUnspecified || tips.columns.size() == kTips) continue;
    const std::string key = std::string("habit.") + kKeys[static_cast<std::size_t>(barrier)];
    tips.columns.push_back({context.words(key + ".title"), context.words(key + ".text")});
  }
  if (tips.columns.empty()) return;
  blocks.emplace_back(document::KeepTogether{2});
  blocks.emplace_back(document::Heading{context.words("habit.title"), ""});
  blocks.emplace_back(std::move(tips));
}

}  // namespace

const domain::ProgramWeek& SheetContext::week() const {
  const std::vector<domain::ProgramWeek>& weeks = program().weeks;
  const auto found = std::find_if(weeks.begin(), weeks.end(), [&](const auto& one) {
    return one.week_number >= revision().basis.course.week;
  });
  return found == weeks.end() ? weeks.front() : *found;
}

domain::CivilDay SheetContext::first_day() const {
  return program().start_date + std::chrono::weeks(week().week_number - 1);
}

std::string PatientNameOf(const SheetContext& context) {
  const app::PatientFields& patient = context.request.patient.fields;
  return patient.given_name + ' ' + patient.family_name;
}

int MinutesOf(const domain::ProgramWeek& week) {
  return (week.session_seconds + kSecondsPerMinute - 1) / kSecondsPerMinute;
}

std::optional<double> SheetContext::LimitOf(domain::LimitKind kind) const {
  for (const domain::LimitInForce& limit : program().limits) {
    if (limit.kind == kind) return limit.value;
  }
  return std::nullopt;
}

document::Sheet EmptySheet(const SheetContext& context, const std::string& title) {
  const app::HandoutRequest& request = context.request;
  const domain::CivilDay day = context.revision().effective_date();
  const std::chrono::year_month_day date{day};
  document::Sheet sheet;
  sheet.paper = request.fields.paper_size == app::PaperSize::kLetter ? document::Paper::kLetter
                                                                     : document::Paper::kA4;
  sheet.language = context.words.language();
  sheet.digits = context.words.Number("0123456789");
  if (request.fields.large_print) sheet.edition = document::Edition::kLargePrint;
  sheet.accent = context.look.accent;
  sheet.furniture.logo = context.look.logo;
  sheet.title = title;
  sheet.year = static_cast<int>(date.year());
  sheet.month = static_cast<int>(static_cast<unsigned>(date.month()));
  sheet.day = static_cast<int>(static_cast<unsigned>(date.day()));
  sheet.furniture.organization = request.practice.display_name;
  sheet.furniture.organization_line = request.practice.phone_number;
  sheet.furniture.name = PatientNameOf(context);
  sheet.furniture.name_line = context.words(
      "handout.patient_line",
      {{"version", request.program.revision_number}, {"date", context.words.LongDay(day)}});
  if (!context.words.is_reviewed()) {
    sheet.furniture.notice = context.words("handout.notice.unreviewed");
  }
  if (!request.check_in_link.empty()) {
    sheet.furniture.scan =
        document::ScanLink{std::string(request.check_in_link), context.words("handout.scan")};
  }
  sheet.furniture.footer = context.words.Lines("handout.footer");
  sheet.furniture.page_label =
      context.words("handout.page_of", {{"page", "{page}"}, {"pages", "{pages}"}});
  sheet.furniture.code = request.program.short_code;
  return sheet;
}

document::Sheet ProgramSheet(const SheetContext& context) {
  document::Sheet sheet = EmptySheet(context, context.words("handout.title"));
  AddPageOne(context, sheet.blocks);
  AddPictures(context, sheet.blocks);
  sheet.blocks.emplace_back(document::PageBreak{});
  for (document::Block& block : ExerciseBlocks(context)) {
    sheet.blocks.push_back(std::move(block));
  }
  for (document::Block& block : TickBlocks(context)) sheet.blocks.push_back(std::move(block));
  AddNote(context, sheet.blocks);
  AddHabits(context, sheet.blocks);
  if (!ExpectsOnPageOne(context)) {
    sheet.blocks.emplace_back(document::Cards{{ExpectCard(context)}, {}});
  }
  AddWhy(context, sheet.blocks);
  sheet.blocks.emplace_back(GoodToKnow(context));
  return sheet;
}

}  // namespace ischia::server
