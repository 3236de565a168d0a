#include "plugin/agent/socket/frame.h"

#include <algorithm>

namespace ischia::agent {
namespace {

constexpr std::size_t kLengthSize = 4;
constexpr std::size_t kHeadSize = 8;  // kind, flags, reserved, call_id
constexpr std::size_t kFieldHeadSize = 6;
constexpr std::size_t kByteBits = 8;

void Append(std::string& out, std::uint64_t number, std::size_t size) {
  for (std::size_t i = size; i-- > 0;) {
    out += static_cast<char>(static_cast<unsigned char>(number >> (kByteBits * i)));
  }
}

std::uint32_t ReadNumber(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char c : bytes) number = number << kByteBits | static_cast<unsigned char>(c);
  return number;
}

}  // namespace

void Fields::Add(Tag tag, std::string bytes) { fields_.emplace_back(tag, std::move(bytes)); }

void Fields::AddNumber(Tag tag, std::uint32_t number) {
  std::string bytes;
  Append(bytes, number, sizeof(number));
  Add(tag, std::move(bytes));
}

std::optional<std::string_view> Fields::Text(Tag tag) const {
  const auto found = std::find_if(fields_.rbegin(), fields_.rend(),
                                  [tag](const auto& field) { return field.first == tag; });
  if (found == fields_.rend()) return std::nullopt;
  return found->second;
}

std::optional<std::uint32_t> Fields::Number(Tag tag) const {
  const std::optional<std::string_view> bytes = Text(tag);
  if (!bytes || bytes->size() != sizeof(std::uint32_t)) return std::nullopt;
  return ReadNumber(*bytes);
}

std::string Fields::Encode() const {
  std::string out;
  for (const auto& [tag, bytes] : fields_) {
    Append(out, static_cast<std::uint16_t>(tag), sizeof(tag));
    Append(out, bytes.size(), kLengthSize);
    out += bytes;
  }
  return out;
}

std::optional<Fields> Fields::Decode(std::string_view bytes) {
  Fields fields;
  while (!bytes.empty()) {
    if (bytes.size() < kFieldHeadSize) return std::nullopt;
    const auto tag = static_cast<Tag>(ReadNumber(bytes.substr(0, sizeof(Tag))));
    const std::size_t size = ReadNumber(bytes.substr(sizeof(Tag), kLengthSize));
    bytes.remove_prefix(kFieldHeadSize);
    if (size > bytes.size()) return std::nullopt;
    fields.Add(tag, std::string(bytes.substr(0, size)));
    bytes.remove_prefix(size);
  }
  return fields;
}

std::string EncodeFrame(Kind kind, std::uint32_t call_id, const Fields& fields) {
  const std::string body = fields.Encode();
  std::string out;
  out.reserve(kLengthSize + kHeadSize + body.size());
  Append(out, kHeadSize + body.size(), kLengthSize);
  out += static_cast<char>(kind);
  Append(out, 0, 3);  // flags and the reserved part
  Append(out, call_id, sizeof(call_id));
  return out += body;
}

void FrameReader::Feed(std::string_view bytes) {
  const std::size_t over = std::min(passing_over_, bytes.size());
  passing_over_ -= over;
  bytes_.append(bytes.substr(over));
}

FrameReader::Found FrameReader::Next() {
  std::string_view rest = bytes_;
  rest.remove_prefix(at_);
  if (passing_over_ > 0 || rest.size() < kLengthSize) return Incomplete{};
  const std::size_t length = ReadNumber(rest.substr(0, kLengthSize));
  if (length < kHeadSize) return Malformed{0, "A frame is shorter than its head."};
  if (rest.size() < kLengthSize + kHeadSize) return Incomplete{};
  const std::string_view head = rest.substr(kLengthSize, kHeadSize);
  const std::uint32_t call_id = ReadNumber(head.substr(4));
  if (length > kLargestFrame) return Malformed{call_id, "A frame is larger than 4 MiB + 64 KiB."};
  if (length > largest_) {
    const std::size_t here = std::min(rest.size(), kLengthSize + length);
    passing_over_ = kLengthSize + length - here;
    Consume(here);
    return TooLarge{call_id};
  }
  if (rest.size() < kLengthSize + length) return Incomplete{};
  const auto kind = static_cast<std::uint8_t>(head[0]);
  const auto flags = static_cast<std::uint8_t>(head[1]);
  std::optional<Fields> fields =
      Fields::Decode(rest.substr(kLengthSize + kHeadSize, length - kHeadSize));
  if (!fields) return Malformed{call_id, "A field runs beyond the end of its frame."};
  Consume(kLengthSize + length);
  return Frame{kind, call_id, *std::move(fields), flags};
}

void FrameReader::Consume(std::size_t count) {
  at_ += count;
  if (at_ == bytes_.size() || at_ > largest_) {
    bytes_.erase(0, at_);
    at_ = 0;
  }
}

}  // namespace ischia::agent
