// The contract's messages in protobuf's own JSON form, read strictly: what a careless reader would
// drop or overwrite in silence is refused, so that a mistyped field never passes as "not measured".
#ifndef ISCHIA_PLUGIN_CONTRACT_JSON_H_
#define ISCHIA_PLUGIN_CONTRACT_JSON_H_

#include <google/protobuf/message.h>

#include <cstddef>
#include <optional>
#include <string>

namespace ischia::contract {

// The service takes no larger request.
inline constexpr std::size_t kLargestRequest = std::size_t{256} * 1024;

// Why a text is not a message. The sentence quotes nothing of the text but a field's name, and that
// only where it looks like one.
struct Misread {
  std::string sentence;
  std::string field;  // the unknown or repeated field; empty when it is not that
};

// Refused: more than kLargestRequest bytes, what is not JSON, bytes that are not UTF-8, nesting
// deeper than 16, a field named twice (in either spelling), an unknown field, a wrong kind of
// value.
std::optional<Misread> ReadJson(const std::string& text, google::protobuf::Message& message);

enum class Layout { kOneLine, kIndented };

// With the contract's field names; unset fields are left out.
std::string JsonText(const google::protobuf::Message& message, Layout layout);

}  // namespace ischia::contract

#endif  // ISCHIA_PLUGIN_CONTRACT_JSON_H_
