#include "integration/gdt/deviation.h"

#include <utility>

namespace ischia::gdt {
namespace {
constexpr std::size_t kAtMost = 100;
}  // namespace

void Deviations::Add(int line, std::string field, std::string sentence) {
  if (list.size() == kAtMost) {
    ++further;
  } else {
    list.push_back({line, std::move(field), std::move(sentence)});
  }
}

std::string Sentence(const Deviation& deviation) {
  const std::string field = deviation.field.empty() ? "" : ", field " + deviation.field;
  return "line " + std::to_string(deviation.line) + field + ": " + deviation.sentence;
}

}  // namespace ischia::gdt
