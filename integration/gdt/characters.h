// The character sets of GDT files, to and from UTF-8. Tables of our own: nothing depends on what a
// machine has installed, and equal input gives equal bytes.
#ifndef ISCHIA_INTEGRATION_GDT_CHARACTERS_H_
#define ISCHIA_INTEGRATION_GDT_CHARACTERS_H_

#include <optional>
#include <string>
#include <string_view>

namespace ischia::gdt {

enum class CharacterSet {
  kAscii,        // all that is left when a file names a set that nobody knows
  kSevenBit,     // 9206 "1": DIN 66003, umlauts in the place of brackets and braces
  kCp437,        // 9206 "2", and where 9206 is missing
  kWindows1252,  // 9206 "3": ISO 8859-1 with Windows' signs
  kLatin9,       // ISO 8859-15: GDT 3.5
  kUtf8          // read only
};

// What stands in a text for bytes that are no printable character of the set: U+FFFD.
inline constexpr std::string_view kUnreadable = "\xEF\xBF\xBD";

// Well-formed UTF-8 without control characters, whatever the bytes are.
std::string ToUtf8(std::string_view bytes, CharacterSet set);

// Nothing when `text` is not UTF-8 or has a character that the set lacks; no set has control
// characters.
std::optional<std::string> FromUtf8(std::string_view text, CharacterSet set);

// Well-formed, and beyond ASCII.
bool IsUtf8BeyondAscii(std::string_view bytes);

// Bytes of the character that `text`, which is not empty, begins with; 1 when it is malformed.
std::size_t CharacterSize(std::string_view text);

// Of UTF-8.
std::size_t CountCharacters(std::string_view text);

}  // namespace ischia::gdt

#endif  // ISCHIA_INTEGRATION_GDT_CHARACTERS_H_
