#include "service/web/http.h"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/TCPServer.h>  // with Poco::ThreadPool

#include <algorithm>
#include <istream>
#include <stdexcept>
#include <typeinfo>

#include "service/domain/values.h"

namespace ischia::web {
namespace {

using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

// reliability.md 4: bounds of a web request.
constexpr int kThreads = 64;
constexpr int kQueued = 256;
constexpr int kStackBytes = 512 * 1024;
constexpr long kKeepAliveSeconds = 5;
constexpr long kTimeoutSeconds = 10;
constexpr int kMaxRequestsPerConnection = 1000;
constexpr std::size_t kMaxHeaderBytes = 8 * 1024;
constexpr std::size_t kMaxLanguages = 100;
constexpr std::size_t kMaxAddress = 64;
constexpr std::size_t kMaxFields = 1000;
constexpr std::string_view kWithParts = "multipart/form-data; boundary=";

// No frame, no foreign content, no script or style but our own files.
constexpr char kPolicy[] =
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

// What nobody types; a text field's lines end in CR LF.
bool IsControl(unsigned char c) {
  return (c < ' ' && c != '\t' && c != '\r' && c != '\n') || c == 0x7F;
}

// UTF-8 without controls.
bool IsText(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t more = lead < 0x80   ? 0
                             : lead < 0xC2 ? 4
                             : lead < 0xE0 ? 1
                             : lead < 0xF0 ? 2
                             : lead < 0xF5 ? 3
                                           : 4;
    if (more == 4 || IsControl(lead) || i + more >= text.size()) return false;
    for (std::size_t next = 1; next <= more; ++next) {
      if ((static_cast<unsigned char>(text[i + next]) & 0xC0) != 0x80) return false;
    }
    const auto second = more > 0 ? static_cast<unsigned char>(text[i + 1]) : 0;
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) {
      return false;
    }
    i += more + 1;
  }
  return true;
}

int HexDigit(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

// False: a broken escape.
bool Unescape(std::string_view encoded, std::string& to) {
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] == '+') {
      to += ' ';
    } else if (encoded[i] != '%') {
      to += encoded[i];
    } else {
      if (i + 2 >= encoded.size()) return false;
      const int high = HexDigit(encoded[i + 1]);
      const int low = HexDigit(encoded[i + 2]);
      if (high < 0 || low < 0) return false;
      to += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return true;
}

bool IsPlainPath(std::string_view path) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '/' || c == '~';
  };
  return !path.empty() && path.front() == '/' && path.size() <= 300 &&
         std::all_of(path.begin(), path.end(), is_plain) &&
         path.find("/.") == std::string_view::npos && path.find("//") == std::string_view::npos;
}

// The library lets through what two parties may read differently.
bool IsAmbiguous(const HTTPServerRequest& request) {
  std::size_t bytes = 0;
  int lengths = 0;
  int hosts = 0;
  for (const auto& [name, value] : request) {
    bytes += name.size() + value.size() + 4;
    const bool odd_name = std::any_of(name.begin(), name.end(),
                                      [](char c) { return c <= ' ' || c == ':' || c > '~'; });
    const bool odd_value = std::any_of(value.begin(), value.end(), [](char c) {
      return static_cast<unsigned char>(c) < ' ' && c != '\t';
    });
    if (odd_name || odd_value) return true;
    if (Poco::icompare(name, std::string("content-length")) == 0) ++lengths;
    if (Poco::icompare(name, std::string("host")) == 0) ++hosts;
  }
  return bytes > kMaxHeaderBytes || lengths > 1 || hosts != 1 || request.has("Transfer-Encoding");
}

std::string OurCookie(const HTTPServerRequest& request) {
  const std::string header = request.get("Cookie", "");
  const std::string name = std::string(kCookie) + '=';
  std::size_t at = 0;
  while (at < header.size()) {
    const std::size_t end = std::min(header.find(';', at), header.size());
    std::string_view pair = std::string_view(header).substr(at, end - at);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    if (pair.starts_with(name)) return std::string(pair.substr(name.size()));
    at = end + 1;
  }
  return {};
}

