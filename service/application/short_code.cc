#include "service/application/short_code.h"

namespace ischia::app {
namespace {

constexpr std::string_view kSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kSymbolCount = 6;
constexpr std::size_t kCheckCount = 2;

// ISO 7064, MOD 97-10: letters count as 10 to 35, digits are appended, 98 minus the remainder.
std::string CheckDigits(std::string_view symbols) {
  unsigned remainder = 0;
  for (const char c : symbols) {
    const bool digit = c >= '0' && c <= '9';
    const auto value = static_cast<unsigned>(digit ? c - '0' : c - 'A' + 10);
    remainder = (remainder * (digit ? 10 : 100) + value) % 97;
  }
  const unsigned check = 98 - remainder * 100 % 97;
  return {static_cast<char>('0' + check / 10), static_cast<char>('0' + check % 10)};
}

// 0: no symbol of a code.
char Symbol(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  return kSymbols.find(c) == std::string_view::npos ? '\0' : c;
}

}  // namespace

std::string NewShortCode(IdSource& ids) {
  std::string symbols;
  while (symbols.size() < kSymbolCount) {
    symbols += kSymbols[ids.Below(static_cast<std::uint32_t>(kSymbols.size()))];
  }
  return symbols + '-' + CheckDigits(symbols);
}

std::optional<std::string> ReadShortCode(std::string_view text) {
  std::string symbols;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    const char symbol = Symbol(c);
    if (symbol == '\0' || symbols.size() == kSymbolCount + kCheckCount) return std::nullopt;
    symbols += symbol;
  }
  if (symbols.size() != kSymbolCount + kCheckCount) return std::nullopt;
  const std::string check = symbols.substr(kSymbolCount);
  symbols.resize(kSymbolCount);
  if (check != CheckDigits(symbols)) return std::nullopt;
  return symbols + '-' + check;
}

}  // namespace ischia::app
