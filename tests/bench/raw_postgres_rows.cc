#include "tests/bench/raw_postgres_rows.h"

#include <algorithm>

#include "tests/bench/report.h"

namespace ischia::bench {
namespace {

constexpr Oid kBytea = 17;

PGconn* Connected(const storage::PostgresqlLogin& login) {
  std::string password;
  for (const char c : login.password) {
    if (c == '\\' || c == '\'') password += '\\';
    password += c;
  }
  return PQconnectdb(
      (login.server + " user=" + login.role + " password='" + password + "'").c_str());
}

}  // namespace

RawPostgresRows::RawPostgresRows(const storage::PostgresqlLogin& login)
    : connection_(Connected(login), PQfinish) {
  Require(PQstatus(connection_.get()) == CONNECTION_OK, "a database to open");
  (void)Checked(PQexec(connection_.get(), "SET plan_cache_mode = force_generic_plan"));
  (void)Checked(PQexec(connection_.get(), "SET ischia.practice = 'sample'"));
  program_ = PatternOf("programs", "TRUE");
  revision_ = PatternOf("program_revisions", "TRUE");
  request_ = PatternOf("requests", "method = 'ProgramService/CreateProgram'");
  event_ = PatternOf("audit_events",
                     "sequence_number = (SELECT event_count FROM audit_heads "
                     "WHERE practice_id = 'sample') AND practice_id = 'sample'");
  (void)Checked(PQexec(connection_.get(), "RESET ischia.practice"));
  Prepare("begin", "BEGIN", 0);
  Prepare("practice", "SELECT set_config('ischia.practice', 'sample', true)", 0);
  Prepare("turn",
          "SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('ischia.practice sample', 0))", 0);
  Prepare("head",
          "UPDATE audit_heads SET event_count = event_count + 1, "
          "last_event_time = last_event_time + 1 WHERE practice_id = 'sample' "
          "RETURNING event_count",
          0);
  Prepare("commit", "COMMIT", 0);
}

void RawPostgresRows::Write(const RawKeys& keys) {
  program_.Set("program_id", keys.program_id);
  revision_.Set("program_id", keys.program_id);
  revision_.Set("short_code", keys.short_code);
  request_.Set("request_id", keys.request_id);
  (void)Step("begin");
  (void)Step("practice");
  (void)Step("turn");
  (void)Step(request_);
  (void)Step(program_);
  (void)Step(revision_);
  event_.Set("sequence_number", PQgetvalue(Step("head").get(), 0, 0));
  (void)Step(event_);
  (void)Step("commit");
}

RawPostgresRows::Result RawPostgresRows::Checked(PGresult* result) const {
  Result checked(result, PQclear);
  const ExecStatusType status = PQresultStatus(result);
  Require(status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK,
          std::string("a raw row: ") + PQerrorMessage(connection_.get()));
  return checked;
}

void RawPostgresRows::Prepare(const std::string& name, const std::string& sql, int parameters) {
  (void)Checked(PQprepare(connection_.get(), name.c_str(), sql.c_str(), parameters, nullptr));
}

RawPostgresRows::Pattern RawPostgresRows::PatternOf(const std::string& table,
                                                    const std::string& condition) {
  const Result row = Checked(PQexecParams(
      connection_.get(), ("SELECT * FROM " + table + " WHERE " + condition + " LIMIT 1").c_str(), 0,
      nullptr, nullptr, nullptr, nullptr, 0));
  Require(PQntuples(row.get()) == 1, "a row of " + table);
  Pattern pattern{table, {}, {}, {}};
  std::string places;
  for (int i = 0; i < PQnfields(row.get()); ++i) {
    const bool bytes = PQftype(row.get(), i) == kBytea;
    pattern.columns.emplace_back(PQfname(row.get(), i));
    pattern.formats.push_back(bytes ? 1 : 0);
    places += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
    if (PQgetisnull(row.get(), 0, i) == 1) {
      pattern.values.emplace_back();
    } else if (bytes) {
      std::size_t size = 0;
      unsigned char* raw = PQunescapeBytea(
          reinterpret_cast<const unsigned char*>(PQgetvalue(row.get(), 0, i)), &size);
      pattern.values.emplace_back(std::string(reinterpret_cast<char*>(raw), size));
      PQfreemem(raw);
    } else {
      pattern.values.emplace_back(PQgetvalue(row.get(), 0, i));
    }
  }
  Prepare(table, "INSERT INTO " + table + " VALUES (" + places + ")", PQnfields(row.get()));
  return pattern;
}

void RawPostgresRows::Pattern::Set(const std::string& column, const std::string& value) {
  const auto place = std::find(columns.begin(), columns.end(), column);
  values[static_cast<std::size_t>(place - columns.begin())] = value;
}

RawPostgresRows::Result RawPostgresRows::Step(const std::string& name) {
  return Checked(PQexecPrepared(connection_.get(), name.c_str(), 0, nullptr, nullptr, nullptr, 0));
}

RawPostgresRows::Result RawPostgresRows::Step(const Pattern& pattern) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const auto& value : pattern.values) {
    values.push_back(value ? value->data() : nullptr);
    lengths.push_back(value ? static_cast<int>(value->size()) : 0);
  }
  return Checked(PQexecPrepared(connection_.get(), pattern.name.c_str(),
                                static_cast<int>(values.size()), values.data(), lengths.data(),
                                pattern.formats.data(), 0));
}

}  // namespace ischia::bench
