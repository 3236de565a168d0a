// What is SQLite's own: how a file is opened and kept from other processes. Private to the storage
// folder.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_SQLITE_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_SQLITE_H_

#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "service/domain/result.h"
#include "service/storage/database/driver.h"

namespace ischia::storage {

// Opens a file, or a database in memory when the name is empty, and sets the connection up; what
// was set is read back and compared. Throws DatabaseFailed, UnreadableRow.
std::unique_ptr<Driver> ConnectSqlite(const std::string& file);

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
