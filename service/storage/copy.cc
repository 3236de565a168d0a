#include "service/storage/copy.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "service/application/encoding.h"
#include "service/storage/database/connection.h"
#include "service/storage/database/guarded.h"
#include "service/storage/database/postgresql.h"
#include "service/storage/database/sqlite.h"
#include "service/storage/schema.h"

namespace ischia::storage {
namespace {

using domain::PracticeId;
using domain::Result;
using Texts = Connection::Texts;

struct TableColumn {
  std::string name;
  std::string type;   // as SQLite's schema says it
  int key_place = 0;  // from 1; 0: not of the key
};

struct Table {
  std::string name;
  std::vector<TableColumn> columns;

  std::vector<std::size_t> key() const {
    std::vector<std::size_t> places(columns.size());
    std::size_t size = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].key_place == 0) continue;
      places.at(static_cast<std::size_t>(columns[i].key_place) - 1) = i;
      ++size;
    }
    places.resize(size);
    return places;
  }
  // Rows that are held at once: a column "bytes" holds whole documents.
  int batch() const {
    const bool documents = std::any_of(columns.begin(), columns.end(),
                                       [](const auto& column) { return column.name == "bytes"; });
    return documents ? 4 : 500;
  }
};

std::string List(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

template <typename Word>
std::string ListOf(const std::vector<TableColumn>& columns, const Word& word) {
  std::vector<std::string> words;
  words.reserve(columns.size());
  for (const TableColumn& column : columns) words.push_back(word(column));
  return List(words);
}

std::vector<Table> TablesOf(Connection& source) {
  std::vector<Table> tables;
  for (const std::string& name : TableNames()) {
    Table table{name, {}};
    using Row = std::tuple<std::string, std::string, int>;
    for (const auto& [column, type, key_place] :
         source.Rows<Row>("SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid", name)) {
      table.columns.push_back({column, type, key_place});
    }
    tables.push_back(std::move(table));
  }
  return tables;
}

// -- Reading, the same on both sides ------------------------------------------------------------

// A column as a text that is the same on both sides, however the database holds it.
std::string AsText(const TableColumn& column, Engine engine) {
  if (column.type == "BIGINT") return "CAST(" + column.name + " AS TEXT)";
  if (column.type != "BLOB") return column.name;
  const std::string digits = engine == Engine::kSqlite
                                 ? "hex(" + column.name + ")"
                                 : "upper(encode(" + column.name + ", 'hex'))";
  return "CASE WHEN " + column.name + " IS NULL THEN NULL ELSE " + digits + " END";
}

// The rows of a practice in the order of their key, a batch at a time.
class Reader {
 public:
  Reader(Connection& connection, const Table& table, const PracticeId& practice)
      : connection_(connection), table_(table), practice_(practice.text()) {}

  // Empty when all were read.
  std::vector<Texts> Next() {
    std::vector<Texts> rows =
        connection_.TextRows(Select(), last_key_.empty() ? std::vector{practice_} : last_key_);
    if (!rows.empty()) {
      last_key_.clear();
      for (const std::size_t place : table_.key()) last_key_.push_back(*rows.back()[place]);
    }
    return rows;
  }

 private:
  // The practice is the first column of every key. Columns are named with their table: a bare name
  // in ORDER BY would mean the selected text.
  std::string Select() const {
    std::vector<std::string> key;
    std::vector<std::string> values;
    for (const std::size_t place : table_.key()) {
      key.push_back(table_.name + '.' + table_.columns[place].name);
      values.push_back("$" + std::to_string(values.size() + 1));
    }
    std::string condition = "practice_id = $1";
    if (!last_key_.empty() && key.size() > 1) {
      condition += " AND (" + List({key.begin() + 1, key.end()}) + ") > (" +
                   List({values.begin() + 1, values.end()}) + ")";
    } else if (!last_key_.empty()) {
      condition += " AND practice_id > $1";  // the practice's only row was read
    }
    return "SELECT " +
           ListOf(table_.columns,
                  [&](const TableColumn& column) { return AsText(column, connection_.engine()); }) +
           " FROM " + table_.name + " WHERE " + condition + " ORDER BY " + List(key) + " LIMIT " +
           std::to_string(table_.batch());
  }

  Connection& connection_;
  const Table& table_;
  const std::string practice_;
  std::vector<std::string> last_key_;
};

// Row count and digest of what one side has of a table.
struct Sum {
  std::int64_t row_count = 0;
  std::string sha256;  // raw
  bool operator==(const Sum&) const = default;

  void Add(const app::Digest& digest, const std::vector<Texts>& rows) {
    for (const Texts& row : rows) {
      std::string joined = sha256;
      for (const auto& value : row) {
        joined += value ? app::Joined({"value", *value}) : app::Joined({"none"});
      }
      sha256 = digest.Sha256(joined);
      ++row_count;
    }
  }
};
using Sums = std::map<std::string, Sum>;  // by table

// -- Writing ------------------------------------------------------------------------------------

// A column of the batch as the text of an array.
std::string ArrayOf(const std::vector<Texts>& rows, std::size_t column) {
  std::string array = "{";
  for (const Texts& row : rows) {
    if (array.size() > 1) array += ',';
    if (!row[column]) {
      array += "NULL";
      continue;
    }
    array += '"';
    for (const char c : *row[column]) {
      if (c == '"' || c == '\\') array += '\\';
      array += c;
    }
    array += '"';
  }
  return array + '}';
}

// A batch is one statement, one array for each column.
void Write(Connection& target, const Table& table, const std::vector<Texts>& rows) {
  std::vector<std::string> arrays;
  const std::string names =
      ListOf(table.columns, [](const TableColumn& column) { return column.name; });
  const std::string given = ListOf(table.columns, [](const TableColumn& column) {
    return column.type == "BLOB" ? "decode(" + column.name + ", 'hex')" : column.name;
  });
  const std::string unnested = ListOf(table.columns, [&](const TableColumn& column) {
    arrays.push_back(ArrayOf(rows, arrays.size()));
    return "CAST($" + std::to_string(arrays.size()) + " AS " +
           (column.type == "BIGINT" ? "bigint" : "text") + "[])";
  });
  (void)target.TextRows("INSERT INTO " + table.name + " (" + names + ") SELECT " + given +
                            " FROM unnest(" + unnested + ") AS batch (" + names + ")",
                        arrays);
}

// -- The whole ----------------------------------------------------------------------------------

CopyRefusal Source(std::string what, std::string remedy) {
  return {CopyRefusal::Side::kSource, {std::move(what), std::move(remedy)}};
}
CopyRefusal Target(std::string what, std::string remedy) {
  return {CopyRefusal::Side::kTarget, {std::move(what), std::move(remedy)}};
}

class Copy {
 public:
  Copy(Connection& source, Connection& target, const app::Digest& digest)
      : source_(source), target_(target), digest_(digest), tables_(TablesOf(source)) {
    for (const auto& [practice] :
         source_.Rows<std::tuple<PracticeId>>("SELECT practice_id FROM practices "
                                              "ORDER BY practice_id")) {
      practices_.push_back(practice);
    }
  }

  std::variant<std::vector<CopiedTable>, CopyRefusal> Run() {
    target_.Begin();
    target_.Run("SET LOCAL statement_timeout = 0");
    target_.Run("SET LOCAL idle_in_transaction_session_timeout = 0");
    for (const PracticeId& practice : practices_) {
      target_.EnterPractice(practice);
      if (target_.Row<std::tuple<std::int64_t>>("SELECT 1 FROM practices WHERE practice_id = $1",
                                                practice)) {
        return Target("already holds practice " + practice.text(),
                      "Copy into a database that no ischiad has served yet.");
      }
      CopyPractice(practice);
    }
    Sums read_back;
    for (const PracticeId& practice : practices_) {
      target_.EnterPractice(practice);
      SumPractice(practice, read_back);
    }
    if (read_back != sums_) {
      return Target("did not give back what was copied into it; nothing was kept",
                    "Look into the server's log, and repeat.");
    }
    target_.Commit();
    return Told();
  }

 private:
  void CopyPractice(const PracticeId& practice) {
    for (const Table& table : tables_) {
      Reader reader(source_, table, practice);
      for (auto rows = reader.Next(); !rows.empty(); rows = reader.Next()) {
        sums_[table.name].Add(digest_, rows);
        Write(target_, table, rows);
      }
    }
  }

  void SumPractice(const PracticeId& practice, Sums& sums) {
    for (const Table& table : tables_) {
      Reader reader(target_, table, practice);
      for (auto rows = reader.Next(); !rows.empty(); rows = reader.Next()) {
        sums[table.name].Add(digest_, rows);
      }
    }
  }

  std::vector<CopiedTable> Told() {
    std::vector<CopiedTable> told;
    for (const Table& table : tables_) {
      const Sum& sum = sums_[table.name];
      told.push_back({table.name, sum.row_count, app::Hex(sum.sha256)});
    }
    return told;
  }

  Connection& source_;
  Connection& target_;
  const app::Digest& digest_;
  std::vector<Table> tables_;
  std::vector<PracticeId> practices_;
  Sums sums_;
};

}  // namespace

