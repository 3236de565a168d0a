// A practice system in small, for the test that kills its agent: takes documents through the
// library as they come, keeps each in its record once, by the filing's name, and calls the service
// between. It takes any answer for good that plugin.h knows for an agent that is there, ends or is
// away.
//
//   filing_host SOCKET RECORD      RECORD: a folder; ends when RECORD/closed is there
//
// Prints one line on what it was answered. Ends with 1 at an answer that is none of those, and by
// SIGALRM when a call hangs.
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

#include "ischia/plugin.h"
#include "tests/plugin/shim/loaded_plugin.h"
#include "tests/support/temp_folder.h"

namespace ischia::agent {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kPromise{250};  // for an answer, whatever becomes of the agent
constexpr milliseconds kIdle{20};
constexpr std::uint32_t kUsualTime = 0;   // the library's own, 200 ms
constexpr ischia_status kClaimLost = 10;  // somebody else has been given the document meanwhile
constexpr const char* kMethod = "ischia.v1.CatalogueService/GetCatalogue";
constexpr const char* kRequest = R"({"parent": "practices/sample"})";

// The documents that were filed: a file each, named as the filing; its first line is the id that
// the host gave the document, the rest are the document's bytes.
class Record {
 public:
  explicit Record(std::filesystem::path folder) : folder_(std::move(folder)) {}

  bool closed() const { return std::filesystem::exists(folder_ / "closed"); }

  // The document's id. What is in the record stays as it is.
  std::string File(const std::string& name, const std::string& content) {
    const std::filesystem::path place = folder_ / name.substr(name.rfind('/') + 1);
    const std::string id = std::to_string(getpid()) + "-" + std::to_string(filed_ + known_);
    const std::filesystem::path draft = folder_.parent_path() / ("draft-" + id);
    support::WriteFile(draft, id + '\n' + content);
    const bool is_new = link(draft.c_str(), place.c_str()) == 0;
    ++(is_new ? filed_ : known_);
    (void)unlink(draft.c_str());
    const std::string kept = support::ReadFile(place);
    return kept.substr(0, kept.find('\n'));
  }

  int filed() const { return filed_; }
  int known() const { return known_; }

 private:
  const std::filesystem::path folder_;
  int filed_ = 0;
  int known_ = 0;
};

class FilingHost {
 public:
  FilingHost(const std::string& socket, const std::string& record) : record_(record) {
    const ischia_host host = {sizeof(ischia_host),
                              ISCHIA_ABI_MAJOR,
                              ISCHIA_ABI_MINOR,
                              0,
                              nullptr,
                              "test-host",
                              "",
                              nullptr};
    if (plugin_->open(&host, shim::AsBytes(socket), &session_) != ISCHIA_OK) {
      throw std::runtime_error("no session");
    }
  }
  ~FilingHost() { plugin_->close(session_); }
  FilingHost(const FilingHost&) = delete;
  FilingHost& operator=(const FilingHost&) = delete;

  void WorkUntilClosed() {
    while (!record_.closed()) {
      Wait();
      while (TakeOne()) {
      }
      CallOnce();
    }
  }

  void Report() const {
    std::cout << record_.filed() << " filed, " << record_.known() << " known already; answered";
    for (const auto& [status, count] : statuses_) std::cout << ' ' << status << ": " << count;
    std::cout << "; longest " << longest_.count() << " ms, above " << kPromise.count()
              << " ms: " << late_ << '\n';
  }

 private:
  void Wait() {
    int fd = -1;
    Answered({ISCHIA_OK}, [&] {
      fd = documents()->event_fd(session_);
      return ISCHIA_OK;
    });
    if (fd < 0 || (event_fd_ >= 0 && fd != event_fd_)) throw std::runtime_error("another event_fd");
    event_fd_ = fd;
    pollfd watched{fd, POLLIN, 0};
    (void)poll(&watched, 1, static_cast<int>(kIdle.count()));
  }

  // False: nothing waits, or nobody answers.
  bool TakeOne() {
    ischia_result* filing = nullptr;
    ischia_result* content = nullptr;
    const ischia_status status =
        Answered({ISCHIA_OK, ISCHIA_NOT_FOUND, ISCHIA_UNAVAILABLE, ISCHIA_DEADLINE_EXCEEDED},
                 [&] { return documents()->next(session_, kUsualTime, &filing, &content); });
    const std::string json = shim::Take(*plugin_.operator->(), filing);
    const std::string bytes = shim::Take(*plugin_.operator->(), content);
    if (status != ISCHIA_OK) return false;
    const std::string name =
        Poco::JSON::Parser().parse(json).extract<Poco::JSON::Object::Ptr>()->getValue<std::string>(
            "name");
    const std::string id = record_.File(name, bytes);
    Answered({ISCHIA_OK, ISCHIA_FAILED_PRECONDITION, kClaimLost, ISCHIA_UNAVAILABLE,
              ISCHIA_DEADLINE_EXCEEDED},
             [&] { return documents()->done(session_, name.c_str(), ISCHIA_OK, id.c_str()); });
    return true;
  }

  void CallOnce() {
    ischia_result* result = nullptr;
    Answered({ISCHIA_OK, ISCHIA_UNAVAILABLE, ISCHIA_DEADLINE_EXCEEDED}, [&] {
      return plugin_->call(session_, kMethod, shim::AsBytes(kRequest), kUsualTime, &result);
    });
    if (shim::Take(*plugin_.operator->(), result).empty()) throw std::runtime_error("no answer");
  }

  ischia_status Answered(const std::set<ischia_status>& documented,
                         const std::function<ischia_status()>& call) {
    const shim::Watchdog watchdog(kUsualTime);
    const steady_clock::time_point begin = steady_clock::now();
    const ischia_status status = call();
    const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
    longest_ = std::max(longest_, took);
    if (took > kPromise) ++late_;
    ++statuses_[status];
    if (documented.count(status) > 0) return status;
    throw std::runtime_error("status " + std::to_string(status));
  }

  const ischia_put_document* documents() const {
    return static_cast<const ischia_put_document*>(plugin_->get_extension(ISCHIA_PUT_DOCUMENT));
  }

  Record record_;
  shim::LoadedPlugin plugin_;
  ischia_session* session_ = nullptr;
  int event_fd_ = -1;
  std::map<ischia_status, int> statuses_;
  milliseconds longest_{0};
  int late_ = 0;
};

}  // namespace
}  // namespace ischia::agent

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  try {
    ischia::agent::FilingHost host(argv[1], argv[2]);
    host.WorkUntilClosed();
    host.Report();
    return 0;
  } catch (const std::exception& failed) {
    std::cout << failed.what() << '\n';
    return 1;
  }
}
