#include "tests/integration/hl7v2/scripted_receiver.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace ischia::hl7v2 {

std::string Acknowledging(std::string_view code, std::string_view control_id) {
  return "\x0BMSH|^~\\&|PVS1|CLINIC1|ISCHIA|CLINIC1|20261122||ACK|R1|P|2.5.1\rMSA|" +
         std::string(code) + '|' + std::string(control_id) + "\r\x1C\r";
}

std::optional<std::string> ReceiverConnection::Read() {
  std::size_t end = 0;
  while ((end = unread_.find("\x1C\r")) == std::string::npos) {
    if (!Fill()) return std::nullopt;
  }
  if (unread_.front() != '\x0B') throw std::runtime_error("no frame");
  std::string message = unread_.substr(1, end - 1);
  unread_.erase(0, end + 2);
  return message;
}

bool ReceiverConnection::Send(std::string_view bytes, std::size_t piece) {
  while (!bytes.empty()) {
    const std::string_view next = bytes.substr(0, piece);
    if (send(socket_, next.data(), next.size(), MSG_NOSIGNAL) <= 0) return false;
    bytes.remove_prefix(next.size());
  }
  return true;
}

void ReceiverConnection::WaitForHangUp() {
  while (Fill()) unread_.clear();
}

void ReceiverConnection::HangUp() { (void)shutdown(socket_, SHUT_RDWR); }

bool ReceiverConnection::Fill() {
  std::array<char, 65536> block{};
  const ssize_t got = recv(socket_, block.data(), block.size(), 0);
  if (got > 0) unread_.append(block.data(), static_cast<std::size_t>(got));
  return got > 0;
}

ScriptedReceiver::ScriptedReceiver(Script script) : script_(std::move(script)) {
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

ScriptedReceiver::~ScriptedReceiver() {
  const std::uint64_t one = 1;
  (void)!write(stop_, &one, sizeof(one));
  thread_.join();
  close(listener_);
  close(stop_);
}

void ScriptedReceiver::Serve() {
  for (;;) {
    std::array<pollfd, 2> watched = {{{listener_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    (void)poll(watched.data(), watched.size(), -1);
    if ((watched[0].revents & POLLIN) == 0) return;  // stopped, and nobody waits
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    const int on = 1;
    (void)setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    ReceiverConnection connection(socket);
    script_(connection, ++connections_);
    close(socket);
  }
}

}  // namespace ischia::hl7v2
