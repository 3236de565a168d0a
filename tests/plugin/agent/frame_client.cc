#include "tests/plugin/agent/frame_client.h"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <variant>

namespace ischia::agent {

FrameClient::FrameClient(const std::filesystem::path& socket, Greeting greeting,
                         const std::string& host_id)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket.string().copy(address.sun_path, sizeof(address.sun_path) - 1);
  connected_ =
      connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  if (!connected_ || greeting == Greeting::kWithheld) return;
  connected_ = Send(Kind::kHello, 0, HelloOf(1, 1, host_id)) && Receive().has_value();
}

bool FrameClient::SendBytes(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool FrameClient::Send(Kind kind, std::uint32_t call_id, const Fields& fields) const {
  return SendBytes(EncodeFrame(kind, call_id, fields));
}

bool FrameClient::SendCall(std::uint32_t call_id, const std::string& method,
                           const std::string& json, std::chrono::milliseconds deadline) const {
  Fields fields;
  fields.Add(Tag::kMethod, method);
  fields.Add(Tag::kJson, json);
  fields.AddNumber(Tag::kDeadlineMs, static_cast<std::uint32_t>(deadline.count()));
  return Send(Kind::kCall, call_id, fields);
}

std::optional<Frame> FrameClient::Receive() {
  constexpr std::size_t kBlock = 65536;
  std::array<char, kBlock> block{};
  for (;;) {
    FrameReader::Found found = reader_.Next();
    if (auto* frame = std::get_if<Frame>(&found)) return std::move(*frame);
    if (!std::holds_alternative<FrameReader::Incomplete>(found)) return std::nullopt;
    const ssize_t count = recv(socket_.get(), block.data(), block.size(), 0);
    if (count <= 0) return std::nullopt;
    reader_.Feed({block.data(), static_cast<std::size_t>(count)});
  }
}

Answer FrameClient::ReceiveAnswer() {
  const std::optional<Frame> frame = Receive();
  if (!frame) return {-1, {}};
  return {static_cast<std::int32_t>(frame->fields.Number(Tag::kStatus).value_or(0)),
          std::string(frame->fields.Text(Tag::kJson).value_or(""))};
}

Answer FrameClient::Call(const std::string& method, const std::string& json,
                         std::chrono::milliseconds deadline) {
  if (!SendCall(++last_call_, method, json, deadline)) return {-1, {}};
  return ReceiveAnswer();
}

Fields HelloOf(std::uint32_t protocol_min, std::uint32_t protocol_max, const std::string& host_id) {
  Fields hello;
  hello.AddNumber(Tag::kProtocolMin, protocol_min);
  hello.AddNumber(Tag::kProtocolMax, protocol_max);
  hello.Add(Tag::kHostId, host_id);
  return hello;
}

std::string MemberOf(const Answer& answer, const std::string& name) {
  if (answer.json.empty()) return {};
  const auto object = Poco::JSON::Parser().parse(answer.json).extract<Poco::JSON::Object::Ptr>();
  return object->optValue<std::string>(name, "");
}

}  // namespace ischia::agent
