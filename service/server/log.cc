#include "service/server/log.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

namespace ischia::server {
namespace {

std::string UtcNow() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), size};
}

// Quotes a text for JSON; bytes that are not printable ASCII are escaped, so no line can be forged.
void AppendQuoted(std::string& line, std::string_view text) {
  line += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (byte < 0x20 || byte > 0x7e) {
      std::array<char, 8> escaped{};
      const int size = std::snprintf(escaped.data(), escaped.size(), "\\u%04x", byte);
      line.append(escaped.data(), static_cast<std::size_t>(size));
    } else {
      line += c;
    }
  }
  line += '"';
}

}  // namespace

void Log::Info(std::string_view event, std::initializer_list<LogField> fields) {
  Write("info", event, fields);
}

void Log::Error(std::string_view event, std::initializer_list<LogField> fields) {
  Write("error", event, fields);
}

void Log::Write(std::string_view level, std::string_view event,
                std::initializer_list<LogField> fields) {
  std::string line =
      "{\"time\":\"" + UtcNow() + "\",\"level\":\"" + std::string(level) + "\",\"event\":";
  AppendQuoted(line, event);
  for (const LogField& field : fields) {
    line += ',';
    AppendQuoted(line, field.name);
    line += ':';
    AppendQuoted(line, field.text);
  }
  line += "}\n";
  const std::lock_guard lock(mutex_);
  out_ << line << std::flush;
}

}  // namespace ischia::server
