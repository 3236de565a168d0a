#include "plugin/cli/json.h"

#include <fstream>
#include <iostream>
#include <iterator>

#include "plugin/contract/json.h"

namespace ischia::cli {

Outcome<std::monostate> ReadJson(const std::string& path, google::protobuf::Message& message) {
  std::ifstream file;
  if (path != "-") file.open(path, std::ios::binary);
  std::istream& in = path == "-" ? std::cin : file;
  if (!in) return Failure{kBadInput, path + ": The file cannot be read."};
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (const auto misread = contract::ReadJson(text, message)) {
    return Failure{kBadInput, path + ": " + misread->sentence};
  }
  return std::monostate{};
}

std::string JsonText(const google::protobuf::Message& message) {
  return contract::JsonText(message, contract::Layout::kIndented);
}

}  // namespace ischia::cli
