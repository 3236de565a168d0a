#include "service/domain/assess/assessment.h"

#include <gmock/gmock.h>

#include <chrono>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "tests/support/assessment_builder.h"
#include "tests/support/result_matchers.h"

namespace ischia::domain {
namespace {

using test::HasError;
using test::IsOk;
using test::LegOf;
using test::LowBackPainAdult;
using test::TightAdult;
using test::ViolationOf;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

using Change = std::function<void(AssessmentFields&)>;

std::vector<FieldViolation> ViolationsAfter(const Change& change) {
  AssessmentFields fields = TightAdult();
  change(fields);
  const Result<Assessment> result = Assessment::Create(std::move(fields));
  return result.ok() ? std::vector<FieldViolation>{} : result.error().violations;
}

CivilDay Day(int year, int month, int day) {
  return CivilDay{std::chrono::year{year} / month / day};
}

TEST(AssessmentTest, TheWorkedExamplesAreLegal) {
  EXPECT_THAT(Assessment::Create(TightAdult()), IsOk());
  EXPECT_THAT(Assessment::Create(LowBackPainAdult()), IsOk());
}

TEST(AssessmentTest, KindDateAndAssessorAreAlwaysRequired) {
  const Result<Assessment> result = Assessment::Create(AssessmentFields{});
  ASSERT_THAT(result, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(result.error().violations,
              ElementsAre(ViolationOf("kind", "FIELD_INVALID"),
                          ViolationOf("assessment_date", "FIELD_INVALID"),
                          ViolationOf("assessor", "FIELD_INVALID")));
}

TEST(AssessmentTest, ABlankAssessorIsNoAssessor) {
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.assessor = "  "; }),
              ElementsAre(ViolationOf("assessor", "FIELD_INVALID")));
}

// A number's field, how to set it, and its two legal ends.
struct NumberCase {
  const char* field;
  std::function<void(AssessmentFields&, double)> set;
  double low;
  double high;
  double step;  // the smallest step beyond an end
};

int Whole(double value) { return static_cast<int>(std::lround(value)); }

