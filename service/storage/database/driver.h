// What the two databases do differently: how a connection runs a statement. Private to the storage
// folder.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_DRIVER_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_DRIVER_H_

#include <functional>
#include <span>
#include <stdexcept>

#include "service/storage/database/columns.h"

namespace ischia::storage {

// A statement or a connection that failed. Without the library's words, which hold values of rows.
struct DatabaseFailed : std::runtime_error {
  DatabaseFailed() : std::runtime_error("the database failed") {}
};
struct DiskFull : DatabaseFailed {};

// The text of a statement. A lasting one is prepared once and used again; its address is its key.
struct SqlText {
  const char* text;
  bool lasting;
};

// Called for each row; the values are good until it returns.
using RowSink = std::function<void(std::span<const Value> row)>;

// One thread at a time. Throws DatabaseFailed.
class Driver {
 public:
  virtual ~Driver() = default;

  // Returns the number of rows changed by a statement that changes.
  virtual int Run(const SqlText& sql, std::span<const Value> values, const RowSink& sink) = 0;
  // A statement whose rows nobody asks for. It may go to the server with the next one that is run,
  // and its failure shows there; what the values point to need not wait.
  virtual void RunLater(const SqlText& sql, std::span<const Value> values) = 0;
  // As far as one can tell without asking the server.
  virtual bool connected() = 0;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_DRIVER_H_
