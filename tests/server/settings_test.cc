#include "service/server/settings.h"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "tests/support/temp_folder.h"

namespace ischia::server {
namespace {

TEST(SettingsTest, FlagsWinOverTheEnvironmentWhichWinsOverTheFile) {
  const support::TempFolder folder;
  const std::string file = folder / "ischia.conf";
  support::WriteFile(file, "storage.file = a.db\nmail.maildir = a\nmail.from = a@example.org\n");
  const auto read = CollectSettings(file, {{"mail.maildir", "b"}, {"mail.from", "b@example.org"}},
                                    {{"mail.from", "c@example.org"}});
  const auto& texts = std::get<SettingTexts>(read);
  EXPECT_EQ(texts.at("storage.file"), "a.db");
  EXPECT_EQ(texts.at("mail.maildir"), "b");
  EXPECT_EQ(texts.at("mail.from"), "c@example.org");
}

TEST(SettingsTest, AMissingFileIsAFault) {
  const auto read = CollectSettings("/nowhere/ischia.conf", {}, {});
  EXPECT_EQ(std::get<ConfigFault>(read).setting, "--config");
}

TEST(SettingsTest, AReferenceToAnotherSettingStaysText) {
  const auto read = CollectSettings("", {}, {{"mail.from", "${mail.maildir}"}});
  EXPECT_EQ(std::get<SettingTexts>(read).at("mail.from"), "${mail.maildir}");
}

}  // namespace
}  // namespace ischia::server
