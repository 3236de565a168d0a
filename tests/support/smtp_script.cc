#include "tests/support/smtp_script.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>

#include "tests/support/child_process.h"

namespace ischia::support {
namespace {

using SslContext = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using SslSession = std::unique_ptr<SSL, decltype(&SSL_free)>;

// The connection as lines and answers, in clear and then in TLS.
class Line {
 public:
  Line(int socket, SmtpTranscript& heard)
      : socket_(socket), heard_(heard), context_(nullptr, SSL_CTX_free), ssl_(nullptr, SSL_free) {}
  ~Line() { close(socket_); }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  bool StartTls(const SmtpScript& script) {
    context_.reset(SSL_CTX_new(TLS_server_method()));
    if (script.only_tls_1_1) {
      SSL_CTX_set_min_proto_version(context_.get(), TLS1_1_VERSION);
      SSL_CTX_set_max_proto_version(context_.get(), TLS1_1_VERSION);
      SSL_CTX_set_cipher_list(context_.get(), "ALL:@SECLEVEL=0");
    }
    SSL_CTX_use_certificate_file(context_.get(), script.certificate.c_str(), SSL_FILETYPE_PEM);
    SSL_CTX_use_PrivateKey_file(context_.get(), script.key.c_str(), SSL_FILETYPE_PEM);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_);
    return heard_.tls = SSL_accept(ssl_.get()) == 1;
  }

  // Returns false if the conversation is over.
  bool Answer(const std::string& text) {
    if (text.ends_with(kHangUp)) {
      (void)Write(text.substr(0, text.size() - std::strlen(kHangUp)));
      return false;
    }
    if (text == kSilence) {
      while (Fill()) buffer_.clear();
      return false;
    }
    return Write(text);
  }

  bool ReadLine(std::string& line) {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
      if (!Fill()) return false;
    }
    line = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    return true;
  }

  // Appends what comes to `body`, up to the final dot. Returns false if the client went away.
  bool ReadBody(std::string& body, bool hang_up) {
    for (;;) {
      body += buffer_;
      buffer_.clear();
      if (body.starts_with(".\r\n") || body.ends_with("\r\n.\r\n")) return true;
      if ((hang_up && !body.empty()) || !Fill()) return false;
    }
  }

 private:
  bool Write(const std::string& text) {
    const auto size = static_cast<int>(text.size());
    if (ssl_) return SSL_write(ssl_.get(), text.data(), size) == size;
    return send(socket_, text.data(), text.size(), MSG_NOSIGNAL) == size;
  }

  bool Fill() {
    std::array<char, 16384> block{};
    const auto size = static_cast<int>(block.size());
    const ssize_t got = ssl_ ? SSL_read(ssl_.get(), block.data(), size)
                             : recv(socket_, block.data(), block.size(), 0);
    if (got <= 0) return false;
    const auto length = static_cast<std::size_t>(got);
    buffer_.append(block.data(), length);
    if (!ssl_) heard_.clear.append(block.data(), length);
    return true;
  }

  int socket_;
  SmtpTranscript& heard_;
  std::string buffer_;
  SslContext context_;
  SslSession ssl_;
};

std::string AnswerTo(const std::string& command, const SmtpScript& script, bool in_tls) {
  if (command.starts_with("EHLO")) return in_tls ? script.ehlo_after_tls : script.ehlo;
  if (command == "STARTTLS") return script.starttls;
  if (command == "AUTH LOGIN") return "334 VXNlcm5hbWU6\r\n";
  if (command.starts_with("AUTH")) return script.auth;
  if (command.starts_with("MAIL")) return script.mail;
  if (command.starts_with("RCPT")) return script.rcpt;
  if (command == "DATA") return script.data;
  if (command == "QUIT") return script.quit;
  return "500 what?\r\n";
}

// Hears the two answers that follow AUTH LOGIN.
bool HearLogin(Line& line, const SmtpScript& script, SmtpTranscript& heard) {
  for (const std::string& answer : {std::string("334 UGFzc3dvcmQ6\r\n"), script.auth}) {
    heard.commands.emplace_back();
    if (!line.ReadLine(heard.commands.back()) || !line.Answer(answer)) return false;
  }
  return true;
}

void Converse(Line& line, const SmtpScript& script, SmtpTranscript& heard) {
  if (script.implicit_tls && !line.StartTls(script)) return;
  if (!line.Answer(script.greeting)) return;
  for (std::string command; line.ReadLine(command);) {
    heard.commands.push_back(command);
    const std::string answer = AnswerTo(command, script, heard.tls);
    if (!line.Answer(answer) || command == "QUIT") return;
    if (command == "STARTTLS" && answer.starts_with("220") && !line.StartTls(script)) return;
    if (command == "AUTH LOGIN" && !HearLogin(line, script, heard)) return;
    if (command == "DATA" && answer.starts_with("354")) {
      if (!line.ReadBody(heard.body, script.hangs_up_in_body)) return;
      heard.got_final_dot = true;
      if (!line.Answer(script.dot)) return;
    }
  }
}

}  // namespace

SmtpScriptServer::SmtpScriptServer(SmtpScript script) : script_(std::move(script)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  stop_ = eventfd(0, EFD_CLOEXEC);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, any, size) != 0 || listen(listener_, 8) != 0 ||
      getsockname(listener_, any, &size) != 0) {
    throw std::runtime_error("no port on loopback");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

SmtpScriptServer::~SmtpScriptServer() {
  (void)Finish();
  close(listener_);
  close(stop_);
}

const SmtpTranscript& SmtpScriptServer::Finish() {
  const std::uint64_t one = 1;
  if (thread_.joinable() && write(stop_, &one, sizeof(one)) == sizeof(one)) thread_.join();
  return transcript_;
}

void SmtpScriptServer::Serve() {
  sigset_t pipe;  // OpenSSL writes without MSG_NOSIGNAL
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  std::array<pollfd, 2> watched = {{{listener_, POLLIN, 0}, {stop_, POLLIN, 0}}};
  poll(watched.data(), watched.size(), -1);
  if ((watched[0].revents & POLLIN) == 0) return;  // stopped, and nobody had come
  Line line(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), transcript_);
  ++transcript_.connections;
  Converse(line, script_, transcript_);
}

TestAuthority::TestAuthority(std::filesystem::path folder) : folder_(std::move(folder)) {
  const Finished made =
      RunProgram({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                  "-nodes", "-days", "2", "-subj", "/CN=Test authority", "-keyout",
                  folder_ / "ca.key", "-out", ca_file()});
  if (made.exit_code != 0) throw std::runtime_error(made.output);
}

void TestAuthority::Certify(const std::string& host, SmtpScript& script, int days) const {
  const std::filesystem::path request = folder_ / (host + ".csr");
  script.certificate = folder_ / (host + ".pem");
  script.key = folder_ / (host + ".key");
  const Finished asked =
      RunProgram({"openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                  "-nodes", "-subj", "/CN=" + host, "-addext", "subjectAltName=DNS:" + host,
                  "-keyout", script.key, "-out", request});
  const Finished signed_by_us = RunProgram(
      {"openssl", "x509", "-req", "-copy_extensions", "copy", "-in", request, "-CA", ca_file(),
       "-CAkey", folder_ / "ca.key", "-days", std::to_string(days), "-out", script.certificate});
  if (asked.exit_code != 0 || signed_by_us.exit_code != 0) {
    throw std::runtime_error(asked.output + signed_by_us.output);
  }
}

}  // namespace ischia::support
