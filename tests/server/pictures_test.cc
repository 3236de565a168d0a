#include "service/server/handout/pictures.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "service/catalogue/load.h"

namespace ischia::server {
namespace {

const catalogue::LoadedCatalogue& Loaded() {
  static const auto& loaded = *new catalogue::LoadedCatalogue(catalogue::LoadEmbedded());
  return loaded;
}

TEST(PicturesTest, EveryExerciseIsDrawnInBothPhasesAndSaidInWords) {
  const Words words(Loaded().texts, "en");
  for (const domain::Exercise& exercise : Loaded().catalogue.exercises) {
    for (const domain::Side side : {domain::Side::kRight, domain::Side::kLeft}) {
      domain::SideDose dose;
      dose.side = side;
      for (const Phase phase : {Phase::kStart, Phase::kEnd}) {
        const document::Picture picture =
            PictureOf({exercise, dose, std::nullopt, std::nullopt}, phase, words);
        EXPECT_NE(picture.alternative.find(words.Title(exercise.id)), std::string::npos);
        EXPECT_GT(document::Measure(picture.figure, 20).width, 0);
      }
    }
  }
}

TEST(PicturesTest, ALegIsDrawnAtThePatientsAngleAndNeverBeyondTheLimit) {
  const Words words(Loaded().texts, "en");
  const domain::Exercise* strap = Loaded().catalogue.FindExercise(domain::ExerciseId("HS-01"));
  ASSERT_NE(strap, nullptr);
  domain::SideDose dose;
  dose.side = domain::Side::kRight;
  dose.drawn_hip = domain::Degrees(60);
  const document::Picture own =
      PictureOf({*strap, dose, std::nullopt, std::nullopt}, Phase::kEnd, words);
  EXPECT_NEAR(document::Solve(own.figure).near_leg.hip_degrees, 60, 2);
  ASSERT_TRUE(own.figure.angle.has_value());
  EXPECT_EQ(own.figure.angle->label, "60\u00b0");

  const document::Picture limited =
      PictureOf({*strap, dose, 50.0, std::nullopt}, Phase::kEnd, words);
  EXPECT_LE(document::Solve(limited.figure).near_leg.hip_degrees, 50.01);
}

TEST(PicturesTest, AGoalCloseToTheLegIsLeftOut) {
  const Words words(Loaded().texts, "en");
  const domain::Exercise* strap = Loaded().catalogue.FindExercise(domain::ExerciseId("HS-01"));
  domain::SideDose dose;
  dose.side = domain::Side::kRight;
  dose.drawn_hip = domain::Degrees(60);
  const auto goal = [&](double degrees) {
    return PictureOf({*strap, dose, std::nullopt, degrees}, Phase::kEnd, words)
        .figure.angle->goal_degrees;
  };
  EXPECT_FALSE(goal(65).has_value());
  EXPECT_EQ(goal(72), 72);
}

}  // namespace
}  // namespace ischia::server
