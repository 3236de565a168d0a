// The row of steps with small figures, and the page that explains one of them.
#include <algorithm>
#include <string>
#include <utility>

#include "integration/document/press/blocks.h"

namespace ischia::document::press {
namespace {

constexpr size_t kColumns = 4;
constexpr double kFullScale = Millimeters(17.8);       // points a unit on an instruction page
constexpr double kPanelFigure = Millimeters(35);       // width
constexpr double kLargePanelFigure = Millimeters(55);  // alone in its line
constexpr double kNarrowestFigure = Millimeters(26);   // below, the panel goes without
constexpr double kStepsShare = 0.6;

// --- Figures ---

// Finds the scale that pictures are printed at. A picture with a label that cannot be set fails
// like any text, and has no extent.
class PictureSetter {
 public:
  PictureSetter(Typesetter& type, Plates& plates) : type_(type), plates_(plates) {}

  // The largest scale at which the figure keeps within the room. Labels do not shrink with the
  // figure, hence the rounds.
  double FittingScale(const Figure& figure, double width, double height) {
    double scale = kFullScale;
    for (int round = 0; round < 6 && Legible(figure); ++round) {
      const Extent extent = plates_.Measure(figure, scale);
      const double fit =
          std::min(width / std::max(extent.width, 1.0), height / std::max(extent.above, 1.0));
      if (fit >= 1) break;
      scale *= std::min(fit, 0.995);
    }
    return scale;
  }

  SizedPicture At(double scale, const Picture& picture) {
    if (!Legible(picture.figure)) return {picture, scale, {}};
    return {picture, scale, plates_.Measure(picture.figure, scale)};
  }

  SizedPicture Within(double width, double height, const Picture& picture) {
    return At(FittingScale(picture.figure, width, height), picture);
  }

 private:
  bool Legible(const Figure& figure) {
    constexpr double kWide = Millimeters(1000);
    if (figure.angle) {
      (void)type_.Set(figure.angle->label, kCardTitle, kWide);
      (void)type_.Set(figure.angle->goal_label, kCardTitle, kWide);
    }
    return !type_.failure();
  }

