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

// How texts of one script are set. The first of `families` that has a character shows it.
struct Script {
  const char* family;
  const char* families;
  const char* package;   // of Debian, with `family`
  bool has_bold = true;  // else bold is made from the regular face
  bool right_to_left = false;
  double leading = 1;  // times the look's
  double title_leading = 1;
};

// By the primary subtag of a BCP 47 tag; Latin for every language not known here.
const Script& ScriptOf(std::string_view language);

// The family with all scripts, for words whose language is not known.
extern const char* const kAllFamilies;

// A face that must be installed.
struct Face {
  const char* family;
  const char* package;
  bool bold = false;
};
std::vector<Face> FacesOf(const Script& script);
std::string NameOf(const Face& face);  // "Noto Sans Bold"

// What is missing, as the end of a sentence: "font Noto Sans Bold is not installed",
// "no installed font has the character U+1F9B5".
struct FontFault {
  std::string what;
  std::string package;  // of Debian that has the missing font; empty for a character
};

// Nothing when the faces for the language are installed and each character of the texts is in them
// or in some other installed font. Control characters and bytes that are not UTF-8 are passed over.
// Safe in any thread.
std::optional<FontFault> FindFontFault(const std::vector<std::string_view>& texts,
                                       std::string_view language = "en");

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FONTS_H_
