// An incremental update of a PDF: the file's bytes stay, changed and new objects follow them with a
// table of their own.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PDF_UPDATE_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PDF_UPDATE_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "integration/document/pdf/objects.h"

namespace ischia::document::pdf {

class Update {
 public:
  explicit Update(const File& file) : file_(file), next_(file.size()) {}

  // An object without a stream, to be changed; the changes add up.
  Dictionary& Edit(int number);

  int Add(Dictionary dictionary);
  int AddStream(Dictionary dictionary, std::string stream);
  void ReplaceStream(int number, Dictionary dictionary, std::string stream);

  // The whole file. Its identifier follows from its bytes.
  std::string Written() const;

 private:
  struct Object {
    Dictionary dictionary;
    std::optional<std::string> stream;
  };

  const File& file_;
  int next_;
  std::map<int, Object> objects_;
};

}  // namespace ischia::document::pdf

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PDF_UPDATE_H_
