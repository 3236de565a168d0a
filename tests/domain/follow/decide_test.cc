// The weekly decision as a table of logs; the rows of evidence.md 6.2 run through the service with
// their doses, see tests/data/decide.
#include "service/domain/follow/decide.h"

#include <gmock/gmock.h>

#include <functional>
#include <ostream>
#include <string>

#include "service/domain/statements.h"
#include "tests/domain/follow/logs.h"
#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using test::kStart;
using test::Log;
using test::NotDone;
using test::operator+;
using test::Session;
using test::Shipped;
using test::Well;
using ::testing::ElementsAre;

constexpr int kRestPain = 1;

WeeklyDecision Decided(const Log& log, int week = 2, const std::vector<SettledWeek>& earlier = {},
                       const std::optional<NewMeasurement>& measurement = std::nullopt) {
  const Program program = test::TwelveWeeks();
  const Revisions revisions = {{1, kStart, &program}};
  return DecideWeek({week, revisions, log, kRestPain, earlier, measurement}, Shipped());
}

std::vector<SettledWeek> Settled(const std::vector<DecisionKind>& kinds) {
  std::vector<SettledWeek> weeks;
  for (const DecisionKind kind : kinds) {
    SettledWeek& week = weeks.emplace_back();
    week.kind = week.decision.kind = kind;
    week.decision.week_number = static_cast<int>(weeks.size());
    week.decision.rule_ids = {RuleId("W-0")};
    week.decision.figures.prescribed_day_count = week.decision.figures.done_day_count = 7;
  }
  return weeks;
}

bool Says(const WeeklyDecision& decision, std::string_view statement) {
  return std::any_of(decision.reasons.begin(), decision.reasons.end(),
                     [&](const Reason& reason) { return reason.statement == statement; });
}

Log With(const std::function<void(CheckInFields&)>& change, std::vector<int> days, Log log) {
  for (const int day : days) change(log.at(static_cast<std::size_t>(day - 1)).fields);
  return log;
}

void Tingling(CheckInFields& fields) { fields.tingling = Answer::kYes; }
void SharpPain(CheckInFields& fields) { fields.sharp_pain = Answer::kYes; }
std::function<void(CheckInFields&)> Discomfort(int score) {
  return [=](CheckInFields& fields) { fields.results.at(0).stretch_discomfort = Score(score); };
}
std::function<void(CheckInFields&)> Rise(int points) {
  return [=](CheckInFields& fields) {
    fields.symptom_before = Score(2);
    fields.symptom_after = Score(2 + points);
  };
}
std::function<void(CheckInFields&)> Morning(int score) {
  return [=](CheckInFields& fields) { fields.symptom_next_morning = Score(score); };
}
void Yes(CheckInFields& fields) { fields.screen.pop_or_big_bruise = Answer::kYes; }

struct Row {
  std::string name;
  Log log;
  DecisionKind kind;
  std::string rule;
  std::string_view statement;
};
void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class DecideTest : public ::testing::TestWithParam<Row> {};

TEST_P(DecideTest, TheFirstRuleThatMatchesDecides) {
  const Row& row = GetParam();
  const WeeklyDecision decision = Decided(row.log);
  EXPECT_EQ(decision.kind, row.kind);
  ASSERT_FALSE(decision.rule_ids.empty());
  EXPECT_EQ(decision.rule_ids.front().text(), row.rule);
  EXPECT_TRUE(Says(decision, row.statement));
}

