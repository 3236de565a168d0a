#include "service/server/handout/editions/posters.h"

#include <algorithm>
#include <string>

#include "service/server/handout/amounts.h"
#include "service/server/handout/exercise_pages.h"

namespace ischia::server {
namespace {

constexpr std::size_t kRowsAPage = 4;
constexpr std::size_t kPicturesAPage = 2;
constexpr int kSecondsPerMinute = 60;
constexpr int kMostDiscs = 20;

bool IsWarmUp(const domain::ProgramItem* item) { return item->slot == domain::Slot::kWarmUp; }

std::vector<const domain::ProgramItem*> ItemsOf(const SheetContext& context) {
  std::vector<const domain::ProgramItem*> items;
  for (const domain::ProgramItem& item : context.week().items) items.push_back(&item);
  return items;
}

// A sheet that says on its own who it is for: no header.
document::Sheet Poster(const SheetContext& context, const std::string& title) {
  document::Sheet sheet = EmptySheet(context, title);
  sheet.edition = document::Edition::kPoster;
  document::Furniture& furniture = sheet.furniture;
  furniture.organization.clear();
  furniture.organization_line.clear();
  furniture.name.clear();
  furniture.name_line.clear();
  furniture.logo.reset();
  return sheet;
}

document::CallCard CallOf(const SheetContext& context, const std::string& title) {
  document::CallCard call;
  call.title = title;
  call.number = context.request.practice.phone_number;
  return call;
}

std::string SideLine(const domain::ProgramItem& item, const Words& words) {
  if (SidesDiffer(item)) {
    return words("handout.fridge.sides", {{"right", AmountText(item.doses.front(), words)},
                                          {"left", AmountText(item.doses.back(), words)}});
  }
  if (item.doses.size() > 1) return words("handout.each_leg");
  const std::string in_short = std::string(item.exercise.text()) + ".in_short";
  return words.Has(in_short) ? words(in_short) : "";
}

// The words of the traffic light that can be read from afar.
document::TrafficLight FarLight(const SheetContext& context) {
  document::TrafficLight light = TrafficLightOf(context, document::TrafficLight::Form::kBlock);
  const int limit = static_cast<int>(context.LimitOf(domain::LimitKind::kMaxDiscomfortScore)
                                         .value_or(context.catalogue.static_dose.max_discomfort));
  light.go.range = context.words("handout.fridge.go", {{"limit", limit}});
  light.ease_off.range = context.words("handout.fridge.ease", {{"from", limit + 1}});
  light.stop.range = context.words("handout.fridge.stop_range");
  light.go.sentence = context.words("handout.light.go.strip");
  light.ease_off.sentence = context.words("handout.light.ease.strip");
  light.stop.sentence = context.words("handout.fridge.stop");
  return light;
}

// "Every day, 9 minutes", or how many days a week.
std::string HabitOf(const SheetContext& context) {
  constexpr int kEveryDay = 7;
  int days = 0;
  for (const domain::ProgramItem& item : context.week().items) {
    for (const domain::SideDose& dose : item.doses) days = std::max(days, dose.days_per_week);
  }
  return context.words(days == kEveryDay ? "handout.fridge.title" : "handout.fridge.title_days",
                       {{"minutes", MinutesOf(context.week())}, {"days", days}});
}

document::PictureStep StepOf(const SheetContext& context, const domain::ProgramItem& item) {
  const domain::SideDose& dose = item.doses.front();
  document::PictureStep step;
  step.start = StartPicture(context, item);
  step.end = EndPicture(context, item);
  step.discs = std::min(dose.hold_seconds > 0 ? dose.all_repetitions() : dose.sets, kMostDiscs);
  step.disc_text =
      context.words.Number(dose.hold_seconds > 0 ? dose.hold_seconds : dose.repetitions);
  if (dose.work_seconds > 0) {
    step.discs = 1;
    step.disc_text = context.words.Number(dose.work_seconds / kSecondsPerMinute);
    step.minutes = dose.work_seconds / kSecondsPerMinute;
  }
  step.amount_alternative = AmountText(dose, context.words);
  return step;
}

}  // namespace

document::Sheet FridgeSheet(const SheetContext& context) {
  const Words& words = context.words;
  document::Sheet sheet = Poster(context, HabitOf(context));
  sheet.furniture.page_label = words("handout.fridge.label");
  sheet.blocks.emplace_back(document::PosterTitle{
      HabitOf(context),
      words("handout.fridge.who",
            {{"name", PatientNameOf(context)}, {"week", context.week().week_number}}),
      words("handout.patient_line",
            {{"version", context.request.program.revision_number},
             {"date", words.LongDay(context.revision().effective_date())}})});
  std::vector<const domain::ProgramItem*> items = ItemsOf(context);
  if (items.size() > kRowsAPage) std::erase_if(items, IsWarmUp);
  document::PosterRows rows;
  for (const domain::ProgramItem* item : items) {
    if (rows.rows.size() == kRowsAPage) {
      sheet.blocks.emplace_back(std::move(rows));
      sheet.blocks.emplace_back(document::PageBreak{});
      rows = {};
    }
    rows.rows.push_back({EndPicture(context, *item), words.Title(item->exercise),
                         AmountOf(item->doses.front(), UnitLength::kShort, words),
                         SideLine(*item, words)});
  }
  sheet.blocks.emplace_back(std::move(rows));
  sheet.blocks.emplace_back(document::Paragraph{{document::Bold(words("handout.fridge.breathe")),
                                                 ' ' + words("handout.fridge.breathe_text") + '\n',
                                                 document::Bold(words("handout.missed.title")),
                                                 ' ' + words("handout.fridge.missed")}});
  sheet.blocks.emplace_back(FarLight(context));
  sheet.blocks.emplace_back(document::Cards{{CallOf(context, words("handout.call.title"))}, {}});
  return sheet;
}

std::vector<document::PictureStep> PictureSteps(const SheetContext& context) {
  std::vector<const domain::ProgramItem*> items = ItemsOf(context);
  std::erase_if(items, IsWarmUp);
  std::stable_partition(items.begin(), items.end(), [](const domain::ProgramItem* item) {
    return item->slot == domain::Slot::kStretch;
  });
  std::vector<document::PictureStep> steps;
  for (const domain::ProgramItem* item : items) steps.push_back(StepOf(context, *item));
  return steps;
}

document::Sheet PictureSheet(const SheetContext& context) {
  document::Sheet sheet = Poster(context, context.words("handout.title"));
  sheet.furniture.footer.clear();
  sheet.furniture.page_label.clear();
  std::vector<document::Block>& blocks = sheet.blocks;
  std::vector<document::PictureStep> steps = PictureSteps(context);
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i > 0 && i % kPicturesAPage == 0) blocks.emplace_back(document::PageBreak{});
    blocks.emplace_back(std::move(steps[i]));
    const bool last_on_page = i % kPicturesAPage == kPicturesAPage - 1 || i + 1 == steps.size();
    if (last_on_page) blocks.emplace_back(document::Cards{{CallOf(context, "")}, {}});
  }
  return sheet;
}

}  // namespace ischia::server
