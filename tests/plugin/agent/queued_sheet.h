// Documents that wait for a host, made through the agent: a patient whom the host knows, a program
// in force, a sheet of it.
#ifndef ISCHIA_TESTS_PLUGIN_AGENT_QUEUED_SHEET_H_
#define ISCHIA_TESTS_PLUGIN_AGENT_QUEUED_SHEET_H_

#include <string>

#include "tests/plugin/agent/frame_client.h"

namespace ischia::agent {

// A program in force of a patient who has none yet, "practices/sample/patients/p-1"; its name.
std::string ActiveProgram(FrameClient host, const std::string& patient);
// Of a new patient with this number in the host's record.
std::string ProgramOfHostPatient(FrameClient host, const std::string& patient_id);
// A sheet of the program for the host; behind the one before it.
void QueueSheet(FrameClient host, const std::string& program);

}  // namespace ischia::agent

#endif  // ISCHIA_TESTS_PLUGIN_AGENT_QUEUED_SHEET_H_
