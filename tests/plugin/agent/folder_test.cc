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

  // The program in force of a patient Muster of the practice system.
  std::string ProgramOf(const std::string& number, const std::string& given_name = "Erika") {
    const Answer launch = Call(
        "ischia.v1.LaunchService/CreateLaunch",
        R"({"parent": "practices/sample", "create_missing": true, "context": {"host_reference":)"
        R"({"host_id": "practice-software", "patient_id": ")" +
            number + R"("}, "given_name": ")" + given_name +
            R"(", "family_name": "Muster", "birth_date": {"year": 1992, "month": 3, "day": 14}}})");
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
  const std::string program = ProgramOf("4711");
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

std::string Line(const std::string& field_and_content) {
  const std::string length = std::to_string(field_and_content.size() + 5);
  return std::string(3 - length.size(), '0') + length + field_and_content + "\r\n";
}

std::string RequestOf(const std::string& type, const std::string& number = "4711",
                      const std::string& surname = "Muster") {
  return Line("8000" + type) + Line("8315ISCH") + Line("8316TOMED") + Line("92063") +
         Line("921802.10") + Line("3000" + number) + Line("3101" + surname) + Line("3102Erika") +
         Line("310314031992") + Line("8402BEIN01");
}

constexpr char kIni[] =
    "[PATIENT]\r\nPVS=Sample\r\nBVS=ISCHIA\r\nPATID=4711\r\nFIRSTNAME=Erika\r\nLASTNAME=Muster\r\n"
    "SEX=W\r\nBIRTHDAY=19920314\r\nREADY=0\r\nERRORLEVEL=0\r\nERRORTEXT=\r\nEXTRA=stays\r\n";

// Requests, with a browser that notes the addresses it is given.
class FolderRequestTest : public FolderTest {
 protected:
  void Start(std::vector<std::string> more = {}) {
    support::WriteFile(browser(), "#!/bin/sh\necho x >> " + shown().string() + '\n');
    fs::permissions(browser(), fs::perms::owner_all);
    more.push_back("console.browser=" + browser().string());
    FolderTest::Start(more);
  }
  fs::path browser() const { return folder_ / "browser"; }
  fs::path shown() const { return folder_ / "shown"; }
  // How many consoles were opened; a letter and a line's end each.
  std::size_t Opened() { return support::ReadFile(shown()).size() / 2; }
  void Put(const std::string& name, const std::string& bytes) {
    support::WriteFile(folder_ / "new", bytes);
    fs::rename(folder_ / "new", shared() / name);
  }
  // Requests there, and the reasons and remarks beside them.
  std::vector<fs::path> In(const std::string& own, bool wants_texts = false) {
    std::vector<fs::path> found;
    if (!fs::exists(shared() / own)) return found;
    for (const auto& entry : fs::directory_iterator(shared() / own)) {
      const fs::path extension = entry.path().extension();
      if (extension != ".unfinished" && (extension == ".txt") == wants_texts) {
        found.push_back(entry.path());
      }
    }
    return found;
  }
  std::string TextsIn(const std::string& own) {
    std::string all;
    for (const fs::path& file : In(own, true)) all += support::ReadFile(file);
    return all;
  }
  std::string Patients() {
    return Call("ischia.v1.PatientService/ListPatients", R"({"parent": "practices/sample"})").json;
  }
};

TEST_F(FolderRequestTest, ARequestOpensTheConsoleAndIsDone) {
  Start();
  Put("ISCHPVS1.GDT", RequestOf("6302"));
  ASSERT_TRUE(Comes([&] { return Opened() == 1 && In("done").size() == 1; }));
  EXPECT_THAT(Patients(), HasSubstr("\"4711\""));
  EXPECT_FALSE(fs::exists(shared() / "ISCHPVS1.GDT"));
  EXPECT_TRUE(In("taken").empty());
  Put("ISCHPVS1.001", RequestOf("6302"));
  ASSERT_TRUE(Comes([&] { return TextsIn("done").find("opened once") != std::string::npos; }));
  Put("ISCHPVS1.002", RequestOf("6303"));
  Put("ISCH_PVS1_3.gdt", RequestOf("6311"));
  ASSERT_TRUE(Comes([&] { return In("done").size() == 4; }));
  ASSERT_TRUE(Comes([&] { return Opened() == 2; }));
}

