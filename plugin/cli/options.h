// The command line's own language: a command, its arguments, and options that belong to it. A
// mistyped option, a missing argument or an option of another command is a usage error.
#ifndef ISCHIA_PLUGIN_CLI_OPTIONS_H_
#define ISCHIA_PLUGIN_CLI_OPTIONS_H_

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ischia::cli {

struct OptionHelp {
  std::string_view name;   // "start"
  std::string_view value;  // "DATE"; empty for a switch
  std::string_view meaning;
};

struct CommandHelp {
  std::string_view name;       // "assess"
  std::string_view arguments;  // "PATIENT FILE", words in capitals
  std::string_view meaning;    // one sentence
  std::vector<OptionHelp> options;
  std::string_view example;
};

// Every command, in the order of the job.
const std::vector<CommandHelp>& Commands();
// Options of every command.
const std::vector<OptionHelp>& CommonOptions();

struct Invocation {
  std::string command;
  std::vector<std::string> arguments;
  std::map<std::string, std::string, std::less<>> options;  // switches have an empty value

  bool Has(std::string_view option) const { return options.find(option) != options.end(); }
  // Empty when the option was not given.
  std::string Get(std::string_view option) const;
};

struct UsageError {
  std::string text;
};
struct HelpWanted {
  std::string text;
};

std::variant<Invocation, UsageError, HelpWanted> ReadArguments(
    const std::vector<std::string>& words);

}  // namespace ischia::cli

#endif  // ISCHIA_PLUGIN_CLI_OPTIONS_H_
