// The settings of ischia-agent: names and texts in, a checked value or everything that is wrong
// out. A setting that could expose patients is refused, not corrected.
#ifndef ISCHIA_PLUGIN_AGENT_CONFIG_H_
#define ISCHIA_PLUGIN_AGENT_CONFIG_H_

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "plugin/agent/fault.h"
#include "plugin/agent/filing/hl7_link.h"
#include "plugin/agent/folder/host_folder.h"
#include "plugin/agent/gateway/link.h"
#include "plugin/agent/socket.h"
#include "plugin/agent/spool.h"

namespace ischia::agent {

// One setting; the agent's table in README.md is this one.
struct Setting {
  const char* name;
  const char* default_text;  // as --help shows it
  const char* meaning;       // with unit and range
};
const std::vector<Setting>& Settings();

struct Config {
  SocketOptions socket;
  std::string service_address;  // of this machine: "127.0.0.1:50151", "unix:/path"
  std::string practice;         // "practices/sample": of the console and the self-test
  std::string browser;          // the program that opens the console; empty: none
  Caller caller;                // an empty user: the peer's login name
  std::set<std::string, std::less<>> methods;
  SpoolPlace spool;
  SpoolLimits spool_limits;
  HostFolder folder;
  std::optional<Hl7Settings> hl7;  // unset: nothing is sent
};

// Where this login keeps its things, from the environment of the process.
struct Places {
  std::string runtime;  // XDG_RUNTIME_DIR; empty: /run
  std::string state;    // XDG_STATE_HOME or ~/.local/state; empty: /var/lib
};
Places PlacesOfThisLogin();

using SettingTexts = std::map<std::string, std::string>;

// `file` may be empty: none. Flags win over the file.
std::variant<SettingTexts, Fault> CollectSettings(const std::string& file,
                                                  const SettingTexts& flags);

std::variant<Config, std::vector<Fault>> ReadConfig(const SettingTexts& settings,
                                                    const Places& places);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_CONFIG_H_
