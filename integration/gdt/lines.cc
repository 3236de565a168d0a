#include "integration/gdt/lines.h"

#include <algorithm>
#include <optional>
#include <string>

namespace ischia::gdt {
namespace {

constexpr std::size_t kHeadDigits = 7;

bool IsControl(char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }

bool StartsWithDigits(std::string_view text) {
  return text.size() >= kHeadDigits && std::all_of(text.begin(), text.begin() + kHeadDigits,
                                                   [](char c) { return c >= '0' && c <= '9'; });
}

// Without CP/M's end of file, which old programs still write.
std::string_view WithoutEndMark(std::string_view bytes, Deviations& deviations) {
  const std::size_t end = bytes.find_last_not_of('\x1A');
  const std::size_t size = end == std::string_view::npos ? 0 : end + 1;
  if (size == bytes.size()) return bytes;
  const auto line = std::count(bytes.begin(), bytes.end(), '\n') + 1;
  deviations.Add(static_cast<int>(line), "", "the file ends with the mark 0x1A");
  return bytes.substr(0, size);
}

// Takes the first line from `bytes`, without its end.
std::string_view TakeLine(std::string_view& bytes) {
  const std::string_view line = bytes.substr(0, bytes.find('\n'));
  bytes.remove_prefix(std::min(line.size() + 1, bytes.size()));
  return line;
}

std::string_view WithoutReturn(std::string_view line) {
  return line.substr(0, line.size() - (line.ends_with('\r') ? 1 : 0));
}

std::optional<Fault> RefusalOf(std::string_view text, int number) {
  if (text.size() > kHeadDigits + kContentBytes) return Fault{number, "is longer than 999 bytes"};
  if (std::any_of(text.begin(), text.end(), IsControl)) {
    return Fault{number, "has a control character"};
  }
  return std::nullopt;
}

void CompareLength(const Line& line, std::string_view said, Deviations& deviations) {
  const std::size_t length = line.content.size() + kFrameBytes;
  if (static_cast<std::size_t>(std::stoi(std::string(said))) == length) return;
  deviations.Add(line.number, std::string(line.field),
                 "says " + std::string(said) + " bytes and has " + std::to_string(length));
}

}  // namespace

std::variant<std::vector<Line>, Fault> SplitLines(std::string_view bytes, Deviations& deviations) {
  bytes = WithoutEndMark(bytes, deviations);
  std::vector<Line> lines;
  bool is_told_of_ends = false;
  for (int number = 1; !bytes.empty(); ++number) {
    const std::string_view line = TakeLine(bytes);
    const std::string_view text = WithoutReturn(line);
    if (const auto refusal = RefusalOf(text, number)) return *refusal;
    if (text.size() == line.size() && !is_told_of_ends) {
      deviations.Add(number, "", "is not ended by CR and LF; further such lines are not reported");
      is_told_of_ends = true;
    }
    if (!StartsWithDigits(text)) {
      deviations.Add(number, "", text.empty() ? "is empty" : "does not begin with seven digits");
      continue;
    }
    lines.push_back({number, text.substr(3, 4), text.substr(kHeadDigits)});
    CompareLength(lines.back(), text.substr(0, 3), deviations);
  }
  return lines;
}

}  // namespace ischia::gdt
