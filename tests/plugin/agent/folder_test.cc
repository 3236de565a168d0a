// ischia-agent and a practice system that share nothing but a folder, with a real service.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "integration/gdt/message.h"
#include "ischia/v1/handout.grpc.pb.h"
#include "tests/end_to_end/running_service.h"
#include "tests/plugin/agent/frame_client.h"
#include "tests/plugin/agent/queued_sheet.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class FolderTest : public ::testing::Test {
 protected:
  FolderTest() { fs::create_directory(shared()); }
  fs::path shared() const { return folder_ / "gdt"; }

  void Start(std::vector<std::string> more = {}) {
    more.insert(more.end(), {"folder.path=" + shared().string(), "folder.host_gdt_id=PVS1"});
    agent_.emplace(place_, more);
    ASSERT_TRUE(agent_->ready()) << support::ReadFile(place_.log());
  }
  FrameClient Host() { return FrameClient(place_.socket()); }
  Answer Call(const std::string& method, const std::string& json) {
    return Host().Call(method, json);
  }
  // Looks until it holds. The agent has a pace of its own.
  bool Comes(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!holds()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
  }

  // The program in force of patient 4711, Erika Muster, of the practice system.
  std::string ProgramOf4711() {
    const Answer launch = Call(
        "ischia.v1.LaunchService/CreateLaunch",
        R"({"parent": "practices/sample", "create_missing": true, "context": {"host_reference":)"
        R"({"host_id": "practice-software", "patient_id": "4711"}, "given_name": "Erika",)"
        R"("family_name": "Muster", "birth_date": {"year": 1992, "month": 3, "day": 14}}})");
    EXPECT_EQ(launch.status, 0) << launch.json;
    return ActiveProgram(Host(), MemberOf(launch, "patient"));
  }
  std::string Filings(const std::string& program) {
    return Call("ischia.v1.FilingService/ListFilings", R"({"parent": ")" + program + "\"}").json;
  }
  // The bytes that the service has of the program's one sheet.
  std::string StoredSheet(const std::string& program) {
    const auto stub = service_.Stub<v1::HandoutService>();
    v1::ListHandoutsRequest list;
    list.set_parent(program);
    v1::ListHandoutsResponse listed;
    EXPECT_TRUE(stub->ListHandouts(service_.Context().get(), list, &listed).ok());
    v1::DownloadHandoutRequest download;
    if (listed.handouts_size() == 1) download.set_name(listed.handouts(0).name());
    v1::DownloadHandoutResponse content;
    EXPECT_TRUE(stub->DownloadHandout(service_.Context().get(), download, &content).ok());
    EXPECT_THAT(content.content(), StartsWith("%PDF-"));
    return content.content();
  }
  // Names in the folder itself with this extension.
  std::vector<std::string> Found(const std::string& extension) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(shared())) {
      if (entry.path().extension() == extension) names.push_back(entry.path().filename());
    }
    return names;
  }

  support::TempFolder folder_;
  support::RunningService service_{{}, support::Door::kSocket};
  AgentPlace place_{folder_.path(), service_.address()};
  std::optional<RunningAgent> agent_;
};

gdt::Message RecordIn(const fs::path& file) {
  const auto read = gdt::Read(support::ReadFile(file));
  EXPECT_TRUE(std::holds_alternative<gdt::File>(read));
  const auto reading = gdt::Interpret(std::get<gdt::File>(read).records.front(), "PVS1");
  return std::get<gdt::Reading>(reading).message;
}

TEST_F(FolderTest, ASheetArrivesAsPdfAndRecordByteForByteAndIsFiled) {
  Start();
  const std::string program = ProgramOf4711();
  QueueSheet(Host(), program);
  ASSERT_TRUE(Comes([&] { return !Found(".000").empty(); }));
  ASSERT_TRUE(Comes([&] { return Filings(program).find("STATE_FILED") != std::string::npos; }));
  const gdt::Message record = RecordIn(shared() / "PVS1ISCH.000");
  EXPECT_EQ(record.patient.id, "4711");
  EXPECT_EQ(record.patient.surname, "Muster");
  ASSERT_EQ(record.attachments.size(), 1U);
  EXPECT_THAT(Filings(program), HasSubstr(record.attachments.front().archive_id));
  EXPECT_EQ(support::ReadFile(shared() / record.attachments.front().path), StoredSheet(program));
}

// The agent is killed at some moment of each life, and the host imports what it finds. What a
// killed agent was about to file comes again when its claim is over, minutes later; gdt_folder_test
// has that.
TEST_F(FolderTest, KilledInBetweenItFilesNoSheetTwiceAndGoesOnWithTheNext) {
  constexpr std::size_t kSheets = 12;
  constexpr std::size_t kLives = 6;
  Start({"folder.host_id=nobody"});
  const std::string program = ProgramOf4711();
  for (std::size_t sheet = 0; sheet < kSheets; ++sheet) QueueSheet(Host(), program);
  std::vector<std::string> imported;
  const auto import = [&](std::size_t wanted) {
    for (const auto& entry : fs::directory_iterator(shared())) {
      if (entry.path().stem() != "PVS1ISCH") continue;
      const gdt::Message record = RecordIn(entry.path());
      EXPECT_TRUE(fs::exists(shared() / record.attachments.front().path));
      imported.push_back(record.attachments.front().archive_id);
      fs::remove(entry.path());
    }
    return imported.size() >= wanted;
  };
  for (std::size_t life = 0; life < kLives; ++life) {
    agent_.reset();
    Start();
    std::this_thread::sleep_for(std::chrono::milliseconds(5 * life));  // the moment is tried out
    agent_->Kill();
    (void)import(0);
  }
  Start();
  EXPECT_TRUE(Comes([&] { return import(kSheets - kLives); }));
  EXPECT_EQ(std::set(imported.begin(), imported.end()).size(), imported.size()) << "filed twice";
}

}  // namespace
}  // namespace ischia::agent
