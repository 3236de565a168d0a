#include "service/storage/database/connection.h"

#include <exception>

#include "service/storage/database/postgresql_driver.h"
#include "service/storage/database/sqlite.h"

namespace ischia::storage {
namespace {

std::unique_ptr<Driver> Opened(const Location& location) {
  switch (location.engine) {
    case Engine::kSqlite:
      return ConnectSqlite(location.text);
    case Engine::kPostgresql:
      return ConnectPostgresql(location.text);
  }
  throw DatabaseFailed();  // no such engine
}

const RowSink& NoRows() {
  static const RowSink& sink = *new RowSink([](std::span<const Value>) {});
  return sink;
}

}  // namespace

Connection::Connection(const Location& location)
    : engine_(location.engine), driver_(Opened(location)) {}

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
  ChangeLater("SELECT set_config('ischia.practice', $1, true)", practice);
  practice_ = practice;
}

void Connection::TakeTurn(const domain::PracticeId& practice) {
  if (engine_ == Engine::kSqlite) return;
  ChangeLater("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('ischia.practice ' || $1, 0))",
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
  (void)Execute({sql.c_str(), false}, {}, NoRows());  // what it changed is no row
}

std::vector<Connection::Texts> Connection::TextRows(const std::string& sql,
                                                    const std::vector<std::string>& values) {
  std::vector<Value> words;
  words.reserve(values.size());
  for (const std::string& value : values) words.push_back(Value::Text(Value::Type::kWord, value));
  std::vector<Texts> rows;
  (void)Execute({sql.c_str(), false}, words, [&](std::span<const Value> row) {
    Texts& texts = rows.emplace_back();
    for (const Value& value : row) {
      texts.push_back(Column<std::optional<std::string>>::Read(value));
    }
  });
  return rows;
}

int Connection::Execute(const SqlText& sql, std::span<const Value> values, const RowSink& sink) {
  try {
    return driver_->Run(sql, values, sink);
  } catch (const std::exception&) {
    sound_ = false;
    throw;
  }
}

void Connection::ExecuteLater(const char* sql, std::span<const Value> values) {
  try {
    driver_->RunLater({sql, true}, values);
  } catch (const std::exception&) {
    sound_ = false;
    throw;
  }
}

}  // namespace ischia::storage
