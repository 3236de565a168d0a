#include "integration/document/press/furniture.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace ischia::document::press {
namespace {

// Letter is 17.6 mm shorter and gives it back in figure rows and gaps, never in type.
constexpr PaperSize kA4{.width = Millimeters(210),
                        .height = Millimeters(297),
                        .side = Millimeters(16),
                        .top = Millimeters(11),
                        .bottom = Millimeters(8),
                        .header_gap = Millimeters(7),
                        .block_gap = Millimeters(4.5),
                        .figure_row = Millimeters(29.5)};
constexpr PaperSize kLetter{.width = 612,
                            .height = 792,
                            .side = Millimeters(17),
                            .top = Millimeters(10),
                            .bottom = Millimeters(8),
                            .header_gap = Millimeters(5.5),
                            .block_gap = Millimeters(3.5),
                            .figure_row = Millimeters(24)};

std::string Replace(std::string text, const std::string& key, const std::string& value) {
  for (size_t at = text.find(key); at != std::string::npos;
       at = text.find(key, at + value.size())) {
    text.replace(at, key.size(), value);
  }
  return text;
}

std::string Joined(const std::vector<std::string>& lines) {
  std::string joined;
  for (const std::string& line : lines) joined += (joined.empty() ? "" : "\n") + line;
  return joined;
}

constexpr double kLogoHeight = Millimeters(10);
constexpr double kLogoWidth = Millimeters(45);
// A side, so that no module is narrower than 0.45 mm.
constexpr int kModulesOfSmall = 33;
constexpr double kSmallScan = Millimeters(15);
constexpr double kLargeScan = Millimeters(17);
constexpr double kScanGap = Millimeters(5);
// Into the lower margin, so that the code takes little of the page: printers reach that far.
constexpr double kScanHangs = Millimeters(3.8);
constexpr double kNoticePadding = Millimeters(1);

// As large as the header takes it.
std::shared_ptr<const Form> EmblemOf(const std::optional<Logo>& logo) {
  if (!logo) return nullptr;
  const std::shared_ptr<const Image>& image = logo->image();
  const double ratio = static_cast<double>(image->width) / image->height;
  const double width = std::min(kLogoWidth, kLogoHeight * ratio);
  return std::make_shared<const Form>(Form{0, width, width / ratio, "", image});
}

}  // namespace

// What is read from afar or is dense takes more of the width.
PaperSize SizeOf(const Sheet& sheet, bool tall_lines) {
  PaperSize size = sheet.paper == Paper::kA4 ? kA4 : kLetter;
  // Tall lines get their room from the gaps, like the shorter paper, never from the type.
  if (tall_lines) {
    size.header_gap = Millimeters(5);
    size.block_gap = Millimeters(3);
    size.figure_row = kLetter.figure_row;
  }
  if (sheet.edition == Edition::kPoster || sheet.edition == Edition::kClinician) {
    size.side = Millimeters(14);
  }
  if (sheet.edition == Edition::kPoster) size.block_gap = Millimeters(3.5);
  if (sheet.edition == Edition::kClinician) {
    size.header_gap = Millimeters(6);
    size.block_gap = Millimeters(3.5);
  }
  return size;
}

RunningFurniture::RunningFurniture(const Furniture& furniture, const PaperSize& paper,
                                   Typesetter& type)
    : furniture_(furniture),
      paper_(paper),
      type_(type),
      emblem_(EmblemOf(furniture.logo)),
      width_(paper.width - 2 * paper.side),
      indent_(emblem_ ? emblem_->right + Millimeters(4) : 0),
      column_(width_ * (furniture.notice.empty() ? 0.49 : 0.3)),
      organization_(type.Set(furniture.organization, kHeaderBold, column_ - indent_)),
      organization_line_(type.Set(furniture.organization_line, kHeader, column_ - indent_)),
      name_(type.Set(furniture.name, kHeaderBold, column_, Align::kEnd)),
      name_line_(type.Set(furniture.name_line, kHeader, column_, Align::kEnd)),
      notice_(type.Set(furniture.notice, kFooter, width_ * 0.34, Align::kCenter)),
      code_(type.Set(type.LeftToRight(furniture.code), kFooterBold, width_ * 0.38, Align::kEnd)) {
  if (furniture.scan) SetScan(*furniture.scan);
  footer_ = type.Set(Joined(furniture.footer), kFooter, width_ * (scan_ ? 0.48 : 0.6));
}

