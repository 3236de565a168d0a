#include "plugin/agent/gateway/answer.h"

#include <Poco/JSON/Array.h>
#include <Poco/JSON/Object.h>

#include <sstream>

namespace ischia::agent {
namespace {

using Poco::JSON::Object;

std::string TextOf(const Object& object) {
  std::ostringstream out;
  object.stringify(out);
  return out.str();
}

Object Ordered() { return Object(Poco::JSON_PRESERVE_KEY_ORDER); }

// The library's words may hold addresses and change with its version.
Failure Unanswered(grpc::StatusCode code) {
  switch (code) {
    case grpc::StatusCode::UNAVAILABLE:
      return {code, "SERVICE_UNREACHABLE", "The service cannot be reached. Is ischiad running?"};
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      return {code, "DEADLINE_PASSED",
              "The service did not answer in time. A change may have been made: repeat it with the "
              "same request id."};
    case grpc::StatusCode::CANCELLED:
      return {code, "CALL_CANCELLED", "The call was cancelled."};
    case grpc::StatusCode::UNIMPLEMENTED:
      return {code, "METHOD_UNKNOWN", "The service does not know this method; it may be older."};
    default:
      return {code, "TRANSPORT_FAILED", "The connection to the service failed."};
  }
}

}  // namespace

Answer Failed(const Failure& failure, const std::string& request_id) {
  Object object = Ordered();
  object.set("code", failure.code);
  object.set("reason", std::string(failure.reason));
  object.set("sentence", failure.sentence);
  Poco::JSON::Array violations;
  for (const contract::Violation& violation : failure.violations) {
    Object entry = Ordered();
    entry.set("field", violation.field);
    entry.set("description", violation.description);
    entry.set("reason", violation.reason);
    violations.add(entry);
  }
  object.set("violations", violations);
  if (!request_id.empty()) object.set("request_id", request_id);
  return {failure.code, TextOf(object)};
}

Answer Failed(const grpc::Status& status, const contract::Told& told,
              const std::string& request_id) {
  if (!told.by_the_service) return Failed(Unanswered(status.error_code()), request_id);
  return Failed({status.error_code(), told.reason, told.sentence, told.violations}, request_id);
}

Answer Spooled(const std::string& request_id) {
  Object object = Ordered();
  object.set("spooled", true);
  object.set("request_id", request_id);
  return {0, TextOf(object)};
}

}  // namespace ischia::agent
