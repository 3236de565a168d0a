#include "integration/document/press/ground.h"

#include <cmath>
#include <numbers>

namespace ischia::document::press {
namespace {

// The handle of the cubic closest to a quarter of a circle of radius 1.
constexpr double kHandle = 0.5523;

}  // namespace

Color ColorOf(Tone tone) {
  switch (tone) {
    case Tone::kTeal:
      return kAccent;
    case Tone::kRed:
      return kStopGround;
    case Tone::kInk:
      return kInk;
    case Tone::kGray:
      return kRule;
  }
  return kInk;
}

// --- Paths: traced, then painted ---

void Ground::TraceBox(const Box& box, double radius) {
  if (radius <= 0) {
    operators_.At(box.x, box.y).At(box.width, box.height).Operator("re");
    return;
  }
  const double right = box.x + box.width;
  const double bottom = box.y + box.height;
  const double rest = radius * (1 - kHandle);
  const auto side = [&](double x, double y) { operators_.At(x, y).Operator("l"); };
  const auto corner = [&](double x1, double y1, double x2, double y2, double x, double y) {
    operators_.At(x1, y1).At(x2, y2).At(x, y).Operator("c");
  };
  operators_.At(box.x + radius, box.y).Operator("m");
  side(right - radius, box.y);
  corner(right - rest, box.y, right, box.y + rest, right, box.y + radius);
  side(right, bottom - radius);
  corner(right, bottom - rest, right - rest, bottom, right - radius, bottom);
  side(box.x + radius, bottom);
  corner(box.x + rest, bottom, box.x, bottom - rest, box.x, bottom - radius);
  side(box.x, box.y + radius);
  corner(box.x, box.y + rest, box.x + rest, box.y, box.x + radius, box.y);
  operators_.Operator("h");
}

void Ground::TraceCircle(double x, double y, double radius) {
  TraceBox({x - radius, y - radius, 2 * radius, 2 * radius}, radius);
}

void Ground::TraceOctagon(double x, double y, double radius) {
  for (int corner = 0; corner < 8; ++corner) {
    const double angle = (corner + 0.5) * std::numbers::pi / 4;
    operators_.At(x + radius * std::cos(angle), y + radius * std::sin(angle))
        .Operator(corner == 0 ? "m" : "l");
  }
  operators_.Operator("h");
}

void Ground::TraceLine(const Points& points) {
  const char* name = "m";
  for (const auto& [x, y] : points) {
    operators_.At(x, y).Operator(name);
    name = "l";
  }
}

void Ground::UseFill(Color color) {
  operators_.Share(color.red).Share(color.green).Share(color.blue).Operator("rg");
}

void Ground::UseLine(Color color, double width, Ends ends) {
  operators_.Share(color.red).Share(color.green).Share(color.blue).Operator("RG");
  operators_.Number(width).Operator("w");
  operators_.Operator(ends == Ends::kRound ? "1 J 1 j" : "0 J 0 j");
}

void Ground::FillOctagon(double x, double y, double radius, Color color) {
  UseFill(color);
  TraceOctagon(x, y, radius);
  operators_.Operator("f");
}

void Ground::FillCircle(double x, double y, double radius, Color color) {
  UseFill(color);
  TraceCircle(x, y, radius);
  operators_.Operator("f");
}

void Ground::StrokeRound(const Points& points, Color color, double width) {
  UseLine(color, width, Ends::kRound);
  TraceLine(points);
  operators_.Operator("S");
}

// --- Grounds and rules ---

void Ground::Fill(const Box& box, Color color, double radius) {
  UseFill(color);
  TraceBox(box, radius);
  operators_.Operator("f");
}

void Ground::Clip(const Box& box, double radius) {
  operators_.Operator("q");
  TraceBox(box, radius);
  operators_.Operator("W n");
}

void Ground::Unclip() { operators_.Operator("Q"); }

void Ground::Outline(const Box& box, Color color, double line_width, double radius) {
  UseLine(color, line_width, Ends::kFlat);
  TraceBox(box, radius);
  operators_.Operator("S");
}

void Ground::Line(double x1, double y1, double x2, double y2, Color color, double line_width) {
  UseLine(color, line_width, Ends::kFlat);
  TraceLine({{x1, y1}, {x2, y2}});
  operators_.Operator("S");
}

void Ground::Disc(double x, double y, double radius, Color color) {
  FillCircle(x, y, radius, color);
}

void Ground::Dash(double length) {
  operators_.Text("[ ");
  if (length > 0) operators_.Number(length);
  operators_.Operator("] 0 d");
}

void Ground::Draw(const ScanCode& code, double x, double y, double size) {
  const double module = size / code.modules;
  UseFill(kBlack);
  for (int row = 0; row < code.modules; ++row) {
    for (int from = 0; from < code.modules; ++from) {
      int to = from;
      while (to < code.modules && code.IsDark(row, to)) ++to;
      if (to == from) continue;
      operators_.At(x + from * module, y + row * module).At((to - from) * module, module);
      operators_.Operator("re");
      from = to;
    }
  }
  operators_.Operator("f");
}

void Ground::Curve(const Points& points, Color color, double line_width) {
  UseLine(color, line_width, Ends::kRound);
  TraceLine(points);
  operators_.Operator("S");
}

void Ground::Area(const Points& points, Color color) {
  UseFill(color);
  TraceLine(points);
  operators_.Operator("f");
}

void Ground::Arrow(double x, double y, double length, Color color) {
  const double head = length * 0.42;
  const double half = std::abs(head) * 0.55;
  const double neck = x + length - head;
  UseLine(color, std::abs(length) * 0.1, Ends::kFlat);
  TraceLine({{x, y}, {neck, y}});
  operators_.Operator("S");
  Area({{neck, y - half}, {x + length, y}, {neck, y + half}}, color);
}

void Ground::Sector(double x, double y, double radius, double share, Color color) {
  constexpr int kPieces = 60;
  Points points{{x, y}};
  for (int i = 0; i <= kPieces; ++i) {
    const double angle = 2 * std::numbers::pi * share * i / kPieces;
    points.emplace_back(x + radius * std::sin(angle), y - radius * std::cos(angle));
  }
  Area(points, color);
}

// --- Signs ---

void Ground::Draw(Sign sign, double x, double y, double size, Color color) {
  const double radius = size / 2;
  switch (sign) {
    case Sign::kGo:
      return DrawGo(x, y, radius);
    case Sign::kEaseOff:
      return DrawEaseOff(x, y, radius);
    case Sign::kStop:
      return DrawStop(x, y, radius);
    case Sign::kAlarm:
      return DrawAlarm(x, y, radius, color);
    case Sign::kClock:
      return DrawClock(x, y, radius, color);
    case Sign::kCross:
      return DrawCross(x, y, radius, color);
    case Sign::kCheck:
      return DrawCheck(x, y, radius, color);
  }
}

void Ground::DrawGo(double x, double y, double r) {
  FillCircle(x, y, r, kGoSign);
  StrokeRound(
      {{x - 0.45 * r, y + 0.02 * r}, {x - 0.12 * r, y + 0.36 * r}, {x + 0.46 * r, y - 0.32 * r}},
      kWhite, 0.24 * r);
}

void Ground::DrawEaseOff(double x, double y, double r) {
  UseFill(kEaseSign);
  UseLine(kEaseEdge, 0.16 * r, Ends::kRound);
  TraceLine({{x, y - 0.85 * r}, {x + 0.98 * r, y + 0.85 * r}, {x - 0.98 * r, y + 0.85 * r}});
  operators_.Operator("b");
  StrokeRound({{x, y - 0.3 * r}, {x, y + 0.22 * r}}, kEaseMark, 0.22 * r);
  FillCircle(x, y + 0.56 * r, 0.13 * r, kEaseMark);
}

void Ground::DrawStop(double x, double y, double r) {
  UseLine(kWhite, 0.18 * r, Ends::kRound);
  TraceOctagon(x, y, r);
  operators_.Operator("S");
  StrokeRound({{x - 0.45 * r, y}, {x + 0.45 * r, y}}, kWhite, 0.28 * r);
}

// White on a solid field; the mark takes the color of the field.
void Ground::DrawAlarm(double x, double y, double r, Color field) {
  FillOctagon(x, y, r, kWhite);
  StrokeRound({{x, y - 0.52 * r}, {x, y + 0.12 * r}}, field, 0.26 * r);
  FillCircle(x, y + 0.48 * r, 0.15 * r, field);
}

void Ground::DrawClock(double x, double y, double r, Color color) {
  UseLine(color, 0.16 * r, Ends::kRound);
  TraceCircle(x, y, 0.92 * r);
  operators_.Operator("S");
  StrokeRound({{x, y - 0.5 * r}, {x, y}, {x + 0.36 * r, y + 0.24 * r}}, color, 0.16 * r);
}

void Ground::DrawCross(double x, double y, double r, Color color) {
  StrokeRound({{x - r, y - r}, {x + r, y + r}}, color, 0.3 * r);
  StrokeRound({{x - r, y + r}, {x + r, y - r}}, color, 0.3 * r);
}

void Ground::DrawCheck(double x, double y, double r, Color color) {
  StrokeRound({{x - r, y}, {x - 0.3 * r, y + 0.7 * r}, {x + r, y - 0.8 * r}}, color, 0.35 * r);
}

}  // namespace ischia::document::press
