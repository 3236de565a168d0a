#include "service/storage/database/postgresql_driver.h"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <map>
#include <string_view>
#include <vector>

namespace ischia::storage {
namespace {

using Session = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;

// Types of the server's catalogue (pg_type.dat); none: whatever the statement needs there.
constexpr Oid kNone = 0;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kInt4 = 23;
constexpr Oid kText = 25;
constexpr int kTextFormat = 0;
constexpr int kBinaryFormat = 1;

// Bounds of a statement, of a wait for a lock, and of a transaction that nobody goes on with; one
// plan for each statement, since all of them go by keys and planning over the parts of a divided
// table costs more than running; and a commit that waits for the disk, whatever the role's settings
// say.
constexpr char kSetUp[] =
    "SELECT set_config('client_encoding', 'UTF8', false), "
    "set_config('lock_timeout', '5s', false), "
    "set_config('statement_timeout', '30s', false), "
    "set_config('idle_in_transaction_session_timeout', '60s', false), "
    "set_config('plan_cache_mode', 'force_generic_plan', false), "
    "set_config('synchronous_commit', CASE current_setting('synchronous_commit') "
    "WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)";

std::uint64_t BigEndian(const char* bytes, std::size_t size) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < size; ++i) {
    number = number << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return number;
}

// Values as libpq takes them: integers, texts and bytes as they are, words as texts.
class Parameters {
 public:
  explicit Parameters(std::span<const Value> values) {
    integers_.reserve(values.size());
    words_.reserve(values.size());
    for (const Value& value : values) Add(value);
  }

  int count() const { return static_cast<int>(types_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* bytes() const { return bytes_.data(); }
  const int* sizes() const { return sizes_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void Add(const Value& value) {
    types_.push_back(TypeOf(value.type()));
    formats_.push_back(value.type() == Value::Type::kWord ? kTextFormat : kBinaryFormat);
    std::string_view bytes;
    if (value.null()) {
      bytes_.push_back(nullptr);
      sizes_.push_back(0);
      return;
    }
    if (value.type() == Value::Type::kInteger) {
      bytes = AsBytes(value.number());
    } else if (value.type() == Value::Type::kWord) {
      bytes = words_.emplace_back(value.text());  // libpq reads it up to a NUL
    } else {
      bytes = value.text();
    }
    bytes_.push_back(bytes.empty() ? "" : bytes.data());  // a pointer to nothing would be NULL
    sizes_.push_back(static_cast<int>(bytes.size()));
  }

  static Oid TypeOf(Value::Type type) {
    switch (type) {
      case Value::Type::kInteger:
        return kInt8;
      case Value::Type::kText:
        return kText;
      case Value::Type::kBytes:
        return kBytea;
      case Value::Type::kWord:
        return kNone;
    }
    return kNone;
  }

  std::string_view AsBytes(std::int64_t number) {
    auto& bytes = integers_.emplace_back();
    const auto bits = static_cast<std::uint64_t>(number);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] = static_cast<char>(bits >> (8 * (bytes.size() - 1 - i)));
    }
    return {bytes.data(), bytes.size()};
  }

  std::vector<std::array<char, sizeof(std::int64_t)>> integers_;  // never moved: reserved
  std::vector<std::string> words_;                                // never moved: reserved
  std::vector<Oid> types_;
  std::vector<const char*> bytes_;
  std::vector<int> sizes_;
  std::vector<int> formats_;
};

Value Cell(const PGresult* rows, int row, int column) {
  const Oid type = PQftype(rows, column);
  if (PQgetisnull(rows, row, column) == 1) return Value::Null(Value::Type::kText);
  const char* const bytes = PQgetvalue(rows, row, column);
  const auto size = static_cast<std::size_t>(PQgetlength(rows, row, column));
  if (type == kInt8) return Value::Integer(std::bit_cast<std::int64_t>(BigEndian(bytes, size)));
  if (type == kInt4) {
    return Value::Integer(
        std::bit_cast<std::int32_t>(static_cast<std::uint32_t>(BigEndian(bytes, size))));
  }
  return Value::Text(type == kBytea ? Value::Type::kBytes : Value::Type::kText, {bytes, size});
}

void HandOver(const PGresult* rows, const RowSink& sink) {
  std::vector<Value> row;
  for (int i = 0; i < PQntuples(rows); ++i) {
    row.clear();
    for (int column = 0; column < PQnfields(rows); ++column) row.push_back(Cell(rows, i, column));
    sink(row);
  }
}

int RowsChanged(PGresult* result) {
  const std::string_view text = PQcmdTuples(result);
  int count = 0;
  (void)std::from_chars(text.data(), text.data() + text.size(), count);  // none: stays 0
  return count;
}

// Always in pipeline mode, where statements are sent one behind the other, and the server skips
// those behind one that failed, up to the next synchronization.
class PostgresqlDriver final : public Driver {
 public:
  explicit PostgresqlDriver(const std::string& words)
      : session_(PQconnectdb(words.c_str()), PQfinish) {
    if (PQstatus(session_.get()) != CONNECTION_OK) throw DatabaseFailed();
    // libpq would write what the server remarks to standard error, past the log.
    PQsetNoticeProcessor(
        session_.get(), [](void*, const char*) {}, nullptr);
    Require(PQenterPipelineMode(session_.get()));
    (void)Run({kSetUp, false}, {}, [](std::span<const Value>) {});  // it changes no rows
  }

