// The shells of the body: how limbs, trunk, clothes and head look around solved joints. Paths only;
// colors and depth belong to the drawing.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_BODY_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_BODY_H_

#include <vector>

#include "integration/document/figure.h"
#include "integration/document/figure/ink.h"

namespace ischia::document::figure {

Path LegShell(const SolvedLeg& leg);
// From the middle of the thigh, or from the knee, to the toes.
Path LowerThighAndLegShell(const SolvedLeg& leg);
Path KneeToToesShell(const SolvedLeg& leg);
// A thigh that points sideways, shortened, without its shin.
Path FoldedThighShell(const SolvedLeg& leg);
Contour ShortsLeg(const SolvedLeg& leg);
Contour Pelvis(const Skeleton& body);
// Fills the crease between pelvis and shorts when the hip bends.
Contour HipRound(const SolvedLeg& leg);
Contour Shirt(const Skeleton& body);
Contour Neck(const Skeleton& body);
Path ArmShell(const SolvedArm& arm);
Contour Sleeve(const SolvedArm& arm);

Contour HeadShell(const Skeleton& body);
Contour Hair(const Skeleton& body);
Contour Ear(const Skeleton& body);
// Closed lid and lips.
Path FaceLines(const Skeleton& body);
// Kneecap, ankle bone and shirt folds.
Path LegLines(const SolvedLeg& leg);
Path ShirtFolds(const Skeleton& body);
// The fingers of a fist.
Path FistLines(const SolvedArm& arm);

// A spindle along the muscle and the line of its fibers; empty for FeelZone::kNone.
struct Zone {
  Path shape;
  Path fiber;
};
Zone ZoneOf(const Skeleton& body, FeelZone feel);

}  // namespace ischia::document::figure

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_BODY_H_