const Log kWell = Well(2);
INSTANTIATE_TEST_SUITE_P(
    Logs, DecideTest,
    ::testing::Values(
        Row{"SevenOfSeven", kWell, DecisionKind::kAdvance, "W-5", statement::kAllWell},
        Row{"SixOfSeven", Well(2, 6, 3), DecisionKind::kAdvance, "W-5", statement::kAllWell},
        Row{"MeanOfThree", Well(2, 7, 3), DecisionKind::kAdvance, "W-5", statement::kAllWell},
        Row{"FiveOfSeven", Well(2, 5), DecisionKind::kHold, "W-4", statement::kPartialAdherence},
        Row{"FourOfSeven", Well(2, 4), DecisionKind::kHold, "W-4", statement::kPartialAdherence},
        Row{"ThreeOfSevenAllReported", Well(2, 3), DecisionKind::kSimplify, "W-3",
            statement::kLowAdherence},
        Row{"ThreeOfSevenOneSilent",
            {Session(2, 1), Session(2, 2), Session(2, 3), NotDone(2, 4), NotDone(2, 5),
             NotDone(2, 6)},
            DecisionKind::kHold,
            "W-4",
            statement::kPartialAdherence},
        Row{"TwoEntries",
            {Session(2, 1), Session(2, 2)},
            DecisionKind::kHold,
            "W-4",
            statement::kFewEntries},
        Row{"Silence", {}, DecisionKind::kHold, "W-4", statement::kFewEntries},
        Row{"MeanAboveThree", With(Discomfort(4), {1}, Well(2, 7, 3)), DecisionKind::kHold, "W-4",
            statement::kMoreThanAMildPull},
        Row{"MeanOfFour", Well(2, 7, 4), DecisionKind::kRegress, "W-2", statement::kMuchDiscomfort},
        Row{"MeanJustBelowFour", With(Discomfort(3), {1}, Well(2, 7, 4)), DecisionKind::kHold,
            "W-4", statement::kMoreThanAMildPull},
        Row{"OneOfSix", With(Discomfort(6), {3}, kWell), DecisionKind::kRegress, "W-2",
            statement::kWorstDiscomfort},
        Row{"OneOfFive", With(Discomfort(5), {3}, kWell), DecisionKind::kAdvance, "W-5",
            statement::kAllWell},
        Row{"RiseOfThree", With(Rise(3), {2}, kWell), DecisionKind::kRegress, "W-2",
            statement::kLargeRise},
        Row{"RiseOfTwo", With(Rise(2), {2}, kWell), DecisionKind::kHold, "W-4",
            statement::kSomeRise},
        Row{"RiseOfOne", With(Rise(1), {2}, kWell), DecisionKind::kAdvance, "W-5",
            statement::kAllWell},
        Row{"TwoRaisedMornings", With(Morning(3), {2, 6}, kWell), DecisionKind::kRegress, "W-2",
            statement::kRaisedMornings},
        Row{"OneRaisedMorning", With(Morning(3), {2}, kWell), DecisionKind::kHold, "W-4",
            statement::kRaisedMorning},
        Row{"MorningsOnePointUp", With(Morning(2), {1, 2, 3}, kWell), DecisionKind::kAdvance, "W-5",
            statement::kAllWell},
        Row{"TinglingOnTwoDays", With(Tingling, {2, 5}, Well(2, 6)), DecisionKind::kRegress, "W-2",
            statement::kTinglingDays},
        Row{"TinglingOnOneDay", With(Tingling, {2}, kWell), DecisionKind::kHold, "W-4",
            statement::kTinglingDay},
        Row{"SharpPain", With(SharpPain, {4}, kWell), DecisionKind::kRegress, "W-2",
            statement::kSharpPainIn},
        Row{"SharpPainInAWeekOfThree", With(SharpPain, {1}, Well(2, 3)), DecisionKind::kRegress,
            "W-2", statement::kSharpPainIn},
        Row{"PopAndBruise", With(Yes, {4}, kWell), DecisionKind::kStopRefer, "W-1",
            statement::kRedFlag},
        Row{"PopBeforeSharpPain", With(SharpPain, {1}, With(Yes, {4}, kWell)),
            DecisionKind::kStopRefer, "W-1", statement::kRedFlag}),
    [](const auto& row) { return row.param.name; });

