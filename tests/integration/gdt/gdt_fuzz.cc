#include "tests/integration/gdt/gdt_fuzz.h"

#include <cstdlib>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "integration/gdt/write.h"

namespace ischia::gdt {
namespace {

constexpr std::string_view kOurId = "ISCH";

void Require(bool holds) {
  if (!holds) std::abort();
}

// As it can be written: not every version and set that is read is written.
Message Writable(Message message) {
  const bool is_35 = message.version == Version::kV35;
  if (!is_35 && message.version != Version::kV30) message.version = Version::kV21;
  const bool is_named =
      message.characters == CharacterSet::kSevenBit || message.characters == CharacterSet::kCp437;
  if (!is_named) message.characters = CharacterSet::kWindows1252;
  if (is_35) message.characters = CharacterSet::kLatin9;
  return message;
}

std::optional<std::string> Written(const Message& message) {
  auto written = Write(message);
  if (const auto* violations = std::get_if<std::vector<Violation>>(&written)) {
    Require(!violations->empty());
    return std::nullopt;
  }
  return std::get<std::string>(std::move(written));
}

void RequireSameWhenWritten(const Message& message) {
  const std::optional<std::string> bytes = Written(message);
  // What happens to be UTF-8 as well is read as such.
  if (!bytes || IsUtf8BeyondAscii(*bytes)) return;
  const auto file = Read(*bytes);
  Require(std::holds_alternative<File>(file));
  Require(std::get<File>(file).records.size() == 1);
  const auto reading = Interpret(std::get<File>(file).records[0], kOurId);
  Require(std::holds_alternative<Reading>(reading));
  Require(Written(Writable(std::get<Reading>(reading).message)) == bytes);
}

}  // namespace

void ReadAsGdt(std::string_view bytes) {
  const auto file = Read(bytes);
  if (std::holds_alternative<Fault>(file)) return;
  for (const Record& record : std::get<File>(file).records) {
    const auto reading = Interpret(record, kOurId);
    if (const auto* read = std::get_if<Reading>(&reading)) {
      RequireSameWhenWritten(Writable(read->message));
    }
  }
}

}  // namespace ischia::gdt
