#include "integration/document/layout.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <iterator>
#include <utility>
#include <vector>

#include "integration/document/accent.h"
#include "integration/document/finish.h"
#include "integration/document/press/pages.h"
#include "integration/document/press/pen.h"
#include "integration/document/press/plates.h"
#include "integration/document/press/scan.h"
#include "integration/document/press/text.h"

namespace ischia::document {
namespace press {
namespace {

using Kind = RenderFailure::Kind;

// --- Paper ---

struct PaperSize {
  double width;
  double height;
  double side;  // margins
  double top;
  double bottom;
  double header_gap;
  double block_gap;
  double figure_row;
};

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

// --- Header and footer ---

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
constexpr double kScanSize = Millimeters(15);
constexpr size_t kLongestLink = 62;
constexpr double kScanGap = Millimeters(5);

// As large as the header takes it.
std::shared_ptr<const Form> EmblemOf(const std::optional<Logo>& logo) {
  if (!logo) return nullptr;
  const std::shared_ptr<const Image>& image = logo->image();
  const double ratio = static_cast<double>(image->width) / image->height;
  const double width = std::min(kLogoWidth, kLogoHeight * ratio);
  return std::make_shared<const Form>(Form{0, width, width / ratio, "", image});
}

class RunningFurniture {
 public:
  RunningFurniture(const Furniture& furniture, const PaperSize& paper, Typesetter& type)
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
    footer_ = type.Set(Joined(furniture.footer), kFooter, width_ * (scan_ ? 0.42 : 0.6));
  }

  double top() const { return paper_.top + (HasHeader() ? HeaderHeight() + paper_.header_gap : 0); }
  double bottom() const { return FooterLine() - Millimeters(2); }

  void Draw(Pen& pen, int page, int pages, bool scan) {
    if (HasHeader()) DrawHeader(pen);
    const SetText label = PageLabel(page, pages);
    DrawFooter(pen, label);
    if (scan && scan_) DrawScan(pen, std::max(label.width(), code_.width()));
  }

  void DrawEmblem(Pen& pen) const {
    if (!emblem_) return;
    pen.Emblem(emblem_, paper_.side, paper_.top + (kLogoHeight - emblem_->bottom) / 2);
  }

 private:
  void SetScan(const ScanLink& link) {
    scan_ = EncodeLink(link.link);
    caption_ = type_.Set(link.caption, kFooter, width_ * 0.2, Align::kEnd);
  }

  bool HasHeader() const {
    return emblem_ || !organization_.empty() || !organization_line_.empty() || !name_.empty() ||
           !name_line_.empty() || !notice_.empty();
  }

  double HeaderHeight() const {
    return std::max({organization_.height() + organization_line_.height(),
                     name_.height() + name_line_.height(), notice_.height() + 2 * kNoticePadding,
                     kLogoHeight});
  }

  double FooterHeight() const {
    const auto label_lines =
        1 + std::count(furniture_.page_label.begin(), furniture_.page_label.end(), '\n');
    const double label = static_cast<double>(label_lines) * type_.Leading(kFooter);
    return std::max({footer_.height(), label + code_.height(), scan_ ? kScanSize : 0});
  }

  double FooterLine() const {
    return paper_.height - paper_.bottom - FooterHeight() - Millimeters(2.7);
  }

  SetText PageLabel(int page, int pages) {
    const std::string label = Replace(furniture_.page_label, "{pages}", type_.Numeral(pages));
    return type_.Set(Replace(label, "{page}", type_.Numeral(page)), kFooter, width_ * 0.38,
                     Align::kEnd);
  }