std::vector<NumberCase> NumberCases() {
  const auto right = [](AssessmentFields& f) -> LegMeasurements& { return f.legs[0]; };
  return {
      {"age_years", [](auto& f, double v) { f.age_years = Whole(v); }, 0, 100, 1},
      {"legs[0].knee_extension_deficit_degrees",
       [=](auto& f, double v) { right(f).knee_extension_deficit = Degrees(v); }, 0, 90, 0.5},
      {"legs[0].passive_knee_extension_deficit_degrees",
       [=](auto& f, double v) { right(f).passive_knee_extension_deficit = Degrees(v); }, 0, 90,
       0.5},
      {"legs[0].straight_leg_raise_degrees",
       [=](auto& f, double v) { right(f).straight_leg_raise = Degrees(v); }, 10, 130, 0.5},
      {"legs[0].hip_extension_degrees",
       [=](auto& f, double v) { right(f).hip_extension = Degrees(v); }, -30, 20, 0.5},
      {"legs[0].leg_pain_score", [=](auto& f, double v) { right(f).leg_pain = Score(Whole(v)); }, 0,
       10, 1},
      {"legs[0].leg_pain_settling_minutes",
       [=](auto& f, double v) { right(f).leg_pain_settling_minutes = Whole(v); }, 0, 1440, 1},
      {"legs[0].resisted_knee_flexion_pain_score",
       [=](auto& f, double v) { right(f).resisted_knee_flexion_pain = Score(Whole(v)); }, 0, 10, 1},
      {"legs[0].single_leg_bridge_pain_score",
       [=](auto& f, double v) { right(f).single_leg_bridge_pain = Score(Whole(v)); }, 0, 10, 1},
      {"legs[0].stretch_discomfort_score",
       [=](auto& f, double v) { right(f).stretch_discomfort = Score(Whole(v)); }, 0, 10, 1},
      {"legs[0].palpation_tenderness_cm",
       [=](auto& f, double v) { right(f).palpation_tenderness = Centimeters(v); }, 0, 40, 0.1},
      {"legs[0].distance_to_ischium_cm",
       [=](auto& f, double v) { right(f).distance_to_ischium = Centimeters(v); }, 0, 40, 0.1},
      {"pain.rest_score", [](auto& f, double v) { f.pain.rest = Score(Whole(v)); }, 0, 10, 1},
      {"pain.activity_score", [](auto& f, double v) { f.pain.activity = Score(Whole(v)); }, 0, 10,
       1},
      {"pain.worst_24h_score", [](auto& f, double v) { f.pain.worst_24h = Score(Whole(v)); }, 0, 10,
       1},
      {"pain.sitting_score", [](auto& f, double v) { f.pain.sitting = Score(Whole(v)); }, 0, 10, 1},
      {"pain.walking_score", [](auto& f, double v) { f.pain.walking = Score(Whole(v)); }, 0, 10, 1},
      {"pain.jogging_score", [](auto& f, double v) { f.pain.jogging = Score(Whole(v)); }, 0, 10, 1},
      {"outcomes.oswestry_percent", [](auto& f, double v) { f.outcomes.oswestry_percent = v; }, 0,
       100, 0.1},
      {"outcomes.roland_morris_score",
       [](auto& f, double v) { f.outcomes.roland_morris = Whole(v); }, 0, 24, 1},
      {"outcomes.lefs_score", [](auto& f, double v) { f.outcomes.lefs = Whole(v); }, 0, 80, 1},
      {"outcomes.fash_score", [](auto& f, double v) { f.outcomes.fash = Whole(v); }, 0, 100, 1},
      {"outcomes.ears_score", [](auto& f, double v) { f.outcomes.ears = Whole(v); }, 0, 24, 1},
      {"outcomes.siras_score", [](auto& f, double v) { f.outcomes.siras = Whole(v); }, 3, 15, 1},
      {"strain.days_since_injury", [](auto& f, double v) { f.strain.days_since_injury = Whole(v); },
       0, 730, 1},
      {"strain.prior_strain_count",
       [](auto& f, double v) { f.strain.prior_strain_count = Whole(v); }, 0, 20, 1},
      {"strain.months_since_last_strain",
       [](auto& f, double v) { f.strain.months_since_last_strain = Whole(v); }, 0, 240, 1},
      {"red_flags.wells_score", [](auto& f, double v) { f.red_flags.wells_score = Whole(v); }, -2,
       9, 1},
      {"systolic_mmhg", [](auto& f, double v) { f.systolic_mmhg = Whole(v); }, 70, 260, 1},
      {"diastolic_mmhg", [](auto& f, double v) { f.diastolic_mmhg = Whole(v); }, 40, 150, 1},
      {"beighton_score", [](auto& f, double v) { f.beighton_score = Whole(v); }, 0, 9, 1},
      {"falls_12_months_count", [](auto& f, double v) { f.falls_12_months_count = Whole(v); }, 0,
       50, 1},
      {"timed_up_and_go_seconds", [](auto& f, double v) { f.timed_up_and_go_seconds = v; }, 4, 120,
       0.1},
      {"fingertip_to_floor_cm", [](auto& f, double v) { f.fingertip_to_floor = Centimeters(v); },
       -30, 80, 0.1},
      {"sit_and_reach_cm",
       [](auto& f, double v) {
         f.sit_and_reach = Centimeters(v);
         f.sit_and_reach_zero = Centimeters(23);
       },
       -20, 70, 0.1},
      {"sit_and_reach_zero_cm",
       [](auto& f, double v) {
         f.sit_and_reach = Centimeters(20);
         f.sit_and_reach_zero = Centimeters(v);
       },
       -20, 70, 0.1},
      {"pelvic_tilt_degrees", [](auto& f, double v) { f.pelvic_tilt_degrees = Degrees(v); }, -20,
       30, 0.5},
      {"minutes_per_day", [](auto& f, double v) { f.minutes_per_day = Whole(v); }, 3, 60, 1},
      {"sitting_hours_per_day", [](auto& f, double v) { f.sitting_hours_per_day = v; }, 0, 20, 0.1},
      {"self_efficacy_score", [](auto& f, double v) { f.self_efficacy = Score(Whole(v)); }, 0, 10,
       1},
      {"comorbidities[0].weeks_since",
       [](auto& f, double v) {
         f.comorbidities = {{ComorbidityCode::kKneeReplacement, Side::kLeft, Whole(v), {}, {}}};
       },
       0, 5200, 1},
      {"comorbidities[0].grade",
       [](auto& f, double v) {
         f.comorbidities = {{ComorbidityCode::kSpondylolisthesis, {}, {}, Whole(v), {}}};
       },
       1, 5, 1},
      {"comorbidities[0].value",
       [](auto& f, double v) {
         f.comorbidities = {{ComorbidityCode::kOsteoporosis, {}, {}, {}, v}};
       },
       -6, 2, 0.1},
  };
}

