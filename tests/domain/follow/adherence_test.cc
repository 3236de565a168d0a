#include "service/domain/follow/adherence.h"

#include <gmock/gmock.h>

#include <chrono>

namespace ischia::domain {
namespace {

using std::chrono::days;
using ::testing::DoubleEq;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

constexpr CivilDay kStart{std::chrono::year{2026} / 6 / 1};

// Two weeks: item 1 a stretch of 3 x 20 s a leg every day, item 2 without holds on 5 days.
Program TwoWeeks() {
  SideDose leg;
  leg.repetitions = 3;
  leg.hold_seconds = 20;
  leg.days_per_week = 7;
  ProgramItem stretch;
  stretch.item_number = 1;
  stretch.slot = Slot::kStretch;
  for (const Side side : {Side::kRight, Side::kLeft}) {
    leg.side = side;
    stretch.doses.push_back(leg);
  }
  SideDose both;
  both.side = Side::kBoth;
  both.repetitions = 10;
  both.days_per_week = 5;
  ProgramItem trunk;
  trunk.item_number = 2;
  trunk.slot = Slot::kTrunk;
  trunk.doses = {both};
  Program program;
  program.start_date = kStart;
  for (int number = 1; number <= 2; ++number) {
    ProgramWeek week;
    week.week_number = number;
    week.items = {stretch, trunk};
    program.weeks.push_back(week);
  }
  return program;
}

Catalogue Numbers() {
  Catalogue catalogue;
  catalogue.static_dose.weekly_floor = 300;
  catalogue.static_dose.min_days = 5;
  catalogue.adherence = {{}, 80, 50, 50, 3, 14, 2};
  return catalogue;
}

CheckIn Entry(int day, Answer done,
              EvidenceClass evidence_class = EvidenceClass::kSameDaySelfReport) {
  CheckIn entry;
  entry.fields.session_date = kStart + days(day);
  entry.fields.done = done;
  entry.evidence_class = evidence_class;
  return entry;
}

std::vector<CheckIn> Entries(int first_day, int count, Answer done,
                             EvidenceClass evidence_class = EvidenceClass::kSameDaySelfReport) {
  std::vector<CheckIn> entries;
  for (int day = first_day; day < first_day + count; ++day) {
    entries.push_back(Entry(day, done, evidence_class));
  }
  return entries;
}

std::vector<CheckIn> operator+(std::vector<CheckIn> one, const std::vector<CheckIn>& more) {
  one.insert(one.end(), more.begin(), more.end());
  return one;
}

AdherenceReport Report(const std::vector<CheckIn>& entries, int last_day = 6,
                       const Catalogue& catalogue = Numbers()) {
  const Program program = TwoWeeks();
  return ReportAdherence({{1, kStart, &program}}, entries, 1, catalogue, kStart + days(last_day));
}

TEST(AdherenceTest, MissingIsNotNotDone) {
  const AdherenceReport report = Report(Entries(0, 3, Answer::kYes) + Entries(3, 1, Answer::kNo));
  const WeekFigures& week = report.weeks.at(0).figures;
  EXPECT_EQ(week.prescribed_day_count, 7);
  EXPECT_EQ(week.done_day_count, 3);
  EXPECT_EQ(week.not_done_day_count, 1);
  EXPECT_EQ(week.unreported_day_count, 3);
  EXPECT_THAT(report.weeks.at(0).completeness_ratio, DoubleEq(4.0 / 7));
  EXPECT_THAT(report.lapses, IsEmpty());
}

TEST(AdherenceTest, ColumnsAreNeverMerged) {
  const AdherenceReport report = Report(Entries(0, 4, Answer::kYes) +
                                        Entries(3, 4, Answer::kYes, EvidenceClass::kReturnedPaper) +
                                        Entries(0, 7, Answer::kNo, EvidenceClass::kAskedAtVisit));
  const ReportWeek& week = report.weeks.at(0);
  EXPECT_THAT(week.credible.session_ratio, Optional(DoubleEq(4.0 / 7)));
  EXPECT_THAT(week.returned_paper.session_ratio, Optional(DoubleEq(4.0 / 7)));
  EXPECT_THAT(week.asked_at_visit.session_ratio, Optional(DoubleEq(0)));
  EXPECT_THAT(week.claimed.session_ratio, Optional(DoubleEq(1)));
  EXPECT_EQ(week.asked_at_visit.band, AdherenceBand::kLow);
  EXPECT_EQ(week.claimed.band, AdherenceBand::kGood);
  // Each beside the days that it rests on.
  EXPECT_EQ(week.credible.reported_day_count, 4);
  EXPECT_EQ(week.returned_paper.reported_day_count, 4);
  EXPECT_EQ(week.asked_at_visit.reported_day_count, 7);
  EXPECT_EQ(week.claimed.reported_day_count, 7);
  EXPECT_EQ(week.claimed.day_count, 7);
}

TEST(AdherenceTest, AColumnWithEntriesOnLessThanHalfTheDaysCannotBeJudged) {
  const ReportWeek week = Report(Entries(0, 3, Answer::kYes)).weeks.at(0);
  EXPECT_EQ(week.credible.band, AdherenceBand::kCannotJudge);
  EXPECT_EQ(week.credible.session_ratio, std::nullopt);
  EXPECT_EQ(Report(Entries(0, 4, Answer::kYes)).weeks.at(0).credible.band, AdherenceBand::kPartial);
}

TEST(AdherenceTest, TheCutsAreTheCatalogues) {
  Catalogue catalogue = Numbers();
  const std::vector<CheckIn> entries = Entries(0, 5, Answer::kYes) + Entries(5, 2, Answer::kNo);
  EXPECT_EQ(Report(entries, 6, catalogue).claimed.band, AdherenceBand::kPartial);
  EXPECT_THAT(Report(entries, 6, catalogue).lapses, IsEmpty());
  catalogue.adherence.good_percent = 71;
  catalogue.adherence.lapse_days = 2;
  EXPECT_EQ(Report(entries, 6, catalogue).claimed.band, AdherenceBand::kGood);
  EXPECT_THAT(Report(entries, 6, catalogue).lapses, SizeIs(1));
  catalogue.adherence.good_percent = 100;
  catalogue.adherence.partial_percent = 72;
  EXPECT_EQ(Report(entries, 6, catalogue).claimed.band, AdherenceBand::kLow);
  catalogue.adherence.judged_from_percent = 100;
  EXPECT_EQ(Report(Entries(0, 6, Answer::kYes), 6, catalogue).claimed.band,
            AdherenceBand::kCannotJudge);
}

TEST(AdherenceTest, GoodAdherenceIsRoundedUpToWholeDays) {
  AdherenceRule rule = Numbers().adherence;
  EXPECT_EQ(DaysForGoodAdherence(7, rule), 6);
  EXPECT_EQ(DaysForGoodAdherence(5, rule), 4);
  rule.good_percent = 81;
  EXPECT_EQ(DaysForGoodAdherence(5, rule), 5);
}

TEST(AdherenceTest, BandsBeginAtEightyAndFiftyPercent) {
  const auto band = [](int done) {
    return Report(Entries(0, done, Answer::kYes) + Entries(done, 7 - done, Answer::kNo))
        .weeks.at(0)
        .credible.band;
  };
  EXPECT_EQ(band(6), AdherenceBand::kGood);     // 86%
  EXPECT_EQ(band(5), AdherenceBand::kPartial);  // 71%
  EXPECT_EQ(band(4), AdherenceBand::kPartial);  // 57%
  EXPECT_EQ(band(3), AdherenceBand::kLow);      // 43%
}

TEST(AdherenceTest, TwoSessionsOnADayDoNotRepairAMissedOne) {
  const std::vector<CheckIn> twice =
      Entries(0, 4, Answer::kYes) + Entries(0, 4, Answer::kYes) + Entries(4, 3, Answer::kNo);
  EXPECT_THAT(Report(twice).weeks.at(0).credible.session_ratio, Optional(DoubleEq(4.0 / 7)));
}

TEST(AdherenceTest, ExerciseAdherenceShowsWhichItemIsSkipped) {
  std::vector<CheckIn> entries = Entries(0, 7, Answer::kYes);
  for (CheckIn& entry : entries) {
    ItemResult stretch;
    stretch.item_number = 1;
    stretch.done = Answer::kYes;
    ItemResult trunk;
    trunk.item_number = 2;
    trunk.done = Answer::kNo;
    entry.fields.results = {stretch, trunk};
  }
  // 7 of 7 stretches, 0 of 5 trunk sessions.
  EXPECT_THAT(Report(entries).weeks.at(0).credible.exercise_ratio, Optional(DoubleEq(7.0 / 12)));
}

TEST(AdherenceTest, ExtraSecondsDoNotCountAboveThePrescribedOnes) {
  std::vector<CheckIn> entries = Entries(0, 7, Answer::kYes);
  for (CheckIn& entry : entries) {
    for (const Side side : {Side::kLeft, Side::kRight}) {
      ItemResult leg;
      leg.item_number = 1;
      leg.side = side;
      leg.done = Answer::kYes;
      leg.hold_used = Seconds(side == Side::kLeft ? 60 : 10);
      entry.fields.results.push_back(leg);
    }
  }
  // Left at its full dose, right at half of it.
  EXPECT_THAT(Report(entries).weeks.at(0).credible.dose_ratio, Optional(DoubleEq(0.75)));
}

TEST(AdherenceTest, FiveDaysOfSixtySecondsAreAnAdequateDose) {
  EXPECT_TRUE(Report(Entries(0, 5, Answer::kYes)).weeks.at(0).dose_adequate);
  EXPECT_FALSE(Report(Entries(0, 4, Answer::kYes)).weeks.at(0).dose_adequate);
}

TEST(AdherenceTest, TwoHalfSessionsOnADayDoNotMakeAnAdequateDose) {
  std::vector<CheckIn> entries = Entries(0, 5, Answer::kYes) + Entries(0, 5, Answer::kYes);
  for (CheckIn& entry : entries) {
    ItemResult& stretch = entry.fields.results.emplace_back();
    stretch.item_number = 1;
    stretch.done = Answer::kYes;
    stretch.completed_repetitions = 2;  // of three: 40 s
  }
  EXPECT_FALSE(Report(entries).weeks.at(0).dose_adequate);
}

TEST(AdherenceTest, LateEntriesAreCountedApartAndMakeNoDoseAdequate) {
  std::vector<CheckIn> entries = Entries(0, 5, Answer::kYes, EvidenceClass::kBackFilled);
  for (CheckIn& entry : entries) entry.late = true;
  const ReportWeek week = Report(entries).weeks.at(0);
  EXPECT_EQ(week.late_entry_count, 5);
  EXPECT_FALSE(week.dose_adequate);
  EXPECT_EQ(week.credible.band, AdherenceBand::kCannotJudge);
  EXPECT_THAT(week.claimed.session_ratio, Optional(DoubleEq(5.0 / 7)));
}

TEST(AdherenceTest, DaysAreCountedByTheirMostTrustworthyEntry) {
  const AdherenceReport report = Report(Entries(0, 2, Answer::kYes) +
                                        Entries(1, 2, Answer::kYes, EvidenceClass::kReturnedPaper));
  EXPECT_THAT(report.days_by_class, ElementsAre(DayCount{EvidenceClass::kSameDaySelfReport, 2},
                                                DayCount{EvidenceClass::kReturnedPaper, 1},
                                                DayCount{EvidenceClass::kUnreported, 4}));
}

TEST(AdherenceTest, AWeekThatHasBegunIsJudgedByItsDaysSoFar) {
  const AdherenceReport report = Report(Entries(0, 9, Answer::kYes), 8);
  ASSERT_THAT(report.weeks, SizeIs(2));
  EXPECT_EQ(report.weeks.at(1).figures.prescribed_day_count, 2);
  EXPECT_THAT(report.weeks.at(1).credible.session_ratio, Optional(DoubleEq(1)));
}

TEST(AdherenceTest, AWeekThatWasRevisedHasAnEntryForEachRevision) {
  const Program before = TwoWeeks();
  Program after = TwoWeeks();
  after.weeks.at(0).items.pop_back();  // the trunk item
  const Revisions revisions = {{1, kStart, &before}, {2, kStart + days(3), &after}};
  const AdherenceReport report =
      ReportAdherence(revisions, Entries(0, 7, Answer::kYes), 1, Numbers(), kStart + days(8));
  ASSERT_THAT(report.weeks, SizeIs(3));
  EXPECT_EQ(report.weeks.at(0).revision_number, 1);
  EXPECT_EQ(report.weeks.at(0).figures.prescribed_day_count, 3);
  EXPECT_EQ(report.weeks.at(1).week_number, 1);
  EXPECT_EQ(report.weeks.at(1).revision_number, 2);
  EXPECT_EQ(report.weeks.at(1).figures.prescribed_day_count, 4);
  EXPECT_EQ(report.weeks.at(2).week_number, 2);
  EXPECT_EQ(report.weeks.at(2).revision_number, 2);
  EXPECT_THAT(report.claimed.session_ratio, Optional(DoubleEq(7.0 / 9)));
}

TEST(AdherenceTest, WhatLiesAfterTheReportsDayDoesNotCount) {
  EXPECT_EQ(Report(Entries(0, 7, Answer::kYes), 3), Report(Entries(0, 4, Answer::kYes), 3));
}

TEST(AdherenceTest, ThreeDaysNotDoneInARowAreALapse) {
  EXPECT_THAT(Report(Entries(1, 2, Answer::kNo)).lapses, IsEmpty());
  EXPECT_THAT(Report(Entries(1, 3, Answer::kNo)).lapses,
              ElementsAre(Lapse{kStart + days(1), kStart + days(3), false}));
}

TEST(AdherenceTest, FourteenSilentDaysAreADropOut) {
  EXPECT_THAT(Report({}, 12).lapses, IsEmpty());
  EXPECT_THAT(Report({}, 13).lapses, ElementsAre(Lapse{kStart, kStart + days(13), true}));
}

TEST(AdherenceTest, SignsOfTroubleAreSummedByWeek) {
  std::vector<CheckIn> entries = Entries(0, 3, Answer::kYes);
  entries[0].fields.symptom_before = Score(2);
  entries[0].fields.symptom_after = Score(4);
  entries[0].fields.symptom_next_morning = Score(2);
  entries[1].fields.symptom_next_morning = Score(3);  // two above the resting pain of 1
  entries[1].fields.sharp_pain = Answer::kYes;
  entries[2].fields.tingling = Answer::kYes;
  entries[2].fields.barriers = {Barrier::kNoTime, Barrier::kForgot};
  for (const int score : {1, 4}) {
    ItemResult result;
    result.item_number = 1;
    result.done = Answer::kYes;
    result.stretch_discomfort = Score(score);
    entries[2].fields.results.push_back(result);
  }
  const AdherenceReport report = Report(entries);
  const WeekFigures& week = report.weeks.at(0).figures;
  EXPECT_THAT(week.max_symptom_rise, Optional(2));
  EXPECT_EQ(week.raised_morning_day_count, 1);
  EXPECT_EQ(week.sharp_pain_count, 1);
  EXPECT_EQ(week.tingling_day_count, 1);
  EXPECT_THAT(week.mean_discomfort, Optional(DoubleEq(2.5)));
  EXPECT_THAT(week.max_discomfort, Optional(4));
  EXPECT_THAT(report.barriers, ElementsAre(Barrier::kForgot, Barrier::kNoTime));
}

}  // namespace
}  // namespace ischia::domain
