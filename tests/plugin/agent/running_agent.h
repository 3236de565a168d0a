// ischia-agent as it is installed, in a process of its own, with its socket and its spool in a
// folder that outlives it.
#ifndef ISCHIA_TESTS_PLUGIN_AGENT_RUNNING_AGENT_H_
#define ISCHIA_TESTS_PLUGIN_AGENT_RUNNING_AGENT_H_

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "plugin/agent/spool.h"

namespace ischia::agent {

// Where an agent keeps its things, and which service it calls.
struct AgentPlace {
  std::filesystem::path folder;
  std::string service_address;

  std::filesystem::path socket() const { return folder / "run" / "agent.sock"; }
  SpoolPlace spool() const { return {folder / "state" / "spool", folder / "state" / "spool.key"}; }
  std::filesystem::path log() const { return folder / "agent.log"; }
  // The program with the settings of this place and `more`, "caller.role=auditor".
  std::vector<std::string> Command(const std::vector<std::string>& more = {}) const;
};

class RunningAgent {
 public:
  // Waits until it listens. What it logs goes to the end of the place's log.
  explicit RunningAgent(const AgentPlace& place, const std::vector<std::string>& more = {});
  // Kills it, if it has not ended.
  ~RunningAgent();
  RunningAgent(const RunningAgent&) = delete;
  RunningAgent& operator=(const RunningAgent&) = delete;

  bool ready() const { return ready_; }
  pid_t process() const { return process_; }

  void Kill();
  // The exit code after a SIGTERM, or once it ends by itself; -1: it did not exit.
  int Terminate();
  int Await();

 private:
  pid_t process_ = 0;
  bool ready_ = false;
};

}  // namespace ischia::agent

#endif  // ISCHIA_TESTS_PLUGIN_AGENT_RUNNING_AGENT_H_
