// The look of each block. Blocks are built from parts, measured and drawable anywhere on a page;
// what leaves here is pieces, which a page takes whole or not at all.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_BLOCKS_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_BLOCKS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "integration/document/press/pen.h"
#include "integration/document/press/plates.h"
#include "integration/document/press/text.h"
#include "integration/document/sheet.h"

namespace ischia::document::press {

struct Part {
  double height = 0;
  std::function<void(Pen&, double x, double y)> draw;
};

// Words in a tag of their own.
struct Voice {
  Style style = kBody;
  Color color = kInk;
  const char* tag = "P";
  Align align = Align::kStart;
};
Part Say(Typesetter& type, const RichText& text, double width, const Voice& voice = {});
Part Say(const SetText& text, Color color, const char* tag = "P");

Part Space(double height);
Part Stack(std::vector<Part> parts, double gap = 0);  // one below the other
// Beside each other, each at its offset from the left; the tallest decides the height.
struct Placed {
  double x = 0;
  Part part;
};
Part Row(std::vector<Placed> parts);
Part Tagged(const char* tag, Part part);

// The widths of columns by their shares; equal unless each column has a share that is a width.
std::vector<double> SharedOut(std::vector<double> shares, size_t count, double width);

// A rounded ground with the padding of a card around a part.
inline constexpr double kCardPadding = Millimeters(3);
inline constexpr double kCardSidePadding = Millimeters(4.5);
Part OnCard(Part part, double width, Color ground, double at_least = 0);

// A white number on a disc; the words that follow read it.
Part NumberDisc(Typesetter& type, const std::string& number, double diameter, const Style& style,
                Color color);

// An unbreakable part of a page, and how it wants to be placed.
struct Piece {
  // Rows that share a tag and, when they pass to another page, a repeated head.
  struct Group {
    const char* tag = nullptr;
    std::shared_ptr<const Part> head;
  };

  Part part;
  double gap = 0;                   // above, except at the top of a page
  std::optional<double> gap_below;  // instead of the next one's gap
  bool holds_next = false;          // never last on its page
  bool starts_page = false;
  bool scan = false;   // its page shows the link to scan
  bool waits = false;  // where it does not fit: for the foot of a later page that has room
  std::shared_ptr<const Group> group;
  std::vector<Piece> otherwise;  // instead of this one where it does not fit
};

// The column that blocks are set in, and the figures at hand.
struct Frame {
  double width = 0;
  double height = 0;      // of a page's content
  double block_gap = 0;   // between blocks
  double figure_row = 0;  // height of the figures in a StepRow
  Plates& plates;
  Edition edition = Edition::kStandard;

  bool one_column() const { return edition == Edition::kLargePrint; }
};

inline constexpr double kHeadingGap = Millimeters(2);
inline constexpr double kGutter = Millimeters(5);

// The pieces of one block, top to bottom. Failures stay with the typesetter.
std::vector<Piece> Compose(const Block& block, Typesetter& type, const Frame& frame);

// What `Compose` chooses from: words, steps, cards, tables.
std::vector<Piece> ComposeBlock(const PageTitle& title, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const Tiles& tiles, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const Notice& notice, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const Heading& heading, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const Paragraph& paragraph, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const List& list, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const ListColumns& columns, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const NumberedLines& lines, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const TextColumns& columns, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const SmallPrint& print, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const SignatureLines& lines, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const Alarm& alarm, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const StepRow& row, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const Instruction& page, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const Cards& cards, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const TrafficLight& light, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const TickTable& table, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const Table& table, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const MuscleDrawing& drawing, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const PelvisPair& pair, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const AnatomyRow& row, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const PosterTitle& title, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const PosterRows& rows, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const PictureStep& step, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const TrajectoryChart& chart, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const FramedNote& note, Typesetter& type, const Frame& frame);
std::vector<Piece> ComposeBlock(const Sections& sections, Typesetter& type, const Frame& frame);

// A teal heading over a rule, as the clinician's sheet has them.
Part RuledHeading(const std::string& text, Typesetter& type, double width);
// A table that is not parted, for a column.
Part WholeTable(const Table& table, Typesetter& type, double width);
// Three cells of the traffic light below each other.
Part StackedLight(const TrafficLight& light, Typesetter& type, double width);

// Of number discs and boxes: larger where the type is.
inline double Grown(const Typesetter& type, double length) {
  return type.edition() == Edition::kLargePrint ? 1.5 * length : length;
}

// A figure at the largest scale that keeps within the room, on a ground line at `above` or, without
// it, as high as the figure itself.
struct SizedPicture {
  Picture picture;
  double scale = 0;
  Extent extent;
};
SizedPicture Within(Typesetter& type, Plates& plates, const Picture& picture, double width,
                    double height);
Part Standing(SizedPicture sized, double above);

// The strip on its own, for a page that ends with it.
Part TrafficLightStrip(const TrafficLight& light, Typesetter& type, double width);

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_BLOCKS_H_
