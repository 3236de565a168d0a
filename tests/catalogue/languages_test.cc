#include "service/catalogue/languages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ischia::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FallbacksOfTest, CutsFromTheEndInCanonicalCase) {
  EXPECT_THAT(FallbacksOf("ES-mx"), ElementsAre("es-MX", "es"));
  EXPECT_THAT(FallbacksOf("de-AT-1996"), ElementsAre("de-AT-1996", "de-AT", "de"));
  EXPECT_THAT(FallbacksOf(""), IsEmpty());
}

TEST(FallbacksOfTest, KnowsTheScriptOfChinese) {
  EXPECT_THAT(FallbacksOf("zh"), ElementsAre("zh-Hans", "zh"));
  EXPECT_THAT(FallbacksOf("zh-SG"), ElementsAre("zh-Hans-SG", "zh-Hans", "zh"));
  EXPECT_THAT(FallbacksOf("zh-hans-cn"), ElementsAre("zh-Hans-CN", "zh-Hans", "zh"));
  EXPECT_THAT(FallbacksOf("zh-HK"), ElementsAre("zh-Hant-HK", "zh-Hant"));
  EXPECT_THAT(FallbacksOf("zh-Hant"), ElementsAre("zh-Hant"));
}

TEST(PluralTest, HasTheCategoriesOfCldr) {
  EXPECT_THAT(PluralCategories("ar-EG"), ElementsAre("zero", "one", "two", "few", "many", "other"));
  EXPECT_THAT(PluralCategories("zh-Hans"), ElementsAre("other"));
  EXPECT_THAT(PluralCategories("hi"), ElementsAre("one", "other"));
}

struct Row {
  const char* language;
  long number;
  const char* category;
};
class PluralCategoryTest : public ::testing::TestWithParam<Row> {};

TEST_P(PluralCategoryTest, IsThatOfCldr) {
  EXPECT_EQ(PluralCategory(GetParam().language, GetParam().number), GetParam().category)
      << GetParam().language << ' ' << GetParam().number;
}

// The samples of CLDR 42, plurals.xml.
INSTANTIATE_TEST_SUITE_P(
    Cldr, PluralCategoryTest,
    ::testing::Values(Row{"en", 0, "other"}, Row{"en", 1, "one"}, Row{"en", 2, "other"},
                      Row{"de", 1, "one"}, Row{"de", 21, "other"}, Row{"es", 1, "one"},
                      Row{"es", 0, "other"}, Row{"fr", 0, "one"}, Row{"fr", 1, "one"},
                      Row{"fr", 2, "other"}, Row{"hi", 0, "one"}, Row{"hi", 1, "one"},
                      Row{"hi", 2, "other"}, Row{"zh-Hans", 1, "other"}, Row{"ar", 0, "zero"},
                      Row{"ar", 1, "one"}, Row{"ar", 2, "two"}, Row{"ar", 3, "few"},
                      Row{"ar", 10, "few"}, Row{"ar", 11, "many"}, Row{"ar", 26, "many"},
                      Row{"ar", 99, "many"}, Row{"ar", 100, "other"}, Row{"ar", 102, "other"},
                      Row{"ar", 103, "few"}, Row{"ar", 111, "many"}, Row{"pl", 2, "other"}));

TEST(LocaleOfTest, WritesArabicByRegion) {
  EXPECT_EQ(LocaleOf("ar", "ar").digits, Digits::kArabicIndic);
  EXPECT_EQ(LocaleOf("ar-EG", "ar").digits, Digits::kArabicIndic);
  EXPECT_EQ(LocaleOf("ar-MA", "ar").digits, Digits::kEuropean);
  EXPECT_EQ(LocaleOf("hi", "hi").digits, Digits::kEuropean);
}

TEST(NumberInTest, HasTheDecimalMarkOfTheRegion) {
  EXPECT_EQ(NumberIn("38.5", LocaleOf("en", "en")), "38.5");
  EXPECT_EQ(NumberIn("38.5", LocaleOf("es", "es")), "38,5");
  EXPECT_EQ(NumberIn("38.5", LocaleOf("es-MX", "es")), "38.5");
  EXPECT_EQ(NumberIn("38.5", LocaleOf("fr-CH", "fr")), "38,5");
  EXPECT_EQ(NumberIn("38.5", LocaleOf("ar", "ar")), "٣٨٫٥");
}

TEST(NumberInTest, ExchangesDigitsOfTimesAndLeavesWhatHasLetters) {
  EXPECT_EQ(NumberIn("14:05", LocaleOf("ar", "ar")), "١٤:٠٥");
  EXPECT_EQ(NumberIn("S-39", LocaleOf("ar", "ar")), "S-39");
  EXPECT_EQ(NumberIn("1.2.3", LocaleOf("de", "de")), "1.2.3");
}

TEST(InDigitsTest, WritesOneKind) {
  EXPECT_EQ(InDigits("٠١٩ 45", Digits::kEuropean), "019 45");
  EXPECT_EQ(InDigits("٠١٩ 45", Digits::kArabicIndic), "٠١٩ ٤٥");
}

}  // namespace
}  // namespace ischia::catalogue
