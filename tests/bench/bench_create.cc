// How many programs a second are created durably, beside the same rows in as many transactions by
// the database's own C interface: on SQLite and on PostgreSQL.
//
//   bench_create [--brief]
#include <atomic>
#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "service/storage/sql_store.h"
#include "tests/bench/live_clinic.h"
#include "tests/bench/raw_postgres_rows.h"
#include "tests/bench/raw_rows.h"
#include "tests/bench/report.h"
#include "tests/bench/timing.h"
#include "tests/support/postgres.h"
#include "tests/support/temp_folder.h"

namespace ischia::bench {
namespace {

constexpr double kGoal = 0.8;
constexpr int kClients[] = {1, 8};

std::unique_ptr<app::Store> OpenFile(const std::filesystem::path& file) {
  auto store = storage::OpenSqliteFile(file);
  Require(store.ok(), "a store");
  return std::move(store).value();
}

std::unique_ptr<app::Store> OpenDatabase(const test::PostgresDatabase& database) {
  auto opened = storage::OpenPostgresql(database.application(), kClients[1]);
  Require(std::holds_alternative<std::unique_ptr<app::Store>>(opened), "a store");
  return std::get<std::unique_ptr<app::Store>>(std::move(opened));
}

// A clinic on a store, with V01's assessment.
struct Product {
  explicit Product(std::unique_ptr<app::Store> store) {
    clinic = std::make_unique<LiveClinic>(std::move(store));
    const Admitted admitted = Admit(*clinic, "v01");
    request = {admitted.patient.name, admitted.assessment.name, StartDate(), {}, false};
  }

  domain::Result<app::ProgramRecord> Create(const app::Call& call = NewCall()) {
    return clinic->programs.CreateProgram(call, request);
  }

