#include "service/domain/follow/adherence.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <utility>

namespace ischia::domain {
namespace {

using std::chrono::days;

// Sums that a column's ratios are made from; weeks add up.
struct Tally {
  int day_count = 0;
  int reported_days = 0;
  int prescribed_days = 0;
  int done_days = 0;
  int prescribed_items = 0;
  int done_items = 0;
  int prescribed_seconds = 0;
  int done_seconds = 0;

  Tally& operator+=(const Tally& other) {
    day_count += other.day_count;
    reported_days += other.reported_days;
    prescribed_days += other.prescribed_days;
    done_days += other.done_days;
    prescribed_items += other.prescribed_items;
    done_items += other.done_items;
    prescribed_seconds += other.prescribed_seconds;
    done_seconds += other.done_seconds;
    return *this;
  }
};

// -- What is known ------------------------------------------------------------------------------

bool IsCredible(const CheckIn& entry) {
  return entry.evidence_class == EvidenceClass::kDevice ||
         entry.evidence_class == EvidenceClass::kSameDaySelfReport;
}
bool IsReturnedPaper(const CheckIn& entry) {
  return entry.evidence_class == EvidenceClass::kReturnedPaper;
}
bool IsAskedAtVisit(const CheckIn& entry) {
  return entry.evidence_class == EvidenceClass::kAskedAtVisit;
}

bool ItemDone(const CheckIn& entry, int item_number) {
  if (!IsDone(entry)) return false;
  if (entry.fields.results.empty()) return true;
  return std::any_of(entry.fields.results.begin(), entry.fields.results.end(),
                     [&](const ItemResult& result) {
                       return result.item_number == item_number && result.done == Answer::kYes;
                     });
}

// -- Figures ------------------------------------------------------------------------------------

// Formulas of evidence.md 5.1; double sessions and extra seconds repair nothing.
Tally TallyOf(const WeekSpan& span, const Entries& entries) {
  Tally tally;
  tally.day_count = span.day_count;
  tally.reported_days = CountDays(entries, Any);
  tally.prescribed_days = PrescribedDays(span);
  tally.done_days = std::min(CountDays(entries, IsDone), tally.prescribed_days);
  for (const ProgramItem& item : span.week->items) {
    const int prescribed = std::min(DaysOf(item), span.day_count);
    const int done =
        CountDays(entries, [&](const CheckIn& entry) { return ItemDone(entry, item.item_number); });
    tally.prescribed_items += prescribed;
    tally.done_items += std::min(done, prescribed);
    for (const SideDose& dose : item.doses) {
      const int seconds = HoldSecondsADay(dose) * std::min(dose.days_per_week, span.day_count);
      tally.prescribed_seconds += seconds;
      tally.done_seconds += std::min(SecondsHeld(entries, item.item_number, dose), seconds);
    }
  }
  return tally;
}

std::optional<double> Ratio(int done, int prescribed) {
  if (prescribed == 0) return std::nullopt;
  return static_cast<double>(done) / prescribed;
}

AdherenceBand BandOf(const Tally& tally, const AdherenceRule& rule) {
  if (Reaches(rule.good_percent, tally.done_days, tally.prescribed_days)) {
    return AdherenceBand::kGood;
  }
  return Reaches(rule.partial_percent, tally.done_days, tally.prescribed_days)
             ? AdherenceBand::kPartial
             : AdherenceBand::kLow;
}

AdherenceFigures FiguresOf(const Tally& tally, const AdherenceRule& rule) {
  AdherenceFigures figures;
  figures.band = AdherenceBand::kCannotJudge;
  figures.reported_day_count = tally.reported_days;
  figures.day_count = tally.day_count;
  if (tally.day_count == 0 ||
      !Reaches(rule.judged_from_percent, tally.reported_days, tally.day_count)) {
    return figures;
  }
  figures.session_ratio = Ratio(tally.done_days, tally.prescribed_days);
  figures.exercise_ratio = Ratio(tally.done_items, tally.prescribed_items);
  figures.dose_ratio = Ratio(tally.done_seconds, tally.prescribed_seconds);
  if (figures.session_ratio) figures.band = BandOf(tally, rule);
  return figures;
}

// -- Lapses -------------------------------------------------------------------------------------

enum class DayKind { kDone, kNotDone, kSilent };

// Adds the runs of at least `shortest` days of one kind.
void AddRuns(const std::vector<DayKind>& kinds, CivilDay first, DayKind kind, int shortest,
             bool drop_out, std::vector<Lapse>& lapses) {
  int run = 0;
  for (int i = 0; i <= static_cast<int>(kinds.size()); ++i) {
    const bool goes_on =
        i < static_cast<int>(kinds.size()) && kinds[static_cast<std::size_t>(i)] == kind;
    if (goes_on) {
      ++run;
      continue;
    }
    if (run >= shortest) lapses.push_back({first + days(i - run), first + days(i - 1), drop_out});
    run = 0;
  }
}

std::vector<Lapse> LapsesOf(const WeekSpans& spans, const Entries& entries,
                            const AdherenceRule& rule) {
  if (spans.empty()) return {};
  const CivilDay first = spans.front().first_day;
  const CivilDay end = spans.back().first_day + days(spans.back().day_count);
  std::vector<DayKind> kinds(static_cast<std::size_t>((end - first).count()), DayKind::kSilent);
  for (const CheckIn* entry : entries) {
    DayKind& kind =
        kinds.at(static_cast<std::size_t>((*entry->fields.session_date - first).count()));
    if (IsDone(*entry)) {
      kind = DayKind::kDone;
    } else if (kind == DayKind::kSilent) {
      kind = DayKind::kNotDone;
    }
  }
  std::vector<Lapse> lapses;
  AddRuns(kinds, first, DayKind::kNotDone, rule.lapse_days, false, lapses);
  AddRuns(kinds, first, DayKind::kSilent, rule.drop_out_days, true, lapses);
  std::sort(lapses.begin(), lapses.end(),
            [](const Lapse& one, const Lapse& other) { return one.first_date < other.first_date; });
  return lapses;
}

// The four columns of a report: no entry of one is ever counted in another's figures, except that
// the claimed column holds all that was said.
struct Columns {
  Tally credible, returned_paper, asked_at_visit, claimed;
};

Columns ColumnsOf(const WeekSpan& span, const Entries& entries) {
  return {TallyOf(span, Where(entries, IsCredible)), TallyOf(span, Where(entries, IsReturnedPaper)),
          TallyOf(span, Where(entries, IsAskedAtVisit)), TallyOf(span, entries)};
}

}  // namespace

int DaysForGoodAdherence(int prescribed_days, const AdherenceRule& rule) {
  int days = 0;
  while (!Reaches(rule.good_percent, days, prescribed_days)) ++days;
  return days;
}

AdherenceReport ReportAdherence(const Revisions& revisions, const std::vector<CheckIn>& check_ins,
                                int baseline_rest_pain, const Catalogue& catalogue,
                                CivilDay as_of_date) {
  const AdherenceRule& rule = catalogue.adherence;
  AdherenceReport report;
  report.as_of_date = as_of_date;
  const WeekSpans spans = SpansOf(revisions, as_of_date);
  Entries all;
  for (const CheckIn& check_in : check_ins) all.push_back(&check_in);
  Entries counted;
  Columns sums;
  std::set<Barrier> barriers;
  for (const WeekSpan& span : spans) {
    const Entries entries = Between(all, span.first_day, span.day_count);
    counted.insert(counted.end(), entries.begin(), entries.end());
    const Columns columns = ColumnsOf(span, entries);
    sums.credible += columns.credible;
    sums.returned_paper += columns.returned_paper;
    sums.asked_at_visit += columns.asked_at_visit;
    sums.claimed += columns.claimed;

    ReportWeek week;
    week.week_number = span.week->week_number;
    week.revision_number = span.revision_number;
    week.figures = FiguresOf({span}, entries, baseline_rest_pain + rule.raised_morning_points);
    week.credible = FiguresOf(columns.credible, rule);
    week.returned_paper = FiguresOf(columns.returned_paper, rule);
    week.asked_at_visit = FiguresOf(columns.asked_at_visit, rule);
    week.claimed = FiguresOf(columns.claimed, rule);
    week.completeness_ratio =
        Ratio(columns.claimed.reported_days, columns.claimed.day_count).value_or(0);
    week.dose_adequate = DoseAdequate({span}, entries, catalogue.static_dose);
    for (const CheckIn* entry : entries) {
      if (entry->late) ++week.late_entry_count;
      barriers.insert(entry->fields.barriers.begin(), entry->fields.barriers.end());
    }
    report.weeks.push_back(std::move(week));
  }
  report.credible = FiguresOf(sums.credible, rule);
  report.returned_paper = FiguresOf(sums.returned_paper, rule);
  report.asked_at_visit = FiguresOf(sums.asked_at_visit, rule);
  report.claimed = FiguresOf(sums.claimed, rule);
  report.days_by_class = DaysByClass(counted, sums.claimed.day_count);
  report.lapses = LapsesOf(spans, counted, rule);
  report.barriers.assign(barriers.begin(), barriers.end());
  return report;
}

}  // namespace ischia::domain
