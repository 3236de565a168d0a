// Cards in a wide and a narrow column, and the traffic light.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "integration/document/press/blocks.h"

namespace ischia::document::press {
namespace {

constexpr double kWideShare = 0.58;
constexpr double kCardGap = Millimeters(3.5);

// --- Cards ---

class CardSetter {
 public:
  CardSetter(Typesetter& type, double width, double at_least)
      : type_(type), width_(width), inner_(width - 2 * kCardSidePadding), at_least_(at_least) {}

  Part operator()(const TextCard& card) const {
    std::vector<Part> parts{Title(card.title)};
    for (const RichText& text : card.paragraphs) {
      parts.push_back(Say(type_, text, inner_, {kSecondary}));
    }
    return OnCard(Stack(std::move(parts), Millimeters(0.8)), width_, kSand, at_least_);
  }

  Part operator()(const RangeCard& card) const {
    std::vector<Part> parts{Title(card.title), Say(type_, card.text, inner_, {kSecondary})};
    parts.push_back(Space(Millimeters(0.4)));
    for (const RangeBar& bar : card.bars) parts.push_back(Bar(bar));
    parts.push_back(Legend(card));
    return OnCard(Stack(std::move(parts), Millimeters(1.2)), width_, kSand, at_least_);
  }

  Part operator()(const CallCard& card) const {
    if (type_.edition() == Edition::kPoster) return PosterCall(card);
    const bool large = card.size == CallCard::Size::kLarge;
    Part words = Stack({Say(type_, card.title, inner_, {kCardTitle, kWhite, "H3"}),
                        Say(type_, type_.LeftToRight(card.number), inner_,
                            {large ? kLargeCallNumber : kCallNumber, kWhite}),
                        Say(type_, card.text, inner_, {kSecondary, kWhite})});
    return OnCard(std::move(words), width_, ColorOf(card.tone), at_least_);
  }

  Part operator()(const AnswersCard& card) const {
    std::vector<Part> rows;
    for (const AnswersCard::Row& row : card.rows) rows.push_back(Answer(row));
    return OnCard(Stack({Say(type_, card.title, inner_, {kHeading, kInk, "H2"}),
                         Tagged("Table", Stack(std::move(rows))),
                         Say(type_, card.note, inner_, {kHeader, kMuted})},
                        Millimeters(1.5)),
                  width_, kSand, at_least_);
  }

  Part operator()(const OpenText& text) const {
    return Say(type_, text.text, width_, {kSecondary});
  }

 private:
  Part Title(const std::string& title) const {
    return Say(type_, title, inner_, {kCardTitle, kInk, "H3"});
  }

  // One line that is read from afar.
  Part PosterCall(const CallCard& card) const {
    Part number = Say(type_, type_.LeftToRight(card.number), inner_,
                      {kLargeCallNumber, kWhite, "P", Align::kEnd});
    Part title = Say(type_, card.title, inner_ * 0.5, {kHeading, kWhite, "H3"});
    const double drop = std::max(0.0, (number.height - title.height) / 2);
    return OnCard(Stack({Row({{0, Stack({Space(drop), std::move(title)})}, {0, std::move(number)}}),
                         Say(type_, card.text, inner_, {kSecondary, kWhite})}),
                  width_, ColorOf(card.tone), at_least_);
  }

  Part Bar(const RangeBar& bar) const;
  Part Legend(const RangeCard& card) const;

  Part Answer(const AnswersCard::Row& row) const {
    const double padding = Millimeters(1.3);
    const double label_width = inner_ * 0.58;
    const double value_width = inner_ - label_width - kHeadingGap;
    const double value_left = inner_ - value_width;
    const SetText value =
        type_.Set(RichText{Bold(row.value)}, kSecondary, value_width, Align::kEnd);
    Part cell{value.height(), [value](Pen& pen, double x, double y) {
                pen.OpenCell();
                pen.Words(value, x, y, kInk);
                pen.CloseCell();
              }};
    Part line = Row({{0, Say(type_, row.label, label_width, {kSecondary, kInk, "TH"})},
                     {value_left, std::move(cell)}});
    const double height = line.height + 2 * padding;
    const double width = inner_;
    return Tagged("TR", {height, [line, height, width, padding](Pen& pen, double x, double y) {
                           line.draw(pen, x, y + padding);
                           pen.Line(x, y + height, x + width, y + height, kRule);
                         }});
  }

