// The pages' templates (mustache, which escapes by default), one set for each language: words stand
// in a template as [[key]] and are put in, escaped, before it is parsed.
#ifndef ISCHIA_SERVICE_WEB_TEMPLATES_H_
#define ISCHIA_SERVICE_WEB_TEMPLATES_H_

#include <kainjow/mustache.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/web/words.h"

namespace ischia::web {

using View = kainjow::mustache::data;
using Views = kainjow::mustache::list;
using kainjow::mustache::object;

// Sets a text that a section asks for ("{{#hint}}"): an empty one counts as none, which the library
// does not say by itself.
inline void Put(View& view, const std::string& name, std::string text) {
  view.set(name, text.empty() ? View(false) : View(std::move(text)));
}

// & < > " ' as entities.
std::string Escaped(std::string_view text);

// A file of pages/, embedded by the build.
struct Embedded {
  std::string_view name;  // "assess.mustache", "console.css"
  std::string_view content;
};
const std::vector<Embedded>& EmbeddedPages();
// Precondition: there is such a file.
std::string_view EmbeddedPage(std::string_view name);

// The keys that stand in a template as [[key]].
std::vector<std::string> WordsOf(std::string_view page);

// The page "assess" with this content. `words` give the language.
std::string Render(std::string_view page, const Words& words, const View& view);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_TEMPLATES_H_
