// The web edge on Poco's HTTP server: what comes in is checked and bounded before any page sees it,
// and what goes out carries the headers that keep a page to itself. Pages know neither Poco nor
// sockets.
#ifndef ISCHIA_SERVICE_WEB_HTTP_H_
#define ISCHIA_SERVICE_WEB_HTTP_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ischia::web {

// The fields of a form or of a query, decoded, in their order.
class Fields {
 public:
  Fields() = default;
  // From "a=1&b=x%20y". What is not UTF-8 or holds a control character but
  // tab and line ends makes it illegal.
  static Fields Decode(std::string_view encoded);
  // One more, as it is; the same makes it illegal.
  void Add(std::string name, std::string value);

  bool legal() const { return legal_; }
  // The first one of this name; empty where there is none.
  std::string_view Get(std::string_view name) const;
  bool Has(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
  bool legal_ = true;
};

struct Request {
  bool post = false;  // else GET
  std::string path;   // decoded, begins with "/", without "." and ".."
  Fields query;
  Fields form;
  std::string file;       // of the form's field "file", as it is; empty: none
  std::string cookie;     // the value of our own cookie; empty: none
  std::string languages;  // Accept-Language, at most 100 characters
  bool part = false;      // a script asks for a part of the page
  std::string client;     // the address that the request came from, as the proxy tells it
};

struct Response {
  int status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  std::string location;  // of a redirection
  std::string cookie;    // the new value of our own cookie
  bool drop_cookie = false;
  std::string_view cookie_path = "/";  // beneath which the browser sends it
  std::string file_name;               // offered for a download; empty: shown
  bool cacheable = false;              // a file of ours, the same for everybody
};
Response Redirect(std::string location);
Response PlainText(int status, std::string text);

// A form that may have a file, as browsers write it (RFC 7578): text fields go to `form`, the one
// file, in the field "file", to `file`. False: it is written in another way.
bool ReadParts(std::string_view body, std::string_view boundary, Request& request);

using Handler = std::function<Response(const Request& request)>;

inline constexpr std::size_t kMaxBody = 256 * 1024;

struct ListenAt {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // 0: a free one
  bool secure = false;     // browsers reach it by https
  // What browsers name it, "127.0.0.1:50152": requests for another host are refused, so that no
  // foreign name can be bent to this address. Empty: where it listens.
  std::string public_host;
  std::size_t max_body = kMaxBody;
  // No cookie speaks for anybody here: a form is taken whoever's page sent it, and what it says of
  // itself has to do.
  bool without_sessions = false;
};

inline constexpr char kCookie[] = "ischia_console";

class HttpServer {
 public:
  // Listens from here on; each request is answered by `handler`, on one of 64 threads. Exceptions
  // of a handler are answered with 500 and told to `failed`, by their type alone. Throws
  // std::runtime_error when the address cannot be listened on.
  HttpServer(const ListenAt& at, Handler handler,
             std::function<void(std::string_view type)> failed);
  // Lets the requests in hand finish.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_HTTP_H_
