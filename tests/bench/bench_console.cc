// What a clinician waits for in the console, over HTTP on a kept connection: from a changed number
// to the new program on the page, and the form with its program at first. And what a page weighs.
//
//   bench_console [--brief] [path of ischiad]
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ischia/v1/launch.pb.h"
#include "service/catalogue/load.h"
#include "service/domain/plan/program.h"
#include "service/server/handout/sentences.h"
#include "tests/bench/child_server.h"
#include "tests/bench/live_clinic.h"
#include "tests/bench/load_client.h"
#include "tests/bench/report.h"
#include "tests/support/temp_folder.h"
#include "tests/web/typed.h"

namespace ischia::bench {
namespace {

using Poco::Net::HTTPRequest;
using Poco::Net::HTTPResponse;
using std::chrono::steady_clock;

constexpr double kPreviewMilliseconds = 30;
constexpr double kPageMilliseconds = 100;
constexpr double kPageKibibytes = 150;
constexpr char kNumber[] = "legs.right.knee_extension_deficit_degrees";

// Escapes everything but letters and digits.
std::string Encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) {
      encoded += c;
    } else {
      encoded.append({'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
    }
  }
  return encoded;
}

// What stands in the page between two texts.
std::string Between(const std::string& page, const std::string& before, char after) {
  const std::size_t at = page.find(before);
  Require(at != std::string::npos, before + " in a page");
  const std::size_t begin = at + before.size();
  return page.substr(begin, page.find(after, begin) - begin);
}

// ischiad with its database in `storage`, a file or ":memory:".
std::vector<std::string> CommandOf(const Options& options, const support::TempFolder& folder,
                                   const std::string& storage) {
  return {options.rest.empty() ? ISCHIA_ISCHIAD : options.rest.front(),
          "--set=listen.address=127.0.0.1:0",
          "--set=console.address=127.0.0.1:0",
          "--set=storage.file=" + storage,
          "--set=secrets.key_file=" + (folder / "ischia.key").string(),
          "--set=mail.maildir=" + (folder / "mail").string()};
}

// A patient as old as V01's on any day of the year.
v1::CreateLaunchRequest LaunchOfV01() {
  const v1::Assessment v01 = test::ExampleOf("v01");
  v1::CreateLaunchRequest request;
  request.set_parent("practices/" + SamplePractice().id.text());
  v1::PatientContext& context = *request.mutable_context();
  context.mutable_host_reference()->set_host_id("bench");
  context.mutable_host_reference()->set_patient_id("1");
  context.set_given_name("Sam");
  context.set_family_name("Sample");
  const std::chrono::year_month_day today(
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  context.mutable_birth_date()->set_year(static_cast<int>(today.year()) - v01.age_years());
  context.mutable_birth_date()->set_month(1);
  context.mutable_birth_date()->set_day(1);
  context.set_sex_for_norms(v01.sex_for_norms());
  request.set_view(v1::Launch::VIEW_ASSESS);
  request.set_create_missing(true);
  request.set_request_id(NewCall().request_id);
  return request;
}

// A browser at the patient's assessment, with one connection that it keeps.
class Browser {
 public:
  explicit Browser(const std::string& grpc_address) {
    v1::Launch launch;
    Require(launch.ParseFromString(LoadClient(grpc_address)
                                       .Ask("/ischia.v1.LaunchService/CreateLaunch",
                                            LaunchOfV01().SerializeAsString())),
            "a launch");
    const Poco::URI url(launch.url());
    session_.setHost(url.getHost());
    session_.setPort(url.getPort());
    session_.setKeepAlive(true);
    const std::string& patient = launch.patient();
    path_ = "/console/patients" + patient.substr(patient.rfind('/'));
    (void)Send(HTTPRequest::HTTP_POST, url.getPath(), "open=1", 303);
    token_ = Between(Get("/assess"), "name=\"token\" value=\"", '"');
  }

  std::string Get(const std::string& page) {
    return Send(HTTPRequest::HTTP_GET, path_ + page, {}, 200);
  }
  std::string File(const std::string& path) { return Send(HTTPRequest::HTTP_GET, path, {}, 200); }

  // As the page's script sends the form; goes on from the draft that the last one left.
  std::string Preview(const app::Answers& answers) {
    std::string form = "token=" + token_ + "&request_id=" + NewCall().request_id +
                       "&tab_id=bench&draft_etag=" + Encoded(etag_);
    for (const auto& [name, value] : answers) form += '&' + Encoded(name) + '=' + Encoded(value);
    std::string part = Send(HTTPRequest::HTTP_POST, path_ + "/assess", form, 200);
    etag_ = Between(part, "name=\"draft_etag\" value=\"", '"');
    return part;
  }

 private:
  std::string Send(const std::string& method, const std::string& path, const std::string& form,
                   int status) {
    HTTPRequest request(method, path, HTTPRequest::HTTP_1_1);
    request.setKeepAlive(true);
    if (!cookie_.empty()) request.set("Cookie", cookie_);
    if (method == HTTPRequest::HTTP_POST) {
      request.setContentType("application/x-www-form-urlencoded");
      request.setContentLength(static_cast<std::streamsize>(form.size()));
      if (!cookie_.empty()) request.set("X-Ischia-Part", "1");
    }
    session_.sendRequest(request) << form;
    HTTPResponse response;
    std::string body;
    Poco::StreamCopier::copyToString(session_.receiveResponse(response), body);
    Require(response.getStatus() == status,
            path + " answers " + std::to_string(response.getStatus()));
    if (response.has("Set-Cookie")) {
      const std::string cookie = response.get("Set-Cookie");
      cookie_ = cookie.substr(0, cookie.find(';'));
    }
    return body;
  }

  Poco::Net::HTTPClientSession session_;
  std::string path_;
  std::string cookie_;
  std::string token_;
  std::string etag_;
};

// V01 as it is typed, with another number each time.
class Typing {
 public:
  const app::Answers& Next() {
    const auto number = std::find_if(answers_.begin(), answers_.end(),
                                     [](const auto& answer) { return answer.first == kNumber; });
    Require(number != answers_.end(), kNumber);
    constexpr int kLeast = 36;
    number->second = std::to_string(kLeast + count_++ % 10);
    return answers_;
  }

 private:
  app::Answers answers_ = test::Typed(test::ExampleOf("v01"));
  int count_ = 0;
};

// The exercises of V01's first week, which the domain names by itself.
void RequireV01(const std::string& page) {
  const catalogue::LoadedCatalogue loaded = catalogue::LoadEmbedded();
  const server::CatalogueSentences sentences(loaded.texts);
  const auto program = domain::Prescribe(AssessmentOf("v01"), loaded.catalogue, StartDate());
  Require(program.ok(), "V01's program");
  for (const domain::ProgramItem& item : program->weeks.front().items) {
    const std::string key = std::string(item.exercise.text()) + ".title";
    Require(page.find(sentences.Text(key, "en")) != std::string::npos, key + " in the preview");
  }
}

struct Times {
  double median = 0;
  double p99 = 0;
  double cpu = 0;  // of the server, an item; all in milliseconds
};

Times TimesOf(const ChildServer& server, int count, const std::function<void()>& item) {
  std::vector<double> times;
  const double cpu = server.Cpu();
  for (int i = 0; i < count; ++i) {
    const auto begin = steady_clock::now();
    item();
    times.push_back(std::chrono::duration<double, std::milli>(steady_clock::now() - begin).count());
  }
  const double spent = (server.Cpu() - cpu) / 1000 / count;
  std::sort(times.begin(), times.end());
  const auto last = static_cast<double>(times.size() - 1);
  return {times[times.size() / 2], times[static_cast<std::size_t>(std::lround(last * 0.99))],
          spent};
}

std::string WithoutFigures(std::string page) {
  constexpr std::string_view kEnd = "</figure>";
  for (std::size_t at = page.find("<figure"); at != std::string::npos; at = page.find("<figure")) {
    page.erase(at, page.find(kEnd, at) + kEnd.size() - at);
  }
  return page;
}

double Kibibytes(std::size_t bytes) { return static_cast<double>(bytes) / 1024; }

void Weigh(Browser& browser, const std::string& page, Report& report) {
  const std::string html = WithoutFigures(page);
  std::size_t bytes = html.size();
  std::vector<std::string> sizes{"bytes: HTML, css, js, icons", std::to_string(html.size())};
  for (const char* file : {"console.css", "console.js", "icons.svg"}) {
    const std::size_t size = browser.File(std::string("/static/") + file).size();
    bytes += size;
    sizes.push_back(std::to_string(size));
  }
  report.Row(sizes);
  report.Row({"HTML with its figures", std::to_string(page.size())});
  report.Show("page weight without figures", Kibibytes(bytes), "KiB", Bound::kAtMost,
              kPageKibibytes);
}

// Of one kind of storage; `judged`: the one that clinics have.
void Measure(const Options& options, const std::string& what, const std::string& storage,
             const support::TempFolder& folder, bool judged, Report& report) {
  const ChildServer ischiad(CommandOf(options, folder, storage));
  Browser browser(ischiad.address());
  Typing typing;
  RequireV01(browser.Preview(typing.Next()));
  Require(browser.Preview(typing.Next()) != browser.Preview(typing.Next()),
          "another number, another preview");
  const int count = options.brief ? 3 : 300;
  std::string page;
  std::string sheet;
  const auto row = [&](const std::string& name, const Times& times) {
    report.Row(
        {name + ", " + what, Fixed(times.median, 1), Fixed(times.p99, 1), Fixed(times.cpu, 1)});
  };
  (void)TimesOf(ischiad, count / 3, [&] { (void)browser.Preview(typing.Next()); });
  const Times preview = TimesOf(ischiad, count, [&] { (void)browser.Preview(typing.Next()); });
  const Times first = TimesOf(ischiad, count / 3, [&] { page = browser.Get("/assess"); });
  const Times drawn = TimesOf(ischiad, count / 3, [&] { sheet = browser.Get("/assess/page.svg"); });
  RequireV01(page);
  Require(sheet.find("<svg") != std::string::npos, "the handout's page");
  row("preview", preview);
  row("GET assess", first);
  row("GET assess/page.svg", drawn);
  if (!judged) return;
  report.Show("live preview, median", preview.median, "ms", Bound::kAtMost, kPreviewMilliseconds);
  report.Show("first page, median", first.median, "ms", Bound::kAtMost, kPageMilliseconds);
  Weigh(browser, page, report);
}

void Console(const Options& options, Report& report) {
  const support::TempFolder folder;
  report.Row({"round trip, ms", "median", "99 %", "server CPU"});
  Measure(options, "memory", ":memory:", folder, false, report);
  Measure(options, "SQLite file", (folder / "ischia.db").string(), folder, true, report);
}

}  // namespace
}  // namespace ischia::bench

int main(int argc, char** argv) {
  return ischia::bench::RunBenchmark(argc, argv, ischia::bench::Console);
}
