#include "tests/support/raw_database.h"

#include <sqlite3.h>

#include <algorithm>

#include "service/domain/result.h"

namespace ischia::test {

using domain::Ensure;

RawDatabase::RawDatabase(const std::filesystem::path& file) {
  Ensure(sqlite3_open(file.c_str(), &database_) == SQLITE_OK);
}

RawDatabase::~RawDatabase() { sqlite3_close(database_); }

void RawDatabase::Run(const std::string& sql) {
  Ensure(sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
}

std::vector<std::string> RawDatabase::Rows(const std::string& sql) {
  std::vector<std::string> rows;
  const auto add = [](void* context, int count, char** values, char**) {
    std::string row;
    for (int i = 0; i < count; ++i) {
      if (i > 0) row += '|';
      row += values[i] != nullptr ? values[i] : "NULL";
    }
    static_cast<std::vector<std::string>*>(context)->push_back(row);
    return 0;
  };
  Ensure(sqlite3_exec(database_, sql.c_str(), add, &rows, nullptr) == SQLITE_OK);
  return rows;
}

std::vector<std::string> RawDatabase::Everything(const std::vector<std::string>& but) {
  std::vector<std::string> all;
  for (const std::string& table :
       Rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
    if (std::find(but.begin(), but.end(), table) != but.end()) continue;
    for (const std::string& row : Rows("SELECT * FROM " + table)) all.push_back(table + ": " + row);
  }
  return all;
}

void RawDatabase::Break(const std::string& table) {
  Run("CREATE TRIGGER broken_" + table + " BEFORE INSERT ON " + table +
      " BEGIN SELECT RAISE(ABORT, 'broken'); END");
}

void RawDatabase::Mend(const std::string& table) { Run("DROP TRIGGER broken_" + table); }

}  // namespace ischia::test
