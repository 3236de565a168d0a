// What Cairo 1.16 cannot write into a PDF, in one pass over its bytes: document language, title
// display, XMP title, alternative texts, scope of header cells, a document element around all
// others, artifacts, drawings made before, and a file identifier that follows from the content.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_FINISH_H_
#define ISCHIA_INTEGRATION_DOCUMENT_FINISH_H_

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace ischia::document {

// Opaque pixels, three bytes each, row by row from the top.
struct Image {
  int width = 0;
  int height = 0;
  std::string deflated;
};

// A drawing to stand in the file once, however often pages show it: opaque paths, or an image that
// fills the box.
struct Form {
  double top = 0;  // of its box, in points, y down like Cairo's pages; the left edge is 0
  double right = 0;
  double bottom = 0;
  std::string deflated;  // content operators; of an image none
  std::shared_ptr<const Image> image = nullptr;
};

std::string Deflated(const std::string& content);
std::string Inflated(const std::string& deflated);

struct Finishing {
  std::string language;
  std::string title;
  std::vector<std::string> figure_alternatives;  // one a Figure, in the order of the structure tree
  std::vector<std::string> cell_alternatives;    // one a TD; empty where its words suffice
  std::vector<std::shared_ptr<const Form>> forms;  // in the order in which pages first show them
  bool right_to_left = false;                      // how pages turn
};

struct FinishFailure {
  std::string what;
};

// Form XObjects as large as a page are taken for its ground and marked as artifacts; those of one
// point by one hold the place of `forms`, origin at origin. Fails when the bytes are no PDF, or
// when figures, cells or forms are not as many as theirs. Equal input gives equal bytes.
[[nodiscard]] std::variant<std::string, FinishFailure> Finish(const std::string& pdf,
                                                              const Finishing& finishing);

}  // namespace ischia::document

#endif  // ISCHIA_INTEGRATION_DOCUMENT_FINISH_H_
