// Hands HL7 v2 messages over by MLLP, one at a time: the next goes when the last is answered.
//
// Sending again is the caller's affair. The control id stays the same then, so that a receiver that
// has the message already can tell.
//
//   Sender sender({.host = "127.0.0.1", .port = 2575});
//   Delivery delivery = sender.Send(message, std::chrono::steady_clock::now() + 60s);
#ifndef ISCHIA_INTEGRATION_HL7V2_SENDER_H_
#define ISCHIA_INTEGRATION_HL7V2_SENDER_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace ischia::hl7v2 {

enum class Outcome {
  kAccepted,      // the receiver has it
  kRefused,       // the receiver says no, or it is no message; the same one never will be accepted
                  // unless something changes there
  kOtherMessage,  // the receiver answered another message: it may have this one
  kUnanswered,    // no answer that can be read: it may have it
  kNotSent,       // the receiver certainly does not have it; a later attempt may succeed
};

struct Delivery {
  Outcome outcome = Outcome::kNotSent;
  std::string_view why = {};  // one of a few sentences; nothing of a message or an answer
  std::string_view code =
      {};             // of the acknowledgment: "AA", "AE" and so on; empty if there is none
  int condition = 0;  // see Acknowledgment
};

// MLLP is clear text, so the host is this machine or in its local network: loopback, private or
// link-local by its address.
struct Target {
  std::string host;  // name or address
  std::uint16_t port = 0;
};

// Whether `host` is an address to which nothing is ever sent. A name is looked up for each
// connection, and its addresses are judged then.
bool IsBeyondTheLocalNetwork(const std::string& host);

// No step takes longer.
struct Limits {
  std::chrono::milliseconds connect{5'000};
  std::chrono::milliseconds send{30'000};
  std::chrono::milliseconds answer{30'000};
};

// One connection to one receiver, made when it is needed and kept as long as the receiver keeps to
// the protocol. For one thread at a time.
class Sender {
 public:
  using Deadline = std::chrono::steady_clock::time_point;

  explicit Sender(Target target, Limits limits = {});
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  // Blocks until the deadline at the longest; a name server's answer is bounded by the resolver's
  // own settings only.
  Delivery Send(std::string_view message, Deadline deadline);

 private:
  Delivery Exchange(std::string_view message, Deadline deadline);
  std::string_view Connect(Deadline deadline);
  Delivery Answer(std::string_view control_id, Deadline deadline);
  bool IsUsable() const;
  void HangUp();

  const Target target_;
  const Limits limits_;
  int socket_ = -1;  // -1: not connected
};

}  // namespace ischia::hl7v2

#endif  // ISCHIA_INTEGRATION_HL7V2_SENDER_H_
