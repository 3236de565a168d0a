#include "service/domain/assess/bands.h"

#include <gmock/gmock.h>

#include "service/catalogue/load.h"
#include "tests/support/assessment_builder.h"

namespace ischia::domain {
namespace {

using test::Legal;
using test::LegOf;
using test::TightAdult;
using ::testing::IsEmpty;

// Bands go by the norms that ship, which so are held against the table of evidence.md 1.2.
const Norms& ShippedNorms() {
  static const auto* const norms = new Norms(catalogue::LoadEmbedded().catalogue.norms);
  return *norms;
}

LegBand RightBand(const AssessmentFields& fields) {
  return Bands(Legal(fields), ShippedNorms()).front();
}

Band KneeBand(NormSex sex, double deficit) {
  AssessmentFields fields = TightAdult();
  fields.sex_for_norms = sex;
  LegOf(fields, Side::kRight).knee_extension_deficit = Degrees(deficit);
  return RightBand(fields).band;
}

Band RaiseBand(NormSex sex, double raise) {
  AssessmentFields fields = TightAdult();
  fields.sex_for_norms = sex;
  LegOf(fields, Side::kRight).knee_extension_deficit.reset();
  LegOf(fields, Side::kRight).straight_leg_raise = Degrees(raise);
  return RightBand(fields).band;
}

TEST(BandsTest, KneeDeficitsAreBandedByTheTableForWomen) {
  EXPECT_EQ(KneeBand(NormSex::kFemale, 19), Band::kNormal);
  EXPECT_EQ(KneeBand(NormSex::kFemale, 19.5), Band::kMild);
  EXPECT_EQ(KneeBand(NormSex::kFemale, 23), Band::kMild);
  EXPECT_EQ(KneeBand(NormSex::kFemale, 23.5), Band::kModerate);
  EXPECT_EQ(KneeBand(NormSex::kFemale, 33), Band::kModerate);
  EXPECT_EQ(KneeBand(NormSex::kFemale, 33.5), Band::kSevere);
}

TEST(BandsTest, KneeDeficitsAreBandedByTheTableForMen) {
  EXPECT_EQ(KneeBand(NormSex::kMale, 26.5), Band::kNormal);
  EXPECT_EQ(KneeBand(NormSex::kMale, 27), Band::kMild);
  EXPECT_EQ(KneeBand(NormSex::kMale, 33), Band::kMild);
  EXPECT_EQ(KneeBand(NormSex::kMale, 33.5), Band::kModerate);
  EXPECT_EQ(KneeBand(NormSex::kMale, 43), Band::kModerate);
  EXPECT_EQ(KneeBand(NormSex::kMale, 43.5), Band::kSevere);
}

TEST(BandsTest, ASexThatIsNotStatedUsesTheMeanOfBothTables) {
  EXPECT_EQ(KneeBand(NormSex::kNotStated, 23), Band::kNormal);  // 23.15
  EXPECT_EQ(KneeBand(NormSex::kNotStated, 23.5), Band::kMild);
  EXPECT_EQ(KneeBand(NormSex::kNotStated, 28), Band::kMild);  // 28.2
  EXPECT_EQ(KneeBand(NormSex::kNotStated, 28.5), Band::kModerate);
  EXPECT_EQ(KneeBand(NormSex::kNotStated, 38), Band::kModerate);  // 38.2
  EXPECT_EQ(KneeBand(NormSex::kNotStated, 38.5), Band::kSevere);
  EXPECT_EQ(RaiseBand(NormSex::kNotStated, 77.5), Band::kNormal);
  EXPECT_EQ(RaiseBand(NormSex::kNotStated, 77), Band::kMild);
}

TEST(BandsTest, HalfDegreesOfARaiseFallIntoTheTighterBand) {
  EXPECT_EQ(RaiseBand(NormSex::kFemale, 80), Band::kNormal);
  EXPECT_EQ(RaiseBand(NormSex::kFemale, 79.5), Band::kMild);
  EXPECT_EQ(RaiseBand(NormSex::kFemale, 70), Band::kMild);
  EXPECT_EQ(RaiseBand(NormSex::kFemale, 69.5), Band::kModerate);
  EXPECT_EQ(RaiseBand(NormSex::kFemale, 60), Band::kModerate);
  EXPECT_EQ(RaiseBand(NormSex::kFemale, 59.5), Band::kSevere);
  EXPECT_EQ(RaiseBand(NormSex::kMale, 75), Band::kNormal);
  EXPECT_EQ(RaiseBand(NormSex::kMale, 74.5), Band::kMild);
  EXPECT_EQ(RaiseBand(NormSex::kMale, 64.5), Band::kModerate);
  EXPECT_EQ(RaiseBand(NormSex::kMale, 54.5), Band::kSevere);
}

TEST(BandsTest, TheKneeDeficitDecidesWhereBothWereMeasured) {
  AssessmentFields fields = TightAdult();
  LegOf(fields, Side::kRight).knee_extension_deficit = Degrees(12);
  LegOf(fields, Side::kRight).straight_leg_raise = Degrees(40);
  const LegBand band = RightBand(fields);
  EXPECT_EQ(band.band, Band::kNormal);
  EXPECT_EQ(band.measure, Measure::kKneeExtensionDeficit);
  EXPECT_EQ(band.value, Degrees(12));
}

TEST(BandsTest, ALegWithAPositiveNerveTestIsNotBanded) {
  for (TestResult LegMeasurements::*test :
       {&LegMeasurements::straight_leg_raise_neural, &LegMeasurements::crossed_straight_leg_raise,
        &LegMeasurements::slump_test}) {
    AssessmentFields fields = TightAdult();
    LegOf(fields, Side::kRight).*test = TestResult::kPositive;
    EXPECT_EQ(RightBand(fields).band, Band::kUnspecified);
    EXPECT_EQ(RightBand(fields).value, Degrees(38));
  }
}

TEST(BandsTest, ARaiseThatWasNotStoppedByTheThighIsNotBanded) {
  AssessmentFields fields = TightAdult();
  LegOf(fields, Side::kRight).straight_leg_raise_limit_reason = SlrLimitReason::kBackPain;
  EXPECT_EQ(RightBand(fields).band, Band::kModerate);  // by the knee deficit
  LegOf(fields, Side::kRight).knee_extension_deficit.reset();
  EXPECT_EQ(RightBand(fields).band, Band::kUnspecified);
}

TEST(BandsTest, AgesTenToFifteenAreNotBanded) {
  AssessmentFields fields = TightAdult();
  for (const int age : {10, 15}) {
    fields.age_years = age;
    EXPECT_EQ(RightBand(fields).band, Band::kUnspecified) << age;
  }
  fields.age_years = 16;
  EXPECT_EQ(RightBand(fields).band, Band::kModerate);
}

TEST(BandsTest, AnOverrideStandsOverTheMeasurementAndSaysSo) {
  AssessmentFields fields = TightAdult();
  fields.band_override = Band::kNormal;
  fields.band_override_reason = "dancer, measured against dancers";
  const LegBand band = RightBand(fields);
  EXPECT_EQ(band.band, Band::kNormal);
  EXPECT_TRUE(band.overridden);
  EXPECT_EQ(band.value, Degrees(38));
}

TEST(BandsTest, MeasuredLegsAreListedRightFirst) {
  AssessmentFields fields = TightAdult();
  std::swap(fields.legs[0], fields.legs[1]);
  const std::vector<LegBand> bands = Bands(Legal(fields), ShippedNorms());
  ASSERT_EQ(bands.size(), 2U);
  EXPECT_EQ(bands[0].side, Side::kRight);
  EXPECT_EQ(bands[1].side, Side::kLeft);
}

TEST(BandsTest, ALegWithoutEitherMeasurementHasNoEntry) {
  AssessmentFields fields = TightAdult();
  for (LegMeasurements& leg : fields.legs) {
    leg.knee_extension_deficit.reset();
    leg.straight_leg_raise.reset();
    leg.passive_knee_extension_deficit = Degrees(30);
  }
  EXPECT_THAT(Bands(Legal(fields), ShippedNorms()), IsEmpty());
}

}  // namespace
}  // namespace ischia::domain
