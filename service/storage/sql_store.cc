#include "service/storage/sql_store.h"

#include <string>
#include <utility>

#include "service/storage/audit_tables.h"
#include "service/storage/check_in_tables.h"
#include "service/storage/database.h"
#include "service/storage/queue_tables.h"
#include "service/storage/record_tables.h"
#include "service/storage/schema.h"

namespace ischia::storage {
namespace {

using domain::Done;
using domain::Result;

// One transaction on a borrowed connection.
class SqlUnit final : public RecordTables,
                      public CheckInTables,
                      public QueueTables,
                      public AuditTables {
 public:
  SqlUnit(Pool& pool, std::unique_ptr<Connection> connection)
      : Tables(*connection), pool_(pool), borrowed_(std::move(connection)) {}

  ~SqlUnit() override {
    if (begun_ && !committed_) {
      (void)Guarded([&]() -> Result<Done> {  // else closing undoes it
        borrowed_->Change("ROLLBACK");
        return Done{};
      });
    }
    pool_.Return(std::move(borrowed_));
  }

  // A literal BEGIN IMMEDIATE: a transaction that begins with a read and then writes would fail
  // when another one wrote in between.
  Result<Done> Begin() {
    const Result<Done> begun = Guarded([&]() -> Result<Done> {
      borrowed_->Change("BEGIN IMMEDIATE");
      return Done{};
    });
    begun_ = begun.ok();
    return begun;
  }

  Result<Done> Commit() override {
    const Result<Done> done = Guarded([&]() -> Result<Done> {
      borrowed_->Change("COMMIT");
      return Done{};
    });
    committed_ = done.ok();
    return done;
  }

 private:
  Pool& pool_;
  std::unique_ptr<Connection> borrowed_;
  bool begun_ = false;
  bool committed_ = false;
};

class SqlStore final : public app::Store {
 public:
  SqlStore(std::string location, FileLock lock)
      : lock_(std::move(lock)), pool_(std::move(location)) {}

  Result<Done> Prepare() {
    Result<std::unique_ptr<Connection>> connection = pool_.Take();
    if (!connection.ok()) return connection.error();
    const Result<Done> migrated = Guarded([&]() -> Result<Done> {
      Migrate(**connection, NewestSchema());
      return Done{};
    });
    pool_.Return(std::move(connection).value());
    return migrated;
  }

  Result<std::unique_ptr<app::UnitOfWork>> Begin() override {
    Result<std::unique_ptr<Connection>> connection = pool_.Take();
    if (!connection.ok()) return connection.error();
    auto unit = std::make_unique<SqlUnit>(pool_, std::move(connection).value());
    const Result<Done> begun = unit->Begin();
    if (!begun.ok()) return begun.error();
    return std::unique_ptr<app::UnitOfWork>(std::move(unit));
  }

 private:
  FileLock lock_;
  Pool pool_;
};

Result<std::unique_ptr<app::Store>> Opened(std::string location, FileLock lock) {
  auto store = std::make_unique<SqlStore>(std::move(location), std::move(lock));
  const Result<Done> prepared = store->Prepare();
  if (!prepared.ok()) return prepared.error();
  return std::unique_ptr<app::Store>(std::move(store));
}

}  // namespace

Result<std::unique_ptr<app::Store>> OpenSqliteFile(const std::filesystem::path& file) {
  Result<FileLock> lock = FileLock::Take(file);
  if (!lock.ok()) return lock.error();
  return Opened(file.string(), std::move(lock).value());
}

Result<std::unique_ptr<app::Store>> OpenSqliteInMemory() { return Opened({}, FileLock()); }

}  // namespace ischia::storage
