// The drawings that say why, with their words.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "integration/document/press/blocks.h"

namespace ischia::document::press {
namespace {

constexpr double kMuscleScale = Millimeters(22.7);  // points a unit
constexpr double kPelvisScale = Millimeters(22.7);

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
std::vector<LeaderWords> LabelsOf(const MuscleDrawing& drawing, Typesetter& type, double room) {
  constexpr size_t kBefore = 3;
  const std::array<const std::string*, 5> texts = {&drawing.sit_bone, &drawing.semitendinosus,
                                                   &drawing.semimembranosus,
                                                   &drawing.biceps_femoris, &drawing.below_knee};
  const std::vector<Point> ends = LeaderEnds(kMuscleScale);
  const double gap = Millimeters(1.2);
  std::vector<LeaderWords> labels;
  for (size_t i = 0; i < texts.size(); ++i) {
    const bool before = i < kBefore;
    const Align align = before != type.right_to_left() ? Align::kEnd : Align::kStart;
    labels.push_back({type.Set(*texts[i], kBody, room, align),
                      before ? ends[i].x - gap - room : ends[i].x + gap, ends[i].y});
  }
  return labels;
}

Part Anatomical(Anatomy anatomy, const std::string& alternative) {
  const auto form = FormOf(anatomy, kPelvisScale);
  const double above = -form->top;
  return {above + form->bottom, [form, above, alternative](Pen& pen, double x, double y) {
            pen.OpenFigure(alternative);
            pen.Show(form, x, y + above);
            pen.CloseFigure();
          }};
}

Part Half(const PelvisPair::Half& half, Anatomy anatomy, Typesetter& type, double width) {
  const double indent = Millimeters(28);
  Part figure = Anatomical(anatomy, half.alternative);
  const double inner = width - indent - 2 * kCardSidePadding;
  Part words = Stack({Say(type, half.title, inner, {kCardTitle, kInk, "H3"}),
                      Say(type, half.text, inner, {kBody})});
  const double drop = std::max(0.0, (figure.height - words.height) / 2);
  return Row({{0, std::move(figure)}, {indent, Stack({Space(drop), std::move(words)})}});
}

}  // namespace

std::vector<Piece> ComposeBlock(const MuscleDrawing& drawing, Typesetter& type,
                                const Frame& frame) {
  const auto form = FormOf(Anatomy::kHamstrings, kMuscleScale);
  const double left = (frame.width - form->right) / 2;
  std::vector<LeaderWords> labels = LabelsOf(drawing, type, left - Millimeters(2));
  const double above = -form->top;
  const bool mirrored = type.right_to_left();
  Piece piece;
  piece.gap = frame.block_gap;
  piece.part = {above + form->bottom, [=, alternative = drawing.alternative,
                                       labels = std::move(labels)](Pen& pen, double x, double y) {
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
  return {std::move(piece)};
}

std::vector<Piece> ComposeBlock(const PelvisPair& pair, Typesetter& type, const Frame& frame) {
  const bool one_column = frame.one_column();
  const double width = one_column ? frame.width : (frame.width - kGutter) / 2;
  Part tipped = Half(pair.tipped_back, Anatomy::kPelvisTippedBack, type, width);
  Part level = Half(pair.level, Anatomy::kPelvisLevel, type, width);
  const double height = std::max(tipped.height, level.height) + 2 * kCardPadding;
  tipped = OnCard(std::move(tipped), width, kSand, height);
  level = OnCard(std::move(level), width, kSand, height);
  Piece piece;
  piece.gap = frame.block_gap;
  piece.part = one_column ? Stack({std::move(tipped), std::move(level)}, kCardPadding)
                          : Row({{0, std::move(tipped)}, {width + kGutter, std::move(level)}});
  return {std::move(piece)};
}

}  // namespace ischia::document::press
