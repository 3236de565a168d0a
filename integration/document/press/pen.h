// Ink on one page, and the tags that make the page readable aloud.
//
// A page is drawn twice by the same calls. The first pass lays the ground: grounds, rules and signs
// as one drawing, and the running header and footer into a surface of their own. The finishing pass
// marks both as artifacts. The second writes what is read: words, figures, tick boxes, each inside
// its tag.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_PEN_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_PEN_H_

#include <cairo.h>

#include <memory>
#include <string>
#include <vector>

#include "integration/document/finish.h"
#include "integration/document/press/ground.h"
#include "integration/document/press/plates.h"
#include "integration/document/press/text.h"
#include "integration/document/sheet.h"

namespace ischia::document::press {

// Owners of what Cairo counts.
struct Release {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, Release>;
using Cairo = std::unique_ptr<cairo_t, Release>;

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
  const Ground& ground() const { return ground_; }

  // Ink. Open and Close nest like the tags they write; Cairo knows no tag for artifacts.
  void Open(const char* tag);
  void Close(const char* tag);
  void OpenCell(const std::string& alternative = "");
  void CloseCell() { Close("TD"); }
  void Words(const SetText& text, double x, double y, Color color);
  void Draw(const Picture& picture, double x, double ground_y, double points_per_unit);
  void TickBox(double x, double y, double size);
  void Lay(const Ground& ground, double width, double height);  // on the whole page, untagged

 private:
  bool grounds() const { return pass_ == Pass::kGround; }
  void Use(Color color);
  cairo_surface_t* PlaceFor(const std::shared_ptr<const Form>& form);

  cairo_t* cairo_;
  Pass pass_;
  Plates& plates_;
  Finishing& finishing_;
  Ground ground_;
  std::vector<Surface> places_;  // one a form of the finishing, drawn in its stead
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_PEN_H_
