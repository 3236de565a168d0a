#include "service/application/encoding.h"

#include <gmock/gmock.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "service/domain/plan/program.h"
#include "tests/support/assessment_builder.h"
#include "tests/support/clinic.h"

namespace ischia::app {
namespace {

domain::Program Example() {
  return domain::Prescribe(test::Legal(test::LowBackPainAdult()), test::Shipped(), test::kStartDate)
      .value();
}

TEST(EncodingTest, AProgramIsReadAsItWasFrozen) {
  const domain::Program program = Example();
  const Frozen<domain::Program> frozen = Freeze(program);
  const auto thawed = Thaw<domain::Program>(std::string(frozen.bytes()));
  ASSERT_TRUE(thawed.has_value());
  EXPECT_EQ(**thawed, program);
  EXPECT_EQ(thawed->bytes(), frozen.bytes());
}

TEST(EncodingTest, ACopyOutlivesWhatItWasCopiedFrom) {
  std::optional<Frozen<domain::Program>> thawed =
      Thaw<domain::Program>(std::string(Freeze(Example()).bytes()));
  const Frozen<domain::Program> copy = *thawed;
  thawed.reset();
  EXPECT_EQ(*copy, Example());
}

TEST(EncodingTest, NoBeginningOfTheBytesIsAProgram) {
  const Frozen<domain::Program> frozen = Freeze(Example());
  for (std::size_t size = 0; size < frozen.bytes().size(); size += 7) {
    EXPECT_FALSE(Thaw<domain::Program>(std::string(frozen.bytes().substr(0, size))).has_value());
  }
  EXPECT_FALSE(Thaw<domain::Program>(std::string(frozen.bytes()) + "x").has_value());
}

TEST(EncodingTest, AnItemThatStaysIsWrittenOnce) {
  domain::Program program = Example();
  const std::size_t whole = Freeze(program).bytes().size();
  for (domain::ProgramWeek& week : program.weeks) {
    for (domain::ProgramItem& item : week.items) item.item_number += week.week_number;
  }
  const Frozen<domain::Program> no_two_alike = Freeze(program);
  EXPECT_GT(no_two_alike.bytes().size(), whole * 3 / 2);
  EXPECT_EQ(no_two_alike.bytes().front(), 2);  // as before items could be left out
  EXPECT_EQ(**Thaw<domain::Program>(std::string(no_two_alike.bytes())), program);
}

TEST(EncodingTest, BytesOfALaterVersionAreRefused) {
  std::string bytes(Freeze(Example()).bytes());
  bytes[0] = 5;
  EXPECT_FALSE(Thaw<domain::Program>(std::move(bytes)).has_value());
}

TEST(EncodingTest, ACheckInHasItsOldBytesUnlessAProgramIsSuspectedBehindIt) {
  CheckInRecord record;
  record.recorded_by = "dr-jones";
  const std::string usual = Encode(record);
  EXPECT_EQ(usual.front(), 1);
  EXPECT_EQ(Decode<CheckInRecord>(usual), record);
  record.check_in.suspected_automated = true;
  EXPECT_EQ(Encode(record).front(), 4);
  EXPECT_EQ(Decode<CheckInRecord>(Encode(record)), record);
}

TEST(EncodingTest, EqualProgramsHaveEqualBytesAndAnyChangeShows) {
  const domain::Program program = Example();
  std::vector<domain::Program> changed(8, program);
  changed[0].weeks[11].items[1].doses[0].hold_seconds += 5;
  const auto change = [](domain::Reasons& reasons, auto field) {
    std::vector<domain::Reason> copy(reasons.begin(), reasons.end());
    field(copy.front());
    reasons = domain::Reasons(std::move(copy));
  };
  change(changed[1].excluded.back().reasons,
         [](domain::Reason& reason) { reason.rule_id = domain::RuleId("S-99"); });
  changed[2].trajectories[0].points[3].low_degrees += 0.1;
  changed[3].text_keys.pop_back();
  changed[4].weeks[0].items[1].doses[0].drawn_hip = domain::Degrees(1);
  changed[5].start_date += std::chrono::days(1);
  change(changed[6].weeks[4].reasons, [](domain::Reason& reason) {
    reason.arguments[0].exercise = domain::ExerciseId("HA-10");
  });
  changed[7].bands[0].overridden = true;

  std::set<std::string> written{std::string(Freeze(program).bytes())};
  EXPECT_EQ(Freeze(Example()).bytes(), *written.begin());
  for (const domain::Program& other : changed) {
    const Frozen<domain::Program> frozen = Freeze(other);
    EXPECT_EQ(**Thaw<domain::Program>(std::string(frozen.bytes())), other);
    written.emplace(frozen.bytes());
  }
  EXPECT_EQ(written.size(), changed.size() + 1);
}

TEST(EncodingTest, EveryFieldOfAnAssessmentShowsInItsBytesAndIsReadBack) {
  const std::vector<std::function<void(domain::AssessmentFields&)>> changes = {
      [](auto& f) { f.kind = domain::AssessmentKind::kRemeasurement; },
      [](auto& f) { f.assessment_date = *f.assessment_date + std::chrono::days(1); },
      [](auto& f) { f.assessor = "clinician-2"; },
      [](auto& f) { f.age_years = 35; },
      [](auto& f) { f.dominant_leg = domain::Side::kRight; },
      [](auto& f) {
        test::LegOf(f, domain::Side::kRight).knee_extension_deficit = domain::Degrees(38.5);
      },
      [](auto& f) {
        test::LegOf(f, domain::Side::kRight).passive_knee_extension_deficit = domain::Degrees(38);
      },
      [](auto& f) {
        test::LegOf(f, domain::Side::kLeft).slump_test = domain::TestResult::kNotDone;
      },
      [](auto& f) { test::LegOf(f, domain::Side::kLeft).ischial_tenderness = domain::Answer::kNo; },
      [](auto& f) { f.legs.pop_back(); },
      [](auto& f) { f.pain.jogging = domain::Score(3); },
      [](auto& f) { f.outcomes.siras = 12; },
      [](auto& f) { f.strain.bruise = domain::Bruise::kSmall; },
      [](auto& f) { f.strain.cleared_phase_by = "clinician-1"; },
      [](auto& f) { f.red_flags.Set(domain::Fact::kSaddleNumbness, domain::Answer::kYes); },
      [](auto& f) { f.red_flags.Set(domain::Fact::kSaddleNumbness, domain::Answer::kUnspecified); },
      [](auto& f) { f.red_flags.Set(domain::Fact::kWorseAtLastTwoReviews, domain::Answer::kYes); },
      [](auto& f) { f.red_flags.wells_score = 1; },
      [](auto& f) {
        f.comorbidities.push_back({domain::ComorbidityCode::kHypertension, {}, {}, {}, {}});
      },
      [](auto& f) { f.medications.push_back(domain::Medication::kAntihypertensive); },
      [](auto& f) { f.medications_confirmed = false; },
      [](auto& f) { f.equipment.flip(static_cast<std::size_t>(domain::Equipment::kBed)); },
      [](auto& f) { f.goal_text += "."; },
      [](auto& f) { f.next_event_date = f.assessment_date; },
      [](auto& f) { f.band_override = domain::Band::kMild; },
      [](auto& f) { f.band_override_reason = "seen moving"; },
  };
  std::set<std::string> written{Encode(test::TightAdult())};
  for (const auto& change : changes) {
    AssessmentContent content;
    content.fields = test::TightAdult();
    change(content.fields);
    written.insert(Encode(content.fields));
    EXPECT_EQ(**Thaw<AssessmentContent>(std::string(Freeze(content).bytes())), content);
  }
  EXPECT_EQ(written.size(), changes.size() + 1);
}

TEST(EncodingTest, WhereAProgramStandsIsReadAsItWasWritten) {
  RevisionBasis basis;
  basis.effective_date = test::kStartDate;
  domain::Course& course = basis.course;
  course.week = 4;
  course.advances = 2;
  course.trunk_advances = 1;
  course.holds = {domain::LegHold{15, 20, 25}, domain::LegHold{10, std::nullopt, 15}};
  course.last_decision = domain::DecisionKind::kSimplify;
  course.simplified = course.usual_volume = course.maintenance = true;
  course.plateau = domain::PlateauStep::kTechnique;
  course.strain_phase = domain::StrainPhase::kS2;
  course.last_phase = domain::StrainPhase::kS1;
  course.worst_symptom = 3;
  course.items = {{domain::ExerciseId("HS-01"), 2, true, false}};
  course.regressed = {domain::ExerciseId("HS-03")};
  course.removed = {domain::ExerciseId("HS-07")};
  course.edits = {{domain::EditKind::kSwap, 3, domain::ExerciseId("HS-01"),
                   domain::ExerciseId("HS-03"), domain::Side::kLeft, 7, "no strap at work"}};
  course.settled_edits = 1;
  course.done_seconds_per_week = 300;
  basis.edits = course.edits;
  basis.decided_week = 3;
  EXPECT_EQ(Decode<RevisionBasis>(Encode(basis)), basis);
  EXPECT_EQ(Decode<RevisionBasis>(Encode(RevisionBasis())), RevisionBasis());
}

TEST(EncodingTest, ADecisionAndItsChangesAreReadAsTheyWereFrozen) {
  domain::WeeklyDecision decision;
  decision.week_number = 6;
  decision.kind = domain::DecisionKind::kAdvance;
  decision.rule_ids = {domain::RuleId("W-5"), domain::RuleId("W-MEASURE")};
  decision.reasons = {Example().weeks.front().items.front().reasons.front()};
  decision.figures.mean_discomfort = 2.5;
  decision.figures.days_by_class = {{domain::EvidenceClass::kSameDaySelfReport, 6}};
  decision.dose_adequate = decision.review_required = true;
  decision.advance_count = 5;
  decision.steps_back = 2;
  decision.worst_symptom = 4;
  decision.removed_exercises = {domain::ExerciseId("HS-01")};
  domain::Remeasurement& measured = decision.remeasurement.emplace();
  measured.response = domain::Response::kPlateau;
  measured.plateau_step = domain::PlateauStep::kVolume;
  measured.changes.emplace_back().gain_degrees = 3;
  const auto thawed = Thaw<domain::WeeklyDecision>(std::string(Freeze(decision).bytes()));
  ASSERT_TRUE(thawed.has_value());
  EXPECT_EQ(**thawed, decision);

  domain::Change change;
  change.week_number = 7;
  change.kind = domain::ChangeKind::kReplaces;
  change.exercise = domain::ExerciseId("HS-01");
  change.replacement = domain::ExerciseId("HS-07");
  change.side = domain::Side::kBoth;
  change.before = 20;
  change.after = 25;
  change.because = decision.reasons.front();
  change.words = "no strap at work";
  const auto changes = Thaw<Changes>(std::string(Freeze(Changes{change}).bytes()));
  ASSERT_TRUE(changes.has_value());
  EXPECT_EQ(**changes, Changes{change});
}

TEST(EncodingTest, NotMeasuredIsNotZero) {
  AssessmentContent content;
  content.fields = test::TightAdult();
  content.fields.legs.at(0).leg_pain = domain::Score(0);
  content.fields.legs.at(1).leg_pain.reset();
  const auto thawed = Thaw<AssessmentContent>(std::string(Freeze(content).bytes()));
  ASSERT_TRUE(thawed.has_value());
  EXPECT_EQ(**thawed, content);
}

TEST(EncodingTest, JoinedPartsAreToldApart) {
  EXPECT_NE(Joined({"ab", "c"}), Joined({"a", "bc"}));
  EXPECT_NE(Joined({"a", ""}), Joined({"a"}));
}

}  // namespace
}  // namespace ischia::app