  void DrawHeader(Pen& pen) const {
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

  void DrawNotice(Pen& pen, double left) const {
    if (notice_.empty()) return;
    const Box box{left, paper_.top, width_ * 0.36, notice_.height() + 2 * kNoticePadding};
    pen.Dash(Millimeters(1));
    pen.Outline(box, kEaseEdge, Millimeters(0.35), Millimeters(1.5));
    pen.Dash(0);
    pen.Furniture(notice_, left + width_ * 0.01, paper_.top + kNoticePadding, kEaseMark);
  }

  void DrawFooter(Pen& pen, const SetText& label) const {
    const double foot = paper_.height - paper_.bottom;
    const double left = paper_.side;
    const double right = left + width_ * 0.62;
    pen.Line(left, FooterLine(), left + width_, FooterLine(), kRule);
    pen.Furniture(footer_, left, foot - footer_.height(), kMuted);
    pen.Furniture(code_, right, foot - code_.height(), kInk);
    pen.Furniture(label, right, foot - code_.height() - label.height(), kMuted);
  }

  // Between the footer's words and the page number, with white space all around.
  void DrawScan(Pen& pen, double label_width) const {
    const double foot = paper_.height - paper_.bottom;
    const double x = paper_.side + width_ - label_width - kScanGap - kScanSize;
    pen.Draw(*scan_, x, foot - kScanSize, kScanSize);
    pen.Furniture(caption_, x - kScanGap - caption_.room(),
                  foot - (kScanSize + caption_.height()) / 2, kMuted);
  }

  static constexpr double kNoticePadding = Millimeters(1);

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

// --- Printing ---

cairo_status_t Append(void* closure, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

std::string IsoDate(const Sheet& sheet) {
  std::array<char, 32> date{};
  (void)std::snprintf(date.data(), date.size(), "%04d-%02d-%02dT00:00:00Z", sheet.year, sheet.month,
                      sheet.day);
  return date.data();
}

void DrawPage(const Page& page, Pen& pen, double left, double top) {
  const Piece::Group* open = nullptr;
  for (const PlacedPart& placed : page) {
    const Piece::Group* group = placed.group.get();
    if (group != open) {
      if (open != nullptr) pen.Close(open->tag);
      if (group != nullptr) pen.Open(group->tag);
      open = group;
    }
    placed.part.draw(pen, left, top + placed.y);
  }
  if (open != nullptr) pen.Close(open->tag);
}

bool WantsScan(const std::vector<Page>& pages, size_t index) {
  return index == 0 || std::any_of(pages[index].begin(), pages[index].end(),
                                   [](const PlacedPart& placed) { return placed.scan; });
}

struct Printed {
  std::string bytes;
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  Finishing finishing;
};

// Prints pages one after another on one surface.
class Printer {
 public:
  Printer(const Sheet& sheet, const PaperSize& paper, RunningFurniture& furniture,
          const Typesetter& type, Plates& plates)
      : paper_(paper),
        furniture_(furniture),
        plates_(plates),
        sides_{paper.width, type.right_to_left(), AccentOf(sheet)} {
    printed_.finishing.language = sheet.language;
    printed_.finishing.title = sheet.title;
    printed_.finishing.right_to_left = type.right_to_left();
    surface_.reset(
        cairo_pdf_surface_create_for_stream(&Append, &printed_.bytes, paper.width, paper.height));
    const std::string date = IsoDate(sheet);
    const std::pair<cairo_pdf_metadata_t, const char*> metadata[] = {
        {CAIRO_PDF_METADATA_TITLE, sheet.title.c_str()},
        {CAIRO_PDF_METADATA_CREATE_DATE, date.c_str()},
        {CAIRO_PDF_METADATA_MOD_DATE, date.c_str()}};
    for (const auto& [key, value] : metadata) {
      cairo_pdf_surface_set_metadata(surface_.get(), key, value);
    }
  }

  Printed Print(const std::vector<Page>& pages) {
    Cairo cairo(cairo_create(surface_.get()));
    Pen pen(cairo.get(), Pen::Pass::kWords, sides_, plates_, printed_.finishing);
    for (size_t i = 0; i < pages.size(); ++i) {
      LayGround(pages, i, cairo.get(), pen);
      furniture_.DrawEmblem(pen);
      DrawPage(pages[i], pen, paper_.side, furniture_.top());
      AddBookmarks(pen, static_cast<int>(i + 1));
      cairo_show_page(cairo.get());
    }
    cairo_surface_finish(surface_.get());
    printed_.status = cairo_status(cairo.get());
    if (printed_.status == CAIRO_STATUS_SUCCESS) {
      printed_.status = cairo_surface_status(surface_.get());
    }
    return std::move(printed_);
  }

 private:
  static Color AccentOf(const Sheet& sheet) {
    const std::optional<unsigned> accent = ParseColor(sheet.accent);
    return accent ? Hex(*accent) : kAccent;
  }

  void LayGround(const std::vector<Page>& pages, size_t index, cairo_t* cairo, Pen& pen) {
    const cairo_rectangle_t whole{0, 0, paper_.width, paper_.height};
    Surface running(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &whole));
    {
      Cairo running_cairo(cairo_create(running.get()));
      Pen ground(running_cairo.get(), Pen::Pass::kGround, sides_, plates_, printed_.finishing);
      furniture_.Draw(ground, static_cast<int>(index + 1), static_cast<int>(pages.size()),
                      WantsScan(pages, index));
      DrawPage(pages[index], ground, paper_.side, furniture_.top());
      pen.Lay(ground.ground(), paper_.width, paper_.height);
    }
    cairo_set_source_surface(cairo, running.get(), 0, 0);
    cairo_paint(cairo);
  }

  void AddBookmarks(Pen& pen, int page) {
    for (const Bookmark& mark : pen.TakeBookmarks()) {
      const std::string place = "page=" + std::to_string(page) + " pos=[0 " +
                                std::to_string(static_cast<int>(mark.y)) + "]";
      (void)cairo_pdf_surface_add_outline(surface_.get(), CAIRO_PDF_OUTLINE_ROOT,
                                          mark.words.c_str(), place.c_str(),
                                          static_cast<cairo_pdf_outline_flags_t>(0));
    }
  }

  const PaperSize& paper_;
  RunningFurniture& furniture_;
  Plates& plates_;
  Sides sides_;
  Printed printed_;
  Surface surface_;
};

// --- Checks ---

bool IsLanguageTag(const std::string& language) {
  if (language.size() < 2 || language.size() > 35) return false;
  return std::all_of(language.begin(), language.end(), [](char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
           (character >= '0' && character <= '9') || character == '-';
  });
}

bool IsDate(const Sheet& sheet) {
  if (sheet.year < 1 || sheet.year > 9999 || sheet.month < 1 || sheet.day < 1) return false;
  const std::chrono::year_month_day date{std::chrono::year(sheet.year),
                                         std::chrono::month(static_cast<unsigned>(sheet.month)),
                                         std::chrono::day(static_cast<unsigned>(sheet.day))};
  return date.ok();
}

bool HasTenCharacters(const std::string& text) {
  return g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) != FALSE &&
         g_utf8_strlen(text.data(), static_cast<gssize>(text.size())) == 10;
}

std::optional<RenderFailure> Check(const Sheet& sheet) {
  if (!IsDate(sheet)) return RenderFailure{Kind::kInvalidSheet, "the sheet's date does not exist"};
  if (!IsLanguageTag(sheet.language)) {
    return RenderFailure{Kind::kInvalidSheet, "the sheet's language is no BCP 47 tag"};
  }
  if (sheet.title.empty()) return RenderFailure{Kind::kInvalidSheet, "the sheet has no title"};
  if (sheet.blocks.empty()) return RenderFailure{Kind::kInvalidSheet, "the sheet has no blocks"};
  if (!sheet.accent.empty()) {
    if (const auto fault = FindAccentFault(sheet.accent)) {
      return RenderFailure{Kind::kInvalidSheet, "the accent cannot be used: " + *fault};
    }
  }
  if (!sheet.digits.empty() && !HasTenCharacters(sheet.digits)) {
    return RenderFailure{Kind::kInvalidSheet, "the sheet's digits are not ten"};
  }
  const std::optional<ScanLink>& scan = sheet.furniture.scan;
  if (scan && (scan->link.size() > kLongestLink || !EncodeLink(scan->link))) {
    return RenderFailure{Kind::kInvalidSheet, "the link to scan is empty or longer than 62 bytes"};
  }
  return std::nullopt;
}

std::optional<RenderFailure> Check(const Finishing& finishing, Typesetter& type) {
  for (const std::string& text : finishing.figure_alternatives) {
    if (text.empty()) return RenderFailure{Kind::kInvalidSheet, "a figure has no alternative text"};
    if (!type.Accept(text)) return type.failure();
  }
  return std::nullopt;
}

}  // namespace
}  // namespace press

namespace {

int MostPages(Edition edition) {
  return edition == Edition::kLargePrint ? kMaxLargePrintPages : kMaxPages;
}

}  // namespace

class Press::Machine {
 public:
  Rendered Render(const Sheet& sheet) {
    if (auto failure = press::Check(sheet)) return *failure;
    type_.BeginSheet(sheet);
    if (type_.failure()) return *type_.failure();
    (void)type_.Accept(sheet.title);

    const press::PaperSize paper = press::SizeOf(sheet, type_.has_tall_lines());
    press::RunningFurniture furniture(sheet.furniture, paper, type_);
    const double height = furniture.bottom() - furniture.top();
    const press::Frame frame{paper.width - 2 * paper.side,
                             height,
                             paper.block_gap,
                             paper.figure_row,
                             plates_,
                             sheet.edition};
    std::vector<press::Piece> pieces = press::ComposeAll(sheet.blocks, type_, frame);
    if (type_.failure()) return *type_.failure();
    auto paginated = press::Paginate(std::move(pieces), height, MostPages(sheet.edition));
    if (const auto* failure = std::get_if<RenderFailure>(&paginated)) return *failure;
    press::Printer printer(sheet, paper, furniture, type_, plates_);
    return Finished(printer, std::get<std::vector<press::Page>>(paginated));
  }

