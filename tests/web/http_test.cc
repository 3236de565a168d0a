// The web edge against clients that a browser is not: what is refused never reaches a page, and no
// answer leaves without its headers.
#include "service/web/http.h"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/StreamCopier.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ischia::web {
namespace {

using Poco::Net::HTTPClientSession;
using Poco::Net::HTTPRequest;
using Poco::Net::HTTPResponse;
using Poco::Net::StreamSocket;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

// Nothing here waits that long; a server that hangs fails the test instead of stopping it.
const Poco::Timespan kPatience(20, 0);

struct Answer {
  int status = 0;  // 0: the connection was closed without an answer
  std::string head;
  std::string body;
};

Answer AnswerIn(const std::string& bytes) {
  Answer answer;
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos || !bytes.starts_with("HTTP/1.")) return answer;
  answer.status = std::stoi(bytes.substr(9, 3));
  answer.head = bytes.substr(0, end + 2);
  answer.body = bytes.substr(end + 4);
  return answer;
}

MATCHER(HasTheHeadersOfAPage, "keeps itself to itself") {
  const std::string& head = arg.head;
  for (const char* line :
       {"\r\nContent-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; "
        "script-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'\r\n",
        "\r\nX-Content-Type-Options: nosniff\r\n", "\r\nReferrer-Policy: no-referrer\r\n",
        "\r\nCross-Origin-Opener-Policy: same-origin\r\n",
        "\r\nCross-Origin-Resource-Policy: same-origin\r\n", "\r\nCache-Control: "}) {
    if (head.find(line) != std::string::npos) continue;
    *result_listener << "which lacks" << line << "in " << head;
    return false;
  }
  return true;
}

// One member set, the others as they are.
template <typename Whole, typename Member, typename Value>
Whole With(Member Whole::*member, Value value, Whole whole = {}) {
  whole.*member = std::move(value);
  return whole;
}

// A server with a page that notes who came and answers as it is told.
class Server {
 public:
  explicit Server(ListenAt at = {})
      : server_(
            at, [this](const Request& request) { return Page(request); },
            [this](std::string_view type) {
              const std::lock_guard lock(mutex_);
              failures_.emplace_back(type);
            }) {}

  std::string host() const { return "127.0.0.1:" + std::to_string(server_.port()); }
  StreamSocket Connect() const {
    StreamSocket socket(Poco::Net::SocketAddress("127.0.0.1", server_.port()));
    socket.setReceiveTimeout(kPatience);
    return socket;
  }
  // Sends bytes as they are and reads to the end.
  std::string Talk(std::string_view bytes) const {
    StreamSocket socket = Connect();
    socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
    socket.shutdownSend();
    return ReadAll(socket);
  }
  static std::string ReadAll(StreamSocket& socket) {
    std::string all;
    char block[4096];
    for (int count = 1; count > 0;) {
      count = socket.receiveBytes(block, sizeof(block));
      all.append(block, static_cast<std::size_t>(count));
    }
    return all;
  }
  Answer Send(std::string_view bytes) const { return AnswerIn(Talk(bytes)); }
  // "GET /x", with more header lines, each ended.
  Answer Get(const std::string& target, const std::string& lines = {}) const {
    return Send("GET " + target + " HTTP/1.1\r\nHost: " + host() + "\r\n" + lines + "\r\n");
  }
  Answer Post(const std::string& body, const std::string& lines = {}) const {
    return Send("POST /x HTTP/1.1\r\nHost: " + host() +
                "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n" + lines + "\r\n" + body);
  }

  // What reached the page.
  std::vector<Request> came() const {
    const std::lock_guard lock(mutex_);
    return came_;
  }
  std::vector<std::string> failures() const {
    const std::lock_guard lock(mutex_);
    return failures_;
  }

  void Serve(Handler page) {
    const std::lock_guard lock(mutex_);
    page_ = std::move(page);
  }

 private:
  Response Page(const Request& request) {
    Handler page;
    {
      const std::lock_guard lock(mutex_);
      came_.push_back(request);
      page = page_;
    }
    return page(request);
  }

