// Text for a terminal: paragraphs that wrap, columns, and the words of enumerators and days.
#ifndef ISCHIA_PLUGIN_CLI_LINES_H_
#define ISCHIA_PLUGIN_CLI_LINES_H_

#include <google/protobuf/generated_enum_reflection.h>

#include <cstddef>
#include <string>
#include <vector>

#include "ischia/v1/common.pb.h"

namespace ischia::cli {

// The text in lines of at most 96 characters that start at column `indent`; ends with a line feed.
std::string Paragraph(const std::string& text, std::size_t indent);

// Cells side by side, 16 characters each or as wide as they must be; ends with a line feed.
std::string Columns(const std::vector<std::string>& cells);

// "2026-06-01".
std::string DayText(const v1::Date& date);

// The enumerator without its enumeration: "SEVERITY_REFUSE_REFER" is "REFUSE_REFER".
std::string WordOf(const google::protobuf::EnumDescriptor& enumeration, int number);
template <typename Enum>
std::string Word(Enum value) {
  return WordOf(*google::protobuf::GetEnumDescriptor<Enum>(), value);
}
// "STRAIGHT_LEG_RAISE" as it reads within a sentence: "straight leg raise".
std::string InSentence(std::string word);

// "left", "right"; empty for both and for none.
std::string SideWord(v1::Side side);

}  // namespace ischia::cli

#endif  // ISCHIA_PLUGIN_CLI_LINES_H_
