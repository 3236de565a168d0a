// The sentences of one language as the build lays them out (embed_main.cc). They are read where
// they stand in the program: a start neither parses nor copies them, and what nobody asks for stays
// out of memory.
#ifndef ISCHIA_SERVICE_CATALOGUE_TEXT_TABLE_H_
#define ISCHIA_SERVICE_CATALOGUE_TEXT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace ischia::catalogue {

struct TextTable {
  std::string_view language;
  const char* sentences = nullptr;        // key, NUL, sentence, NUL, and so on
  std::span<const std::uint32_t> places;  // where each key begins, in the order of the keys
  std::string_view characters;            // of all sentences, each once
  bool reviewed = false;                  // as Review in texts.h
  std::string_view reviewer;
  std::string_view review_date;

  std::string_view KeyAt(std::size_t number) const { return sentences + places[number]; }
  // None when the key is not there.
  std::optional<std::string_view> Find(std::string_view key) const;
};

// Those this program was built with.
std::span<const TextTable> EmbeddedTexts();

}  // namespace ischia::catalogue

#endif  // ISCHIA_SERVICE_CATALOGUE_TEXT_TABLE_H_
