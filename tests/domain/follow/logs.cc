#include "tests/domain/follow/logs.h"

#include <chrono>

#include "service/catalogue/load.h"

namespace ischia::test {

using std::chrono::days;

const domain::Catalogue& Shipped() {
  static const auto* const loaded = new catalogue::LoadedCatalogue(catalogue::LoadEmbedded());
  return loaded->catalogue;
}

domain::Program TwelveWeeks() {
  domain::ProgramItem stretch;
  stretch.item_number = 1;
  stretch.exercise = domain::ExerciseId("HS-01");
  stretch.slot = domain::Slot::kStretch;
  domain::ProgramItem trunk;
  trunk.item_number = 2;
  trunk.exercise = domain::ExerciseId("TR-17");
  trunk.slot = domain::Slot::kTrunk;
  domain::SideDose both;
  both.repetitions = 10;
  both.days_per_week = 7;
  trunk.doses = {both};
  domain::Program program;
  program.start_date = kStart;
  for (int number = 1; number <= 12; ++number) {
    domain::SideDose leg;
    leg.repetitions = number < 4 ? 3 : 2;
    leg.hold_seconds = number < 4 ? 20 : 30;
    leg.days_per_week = 7;
    stretch.doses = {};
    for (const domain::Side side : {domain::Side::kRight, domain::Side::kLeft}) {
      leg.side = side;
      stretch.doses.push_back(leg);
    }
    domain::ProgramWeek& week = program.weeks.emplace_back();
    week.week_number = number;
    week.items = {stretch, trunk};
  }
  return program;
}

Log operator+(Log one, const Log& more) {
  one.insert(one.end(), more.begin(), more.end());
  return one;
}

domain::CheckIn NotDone(int week, int day) {
  domain::CheckIn entry;
  entry.fields.session_date = kStart + days(7 * (week - 1) + day - 1);
  entry.fields.done = domain::Answer::kNo;
  entry.evidence_class = domain::EvidenceClass::kSameDaySelfReport;
  return entry;
}

domain::CheckIn Session(int week, int day, int discomfort) {
  domain::CheckIn entry = NotDone(week, day);
  entry.fields.done = domain::Answer::kYes;
  for (const int item_number : {1, 2}) {
    domain::ItemResult result;
    result.item_number = item_number;
    result.done = domain::Answer::kYes;
    if (item_number == 1) result.stretch_discomfort = domain::Score(discomfort);
    entry.fields.results.push_back(result);
  }
  return entry;
}

Log Well(int week, int done, int discomfort) {
  Log log;
  for (int day = 1; day <= 7; ++day) {
    log.push_back(day <= done ? Session(week, day, discomfort) : NotDone(week, day));
  }
  return log;
}

}  // namespace ischia::test
