// What an operator wants to know of an agent: is it set up, does it run, is the service there, and
// has any change been left behind. Changes nothing but where it says so, also beside a running
// agent.
#ifndef ISCHIA_PLUGIN_AGENT_SELF_TEST_H_
#define ISCHIA_PLUGIN_AGENT_SELF_TEST_H_

#include <ostream>

#include "plugin/agent/config.h"

namespace ischia::agent {

// A line for each check, "ok" or "NOT OK" with its remedy. True: all are ok.
bool SelfTest(const Config& config, std::ostream& out);

// Files a marked document of a patient who does not exist into the folder, and says what must
// appear in the practice system then, and how to remove it. True: it is filed.
bool TestFolder(const HostFolder& folder, std::ostream& out);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_SELF_TEST_H_
