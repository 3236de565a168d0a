// What the drawing says besides the body: movement arrow, angle now, goal.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_MARKS_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_MARKS_H_

#include <optional>
#include <vector>

#include "integration/document/figure.h"
#include "integration/document/figure/ink.h"

namespace ischia::document::figure {

// The near leg at its goal, within the limit of the hip; nothing when there is no goal or it lies
// less than 6 degrees from now.
std::optional<SolvedLeg> GoalLeg(const Figure& figure, const Skeleton& body);

// Arrows along what moves from `figure.from` to the pose drawn.
std::vector<Shape> Arrows(const Figure& figure, const Skeleton& body);

// The arc with its reference line, and both labels.
void AddAngle(const Figure& figure, const Skeleton& body, Scene& scene);

// The distance from the fingertips to the floor, where the figure names it.
void AddReach(const Figure& figure, const Skeleton& body, Scene& scene);

}  // namespace ischia::document::figure

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_MARKS_H_
