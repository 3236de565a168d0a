// The agent killed again and again while two hosts call the service and file documents: the hosts
// live on and are answered as plugin.h says, and each document ends in their record once, and is
// known as filed to the service.
//
//   killed_filing_test [--kills N]
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <future>
#include <iostream>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "ischia/v1/filing.grpc.pb.h"
#include "ischia/v1/handout.grpc.pb.h"
#include "tests/end_to_end/running_service.h"
#include "tests/plugin/agent/queued_sheet.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/support/child_process.h"
#include "tests/support/raw_database.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using std::chrono::milliseconds;

int kills = 300;
constexpr int kPatients = 8;
constexpr int kKillsForASheet = 3;
constexpr int kLongestLifeMs = 60;
constexpr int kHosts = 2;

// The record of the hosts, and the hosts at work on it.
class Practice {
 public:
  Practice(const AgentPlace& place, std::filesystem::path record) : record_(std::move(record)) {
    std::filesystem::create_directory(record_);
    for (int host = 0; host < kHosts; ++host) {
      hosts_.push_back(std::async(std::launch::async, [&place, this] {
        return support::RunProgram({ISCHIA_FILING_HOST, place.socket(), record_});
      }));
    }
  }
  ~Practice() { Close(); }
  Practice(const Practice&) = delete;
  Practice& operator=(const Practice&) = delete;

  // Ends the hosts, each with a line on what it was answered.
  void Close() {
    support::WriteFile(record_ / "closed", "");
    for (std::future<support::Finished>& host : hosts_) {
      const support::Finished finished = host.get();
      EXPECT_EQ(finished.exit_code, 0) << "a host did not live on";
      std::cout << finished.output;
    }
    hosts_.clear();
    std::filesystem::remove(record_ / "closed");
  }

  const std::filesystem::path& record() const { return record_; }

 private:
  const std::filesystem::path record_;
  std::vector<std::future<support::Finished>> hosts_;
};

class KilledFilingTest : public ::testing::Test {
 protected:
  KilledFilingTest() {
    const RunningAgent agent(place_);
    for (int i = 0; i < kPatients; ++i) {
      programs_.push_back(
          ProgramOfHostPatient(FrameClient(place_.socket()), "host-" + std::to_string(i)));
    }
    database_.Run("PRAGMA busy_timeout = 5000");
  }

  void QueueSheet() {
    v1::CreateHandoutRequest request;
    request.set_parent(programs_[static_cast<std::size_t>(queued_++) % programs_.size()]);
    request.mutable_handout()->set_kind(v1::Handout::KIND_FRIDGE_SHEET);
    request.set_file_to_host(true);
    request.set_request_id("12345678-1234-4234-8234-" + std::to_string(100'000'000'000 + queued_));
    v1::Handout handout;
    const grpc::Status made = service_.Stub<v1::HandoutService>()->CreateHandout(
        service_.Context().get(), request, &handout);
    EXPECT_TRUE(made.ok()) << made.error_message();
  }

  // As if two minutes had passed: what an agent has taken with it comes again.
  void EndLeases() {
    database_.Run("UPDATE filings SET claim_expire_time = 0 WHERE claim_expire_time IS NOT NULL");
  }

  void LiveAndBeKilled(milliseconds life) {
    const RunningAgent agent(place_);
    ASSERT_TRUE(agent.ready());
    std::this_thread::sleep_for(life);  // the moment of death is what is tried out
  }

  std::vector<v1::Filing> Filings() {
    std::vector<v1::Filing> all;
    for (const std::string& program : programs_) {
      v1::ListFilingsRequest request;
      request.set_parent(program);
      request.set_page_size(200);
      v1::ListFilingsResponse page;
      EXPECT_TRUE(service_.Stub<v1::FilingService>()
                      ->ListFilings(service_.Context().get(), request, &page)
                      .ok());
      EXPECT_EQ(page.next_page_token(), "");
      all.insert(all.end(), page.filings().begin(), page.filings().end());
    }
    return all;
  }

  // With an agent that lives.
  void AwaitTheRest() {
    const RunningAgent agent(place_);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    const auto filed = [](const v1::Filing& filing) {
      return filing.state() == v1::Filing::STATE_FILED;
    };
    for (;;) {
      const std::vector<v1::Filing> all = Filings();
      if (std::all_of(all.begin(), all.end(), filed)) return;
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "a document was lost";
      std::this_thread::sleep_for(milliseconds(300));  // for whoever has just been given one
      EndLeases();
    }
  }

  std::string ContentOf(const v1::Filing& filing) {
    v1::DownloadHandoutRequest request;
    request.set_name(filing.handout());
    v1::DownloadHandoutResponse response;
    EXPECT_TRUE(service_.Stub<v1::HandoutService>()
                    ->DownloadHandout(service_.Context().get(), request, &response)
                    .ok());
    return response.content();
  }

  support::TempFolder folder_;
  support::RunningService service_{{}, support::Door::kSocket};
  test::RawDatabase database_{service_.folder() / "ischia.db"};
  AgentPlace place_{folder_.path(), service_.address()};
  std::vector<std::string> programs_;
  int queued_ = 0;
};

TEST_F(KilledFilingTest, EachDocumentIsInTheRecordOnceAndTheHostsLiveOn) {
  const unsigned seed = std::random_device{}();
  std::cout << kills << " kills, seed " << seed << '\n';
  std::mt19937 random(seed);
  Practice practice(place_, folder_ / "record");
  for (int kill = 0; kill < kills && !HasFailure(); ++kill) {
    if (kill % kKillsForASheet == 0) QueueSheet();
    EndLeases();
    LiveAndBeKilled(milliseconds(random() % kLongestLifeMs));
  }
  AwaitTheRest();
  practice.Close();

  const std::vector<v1::Filing> filings = Filings();
  std::int64_t claims = 0;
  for (const v1::Filing& filing : filings) {
    const std::string& name = filing.name();
    const std::string kept =
        support::ReadFile(practice.record() / name.substr(name.rfind('/') + 1));
    EXPECT_TRUE(kept == filing.host_document_id() + '\n' + ContentOf(filing)) << name;
    claims += filing.claim_epoch();
  }
  const auto in_record = std::distance(std::filesystem::directory_iterator(practice.record()), {});
  EXPECT_EQ(filings.size(), static_cast<std::size_t>(queued_));
  EXPECT_EQ(in_record, queued_) << "filed twice, or not at all";
  std::cout << queued_ << " documents, claimed " << claims << " times\n";
}

}  // namespace
}  // namespace ischia::agent

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  if (argc == 3 && std::string(argv[1]) == "--kills") ischia::agent::kills = std::stoi(argv[2]);
  return RUN_ALL_TESTS();
}