TEST(DecisionTest, EachReasonCarriesWhatItRestsOn) {
  const WeeklyDecision decision = Decided(With(Discomfort(6), {1}, Well(2, 7, 4)));
  ASSERT_THAT(decision.reasons, ::testing::SizeIs(2));
  const InputUsed& mean = decision.reasons.at(0).inputs.front();
  EXPECT_EQ(mean.field, "figures.mean_discomfort_score");
  EXPECT_DOUBLE_EQ(mean.number, 4.29);
  EXPECT_EQ(decision.reasons.at(0).arguments.front().number, 4);  // the rule's cut
  EXPECT_EQ(decision.reasons.at(1).inputs.front().number, 6);
}

TEST(DecisionTest, TheWeekIsThePatientsSevenDaysFromTheStart) {
  const WeeklyDecision decision = Decided(Well(2));
  EXPECT_EQ(decision.first_date, kStart + std::chrono::days(7));
  EXPECT_EQ(decision.last_date, kStart + std::chrono::days(13));
  EXPECT_EQ(Decided(Well(1) + Well(3), 2).kind, DecisionKind::kHold);
}

TEST(DecisionTest, FiveDaysOfSixtySecondsAreAnAdequateDoseThoughTheWeekIsHeld) {
  const WeeklyDecision decision = Decided(Well(2, 5));
  EXPECT_EQ(decision.kind, DecisionKind::kHold);
  EXPECT_TRUE(decision.dose_adequate);
  EXPECT_FALSE(Decided(Well(2, 4)).dose_adequate);
}

Log ToldLate(Log log) {
  for (CheckIn& entry : log) {
    entry.late = true;
    entry.evidence_class = EvidenceClass::kBackFilled;
  }
  return log;
}

TEST(DecisionTest, LateSelfReportsDoNotCount) {
  const WeeklyDecision decision = Decided(ToldLate(Well(2)));
  EXPECT_EQ(decision.kind, DecisionKind::kHold);
  EXPECT_TRUE(Says(decision, statement::kFewEntries));
  EXPECT_EQ(decision.figures.done_day_count, 0);
  EXPECT_EQ(decision.figures.unreported_day_count, 7);
  EXPECT_EQ(Decided(ToldLate(With(SharpPain, {1}, Well(2)))).kind, DecisionKind::kHold);
}

TEST(DecisionTest, BackFilledInTimeAndReturnedPaperCount) {
  Log back_filled = Well(2);
  for (CheckIn& entry : back_filled) entry.evidence_class = EvidenceClass::kBackFilled;
  EXPECT_EQ(Decided(back_filled).kind, DecisionKind::kAdvance);
  Log paper = ToldLate(Well(2));
  for (CheckIn& entry : paper) entry.evidence_class = EvidenceClass::kReturnedPaper;
  EXPECT_EQ(Decided(paper).kind, DecisionKind::kAdvance);
}

TEST(DecisionTest, ARedFlagCountsHoweverLateItIsTold) {
  EXPECT_EQ(Decided(ToldLate(With(Yes, {4}, Well(2)))).kind, DecisionKind::kStopRefer);
}

TEST(DecisionTest, ARedFlagOfAnotherWeekIsThatWeeks) {
  const Log log = With(Yes, {4}, Well(1)) + Well(2);
  EXPECT_EQ(Decided(log).kind, DecisionKind::kAdvance);
  EXPECT_TRUE(HasRedFlag(1, kStart, log));
  EXPECT_FALSE(HasRedFlag(2, kStart, log));
}

TEST(DecisionTest, ASharpPainTakesItsExerciseOutUntilAClinicianHasLooked) {
  const WeeklyDecision unnamed = Decided(With(SharpPain, {4}, Well(2)));
  EXPECT_THAT(unnamed.removed_exercises, ElementsAre(ExerciseId("HS-01")));
  EXPECT_TRUE(unnamed.review_required);
  const auto in_trunk = [](CheckInFields& fields) {
    fields.results.at(1).sharp_pain = Answer::kYes;
  };
  const WeeklyDecision named = Decided(With(in_trunk, {4}, Well(2)));
  EXPECT_EQ(named.kind, DecisionKind::kRegress);
  EXPECT_THAT(named.removed_exercises, ElementsAre(ExerciseId("TR-17")));
}

