// Titles, headings, paragraphs, lists and the other blocks that are mostly words.
#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "integration/document/press/blocks.h"

namespace ischia::document::press {
namespace {

constexpr double kAsideWidth = Millimeters(52);
constexpr double kTilePadding = Millimeters(2.05);
constexpr double kBarWidth = Millimeters(1.2);
constexpr double kWideGutter = Millimeters(8);
constexpr double kItemGap = Millimeters(1.5);
constexpr double kCloseItemGap = Millimeters(1);

Piece Single(Part part, const Frame& frame) {
  Piece piece;
  piece.part = std::move(part);
  piece.gap = frame.block_gap;
  return piece;
}

// Sits at the foot of what stands before it in the line.
Part AtFoot(Part part, double height) {
  const double drop = std::max(0.0, height - part.height);
  return Stack({Space(drop), std::move(part)});
}

const char* MarkText(List::Mark mark) { return mark == List::Mark::kDot ? "•" : "✓"; }

Part Item(const RichText& text, List::Mark mark, size_t number, Typesetter& type, double width,
          const Style& style) {
  const bool numbered = mark == List::Mark::kNumber;
  const double indent = Grown(type, Millimeters(numbered ? 9 : 5.5));
  const std::string label = numbered ? type.Numeral(static_cast<int>(number)) : MarkText(mark);
  Part sign = numbered
                  ? NumberDisc(type, label, Grown(type, Millimeters(6)), kSecondaryBold, kAccent)
                  : Say(type, label, indent, {style, kAccent, "Lbl"});
  return Tagged("LI", Row({{0, std::move(sign)},
                           {indent, Say(type, text, width - indent, {style, kInk, "LBody"})}}));
}

Part Column(const TitledList& titled, Typesetter& type, double width) {
  std::vector<Part> items;
  for (const RichText& text : titled.list.items) {
    items.push_back(Item(text, titled.list.mark, items.size() + 1, type, width, kSecondary));
  }
  return Stack({Say(type, titled.title, width, {kHeading, kInk, "H2"}),
                Tagged("L", Stack(std::move(items), kCloseItemGap)),
                Say(type, titled.closing, width, {kSecondaryBold})},
               kHeadingGap);
}

// In one column each tile is a line: the number, and what it counts beside it.
std::vector<Piece> StackedTiles(const Tiles& tiles, Typesetter& type, const Frame& frame) {
  const double inner = frame.width - 2 * kCardSidePadding;
  const double left = inner * 0.55;
  std::vector<Piece> pieces;
  for (const Tile& tile : tiles.tiles) {
    Part number = Say(type, tile.number, left - kHeadingGap, {kTileNumber, kAccent});
    Part word = Say(type, tile.word, inner - left, {kBody});
    const double drop = std::max(0.0, (number.height - word.height) / 2);
    Part line = Row({{0, std::move(number)}, {left, Stack({Space(drop), std::move(word)})}});
    pieces.push_back(Single(OnCard(std::move(line), frame.width, kSand), frame));
    if (pieces.size() > 1) pieces.back().gap = kHeadingGap;
  }
  return pieces;
}

}  // namespace

std::vector<Piece> ComposeBlock(const PageTitle& title, Typesetter& type, const Frame& frame) {
  const bool has_aside = !title.aside_title.empty() || !title.aside.empty();
  const bool beside = has_aside && !frame.one_column();
  const double aside_width = frame.edition == Edition::kClinician ? frame.width / 2 : kAsideWidth;
  const double width = beside ? frame.width - aside_width - kGutter : frame.width;
  Part head = Say(type, title.title, width, {kTitle, kInk, "H1"});
  Part sentence = Say(type, title.sentence, frame.width, {kBody});
  if (!has_aside) return {Single(Stack({std::move(head), std::move(sentence)}), frame)};
  if (frame.one_column()) {
    Part words = Stack({Say(type, title.aside_title, frame.width, {kSecondaryBold}),
                        Say(type, title.aside, frame.width, {kSecondary})});
    return {Single(Stack({std::move(head), std::move(sentence), std::move(words)}), frame)};
  }
  const Voice bold{kSecondaryBold, kInk, "P", Align::kEnd};
  const Voice plain{kSecondary, kInk, "P", Align::kEnd};
  Part aside = Stack({Say(type, title.aside_title, aside_width, bold),
                      Say(type, title.aside, aside_width, plain)});
  if (frame.edition == Edition::kClinician) aside = AtFoot(std::move(aside), head.height);
  return {Single(Stack({Row({{0, std::move(head)}, {frame.width - aside_width, std::move(aside)}}),
                        std::move(sentence)}),
                 frame)};
}

std::vector<Piece> ComposeBlock(const Tiles& tiles, Typesetter& type, const Frame& frame) {
  if (tiles.tiles.empty()) return {};
  if (frame.one_column()) return StackedTiles(tiles, type, frame);
  const auto count = static_cast<double>(tiles.tiles.size());
  const double width = (frame.width - (count - 1) * kGutter) / count;
  const double inner = width - 2 * kCardSidePadding;
  const double padding = type.has_tall_lines() ? kTilePadding / 2 : kTilePadding;
  std::vector<Placed> cells;
  double height = 0;
  for (const Tile& tile : tiles.tiles) {
    Part words = Stack({Say(type, tile.number, inner, {kTileNumber, kAccent}),
                        Say(type, tile.word, inner, {kBody})});
    height = std::max(height, words.height + 2 * padding);
    cells.push_back({static_cast<double>(cells.size()) * (width + kGutter), std::move(words)});
  }
  for (Placed& cell : cells) {
    Part words = std::move(cell.part);
    cell.part = {height, [words, width, height, padding](Pen& pen, double x, double y) {
                   pen.Fill({x, y, width, height}, kSand, kRadius);
                   words.draw(pen, x + kCardSidePadding, y + padding);
                 }};
  }
  return {Single(Row(std::move(cells)), frame)};
}

std::vector<Piece> ComposeBlock(const Notice& notice, Typesetter& type, const Frame& frame) {
  const double indent = Millimeters(notice.clock ? 16.3 : 5.5);
  const Part words = Say(type, notice.text, frame.width - indent, {kBody});
  const double height = std::max(words.height + Millimeters(notice.clock ? 2 : 0),
                                 Millimeters(notice.clock ? 8.6 : 0));
  const bool clock = notice.clock;
  return {Single({height,
                  [words, indent, height, clock](Pen& pen, double x, double y) {
                    pen.Fill({x, y, kBarWidth, height}, kAccent);
                    if (clock) {
                      pen.Draw(Sign::kClock, x + Millimeters(9.5), y + height / 2, Millimeters(7.4),
                               kAccent);
                    }
                    words.draw(pen, x + indent, y + (height - words.height) / 2);
                  }},
                 frame)};
}

std::vector<Piece> ComposeBlock(const Heading& heading, Typesetter& type, const Frame& frame) {
  const bool ruled = frame.edition == Edition::kClinician;
  Part title = ruled ? RuledHeading(heading.text, type, frame.width)
                     : Say(type, heading.text, frame.width, {kHeading, kInk, "H2"});
  const double height = title.height;
  Part aside = Say(type, heading.aside, frame.width, {kSecondary, kInk, "P", Align::kEnd});
  Piece piece = Single(Row({{0, std::move(title)}, {0, AtFoot(std::move(aside), height)}}), frame);
  piece.holds_next = true;
  piece.gap_below = ruled ? Millimeters(1) : kHeadingGap;
  return {std::move(piece)};
}

std::vector<Piece> ComposeBlock(const Paragraph& paragraph, Typesetter& type, const Frame& frame) {
  return {Single(Say(type, paragraph.text, frame.width, {kBody}), frame)};
}

std::vector<Piece> ComposeBlock(const List& list, Typesetter& type, const Frame& frame) {
  auto group = std::make_shared<Piece::Group>();
  group->tag = "L";
  std::vector<Piece> pieces;
  for (const RichText& text : list.items) {
    Piece piece = Single(Item(text, list.mark, pieces.size() + 1, type, frame.width, kBody), frame);
    if (!pieces.empty()) piece.gap = kItemGap;
    piece.group = group;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::vector<Piece> ComposeBlock(const ListColumns& columns, Typesetter& type, const Frame& frame) {
  const size_t count = columns.columns.size();
  if (count == 0) return {};
  const std::vector<double> widths =
      SharedOut(columns.widths, count, frame.width - static_cast<double>(count - 1) * kWideGutter);
  std::vector<Placed> cells;
  double left = 0;
  for (const TitledList& titled : columns.columns) {
    const double width = widths[cells.size()];
    cells.push_back({left, Column(titled, type, width)});
    left += width + kWideGutter;
  }
  Part row = Row(std::move(cells));
  const bool beside = !frame.one_column() || count == 1;
  if (beside && row.height <= frame.height) return {Single(std::move(row), frame)};
  std::vector<Piece> pieces;
  const auto append = [&pieces](std::vector<Piece> more) {
    std::move(more.begin(), more.end(), std::back_inserter(pieces));
  };
  for (const TitledList& titled : columns.columns) {
    if (!titled.title.empty()) append(ComposeBlock(Heading{titled.title, ""}, type, frame));
    append(ComposeBlock(titled.list, type, frame));
    if (titled.closing.empty()) continue;
    append(ComposeBlock(Paragraph{RichText{Bold(titled.closing)}}, type, frame));
  }
  return pieces;
}

std::vector<Piece> ComposeBlock(const NumberedLines& lines, Typesetter& type, const Frame& frame) {
  const double disc = Grown(type, Millimeters(10));
  const double indent = Grown(type, Millimeters(15));
  const double padding = Millimeters(2.6);
  auto group = std::make_shared<Piece::Group>();
  group->tag = "L";
  std::vector<Piece> pieces;
  for (const RichText& text : lines.lines) {
    const bool first = pieces.empty();
    Part words = Say(type, text, frame.width - indent, {kLine, kInk, "LBody"});
    // A single line stands level with the number.
    const double drop = std::max(0.0, (disc - type.Leading(kLine)) / 2);
    Part line = Row({{0, NumberDisc(type, type.Numeral(static_cast<int>(pieces.size() + 1)), disc,
                                    kLineBold, kInk)},
                     {indent, Stack({Space(drop), std::move(words)})}});
    const double width = frame.width;
    Part padded = {line.height + (first ? 1 : 2) * padding,
                   [line, first, padding, width](Pen& pen, double x, double y) {
                     if (!first) pen.Line(x, y, x + width, y, kRule);
                     line.draw(pen, x, y + (first ? 0 : padding));
                   }};
    Piece piece = Single(Tagged("LI", std::move(padded)), frame);
    if (!first) piece.gap = 0;
    piece.group = group;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::vector<Piece> ComposeBlock(const TextColumns& columns, Typesetter& type, const Frame& frame) {
  if (columns.columns.empty()) return {};
  const auto count = frame.one_column() ? 1 : static_cast<double>(columns.columns.size());
  const double width = (frame.width - (count - 1) * kGutter) / count;
  std::vector<Piece> stacked;
  std::vector<Placed> cells;
  for (const TextColumn& column : columns.columns) {
    cells.push_back({static_cast<double>(cells.size()) * (width + kGutter),
                     Stack({Say(type, column.title, width, {kCardTitle, kInk, "H3"}),
                            Say(type, column.text, width, {kSecondary})})});
    if (frame.one_column()) stacked.push_back(Single(std::move(cells.back().part), frame));
  }
  if (frame.one_column()) return stacked;
  return {Single(Row(std::move(cells)), frame)};
}

std::vector<Piece> ComposeBlock(const SmallPrint& print, Typesetter& type, const Frame& frame) {
  return {Single(Say(type, print.text, frame.width, {kFooter, kMuted}), frame)};
}

std::vector<Piece> ComposeBlock(const SignatureLines& lines, Typesetter& type, const Frame& frame) {
  if (lines.captions.empty()) return {};
  const double room = Millimeters(9);  // above the line, for the hand
  const auto others = static_cast<double>(lines.captions.size() - 1);
  const double first = others > 0 ? frame.width * 0.59 : frame.width;
  const double other = others > 0 ? (frame.width - first) / others - 2 * kGutter : 0;
  std::vector<Placed> cells;
  double left = 0;
  for (const std::string& caption : lines.captions) {
    const double width = cells.empty() ? first : other;
    Part words = Say(type, caption, width, {kSecondary});
    cells.push_back(
        {left,
         {room + kHeadingGap + words.height, [words, room, width](Pen& pen, double x, double y) {
            pen.Line(x, y + room, x + width, y + room, kInk);
            words.draw(pen, x, y + room + Millimeters(1));
          }}});
    left += width + 2 * kGutter;
  }
  return {Single(Row(std::move(cells)), frame)};
}

std::vector<Piece> ComposeBlock(const Alarm& alarm, Typesetter& type, const Frame& frame) {
  const bool red = alarm.tone == Tone::kRed;
  const double indent = Millimeters(red ? 43 : 9);
  const double padding = Millimeters(7);
  const double width = frame.width - indent - Millimeters(9);
  const Part words = Stack({Say(type, alarm.headline, width, {kAlarmHeadline, kWhite, "H1"}),
                            Say(type, alarm.sentence, width, {kLine, kWhite})},
                           kHeadingGap);
  const double height = words.height + 2 * padding;
  const Color field = ColorOf(alarm.tone);
  const Box box{0, 0, frame.width, height};
  return {Single({height,
                  [words, box, red, field, indent, padding](Pen& pen, double x, double y) {
                    pen.Fill({x, y, box.width, box.height}, field, kRadius);
                    if (red) {
                      pen.Draw(Sign::kAlarm, x + Millimeters(21.5), y + box.height / 2,
                               Millimeters(25), field);
                    }
                    words.draw(pen, x + indent, y + padding);
                  }},
                 frame)};
}

}  // namespace ischia::document::press
