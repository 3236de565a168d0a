// The spool on a real disk, on one that loses power at each of its operations, and on files that
// others have spoiled.
#include "plugin/agent/spool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "tests/plugin/agent/forgetful_disk.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kPatientName = "Zacharias";

Change ChangeOf(const std::string& id) {
  return {"ischia.v1.PatientService/CreatePatient",
          id,
          std::string("patient ") + kPatientName,
          {"pt-lane", "clinician"},
          Instant(std::chrono::milliseconds(1'780'000'000'123))};
}

class SpoolTest : public ::testing::Test {
 protected:
  std::unique_ptr<Spool> Opened(const SpoolLimits& limits = {}) {
    auto opened = Spool::Open(place_, limits, disk_);
    EXPECT_TRUE(std::holds_alternative<std::unique_ptr<Spool>>(opened));
    return std::move(std::get<std::unique_ptr<Spool>>(opened));
  }
  Fault Refused() {
    auto opened = Spool::Open(place_, {}, disk_);
    const auto* fault = std::get_if<Fault>(&opened);
    EXPECT_NE(fault, nullptr);
    return fault != nullptr ? *fault : Fault{};
  }
  SpoolReport Looked() {
    auto looked = Spool::Look(place_, disk_);
    const auto* report = std::get_if<std::optional<SpoolReport>>(&looked);
    return report != nullptr ? report->value_or(SpoolReport()) : SpoolReport();
  }
  std::vector<std::string> Files(const std::string& within = "") {
    return disk_.List(place_.folder / within);
  }
  // The ids in the order in which they would be sent.
  static std::vector<std::string> Drained(Spool& spool) {
    std::vector<std::string> ids;
    while (const auto entry = spool.Oldest()) {
      ids.push_back(entry->change.request_id);
      spool.Remove(*entry);
    }
    return ids;
  }

  support::TempFolder folder_;
  SpoolPlace place_{folder_ / "state/ischia/spool", folder_ / "state/ischia/spool.key"};
  RealDisk disk_;
};

TEST_F(SpoolTest, WhatIsKeptComesBackWholeAndInOrder) {
  const std::unique_ptr<Spool> spool = Opened();
  for (const char* id : {"a", "b", "c"}) {
    EXPECT_EQ(spool->Keep(ChangeOf(id)), Spool::Kept::kDurably);
  }
  EXPECT_EQ(spool->pending(), 3U);
  EXPECT_EQ(spool->Oldest()->change, ChangeOf("a"));
  EXPECT_THAT(Drained(*spool), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Files(), ElementsAre());
}

TEST_F(SpoolTest, WhatIsKeptOutlivesTheProcess) {
  (void)Opened()->Keep(ChangeOf("a"));
  const std::unique_ptr<Spool> spool = Opened();
  (void)spool->Keep(ChangeOf("b"));
  EXPECT_THAT(Drained(*spool), ElementsAre("a", "b"));
}

TEST_F(SpoolTest, NothingOfAPatientCanBeReadOnTheDisk) {
  const std::unique_ptr<Spool> spool = Opened();
  (void)spool->Keep(ChangeOf("a"));
  (void)spool->Keep(ChangeOf("b"));
  ASSERT_TRUE(spool->Refuse(*spool->Oldest(), 3, "FIELD_INVALID"));
  int count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    EXPECT_THAT(entry.path().filename().string(), Not(HasSubstr(kPatientName)));
    if (!entry.is_regular_file()) continue;
    EXPECT_THAT(support::ReadFile(entry.path()), Not(HasSubstr(kPatientName)));
    EXPECT_EQ(entry.status().permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    ++count;
  }
  EXPECT_EQ(count, 3);  // two changes and the key
}

TEST_F(SpoolTest, AFullSpoolSaysSoAndKeepsWhatItHas) {
  const std::unique_ptr<Spool> few = Opened({.changes = 2});
  (void)few->Keep(ChangeOf("a"));
  (void)few->Keep(ChangeOf("b"));
  EXPECT_EQ(few->Keep(ChangeOf("c")), Spool::Kept::kFull);
  EXPECT_EQ(few->pending(), 2U);
  few->Remove(*few->Oldest());
  EXPECT_EQ(few->Keep(ChangeOf("d")), Spool::Kept::kDurably);
}

TEST_F(SpoolTest, TheLimitOfBytesCountsWhatLiesThereAtTheStart) {
  (void)Opened()->Keep(ChangeOf("a"));
  const std::uintmax_t size = std::filesystem::file_size(place_.folder / Files().front());
  const std::unique_ptr<Spool> spool = Opened({.bytes = 2 * size});
  EXPECT_EQ(spool->Keep(ChangeOf("b")), Spool::Kept::kDurably);
  EXPECT_EQ(spool->Keep(ChangeOf("c")), Spool::Kept::kFull);
}

