// How a call ends: the one table from errors to gRPC statuses with their details. Details are our
// own messages (errors.proto) under the public google.rpc type addresses, so that any client
// decodes them.
#ifndef ISCHIA_SERVICE_RPC_STATUS_H_
#define ISCHIA_SERVICE_RPC_STATUS_H_

#include <grpcpp/support/status.h>

#include <string>

#include "service/domain/result.h"

namespace ischia::rpc {

grpc::Status ToStatus(const domain::Error& error);

// A mistake of ours: nothing but the id leaves the service; the log has the rest under that id.
grpc::Status InternalStatus(const std::string& incident_id);

// The paths of a nested message, seen from the request: a violation of "legs[0].side" becomes one
// of "assessment.legs[0].side". Paths that do not begin with a field of the message stay.
template <typename Message>
domain::Error Below(const char* field, domain::Error error) {
  for (domain::FieldViolation& violation : error.violations) {
    const std::string first = violation.field.substr(0, violation.field.find_first_of(".["));
    if (Message::descriptor()->FindFieldByName(first) != nullptr) {
      violation.field.insert(0, ".").insert(0, field);
    }
  }
  return error;
}

}  // namespace ischia::rpc

#endif  // ISCHIA_SERVICE_RPC_STATUS_H_
