#include "service/catalogue/texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ischia::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Texts Sample() {
  Texts texts;
  (void)texts.Add("en", "HS-01.step.1", "Lie down.");
  (void)texts.Add("en", "HS-01.step.2", "Lift your leg.");
  (void)texts.Add("en", "HS-01.step.4", "Never reached.");
  (void)texts.Add("de", "HS-01.step.1", "Hinlegen.");
  return texts;
}

TEST(TextsTest, FindsASentenceInItsLanguageOnly) {
  const Texts texts = Sample();
  ASSERT_NE(texts.Find("HS-01.step.1", "de"), nullptr);
  EXPECT_EQ(*texts.Find("HS-01.step.1", "de"), "Hinlegen.");
  EXPECT_EQ(texts.Find("HS-01.step.2", "de"), nullptr);
  EXPECT_EQ(texts.Find("HS-01.step.1", "fr"), nullptr);
}

TEST(TextsTest, RefusesAKeyThatIsThere) {
  Texts texts = Sample();
  EXPECT_FALSE(texts.Add("en", "HS-01.step.1", "Stand up."));
  EXPECT_EQ(*texts.Find("HS-01.step.1", "en"), "Lie down.");
}

TEST(TextsTest, ListsNumberedLinesUpToTheFirstGap) {
  EXPECT_THAT(Sample().Lines("HS-01.step", "en"), ElementsAre("Lie down.", "Lift your leg."));
  EXPECT_THAT(Sample().Lines("HS-02.step", "en"), IsEmpty());
}

TEST(TextsTest, ListsLanguagesAndKeysInOrder) {
  const Texts texts = Sample();
  EXPECT_THAT(texts.languages(), ElementsAre("de", "en"));
  EXPECT_THAT(texts.keys("en"), ElementsAre("HS-01.step.1", "HS-01.step.2", "HS-01.step.4"));
  EXPECT_THAT(texts.keys("fr"), IsEmpty());
}

TEST(FillTest, PutsValuesInTheirPlaces) {
  EXPECT_EQ(Fill("{hold} on {days} days, {hold} each", {{"hold", "15 s"}, {"days", "7"}}),
            "15 s on 7 days, 15 s each");
}

TEST(FillTest, LeavesWhatHasNoValue) {
  EXPECT_EQ(Fill("Week {week} of {weeks", {{"weeks", "12"}}), "Week {week} of {weeks");
}

TEST(FillTest, DoesNotFillAValue) {
  EXPECT_EQ(Fill("{goal}", {{"goal", "{phone}"}, {"phone", "1"}}), "{phone}");
}

TEST(PlaceholdersOfTest, NamesThemInOrder) {
  EXPECT_THAT(PlaceholdersOf("{low} to {high} of {"), ElementsAre("low", "high"));
}

// Known grades of the formula, words and syllables counted by hand.
TEST(ReadingGradeTest, FollowsFleschAndKincaid) {
  // 1 sentence, 6 words, 6 syllables: 0.39 x 6 + 11.8 - 15.59.
  EXPECT_NEAR(ReadingGrade("The cat sat on the mat."), -1.45, 0.01);
  // 1 sentence, 6 words, 12 syllables: 0.39 x 6 + 23.6 - 15.59.
  EXPECT_NEAR(ReadingGrade("Walk slowly every morning before breakfast."), 10.35, 0.01);
}

TEST(ReadingGradeTest, CountsLinesWithoutAMarkAsSentences) {
  EXPECT_EQ(ReadingGrade("Lie down\nBend one knee"), ReadingGrade("Lie down. Bend one knee."));
}

TEST(ReadingGradeTest, OfNothingIsZero) { EXPECT_EQ(ReadingGrade(" - 3 "), 0); }

}  // namespace
}  // namespace ischia::catalogue
