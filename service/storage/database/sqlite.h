// What is SQLite's own: how a file is opened and kept from other processes. Private to the storage
// folder.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_SQLITE_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_SQLITE_H_

#include <Poco/Data/Session.h>

#include <filesystem>
#include <string>
#include <utility>

#include "service/domain/result.h"

namespace ischia::storage {

// Opens a file, or a database in memory when the name is empty, and sets the connection up; what
// was set is read back and compared. Throws what the library throws.
Poco::Data::Session OpenSqliteSession(const std::string& file);

// Held as long as a process uses a database file.
class FileLock {
 public:
  FileLock() = default;
  FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FileLock();

  // STORE_UNAVAILABLE: another process has it, or the folder cannot be written.
  static domain::Result<FileLock> Take(const std::filesystem::path& file);

 private:
  int descriptor_ = -1;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_SQLITE_H_