  mutable std::mutex mutex_;
  Handler page_ = [](const Request&) { return With(&Response::body, "<p>page</p>"); };
  std::vector<Request> came_;
  std::vector<std::string> failures_;
  HttpServer server_;
};

TEST(HttpServerTest, GivesTheRequestToThePageAndItsAnswerBack) {
  Server server;
  const Answer answer = server.Get("/console/patients/p1?tab=two%20words&tab=x",
                                   "Accept-Language: de\r\nX-Ischia-Part: 1\r\n");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "<p>page</p>");
  EXPECT_THAT(answer.head, HasSubstr("\r\nContent-Type: text/html; charset=utf-8\r\n"));
  ASSERT_THAT(server.came(), SizeIs(1));
  const Request request = server.came().front();
  EXPECT_FALSE(request.post);
  EXPECT_EQ(request.path, "/console/patients/p1");
  EXPECT_EQ(request.query.Get("tab"), "two words");
  EXPECT_EQ(request.languages, "de");
  EXPECT_TRUE(request.part);
  EXPECT_EQ(request.cookie, "");
}

TEST(HttpServerTest, TellsThePageTheAddressThatTheProxySaw) {
  Server server;
  EXPECT_EQ(server.Get("/x").status, 200);
  EXPECT_EQ(server.came().back().client, "127.0.0.1");
  // What a client writes itself stands before what the proxy adds.
  EXPECT_EQ(server.Get("/x", "X-Forwarded-For: 10.0.0.1, 192.0.2.7\r\n").status, 200);
  EXPECT_EQ(server.came().back().client, "192.0.2.7");
  EXPECT_EQ(server.Get("/x", "X-Forwarded-For: " + std::string(500, '1') + "\r\n").status, 200);
  EXPECT_EQ(server.came().back().client.size(), 64U);
}

TEST(HttpServerTest, WithoutSessionsAFormIsTakenWhoeversPageSentIt) {
  Server strict;
  EXPECT_EQ(strict.Post("a=1", "Origin: null\r\n").status, 403);
  Server open(With(&ListenAt::max_body, std::size_t{100}, With(&ListenAt::without_sessions, true)));
  EXPECT_EQ(open.Post("a=1", "Origin: null\r\n").status, 200);
  EXPECT_EQ(open.Post("a=1", "Sec-Fetch-Site: cross-site\r\n").status, 200);
  EXPECT_EQ(open.Post(std::string(100, 'a')).status, 200);
  EXPECT_EQ(open.Post(std::string(101, 'a')).status, 413);
}

TEST(HttpServerTest, TakesAFormOverAKeptConnection) {
  Server server;
  HTTPClientSession session(
      "127.0.0.1",
      static_cast<Poco::UInt16>(std::stoi(server.host().substr(server.host().find(':') + 1))));
  session.setTimeout(kPatience);
  session.setKeepAlive(true);
  for (const std::string body : {"a=1&b=x+y", "a=2&b=%C3%A4"}) {
    HTTPRequest request(HTTPRequest::HTTP_POST, "/form", "HTTP/1.1");
    request.setContentType("application/x-www-form-urlencoded; charset=utf-8");
    request.setContentLength(static_cast<std::streamsize>(body.size()));
    session.sendRequest(request) << body;
    HTTPResponse response;
    std::string text;
    Poco::StreamCopier::copyToString(session.receiveResponse(response), text);
    EXPECT_EQ(response.getStatus(), HTTPResponse::HTTP_OK);
    EXPECT_TRUE(response.getKeepAlive());
  }
  ASSERT_THAT(server.came(), SizeIs(2));
  EXPECT_TRUE(server.came()[0].post);
  EXPECT_THAT(server.came()[0].form.all(), ElementsAre(Pair("a", "1"), Pair("b", "x y")));
  EXPECT_THAT(server.came()[1].form.all(), ElementsAre(Pair("a", "2"), Pair("b", "ä")));
}

