// Files in the API's JSON form to messages and back.
#ifndef ISCHIA_PLUGIN_CLI_JSON_H_
#define ISCHIA_PLUGIN_CLI_JSON_H_

#include <google/protobuf/message.h>

#include <string>

#include "plugin/cli/failure.h"

namespace ischia::cli {

// Reads `path` ("-": standard input). A file that cannot be read, text that is not JSON, an unknown
// field or a wrong kind of value is bad input; an unknown field is named.
Outcome<std::monostate> ReadJson(const std::string& path, google::protobuf::Message& message);

// With the contract's field names; unset fields are left out.
std::string JsonText(const google::protobuf::Message& message);

}  // namespace ischia::cli

#endif  // ISCHIA_PLUGIN_CLI_JSON_H_
