#include "service/storage/database/connection.h"

#include <algorithm>
#include <exception>
#include <string_view>

#include "service/storage/database/postgresql.h"
#include "service/storage/database/sqlite.h"

namespace ischia::storage {
namespace {

Poco::Data::Session Opened(const Location& location) {
  switch (location.engine) {
    case Engine::kSqlite:
      return OpenSqliteSession(location.text);
    case Engine::kPostgresql:
      return OpenPostgresqlSession(location.text);
  }
  throw UnreadableRow();  // no such engine
}

int Nibble(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

}  // namespace

Connection::Connection(const Location& location)
    : engine_(location.engine), session_(Opened(location)) {}

Connection::~Connection() = default;

// -- Transactions -------------------------------------------------------------------------------

void Connection::Begin() {
  practice_.reset();
  sound_ = true;
  Change(engine_ == Engine::kSqlite ? "BEGIN IMMEDIATE" : "BEGIN");
}

void Connection::Commit() {
  if (!sound_) throw FailedTransaction();
  Change("COMMIT");
}

void Connection::Rollback() { Change("ROLLBACK"); }

void Connection::EnterPractice(const domain::PracticeId& practice) {
  if (engine_ == Engine::kSqlite || practice_ == practice) return;
  (void)Row<std::tuple<std::string>>("SELECT set_config('ischia.practice', $1, true)", practice);
  practice_ = practice;
}

void Connection::TakeTurn(const domain::PracticeId& practice) {
  if (engine_ == Engine::kSqlite) return;
  (void)Row<std::tuple<std::int64_t>>(
      "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('ischia.practice ' || $1, 0))",
      practice);
}

std::optional<domain::Instant> Connection::SharedClock() {
  if (engine_ == Engine::kSqlite) return std::nullopt;
  const auto row = Row<std::tuple<domain::Instant>>(
      "SELECT CAST(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000 AS BIGINT)");
  if (!row) throw UnreadableRow();
  return std::get<0>(*row);
}

// -- Statements ---------------------------------------------------------------------------------

void Connection::Run(const std::string& sql) {
  Poco::Data::Statement statement(session_);
  statement << sql;
  (void)Execute(nullptr, statement);  // the count of a statement without rows says nothing
}

std::vector<Connection::Texts> Connection::TextRows(const std::string& sql,
                                                    std::size_t column_count,
                                                    std::vector<std::string> values) {
  Poco::Data::Statement statement(session_);
  statement << sql;
  for (std::string& value : values) statement, Poco::Data::Keywords::use(value);
  std::vector<std::vector<Column<std::string>::Held>> columns(column_count);
  for (auto& column : columns) statement, Poco::Data::Keywords::into(column);
  (void)Execute(nullptr, statement);  // the columns know how many rows there are
  std::vector<Texts> rows(columns.empty() ? 0 : columns.front().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const auto& column : columns) {
      rows[i].push_back(Column<std::optional<std::string>>::Read(column[i]));
    }
  }
  return rows;
}

// SQLite has no row locks and needs none: a statement that takes some ends with them.
std::string Connection::Worded(std::string sql) const {
  const std::size_t locks = sql.find(" FOR UPDATE");
  if (engine_ == Engine::kSqlite && locks != std::string::npos) sql.erase(locks);
  return sql;
}

std::size_t Connection::Execute(const char* sql, Poco::Data::Statement& statement) {
  try {
    return statement.execute();
  } catch (const std::exception&) {
    sound_ = false;
    Drop(sql);
    throw;
  }
}

// A statement that failed stays unfinished and could not be bound again (Poco 1.11): it is dropped.
// One of PostgreSQL cannot be destroyed, for it would free the result of its last use a second
// time: its few KB are left behind. That happens once a connection, which is given up as well.
void Connection::Drop(const char* sql) {
  const auto found = prepared_.find(sql);
  if (found == prepared_.end()) return;
  if (engine_ == Engine::kPostgresql) (void)found->second.release();
  prepared_.erase(found);
}

void Connection::DecodeBytes(std::vector<HeldBytes>& column) {
  constexpr std::size_t kMark = 2;  // "\x"
  for (HeldBytes& held : column) {
    if (held.isNull()) continue;
    const Poco::Data::CLOB& text = held.value();
    if (text.size() < kMark) throw UnreadableRow();
    const std::string_view digits(text.rawContent() + kMark, text.size() - kMark);
    std::string bytes(digits.size() / 2, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<char>(Nibble(digits[2 * i]) << 4 | Nibble(digits[2 * i + 1]));
    }
    held = HeldBytes(Poco::Data::CLOB(bytes));
  }
}

}  // namespace ischia::storage
