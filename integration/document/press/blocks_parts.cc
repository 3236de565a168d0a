// The ways to combine parts, and the choice of the block's own look.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "integration/document/press/blocks.h"

namespace ischia::document::press {

Part Say(const SetText& text, Color color, const char* tag) {
  if (text.empty()) return Space(0);
  return {text.height(), [text, color, tag](Pen& pen, double x, double y) {
            pen.Open(tag);
            pen.Words(text, x, y, color);
            pen.Close(tag);
          }};
}

namespace {

std::string PlainOf(const RichText& text) {
  std::string plain;
  for (const Run& run : text.runs) plain += run.text;
  std::replace(plain.begin(), plain.end(), '\n', ' ');
  return plain;
}

// A heading that the document's bookmarks lead to.
Part Marked(std::string words, Part part) {
  const double height = part.height;
  return {height, [words = std::move(words), part = std::move(part)](Pen& pen, double x, double y) {
            if (!words.empty()) pen.Remember(words, y);
            part.draw(pen, x, y);
          }};
}

}  // namespace

Part Say(Typesetter& type, const RichText& text, double width, const Voice& voice) {
  Part said = Say(type.Set(text, voice.style, width, voice.align), voice.color, voice.tag);
  return std::string_view(voice.tag) == "H1" ? Marked(PlainOf(text), std::move(said)) : said;
}

Part Space(double height) {
  return {height, [](Pen&, double, double) {}};
}

Part Stack(std::vector<Part> parts, double gap) {
  double height = 0;
  for (const Part& part : parts) {
    if (height > 0 && part.height > 0) height += gap;
    height += part.height;
  }
  return {height, [parts = std::move(parts), gap](Pen& pen, double x, double y) {
            double top = y;
            for (const Part& part : parts) {
              if (top > y && part.height > 0) top += gap;
              part.draw(pen, x, top);
              top += part.height;
            }
          }};
}

Part Row(std::vector<Placed> parts) {
  double height = 0;
  for (const Placed& placed : parts) height = std::max(height, placed.part.height);
  return {height, [parts = std::move(parts)](Pen& pen, double x, double y) {
            for (const Placed& placed : parts) placed.part.draw(pen, x + placed.x, y);
          }};
}

Part Tagged(const char* tag, Part part) {
  const double height = part.height;
  return {height, [tag, part = std::move(part)](Pen& pen, double x, double y) {
            pen.Open(tag);
            part.draw(pen, x, y);
            pen.Close(tag);
          }};
}

Part OnCard(Part part, double width, Color ground, double at_least) {
  const double height = std::max(part.height + 2 * kCardPadding, at_least);
  return {height, [part = std::move(part), width, height, ground](Pen& pen, double x, double y) {
            pen.Fill({x, y, width, height}, ground, kRadius);
            part.draw(pen, x + kCardSidePadding, y + kCardPadding);
          }};
}

Part NumberDisc(Typesetter& type, const std::string& number, double diameter, const Style& style,
                Color color) {
  const SetText text = type.Set(number, style, diameter, Align::kCenter);
  return {diameter, [text, diameter, color](Pen& pen, double x, double y) {
            pen.Disc(x + diameter / 2, y + diameter / 2, diameter / 2, color);
            pen.Open("Lbl");
            pen.Words(text, x, y + (diameter - text.height()) / 2, kWhite);
            pen.Close("Lbl");
          }};
}

std::vector<double> SharedOut(std::vector<double> shares, size_t count, double width) {
  const auto is_width = [](double share) { return std::isfinite(share) && share > 0; };
  if (shares.size() != count || !std::all_of(shares.begin(), shares.end(), is_width)) {
    shares.assign(count, 1);
  }
  const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share *= width / sum;
  return shares;
}

std::vector<Piece> Compose(const Block& block, Typesetter& type, const Frame& frame) {
  return std::visit(
      [&](const auto& content) -> std::vector<Piece> {
        using Content = std::decay_t<decltype(content)>;
        if constexpr (std::is_same_v<Content, PageBreak> || std::is_same_v<Content, KeepTogether>) {
          return {};
        } else {
          return ComposeBlock(content, type, frame);
        }
      },
      block);
}

}  // namespace ischia::document::press
