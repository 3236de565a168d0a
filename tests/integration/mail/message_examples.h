// Messages the tests of this folder send and take apart.
#ifndef ISCHIA_TESTS_INTEGRATION_MAIL_MESSAGE_EXAMPLES_H_
#define ISCHIA_TESTS_INTEGRATION_MAIL_MESSAGE_EXAMPLES_H_

#include <string>
#include <string_view>

#include "integration/mail/message.h"

namespace ischia::mail {

inline Mailbox Box(std::string_view address) { return Mailbox::Parse(address).value(); }
inline HeaderText Line(std::string_view text) { return HeaderText::Parse(text).value(); }

// Bytes of every value in no order that a codec could guess.
inline std::string BinaryBytes(std::size_t size) {
  std::string bytes;
  for (std::uint32_t seed = 7; bytes.size() < size;) {
    seed = seed * 1664525U + 1013904223U;
    bytes += static_cast<char>(seed >> 24U);
  }
  return bytes;
}

inline Message ExampleMessage() {
  return {.from = Box("post@clinic.test"),
          .from_name = Line("Clinic Test"),
          .to = Box("anna@mail.test"),
          .subject = Line("Your exercises"),
          .date = {std::chrono::sys_seconds(std::chrono::seconds(1'700'000'000)),
                   std::chrono::minutes(-210)},
          .message_id = MessageId::Parse("ischia.0123456789abcdef@clinic.test").value(),
          .text = "Hello,\nyour sheet is attached.\n"};
}

inline Attachment ExampleSheet(std::size_t size) {
  return {FileName::Parse("exercises.pdf").value(), MediaType::Parse("application/pdf").value(),
          BinaryBytes(size)};
}

}  // namespace ischia::mail

#endif  // ISCHIA_TESTS_INTEGRATION_MAIL_MESSAGE_EXAMPLES_H_
