// The catalogue's poses as figures: what handouts draw, for tests and for the contact sheet.
#ifndef ISCHIA_TESTS_INTEGRATION_DOCUMENT_FIGURE_SAMPLES_H_
#define ISCHIA_TESTS_INTEGRATION_DOCUMENT_FIGURE_SAMPLES_H_

#include <optional>
#include <string>
#include <vector>

#include "integration/document/figure.h"

namespace ischia::document {

struct FigureSample {
  std::string id;
  Figure start;
  Figure end;
};

// One entry per catalogue item, right side. Items whose angle is drawn carry a measured 60 degrees
// at the hip, or 38 at the knee, and a goal.
std::vector<FigureSample> FigureSamples();

}  // namespace ischia::document

#endif  // ISCHIA_TESTS_INTEGRATION_DOCUMENT_FIGURE_SAMPLES_H_
