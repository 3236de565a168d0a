// ischiad as it is installed: how it starts, refuses and ends.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "ischia/v1/catalogue.grpc.pb.h"
#include "tests/end_to_end/ischiad_process.h"
#include "tests/support/child_process.h"
#include "tests/support/postgres.h"
#include "tests/support/temp_folder.h"

namespace ischia {
namespace {

using support::IschiadCommand;
using support::IschiadProcess;
using test::PostgresDatabase;
using test::PrivatePostgres;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(IschiadTest, SaysWhenItIsReadyAndExitsWithZeroAfterSigterm) {
  const support::TempFolder folder;
  IschiadProcess ischiad(folder.path());
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
  IschiadProcess ischiad(at.folder.path(), {{"listen.address", at.address}});
  EXPECT_EQ(ischiad.Line(), "ready " + at.address + "\n");
  EXPECT_TRUE(AnswersAt(at.address));
  EXPECT_EQ(std::filesystem::status(at.folder / "ischiad.sock").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(ischiad.Terminate(), 0);
}

TEST(IschiadTest, TakesTheSocketOfAServiceThatWasKilled) {
  const SocketService at;
  {
    IschiadProcess killed(at.folder.path(), {{"listen.address", at.address}});
    killed.Line();
  }
  ASSERT_TRUE(std::filesystem::exists(at.folder / "ischiad.sock"));
  IschiadProcess ischiad(at.folder.path(), {{"listen.address", at.address}});
  EXPECT_EQ(ischiad.Line(), "ready " + at.address + "\n");
  EXPECT_TRUE(AnswersAt(at.address));
}

TEST(IschiadTest, LeavesTheSocketOfARunningServiceAlone) {
  const SocketService at;
  const support::TempFolder other;
  IschiadProcess first(at.folder.path(), {{"listen.address", at.address}});
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
  IschiadProcess ischiad(folder.path());
  ischiad.Line();
  for (const char* name : {"ischia.db", "key"}) {
    EXPECT_EQ(std::filesystem::status(folder / name).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)
        << name;
  }
}

TEST(IschiadTest, ASecondProcessOnTheSameFileIsRefused) {
  const support::TempFolder folder;
  IschiadProcess first(folder.path());
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

// -- On PostgreSQL ------------------------------------------------------------------------------

// What ischiad says when it refuses to start.
std::string Refusal(const std::filesystem::path& folder, const support::SettingTexts& settings) {
  const auto refused = support::RunProgram(IschiadCommand(folder, settings));
  EXPECT_EQ(refused.exit_code, 78) << refused.output;
  EXPECT_THAT(refused.output, Not(HasSubstr("pass'w")));
  return refused.output;
}

TEST(IschiadOnPostgresqlTest, StartsOnTheTablesThatItsOwnerMade) {
  const support::TempFolder folder;
  const PostgresDatabase database = PrivatePostgres::OfThisProgram().Empty();
  auto settings = database.Settings(folder.path());
  EXPECT_THAT(Refusal(folder.path(), settings), HasSubstr("ischiad --migrate"));
  settings.merge(database.OwnerSettings(folder.path()));
  for (int repeated = 0; repeated < 2; ++repeated) {
    auto migrate = IschiadCommand(folder.path(), settings);
    migrate.emplace_back("--migrate");
    EXPECT_EQ(support::RunProgram(migrate).output, "migrated\n");
  }
  IschiadProcess first(folder.path(), settings);
  EXPECT_THAT(first.Line(), ::testing::StartsWith("ready 127.0.0.1:"));
  IschiadProcess second(folder.path(), settings);  // several share the database
  EXPECT_THAT(second.Line(), ::testing::StartsWith("ready 127.0.0.1:"));
  EXPECT_EQ(first.Terminate(), 0);
  EXPECT_EQ(second.Terminate(), 0);
}

TEST(IschiadOnPostgresqlTest, RefusesWhatIsUnsafeWithTheRemedyAndWithoutThePassword) {
  const support::TempFolder folder;
  const PostgresDatabase database = PrivatePostgres::OfThisProgram().Migrated();
  const auto settings = database.Settings(folder.path());
  EXPECT_THAT(Refusal(folder.path(), database.Settings(folder.path(), "postgres")),
              AllOf(HasSubstr("storage.postgresql"), HasSubstr("superuser"), HasSubstr("R-09")));
  EXPECT_THAT(Refusal(folder.path(), database.Settings(folder.path(), test::kOwnerRole)),
              HasSubstr("owns tables"));
  auto wrong = settings;
  support::WriteFile(settings.at("storage.password_file"), "another");
  EXPECT_THAT(Refusal(folder.path(), wrong),
              AllOf(HasSubstr("refuses this login"), Not(HasSubstr("another "))));
  wrong["storage.postgresql"] = "host=127.0.0.1 port=1 dbname=ischia user=ischia";
  EXPECT_THAT(Refusal(folder.path(), wrong), HasSubstr("cannot be reached"));
}

TEST(StoreCopyTest, AClinicMovesToPostgresqlByOneCommandAndIsServedThere) {
  const support::TempFolder folder;
  const PostgresDatabase database = PrivatePostgres::OfThisProgram().Migrated();
  { EXPECT_NE(IschiadProcess(folder.path()).Line(), ""); }
  auto settings = database.Settings(folder.path());
  settings["storage.file"] = folder / "ischia.db";
  std::string lines;
  for (const auto& [name, value] : settings) lines += name + " = " + value + "\n";
  support::WriteFile(folder / "ischia.conf", lines);
  const std::vector<std::string> copy{
      ISCHIA_CLI, "store", "copy", "--config", folder / "ischia.conf", "--ischiad", ISCHIAD};
  const auto copied = support::RunProgram(copy);
  EXPECT_EQ(copied.exit_code, 0) << copied.output;
  EXPECT_THAT(copied.output, AllOf(HasSubstr("practices"), HasSubstr("equal on both sides")));
  EXPECT_EQ(database.Rows("SELECT practice_id FROM practices"), std::vector<std::string>{"sample"});
  const auto again = support::RunProgram(copy);
  EXPECT_EQ(again.exit_code, 78);
  EXPECT_THAT(again.output, HasSubstr("already holds practice sample"));
  IschiadProcess there(folder.path(), settings);
  EXPECT_THAT(there.Line(), ::testing::StartsWith("ready"));
  EXPECT_EQ(there.Terminate(), 0);
}

}  // namespace
}  // namespace ischia
