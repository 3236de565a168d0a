// ischia: the whole job from a terminal or a script, through the gRPC contract.
#include <iostream>
#include <string>
#include <vector>

#include "plugin/cli/commands.h"
#include "plugin/cli/failure.h"
#include "plugin/cli/options.h"

int main(int argc, char** argv) {
  using namespace ischia::cli;  // NOLINT(google-build-using-namespace)
  const auto read = ReadArguments(std::vector<std::string>(argv + 1, argv + argc));
  if (const auto* help = std::get_if<HelpWanted>(&read)) {
    std::cout << help->text;
    return argc > 1 ? kDone : kBadInput;
  }
  if (const auto* error = std::get_if<UsageError>(&read)) {
    std::cerr << "ischia: " << error->text << " `ischia --help` explains.\n";
    return kBadInput;
  }
  return Run(std::get<Invocation>(read), std::cout, std::cerr);
}
