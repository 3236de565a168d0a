// What lies beneath the words of a page: grounds, rules and signs, written as the operators of one
// drawing that the finishing pass puts below everything else. Its colors are those of the look.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_GROUND_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_GROUND_H_

#include <utility>
#include <vector>

#include "integration/document/operators.h"
#include "integration/document/press/scan.h"
#include "integration/document/press/text.h"
#include "integration/document/sheet.h"

namespace ischia::document::press {

struct Color {
  double red = 0;
  double green = 0;
  double blue = 0;

  bool operator==(const Color&) const = default;
};

constexpr Color Hex(unsigned rgb) {
  return {(rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0};
}

inline constexpr Color kBlack = Hex(0x000000);
inline constexpr Color kWhite = Hex(0xFFFFFF);
inline constexpr Color kInk = Hex(0x1E3540);
inline constexpr Color kMuted = Hex(0x4B5F68);
inline constexpr Color kAccent = Hex(0x0A5F6B);
inline constexpr Color kAccentTint = Hex(0xE6F1F1);
inline constexpr Color kLikelyRange = Hex(0xBFE0E0);
inline constexpr Color kSand = Hex(0xFAF5EB);
inline constexpr Color kRule = Hex(0xC9D3D5);
inline constexpr Color kStrongRule = Hex(0x8FA0A6);
inline constexpr Color kGoGround = Hex(0xE3F1E6);
inline constexpr Color kGoSign = Hex(0x1E6B3C);
inline constexpr Color kEaseGround = Hex(0xFFF0CC);
inline constexpr Color kEaseSign = Hex(0xFFD166);
inline constexpr Color kEaseEdge = Hex(0x7A4A00);
inline constexpr Color kEaseMark = Hex(0x5C3900);
inline constexpr Color kStopGround = Hex(0xA3201D);

inline constexpr double kHairline = Millimeters(0.3);
inline constexpr double kRadius = Millimeters(2.5);

Color ColorOf(Tone tone);

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

using Points = std::vector<std::pair<double, double>>;

enum class Sign { kGo, kEaseOff, kStop, kAlarm, kClock, kCross, kCheck };

class Ground {
 public:
  void Fill(const Box& box, Color color, double radius);
  void Clip(const Box& box, double radius);  // what is laid until Unclip stays inside
  void Unclip();
  void Outline(const Box& box, Color color, double line_width, double radius);
  void Line(double x1, double y1, double x2, double y2, Color color, double line_width);
  void Disc(double x, double y, double radius, Color color);
  void Draw(Sign sign, double x, double y, double size, Color color);
  void Dash(double length);  // of lines from here on; 0: none
  void Draw(const ScanCode& code, double x, double y, double size);
  void Curve(const Points& points, Color color, double line_width);
  void Area(const Points& points, Color color);
  void Arrow(double x, double y, double length, Color color);  // from (x, y) sideways
  void Sector(double x, double y, double radius, double share, Color color);  // clockwise from 12

  const std::string& content() const { return operators_.text(); }

 private:
  enum class Ends { kFlat, kRound };
  void TraceBox(const Box& box, double radius);
  void TraceCircle(double x, double y, double radius);
  void TraceOctagon(double x, double y, double radius);
  void TraceLine(const Points& points);
  // The ink comes before the path, which the operators "f" and "S" paint.
  void UseFill(Color color);
  void UseLine(Color color, double width, Ends ends);
  void FillOctagon(double x, double y, double radius, Color color);
  void FillCircle(double x, double y, double radius, Color color);
  void StrokeRound(const Points& points, Color color, double width);

  void DrawGo(double x, double y, double r);
  void DrawEaseOff(double x, double y, double r);
  void DrawStop(double x, double y, double r);
  void DrawAlarm(double x, double y, double r, Color field);
  void DrawClock(double x, double y, double r, Color color);
  void DrawCross(double x, double y, double r, Color color);
  void DrawCheck(double x, double y, double r, Color color);

  Operators operators_;
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_GROUND_H_
