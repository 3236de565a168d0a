// From a sheet to the bytes of a tagged PDF: text is set, blocks are placed on pages without
// breaking what belongs together, and page numbers follow. The look (sizes, colors, gaps) is
// decided here; the words and the order of the blocks are the caller's.
//
//   Press press;
//   Sheet sheet;
//   sheet.title = "Your home program";
//   sheet.year = 2026, sheet.month = 6, sheet.day = 1;
//   sheet.blocks.push_back(PageTitle{"Your home program", "For a low back that gets sore."});
//   Rendered rendered = press.Render(sheet);
//   if (const Pdf* pdf = std::get_if<Pdf>(&rendered)) Save(pdf->bytes);
#ifndef ISCHIA_INTEGRATION_DOCUMENT_LAYOUT_H_
#define ISCHIA_INTEGRATION_DOCUMENT_LAYOUT_H_

#include <memory>
#include <string>
#include <variant>

#include "integration/document/sheet.h"

namespace ischia::document {

inline constexpr int kMaxPages = 24;
inline constexpr int kMaxLargePrintPages = 72;
inline constexpr int kMaxBytes = 2 * 1024 * 1024;

struct Pdf {
  std::string bytes;
  int page_count = 0;
};

// One page as it will print, an SVG document of the paper's size in points.
struct PageDrawing {
  std::string svg;
  int page_count = 0;  // of the whole sheet
};

struct RenderFailure {
  enum class Kind {
    kMissingFont,      // the machine lacks a font this look needs: install it, then retry
    kInvalidText,      // not UTF-8, or a control character
    kTextNotDrawable,  // no installed font has a glyph for some character
    kInvalidSheet,     // a date, language, or number that cannot be
    kBlockTooTall,     // a block that must not be split is taller than a page
    kTooManyPages,
    kTooLarge,
    kNoSuchPage,  // of a drawing; pages count from 1
    kInternal,    // a library failed
  };
  Kind kind = Kind::kInternal;
  std::string what;  // English; never quotes the sheet's text
};

using Rendered = std::variant<Pdf, RenderFailure>;
using Drawn = std::variant<PageDrawing, RenderFailure>;

// Keeps the font map, the texts it has set and the figures it has drawn, which makes the second
// sheet several times faster than the first. One per thread, kept for the life of the thread: it is
// not thread-safe, and two presses share nothing. Equal sheets give equal bytes, whatever the press
// has rendered before.
class Press {
 public:
  Press();
  ~Press();
  Press(const Press&) = delete;
  Press& operator=(const Press&) = delete;

  [[nodiscard]] Rendered Render(const Sheet& sheet);
  // The page that Render would print, by the same layout. Equal sheets give equal text here, too.
  [[nodiscard]] Drawn DrawPage(const Sheet& sheet, int page_number);

 private:
  class Machine;
  std::unique_ptr<Machine> machine_;
};

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_LAYOUT_H_
