#include "integration/document/operators.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace ischia::document {

Operators& Operators::Number(double value) {
  Decimal(value, 100);
  return *this;
}

Operators& Operators::Share(double value) {
  Decimal(value, 1000);
  return *this;
}

Operators& Operators::Operator(const char* name) {
  text_ += name;
  text_ += '\n';
  return *this;
}

Operators& Operators::Text(const std::string& operators) {
  text_ += operators;
  return *this;
}

void Operators::Decimal(double value, int one) {
  const int64_t scaled = std::llround(value * static_cast<double>(one));
  const int64_t size = std::abs(scaled);
  std::array<char, 24> digits{};
  char* const begin = digits.data();
  if (scaled < 0) text_ += '-';
  text_.append(begin, std::to_chars(begin, begin + digits.size(), size / one).ptr);
  if (const int64_t part = size % one; part != 0) {
    char* end = std::to_chars(begin, begin + digits.size(), one + part).ptr;
    *begin = '.';  // where the one stood
    while (end[-1] == '0') --end;
    text_.append(begin, end);
  }
  text_ += ' ';
}

}  // namespace ischia::document
