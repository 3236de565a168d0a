// Several ischiad on one PostgreSQL: one queue of mails, and one of the processes is killed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <regex>
#include <string>
#include <variant>
#include <vector>

#include "service/storage/sql_store.h"
#include "tests/end_to_end/ischiad_process.h"
#include "tests/support/clinic.h"
#include "tests/support/postgres.h"
#include "tests/support/temp_folder.h"

namespace ischia {
namespace {

using app::DeliveryState;
using support::IschiadProcess;
using support::TempFolder;
using test::PostgresDatabase;
using test::PrivatePostgres;

constexpr int kMails = 500;

std::string Number(DeliveryState state) { return std::to_string(static_cast<int>(state)); }

// As many approved mails as given, each of a handout of its own.
void Queue(const PostgresDatabase& database, int mails) {
  test::Clinic clinic(
      std::get<std::unique_ptr<app::Store>>(storage::OpenPostgresql(database.application(), 2)));
  // The queue is measured by the server's clock, which no test can set.
  clinic.clock.now =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const app::ProgramRecord program = clinic.ActiveProgram();
  for (int i = 0; i < mails; ++i) {
    const app::HandoutRecord sheet = clinic.Sheet(program);
    (void)clinic.deliveries
        .SendHandout(clinic.Changing(), {sheet.name, app::DeliveryMode::kUnspecified})
        .value();
  }
}

// How often each delivery lies in the maildirs, by its id.
std::map<std::string, int> CopiesIn(const std::vector<std::filesystem::path>& maildirs) {
  std::map<std::string, int> copies;
  const std::regex message_id("Message-ID: <ischia\\.([^@]+)@", std::regex::icase);
  for (const auto& maildir : maildirs) {
    for (const auto& file : std::filesystem::directory_iterator(maildir / "new")) {
      std::smatch found;
      const std::string mail = support::ReadFile(file.path()).substr(0, 2000);
      EXPECT_TRUE(std::regex_search(mail, found, message_id));
      ++copies[found[1]];
    }
  }
  return copies;
}

int FilesIn(const std::filesystem::path& folder) {
  std::error_code missing;
  const std::filesystem::directory_iterator files(folder, missing);
  return static_cast<int>(std::distance(begin(files), end(files)));
}

TEST(SharedQueueTest, NoMailIsMissingAndNoneGoesTwiceWhenAProcessIsKilled) {
  const TempFolder folder;
  const PostgresDatabase database = PrivatePostgres::OfThisProgram().Migrated();
  Queue(database, kMails);
  auto settings = database.Settings(folder.path());
  settings.merge(support::SettingTexts{{"practice.north.display_name", "Clinic"},
                                       {"practice.north.phone_number", "+4930123456"},
                                       {"practice.north.emergency_number", "112"}});
  const auto settings_of = [&](const std::filesystem::path& maildir) {
    auto own = settings;
    own["mail.maildir"] = maildir;
    return own;
  };
  const std::filesystem::path victims = folder / "victim";
  const std::filesystem::path survivors = folder / "survivor";
  IschiadProcess victim(folder.path(), settings_of(victims));
  IschiadProcess survivor(folder.path(), settings_of(survivors));
  const auto wait_until = [](const auto& done) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::minutes(5);
    while (!done() && std::chrono::steady_clock::now() < limit) {
    }
  };
  const auto count = [&](const std::string& condition) {
    return std::stoi(database.Rows("SELECT count(*) FROM deliveries WHERE " + condition).front());
  };
  wait_until([&] {
    return FilesIn(victims / "new") >= kMails / 10 && count("state = 3 OR state = 4") > 0;
  });
  victim.Kill();
  const int left_to_do = count("state = " + Number(DeliveryState::kQueued));
  EXPECT_GT(left_to_do, 0);  // it was killed in the middle
  EXPECT_GT(FilesIn(survivors / "new"), 0);

  // The clock cannot be moved, so the leases are: as if 15 minutes had gone by. The survivor's own
  // lease as well, which it renews with its next step.
  const std::string in_hand = "state IN (" + Number(DeliveryState::kClaimed) + ", " +
                              Number(DeliveryState::kSending) + ", " +
                              Number(DeliveryState::kFinalDot) + ")";
  wait_until([&] {
    database.Run("UPDATE deliveries SET lease_until = 0, due_time = 0 WHERE " + in_hand);
    return count("state <> " + Number(DeliveryState::kAccepted) + " AND state <> " +
                 Number(DeliveryState::kInDoubt)) == 0;
  });
  EXPECT_EQ(survivor.Terminate(), 0);

  // A mail whose final dot was marked when its process died may have gone or not: it is in doubt,
  // at most one of them, and it is not sent again.
  const std::map<std::string, int> copies = CopiesIn({victims, survivors});
  int accepted = 0;
  int in_doubt = 0;
  for (const std::string& row : database.Rows("SELECT delivery_id, state FROM deliveries")) {
    const std::size_t bar = row.find('|');
    const auto found = copies.find(row.substr(0, bar));
    const int copy_count = found == copies.end() ? 0 : found->second;
    if (row.substr(bar + 1) == Number(DeliveryState::kAccepted)) {
      ++accepted;
      EXPECT_EQ(copy_count, 1) << row;
    } else {
      ++in_doubt;
      EXPECT_LE(copy_count, 1) << row;
    }
  }
  EXPECT_EQ(accepted + in_doubt, kMails);
  EXPECT_LE(in_doubt, 1);
}

}  // namespace
}  // namespace ischia
