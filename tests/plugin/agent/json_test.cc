// The API's JSON, read strictly: what protobuf's own reader lets pass is refused here.
#include "plugin/contract/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "ischia/v1/assessment.pb.h"
#include "ischia/v1/patient.pb.h"
#include "tests/support/temp_folder.h"

namespace ischia::contract {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::optional<Misread> Read(const std::string& text) {
  v1::CreatePatientRequest request;
  return ReadJson(text, request);
}

Misread Refused(const std::string& text) {
  const std::optional<Misread> misread = Read(text);
  EXPECT_TRUE(misread.has_value()) << text;
  return misread.value_or(Misread{});
}

TEST(JsonTest, BothSpellingsOfAFieldAreRead) {
  for (const char* text : {R"({"patient_id": "p-1"})", R"({"patientId": "p-1"})"}) {
    v1::CreatePatientRequest request;
    EXPECT_EQ(ReadJson(text, request), std::nullopt);
    EXPECT_EQ(request.patient_id(), "p-1");
  }
}

TEST(JsonTest, EveryWorkedCaseIsReadAndComesBackTheSame) {
  for (const char* name : {"v01", "v03", "v07", "v10", "v11"}) {
    v1::Assessment first;
    v1::Assessment second;
    const std::string file =
        std::string(ISCHIA_TEST_DATA) + "/prescribe/" + name + ".assessment.json";
    EXPECT_EQ(ReadJson(support::ReadFile(file), first), std::nullopt) << name;
    EXPECT_EQ(ReadJson(JsonText(first, Layout::kOneLine), second), std::nullopt) << name;
    EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString()) << name;
  }
}

TEST(JsonTest, AFieldGivenTwiceIsRefusedByName) {
  EXPECT_EQ(Refused(R"({"patient_id": "a", "patient_id": "b"})").field, "patient_id");
  EXPECT_EQ(Refused(R"({"patient_id": "a", "patientId": "b"})").field, "patientId");
  EXPECT_EQ(Refused(R"({"patient": {"given_name": "A", "\u0067iven_name": "B"}})").field,
            "given_name");
}

TEST(JsonTest, EqualNamesInDifferentObjectsAreFine) {
  EXPECT_EQ(Read(R"({"patient": {"name": "a", "host_reference": {"host_id": "b"}}})"),
            std::nullopt);
}

TEST(JsonTest, AnUnknownFieldIsRefusedByName) {
  EXPECT_EQ(Refused(R"({"pateint_id": "a"})").field, "pateint_id");
  EXPECT_THAT(Refused(R"({"patient": {"given_nmae": "Zacharias"}})").sentence,
              Not(HasSubstr("Zacharias")));
}

TEST(JsonTest, ANameThatLooksLikeAValueIsNotQuoted) {
  for (const char* text : {R"({"Zacharias Doe": 1})", R"({"Zacharias Doe": 1, "Zacharias Doe": 2})",
                           R"({"1980-02-03": 1})"}) {
    const Misread misread = Refused(text);
    EXPECT_EQ(misread.field, "");
    EXPECT_THAT(misread.sentence, Not(HasSubstr("Zacharias")));
    EXPECT_THAT(misread.sentence, Not(HasSubstr("1980")));
  }
}

TEST(JsonTest, WhatIsNotJsonIsRefusedAndNotQuoted) {
  for (const std::string& text :
       {std::string("Zacharias"), std::string("{'patient_id': 'Zacharias'}"),
        std::string("{patient_id: \"Zacharias\"}"), std::string("{\"patient_id\": \"Zacharias\""),
        std::string("{\"patient_id\": \"Zacharias\"} x"), std::string("{\"patient_id\": \"a\",}"),
        std::string("{\"patient_id\": [\"Zacharias\"]}"), std::string("[]"), std::string("\"a\""),
        std::string("{\"patient_id\": \"\xff Zacharias\"}"), std::string("{\"patient_id\": 1e}"),
        std::string("{\"patient\": {\"sex_for_norms\": \"Zacharias\"}}"), std::string("\0{}", 3)}) {
    EXPECT_THAT(Refused(text).sentence, Not(HasSubstr("Zacharias"))) << text;
  }
}

TEST(JsonTest, DeepNestingIsRefused) {
  std::string text = "1";
  for (int level = 0; level < 17; ++level) text = "{\"patient\":" + text + "}";
  EXPECT_THAT(Refused(text).sentence, HasSubstr("16 levels"));
  EXPECT_THAT(Refused(std::string(100'000, '[')).sentence, HasSubstr("16 levels"));
}

TEST(JsonTest, MoreThan256KibibytesAreRefused) {
  const std::string head = "{\"patient_id\": \"";
  const std::string tail = "\"}";
  const std::string fits(kLargestRequest - head.size() - tail.size(), 'x');
  EXPECT_EQ(Read(head + fits + tail), std::nullopt);
  EXPECT_THAT(Refused(head + fits + "x" + tail).sentence, HasSubstr("256 KiB"));
}

}  // namespace
}  // namespace ischia::contract
