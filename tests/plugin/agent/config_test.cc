// The agent's settings: what they mean, and what is refused.
#include "plugin/agent/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <variant>
#include <vector>

#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

Config Accepted(const SettingTexts& settings, const Places& places = {}) {
  auto read = ReadConfig(settings, places);
  EXPECT_TRUE(std::holds_alternative<Config>(read));
  return std::holds_alternative<Config>(read) ? std::get<Config>(read) : Config{};
}

std::vector<std::string> Refused(const SettingTexts& settings) {
  const auto read = ReadConfig(settings, {});
  std::vector<std::string> names;
  if (const auto* faults = std::get_if<std::vector<Fault>>(&read)) {
    for (const Fault& fault : *faults) {
      EXPECT_FALSE(fault.what.empty());
      EXPECT_FALSE(fault.remedy.empty());
      names.push_back(fault.setting);
    }
  }
  return names;
}

TEST(AgentConfigTest, NothingConfiguredCallsTheServiceOfThisMachine) {
  const Config config = Accepted({});
  EXPECT_EQ(config.socket.path, "/run/ischia/agent.sock");
  EXPECT_EQ(config.service_address, "127.0.0.1:50151");
  EXPECT_EQ(config.caller, (Caller{"", "clinician"}));
  EXPECT_EQ(config.spool.folder, "/var/lib/ischia/spool");
  EXPECT_EQ(config.methods.count("ischia.v1.ProgramService/PreviewProgram"), 1U);
}

TEST(AgentConfigTest, ALoginsThingsLieInItsOwnFolders) {
  const Config config = Accepted({}, {"/run/user/1000", "/home/lane/.local/state"});
  EXPECT_EQ(config.socket.path, "/run/user/1000/ischia/agent.sock");
  EXPECT_EQ(config.spool.key_file, "/home/lane/.local/state/ischia/spool.key");
}

TEST(AgentConfigTest, ABrowserIsAProgramByItsWholePath) {
  EXPECT_EQ(Accepted({}).browser, "");
  EXPECT_EQ(Accepted({{"console.browser", "/bin/sh"}}).browser, "/bin/sh");
  for (const char* program : {"sh", "bin/sh", "/bin/no-such-program", "/etc"}) {
    EXPECT_THAT(Refused({{"console.browser", program}}), ElementsAre("console.browser")) << program;
  }
}

TEST(AgentConfigTest, EveryFaultIsReportedAtOnce) {
  EXPECT_THAT(Refused({{"socket.path", "agent.sock"},
                       {"socket.users", "nobody, no-such-user"},
                       {"service.address", "clinic.example:50151"},
                       {"caller.role", "surgeon"},
                       {"allow.methods", "ischia.v1.ProgramService/DeleteEverything"},
                       {"spool.folder", ""},
                       {"spool.max_changes", "0"},
                       {"spool.max_mebibytes", "many"},
                       {"socket.pth", "/x"}}),
              UnorderedElementsAre("socket.path", "socket.users", "service.address", "caller.role",
                                   "allow.methods", "spool.folder", "spool.max_changes",
                                   "spool.max_mebibytes", "socket.pth"));
}

TEST(AgentConfigTest, AServiceBeyondThisMachineIsRefusedWithTheReason) {
  for (const char* address : {"192.0.2.7:50151", "example.org:1", "127.0.0.1", "127.0.0.1:0",
                              "127.0.0.1:x", "unix:relative.sock", "unix:", ""}) {
    EXPECT_THAT(Refused({{"service.address", address}}), ElementsAre("service.address")) << address;
  }
  for (const char* address : {"localhost:1", "[::1]:50151", "unix:/run/ischiad/ischiad.sock"}) {
    EXPECT_EQ(Accepted({{"service.address", address}}).service_address, address);
  }
}

TEST(AgentConfigTest, APathThatDoesNotFitIntoASocketsNameIsRefused) {
  EXPECT_THAT(Refused({{"socket.path", "/" + std::string(107, 'x')}}), ElementsAre("socket.path"));
  EXPECT_EQ(Accepted({{"socket.path", "/" + std::string(106, 'x')}}).socket.path.string().size(),
            107U);
}

TEST(AgentConfigTest, UsersAreLoginNamesOrNumbers) {
  EXPECT_THAT(Accepted({{"socket.users", "root, 12345"}}).socket.users,
              UnorderedElementsAre(0U, 12345U));
}

TEST(AgentConfigTest, OnlyTheMethodsThatAreNamedAreAllowed) {
  EXPECT_THAT(Accepted({{"allow.methods",
                         "ischia.v1.ProgramService/PreviewProgram,"
                         "ischia.v1.CatalogueService/GetCatalogue"}})
                  .methods,
              UnorderedElementsAre("ischia.v1.ProgramService/PreviewProgram",
                                   "ischia.v1.CatalogueService/GetCatalogue"));
}

// -- HL7 ------------------------------------------------------------------------------------------

// The least that sends anything, and `more`.
SettingTexts ToTheReceiver(SettingTexts more = {}) {
  more.insert({{"hl7.target", "127.0.0.1:2575"},
               {"hl7.host_id", "pvs"},
               {"hl7.receiving_application", "PVS1"}});
  return more;
}

TEST(AgentConfigTest, WithoutATargetNothingIsSent) {
  EXPECT_FALSE(Accepted({}).hl7.has_value());
  EXPECT_FALSE(Accepted({{"hl7.target", ""}}).hl7.has_value());
  EXPECT_THAT(Refused({{"hl7.receiving_application", "PVS1"}, {"hl7.version", "2.3"}}),
              UnorderedElementsAre("hl7.receiving_application", "hl7.version"));
}

