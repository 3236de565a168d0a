// The log: one JSON object a line on standard error, without patient data by construction. A field
// is Public (may be read by anybody), a Pseudonym (an id that means nothing outside the service) or
// a Secret, which has no way into a line.
#ifndef ISCHIA_SERVICE_SERVER_LOG_H_
#define ISCHIA_SERVICE_SERVER_LOG_H_

#include <initializer_list>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

namespace ischia::server {

class Public {
 public:
  explicit Public(std::string_view text) : text_(text) {}
  explicit Public(long long number) : text_(std::to_string(number)) {}
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class Pseudonym {
 public:
  explicit Pseudonym(std::string_view text) : text_(text) {}
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// Carries a value through the code; it cannot be printed.
class Secret {
 public:
  explicit Secret(std::string text) : text_(std::move(text)) {}
  const std::string& Reveal() const { return text_; }

 private:
  std::string text_;
};

struct LogField {
  LogField(std::string_view field_name, const Public& value)
      : name(field_name), text(value.text()) {}
  LogField(std::string_view field_name, const Pseudonym& value)
      : name(field_name), text(value.text()) {}
  std::string_view name;
  std::string text;
};

// Safe for many threads; each line is written at once.
class Log {
 public:
  explicit Log(std::ostream& out) : out_(out) {}

  void Info(std::string_view event, std::initializer_list<LogField> fields = {});
  void Error(std::string_view event, std::initializer_list<LogField> fields = {});

 private:
  void Write(std::string_view level, std::string_view event,
             std::initializer_list<LogField> fields);

  std::ostream& out_;
  std::mutex mutex_;  // guards out_
};

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_LOG_H_
