#include "integration/hl7v2/encoding.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace ischia::hl7v2 {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t ByteAt(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

// Bytes of the character that `lead` begins; 0: it begins none.
std::size_t LengthAfter(std::uint32_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bool IsCharacter(char32_t code, std::size_t length) {
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code >= kSmallest[length] && code <= 0x10FFFF && !surrogate;
}

}  // namespace

std::optional<std::u32string> Characters(std::string_view text) {
  std::u32string characters;
  for (std::size_t at = 0; at < text.size();) {
    const std::uint32_t lead = ByteAt(text, at);
    const std::size_t length = LengthAfter(lead);
    if (length == 0 || text.size() - at < length) return std::nullopt;
    char32_t code = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const std::uint32_t next = ByteAt(text, at + i);
      if ((next & 0xC0U) != 0x80U) return std::nullopt;
      code = (code << 6U) | (next & 0x3FU);
    }
    if (!IsCharacter(code, length)) return std::nullopt;
    characters += code;
    at += length;
  }
  return characters;
}

bool IsControl(char32_t character) {
  return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '|':
        escaped += "\\F\\";
        break;
      case '^':
        escaped += "\\S\\";
        break;
      case '&':
        escaped += "\\T\\";
        break;
      case '~':
        escaped += "\\R\\";
        break;
      case '\\':
        escaped += "\\E\\";
        break;
      case '\r':
        escaped += "\\X0D\\";
        break;
      case '\n':
        escaped += "\\X0A\\";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string Base64(std::string_view bytes) {
  std::string encoded;
  encoded.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t rest = bytes.size() - at;
    const std::uint32_t group = (ByteAt(bytes, at) << 16U) |
                                (rest > 1 ? ByteAt(bytes, at + 1) << 8U : 0U) |
                                (rest > 2 ? ByteAt(bytes, at + 2) : 0U);
    encoded += kBase64[group >> 18U];
    encoded += kBase64[(group >> 12U) & 63U];
    encoded += rest > 1 ? kBase64[(group >> 6U) & 63U] : '=';
    encoded += rest > 2 ? kBase64[group & 63U] : '=';
  }
  return encoded;
}

std::string Latin1(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::uint32_t code = ByteAt(text, at);
    if (code >= 0x80) code = ((code & 0x1FU) << 6U) | (ByteAt(text, ++at) & 0x3FU);
    bytes += static_cast<char>(code);
  }
  return bytes;
}

}  // namespace ischia::hl7v2
