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

TEST(EncodingTest, BytesOfALaterVersionAreRefused) {
  std::string bytes(Freeze(Example()).bytes());
  bytes[0] = 3;
  EXPECT_FALSE(Thaw<domain::Program>(std::move(bytes)).has_value());
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
