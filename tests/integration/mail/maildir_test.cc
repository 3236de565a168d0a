#include "integration/mail/maildir.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include "tests/integration/mail/message_examples.h"
#include "tests/support/temp_folder.h"

namespace ischia::mail {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

bool Yes() { return true; }

std::string ExampleBytes() {
  Message message = ExampleMessage();
  message.attachments.push_back(ExampleSheet(60'000));
  return Build(message).value();
}

std::vector<fs::path> FilesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  return files;
}

class MaildirTest : public ::testing::Test {
 protected:
  support::TempFolder folder_;
  const fs::path root_ = folder_ / "mail";
  const MaildirFolder maildir_{root_};
};

TEST_F(MaildirTest, AMessageBecomesOneFileNamedByItsId) {
  const SendResult result = maildir_.Send(ExampleBytes(), Yes);
  EXPECT_EQ(result.outcome, Outcome::kAccepted);
  const fs::path path = maildir_.PathOf(ExampleMessage().message_id);
  EXPECT_EQ(path, root_ / "new" / "ischia.0123456789abcdef@clinic.test.eml");
  EXPECT_TRUE(support::ReadFile(path) == ExampleBytes());
  EXPECT_THAT(FilesIn(root_ / "tmp"), IsEmpty());
  EXPECT_TRUE(fs::is_directory(root_ / "cur"));
}

TEST_F(MaildirTest, OnlyTheOwnerMayReadIt) {
  ASSERT_EQ(maildir_.Send(ExampleBytes(), Yes).outcome, Outcome::kAccepted);
  struct stat status {};
  ASSERT_EQ(stat(maildir_.PathOf(ExampleMessage().message_id).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  ASSERT_EQ(stat((root_ / "new").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
}

TEST_F(MaildirTest, TheSameIdTwiceIsTheSameFile) {
  ASSERT_EQ(maildir_.Send(ExampleBytes(), Yes).outcome, Outcome::kAccepted);
  ASSERT_EQ(maildir_.Send(ExampleBytes(), Yes).outcome, Outcome::kAccepted);
  EXPECT_THAT(FilesIn(root_ / "new"), SizeIs(1));
}

TEST_F(MaildirTest, TwoThreadsWithTheSameMessageLeaveOneWholeFile) {
  std::thread other(
      [&] { EXPECT_EQ(maildir_.Send(ExampleBytes(), Yes).outcome, Outcome::kAccepted); });
  EXPECT_EQ(maildir_.Send(ExampleBytes(), Yes).outcome, Outcome::kAccepted);
  other.join();
  ASSERT_THAT(FilesIn(root_ / "new"), SizeIs(1));
  EXPECT_THAT(FilesIn(root_ / "tmp"), IsEmpty());
  EXPECT_TRUE(support::ReadFile(FilesIn(root_ / "new").front()) == ExampleBytes());
}

TEST_F(MaildirTest, NothingIsVisibleBeforeTheCallerConsents) {
  bool visible = true;
  std::size_t drafts = 0;
  const SendResult result = maildir_.Send(ExampleBytes(), [&] {
    visible = !FilesIn(root_ / "new").empty();
    drafts = FilesIn(root_ / "tmp").size();
    return false;
  });
  EXPECT_FALSE(visible);
  EXPECT_EQ(drafts, 1U);
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_EQ(result.phase, Phase::kBody);
  EXPECT_FALSE(result.relay_fault);
  EXPECT_THAT(FilesIn(root_ / "new"), IsEmpty());
  EXPECT_THAT(FilesIn(root_ / "tmp"), IsEmpty());
}

TEST_F(MaildirTest, BytesThatAreNotOurMessageAreRefused) {
  const SendResult result = maildir_.Send("Subject: hello\n\nworld\n", Yes);
  EXPECT_EQ(result.outcome, Outcome::kRefused);
  EXPECT_EQ(result.phase, Phase::kCheck);
  EXPECT_FALSE(fs::exists(root_));
}

TEST_F(MaildirTest, AFolderThatCannotBeMadeIsDeferredWithTheReason) {
  const MaildirFolder below_a_file(folder_ / "file" / "mail");
  support::WriteFile(folder_ / "file", "in the way");
  const SendResult result = below_a_file.Send(ExampleBytes(), Yes);
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_TRUE(result.relay_fault);
  EXPECT_EQ(result.text, "folder not made: Not a directory");
  EXPECT_THAT(result.text, Not(HasSubstr(folder_.path().string())));
}

TEST_F(MaildirTest, ATargetThatCannotBeReplacedIsDeferredAndLeavesNoDraft) {
  ASSERT_EQ(maildir_.Send(ExampleBytes(), Yes).outcome, Outcome::kAccepted);
  const fs::path path = maildir_.PathOf(ExampleMessage().message_id);
  fs::remove(path);
  fs::create_directory(path);
  const SendResult result = maildir_.Send(ExampleBytes(), Yes);
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_THAT(result.text, HasSubstr("file not moved"));
  EXPECT_THAT(FilesIn(root_ / "tmp"), IsEmpty());
}

// A limit on the size of files stands in for a full disk: write() fails half way.
TEST_F(MaildirTest, ADiskThatFillsUpIsDeferredAndLeavesNothing) {
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{10'000, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  const SendResult result = maildir_.Send(ExampleBytes(), Yes);
  setrlimit(RLIMIT_FSIZE, &before);
  (void)std::signal(SIGXFSZ, handler);
  EXPECT_EQ(result.outcome, Outcome::kDeferred);
  EXPECT_THAT(result.text, HasSubstr("file not written"));
  EXPECT_THAT(FilesIn(root_ / "new"), IsEmpty());
  EXPECT_THAT(FilesIn(root_ / "tmp"), IsEmpty());
}

}  // namespace
}  // namespace ischia::mail
