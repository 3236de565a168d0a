#include "plugin/requests/asked.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace ischia::requests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// hosts in the field write lengths wrong as often as not; these are right.
std::string Line(const std::string& field_and_content) {
  const std::string length = std::to_string(field_and_content.size() + 5);
  return std::string(3 - length.size(), '0') + length + field_and_content + "\r\n";
}

std::string RequestOf(const std::string& type, const std::string& more = {}) {
  return Line("8000" + type) + Line("8315ISCH") + Line("8316PVS1") + Line("92063") +
         Line("921802.10") + Line("30004711") + Line("3101Muster") + Line("3102Erika") +
         Line("310314051981") + Line("31102") + more + Line("8402ALLG00");
}

Asked Accepted(const std::string& file) {
  const auto read = AskedIn(file, "ISCH");
  const auto* refused = std::get_if<Refused>(&read);
  EXPECT_EQ(refused, nullptr) << refused->sentences.front();
  return refused == nullptr ? std::get<Asked>(read) : Asked();
}

std::string Reason(const std::string& file) {
  const auto read = AskedIn(file, "ISCH");
  const auto* refused = std::get_if<Refused>(&read);
  return refused == nullptr ? "accepted" : refused->sentences.front();
}

TEST(AskedTest, ARequestNamesThePatientAndTheView) {
  const Asked asked = Accepted(RequestOf("6302"));
  EXPECT_EQ(asked.patient_id, "4711");
  EXPECT_EQ(asked.given_name + ' ' + asked.family_name, "Erika Muster");
  EXPECT_EQ(asked.birth_date, "1981-05-14");
  EXPECT_EQ(asked.sex, "F");
  EXPECT_EQ(asked.view, "ASSESS");
  EXPECT_EQ(Accepted(RequestOf("6301")).view, "PATIENT");
  EXPECT_EQ(Accepted(RequestOf("6311")).view, "PROGRAM");
  EXPECT_TRUE(Accepted(RequestOf("6303")).takes_back);
}

TEST(AskedTest, ALanguageIsTakenWhereItIsKnown) {
  EXPECT_EQ(Accepted(RequestOf("6302", Line("3628Spanisch"))).language, "es");
  EXPECT_EQ(Accepted(RequestOf("6302", Line("3628fr"))).language, "fr");
  EXPECT_EQ(Accepted(RequestOf("6302", Line("3628Klingonisch"))).language, "");
}

TEST(AskedTest, WhatDepartsFromTheFormatIsRemarkedAndQuotesNothing) {
  const Asked asked = Accepted("013" + RequestOf("6302").substr(3) + "0993105X\r\n");
  ASSERT_THAT(asked.remarks, ::testing::Not(IsEmpty()));
  for (const std::string& remark : asked.remarks) {
    EXPECT_THAT(remark, ::testing::Not(HasSubstr("Muster")));
  }
}

TEST(AskedTest, NobodyIsGuessed) {
  EXPECT_THAT(Reason(""), HasSubstr("8000"));
  EXPECT_THAT(Reason(RequestOf("6302") + RequestOf("6302")), HasSubstr("more than one request"));
  EXPECT_THAT(Reason(RequestOf("6310")), HasSubstr("no request to this device"));
  std::string other = RequestOf("6302");
  other.replace(other.find("ISCH"), 4, "EKG1");
  EXPECT_THAT(Reason(other), HasSubstr("no request to this device"));
  EXPECT_NE(Reason(RequestOf("6302", Line("30004712"))), "accepted");
}

TEST(AskedTest, AHandOverFileOpensAnAssessment) {
  HandedOver handed_over;
  handed_over.patient_id = "4711";
  handed_over.first_name = "Erika";
  handed_over.last_name = "Muster";
  handed_over.sex = Sex::kMale;
  handed_over.birth_date = std::chrono::sys_days(std::chrono::year{1981} / 5 / 14);
  const Asked asked = AskedBy(handed_over);
  EXPECT_EQ(asked.birth_date, "1981-05-14");
  EXPECT_EQ(asked.sex, "M");
  EXPECT_EQ(asked.view, "ASSESS");
  EXPECT_THAT(asked.remarks, ElementsAre());
}

}  // namespace
}  // namespace ischia::requests
