#include "service/catalogue/texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "service/catalogue/load.h"

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

// Of UTF-8.
std::vector<std::string_view> CharactersIn(std::string_view text) {
  std::vector<std::string_view> characters;
  while (!text.empty()) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) ++size;
    characters.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return characters;
}

TEST(TextsTest, FindsASentenceInItsLanguageOnly) {
  const Texts texts = Sample();
  ASSERT_TRUE(texts.Find("HS-01.step.1", "de"));
  EXPECT_EQ(*texts.Find("HS-01.step.1", "de"), "Hinlegen.");
  EXPECT_FALSE(texts.Find("HS-01.step.2", "de"));
  EXPECT_FALSE(texts.Find("HS-01.step.1", "fr"));
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

// -- Sentences as the build lays them out

constexpr char kSentences[] =
    "a\0Eins.\0"
    "a.b\0Zwei.\0"
    "b\0Drei.\0";
constexpr std::uint32_t kPlaces[] = {0, 8, 18};
constexpr TextTable kGerman = {.language = "de",
                               .sentences = kSentences,
                               .places = kPlaces,
                               .characters = "DEZ.einrsw",
                               .reviewed = true,
                               .reviewer = "A. Example",
                               .review_date = "2026-06-01"};

TEST(TextTableTest, FindsEachSentenceByItsWholeKey) {
  EXPECT_EQ(kGerman.Find("a"), "Eins.");
  EXPECT_EQ(kGerman.Find("a.b"), "Zwei.");
  EXPECT_EQ(kGerman.Find("b"), "Drei.");
  for (const char* key : {"", "A", "a.", "a.bc", "c"}) EXPECT_FALSE(kGerman.Find(key)) << key;
  EXPECT_FALSE(TextTable{}.Find("a"));
}

TEST(TextTableTest, HoldsWhatTheCheckedFilesSay) {
  const Texts read = Load(EmbeddedFiles())->texts;
  const Texts laid_out(EmbeddedTexts());
  ASSERT_EQ(laid_out.languages(), read.languages());
  for (const std::string_view language : read.languages()) {
    ASSERT_EQ(laid_out.keys(language), read.keys(language));
    EXPECT_EQ(laid_out.ReviewOf(language).reviewed, read.ReviewOf(language).reviewed);
    for (const std::string_view key : read.keys(language)) {
      ASSERT_EQ(laid_out.Find(key, language), read.Find(key, language)) << language << ' ' << key;
    }
  }
}

TEST(TextTableTest, NamesEveryCharacterOfItsSentencesOnce) {
  for (const TextTable& table : EmbeddedTexts()) {
    std::map<std::string_view, int> count;
    for (const std::string_view character : CharactersIn(table.characters)) ++count[character];
    for (const auto& [character, times] : count) EXPECT_EQ(times, 1) << character;
    for (std::size_t i = 0; i < table.places.size(); ++i) {
      for (const std::string_view character : CharactersIn(*table.Find(table.KeyAt(i)))) {
        ASSERT_TRUE(count.contains(character)) << table.language << ' ' << character;
      }
    }
  }
}

TEST(TextsTest, AddsToATable) {
  Texts texts(std::span(&kGerman, 1));
  EXPECT_FALSE(texts.Add("de", "a", "Anders."));
  EXPECT_TRUE(texts.Add("de", "a.a", "Neu."));
  EXPECT_EQ(texts.Find("a", "de"), "Eins.");
  EXPECT_EQ(texts.Find("a.a", "de"), "Neu.");
  EXPECT_THAT(texts.keys("de"), ElementsAre("a", "a.a", "a.b", "b"));
  EXPECT_THAT(texts.characters(), ElementsAre("DEZ.einrsw", "Neu."));
  EXPECT_EQ(texts.ReviewOf("de").reviewer, "A. Example");
  EXPECT_EQ(texts.ReviewOf("de").date, "2026-06-01");
}

TEST(TextsTest, RestOnTablesAndKeepTheirOwnWords) {
  Texts texts;
  for (const auto& [key, text] : {std::pair("a", "Eins."), {"a.b", "Anders."}, {"c", "Neu."}}) {
    (void)texts.Add("de", key, text);
  }
  texts.RestOn(std::span(&kGerman, 1));
  EXPECT_EQ(texts.Find("a.b", "de"), "Anders.");
  EXPECT_THAT(texts.keys("de"), ElementsAre("a", "a.b", "b", "c"));
  EXPECT_THAT(texts.characters(), ElementsAre("DEZ.einrsw", "Anders.", "Neu."))
      << "what both say is held once";
}

TEST(TextsTest, RestOnNoTableOfALanguageThatTheyLack) {
  Texts texts;
  texts.RestOn(std::span(&kGerman, 1));
  EXPECT_THAT(texts.languages(), IsEmpty());
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

TEST(PlaceholdersOfTest, LooksIntoPluralForms) {
  EXPECT_THAT(PlaceholdersOf("{days, plural, one {# day of {all}} other {# days of {all}}}"),
              ElementsAre("days", "all", "all"));
}

TEST(PluralsOfTest, NamesNumberAndForms) {
  const auto choices = PluralsOf("{a} {days, plural, =0 {none} one {# day} other {# days}}");
  ASSERT_EQ(choices.size(), 1U);
  EXPECT_EQ(choices.front().name, "days");
  EXPECT_THAT(choices.front().selectors, ElementsAre("=0", "one", "other"));
}

TEST(PluralsOfTest, HasNoFormsWhereTheyCannotBeRead) {
  const auto choices = PluralsOf("{days, plural, one # day}");
  ASSERT_EQ(choices.size(), 1U);
  EXPECT_THAT(choices.front().selectors, IsEmpty());
}

constexpr const char* kDays =
    "{days, plural, zero {z} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}";

TEST(FillTest, ChoosesTheFormOfTheLanguage) {
  const Locale arabic{"ar", Digits::kArabicIndic, "٫"};
  EXPECT_EQ(Fill(kDays, {{"days", "0"}}, arabic), "z");
  EXPECT_EQ(Fill(kDays, {{"days", "1"}}, arabic), "يوم واحد");
  EXPECT_EQ(Fill(kDays, {{"days", "2"}}, arabic), "يومان");
  EXPECT_EQ(Fill(kDays, {{"days", "7"}}, arabic), "٧ أيام");
  EXPECT_EQ(Fill(kDays, {{"days", "12"}}, arabic), "١٢ يومًا");
  EXPECT_EQ(Fill(kDays, {{"days", "100"}}, arabic), "١٠٠ يوم");
  EXPECT_EQ(Fill("{n, plural, one {# day} other {# days}}", {{"n", "1"}}), "1 day");
  EXPECT_EQ(Fill("{n, plural, one {# day} other {# days}}", {{"n", "1.5"}}), "1.5 days");
}

TEST(FillTest, PrefersTheFormOfTheVeryNumber) {
  EXPECT_EQ(Fill("{day, plural, =1 {1er} one {#} other {#}} juin", {{"day", "1"}}, {"fr"}),
            "1er juin");
}

TEST(FillTest, FillsWithinAForm) {
  EXPECT_EQ(Fill("{n, plural, one {# of {all}} other {# of {all}}}", {{"n", "2"}, {"all", "7"}}),
            "2 of 7");
}

TEST(FillTest, WritesNumbersAsTheReaderDoesAndTelephonesAsTheyAre) {
  const Locale arabic{"ar", Digits::kArabicIndic, "٫"};
  EXPECT_EQ(Fill("{week} {phone_number} {emergency_number} {rules}",
                 {{"week", "12"},
                  {"phone_number", "+49 30"},
                  {"emergency_number", "112"},
                  {"rules", "S-39"}},
                 arabic),
            "١٢ +49 30 112 S-39");
  EXPECT_EQ(Fill("من {low}", {{"low", "38.5"}}, arabic), "من ٣٨٫٥");
  EXPECT_EQ(Fill("{low}", {{"low", "38.5"}}, LocaleOf("de", "de")), "38,5");
}

TEST(FillTest, WritesTheSentencesOwnDigitsAsTheRegionDoes) {
  EXPECT_EQ(Fill("٦ أسابيع و{n}", {{"n", "2"}}, LocaleOf("ar-MA", "ar")), "6 أسابيع و2");
  EXPECT_EQ(Fill("٦ أسابيع و{n}", {{"n", "2"}}, LocaleOf("ar", "ar")), "٦ أسابيع و٢");
}

TEST(TextsTest, ServesATagByTheNearestLanguage) {
  Texts texts = Sample();
  (void)texts.Add("zh-Hans", "a", "b");
  EXPECT_EQ(texts.LocaleFor("de-AT")->language, "de");
  EXPECT_EQ(texts.LocaleFor("DE")->language, "de");
  EXPECT_EQ(texts.LocaleFor("zh")->language, "zh-Hans");
  EXPECT_EQ(texts.LocaleFor("zh-CN")->language, "zh-Hans");
}

TEST(TextsTest, LetsNoLanguageStandInForAnother) {
  Texts texts = Sample();
  (void)texts.Add("zh-Hans", "a", "b");
  EXPECT_FALSE(texts.LocaleFor("fr"));
  EXPECT_FALSE(texts.LocaleFor("zh-TW"));
  EXPECT_FALSE(texts.LocaleFor(""));
}

TEST(TextsTest, ServesCliniciansInTheNearestLanguageOfTheConsole) {
  Texts texts = Sample();
  for (const char* language : {"es", "es-AR", "ar"}) (void)texts.Add(language, "a", "b");
  EXPECT_EQ(texts.ClinicianLanguageFor("es-MX"), "es");
  EXPECT_EQ(texts.ClinicianLanguageFor("es-AR"), "es");
  EXPECT_EQ(texts.ClinicianLanguageFor("DE-at"), "de");
  EXPECT_EQ(texts.ClinicianLanguageFor("ar"), "en");
  EXPECT_EQ(texts.ClinicianLanguageFor("fr"), "en") << "it is not there";
  EXPECT_EQ(texts.ClinicianLanguageFor(""), "en");
}

TEST(TextsTest, TakesATranslationForUnreviewed) {
  Texts texts = Sample();
  EXPECT_TRUE(texts.ReviewOf("en").reviewed);
  EXPECT_FALSE(texts.ReviewOf("de").reviewed);
  texts.SetReview("de", {true, "A. Example", "2026-06-01"});
  EXPECT_TRUE(texts.ReviewOf("de").reviewed);
  EXPECT_EQ(texts.ReviewOf("de").reviewer, "A. Example");
}

}  // namespace
}  // namespace ischia::catalogue
