// What a page is drawn on. The pen decides what stands where; a canvas knows one way to show it:
// the pages of a PDF here, a screen elsewhere.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_CANVAS_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_CANVAS_H_

#include <cairo.h>

#include <memory>
#include <string>
#include <vector>

#include "integration/document/figure.h"
#include "integration/document/finish.h"
#include "integration/document/press/ground.h"
#include "integration/document/press/text.h"

namespace ischia::document::press {

// Owners of what Cairo counts.
struct Release {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
using Surface = std::unique_ptr<cairo_surface_t, Release>;
using Cairo = std::unique_ptr<cairo_t, Release>;

// Points from the page's upper left corner, y down.
class Canvas {
 public:
  virtual ~Canvas() = default;

  // The ground of the whole page: operators, below everything else.
  virtual void Lay(const std::string& ground, double width, double height) = 0;
  virtual void Show(const SetText& text, double x, double y, Color color) = 0;
  virtual void Show(const std::shared_ptr<const Form>& form, double x, double ground_y) = 0;
  virtual void ShowLabels(const Figure& figure, double x, double ground_y,
                          double points_per_unit) = 0;
  virtual void Outline(const Box& box, double radius, Color color, double line_width) = 0;

  // Tags nest; a canvas that nobody reads aloud has none.
  virtual void Open(const char* tag) = 0;
  virtual void OpenCell(const std::string& alternative) = 0;
  virtual void OpenFigure(const std::string& alternative) = 0;
  virtual void Close(const char* tag) = 0;
};

// A page of a PDF, or a surface that goes into one.
class PdfCanvas : public Canvas {
 public:
  // What Cairo cannot write is noted for the finishing pass.
  PdfCanvas(cairo_t* cairo, Finishing& finishing) : cairo_(cairo), finishing_(finishing) {}

  void Lay(const std::string& ground, double width, double height) override;
  void Show(const SetText& text, double x, double y, Color color) override;
  void Show(const std::shared_ptr<const Form>& form, double x, double ground_y) override;
  void ShowLabels(const Figure& figure, double x, double ground_y, double points_per_unit) override;
  void Outline(const Box& box, double radius, Color color, double line_width) override;
  void Open(const char* tag) override;
  void OpenCell(const std::string& alternative) override;
  void OpenFigure(const std::string& alternative) override;
  void Close(const char* tag) override;

 private:
  void Use(Color color);
  cairo_surface_t* PlaceFor(const std::shared_ptr<const Form>& form);

  cairo_t* cairo_;
  Finishing& finishing_;
  std::vector<Surface> places_;  // one a form of the finishing, drawn in its stead
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_CANVAS_H_
