#include "service/server/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "tests/support/temp_folder.h"

namespace ischia::server {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Texts = std::map<std::string, std::string>;

Config Accepted(const Texts& settings) {
  auto read = ReadConfig(settings);
  EXPECT_TRUE(std::holds_alternative<Config>(read));
  return std::holds_alternative<Config>(read) ? std::get<Config>(read) : Config{};
}

std::vector<std::string> Refused(const Texts& settings) {
  const auto read = ReadConfig(settings);
  std::vector<std::string> names;
  if (const auto* faults = std::get_if<std::vector<ConfigFault>>(&read)) {
    for (const ConfigFault& fault : *faults) {
      EXPECT_FALSE(fault.what.empty());
      EXPECT_FALSE(fault.remedy.empty());
      names.push_back(fault.setting);
    }
  }
  return names;
}

Texts Practice(const Texts& more = {}) {
  Texts settings{{"practice.north.display_name", "North Clinic"},
                 {"practice.north.phone_number", "+49 30 1234"},
                 {"practice.north.emergency_number", "112"}};
  for (const auto& [name, value] : more) settings[name] = value;
  return settings;
}

TEST(ConfigTest, NothingConfiguredServesTheSamplePracticeOnLoopback) {
  const Config config = Accepted({});
  EXPECT_EQ(config.listen_host, "127.0.0.1");
  ASSERT_EQ(config.practices.size(), 1U);
  EXPECT_EQ(config.practices.front().id.text(), "sample");
  EXPECT_EQ(config.mail_way, MailWay::kMaildir);
}

TEST(ConfigTest, AConfiguredPracticeReplacesTheSample) {
  const Config config = Accepted(Practice({{"practice.north.paper_size", "letter"}}));
  ASSERT_EQ(config.practices.size(), 1U);
  EXPECT_EQ(config.practices.front().display_name, "North Clinic");
  EXPECT_EQ(config.practices.front().paper_size, app::PaperSize::kLetter);
}

TEST(ConfigTest, AnAddressBeyondLoopbackIsRefusedWithTheReason) {
  for (const char* address : {"0.0.0.0:50151", "192.0.2.7:50151", "[::]:50151", "example.org:1"}) {
    const auto read = ReadConfig({{"listen.address", address}});
    const auto* faults = std::get_if<std::vector<ConfigFault>>(&read);
    ASSERT_NE(faults, nullptr) << address;
    EXPECT_THAT(faults->front().what, HasSubstr("R-01"));
  }
  EXPECT_EQ(Accepted({{"listen.address", "127.0.0.2:0"}}).listen_port, 0);
}

TEST(ConfigTest, AnAddressWithoutAPortIsRefused) {
  for (const char* address : {"127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:x"}) {
    EXPECT_THAT(Refused({{"listen.address", address}}), ElementsAre("listen.address")) << address;
  }
}

TEST(ConfigTest, TheConsoleIsOnLoopbackAndFoundThereUnlessAProxyStandsBeforeIt) {
  EXPECT_EQ(Accepted({}).console_host, "127.0.0.1");
  EXPECT_EQ(Accepted({}).console_port, 50152);
  EXPECT_EQ(Accepted({}).console_url, "http://127.0.0.1:50152");
  EXPECT_EQ(Accepted({{"console.address", "localhost:0"}}).console_port, 0);
  const Config off = Accepted({{"console.address", "off"}});
  EXPECT_EQ(off.console_host + off.console_url, "");
  for (const char* url : {"https://ischia.clinic.example", "https://10.0.0.7:8443",
                          "http://127.0.0.1:8080", "http://localhost:80"}) {
    EXPECT_EQ(Accepted({{"console.url", url}}).console_url, url);
  }
}

TEST(ConfigTest, AConsoleBeyondThisMachineNeedsAProxyWithTls) {
  for (const char* address : {"0.0.0.0:50152", "clinic.example:1", "127.0.0.1", "unix:/x", ""}) {
    EXPECT_THAT(Refused({{"console.address", address}}), ElementsAre("console.address")) << address;
  }
  for (const char* url :
       {"http://clinic.example:80", "ftp://127.0.0.1:1", "https://", "https://clinic.example/",
        "https://clinic.example/x", "https://user@clinic.example", "clinic.example"}) {
    EXPECT_THAT(Refused({{"console.url", url}}), ElementsAre("console.url")) << url;
  }
  EXPECT_THAT(Refused({{"console.address", "off"}, {"console.url", "https://clinic.example"}}),
              ElementsAre("console.url"));
}

TEST(ConfigTest, ThereIsNoCheckInPageUntilItHasAnAddress) {
  EXPECT_EQ(Accepted({}).check_in_host + Accepted({}).check_in_url, "");
  const Config config = Accepted({{"checkin.url", "https://check-in.clinic.example"}});
  EXPECT_EQ(config.check_in_url, "https://check-in.clinic.example");
  EXPECT_EQ(config.check_in_host, "127.0.0.1");
  EXPECT_EQ(config.check_in_port, 50153);
  EXPECT_EQ(Accepted({{"checkin.url", "http://127.0.0.1:8080"}}).check_in_url,
            "http://127.0.0.1:8080");
  const std::string longest = "https://" + std::string(34, 'a');
  EXPECT_EQ(Accepted({{"checkin.url", longest}}).check_in_url, longest);
}

TEST(ConfigTest, ACheckInAddressIsEncryptedBeyondThisMachineAndShortEnoughToScan) {
  const std::string too_long = "https://" + std::string(35, 'a');
  for (const std::string& url :
       {std::string("http://clinic.example"), std::string("https://clinic.example/"),
        std::string("https://clinic.example/x"), std::string("clinic.example"), too_long}) {
    EXPECT_THAT(Refused({{"checkin.url", url}}), ElementsAre("checkin.url")) << url;
  }
  EXPECT_THAT(
      Refused({{"checkin.url", "https://clinic.example"}, {"checkin.address", "0.0.0.0:1"}}),
      ElementsAre("checkin.address"));
}

TEST(ConfigTest, AUnixSocketIsListenedOnInAFolderThatNobodyElseWritesIn) {
  const support::TempFolder folder;
  const std::string path = folder / "ischiad.sock";
  EXPECT_EQ(Accepted({{"listen.address", "unix:" + path}}).listen_socket, path);
  ASSERT_EQ(chmod(folder.path().c_str(), 0755), 0);
  EXPECT_EQ(Accepted({{"listen.address", "unix:" + path}}).listen_socket, path);
  for (const mode_t mode : {0770, 0707, 01777}) {
    ASSERT_EQ(chmod(folder.path().c_str(), mode), 0);
    EXPECT_THAT(Refused({{"listen.address", "unix:" + path}}), ElementsAre("listen.address"));
  }
}

TEST(ConfigTest, ASocketsPathIsAbsoluteShortAndInAFolder) {
  const support::TempFolder folder;
  for (const std::string& path :
       {std::string(), std::string("ischiad.sock"), (folder / "missing/ischiad.sock").string(),
        (folder / std::string(120, 'x')).string()}) {
    EXPECT_THAT(Refused({{"listen.address", "unix:" + path}}), ElementsAre("listen.address"))
        << path;
  }
}

TEST(ConfigTest, AnOverlayIsTakenFromAFolderThatNobodyElseWritesIn) {
  const support::TempFolder folder;
  const std::string path = folder.path();
  support::WriteFile(folder / "a.textproto", "");
  ASSERT_EQ(chmod((folder / "a.textproto").c_str(), 0644), 0);
  EXPECT_EQ(Accepted({{"catalogue.overlay", path}}).overlay, path);
  EXPECT_EQ(Accepted({}).overlay, "");
  for (const mode_t mode : {0775, 0757}) {
    ASSERT_EQ(chmod(path.c_str(), mode), 0);
    EXPECT_THAT(Refused({{"catalogue.overlay", path}}), ElementsAre("catalogue.overlay"));
  }
  ASSERT_EQ(chmod(path.c_str(), 0755), 0);
  for (const mode_t mode : {0664, 0646}) {
    ASSERT_EQ(chmod((folder / "a.textproto").c_str(), mode), 0);
    EXPECT_THAT(Refused({{"catalogue.overlay", path}}), ElementsAre("catalogue.overlay"));
  }
}

TEST(ConfigTest, AnOverlayIsAFolderAndNoLink) {
  const support::TempFolder folder;
  std::filesystem::create_directory(folder / "overlay");
  std::filesystem::create_symlink(folder / "overlay", folder / "link");
  support::WriteFile(folder / "file", "");
  for (const char* name : {"link", "file", "missing"}) {
    EXPECT_THAT(Refused({{"catalogue.overlay", folder / name}}), ElementsAre("catalogue.overlay"))
        << name;
  }
}

TEST(ConfigTest, EveryFaultIsReportedAtOnce) {
  EXPECT_THAT(Refused({{"listen.address", "nowhere"},
                       {"mail.transport", "pigeon"},
                       {"mail.from", "not an address"},
                       {"handout.render_threads", "0"},
                       {"development.reflection", "yes"}}),
              ::testing::UnorderedElementsAre("listen.address", "mail.transport", "mail.from",
                                              "handout.render_threads", "development.reflection"));
}

TEST(ConfigTest, AnUnknownNameIsRefused) {
  EXPECT_THAT(Refused({{"listen.adress", "127.0.0.1:1"}}), ElementsAre("listen.adress"));
  EXPECT_THAT(Refused(Practice({{"practice.north.phone", "1"}})),
              ElementsAre("practice.north.phone"));
}

TEST(ConfigTest, ARelayOnAnotherMachineNeedsTls) {
  const Texts smtp{{"mail.transport", "smtp"},
                   {"mail.smtp.host", "mail.example.org"},
                   {"mail.smtp.tls", "none"}};
  EXPECT_THAT(Refused(smtp), ElementsAre("mail.smtp.tls"));
  Texts local = smtp;
  local["mail.smtp.host"] = "127.0.0.1";
  EXPECT_EQ(Accepted(local).relay.tls, mail::Tls::kNone);
}

TEST(ConfigTest, ARelayWithoutAHostIsRefused) {
  EXPECT_THAT(Refused({{"mail.transport", "smtp"}}), ElementsAre("mail.smtp.host"));
}

TEST(ConfigTest, APasswordFileThatOthersCanReadIsRefused) {
  const support::TempFolder folder;
  const std::string file = folder / "password";
  support::WriteFile(file, "secret\n");
  const Texts settings{{"mail.transport", "smtp"},
                       {"mail.smtp.host", "mail.example.org"},
                       {"mail.smtp.user", "clinic"},
                       {"mail.smtp.password_file", file}};
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  EXPECT_THAT(Refused(settings), ::testing::Contains("mail.smtp.password_file"));
  ASSERT_EQ(chmod(file.c_str(), 0600), 0);
  EXPECT_EQ(Accepted(settings).relay.password, "secret");
}

// -- PostgreSQL ---------------------------------------------------------------------------------

TEST(ConfigTest, OneLineChoosesPostgresql) {
  EXPECT_EQ(Accepted({}).postgresql, std::nullopt);
  const Config config =
      Accepted({{"storage.postgresql", "host=127.0.0.1  port=5433 dbname=ischia user=clinic"}});
  ASSERT_TRUE(config.postgresql.has_value());
  EXPECT_EQ(config.postgresql->server, "host=127.0.0.1 port=5433 dbname=ischia");
  EXPECT_EQ(config.postgresql->role, "clinic");
  EXPECT_EQ(config.connections, 8);
}

TEST(ConfigTest, APasswordInTheLineIsRefusedAndNotRepeated) {
  const auto read =
      ReadConfig({{"storage.postgresql", "dbname=ischia user=ischia password=hunter2"}});
  const auto* faults = std::get_if<std::vector<ConfigFault>>(&read);
  ASSERT_NE(faults, nullptr);
  EXPECT_THAT(faults->front().what, HasSubstr("holds a password"));
  for (const ConfigFault& fault : *faults) {
    EXPECT_THAT(fault.what + fault.remedy, ::testing::Not(HasSubstr("hunter2")));
  }
}

TEST(ConfigTest, ALineThatIsNotALoginIsRefused) {
  for (const char* line :
       {"ischia", "dbname=ischia", "user=ischia", "dbname=ischia user=ischia options=-cfsync=off",
        "dbname=ischia user=ischia host='127.0.0.1'", "dbname=ischia user=ischia service=other"}) {
    EXPECT_THAT(Refused({{"storage.postgresql", line}}),
                ::testing::AllOf(::testing::Not(::testing::IsEmpty()),
                                 ::testing::Each("storage.postgresql")))
        << line;
  }
}

TEST(ConfigTest, AServerOnAnotherMachineMustProveWhoItIs) {
  const std::string near = "dbname=ischia user=ischia host=";
  for (const char* host : {"127.0.0.1", "localhost", "/var/run/postgresql"}) {
    EXPECT_TRUE(Accepted({{"storage.postgresql", near + host}}).postgresql.has_value());
  }
  for (const char* host : {"db.clinic.example", "192.0.2.7", "127.0.0.1 hostaddr=192.0.2.7",
                           "db.clinic.example sslmode=require"}) {
    EXPECT_THAT(Refused({{"storage.postgresql", near + host}}), ElementsAre("storage.postgresql"));
  }
  Accepted({{"storage.postgresql", near + "db.clinic.example sslmode=verify-full"}});
}

TEST(ConfigTest, APasswordOfTheDatabaseComesFromAFileOfItsOwner) {
  const support::TempFolder folder;
  const std::string file = folder / "password";
  support::WriteFile(file, "it's \\ secret\n");
  ASSERT_EQ(chmod(file.c_str(), 0600), 0);
  const Texts settings{{"storage.postgresql", "dbname=ischia user=ischia"},
                       {"storage.password_file", file}};
  EXPECT_THAT(Refused(settings), ElementsAre("storage.password_file"));  // libpq's words end there
  support::WriteFile(file, "it's\\secret\n");
  EXPECT_EQ(Accepted(settings).postgresql->password, "it's\\secret");
  ASSERT_EQ(chmod(file.c_str(), 0640), 0);
  EXPECT_THAT(Refused(settings), ElementsAre("storage.password_file"));
}

TEST(ConfigTest, APracticeMustSayWhoToCall) {
  EXPECT_THAT(Refused(Practice({{"practice.north.emergency_number", ""}})),
              ElementsAre("practice.north.emergency_number"));
}

TEST(ConfigTest, EnvironmentNamesAreTheSettingsInCapitals) {
  EXPECT_EQ(EnvironmentName({"mail.smtp.password_file", "", ""}), "ISCHIA_MAIL_SMTP_PASSWORD_FILE");
}

TEST(ConfigTest, AColorThatCannotBeReadAndALogoThatIsNoneAreRefusedAtTheStart) {
  const auto read = ReadConfig({{"practice.north.display_name", "North"},
                                {"practice.north.phone_number", "555-0142"},
                                {"practice.north.emergency_number", "911"},
                                {"practice.north.accent_color", "#FFEE00"},
                                {"practice.north.logo_file", "/nowhere/logo.png"}});
  const auto* faults = std::get_if<std::vector<ConfigFault>>(&read);
  ASSERT_NE(faults, nullptr);
  ASSERT_EQ(faults->size(), 2U);
  EXPECT_EQ((*faults)[0].setting, "practice.north.accent_color");
  EXPECT_EQ((*faults)[1].setting, "practice.north.logo_file");
}

// The start of a PNG of so many pixels, and no pixel.
std::string HeaderOfPng(unsigned side) {
  std::string png("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  for (int times = 0; times < 2; ++times) {
    for (const int shift : {24, 16, 8, 0}) png += static_cast<char>(side >> shift & 0xff);
  }
  return png + std::string("\x08\x06\0\0\0\0\0\0\0", 9);
}

TEST(ConfigTest, ABrokenLogoAndOneOfFiftyMegapixelsAreRefusedAtTheStart) {
  const support::TempFolder folder;
  const std::string file = (folder / "logo.png").string();
  for (const unsigned side : {100U, 7'100U}) {
    support::WriteFile(file, HeaderOfPng(side));
    const auto read = ReadConfig({{"practice.north.display_name", "North"},
                                  {"practice.north.phone_number", "555-0142"},
                                  {"practice.north.emergency_number", "911"},
                                  {"practice.north.logo_file", file}});
    const auto* faults = std::get_if<std::vector<ConfigFault>>(&read);
    ASSERT_NE(faults, nullptr);
    ASSERT_EQ(faults->size(), 1U);
    EXPECT_EQ(faults->front().setting, "practice.north.logo_file");
    EXPECT_THAT(faults->front().remedy, testing::HasSubstr("4 megapixels"));
  }
}

TEST(ConfigTest, APracticeMayAskForEncryptedMailAndAColorOfItsOwn) {
  const auto read = ReadConfig({{"practice.north.display_name", "North"},
                                {"practice.north.phone_number", "555-0142"},
                                {"practice.north.emergency_number", "911"},
                                {"practice.north.accent_color", "#0A5F6B"},
                                {"practice.north.encrypt_attachments", "true"}});
  const auto* config = std::get_if<Config>(&read);
  ASSERT_NE(config, nullptr);
  EXPECT_TRUE(config->practices.front().encrypt_attachments);
  EXPECT_EQ(config->practices.front().accent_color, "#0A5F6B");
}

}  // namespace
}  // namespace ischia::server
