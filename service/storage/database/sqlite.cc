#include "service/storage/database/sqlite.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <map>
#include <vector>

#include "service/storage/database/guarded.h"

namespace ischia::storage {
namespace {

using domain::Result;
using Statement = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;

[[noreturn]] void Fail(int code) {
  if ((code & 0xff) == SQLITE_FULL) throw DiskFull();
  throw DatabaseFailed();
}

// SQLite has no row locks and needs none: a statement that takes some ends with them.
std::string_view WithoutRowLocks(std::string_view sql) {
  return sql.substr(0, sql.find(" FOR UPDATE"));
}

// The value outlives the statement's use.
void Bind(sqlite3_stmt* statement, int place, const Value& value) {
  int bound = SQLITE_OK;
  if (value.null()) {
    bound = sqlite3_bind_null(statement, place);
  } else if (value.type() == Value::Type::kInteger) {
    bound = sqlite3_bind_int64(statement, place, value.number());
  } else if (value.type() == Value::Type::kBytes) {
    // A pointer to nothing would be bound as NULL.
    const std::string_view bytes = value.text();
    bound = sqlite3_bind_blob64(statement, place, bytes.empty() ? "" : bytes.data(), bytes.size(),
                                SQLITE_STATIC);
  } else {
    const std::string_view text = value.text();
    bound = sqlite3_bind_text64(statement, place, text.empty() ? "" : text.data(), text.size(),
                                SQLITE_STATIC, SQLITE_UTF8);
  }
  if (bound != SQLITE_OK) Fail(bound);
}

Value Cell(sqlite3_stmt* statement, int place) {
  const auto sized = [&](const void* bytes) {
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, place));
    return std::string_view(static_cast<const char*>(bytes), size);
  };
  switch (sqlite3_column_type(statement, place)) {
    case SQLITE_INTEGER:
      return Value::Integer(sqlite3_column_int64(statement, place));
    case SQLITE_TEXT:
      return Value::Text(Value::Type::kText, sized(sqlite3_column_text(statement, place)));
    case SQLITE_BLOB:
      return Value::Text(Value::Type::kBytes, sized(sqlite3_column_blob(statement, place)));
    case SQLITE_NULL:
      return Value::Null(Value::Type::kText);
    default:
      throw UnreadableRow();  // nothing of ours is a real number
  }
}

class SqliteDriver final : public Driver {
 public:
  explicit SqliteDriver(const std::string& file) : database_(Opened(file), sqlite3_close) {
    const bool in_memory = file.empty();
    SetPragma("journal_mode", in_memory ? "MEMORY" : "DELETE", in_memory ? "memory" : "delete");
    SetPragma("synchronous", "FULL", "2");
    SetPragma("foreign_keys", "ON", "1");
    SetPragma("trusted_schema", "OFF", "0");
    SetPragma("busy_timeout", "5000", "5000");
  }

  int Run(const SqlText& sql, std::span<const Value> values, const RowSink& sink) override {
    Statement once(nullptr, sqlite3_finalize);
    sqlite3_stmt* statement = nullptr;
    if (sql.lasting) {
      statement = Kept(sql.text);
    } else {
      once = Prepared(sql.text, 0);
      statement = once.get();
    }
    const Use use{statement};
    for (std::size_t i = 0; i < values.size(); ++i) {
      Bind(statement, static_cast<int>(i) + 1, values[i]);
    }
    Step(statement, sink);
    return sqlite3_changes(database_.get());
  }
  void RunLater(const SqlText& sql, std::span<const Value> values) override {
    (void)Run(sql, values, [](std::span<const Value>) {});  // nobody asks how many rows it changed
  }
  bool connected() override { return true; }

 private:
  // Ends a use of a statement, whatever happened; what the use met was told by its steps.
  struct Use {
    sqlite3_stmt* statement;
    ~Use() {
      (void)sqlite3_reset(statement);
      (void)sqlite3_clear_bindings(statement);
    }
  };

  static sqlite3* Opened(const std::string& file) {
    sqlite3* database = nullptr;
    const int opened =
        sqlite3_open_v2(file.empty() ? ":memory:" : file.c_str(), &database,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (opened == SQLITE_OK) return database;
    (void)sqlite3_close(database);
    Fail(opened);
  }

  // SQLite 3.40 can corrupt a database when its write-ahead log is reset, so the journal is the old
  // one; pragmas belong to a connection, not to a file.
  void SetPragma(const std::string& name, const std::string& value, const std::string& reads_back) {
    const auto ignore = [](std::span<const Value>) {};
    (void)Run({("PRAGMA " + name + " = " + value).c_str(), false}, {}, ignore);
    std::string stored;
    (void)Run({("PRAGMA " + name).c_str(), false}, {}, [&](std::span<const Value> row) {
      stored = row[0].type() == Value::Type::kInteger ? std::to_string(row[0].number())
                                                      : std::string(row[0].text());
    });
    if (stored != reads_back) throw UnreadableRow();
  }

  Statement Prepared(const char* sql, unsigned int flags) {
    const std::string_view text = WithoutRowLocks(sql);
    sqlite3_stmt* statement = nullptr;
    const int prepared = sqlite3_prepare_v3(
        database_.get(), text.data(), static_cast<int>(text.size()), flags, &statement, nullptr);
    if (prepared != SQLITE_OK) Fail(prepared);
    return {statement, sqlite3_finalize};
  }

  sqlite3_stmt* Kept(const char* sql) {
    const auto found = kept_.find(sql);
    if (found != kept_.end()) return found->second.get();
    return kept_.emplace(sql, Prepared(sql, SQLITE_PREPARE_PERSISTENT)).first->second.get();
  }

  static void Step(sqlite3_stmt* statement, const RowSink& sink) {
    std::vector<Value> row;
    int stepped = sqlite3_step(statement);
    for (; stepped == SQLITE_ROW; stepped = sqlite3_step(statement)) {
      row.clear();
      for (int i = 0; i < sqlite3_column_count(statement); ++i) row.push_back(Cell(statement, i));
      sink(row);
    }
    if (stepped != SQLITE_DONE) Fail(stepped);
  }

  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
  std::map<const char*, Statement> kept_;  // gone before the database
};

}  // namespace

std::unique_ptr<Driver> ConnectSqlite(const std::string& file) {
  return std::make_unique<SqliteDriver>(file);
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) (void)close(descriptor_);  // the lock goes with it, whatever close says
}

Result<FileLock> FileLock::Take(const std::filesystem::path& file) {
  const std::string name = file.string() + ".lock";
  FileLock lock;
  lock.descriptor_ = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock.descriptor_ < 0) return Unavailable("The database's folder cannot be written.");
  if (flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return Unavailable("Another process uses this database file.");
  }
  return lock;
}

}  // namespace ischia::storage