TEST(AssessmentTest, BothEndsOfEveryRangeAreLegal) {
  for (const NumberCase& number : NumberCases()) {
    for (const double end : {number.low, number.high}) {
      EXPECT_THAT(ViolationsAfter([&](auto& f) { number.set(f, end); }), ElementsAre())
          << number.field << " " << end;
    }
  }
}

TEST(AssessmentTest, BeyondEitherEndOfARangeIsRefusedByItsField) {
  for (const NumberCase& number : NumberCases()) {
    for (const double beyond : {number.low - number.step, number.high + number.step}) {
      EXPECT_THAT(ViolationsAfter([&](auto& f) { number.set(f, beyond); }),
                  ElementsAre(ViolationOf(number.field, "FIELD_INVALID")))
          << number.field << " " << beyond;
    }
  }
}

TEST(AssessmentTest, NanAndInfinityAreRefused) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const NumberCase& number : NumberCases()) {
    if (number.step == 1) continue;  // a whole number
    for (const double wild : {std::numeric_limits<double>::quiet_NaN(), kInfinity, -kInfinity}) {
      EXPECT_THAT(ViolationsAfter([&](auto& f) { number.set(f, wild); }),
                  ElementsAre(ViolationOf(number.field, "FIELD_INVALID")))
          << number.field << " " << wild;
    }
  }
}

TEST(AssessmentTest, ADeficitAboveNinetyIsRefusedWithTheHintThatItMayBeTheThighShinAngle) {
  const auto violations = ViolationsAfter([](auto& f) {
    LegOf(f, Side::kRight).knee_extension_deficit = Degrees(142);
    LegOf(f, Side::kLeft).passive_knee_extension_deficit = Degrees(150);
  });
  EXPECT_THAT(
      violations,
      ElementsAre(ViolationOf("legs[0].knee_extension_deficit_degrees", "FIELD_INVALID"),
                  ViolationOf("legs[1].passive_knee_extension_deficit_degrees", "FIELD_INVALID")));
  for (const FieldViolation& violation : violations) {
    EXPECT_THAT(violation.description,
                HasSubstr("may be the thigh-shin angle (180 = straight); enter 180 minus it"));
  }
}

TEST(AssessmentTest, ADeficitIsNeverConverted) {
  const Assessment assessment = test::Legal(TightAdult());
  EXPECT_EQ(assessment.Leg(Side::kRight)->knee_extension_deficit, Degrees(38));
}

TEST(AssessmentTest, LegAnglesAreWholeOrHalfDegrees) {
  EXPECT_THAT(ViolationsAfter([](auto& f) {
                LegOf(f, Side::kRight).knee_extension_deficit = Degrees(38.5);
                LegOf(f, Side::kRight).hip_extension = Degrees(-8.5);
              }),
              ElementsAre());
  EXPECT_THAT(ViolationsAfter([](auto& f) {
                LegOf(f, Side::kRight).knee_extension_deficit = Degrees(38.3);
                LegOf(f, Side::kLeft).straight_leg_raise = Degrees(62.25);
              }),
              ElementsAre(ViolationOf("legs[0].knee_extension_deficit_degrees", "FIELD_INVALID"),
                          ViolationOf("legs[1].straight_leg_raise_degrees", "FIELD_INVALID")));
}

