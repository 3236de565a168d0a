// The SMTP dialog: one message to one recipient through one relay.
//
// Which outcome means what for the message's later life (retry, notice, resend) is the caller's
// affair; so is keeping the password.
#ifndef ISCHIA_INTEGRATION_MAIL_SMTP_H_
#define ISCHIA_INTEGRATION_MAIL_SMTP_H_

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "integration/mail/message.h"
#include "integration/mail/send_result.h"

namespace ischia::mail {

enum class Tls {
  kNone,      // clear text; refused unless the relay is on this machine (a loopback address)
  kStartTls,  // required: without it nothing after EHLO is sent
  kImplicit,  // from the first byte
};

// No step blocks longer. The defaults are those of RFC 5321, section 4.5.3.2, or shorter, except
// for the final dot: giving up early there makes duplicates.
struct SmtpLimits {
  std::chrono::milliseconds connect{15'000};
  std::chrono::milliseconds reply{60'000};        // each reply before the body
  std::chrono::milliseconds before_dot{180'000};  // everything before the final dot
  std::chrono::milliseconds final_reply{600'000};
  std::chrono::milliseconds quit{5'000};
};

struct SmtpRelay {
  std::string host;  // also the name its certificate must carry
  std::uint16_t port = 587;
  Tls tls = Tls::kStartTls;
  std::string user;  // empty: no login
  std::string password;
  std::string helo_name;          // our own host name
  std::filesystem::path ca_file;  // empty: the system's certificate authorities
  SmtpLimits limits;
};

// Sends `message` (from Build()) and returns how it ended; never throws. Blocks, at most for the
// sum of the limits. Safe to call from several threads at once.
//
//   - A fault that FindFault() sees is kRefused in phase kCheck; nothing is connected.
//   - A failure before the final dot is kDeferred; up to the login it is a relay fault as well.
//   - 5yz to sender, recipient, DATA or message is kRefused.
//   - Anything but a clear reply after `before_dot` returned true is kInDoubt.
//
// The name server's answer is not bounded by the limits; the resolver's own settings do that.
SendResult Send(const SmtpRelay& relay, const Mailbox& envelope_from, const Mailbox& envelope_to,
                std::string_view message, const BeforeDot& before_dot);

}  // namespace ischia::mail

#endif  // ISCHIA_INTEGRATION_MAIL_SMTP_H_
