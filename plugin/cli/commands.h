// What each command does: its request, its call, its answer on the terminal.
#ifndef ISCHIA_PLUGIN_CLI_COMMANDS_H_
#define ISCHIA_PLUGIN_CLI_COMMANDS_H_

#include <ostream>

#include "plugin/cli/failure.h"
#include "plugin/cli/options.h"

namespace ischia::cli {

// Writes the answer to `out`; says what went wrong on `err`. Returns the exit code.
int Run(const Invocation& invocation, std::ostream& out, std::ostream& err);

}  // namespace ischia::cli

#endif  // ISCHIA_PLUGIN_CLI_COMMANDS_H_
