// An SMTP server on loopback that says what a test tells it to, and writes down what it hears.
#ifndef ISCHIA_TESTS_SUPPORT_SMTP_SCRIPT_H_
#define ISCHIA_TESTS_SUPPORT_SMTP_SCRIPT_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace ischia::support {

// At the end of an answer: closes the connection. In place of one: says nothing until the client
// goes away.
inline constexpr const char* kHangUp = "<hang up>";
inline constexpr const char* kSilence = "<silence>";

// The answers, each written as it stands. The defaults are those of a relay without TLS.
struct SmtpScript {
  std::string greeting = "220 relay.test\r\n";
  std::string ehlo = "250-relay.test\r\n250 8BITMIME\r\n";
  std::string starttls = "220 go ahead\r\n";
  std::string ehlo_after_tls = "250-relay.test\r\n250 AUTH PLAIN LOGIN\r\n";
  std::string auth = "235 welcome\r\n";
  std::string mail = "250 sender ok\r\n";
  std::string rcpt = "250 recipient ok\r\n";
  std::string data = "354 go on\r\n";
  std::string dot = "250 queued as 1\r\n";
  std::string quit = "221 bye\r\n";
  bool hangs_up_in_body = false;  // after the first bytes
  bool implicit_tls = false;
  bool only_tls_1_1 = false;
  std::filesystem::path certificate;  // PEM; needed for TLS
  std::filesystem::path key;
};

struct SmtpTranscript {
  int connections = 0;
  std::vector<std::string> commands;  // without CRLF
  std::string body;                   // as sent: dots stuffed, with the final dot if it came
  bool got_final_dot = false;
  bool tls = false;   // a handshake was completed
  std::string clear;  // every byte that came outside TLS
};

// Serves one connection in a thread of its own.
class SmtpScriptServer {
 public:
  explicit SmtpScriptServer(SmtpScript script);
  ~SmtpScriptServer();
  SmtpScriptServer(const SmtpScriptServer&) = delete;
  SmtpScriptServer& operator=(const SmtpScriptServer&) = delete;

  std::uint16_t port() const { return port_; }

  // Waits for the end of the connection, if there was one, and returns what was heard. Call when
  // the client is done.
  const SmtpTranscript& Finish();

 private:
  void Serve();

  const SmtpScript script_;
  int listener_ = -1;
  int stop_ = -1;
  std::uint16_t port_ = 0;
  SmtpTranscript transcript_;
  std::thread thread_;
};

// A certificate authority of the test's own, in `folder`.
class TestAuthority {
 public:
  explicit TestAuthority(std::filesystem::path folder);

  std::filesystem::path ca_file() const { return folder_ / "ca.pem"; }
  // Makes a certificate and key for `host` and lets `script` use them. It is valid for `days`;
  // below zero it has already expired.
  void Certify(const std::string& host, SmtpScript& script, int days = 2) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_SUPPORT_SMTP_SCRIPT_H_
