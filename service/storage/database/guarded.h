// The one place where what a database's library throws becomes an Error. Private to the storage
// folder.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_GUARDED_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_GUARDED_H_

#include <exception>
#include <string>

#include "service/domain/result.h"

namespace ischia::storage {

// STORE_FULL (SQLite), FIELD_INVALID (a NUL), else STORE_UNAVAILABLE. No word of the library goes
// out: its texts hold values of rows, and on PostgreSQL passwords.
domain::Error Translated(const std::exception& thrown);
domain::Error Unavailable(std::string message);

// Runs `step`, which returns a Result; what the library throws becomes its Error.
template <typename StepType>
auto Guarded(const StepType& step) -> decltype(step()) {
  try {
    return step();
  } catch (const std::exception& thrown) {
    return Translated(thrown);
  }
}

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_GUARDED_H_
