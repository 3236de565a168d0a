// The receiver of hl7_receiver.py in a process of its own.
//
//   Hl7Receiver receiver({"AA", "cut"});
//   send(receiver.target());
//   EXPECT_EQ(receiver.Next().at("kind"), "ORU^R01");
#ifndef ISCHIA_TESTS_PLUGIN_AGENT_HL7_RECEIVER_H_
#define ISCHIA_TESTS_PLUGIN_AGENT_HL7_RECEIVER_H_

#include <Poco/JSON/Object.h>
#include <sys/types.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace ischia::agent {

class Hl7Receiver {
 public:
  // Waits until it listens.
  explicit Hl7Receiver(const std::vector<std::string>& answers = {});
  ~Hl7Receiver();
  Hl7Receiver(const Hl7Receiver&) = delete;
  Hl7Receiver& operator=(const Hl7Receiver&) = delete;

  std::uint16_t port() const { return port_; }
  std::string target() const { return "127.0.0.1:" + std::to_string(port_); }

  // Waits for the next message.
  Poco::JSON::Object Next();
  // Ends it. How many messages have come beyond those of Next.
  int CountLeft();

 private:
  std::string Line();

  pid_t process_ = 0;
  std::FILE* said_ = nullptr;
  std::uint16_t port_ = 0;
};

}  // namespace ischia::agent

#endif  // ISCHIA_TESTS_PLUGIN_AGENT_HL7_RECEIVER_H_
