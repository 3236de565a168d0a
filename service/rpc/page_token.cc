#include "service/rpc/page_token.h"

#include <cstddef>

#include "service/application/encoding.h"

namespace ischia::rpc {
namespace {

// A token is the hexadecimal text of a seal and a position.
constexpr std::size_t kSealBytes = 16;

std::string SealOf(const app::Digest& digest, const ListKey& list, std::string_view position) {
  return digest
      .Keyed(app::KeyPurpose::kPageToken,
             app::Joined({app::RowOf(list.method).name, list.parent, list.filter, position}))
      .substr(0, kSealBytes);
}

std::optional<unsigned char> HexDigit(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned char>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned char>(digit - 'a' + 10);
  return std::nullopt;
}

std::optional<std::string> FromHex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = HexDigit(text[i]);
    const auto low = HexDigit(text[i + 1]);
    if (!high || !low) return std::nullopt;
    bytes.push_back(static_cast<char>(*high << 4 | *low));
  }
  return bytes;
}

}  // namespace

std::string MakePageToken(const app::Digest& digest, const ListKey& list,
                          std::string_view position) {
  if (position.empty()) return {};
  return app::Hex(SealOf(digest, list, position).append(position));
}

std::optional<std::string> ReadPageToken(const app::Digest& digest, const ListKey& list,
                                         std::string_view token) {
  if (token.empty()) return std::string();
  const std::optional<std::string> bytes = FromHex(token);
  if (!bytes || bytes->size() <= kSealBytes) return std::nullopt;
  std::string position = bytes->substr(kSealBytes);
  const bool ours = app::SameBytes(SealOf(digest, list, position), bytes->substr(0, kSealBytes));
  if (!ours) return std::nullopt;
  return position;
}

}  // namespace ischia::rpc
