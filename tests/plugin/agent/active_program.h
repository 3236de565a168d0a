// A program in force, and a sheet of it on its way to the host, made through the agent.
#ifndef ISCHIA_TESTS_PLUGIN_AGENT_ACTIVE_PROGRAM_H_
#define ISCHIA_TESTS_PLUGIN_AGENT_ACTIVE_PROGRAM_H_

#include <string>

#include "tests/plugin/agent/frame_client.h"

namespace ischia::agent {

// Of this patient, "practices/sample/patients/*"; its name.
std::string ActiveProgram(FrameClient host, const std::string& patient);

// Queues a handout of the program for the patient's host.
void QueueSheet(FrameClient host, const std::string& program);

}  // namespace ischia::agent

#endif  // ISCHIA_TESTS_PLUGIN_AGENT_ACTIVE_PROGRAM_H_
