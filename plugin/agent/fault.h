// Why the agent cannot start or work as it is set up, and how to mend it.
#ifndef ISCHIA_PLUGIN_AGENT_FAULT_H_
#define ISCHIA_PLUGIN_AGENT_FAULT_H_

#include <string>

namespace ischia::agent {

// Reads as one sentence and another: "socket.path is in use by another agent. Stop that one."
struct Fault {
  std::string setting;
  std::string what;
  std::string remedy;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FAULT_H_
