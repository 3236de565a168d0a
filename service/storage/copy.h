// Moves what a clinic has stored from an SQLite file to PostgreSQL, and proves that nothing was
// lost on the way.
#ifndef ISCHIA_SERVICE_STORAGE_COPY_H_
#define ISCHIA_SERVICE_STORAGE_COPY_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "service/application/ports.h"
#include "service/storage/sql_store.h"

namespace ischia::storage {

// A table as both sides have it.
struct CopiedTable {
  std::string name;
  std::int64_t row_count = 0;  // of all practices
  std::string sha256;          // lower-case hex, over every row in the order of the key
};

// Why nothing was copied.
struct CopyRefusal {
  enum class Side { kSource, kTarget } side;
  Refusal refusal;
};

// Copies every practice of the file in one transaction, reads it back, and commits only when counts
// and digests are equal: the target holds all of it or nothing. Memory is bounded by a few
// documents. Refused: a file that is not there, is in use or has another schema than this
// version's; a target that OpenPostgresql refuses or that already holds one of the practices.
std::variant<std::vector<CopiedTable>, CopyRefusal> CopyToPostgresql(
    const std::filesystem::path& file, const PostgresqlLogin& target, const app::Digest& digest);

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_COPY_H_
