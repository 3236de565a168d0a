#include "integration/document/fonts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ischia::document {
namespace {

using ::testing::HasSubstr;

TEST(FontsTest, TheCharactersOfOurFamilyAreThere) {
  EXPECT_FALSE(
      FindFontFault({"Breathe slowly.", "4 \u00d7 15 s \u2013 60\u00b0", "\u201c\u2019\n"}));
}

TEST(FontsTest, ACharacterInNoInstalledFontIsNamed) {
  const auto fault = FindFontFault({"plain", "odd \xf4\x8f\xbf\xbd"});
  ASSERT_TRUE(fault);
  EXPECT_THAT(fault->what, HasSubstr("U+10FFFD"));
}

TEST(FontsTest, BytesThatAreNoTextAreNotLookedFor) {
  EXPECT_FALSE(FindFontFault({"\xff\xfe", "", "cut \xc3"}));
}

}  // namespace
}  // namespace ischia::document