// -- What is refused ------------------------------------------------------------------------------

// "@" stands for the server's own host.
struct Refused {
  const char* what;
  std::string bytes;
  int status;
};

std::string Get(const std::string& target, const std::string& lines = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: @\r\n" + lines + "\r\n";
}
std::string Post(const std::string& lines, const std::string& body = {}) {
  return "POST /x HTTP/1.1\r\nHost: @\r\n" + lines + "\r\n" + body;
}
std::string Form(const std::string& body, const std::string& lines = {}) {
  return Post("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                  std::to_string(body.size()) + "\r\n" + lines,
              body);
}
std::string WithMethod(const std::string& method) {
  return method + " /x HTTP/1.1\r\nHost: @\r\n\r\n";
}

std::vector<Refused> AllRefused() {
  const std::string type = "Content-Type: application/x-www-form-urlencoded\r\n";
  std::string kibibytes;
  for (int i = 0; i < 9; ++i) {
    kibibytes += "X-" + std::to_string(i) + ": " + std::string(1000, 'x') + "\r\n";
  }
  return {
      {"HEAD", WithMethod("HEAD"), 405},
      {"PUT", WithMethod("PUT"), 405},
      {"DELETE", WithMethod("DELETE"), 405},
      {"OPTIONS", WithMethod("OPTIONS"), 405},
      {"TRACE", WithMethod("TRACE"), 405},
      {"LowerCaseGet", WithMethod("get"), 405},
      {"OtherHost", "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
      {"OtherPort", "GET / HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n", 421},
      {"HostInCodedWords", "GET / HTTP/1.1\r\nHost: =?us-ascii?Q?evil?=\r\n\r\n", 421},
      {"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
      {"NoHostByOldVersion", "GET / HTTP/1.0\r\n\r\n", 400},
      {"TwoHosts", "GET / HTTP/1.1\r\nHost: @\r\nHost: @\r\n\r\n", 400},
      {"EncodingAndLength", Form("a=1", "Transfer-Encoding: chunked\r\n"), 400},
      {"EncodingAlone", Post(type + "Transfer-Encoding: chunked\r\n", "3\r\na=1\r\n0\r\n\r\n"),
       400},
      {"EncodingWithoutMeaning", Form("a=1", "Transfer-Encoding: identity\r\n"), 400},
      {"TwoLengths", Form("a=1", "Content-Length: 2\r\n"), 400},
      {"TwoEqualLengths", Form("a=1", "content-length: 3\r\n"), 400},
      {"SpaceBeforeColon", Get("/", "X-Name : x\r\n"), 400},
      {"SpaceInName", Get("/", "X Name: x\r\n"), 400},
      {"BytesInName", Get("/", "X-N\xC3\xA4me: x\r\n"), 400},
      {"NulInValue", Get("/", std::string("X-Name: a\0b\r\n", 13)), 400},
      {"CodedLineEndInValue", Get("/", "X-Name: =?us-ascii?Q?a=0D=0ASet-Cookie:_b?=\r\n"), 400},
      {"ManyHeaders", Get("/", kibibytes), 400},
      {"BodyOfAGet", Get("/", "Content-Length: 3\r\n") + "a=1", 400},
      {"NoLength", Post(type), 411},
      {"LengthBelowZero", Post(type + "Content-Length: -1\r\n"), 411},
      {"BodyTooLarge", Post(type + "Content-Length: 262145\r\n"), 413},
      {"BodyCutShort", Post(type + "Content-Length: 10\r\n", "a=1"), 400},
      {"NoContentType", Post("Content-Length: 3\r\n", "a=1"), 415},
      {"Json", Post("Content-Type: application/json\r\nContent-Length: 2\r\n", "{}"), 415},
      {"PlainText", Post("Content-Type: text/plain\r\nContent-Length: 3\r\n", "a=1"), 415},
      {"Multipart", Post("Content-Type: multipart/form-data\r\nContent-Length: 3\r\n", "a=1"), 415},
      {"PartsThatAreNone",
       Post("Content-Type: multipart/form-data; boundary=XyZ\r\nContent-Length: 3\r\n", "a=1"),
       400},
      {"CrossSite", Form("a=1", "Sec-Fetch-Site: cross-site\r\n"), 403},
      {"SameSiteOtherOrigin", Form("a=1", "Sec-Fetch-Site: same-site\r\n"), 403},
      {"OtherOrigin", Form("a=1", "Origin: http://evil.example\r\n"), 403},
      {"NullOrigin", Form("a=1", "Origin: null\r\n"), 403},
      {"OwnHostOtherScheme", Form("a=1", "Origin: https://@\r\n"), 403},
      {"Traversal", Get("/static/../console"), 404},
      {"TraversalAtTheEnd", Get("/static/.."), 404},
      {"SameFolder", Get("/static/./console.css"), 404},
      {"SameFolderAtTheEnd", Get("/static/."), 404},
      {"CodedDot", Get("/static/%2e%2e/console"), 404},
      {"CodedSlash", Get("/static%2Fconsole.css"), 404},
      {"DoubleSlash", Get("//static"), 404},
      {"DoubleSlashWithin", Get("/static//console.css"), 404},
      {"Backslash", Get("/static\\..\\console"), 404},
      {"AbsoluteTarget", Get("http://evil.example/"), 404},
      {"Asterisk", Get("*"), 404},
      {"BytesInPath", Get("/\xC3\xA4"), 404},
      {"LongPath", Get("/" + std::string(300, 'a')), 404},
      {"NotUtf8InQuery", Get("/x?a=%C3%28"), 400},
      {"NulInQuery", Get("/x?a=%00"), 400},
      {"BrokenEscapeInQuery", Get("/x?a=%4"), 400},
      {"NotUtf8InForm", Form("a=\xFF"), 400},
      {"NulInForm", Form("a=%00"), 400},
      {"BrokenEscapeInForm", Form("a=%zz"), 400},
  };
}

TEST(HttpRefusalTest, NeverReachesAPage) {
  Server server;
  for (const Refused& refused : AllRefused()) {
    SCOPED_TRACE(refused.what);
    std::string bytes = refused.bytes;
    for (std::size_t at = bytes.find('@'); at != std::string::npos; at = bytes.find('@')) {
      bytes.replace(at, 1, server.host());
    }
    const std::string all = server.Talk(bytes);
    const Answer answer = AnswerIn(all);
    EXPECT_EQ(answer.status, refused.status) << all;
    EXPECT_THAT(answer, HasTheHeadersOfAPage());
    EXPECT_THAT(answer.head, HasSubstr("\r\nContent-Type: text/plain; charset=utf-8\r\n"));
    // Nothing that came is said again, and what follows it on the wire is not read.
    EXPECT_THAT(all, Not(HasSubstr("evil")));
    EXPECT_EQ(all.find("HTTP/1.", 1), std::string::npos) << all;
    EXPECT_THAT(answer.head, HasSubstr("\r\nConnection: Close\r\n"));
  }
  EXPECT_THAT(server.came(), IsEmpty());
  EXPECT_THAT(server.failures(), IsEmpty());
}

TEST(HttpServerTest, DoesNotTakeABodyForTheNextRequest) {
  Server server;
  const std::string next = "GET /next HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n";
  server.Get("/", "Content-Length: " + std::to_string(next.size()) + "\r\n\r\n" + next);
  EXPECT_THAT(server.came(), IsEmpty());
}

// What the library itself cannot read ends the connection, with or without a bare 400.
TEST(HttpRubbishTest, EndsTheConnection) {
  const std::string bytes[] = {
      "",
      "\x16\x03\x01\x02",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3x\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(9000, 'x') + "\r\n\r\n",
      std::string(100, 'G') + " / HTTP/1.1\r\nHost: x\r\n\r\n",
      "GET /" + std::string(20000, 'x') + " HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\nHost"};
  Server server;
  for (const std::string& rubbish : bytes) {
    SCOPED_TRACE(rubbish.substr(0, 60));
    const Answer answer = server.Send(rubbish);
    EXPECT_TRUE(answer.status == 0 || answer.status == 400) << answer.head;
  }
  EXPECT_THAT(server.came(), IsEmpty());
  EXPECT_EQ(server.Get("/").status, 200);
}

TEST(HttpServerTest, TakesABodyOfThatSize) {
  Server server;
  EXPECT_EQ(server.Post("a=" + std::string(kMaxBody - 2, 'x')).status, 200);
  ASSERT_THAT(server.came(), SizeIs(1));
  EXPECT_EQ(server.came().front().form.Get("a").size(), kMaxBody - 2);
}

TEST(HttpServerTest, TakesAFormOfItsOwnPages) {
  Server server;
  EXPECT_EQ(
      server.Post("a=1", "Sec-Fetch-Site: same-origin\r\nOrigin: http://" + server.host() + "\r\n")
          .status,
      200);
  EXPECT_EQ(server.Post("a=1", "Sec-Fetch-Site: none\r\n").status, 200);
  EXPECT_THAT(server.came(), SizeIs(2));
}

TEST(HttpServerTest, AnotherSiteMayLeadHere) {
  Server server;
  EXPECT_EQ(server.Get("/launch/north/t", "Sec-Fetch-Site: cross-site\r\n").status, 200);
}

TEST(HttpServerTest, AnswersForItsPublicNameAlone) {
  Server server(
      With(&ListenAt::secure, true, With(&ListenAt::public_host, "console.clinic.example")));
  EXPECT_EQ(server.Get("/").status, 421);
  const std::string named = "Host: console.clinic.example\r\n";
  EXPECT_EQ(server.Send("GET / HTTP/1.1\r\n" + named + "\r\n").status, 200);
  const std::string form =
      "POST / HTTP/1.1\r\n" + named +
      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n";
  EXPECT_EQ(server.Send(form + "Origin: https://console.clinic.example\r\n\r\na=1").status, 200);
  EXPECT_EQ(server.Send(form + "Origin: http://console.clinic.example\r\n\r\na=1").status, 403);
}

TEST(HttpServerTest, CutsTheListOfLanguages) {
  Server server;
  server.Get("/", "Accept-Language: " + std::string(500, 'd') + "\r\n");
  ASSERT_THAT(server.came(), SizeIs(1));
  EXPECT_EQ(server.came().front().languages.size(), 100U);
}

// -- Cookies --------------------------------------------------------------------------------------

TEST(HttpServerTest, FindsItsCookieAmongOthers) {
  const std::pair<const char*, const char*> lines[] = {
      {"", ""},
      {"Cookie: ischia_console=north:a1\r\n", "north:a1"},
      {"Cookie: ischia_console=a; other=b\r\n", "a"},
      {"Cookie: other=b; ischia_console=a\r\n", "a"},
      {"Cookie: other=b;ischia_console=a\r\n", "a"},
      {"Cookie: x=1; ischia_console=a; y=2; ischia_console=b\r\n", "a"},
      {"Cookie: ischia_console2=b; not_ischia_console=c\r\n", ""},
      {"Cookie: x=ischia_console=b\r\n", ""},
      {"Cookie: ischia_console=\r\n", ""},
      {"Cookie: ;;; ischia_console\r\n", ""}};
  Server server;
  for (const auto& [line, value] : lines) {
    server.Get("/", line);
    ASSERT_THAT(server.came(), Not(IsEmpty())) << line;
    EXPECT_EQ(server.came().back().cookie, value) << line;
  }
  EXPECT_THAT(server.came(), SizeIs(std::size(lines)));
}

TEST(HttpServerTest, SetsACookieThatScriptsAndOtherSitesDoNotHave) {
  Server server;
  server.Serve([](const Request&) {
    Response response = Redirect("/console/identity");
    response.cookie = "north:secret";
    return response;
  });
  const Answer answer = server.Get("/");
  EXPECT_EQ(answer.status, 303);
  EXPECT_THAT(answer.head, HasSubstr("\r\nLocation: /console/identity\r\n"));
  EXPECT_THAT(answer.head, HasSubstr("\r\nSet-Cookie: ischia_console=north:secret; Path=/; "
                                     "HttpOnly; SameSite=Strict\r\n"));
}

TEST(HttpServerTest, SetsACookieForHttpsAlone) {
  Server server(With(&ListenAt::secure, true));
  server.Serve([](const Request&) { return With(&Response::cookie, "a"); });
  EXPECT_THAT(server.Get("/").head, HasSubstr("; HttpOnly; SameSite=Strict; Secure\r\n"));
}

TEST(HttpServerTest, SetsACookieForOnePathAlone) {
  Server server;
  server.Serve([](const Request&) {
    Response response;
    response.cookie = "a";
    response.cookie_path = "/console/practice";
    return response;
  });
  EXPECT_THAT(server.Get("/").head, HasSubstr("=a; Path=/console/practice; HttpOnly"));
}

TEST(HttpServerTest, DropsACookie) {
  Server server;
  server.Serve([](const Request&) { return With(&Response::drop_cookie, true); });
  EXPECT_THAT(server.Get("/").head, HasSubstr("\r\nSet-Cookie: ischia_console=; Path=/; HttpOnly; "
                                              "SameSite=Strict; Max-Age=0\r\n"));
}

TEST(HttpServerTest, SetsNoCookieUnasked) {
  Server server;
  EXPECT_THAT(server.Get("/", "Cookie: ischia_console=a\r\n").head, Not(HasSubstr("Set-Cookie")));
}

// -- Answers --------------------------------------------------------------------------------------

TEST(HttpServerTest, EveryAnswerHasItsHeaders) {
  const Response answers[] = {
      With(&Response::body, "page"), Redirect("/x"), PlainText(404, "no"),
      With(&Response::content_type, "application/pdf", With(&Response::file_name, "sheet.pdf")),
      With(&Response::content_type, "text/css; charset=utf-8", With(&Response::cacheable, true))};
  Server server;
  for (const Response& response : answers) {
    server.Serve([&](const Request&) { return response; });
    const Answer answer = server.Get("/");
    EXPECT_EQ(answer.status, response.status);
    EXPECT_EQ(answer.body, response.body);
    EXPECT_THAT(answer, HasTheHeadersOfAPage());
    EXPECT_THAT(answer.head, HasSubstr("\r\nContent-Type: " + response.content_type + "\r\n"));
    EXPECT_THAT(answer.head,
                HasSubstr(response.cacheable ? "\r\nCache-Control: public, max-age=300\r\n"
                                             : "\r\nCache-Control: no-store\r\n"));
  }
}

TEST(HttpServerTest, OffersAFileUnderItsName) {
  Server server;
  server.Serve([](const Request&) { return With(&Response::file_name, "sheet.pdf"); });
  EXPECT_THAT(server.Get("/").head,
              HasSubstr("\r\nContent-Disposition: inline; filename=\"sheet.pdf\"\r\n"));
}

// What is typed into a field must not become a header of the answer.
TEST(HttpServerTest, RefusesToWriteALineEndIntoAHeader) {
  const std::pair<const char*, std::string Response::*> headers[] = {
      {"location", &Response::location},
      {"cookie", &Response::cookie},
      {"file name", &Response::file_name},
      {"content type", &Response::content_type}};
  Server server;
  for (const auto& [name, header] : headers) {
    server.Serve([header = header](const Request& request) {
      Response response;
      response.*header = request.query.Get("to");
      return response;
    });
    const std::string all = server.Talk(
        "GET /?to=a%0D%0AX-Injected:+b HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n");
    EXPECT_THAT(all, Not(HasSubstr("X-Injected"))) << name;
    EXPECT_EQ(AnswerIn(all).status, 500) << name;
    EXPECT_THAT(AnswerIn(all), HasTheHeadersOfAPage()) << name;
  }
  EXPECT_THAT(server.failures(), SizeIs(std::size(headers)));
}

struct PatientSaid : std::runtime_error {
  using std::runtime_error::runtime_error;
};

TEST(HttpServerTest, TellsOfAnExceptionByItsTypeAlone) {
  Server server;
  server.Serve([](const Request&) -> Response { throw PatientSaid("Ada Lovelace, 1815"); });
  const std::string all =
      server.Talk("GET / HTTP/1.1\r\nHost: " + server.host() + "\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(AnswerIn(all).status, 500);
  EXPECT_THAT(AnswerIn(all), HasTheHeadersOfAPage());
  EXPECT_THAT(all, Not(HasSubstr("Lovelace")));
  EXPECT_THAT(server.failures(),
              ElementsAre(AllOf(HasSubstr("PatientSaid"), Not(HasSubstr("Lovelace")))));
  server.Serve([](const Request&) { return Response{}; });
  EXPECT_EQ(server.Get("/").status, 200);
}

// -- Many at once ---------------------------------------------------------------------------------

TEST(HttpServerTest, HalfOpenConnectionsKeepNobodyWaiting) {
  Server server;
  std::list<StreamSocket> half_open;
  for (int i = 0; i < 40; ++i) {
    half_open.push_back(server.Connect());
    const std::string_view half = "GET / HTTP/1.1\r\nHos";
    half_open.back().sendBytes(half.data(), static_cast<int>(half.size()));
  }
  EXPECT_EQ(server.Get("/").status, 200);
  // Whoever is half open is still heard.
  const std::string rest = "t: " + server.host() + "\r\nConnection: close\r\n\r\n";
  half_open.front().sendBytes(rest.data(), static_cast<int>(rest.size()));
  EXPECT_EQ(AnswerIn(Server::ReadAll(half_open.front())).status, 200);
  for (StreamSocket& socket : half_open) socket.close();
}

TEST(HttpServerTest, ASecondOneCannotListenThere) {
  Server server;
  const auto port =
      static_cast<std::uint16_t>(std::stoi(server.host().substr(server.host().find(':') + 1)));
  EXPECT_THROW(Server(With(&ListenAt::port, port)), std::runtime_error);
}

// -- Fields ---------------------------------------------------------------------------------------

TEST(FieldsTest, AreDecodedInTheirOrder) {
  const Fields fields = Fields::Decode("a=1&b=x%20y+z&a=2&&empty=&alone&%C3%A4=%F0%9F%99%82");
  EXPECT_TRUE(fields.legal());
  EXPECT_THAT(fields.all(), ElementsAre(Pair("a", "1"), Pair("b", "x y z"), Pair("a", "2"),
                                        Pair("empty", ""), Pair("alone", ""), Pair("ä", "🙂")));
  EXPECT_EQ(fields.Get("a"), "1");
  EXPECT_EQ(fields.Get("none"), "");
  EXPECT_TRUE(fields.Has("alone"));
  EXPECT_FALSE(fields.Has("none"));
}

TEST(FieldsTest, KeepAnEqualsSignOfTheValue) { EXPECT_EQ(Fields::Decode("a=b=c").Get("a"), "b=c"); }

TEST(FieldsTest, AreUtf8WithoutControls) {
  for (const char* legal : {"a=%7E", "a=%C2%80", "a=%E0%A0%80", "a=%ED%9F%BF", "a=%EF%BF%BF",
                            "a=%F0%90%80%80", "a=%F4%8F%BF%BF", "a=%0D%0A"}) {
    EXPECT_TRUE(Fields::Decode(legal).legal()) << legal;
  }
  // Cut short, without a lead, over-long, a surrogate, beyond Unicode.
  for (const char* illegal :
       {"a=%C3", "a=%E2%82", "a=%F0%9F%99", "a=%80", "a=%C0%AF", "a=%C1%81", "a=%E0%9F%BF",
        "a=%ED%A0%80", "a=%F0%8F%BF%BF", "a=%F4%90%80%80", "a=%F5%80%80%80", "a=%FF", "a=%C3%28",
        "a=x%00", "%00=x", "a=%07", "a=%1B", "a=%7F", "%FF=x"}) {
    EXPECT_FALSE(Fields::Decode(illegal).legal()) << illegal;
  }
}

TEST(FieldsTest, AreNotReadWithABrokenEscape) {
  for (const char* broken : {"a=%", "a=%4", "a=%zz", "a=%4g", "%=b", "a=1&b=%"}) {
    EXPECT_FALSE(Fields::Decode(broken).legal()) << broken;
  }
}

TEST(FieldsTest, AreAThousandAtMost) {
  std::string encoded = "a=1";
  for (int i = 1; i < 1000; ++i) encoded += "&a=1";
  EXPECT_TRUE(Fields::Decode(encoded).legal());
  EXPECT_FALSE(Fields::Decode(encoded + "&a=1").legal());
}

// -- Forms with a file ----------------------------------------------------------------------------

// One part of such a form. `more` follows the name.
std::string Part(const std::string& name, const std::string& content,
                 const std::string& more = {}) {
  return "--XyZ\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" +
         content + "\r\n";
}
const std::string kNamed = "; filename=\"logo.png\"\r\nContent-Type: image/png";

TEST(ReadPartsTest, GivesTheFieldsInTheirOrderAndTheFileAsItIs) {
  const std::string file("\x89PNG\r\n\0--XyZ\r\n--Xy", 19);
  Request request;
  ASSERT_TRUE(ReadParts(Part("a", "x=1&y\r\nz") + Part("file", file, kNamed) + Part("ä", "") +
                            Part("a", "2") + "--XyZ--\r\n",
                        "XyZ", request));
  EXPECT_TRUE(request.form.legal());
  EXPECT_THAT(request.form.all(),
              ElementsAre(Pair("a", "x=1&y\r\nz"), Pair("ä", ""), Pair("a", "2")));
  EXPECT_EQ(request.file, file);
}

TEST(ReadPartsTest, TakesAFieldForAFileThatWasNotChosen) {
  Request request;
  ASSERT_TRUE(ReadParts(Part("file", "",
                             "; filename=\"\"\r\nContent-Type: "
                             "application/octet-stream") +
                            "--XyZ--",
                        "XyZ", request));
  EXPECT_EQ(request.file, "");
}

TEST(ReadPartsTest, TakesNothingThatBrowsersDoNotWrite) {
  const std::string whole = Part("a", "1") + Part("file", "png", kNamed) + "--XyZ--\r\n";
  for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
    Request request;
    EXPECT_FALSE(ReadParts(std::string_view(whole).substr(0, size), "XyZ", request)) << size;
  }
  const std::vector<std::string> wrongs = {
      Part("other", "png", kNamed) + "--XyZ--",                                 // not the file
      Part("file", "1", kNamed) + Part("file", "2", kNamed) + "--XyZ--",        // two of them
      Part("a", "1", "; size=1") + "--XyZ--",                                   // something else
      "--XyZ\r\nContent-Type: text/plain\r\n\r\n1\r\n--XyZ--",                  // no name
      "--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--XyZ--",  // no end of it
      "before\r\n" + Part("a", "1") + "--XyZ--",
      Part("a", "1") + "--XyZ--\r\nafter",
      Part("a", "1") + "--XyZ\n",
      std::string("--XyZ")};
  for (const std::string& wrong : wrongs) {
    Request request;
    EXPECT_FALSE(ReadParts(wrong, "XyZ", request)) << wrong;
  }
  Request request;
  EXPECT_FALSE(ReadParts(whole, "", request));
  EXPECT_FALSE(ReadParts(whole, std::string(71, 'X'), request));
  ASSERT_TRUE(ReadParts(Part("a", "\x01") + "--XyZ--", "XyZ", request));
  EXPECT_FALSE(request.form.legal());
}

}  // namespace
}  // namespace ischia::web
