#include "integration/mail/smtp.h"

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SMTPClientSession.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/Timespan.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <csignal>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace ischia::mail {
namespace {

using Monotonic = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kBlock = 65'536;      // one write; far above the 16 KiB of a TLS record
constexpr std::size_t kMaxReplyLine = 512;  // RFC 5321, section 4.5.3.1.5
constexpr std::size_t kMaxReplyLines = 100;
constexpr std::size_t kMaxShown = 200;
constexpr int kClosing = 421;  // "I am closing the connection"

// Forward secrecy and authenticated encryption only; TLS 1.3 brings its own suites.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM";

// Writing to a socket that the watchdog or the relay closed raises SIGPIPE, which would end a
// process that has not thought of it. Poco and OpenSSL write without MSG_NOSIGNAL.
class PipeSignalBlock {
 public:
  PipeSignalBlock() {
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~PipeSignalBlock() {
    const timespec at_once{};
    if (!was_pending_) sigtimedwait(&pipe_, nullptr, &at_once);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  PipeSignalBlock(const PipeSignalBlock&) = delete;
  PipeSignalBlock& operator=(const PipeSignalBlock&) = delete;

 private:
  sigset_t pipe_{};
  sigset_t before_{};
  bool was_pending_ = false;
};

// Shuts a socket down at a deadline of the monotonic clock, since a read through Poco 1.11 waits
// about twice the time-out that was set. The socket must outlive the watchdog.
class Watchdog {
 public:
  // Call once, before any other.
  void Guard(int socket) {
    socket_ = socket;
    thread_ = std::jthread([this](const std::stop_token& stop) { Watch(stop); });
  }
  void Set(Monotonic::time_point deadline) {
    const std::lock_guard lock(mutex_);
    deadline_ = deadline;
    changed_.notify_one();
  }
  void Rest() { Set(Monotonic::time_point::max()); }
  bool has_fired() const {
    const std::lock_guard lock(mutex_);
    return fired_;
  }

 private:
  void Watch(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      const Monotonic::time_point seen = deadline_;
      const auto changed = [&] { return deadline_ != seen; };
      if (fired_ || seen == Monotonic::time_point::max()) {
        changed_.wait(lock, stop, changed);
      } else if (!changed_.wait_until(lock, stop, seen, changed) && !stop.stop_requested()) {
        fired_ = true;
        (void)shutdown(socket_, SHUT_RDWR);  // it may be gone already
      }
    }
  }

  int socket_ = -1;
  std::condition_variable_any changed_;
  mutable std::mutex mutex_;  // guards the two below
  Monotonic::time_point deadline_ = Monotonic::time_point::max();
  bool fired_ = false;
  std::jthread thread_;  // last: ends before what it uses
};

struct Reply {
  int code = 0;
  std::vector<std::string> lines;  // without the code
};

// How the dialog ended. Thrown where it ends early, in this file only, and caught in Send().
struct Ended {
  int code = 0;  // the relay's, 0 if it gave no answer
  std::string why;
};

int CodeOf(std::string_view line) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (line.size() < 3 || line[0] < '2' || line[0] > '5' || !digit(line[1]) || !digit(line[2]) ||
      (line.size() > 3 && line[3] != ' ' && line[3] != '-')) {
    return 0;
  }
  return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : " ") + line;
  return text;
}

// What may be kept of a relay's words: relays like to quote the recipient's address.
std::string Shown(std::string text, const std::string& recipient) {
  for (std::size_t at = 0; (at = text.find(recipient, at)) != std::string::npos;) {
    text.replace(at, recipient.size(), "recipient");
  }
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text.substr(0, kMaxShown);
}

std::string DotStuffed(std::string_view message) {
  std::string stuffed;
  stuffed.reserve(message.size() + message.size() / 64 + 8);
  if (message.starts_with('.')) stuffed += '.';
  for (std::size_t begin = 0; begin < message.size();) {
    const std::size_t dot = message.find("\r\n.", begin);
    const std::size_t end = dot == std::string_view::npos ? message.size() : dot + 3;
    stuffed.append(message, begin, end - begin);
    if (dot != std::string_view::npos) stuffed += '.';
    begin = end;
  }
  return stuffed;
}

Poco::Net::Context::Ptr TlsContext(const SmtpRelay& relay) {
  using Poco::Net::Context;
  constexpr int kChainLength = 9;
  Context::Ptr context = new Context(Context::TLS_CLIENT_USE, relay.ca_file.string(),
                                     Context::VERIFY_STRICT, kChainLength,
                                     /*loadDefaultCAs=*/relay.ca_file.empty(), kCiphers);
  context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
  return context;
}

// One connection. Takes Poco's session for its socket and its login; replies are read here, since
// Poco takes a reply cut off by the end of the connection for a whole one, and STARTTLS is done
// here, since a session made of a connected socket (the only way to bound connecting) does not know
// the name that the certificate must carry.
class Dialog final : public Poco::Net::SMTPClientSession {
 public:
  explicit Dialog(const SmtpRelay& relay)
      : SMTPClientSession(Poco::Net::StreamSocket()),
        relay_(relay),
        dot_deadline_(Monotonic::now() + relay.limits.before_dot) {}

  void Open() {
    Connect();
    if (relay_.tls == Tls::kImplicit) StartTls();
    Greet();
    if (relay_.tls == Tls::kStartTls) {
      Enter(Phase::kTls);
      if (!Offers("STARTTLS")) throw Ended{.why = "relay offers no STARTTLS"};
      Command("STARTTLS", 220);
      StartTls();
      Enter(Phase::kGreeting);
      Hello();
    }
    if (!relay_.user.empty()) LogIn();
  }

  void Envelope(const Mailbox& from, const Mailbox& to) {
    Enter(Phase::kSender);
    Command("MAIL FROM:<" + from.address() + ">", 250);
    Enter(Phase::kRecipient);
    Command("RCPT TO:<" + to.address() + ">", 250, 251);
    Enter(Phase::kData);
    Command("DATA", 354);
  }

  void Body(std::string_view message) {
    phase_ = Phase::kBody;
    watchdog_.Set(dot_deadline_);
    Write(DotStuffed(message));
    watchdog_.Rest();
  }

  Ended FinalDot() {
    phase_ = Phase::kFinalDot;
    watchdog_.Set(Monotonic::now() + relay_.limits.final_reply);
    Write(".\r\n");  // the message itself ends in CRLF
    const Reply reply = ReadReply();
    return {reply.code, Joined(reply.lines)};
  }

  // Says goodbye; the outcome no longer depends on it.
  void Quit() noexcept {
    try {
      watchdog_.Set(Monotonic::now() + relay_.limits.quit);
      Write("QUIT\r\n");
      (void)ReadReply();
    } catch (const Ended&) {
    } catch (const std::exception&) {
    }
  }

  Phase phase() const { return phase_; }
  bool timed_out() const { return watchdog_.has_fired(); }

  // Ends the connection at once, so that closing cannot wait for anything either.
  void Cut() { (void)shutdown(socket().impl()->sockfd(), SHUT_RDWR); }

 private:
  void Connect() {
    const Poco::Net::SocketAddress address(relay_.host, relay_.port);
    if (relay_.tls == Tls::kNone && !address.host().isLoopback()) {
      throw Ended{.why = "clear text is for a relay on this machine only"};
    }
    const std::chrono::microseconds limit = relay_.limits.connect;
    socket().connect(address, Poco::Timespan(limit.count()));
    watchdog_.Guard(socket().impl()->sockfd());
    TuneSocket();
  }

  void Enter(Phase phase) {
    phase_ = phase;
    NextReply();
  }

  void NextReply() {
    watchdog_.Set(std::min(Monotonic::now() + relay_.limits.reply, dot_deadline_));
  }

  // Poco's own time-outs lie behind the watchdog's; without them its reads never end.
  void TuneSocket() {
    const milliseconds longest = std::max(relay_.limits.before_dot, relay_.limits.final_reply);
    const Poco::Timespan limit(std::chrono::microseconds(longest).count());
    socket().setReceiveTimeout(limit);
    socket().setSendTimeout(limit);
    socket().setNoDelay(true);  // 22 times faster, see Decisions
  }

  void StartTls() {
    Enter(Phase::kTls);
    // Assigning drops what was read ahead: words from before the handshake are never heard.
    socket() = Poco::Net::SecureStreamSocket::attach(socket(), relay_.host, TlsContext(relay_));
    TuneSocket();
  }

  void Greet() {
    Enter(Phase::kGreeting);
    Expect(ReadReply(), 220);
    Hello();
  }

  void Hello() { capabilities_ = Command("EHLO " + relay_.helo_name, 250).lines; }

  // Whether EHLO listed `keyword`, alone or with `parameter` among its words.
  bool Offers(std::string_view keyword, std::string_view parameter = {}) const {
    return std::any_of(capabilities_.begin() + 1, capabilities_.end(), [&](std::string line) {
      std::transform(line.begin(), line.end(), line.begin(),
                     [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
      line += ' ';
      return line.starts_with(std::string(keyword) + ' ') &&
             (parameter.empty() || line.find(' ' + std::string(parameter) + ' ') != line.npos);
    });
  }

  void LogIn() {
    Enter(Phase::kLogin);
    const bool plain = Offers("AUTH", "PLAIN");
    if (!plain && !Offers("AUTH", "LOGIN")) throw Ended{.why = "relay offers no login we know"};
    try {
      plain ? loginUsingPlain(relay_.user, relay_.password)
            : loginUsingLogin(relay_.user, relay_.password);
    } catch (const Poco::Net::SMTPException& refusal) {
      throw Ended{refusal.code(), "login refused"};
    }
  }

  Reply Command(const std::string& command, int wanted, int also = 0) {
    NextReply();
    Write(command + "\r\n");
    return Expect(ReadReply(), wanted, also);
  }

  static Reply Expect(Reply reply, int wanted, int also = 0) {
    if (reply.code == wanted || reply.code == also) return reply;
    throw Ended{reply.code, Joined(reply.lines)};
  }

  void Write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto length = static_cast<int>(std::min(bytes.size(), kBlock));
      const int sent = socket().sendBytes(bytes.data(), length);
      if (sent <= 0) throw Ended{.why = "connection lost"};
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  Reply ReadReply() {
    Reply reply;
    while (reply.lines.size() < kMaxReplyLines) {
      const std::string line = ReadLine();
      const int code = CodeOf(line);
      if (code == 0 || (!reply.lines.empty() && code != reply.code)) break;
      reply.code = code;
      reply.lines.push_back(line.substr(std::min<std::size_t>(line.size(), 4)));
      if (line.size() == 3 || line[3] == ' ') return reply;
    }
    throw Ended{.why = "malformed reply"};
  }

  std::string ReadLine() {
    std::string line;
    while (line.size() < kMaxReplyLine) {
      const int next = socket().get();
      if (next < 0) throw Ended{.why = "connection lost"};
      line += static_cast<char>(next);
      if (line.ends_with("\r\n")) return line.substr(0, line.size() - 2);
      if (next == '\n') break;
    }
    throw Ended{.why = "malformed reply"};
  }

  const SmtpRelay& relay_;
  Phase phase_ = Phase::kConnect;
  const Monotonic::time_point dot_deadline_;
  std::vector<std::string> capabilities_;
  Watchdog watchdog_;  // last: ends before the socket in the base class closes
};

Outcome OutcomeOf(Phase phase, int code) {
  const bool final_dot = phase == Phase::kFinalDot;
  const bool about_message =
      final_dot || phase == Phase::kSender || phase == Phase::kRecipient || phase == Phase::kData;
  if (final_dot && code / 100 == 2) return Outcome::kAccepted;
  if (about_message && code / 100 == 5) return Outcome::kRefused;
  if (final_dot && code / 100 != 4) return Outcome::kInDoubt;
  return Outcome::kDeferred;
}

// Poco's exceptions carry texts that are not ours to show.
std::string WhyItThrew(const Dialog& dialog) {
  switch (dialog.phase()) {
    case Phase::kConnect:
      return "no connection";
    case Phase::kTls:
      return "TLS failed: certificate, host name or protocol";
    default:
      return "connection lost";
  }
}

SendResult ResultOf(Phase phase, int code, const std::string& text) {
  const bool before_message = phase == Phase::kConnect || phase == Phase::kGreeting ||
                              phase == Phase::kTls || phase == Phase::kLogin;
  return {OutcomeOf(phase, code), phase, code, text, before_message};
}

}  // namespace

SendResult Send(const SmtpRelay& relay, const Mailbox& envelope_from, const Mailbox& envelope_to,
                std::string_view message, const BeforeDot& before_dot) {
  if (const std::string_view fault = FindFault(message); !fault.empty()) {
    return {Outcome::kRefused, Phase::kCheck, 0, std::string(fault)};
  }
  if (!Mailbox::Parse("postmaster@" + relay.helo_name).ok()) {
    return {Outcome::kDeferred, Phase::kCheck, 0, "our host name is malformed", true};
  }
  const PipeSignalBlock no_pipe_signal;
  Dialog dialog(relay);
  Ended end;
  try {
    dialog.Open();
    dialog.Envelope(envelope_from, envelope_to);
    dialog.Body(message);
    end = before_dot() ? dialog.FinalDot() : Ended{.why = "stopped before the final dot"};
  } catch (const Ended& early) {
    end = early;
  } catch (const std::exception&) {
    end.why = WhyItThrew(dialog);
  }
  if (end.code == 0 && dialog.timed_out()) end.why = "time limit reached";
  // A relay that refuses TLS hears not even a goodbye.
  if (end.code == 0 || end.code == kClosing || dialog.phase() == Phase::kTls) {
    dialog.Cut();
  } else {
    dialog.Quit();
  }
  return ResultOf(dialog.phase(), end.code, Shown(end.why, envelope_to.address()));
}

}  // namespace ischia::mail
