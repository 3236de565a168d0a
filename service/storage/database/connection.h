// A connection to a database with its prepared statements. What the two databases do differently is
// said here and in sqlite.h and postgresql.h, and nowhere else. Private to the storage folder.
//
//   connection.Change("INSERT INTO t (practice_id, day) VALUES ($1, $2)", practice, day);
//   using Row = std::tuple<PatientId, std::optional<CivilDay>>;
//   for (const auto& [id, day] : connection.Rows<Row>(
//            "SELECT patient_id, birth_date FROM patients WHERE practice_id = $1", practice)) ...
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_CONNECTION_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_CONNECTION_H_

#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "service/domain/result.h"
#include "service/domain/values.h"
#include "service/storage/database/columns.h"

namespace ischia::storage {

enum class Engine { kSqlite, kPostgresql };

// Which database, and where.
struct Location {
  Engine engine = Engine::kSqlite;
  // SQLite: the file's name, empty for one in memory. PostgreSQL: words of libpq, the password
  // among them.
  std::string text = {};
};

// One thread at a time. Everything throws what the library throws; callers are inside Guarded.
class Connection {
 public:
  // Opens and sets up; what was set is read back and compared.
  explicit Connection(const Location& location);
  ~Connection();

  Engine engine() const { return engine_; }

  // -- One transaction after the other.
  // On SQLite a writer from its first statement: one that began with a read and then wrote would
  // fail when another one wrote in between. On PostgreSQL READ COMMITTED, with locks where they are
  // needed: TakeTurn, and the rows that statements lock.
  void Begin();
  // Refuses when a statement has failed: PostgreSQL answers COMMIT with a rollback then, without an
  // error.
  void Commit();
  void Rollback();

  // Lets the transaction into the rows of a practice, and of this one only: row-level security asks
  // for it. SQLite has none.
  void EnterPractice(const domain::PracticeId& practice);
  // Waits until no other transaction holds the turn of the practice, and holds it until the end. On
  // SQLite every transaction has the whole file to itself.
  void TakeTurn(const domain::PracticeId& practice);
  // The clock of the server that several processes share; unset on SQLite.
  std::optional<domain::Instant> SharedClock();

  // -- Statements. Each text is prepared once and used again; texts are literals.
  // A statement without values, not kept.
  void Run(const std::string& sql);
  // Returns the number of rows changed.
  template <typename... Values>
  int Change(const char* sql, const Values&... values) {
    auto& prepared = Prepare<std::tuple<typename Column<Values>::Held...>, std::tuple<>>(sql);
    prepared.in = {Column<Values>::Hold(values)...};
    return static_cast<int>(Execute(sql, prepared.statement));
  }
  // `RowType` is a tuple of the columns' types.
  template <typename RowType, typename... Values>
  std::vector<RowType> Rows(const char* sql, const Values&... values) {
    auto& prepared =
        Prepare<std::tuple<typename Column<Values>::Held...>, typename Held<RowType>::Out>(sql);
    prepared.in = {Column<Values>::Hold(values)...};
    std::apply([](auto&... columns) { (columns.clear(), ...); }, prepared.out);
    const std::size_t count = Execute(sql, prepared.statement);
    if (engine_ == Engine::kPostgresql) {
      std::apply([](auto&... columns) { (DecodeBytes(columns), ...); }, prepared.out);
    }
    std::vector<RowType> rows;
    rows.reserve(count);
    for (std::size_t i = 0; i < count; ++i) rows.push_back(Held<RowType>::Read(prepared.out, i));
    return rows;
  }
  // The only row; unset when there is none.
  template <typename RowType, typename... Values>
  std::optional<RowType> Row(const char* sql, const Values&... values) {
    std::vector<RowType> rows = Rows<RowType>(sql, values...);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }

  // -- Statements that are made up while running; not kept. Every value is a text, unset for NULL.
  using Texts = std::vector<std::optional<std::string>>;
  std::vector<Texts> TextRows(const std::string& sql, std::size_t column_count,
                              std::vector<std::string> values);

  // No statement has failed on it.
  bool sound() const { return sound_; }
  // The server is gone: what was asked last may or may not have been done.
  bool lost() { return !session_.isConnected(); }

 private:
  struct PreparedBase {
    explicit PreparedBase(Poco::Data::Session& session) : statement(session) {}
    virtual ~PreparedBase() = default;
    Poco::Data::Statement statement;
  };
  // A statement with the variables that it is bound to for its life.
  template <typename In, typename Out>
  struct Prepared : PreparedBase {
    explicit Prepared(Poco::Data::Session& session) : PreparedBase(session) {}
    In in;
    Out out;
  };

  // The columns of a result, each as a vector, and how a row is read from them.
  template <typename RowType>
  struct Held;
  template <typename... Columns>
  struct Held<std::tuple<Columns...>> {
    using Out = std::tuple<std::vector<typename Column<Columns>::Held>...>;
    static std::tuple<Columns...> Read(const Out& out, std::size_t row) {
      return std::apply(
          [&](const auto&... columns) {
            return std::tuple<Columns...>(Column<Columns>::Read(columns.at(row))...);
          },
          out);
    }
  };

  template <typename In, typename Out>
  Prepared<In, Out>& Prepare(const char* sql) {
    std::unique_ptr<PreparedBase>& kept = prepared_[sql];
    if (!kept) {
      auto made = std::make_unique<Prepared<In, Out>>(session_);
      Bind(made->statement, sql, made->in, made->out);
      kept = std::move(made);
    }
    auto* prepared = dynamic_cast<Prepared<In, Out>*>(kept.get());
    domain::Ensure(prepared != nullptr);  // one text is always used with the same types
    return *prepared;
  }
  template <typename In, typename Out>
  void Bind(Poco::Data::Statement& statement, const char* sql, In& in, Out& out) const {
    statement << Worded(sql);
    std::apply([&](auto&... values) { ((statement, Poco::Data::Keywords::use(values)), ...); }, in);
    std::apply([&](auto&... columns) { ((statement, Poco::Data::Keywords::into(columns)), ...); },
               out);
  }
  // The text as this database takes it.
  std::string Worded(std::string sql) const;
  std::size_t Execute(const char* sql, Poco::Data::Statement& statement);
  void Drop(const char* sql);

  // PostgreSQL gives bytes as a text, "\\x0aff".
  using HeldBytes = Column<Bytes>::Held;
  static void DecodeBytes(std::vector<HeldBytes>& column);
  template <typename Other>
  static void DecodeBytes(std::vector<Other>& /*column*/) {}

  const Engine engine_;
  bool sound_ = true;
  std::optional<domain::PracticeId> practice_;  // that this transaction has entered
  Poco::Data::Session session_;
  std::map<const char*, std::unique_ptr<PreparedBase>> prepared_;  // gone before the session
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_CONNECTION_H_
