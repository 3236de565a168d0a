// Stands in for the agent's way to the service: JSON of a call to a message, a request id where one
// is missing, gRPC, and JSON back.
#ifndef ISCHIA_TESTS_PLUGIN_SHIM_JSON_GATEWAY_H_
#define ISCHIA_TESTS_PLUGIN_SHIM_JSON_GATEWAY_H_

#include <google/protobuf/dynamic_message.h>
#include <grpcpp/generic/generic_stub.h>

#include <atomic>
#include <memory>
#include <string>

#include "tests/support/scripted_agent.h"

namespace ischia::shim {

// Serves many threads.
class JsonGateway {
 public:
  explicit JsonGateway(const std::shared_ptr<grpc::Channel>& channel) : channel_(channel) {}

  // The RESULT or ERROR for a CALL.
  support::Frame Answer(const support::Frame& question);

 private:
  std::shared_ptr<grpc::Channel> channel_;
  std::atomic<int> requests_ = 0;
};

}  // namespace ischia::shim

#endif  // ISCHIA_TESTS_PLUGIN_SHIM_JSON_GATEWAY_H_
