#include "service/domain/assess/completeness.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/support/assessment_builder.h"
#include "tests/support/result_matchers.h"

namespace ischia::domain {
namespace {

using test::Legal;
using test::LegOf;
using test::LowBackPainAdult;
using test::StrainedAdult;
using test::TightAdult;
using test::ViolationOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

using Change = std::function<void(AssessmentFields&)>;

std::vector<FieldViolation> MissingFrom(AssessmentFields fields) {
  return MissingInputs(Legal(std::move(fields)), test::BareCatalogue().minimum_data,
                       StrainPhase::kUnspecified);
}

std::vector<FieldViolation> MissingAfter(AssessmentFields fields, const Change& change) {
  change(fields);
  return MissingFrom(std::move(fields));
}

auto Lacks(const char* field) { return ElementsAre(ViolationOf(field, "MEASUREMENT_MISSING")); }

TEST(MissingInputsTest, TheWorkedExamplesAreComplete) {
  EXPECT_THAT(MissingFrom(TightAdult()), IsEmpty());
  EXPECT_THAT(MissingFrom(LowBackPainAdult()), IsEmpty());
}

TEST(MissingInputsTest, EveryRequiredFieldIsAskedForByName) {
  const std::vector<std::pair<const char*, Change>> cases = {
      {"age_years", [](auto& f) { f.age_years.reset(); }},
      {"sex_for_norms", [](auto& f) { f.sex_for_norms = NormSex::kUnspecified; }},
      {"pathway", [](auto& f) { f.pathway = Pathway::kUnspecified; }},
      {"affected_side", [](auto& f) { f.affected_side = AffectedSide::kUnspecified; }},
      {"pain.rest_score", [](auto& f) { f.pain.rest.reset(); }},
      {"pain.activity_score", [](auto& f) { f.pain.activity.reset(); }},
      {"any_leg_symptoms", [](auto& f) { f.any_leg_symptoms = Answer::kUnspecified; }},
      {"comorbidities_confirmed", [](auto& f) { f.comorbidities_confirmed = false; }},
      {"medications_confirmed", [](auto& f) { f.medications_confirmed = false; }},
      {"equipment_confirmed", [](auto& f) { f.equipment_confirmed = false; }},
      {"floor_transfer", [](auto& f) { f.floor_transfer = FloorTransfer::kUnspecified; }},
      {"minutes_per_day", [](auto& f) { f.minutes_per_day.reset(); }},
      {"goal_class", [](auto& f) { f.goal_class = GoalClass::kUnspecified; }},
  };
  for (const auto& [field, change] : cases) {
    EXPECT_THAT(MissingAfter(TightAdult(), change), Lacks(field)) << field;
  }
}

TEST(MissingInputsTest, ASexThatIsNotStatedIsAnAnswer) {
  EXPECT_THAT(MissingAfter(TightAdult(), [](auto& f) { f.sex_for_norms = NormSex::kNotStated; }),
              IsEmpty());
}

TEST(MissingInputsTest, OneMeasurementOfOneLegIsEnough) {
  EXPECT_THAT(MissingAfter(TightAdult(),
                           [](auto& f) {
                             f.legs.pop_back();
                             f.legs[0].knee_extension_deficit.reset();
                           }),
              IsEmpty());
  EXPECT_THAT(MissingAfter(TightAdult(), [](auto& f) { f.legs.clear(); }), Lacks("legs"));
  EXPECT_THAT(MissingAfter(TightAdult(),
                           [](auto& f) {
                             for (LegMeasurements& leg : f.legs) {
                               leg.knee_extension_deficit.reset();
                               leg.straight_leg_raise.reset();
                               leg.passive_knee_extension_deficit = Degrees(30);
                             }
                           }),
              Lacks("legs"));
}

TEST(MissingInputsTest, EachUnansweredScreenItemIsNamed) {
  for (int i = 0; i <= static_cast<int>(Fact::kCentralVertigoSigns); ++i) {
    const Fact item = static_cast<Fact>(i);
    if (item == Fact::kWellsScore) continue;
    EXPECT_THAT(
        MissingAfter(TightAdult(), [&](auto& f) { f.red_flags.Set(item, Answer::kUnspecified); }),
        ElementsAre(ViolationOf(std::string(FactField(item)), "SCREEN_INCOMPLETE")));
  }
}

TEST(MissingInputsTest, TheFourItemsOfInflammatoryBackPainAreAskedForBackPainOnly) {
  for (const Fact item : {Fact::kFirstBackPainEpisode, Fact::kMorningStiffnessOver30min,
                          Fact::kBetterWithMovement, Fact::kWokenByPain}) {
    const auto leave_open = [&](auto& f) { f.red_flags.Set(item, Answer::kUnspecified); };
    EXPECT_THAT(MissingAfter(TightAdult(), leave_open), IsEmpty());
    EXPECT_THAT(MissingAfter(LowBackPainAdult(), leave_open),
                ElementsAre(ViolationOf(std::string(FactField(item)), "SCREEN_INCOMPLETE")));
  }
}

TEST(MissingInputsTest, WorseningIsAskedAtRemeasurementOnly) {
  const auto leave_open = [](auto& f) {
    f.red_flags.Set(Fact::kWorseAtLastTwoReviews, Answer::kUnspecified);
  };
  EXPECT_THAT(MissingAfter(TightAdult(), leave_open), IsEmpty());
  EXPECT_THAT(MissingAfter(TightAdult(),
                           [&](auto& f) {
                             leave_open(f);
                             f.kind = AssessmentKind::kRemeasurement;
                           }),
              ElementsAre(ViolationOf("red_flags.worse_at_last_two_reviews", "SCREEN_INCOMPLETE")));
}

TEST(MissingInputsTest, BackPainNeedsItsScore) {
  EXPECT_THAT(
      MissingAfter(LowBackPainAdult(), [](auto& f) { f.outcomes.oswestry_percent.reset(); }),
      Lacks("outcomes.oswestry_percent"));
  EXPECT_THAT(MissingAfter(LowBackPainAdult(),
                           [](auto& f) {
                             f.outcomes.oswestry_percent.reset();
                             f.outcomes.roland_morris = 9;
                           }),
              IsEmpty());
}

TEST(MissingInputsTest, NerveTestsAreAskedForBackPainAndLegSymptoms) {
  const auto leave_out = [](auto& f) {
    for (LegMeasurements& leg : f.legs) {
      leg.straight_leg_raise_neural = TestResult::kUnspecified;
      leg.crossed_straight_leg_raise = TestResult::kUnspecified;
      leg.slump_test = TestResult::kUnspecified;
    }
  };
  const auto all_six =
      ElementsAre(ViolationOf("legs[0].straight_leg_raise_neural", "MEASUREMENT_MISSING"),
                  ViolationOf("legs[0].crossed_straight_leg_raise", "MEASUREMENT_MISSING"),
                  ViolationOf("legs[0].slump_test", "MEASUREMENT_MISSING"),
                  ViolationOf("legs[1].straight_leg_raise_neural", "MEASUREMENT_MISSING"),
                  ViolationOf("legs[1].crossed_straight_leg_raise", "MEASUREMENT_MISSING"),
                  ViolationOf("legs[1].slump_test", "MEASUREMENT_MISSING"));
  EXPECT_THAT(MissingAfter(TightAdult(), leave_out), IsEmpty());
  EXPECT_THAT(MissingAfter(LowBackPainAdult(), leave_out), all_six);
  EXPECT_THAT(MissingAfter(TightAdult(),
                           [&](auto& f) {
                             leave_out(f);
                             f.any_leg_symptoms = Answer::kYes;
                           }),
              all_six);
}

TEST(MissingInputsTest, OneOfSlumpAndRaiseMustBeDoneOnEachLeg) {
  EXPECT_THAT(MissingAfter(LowBackPainAdult(),
                           [](auto& f) {
                             f.legs[0].slump_test = TestResult::kNotDone;
                             f.legs[1].straight_leg_raise_neural = TestResult::kNotDone;
                             f.legs[1].crossed_straight_leg_raise = TestResult::kNotDone;
                           }),
              IsEmpty());
  EXPECT_THAT(MissingAfter(LowBackPainAdult(),
                           [](auto& f) {
                             f.legs[1].slump_test = TestResult::kNotDone;
                             f.legs[1].straight_leg_raise_neural = TestResult::kNotDone;
                           }),
              Lacks("legs[1].slump_test"));
}

TEST(MissingInputsTest, NerveTestsAreAskedOfBothLegs) {
  EXPECT_THAT(MissingAfter(LowBackPainAdult(), [](auto& f) { f.legs.pop_back(); }), Lacks("legs"));
}

TEST(MissingInputsTest, LegSymptomsAskForTheDeficit) {
  const auto leave_out = [](auto& f) { f.neuro_deficit = NeuroDeficit::kUnspecified; };
  EXPECT_THAT(MissingAfter(TightAdult(), leave_out), IsEmpty());
  EXPECT_THAT(MissingAfter(TightAdult(),
                           [&](auto& f) {
                             leave_out(f);
                             f.any_leg_symptoms = Answer::kYes;
                           }),
              Lacks("neuro_deficit"));
}

TEST(MissingInputsTest, BloodPressureIsAskedFromFortyOrWithHypertension) {
  const auto both = ElementsAre(ViolationOf("systolic_mmhg", "MEASUREMENT_MISSING"),
                                ViolationOf("diastolic_mmhg", "MEASUREMENT_MISSING"));
  EXPECT_THAT(MissingAfter(TightAdult(), [](auto& f) { f.age_years = 39; }), IsEmpty());
  EXPECT_THAT(MissingAfter(TightAdult(), [](auto& f) { f.age_years = 40; }), both);
  EXPECT_THAT(MissingAfter(TightAdult(),
                           [](auto& f) {
                             f.comorbidities.emplace_back().code = ComorbidityCode::kHypertension;
                           }),
              both);
}

TEST(MissingInputsTest, HalfABloodPressureAsksForItsOtherHalf) {
  EXPECT_THAT(MissingAfter(TightAdult(), [](auto& f) { f.systolic_mmhg = 120; }),
              Lacks("diastolic_mmhg"));
}

TEST(MissingInputsTest, FallsAreAskedFromSixtyFive) {
  const auto with_age = [](int age) {
    return [=](auto& f) {
      f.age_years = age;
      f.systolic_mmhg = 120;
      f.diastolic_mmhg = 76;
    };
  };
  EXPECT_THAT(MissingAfter(TightAdult(), with_age(64)), IsEmpty());
  EXPECT_THAT(MissingAfter(TightAdult(), with_age(65)),
              ElementsAre(ViolationOf("falls_12_months_count", "MEASUREMENT_MISSING"),
                          ViolationOf("timed_up_and_go_seconds", "MEASUREMENT_MISSING"),
                          ViolationOf("fear_of_falling", "MEASUREMENT_MISSING")));
}

// -- STRAIN and PREV ------------------------------------------------------------------------------

std::vector<FieldViolation> MissingFromStrain(StrainPhase phase, const Change& change) {
  AssessmentFields fields = StrainedAdult();
  change(fields);
  return MissingInputs(Legal(std::move(fields)), test::BareCatalogue().minimum_data, phase);
}

TEST(MissingInputsTest, TheWorkedStrainIsComplete) {
  EXPECT_THAT(MissingFromStrain(StrainPhase::kS1, [](auto&) {}), IsEmpty());
}

TEST(MissingInputsTest, AStrainAsksForItsStoryAndItsScores) {
  const std::vector<std::pair<const char*, Change>> cases = {
      {"affected_side", [](auto& f) { f.affected_side = AffectedSide::kBoth; }},
      {"affected_side", [](auto& f) { f.affected_side = AffectedSide::kNone; }},
      {"affected_side", [](auto& f) { f.affected_side = AffectedSide::kUnspecified; }},
      {"strain.grade", [](auto& f) { f.strain.grade = StrainGrade::kUnspecified; }},
      {"strain.days_since_injury", [](auto& f) { f.strain.days_since_injury.reset(); }},
      {"strain.prior_strain_count", [](auto& f) { f.strain.prior_strain_count.reset(); }},
      {"pain.walking_score", [](auto& f) { f.pain.walking.reset(); }},
      {"outcomes.lefs_score", [](auto& f) { f.outcomes.lefs.reset(); }},
      {"outcomes.fash_score", [](auto& f) { f.outcomes.fash.reset(); }},
  };
  for (const auto& [field, change] : cases) {
    EXPECT_THAT(MissingFromStrain(StrainPhase::kS1, change), Lacks(field)) << field;
  }
}

TEST(MissingInputsTest, AStrainNeedsBothLegsMeasuredFromS1On) {
  const auto without = [](Side side) {
    return [=](auto& f) {
      LegOf(f, side).knee_extension_deficit.reset();
      LegOf(f, side).straight_leg_raise.reset();
    };
  };
  for (const StrainPhase phase : {StrainPhase::kS1, StrainPhase::kS2, StrainPhase::kS4}) {
    EXPECT_THAT(MissingFromStrain(phase, without(Side::kLeft)), Lacks("legs"));
    EXPECT_THAT(MissingFromStrain(phase, without(Side::kRight)), Lacks("legs"));
    EXPECT_THAT(MissingFromStrain(phase, [](auto& f) { f.legs.clear(); }), Lacks("legs"));
  }
  EXPECT_THAT(MissingFromStrain(StrainPhase::kS0, [](auto& f) { f.legs.clear(); }), IsEmpty());
}

TEST(MissingInputsTest, PreventionAsksForWhatEveryPathwayAsks) {
  const auto prevent = [](auto& f) { f.pathway = Pathway::kPrevention; };
  EXPECT_THAT(MissingAfter(TightAdult(), prevent), IsEmpty());
  EXPECT_THAT(MissingAfter(TightAdult(),
                           [&](auto& f) {
                             prevent(f);
                             f.legs.clear();
                           }),
              Lacks("legs"));
}

TEST(MissingInputsTest, ALooseRaiseAsksForTheBeightonScore) {
  const auto raise_to = [](double degrees) {
    return [=](auto& f) { LegOf(f, Side::kLeft).straight_leg_raise = Degrees(degrees); };
  };
  EXPECT_THAT(MissingAfter(TightAdult(), raise_to(99.5)), IsEmpty());
  EXPECT_THAT(MissingAfter(TightAdult(), raise_to(100)), Lacks("beighton_score"));
}

TEST(MissingInputsTest, AgesAndDegreesAreTheCataloguesAndAreNamed) {
  AssessmentFields fields = TightAdult();
  fields.age_years = 50;
  fields.systolic_mmhg.reset();
  fields.diastolic_mmhg.reset();
  constexpr StrainPhase kNoStrain = StrainPhase::kUnspecified;
  EXPECT_THAT(MissingInputs(Legal(fields), {{}, 51, 60, 100}, kNoStrain), IsEmpty());
  const std::vector<FieldViolation> missing =
      MissingInputs(Legal(fields), {{}, 50, 60, 100}, kNoStrain);
  ASSERT_EQ(missing.size(), 2U);
  EXPECT_EQ(missing[0].description,
            "is required from 50 years, with HYPERTENSION and with its other half");
}

TEST(MissingInputsTest, AnEmptyAssessmentIsToldEverythingAtOnce) {
  AssessmentFields fields;
  fields.kind = AssessmentKind::kInitial;
  fields.assessment_date = TightAdult().assessment_date;
  fields.assessor = "clinician-1";
  const std::vector<FieldViolation> missing = MissingFrom(fields);
  EXPECT_THAT(missing, Contains(ViolationOf("legs", "MEASUREMENT_MISSING")));
  EXPECT_THAT(missing, Contains(ViolationOf("red_flags.saddle_numbness", "SCREEN_INCOMPLETE")));
  EXPECT_EQ(missing.size(), 14U + 33U);
}

}  // namespace
}  // namespace ischia::domain