TEST(AssessmentTest, EachLegHasAtMostOneEntry) {
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.legs[1].side = Side::kRight; }),
              ElementsAre(ViolationOf("legs[1].side", "FIELD_INVALID")));
  for (const Side side : {Side::kUnspecified, Side::kBoth}) {
    EXPECT_THAT(ViolationsAfter([&](auto& f) { f.legs[1].side = side; }),
                ElementsAre(ViolationOf("legs[1].side", "FIELD_INVALID")));
  }
}

TEST(AssessmentTest, WhatGoesTogetherIsRequiredTogether) {
  EXPECT_THAT(ViolationsAfter([](auto& f) {
                f.legs[1].straight_leg_raise_limit_reason = SlrLimitReason::kUnspecified;
                f.knee_extension_method = KneeExtensionMethod::kUnspecified;
                f.sit_and_reach = Centimeters(20);
                f.band_override = Band::kSevere;
              }),
              ElementsAre(ViolationOf("legs[1].straight_leg_raise_limit_reason", "FIELD_INVALID"),
                          ViolationOf("knee_extension_method", "FIELD_INVALID"),
                          ViolationOf("sit_and_reach_zero_cm", "FIELD_INVALID"),
                          ViolationOf("band_override_reason", "FIELD_INVALID")));
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.sit_and_reach_zero = Centimeters(20); }),
              ElementsAre(ViolationOf("sit_and_reach_cm", "FIELD_INVALID")));
}

TEST(AssessmentTest, AMethodIsRequiredForTheActiveTestOnly) {
  EXPECT_THAT(ViolationsAfter([](auto& f) {
                for (LegMeasurements& leg : f.legs) leg.knee_extension_deficit.reset();
                f.knee_extension_method = KneeExtensionMethod::kUnspecified;
              }),
              ElementsAre());
}

TEST(AssessmentTest, AClearedPhaseNamesWhoAndWhen) {
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.strain.cleared_phase = StrainPhase::kS3; }),
              ElementsAre(ViolationOf("strain.cleared_phase_by", "FIELD_INVALID"),
                          ViolationOf("strain.cleared_phase_date", "FIELD_INVALID")));
  EXPECT_THAT(ViolationsAfter([](auto& f) {
                f.strain.cleared_phase = StrainPhase::kS1;
                f.strain.cleared_phase_by = "clinician-1";
                f.strain.cleared_phase_date = f.assessment_date;
              }),
              ElementsAre(ViolationOf("strain.cleared_phase", "FIELD_INVALID")));
}

TEST(AssessmentTest, APhaseIsNotClearedAfterTheAssessment) {
  const auto cleared = [](int days) {
    return ViolationsAfter([=](auto& f) {
      f.strain.cleared_phase = StrainPhase::kS3;
      f.strain.cleared_phase_by = "clinician-1";
      f.strain.cleared_phase_date = *f.assessment_date + std::chrono::days(days);
    });
  };
  EXPECT_THAT(cleared(0), ElementsAre());
  EXPECT_THAT(cleared(1), ElementsAre(ViolationOf("strain.cleared_phase_date", "FIELD_INVALID")));
}

TEST(AssessmentTest, NamesHaveTheContractsLengths) {
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.assessor = std::string(63, 'a'); }), ElementsAre());
  EXPECT_THAT(ViolationsAfter([](auto& f) {
                f.assessor = std::string(64, 'a');
                f.strain.cleared_phase_by = std::string(101, 'a');
              }),
              ElementsAre(ViolationOf("assessor", "FIELD_INVALID"),
                          ViolationOf("strain.cleared_phase_by", "FIELD_INVALID")));
}

TEST(AssessmentTest, ABamicClassIsANumberWithItsSite) {
  for (const char* legal : {"", "0", "1a", "2c", "4b"}) {
    EXPECT_THAT(ViolationsAfter([&](auto& f) { f.strain.bamic_class = legal; }), ElementsAre())
        << legal;
  }
  for (const char* illegal : {"2", "5a", "0a", "2d", "2C", "2cc"}) {
    EXPECT_THAT(ViolationsAfter([&](auto& f) { f.strain.bamic_class = illegal; }),
                ElementsAre(ViolationOf("strain.bamic_class", "FIELD_INVALID")))
        << illegal;
  }
}

