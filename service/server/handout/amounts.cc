#include "service/server/handout/amounts.h"

namespace ischia::server {
namespace {

constexpr int kSecondsPerMinute = 60;
// Narrow no-break spaces around the multiplication sign: a dose never breaks over two lines.
constexpr const char* kTimes = "\u202f\u00d7\u202f";
constexpr const char* kNarrowSpace = "\u202f";

}  // namespace

document::Amount AmountOf(const domain::SideDose& dose, UnitLength length, const Words& words) {
  if (dose.work_seconds > 0) {
    return {"", words.Number(dose.work_seconds / kSecondsPerMinute), words("handout.dose.minutes")};
  }
  if (dose.hold_seconds > 0) {
    return {words.Number(dose.repetitions), words.Number(dose.hold_seconds),
            words(length == UnitLength::kShort ? "handout.dose.seconds_short"
                                               : "handout.dose.seconds")};
  }
  if (dose.sets > 1) return {words.Number(dose.sets), words.Number(dose.repetitions), ""};
  return {"", words.Number(dose.repetitions), words("handout.dose.times")};
}

std::string AmountText(const domain::SideDose& dose, const Words& words) {
  const document::Amount amount = AmountOf(dose, UnitLength::kShort, words);
  std::string text = amount.times.empty() ? "" : amount.times + kTimes;
  if (dose.sets > 1 && dose.hold_seconds > 0) text = words.Number(dose.sets) + kTimes + text;
  text += amount.number;
  return amount.unit.empty() ? text : text + kNarrowSpace + amount.unit;
}

std::string SideText(domain::Side side, const Words& words) {
  if (side == domain::Side::kRight) return words("handout.side.right");
  if (side == domain::Side::kLeft) return words("handout.side.left");
  return words("handout.side.both");
}

bool SidesDiffer(const domain::ProgramItem& item) {
  if (item.doses.size() != 2) return false;
  const domain::SideDose& first = item.doses.front();
  const domain::SideDose& second = item.doses.back();
  return first.repetitions != second.repetitions || first.sets != second.sets ||
         first.hold_seconds != second.hold_seconds || first.days_per_week != second.days_per_week;
}

}  // namespace ischia::server
