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
#include "integration/document/press/canvas.h"
#include "integration/document/press/furniture.h"
#include "integration/document/press/pages.h"
#include "integration/document/press/pen.h"
#include "integration/document/press/plates.h"
#include "integration/document/press/scan.h"
#include "integration/document/press/text.h"
#include "integration/document/screen/page.h"

namespace ischia::document {
namespace press {
namespace {

using Kind = RenderFailure::Kind;

// --- A sheet on its pages ---

void Place(const Page& page, Pen& pen, double left, double top) {
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

int MostPages(Edition edition) {
  return edition == Edition::kLargePrint ? kMaxLargePrintPages : kMaxPages;
}

Color AccentOf(const Sheet& sheet) {
  const std::optional<unsigned> accent = ParseColor(sheet.accent);
  return accent ? Hex(*accent) : kAccent;
}

// Every block in its place, to be drawn page by page in the pen's two passes. Sheet, typesetter and
// plates outlive it. Failures stay with the typesetter, or are returned.
class Imposition {
 public:
  Imposition(const Sheet& sheet, Typesetter& type, Plates& plates)
      : sheet_(sheet),
        type_(type),
        plates_(plates),
        paper_(SizeOf(sheet, type.has_tall_lines())),
        furniture_(sheet.furniture, paper_, type) {}
  Imposition(const Imposition&) = delete;
  Imposition& operator=(const Imposition&) = delete;

  std::optional<RenderFailure> Fill() {
    const double height = furniture_.bottom() - furniture_.top();
    const Frame frame{paper_.width - 2 * paper_.side,
                      height,
                      paper_.block_gap,
                      paper_.figure_row,
                      plates_,
                      sheet_.edition};
    std::vector<Piece> pieces = ComposeAll(sheet_.blocks, type_, frame);
    if (type_.failure()) return type_.failure();
    auto paginated = Paginate(std::move(pieces), height, MostPages(sheet_.edition));
    if (auto* failure = std::get_if<RenderFailure>(&paginated)) return std::move(*failure);
    pages_ = std::get<std::vector<Page>>(std::move(paginated));
    return std::nullopt;
  }

  const Sheet& sheet() const { return sheet_; }
  bool right_to_left() const { return type_.right_to_left(); }
  double width() const { return paper_.width; }
  double height() const { return paper_.height; }
  size_t page_count() const { return pages_.size(); }

  Pen PenOn(Canvas& canvas, Pen::Pass pass) const {
    return {canvas, pass, {paper_.width, right_to_left(), AccentOf(sheet_)}, plates_};
  }

  void DrawGround(Pen& pen, size_t index) {
    furniture_.Draw(pen, static_cast<int>(index + 1), static_cast<int>(pages_.size()),
                    WantsScan(pages_, index));
    Place(pages_[index], pen, paper_.side, furniture_.top());
  }

  void DrawWords(Pen& pen, size_t index) const {
    furniture_.DrawEmblem(pen);
    Place(pages_[index], pen, paper_.side, furniture_.top());
  }

 private:
  const Sheet& sheet_;
  Typesetter& type_;
  Plates& plates_;
  PaperSize paper_;
  RunningFurniture furniture_;
  std::vector<Page> pages_;
};

std::string DrawOnScreen(Imposition& sheet, size_t index) {
  screen::PageCanvas canvas("p" + std::to_string(index + 1));
  Pen ground = sheet.PenOn(canvas, Pen::Pass::kGround);
  sheet.DrawGround(ground, index);
  canvas.Lay(ground.ground().content(), sheet.width(), sheet.height());
  Pen words = sheet.PenOn(canvas, Pen::Pass::kWords);
  sheet.DrawWords(words, index);
  return canvas.Document(sheet.sheet().title);
}

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

struct Printed {
  std::string bytes;
  cairo_status_t status = CAIRO_STATUS_SUCCESS;
  Finishing finishing;
};

// Prints pages one after another on one surface.
class Printer {
 public:
  explicit Printer(Imposition& sheet) : sheet_(sheet) {
    const std::string& title = sheet.sheet().title;
    printed_.finishing.language = sheet.sheet().language;
    printed_.finishing.title = title;
    printed_.finishing.right_to_left = sheet.right_to_left();
    surface_.reset(cairo_pdf_surface_create_for_stream(&Append, &printed_.bytes, sheet.width(),
                                                       sheet.height()));
    const std::string date = IsoDate(sheet.sheet());
    const std::pair<cairo_pdf_metadata_t, const char*> metadata[] = {
        {CAIRO_PDF_METADATA_TITLE, title.c_str()},
        {CAIRO_PDF_METADATA_CREATE_DATE, date.c_str()},
        {CAIRO_PDF_METADATA_MOD_DATE, date.c_str()}};
    for (const auto& [key, value] : metadata) {
      cairo_pdf_surface_set_metadata(surface_.get(), key, value);
    }
  }

  Printed Print() {
    Cairo cairo(cairo_create(surface_.get()));
    PdfCanvas canvas(cairo.get(), printed_.finishing);
    Pen pen = sheet_.PenOn(canvas, Pen::Pass::kWords);
    for (size_t i = 0; i < sheet_.page_count(); ++i) {
      LayGround(i, cairo.get(), canvas);
      sheet_.DrawWords(pen, i);
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
  void LayGround(size_t index, cairo_t* cairo, Canvas& page) {
    const cairo_rectangle_t whole{0, 0, sheet_.width(), sheet_.height()};
    Surface running(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &whole));
    {
      Cairo running_cairo(cairo_create(running.get()));
      PdfCanvas beneath(running_cairo.get(), printed_.finishing);
      Pen ground = sheet_.PenOn(beneath, Pen::Pass::kGround);
      sheet_.DrawGround(ground, index);
      page.Lay(ground.ground().content(), sheet_.width(), sheet_.height());
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

  Imposition& sheet_;
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
    return RenderFailure{Kind::kInvalidSheet, "the link to scan is empty or longer than 84 bytes"};
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

class Press::Machine {
 public:
  Rendered Render(const Sheet& sheet) {
    if (auto failure = Begin(sheet)) return *failure;
    press::Imposition imposition(sheet, type_, plates_);
    if (auto failure = imposition.Fill()) return *failure;
    return Finished(imposition);
  }

  Drawn DrawPage(const Sheet& sheet, int page_number) {
    if (auto failure = Begin(sheet)) return *failure;
    press::Imposition imposition(sheet, type_, plates_);
    if (auto failure = imposition.Fill()) return *failure;
    const int page_count = static_cast<int>(imposition.page_count());
    if (page_number < 1 || page_number > page_count) {
      return RenderFailure{press::Kind::kNoSuchPage,
                           "the sheet has pages 1 to " + std::to_string(page_count)};
    }
    std::string svg = press::DrawOnScreen(imposition, static_cast<size_t>(page_number - 1));
    if (type_.failure()) return *type_.failure();
    return PageDrawing{std::move(svg), page_count};
  }

 private:
  std::optional<RenderFailure> Begin(const Sheet& sheet) {
    if (auto failure = press::Check(sheet)) return failure;
    type_.BeginSheet(sheet);
    if (type_.failure()) return type_.failure();
    (void)type_.Accept(sheet.title);
    return std::nullopt;
  }

  Rendered Finished(press::Imposition& imposition) {
    press::Printed printed = press::Printer(imposition).Print();
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
    return Pdf{std::move(bytes), static_cast<int>(imposition.page_count())};
  }

  press::Typesetter type_;
  press::Plates plates_;
};

namespace {

RenderFailure LibraryFailure() {
  return {press::Kind::kInternal, "out of memory or a library failed"};
}

}  // namespace

Press::Press() : machine_(std::make_unique<Machine>()) {}
Press::~Press() = default;

Rendered Press::Render(const Sheet& sheet) {
  try {
    return machine_->Render(sheet);
  } catch (const std::exception&) {
    return LibraryFailure();
  }
}

Drawn Press::DrawPage(const Sheet& sheet, int page_number) {
  try {
    return machine_->DrawPage(sheet, page_number);
  } catch (const std::exception&) {
    return LibraryFailure();
  }
}

}  // namespace ischia::document