TEST(AssessmentTest, TextLimitsCountCharactersNotBytes) {
  std::string goal;
  for (int i = 0; i < 200; ++i) goal += "\xC3\xA4";  // a-umlaut
  EXPECT_THAT(ViolationsAfter([&](auto& f) { f.goal_text = goal; }), ElementsAre());
  EXPECT_THAT(ViolationsAfter([&](auto& f) { f.goal_text = goal + "a"; }),
              ElementsAre(ViolationOf("goal_text", "FIELD_INVALID")));
  EXPECT_THAT(ViolationsAfter([&](auto& f) { f.band_override_reason = std::string(500, 'a'); }),
              ElementsAre());
  EXPECT_THAT(ViolationsAfter([&](auto& f) { f.band_override_reason = std::string(501, 'a'); }),
              ElementsAre(ViolationOf("band_override_reason", "FIELD_INVALID")));
}

TEST(AssessmentTest, ControlCharactersAreRefusedInEveryText) {
  for (const std::string& text : {std::string("a\r\nb"), std::string("a\tb"), std::string(1, '\0'),
                                  std::string("a\x7F"), std::string("a\xC2\x85")}) {
    EXPECT_THAT(ViolationsAfter([&](auto& f) {
                  f.assessor = text;
                  f.strain.cleared_phase_by = text;
                  f.goal_text = text;
                  f.band_override_reason = text;
                }),
                UnorderedElementsAre(ViolationOf("assessor", "FIELD_INVALID"),
                                     ViolationOf("strain.cleared_phase_by", "FIELD_INVALID"),
                                     ViolationOf("goal_text", "FIELD_INVALID"),
                                     ViolationOf("band_override_reason", "FIELD_INVALID")));
  }
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.goal_text = "\xC3\x85ngstr\xC3\xB6m, caf\xC3\xA9"; }),
              ElementsAre());
}

TEST(AssessmentTest, DaysBeyondAnyClinicsRecordAreRefused) {
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.assessment_date = Day(226, 6, 1); }),
              ElementsAre(ViolationOf("assessment_date", "FIELD_INVALID")));
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.next_event_date = Day(2200, 1, 1); }),
              ElementsAre(ViolationOf("next_event_date", "FIELD_INVALID")));
}

TEST(AssessmentTest, TheAgeFollowsFromTheBirthDate) {
  AssessmentFields fields = TightAdult();
  fields.age_years.reset();
  const Result<Assessment> result = Assessment::Create(fields, Day(1992, 6, 2));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->age(), 33);
}

TEST(AssessmentTest, AnAgeThatDiffersFromTheBirthDateIsRefused) {
  EXPECT_THAT(Assessment::Create(TightAdult(), Day(1992, 6, 1)), IsOk());
  const Result<Assessment> result = Assessment::Create(TightAdult(), Day(1992, 6, 2));
  ASSERT_THAT(result, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(result.error().violations, ElementsAre(ViolationOf("age_years", "FIELD_INVALID")));
}

TEST(AssessmentTest, ABirthDateThatGivesNoPossibleAgeIsRefused) {
  AssessmentFields fields = TightAdult();
  fields.age_years.reset();
  const Result<Assessment> unborn = Assessment::Create(fields, Day(2026, 6, 2));
  ASSERT_THAT(unborn, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(unborn.error().violations,
              ElementsAre(ViolationOf("assessment_date", "FIELD_INVALID")));
  const Result<Assessment> too_old = Assessment::Create(fields, Day(1925, 5, 31));
  ASSERT_THAT(too_old, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(too_old.error().violations, ElementsAre(ViolationOf("age_years", "FIELD_INVALID")));
}

TEST(AssessmentTest, AChildBelowTenIsLegalSoThatARuleCanRefuse) {
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.age_years = 9; }), ElementsAre());
}

