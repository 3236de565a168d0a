#include "tests/support/scripted_agent.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace ischia::support {
namespace {

constexpr std::size_t kLengthSize = 4;
constexpr std::size_t kHeadSize = 12;
constexpr std::size_t kFieldHeadSize = 6;

std::string BigEndian(std::uint32_t number, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) text.push_back(static_cast<char>(number >> (8 * i) & 0xff));
  return text;
}

std::uint32_t FromBigEndian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char byte : bytes) number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

int Listen(const std::filesystem::path& path, int backlog) {
  sockaddr_un place{};
  place.sun_family = AF_UNIX;
  if (path.string().size() >= sizeof place.sun_path) throw std::runtime_error("path too long");
  std::strcpy(place.sun_path, path.c_str());  // NOLINT: the size was looked at
  std::filesystem::remove(path);
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, reinterpret_cast<sockaddr*>(&place), sizeof place) != 0 ||
      listen(listener, backlog) != 0) {
    throw std::runtime_error("no socket to listen on");
  }
  return listener;
}

}  // namespace

std::string Number(std::uint32_t number) { return BigEndian(number, 4); }

std::uint32_t NumberOf(const std::string& field) { return FromBigEndian(field); }

std::string BytesOf(const Frame& frame) {
  std::string rest = BigEndian(static_cast<std::uint32_t>(frame.kind), 1) +
                     BigEndian(static_cast<std::uint32_t>(frame.flags), 1) + BigEndian(0, 2) +
                     BigEndian(frame.call_id, 4);
  for (const auto& [tag, bytes] : frame.fields) {
    rest += BigEndian(static_cast<std::uint32_t>(tag), 2);
    rest += BigEndian(static_cast<std::uint32_t>(bytes.size()), 4) + bytes;
  }
  return BigEndian(static_cast<std::uint32_t>(rest.size()), 4) + rest;
}

Frame Welcome(std::uint32_t protocol_min, std::uint32_t protocol_max) {
  return {kWelcome,
          0,
          {{kProtocolMin, Number(protocol_min)},
           {kProtocolMax, Number(protocol_max)},
           {kVersion, "scripted"}}};
}

Frame Result(const std::string& json) {
  return {kResult, 1, {{kJson, json}, {kStatus, Number(0)}}};
}

Frame Echo(const Frame& question) {
  const auto json = question.fields.find(kJson);
  return Result(json != question.fields.end() ? json->second : "{}");
}

Frame Error(std::uint32_t status, const std::string& json) {
  return {kError, 1, {{kJson, json}, {kStatus, Number(status)}}};
}

std::string AgentConnection::ReadBytes(std::size_t size) {
  std::string bytes(size, 0);
  std::size_t got = 0;
  while (got < size) {
    const ssize_t n = recv(socket_, bytes.data() + got, size - got, 0);
    if (n <= 0) break;
    got += static_cast<std::size_t>(n);
  }
  bytes.resize(got);
  return bytes;
}

std::optional<Frame> AgentConnection::Read() {
  const std::string head = ReadBytes(kHeadSize);
  if (head.size() < kHeadSize) return std::nullopt;
  const std::string_view view = head;
  const std::size_t size = FromBigEndian(view.substr(0, 4)) - (kHeadSize - kLengthSize);
  const std::string body = ReadBytes(size);
  if (body.size() < size) return std::nullopt;
  Frame frame{static_cast<int>(FromBigEndian(view.substr(4, 1))), FromBigEndian(view.substr(8, 4))};
  frame.flags = static_cast<int>(FromBigEndian(view.substr(5, 1)));
  for (std::string_view rest = body; rest.size() >= kFieldHeadSize;) {
    const std::size_t field = FromBigEndian(rest.substr(2, 4));
    frame.fields[static_cast<int>(FromBigEndian(rest.substr(0, 2)))] =
        rest.substr(kFieldHeadSize, field);
    rest.remove_prefix(kFieldHeadSize + field);
  }
  return frame;
}

bool AgentConnection::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

std::vector<Frame> AgentConnection::WaitForHangUp() {
  std::vector<Frame> heard;
  while (std::optional<Frame> frame = Read()) heard.push_back(*std::move(frame));
  return heard;
}

void AgentConnection::Hold() {
  pollfd watched{socket_, 0, 0};  // the end is told without being asked for
  while (poll(&watched, 1, -1) <= 0) continue;
}

ScriptedAgent::ScriptedAgent(const std::filesystem::path& socket, Script script, int backlog)
    : path_(socket), script_(std::move(script)), listener_(Listen(socket, backlog)) {
  const std::lock_guard hold(lock_);
  StartThread();
}

ScriptedAgent::~ScriptedAgent() {
  {
    const std::lock_guard hold(lock_);
    stopping_ = true;
    for (const int socket : sockets_) shutdown(socket, SHUT_RDWR);
  }
  shutdown(listener_, SHUT_RDWR);  // ends accept
  for (std::thread& thread : threads_) thread.join();
  close(listener_);
  std::filesystem::remove(path_);
}

// Precondition: lock_ is held.
void ScriptedAgent::StartThread() {
  ++accepting_;
  threads_.emplace_back([this] { AcceptAndServe(); });
}

void ScriptedAgent::AcceptAndServe() {
  for (int socket = 0; (socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    ++connections_;
    Serve(socket);
  }
}

// Somebody else waits for connections meanwhile.
void ScriptedAgent::Serve(int socket) {
  {
    const std::lock_guard hold(lock_);
    sockets_.push_back(socket);
    if (stopping_) shutdown(socket, SHUT_RDWR);
    if (--accepting_ == 0 && !stopping_) StartThread();
  }
  AgentConnection connection(socket);
  script_(connection);
  const std::lock_guard hold(lock_);
  ++accepting_;
  sockets_.erase(std::find(sockets_.begin(), sockets_.end(), socket));
  close(socket);
}

ScriptedAgent::Script Answering(std::function<Frame(const Frame& question)> answer) {
  return [answer = std::move(answer)](AgentConnection& connection) {
    if (!connection.Read()) return;
    connection.Send(Welcome());
    const std::optional<Frame> question = connection.Read();
    if (question) connection.Send(answer(*question));
    connection.WaitForHangUp();
  };
}

}  // namespace ischia::support
