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

constexpr int kDaysOfWeek = 7;

using Entries = std::vector<const CheckIn*>;

// A week of the program as far as it has come.
struct Span {
  const ProgramWeek* week = nullptr;
  CivilDay first_day{};
  int day_count = 0;
};

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

// -- What is prescribed -------------------------------------------------------------------------

int DaysOf(const ProgramItem& item) {
  int most = 0;
  for (const SideDose& dose : item.doses) most = std::max(most, dose.days_per_week);
  return most;
}

int SessionDays(const ProgramWeek& week) {
  int most = 0;
  for (const ProgramItem& item : week.items) most = std::max(most, DaysOf(item));
  return most;
}

int HoldSecondsADay(const SideDose& dose) {
  return dose.sets * dose.repetitions * dose.hold_seconds * dose.sessions_per_day;
}

std::vector<Span> SpansOf(const Program& program, CivilDay as_of_date) {
  std::vector<Span> spans;
  for (const ProgramWeek& week : program.weeks) {
    const CivilDay first = program.start_date + days((week.week_number - 1) * kDaysOfWeek);
    if (first > as_of_date) break;
    const auto so_far = static_cast<int>((as_of_date - first).count()) + 1;
    spans.push_back({&week, first, std::min(kDaysOfWeek, so_far)});
  }
  return spans;
}

// -- What is known ------------------------------------------------------------------------------

Entries Between(const Entries& entries, CivilDay first, int day_count) {
  Entries found;
  for (const CheckIn* entry : entries) {
    const CivilDay day = *entry->fields.session_date;
    if (day >= first && day < first + days(day_count)) found.push_back(entry);
  }
  return found;
}

template <typename Predicate>
Entries Where(const Entries& entries, const Predicate& predicate) {
  Entries found;
  std::copy_if(entries.begin(), entries.end(), std::back_inserter(found),
               [&](const CheckIn* entry) { return predicate(*entry); });
  return found;
}

template <typename Predicate>
int CountDays(const Entries& entries, const Predicate& predicate) {
  std::set<CivilDay> found;
  for (const CheckIn* entry : entries) {
    if (predicate(*entry)) found.insert(*entry->fields.session_date);
  }
  return static_cast<int>(found.size());
}

bool Any(const CheckIn&) { return true; }
bool IsDone(const CheckIn& entry) { return entry.fields.done == Answer::kYes; }
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

// Seconds of hold that an entry reports for one side of an item; what it leaves open is as
// prescribed.
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

// Each day counts once, by the entry that reports most of it.
int WeeklySeconds(const Entries& entries, int item_number, const SideDose& dose) {
  std::map<CivilDay, int> by_day;
  for (const CheckIn* entry : entries) {
    int& seconds = by_day[*entry->fields.session_date];
    seconds = std::max(seconds, SecondsDone(*entry, item_number, dose));
  }
  int sum = 0;
  for (const auto& [day, seconds] : by_day) sum += seconds;
  return sum;
}

// -- Figures ------------------------------------------------------------------------------------

// Formulas of evidence.md 5.1; double sessions and extra seconds repair nothing.
Tally TallyOf(const Span& span, const Entries& entries) {
  Tally tally;
  tally.day_count = span.day_count;
  tally.reported_days = CountDays(entries, Any);
  tally.prescribed_days = std::min(SessionDays(*span.week), span.day_count);
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
      tally.done_seconds += std::min(WeeklySeconds(entries, item.item_number, dose), seconds);
    }
  }
  return tally;
}

std::optional<double> Ratio(int done, int prescribed) {
  if (prescribed == 0) return std::nullopt;
  return static_cast<double>(done) / prescribed;
}

// In whole numbers, so that a share on the line is on the line.
bool Reaches(int percent, int part, int whole) { return 100 * part >= percent * whole; }

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

// Each day under its most trustworthy entry, in the order of EvidenceClass; days without one are
// unreported.
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
  figures.mean_discomfort = Ratio(sum, count);
}

