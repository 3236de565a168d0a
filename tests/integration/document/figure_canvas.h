// Replays what the press prints of a figure on any cairo surface, so that people and tests see the
// very operators that reach the paper.
#ifndef ISCHIA_TESTS_INTEGRATION_DOCUMENT_FIGURE_CANVAS_H_
#define ISCHIA_TESTS_INTEGRATION_DOCUMENT_FIGURE_CANVAS_H_

#include <cairo.h>

#include <string>

#include "integration/document/figure.h"

namespace ischia::document {

// Throws std::logic_error at an operator that figures are not drawn with.
void Replay(cairo_t* cairo, const std::string& content);

// The drawing with its labels. `x` is the left edge of the extent, `ground_y` the floor.
void DrawOn(cairo_t* cairo, const Figure& figure, double x, double ground_y,
            double points_per_unit);

}  // namespace ischia::document

#endif  // ISCHIA_TESTS_INTEGRATION_DOCUMENT_FIGURE_CANVAS_H_
