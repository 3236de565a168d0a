// A document of ours as a page for another engine: the same words, figures and table.
#ifndef ISCHIA_TESTS_BENCH_HANDOUT_AS_HTML_H_
#define ISCHIA_TESTS_BENCH_HANDOUT_AS_HTML_H_

#include <string>

#include "integration/document/sheet.h"

namespace ischia::bench {

// For two A4 pages. `text` is what a reader finds in the printed document without its tables, one
// block after another, a blank line between them; figures and tables come from the sheet.
std::string AsHtml(const document::Sheet& sheet, const std::string& text);

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_HANDOUT_AS_HTML_H_
