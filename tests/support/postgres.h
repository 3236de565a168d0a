// A real PostgreSQL of the tests' own, from Debian's package: its files lie in a temporary folder,
// it listens on a free port of the loopback address only, and it ends with the test program.
//
//   const PostgresDatabase database = PrivatePostgres::OfThisProgram().Migrated();
//   auto store = OpenPostgresql(database.application(), 4);
//   EXPECT_THAT(database.Rows("SELECT count(*) FROM patients"), ElementsAre("0"));
#ifndef ISCHIA_TESTS_SUPPORT_POSTGRES_H_
#define ISCHIA_TESTS_SUPPORT_POSTGRES_H_

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "service/storage/sql_store.h"
#include "tests/support/temp_folder.h"

namespace ischia::test {

inline constexpr const char* kOwnerRole = "ischia_owner";
inline constexpr const char* kApplicationRole = "ischia";

// One database of the server. Gone with the server.
class PostgresDatabase {
 public:
  PostgresDatabase(std::uint16_t port, std::string name) : port_(port), name_(std::move(name)) {}

  // The owner of the tables, and the role that ischiad uses.
  storage::PostgresqlLogin owner() const { return As(kOwnerRole); }
  storage::PostgresqlLogin application() const { return As(kApplicationRole); }
  // Any role that Run made with the password of all. `port` leads to the server by another way.
  storage::PostgresqlLogin As(const std::string& role, std::uint16_t port = 0) const;

  // What ischiad is told of it, and of the owner for --migrate; passwords in files of `folder`.
  std::map<std::string, std::string> Settings(const std::filesystem::path& folder,
                                              const std::string& role = kApplicationRole) const;
  std::map<std::string, std::string> OwnerSettings(const std::filesystem::path& folder) const;

  // As the superuser, past row-level security. Throws with the server's words.
  void Run(const std::string& sql) const { (void)Rows(sql); }
  // Every row, its columns as text with "|" between them.
  std::vector<std::string> Rows(const std::string& sql) const { return RowsAs("postgres", sql); }
  // One session of a role, with nothing set that the store would set.
  std::vector<std::string> RowsAs(const std::string& role, const std::string& sql) const;

 private:
  std::uint16_t port_;
  std::string name_;
};

class PrivatePostgres {
 public:
  // `settings` as the server's own flags: {"fsync=off"}. Throws when it does not start.
  explicit PrivatePostgres(const std::vector<std::string>& settings = {});
  ~PrivatePostgres();
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  // The one that most tests share, started when it is first asked for.
  static PrivatePostgres& OfThisProgram();

  std::uint16_t port() const { return port_; }
  // A new database without tables; one with the schema of this version.
  PostgresDatabase Empty();
  PostgresDatabase Migrated();

  // Cuts every connection; what was committed stays.
  void Stop();
  void Start();

 private:
  std::string NewDatabase(const std::string& pattern);

  support::TempFolder folder_;
  std::uint16_t port_;
  std::vector<std::string> settings_;
  pid_t server_ = -1;
  int databases_ = 0;
  bool has_pattern_ = false;
};

}  // namespace ischia::test

#endif  // ISCHIA_TESTS_SUPPORT_POSTGRES_H_
