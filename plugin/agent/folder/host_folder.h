// A folder that a practice system and the agent share: how it is set up, and its doors. Others
// write there, too, so every look at it goes through descriptors that were opened without following
// a link.
#ifndef ISCHIA_PLUGIN_AGENT_FOLDER_HOST_FOLDER_H_
#define ISCHIA_PLUGIN_AGENT_FOLDER_HOST_FOLDER_H_

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <set>
#include <string>
#include <variant>

#include "integration/gdt/fields.h"
#include "plugin/agent/descriptor.h"
#include "plugin/agent/fault.h"

namespace ischia::agent {

enum class AnswerNames {
  kFixed,    // PVS1ISCH.GDT, one at a time
  kCounting  // PVS1ISCH.000, PVS1ISCH.001 and so on
};

struct HostFolder {
  std::filesystem::path path;  // empty: there is none
  std::string host_id = "practice-software";
  std::string our_id = "ISCH";       // what the host calls us in 8315
  std::string host_gdt_id;           // what it calls itself
  std::string procedure = "ALLG00";  // 8402 where no request is remembered
  std::string path_as_host_sees_it;  // "X:\gdt"; empty: paths begin in the folder
  AnswerNames names = AnswerNames::kCounting;
  gdt::Version version = gdt::Version::kV21;
  bool takes_all = false;      // every request's name, not only those that begin with our id
  std::set<uid_t> users = {};  // whose files are taken besides the agent's, root's and the folder's
  std::chrono::days keep{7};   // what was taken
};

// "PVS1ISCH": what the names of our answers begin with.
std::string AnswerStem(const HostFolder& folder);

// Opened for one piece of work and closed again, so that a share that was away is found again.
struct OpenFolder {
  Descriptor shared;
  // The agent's own, 0700, within it: `filed` what was filed, `taken` what is being read, `done`
  // and `rejected` what was.
  Descriptor filed;
  Descriptor taken;
  Descriptor done;
  Descriptor rejected;
  uid_t owner = 0;   // of the shared one
  mode_t group = 0;  // what its group may do there
};

// Makes what is missing. A fault: it is no folder, everybody may write in it, or one of the agent's
// own is a link, another user's, or open to others.
std::variant<OpenFolder, Fault> Open(const HostFolder& folder);

// A path that leads through the descriptor, whatever its folder is called by now.
std::filesystem::path PathOf(const Descriptor& folder);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FOLDER_HOST_FOLDER_H_
