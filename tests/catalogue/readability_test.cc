#include "service/catalogue/readability.h"

#include <gtest/gtest.h>

namespace ischia::catalogue {
namespace {

// Sentences, words and syllables are counted by hand.
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

TEST(FernandezHuertaTest, CountsSyllablesAndWordsOfASentence) {
  // Do-ble la ro-di-lla: 3 words, 6 syllables: 206.84 - 60 x 2 - 1.02 x 3.
  EXPECT_NEAR(FernandezHuerta("Doble la rodilla."), 83.78, 0.01);
  // Res-pi-re des-pa-cio. Pue-de ha-blar.: 4 words, 10 syllables, 2 sentences.
  EXPECT_NEAR(FernandezHuerta("Respire despacio. Puede hablar."), 54.80, 0.01);
}

TEST(FernandezHuertaTest, KnowsHiatusAndDiphthong) {
  // dí-a: 2, ro-de-o: 3, pie: 1, muy: 1, pa-ís: 2; a mean of 9/5.
  EXPECT_NEAR(FernandezHuerta("día rodeo pie muy país"), 206.84 - 60 * 9.0 / 5 - 1.02 * 5, 0.01);
}

TEST(FirstViennaFormulaTest, CountsLongWordsAndSyllables) {
  // 4 words, 1 sentence; Oberschenkel: 4 syllables and over 6 letters; Der, ist: one; ruhig: two.
  // 0.1935 x 25 + 0.1672 x 4 + 0.1297 x 25 - 0.0327 x 50 - 0.875.
  EXPECT_NEAR(FirstViennaFormula("Der Oberschenkel ist ruhig."), 6.24, 0.01);
}

TEST(FirstViennaFormulaTest, CountsALetterWithAMarkOnce) {
  // Rücken: six letters, two syllables: 0.1672 - 0.875.
  EXPECT_NEAR(FirstViennaFormula("Rücken."), -0.71, 0.01);
}

TEST(KandelMolesTest, LeavesTheSilentEOut) {
  // Pli-ez la jambe: 3 words, 4 syllables (the e of jambe is silent): 207 - 3.045 - 98.13.
  EXPECT_NEAR(KandelMoles("Pliez la jambe."), 207 - 1.015 * 3 - 73.6 * 3 / 3, 0.01);
  // ta-lon le-vé: 2 words, 4 syllables.
  EXPECT_NEAR(KandelMoles("Talon levé."), 207 - 1.015 * 2 - 73.6 * 2, 0.01);
}

TEST(FindHardReadingTest, JudgesByTheFormulaOfTheLanguage) {
  const char* const text = "Oberschenkelmuskulaturdehnung ermöglicht Beweglichkeitsverbesserung.";
  ASSERT_TRUE(FindHardReading(text, "de"));
  EXPECT_NE(FindHardReading(text, "de-AT")->find("first Vienna formula"), std::string::npos);
  EXPECT_FALSE(FindHardReading("Bitte ruhig atmen.", "de"));
  EXPECT_FALSE(FindHardReading(text, "pl"));
}

TEST(LongestSentenceTest, CountsWordsBetweenMarks) {
  EXPECT_EQ(LongestSentence("Eins zwei. Eins zwei drei! Eins", "de"), 3U);
  EXPECT_EQ(LongestSentence("واحد اثنان؟ واحد، اثنان، ثلاثة.", "ar"), 3U);
  EXPECT_EQ(LongestSentence("एक दो। एक दो तीन।", "hi"), 3U);
}

TEST(LongestSentenceTest, CountsCharactersInChinese) {
  EXPECT_EQ(LongestSentence("慢慢呼吸，不要憋气。停。", "zh-Hans"), 8U);
}

}  // namespace
}  // namespace ischia::catalogue
