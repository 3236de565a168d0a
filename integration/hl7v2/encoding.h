// How texts and files look inside an HL7 v2 message. Internal to this folder.
#ifndef ISCHIA_INTEGRATION_HL7V2_ENCODING_H_
#define ISCHIA_INTEGRATION_HL7V2_ENCODING_H_

#include <optional>
#include <string>
#include <string_view>

namespace ischia::hl7v2 {

// The characters of UTF-8; none if it is not well-formed (overlong forms and surrogates are not).
std::optional<std::u32string> Characters(std::string_view text);

// C0, DEL and C1, line ends among them.
bool IsControl(char32_t character);

// Delimiters and line ends as escape sequences: | ^ & ~ \ CR LF.
std::string Escaped(std::string_view text);

// Without line ends, which would end the segment.
std::string Base64(std::string_view bytes);

// ISO 8859-1. Requires well-formed UTF-8 below U+0100.
std::string Latin1(std::string_view text);

}  // namespace ischia::hl7v2

#endif  // ISCHIA_INTEGRATION_HL7V2_ENCODING_H_