TEST(AssessmentTest, AConditionIsListedOnceASide) {
  const Comorbidity left{ComorbidityCode::kKneeReplacement, Side::kLeft, 30, {}, {}};
  Comorbidity right = left;
  right.side = Side::kRight;
  EXPECT_THAT(ViolationsAfter([&](auto& f) { f.comorbidities = {left, right}; }), ElementsAre());
  EXPECT_THAT(ViolationsAfter([&](auto& f) {
                f.comorbidities = {left, right, left};
              }),
              ElementsAre(ViolationOf("comorbidities[2].condition", "FIELD_INVALID")));
}

TEST(AssessmentTest, ListEntriesNameSomething) {
  EXPECT_THAT(
      ViolationsAfter([](auto& f) {
        f.comorbidities = {Comorbidity{}};
        f.medications = {Medication::kInsulin, Medication::kUnspecified, Medication::kInsulin};
      }),
      ElementsAre(ViolationOf("comorbidities[0].condition", "FIELD_INVALID"),
                  ViolationOf("medications[1]", "FIELD_INVALID"),
                  ViolationOf("medications[2]", "FIELD_INVALID")));
}

TEST(AssessmentTest, NumbersOfAnotherConditionAreRefused) {
  EXPECT_THAT(ViolationsAfter([](auto& f) {
                Comorbidity hernia{ComorbidityCode::kHernia, {}, {}, 2, -2.0};
                hernia.at_target = Answer::kNo;
                f.comorbidities = {hernia};
              }),
              ElementsAre(ViolationOf("comorbidities[0].grade", "FIELD_INVALID"),
                          ViolationOf("comorbidities[0].value", "FIELD_INVALID"),
                          ViolationOf("comorbidities[0].at_target", "FIELD_INVALID")));
}

TEST(AssessmentTest, TheLowerPressureIsTheDiastolicOne) {
  EXPECT_THAT(ViolationsAfter([](auto& f) {
                f.systolic_mmhg = 80;
                f.diastolic_mmhg = 120;
              }),
              ElementsAre(ViolationOf("diastolic_mmhg", "FIELD_INVALID")));
}

TEST(AssessmentTest, AllViolationsAreReportedAtOnce) {
  EXPECT_THAT(
      ViolationsAfter([](auto& f) {
        f.kind = AssessmentKind::kUnspecified;
        f.age_years = 130;
        LegOf(f, Side::kLeft).straight_leg_raise = Degrees(5);
        f.pain.rest = Score(11);
        f.minutes_per_day = 2;
        f.goal_text = std::string(201, 'a');
      }),
      ElementsAre(ViolationOf("kind", "FIELD_INVALID"), ViolationOf("age_years", "FIELD_INVALID"),
                  ViolationOf("legs[1].straight_leg_raise_degrees", "FIELD_INVALID"),
                  ViolationOf("pain.rest_score", "FIELD_INVALID"),
                  ViolationOf("minutes_per_day", "FIELD_INVALID"),
                  ViolationOf("goal_text", "FIELD_INVALID")));
}

TEST(AssessmentTest, WhatTheEdgeFoundIsReportedAlongAndOnlyOnce) {
  AssessmentFields fields = TightAdult();
  fields.kind = AssessmentKind::kUnspecified;  // the edge could not read it
  fields.minutes_per_day = 2;
  const Result<Assessment> result =
      Assessment::Create(fields, std::nullopt, {{"kind", "is not known", "UNKNOWN_ENUM_VALUE"}});
  ASSERT_THAT(result, HasError(ErrorCode::kInvalidArgument, "FIELD_INVALID"));
  EXPECT_THAT(result.error().violations,
              ElementsAre(ViolationOf("kind", "UNKNOWN_ENUM_VALUE"),
                          ViolationOf("minutes_per_day", "FIELD_INVALID")));
}

TEST(AssessmentTest, TextsNameLimitsAndNoValues) {
  EXPECT_THAT(ViolationsAfter([](auto& f) { f.minutes_per_day = 77; }),
              ElementsAre(Field(&FieldViolation::description,
                                AllOf(HasSubstr("3 to 60"), Not(HasSubstr("77"))))));
}

}  // namespace
}  // namespace ischia::domain
