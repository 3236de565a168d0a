// What is PostgreSQL's own: how a connection is opened, what a server and a role must be like, and
// what the owner's schema has beyond SQLite's. Private to the storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_POSTGRESQL_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_POSTGRESQL_H_

#include <optional>
#include <string>

#include "service/storage/database/connection.h"
#include "service/storage/sql_store.h"

namespace ischia::storage {

Location LocationOf(const PostgresqlLogin& login);

// Why no connection can be opened; unset when one can.
std::optional<Refusal> WhyUnreachable(const Location& location);

// Why this server and this role must not hold patients' records; unset when they may.
std::optional<Refusal> WhyUnsafe(Connection& connection);

// Divides new tables that are to be divided, and closes every new table with a practice to all
// rows but the practice's own, for its owner too.
void SealTables(Connection& connection);

// Gives the role what the service does with each table, and nothing else. False: there is no such
// role.
bool GrantTables(Connection& connection, const std::string& role);

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_POSTGRESQL_H_
