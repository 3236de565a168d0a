#include "service/storage/database.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace ischia::storage {
namespace {

using domain::Error;
using domain::ErrorCode;
using domain::Result;

constexpr std::chrono::seconds kLongestWait{5};
constexpr char kInMemory[] = ":memory:";

Error Unavailable(std::string message) {
  return {ErrorCode::kUnavailable, "STORE_UNAVAILABLE", std::move(message), {}};
}

Poco::Data::Session Opened(const std::string& location) {
  static const bool registered = [] {
    Poco::Data::SQLite::Connector::registerConnector();
    return true;
  }();
  (void)registered;
  return {Poco::Data::SQLite::Connector::KEY, location.empty() ? kInMemory : location};
}

}  // namespace

Connection::Connection(const std::string& location) : session_(Opened(location)) {
  SetUp(location.empty());
}

Connection::~Connection() = default;

// SQLite 3.40 can corrupt a database when its write-ahead log is reset, so the journal is the old
// one; pragmas belong to a connection, not to a file.
void Connection::SetUp(bool in_memory) {
  SetPragma("journal_mode", in_memory ? "MEMORY" : "DELETE", in_memory ? "memory" : "delete");
  SetPragma("synchronous", "FULL", "2");
  SetPragma("foreign_keys", "ON", "1");
  SetPragma("trusted_schema", "OFF", "0");
  SetPragma("busy_timeout", "5000", "5000");
}

void Connection::SetPragma(const std::string& name, const std::string& value,
                           const std::string& reads_back) {
  Run("PRAGMA " + name + " = " + value);
  std::string stored;
  Poco::Data::Statement statement(session_);
  statement << "PRAGMA " + name, Poco::Data::Keywords::into(stored);
  if (statement.execute() != 1 || stored != reads_back) throw UnreadableRow();
}

void Connection::Run(const std::string& sql) {
  Poco::Data::Statement statement(session_);
  statement << sql;
  (void)Execute(nullptr, statement);  // the count of a statement without rows says nothing
}

// A statement that failed stays unfinished and could not be bound again (Poco 1.11): it is dropped.
std::size_t Connection::Execute(const char* sql, Poco::Data::Statement& statement) {
  try {
    return statement.execute();
  } catch (const std::exception&) {
    sound_ = false;
    prepared_.erase(sql);
    throw;
  }
}

Error Translated(const std::exception& thrown) {
  if (dynamic_cast<const Poco::Data::SQLite::DatabaseFullException*>(&thrown) != nullptr) {
    return {ErrorCode::kResourceExhausted,
            "STORE_FULL",
            "The database's disk is full. Nothing was stored.",
            {}};
  }
  if (dynamic_cast<const NulInText*>(&thrown) != nullptr) {
    return domain::InvalidArgument("FIELD_INVALID", "A text of the request contains a NUL.");
  }
  return Unavailable("The database cannot be used now. Try again later.");
}

Result<std::unique_ptr<Connection>> Pool::Take() {
  std::unique_lock lock(mutex_);
  if (!returned_.wait_for(lock, kLongestWait, [&] { return !lent_; })) {
    return Unavailable("The database is busy. Try again later.");
  }
  if (!idle_) {
    try {
      idle_ = std::make_unique<Connection>(location_);
    } catch (const std::exception& thrown) {
      return Translated(thrown);
    }
  }
  lent_ = true;
  return std::move(idle_);
}

void Pool::Return(std::unique_ptr<Connection> connection) {
  {
    const std::lock_guard lock(mutex_);
    if (connection->sound() || location_.empty()) idle_ = std::move(connection);
    lent_ = false;
  }
  returned_.notify_one();
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