WeekFigures WeekFiguresOf(const Span& span, const Entries& entries, int raised_morning_score) {
  WeekFigures figures;
  figures.prescribed_day_count = std::min(SessionDays(*span.week), span.day_count);
  figures.done_day_count = CountDays(entries, IsDone);
  figures.not_done_day_count = CountDays(entries, Any) - figures.done_day_count;
  figures.unreported_day_count =
      std::max(0, figures.prescribed_day_count - CountDays(entries, Any));
  AddDiscomfort(entries, figures);
  for (const CheckIn* entry : entries) {
    const CheckInFields& fields = entry->fields;
    if (fields.sharp_pain == Answer::kYes) ++figures.sharp_pain_count;
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
  figures.days_by_class = DaysByClass(entries, span.day_count);
  return figures;
}

// Enough for a stretch to work: the floor of days, and on each side that must be stretched the
// floor of seconds. Late entries do not count.
bool DoseAdequate(const Span& span, const Entries& entries, const StaticDose& floor) {
  const Entries in_time = Where(entries, [](const CheckIn& entry) { return !entry.late; });
  if (CountDays(in_time, IsDone) < floor.min_days) return false;
  std::map<Side, int> seconds;
  for (const ProgramItem& item : span.week->items) {
    if (item.slot != Slot::kStretch) continue;
    for (const SideDose& dose : item.doses) {
      if (dose.hold_seconds == 0 || dose.optional_side) continue;
      seconds[dose.side] += WeeklySeconds(in_time, item.item_number, dose);
    }
  }
  return !seconds.empty() && std::all_of(seconds.begin(), seconds.end(), [&](const auto& side) {
    return side.second >= floor.weekly_floor;
  });
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

std::vector<Lapse> LapsesOf(const std::vector<Span>& spans, const Entries& entries,
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

Columns ColumnsOf(const Span& span, const Entries& entries) {
  return {TallyOf(span, Where(entries, IsCredible)), TallyOf(span, Where(entries, IsReturnedPaper)),
          TallyOf(span, Where(entries, IsAskedAtVisit)), TallyOf(span, entries)};
}

}  // namespace

int DaysForGoodAdherence(int prescribed_days, const AdherenceRule& rule) {
  int days = 0;
  while (!Reaches(rule.good_percent, days, prescribed_days)) ++days;
  return days;
}

AdherenceReport ReportAdherence(const Program& program, const std::vector<CheckIn>& check_ins,
                                int baseline_rest_pain, const Catalogue& catalogue,
                                CivilDay as_of_date) {
  const AdherenceRule& rule = catalogue.adherence;
  AdherenceReport report;
  report.as_of_date = as_of_date;
  const std::vector<Span> spans = SpansOf(program, as_of_date);
  Entries all;
  for (const CheckIn& check_in : check_ins) all.push_back(&check_in);
  Entries counted;
  Columns sums;
  std::set<Barrier> barriers;
  for (const Span& span : spans) {
    const Entries entries = Between(all, span.first_day, span.day_count);
    counted.insert(counted.end(), entries.begin(), entries.end());
    const Columns columns = ColumnsOf(span, entries);
    sums.credible += columns.credible;
    sums.returned_paper += columns.returned_paper;
    sums.asked_at_visit += columns.asked_at_visit;
    sums.claimed += columns.claimed;

    ReportWeek week;
    week.week_number = span.week->week_number;
    week.figures = WeekFiguresOf(span, entries, baseline_rest_pain + rule.raised_morning_points);
    week.credible = FiguresOf(columns.credible, rule);
    week.returned_paper = FiguresOf(columns.returned_paper, rule);
    week.asked_at_visit = FiguresOf(columns.asked_at_visit, rule);
    week.claimed = FiguresOf(columns.claimed, rule);
    week.completeness_ratio =
        Ratio(columns.claimed.reported_days, columns.claimed.day_count).value_or(0);
    week.dose_adequate = DoseAdequate(span, entries, catalogue.static_dose);
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
