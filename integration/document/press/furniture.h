// What stays the same from page to page: the paper's size and margins, the running header and
// footer.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_FURNITURE_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_FURNITURE_H_

#include <memory>
#include <optional>
#include <string>

#include "integration/document/press/pen.h"
#include "integration/document/press/scan.h"
#include "integration/document/press/text.h"
#include "integration/document/sheet.h"

namespace ischia::document::press {

struct PaperSize {
  double width = 0;
  double height = 0;
  double side = 0;  // margins
  double top = 0;
  double bottom = 0;
  double header_gap = 0;
  double block_gap = 0;
  double figure_row = 0;
};

PaperSize SizeOf(const Sheet& sheet, bool tall_lines);

// Furniture, paper and typesetter outlive it.
class RunningFurniture {
 public:
  RunningFurniture(const Furniture& furniture, const PaperSize& paper, Typesetter& type);

  // Of the content between header and footer.
  double top() const { return paper_.top + (HasHeader() ? HeaderHeight() + paper_.header_gap : 0); }
  double bottom() const;

  void Draw(Pen& pen, int page, int pages, bool scan);
  void DrawEmblem(Pen& pen) const;

 private:
  void SetScan(const ScanLink& link);
  bool HasHeader() const;
  double HeaderHeight() const;
  double ScanSize() const;
  double FooterHeight() const;
  double FooterLine() const;
  SetText PageLabel(int page, int pages);
  void DrawHeader(Pen& pen) const;
  void DrawNotice(Pen& pen, double left) const;
  void DrawFooter(Pen& pen, const SetText& label) const;
  void DrawScan(Pen& pen, double label_width) const;

  const Furniture& furniture_;
  const PaperSize& paper_;
  Typesetter& type_;
  std::shared_ptr<const Form> emblem_;
  double width_;
  double indent_;
  double column_;
  SetText organization_;
  SetText organization_line_;
  SetText name_;
  SetText name_line_;
  SetText notice_;
  SetText footer_{nullptr};
  SetText code_;
  SetText caption_{nullptr};
  std::optional<ScanCode> scan_;
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_FURNITURE_H_
