// Which numbers of a report go into a record, and under which codes.
#include "plugin/agent/filing/hl7_numbers.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ischia::agent {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

v1::AdherenceReport ReportOf(const std::string& json) {
  v1::AdherenceReport report;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &report).ok());
  return report;
}

// "CRED-DAYS=3 d 2026-11-22", one for each number.
std::vector<std::string> Lines(const v1::AdherenceReport& report) {
  std::vector<std::string> lines;
  for (const hl7v2::Number& number : NumbersOf(report)) {
    const auto& day = number.observed;
    lines.push_back(number.code.code + '=' + number.value + ' ' + number.unit + ' ' +
                    std::to_string(static_cast<int>(day.year())) + '-' +
                    std::to_string(static_cast<unsigned>(day.month())) + '-' +
                    std::to_string(static_cast<unsigned>(day.day())));
  }
  return lines;
}

constexpr const char* kFollowed = R"({
  "as_of_date": {"year": 2026, "month": 11, "day": 22},
  "weeks": [{"figures": {"prescribed_day_count": 5}}, {"figures": {"prescribed_day_count": 2}}],
  "claimed": {"session_ratio": 0.716, "exercise_ratio": 0.5, "dose_ratio": 1,
              "reported_day_count": 7, "day_count": 9},
  "credible": {"reported_day_count": 3, "day_count": 9}})";

TEST(Hl7NumbersTest, ClaimedAndCredibleStandSideBySideWithTheirDays) {
  EXPECT_THAT(
      Lines(ReportOf(kFollowed)),
      ElementsAre("DAYS=9 d 2026-11-22", "PRESC=7 d 2026-11-22", "CLAIM-DAYS=7 d 2026-11-22",
                  "CLAIM-SESS=72 % 2026-11-22", "CLAIM-EXER=50 % 2026-11-22",
                  "CLAIM-DOSE=100 % 2026-11-22", "CRED-DAYS=3 d 2026-11-22"));
}

TEST(Hl7NumbersTest, WhatCannotBeJudgedIsLeftOutAndIsNotZero) {
  EXPECT_THAT(Lines(ReportOf(kFollowed)), Not(Contains(StartsWith("CRED-SESS"))));
}

TEST(Hl7NumbersTest, OfEachMeasureTheLastValueGoesWithItsOwnDay) {
  EXPECT_THAT(Lines(ReportOf(R"({"outcomes": [
        {"date": {"year": 2026, "month": 10, "day": 1}, "pain": {"rest_score": 4},
         "scores": {"oswestry_percent": 33.333333333}},
        {"date": {"year": 2026, "month": 11, "day": 5},
         "pain": {"rest_score": 0, "jogging_score": 2}, "scores": {"lefs_score": 60}}]})")),
              ElementsAre("72514-3=0 {score} 2026-11-5", "PAIN-JOG=2 {score} 2026-11-5",
                          "ODI=33.3 % 2026-10-1", "LEFS=60 {score} 2026-11-5"));
}

TEST(Hl7NumbersTest, PainAtRestHasTheStandardsCode) {
  const auto numbers = NumbersOf(ReportOf(
      R"({"outcomes": [{"date": {"year": 2026, "month": 11, "day": 5}, "pain": {"rest_score": 3}}]})"));
  ASSERT_EQ(numbers.size(), 1U);
  EXPECT_EQ(numbers[0].code.system, "LN");
}

TEST(Hl7NumbersTest, OfAnEmptyReportThereAreNone) { EXPECT_THAT(NumbersOf({}), IsEmpty()); }

// Whatever a report may hold, a message can be written of it.
TEST(Hl7NumbersTest, EveryNumberCanBeSent) {
  hl7v2::Site site;
  site.receiving_application = "PVS1";
  const auto written = hl7v2::WriteReport(site, {.control_id = "N1", .made = {}},
                                          {.id = "4711",
                                           .authority = "PVS1",
                                           .family = "Muster",
                                           .given = {},
                                           .birth_date = {},
                                           .sex = {}},
                                          {.type = {"HEPREP", "Home exercise report"},
                                           .number = "N1",
                                           .begin = std::chrono::year(2026) / 11 / 1,
                                           .reported = {},
                                           .numbers = NumbersOf(ReportOf(R"({
  "as_of_date": {"year": 2026, "month": 11, "day": 22},
  "claimed": {"session_ratio": 0.333333333, "exercise_ratio": 1e-9, "dose_ratio": 1,
              "reported_day_count": 7, "day_count": 9},
  "credible": {"session_ratio": 0, "exercise_ratio": 0, "dose_ratio": 0, "day_count": 9},
  "outcomes": [{"date": {"year": 2026, "month": 10, "day": 1},
    "pain": {"rest_score": 1, "activity_score": 2, "worst_24h_score": 3, "sitting_score": 4,
             "walking_score": 5, "jogging_score": 6},
    "scores": {"oswestry_percent": 0.1, "roland_morris_score": 1, "lefs_score": 2, "fash_score": 3,
               "ears_score": 4, "siras_score": 5}}]})"))});
  ASSERT_TRUE(std::holds_alternative<std::string>(written));
  EXPECT_THAT(std::get<std::string>(written), ::testing::HasSubstr("OBX|22|"));
}

}  // namespace
}  // namespace ischia::agent
