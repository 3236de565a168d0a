// ischiad as it is installed: how it starts, refuses and ends.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <string>
#include <vector>

#include "ischia/v1/catalogue.grpc.pb.h"
#include "tests/support/child_process.h"
#include "tests/support/temp_folder.h"

extern char** environ;

namespace ischia {
namespace {

using ::testing::HasSubstr;

// A process whose standard output is read line by line.
class Ischiad {
 public:
  explicit Ischiad(const std::filesystem::path& folder,
                   const std::string& address = "127.0.0.1:0") {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::vector<std::string> words{ISCHIAD, "--set=listen.address=" + address,
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

// The socket's folder, and the files of a service that listens there.
struct SocketService {
  const support::TempFolder folder;
  const std::string address = "unix:" + (folder / "ischiad.sock").string();
};

bool AnswersAt(const std::string& address) {
  const auto channel = grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  context.AddMetadata("ischia-user", "pt-lane");
  context.AddMetadata("ischia-role", "clinician");
  v1::GetCatalogueRequest request;
  request.set_parent("practices/sample");
  v1::Catalogue catalogue;
  return v1::CatalogueService::NewStub(channel)->GetCatalogue(&context, request, &catalogue).ok();
}

TEST(IschiadTest, ListensOnAUnixSocketThatIsItsOwnersAlone) {
  const SocketService at;
  Ischiad ischiad(at.folder.path(), at.address);
  EXPECT_EQ(ischiad.Line(), "ready " + at.address + "\n");
  EXPECT_TRUE(AnswersAt(at.address));
  EXPECT_EQ(std::filesystem::status(at.folder / "ischiad.sock").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(ischiad.Terminate(), 0);
}

TEST(IschiadTest, TakesTheSocketOfAServiceThatWasKilled) {
  const SocketService at;
  {
    Ischiad killed(at.folder.path(), at.address);
    killed.Line();
  }
  ASSERT_TRUE(std::filesystem::exists(at.folder / "ischiad.sock"));
  Ischiad ischiad(at.folder.path(), at.address);
  EXPECT_EQ(ischiad.Line(), "ready " + at.address + "\n");
  EXPECT_TRUE(AnswersAt(at.address));
}

TEST(IschiadTest, LeavesTheSocketOfARunningServiceAlone) {
  const SocketService at;
  const support::TempFolder other;
  Ischiad first(at.folder.path(), at.address);
  first.Line();
  const auto second = support::RunProgram({ISCHIAD, "--set=listen.address=" + at.address,
                                           "--set=storage.file=" + (other / "ischia.db").string(),
                                           "--set=secrets.key_file=" + (other / "key").string()});
  EXPECT_EQ(second.exit_code, 78);
  EXPECT_THAT(second.output, HasSubstr("listen.address"));
  EXPECT_TRUE(AnswersAt(at.address));
}

TEST(IschiadTest, NeverRemovesAFileThatIsNoSocket) {
  const SocketService at;
  support::WriteFile(at.folder / "ischiad.sock", "notes");
  const auto refused =
      support::RunProgram({ISCHIAD, "--set=listen.address=" + at.address,
                           "--set=storage.file=" + (at.folder / "ischia.db").string(),
                           "--set=secrets.key_file=" + (at.folder / "key").string()});
  EXPECT_EQ(refused.exit_code, 78);
  EXPECT_EQ(support::ReadFile(at.folder / "ischiad.sock"), "notes");
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
