// How many programs a second are created durably, beside the same rows in as many transactions by
// SQLite's C interface.
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
#include <vector>

#include "service/storage/sql_store.h"
#include "tests/bench/live_clinic.h"
#include "tests/bench/raw_rows.h"
#include "tests/bench/report.h"
#include "tests/bench/timing.h"
#include "tests/support/temp_folder.h"

namespace ischia::bench {
namespace {

constexpr double kGoal = 0.8;
constexpr int kClients[] = {1, 8};

// A clinic on a file, with V01's assessment.
struct Product {
  explicit Product(const std::filesystem::path& file) {
    auto store = storage::OpenSqliteFile(file);
    Require(store.ok(), "a store");
    clinic = std::make_unique<LiveClinic>(std::move(store).value());
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

// Runs `item` again and again on each of `clients` threads. An exception of one ends all.
Rate Run(int clients, std::chrono::milliseconds length, const std::function<void()>& item) {
  std::atomic<int> items{0};
  std::exception_ptr thrown;
  std::mutex mutex;  // guards thrown
  const double cpu_before = CpuOfThisProcess();
  const auto begin = std::chrono::steady_clock::now();
  const auto work = [&] {
    try {
      for (; std::chrono::steady_clock::now() - begin < length; ++items) item();
    } catch (...) {
      const std::lock_guard lock(mutex);
      thrown = std::current_exception();
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  if (thrown) std::rethrow_exception(thrown);
  const std::chrono::duration<double> span = std::chrono::steady_clock::now() - begin;
  return {items, items / span.count(), (CpuOfThisProcess() - cpu_before) / items};
}

// Both sides on files of their own, and what they have written so far.
class Comparison {
 public:
  explicit Comparison(const std::filesystem::path& folder)
      : folder_(folder), product_(folder / "product.db"), raw_(PatternIn(folder / "raw.db")) {
    RequireRightAnswer(product_);
  }

  Rate RunProduct(int clients, std::chrono::milliseconds length) {
    const Rate rate = Run(clients, length, [&] { Require(product_.Create().ok(), "a program"); });
    created_ += rate.items;
    return rate;
  }

  Rate RunRaw(int clients, std::chrono::milliseconds length) {
    std::mutex mutex;  // the product's store, too, lets one writer in at a time
    const Rate rate = Run(clients, length, [&] {
      const RawKeys keys = NewKeys(*product_.clinic);
      const std::lock_guard lock(mutex);
      raw_.Write(keys);
    });
    written_ += rate.items;
    return rate;
  }

  // Ends the product: its file is looked into.
  void RequireAllRows() {
    Require(raw_.Count("programs") == written_, "the programs of the raw side");
    Require(raw_.Count("program_revisions") == written_, "the revisions of the raw side");
    product_.clinic.reset();
    RawRows stored(folder_ / "product.db");
    Require(stored.Count("programs") == created_, "the product's programs");
    Require(stored.Count("program_revisions") == created_, "the product's revisions");
  }

 private:
  static std::filesystem::path PatternIn(const std::filesystem::path& file) {
    Require(Product(file).Create().ok(), "a pattern");
    return file;
  }

  std::filesystem::path folder_;
  Product product_;
  RawRows raw_;
  int created_ = 1;
  int written_ = 1;
};

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

void Creating(const Options& options, Report& report) {
  const support::TempFolder folder;
  Comparison comparison(folder.path());
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

  report.Row({"clients", "raw transactions/s", "programs/s", "ratio", "raw CPU us", "CPU us"});
  for (const auto& [clients, at] : figures) {
    report.Row({std::to_string(clients), at.raw.Text(), at.product.Text(), at.ratio.Text(2),
                at.raw_cpu.Text(), at.product_cpu.Text()});
  }
  for (const auto& [clients, at] : figures) {
    report.Judge("CreateProgram over raw rows, clients: " + std::to_string(clients),
                 at.ratio.median(), kGoal);
  }
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Creating);
}
