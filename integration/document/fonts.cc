#include "integration/document/fonts.h"

#include <fontconfig/fontconfig.h>

#include <array>
#include <cstdio>
#include <memory>
#include <utility>

namespace ischia::document {
namespace {

struct Free {
  void operator()(FcConfig* config) const { FcConfigDestroy(config); }
  void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
  void operator()(FcObjectSet* objects) const { FcObjectSetDestroy(objects); }
  void operator()(FcFontSet* fonts) const { FcFontSetDestroy(fonts); }
  void operator()(FcCharSet* characters) const { FcCharSetDestroy(characters); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

constexpr FcChar32 kFirstPrintable = 0x20;

Owned<FcFontSet> Installed(FcConfig* config, FcPattern* wanted) {
  const Owned<FcObjectSet> objects(FcObjectSetBuild(FC_FAMILY, FC_CHARSET, nullptr));
  return Owned<FcFontSet>(FcFontList(config, wanted, objects.get()));
}

// What the first font of the list can show; null when the list is empty. Belongs to the list.
const FcCharSet* CharactersOf(const FcFontSet* fonts) {
  FcCharSet* characters = nullptr;
  if (fonts == nullptr || fonts->nfont == 0) return nullptr;
  (void)FcPatternGetCharSet(fonts->fonts[0], FC_CHARSET, 0, &characters);  // null when it has none
  return characters;
}

Owned<FcFontSet> FontsOf(FcConfig* config, const Face& face) {
  const Owned<FcPattern> wanted(FcPatternCreate());
  FcPatternAddString(wanted.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(face.family));
  FcPatternAddInteger(wanted.get(), FC_WEIGHT, face.bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
  return Installed(config, wanted.get());
}

bool IsInSomeFont(FcConfig* config, FcChar32 character) {
  const Owned<FcCharSet> one(FcCharSetCreate());
  FcCharSetAddChar(one.get(), character);
  const Owned<FcPattern> wanted(FcPatternCreate());
  FcPatternAddCharSet(wanted.get(), FC_CHARSET, one.get());
  const Owned<FcFontSet> fonts = Installed(config, wanted.get());
  return fonts && fonts->nfont > 0;
}

Owned<FcCharSet> CharactersIn(const std::vector<std::string_view>& texts) {
  Owned<FcCharSet> characters(FcCharSetCreate());
  for (std::string_view text : texts) {
    while (!text.empty()) {
      FcChar32 character = 0;
      const int size = FcUtf8ToUcs4(reinterpret_cast<const FcChar8*>(text.data()), &character,
                                    static_cast<int>(text.size()));
      if (size > 0 && character >= kFirstPrintable) FcCharSetAddChar(characters.get(), character);
      text.remove_prefix(size > 0 ? static_cast<std::size_t>(size) : 1);
    }
  }
  return characters;
}

// The first character that no installed font has.
std::optional<FcChar32> Missing(FcConfig* config, const FcCharSet* rest) {
  std::array<FcChar32, FC_CHARSET_MAP_SIZE> map{};
  FcChar32 next = 0;
  for (FcChar32 page = FcCharSetFirstPage(rest, map.data(), &next); page != FC_CHARSET_DONE;
       page = FcCharSetNextPage(rest, map.data(), &next)) {
    for (FcChar32 at = 0; at < 32 * FC_CHARSET_MAP_SIZE; ++at) {
      const bool is_set = (map[at / 32] >> at % 32 & 1) != 0;
      if (is_set && !IsInSomeFont(config, page + at)) return page + at;
    }
  }
  return std::nullopt;
}

std::string CodePoint(FcChar32 character) {
  std::array<char, 16> text{};
  (void)std::snprintf(text.data(), text.size(), "U+%04X", character);
  return text.data();
}

}  // namespace

const char* const kAllFamilies =
    "Noto Sans, Noto Sans Arabic, Noto Sans Devanagari, WenQuanYi Micro Hei";

const Script& ScriptOf(std::string_view language) {
  // A script's own font first, so that figures and marks match its letters.
  static constexpr Script kLatin{
      .family = kFontFamily,
      .families = "Noto Sans, Noto Sans Arabic, Noto Sans Devanagari, WenQuanYi Micro Hei",
      .package = kFontPackage};
  static constexpr Script kArabic{
      .family = "Noto Sans Arabic",
      .families = "Noto Sans Arabic, Noto Sans, Noto Sans Devanagari, WenQuanYi Micro Hei",
      .package = kFontPackage,
      .right_to_left = true,
      .leading = 1.12,
      .title_leading = 1.25};
  static constexpr Script kDevanagari{
      .family = "Noto Sans Devanagari",
      .families = "Noto Sans Devanagari, Noto Sans, Noto Sans Arabic, WenQuanYi Micro Hei",
      .package = kFontPackage,
      .leading = 1.15,
      .title_leading = 1.15};
  // Noto Sans CJK loses a common character in a PDF by Cairo 1.16; a TrueType font does not.
  static constexpr Script kHan{
      .family = "WenQuanYi Micro Hei",
      .families = "Noto Sans, WenQuanYi Micro Hei, Noto Sans Arabic, Noto Sans Devanagari",
      .package = "fonts-wqy-microhei",
      .has_bold = false};
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "ar" || primary == "fa" || primary == "ur") return kArabic;
  if (primary == "hi" || primary == "mr" || primary == "ne") return kDevanagari;
  if (primary == "zh") return kHan;
  return kLatin;
}

std::vector<Face> FacesOf(const Script& script) {
  std::vector<Face> faces;
  for (const bool bold : {false, true}) faces.push_back({kFontFamily, kFontPackage, bold});
  if (std::string_view(script.family) == kFontFamily) return faces;
  faces.push_back({script.family, script.package, false});
  if (script.has_bold) faces.push_back({script.family, script.package, true});
  return faces;
}

std::string NameOf(const Face& face) {
  return std::string(face.family) + (face.bold ? " Bold" : " Regular");
}

std::optional<FontFault> FindFontFault(const std::vector<std::string_view>& texts,
                                       std::string_view language) {
  const Owned<FcConfig> config(FcInitLoadConfigAndFonts());
  if (!config) return FontFault{"fontconfig cannot read its configuration", ""};
  Owned<FcCharSet> wanted = CharactersIn(texts);
  for (const Face& face : FacesOf(ScriptOf(language))) {
    const Owned<FcFontSet> fonts = FontsOf(config.get(), face);
    const FcCharSet* had = CharactersOf(fonts.get());
    if (had == nullptr) {
      return FontFault{"font " + NameOf(face) + " is not installed", face.package};
    }
    if (!face.bold) wanted.reset(FcCharSetSubtract(wanted.get(), had));
  }
  if (const auto missing = Missing(config.get(), wanted.get())) {
    return FontFault{"no installed font has the character " + CodePoint(*missing), ""};
  }
  return std::nullopt;
}

}  // namespace ischia::document