// We listen on loopback alone: what stands last in the header, the proxy has put there.
std::string ClientOf(const HTTPServerRequest& request) {
  const std::string header = request.get("X-Forwarded-For", "");
  std::string_view last = std::string_view(header).substr(header.find_last_of(',') + 1);
  while (!last.empty() && last.front() == ' ') last.remove_prefix(1);
  if (last.empty()) return request.clientAddress().host().toString();
  return std::string(last.substr(0, kMaxAddress));
}

// Another site's page made the browser send this. Under our own referrer policy a browser names no
// origin for our forms ("null"), so what it says of the sites counts first.
bool IsForeign(const HTTPServerRequest& request, const ListenAt& at) {
  const std::string site = request.get("Sec-Fetch-Site", "");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const std::string origin = request.get("Origin", "");
  return !origin.empty() && origin != (at.secure ? "https://" : "http://") + at.public_host;
}

// Status 0: taken.
int ReadBody(HTTPServerRequest& incoming, std::size_t max_body, Request& request) {
  const auto length = incoming.getContentLength64();
  if (length < 0) return 411;
  if (static_cast<std::size_t>(length) > max_body) return 413;
  const std::string type = incoming.getContentType();
  const bool has_parts = type.starts_with(kWithParts);
  if (!has_parts && !type.starts_with("application/x-www-form-urlencoded")) return 415;
  std::string body(static_cast<std::size_t>(length), '\0');
  incoming.stream().read(body.data(), static_cast<std::streamsize>(body.size()));
  if (incoming.stream().gcount() != length) return 400;
  if (!has_parts) {
    request.form = Fields::Decode(body);
  } else if (!ReadParts(body, std::string_view(type).substr(kWithParts.size()), request)) {
    return 400;
  }
  return request.form.legal() ? 0 : 400;
}

int ReadRequest(HTTPServerRequest& incoming, const ListenAt& at, Request& request) {
  if (IsAmbiguous(incoming)) return 400;
  if (incoming.getHost() != at.public_host) return 421;
  const std::string& method = incoming.getMethod();
  request.post = method == "POST";
  if (!request.post && method != "GET") return 405;
  const std::string& uri = incoming.getURI();
  const std::size_t mark = uri.find('?');
  request.path = uri.substr(0, mark);
  if (!IsPlainPath(request.path)) return 404;
  if (mark != std::string::npos)
    request.query = Fields::Decode(std::string_view(uri).substr(mark + 1));
  if (!request.query.legal()) return 400;
  request.cookie = OurCookie(incoming);
  request.languages = incoming.get("Accept-Language", "").substr(0, kMaxLanguages);
  request.part = incoming.has("X-Ischia-Part");
  request.client = ClientOf(incoming);
  // A body that nobody reads would be taken for the next request.
  if (!request.post) return incoming.getContentLength64() > 0 ? 400 : 0;
  if (!at.without_sessions && IsForeign(incoming, at)) return 403;
  return ReadBody(incoming, at.max_body, request);
}

const char* ErrorText(int status) {
  switch (status) {
    case 403:
      return "This form was not sent by a page of Ischia.";
    case 404:
      return "There is no such page.";
    case 405:
      return "Only GET and POST are answered here.";
    case 411:
      return "The length of the request is missing.";
    case 413:
      return "The request is too large.";
    case 415:
      return "Only forms are taken here.";
    case 421:
      return "This address answers for another host.";
    default:
      return "The request is not well formed.";
  }
}

std::string SetCookie(const Response& response, bool secure) {
  std::string line = std::string(kCookie) + '=' + response.cookie +
                     "; Path=" + std::string(response.cookie_path) + "; HttpOnly; SameSite=Strict";
  if (response.drop_cookie) line += "; Max-Age=0";
  if (secure) line += "; Secure";
  return line;
}

// The library writes a line end into a header, where another one would begin.
bool HasWholeHeaders(const Response& response) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' '; };
  const auto is_whole = [&](const std::string& value) {
    return std::none_of(value.begin(), value.end(), is_control);
  };
  return is_whole(response.content_type) && is_whole(response.location) &&
         is_whole(response.cookie) && is_whole(response.file_name);
}

