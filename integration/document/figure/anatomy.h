// The drawings that say why: muscles at the back of a thigh, and pelvis and spine from the side.
// Each is a scene like a figure's, in units of its own, on a ground line.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_ANATOMY_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_ANATOMY_H_

#include <vector>

#include "integration/document/figure.h"
#include "integration/document/figure/ink.h"

namespace ischia::document::figure {

// The three hamstring muscles, ringed at the sit bone and just below the knee, with leader lines.
Scene MusclesScene();

// Where the words of its leader lines stand: sit bone, semitendinosus, semimembranosus, biceps
// femoris, just below the knee.
std::vector<Point> MuscleLabels();

// The body faces right. Tipped back by 16 degrees the low back is flat, and two arrows show which
// way; level, it keeps its curve.
Scene PelvisScene(bool tipped_back);

}  // namespace ischia::document::figure

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_ANATOMY_H_
