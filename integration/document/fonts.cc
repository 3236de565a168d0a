#include "integration/document/fonts.h"

#include <fontconfig/fontconfig.h>

#include <array>
#include <cstdio>
#include <memory>

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

Owned<FcFontSet> OfWeight(FcConfig* config, int weight) {
  const Owned<FcPattern> wanted(FcPatternCreate());
  FcPatternAddString(wanted.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(kFontFamily));
  FcPatternAddInteger(wanted.get(), FC_WEIGHT, weight);
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
std::optional<FcChar32> Missing(FcConfig* config, const FcCharSet* wanted, const FcCharSet* had) {
  const Owned<FcCharSet> rest(FcCharSetSubtract(wanted, had));
  std::array<FcChar32, FC_CHARSET_MAP_SIZE> map{};
  FcChar32 next = 0;
  for (FcChar32 page = FcCharSetFirstPage(rest.get(), map.data(), &next); page != FC_CHARSET_DONE;
       page = FcCharSetNextPage(rest.get(), map.data(), &next)) {
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

std::optional<FontFault> FindFontFault(const std::vector<std::string_view>& texts) {
  const Owned<FcConfig> config(FcInitLoadConfigAndFonts());
  if (!config) return FontFault{"fontconfig cannot read its configuration"};
  const Owned<FcCharSet> wanted = CharactersIn(texts);
  for (const auto& [weight, name] :
       {std::pair(FC_WEIGHT_REGULAR, "Regular"), std::pair(FC_WEIGHT_BOLD, "Bold")}) {
    const Owned<FcFontSet> fonts = OfWeight(config.get(), weight);
    const FcCharSet* had = CharactersOf(fonts.get());
    if (had == nullptr) {
      return FontFault{std::string("font ") + kFontFamily + ' ' + name + " is not installed"};
    }
    if (const auto missing = Missing(config.get(), wanted.get(), had)) {
      return FontFault{"no installed font has the character " + CodePoint(*missing)};
    }
  }
  return std::nullopt;
}

}  // namespace ischia::document
