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

#include "integration/document/finish.h"
#include "integration/document/press/pages.h"
#include "integration/document/press/pen.h"
#include "integration/document/press/plates.h"
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

const PaperSize& SizeOf(Paper paper) { return paper == Paper::kA4 ? kA4 : kLetter; }

// --- Header and footer ---

std::string Replace(std::string text, const std::string& key, int number) {
  const std::string value = std::to_string(number);
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

class RunningFurniture {
 public:
  RunningFurniture(const Furniture& furniture, const PaperSize& paper, Typesetter& type)
      : furniture_(furniture),
        paper_(paper),
        type_(type),
        width_(paper.width - 2 * paper.side),
        column_(width_ * (furniture.notice.empty() ? 0.49 : 0.3)),
        organization_(type.Set(furniture.organization, kHeaderBold, column_)),
        organization_line_(type.Set(furniture.organization_line, kHeader, column_)),
        name_(type.Set(furniture.name, kHeaderBold, column_, Align::kEnd)),
        name_line_(type.Set(furniture.name_line, kHeader, column_, Align::kEnd)),
        notice_(type.Set(furniture.notice, kFooter, width_ * 0.36, Align::kCenter)),
        footer_(type.Set(Joined(furniture.footer), kFooter, width_ * 0.6)),
        code_(type.Set(furniture.code, kFooterBold, width_ * 0.38, Align::kEnd)) {}

  double top() const { return paper_.top + HeaderHeight() + paper_.header_gap; }
  double bottom() const { return FooterLine() - Millimeters(2); }

  void Draw(Pen& pen, int page, int pages) {
    DrawHeader(pen);
    DrawFooter(pen, PageLabel(page, pages));
  }

 private:
  double HeaderHeight() const {
    return std::max({organization_.height() + organization_line_.height(),
                     name_.height() + name_line_.height(), notice_.height(), Millimeters(10)});
  }

  double FooterHeight() const {
    const auto label_lines =
        1 + std::count(furniture_.page_label.begin(), furniture_.page_label.end(), '\n');
    return std::max(
        {footer_.height(), static_cast<double>(label_lines) * kFooter.leading + code_.height()});
  }

  double FooterLine() const {
    return paper_.height - paper_.bottom - FooterHeight() - Millimeters(2.7);
  }

  SetText PageLabel(int page, int pages) {
    return type_.Set(Replace(Replace(furniture_.page_label, "{pages}", pages), "{page}", page),
                     kFooter, width_ * 0.38, Align::kEnd);
  }

  void DrawHeader(Pen& pen) const {
    const double left = paper_.side;
    const double right = left + width_ - column_;
    const double line = paper_.top + HeaderHeight() + Millimeters(2.8);
    pen.Furniture(organization_, left, paper_.top, kInk);
    pen.Furniture(organization_line_, left, paper_.top + organization_.height(), kInk);
    pen.Furniture(notice_, left + width_ * 0.32, paper_.top, kMuted);
    pen.Furniture(name_, right, paper_.top, kInk);
    pen.Furniture(name_line_, right, paper_.top + name_.height(), kInk);
    pen.Line(left, line, left + width_, line, kRule);
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

  const Furniture& furniture_;
  const PaperSize& paper_;
  Typesetter& type_;
  double width_;
  double column_;
  SetText organization_;
  SetText organization_line_;
  SetText name_;
  SetText name_line_;
  SetText notice_;
  SetText footer_;
  SetText code_;
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

struct Printed {
  std::string bytes;
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  Finishing finishing;
};

Printed Print(const Sheet& sheet, const std::vector<Page>& pages, RunningFurniture& furniture,
              Plates& plates) {
  const PaperSize& paper = SizeOf(sheet.paper);
  Printed printed;
  printed.finishing.language = sheet.language;
  printed.finishing.title = sheet.title;
  Surface surface(
      cairo_pdf_surface_create_for_stream(&Append, &printed.bytes, paper.width, paper.height));
  const std::string date = IsoDate(sheet);
  const std::pair<cairo_pdf_metadata_t, const char*> metadata[] = {
      {CAIRO_PDF_METADATA_TITLE, sheet.title.c_str()},
      {CAIRO_PDF_METADATA_CREATE_DATE, date.c_str()},
      {CAIRO_PDF_METADATA_MOD_DATE, date.c_str()}};
  for (const auto& [key, value] : metadata) {
    cairo_pdf_surface_set_metadata(surface.get(), key, value);
  }
  Cairo cairo(cairo_create(surface.get()));
  Pen pen(cairo.get(), Pen::Pass::kWords, plates, printed.finishing);
  const cairo_rectangle_t whole{0, 0, paper.width, paper.height};
  for (size_t i = 0; i < pages.size(); ++i) {
    Surface running(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &whole));
    {
      Cairo running_cairo(cairo_create(running.get()));
      Pen ground_pen(running_cairo.get(), Pen::Pass::kGround, plates, printed.finishing);
      furniture.Draw(ground_pen, static_cast<int>(i + 1), static_cast<int>(pages.size()));
      DrawPage(pages[i], ground_pen, paper.side, furniture.top());
      pen.Lay(ground_pen.ground(), paper.width, paper.height);
    }
    cairo_set_source_surface(cairo.get(), running.get(), 0, 0);
    cairo_paint(cairo.get());
    DrawPage(pages[i], pen, paper.side, furniture.top());
    cairo_show_page(cairo.get());
  }
  cairo_surface_finish(surface.get());
  printed.status = cairo_status(cairo.get());
  if (printed.status == CAIRO_STATUS_SUCCESS) printed.status = cairo_surface_status(surface.get());
  return printed;
}

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

std::optional<RenderFailure> Check(const Sheet& sheet) {
  if (!IsDate(sheet)) return RenderFailure{Kind::kInvalidSheet, "the sheet's date does not exist"};
  if (!IsLanguageTag(sheet.language)) {
    return RenderFailure{Kind::kInvalidSheet, "the sheet's language is no BCP 47 tag"};
  }
  if (sheet.title.empty()) return RenderFailure{Kind::kInvalidSheet, "the sheet has no title"};
  if (sheet.blocks.empty()) return RenderFailure{Kind::kInvalidSheet, "the sheet has no blocks"};
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

class Press::Machine {
 public:
  Rendered Render(const Sheet& sheet) {
    type_.BeginSheet(sheet.language);
    if (type_.failure()) return *type_.failure();
    if (auto failure = press::Check(sheet)) return *failure;
    (void)type_.Accept(sheet.title);

    const press::PaperSize& paper = press::SizeOf(sheet.paper);
    press::RunningFurniture furniture(sheet.furniture, paper, type_);
    const double height = furniture.bottom() - furniture.top();
    const press::Frame frame{paper.width - 2 * paper.side, height, paper.block_gap,
                             paper.figure_row, plates_};
    std::vector<press::Piece> pieces = press::ComposeAll(sheet.blocks, type_, frame);
    if (type_.failure()) return *type_.failure();
    auto paginated = press::Paginate(std::move(pieces), height);
    if (const auto* failure = std::get_if<RenderFailure>(&paginated)) return *failure;
    return Finished(sheet, std::get<std::vector<press::Page>>(paginated), furniture);
  }

 private:
  Rendered Finished(const Sheet& sheet, const std::vector<press::Page>& pages,
                    press::RunningFurniture& furniture) {
    press::Printed printed = press::Print(sheet, pages, furniture, plates_);
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
