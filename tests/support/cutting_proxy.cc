#include "tests/support/cutting_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace ischia::support {
namespace {

sockaddr_in Loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int NewSocket() {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int at_once = 1;
  (void)setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof(at_once));
  return made;
}

bool SendAll(int to, const std::string& block) {
  for (std::size_t sent = 0; sent < block.size();) {
    const ssize_t size = send(to, block.data() + sent, block.size() - sent, MSG_NOSIGNAL);
    if (size <= 0) return false;
    sent += static_cast<std::size_t>(size);
  }
  return true;
}

}  // namespace

CuttingProxy::CuttingProxy(std::uint16_t server_port)
    : server_port_(server_port), listener_(NewSocket()) {
  sockaddr_in address = Loopback(0);
  socklen_t size = sizeof(address);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, any, size) != 0 || getsockname(listener_, any, &size) != 0 ||
      listen(listener_, SOMAXCONN) != 0 || pipe(stop_) != 0) {
    throw std::runtime_error("no proxy");
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Run(); });
}

CuttingProxy::~CuttingProxy() {
  close(stop_[1]);
  thread_.join();
  close(stop_[0]);
  close(listener_);
}

void CuttingProxy::CutAt(From side, std::string text) {
  const std::lock_guard lock(mutex_);
  side_ = side;
  text_ = std::move(text);
}

int CuttingProxy::cut_count() const {
  const std::lock_guard lock(mutex_);
  return cut_count_;
}

void CuttingProxy::Run() {
  for (;;) {
    std::vector<pollfd> watched{{stop_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    for (const Pair& pair : pairs_) {
      watched.push_back({pair.client, POLLIN, 0});
      watched.push_back({pair.server, POLLIN, 0});
    }
    (void)poll(watched.data(), watched.size(), -1);
    if (watched[0].revents != 0) break;
    std::vector<Pair> going_on;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const auto [client, server] = pairs_[i];
      const bool goes_on =
          (watched[2 + 2 * i].revents == 0 || PassOn(client, server, From::kClient)) &&
          (watched[3 + 2 * i].revents == 0 || PassOn(server, client, From::kServer));
      if (goes_on) {
        going_on.push_back(pairs_[i]);
      } else {
        close(client);
        close(server);
      }
    }
    pairs_ = std::move(going_on);
    if (watched[1].revents != 0) Accept();
  }
  for (const Pair& pair : pairs_) {
    close(pair.client);
    close(pair.server);
  }
}

void CuttingProxy::Accept() {
  const Pair pair{accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC), NewSocket()};
  const sockaddr_in address = Loopback(server_port_);
  if (connect(pair.server, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    pairs_.push_back(pair);
  } else {
    close(pair.client);
    close(pair.server);
  }
}

bool CuttingProxy::PassOn(int from, int to, From side) {
  std::array<char, 65536> room{};
  const ssize_t size = recv(from, room.data(), room.size(), 0);
  if (size <= 0) return false;
  const std::string block(room.data(), static_cast<std::size_t>(size));
  return !IsToBeCut(side, block) && SendAll(to, block);
}

bool CuttingProxy::IsToBeCut(From side, const std::string& block) {
  const std::lock_guard lock(mutex_);
  if (text_.empty() || side != side_ || block.find(text_) == std::string::npos) return false;
  text_.clear();
  ++cut_count_;
  return true;
}

}  // namespace ischia::support
