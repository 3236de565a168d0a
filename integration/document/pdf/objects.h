// Reads the objects of a PDF as text, as far as a pass needs that adds to them: dictionaries,
// arrays, references, and the classic cross-reference table. Streams are not looked into. Whatever
// it does not understand it refuses.
#ifndef ISCHIA_INTEGRATION_DOCUMENT_PDF_OBJECTS_H_
#define ISCHIA_INTEGRATION_DOCUMENT_PDF_OBJECTS_H_

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ischia::document::pdf {

// Thrown by all of this; its text never quotes the document.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Keys with their slash and values as they are written, in the order of the file.
class Dictionary {
 public:
  Dictionary() = default;
  explicit Dictionary(std::string_view text);

  std::string_view Find(std::string_view key) const;  // empty when there is none
  bool Has(std::string_view key) const { return !Find(key).empty(); }
  void Set(std::string_view key, std::string value);
  void Remove(std::string_view key);
  std::string Text() const;
  std::vector<std::string> Keys() const;

 private:
  std::vector<std::pair<std::string, std::string>> entries_;
};

bool IsDictionary(std::string_view value);
bool IsArray(std::string_view value);

// The values of an array.
std::vector<std::string_view> ItemsOf(std::string_view array);

// The number in "12 0 R"; nothing for any other value.
std::optional<int> ReferenceIn(std::string_view value);
std::string Reference(int number);

// Text for people: as it is when ASCII, else UTF-16.
std::string TextString(const std::string& utf8);

// A whole file. The bytes must outlive it.
class File {
 public:
  explicit File(std::string_view bytes);

  std::string_view bytes() const { return bytes_; }
  const Dictionary& trailer() const { return trailer_; }
  std::size_t table() const { return table_; }  // where the cross-reference table begins
  int size() const { return static_cast<int>(offsets_.size()); }  // numbers are below

  // The value of an object, of a stream its dictionary.
  std::string_view ValueOf(int number) const;
  Dictionary DictionaryOf(int number) const { return Dictionary(ValueOf(number)); }
  // Follows a reference, if it is one.
  std::string_view Resolved(std::string_view value) const;

 private:
  void ReadTable();

  std::string_view bytes_;
  std::size_t table_ = 0;
  std::vector<std::size_t> offsets_;
  Dictionary trailer_;
};

}  // namespace ischia::document::pdf

#endif  // ISCHIA_INTEGRATION_DOCUMENT_PDF_OBJECTS_H_