  int Run(const SqlText& sql, std::span<const Value> values, const RowSink& sink) override {
    RunLater(sql, values);
    Require(PQpipelineSync(session_.get()));
    const Answer answer = LastAnswer();
    HandOver(answer.get(), sink);
    return RowsChanged(answer.get());
  }

  void RunLater(const SqlText& sql, std::span<const Value> values) override {
    const Parameters parameters(values);
    if (sql.lasting) {
      const std::string name = Prepared(sql.text, parameters);
      Require(PQsendQueryPrepared(session_.get(), name.c_str(), parameters.count(),
                                  parameters.bytes(), parameters.sizes(), parameters.formats(),
                                  kBinaryFormat));
    } else {
      Require(PQsendQueryParams(session_.get(), sql.text, parameters.count(), parameters.types(),
                                parameters.bytes(), parameters.sizes(), parameters.formats(),
                                kBinaryFormat));
    }
    ++sent_;
  }

  // A server that has ended the connection has said so, and what it said waits to be read.
  bool connected() override {
    pollfd socket{PQsocket(session_.get()), POLLIN, 0};
    while (sent_ == 0 && PQstatus(session_.get()) == CONNECTION_OK && poll(&socket, 1, 0) == 1) {
      if (PQconsumeInput(session_.get()) != 1) return false;
    }
    return PQstatus(session_.get()) == CONNECTION_OK;
  }

 private:
  static void Require(int done) {
    if (done != 1) throw DatabaseFailed();
  }

  std::string Prepared(const char* sql, const Parameters& parameters) {
    const auto [kept, added] = names_.try_emplace(sql, name_count_);
    const std::string name = "s" + std::to_string(kept->second);
    if (added) {
      ++name_count_;
      Require(
          PQsendPrepare(session_.get(), name.c_str(), sql, parameters.count(), parameters.types()));
      ++sent_;
    }
    return name;
  }

  // Reads what was sent up to the synchronization; the answer to the last statement.
  Answer LastAnswer() {
    Answer last(nullptr, PQclear);
    bool failed = false;
    for (; sent_ > 0; --sent_) {
      last = Next();
      const ExecStatusType status = PQresultStatus(last.get());
      failed = failed || (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK);
      if (Next() != nullptr) throw DatabaseFailed();  // each answer ends with nothing
    }
    if (PQresultStatus(Next().get()) != PGRES_PIPELINE_SYNC || failed) {
      names_.clear();  // a statement behind the failed one may not have been prepared
      throw DatabaseFailed();
    }
    return last;
  }
  Answer Next() { return {PQgetResult(session_.get()), PQclear}; }

  Session session_;
  std::map<const char*, int> names_;  // of the statements that the server has prepared
  int name_count_ = 0;
  int sent_ = 0;  // statements without an answer yet
};

}  // namespace

Reached Reach(const std::string& words) {
  const Session session(PQconnectdb(words.c_str()), PQfinish);
  if (PQstatus(session.get()) == CONNECTION_OK) return Reached::kConnected;
  return PQping(words.c_str()) == PQPING_OK ? Reached::kLoginRefused : Reached::kNobodyThere;
}

std::unique_ptr<Driver> ConnectPostgresql(const std::string& words) {
  return std::make_unique<PostgresqlDriver>(words);
}

}  // namespace ischia::storage
