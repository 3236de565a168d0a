// The words of SVG: numbers, colors and escaped text, and the operators of a PDF said once more as
// elements. Attributes only, no style: pages that show this forbid inline styles.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_SCREEN_SVG_H_
#define ISCHIA_INTEGRATION_DOCUMENT_SCREEN_SVG_H_

#include <string>
#include <string_view>

namespace ischia::document::screen {

// With hundredths, as short as can be.
std::string Decimal(double value);

// "#rrggbb" of three shares, 0 to 1.
std::string Hexadecimal(double red, double green, double blue);

std::string XmlEscaped(std::string_view text);

// Paths and groups for the operators of a figure or of a page's ground. The ids of their clips
// begin with `prefix`. Lines have round ends and joins unless they say otherwise: so does whatever
// holds these elements.
std::string PathElements(std::string_view content, const std::string& prefix);

}  // namespace ischia::document::screen

#endif  // ISCHIA_INTEGRATION_DOCUMENT_SCREEN_SVG_H_
