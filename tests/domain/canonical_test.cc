#include "service/domain/canonical.h"

#include <gmock/gmock.h>

#include <functional>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using namespace std::string_literals;
using test::LegOf;
using test::TightAdult;

TEST(CanonicalWriterTest, StartsWithItsVersionAndPrefixesLengths) {
  EXPECT_EQ(std::move(CanonicalWriter(1).Text("ab").Text("")).Take(), "\1\0\0\0\2ab\0\0\0\0"s);
}

TEST(CanonicalWriterTest, NeighborsCannotRunIntoEachOther) {
  EXPECT_NE(std::move(CanonicalWriter(1).Text("ab").Text("c")).Take(),
            std::move(CanonicalWriter(1).Text("a").Text("bc")).Take());
}

TEST(CanonicalWriterTest, AbsentIsNeitherEmptyNorZero) {
  std::set<std::string> written;
  written.insert(std::move(CanonicalWriter(1).Absent()).Take());
  written.insert(std::move(CanonicalWriter(1).Text("")).Take());
  written.insert(std::move(CanonicalWriter(1).Whole(0)).Take());
  EXPECT_EQ(written.size(), 3U);
}

TEST(CanonicalWriterTest, NumbersAreDecimalText) {
  EXPECT_EQ(std::move(CanonicalWriter(1).Whole(-12)).Take(), "\1\0\0\0\3-12"s);
  EXPECT_EQ(std::move(CanonicalWriter(1).Real(72.5)).Take(),
            "\1\0\0\0\0047"
            "2.5"s);
  EXPECT_EQ(std::move(CanonicalWriter(1).Real(72)).Take(),
            "\1\0\0\0\2"
            "72"s);
  EXPECT_EQ(std::move(CanonicalWriter(1).Flag(true)).Take(),
            "\1\0\0\0\1"
            "1"s);
  constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
  EXPECT_EQ(std::move(CanonicalWriter(1).Whole(kLowest)).Take(),
            "\1\0\0\0\x14-9223372036854775808"s);
}

TEST(CanonicalWriterTest, BothZerosAreOneNumber) {
  EXPECT_EQ(std::move(CanonicalWriter(1).Real(-0.0)).Take(),
            std::move(CanonicalWriter(1).Real(0.0)).Take());
}

TEST(CanonicalBytesTest, EqualAssessmentsHaveEqualBytes) {
  EXPECT_EQ(CanonicalBytes(TightAdult()), CanonicalBytes(TightAdult()));
}

TEST(CanonicalBytesTest, NotMeasuredIsNotZero) {
  AssessmentFields measured = TightAdult();
  measured.pain.worst_24h = Score(0);
  EXPECT_NE(CanonicalBytes(measured), CanonicalBytes(TightAdult()));
}

TEST(CanonicalBytesTest, EveryChangeChangesTheBytes) {
  const std::vector<std::function<void(AssessmentFields&)>> changes = {
      [](auto& f) { f.kind = AssessmentKind::kRemeasurement; },
      [](auto& f) { f.assessment_date = *f.assessment_date + std::chrono::days(1); },
      [](auto& f) { f.assessor = "clinician-2"; },
      [](auto& f) { f.age_years = 35; },
      [](auto& f) { f.dominant_leg = Side::kRight; },
      [](auto& f) { LegOf(f, Side::kRight).knee_extension_deficit = Degrees(38.5); },
      [](auto& f) { LegOf(f, Side::kRight).passive_knee_extension_deficit = Degrees(38); },
      [](auto& f) { LegOf(f, Side::kLeft).slump_test = TestResult::kNotDone; },
      [](auto& f) { LegOf(f, Side::kLeft).ischial_tenderness = Answer::kNo; },
      [](auto& f) { f.legs.pop_back(); },
      [](auto& f) { f.pain.jogging = Score(3); },
      [](auto& f) { f.outcomes.siras = 12; },
      [](auto& f) { f.strain.bruise = Bruise::kSmall; },
      [](auto& f) { f.strain.cleared_phase_by = "clinician-1"; },
      [](auto& f) { f.red_flags.Set(Fact::kSaddleNumbness, Answer::kYes); },
      [](auto& f) { f.red_flags.Set(Fact::kSaddleNumbness, Answer::kUnspecified); },
      [](auto& f) { f.red_flags.Set(Fact::kWorseAtLastTwoReviews, Answer::kYes); },
      [](auto& f) { f.red_flags.wells_score = 1; },
      [](auto& f) {
        f.comorbidities.push_back({ComorbidityCode::kHypertension, {}, {}, {}, {}});
      },
      [](auto& f) { f.medications.push_back(Medication::kAntihypertensive); },
      [](auto& f) { f.medications_confirmed = false; },
      [](auto& f) { f.equipment.flip(static_cast<std::size_t>(Equipment::kBed)); },
      [](auto& f) { f.goal_text += "."; },
      [](auto& f) { f.next_event_date = f.assessment_date; },
      [](auto& f) { f.band_override = Band::kMild; },
      [](auto& f) { f.band_override_reason = "seen moving"; },
  };
  std::set<std::string> written = {CanonicalBytes(TightAdult())};
  for (const auto& change : changes) {
    AssessmentFields fields = TightAdult();
    change(fields);
    written.insert(CanonicalBytes(fields));
  }
  EXPECT_EQ(written.size(), changes.size() + 1);
}

}  // namespace
}  // namespace ischia::domain
