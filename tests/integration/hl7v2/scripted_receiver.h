// A receiver of MLLP on loopback that answers as a test tells it to. It reads frames by code of its
// own, so that the sender's is checked against another one.
#ifndef ISCHIA_TESTS_INTEGRATION_HL7V2_SCRIPTED_RECEIVER_H_
#define ISCHIA_TESTS_INTEGRATION_HL7V2_SCRIPTED_RECEIVER_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace ischia::hl7v2 {

// An acknowledgment of the message with this control id, framed.
std::string Acknowledging(std::string_view code, std::string_view control_id);

// The receiver's side of one connection.
class ReceiverConnection {
 public:
  explicit ReceiverConnection(int socket) : socket_(socket) {}

  // The next message, without its frame; none once the sender has hung up.
  std::optional<std::string> Read();
  // In pieces of that size. False once the sender has hung up.
  bool Send(std::string_view bytes, std::size_t piece = SIZE_MAX);
  // Reads on until the sender hangs up.
  void WaitForHangUp();
  void HangUp();

 private:
  bool Fill();

  int socket_;
  std::string unread_;
};

// Serves connections one after the other, in a thread of its own; each is hung up when its script
// returns. Its senders are gone before it is.
class ScriptedReceiver {
 public:
  // `number` counts the connections from 1.
  using Script = std::function<void(ReceiverConnection& connection, int number)>;

  explicit ScriptedReceiver(Script script);
  ~ScriptedReceiver();
  ScriptedReceiver(const ScriptedReceiver&) = delete;
  ScriptedReceiver& operator=(const ScriptedReceiver&) = delete;

  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }

 private:
  void Serve();

  const Script script_;
  int listener_ = -1;
  int stop_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

}  // namespace ischia::hl7v2

#endif  // ISCHIA_TESTS_INTEGRATION_HL7V2_SCRIPTED_RECEIVER_H_
