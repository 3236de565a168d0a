// Renders sheets for tests and asks foreign programs what is in the document.
#ifndef ISCHIA_TESTS_INTEGRATION_DOCUMENT_RENDERED_H_
#define ISCHIA_TESTS_INTEGRATION_DOCUMENT_RENDERED_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "integration/document/layout.h"

namespace ischia::document {

Pdf MustRender(const Sheet& sheet);

testing::AssertionResult FailsWith(const Sheet& sheet, RenderFailure::Kind kind,
                                   const std::string& words);

// The output of `command`, the document's file and `after`.
std::string Ask(const Pdf& pdf, std::vector<std::string> command,
                const std::vector<std::string>& after = {});

std::vector<std::string> PageTexts(const Pdf& pdf);

// All objects, uncompressed.
std::string Objects(const Pdf& pdf);

int Count(const std::string& text, const std::string& words);

// The sample's header and footer around these blocks.
Sheet SheetOf(std::vector<Block> blocks);

}  // namespace ischia::document

#endif  // ISCHIA_TESTS_INTEGRATION_DOCUMENT_RENDERED_H_
