// What may lie in a folder that others write in, and what the agent does about it.
#include "plugin/agent/folder/inbox.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "plugin/agent/descriptor.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kName = "ISCHPVS1.GDT";

class InboxTest : public ::testing::Test {
 protected:
  InboxTest() {
    fs::create_directory(shared());
    folder_.path = shared();
    folder_.host_gdt_id = "PVS1";
  }
  fs::path shared() const { return temp_ / "gdt"; }
  static std::vector<fs::path> In(const fs::path& folder) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder)) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
  }
  // Two looks, after which what can be taken is.
  std::vector<std::string> LookTwice() {
    (void)inbox_.Look(now_);
    (void)inbox_.Look(now_);
    return inbox_.Taken();
  }
  // The one reason in rejected/.
  std::string Reason() {
    std::string reason;
    for (const fs::path& file : In(shared() / "rejected")) {
      if (file.extension() == ".txt") reason += support::ReadFile(file);
    }
    return reason;
  }

  const support::TempFolder temp_;
  HostFolder folder_;
  std::ostringstream log_text_;
  Log log_{log_text_};
  Inbox inbox_{folder_, log_};
  Instant now_ = std::chrono::sys_days(std::chrono::year(2026) / 6 / 1) + seconds(3600);
};

TEST_F(InboxTest, NamesAreThoseOfRequestsToUs) {
  for (const char* name :
       {"ISCHPVS1.GDT", "ISCHPVS1.000", "ISCH.999", "ISCHPVS1.INI", "ISCH_PVS1_17.gdt"}) {
    EXPECT_TRUE(IsRequestName(name, folder_)) << name;
  }
  for (const char* name :
       {"", ".", "..", ".GDT", "PVS1ISCH.GDT", "PVS1ISCH.000", "ISCHPVS1.gdt", "ischpvs1.GDT",
        "ISCHPVS12.GDT", "ISCHPVS1.GDT.unfinished", "ISCH/../A.GDT", "ISCH PV.GDT", "EKG1PVS1.GDT",
        "ISCHPVS1.0000", "ISCHPVS1.00", "ISCH_PVS1_.gdt", "ISCH_PVS1.gdt", "ISCH_PVS1_1.GDT",
        "ISCHÄ.GDT"}) {
    EXPECT_FALSE(IsRequestName(name, folder_)) << name;
  }
  folder_.takes_all = true;
  EXPECT_TRUE(IsRequestName("EKG1PVS1.GDT", folder_));
  EXPECT_FALSE(IsRequestName("PVS1ISCH.000", folder_));
}

TEST_F(InboxTest, AFileIsTakenWhenItIsTheSameInTwoLooks) {
  support::WriteFile(shared() / kName, "half");
  EXPECT_TRUE(inbox_.Look(now_));
  support::WriteFile(shared() / kName, "half and more");
  EXPECT_TRUE(inbox_.Look(now_));
  EXPECT_THAT(inbox_.Taken(), IsEmpty()) << "it grew";
  EXPECT_FALSE(inbox_.Look(now_));
  const std::vector<std::string> taken = inbox_.Taken();
  ASSERT_THAT(taken, ElementsAre("20260601-010000-000001.GDT"));
  EXPECT_FALSE(fs::exists(shared() / kName));
  EXPECT_EQ(inbox_.Read(taken.front()), "half and more");
  inbox_.Finish(taken.front(), Inbox::End::kDone, "A remark.", now_);
  EXPECT_EQ(support::ReadFile(shared() / "done" / taken.front()), "half and more");
  EXPECT_EQ(support::ReadFile(shared() / "done" / (taken.front() + ".txt")), "A remark.\n");
  EXPECT_THAT(inbox_.Taken(), IsEmpty());
}

