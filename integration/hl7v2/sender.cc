#include "integration/hl7v2/sender.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>
#include <variant>

#include "integration/hl7v2/mllp.h"

namespace ischia::hl7v2 {
namespace {

using Monotonic = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

constexpr std::size_t kMaxAnswer = 65'536;

// Waits until the socket is ready; false at the deadline.
bool WaitFor(int socket, decltype(pollfd::events) events, Monotonic::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Monotonic::now()).count();
    if (left <= 0) return false;
    pollfd waiting{.fd = socket, .events = events, .revents = 0};
    const auto most = std::min<std::int64_t>(left, std::numeric_limits<int>::max());
    const int ready = poll(&waiting, 1, static_cast<int>(most));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

bool WouldBlock() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

bool IsLocal(std::uint32_t address) {
  const auto is_in = [address](std::uint32_t network, unsigned bits) {
    return (address ^ network) >> (32U - bits) == 0;
  };
  return is_in(0x7F000000, 8) || is_in(0x0A000000, 8) || is_in(0xAC100000, 12) ||
         is_in(0xC0A80000, 16) || is_in(0xA9FE0000, 16);
}

// Loopback, private (RFC 1918, RFC 4193) and link-local.
bool IsLocal(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);
    return IsLocal(ntohl(four.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 six{};
  std::memcpy(&six, &address, sizeof six);
  if (IN6_IS_ADDR_V4MAPPED(&six.sin6_addr)) {
    std::uint32_t four = 0;
    std::memcpy(&four, &six.sin6_addr.s6_addr[12], sizeof four);
    return IsLocal(ntohl(four));
  }
  return IN6_IS_ADDR_LOOPBACK(&six.sin6_addr) || IN6_IS_ADDR_LINKLOCAL(&six.sin6_addr) ||
         (six.sin6_addr.s6_addr[0] & 0xFEU) == 0xFC;
}

Addresses Resolve(const Target& target, int flags = 0) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV | flags;
  addrinfo* found = nullptr;
  if (getaddrinfo(target.host.c_str(), std::to_string(target.port).c_str(), &hints, &found) != 0) {
    found = nullptr;
  }
  return {found, freeaddrinfo};
}

// A connected socket, or -1.
int ConnectTo(const addrinfo& address, Monotonic::time_point deadline) {
  if (Monotonic::now() >= deadline) return -1;
  const int made = socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (made < 0) return -1;
  int error = 0;
  socklen_t size = sizeof error;
  const bool connected =
      (connect(made, address.ai_addr, address.ai_addrlen) == 0 || errno == EINPROGRESS) &&
      WaitFor(made, POLLOUT, deadline) &&
      getsockopt(made, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
  if (!connected) {
    (void)close(made);
    return -1;
  }
  const int on = 1;
  (void)setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // slower without, no worse
  return made;
}

// How many bytes the connection has taken.
std::size_t Write(int socket, std::string_view bytes, Monotonic::time_point deadline) {
  std::size_t written = 0;
  while (written < bytes.size() && WaitFor(socket, POLLOUT, deadline)) {
    // Without MSG_NOSIGNAL a connection that has ended would end the process.
    const ssize_t took = send(socket, bytes.data() + written, bytes.size() - written, MSG_NOSIGNAL);
    if (took < 0 && !WouldBlock()) break;
    if (took > 0) written += static_cast<std::size_t>(took);
  }
  return written;
}

Delivery DeliveryOf(const Acknowledgment& answer) {
  switch (answer.verdict) {
    case Verdict::kAccepted:
      return {Outcome::kAccepted, "accepted", answer.code, answer.condition};
    case Verdict::kRefused:
      return {Outcome::kRefused, "the receiver refused the message", answer.code, answer.condition};
    case Verdict::kOtherMessage:
      return {Outcome::kOtherMessage, "the receiver answered another message", answer.code,
              answer.condition};
    case Verdict::kUnreadable:
      break;
  }
  return {Outcome::kUnanswered, "the answer is no acknowledgment"};
}

}  // namespace

bool IsBeyondTheLocalNetwork(const std::string& host) {
  const Addresses address = Resolve({host, 0}, AI_NUMERICHOST);
  return address && !IsLocal(*address->ai_addr);
}

Sender::Sender(Target target, Limits limits) : target_(std::move(target)), limits_(limits) {}

Sender::~Sender() { HangUp(); }

Delivery Sender::Send(std::string_view message, Deadline deadline) {
  constexpr std::string_view kFrameBytes = "\x0B\x1C";
  if (ControlIdOf(message).empty() || message.find_first_of(kFrameBytes) != message.npos) {
    return {Outcome::kRefused, "this is no message with a control id"};
  }
  Delivery delivery = Exchange(message, deadline);
  const bool answered =
      delivery.outcome == Outcome::kAccepted || delivery.outcome == Outcome::kRefused;
  if (!answered) HangUp();  // what may still come must not be taken for the next one's answer
  return delivery;
}

Delivery Sender::Exchange(std::string_view message, Deadline deadline) {
  if (!IsUsable()) {
    HangUp();
    const std::string_view fault = Connect(std::min(deadline, Monotonic::now() + limits_.connect));
    if (!fault.empty()) return {Outcome::kNotSent, fault};
  }
  const std::string frame = Framed(message);
  const std::size_t written =
      Write(socket_, frame, std::min(deadline, Monotonic::now() + limits_.send));
  // A receiver that does not wait for the very last byte may have the message.
  if (written + 1 < frame.size()) {
    return {Outcome::kNotSent, "the connection ended or stalled within the message"};
  }
  return Answer(ControlIdOf(message), std::min(deadline, Monotonic::now() + limits_.answer));
}

// Why there is no connection; empty: there is one.
std::string_view Sender::Connect(Deadline deadline) {
  const Addresses addresses = Resolve(target_);
  if (!addresses) return "the receiver's name is not known";
  std::string_view fault = "the receiver is neither this machine nor in the local network";
  for (const addrinfo* each = addresses.get(); each != nullptr; each = each->ai_next) {
    if (!IsLocal(*each->ai_addr)) continue;
    socket_ = ConnectTo(*each, deadline);
    if (socket_ >= 0) return {};
    fault = "no connection";
  }
  return fault;
}

Delivery Sender::Answer(std::string_view control_id, Deadline deadline) {
  FrameReader reader(kMaxAnswer);
  std::array<char, 4096> block{};
  while (WaitFor(socket_, POLLIN, deadline)) {
    const ssize_t got = recv(socket_, block.data(), block.size(), 0);
    if (got < 0 && WouldBlock()) continue;
    if (got <= 0) return {Outcome::kUnanswered, "the connection ended before the answer"};
    std::string_view bytes(block.data(), static_cast<std::size_t>(got));
    const FrameReader::Found found = reader.Read(bytes);
    if (std::holds_alternative<FrameReader::Malformed>(found)) {
      return {Outcome::kUnanswered, "the answer is no frame"};
    }
    if (const auto* answer = std::get_if<std::string>(&found)) {
      if (!bytes.empty()) HangUp();  // more than an answer
      return DeliveryOf(ReadAcknowledgment(*answer, control_id));
    }
  }
  return {Outcome::kUnanswered, "no answer in time"};
}

// Whether there is a connection on which nothing has come since the last answer, its end included.
bool Sender::IsUsable() const {
  if (socket_ < 0) return false;
  char unasked = 0;
  return recv(socket_, &unasked, 1, MSG_PEEK) < 0 && WouldBlock();
}

void Sender::HangUp() {
  if (socket_ >= 0) (void)close(socket_);
  socket_ = -1;
}

}  // namespace ischia::hl7v2
