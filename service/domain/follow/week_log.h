// The log of a program: which revision was in force on which day, what it prescribed for each week,
// and what the entries of those days say. A week is seven days from the start date, the patient's
// own. Missing is not "not done".
#ifndef ISCHIA_SERVICE_DOMAIN_FOLLOW_WEEK_LOG_H_
#define ISCHIA_SERVICE_DOMAIN_FOLLOW_WEEK_LOG_H_

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <vector>

#include "service/domain/catalogue.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/plan/program.h"
#include "service/domain/values.h"

namespace ischia::domain {

inline constexpr int kDaysOfWeek = 7;

CivilDay FirstDayOf(int week_number, CivilDay start_date);
// The program week that a day lies in, from 1. Precondition: not before the start date.
int WeekOf(CivilDay day, CivilDay start_date);

// A week, or the part of it for which one revision was in force.
struct WeekSpan {
  const ProgramWeek* week = nullptr;  // never null
  int revision_number = 1;
  CivilDay first_day{};
  int day_count = 0;
};
using WeekSpans = std::vector<WeekSpan>;

// The weeks begun by `as_of_date`, the last one as far as it has come.
WeekSpans SpansOf(const Revisions& revisions, CivilDay as_of_date);

// Days of an item, and of a whole session, that a week prescribes.
int DaysOf(const ProgramItem& item);
int PrescribedDays(const WeekSpan& span);
int HoldSecondsADay(const SideDose& dose);

// In whole numbers, so that a share on the line is on the line.
inline bool Reaches(int percent, int part, int whole) { return 100 * part >= percent * whole; }

using Entries = std::vector<const CheckIn*>;

Entries Between(const Entries& entries, CivilDay first, int day_count);

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

inline bool Any(const CheckIn& /*entry*/) { return true; }
inline bool IsDone(const CheckIn& entry) { return entry.fields.done == Answer::kYes; }
// Told by the patient long after the day: the weekly decision does not rest on it.
inline bool IsLateSelfReport(const CheckIn& entry) {
  return entry.late && entry.evidence_class == EvidenceClass::kBackFilled;
}

// Seconds held over the entries' days on one side of an item. Each day counts once, by the entry
// that reports most of it; what an entry leaves open is as prescribed.
int SecondsHeld(const Entries& entries, int item_number, const SideDose& dose);

struct DayCount {
  EvidenceClass evidence_class = EvidenceClass::kUnspecified;
  int day_count = 0;
  bool operator==(const DayCount&) const = default;
};
// Each day under its most trustworthy entry, in the order of EvidenceClass; days without one are
// unreported.
std::vector<DayCount> DaysByClass(const Entries& entries, int day_count);

struct WeekFigures {
  int prescribed_day_count = 0;
  int done_day_count = 0;
  int not_done_day_count = 0;
  int unreported_day_count = 0;
  std::optional<double> mean_discomfort;
  std::optional<int> max_discomfort;
  int sharp_pain_count = 0;
  int tingling_day_count = 0;
  std::optional<int> max_symptom_rise;
  int raised_morning_day_count = 0;
  std::vector<DayCount> days_by_class;
  bool operator==(const WeekFigures&) const = default;
};
// Of one week, whatever revisions it has seen. `raised_morning_score`: from there on a morning's
// symptoms are raised.
WeekFigures FiguresOf(const WeekSpans& week, const Entries& entries, int raised_morning_score);

// Enough for a stretch to work: the floor of days, and on each side that must be stretched the
// floor of seconds, both of D-STATIC. Late entries do not count.
bool DoseAdequate(const WeekSpans& week, const Entries& entries, const StaticDose& floor);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_FOLLOW_WEEK_LOG_H_
