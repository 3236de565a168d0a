// How long ischia-agent takes to take a thousand GDT requests from a folder, each of another
// patient: found, read, opened with the service, and put aside.
//
//   bench_folder [--brief]
#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <thread>

#include "ischia/v1/patient.pb.h"
#include "tests/bench/child_server.h"
#include "tests/bench/load_client.h"
#include "tests/bench/report.h"
#include "tests/support/temp_folder.h"

namespace ischia::bench {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr double kGoalSeconds = 10;
constexpr std::chrono::seconds kPatience{100};

// Service and agent, each a process of its own, as on a clinic's machine.
struct Machine {
  support::TempFolder folder;
  fs::path shared = MakeShared(folder / "gdt");
  ChildServer service{{ISCHIA_ISCHIAD,
                       "--set=listen.address=unix:" + (folder / "ischiad.sock").string(),
                       "--set=storage.file=" + (folder / "ischia.db").string(),
                       "--set=secrets.key_file=" + (folder / "ischia.key").string(),
                       "--set=mail.maildir=" + (folder / "mail").string()}};
  ChildServer agent{{ISCHIA_AGENT, "--set=socket.path=" + (folder / "run/agent.sock").string(),
                     "--set=service.address=" + service.address(),
                     "--set=spool.folder=" + (folder / "spool").string(),
                     "--set=spool.key_file=" + (folder / "spool.key").string(),
                     "--set=folder.path=" + shared.string(), "--set=folder.host_gdt_id=PVS1"}};

  static fs::path MakeShared(const fs::path& path) {
    fs::create_directory(path);
    return path;
  }
};

std::string Line(const std::string& field_and_content) {
  const std::string length = std::to_string(field_and_content.size() + 5);
  return std::string(3 - length.size(), '0') + length + field_and_content + "\r\n";
}

std::string RequestOf(int number) {
  return Line("80006302") + Line("8315ISCH") + Line("8316PVS1") + Line("92063") +
         Line("921802.10") + Line("3000" + std::to_string(number)) +
         Line("3101Muster" + std::to_string(number)) + Line("3102Erika") + Line("310314051981") +
         Line("8402ALLG00");
}

// As a practice system writes: beside the folder, then by a rename.
void Put(const Machine& machine, int number) {
  const fs::path fresh = machine.folder / "fresh";
  support::WriteFile(fresh, RequestOf(number));
  fs::rename(fresh, machine.shared / ("ISCH" + std::to_string(number) + ".GDT"));
}

int CountIn(const fs::path& folder, const char* extension) {
  int count = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) ++count;
  }
  return count;
}

// How many different numbers the service has patients of.
std::size_t PatientCount(const Machine& machine) {
  LoadClient client(machine.service.address());
  std::set<std::string> numbers;
  v1::ListPatientsRequest request;
  request.set_parent("practices/sample");
  request.set_page_size(200);
  for (;;) {
    v1::ListPatientsResponse page;
    Require(page.ParseFromString(
                client.Ask("/ischia.v1.PatientService/ListPatients", request.SerializeAsString())),
            "the patients");
    for (const v1::Patient& patient : page.patients()) {
      Require(numbers.insert(patient.host_reference().patient_id()).second, "each patient once");
    }
    if (page.next_page_token().empty()) return numbers.size();
    request.set_page_token(page.next_page_token());
  }
}

void TakeRequests(const Options& options, Report& report) {
  const int files = options.brief ? 50 : 1000;
  Series seconds;
  for (int round = 0; round < (options.brief ? 1 : 3); ++round) {
    const Machine machine;
    while (!fs::exists(machine.shared / "done")) std::this_thread::yield();
    const auto begin = steady_clock::now();
    for (int i = 0; i < files; ++i) Put(machine, 1000 + i);
    while (CountIn(machine.shared / "done", ".GDT") < files) {
      Require(steady_clock::now() - begin < kPatience, "every file in time");
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    seconds.Add(std::chrono::duration<double>(steady_clock::now() - begin).count());
    Require(PatientCount(machine) == static_cast<std::size_t>(files), "a patient for each file");
    Require(CountIn(machine.shared, ".GDT") == 0, "an empty folder");
    Require(fs::is_empty(machine.shared / "rejected"), "nothing rejected");
  }
  report.Row({"files, written while the agent looks", std::to_string(files)});
  report.Row({"seconds (range over rounds)", seconds.Text(2)});
  report.Row({"files a second", Fixed(files / seconds.median(), 0)});
  report.Show("1,000 GDT files taken", seconds.median() * 1000 / files, "s", Bound::kAtMost,
              kGoalSeconds);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::TakeRequests);
}
