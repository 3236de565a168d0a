// The sentences of the catalogue, by key and language. Sentences live in the data files only; what
// they mean and where they are printed is decided by who asks for them.
#ifndef ISCHIA_SERVICE_CATALOGUE_TEXTS_H_
#define ISCHIA_SERVICE_CATALOGUE_TEXTS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ischia::catalogue {

// A value for the placeholder `{name}` of a sentence.
struct Filling {
  std::string_view name;
  std::string value;
};

// Safe for many readers once filled.
class Texts {
 public:
  // Returns false, and changes nothing, when the language already has that key.
  bool Add(std::string_view language, std::string_view key, std::string_view text);

  // Null when the language or the key is not there.
  const std::string* Find(std::string_view key, std::string_view language) const;
  // The numbered lines "key.1", "key.2", ... as far as they go: steps, mistakes, stop signs.
  std::vector<std::string_view> Lines(std::string_view key, std::string_view language) const;

  // BCP 47, sorted.
  std::vector<std::string_view> languages() const;
  // Sorted; empty when the language is not there.
  std::vector<std::string_view> keys(std::string_view language) const;

 private:
  using Sentences = std::map<std::string, std::string, std::less<>>;
  std::map<std::string, Sentences, std::less<>> by_language_;
};

// The names between braces, in order of appearance.
std::vector<std::string_view> PlaceholdersOf(std::string_view text);

// Puts values in the place of their placeholders. One without a value stays as it stands, so that a
// reader and a test see it.
std::string Fill(std::string_view text, const std::vector<Filling>& fillings);

// The Flesch-Kincaid grade of a text: the years of American schooling it asks for. Lines that end
// without a mark count as sentences.
double ReadingGrade(std::string_view text);

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_TEXTS_H_
