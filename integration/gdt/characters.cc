#include "integration/gdt/characters.h"

#include <algorithm>
#include <cstdint>

namespace ischia::gdt {
namespace {

// From byte 0x80 on. IBM's code page 437.
constexpr std::u16string_view kCp437From80 =
    u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄"
    u"▌▐▀"
    u"αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";
// From 0x80 to 0x9F, U+FFFD where there is none; from 0xA0 on it is ISO 8859-1.
constexpr std::u16string_view k1252From80 =
    u"€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ";
// Where the two sets differ from ASCII and from ISO 8859-1.
constexpr std::u16string_view kDin66003Places = u"@[\\]{|}~";
constexpr std::u16string_view kDin66003 = u"§ÄÖÜäöüß";
constexpr std::u16string_view kLatin9Places = u"¤¦¨´¸¼½¾";
constexpr std::u16string_view kLatin9 = u"€ŠšŽžŒœŸ";
static_assert(kCp437From80.size() == 128 && k1252From80.size() == 32);
static_assert(kDin66003Places.size() == kDin66003.size() && kLatin9Places.size() == kLatin9.size());

constexpr char32_t kNone = 0xFFFD;

bool IsControl(char32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

char32_t Replaced(char16_t code, std::u16string_view places, std::u16string_view with) {
  const std::size_t at = places.find(code);
  return at == std::u16string_view::npos ? code : with[at];
}

char32_t CodeOf(std::uint8_t byte, CharacterSet set) {
  if (IsControl(byte) && byte < 0x80) return kNone;
  if (byte < 0x80) {
    return set == CharacterSet::kSevenBit ? Replaced(byte, kDin66003Places, kDin66003) : byte;
  }
  if (set == CharacterSet::kCp437) return kCp437From80[byte - 0x80U];
  const bool is_latin = set == CharacterSet::kWindows1252 || set == CharacterSet::kLatin9;
  if (!is_latin) return kNone;
  if (byte < 0xA0) {
    return set == CharacterSet::kWindows1252 ? char32_t{k1252From80[byte - 0x80U]} : kNone;
  }
  return set == CharacterSet::kLatin9 ? Replaced(byte, kLatin9Places, kLatin9) : byte;
}

void Append(char32_t code, std::string& text) {
  const auto byte = [&](char32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    byte(0x80 | (code & 0x3F));
  } else {  // the sets have nothing beyond U+FFFF
    byte(0xE0 | (code >> 12));
    byte(0x80 | ((code >> 6) & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

struct Character {
  char32_t code;
  std::size_t size;  // in bytes
};

// The first character of what is not empty; nothing when it is malformed: cut off, overlong, a
// surrogate, beyond U+10FFFF.
std::optional<Character> FirstCharacter(std::string_view text) {
  const auto first = static_cast<std::uint8_t>(text.front());
  if (first < 0x80) return Character{first, 1};
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return std::nullopt;
  char32_t code = first & (0x7FU >> size);
  for (const char c : text.substr(1, size - 1)) {
    const auto next = static_cast<std::uint8_t>(c);
    if ((next & 0xC0U) != 0x80) return std::nullopt;
    code = (code << 6) | (next & 0x3FU);
  }
  const bool is_overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  const bool is_no_character = code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
  if (is_overlong || is_no_character) return std::nullopt;
  return Character{code, size};
}

std::string CleanedUtf8(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const auto character = FirstCharacter(bytes);
    const std::size_t size = character ? character->size : 1;
    const bool is_readable = character && !IsControl(character->code);
    text += is_readable ? bytes.substr(0, size) : kUnreadable;
    bytes.remove_prefix(size);
  }
  return text;
}

std::optional<char> ByteOf(char32_t code, CharacterSet set) {
  if (code == kNone) return std::nullopt;
  if (code < 0x80 && CodeOf(static_cast<std::uint8_t>(code), set) == code) {
    return static_cast<char>(code);  // most are
  }
  for (unsigned byte = 0x20; byte <= 0xFF; ++byte) {
    if (CodeOf(static_cast<std::uint8_t>(byte), set) == code) return static_cast<char>(byte);
  }
  return std::nullopt;
}

}  // namespace

std::string ToUtf8(std::string_view bytes, CharacterSet set) {
  if (set == CharacterSet::kUtf8) return CleanedUtf8(bytes);
  std::string text;
  for (const char byte : bytes) Append(CodeOf(static_cast<std::uint8_t>(byte), set), text);
  return text;
}

std::optional<std::string> FromUtf8(std::string_view text, CharacterSet set) {
  if (set == CharacterSet::kUtf8) {
    std::string clean = CleanedUtf8(text);
    if (clean != text || text.find(kUnreadable) != std::string_view::npos) return std::nullopt;
    return clean;
  }
  std::string bytes;
  while (!text.empty()) {
    const auto character = FirstCharacter(text);
    const auto byte = character ? ByteOf(character->code, set) : std::nullopt;
    if (!byte) return std::nullopt;
    bytes += *byte;
    text.remove_prefix(character->size);
  }
  return bytes;
}

bool IsUtf8BeyondAscii(std::string_view bytes) {
  bool is_beyond = false;
  while (!bytes.empty()) {
    const auto character = FirstCharacter(bytes);
    if (!character) return false;
    is_beyond = is_beyond || character->size > 1;
    bytes.remove_prefix(character->size);
  }
  return is_beyond;
}

std::size_t CharacterSize(std::string_view text) {
  const auto character = FirstCharacter(text);
  return character ? character->size : 1;
}

std::size_t CountCharacters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80;
  }));
}

}  // namespace ischia::gdt
