// The encodings of a mail message: UTF-8 read, base64, quoted-printable and encoded words written.
// Internal to this folder.
#ifndef ISCHIA_INTEGRATION_MAIL_ENCODING_H_
#define ISCHIA_INTEGRATION_MAIL_ENCODING_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ischia::mail {

struct Character {
  char32_t code;
  std::size_t length;  // in bytes
};

// Returns the first character of `text`, or nothing if `text` is empty or does not start with
// well-formed UTF-8 (overlong forms and surrogates are malformed).
std::optional<Character> FirstCharacter(std::string_view text);

// C0, DEL, C1 (TAB, CR and LF among them) and the Unicode line and paragraph separators.
bool IsControl(char32_t code);

// RFC 2045: lines of 76 characters, each ended by CRLF. `Base64LinesSize` foretells the size.
void AppendBase64Lines(std::string_view bytes, std::string& out);
std::size_t Base64LinesSize(std::size_t bytes);

// RFC 2045: lines of at most 76 characters, ended by CRLF, the last one too. CRLF, CR and LF in
// `text` each end a line.
void AppendQuotedPrintable(std::string_view text, std::string& out);

// RFC 2047: `text`, well-formed UTF-8, as encoded words of at most 75 characters that never split a
// character, folded so that no line exceeds 76. `column` is where on its line the first one starts.
void AppendEncodedWords(std::string_view text, std::size_t column, std::string& out);

}  // namespace ischia::mail

#endif  // ISCHIA_INTEGRATION_MAIL_ENCODING_H_
