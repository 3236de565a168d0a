// Whether hosts get through to the agent, tried as a host would, and what systemd is told of it.
#ifndef ISCHIA_PLUGIN_AGENT_WATCH_H_
#define ISCHIA_PLUGIN_AGENT_WATCH_H_

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>

#include "plugin/agent/log.h"

namespace ischia::agent {

// An agent at this socket answers a HELLO in time.
bool AgentAnswers(const std::filesystem::path& socket, std::chrono::milliseconds patience);

// What systemd said to the process in its environment.
struct Supervisor {
  std::string notify_socket;                   // empty: nobody wants to know
  std::chrono::microseconds watchdog_time{0};  // 0: no watchdog
};
Supervisor SupervisorOfThisProcess();
void Notify(const Supervisor& supervisor, const std::string& state);  // "READY=1"

// Tries the agent every ten seconds, or twice in a watchdog's time, until one of `signals` comes.
// False: three tries in a row failed, and hosts cannot get through any more.
bool WatchUntilSignal(const std::filesystem::path& socket, const Supervisor& supervisor,
                      const sigset_t& signals, Log& log);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_WATCH_H_
