#include "service/server/handout/changed.h"

#include <algorithm>
#include <string>

#include "service/server/handout/amounts.h"

namespace ischia::server {
namespace {

using domain::ChangeKind;

constexpr std::size_t kLines = 3;

const domain::ProgramItem* Find(const domain::ProgramWeek& week, domain::ExerciseId exercise) {
  for (const domain::ProgramItem& item : week.items) {
    if (item.exercise == exercise) return &item;
  }
  return nullptr;
}

// The week that the patient did last: the one before, or what the last sheet began with.
const domain::ProgramWeek* WeekBefore(const SheetContext& context) {
  const int number = context.week().week_number;
  for (const domain::ProgramWeek& week : context.program().weeks) {
    if (week.week_number == number - 1) return &week;
  }
  const app::RevisionRecord& last = *(context.request.past.revisions.end() - 2);
  return last.content->weeks.empty() ? nullptr : &last.content->weeks.front();
}

const domain::SideDose& DoseOf(const domain::ProgramItem& item, domain::Side side) {
  const bool second = item.doses.size() > 1 && item.doses.back().side == side;
  return second ? item.doses.back() : item.doses.front();
}

std::string Days(int days, const Words& words) {
  return words("handout.changed.days", {{"days", days}});
}

std::string DoseLine(const SheetContext& context, const domain::Change& change) {
  const Words& words = context.words;
  const std::string title = words.Title(change.exercise);
  const domain::ProgramWeek* week = WeekBefore(context);
  const domain::ProgramItem* before = week == nullptr ? nullptr : Find(*week, change.exercise);
  const domain::ProgramItem* after = Find(context.week(), change.exercise);
  if (before == nullptr || after == nullptr)
    return words("handout.changed.other", {{"exercise", title}});
  const domain::SideDose& was = DoseOf(*before, change.side);
  const domain::SideDose& is = DoseOf(*after, change.side);
  std::string from = AmountText(was, words);
  std::string to = AmountText(is, words);
  if (from == to && was.days_per_week != is.days_per_week) {
    from = Days(was.days_per_week, words);
    to = Days(is.days_per_week, words);
  }
  if (from == to) return words("handout.changed.other", {{"exercise", title}});
  const bool one_side = change.side == domain::Side::kLeft || change.side == domain::Side::kRight;
  return words(one_side ? "handout.changed.dose_side" : "handout.changed.dose",
               {{"exercise", title},
                {"side", one_side ? SideText(change.side, words) : ""},
                {"before", from},
                {"after", to}});
}

std::string LineOf(const SheetContext& context, const domain::Change& change) {
  const Words& words = context.words;
  const std::string title = words.Title(change.exercise);
  switch (change.kind) {
    case ChangeKind::kComesIn:
      return words("handout.changed.new", {{"exercise", title}});
    case ChangeKind::kGoesOut:
      return words("handout.changed.gone", {{"exercise", title}});
    case ChangeKind::kReplaces:
      return words("handout.changed.replaced",
                   {{"exercise", title}, {"replacement", words.Title(change.replacement)}});
    default:
      return DoseLine(context, change);
  }
}

}  // namespace

void AddChanges(const SheetContext& context, std::vector<document::Block>& blocks) {
  if (context.request.past.revisions.size() < 2) return;
  std::vector<std::string> lines;
  for (const domain::Change& change : *context.revision().changes) {
    if (change.week_number > context.week().week_number) continue;  // of a later week
    const std::string line = LineOf(context, change);
    // Several numbers of one dose are one line.
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
  }
  if (lines.empty()) return;
  if (lines.size() > kLines) {
    lines.resize(kLines - 1);
    lines.push_back(context.words("handout.changed.more"));
  }
  document::TextCard card{context.words("handout.changed.title"), {}};
  for (std::string& line : lines) card.paragraphs.emplace_back(std::move(line));
  blocks.emplace_back(document::Cards{{std::move(card)}, {}});
}

}  // namespace ischia::server