TEST_F(SpoolTest, ARefusedChangeIsShownWithItsReasonAndNeverSentAgain) {
  {
    const std::unique_ptr<Spool> spool = Opened();
    (void)spool->Keep(ChangeOf("a"));
    ASSERT_TRUE(spool->Refuse(*spool->Oldest(), 3, "FIELD_INVALID"));
    EXPECT_EQ(spool->Oldest(), std::nullopt);
  }
  EXPECT_EQ(Opened()->Oldest(), std::nullopt);
  const SpoolReport report = Looked();
  ASSERT_EQ(report.refused.size(), 1U);
  EXPECT_EQ(report.refused.front().change, ChangeOf("a"));
  EXPECT_EQ(report.refused.front().code, 3);
  EXPECT_EQ(report.refused.front().reason, "FIELD_INVALID");
}

TEST_F(SpoolTest, AFlippedBitAnywhereMovesTheFileAside) {
  (void)Opened()->Keep(ChangeOf("a"));
  const std::filesystem::path file = place_.folder / Files().front();
  const std::string whole = support::ReadFile(file);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string spoiled = whole;
    spoiled[at] = static_cast<char>(spoiled[at] ^ 1);
    support::WriteFile(file, spoiled);
    EXPECT_EQ(Looked().damaged, 1U) << at;
    const std::unique_ptr<Spool> spool = Opened();
    EXPECT_EQ(spool->damaged(), 1U) << at;
    EXPECT_EQ(spool->Oldest(), std::nullopt) << at;
    std::filesystem::remove(place_.folder / "damaged" / file.filename());
  }
}

TEST_F(SpoolTest, ATruncatedFileIsMovedAsideAndTheOthersAreSent) {
  {
    const std::unique_ptr<Spool> spool = Opened();
    (void)spool->Keep(ChangeOf("a"));
    (void)spool->Keep(ChangeOf("b"));
  }
  const std::filesystem::path file = place_.folder / Files().front();
  const std::uintmax_t size = std::filesystem::file_size(file);
  for (std::uintmax_t left = 0; left < size; left += 7) {
    std::filesystem::resize_file(file, left);
    EXPECT_EQ(Looked().pending, 1U);
  }
  const std::unique_ptr<Spool> spool = Opened();
  EXPECT_EQ(spool->damaged(), 1U);
  EXPECT_THAT(Drained(*spool), ElementsAre("b"));
  EXPECT_EQ(Files("damaged").size(), 1U);
}

TEST_F(SpoolTest, AFileUnderAnothersNameIsNotReadAsIt) {
  {
    const std::unique_ptr<Spool> spool = Opened();
    (void)spool->Keep(ChangeOf("a"));
    (void)spool->Keep(ChangeOf("b"));
  }
  const std::vector<std::string> names = Files();
  std::filesystem::rename(place_.folder / names[0], place_.folder / names[1]);
  EXPECT_EQ(Opened()->damaged(), 1U);
}

TEST_F(SpoolTest, AFileThatSpoilsWhileTheAgentRunsIsMovedAside) {
  const std::unique_ptr<Spool> spool = Opened();
  (void)spool->Keep(ChangeOf("a"));
  (void)spool->Keep(ChangeOf("b"));
  support::WriteFile(place_.folder / Files().front(), "x");
  EXPECT_EQ(spool->Oldest()->change.request_id, "b");
  EXPECT_EQ(spool->damaged(), 1U);
}

TEST_F(SpoolTest, WhatWasNotFinishedIsCleared) {
  (void)Opened()->Keep(ChangeOf("a"));
  support::WriteFile(place_.folder / "0000000000000002.change.unfinished", "torn");
  EXPECT_EQ(Opened()->pending(), 1U);
  EXPECT_EQ(Files().size(), 1U);
}

TEST_F(SpoolTest, ANumberIsNotUsedAgainWhileItsFileLiesAside) {
  {
    const std::unique_ptr<Spool> spool = Opened();
    (void)spool->Keep(ChangeOf("a"));
    ASSERT_TRUE(spool->Refuse(*spool->Oldest(), 5, "RESOURCE_NOT_FOUND"));
  }
  (void)Opened()->Keep(ChangeOf("b"));
  EXPECT_NE(Files(), Files("refused"));
}

TEST_F(SpoolTest, ASecondAgentOnTheSameSpoolIsRefused) {
  const std::unique_ptr<Spool> spool = Opened();
  EXPECT_THAT(Refused().what, HasSubstr("another agent"));
}

TEST_F(SpoolTest, AKeyThatOthersCanReadIsRefused) {
  (void)Opened();
  ASSERT_EQ(chmod(place_.key_file.c_str(), 0640), 0);
  EXPECT_EQ(Refused().setting, "spool.key_file");
}

