#include "service/domain/values.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace ischia::domain {
namespace {

CivilDay Day(int year, unsigned month, unsigned day) {
  return CivilDay{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)};
}

TEST(AgeOnTest, AYearIsCompletedOnTheBirthdayItself) {
  EXPECT_EQ(AgeOn(Day(2026, 5, 31), Day(1992, 6, 1)), 33);
  EXPECT_EQ(AgeOn(Day(2026, 6, 1), Day(1992, 6, 1)), 34);
  EXPECT_EQ(AgeOn(Day(2026, 12, 1), Day(1992, 6, 15)), 34);
}

TEST(AgeOnTest, ALeapDayBirthdayCountsFromMarchFirstInOtherYears) {
  EXPECT_EQ(AgeOn(Day(2025, 2, 28), Day(2008, 2, 29)), 16);
  EXPECT_EQ(AgeOn(Day(2025, 3, 1), Day(2008, 2, 29)), 17);
  EXPECT_EQ(AgeOn(Day(2028, 2, 29), Day(2008, 2, 29)), 20);
}

TEST(IsoDayTest, ADayIsReadBackAsItWasWritten) {
  EXPECT_EQ(IsoDay(Day(2026, 6, 1)), "2026-06-01");
  EXPECT_EQ(ParseIsoDay("2026-06-01"), Day(2026, 6, 1));
  EXPECT_EQ(ParseIsoDay(IsoDay(Day(1901, 12, 31))), Day(1901, 12, 31));
}

TEST(IsoDayTest, DaysThatDoNotExistAreRefused) {
  EXPECT_EQ(ParseIsoDay("2025-02-29"), std::nullopt);
  EXPECT_EQ(ParseIsoDay("2026-13-01"), std::nullopt);
  EXPECT_EQ(ParseIsoDay("2026-00-01"), std::nullopt);
  EXPECT_EQ(ParseIsoDay("2026-06-31"), std::nullopt);
}

TEST(IsoDayTest, OtherWritingsOfADayAreRefused) {
  for (const char* text : {"", "2026-6-1", "01.06.2026", "2026/06/01", "2026-06-01T00:00",
                           " 2026-06-1", "-026-06-01", "2026-+6-01"}) {
    EXPECT_EQ(ParseIsoDay(text), std::nullopt) << text;
  }
}

TEST(ResourceIdTest, OnlyLowerCaseLettersDigitsAndHyphensMakeAnId) {
  EXPECT_TRUE(IsResourceId("patient-7"));
  EXPECT_TRUE(IsResourceId(std::string(63, 'a')));
  EXPECT_FALSE(IsResourceId(std::string(64, 'a')));
  for (const char* text : {"", "Patient", "a_b", "a/b", "a b", "\xC3\xA4"}) {
    EXPECT_FALSE(IsResourceId(text)) << text;
  }
}

TEST(CodeTest, CodesAreOrderedLikeTheirTexts) {
  EXPECT_LT(RuleId("D-STATIC"), RuleId("S-01"));
  EXPECT_LT(RuleId("S-04"), RuleId("S-22"));
  EXPECT_EQ(RuleId("S-22"), RuleId("S-22"));
  EXPECT_NE(RuleId("D-STATIC"), RuleId("D-STATIC-ADJ"));
  EXPECT_TRUE(RuleId().empty());
}

}  // namespace
}  // namespace ischia::domain
