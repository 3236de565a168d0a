#include "tests/plugin/requests/ini_fuzz.h"

#include <cstdlib>
#include <string>
#include <variant>

#include "plugin/requests/ini.h"

namespace ischia::requests {
namespace {

constexpr std::size_t kFileBytes = 64 * 1024;

void Require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

void ReadAsIni(std::string_view bytes) {
  const auto read = HandOver::Read(bytes);
  if (const auto* violations = std::get_if<std::vector<Violation>>(&read)) {
    Require(!violations->empty());
    return;
  }
  const Answer answer{.error_level = 3, .error_text = "The agent cannot be reached."};
  const std::string answered = std::get<HandOver>(read).Answered(answer);
  if (answered.size() > kFileBytes) return;
  const auto again = HandOver::Read(answered);
  Require(std::holds_alternative<HandOver>(again));
  HandedOver expected = std::get<HandOver>(read).handed_over();
  expected.is_answered = true;
  Require(std::get<HandOver>(again).handed_over() == expected);
  Require(std::get<HandOver>(again).Answered(answer) == answered);
}

}  // namespace ischia::requests
