#include "service/domain/follow/week_log.h"

#include <chrono>
#include <map>

namespace ischia::domain {
namespace {

using std::chrono::days;

CivilDay EndOf(const Revisions& revisions, std::size_t i, CivilDay as_of_date) {
  const CivilDay end = as_of_date + days(1);
  return i + 1 < revisions.size() ? std::min(end, revisions[i + 1].from) : end;
}

void AddSpans(const RevisionInForce& revision, CivilDay end, WeekSpans& spans) {
  for (const ProgramWeek& week : revision.program->weeks) {
    const CivilDay monday = FirstDayOf(week.week_number, revision.program->start_date);
    const CivilDay first = std::max(monday, revision.from);
    const CivilDay after = std::min(monday + days(kDaysOfWeek), end);
    if (first >= after) continue;
    spans.push_back({&week, revision.number, first, static_cast<int>((after - first).count())});
  }
}

// Seconds of hold that an entry reports for one side of an item.
int SecondsDone(const CheckIn& entry, int item_number, const SideDose& dose) {
  if (!IsDone(entry)) return 0;
  if (entry.fields.results.empty()) return HoldSecondsADay(dose);
  int seconds = 0;
  for (const ItemResult& result : entry.fields.results) {
    const bool side_fits = result.side == dose.side || result.side == Side::kUnspecified ||
                           result.side == Side::kBoth || dose.side == Side::kBoth;
    if (result.item_number != item_number || result.done != Answer::kYes || !side_fits) continue;
    const int hold = result.hold_used ? result.hold_used->value() : dose.hold_seconds;
    seconds = std::max(seconds, result.completed_sets.value_or(dose.sets) *
                                    result.completed_repetitions.value_or(dose.repetitions) * hold *
                                    dose.sessions_per_day);
  }
  return seconds;
}

void AddDiscomfort(const Entries& entries, WeekFigures& figures) {
  int sum = 0;
  int count = 0;
  for (const CheckIn* entry : entries) {
    for (const ItemResult& result : entry->fields.results) {
      if (!result.stretch_discomfort) continue;
      const int score = result.stretch_discomfort->value();
      sum += score;
      ++count;
      figures.max_discomfort = std::max(figures.max_discomfort.value_or(0), score);
    }
  }
  if (count > 0) figures.mean_discomfort = static_cast<double>(sum) / count;
}

int DayCountOf(const WeekSpans& spans) {
  int count = 0;
  for (const WeekSpan& span : spans) count += span.day_count;
  return count;
}

}  // namespace

CivilDay FirstDayOf(int week_number, CivilDay start_date) {
  return start_date + days((week_number - 1) * kDaysOfWeek);
}

int WeekOf(CivilDay day, CivilDay start_date) {
  return static_cast<int>((day - start_date).count()) / kDaysOfWeek + 1;
}

WeekSpans SpansOf(const Revisions& revisions, CivilDay as_of_date) {
  WeekSpans spans;
  for (std::size_t i = 0; i < revisions.size(); ++i) {
    AddSpans(revisions[i], EndOf(revisions, i, as_of_date), spans);
  }
  return spans;
}

int DaysOf(const ProgramItem& item) {
  int most = 0;
  for (const SideDose& dose : item.doses) most = std::max(most, dose.days_per_week);
  return most;
}

int PrescribedDays(const WeekSpan& span) {
  int most = 0;
  for (const ProgramItem& item : span.week->items) most = std::max(most, DaysOf(item));
  return std::min(most, span.day_count);
}

int HoldSecondsADay(const SideDose& dose) {
  return dose.sets * dose.repetitions * dose.hold_seconds * dose.sessions_per_day;
}

Entries Between(const Entries& entries, CivilDay first, int day_count) {
  return Where(entries, [&](const CheckIn& entry) {
    const CivilDay day = *entry.fields.session_date;
    return day >= first && day < first + days(day_count);
  });
}

int SecondsHeld(const Entries& entries, int item_number, const SideDose& dose) {
  std::map<CivilDay, int> by_day;
  for (const CheckIn* entry : entries) {
    int& seconds = by_day[*entry->fields.session_date];
    seconds = std::max(seconds, SecondsDone(*entry, item_number, dose));
  }
  int sum = 0;
  for (const auto& [day, seconds] : by_day) sum += seconds;
  return sum;
}

std::vector<DayCount> DaysByClass(const Entries& entries, int day_count) {
  std::map<CivilDay, EvidenceClass> best;
  for (const CheckIn* entry : entries) {
    const auto [at, first] = best.emplace(*entry->fields.session_date, entry->evidence_class);
    if (!first) at->second = std::min(at->second, entry->evidence_class);
  }
  std::map<EvidenceClass, int> counts;
  for (const auto& [day, evidence_class] : best) ++counts[evidence_class];
  if (const int silent = day_count - static_cast<int>(best.size()); silent > 0) {
    counts[EvidenceClass::kUnreported] = silent;
  }
  std::vector<DayCount> by_class;
  for (const auto& [evidence_class, count] : counts) by_class.push_back({evidence_class, count});
  return by_class;
}

WeekFigures FiguresOf(const WeekSpans& week, const Entries& entries, int raised_morning_score) {
  WeekFigures figures;
  for (const WeekSpan& span : week) figures.prescribed_day_count += PrescribedDays(span);
  figures.done_day_count = CountDays(entries, IsDone);
  figures.not_done_day_count = CountDays(entries, Any) - figures.done_day_count;
  figures.unreported_day_count =
      std::max(0, figures.prescribed_day_count - CountDays(entries, Any));
  AddDiscomfort(entries, figures);
  for (const CheckIn* entry : entries) {
    const CheckInFields& fields = entry->fields;
    if (HadSharpPain(*entry)) ++figures.sharp_pain_count;
    if (fields.symptom_before && fields.symptom_after) {
      const int rise = fields.symptom_after->value() - fields.symptom_before->value();
      figures.max_symptom_rise = std::max(figures.max_symptom_rise.value_or(rise), rise);
    }
  }
  figures.tingling_day_count = CountDays(
      entries, [](const CheckIn& entry) { return entry.fields.tingling == Answer::kYes; });
  figures.raised_morning_day_count = CountDays(entries, [&](const CheckIn& entry) {
    const std::optional<Score>& morning = entry.fields.symptom_next_morning;
    return morning && morning->value() >= raised_morning_score;
  });
  figures.days_by_class = DaysByClass(entries, DayCountOf(week));
  return figures;
}

bool DoseAdequate(const WeekSpans& week, const Entries& entries, const StaticDose& floor) {
  const Entries in_time = Where(entries, [](const CheckIn& entry) { return !entry.late; });
  if (CountDays(in_time, IsDone) < floor.min_days) return false;
  std::map<Side, int> seconds;
  for (const WeekSpan& span : week) {
    const Entries of_span = Between(in_time, span.first_day, span.day_count);
    for (const ProgramItem& item : span.week->items) {
      if (item.slot != Slot::kStretch) continue;
      for (const SideDose& dose : item.doses) {
        if (dose.hold_seconds == 0 || dose.optional_side) continue;
        seconds[dose.side] += SecondsHeld(of_span, item.item_number, dose);
      }
    }
  }
  return !seconds.empty() && std::all_of(seconds.begin(), seconds.end(), [&](const auto& side) {
    return side.second >= floor.weekly_floor;
  });
}

}  // namespace ischia::domain