TEST_F(InboxTest, WhatIsKeptIsForTheAgentAloneAndRemovedAfterItsDays) {
  support::WriteFile(shared() / kName, "bytes");
  ASSERT_EQ(chmod((shared() / kName).c_str(), 0664), 0);
  const std::vector<std::string> taken = LookTwice();
  ASSERT_THAT(taken, SizeIs(1));
  inbox_.Finish(taken.front(), Inbox::End::kDone, {}, now_);
  struct stat status {};
  ASSERT_EQ(stat((shared() / "done" / taken.front()).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  ASSERT_EQ(stat((shared() / "done").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
  ASSERT_THAT(inbox_.Recall(), SizeIs(1));
  EXPECT_EQ(inbox_.Recall().front().at, now_);
  inbox_.Clear(now_ + std::chrono::days(6));
  EXPECT_THAT(In(shared() / "done"), SizeIs(1));
  inbox_.Clear(now_ + std::chrono::days(7) + seconds(1));
  EXPECT_THAT(In(shared() / "done"), IsEmpty());
}

TEST_F(InboxTest, WhatAnEarlierRunHasTakenIsThereAgain) {
  support::WriteFile(shared() / kName, "bytes");
  ASSERT_THAT(LookTwice(), SizeIs(1));
  EXPECT_THAT(Inbox(folder_, log_).Taken(), SizeIs(1));
}

TEST_F(InboxTest, NoPlainFileIsOpenedAndEachIsRejectedWithAReason) {
  const fs::path outside = temp_ / "outside.GDT";
  support::WriteFile(outside, "secret");
  const auto is_rejected = [&](const std::string& what) {
    EXPECT_THAT(LookTwice(), IsEmpty()) << what;
    EXPECT_FALSE(fs::exists(fs::symlink_status(shared() / kName))) << what;
    EXPECT_THAT(Reason(), HasSubstr("no plain file")) << what;
    fs::remove_all(shared() / "rejected");
  };
  fs::create_symlink(outside, shared() / kName);
  is_rejected("link");
  fs::create_symlink("/nowhere", shared() / kName);
  is_rejected("link to nothing");
  ASSERT_EQ(mkfifo((shared() / kName).c_str(), 0600), 0);
  is_rejected("pipe");
  fs::create_directory(shared() / kName);
  is_rejected("folder");
  if (mknod((shared() / kName).c_str(), S_IFCHR | 0600, makedev(1, 3)) == 0) is_rejected("device");
  EXPECT_EQ(support::ReadFile(outside), "secret");
}

TEST_F(InboxTest, AnotherNameElsewhereOrOpenModeOrTooLargeIsRejected) {
  const fs::path outside = temp_ / "outside.GDT";
  support::WriteFile(outside, "secret");
  fs::create_hard_link(outside, shared() / kName);
  EXPECT_THAT(LookTwice(), IsEmpty());
  EXPECT_THAT(Reason(), HasSubstr("another name"));
  fs::remove_all(shared() / "rejected");

  support::WriteFile(shared() / kName, "bytes");
  ASSERT_EQ(chmod((shared() / kName).c_str(), 0666), 0);
  EXPECT_THAT(LookTwice(), IsEmpty());
  EXPECT_THAT(Reason(), HasSubstr("Everybody"));
  fs::remove_all(shared() / "rejected");

  support::WriteFile(shared() / kName, std::string((1U << 20U) + 1, 'x'));
  EXPECT_THAT(LookTwice(), IsEmpty());
  EXPECT_THAT(Reason(), HasSubstr("1 MiB"));
}

TEST_F(InboxTest, AStrangersFileIsRejectedUntilItsUserIsNamed) {
  constexpr uid_t kStranger = 12345;
  if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  const auto put = [&] {
    support::WriteFile(shared() / kName, "bytes");
    ASSERT_EQ(chown((shared() / kName).c_str(), kStranger, kStranger), 0);
  };
  put();
  EXPECT_THAT(LookTwice(), IsEmpty());
  EXPECT_THAT(Reason(), HasSubstr("folder.users"));
  folder_.users = {kStranger};
  put();
  EXPECT_THAT(LookTwice(), SizeIs(1));
}

TEST_F(InboxTest, AnEmptyOrLockedFileWaitsAndIsRejectedAfterAMinute) {
  support::WriteFile(shared() / kName, "");
  EXPECT_THAT(LookTwice(), IsEmpty());
  EXPECT_TRUE(fs::exists(shared() / kName));
  now_ += seconds(61);
  EXPECT_THAT(LookTwice(), IsEmpty());
  EXPECT_THAT(Reason(), HasSubstr("empty"));

  support::WriteFile(shared() / kName, "bytes");
  const Descriptor writer(open((shared() / kName).c_str(), O_RDWR | O_CLOEXEC));
  ASSERT_EQ(flock(writer.get(), LOCK_EX), 0);
  EXPECT_THAT(LookTwice(), IsEmpty());
  ASSERT_EQ(flock(writer.get(), LOCK_UN), 0);
  struct flock range {};
  range.l_type = F_WRLCK;
  ASSERT_EQ(fcntl(writer.get(), F_OFD_SETLK, &range), 0);
  EXPECT_THAT(LookTwice(), IsEmpty());
  range.l_type = F_UNLCK;
  ASSERT_EQ(fcntl(writer.get(), F_OFD_SETLK, &range), 0);
  EXPECT_THAT(LookTwice(), SizeIs(1));
}

TEST_F(InboxTest, ALinkInThePlaceOfAFolderOfItsOwnStopsEverything) {
  const support::TempFolder elsewhere;
  support::WriteFile(shared() / kName, "bytes");
  for (const char* own : {"taken", "done", "rejected", "filed"}) {
    fs::remove_all(shared() / own);
    fs::create_directory_symlink(elsewhere.path(), shared() / own);
    EXPECT_THAT(LookTwice(), IsEmpty());
    EXPECT_THAT(In(elsewhere.path()), IsEmpty());
    EXPECT_TRUE(fs::exists(shared() / kName));
    fs::remove(shared() / own);
  }
  EXPECT_THAT(LookTwice(), SizeIs(1));
  EXPECT_THAT(log_text_.str(), HasSubstr("folder_unusable"));
}

TEST_F(InboxTest, AFolderThatIsAwayOrReadOnlyLeavesTheFileAndComesBack) {
  support::WriteFile(shared() / kName, "bytes");
  fs::rename(shared(), temp_ / "away");
  EXPECT_THAT(LookTwice(), IsEmpty());
  fs::rename(temp_ / "away", shared());
  if (geteuid() != 0) {  // root writes everywhere
    ASSERT_EQ(chmod(shared().c_str(), 0500), 0);
    EXPECT_THAT(LookTwice(), IsEmpty());
    ASSERT_EQ(chmod(shared().c_str(), 0700), 0);
  }
  EXPECT_THAT(LookTwice(), SizeIs(1));
}

TEST_F(InboxTest, ThousandsOfFilesAreTakenWithoutLossInTheirOrder) {
  constexpr int kFiles = 3000;
  for (int i = 0; i < kFiles; ++i) {
    support::WriteFile(shared() / ("ISCH" + std::to_string(1000 + i) + ".GDT"), std::to_string(i));
  }
  support::WriteFile(shared() / "notes.txt", "not ours");
  const std::vector<std::string> taken = LookTwice();
  ASSERT_THAT(taken, SizeIs(kFiles));
  EXPECT_EQ(inbox_.Read(taken.front()), "0");
  EXPECT_EQ(inbox_.Read(taken.back()), std::to_string(kFiles - 1));
  EXPECT_TRUE(fs::exists(shared() / "notes.txt"));
}

// Somebody exchanges the file for a link as fast as he can while it is taken.
TEST_F(InboxTest, AnExchangedFileNeverLeadsOutside) {
  const fs::path outside = temp_ / "outside.GDT";
  support::WriteFile(outside, "secret");
  std::atomic<bool> ends = false;
  std::thread exchanger([&] {
    while (!ends) {
      support::WriteFile(temp_ / "plain", "bytes");
      (void)rename((temp_ / "plain").c_str(), (shared() / kName).c_str());
      (void)symlink(outside.c_str(), (temp_ / "link").c_str());
      (void)rename((temp_ / "link").c_str(), (shared() / kName).c_str());
    }
  });
  for (int look = 0; look < 2000; ++look) {
    (void)inbox_.Look(now_);
    for (const std::string& name : inbox_.Taken()) {
      const auto bytes = inbox_.Read(name);
      EXPECT_NE(bytes, "secret");
      inbox_.Finish(name, Inbox::End::kDone, {}, now_);
    }
  }
  ends = true;
  exchanger.join();
}

}  // namespace
}  // namespace ischia::agent
