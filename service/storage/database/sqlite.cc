#include "service/storage/database/sqlite.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Statement.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "service/storage/database/columns.h"
#include "service/storage/database/guarded.h"

namespace ischia::storage {
namespace {

using domain::Result;

constexpr char kInMemory[] = ":memory:";

void SetPragma(Poco::Data::Session& session, const std::string& name, const std::string& value,
               const std::string& reads_back) {
  session << "PRAGMA " + name + " = " + value, Poco::Data::Keywords::now;
  std::string stored;
  Poco::Data::Statement statement(session);
  statement << "PRAGMA " + name, Poco::Data::Keywords::into(stored);
  if (statement.execute() != 1 || stored != reads_back) throw UnreadableRow();
}

}  // namespace

// SQLite 3.40 can corrupt a database when its write-ahead log is reset, so the journal is the old
// one; pragmas belong to a connection, not to a file.
Poco::Data::Session OpenSqliteSession(const std::string& file) {
  static const bool registered = [] {
    Poco::Data::SQLite::Connector::registerConnector();
    return true;
  }();
  (void)registered;
  const bool in_memory = file.empty();
  Poco::Data::Session session(Poco::Data::SQLite::Connector::KEY, in_memory ? kInMemory : file);
  SetPragma(session, "journal_mode", in_memory ? "MEMORY" : "DELETE",
            in_memory ? "memory" : "delete");
  SetPragma(session, "synchronous", "FULL", "2");
  SetPragma(session, "foreign_keys", "ON", "1");
  SetPragma(session, "trusted_schema", "OFF", "0");
  SetPragma(session, "busy_timeout", "5000", "5000");
  return session;
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
