// The methods a host may call through the agent: the whole list, in one place.
#ifndef ISCHIA_PLUGIN_AGENT_GATEWAY_METHODS_H_
#define ISCHIA_PLUGIN_AGENT_GATEWAY_METHODS_H_

#include <google/protobuf/descriptor.h>

#include <span>
#include <string_view>

namespace ischia::agent {

enum class WhenAway {
  kSay,   // the host needs the answer to go on, so it is told that there is none
  kSpool  // it tells what has happened already; the change is kept and sent later
};

struct MethodRow {
  std::string_view name;  // "ischia.v1.ProgramService/PreviewProgram"
  WhenAway when_away;
};

std::span<const MethodRow> HostMethods();

// Null: not a method of this version's contract.
const google::protobuf::MethodDescriptor* FindMethod(std::string_view name);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_GATEWAY_METHODS_H_