  Typesetter& type_;
  double width_;
  double inner_;
  double at_least_;
};

// Values outside the axis stay at its ends.
double OnAxis(const RangeBar& bar, double value) {
  if (!(bar.axis_high > bar.axis_low) || !std::isfinite(value)) return 0;
  return std::clamp((value - bar.axis_low) / (bar.axis_high - bar.axis_low), 0.0, 1.0);
}

Part CardSetter::Bar(const RangeBar& bar) const {
  const double axis_height = Millimeters(5);
  const double thickness = Millimeters(3.4);
  Part words = Row(
      {{0, Say(type_, bar.label, inner_, {kSecondary})},
       {0, Say(type_, RichText{Bold(bar.values)}, inner_, {kSecondary, kInk, "P", Align::kEnd})}});
  const double width = inner_;
  Part axis{
      axis_height, [bar, width, axis_height, thickness](Pen& pen, double x, double y) {
        const double middle = y + axis_height / 2;
        const double low = x + width * OnAxis(bar, bar.likely_low);
        const double high = x + width * OnAxis(bar, bar.likely_high);
        const Box range{low, middle - thickness / 2, std::max(high - low, thickness), thickness};
        pen.Line(x, middle, x + width, middle, kStrongRule, Millimeters(0.6));
        pen.Fill(range, kLikelyRange, Millimeters(0.8));
        pen.Outline(range, kAccent, Millimeters(0.35), Millimeters(0.8));
        pen.Disc(x + width * OnAxis(bar, bar.now), middle, Millimeters(2.1), kAccent);
      }};
  return Stack({std::move(words), std::move(axis)});
}

Part CardSetter::Legend(const RangeCard& card) const {
  const double indent = Millimeters(4);
  const SetText now = type_.Set(card.now_label, kSecondary, inner_);
  const SetText likely = type_.Set(card.likely_label, kSecondary, inner_);
  if (now.empty() && likely.empty()) return Space(0);
  const double height = std::max(now.height(), likely.height());
  return {height, [now, likely, indent, height](Pen& pen, double x, double y) {
            const double middle = y + height / 2;
            const double second = x + indent + now.width() + Millimeters(5);
            const Box range{second, middle - Millimeters(1.1), Millimeters(4), Millimeters(2.2)};
            pen.Disc(x + Millimeters(1.3), middle, Millimeters(1.3), kAccent);
            pen.Fill(range, kLikelyRange, Millimeters(0.5));
            pen.Outline(range, kAccent, kHairline, Millimeters(0.5));
            pen.Open("P");
            pen.Words(now, x + indent, y, kMuted);
            pen.Words(likely, second + Millimeters(5.5), y, kMuted);
            pen.Close("P");
          }};
}

Part Set(const Card& card, Typesetter& type, double width, double at_least = 0) {
  return std::visit(CardSetter(type, width, at_least), card);
}

// Grounds reach down to `at_least` in the last card that has one, so that two columns end level.
Part Column(const std::vector<Card>& cards, Typesetter& type, double width, double at_least = 0) {
  std::vector<Part> parts;
  parts.reserve(cards.size());
  for (const Card& card : cards) parts.push_back(Set(card, type, width));
  const double natural = Stack(parts, kCardGap).height;
  if (natural < at_least && !cards.empty() && !std::holds_alternative<OpenText>(cards.back())) {
    parts.back() = Set(cards.back(), type, width, parts.back().height + at_least - natural);
  }
  return Stack(std::move(parts), kCardGap);
}

// The narrow cards side by side on this page, the wide ones where there is room.
std::vector<Piece> Parted(const Cards& cards, Typesetter& type, const Frame& frame) {
  const auto count = static_cast<double>(cards.narrow.size());
  const double width = (frame.width - (count - 1) * kGutter) / count;
  double height = 0;
  for (const Card& card : cards.narrow) {
    height = std::max(height, Set(card, type, width).height);
  }
  std::vector<Placed> row;
  for (const Card& card : cards.narrow) {
    row.push_back(
        {static_cast<double>(row.size()) * (width + kGutter), Set(card, type, width, height)});
  }
  Piece narrow;
  narrow.part = Row(std::move(row));
  narrow.gap = frame.block_gap;
  Piece wide;
  wide.part = Column(cards.wide, type, frame.width);
  wide.gap = frame.block_gap;
  wide.waits = true;
  return {std::move(narrow), std::move(wide)};
}

std::vector<Piece> StackedCards(const Cards& cards, Typesetter& type, const Frame& frame) {
  std::vector<Piece> pieces;
  for (const std::vector<Card>* column : {&cards.wide, &cards.narrow}) {
    for (const Card& card : *column) {
      Piece piece;
      piece.part = Set(card, type, frame.width);
      piece.gap = pieces.empty() ? frame.block_gap : kCardGap;
      pieces.push_back(std::move(piece));
    }
  }
  return pieces;
}

// --- Traffic light ---

struct LightCell {
  const TrafficLightCell& words;
  Sign sign;
  Color ground;
  Color text;
};

std::array<LightCell, 3> Cells(const TrafficLight& light) {
  return {{{light.go, Sign::kGo, kGoGround, kInk},
           {light.ease_off, Sign::kEaseOff, kEaseGround, kInk},
           {light.stop, Sign::kStop, kStopGround, kWhite}}};
}

// Three cells side by side inside one rounded edge.
Part LightFrame(std::vector<Part> cells, const std::array<double, 3>& widths) {
  const double width = widths[0] + widths[1] + widths[2];
  double height = 0;
  for (const Part& cell : cells) height = std::max(height, cell.height);
  return {height, [cells = std::move(cells), widths, width, height](Pen& pen, double x, double y) {
            pen.Clip({x, y, width, height}, kRadius);
            double left = x;
            for (size_t i = 0; i < cells.size(); ++i) {
              cells[i].draw(pen, left, y);
              if (i > 0) pen.Line(left, y, left, y + height, kStrongRule);
              left += widths[i];
            }
            pen.Unclip();
            pen.Outline({x, y, width, height}, kStrongRule, Millimeters(0.35), kRadius);
          }};
}

Part BlockCell(const LightCell& cell, Typesetter& type, double width) {
  const double head_height = Millimeters(10);
  const double text_left = Millimeters(13);
  const SetText head = type.Set(RichText{Bold(cell.words.word), "  " + cell.words.range}, kLine,
                                width - text_left - Millimeters(2));
  const Part body = Say(type, cell.words.sentence, width - 2 * kCardSidePadding, {kBody});
  const double top = std::max(head_height, head.height() + Millimeters(2));
  return {
      top + body.height + 2 * kCardPadding - Millimeters(1.5),
      [=, sign = cell.sign, ground = cell.ground, color = cell.text](Pen& pen, double x, double y) {
        pen.Fill({x, y, width, top}, ground);
        pen.Draw(sign, x + Millimeters(7.8), y + top / 2, Millimeters(6.6));
        pen.Open("H3");
        pen.Words(head, x + text_left, y + (top - head.height()) / 2, color);
        pen.Close("H3");
        body.draw(pen, x + kCardSidePadding, y + top + Millimeters(1.8));
      }};
}

// All in one line, as far as it goes.
Part LineCell(const LightCell& cell, Typesetter& type, double width) {
  const double left = Millimeters(13);
  const double padding = Millimeters(1);
  RichText text{Bold(cell.words.word), Run(" " + cell.words.range + "  ")};
  const auto& sentence = cell.words.sentence.runs;
  text.runs.insert(text.runs.end(), sentence.begin(), sentence.end());
  const Part words = Say(type, text, width - left - padding, {kSecondary, cell.text});
  const double height = words.height + 2 * padding;
  const double middle = padding + type.Leading(kSecondary) / 2;
  return {height, [=, sign = cell.sign, ground = cell.ground](Pen& pen, double x, double y) {
            pen.Fill({x, y, width, height}, ground);
            pen.Draw(sign, x + Millimeters(7), y + middle, Millimeters(7));
            words.draw(pen, x + left, y + padding);
          }};
}

constexpr double kStripHeight = Millimeters(13);
constexpr double kStripTextLeft = Millimeters(11.5);
constexpr double kStripTextRight = Millimeters(2);

std::pair<SetText, SetText> StripWords(const LightCell& cell, Typesetter& type, double width) {
  const double room = width - kStripTextLeft - kStripTextRight;
  return {type.Set(cell.words.word + ": " + cell.words.range, kSecondaryBold, room),
          type.Set(cell.words.sentence, kSecondary, room)};
}

// Equal widths, unless only unequal ones keep every cell to its two lines.
std::array<double, 3> StripWidths(const TrafficLight& light, Typesetter& type, double width) {
  std::array<double, 3> natural{};
  for (size_t i = 0; const LightCell& cell : Cells(light)) {
    const auto [head, sentence] = StripWords(cell, type, width);
    natural[i++] = std::max(head.width(), sentence.width()) + kStripTextLeft + kStripTextRight;
  }
  const double slack = width - natural[0] - natural[1] - natural[2];
  if (*std::max_element(natural.begin(), natural.end()) <= width / 3 || slack < 0) {
    return {width / 3, width / 3, width / 3};
  }
  for (double& cell : natural) cell += slack / 3;
  return natural;
}

Part StripCell(const LightCell& cell, Typesetter& type, double width) {
  const auto [head, sentence] = StripWords(cell, type, width);
  const Part words = Stack({Say(head, cell.text), Say(sentence, cell.text)});
  const double height = std::max(kStripHeight, words.height + Millimeters(2));
  return {height, [words, width, height, sign = cell.sign, ground = cell.ground](Pen& pen, double x,
                                                                                 double y) {
            // The clip of the frame cuts this at the height of the tallest cell.
            pen.Fill({x, y, width, 10 * kStripHeight}, ground);
            pen.Draw(sign, x + Millimeters(6.4), y + kStripHeight / 2, Millimeters(6));
            words.draw(pen, x + kStripTextLeft, y + (height - words.height) / 2);
          }};
}

}  // namespace

std::vector<Piece> ComposeBlock(const Cards& cards, Typesetter& type, const Frame& frame) {
  Piece piece;
  piece.gap = frame.block_gap;
  if (frame.one_column()) return StackedCards(cards, type, frame);
  if (cards.narrow.empty() || cards.wide.empty()) {
    const bool wide = cards.narrow.empty();
    piece.part = Column(wide ? cards.wide : cards.narrow, type, frame.width);
    return {std::move(piece)};
  }
  const double wide_width = (frame.width - kGutter) * kWideShare;
  const double narrow_width = frame.width - kGutter - wide_width;
  const double height = std::max(Column(cards.wide, type, wide_width).height,
                                 Column(cards.narrow, type, narrow_width).height);
  piece.part = Row({{0, Column(cards.wide, type, wide_width, height)},
                    {wide_width + kGutter, Column(cards.narrow, type, narrow_width, height)}});
  piece.otherwise = Parted(cards, type, frame);
  return {std::move(piece)};
}

Part StackedLight(const TrafficLight& light, Typesetter& type, double width) {
  std::vector<Part> cells;
  const bool strip = light.form == TrafficLight::Form::kStrip;
  for (const LightCell& cell : Cells(light)) {
    cells.push_back((strip ? LineCell : BlockCell)(cell, type, width));
  }
  const double height = Stack(cells).height;
  return {height, [cells = std::move(cells), width, height](Pen& pen, double x, double y) {
            pen.Clip({x, y, width, height}, kRadius);
            double top = y;
            for (const Part& cell : cells) {
              cell.draw(pen, x, top);
              top += cell.height;
            }
            pen.Unclip();
            pen.Outline({x, y, width, height}, kStrongRule, Millimeters(0.35), kRadius);
          }};
}

Part TrafficLightStrip(const TrafficLight& light, Typesetter& type, double width) {
  std::vector<Part> cells;
  const std::array<double, 3> widths = StripWidths(light, type, width);
  for (size_t i = 0; const LightCell& cell : Cells(light)) {
    cells.push_back(StripCell(cell, type, widths[i++]));
  }
  return LightFrame(std::move(cells), widths);
}

std::vector<Piece> ComposeBlock(const TrafficLight& light, Typesetter& type, const Frame& frame) {
  Piece piece;
  piece.gap = frame.block_gap;
  if (frame.one_column()) {
    piece.part = StackedLight(light, type, frame.width);
    return {std::move(piece)};
  }
  if (light.form == TrafficLight::Form::kStrip) {
    piece.part = TrafficLightStrip(light, type, frame.width);
    return {std::move(piece)};
  }
  std::vector<Part> cells;
  const double width = frame.width / 3;
  for (const LightCell& cell : Cells(light)) cells.push_back(BlockCell(cell, type, width));
  piece.part = LightFrame(std::move(cells), {width, width, width});
  return {std::move(piece)};
}

}  // namespace ischia::document::press
