// Sets text: the family, the sizes and leadings of the look, and the texts already set. It decides
// how words wrap; where they stand on the page is not its concern.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_TEXT_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_TEXT_H_

#include <pango/pangocairo.h>

#include <map>
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

// A size of type and the distance of its lines, in points.
struct Size {
  double points = 12;
  double leading = 17;
};

// One role of text in each edition of the look.
struct Style {
  Size standard;
  Size large_print;
  Size poster;
  Size clinician;
  bool bold = false;
  bool title = false;  // some scripts need more room between the lines of titles
};

inline constexpr Style kBody{{12, 17}, {18, 26}, {18, 24}, {9, 12.4}};
inline constexpr Style kSecondary{{11, 15}, {18, 26}, {18, 24}, {9, 12}};
inline constexpr Style kSecondaryBold{{11, 15}, {18, 26}, {18, 24}, {9, 12}, true};
inline constexpr Style kFooter{{9, 12.5}, {14, 19}, {9, 12.5}, {9, 12.5}};
inline constexpr Style kFooterBold{{10, 12.5}, {14, 19}, {10, 12.5}, {10, 12.5}, true};
inline constexpr Style kHeader{{10, 14}, {14, 19}, {10, 14}, {10, 14}};
inline constexpr Style kHeaderBold{{10, 14}, {14, 19}, {10, 14}, {10, 14}, true};
inline constexpr Style kTitle{{25, 30}, {32, 39}, {34, 42}, {18, 22}, true, true};
inline constexpr Style kHeading{{15, 20}, {22, 29}, {21, 27}, {10.5, 14}, true};
inline constexpr Style kHeadingDetail{{15, 20}, {22, 29}, {21, 27}, {10.5, 14}};
inline constexpr Style kCardTitle{{12, 17}, {18, 26}, {18, 24}, {9, 12.4}, true};
inline constexpr Style kTileNumber{{23, 28}, {30, 37}, {30, 37}, {18, 22}, true};
inline constexpr Style kListAmount{{17, 22}, {24, 30}, {46, 52}, {9, 12.4}, true};
inline constexpr Style kPanelAmount{{44, 48}, {56, 60}, {46, 52}, {18, 22}, true};
inline constexpr Style kHalfPanelAmount{{32, 36}, {56, 60}, {46, 52}, {18, 22}, true};
inline constexpr Style kCallNumber{{22, 27}, {30, 37}, {34, 42}, {18, 22}, true};
inline constexpr Style kLargeCallNumber{{34, 39}, {40, 47}, {34, 42}, {18, 22}, true};
inline constexpr Style kLine{{14, 20}, {20, 28}, {20, 27}, {9, 12.4}};
inline constexpr Style kLineBold{{14, 20}, {20, 28}, {20, 27}, {9, 12.4}, true};
inline constexpr Style kAlarmHeadline{{30, 36}, {36, 44}, {34, 42}, {18, 22}, true, true};
inline constexpr Style kDense{{9, 12.4}, {18, 26}, {9, 12.4}, {9, 12.4}};
inline constexpr Style kDenseBold{{9, 12.4}, {18, 26}, {9, 12.4}, {9, 12.4}, true};

enum class Align { kStart, kCenter, kEnd };

// A text with its line breaks decided; copies share the same lines.
class SetText {
 public:
  struct Lines;
  explicit SetText(std::shared_ptr<const Lines> lines) : lines_(std::move(lines)) {}

  double width() const;     // of the longest line
  double room() const;      // that it was set in
  double height() const;    // lines times leading
  double baseline() const;  // of the first line, from the top
  bool empty() const;

  PangoLayout* layout() const;  // null when empty

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

  void BeginSheet(const Sheet& sheet);
  Edition edition() const { return edition_; }
  bool right_to_left() const;
  Size SizeOf(const Style& style) const;
  double Leading(const Style& style) const { return SizeOf(style).leading; }
  const std::optional<RenderFailure>& failure() const { return failure_; }

  SetText Set(const RichText& text, const Style& style, double width, Align align = Align::kStart);

  // The multiplication sign lighter and at 73 % of the size from 17 pt on.
  SetText SetAmount(const Amount& amount, const Style& style, double width);

  // Whether lines stand farther apart than Latin ones.
  bool has_tall_lines() const;

  // A number in the reader's digits.
  std::string Numeral(int number) const;

  // What is read from left to right on every page, like a telephone number.
  std::string LeftToRight(const std::string& text) const;

  // A sheet that cannot be set for a reason of its own.
  void Refuse(std::string what) { Fail(RenderFailure::Kind::kInvalidSheet, std::move(what)); }

  // Whether the text may be printed at all: UTF-8, short enough, no control character but LF.
  bool Accept(std::string_view text);

 private:
  // What Pango knows of one language. Texts set with it stay valid as long as it lives.
  struct Voices;
  struct Setting {
    Size size;
    bool bold = false;
    double width = 0;
    Align align = Align::kStart;
    double sign_scale = 1;
  };

  Voices& VoicesOf(const std::string& language);
  void Fail(RenderFailure::Kind kind, std::string what);
  SetText Lay(const std::vector<Run>& runs, const Setting& setting);
  std::shared_ptr<SetText::Lines> Break(const std::vector<Run>& runs, const Setting& setting);

  PangoFontMap* fonts_;
  std::map<std::string, std::unique_ptr<Voices>> languages_;
  Voices* voices_ = nullptr;
  Edition edition_ = Edition::kStandard;
  std::string digits_;
  std::optional<RenderFailure> failure_;
  Recent<std::string, std::shared_ptr<const SetText::Lines>> recent_;
};

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_TEXT_H_
