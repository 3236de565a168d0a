#include "service/web/templates.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "service/domain/result.h"

namespace ischia::web {
namespace {

constexpr std::string_view kOpen = "[[";
constexpr std::string_view kClose = "]]";

// `put(key)` takes the place of each word.
template <typename Put>
std::string WithWords(std::string_view page, const Put& put) {
  std::string filled;
  while (true) {
    const std::size_t open = page.find(kOpen);
    const std::size_t close = open == std::string_view::npos ? open : page.find(kClose, open);
    if (close == std::string_view::npos) return filled.append(page);
    filled.append(page.substr(0, open));
    filled.append(put(page.substr(open + kOpen.size(), close - open - kOpen.size())));
    page.remove_prefix(close + kClose.size());
  }
}

// "{{>frame_top}}" is put in before parsing: the library parses a partial at each use.
std::string WithParts(std::string_view page) {
  constexpr std::string_view kPart = "{{>";
  std::string whole;
  while (true) {
    const std::size_t open = page.find(kPart);
    if (open == std::string_view::npos) return whole.append(page);
    const std::size_t close = page.find("}}", open);
    whole.append(page.substr(0, open));
    const std::string_view name = page.substr(open + kPart.size(), close - open - kPart.size());
    whole.append(WithParts(EmbeddedPage(std::string(name) + ".mustache")));
    page.remove_prefix(close + 2);
  }
}

using Parsed = kainjow::mustache::mustache;

std::unique_ptr<Parsed> Parse(std::string_view page, const Words& words) {
  const std::string whole = WithParts(EmbeddedPage(std::string(page) + ".mustache"));
  auto parsed = std::make_unique<Parsed>(
      WithWords(whole, [&](std::string_view key) { return Escaped(words.Get(key)); }));
  domain::Ensure(parsed->is_valid());
  parsed->set_custom_escape([](const std::string& text) { return Escaped(text); });
  return parsed;
}

}  // namespace

std::string Escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string_view EmbeddedPage(std::string_view name) {
  const auto& pages = EmbeddedPages();
  const auto found = std::find_if(pages.begin(), pages.end(),
                                  [&](const Embedded& page) { return page.name == name; });
  domain::Ensure(found != pages.end());
  return found->content;
}

std::vector<std::string> WordsOf(std::string_view page) {
  std::vector<std::string> keys;
  WithWords(page, [&](std::string_view key) {
    keys.emplace_back(key);
    return std::string();
  });
  return keys;
}

// An object of the library is changed by rendering, so each thread has its own.
std::string Render(std::string_view page, const Words& words, const View& view) {
  thread_local std::map<std::string, std::unique_ptr<Parsed>, std::less<>> parsed;
  std::string key = std::string(page).append(1, '.').append(words.language());
  auto found = parsed.find(key);
  if (found == parsed.end()) found = parsed.emplace(std::move(key), Parse(page, words)).first;
  return found->second->render(view);
}

}  // namespace ischia::web
