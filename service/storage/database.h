// A connection to the database with its prepared statements, the pool that lends connections, and
// the one place where what the library throws becomes an Error. Private to the storage folder.
//
//   connection.Change("INSERT INTO t (practice_id, day) VALUES ($1, $2)", practice, day);
//   using Row = std::tuple<PatientId, std::optional<CivilDay>>;
//   for (const auto& [id, day] : connection.Rows<Row>(
//            "SELECT patient_id, birth_date FROM patients WHERE practice_id = $1", practice)) ...
//
// Each text is prepared once for a connection and used again; texts are literals.
#ifndef ISCHIA_SERVICE_STORAGE_DATABASE_H_
#define ISCHIA_SERVICE_STORAGE_DATABASE_H_

#include <Poco/Data/LOB.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "service/domain/result.h"
#include "service/domain/values.h"

namespace ischia::storage {

// A value of a column of bytes.
struct Bytes {
  std::string data;
};

// A text with a NUL, which both databases would cut silently.
struct NulInText : std::invalid_argument {
  NulInText() : std::invalid_argument("text with a NUL") {}
};
// A row that this version cannot read.
struct UnreadableRow : std::runtime_error {
  UnreadableRow() : std::runtime_error("a row cannot be read") {}
};

// Literals joined by the compiler: Sql("SELECT a FROM t") + " WHERE b = $1".
template <std::size_t size>
struct Sql {
  char text[size] = {};
  constexpr Sql() = default;
  constexpr Sql(const char (&literal)[size]) {  // NOLINT(google-explicit-constructor)
    std::copy(literal, literal + size, text);
  }
  constexpr operator const char*() const { return text; }  // NOLINT(google-explicit-constructor)
};
template <std::size_t size, std::size_t more>
constexpr auto operator+(const Sql<size>& head, const char (&tail)[more]) {
  Sql<size + more - 1> joined;
  std::copy(tail, tail + more, std::copy(head.text, head.text + size - 1, joined.text));
  return joined;
}

// -- How a value of ours lies in a column -------------------------------------------------------
// Held is what the library binds and reads: always nullable, since a NULL read into a plain number
// becomes 0 (Poco 1.11).

template <typename T>
struct Column;

template <>
struct Column<std::string> {
  using Held = Poco::Nullable<std::string>;
  static Held Hold(const std::string& text) {
    if (text.find('\0') != std::string::npos) throw NulInText();
    return text;
  }
  static std::string Read(const Held& held) { return held.value(); }
};
template <>
struct Column<std::int64_t> {
  using Held = Poco::Nullable<Poco::Int64>;
  static Held Hold(std::int64_t number) { return Held(number); }
  static std::int64_t Read(const Held& held) { return held.value(); }
};
template <>
struct Column<Bytes> {
  using Held = Poco::Nullable<Poco::Data::CLOB>;
  static Held Hold(const Bytes& bytes) { return Held(Poco::Data::CLOB(bytes.data)); }
  static Bytes Read(const Held& held) {
    const Poco::Data::CLOB& lob = held.value();
    return {std::string(lob.rawContent(), lob.size())};
  }
};
template <typename T>
requires std::is_integral_v<T> || std::is_enum_v<T>
struct Column<T> {
  using Held = Column<std::int64_t>::Held;
  static Held Hold(T value) { return Held(static_cast<Poco::Int64>(value)); }
  static T Read(const Held& held) { return static_cast<T>(held.value()); }
};
template <>
struct Column<domain::Instant> {  // milliseconds, UTC
  using Held = Column<std::int64_t>::Held;
  static Held Hold(domain::Instant instant) {
    return Held(static_cast<Poco::Int64>(instant.time_since_epoch().count()));
  }
  static domain::Instant Read(const Held& held) {
    return domain::Instant{std::chrono::milliseconds{held.value()}};
  }
};
template <>
struct Column<domain::CivilDay> {  // "2026-06-01"
  using Held = Column<std::string>::Held;
  static Held Hold(domain::CivilDay day) { return Held(domain::IsoDay(day)); }
  static domain::CivilDay Read(const Held& held) {
    const std::optional<domain::CivilDay> day = domain::ParseIsoDay(held.value());
    if (!day) throw UnreadableRow();
    return *day;
  }
};
template <typename Kind>
struct Column<domain::ResourceId<Kind>> {
  using Held = Column<std::string>::Held;
  static Held Hold(const domain::ResourceId<Kind>& id) {
    return Column<std::string>::Hold(id.text());
  }
  static domain::ResourceId<Kind> Read(const Held& held) {
    return domain::ResourceId<Kind>(held.value());
  }
};
template <typename T>
struct Column<std::optional<T>> {
  using Held = typename Column<T>::Held;
  static Held Hold(const std::optional<T>& value) {
    return value ? Column<T>::Hold(*value) : Held();
  }
  static std::optional<T> Read(const Held& held) {
    if (held.isNull()) return std::nullopt;
    return Column<T>::Read(held);
  }
};

// -- Connection ---------------------------------------------------------------------------------

// One thread at a time. Everything throws what the library throws; callers are inside Guarded.
class Connection {
 public:
  // Opens and sets up; what was set is read back and compared.
  explicit Connection(const std::string& location);
  ~Connection();

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

  // No statement has failed on it.
  bool sound() const { return sound_; }

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
  static void Bind(Poco::Data::Statement& statement, const char* sql, In& in, Out& out) {
    statement << sql;
    std::apply([&](auto&... values) { ((statement, Poco::Data::Keywords::use(values)), ...); }, in);
    std::apply([&](auto&... columns) { ((statement, Poco::Data::Keywords::into(columns)), ...); },
               out);
  }
  std::size_t Execute(const char* sql, Poco::Data::Statement& statement);
  void SetUp(bool in_memory);
  void SetPragma(const std::string& name, const std::string& value, const std::string& reads_back);

  bool sound_ = true;
  Poco::Data::Session session_;
  std::map<const char*, std::unique_ptr<PreparedBase>> prepared_;  // gone before the session
};

// -- Errors -------------------------------------------------------------------------------------

// STORE_FULL, FIELD_INVALID (a NUL), else STORE_UNAVAILABLE. No word of the library goes out: its
// texts hold values of rows.
domain::Error Translated(const std::exception& thrown);

// Runs `step`, which returns a Result; what the library throws becomes its Error.
template <typename StepType>
auto Guarded(const StepType& step) -> decltype(step()) {
  try {
    return step();
  } catch (const std::exception& thrown) {
    return Translated(thrown);
  }
}

// -- Pool ---------------------------------------------------------------------------------------

// Lends connections, each to one borrower at a time. On SQLite every transaction writes, so one
// connection is enough and the pool is the queue of the writers.
class Pool {
 public:
  // An empty location is a database in memory. It lives in its only connection, which is therefore
  // never given up; others are, after any error.
  explicit Pool(std::string location) : location_(std::move(location)) {}

  // STORE_UNAVAILABLE after 5 s, or when no connection can be opened.
  domain::Result<std::unique_ptr<Connection>> Take();
  void Return(std::unique_ptr<Connection> connection);

 private:
  const std::string location_;
  std::mutex mutex_;
  std::condition_variable returned_;
  bool lent_ = false;                 // guarded by mutex_
  std::unique_ptr<Connection> idle_;  // guarded by mutex_
};

// Held as long as a process uses a database file.
class FileLock {
 public:
  FileLock() = default;
  FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FileLock();

  // STORE_UNAVAILABLE: another process has it, or the folder cannot be written.
  static domain::Result<FileLock> Take(const std::filesystem::path& file);

 private:
  int descriptor_ = -1;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_DATABASE_H_