double RunningFurniture::bottom() const { return FooterLine() - Millimeters(2); }

void RunningFurniture::Draw(Pen& pen, int page, int pages, bool scan) {
  if (HasHeader()) DrawHeader(pen);
  const SetText label = PageLabel(page, pages);
  DrawFooter(pen, label);
  if (scan && scan_) DrawScan(pen, std::max(label.width(), code_.width()));
}

void RunningFurniture::DrawEmblem(Pen& pen) const {
  if (!emblem_) return;
  pen.Show(emblem_, paper_.side, paper_.top + (kLogoHeight - emblem_->bottom) / 2);
}

void RunningFurniture::SetScan(const ScanLink& link) {
  scan_ = EncodeLink(link.link);
  caption_ = type_.Set(link.caption, kFooter, width_ * 0.17, Align::kEnd);
}

bool RunningFurniture::HasHeader() const {
  return emblem_ || !organization_.empty() || !organization_line_.empty() || !name_.empty() ||
         !name_line_.empty() || !notice_.empty();
}

double RunningFurniture::HeaderHeight() const {
  return std::max({organization_.height() + organization_line_.height(),
                   name_.height() + name_line_.height(), notice_.height() + 2 * kNoticePadding,
                   kLogoHeight});
}

double RunningFurniture::FooterHeight() const {
  const auto label_lines =
      1 + std::count(furniture_.page_label.begin(), furniture_.page_label.end(), '\n');
  const double label = static_cast<double>(label_lines) * type_.Leading(kFooter);
  return std::max({footer_.height(), label + code_.height(), ScanSize() - kScanHangs});
}

double RunningFurniture::ScanSize() const {
  if (!scan_) return 0;
  return scan_->modules <= kModulesOfSmall ? kSmallScan : kLargeScan;
}

double RunningFurniture::FooterLine() const {
  return paper_.height - paper_.bottom - FooterHeight() - Millimeters(2.7);
}

SetText RunningFurniture::PageLabel(int page, int pages) {
  const std::string label = Replace(furniture_.page_label, "{pages}", type_.Numeral(pages));
  return type_.Set(Replace(label, "{page}", type_.Numeral(page)), kFooter, width_ * 0.38,
                   Align::kEnd);
}

void RunningFurniture::DrawHeader(Pen& pen) const {
  const double left = paper_.side;
  const double right = left + width_ - column_;
  const double line = paper_.top + HeaderHeight() + Millimeters(2.8);
  pen.Furniture(organization_, left + indent_, paper_.top, kInk);
  pen.Furniture(organization_line_, left + indent_, paper_.top + organization_.height(), kInk);
  DrawNotice(pen, left + width_ * 0.32);
  pen.Furniture(name_, right, paper_.top, kInk);
  pen.Furniture(name_line_, right, paper_.top + name_.height(), kInk);
  pen.Line(left, line, left + width_, line, kRule);
}

void RunningFurniture::DrawNotice(Pen& pen, double left) const {
  if (notice_.empty()) return;
  const Box box{left, paper_.top, width_ * 0.36, notice_.height() + 2 * kNoticePadding};
  pen.Dash(Millimeters(1));
  pen.Outline(box, kEaseEdge, Millimeters(0.35), Millimeters(1.5));
  pen.Dash(0);
  pen.Furniture(notice_, left + width_ * 0.01, paper_.top + kNoticePadding, kEaseMark);
}

void RunningFurniture::DrawFooter(Pen& pen, const SetText& label) const {
  const double foot = paper_.height - paper_.bottom;
  const double left = paper_.side;
  const double right = left + width_ * 0.62;
  pen.Line(left, FooterLine(), left + width_, FooterLine(), kRule);
  pen.Furniture(footer_, left, foot - footer_.height(), kMuted);
  pen.Furniture(code_, right, foot - code_.height(), kInk);
  pen.Furniture(label, right, foot - code_.height() - label.height(), kMuted);
}

// Between the footer's words and the page number, with white space all around.
void RunningFurniture::DrawScan(Pen& pen, double label_width) const {
  const double foot = paper_.height - paper_.bottom + kScanHangs;
  const double size = ScanSize();
  const double x = paper_.side + width_ - label_width - kScanGap - size;
  pen.Draw(*scan_, x, foot - size, size);
  pen.Furniture(caption_, x - kScanGap - caption_.room(), foot - (size + caption_.height()) / 2,
                kMuted);
}

}  // namespace ischia::document::press
