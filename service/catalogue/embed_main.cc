// Checks the catalogue's files and writes their sentences as tables (text_table.h) into the source
// file that is named. A broken catalogue fails the build here: one line a violation.
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/catalogue/load.h"

namespace ischia::catalogue {
namespace {

std::string Literal(std::string_view text) {
  std::string literal = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') literal += '\\';
    literal += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return literal + '"';
}

bool ContinuesACharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Of all texts of the language, each once.
std::string CharactersOf(const Texts& texts, std::string_view language) {
  std::set<std::string> characters;
  for (const std::string_view key : texts.keys(language)) {
    const std::string_view text = *texts.Find(key, language);
    std::string character;
    for (const char c : text) {
      if (!ContinuesACharacter(c)) characters.insert(std::exchange(character, {}));
      character += c;
    }
    characters.insert(character);
  }
  std::string all;
  for (const std::string& character : characters) all += character;
  return all;
}

// As the arrays of the language with that number.
void WriteSentences(const Texts& texts, std::string_view language, std::size_t number,
                    std::ostream& out) {
  std::string places;
  std::size_t place = 0;
  out << "constexpr char kSentences" << number << "[] =\n";
  for (const std::string_view key : texts.keys(language)) {
    const std::string_view text = *texts.Find(key, language);
    out << "    " << Literal(key) << " \"\\0\" " << Literal(text) << " \"\\0\"\n";
    places += std::to_string(place) + ',';
    place += key.size() + text.size() + 2;
  }
  out << "    ;\nconstexpr std::uint32_t kPlaces" << number << "[] = {" << places << "};\n";
}

void WriteRow(const Texts& texts, std::string_view language, std::size_t number,
              std::ostream& out) {
  const Review review = texts.ReviewOf(language);
  out << "    {" << Literal(language) << ", kSentences" << number << ", kPlaces" << number << ", "
      << Literal(CharactersOf(texts, language)) << ", " << review.reviewed << ", "
      << Literal(review.reviewer) << ", " << Literal(review.date) << "},\n";
}

void WriteTables(const Texts& texts, std::ostream& out) {
  const std::vector<std::string_view> languages = texts.languages();
  out << "// Generated from the catalogue's data files.\n"
         "#include \"service/catalogue/text_table.h\"\n\n"
         "namespace ischia::catalogue {\nnamespace {\n\n";
  for (std::size_t i = 0; i < languages.size(); ++i) WriteSentences(texts, languages[i], i, out);
  out << "constexpr TextTable kTables[] = {\n" << std::boolalpha;
  for (std::size_t i = 0; i < languages.size(); ++i) WriteRow(texts, languages[i], i, out);
  out << "};\n\n}  // namespace\n\n"
         "std::span<const TextTable> EmbeddedTexts() { return kTables; }\n\n"
         "}  // namespace ischia::catalogue\n";
}

int Main(const char* name) {
  const auto loaded = Load(EmbeddedFiles());
  if (loaded.ok()) {
    std::ofstream out(name);
    WriteTables(loaded->texts, out);
    return out.flush() ? 0 : 1;
  }
  for (const domain::FieldViolation& violation : loaded.error().violations) {
    std::cerr << "catalogue: " << violation.field << ": " << violation.description << '\n';
  }
  return 1;
}

}  // namespace
}  // namespace ischia::catalogue

int main(int argc, char** argv) { return argc == 2 ? ischia::catalogue::Main(argv[1]) : 1; }
