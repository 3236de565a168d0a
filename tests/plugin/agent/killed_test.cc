// The agent killed again and again while it keeps and sends changes, with a service that comes and
// goes: whatever a host was told is kept ends in the service's records, once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "ischia/v1/patient.grpc.pb.h"
#include "plugin/agent/spool/courier.h"
#include "tests/end_to_end/running_service.h"
#include "tests/plugin/agent/frame_client.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using std::chrono::milliseconds;

constexpr int kKills = 300;
constexpr int kHosts = 3;
constexpr int kKillsBetweenTurns = 15;  // of the service: away, there, away
constexpr int kLongestLifeMs = 80;

std::string PatientOf(const std::string& name) {
  return R"({"parent": "practices/sample", "patient": {"given_name": "Test", "family_name": ")" +
         name + "\"}}";
}

// A host that tells of one patient after the other until the agent is gone. Gives the names that it
// was told are done or kept.
std::vector<std::string> TellUntilKilled(const AgentPlace& place, const std::string& prefix) {
  std::vector<std::string> told;
  FrameClient host(place.socket());
  for (int i = 0;; ++i) {
    const std::string name = prefix + std::to_string(i);
    const Answer answer = host.Call("ischia.v1.PatientService/CreatePatient", PatientOf(name),
                                    std::chrono::seconds(2));
    if (answer.status < 0) return told;
    if (answer.status == 0) told.push_back(name);
  }
}

// One life of the agent, with some hosts, ended after `life`.
std::vector<std::string> LiveAndBeKilled(const AgentPlace& place, int number, milliseconds life) {
  RunningAgent agent(place, {"spool.max_changes=100000"});
  EXPECT_TRUE(agent.ready()) << "life " << number;
  std::vector<std::vector<std::string>> told(kHosts);
  std::vector<std::thread> hosts;
  for (int host = 0; host < kHosts; ++host) {
    hosts.emplace_back([&, host] {
      told[static_cast<std::size_t>(host)] = TellUntilKilled(
          place, "Life-" + std::to_string(number) + "-" + std::to_string(host) + "-");
    });
  }
  std::this_thread::sleep_for(life);  // the moment of death is what is tried out
  agent.Kill();
  for (std::thread& host : hosts) host.join();
  std::vector<std::string> all;
  for (const auto& some : told) all.insert(all.end(), some.begin(), some.end());
  return all;
}

// The agent died between the first byte of a file and its rename.
bool HasUnfinished(const AgentPlace& place) {
  for (const auto& entry : std::filesystem::directory_iterator(place.spool().folder)) {
    if (entry.path().extension() == kUnfinished) return true;
  }
  return false;
}

// What the killed agents have left is sent by the courier itself, to its end.
void SendTheRest(const AgentPlace& place) {
  RealDisk disk;
  std::ostringstream text;
  Log log(text);
  auto opened = Spool::Open(place.spool(), {}, disk);
  ASSERT_TRUE(std::holds_alternative<std::unique_ptr<Spool>>(opened));
  Spool& spool = *std::get<std::unique_ptr<Spool>>(opened);
  std::cout << spool.pending() << " changes were left in the spool\n";
  Link link(place.service_address);
  Courier courier(spool, link, log, [] {
    return std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
  });
  while (courier.Deliver()) {
  }
  EXPECT_EQ(spool.damaged(), 0U);
  auto looked = Spool::Look(place.spool(), disk);
  EXPECT_TRUE(std::get<std::optional<SpoolReport>>(looked)->refused.empty());
}

// How often each family name stands in the service's records.
std::map<std::string, int> NamesOf(const support::RunningService& service) {
  const auto stub = service.Stub<v1::PatientService>();
  std::map<std::string, int> names;
  v1::ListPatientsRequest request;
  request.set_parent("practices/sample");
  request.set_page_size(200);
  for (;;) {
    v1::ListPatientsResponse page;
    EXPECT_TRUE(stub->ListPatients(service.Context().get(), request, &page).ok());
    for (const v1::Patient& patient : page.patients()) ++names[patient.family_name()];
    if (page.next_page_token().empty()) return names;
    request.set_page_token(page.next_page_token());
  }
}

TEST(KilledAgentTest, NothingThatAHostWasToldIsKeptIsLostOrDoneTwice) {
  const unsigned seed = std::random_device{}();
  std::cout << "seed " << seed << '\n';
  std::mt19937 random(seed);
  const support::TempFolder folder;
  support::RunningService service({}, support::Door::kSocket);
  const AgentPlace place{folder.path(), service.address()};
  std::vector<std::string> told;
  int torn = 0;
  bool away = false;
  for (int kill = 0; kill < kKills; ++kill) {
    if (kill % kKillsBetweenTurns == 0) {
      away = !away;
      away ? service.Stop() : service.Start();
    }
    const milliseconds life(random() % kLongestLifeMs);
    for (std::string& name : LiveAndBeKilled(place, kill, life)) told.push_back(std::move(name));
    if (HasUnfinished(place)) ++torn;
  }
  if (away) service.Start();
  SendTheRest(place);

  const std::map<std::string, int> names = NamesOf(service);
  std::cout << told.size() << " changes were promised, " << names.size() << " were made; " << torn
            << " kills left a file that was not finished\n";
  EXPECT_GT(told.size(), std::size_t{kKills});
  for (const std::string& name : told) EXPECT_EQ(names.count(name), 1U) << name << " was lost";
  for (const auto& [name, count] : names) EXPECT_EQ(count, 1) << name << " was made twice";
}

}  // namespace
}  // namespace ischia::agent
