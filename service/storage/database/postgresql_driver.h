// A connection to PostgreSQL 15 by libpq. Private to the storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_POSTGRESQL_DRIVER_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_POSTGRESQL_DRIVER_H_

#include <memory>
#include <string>

#include "service/storage/database/driver.h"

namespace ischia::storage {

enum class Reached { kConnected, kLoginRefused, kNobodyThere };
// Tries a login, in libpq's words.
Reached Reach(const std::string& words);

// Opens a connection and sets it up. Throws DatabaseFailed.
std::unique_ptr<Driver> ConnectPostgresql(const std::string& words);

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_POSTGRESQL_DRIVER_H_