 private:
  Rendered Finished(press::Printer& printer, const std::vector<press::Page>& pages) {
    press::Printed printed = printer.Print(pages);
    if (type_.failure()) return *type_.failure();
    if (auto failure = press::Check(printed.finishing, type_)) return *failure;
    if (printed.status != CAIRO_STATUS_SUCCESS) {
      return RenderFailure{press::Kind::kInternal,
                           std::string("cairo: ") + cairo_status_to_string(printed.status)};
    }
    auto finished = Finish(printed.bytes, printed.finishing);
    if (const auto* failure = std::get_if<FinishFailure>(&finished)) {
      return RenderFailure{press::Kind::kInternal, failure->what};
    }
    auto& bytes = std::get<std::string>(finished);
    if (bytes.size() > kMaxBytes) {
      return RenderFailure{press::Kind::kTooLarge, "the document is larger than 2 MiB"};
    }
    return Pdf{std::move(bytes), static_cast<int>(pages.size())};
  }

  press::Typesetter type_;
  press::Plates plates_;
};

Press::Press() : machine_(std::make_unique<Machine>()) {}
Press::~Press() = default;

Rendered Press::Render(const Sheet& sheet) {
  try {
    return machine_->Render(sheet);
  } catch (const std::exception&) {
    return RenderFailure{press::Kind::kInternal, "out of memory or a library failed"};
  }
}

}  // namespace ischia::document
