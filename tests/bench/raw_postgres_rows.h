// The peer of CreateProgram on PostgreSQL: the rows that one call leaves, written through libpq
// into the tables that the product uses, by the product's role, one transaction a program.
#ifndef ISCHIA_TESTS_BENCH_RAW_POSTGRES_ROWS_H_
#define ISCHIA_TESTS_BENCH_RAW_POSTGRES_ROWS_H_

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "service/storage/sql_store.h"
#include "tests/bench/raw_rows.h"

namespace ischia::bench {

class RawPostgresRows {
 public:
  // A database in which the product created at least one program of the practice "sample": that
  // program's rows are the pattern. Throws WrongAnswer.
  explicit RawPostgresRows(const storage::PostgresqlLogin& login);

  // As RawRows::Write. One thread at a time; several objects may write at once.
  void Write(const RawKeys& keys);

 private:
  using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;
  // An insert whose values are those of a row that the product wrote.
  struct Pattern {
    std::string name;
    std::vector<std::string> columns;
    std::vector<std::optional<std::string>> values;
    std::vector<int> formats;  // 1: bytes as they are

    void Set(const std::string& column, const std::string& value);
  };

  Result Checked(PGresult* result) const;
  void Prepare(const std::string& name, const std::string& sql, int parameters);
  Pattern PatternOf(const std::string& table, const std::string& condition);
  Result Step(const std::string& name);
  Result Step(const Pattern& pattern);

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
  Pattern program_;
  Pattern revision_;
  Pattern request_;
  Pattern event_;
};

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_RAW_POSTGRES_ROWS_H_
