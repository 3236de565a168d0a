// From blocks to pages: which piece stands where. Neither measures text nor draws.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PRESS_PAGES_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PRESS_PAGES_H_

#include <memory>
#include <variant>
#include <vector>

#include "integration/document/layout.h"
#include "integration/document/press/blocks.h"

namespace ischia::document::press {

struct PlacedPart {
  Part part;
  double y = 0;  // below the top of the content
  std::shared_ptr<const Piece::Group> group;
  bool scan = false;  // the page shows the link to scan
};
using Page = std::vector<PlacedPart>;

// All blocks in order, with the breaks the sheet asks for. Failures stay with the typesetter.
std::vector<Piece> ComposeAll(const std::vector<Block>& blocks, Typesetter& type,
                              const Frame& frame);

// Fills pages of the given content height. Fails with kBlockTooTall, kTooManyPages, or
// kInvalidSheet when a piece has no finite height.
std::variant<std::vector<Page>, RenderFailure> Paginate(std::vector<Piece> pieces, double height,
                                                        int most_pages);

}  // namespace ischia::document::press

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PRESS_PAGES_H_
