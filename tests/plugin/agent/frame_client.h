// A host in a few lines: a blocking connection to the agent that speaks frames, or bytes that are
// none.
//
//   FrameClient host(agent.socket());
//   const Answer answer = host.Call("ischia.v1.CatalogueService/GetCatalogue", request);
//   EXPECT_EQ(answer.status, 0);
#ifndef ISCHIA_TESTS_PLUGIN_AGENT_FRAME_CLIENT_H_
#define ISCHIA_TESTS_PLUGIN_AGENT_FRAME_CLIENT_H_

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "plugin/agent/descriptor.h"
#include "plugin/agent/gateway/answer.h"
#include "plugin/agent/socket/frame.h"

namespace ischia::agent {

inline constexpr const char* kTestHost = "test-host";

class FrameClient {
 public:
  enum class Greeting { kSaid, kWithheld };
  // Connects, says HELLO and takes the WELCOME, unless it is told not to.
  explicit FrameClient(const std::filesystem::path& socket, Greeting greeting = Greeting::kSaid,
                       const std::string& host_id = kTestHost);

  bool connected() const { return connected_; }
  int descriptor() const { return socket_.get(); }

  // False: the other end has gone.
  bool SendBytes(std::string_view bytes) const;
  bool Send(Kind kind, std::uint32_t call_id, const Fields& fields = {}) const;
  bool SendCall(std::uint32_t call_id, const std::string& method, const std::string& json,
                std::chrono::milliseconds deadline = std::chrono::seconds(10)) const;
  // Waits for it. Unset: the other end has hung up.
  std::optional<Frame> Receive();

  // A whole call. Its answer has status -1 when the agent hung up.
  Answer Call(const std::string& method, const std::string& json,
              std::chrono::milliseconds deadline = std::chrono::seconds(10));
  // What the next frame says, as of a call.
  Answer ReceiveAnswer();

 private:
  Descriptor socket_;
  bool connected_ = false;
  FrameReader reader_{kLargestFrame};
  std::uint32_t last_call_ = 0;
};

Fields HelloOf(std::uint32_t protocol_min, std::uint32_t protocol_max,
               const std::string& host_id = kTestHost);

// The text of one member of an answer's JSON object, "FIELD_INVALID" of "reason"; empty: none.
std::string MemberOf(const Answer& answer, const std::string& name);

}  // namespace ischia::agent

#endif  // ISCHIA_TESTS_PLUGIN_AGENT_FRAME_CLIENT_H_