// S-13 lets the hip bend further only where nothing hurt by more than 2 in four weeks.
TEST(DecisionTest, TheWorstSymptomIsThatOfFourWeeksBeforeAfterAndNextMorning) {
  using Symptom = std::optional<Score> CheckInFields::*;
  for (const Symptom symptom : {&CheckInFields::symptom_before, &CheckInFields::symptom_after,
                                &CheckInFields::symptom_next_morning}) {
    Log log = Well(2) + Well(6);
    log.front().fields.*symptom = Score(3);
    log.back().fields.*symptom = Score(1);
    EXPECT_EQ(Decided(log, 5).worst_symptom, 3);
    EXPECT_EQ(Decided(log, 6).worst_symptom, 1);
  }
  EXPECT_EQ(Decided(Well(2)).worst_symptom, std::nullopt);
}

// -- In a row -----------------------------------------------------------------------------------

constexpr auto kHold = DecisionKind::kHold;
constexpr auto kRegress = DecisionKind::kRegress;
constexpr auto kSimplify = DecisionKind::kSimplify;
constexpr auto kAdvance = DecisionKind::kAdvance;

TEST(DecisionTest, TheThirdHoldInARowCallsTheClinician) {
  const auto review = [](const std::vector<DecisionKind>& before) {
    const int week = static_cast<int>(before.size()) + 1;
    return Decided(Well(week, 5), week, Settled(before)).review_required;
  };
  EXPECT_FALSE(review({kHold}));
  EXPECT_TRUE(review({kHold, kHold}));
  EXPECT_FALSE(review({kHold, kAdvance, kHold}));
  EXPECT_TRUE(review({kHold, kHold, kHold}));
}

TEST(DecisionTest, TheSecondRegressInARowCallsTheClinician) {
  const auto decided = [](const std::vector<DecisionKind>& before) {
    const int week = static_cast<int>(before.size()) + 1;
    return Decided(Well(week, 7, 4), week, Settled(before));
  };
  EXPECT_FALSE(decided({kAdvance}).review_required);
  EXPECT_FALSE(decided({kRegress, kAdvance}).review_required);
  const WeeklyDecision second = decided({kAdvance, kRegress});
  EXPECT_TRUE(second.review_required);
  EXPECT_TRUE(Says(second, statement::kRegressesInARow));
  EXPECT_EQ(second.rule_ids.front(), RuleId("W-2"));
  EXPECT_EQ(second.rule_ids.back(), RuleId("W-REVIEW"));
}

TEST(DecisionTest, TheSecondSimplifyInARowCallsTheClinician) {
  EXPECT_FALSE(Decided(Well(2, 3), 2, Settled({kAdvance})).review_required);
  EXPECT_TRUE(Decided(Well(2, 3), 2, Settled({kSimplify})).review_required);
}

TEST(DecisionTest, AdvancesAreCounted) {
  const std::vector<SettledWeek> earlier = Settled({kAdvance, kHold, kAdvance});
  EXPECT_EQ(Decided(Well(4), 4, earlier).advance_count, 3);
  EXPECT_EQ(Decided(Well(4, 5), 4, earlier).advance_count, 2);
}

TEST(DecisionTest, AnOverrideIsWhatCounts) {
  std::vector<SettledWeek> earlier = Settled({kRegress});
  earlier.front().kind = kAdvance;
  const WeeklyDecision decision = Decided(Well(2, 7, 4), 2, earlier);
  EXPECT_FALSE(decision.review_required);
  EXPECT_EQ(decision.advance_count, 1);
}

// -- Pauses -------------------------------------------------------------------------------------

CheckIn Away(int week, int day) {
  CheckIn entry = NotDone(week, day);
  entry.fields.barriers = {Barrier::kIllOrTravel};
  return entry;
}

