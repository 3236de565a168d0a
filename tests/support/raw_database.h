// A database file seen past the store: what a test breaks or counts by itself.
#ifndef ISCHIA_TESTS_SUPPORT_RAW_DATABASE_H_
#define ISCHIA_TESTS_SUPPORT_RAW_DATABASE_H_

#include <filesystem>
#include <string>
#include <vector>

struct sqlite3;

namespace ischia::test {

class RawDatabase {
 public:
  explicit RawDatabase(const std::filesystem::path& file);
  ~RawDatabase();
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;

  // Precondition: the statement is right.
  void Run(const std::string& sql);
  // Every row, its columns as text with "|" between them.
  std::vector<std::string> Rows(const std::string& sql);
  // Every row of every table but these.
  std::vector<std::string> Everything(const std::vector<std::string>& but = {});

  // From now on no row goes into the table, until Mend.
  void Break(const std::string& table);
  void Mend(const std::string& table);

 private:
  sqlite3* database_ = nullptr;
};

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_SUPPORT_RAW_DATABASE_H_
