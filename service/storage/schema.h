// The schema as numbered steps, forward only. Private to the storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_SCHEMA_H_
#define ISCHIA_SERVICE_STORAGE_SCHEMA_H_

#include <string>
#include <vector>

#include "service/storage/database/connection.h"

namespace ischia::storage {

// The number of the newest step.
int NewestSchema();

// Every table with a practice, each after those that it refers to.
std::vector<std::string> TableNames();

// The number that the schema has; 0 when there is none that this user may read.
int StoredSchema(Connection& connection);

// Brings the schema from whatever it is to `number`, each step in a transaction of its own.
// Throws UnreadableRow when the schema is newer than this program.
void Migrate(Connection& connection, int number);

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_SCHEMA_H_