  Typesetter& type_;
  Plates& plates_;
};

// --- Steps ---

// A figure that is narrow enough stands beside the number, a wide one below and behind it.
double FigureLeft(double figure_width, double width, double disc) {
  const double beside = disc + Millimeters(2);
  if (beside + figure_width <= width) return std::max(beside, (width - figure_width) / 2);
  return std::max(0.0, width - figure_width);
}

Part StepColumn(const Step& step, Typesetter& type, double width, const Frame& frame) {
  const double disc = Millimeters(7);
  const double row = frame.figure_row;
  SizedPicture sized =
      PictureSetter(type, frame.plates).Within(width, row - Millimeters(2), step.picture);
  const double left = FigureLeft(sized.extent.width, width, disc);
  Part figure = Standing(std::move(sized), row - Millimeters(1));
  figure.height = row;
  Part amount = Say(type.SetAmount(step.amount, kListAmount, width), kAccent);
  amount.height = type.Leading(kListAmount);  // whatever its sign: the lines below stand level
  Part body = Stack({Row({{left, std::move(figure)}}), Space(Millimeters(1)),
                     Say(type, step.name, width, {kCardTitle}), std::move(amount),
                     Say(type, step.line, width, {kSecondary})});
  return Tagged("LI", Row({{0, NumberDisc(type, step.number, disc, kCardTitle, kAccent)},
                           {0, Tagged("LBody", std::move(body))}}));
}

// In one column: the figure, and the words beside it.
Part StepLine(const Step& step, Typesetter& type, const Frame& frame) {
  const double disc = Grown(type, Millimeters(7));
  const double figure_width = Millimeters(62);
  const double left = figure_width + kGutter;
  const double width = frame.width - left;
  SizedPicture sized =
      PictureSetter(type, frame.plates).Within(figure_width - disc, Millimeters(40), step.picture);
  const double above = sized.extent.above;
  Part figure = Standing(std::move(sized), above);
  Part words = Stack({Say(type, step.name, width, {kCardTitle}),
                      Say(type.SetAmount(step.amount, kListAmount, width), kAccent),
                      Say(type, step.line, width, {kSecondary})});
  const double height = std::max({figure.height, words.height, disc});
  const double figure_drop = height - figure.height;
  return Tagged(
      "LI", Row({{0, NumberDisc(type, step.number, disc, kCardTitle, kAccent)},
                 {disc, Tagged("LBody", Row({{0, Stack({Space(figure_drop), std::move(figure)})},
                                             {left - disc, std::move(words)}}))}}));
}

std::vector<Piece> StepLines(const StepRow& row, Typesetter& type, const Frame& frame) {
  auto group = std::make_shared<Piece::Group>();
  group->tag = "L";
  std::vector<Piece> pieces;
  for (const Step& step : row.steps) {
    Piece piece;
    piece.part = StepLine(step, type, frame);
    piece.gap = frame.block_gap;
    piece.group = group;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

// --- Instruction ---

struct Measures {
  double figure_width;
  double figure_height;
  double label_gap;
  double disc;
  double block_gap;
};

constexpr Measures kWholePage{.figure_width = Millimeters(86.5),
                              .figure_height = Millimeters(62),
                              .label_gap = kHeadingGap,
                              .disc = Millimeters(11),
                              .block_gap = Millimeters(5)};
constexpr Measures kHalf{.figure_width = Millimeters(62),
                         .figure_height = Millimeters(31),
                         .label_gap = Millimeters(0.5),
                         .disc = Millimeters(9),
                         .block_gap = Millimeters(2)};

// Figures that make room shrink by such steps, down to what can still be read.
constexpr double kLowestFigure = Millimeters(34);
constexpr double kFigureStep = Millimeters(4);

constexpr Measures kLarge{.figure_width = Millimeters(86.5),
                          .figure_height = Millimeters(62),
                          .label_gap = kHeadingGap,
                          .disc = Millimeters(14),
                          .block_gap = Millimeters(5)};

// In one column what is needed stands below the name.
Part LargeHead(const Instruction& page, Typesetter& type, double width) {
  const double indent = kLarge.disc + Millimeters(4);
  const RichText need{Bold(page.need_title + " "), Run(page.need)};
  Part name = Say(type, page.name, width - indent, {kTitle, kInk, "H1"});
  return Stack({Row({{0, NumberDisc(type, page.number, kLarge.disc, kHeading, kAccent)},
                     {indent, std::move(name)}}),
                Say(type, need, width, {kSecondary})},
               kHeadingGap);
}

Part Head(const Instruction& page, Typesetter& type, double width, const Measures& measures) {
  constexpr double kNeedAtMost = Millimeters(50);
  const double need_width = std::max(type.Set(page.need_title, kSecondaryBold, kNeedAtMost).width(),
                                     type.Set(page.need, kSecondary, kNeedAtMost).width()) +
                            Millimeters(1);
  const double indent = measures.disc + Millimeters(4);
  Part number = NumberDisc(type, page.number, measures.disc, kHeading, kAccent);
  Part name = Say(type, page.name, width - indent - need_width - kHeadingGap, {kTitle, kInk, "H1"});
  Part need =
      Stack({Say(type, page.need_title, need_width, {kSecondaryBold, kInk, "P", Align::kEnd}),
             Say(type, page.need, need_width, {kSecondary, kInk, "P", Align::kEnd})});
  const double drop = std::max(0.0, (measures.disc - type.Leading(kTitle)) / 2);
  return Row({{0, std::move(number)},
              {indent, Stack({Space(drop), std::move(name)})},
              {width - need_width, std::move(need)}});
}

// Both figures at one scale on one ground line, each below its label.
Part Pair(const Instruction& page, Typesetter& type, Plates& plates, const Measures& measures) {
  PictureSetter pictures(type, plates);
  double scale = kFullScale;
  for (const LabeledPicture* picture : {&page.start, &page.end}) {
    scale = std::min(scale, pictures.FittingScale(picture->picture.figure, measures.figure_width,
                                                  measures.figure_height));
  }
  SizedPicture start = pictures.At(scale, page.start.picture);
  SizedPicture end = pictures.At(scale, page.end.picture);
  const double above = std::max(start.extent.above, end.extent.above);
  const Voice label{kCardTitle, kMuted, "P"};
  Part first = Stack({Say(type, page.start.label, measures.figure_width, label),
                      Space(measures.label_gap), Standing(std::move(start), above)});
  Part second = Stack({Say(type, page.end.label, measures.figure_width, label),
                       Space(measures.label_gap), Standing(std::move(end), above)});
  return Row({{0, std::move(first)}, {measures.figure_width + kGutter, std::move(second)}});
}

Part AmountWords(const AmountHalf& half, Typesetter& type, double width, const Style& style) {
  const SetText amount = type.SetAmount({half.amount.times, half.amount.number, ""}, style, width);
  Part number = Say(amount, kAccent);
  if (half.underlined) {
    const double line = amount.width();
    number = Stack({std::move(number), {Millimeters(0.6), [line](Pen& pen, double x, double y) {
                                          pen.Line(x, y, x + line, y, kAccent, Millimeters(0.6));
                                        }}});
  }
  return Stack({Say(type, half.side, width, {kCardTitle}), std::move(number),
                Say(type, half.below, width, {kBody})});
}

// The figure gives way to the number: it shrinks, and is left out where it would not be read.
Part Half(const AmountHalf& half, Typesetter& type, Plates& plates, double width) {
  const double gap = Millimeters(3.5);
  const double widest = width - 2 * kCardSidePadding;
  const double number_width =
      type.SetAmount({half.amount.times, half.amount.number, ""}, kPanelAmount, 10 * width).width();
  const double figure_room =
      type.edition() == Edition::kLargePrint ? kLargePanelFigure : kPanelFigure;
  const double figure_width = std::min(figure_room, widest - number_width - gap);
  if (figure_width < kNarrowestFigure) return AmountWords(half, type, widest, kPanelAmount);
  const double left = figure_width + gap;
  Part words =
      AmountWords(half, type, width - left - kCardSidePadding - Millimeters(1), kPanelAmount);
  SizedPicture sized =
      PictureSetter(type, plates).Within(figure_width, Millimeters(28), half.picture);
  const double above = (words.height + sized.extent.above) / 2;
  return Row({{0, Standing(std::move(sized), above)}, {left, std::move(words)}});
}

Part Foot(const AmountPanel& panel, Typesetter& type, double width) {
  const double aside_width = Grown(type, Millimeters(30));
  return Row({{0, Say(type, panel.foot, width - aside_width - kHeadingGap, {kBody})},
              {width - aside_width,
               Say(type, panel.foot_aside, aside_width, {kBody, kInk, "P", Align::kEnd})}});
}

Part Panel(const AmountPanel& panel, Typesetter& type, Plates& plates, double width) {
  if (panel.halves.empty()) return Space(0);
  const size_t count = std::min<size_t>(panel.halves.size(), 2);
  const double half_width = width / static_cast<double>(count);
  std::vector<Placed> halves;
  for (size_t i = 0; i < count; ++i) {
    halves.push_back({static_cast<double>(i) * half_width + kCardSidePadding,
                      Half(panel.halves[i], type, plates, half_width)});
  }
  const Part top = Row(std::move(halves));
  const Part foot = Foot(panel, type, width - 2 * kCardSidePadding);
  const double line = top.height + 2 * kCardPadding;
  const double height = line + (foot.height > 0 ? foot.height + 2 * kHeadingGap : 0);
  return {height, [=](Pen& pen, double x, double y) {
            pen.Fill({x, y, width, height}, kAccentTint, kRadius);
            if (count == 2) {
              pen.Line(x + half_width, y, x + half_width, y + line, kStrongRule, Millimeters(0.35));
            }
            if (foot.height > 0) pen.Line(x, y + line, x + width, y + line, kStrongRule);
            top.draw(pen, x, y + kCardPadding);
            foot.draw(pen, x + kCardSidePadding, y + line + kHeadingGap);
          }};
}

bool Same(const RichText& one, const RichText& other) {
  return std::equal(
      one.runs.begin(), one.runs.end(), other.runs.begin(), other.runs.end(),
      [](const Run& a, const Run& b) { return a.text == b.text && a.bold == b.bold; });
}

// The halves below each other on a narrow card, without figures. What stands below both numbers
// alike is said once, below the last.
Part NarrowPanel(const AmountPanel& panel, Typesetter& type, double width) {
  const double inner = width - 2 * kCardSidePadding;
  std::vector<Part> parts;
  for (size_t i = 0; i < panel.halves.size(); ++i) {
    AmountHalf half = panel.halves[i];
    const bool said_below =
        i + 1 < panel.halves.size() && Same(half.below, panel.halves[i + 1].below);
    if (said_below) half.below = {};
    parts.push_back(AmountWords(half, type, inner, kHalfPanelAmount));
  }
  parts.push_back(Say(type, panel.foot, inner, {kSecondary}));
  parts.push_back(Say(type, panel.foot_aside, inner, {kSecondary}));
  return OnCard(Stack(std::move(parts), Millimeters(1)), width, kAccentTint);
}

std::vector<Part> StepItems(const Instruction& page, Typesetter& type, double width) {
  const double disc = Grown(type, Millimeters(6));
  const double indent = Grown(type, Millimeters(9));
  std::vector<Part> items;
  for (const std::string& step : page.steps) {
    items.push_back(
        Tagged("LI", Row({{0, NumberDisc(type, type.Numeral(static_cast<int>(items.size() + 1)),
                                         disc, kSecondaryBold, kAccent)},
                          {indent, Say(type, step, width - indent, {kBody, kInk, "LBody"})}})));
  }
  return items;
}

Part StepsTitle(const Instruction& page, Typesetter& type, double width) {
  return Say(type, page.steps_title, width, {kHeading, kInk, "H2"});
}

constexpr double kStepGap = Millimeters(1.6);

Part Steps(const Instruction& page, Typesetter& type, double width) {
  return Stack(
      {StepsTitle(page, type, width), Tagged("L", Stack(StepItems(page, type, width), kStepGap))},
      kHeadingGap);
}

Part CrossedLine(const std::string& line, Typesetter& type, double width, const Style& style) {
  const double indent = Millimeters(5.8);
  const double middle = type.Leading(style) / 2;
  const Part words = Say(type, line, width - indent, {style});
  return {words.height, [words, indent, middle](Pen& pen, double x, double y) {
            pen.Draw(Sign::kCross, x + Millimeters(1.6), y + middle, Millimeters(2.2));
            words.draw(pen, x + indent, y);
          }};
}

Part Bar(const SideBar& bar, Typesetter& type, double width, const Style& style) {
  const double indent = Millimeters(4.8);
  std::vector<Part> parts{Say(type, bar.title, width - indent, {kCardTitle, kInk, "H3"})};
  for (const std::string& line : bar.lines) {
    parts.push_back(bar.crossed ? CrossedLine(line, type, width - indent, style)
                                : Say(type, line, width - indent, {style}));
  }
  const Part words = Stack(std::move(parts));
  return {words.height, [words, indent, color = ColorOf(bar.tone)](Pen& pen, double x, double y) {
            pen.Fill({x, y, Millimeters(0.8), words.height}, color);
            words.draw(pen, x + indent, y);
          }};
}

Part StepsAndBars(const Instruction& page, Typesetter& type, double width) {
  const double steps_width = width * kStepsShare - kGutter;
  const double bars_left = width * kStepsShare + Millimeters(2);
  std::vector<Part> bars;
  for (const SideBar& bar : page.bars) bars.push_back(Bar(bar, type, width - bars_left, kBody));
  return Row(
      {{0, Steps(page, type, steps_width)}, {bars_left, Stack(std::move(bars), Millimeters(4))}});
}

Part BelowFigures(const Instruction& page, Typesetter& type, double width) {
  std::vector<Part> parts{StepsAndBars(page, type, width)};
  if (page.strip) parts.push_back(TrafficLightStrip(*page.strip, type, width));
  return Stack(std::move(parts), kWholePage.block_gap);
}

Part FiguresAndPanel(const Instruction& page, Typesetter& type, const Frame& frame,
                     double figure_height) {
  Measures measures = kWholePage;
  measures.figure_width = (frame.width - kGutter) / 2;
  measures.figure_height = figure_height;
  return Stack({Head(page, type, frame.width, measures), Pair(page, type, frame.plates, measures),
                Panel(page.panel, type, frame.plates, frame.width)},
               measures.block_gap);
}

// Figures shrink to keep the page whole, down to what can still be read; then the page is parted
// below the panel. Type never shrinks.
Piece WholePage(const Instruction& page, Typesetter& type, const Frame& frame) {
  Part below = BelowFigures(page, type, frame.width);
  const double room = frame.height - below.height - kWholePage.block_gap;
  Part above = FiguresAndPanel(page, type, frame, kWholePage.figure_height);
  for (double height = kWholePage.figure_height; above.height > room && height > kLowestFigure;) {
    height = std::max(kLowestFigure, height - kFigureStep);
    above = FiguresAndPanel(page, type, frame, height);
  }
  Piece first;
  first.part = above;
  first.starts_page = true;
  Piece second;
  second.part = below;
  second.gap = kWholePage.block_gap;
  Piece whole;
  whole.part = Stack({std::move(above), std::move(below)}, kWholePage.block_gap);
  whole.starts_page = true;
  whole.otherwise = {std::move(first), std::move(second)};
  return whole;
}

// The words in figures grow with the type.
Instruction WithLargeLabels(Instruction page) {
  constexpr double kLargeLabels = 1.6;
  for (LabeledPicture* labeled : {&page.start, &page.end}) {
    std::optional<AngleMark>& angle = labeled->picture.figure.angle;
    if (angle) angle->size = kLargeLabels;
  }
  return page;
}

Part LargeHalves(const Instruction& page, Typesetter& type, const Frame& frame) {
  std::vector<Part> panels;
  for (const AmountHalf& half : page.panel.halves) {
    AmountPanel one;
    one.halves = {half};
    panels.push_back(Panel(one, type, frame.plates, frame.width));
  }
  panels.push_back(Foot(page.panel, type, frame.width));
  return Stack(std::move(panels), kCardPadding);
}

Part LargePair(const Instruction& page, Typesetter& type, const Frame& frame,
               double figure_height) {
  Measures measures = kLarge;
  measures.figure_height = figure_height;
  return Stack({LargeHead(page, type, frame.width),
                Pair(WithLargeLabels(page), type, frame.plates, measures)},
               measures.block_gap);
}

// In large print: figures, dose and strip on one page, steps and the rest on the next. Figures
// shrink to leave the others their room; where they cannot, the strip goes to a later page.
std::vector<Piece> TwoPages(const Instruction& page, Typesetter& type, const Frame& frame) {
  std::vector<Piece> pieces;
  const auto append = [&pieces, &frame](Part part) {
    Piece piece;
    piece.part = std::move(part);
    piece.gap = frame.block_gap;
    pieces.push_back(std::move(piece));
  };
  Part strip = page.strip ? StackedLight(*page.strip, type, frame.width) : Space(0);
  Part halves = LargeHalves(page, type, frame);
  const double room =
      frame.height - strip.height - halves.height - kLarge.block_gap - frame.block_gap;
  double figure_height = kLarge.figure_height;
  Part pair = LargePair(page, type, frame, figure_height);
  while (pair.height > room && figure_height > kLowestFigure) {
    figure_height = std::max(kLowestFigure, figure_height - kFigureStep);
    pair = LargePair(page, type, frame, figure_height);
  }
  append(std::move(pair));
  pieces.back().starts_page = true;
  pieces.back().gap_below = kLarge.block_gap;
  append(std::move(halves));
  if (page.strip) {
    append(std::move(strip));
    pieces.back().waits = true;
  }
  append(StepsTitle(page, type, frame.width));
  pieces.back().starts_page = true;
  pieces.back().holds_next = true;
  pieces.back().gap_below = kHeadingGap;
  auto list = std::make_shared<Piece::Group>();
  list->tag = "L";
  for (Part& item : StepItems(page, type, frame.width)) {
    append(std::move(item));
    pieces.back().gap = kStepGap;
    pieces.back().group = list;
  }
  for (const SideBar& bar : page.bars) append(Bar(bar, type, frame.width, kBody));
  return pieces;
}

// Figures and steps on the left, the panel beside them. Bars fill what is left below the panel; the
// others stand in a row at the foot.
Piece HalfPage(const Instruction& page, Typesetter& type, const Frame& frame) {
  const double left_width = 2 * kHalf.figure_width + kGutter;
  const double right_width = frame.width - left_width - kGutter;
  Part left = Stack({Pair(page, type, frame.plates, kHalf), Steps(page, type, left_width)},
                    kHalf.block_gap);
  Part right = NarrowPanel(page.panel, type, right_width);
  size_t beside = 0;
  for (; beside < page.bars.size(); ++beside) {
    Part longer =
        Stack({right, Bar(page.bars[beside], type, right_width, kSecondary)}, kHalf.block_gap);
    if (longer.height > left.height) break;
    right = std::move(longer);
  }
  const auto below = static_cast<double>(page.bars.size() - beside);
  const double bar_width = (frame.width - (below - 1) * kGutter) / below;
  std::vector<Placed> bars;
  for (size_t i = beside; i < page.bars.size(); ++i) {
    bars.push_back({static_cast<double>(i - beside) * (bar_width + kGutter),
                    Bar(page.bars[i], type, bar_width, kSecondary)});
  }
  std::vector<Part> parts{Head(page, type, frame.width, kHalf),
                          Row({{0, std::move(left)}, {left_width + kGutter, std::move(right)}}),
                          Row(std::move(bars))};
  if (page.strip) parts.push_back(TrafficLightStrip(*page.strip, type, frame.width));
  Piece piece;
  piece.part = Stack(std::move(parts), kHalf.block_gap);
  piece.gap = frame.block_gap;
  return piece;
}

}  // namespace

SizedPicture Within(Typesetter& type, Plates& plates, const Picture& picture, double width,
                    double height) {
  return PictureSetter(type, plates).Within(width, height, picture);
}

Part Standing(SizedPicture sized, double above) {
  const double height = above + sized.extent.below;
  return {height, [sized = std::move(sized), above](Pen& pen, double x, double y) {
            pen.Draw(sized.picture, x, y + above, sized.scale);
          }};
}

std::vector<Piece> ComposeBlock(const StepRow& row, Typesetter& type, const Frame& frame) {
  if (frame.one_column()) return StepLines(row, type, frame);
  const size_t rows = (row.steps.size() + kColumns - 1) / kColumns;
  if (rows == 0) return {};
  const size_t in_row = (row.steps.size() + rows - 1) / rows;
  const double width = (frame.width - (kColumns - 1) * kGutter) / kColumns;
  auto group = std::make_shared<Piece::Group>();
  group->tag = "L";
  std::vector<Piece> pieces;
  for (size_t first = 0; first < row.steps.size(); first += in_row) {
    std::vector<Placed> columns;
    for (size_t i = first; i < std::min(first + in_row, row.steps.size()); ++i) {
      columns.push_back({static_cast<double>(i - first) * (width + kGutter),
                         StepColumn(row.steps[i], type, width, frame)});
    }
    Piece piece;
    piece.part = Row(std::move(columns));
    piece.gap = frame.block_gap;
    piece.gap_below = kCardPadding;
    piece.group = group;
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

std::vector<Piece> ComposeBlock(const Instruction& page, Typesetter& type, const Frame& frame) {
  if (frame.one_column()) return TwoPages(page, type, frame);
  const bool whole = page.size == Instruction::Size::kPage;
  return {whole ? WholePage(page, type, frame) : HalfPage(page, type, frame)};
}

}  // namespace ischia::document::press
