// The sheet for the fridge and the sheet of pictures: few parts, large enough to read from afar.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "integration/document/press/blocks.h"

namespace ischia::document::press {
namespace {

constexpr size_t kMostRows = 4;
constexpr double kRowsShare = 0.56;  // of the page, at most, unless the words need more

Piece Single(Part part, const Frame& frame) {
  Piece piece;
  piece.part = std::move(part);
  piece.gap = frame.block_gap;
  return piece;
}

Part Centered(Part part, double height) {
  const double drop = std::max(0.0, (height - part.height) / 2);
  return Stack({Space(drop), std::move(part)});
}

Part PosterWords(const PosterRow& row, Typesetter& type, double width) {
  return Stack({Say(type, row.name, width, {kHeading, kInk, "H2"}),
                Say(type.SetAmount(row.amount, kListAmount, width), kAccent),
                Say(type, row.line, width, {kBody})});
}

Part PosterLine(const PosterRow& row, Typesetter& type, const Frame& frame, double figure_width,
                double figure_height) {
  const double left = figure_width + kGutter;
  Part words = PosterWords(row, type, frame.width - left);
  SizedPicture sized = Within(type, frame.plates, row.picture, figure_width, figure_height);
  const double indent = std::max(0.0, (figure_width - sized.extent.width) / 2);
  const double above = sized.extent.above;
  Part figure = Standing(std::move(sized), above);
  const double height = std::max(figure.height, words.height);
  return Row(
      {{indent, Centered(std::move(figure), height)}, {left, Centered(std::move(words), height)}});
}

// Four rows stand closer.
double PaddingOf(const PosterRows& rows) {
  return Millimeters(rows.rows.size() == kMostRows ? 1 : 2.5);
}

// Figures shrink until the rows leave room for what else a poster says.
std::vector<Part> PosterLines(const PosterRows& rows, Typesetter& type, const Frame& frame) {
  const double figure_width = Millimeters(rows.rows.size() == kMostRows ? 86 : 104);
  const double words_width = frame.width - figure_width - kGutter;
  double words = 0;
  for (const PosterRow& row : rows.rows) {
    words += PosterWords(row, type, words_width).height + 2 * PaddingOf(rows);
  }
  const double enough = std::max(kRowsShare * frame.height, words + 1);
  std::vector<Part> lines;
  for (double room = Millimeters(62); room >= Millimeters(26); room -= Millimeters(4)) {
    lines.clear();
    double height = 0;
    for (const PosterRow& row : rows.rows) {
      lines.push_back(PosterLine(row, type, frame, figure_width, room));
      height += lines.back().height + 2 * PaddingOf(rows);
    }
    if (height <= enough) break;
  }
  return lines;
}

// --- Pictures ---

constexpr double kArrowRoom = Millimeters(22);
constexpr double kDisc = Millimeters(20);
constexpr double kDiscGap = Millimeters(5);
constexpr double kClock = Millimeters(38);
constexpr int kMostDiscs = 20;

Part PictureLine(const PictureStep& step, Typesetter& type, const Frame& frame) {
  const double width = (frame.width - kArrowRoom) / 2;
  const double height = Millimeters(66);
  SizedPicture start = Within(type, frame.plates, step.start, width, height);
  SizedPicture end = Within(type, frame.plates, step.end, width, height);
  const double above = std::max(start.extent.above, end.extent.above);
  Part first = Standing(std::move(start), above);
  Part second = Standing(std::move(end), above);
  Part arrow{above, [width, above](Pen& pen, double x, double y) {
               pen.Arrow(x + width + Millimeters(3), y + above * 0.55, kArrowRoom - Millimeters(6),
                         kAccent);
             }};
  return Row(
      {{0, std::move(first)}, {0, std::move(arrow)}, {width + kArrowRoom, std::move(second)}});
}

void DrawClock(Pen& pen, double x, double y, int minutes) {
  const double radius = kClock / 2;
  pen.Disc(x + radius, y + radius, radius, kInk);
  pen.Disc(x + radius, y + radius, radius * 0.93, kWhite);
  pen.Sector(x + radius, y + radius, radius * 0.86, minutes / 60.0, kAccent);
  for (int hour = 0; hour < 12; ++hour) {
    const double angle = hour * std::numbers::pi / 6;
    const double outer = radius * 0.9;
    const double inner = radius * (hour % 3 == 0 ? 0.74 : 0.81);
    const auto at = [&](double r) {
      return std::pair(x + radius + r * std::sin(angle), y + radius - r * std::cos(angle));
    };
    pen.Curve({at(inner), at(outer)}, kInk, Millimeters(0.6));
  }
}

Part CountLine(const PictureStep& step, Typesetter& type, double width) {
  const int discs = std::clamp(step.discs, 0, kMostDiscs);
  const bool clock = step.minutes > 0;
  const double room = width - (clock ? kClock + kGutter : 0);
  const int in_row = std::max(1, static_cast<int>((room + kDiscGap) / (kDisc + kDiscGap)));
  const int rows = (discs + in_row - 1) / in_row;
  const double discs_height = rows * (kDisc + kDiscGap) - (rows > 0 ? kDiscGap : 0);
  const double height = std::max(discs_height, clock ? kClock : 0);
  const double top = (height - discs_height) / 2;
  const SetText number = type.Set(step.disc_text, kHeading, kDisc, Align::kCenter);
  return {height, [=, alternative = step.amount_alternative, minutes = step.minutes](
                      Pen& pen, double x, double y) {
            pen.OpenFigure(alternative);
            for (int i = 0; i < discs; ++i) {
              const double left = x + i % in_row * (kDisc + kDiscGap);
              const double upper = y + top + i / in_row * (kDisc + kDiscGap);
              pen.Disc(left + kDisc / 2, upper + kDisc / 2, kDisc / 2, kAccent);
              pen.Words(number, left, upper + (kDisc - number.height()) / 2, kWhite);
            }
            if (clock) DrawClock(pen, x + width - kClock, y + (height - kClock) / 2, minutes);
            pen.CloseFigure();
          }};
}

}  // namespace

std::vector<Piece> ComposeBlock(const PosterTitle& title, Typesetter& type, const Frame& frame) {
  const double aside_width = Millimeters(46);
  Part head = Say(type, title.title, frame.width - aside_width - kGutter, {kTitle, kInk, "H1"});
  Part aside =
      Stack({Say(type, title.aside_title, aside_width, {kHeaderBold, kInk, "P", Align::kEnd}),
             Say(type, title.aside, aside_width, {kHeader, kInk, "P", Align::kEnd})});
  return {
      Single(Row({{0, std::move(head)}, {frame.width - aside_width, std::move(aside)}}), frame)};
}

std::vector<Piece> ComposeBlock(const PosterRows& rows, Typesetter& type, const Frame& frame) {
  if (rows.rows.size() > kMostRows) {
    type.Refuse("a poster has at most four rows");
    return {};
  }
  const double padding = PaddingOf(rows);
  std::vector<Piece> pieces;
  for (Part& line : PosterLines(rows, type, frame)) {
    const double height = line.height + 2 * padding;
    const double width = frame.width;
    Piece piece =
        Single({height,
                [line = std::move(line), height, width, padding](Pen& pen, double x, double y) {
                  line.draw(pen, x, y + padding);
                  pen.Line(x, y + height, x + width, y + height, kRule);
                }},
               frame);
    if (!pieces.empty()) piece.gap = 0;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::vector<Piece> ComposeBlock(const PictureStep& step, Typesetter& type, const Frame& frame) {
  if (step.discs < 0 || step.discs > kMostDiscs || step.minutes < 0 || step.minutes > 60) {
    type.Refuse("a picture step counts to 20 at most, in 60 minutes at most");
    return {};
  }
  Piece piece = Single(
      Stack({PictureLine(step, type, frame), CountLine(step, type, frame.width)}, Millimeters(8)),
      frame);
  piece.gap_below = Millimeters(12);
  return {std::move(piece)};
}

}  // namespace ischia::document::press
