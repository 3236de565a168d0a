// Ink on one page, and the tags that make the page readable aloud.
//
// A page is drawn twice by the same calls. The first pass lays the ground: grounds, rules and signs
// as one drawing, and the running header and footer; in a PDF on a canvas of their own, which the
// finishing pass marks as artifacts. The second writes what is read: words, figures, tick boxes,
// each inside its tag.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_PEN_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_PEN_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "integration/document/press/canvas.h"
#include "integration/document/press/ground.h"
#include "integration/document/press/plates.h"
#include "integration/document/press/text.h"
#include "integration/document/sheet.h"

namespace ischia::document::press {

// The page that is drawn on. Everything is placed as if it read from left to right; a page that
// reads from right to left is mirrored here: places of figures, signs and words, never their forms.
struct Sides {
  double width = 0;
  bool right_to_left = false;
  Color accent = kAccent;  // in place of the look's own
};

// A heading that a reader can jump to.
struct Bookmark {
  std::string words;
  double y = 0;
};

class Pen {
 public:
  enum class Pass { kGround, kWords };
  Pen(Canvas& canvas, Pass pass, const Sides& sides, Plates& plates)
      : canvas_(canvas), pass_(pass), sides_(sides), plates_(plates) {}

  // Ground.
  void Fill(const Box& box, Color color, double radius = 0);
  void Clip(const Box& box, double radius);  // what is laid until Unclip stays inside
  void Unclip();
  void Outline(const Box& box, Color color, double line_width, double radius = 0);
  void Line(double x1, double y1, double x2, double y2, Color color, double line_width = kHairline);
  void Disc(double x, double y, double radius, Color color);
  void Draw(Sign sign, double x, double y, double size, Color color = kInk);
  void Furniture(const SetText& text, double x, double y, Color color);
  void Draw(const ScanCode& code, double x, double y, double size);
  void Dash(double length);  // of curves from here on; 0: none
  void Curve(const Points& points, Color color, double line_width);
  void Area(const Points& points, Color color);
  void Arrow(double x, double y, double length, Color color);  // sideways, as the page is read
  void Sector(double x, double y, double radius, double share, Color color);
  const Ground& ground() const { return ground_; }

  // Ink. Open and Close nest like the tags they write; there is no tag for artifacts.
  void Open(const char* tag);
  void Close(const char* tag);
  void OpenCell(const std::string& alternative = "");
  void CloseCell() { Close("TD"); }
  void Words(const SetText& text, double x, double y, Color color);
  void Draw(const Picture& picture, double x, double ground_y, double points_per_unit);
  // A drawing on its ground line in a Figure tag of its own, with the words that stand in it.
  void OpenFigure(const std::string& alternative);
  void CloseFigure() { Close("Figure"); }
  void Show(const std::shared_ptr<const Form>& form, double x, double ground_y);
  void Remember(const std::string& heading, double y);
  std::vector<Bookmark> TakeBookmarks() { return std::exchange(bookmarks_, {}); }
  void TickBox(double x, double y, double size);

 private:
  bool grounds() const { return pass_ == Pass::kGround; }
  double Left(double x, double width) const {
    return sides_.right_to_left ? sides_.width - x - width : x;
  }
  Points Mirrored(Points points) const;
  Box Mirrored(Box box) const {
    box.x = Left(box.x, box.width);
    return box;
  }
  Color Ours(Color color) const;

  Canvas& canvas_;
  Pass pass_;
  Sides sides_;
  Plates& plates_;
  Ground ground_;
  std::vector<Bookmark> bookmarks_;
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_PEN_H_