  std::unique_ptr<LiveClinic> clinic;
  app::CreateProgramRequest request;
};

// The call stores the program it answers with, and its repetition stores nothing.
void RequireRightAnswer(Product& product) {
  const app::Call call = NewCall();
  const auto created = product.Create(call);
  Require(created.ok(), "a program");
  RequireTheCasesProgram(*created->content, "v01");
  const auto read = product.clinic->programs.GetProgram(NewCall(), created->name);
  Require(read.ok() && *read == *created, "the program as it was stored");
  const auto repeated = product.Create(call);
  Require(repeated.ok() && *repeated == *created, "the answer to a repeated request");
}

// Keys as long and as random as the product's.
RawKeys NewKeys(LiveClinic& clinic) {
  constexpr std::size_t kShortCode = 9;
  const std::string id = clinic.ids.NewId();
  return {id, id.substr(0, kShortCode), NewCall().request_id};
}

struct Rate {
  int items = 0;
  double per_second = 0;
  double cpu = 0;  // microseconds per item
};

// Runs `item` again and again on each of `clients` threads, which have numbers from 0. An exception
// of one ends all.
Rate Run(int clients, std::chrono::milliseconds length, const std::function<void(int)>& item) {
  std::atomic<int> items{0};
  std::exception_ptr thrown;
  std::mutex mutex;  // guards thrown
  const double cpu_before = CpuOfThisProcess();
  const auto begin = std::chrono::steady_clock::now();
  const auto work = [&](int client) {
    try {
      for (; std::chrono::steady_clock::now() - begin < length; ++items) item(client);
    } catch (...) {
      const std::lock_guard lock(mutex);
      thrown = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
  if (thrown) std::rethrow_exception(thrown);
  const std::chrono::duration<double> span = std::chrono::steady_clock::now() - begin;
  return {items, items / span.count(), (CpuOfThisProcess() - cpu_before) / items};
}

// What one database of a comparison is to the other side.
class RawSide {
 public:
  virtual ~RawSide() = default;
  // One transaction of the client with this number.
  virtual void Write(int client, const RawKeys& keys) = 0;
  virtual std::int64_t Count(const std::string& table) = 0;
};

class SqliteSide : public RawSide {
 public:
  explicit SqliteSide(const std::filesystem::path& file) : rows_(file) {}
  void Write(int /*client*/, const RawKeys& keys) override {
    const std::lock_guard lock(mutex_);  // SQLite lets one writer in at a time
    rows_.Write(keys);
  }
  std::int64_t Count(const std::string& table) override { return rows_.Count(table); }

 private:
  std::mutex mutex_;
  RawRows rows_;
};

// Each client has a connection of its own, as the product's pool gives it one.
class PostgresSide : public RawSide {
 public:
  explicit PostgresSide(test::PostgresDatabase database) : database_(std::move(database)) {
    for (int i = 0; i < kClients[1]; ++i) {
      clients_.push_back(std::make_unique<RawPostgresRows>(database_.application()));
    }
  }
  void Write(int client, const RawKeys& keys) override {
    clients_[static_cast<std::size_t>(client)]->Write(keys);
  }
  std::int64_t Count(const std::string& table) override { return CountIn(database_, table); }

  static std::int64_t CountIn(const test::PostgresDatabase& database, const std::string& table) {
    return std::stoll(database.Rows("SELECT count(*) FROM " + table).front());
  }

 private:
  test::PostgresDatabase database_;
  std::vector<std::unique_ptr<RawPostgresRows>> clients_;
};

// Both sides on databases of their own, and what they have written so far.
class Comparison {
 public:
  // `stored` counts the rows of the product's tables once its store is closed.
  Comparison(std::unique_ptr<app::Store> store, std::unique_ptr<RawSide> raw,
             std::function<std::int64_t(const std::string& table)> stored)
      : product_(std::move(store)), raw_(std::move(raw)), stored_(std::move(stored)) {
    RequireRightAnswer(product_);
  }

  Rate RunProduct(int clients, std::chrono::milliseconds length) {
    const Rate rate =
        Run(clients, length, [&](int) { Require(product_.Create().ok(), "a program"); });
    created_ += rate.items;
    return rate;
  }

  Rate RunRaw(int clients, std::chrono::milliseconds length) {
    const Rate rate =
        Run(clients, length, [&](int client) { raw_->Write(client, NewKeys(*product_.clinic)); });
    written_ += rate.items;
    return rate;
  }

  // Ends the product: its database is looked into.
  void RequireAllRows() {
    Require(raw_->Count("programs") == written_, "the programs of the raw side");
    Require(raw_->Count("program_revisions") == written_, "the revisions of the raw side");
    product_.clinic.reset();
    Require(stored_("programs") == created_, "the product's programs");
    Require(stored_("program_revisions") == created_, "the product's revisions");
  }

 private:
  Product product_;
  std::unique_ptr<RawSide> raw_;
  std::function<std::int64_t(const std::string& table)> stored_;
  int created_ = 1;
  int written_ = 1;
};

// Leaves one program, whose rows the raw side takes as its pattern.
void MakePattern(std::unique_ptr<app::Store> store) {
  Require(Product(std::move(store)).Create().ok(), "a pattern");
}

Comparison OnSqlite(const std::filesystem::path& folder) {
  const std::filesystem::path product = folder / "product.db";
  const std::filesystem::path raw = folder / "raw.db";
  MakePattern(OpenFile(raw));
  return {OpenFile(product), std::make_unique<SqliteSide>(raw),
          [product](const std::string& table) { return RawRows(product).Count(table); }};
}

Comparison OnPostgresql(test::PrivatePostgres& server) {
  const test::PostgresDatabase product = server.Migrated();
  const test::PostgresDatabase raw = server.Migrated();
  MakePattern(OpenDatabase(raw));
  return {OpenDatabase(product), std::make_unique<PostgresSide>(raw),
          [product](const std::string& table) { return PostgresSide::CountIn(product, table); }};
}

struct Figures {
  Series raw, product, ratio, raw_cpu, product_cpu;

  void Add(const Rate& of_raw, const Rate& of_product) {
    raw.Add(of_raw.per_second);
    product.Add(of_product.per_second);
    ratio.Add(of_product.per_second / of_raw.per_second);
    raw_cpu.Add(of_raw.cpu);
    product_cpu.Add(of_product.cpu);
  }
};

void Compare(const std::string& database, Comparison comparison, const Options& options,
             Report& report) {
  const std::chrono::milliseconds length(options.brief ? 50 : 1000);
  std::map<int, Figures> figures;
  for (int round = 0; round <= options.rounds(); ++round) {
    for (const int clients : kClients) {
      const bool raw_first = round % 2 == 0;
      Rate raw = raw_first ? comparison.RunRaw(clients, length) : Rate{};
      const Rate product = comparison.RunProduct(clients, length);
      if (!raw_first) raw = comparison.RunRaw(clients, length);
      if (round > 0) figures[clients].Add(raw, product);
    }
  }
  comparison.RequireAllRows();

  report.Row({database + ", clients", "raw transactions/s", "programs/s", "ratio", "raw CPU us",
              "CPU us"});
  for (const auto& [clients, at] : figures) {
    report.Row({std::to_string(clients), at.raw.Text(), at.product.Text(), at.ratio.Text(2),
                at.raw_cpu.Text(), at.product_cpu.Text()});
  }
  for (const auto& [clients, at] : figures) {
    report.Judge(
        "CreateProgram on " + database + " over raw rows, clients: " + std::to_string(clients),
        at.ratio.median(), kGoal);
  }
}

void Creating(const Options& options, Report& report) {
  const support::TempFolder folder;
  Compare("SQLite", OnSqlite(folder.path()), options, report);
  test::PrivatePostgres server;
  Compare("PostgreSQL", OnPostgresql(server), options, report);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Creating);
}
