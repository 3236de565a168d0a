#include "plugin/agent/filing/hl7_numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace ischia::agent {
namespace {

using std::chrono::year_month_day;

constexpr const char* kDays = "d";
constexpr const char* kPercent = "%";
constexpr const char* kScore = "{score}";

// With one decimal at most, "3" or "12.5".
std::string Decimal(double value) {
  constexpr double kTenths = 10.0;
  std::array<char, 32> text{};
  const auto written =
      std::to_chars(text.data(), text.data() + text.size(), std::round(value * kTenths) / kTenths,
                    std::chars_format::fixed);
  return {text.data(), written.ptr};
}

// -- How far it was followed ----------------------------------------------------------------------

struct Column {
  std::string code;  // "CLAIM"
  std::string word;  // "claimed"
};

void AddColumn(const Column& column, const v1::AdherenceFigures& figures, year_month_day day,
               std::vector<hl7v2::Number>& numbers) {
  const auto add = [&](const char* code, const char* text, double value, const char* unit) {
    numbers.push_back(
        {{column.code + code, text + (", " + column.word)}, Decimal(value), unit, day});
  };
  const auto add_share = [&](const char* code, const char* text, bool known, double ratio) {
    if (known) add(code, text, std::round(ratio * 100), kPercent);
  };
  add("-DAYS", "Days reported", figures.reported_day_count(), kDays);
  add_share("-SESS", "Sessions done of those prescribed", figures.has_session_ratio(),
            figures.session_ratio());
  add_share("-EXER", "Exercises done of those prescribed", figures.has_exercise_ratio(),
            figures.exercise_ratio());
  add_share("-DOSE", "Stretching time done of that prescribed", figures.has_dose_ratio(),
            figures.dose_ratio());
}

void AddAdherence(const v1::AdherenceReport& report, std::vector<hl7v2::Number>& numbers) {
  if (report.claimed().day_count() == 0) return;
  const year_month_day day = DayOf(report.as_of_date());
  int prescribed = 0;
  for (const v1::ReportWeek& week : report.weeks()) {
    prescribed += week.figures().prescribed_day_count();
  }
  numbers.push_back({{"DAYS", "Days of the program so far"},
                     std::to_string(report.claimed().day_count()),
                     kDays,
                     day});
  numbers.push_back(
      {{"PRESC", "Days with a session prescribed so far"}, std::to_string(prescribed), kDays, day});
  AddColumn({"CLAIM", "claimed"}, report.claimed(), day, numbers);
  AddColumn({"CRED", "credible"}, report.credible(), day, numbers);
}

// -- What was measured ----------------------------------------------------------------------------

struct Measure {
  const char* code;
  const char* text;
  const char* system;
  const char* unit;
  std::optional<double> (*value)(const v1::OutcomePoint& point);
};

// Unset where it was not measured.
template <auto kHas, auto kGet>
std::optional<double> Pain(const v1::OutcomePoint& point) {
  if (!(point.pain().*kHas)()) return std::nullopt;
  return (point.pain().*kGet)();
}
template <auto kHas, auto kGet>
std::optional<double> Score(const v1::OutcomePoint& point) {
  if (!(point.scores().*kHas)()) return std::nullopt;
  return (point.scores().*kGet)();
}

using v1::OutcomeScores;
using v1::PainScores;
constexpr std::array kMeasures{
    Measure{"72514-3", "Pain at rest, 0 to 10", "LN", kScore,
            Pain<&PainScores::has_rest_score, &PainScores::rest_score>},
    Measure{"PAIN-ACT", "Pain in activity, 0 to 10", "L", kScore,
            Pain<&PainScores::has_activity_score, &PainScores::activity_score>},
    Measure{"PAIN-24H", "Worst pain of 24 hours, 0 to 10", "L", kScore,
            Pain<&PainScores::has_worst_24h_score, &PainScores::worst_24h_score>},
    Measure{"PAIN-SIT", "Pain while sitting, 0 to 10", "L", kScore,
            Pain<&PainScores::has_sitting_score, &PainScores::sitting_score>},
    Measure{"PAIN-WALK", "Pain while walking, 0 to 10", "L", kScore,
            Pain<&PainScores::has_walking_score, &PainScores::walking_score>},
    Measure{"PAIN-JOG", "Pain while jogging, 0 to 10", "L", kScore,
            Pain<&PainScores::has_jogging_score, &PainScores::jogging_score>},
    Measure{"ODI", "Oswestry Disability Index", "L", kPercent,
            Score<&OutcomeScores::has_oswestry_percent, &OutcomeScores::oswestry_percent>},
    Measure{"RMDQ", "Roland-Morris Disability Questionnaire, 0 to 24", "L", kScore,
            Score<&OutcomeScores::has_roland_morris_score, &OutcomeScores::roland_morris_score>},
    Measure{"LEFS", "Lower Extremity Functional Scale, 0 to 80", "L", kScore,
            Score<&OutcomeScores::has_lefs_score, &OutcomeScores::lefs_score>},
    Measure{"FASH", "Functional Assessment Scale for Acute Hamstring Injuries, 0 to 100", "L",
            kScore, Score<&OutcomeScores::has_fash_score, &OutcomeScores::fash_score>},
    Measure{"EARS", "Exercise Adherence Rating Scale, 0 to 24", "L", kScore,
            Score<&OutcomeScores::has_ears_score, &OutcomeScores::ears_score>},
    Measure{"SIRAS", "Sport Injury Rehabilitation Adherence Scale, 3 to 15", "L", kScore,
            Score<&OutcomeScores::has_siras_score, &OutcomeScores::siras_score>},
};

// Of each measure the last value; points come by date.
void AddOutcomes(const v1::AdherenceReport& report, std::vector<hl7v2::Number>& numbers) {
  for (const Measure& measure : kMeasures) {
    const auto& points = report.outcomes();
    const auto last = std::find_if(points.rbegin(), points.rend(), [&](const auto& point) {
      return measure.value(point).has_value();
    });
    if (last == points.rend()) continue;
    numbers.push_back({{measure.code, measure.text, measure.system},
                       Decimal(*measure.value(*last)),
                       measure.unit,
                       DayOf(last->date())});
  }
}

}  // namespace

year_month_day DayOf(const v1::Date& date) {
  return year_month_day(std::chrono::year(date.year()),
                        std::chrono::month(static_cast<unsigned>(date.month())),
                        std::chrono::day(static_cast<unsigned>(date.day())));
}

std::vector<hl7v2::Number> NumbersOf(const v1::AdherenceReport& report) {
  std::vector<hl7v2::Number> numbers;
  AddAdherence(report, numbers);
  AddOutcomes(report, numbers);
  return numbers;
}

}  // namespace ischia::agent
