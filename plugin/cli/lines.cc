#include "plugin/cli/lines.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <iomanip>
#include <sstream>
#include <string_view>

namespace ischia::cli {
namespace {

constexpr std::size_t kLineWidth = 96;
constexpr std::size_t kCellWidth = 16;

}  // namespace

std::string Paragraph(const std::string& text, std::size_t indent) {
  const std::string margin(indent, ' ');
  std::string paragraph;
  std::string line = margin;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const bool first = line.size() == indent;
    if (!first && line.size() + 1 + word.size() > kLineWidth) {
      paragraph += line + '\n';
      line = margin + word;
    } else {
      line += (first ? "" : " ") + word;
    }
  }
  return paragraph + line + '\n';
}

std::string Columns(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    line += cell + std::string(std::max(cell.size() + 1, kCellWidth) - cell.size(), ' ');
  }
  return line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
}

std::string DayText(const v1::Date& date) {
  std::ostringstream out;
  out << std::setfill('0') << std::setw(4) << date.year() << '-' << std::setw(2) << date.month()
      << '-' << std::setw(2) << date.day();
  return out.str();
}

std::string WordOf(const google::protobuf::EnumDescriptor& enumeration, int number) {
  const auto* entry = enumeration.FindValueByNumber(number);
  if (entry == nullptr) return std::to_string(number);  // of a newer service
  constexpr std::string_view kZero = "UNSPECIFIED";
  const std::string& zero = enumeration.FindValueByNumber(0)->name();
  return entry->name().substr(zero.size() - kZero.size());
}

std::string InSentence(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char letter) {
    return letter == '_' ? ' ' : static_cast<char>(std::tolower(letter));
  });
  return word;
}

std::string SideWord(v1::Side side) {
  switch (side) {
    case v1::SIDE_LEFT:
      return "left";
    case v1::SIDE_RIGHT:
      return "right";
    default:
      return "";
  }
}

}  // namespace ischia::cli
