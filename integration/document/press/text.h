// Sets text: the family, the sizes and leadings of the look, and the texts already set. It decides
// how words wrap; where they stand on the page is not its concern.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_TEXT_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_TEXT_H_

#include <pango/pangocairo.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "integration/document/layout.h"
#include "integration/document/press/recent.h"
#include "integration/document/sheet.h"

namespace ischia::document::press {

// All lengths inside the folder are points; the look is given in millimeters.
constexpr double Millimeters(double length) { return length * 72.0 / 25.4; }

struct Style {
  double size = 12;
  double leading = 17;
  bool bold = false;
};

inline constexpr Style kBody{12, 17};
inline constexpr Style kSecondary{11, 15};
inline constexpr Style kSecondaryBold{11, 15, true};
inline constexpr Style kFooter{9, 12.5};
inline constexpr Style kFooterBold{10, 12.5, true};
inline constexpr Style kHeader{10, 14};
inline constexpr Style kHeaderBold{10, 14, true};
inline constexpr Style kTitle{25, 30, true};
inline constexpr Style kHeading{15, 20, true};
inline constexpr Style kHeadingDetail{15, 20};
inline constexpr Style kCardTitle{12, 17, true};
inline constexpr Style kTileNumber{23, 28, true};
inline constexpr Style kListAmount{17, 22, true};
inline constexpr Style kPanelAmount{44, 48, true};
inline constexpr Style kHalfPanelAmount{32, 36, true};
inline constexpr Style kCallNumber{22, 27, true};
inline constexpr Style kLargeCallNumber{34, 39, true};
inline constexpr Style kLine{14, 20};
inline constexpr Style kLineBold{14, 20, true};
inline constexpr Style kAlarmHeadline{30, 36, true};
inline constexpr Style kDense{9, 12.4};
inline constexpr Style kDenseBold{9, 12.4, true};

enum class Align { kStart, kCenter, kEnd };

// A text with its line breaks decided; copies share the same lines.
class SetText {
 public:
  struct Lines;
  explicit SetText(std::shared_ptr<const Lines> lines) : lines_(std::move(lines)) {}

  double width() const;     // of the longest line
  double height() const;    // lines times leading
  double baseline() const;  // of the first line, from the top
  bool empty() const;

  void Show(cairo_t* cairo, double x, double y) const;

 private:
  std::shared_ptr<const Lines> lines_;
};

// The fonts and texts of one thread. A text that cannot be set comes back empty, and the first such
// failure is kept until `BeginSheet`.
class Typesetter {
 public:
  Typesetter();
  ~Typesetter();
  Typesetter(const Typesetter&) = delete;
  Typesetter& operator=(const Typesetter&) = delete;

  void BeginSheet(const std::string& language);
  const std::optional<RenderFailure>& failure() const { return failure_; }

  SetText Set(const RichText& text, const Style& style, double width, Align align = Align::kStart);

  // The multiplication sign lighter and at 73 % of the size from 17 pt on.
  SetText SetAmount(const Amount& amount, const Style& style, double width);

  // Whether the text may be printed at all: UTF-8, short enough, no control character but LF.
  bool Accept(std::string_view text);

 private:
  void CheckFonts();
  void Fail(RenderFailure::Kind kind, std::string what);
  SetText Lay(const std::vector<Run>& runs, const Style& style, double width, Align align,
              double sign_scale);

  PangoFontMap* fonts_;
  PangoContext* context_;
  std::optional<RenderFailure> missing_font_;
  std::optional<RenderFailure> failure_;
  std::string language_;
  Recent<std::string, std::shared_ptr<const SetText::Lines>> recent_;
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_TEXT_H_
