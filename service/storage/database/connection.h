// A connection to a database with its prepared statements. What the two databases do differently is
// said here and in the two drivers and postgresql.h, and nowhere else. Private to the storage
// folder.
//
//   connection.Change("INSERT INTO t (practice_id, day) VALUES ($1, $2)", practice, day);
//   using Row = std::tuple<PatientId, std::optional<CivilDay>>;
//   for (const auto& [id, day] : connection.Rows<Row>(
//            "SELECT patient_id, birth_date FROM patients WHERE practice_id = $1", practice)) ...
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_CONNECTION_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_CONNECTION_H_

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "service/domain/result.h"
#include "service/domain/values.h"
#include "service/storage/database/columns.h"
#include "service/storage/database/driver.h"

namespace ischia::storage {

enum class Engine { kSqlite, kPostgresql };

// Which database, and where.
struct Location {
  Engine engine = Engine::kSqlite;
  // SQLite: the file's name, empty for one in memory. PostgreSQL: words of libpq, the password
  // among them.
  std::string text = {};
};

// A transaction in which a statement has failed.
struct FailedTransaction : std::runtime_error {
  FailedTransaction() : std::runtime_error("a statement of the transaction has failed") {}
};

// One thread at a time. Everything throws DatabaseFailed; callers are inside Guarded.
class Connection {
 public:
  // Opens and sets up; what was set is read back and compared.
  explicit Connection(const Location& location);

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
    return Execute({sql, true}, Held(values...), [](std::span<const Value>) {});
  }
  // A change whose count nobody asks for. On PostgreSQL it goes with the next statement, which
  // fails when this one does.
  template <typename... Values>
  void ChangeLater(const char* sql, const Values&... values) {
    ExecuteLater(sql, Held(values...));
  }
  // `RowType` is a tuple of the columns' types.
  template <typename RowType, typename... Values>
  std::vector<RowType> Rows(const char* sql, const Values&... values) {
    std::vector<RowType> rows;
    Execute({sql, true}, Held(values...),
            [&](std::span<const Value> row) { rows.push_back(ReadRow<RowType>::From(row)); });
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
  std::vector<Texts> TextRows(const std::string& sql, const std::vector<std::string>& values);

  // No statement has failed on it.
  bool sound() const { return sound_; }
  // The server is gone: what was asked last may or may not have been done.
  bool lost() { return !driver_->connected(); }

 private:
  template <typename RowType>
  struct ReadRow;
  template <typename... Columns>
  struct ReadRow<std::tuple<Columns...>> {
    static std::tuple<Columns...> From(std::span<const Value> row) {
      if (row.size() != sizeof...(Columns)) throw UnreadableRow();
      return From(row, std::index_sequence_for<Columns...>{});
    }
    template <std::size_t... places>
    static std::tuple<Columns...> From(std::span<const Value> row, std::index_sequence<places...>) {
      return {Column<Columns>::Read(row[places])...};
    }
  };

  template <typename... Values>
  static std::array<Value, sizeof...(Values)> Held(const Values&... values) {
    return {Column<Values>::Hold(values)...};
  }
  int Execute(const SqlText& sql, std::span<const Value> values, const RowSink& sink);
  void ExecuteLater(const char* sql, std::span<const Value> values);

  const Engine engine_;
  bool sound_ = true;
  std::optional<domain::PracticeId> practice_;  // that this transaction has entered
  std::unique_ptr<Driver> driver_;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_CONNECTION_H_