void Write(const Response& response, const ListenAt& at, HTTPServerResponse& outgoing) {
  outgoing.setStatusAndReason(static_cast<HTTPServerResponse::HTTPStatus>(response.status));
  outgoing.setContentType(response.content_type);
  outgoing.set("Content-Security-Policy", kPolicy);
  outgoing.set("X-Content-Type-Options", "nosniff");
  outgoing.set("Referrer-Policy", "no-referrer");
  outgoing.set("Cross-Origin-Opener-Policy", "same-origin");
  outgoing.set("Cross-Origin-Resource-Policy", "same-origin");
  outgoing.set("Cache-Control", response.cacheable ? "public, max-age=300" : "no-store");
  if (!response.location.empty()) outgoing.set("Location", response.location);
  if (!response.cookie.empty() || response.drop_cookie) {
    outgoing.set("Set-Cookie", SetCookie(response, at.secure));
  }
  if (!response.file_name.empty()) {
    outgoing.set("Content-Disposition", "inline; filename=\"" + response.file_name + '"');
  }
  outgoing.sendBuffer(response.body.data(), response.body.size());
}

class OneRequest final : public Poco::Net::HTTPRequestHandler {
 public:
  OneRequest(const ListenAt& at, const Handler& handler,
             const std::function<void(std::string_view)>& failed)
      : at_(at), handler_(handler), failed_(failed) {}

  void handleRequest(HTTPServerRequest& incoming, HTTPServerResponse& outgoing) override {
    Request request;
    Response response;
    try {
      const int refused = ReadRequest(incoming, at_, request);
      if (refused != 0) {
        // What is left of it on the wire is not read.
        outgoing.setKeepAlive(false);
        response = PlainText(refused, ErrorText(refused));
      } else {
        response = handler_(request);
        if (!HasWholeHeaders(response)) throw std::invalid_argument("line end in a header");
      }
    } catch (const std::exception& failure) {
      failed_(typeid(failure).name());
      response = PlainText(500, "This did not work. Nothing was changed.");
    }
    Write(response, at_, outgoing);
  }

 private:
  const ListenAt& at_;
  const Handler& handler_;
  const std::function<void(std::string_view)>& failed_;
};

}  // namespace

Fields Fields::Decode(std::string_view encoded) {
  Fields fields;
  while (!encoded.empty()) {
    const std::size_t end = std::min(encoded.find('&'), encoded.size());
    const std::string_view pair = encoded.substr(0, end);
    encoded.remove_prefix(std::min(end + 1, encoded.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::string name;
    std::string value;
    fields.legal_ = Unescape(pair.substr(0, equals), name) &&
                    Unescape(pair.substr(std::min(equals + 1, pair.size())), value);
    if (fields.legal_) fields.Add(std::move(name), std::move(value));
    if (!fields.legal_) return fields;
  }
  return fields;
}

void Fields::Add(std::string name, std::string value) {
  legal_ = legal_ && IsText(name) && IsText(value) && fields_.size() < kMaxFields;
  if (legal_) fields_.emplace_back(std::move(name), std::move(value));
}

bool ReadParts(std::string_view body, std::string_view boundary, Request& request) {
  constexpr std::string_view kHead = "Content-Disposition: form-data; name=\"";
  constexpr std::string_view kFileName = "; filename=\"";
  const std::string delimiter = "\r\n--" + std::string(boundary);
  // The first delimiter has no line before it.
  const std::string_view first = std::string_view(delimiter).substr(2);
  if (boundary.empty() || boundary.size() > 70 || !body.starts_with(first)) return false;
  body.remove_prefix(first.size());
  while (!body.starts_with("--")) {
    const std::size_t end = body.find(delimiter);
    const std::size_t gap = body.find("\r\n\r\n");
    if (!body.starts_with("\r\n") || end == std::string_view::npos || gap >= end) return false;
    std::string_view head = body.substr(2, gap - 2);
    std::string content(body.substr(gap + 4, end - gap - 4));
    body.remove_prefix(end + delimiter.size());
    head = head.substr(0, head.find("\r\n"));  // what type a file says to be is not believed
    const std::size_t quote = head.find('"', kHead.size());
    if (!head.starts_with(kHead) || quote == std::string_view::npos) return false;
    const std::string name(head.substr(kHead.size(), quote - kHead.size()));
    const std::string_view rest = head.substr(quote + 1);
    if (rest.empty()) {
      request.form.Add(name, std::move(content));
    } else if (rest.starts_with(kFileName) && name == "file" && request.file.empty()) {
      request.file = std::move(content);
    } else {
      return false;
    }
  }
  return body == "--" || body == "--\r\n";
}

std::string_view Fields::Get(std::string_view name) const {
  const auto found = std::find_if(fields_.begin(), fields_.end(),
                                  [&](const auto& field) { return field.first == name; });
  return found == fields_.end() ? std::string_view() : std::string_view(found->second);
}

bool Fields::Has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const auto& field) { return field.first == name; });
}