TEST(AgentConfigTest, OfAReceiverTargetHostAndApplicationAreEnough) {
  const Hl7Settings hl7 = Accepted(ToTheReceiver()).hl7.value();
  EXPECT_EQ(hl7.target.host, "127.0.0.1");
  EXPECT_EQ(hl7.target.port, 2575);
  EXPECT_EQ(hl7.host_id, "pvs");
  EXPECT_EQ(hl7.patient_authority, "PVS1");
  EXPECT_EQ(hl7.site.sending_application, "ISCHIA");
  EXPECT_EQ(hl7.site.version, "2.5.1");
  EXPECT_TRUE(hl7.sends_numbers);
  EXPECT_THAT(Refused({{"hl7.target", "127.0.0.1:2575"}}),
              UnorderedElementsAre("hl7.host_id", "hl7.receiving_application"));
}

TEST(AgentConfigTest, WhatASiteAgreedToIsTaken) {
  const Hl7Settings hl7 = Accepted(ToTheReceiver({{"hl7.target", "[::1]:2575"},
                                                  {"hl7.receiving_facility", "CLINIC1"},
                                                  {"hl7.sending_application", "KNEE"},
                                                  {"hl7.sending_facility", "CLINIC2"},
                                                  {"hl7.patient_authority", "NUMBERS"},
                                                  {"hl7.processing_id", "T"},
                                                  {"hl7.version", "2.3"},
                                                  {"hl7.character_set", "latin-1"},
                                                  {"hl7.replacement", "T10"},
                                                  {"hl7.completion_status", "LA"},
                                                  {"hl7.numbers", "no"}}))
                              .hl7.value();
  EXPECT_EQ(hl7.target.host, "::1");
  EXPECT_EQ(hl7.site.receiving_facility, "CLINIC1");
  EXPECT_EQ(hl7.site.sending_application, "KNEE");
  EXPECT_EQ(hl7.site.sending_facility, "CLINIC2");
  EXPECT_EQ(hl7.patient_authority, "NUMBERS");
  EXPECT_EQ(hl7.site.processing_id, "T");
  EXPECT_EQ(hl7.site.version, "2.3");
  EXPECT_EQ(hl7.site.character_set, hl7v2::CharacterSet::kLatin1);
  EXPECT_TRUE(hl7.site.replaces_by_t10);
  EXPECT_EQ(hl7.site.completion_status, "LA");
  EXPECT_FALSE(hl7.sends_numbers);
}

TEST(AgentConfigTest, EveryFaultOfASiteIsReportedAtOnce) {
  EXPECT_THAT(Refused({{"hl7.target", "pvs"},
                       {"hl7.host_id", std::string(64, 'x')},
                       {"hl7.receiving_application", ""},
                       {"hl7.receiving_facility", "two\nlines"},
                       {"hl7.sending_application", " "},
                       {"hl7.sending_facility", std::string(21, 'x')},
                       {"hl7.patient_authority", "\"\""},
                       {"hl7.processing_id", "X"},
                       {"hl7.version", "3"},
                       {"hl7.character_set", "utf-16"},
                       {"hl7.replacement", "T04"},
                       {"hl7.completion_status", "done"},
                       {"hl7.numbers", "maybe"}}),
              UnorderedElementsAre("hl7.target", "hl7.host_id", "hl7.receiving_application",
                                   "hl7.receiving_facility", "hl7.sending_application",
                                   "hl7.sending_facility", "hl7.patient_authority",
                                   "hl7.processing_id", "hl7.version", "hl7.character_set",
                                   "hl7.replacement", "hl7.completion_status", "hl7.numbers"));
}

TEST(AgentConfigTest, AHostsDocumentsGoOneWay) {
  SettingTexts both{{"hl7.target", "127.0.0.1:2575"},      {"hl7.host_id", "pvs"},
                    {"hl7.receiving_application", "PVS1"}, {"folder.path", "/srv/gdt"},
                    {"folder.host_gdt_id", "PVS1"},        {"folder.host_id", "pvs"}};
  EXPECT_THAT(Refused(both), UnorderedElementsAre("folder.host_id"));
  both["folder.host_id"] = "gdt";
  EXPECT_EQ(Accepted(both).folder.host_id, "gdt");
}

TEST(AgentConfigTest, AReceiverBeyondTheLocalNetworkIsRefused) {
  for (const char* target : {"203.0.113.7:2575", "[2001:db8::7]:2575", "127.0.0.1", "127.0.0.1:0",
                             ":2575", "127.0.0.1:x"}) {
    EXPECT_THAT(Refused(ToTheReceiver({{"hl7.target", target}})), ElementsAre("hl7.target"))
        << target;
  }
  for (const char* target :
       {"192.168.1.20:2575", "10.0.0.1:1", "[fd00::1]:2575", "pvs.local:2575"}) {
    EXPECT_TRUE(Accepted(ToTheReceiver({{"hl7.target", target}})).hl7.has_value()) << target;
  }
}

TEST(AgentConfigTest, FlagsWinOverTheFileAndReferencesAreText) {
  const support::TempFolder folder;
  support::WriteFile(folder / "agent.conf",
                     "caller.role = auditor\ncaller.user = ${system.env.HOME}\n");
  const auto collected = CollectSettings(folder / "agent.conf", {{"caller.role", "admin"}});
  EXPECT_EQ(std::get<SettingTexts>(collected),
            (SettingTexts{{"caller.role", "admin"}, {"caller.user", "${system.env.HOME}"}}));
}

TEST(AgentConfigTest, AFileThatCannotBeReadIsAFault) {
  const auto collected = CollectSettings("/nonexistent/agent.conf", {});
  EXPECT_THAT(std::get<Fault>(collected).setting, HasSubstr("--config"));
}

}  // namespace
}  // namespace ischia::agent
