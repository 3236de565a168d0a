#include "tests/bench/raw_rows.h"

#include "tests/bench/report.h"

namespace ischia::bench {
namespace {

sqlite3* Opened(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  if (opened != SQLITE_OK) sqlite3_close(database);
  Require(opened == SQLITE_OK, "a database to open");
  return database;
}

void Bind(sqlite3_stmt* statement, const char* name, const std::string& text) {
  const int place = sqlite3_bind_parameter_index(statement, name);
  Require(sqlite3_bind_text(statement, place, text.data(), static_cast<int>(text.size()),
                            SQLITE_STATIC) == SQLITE_OK,
          name);
}

void Bind(sqlite3_stmt* statement, const char* name, std::int64_t number) {
  const int place = sqlite3_bind_parameter_index(statement, name);
  Require(sqlite3_bind_int64(statement, place, number) == SQLITE_OK, name);
}

}  // namespace

RawRows::RawRows(const std::filesystem::path& file)
    : database_(Opened(file), sqlite3_close),
      begin_(Prepare("BEGIN IMMEDIATE")),
      program_(Pattern("programs", "TRUE")),
      revision_(Pattern("program_revisions", "TRUE")),
      request_(Pattern("requests", "method = 'ProgramService/CreateProgram'")),
      event_(Pattern("audit_events", "sequence_number = (SELECT event_count FROM audit_heads)")),
      head_(Prepare("UPDATE audit_heads SET event_count = :sequence_number, "
                    "last_event_time = last_event_time + 1 "
                    "WHERE event_count = :sequence_number - 1")),
      commit_(Prepare("COMMIT")),
      events_(Number("SELECT event_count FROM audit_heads")) {
  Run("PRAGMA journal_mode = DELETE");
  Run("PRAGMA synchronous = FULL");
  Run("PRAGMA foreign_keys = ON");
  Require(Number("PRAGMA synchronous") == 2, "the durability of the raw side");
}

void RawRows::Write(const RawKeys& keys) {
  ++events_;
  Bind(program_.get(), ":program_id", keys.program_id);
  Bind(revision_.get(), ":program_id", keys.program_id);
  Bind(revision_.get(), ":short_code", keys.short_code);
  Bind(request_.get(), ":request_id", keys.request_id);
  Bind(event_.get(), ":sequence_number", events_);
  Bind(head_.get(), ":sequence_number", events_);
  for (const Statement* statement :
       {&begin_, &program_, &revision_, &request_, &event_, &head_, &commit_}) {
    Step(*statement);
  }
}

std::int64_t RawRows::Count(const std::string& table) {
  return Number("SELECT count(*) FROM " + table);
}

void RawRows::Run(const char* sql) {
  Require(sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
}

RawRows::Statement RawRows::Prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  Require(sqlite3_prepare_v3(database_.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT,
                             &statement, nullptr) == SQLITE_OK,
          sql);
  return {statement, sqlite3_finalize};
}

void RawRows::Step(const Statement& statement) {
  const int stepped = sqlite3_step(statement.get());
  Require(stepped == SQLITE_DONE, "a raw row: " + std::string(sqlite3_errmsg(database_.get())));
  Require(sqlite3_reset(statement.get()) == SQLITE_OK, "a raw row");
}

// An insert whose columns are bound to those of a row that the product wrote. Values stay bound
// from one use to the next.
RawRows::Statement RawRows::Pattern(const std::string& table, const std::string& condition) {
  const Statement row = Prepare("SELECT * FROM " + table + " WHERE " + condition + " LIMIT 1");
  Require(sqlite3_step(row.get()) == SQLITE_ROW, "a row of " + table);
  std::string names;
  for (int i = 0; i < sqlite3_column_count(row.get()); ++i) {
    names += (i == 0 ? ":" : ", :") + std::string(sqlite3_column_name(row.get(), i));
  }
  Statement insert = Prepare("INSERT INTO " + table + " VALUES (" + names + ")");
  for (int i = 0; i < sqlite3_column_count(row.get()); ++i) {
    Require(
        sqlite3_bind_value(insert.get(), i + 1, sqlite3_column_value(row.get(), i)) == SQLITE_OK,
        table);
  }
  return insert;
}

std::int64_t RawRows::Number(const std::string& sql) {
  const Statement statement = Prepare(sql);
  Require(sqlite3_step(statement.get()) == SQLITE_ROW, sql);
  return sqlite3_column_int64(statement.get(), 0);
}

}  // namespace ischia::bench
