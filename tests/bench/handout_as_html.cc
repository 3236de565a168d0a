#include "tests/bench/handout_as_html.h"

#include <sstream>
#include <string_view>
#include <variant>

#include "integration/document/figure.h"

namespace ischia::bench {
namespace {

constexpr std::string_view kHead =
    "<!DOCTYPE html><html lang=\"es\"><head><meta charset=\"utf-8\"><title>Handout</title><style>"
    "@page { size: A4; margin: 12mm 16mm }"
    "body { font: 9pt/11pt 'Noto Sans'; margin: 0 } p { margin: 0 0 1.5pt }"
    "svg { float: left; margin: 2pt } table { clear: both; width: 100%; border-collapse: collapse }"
    "td, th { border-bottom: .3mm solid #c9d3d5; text-align: left }</style></head><body>";

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char character : text) {
    if (character == '&') {
      escaped += "&amp;";
    } else if (character == '<') {
      escaped += "&lt;";
    } else {
      escaped += character;
    }
  }
  return escaped;
}

std::string Drawn(const document::Picture& picture, double width) {
  return document::Svg(picture.figure, width, picture.alternative);
}

// In pixels, about as wide as they are printed.
std::string FiguresOf(const document::Block& block) {
  constexpr double kInRow = 140;
  constexpr double kInPanel = 130;
  constexpr double kLarge = 310;
  std::string figures;
  if (const auto* row = std::get_if<document::StepRow>(&block)) {
    for (const document::Step& step : row->steps) figures += Drawn(step.picture, kInRow);
  } else if (const auto* page = std::get_if<document::Instruction>(&block)) {
    figures += Drawn(page->start.picture, kLarge) + Drawn(page->end.picture, kLarge);
    for (const auto& half : page->panel.halves) figures += Drawn(half.picture, kInPanel);
  }
  return figures;
}

std::string TableOf(const document::Table& table) {
  std::string html = "<table><tr>";
  for (const std::string& cell : table.head) html += "<th>" + Escaped(cell) + "</th>";
  for (const auto& row : table.rows) {
    html += "</tr><tr>";
    for (const document::RichText& cell : row) {
      html += "<td>";
      for (const document::Run& run : cell.runs) html += Escaped(run.text);
      html += "</td>";
    }
  }
  return html + "</tr></table>";
}

std::string Paragraphs(const std::string& text) {
  std::string html = "<p>";
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    html += line.empty() ? "</p><p>" : Escaped(line) + ' ';
  }
  return html + "</p>";
}

}  // namespace

std::string AsHtml(const document::Sheet& sheet, const std::string& text) {
  std::string html = std::string(kHead) + Paragraphs(text);
  for (const document::Block& block : sheet.blocks) {
    html += FiguresOf(block);
    if (const auto* table = std::get_if<document::Table>(&block)) html += TableOf(*table);
  }
  return html + "</body></html>";
}

}  // namespace ischia::bench
