// What a host is told: a code, and JSON. A failure is
//
//   {"code": 3, "reason": "FIELD_INVALID", "sentence": "The request has invalid fields.",
//    "violations": [{"field": "parent", "description": "Required.", "reason": "FIELD_INVALID"}],
//    "request_id": "…"}
//
// where reason is one of proto/ischia/v1/errors.proto or of plugin/README.md, and request_id stands
// there for a change, which may be repeated with it.
#ifndef ISCHIA_PLUGIN_AGENT_GATEWAY_ANSWER_H_
#define ISCHIA_PLUGIN_AGENT_GATEWAY_ANSWER_H_

#include <grpcpp/support/status.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/contract/status.h"

namespace ischia::agent {

struct Answer {
  std::int32_t status = 0;  // of google.rpc.Code; from 100 the plugin interface's own
  std::string json;
};

struct Failure {
  std::int32_t code = 0;
  std::string_view reason;
  std::string sentence;
  std::vector<contract::Violation> violations = {};
};

Answer Failed(const Failure& failure, const std::string& request_id = {});

// Of a call that did not end well. What the library says is put in words of ours.
Answer Failed(const grpc::Status& status, const contract::Told& told,
              const std::string& request_id);

// The change is on the disk and will be sent: {"spooled": true, "request_id": "…"}.
Answer Spooled(const std::string& request_id);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_GATEWAY_ANSWER_H_
