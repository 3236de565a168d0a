#include "integration/document/accent.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace ischia::document {
namespace {

constexpr unsigned kWhite = 0xFFFFFF;
constexpr unsigned kSand = 0xFAF5EB;
constexpr unsigned kTint = 0xE6F1F1;

// WCAG 2.1, relative luminance.
double LuminanceOf(unsigned color) {
  const auto linear = [color](int shift) {
    const double part = (color >> shift & 0xff) / 255.0;
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(16) + 0.7152 * linear(8) + 0.0722 * linear(0);
}

}  // namespace

std::optional<unsigned> ParseColor(std::string_view text) {
  constexpr std::size_t kDigits = 6;
  if (text.size() != kDigits + 1 || text.front() != '#') return std::nullopt;
  unsigned color = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + 1, end, color, 16);
  if (error != std::errc() || stop != end) return std::nullopt;
  return color;
}

double ContrastOf(unsigned color, unsigned other) {
  const auto [dark, light] = std::minmax({LuminanceOf(color), LuminanceOf(other)});
  return (light + 0.05) / (dark + 0.05);
}

std::optional<std::string> FindAccentFault(std::string_view color) {
  const std::optional<unsigned> accent = ParseColor(color);
  if (!accent) return "it is no color like #0A5F6B";
  for (const auto& [ground, name] :
       {std::pair(kWhite, "white"), std::pair(kSand, "the sand of cards"),
        std::pair(kTint, "the tint of doses")}) {
    if (ContrastOf(*accent, ground) < kLeastContrast) {
      return std::string("its contrast on ") + name + " is below 4.5";
    }
  }
  return std::nullopt;
}

}  // namespace ischia::document
