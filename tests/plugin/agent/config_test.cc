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