TEST(DecisionTest, AShortPauseRepeatsTheWeekWithoutPenalty) {
  // Ill from the third day on: without the pause two of seven reported days would simplify.
  Log log = Well(2, 2);
  for (std::size_t day = 2; day < 7; ++day) {
    log[day].fields.barriers = {Barrier::kIllOrTravel};
  }
  const WeeklyDecision decision = Decided(log);
  EXPECT_EQ(decision.kind, kHold);
  EXPECT_THAT(decision.rule_ids, ElementsAre(RuleId("W-PAUSE")));
  EXPECT_EQ(decision.steps_back, 0);
  EXPECT_FALSE(decision.review_required);
}

TEST(DecisionTest, ADayOrTwoAwayDoNotHoldAWeekThatWentWell) {
  Log log = Well(2, 6);
  log.back() = Away(2, 7);
  EXPECT_EQ(Decided(log).kind, kAdvance);
}

TEST(DecisionTest, PainGoesBeforeAPause) {
  Log log = Well(2, 3, 5);
  log.push_back(Away(2, 4));
  EXPECT_EQ(Decided(log).kind, kRegress);
}

TEST(DecisionTest, MoreThanFourteenDaysTakeTwoStepsBackOnce) {
  // Away from the seventh day of week 1; nothing is told after that.
  const Log log = Well(1, 6) + Log{Away(1, 7)};
  const auto steps = [&](int week) { return Decided(log, week).steps_back; };
  EXPECT_EQ(steps(2), 0);  // 8 days
  EXPECT_EQ(steps(3), 2);  // 15
  EXPECT_EQ(steps(4), 0);  // 22, taken already
  EXPECT_EQ(Decided(log, 3).kind, kHold);
}

TEST(DecisionTest, FourteenDaysAreNotMoreThanFourteen) {
  Log log = Well(1) + Log{Away(2, 1)};
  EXPECT_EQ(Decided(log, 3).steps_back, 0);
  log.pop_back();
  log.back() = Away(1, 7);
  EXPECT_EQ(Decided(log, 3).steps_back, 2);
}

TEST(DecisionTest, MoreThanTwentyEightDaysAskForANewAssessment) {
  const Log log = Well(1) + Log{Away(2, 1)};
  EXPECT_FALSE(Decided(log, 5).review_required);  // 28 days
  const WeeklyDecision decision = Decided(log, 6);
  EXPECT_TRUE(decision.review_required);
  EXPECT_TRUE(Says(decision, statement::kPauseReassess));
}

TEST(DecisionTest, ASessionEndsAPause) {
  const Log log = Well(1) + Log{Away(2, 1), Session(2, 3)};
  const WeeklyDecision decision = Decided(log, 3);
  EXPECT_EQ(decision.rule_ids.front(), RuleId("W-4"));
}

TEST(DecisionTest, APauseNeitherBreaksARowNorMakesItLonger) {
  std::vector<SettledWeek> earlier = Settled({kHold, kHold, kHold});
  earlier.at(1).decision.rule_ids = {RuleId("W-PAUSE")};
  EXPECT_TRUE(Decided(Well(4, 5), 4, earlier).review_required);
  earlier.at(0).decision.rule_ids = {RuleId("W-PAUSE")};
  EXPECT_FALSE(Decided(Well(4, 5), 4, earlier).review_required);
}

// -- Re-measurement -----------------------------------------------------------------------------

class MeasuredWeekTest : public ::testing::Test {
 protected:
  MeasuredWeekTest() {
    start_.pain.rest = Score(kRestPain);
    now_fields_ = start_;
    now_fields_.kind = AssessmentKind::kRemeasurement;
    for (int week = 1; week <= 6; ++week) log_ = log_ + Well(week);
    earlier_ = Settled({kAdvance, kAdvance, kAdvance, kAdvance, kAdvance});
  }

