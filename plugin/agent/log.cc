#include "plugin/agent/log.h"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/JSONString.h>
#include <Poco/Timestamp.h>

namespace ischia::agent {

void Log::Info(std::string_view event, std::initializer_list<LogField> fields) {
  Write("info", event, fields);
}

void Log::Error(std::string_view event, std::initializer_list<LogField> fields) {
  Write("error", event, fields);
}

void Log::Write(std::string_view level, std::string_view event,
                std::initializer_list<LogField> fields) {
  const std::string time =
      Poco::DateTimeFormatter::format(Poco::Timestamp(), Poco::DateTimeFormat::ISO8601_FORMAT);
  std::string line = "{\"time\":" + Poco::toJSON(time) +
                     ",\"level\":" + Poco::toJSON(std::string(level)) +
                     ",\"event\":" + Poco::toJSON(std::string(event));
  for (const LogField& field : fields) {
    line += ',' + Poco::toJSON(std::string(field.name())) + ':' + Poco::toJSON(field.text());
  }
  line += "}\n";
  const std::lock_guard lock(mutex_);
  out_ << line << std::flush;
}

}  // namespace ischia::agent