TEST_F(SpoolTest, AKeyOfAnotherLengthIsRefused) {
  (void)Opened();
  std::filesystem::resize_file(place_.key_file, 31);
  EXPECT_EQ(Refused().setting, "spool.key_file");
}

TEST_F(SpoolTest, NoNewKeyIsMadeWhereChangesWaitForTheOldOne) {
  (void)Opened()->Keep(ChangeOf("a"));
  std::filesystem::remove(place_.key_file);
  EXPECT_EQ(Refused().setting, "spool.key_file");
  EXPECT_EQ(Files().size(), 1U);
}

TEST_F(SpoolTest, AFolderThatOthersCanEnterIsRefused) {
  (void)Opened();
  ASSERT_EQ(chmod(place_.folder.c_str(), 0750), 0);
  EXPECT_EQ(Refused().setting, "spool.folder");
}

TEST_F(SpoolTest, LookingChangesNothing) {
  const std::unique_ptr<Spool> spool = Opened();
  (void)spool->Keep(ChangeOf("a"));
  support::WriteFile(place_.folder / "0000000000000009.change.unfinished", "of a running agent");
  const SpoolReport report = Looked();
  EXPECT_EQ(report.pending, 1U);
  EXPECT_EQ(report.oldest, ChangeOf("a").kept_at);
  EXPECT_EQ(Files().size(), 2U);
}

// What an agent has done when power is lost, and what must then be true.
struct Promises {
  std::set<std::string> kept;      // the host was told
  std::set<std::string> answered;  // the service was asked, and answered
};

// A day of the spool, from an empty disk.
void Live(const SpoolPlace& place, Disk& disk, Promises& promises) {
  auto opened = Spool::Open(place, {}, disk);
  Spool& spool = *std::get<std::unique_ptr<Spool>>(opened);
  const auto keep = [&](const char* id) {
    if (spool.Keep(ChangeOf(id)) == Spool::Kept::kDurably) promises.kept.insert(id);
  };
  for (const char* id : {"a", "b", "c"}) keep(id);
  const Spool::Entry first = *spool.Oldest();
  promises.answered.insert(first.change.request_id);
  spool.Remove(first);
  (void)spool.Refuse(*spool.Oldest(), 3, "FIELD_INVALID");
  keep("d");
}

// Lives until power is lost within the n-th operation and looks at what is left. True: it broke no
// promise. `died` says whether there was an n-th operation.
bool SurvivesLossAt(int operation, unsigned seed, bool lies, bool& died) {
  const support::TempFolder folder;
  const SpoolPlace place{folder / "state/spool", folder / "state/spool.key"};
  Promises promises;
  ForgetfulDisk disk(operation, seed, lies);
  died = false;
  try {
    Live(place, disk, promises);
  } catch (const PowerLost&) {
    died = true;
  }
  disk.LosePower();
  RealDisk sound;
  auto opened = Spool::Open(place, {}, sound);
  const auto* spool = std::get_if<std::unique_ptr<Spool>>(&opened);
  if (spool == nullptr || (*spool)->damaged() > 0) return false;
  std::set<std::string> there;
  while (const auto entry = (*spool)->Oldest()) {
    there.insert(entry->change.request_id);
    (*spool)->Remove(*entry);
  }
  auto looked = Spool::Look(place, sound);
  for (const Refusal& refusal : std::get<std::optional<SpoolReport>>(looked)->refused) {
    there.insert(refusal.change.request_id);
  }
  there.insert(promises.answered.begin(), promises.answered.end());
  return std::includes(there.begin(), there.end(), promises.kept.begin(), promises.kept.end());
}

// How many of all losses of power broke a promise.
int BrokenPromises(bool lies) {
  constexpr unsigned kSeeds = 8;
  int broken = 0;
  int operation = 0;
  for (bool died = true; died;) {
    ++operation;
    for (unsigned seed = 0; seed < kSeeds; ++seed) {
      if (SurvivesLossAt(operation, seed, lies, died)) continue;
      ++broken;
      if (!lies) ADD_FAILURE() << "operation " << operation << ", seed " << seed;
    }
  }
  EXPECT_GT(operation, 30);
  return broken;
}

TEST(SpoolOnAForgetfulDiskTest, NothingThatWasPromisedIsLostWhereverPowerFails) {
  EXPECT_EQ(BrokenPromises(false), 0);
}

// The control: a disk that only says it has synced must be found out.
TEST(SpoolOnAForgetfulDiskTest, ADiskThatLiesAboutSyncingIsFoundOut) {
  EXPECT_GT(BrokenPromises(true), 0);
}

}  // namespace
}  // namespace ischia::agent