TEST_F(FolderRequestTest, WhatCannotBeOpenedIsRejectedWithAReasonThatNamesNobody) {
  Start();
  Put("ISCHPVS1.GDT", RequestOf("6302") + Line("3101Meister"));
  Put("ISCHPVS1.001", "nothing of the kind");
  Put("ISCHPVS1.INI", "[PATIENT]\r\nPATID=4711\r\n");
  ASSERT_TRUE(Comes([&] { return In("rejected", true).size() == 3; }));
  EXPECT_THAT(TextsIn("rejected"), ::testing::AllOf(HasSubstr("LASTNAME"), HasSubstr("3101"),
                                                    ::testing::Not(HasSubstr("Muster")),
                                                    ::testing::Not(HasSubstr("Meister")),
                                                    ::testing::Not(HasSubstr("4711"))));
  EXPECT_EQ(Opened(), 0U);
  EXPECT_THAT(support::ReadFile(place_.log()), ::testing::Not(HasSubstr("Muster")));
}

TEST_F(FolderRequestTest, AHandOverFileIsAnsweredInPlaceAndOpenedOnce) {
  Start();
  Put("ISCHPVS1.INI", kIni);
  ASSERT_TRUE(Comes([&] {
    return support::ReadFile(shared() / "ISCHPVS1.INI").find("READY=1") != std::string::npos;
  }));
  EXPECT_THAT(support::ReadFile(shared() / "ISCHPVS1.INI"),
              ::testing::AllOf(HasSubstr("ERRORLEVEL=0"), HasSubstr("EXTRA=stays")));
  ASSERT_TRUE(Comes([&] { return Opened() == 1 && In("done").size() == 1; }));
  agent_.reset();
  Start();  // the answered one is left alone
  Put("ISCHPVS1.GDT", RequestOf("6311"));
  ASSERT_TRUE(Comes([&] { return In("done").size() == 2; }));
  EXPECT_EQ(In("rejected").size(), 0U);
}

// What is in the folder while nobody looks, and what a killed agent had taken.
TEST_F(FolderRequestTest, NothingIsLostWhileTheAgentOrTheServiceIsAway) {
  Put("ISCHPVS1.GDT", RequestOf("6302"));
  Start();
  ASSERT_TRUE(Comes([&] { return In("done").size() == 1; }));
  service_.Stop();
  Put("ISCHPVS1.001", RequestOf("6302", "4712", "Meister"));
  ASSERT_TRUE(Comes([&] { return In("taken").size() == 1; }));
  agent_->Kill();
  service_.Start();
  Start();
  ASSERT_TRUE(Comes([&] { return In("done").size() == 2; }));
  EXPECT_THAT(Patients(), HasSubstr("\"4712\""));
}

TEST_F(FolderRequestTest, ASheetAnswersTheRequestAlsoAfterARestart) {
  Start();
  Put("ISCHPVS1.GDT", RequestOf("6302"));
  ASSERT_TRUE(Comes([&] { return In("done").size() == 1; }));
  const std::string program = ProgramOf("4711");
  agent_.reset();
  Start();
  QueueSheet(Host(), program);
  ASSERT_TRUE(Comes([&] { return !Found(".000").empty(); }));
  const gdt::Message record = RecordIn(shared() / "PVS1ISCH.000");
  EXPECT_EQ(record.receiver + ' ' + record.procedure, "TOMED BEIN01");
}

TEST_F(FolderRequestTest, AnotherNameUnderTheSameNumberEndsTheFiling) {
  Start();
  const std::string program = ProgramOf("4711");
  Put("ISCHPVS1.GDT", RequestOf("6302", "4711", "Meister"));
  ASSERT_TRUE(Comes([&] { return In("done").size() + In("rejected").size() > 0; }));
  QueueSheet(Host(), program);
  ASSERT_TRUE(
      Comes([&] { return Filings(program).find("PATIENT_MISMATCH") != std::string::npos; }));
  EXPECT_TRUE(Found(".000").empty() && Found(".pdf").empty());
}

// The agent is killed at some moment of each life, and the host imports what it finds. What a
// killed agent was about to file comes again when its claim is over, minutes later; gdt_folder_test
// has that.
TEST_F(FolderTest, KilledInBetweenItFilesNoSheetTwiceAndGoesOnWithTheNext) {
  constexpr std::size_t kSheets = 12;
  constexpr std::size_t kLives = 6;
  Start({"folder.host_id=nobody"});
  for (std::size_t sheet = 0; sheet < kSheets; ++sheet) {
    const std::string number = std::to_string(4711 + sheet);
    QueueSheet(Host(), ProgramOf(number, "Erika" + number));
  }
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
