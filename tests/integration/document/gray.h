// Pages as gray pictures, compared as an eye would.
#ifndef ISCHIA_TESTS_INTEGRATION_DOCUMENT_GRAY_H_
#define ISCHIA_TESTS_INTEGRATION_DOCUMENT_GRAY_H_

#include <string>
#include <vector>

#include "integration/document/layout.h"

namespace ischia::document {

struct Gray {
  int width = 0;
  int height = 0;
  std::vector<double> pixels;  // 0 black to 255 white

  double At(int x, int y) const { return pixels[static_cast<size_t>(y * width + x)]; }
};

Gray ReadPng(const std::string& file);

// Of 40 dots an inch, pages counted from 1. Each dot is the mean of `fineness` squared that a
// reader drew: at 1 readers differ in how they draw hairlines.
Gray PictureOf(const Pdf& pdf, int page = 1, int fineness = 1);
Gray PictureOf(const PageDrawing& page, int fineness);

// The largest difference of the mean of a square of eight points, the size of a word: an eye
// notices a word that moved or a color that changed, not the edge of a letter.
double Difference(const Gray& a, const Gray& b);
inline constexpr double kUnseen = 12;

}  // namespace ischia::document

#endif  // ISCHIA_TESTS_INTEGRATION_DOCUMENT_GRAY_H_
