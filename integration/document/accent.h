// The clinic's own color in page furniture, and whether it can be read.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_ACCENT_H_
#define ISCHIA_INTEGRATION_DOCUMENT_ACCENT_H_

#include <optional>
#include <string>
#include <string_view>

namespace ischia::document {

inline constexpr double kLeastContrast = 4.5;  // WCAG 2.1, 1.4.3

// 0xRRGGBB of "#RRGGBB"; nothing for any other text.
std::optional<unsigned> ParseColor(std::string_view text);

// Contrast ratio of two colors 0xRRGGBB by WCAG 2.1, 1 to 21.
double ContrastOf(unsigned color, unsigned other);

// What is wrong with a color as accent, as the end of a sentence: it is no color, or its contrast
// is below 4.5 on white, on the cards' sand or on the dose panel's tint. Nothing when it serves.
std::optional<std::string> FindAccentFault(std::string_view color);

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_ACCENT_H_
