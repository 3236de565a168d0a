// A scene's drawing as the elements of an SVG: the operators of the PDF, said once more in the
// words of the web.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_VECTOR_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_VECTOR_H_

#include <string>

#include "integration/document/figure/ink.h"

namespace ischia::document::figure {

// Paths and groups for content that `ContentOf` wrote. The ids of its clips begin with `prefix`.
std::string PathElements(const std::string& content, const std::string& prefix);

// The labels as text, the scene's origin at `x` on the ground line.
std::string TextElements(const Scene& scene, const Scale& scale, double x);

std::string XmlEscaped(const std::string& text);

}  // namespace ischia::document::figure

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_VECTOR_H_