  // Both legs now have a knee-extension deficit that is so much smaller.
  void Gained(double degrees) {
    for (std::size_t i = 0; i < now_fields_.legs.size(); ++i) {
      now_fields_.legs[i].knee_extension_deficit =
          Degrees(start_.legs[i].knee_extension_deficit->value() - degrees);
    }
  }
  WeeklyDecision Decide(int week = 6) const {
    const Assessment now = test::Legal(now_fields_);
    return Decided(log_, week, earlier_, NewMeasurement{start_, before_.value_or(start_), now});
  }

  AssessmentFields start_ = test::TightAdult();
  std::optional<AssessmentFields> before_;
  AssessmentFields now_fields_;
  Log log_;
  std::vector<SettledWeek> earlier_;
};

TEST_F(MeasuredWeekTest, APlateauTakesTheFirstStep) {
  Gained(3);
  const WeeklyDecision decision = Decide();
  EXPECT_EQ(decision.remeasurement->response, Response::kPlateau);
  EXPECT_EQ(decision.remeasurement->plateau_step, PlateauStep::kVolume);
  EXPECT_THAT(decision.rule_ids, ElementsAre(RuleId("W-5"), RuleId("W-MEASURE"), RuleId("E1")));
  EXPECT_FALSE(decision.review_required);
}

TEST_F(MeasuredWeekTest, AStepWaitsWhileASymptomStandsAgainstIt) {
  Gained(3);
  log_.back().fields.tingling = Answer::kYes;
  const WeeklyDecision decision = Decide();
  EXPECT_EQ(decision.kind, kHold);
  EXPECT_EQ(decision.remeasurement->plateau_step, PlateauStep::kNone);
  EXPECT_TRUE(Says(decision, statement::kStepWaits));
  // It is still due in the week after.
  earlier_.push_back({decision, decision.kind});
  log_ = log_ + Well(7);
  EXPECT_EQ(Decide(7).remeasurement->plateau_step, PlateauStep::kVolume);
}

TEST_F(MeasuredWeekTest, ThreeWeeksLaterTheNextStepIsDue) {
  Gained(3);
  const WeeklyDecision first = Decide();
  earlier_.push_back({first, first.kind});
  before_ = now_fields_;
  for (int week = 7; week <= 9; ++week) log_ = log_ + Well(week);
  earlier_.push_back(Settled({kAdvance}).front());
  earlier_.back().decision.week_number = 7;
  EXPECT_EQ(Decide(8).remeasurement->response, Response::kTooEarly);
  earlier_.push_back(earlier_.back());
  earlier_.back().decision.week_number = 8;
  const WeeklyDecision second = Decide(9);
  EXPECT_EQ(second.remeasurement->response, Response::kPlateau);
  EXPECT_EQ(second.remeasurement->plateau_step, PlateauStep::kTechnique);
}

TEST_F(MeasuredWeekTest, TooLittleDoneIsNoPlateau) {
  Gained(3);
  for (SettledWeek& week : earlier_) week.decision.figures.done_day_count = 4;
  EXPECT_EQ(Decide().remeasurement->response, Response::kNotAdherent);
  EXPECT_EQ(Decide().remeasurement->plateau_step, PlateauStep::kNone);
}

TEST_F(MeasuredWeekTest, HarmHoldsTheWeekAndCallsTheClinician) {
  Gained(-8);
  const WeeklyDecision decision = Decide();
  EXPECT_EQ(decision.remeasurement->response, Response::kWorse);
  EXPECT_EQ(decision.kind, kHold);
  EXPECT_TRUE(decision.review_required);
}

TEST_F(MeasuredWeekTest, WeekThreeIsTooEarlyToJudgeButNotForHarm) {
  earlier_.resize(2);
  Gained(3);
  EXPECT_EQ(Decide(3).remeasurement->response, Response::kTooEarly);
  EXPECT_EQ(Decide(3).kind, kAdvance);
  Gained(-8);
  EXPECT_EQ(Decide(3).remeasurement->response, Response::kWorse);
}

