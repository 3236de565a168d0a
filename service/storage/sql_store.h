// The Store on an SQL database. Here SQLite: one file, one process (a lock file is held as long as
// the store lives), rollback journal, every transaction a writer. The SQL is one text for both
// databases that Ischia is to run on; what must differ stands in database.cc.
#ifndef ISCHIA_SERVICE_STORAGE_SQL_STORE_H_
#define ISCHIA_SERVICE_STORAGE_SQL_STORE_H_

#include <filesystem>
#include <memory>

#include "service/application/store.h"
#include "service/domain/result.h"

namespace ischia::storage {

// Opens or makes the file and brings its schema up to date. STORE_UNAVAILABLE: not a database, not
// readable, in use by another process, or made by a later version; STORE_FULL.
domain::Result<std::unique_ptr<app::Store>> OpenSqliteFile(const std::filesystem::path& file);

// As fast as memory, gone with the object.
domain::Result<std::unique_ptr<app::Store>> OpenSqliteInMemory();

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_SQL_STORE_H_
