// The figure's own colors: they carry meaning, so no clinic's accent replaces them. Chosen to stay
// apart on a gray printer. All opaque: transparency makes a PDF slow to write and to print.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FIGURE_PALETTE_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FIGURE_PALETTE_H_

#include "integration/document/figure/ink.h"

namespace ischia::document::figure::palette {

inline constexpr Color kContour = Hex(0x2B4650);
inline constexpr Color kFarContour = Hex(0x8FA0A6);
inline constexpr Color kShirt = Hex(0xF2EBDD);
inline constexpr Color kFarShirt = Hex(0xF7F3EA);
inline constexpr Color kShorts = Hex(0x5F7A86);
inline constexpr Color kFarShorts = Hex(0xA9B9C0);
inline constexpr Color kHair = Hex(0x5A4A42);
inline constexpr Color kWorking = Hex(0x4FB0B5);
inline constexpr Color kFarWorking = Hex(0xA9D8DA);
inline constexpr Color kAccent = Hex(0x0A5F6B);  // contour of the working leg, zone, arrow
inline constexpr Color kHatch = Hex(0x328E96);   // the accent at 42 % on the working leg
inline constexpr Color kGoal = Hex(0xE6F3F3);
inline constexpr Color kStrap = Hex(0xB4512B);
inline constexpr Color kProp = Hex(0xEFE7DA);
inline constexpr Color kPropShade = Hex(0xDDD2C0);
inline constexpr Color kPropLine = Hex(0x8C8271);
inline constexpr Color kMat = Hex(0xE3ECEB);
inline constexpr Color kMatEdge = Hex(0xC6D6D5);
inline constexpr Color kFold = Hex(0x8F9997);  // the contour at 50 % on the shirt
inline constexpr Color kShadow = Hex(0xD5DCDD);
inline constexpr Color kInk = Hex(0x1E3540);

inline constexpr double kContourMm = 0.38;
inline constexpr double kWorkingMm = 0.42;
inline constexpr double kFarMm = 0.30;
inline constexpr double kPropMm = 0.32;
inline constexpr double kFaceMm = 0.28;
inline constexpr double kFoldMm = 0.20;
inline constexpr double kArcMm = 0.45;

struct Skin {
  Color near;
  Color far;
};

// Half way to white for what is far.
constexpr Skin SkinOf(SkinTone tone) {
  switch (tone) {
    case SkinTone::kLight:
      return {Hex(0xF0D2BA), Hex(0xF7E8DC)};
    case SkinTone::kBrown:
      return {Hex(0xB98560), Hex(0xDCC2AF)};
    case SkinTone::kDark:
      return {Hex(0x7D553B), Hex(0xBEAA9D)};
    case SkinTone::kMedium:
      break;
  }
  return {Hex(0xDDB596), Hex(0xECD6C5)};
}

}  // namespace ischia::document::figure::palette

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FIGURE_PALETTE_H_
