// ischiad as it is installed: how it starts, refuses and ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

extern char** environ;

namespace ischia {
namespace {

using ::testing::HasSubstr;

// A process whose standard output is read line by line.
class Ischiad {
 public:
  explicit Ischiad(const std::filesystem::path& folder) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::vector<std::string> words{ISCHIAD, "--set=listen.address=127.0.0.1:0",
                                   "--set=storage.file=" + (folder / "ischia.db").string(),
                                   "--set=secrets.key_file=" + (folder / "key").string(),
                                   "--set=mail.maildir=" + (folder / "mail").string()};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    EXPECT_EQ(posix_spawn(&pid_, ISCHIAD, &actions, nullptr, arguments.data(), environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    out_ = fdopen(ends[0], "r");
  }
  ~Ischiad() {
    if (!ended_) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    fclose(out_);
  }
  Ischiad(const Ischiad&) = delete;
  Ischiad& operator=(const Ischiad&) = delete;

  std::string Line() {
    std::array<char, 256> line{};
    return fgets(line.data(), line.size(), out_) != nullptr ? line.data() : "";
  }
  // The exit code after a SIGTERM.
  int Terminate() {
    kill(pid_, SIGTERM);
    int status = 0;
    EXPECT_EQ(waitpid(pid_, &status, 0), pid_);
    ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t pid_ = -1;
  FILE* out_ = nullptr;
  bool ended_ = false;
};

TEST(IschiadTest, SaysWhenItIsReadyAndExitsWithZeroAfterSigterm) {
  const support::TempFolder folder;
  Ischiad ischiad(folder.path());
  EXPECT_THAT(ischiad.Line(), ::testing::StartsWith("ready 127.0.0.1:"));
  EXPECT_EQ(ischiad.Terminate(), 0);
}

TEST(IschiadTest, KeepsItsFilesToItself) {
  const support::TempFolder folder;
  Ischiad ischiad(folder.path());
  ischiad.Line();
  for (const char* name : {"ischia.db", "key"}) {
    EXPECT_EQ(std::filesystem::status(folder / name).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << name;
  }
}

TEST(IschiadTest, ASecondProcessOnTheSameFileIsRefused) {
  const support::TempFolder folder;
  Ischiad first(folder.path());
  first.Line();
  const auto second = support::RunProgram({ISCHIAD, "--set=listen.address=127.0.0.1:0",
                                           "--set=storage.file=" + (folder / "ischia.db").string(),
                                           "--set=secrets.key_file=" + (folder / "key").string()});
  EXPECT_EQ(second.exit_code, 78);
  EXPECT_THAT(second.output, HasSubstr("storage.file"));
}

TEST(IschiadTest, RefusesToListenBeyondLoopbackWithTheReason) {
  const auto refused = support::RunProgram({ISCHIAD, "--set=listen.address=0.0.0.0:50151"});
  EXPECT_EQ(refused.exit_code, 78);
  EXPECT_THAT(refused.output, ::testing::AllOf(HasSubstr("listen.address"), HasSubstr("R-01")));
}

TEST(IschiadTest, NamesEveryWrongSettingAtOnce) {
  const auto refused =
      support::RunProgram({ISCHIAD, "--check", "--set=mail.transport=pigeon", "--set=nonsense=1"});
  EXPECT_EQ(refused.exit_code, 78);
  EXPECT_THAT(refused.output, ::testing::AllOf(HasSubstr("mail.transport"), HasSubstr("nonsense")));
  EXPECT_EQ(support::RunProgram({ISCHIAD, "--check"}).exit_code, 0);
}

TEST(IschiadTest, RefusesToStartWithoutTheFontsOfItsHandouts) {
  const support::TempFolder folder;
  support::WriteFile(folder / "fonts.conf",
                     "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
                     "<dir>" +
                         (folder / "none").string() + "</dir><cachedir>" +
                         (folder / "cache").string() + "</cachedir></fontconfig>");
  const auto refused = support::RunProgram(
      {"env", "FONTCONFIG_FILE=" + (folder / "fonts.conf").string(), ISCHIAD,
       "--set=listen.address=127.0.0.1:0", "--set=storage.file=" + (folder / "ischia.db").string(),
       "--set=secrets.key_file=" + (folder / "key").string()});
  EXPECT_EQ(refused.exit_code, 78);
  EXPECT_THAT(refused.output, ::testing::AllOf(HasSubstr("R-17"), HasSubstr("Noto Sans Regular"),
                                               HasSubstr("fonts-noto-core")));
  EXPECT_FALSE(std::filesystem::exists(folder / "ischia.db"));
}

TEST(IschiadTest, AnUnusableDatabaseIsRefused) {
  const support::TempFolder folder;
  support::WriteFile(folder / "ischia.db", std::string(8192, 'x'));
  const auto refused = support::RunProgram({ISCHIAD, "--set=listen.address=127.0.0.1:0",
                                            "--set=storage.file=" + (folder / "ischia.db").string(),
                                            "--set=secrets.key_file=" + (folder / "key").string()});
  EXPECT_EQ(refused.exit_code, 78);
  EXPECT_THAT(refused.output, HasSubstr("storage.file"));
}

}  // namespace
}  // namespace ischia