TEST_F(MeasuredWeekTest, AMeasurementThatIsMissingIsAskedFor) {
  earlier_.resize(1);
  EXPECT_FALSE(Says(Decided(log_, 2, earlier_), statement::kRemeasurementIsDue));
  for (const int week : {3, 6}) {
    earlier_.resize(static_cast<std::size_t>(week - 1));
    EXPECT_TRUE(Says(Decided(log_, week, earlier_), statement::kRemeasurementIsDue)) << week;
  }
}

TEST_F(MeasuredWeekTest, OnTrackIsToldInWeeksSixAndTwelveOnly) {
  Gained(9);
  EXPECT_EQ(Decide(6).remeasurement->changes.front().on_track, std::nullopt);  // nothing expected
  earlier_.resize(3);
  EXPECT_EQ(Decide(4).remeasurement->changes.front().on_track, std::nullopt);
}

// -- What follows -------------------------------------------------------------------------------

class FollowedTest : public ::testing::Test {
 protected:
  Course After(const WeeklyDecision& decision, DecisionKind kind) const {
    return Followed(course_, {decision, kind}, test::TwelveWeeks().weeks.front(), Shipped());
  }
  Course After(const WeeklyDecision& decision) const { return After(decision, decision.kind); }
  Course course_;
};

TEST_F(FollowedTest, TheHoldFollowsTheDecision) {
  WeeklyDecision decision;
  decision.kind = kAdvance;
  EXPECT_EQ(After(decision).holds[0].due, 25);
  decision.kind = kHold;
  EXPECT_EQ(After(decision).holds[0].due, 20);
  decision.kind = kRegress;
  EXPECT_EQ(After(decision).holds[0].due, 15);
  decision.kind = DecisionKind::kStopRefer;
  EXPECT_EQ(After(decision).holds[0].due, 20);
}

TEST_F(FollowedTest, ALongPauseTakesStepsBackToTheFirstHoldAtMost) {
  for (LegHold& leg : course_.holds) leg.first = 15;
  WeeklyDecision decision;
  decision.kind = kHold;
  decision.steps_back = 2;
  EXPECT_EQ(After(decision).holds[0].due, 15);
}

TEST_F(FollowedTest, WhatHurtStaysOutWhateverTheClinicianChose) {
  WeeklyDecision decision;
  decision.kind = kRegress;
  decision.removed_exercises = {ExerciseId("HS-01")};
  EXPECT_THAT(After(decision).removed, ElementsAre(ExerciseId("HS-01")));
  EXPECT_THAT(After(decision, kAdvance).removed, ElementsAre(ExerciseId("HS-01")));
}

TEST_F(FollowedTest, AnEditBringsBackWhatHurt) {
  course_.removed = {ExerciseId("HS-01"), ExerciseId("TR-17")};
  ProgramEdit edit;
  edit.kind = EditKind::kAdd;
  edit.new_exercise = ExerciseId("HS-01");
  const Course edited = Edited(course_, {edit});
  EXPECT_THAT(edited.removed, ElementsAre(ExerciseId("TR-17")));
  EXPECT_THAT(edited.edits, ElementsAre(edit));
}

TEST_F(FollowedTest, AnOverrideTakesNoStepOfAPlateauAndDischargesNobody) {
  WeeklyDecision decision;
  decision.kind = kAdvance;
  decision.remeasurement = Remeasurement{};
  decision.remeasurement->response = Response::kPlateau;
  decision.remeasurement->plateau_step = PlateauStep::kVolume;
  decision.remeasurement->discharge = true;
  EXPECT_EQ(After(decision).plateau, PlateauStep::kVolume);
  EXPECT_TRUE(After(decision).maintenance);
  EXPECT_EQ(After(decision, kHold).plateau, PlateauStep::kNone);
  EXPECT_FALSE(After(decision, kHold).maintenance);
}

}  // namespace
}  // namespace ischia::domain
