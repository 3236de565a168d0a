// A page of a sheet as SVG: what will be printed, on a screen. Letters are outlines, each drawn
// once and used wherever it stands, so that no font of the reader's machine decides; drawings are
// paths. No scripts, no styles, nothing from elsewhere, and no id that another page of the sheet
// has.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_SCREEN_PAGE_H_
#define ISCHIA_INTEGRATION_DOCUMENT_SCREEN_PAGE_H_

#include <cairo.h>
#include <pango/pango.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "integration/document/press/canvas.h"

namespace ischia::document::screen {

class PageCanvas : public press::Canvas {
 public:
  // Ids begin with the prefix.
  explicit PageCanvas(std::string prefix) : prefix_(std::move(prefix)) {}

  void Lay(const std::string& ground, double width, double height) override;
  void Show(const press::SetText& text, double x, double y, press::Color color) override;
  void Show(const std::shared_ptr<const Form>& form, double x, double ground_y) override;
  void ShowLabels(const Figure& figure, double x, double ground_y, double points_per_unit) override;
  void Outline(const press::Box& box, double radius, press::Color color,
               double line_width) override;
  void Open(const char*) override {}
  void OpenCell(const std::string&) override {}
  void OpenFigure(const std::string&) override {}
  void Close(const char*) override {}

  // The page as a document of the size that its ground was laid in. The name is what it is read as.
  std::string Document(const std::string& name) const;

 private:
  // Kept until the page is done, or another could come to stand in its place.
  struct Release {
    void operator()(cairo_font_face_t* face) const { cairo_font_face_destroy(face); }
  };
  struct Face {
    std::unique_ptr<cairo_font_face_t, Release> owned;
    std::map<PangoGlyph, std::string> ids;
  };

  void ShowRun(const PangoGlyphItem& run, double x, double baseline, press::Color color);
  const std::string& IdOf(cairo_font_face_t* font, PangoGlyph glyph);  // empty: nothing to see
  std::string Elements(const std::string& content);
  void Place(const std::string& elements, double x, double y);

  std::string prefix_;
  double width_ = 0;
  double height_ = 0;
  int drawings_ = 0;
  int glyphs_ = 0;
  std::map<cairo_font_face_t*, Face> faces_;
  std::string outlines_;
  std::string ground_;
  std::string ink_;
};

}  // namespace ischia::document::screen

#endif  // ISCHIA_INTEGRATION_DOCUMENT_SCREEN_PAGE_H_
