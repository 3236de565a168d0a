// The peer of CreateProgram: the rows that one call leaves, written by SQLite's own C interface
// into the tables that the product made, with the product's pragmas, one transaction a program.
#ifndef ISCHIA_TESTS_BENCH_RAW_ROWS_H_
#define ISCHIA_TESTS_BENCH_RAW_ROWS_H_

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace ischia::bench {

// What must differ from row to row.
struct RawKeys {
  std::string program_id;
  std::string short_code;
  std::string request_id;
};

class RawRows {
 public:
  // A file that the product has closed, in which it created at least one program: that program's
  // rows are the pattern. Throws WrongAnswer.
  explicit RawRows(const std::filesystem::path& file);

  // A program, its revision, its request with the kept answer, its audit event and the trail's new
  // head. One thread at a time.
  void Write(const RawKeys& keys);

  std::int64_t Count(const std::string& table);

 private:
  using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

  void Run(const char* sql);
  Statement Prepare(const std::string& sql);
  void Step(const Statement& statement);
  Statement Pattern(const std::string& table, const std::string& condition);
  std::int64_t Number(const std::string& sql);

  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
  Statement begin_;
  Statement program_;
  Statement revision_;
  Statement request_;
  Statement event_;
  Statement head_;
  Statement commit_;
  std::int64_t events_ = 0;
};

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_RAW_ROWS_H_