Response Redirect(std::string location) {
  Response response;
  response.status = 303;
  response.location = std::move(location);
  return response;
}

Response PlainText(int status, std::string text) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text) + '\n';
  return response;
}

struct HttpServer::Parts {
  ListenAt at;
  Handler handler;
  std::function<void(std::string_view)> failed;
  Poco::ThreadPool threads{4, kThreads, 60, kStackBytes};
  std::unique_ptr<Poco::Net::HTTPServer> server;
};

namespace {

class Factory final : public Poco::Net::HTTPRequestHandlerFactory {
 public:
  explicit Factory(std::function<Poco::Net::HTTPRequestHandler*()> make) : make_(std::move(make)) {}
  Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest&) override {
    return make_();
  }

 private:
  std::function<Poco::Net::HTTPRequestHandler*()> make_;
};

Poco::Net::HTTPServerParams::Ptr Bounds() {
  Poco::Net::HTTPServerParams::Ptr bounds(new Poco::Net::HTTPServerParams);
  bounds->setMaxThreads(kThreads);
  bounds->setMaxQueued(kQueued);
  bounds->setKeepAlive(true);
  bounds->setKeepAliveTimeout(Poco::Timespan(kKeepAliveSeconds, 0));
  bounds->setMaxKeepAliveRequests(kMaxRequestsPerConnection);
  bounds->setTimeout(Poco::Timespan(kTimeoutSeconds, 0));
  return bounds;
}

Poco::Net::ServerSocket Listen(const ListenAt& at) {
  try {
    Poco::Net::ServerSocket socket;
    // What a stopped service has left in TIME_WAIT is no obstacle; a listener is.
    socket.bind(Poco::Net::SocketAddress(at.host, at.port), true, false);
    socket.listen(kQueued);
    return socket;
  } catch (const Poco::Exception&) {
    throw std::runtime_error("the address cannot be listened on");
  }
}

}  // namespace

HttpServer::HttpServer(const ListenAt& at, Handler handler,
                       std::function<void(std::string_view type)> failed)
    : parts_(std::make_unique<Parts>()) {
  parts_->at = at;
  parts_->handler = std::move(handler);
  parts_->failed = std::move(failed);
  Poco::Net::ServerSocket socket = Listen(at);
  if (parts_->at.public_host.empty()) {
    parts_->at.public_host = at.host + ':' + std::to_string(socket.address().port());
  }
  Poco::Net::HTTPRequestHandlerFactory::Ptr factory(new Factory(
      [parts = parts_.get()] { return new OneRequest(parts->at, parts->handler, parts->failed); }));
  parts_->server =
      std::make_unique<Poco::Net::HTTPServer>(factory, parts_->threads, socket, Bounds());
  parts_->server->start();
}

HttpServer::~HttpServer() { parts_->server->stopAll(false); }

std::uint16_t HttpServer::port() const { return parts_->server->port(); }

}  // namespace ischia::web
