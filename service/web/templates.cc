#include "service/web/templates.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
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

// Templates that nobody renders at the moment. As many as render at once, a few of each are kept.
class TemplateShelf {
 public:
  // Null: none is there.
  std::unique_ptr<Parsed> Take(const std::string& key) {
    const std::lock_guard lock(mutex_);
    std::vector<std::unique_ptr<Parsed>>& spare = spare_[key];
    if (spare.empty()) return nullptr;
    std::unique_ptr<Parsed> parsed = std::move(spare.back());
    spare.pop_back();
    return parsed;
  }

  void PutBack(const std::string& key, std::unique_ptr<Parsed> parsed) {
    constexpr std::size_t kMostOfOne = 4;
    const std::lock_guard lock(mutex_);
    std::vector<std::unique_ptr<Parsed>>& spare = spare_[key];
    if (spare.size() < kMostOfOne) spare.push_back(std::move(parsed));
  }

 private:
  std::mutex mutex_;
  std::map<std::string, std::vector<std::unique_ptr<Parsed>>> spare_;  // guarded by mutex_
};

TemplateShelf& Shelf() {
  static auto& shelf = *new TemplateShelf;
  return shelf;
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

// An object of the library is changed by rendering: who renders takes one out, and puts it back.
std::string Render(std::string_view page, const Words& words, const View& view) {
  const std::string key = std::string(page).append(1, '.').append(words.language());
  std::unique_ptr<Parsed> parsed = Shelf().Take(key);
  if (parsed == nullptr) parsed = Parse(page, words);
  std::string rendered = parsed->render(view);
  Shelf().PutBack(key, std::move(parsed));
  return rendered;
}

}  // namespace ischia::web
