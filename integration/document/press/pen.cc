#include "integration/document/press/pen.h"

namespace ischia::document::press {

Color Pen::Ours(Color color) const { return color == kAccent ? sides_.accent : color; }

Points Pen::Mirrored(Points points) const {
  for (auto& [x, y] : points) x = Left(x, 0);
  return points;
}

void Pen::Fill(const Box& box, Color color, double radius) {
  if (grounds()) ground_.Fill(Mirrored(box), Ours(color), radius);
}

void Pen::Clip(const Box& box, double radius) {
  if (grounds()) ground_.Clip(Mirrored(box), radius);
}

void Pen::Unclip() {
  if (grounds()) ground_.Unclip();
}

void Pen::Outline(const Box& box, Color color, double line_width, double radius) {
  if (grounds()) ground_.Outline(Mirrored(box), Ours(color), line_width, radius);
}

void Pen::Line(double x1, double y1, double x2, double y2, Color color, double line_width) {
  if (grounds()) ground_.Line(Left(x1, 0), y1, Left(x2, 0), y2, Ours(color), line_width);
}

void Pen::Disc(double x, double y, double radius, Color color) {
  if (grounds()) ground_.Disc(Left(x, 0), y, radius, Ours(color));
}

void Pen::Draw(Sign sign, double x, double y, double size, Color color) {
  if (grounds()) ground_.Draw(sign, Left(x, 0), y, size, Ours(color));
}

void Pen::Draw(const ScanCode& code, double x, double y, double size) {
  if (grounds()) ground_.Draw(code, Left(x, size), y, size);
}

void Pen::Dash(double length) {
  if (grounds()) ground_.Dash(length);
}

void Pen::Curve(const Points& points, Color color, double line_width) {
  if (grounds()) ground_.Curve(Mirrored(points), Ours(color), line_width);
}

void Pen::Area(const Points& points, Color color) {
  if (grounds()) ground_.Area(Mirrored(points), Ours(color));
}

void Pen::Arrow(double x, double y, double length, Color color) {
  if (grounds()) ground_.Arrow(Left(x, 0), y, sides_.right_to_left ? -length : length, Ours(color));
}

void Pen::Sector(double x, double y, double radius, double share, Color color) {
  if (grounds()) ground_.Sector(Left(x, 0), y, radius, share, Ours(color));
}

void Pen::Furniture(const SetText& text, double x, double y, Color color) {
  if (grounds()) canvas_.Show(text, Left(x, text.room()), y, Ours(color));
}

void Pen::Open(const char* tag) {
  if (!grounds()) canvas_.Open(tag);
}

void Pen::Close(const char* tag) {
  if (!grounds()) canvas_.Close(tag);
}

void Pen::OpenCell(const std::string& alternative) {
  if (!grounds()) canvas_.OpenCell(alternative);
}

void Pen::OpenFigure(const std::string& alternative) {
  if (!grounds()) canvas_.OpenFigure(alternative);
}

void Pen::Words(const SetText& text, double x, double y, Color color) {
  if (!grounds()) canvas_.Show(text, Left(x, text.room()), y, Ours(color));
}

void Pen::Show(const std::shared_ptr<const Form>& form, double x, double ground_y) {
  if (!grounds()) canvas_.Show(form, Left(x, form->right), ground_y);
}

void Pen::Draw(const Picture& picture, double x, double ground_y, double points_per_unit) {
  if (grounds()) return;
  const auto form = plates_.FormOf(picture.figure, points_per_unit);
  OpenFigure(picture.alternative);
  Show(form, x, ground_y);
  canvas_.ShowLabels(picture.figure, Left(x, form->right), ground_y, points_per_unit);
  CloseFigure();
}

void Pen::Remember(const std::string& heading, double y) {
  if (!grounds()) bookmarks_.push_back({heading, y});
}

void Pen::TickBox(double x, double y, double size) {
  if (grounds()) return;
  canvas_.Outline({Left(x, size), y, size, size}, Millimeters(0.8), Ours(kInk), Millimeters(0.45));
}

}  // namespace ischia::document::press