std::variant<std::vector<CopiedTable>, CopyRefusal> CopyToPostgresql(
    const std::filesystem::path& file, const PostgresqlLogin& target, const app::Digest& digest) {
  using Outcome = std::variant<std::vector<CopiedTable>, CopyRefusal>;
  if (!std::filesystem::exists(file)) {
    return Source("names no file", "Name the SQLite file that the clinic has used.");
  }
  const Result<FileLock> lock = FileLock::Take(file);
  if (!lock.ok()) return Source("is in use", "Stop the ischiad that serves it, then repeat.");
  if (const auto refusal = WhyRefused(target))
    return CopyRefusal{CopyRefusal::Side::kTarget, *refusal};
  const Result<Outcome> copied = Guarded([&]() -> Result<Outcome> {
    Connection source({Engine::kSqlite, file.string()});
    const int schema = StoredSchema(source);
    if (schema > NewestSchema()) {
      return Outcome(Source("was made by a later version (R-10)", "Install that version first."));
    }
    if (schema < NewestSchema()) {
      return Outcome(Source("was made by an earlier version",
                            "Start this version's ischiad on it once, then repeat."));
    }
    Connection to(LocationOf(target));
    return Copy(source, to, digest).Run();
  });
  if (copied.ok()) return *copied;
  return Target("was lost, or cannot take what the file holds",
                "Repeat: it holds all of it or nothing, and says so.");
}

}  // namespace ischia::storage
