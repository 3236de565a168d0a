// The log: one JSON object a line on standard error. A value is a word of the source code, a
// number, or an id of our own making; nothing a host or a person wrote has a way into a line.
#ifndef ISCHIA_PLUGIN_AGENT_LOG_H_
#define ISCHIA_PLUGIN_AGENT_LOG_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

namespace ischia::agent {

class LogField {
 public:
  template <std::size_t kSize>
  LogField(std::string_view name, const char (&word)[kSize]) : name_(name), text_(word) {}
  LogField(std::string_view name, std::int64_t number)
      : name_(name), text_(std::to_string(number)) {}
  // A request id, or a method of the list.
  static LogField Id(std::string_view name, std::string_view id) { return {name, id, Known{}}; }

  std::string_view name() const { return name_; }
  const std::string& text() const { return text_; }

 private:
  struct Known {};
  LogField(std::string_view name, std::string_view text, Known) : name_(name), text_(text) {}

  std::string_view name_;
  std::string text_;
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

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_LOG_H_
