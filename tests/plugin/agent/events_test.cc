// What the host hears of documents on the descriptor that it watches: the library as a host loads
// it, the agent and the service as they are installed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <optional>
#include <string>

#include "tests/end_to_end/running_service.h"
#include "tests/plugin/agent/queued_sheet.h"
#include "tests/plugin/agent/running_agent.h"
#include "tests/plugin/shim/loaded_plugin.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using shim::kLong;
using shim::LoadedPlugin;

bool IsReadable(int fd, std::uint32_t timeout_ms = 0) {
  pollfd watched{fd, POLLIN, 0};
  return poll(&watched, 1, static_cast<int>(timeout_ms)) == 1 && (watched.revents & POLLIN) != 0;
}

// As the library does; only to see what comes after.
void ReadOff(int fd) {
  std::array<char, 1024> bytes{};
  EXPECT_GT(recv(fd, bytes.data(), bytes.size(), MSG_DONTWAIT), 0);
}

// A host with one session.
class Host {
 public:
  Host(const LoadedPlugin& plugin, const AgentPlace& place, const char* host_id)
      : plugin_(plugin), socket_(place.socket().string()) {
    const ischia_host host = {
        sizeof(ischia_host), ISCHIA_ABI_MAJOR, ISCHIA_ABI_MINOR, 0, nullptr, host_id, "", nullptr};
    EXPECT_EQ(plugin_->open(&host, shim::AsBytes(socket_), &session_), ISCHIA_OK);
  }
  ~Host() { plugin_->close(session_); }
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  int EventFd() const { return documents()->event_fd(session_); }
  // The filing's JSON or the error's.
  shim::Answer Next() const {
    ischia_result* filing = nullptr;
    ischia_result* content = nullptr;
    const ischia_status status = documents()->next(session_, kLong, &filing, &content);
    plugin_->result_free(content);
    return {status, shim::Take(*plugin_.operator->(), filing)};
  }

 private:
  const ischia_put_document* documents() const {
    return static_cast<const ischia_put_document*>(plugin_->get_extension(ISCHIA_PUT_DOCUMENT));
  }

  const LoadedPlugin& plugin_;
  const std::string socket_;
  ischia_session* session_ = nullptr;
};

class EventsTest : public ::testing::Test {
 protected:
  EventsTest() : agent_(std::in_place, place_) {}

  void QueueSheet() {
    agent::QueueSheet(FrameClient(place_.socket()),
                      ProgramOfHostPatient(FrameClient(place_.socket()), "4711"));
  }

  support::TempFolder folder_;
  support::RunningService service_{{}, support::Door::kSocket};
  AgentPlace place_{folder_.path(), service_.address()};
  std::optional<RunningAgent> agent_;
  LoadedPlugin plugin_;
  Host host_{plugin_, place_, kTestHost};
};

TEST_F(EventsTest, ADocumentIsAnnouncedAgainAndAgainUntilItIsTaken) {
  const int fd = host_.EventFd();
  QueueSheet();
  for (int times = 0; times < 3; ++times) {
    ASSERT_TRUE(IsReadable(fd, kLong));
    ReadOff(fd);
  }
  EXPECT_EQ(host_.Next().status, ISCHIA_OK);
  EXPECT_EQ(host_.Next().status, ISCHIA_NOT_FOUND);
}

TEST_F(EventsTest, WhatWaitsAlreadyIsAnnouncedToAHostThatComesLater) {
  QueueSheet();
  EXPECT_TRUE(IsReadable(host_.EventFd(), kLong));
}

TEST_F(EventsTest, NobodyElseHearsOfIt) {
  const Host other(plugin_, place_, "other-host");
  const FrameClient not_for_events(place_.socket());
  const int fd = host_.EventFd();
  const int others_fd = other.EventFd();
  QueueSheet();
  for (int times = 0; times < 2; ++times) {  // the other one is looked for meanwhile
    ASSERT_TRUE(IsReadable(fd, kLong));
    ReadOff(fd);
  }
  EXPECT_FALSE(IsReadable(others_fd));
  EXPECT_FALSE(IsReadable(not_for_events.descriptor()));
}

TEST_F(EventsTest, TheNextAgentAnnouncesItToo) {
  const int fd = host_.EventFd();
  agent_.reset();
  EXPECT_TRUE(IsReadable(fd, kLong));
  EXPECT_EQ(host_.Next().status, ISCHIA_UNAVAILABLE);
  agent_.emplace(place_);
  EXPECT_EQ(host_.EventFd(), fd);
  QueueSheet();
  EXPECT_TRUE(IsReadable(fd, kLong));
  EXPECT_EQ(host_.Next().status, ISCHIA_OK);
}

TEST_F(EventsTest, AServiceThatComesBackIsAskedAgain) {
  QueueSheet();
  service_.Stop();
  const int fd = host_.EventFd();  // and the agent asks at once, in vain
  EXPECT_EQ(host_.Next().status, ISCHIA_UNAVAILABLE);
  service_.Start();
  EXPECT_TRUE(IsReadable(fd, kLong));
  EXPECT_EQ(host_.Next().status, ISCHIA_OK);
}

}  // namespace
}  // namespace ischia::agent
