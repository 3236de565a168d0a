// What stands, lies or hangs around the body, in real sizes, placed by the solved joints.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_PROPS_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_PROPS_H_

#include <vector>

#include "integration/document/figure.h"
#include "integration/document/figure/ink.h"

namespace ischia::document::figure {

// Each list is in painting order.
struct PropShapes {
  std::vector<Shape> ground;    // floor or mat, and the shadows of all contacts
  std::vector<Shape> behind;    // behind the whole body
  std::vector<Shape> in_front;  // before the body, behind near arm and strap
  std::vector<Shape> strap;     // before everything but the near arm
};

PropShapes PropsOf(const Figure& figure, const Skeleton& body);

// Floor or mat beneath `left` to `right`.
std::vector<Shape> Ground(const Figure& figure, double left, double right);
Shape ShadowAt(double x, double y, double half_width);

}  // namespace ischia::document::figure

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_PROPS_H_
