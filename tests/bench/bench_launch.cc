// What a host's user waits for after the button: the console opened through plugin, agent and
// service, and the first byte of the page at the address that comes back, as a browser fetches it.
//
//   bench_launch [--brief]
#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/URI.h>

#include <chrono>
#include <string>

#include "tests/bench/machine.h"
#include "tests/bench/plugin.h"
#include "tests/bench/report.h"

namespace ischia::bench {
namespace {

using std::chrono::steady_clock;

constexpr double kGoalMilliseconds = 150;
constexpr std::string_view kGood = "HTTP/1.1 200";

double MillisecondsSince(steady_clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count();
}

Poco::URI AddressOf(const std::string& launch) {
  return Poco::URI(
      Poco::JSON::Parser().parse(launch).extract<Poco::JSON::Object::Ptr>()->getValue<std::string>(
          "url"));
}

// On a new connection. Throws WrongAnswer when it is no page.
void FetchBeginOf(const Poco::URI& url) {
  Poco::Net::StreamSocket browser(Poco::Net::SocketAddress(url.getHost(), url.getPort()));
  const std::string request =
      "GET " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n";
  (void)browser.sendBytes(request.data(), static_cast<int>(request.size()));
  std::string begin(kGood.size(), '\0');
  const int size = browser.receiveBytes(begin.data(), static_cast<int>(begin.size()), MSG_WAITALL);
  Require(size == static_cast<int>(kGood.size()) && begin == kGood, "the console's page");
}

// A button pressed in front of this patient.
struct Press {
  double opened = 0;      // milliseconds until the host has its answer
  double first_byte = 0;  // until the page begins
};
Press PressAt(const PluginSession& host, const std::string& patient_id) {
  const steady_clock::time_point begin = steady_clock::now();
  const std::string launch = host.OpenConsole(patient_id);
  Press press;
  press.opened = MillisecondsSince(begin);
  FetchBeginOf(AddressOf(launch));
  press.first_byte = MillisecondsSince(begin);
  return press;
}

void FromTheButtonToThePage(const Options& options, Report& report) {
  const Machine machine;
  const Plugin plugin;
  const PluginSession host(plugin, machine.socket());
  (void)PressAt(host, "0");
  Series known_opened;
  Series known_page;
  Series new_page;
  for (int press = 1; press <= (options.brief ? 2 : 200); ++press) {
    new_page.Add(PressAt(host, std::to_string(press)).first_byte);
    const Press again = PressAt(host, "0");
    known_opened.Add(again.opened);
    known_page.Add(again.first_byte);
  }
  report.Row({"from the button", "ms (range)"});
  report.Row({"known patient, answered", known_opened.Text(1)});
  report.Row({"known patient, first byte", known_page.Text(1)});
  report.Row({"new patient, first byte", new_page.Text(1)});
  report.Show("button to the console's first byte", known_page.median(), "ms", Bound::kAtMost,
              kGoalMilliseconds);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::FromTheButtonToThePage);
}
