#include "integration/mail/encoding.h"

#include <array>
#include <cstdint>

namespace ischia::mail {
namespace {

constexpr std::size_t kLine = 76;                   // RFC 2045, sections 6.7 and 6.8
constexpr std::size_t kBase64Line = kLine / 4 * 3;  // bytes that fill one line
constexpr std::string_view kWordStart = "=?UTF-8?B?";
constexpr std::string_view kWordEnd = "?=";

constexpr std::array<char, 65> kBase64 = {
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"};

std::uint8_t ByteAt(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

void AppendBase64(std::string_view bytes, std::string& out) {
  std::size_t i = 0;
  for (; i + 3 <= bytes.size(); i += 3) {
    const std::uint32_t group =
        (ByteAt(bytes, i) << 16U) | (ByteAt(bytes, i + 1) << 8U) | ByteAt(bytes, i + 2);
    const std::array<char, 4> quad = {kBase64[group >> 18U], kBase64[(group >> 12U) & 63U],
                                      kBase64[(group >> 6U) & 63U], kBase64[group & 63U]};
    out.append(quad.data(), quad.size());
  }
  if (const std::size_t rest = bytes.size() - i; rest > 0) {
    const std::uint32_t group =
        (ByteAt(bytes, i) << 16U) | (rest == 2 ? ByteAt(bytes, i + 1) << 8U : 0U);
    out += kBase64[group >> 18U];
    out += kBase64[(group >> 12U) & 63U];
    out += rest == 2 ? kBase64[(group >> 6U) & 63U] : '=';
    out += '=';
  }
}

// One line of text without its end, soft breaks added.
void AppendQuotedLine(std::string_view line, std::string& out) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const std::uint8_t byte = ByteAt(line, i);
    const bool last = i + 1 == line.size();
    const bool blank = byte == ' ' || byte == '\t';
    // A blank at the end of a line gets lost on the way.
    const bool literal = blank ? !last : byte > ' ' && byte < 0x7F && byte != '=';
    const std::size_t width = literal ? 1 : 3;
    if (column + width > (last ? kLine : kLine - 1)) {
      out += "=\r\n";
      column = 0;
    }
    if (literal) {
      out += static_cast<char>(byte);
    } else {
      out += '=';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    }
    column += width;
  }
  out += "\r\n";
}

}  // namespace

std::optional<Character> FirstCharacter(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const std::uint8_t lead = ByteAt(text, 0);
  if (lead < 0x80) return Character{lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return std::nullopt;
  char32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint8_t next = ByteAt(text, i);
    if ((next & 0xC0U) != 0x80U) return std::nullopt;
    code = (code << 6U) | (next & 0x3FU);
  }
  constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest[length] || code > 0x10FFFF || surrogate) return std::nullopt;
  return Character{code, length};
}

bool IsControl(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029;
}

std::size_t Base64LinesSize(std::size_t bytes) {
  const std::size_t lines = (bytes + kBase64Line - 1) / kBase64Line;
  return (bytes + 2) / 3 * 4 + 2 * lines;
}

void AppendBase64Lines(std::string_view bytes, std::string& out) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(kBase64Line, bytes.size()))) {
    AppendBase64(bytes.substr(0, kBase64Line), out);
    out += "\r\n";
  }
}

void AppendQuotedPrintable(std::string_view text, std::string& out) {
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    AppendQuotedLine(text.substr(0, end), out);
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
}

void AppendEncodedWords(std::string_view text, std::size_t column, std::string& out) {
  constexpr std::size_t kOverhead = kWordStart.size() + kWordEnd.size();
  while (!text.empty()) {
    const std::size_t room = (kLine - column - kOverhead) / 4 * 3;
    std::size_t taken = 0;
    while (const auto next = FirstCharacter(text.substr(taken))) {
      if (taken + next->length > room) break;
      taken += next->length;
    }
    out += kWordStart;
    AppendBase64(text.substr(0, taken), out);
    out += kWordEnd;
    text.remove_prefix(taken);
    if (!text.empty()) out += "\r\n ";
    column = 1;
  }
}

}  // namespace ischia::mail
