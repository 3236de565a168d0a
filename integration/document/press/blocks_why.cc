// The drawings that say why, with their words.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "integration/document/press/blocks.h"

namespace ischia::document::press {
namespace {

// Points a unit.
constexpr double kMuscleScale = Millimeters(22.7);
constexpr double kPelvisScale = Millimeters(22.7);
constexpr double kSmallMuscleScale = Millimeters(17.5);
constexpr double kSmallPelvisScale = Millimeters(11);

std::shared_ptr<const Form> FormOf(Anatomy anatomy, double scale) {
  const Drawing drawing = Draw(anatomy, scale);
  const Extent& extent = drawing.extent;
  return std::make_shared<const Form>(
      Form{-extent.above, extent.width, extent.below, Deflated(drawing.content)});
}

struct LeaderWords {
  SetText words;
  double x = 0;  // from the left edge of the drawing
  double y = 0;  // of the middle of the words, up from the ground
};

// Words of the first three end at their leader lines, those of the others begin there, on pages of
// either direction: the drawing is never mirrored.
std::vector<LeaderWords> LabelsOf(const MuscleDrawing& drawing, Typesetter& type, double room,
                                  double scale, const Style& style) {
  constexpr size_t kBefore = 3;
  const std::array<const std::string*, 5> texts = {&drawing.sit_bone, &drawing.semitendinosus,
                                                   &drawing.semimembranosus,
                                                   &drawing.biceps_femoris, &drawing.below_knee};
  const std::vector<Point> ends = LeaderEnds(scale);
  const double gap = Millimeters(1.2);
  std::vector<LeaderWords> labels;
  for (size_t i = 0; i < texts.size(); ++i) {
    const bool before = i < kBefore;
    const Align align = before != type.right_to_left() ? Align::kEnd : Align::kStart;
    labels.push_back({type.Set(*texts[i], style, room, align),
                      before ? ends[i].x - gap - room : ends[i].x + gap, ends[i].y});
  }
  return labels;
}

Part Anatomical(Anatomy anatomy, const std::string& alternative, double scale) {
  const auto form = FormOf(anatomy, scale);
  const double above = -form->top;
  return {above + form->bottom, [form, above, alternative](Pen& pen, double x, double y) {
            pen.OpenFigure(alternative);
            pen.Show(form, x, y + above);
            pen.CloseFigure();
          }};
}

Part Half(const PelvisPair::Half& half, Anatomy anatomy, Typesetter& type, double width,
          double scale, const Style& style) {
  const double indent = Millimeters(28) * scale / kPelvisScale;
  Part figure = Anatomical(anatomy, half.alternative, scale);
  const double inner = width - indent - 2 * kCardSidePadding;
  Part words = Stack({Say(type, half.title, inner, {kCardTitle, kInk, "H3"}),
                      Say(type, half.text, inner, {style})});
  const double drop = std::max(0.0, (figure.height - words.height) / 2);
  return Row({{0, std::move(figure)}, {indent, Stack({Space(drop), std::move(words)})}});
}

Part Muscles(const MuscleDrawing& drawing, Typesetter& type, double width, double scale,
             const Style& style) {
  const auto form = FormOf(Anatomy::kHamstrings, scale);
  const double left = (width - form->right) / 2;
  std::vector<LeaderWords> labels = LabelsOf(drawing, type, left - Millimeters(2), scale, style);
  const double above = -form->top;
  const bool mirrored = type.right_to_left();
  return {above + form->bottom, [=, alternative = drawing.alternative, labels = std::move(labels)](
                                    Pen& pen, double x, double y) {
            pen.OpenFigure(alternative);
            pen.Show(form, x + left, y + above);
            for (const LeaderWords& label : labels) {
              // Undoes the mirroring within the drawing's own width.
              const double from_left =
                  mirrored ? form->right - label.x - label.words.room() : label.x;
              pen.Words(label.words, x + left + from_left,
                        y + above - label.y - label.words.height() / 2, kInk);
            }
            pen.CloseFigure();
          }};
}

// Two cards of one height: below each other, or beside each other.
Part Pelves(const PelvisPair& pair, Typesetter& type, double width, double scale,
            const Style& style, bool stacked) {
  const double card = stacked ? width : (width - kGutter) / 2;
  Part tipped = Half(pair.tipped_back, Anatomy::kPelvisTippedBack, type, card, scale, style);
  Part level = Half(pair.level, Anatomy::kPelvisLevel, type, card, scale, style);
  const double height = std::max(tipped.height, level.height) + 2 * kCardPadding;
  tipped = OnCard(std::move(tipped), card, kSand, height);
  level = OnCard(std::move(level), card, kSand, height);
  return stacked ? Stack({std::move(tipped), std::move(level)}, kCardPadding)
                 : Row({{0, std::move(tipped)}, {card + kGutter, std::move(level)}});
}

Piece Single(Part part, const Frame& frame) {
  Piece piece;
  piece.gap = frame.block_gap;
  piece.part = std::move(part);
  return piece;
}

}  // namespace

std::vector<Piece> ComposeBlock(const MuscleDrawing& drawing, Typesetter& type,
                                const Frame& frame) {
  return {Single(Muscles(drawing, type, frame.width, kMuscleScale, kBody), frame)};
}

std::vector<Piece> ComposeBlock(const PelvisPair& pair, Typesetter& type, const Frame& frame) {
  return {Single(Pelves(pair, type, frame.width, kPelvisScale, kBody, frame.one_column()), frame)};
}

std::vector<Piece> ComposeBlock(const AnatomyRow& row, Typesetter& type, const Frame& frame) {
  if (frame.one_column()) {
    std::vector<Piece> pieces = ComposeBlock(row.muscles, type, frame);
    pieces.push_back(ComposeBlock(row.pelves, type, frame).front());
    return pieces;
  }
  constexpr double kMusclesShare = 0.61;
  const double width = frame.width * kMusclesShare;
  Part muscles = Muscles(row.muscles, type, width, kSmallMuscleScale, kSecondary);
  Part pelves =
      Pelves(row.pelves, type, frame.width - width - kGutter, kSmallPelvisScale, kSecondary, true);
  const double drop = std::max(0.0, (pelves.height - muscles.height) / 2);
  return {Single(
      Row({{0, Stack({Space(drop), std::move(muscles)})}, {width + kGutter, std::move(pelves)}}),
      frame)};
}

}  // namespace ischia::document::press
