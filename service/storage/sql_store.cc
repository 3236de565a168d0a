#include "service/storage/sql_store.h"

#include <string>
#include <utility>

#include "service/storage/database/guarded.h"
#include "service/storage/database/pool.h"
#include "service/storage/database/postgresql.h"
#include "service/storage/database/sqlite.h"
#include "service/storage/schema.h"
#include "service/storage/tables/audit_tables.h"
#include "service/storage/tables/check_in_tables.h"
#include "service/storage/tables/console_tables.h"
#include "service/storage/tables/decision_tables.h"
#include "service/storage/tables/queue_tables.h"
#include "service/storage/tables/record_tables.h"

namespace ischia::storage {
namespace {

using domain::Done;
using domain::Result;

domain::Error OutcomeUnknown() {
  return {domain::ErrorCode::kUnavailable,
          "OUTCOME_UNKNOWN",
          "The database was lost before it could say whether the change was stored. Repeat the "
          "request with the same request_id: nothing is done twice.",
          {}};
}

// Runs a step that gives nothing.
template <typename StepType>
Result<Done> Did(const StepType& step) {
  return Guarded([&]() -> Result<Done> {
    step();
    return Done{};
  });
}

// One transaction on a borrowed connection.
class SqlUnit final : public RecordTables,
                      public CheckInTables,
                      public DecisionTables,
                      public QueueTables,
                      public ConsoleTables,
                      public AuditTables {
 public:
  SqlUnit(Pool& pool, std::unique_ptr<Connection> connection)
      : Tables(*connection), pool_(pool), borrowed_(std::move(connection)) {}

  ~SqlUnit() override {
    if (begun_ && !committed_) {
      (void)Did([&] { borrowed_->Rollback(); });  // else closing undoes it
    }
    pool_.Return(std::move(borrowed_));
  }

  Result<Done> Begin() {
    const Result<Done> begun = Did([&] { borrowed_->Begin(); });
    begun_ = begun.ok();
    return begun;
  }

  Result<Done> Commit() override {
    const bool asked = borrowed_->sound();
    const Result<Done> done = Did([&] { borrowed_->Commit(); });
    committed_ = done.ok();
    return asked && !done.ok() && borrowed_->lost() ? OutcomeUnknown() : done;
  }

  bool lost() const { return borrowed_->lost(); }

 private:
  Pool& pool_;
  std::unique_ptr<Connection> borrowed_;
  bool begun_ = false;
  bool committed_ = false;
};

class SqlStore final : public app::Store {
 public:
  SqlStore(Location location, int connections, FileLock lock)
      : lock_(std::move(lock)), pool_(std::move(location), connections) {}

  Result<Done> Prepare() {
    Result<std::unique_ptr<Connection>> connection = pool_.Take();
    if (!connection.ok()) return connection.error();
    const Result<Done> migrated = Did([&] { Migrate(**connection, NewestSchema()); });
    pool_.Return(std::move(connection).value());
    return migrated;
  }

  // A connection that died while it lay idle shows it here, where nothing has been done yet: the
  // pool gives up the others as well, and the second try has a new one.
  Result<std::unique_ptr<app::UnitOfWork>> Begin() override {
    constexpr int kTries = 2;
    for (int tries = 1;; ++tries) {
      Result<std::unique_ptr<Connection>> connection = pool_.Take();
      if (!connection.ok()) return connection.error();
      auto unit = std::make_unique<SqlUnit>(pool_, std::move(connection).value());
      const Result<Done> begun = unit->Begin();
      if (begun.ok()) return std::unique_ptr<app::UnitOfWork>(std::move(unit));
      if (!unit->lost() || tries == kTries) return begun.error();
    }
  }

 private:
  FileLock lock_;
  Pool pool_;
};

Result<std::unique_ptr<app::Store>> OpenSqlite(std::string file, FileLock lock) {
  auto store =
      std::make_unique<SqlStore>(Location{Engine::kSqlite, std::move(file)}, 1, std::move(lock));
  const Result<Done> prepared = store->Prepare();
  if (!prepared.ok()) return prepared.error();
  return std::unique_ptr<app::Store>(std::move(store));
}

std::optional<Refusal> WhyOtherSchema(Connection& connection) {
  const int stored = StoredSchema(connection);
  if (stored == NewestSchema()) return std::nullopt;
  if (stored > NewestSchema()) {
    return Refusal{"names a database of a later version (R-10)",
                   "Install that version or a later one."};
  }
  return Refusal{"names a database without this version's schema",
                 "Run ischiad --migrate as README.md says."};
}

// Connects and looks. What nobody expected is told without a word of the library's.
template <typename LookType>
std::optional<Refusal> Looked(const Location& location, const LookType& look) {
  if (std::optional<Refusal> refusal = WhyUnreachable(location)) return refusal;
  const auto looked = Guarded([&]() -> Result<std::optional<Refusal>> {
    Connection connection(location);
    return look(connection);
  });
  if (looked.ok()) return *looked;
  return Refusal{"names a database that did not do what it was asked",
                 "Look into the server's log."};
}

}  // namespace

Result<std::unique_ptr<app::Store>> OpenSqliteFile(const std::filesystem::path& file) {
  Result<FileLock> lock = FileLock::Take(file);
  if (!lock.ok()) return lock.error();
  return OpenSqlite(file.string(), std::move(lock).value());
}

Result<std::unique_ptr<app::Store>> OpenSqliteInMemory() { return OpenSqlite({}, FileLock()); }

std::optional<Refusal> WhyRefused(const PostgresqlLogin& login) {
  return Looked(LocationOf(login), [](Connection& connection) {
    const std::optional<Refusal> unsafe = WhyUnsafe(connection);
    return unsafe ? unsafe : WhyOtherSchema(connection);
  });
}

std::variant<std::unique_ptr<app::Store>, Refusal> OpenPostgresql(const PostgresqlLogin& login,
                                                                  int connections) {
  if (const std::optional<Refusal> refusal = WhyRefused(login)) return *refusal;
  return std::make_unique<SqlStore>(LocationOf(login), connections, FileLock());
}

std::optional<Refusal> MigratePostgresql(const PostgresqlLogin& owner, const std::string& role) {
  return Looked(LocationOf(owner), [&](Connection& connection) -> std::optional<Refusal> {
    if (StoredSchema(connection) > NewestSchema()) return WhyOtherSchema(connection);
    Migrate(connection, NewestSchema());
    if (GrantTables(connection, role)) return std::nullopt;
    return Refusal{"is not to be used by the role of storage.postgresql, which does not exist",
                   "Make the role with createuser, then repeat."};
  });
}

}  // namespace ischia::storage
