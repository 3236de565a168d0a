#include "plugin/cli/json.h"

#include <google/protobuf/util/json_util.h>

#include <fstream>
#include <iostream>
#include <iterator>

namespace ischia::cli {
namespace {

// The API takes no larger request.
constexpr std::size_t kLargestFile = 256 * 1024;

// protobuf says "INVALID_ARGUMENT:(place) name: Cannot find field." and may quote values; only the
// name of an unknown field is passed on.
std::string Explain(std::string_view error) {
  constexpr std::string_view kUnknown = ": Cannot find field.";
  const std::size_t end = error.find(kUnknown);
  if (end == std::string_view::npos) {
    return "It is not JSON in the API's form: check commas, quotes, names of choices such as "
           "\"ANSWER_NO\", and numbers.";
  }
  const std::string_view before = error.substr(0, end);
  const std::size_t start = before.find_last_of(" :(");
  const std::string_view name = start == std::string_view::npos ? before : before.substr(start + 1);
  return "There is no field \"" + std::string(name) + "\" in the API's form. Is the name mistyped?";
}

}  // namespace

Outcome<std::monostate> ReadJson(const std::string& path, google::protobuf::Message& message) {
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  if (!in) return Failure{kBadInput, path + ": The file cannot be read."};
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.size() > kLargestFile) {
    return Failure{kBadInput, path + ": The file is larger than 256 KiB."};
  }
  const auto status = google::protobuf::util::JsonStringToMessage(text, &message);
  if (!status.ok()) return Failure{kBadInput, path + ": " + Explain(status.ToString())};
  return std::monostate{};
}

std::string JsonText(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.preserve_proto_field_names = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  // Fails for texts that are not UTF-8 only, and those do not come over the wire.
  return status.ok() ? text : std::string("{}\n");
}

}  // namespace ischia::cli
