// The fonts of the look, and whether this machine has them. Asks fontconfig alone, so that a
// service can ask when it starts, without the time and memory of a press.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FONTS_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FONTS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ischia::document {

inline constexpr char kFontFamily[] = "Noto Sans";
inline constexpr char kFontPackage[] = "fonts-noto-core";  // of Debian

// What is missing, as the end of a sentence: "font Noto Sans Bold is not installed",
// "no installed font has the character U+1F9B5".
struct FontFault {
  std::string what;
};

// Nothing when both weights of the family are installed and each character of the texts is in it or
// in some other installed font. Control characters and bytes that are not UTF-8 are passed over.
// Safe in any thread.
std::optional<FontFault> FindFontFault(const std::vector<std::string_view>& texts);

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FONTS_H_
