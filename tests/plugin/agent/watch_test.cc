// The self-probe, and what a supervisor is told.
#include "plugin/agent/watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <string>

#include "plugin/agent/descriptor.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

// A socket that a service manager would read from, or that nobody answers at.
Descriptor BoundTo(const std::filesystem::path& path, int type) {
  Descriptor bound(socket(AF_UNIX, type | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
  EXPECT_EQ(bind(bound.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  return bound;
}

std::string NextNotice(const Descriptor& notices) {
  std::array<char, 64> text{};
  const ssize_t size = recv(notices.get(), text.data(), text.size(), 0);
  return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

class WatchTest : public ::testing::Test {
 protected:
  // An agent under a service manager that wants a sign of life every 200 ms.
  WatchTest() : notices_(BoundTo(folder_ / "notify", SOCK_DGRAM)) {
    setenv("NOTIFY_SOCKET", (folder_ / "notify").c_str(), 1);
    setenv("WATCHDOG_USEC", "200000", 1);
  }
  ~WatchTest() override {
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
  }

  support::TempFolder folder_;
  Descriptor notices_;
  AgentPlace place_{folder_.path(), "unix:" + (folder_ / "ischiad.sock").string()};
};

TEST_F(WatchTest, TheSupervisorHearsOfStartLifeAndEnd) {
  RunningAgent agent(place_);
  EXPECT_EQ(NextNotice(notices_), "READY=1");
  EXPECT_EQ(NextNotice(notices_), "WATCHDOG=1");
  EXPECT_EQ(NextNotice(notices_), "WATCHDOG=1");
  EXPECT_EQ(agent.Terminate(), 0);
  std::string notice = NextNotice(notices_);
  while (notice == "WATCHDOG=1") notice = NextNotice(notices_);
  EXPECT_EQ(notice, "STOPPING=1");
}

TEST_F(WatchTest, AnAgentThatHostsCannotReachEndsItself) {
  RunningAgent agent(place_);
  std::filesystem::remove(place_.socket());
  EXPECT_EQ(agent.Await(), 75);
}

TEST_F(WatchTest, AnAgentThatAnswersIsToldFromOneThatHangsAndFromNone) {
  const RunningAgent agent(place_);
  EXPECT_TRUE(AgentAnswers(place_.socket(), std::chrono::seconds(10)));
  const Descriptor hung = BoundTo(folder_ / "hung.sock", SOCK_STREAM);
  ASSERT_EQ(listen(hung.get(), 8), 0);
  EXPECT_FALSE(AgentAnswers(folder_ / "hung.sock", std::chrono::milliseconds(50)));
  EXPECT_FALSE(AgentAnswers(folder_ / "nothing.sock", std::chrono::milliseconds(50)));
}

}  // namespace
}  // namespace ischia::agent
