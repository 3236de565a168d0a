// What was prescribed and what is known of it, week by week (evidence.md 5.1). Missing is not "not
// done". Figures of different evidence never meet in one number: credible (device and same day),
// returned paper, asked at visit and all that was claimed stand side by side.
#ifndef ISCHIA_SERVICE_DOMAIN_FOLLOW_ADHERENCE_H_
#define ISCHIA_SERVICE_DOMAIN_FOLLOW_ADHERENCE_H_

#include <optional>
#include <string>
#include <vector>

#include "service/domain/catalogue.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/follow/week_log.h"
#include "service/domain/values.h"

namespace ischia::domain {

enum class AdherenceBand { kUnspecified, kGood, kPartial, kLow, kCannotJudge };

struct AdherenceFigures {
  std::optional<double> session_ratio, exercise_ratio, dose_ratio;  // 0 to 1
  AdherenceBand band = AdherenceBand::kUnspecified;
  // What the ratios rest on: days of the column with an entry, of those so far.
  int reported_day_count = 0;
  int day_count = 0;
  bool operator==(const AdherenceFigures&) const = default;
};

struct ReportWeek {
  int week_number = 0;
  int revision_number = 1;  // a week that saw two has an entry for each
  WeekFigures figures;
  AdherenceFigures credible, returned_paper, asked_at_visit, claimed;
  double completeness_ratio = 0;
  bool dose_adequate = false;
  int late_entry_count = 0;
  bool operator==(const ReportWeek&) const = default;
};

struct Lapse {
  CivilDay first_date{};
  CivilDay last_date{};
  bool drop_out = false;
  bool operator==(const Lapse&) const = default;
};

struct AdherenceReport {
  CivilDay as_of_date{};
  std::vector<ReportWeek> weeks;  // begun by as_of_date
  std::vector<DayCount> days_by_class;
  AdherenceFigures credible, returned_paper, asked_at_visit, claimed;
  std::vector<Lapse> lapses;
  std::vector<Barrier> barriers;
  bool operator==(const AdherenceReport&) const = default;
};

// The fewest of so many prescribed days that count as good adherence.
int DaysForGoodAdherence(int prescribed_days, const AdherenceRule& rule);

// Recomputed from check-ins each time; what lies after `as_of_date` does not count. A program that
// was refused has no weeks. A week that has begun is judged by its days so far.
// A session that was done without a word on its items counts as done with all of them. A column is
// judged when enough of its days have an entry; else its ratios are unset. The cuts are those of
// the catalogue's adherence rule, the floor of an adequate dose that of D-STATIC.
AdherenceReport ReportAdherence(const Revisions& revisions, const std::vector<CheckIn>& check_ins,
                                int baseline_rest_pain, const Catalogue& catalogue,
                                CivilDay as_of_date);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_FOLLOW_ADHERENCE_H_
