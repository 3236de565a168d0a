// What an operator wants to know of an agent: is it set up, does it run, is the service there, and
// has any change been left behind. Changes nothing, also beside a running agent.
#ifndef ISCHIA_PLUGIN_AGENT_SELF_TEST_H_
#define ISCHIA_PLUGIN_AGENT_SELF_TEST_H_

#include <ostream>

#include "plugin/agent/config.h"

namespace ischia::agent {

// A line for each check, "ok" or "NOT OK" with its remedy. True: all are ok.
bool SelfTest(const Config& config, std::ostream& out);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_SELF_TEST_H_
