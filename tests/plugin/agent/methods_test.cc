// The list of what hosts may call, against the contract.
#include "plugin/agent/gateway/methods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ischia::agent {
namespace {

using ::testing::UnorderedElementsAre;

TEST(MethodsTest, EveryRowIsAMethodOfTheContractAndStandsOnce) {
  std::set<std::string_view> names;
  for (const MethodRow& row : HostMethods()) {
    EXPECT_NE(FindMethod(row.name), nullptr) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
}

TEST(MethodsTest, OnlyChangesThatCanBeRepeatedAreSpooled) {
  std::set<std::string_view> spooled;
  for (const MethodRow& row : HostMethods()) {
    if (row.when_away != WhenAway::kSpool) continue;
    spooled.insert(row.name);
    const auto* request = FindMethod(row.name)->input_type();
    EXPECT_NE(request->FindFieldByName("request_id"), nullptr) << row.name;
    EXPECT_EQ(request->FindFieldByName("validate_only"), nullptr) << row.name;
  }
  EXPECT_THAT(spooled, UnorderedElementsAre("ischia.v1.PatientService/CreatePatient",
                                            "ischia.v1.PatientService/ConfirmEmailAddress",
                                            "ischia.v1.CheckInService/CreateCheckIn",
                                            "ischia.v1.FilingService/CompleteFiling",
                                            "ischia.v1.FilingService/FailFiling"));
}

TEST(MethodsTest, WhatIsNotInTheContractIsNotFound) {
  for (const char* name :
       {"", "/", "ischia.v1.ProgramService", "ischia.v1.ProgramService/", "/GetProgram",
        "ischia.v1.ProgramService/getProgram", "ischia.v1.AuditService/ExportAuditTrail",
        "grpc.health.v1.Health/Check", "/ischia.v1.ProgramService/GetProgram"}) {
    EXPECT_EQ(FindMethod(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace ischia::agent
