// Ink on one page: the colors of the look, its signs and boxes, and the tags that make the page
// readable aloud.
//
// A page is drawn twice by the same calls. The first pass lays the ground (grounds, rules, signs,
// running header and footer) into one surface of its own, which the finishing pass marks as an
// artifact; the second writes what is read: words, figures, tick boxes, each inside its tag.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_PEN_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_PEN_H_

#include <cairo.h>

#include <memory>
#include <string>
#include <vector>

#include "integration/document/finish.h"
#include "integration/document/press/plates.h"
#include "integration/document/press/text.h"
#include "integration/document/sheet.h"

namespace ischia::document::press {

struct Color {
  double red = 0;
  double green = 0;
  double blue = 0;
};

constexpr Color Hex(unsigned rgb) {
  return {(rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0};
}

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

// Owners of what Cairo counts.
struct Release {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, Release>;
using Cairo = std::unique_ptr<cairo_t, Release>;

struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

enum class Sign { kGo, kEaseOff, kStop, kAlarm, kClock, kCross, kCheck };

class Pen {
 public:
  enum class Pass { kGround, kWords };
  // What Cairo cannot write is noted for the finishing pass.
  Pen(cairo_t* cairo, Pass pass, Plates& plates, Finishing& finishing)
      : cairo_(cairo), pass_(pass), plates_(plates), finishing_(finishing) {}

  // Ground.
  void Fill(const Box& box, Color color, double radius = 0);
  void Clip(const Box& box, double radius);  // what is laid until Unclip stays inside
  void Unclip();
  void Outline(const Box& box, Color color, double line_width, double radius = 0);
  void Line(double x1, double y1, double x2, double y2, Color color, double line_width = kHairline);
  void Disc(double x, double y, double radius, Color color);
  void Draw(Sign sign, double x, double y, double size, Color color = kInk);
  void Furniture(const SetText& text, double x, double y, Color color);

  // Ink. Open and Close nest like the tags they write; Cairo knows no tag for artifacts.
  void Open(const char* tag);
  void Close(const char* tag);
  void OpenCell(const std::string& alternative = "");
  void CloseCell() { Close("TD"); }
  void Words(const SetText& text, double x, double y, Color color);
  void Draw(const Picture& picture, double x, double ground_y, double points_per_unit);
  void TickBox(double x, double y, double size);

 private:
  bool grounds() const { return pass_ == Pass::kGround; }
  void Path(const Box& box, double radius);
  void Use(Color color);
  cairo_surface_t* PlaceFor(const std::shared_ptr<const Form>& form);

  cairo_t* cairo_;
  Pass pass_;
  Plates& plates_;
  Finishing& finishing_;
  std::vector<Surface> places_;  // one a form of the finishing, drawn in its stead
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_PEN_H_
