// The figure seen from the front, lying on its side and propped on a forearm, knees bent.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_FRONT_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_FRONT_H_

#include "integration/document/figure.h"
#include "integration/document/figure/ink.h"

namespace ischia::document::figure {

// The hips rest on the floor at 10 degrees of hip flexion and are lifted into line at 0.
Scene FrontScene(const Figure& figure, bool faces);

}  // namespace ischia::document::figure

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_FRONT_H_
