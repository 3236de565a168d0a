// The Store on an SQL database: SQLite, one file and one process, or PostgreSQL 15, shared by
// several processes. The SQL is one text for both; what must differ stands in database/ and in
// schema.cc.
#ifndef ISCHIA_SERVICE_STORAGE_SQL_STORE_H_
#define ISCHIA_SERVICE_STORAGE_SQL_STORE_H_

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "service/application/store.h"
#include "service/domain/result.h"

namespace ischia::storage {

// -- SQLite: rollback journal, every transaction a writer.

// Opens or makes the file and brings its schema up to date. The file is locked as long as the store
// lives. STORE_UNAVAILABLE: not a database, not readable, in use by another process, or made by a
// later version; STORE_FULL.
domain::Result<std::unique_ptr<app::Store>> OpenSqliteFile(const std::filesystem::path& file);

// As fast as memory, gone with the object.
domain::Result<std::unique_ptr<app::Store>> OpenSqliteInMemory();

// -- PostgreSQL: the owner of the tables makes them, another role that owns nothing uses them.

struct PostgresqlLogin {
  std::string server;  // in libpq's words, parted by single spaces: "host=db dbname=ischia"
  std::string role;
  std::string password;  // without white space; empty: none
  bool operator==(const PostgresqlLogin&) const = default;
};

// Why a database is not used, to go on from the setting's name, and what helps. Names no secret.
struct Refusal {
  std::string what;
  std::string remedy;
  bool operator==(const Refusal&) const = default;
};

// Opens the database that MigratePostgresql made. Refused: out of reach, a login that does not
// work, a server that can lose records, a role or tables without row-level security, another schema
// than this version's. At most `connections` at a time, 1 or more.
std::variant<std::unique_ptr<app::Store>, Refusal> OpenPostgresql(const PostgresqlLogin& login,
                                                                  int connections);

// Why OpenPostgresql would refuse; unset when it would not.
std::optional<Refusal> WhyRefused(const PostgresqlLogin& login);

// Makes or brings up to date the schema as its owner, and gives `role` its rights. Unset: done.
std::optional<Refusal> MigratePostgresql(const PostgresqlLogin& owner, const std::string& role);

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_SQL_STORE_H_
