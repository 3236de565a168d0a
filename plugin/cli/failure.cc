#include "plugin/cli/failure.h"

#include "ischia/v1/errors.pb.h"

namespace ischia::cli {
namespace {

// Details travel under the public type names; our messages have the same fields.
template <typename Message>
bool Unpack(const google::protobuf::Any& detail, std::string_view type, Message& message) {
  const std::string suffix = "/google.rpc." + std::string(type);
  const std::string& url = detail.type_url();
  return url.size() >= suffix.size() &&
         url.compare(url.size() - suffix.size(), suffix.size(), suffix) == 0 &&
         message.ParseFromString(detail.value());
}

ExitCode ExitCodeOf(grpc::StatusCode code, bool answered) {
  switch (code) {
    case grpc::StatusCode::INVALID_ARGUMENT:
    case grpc::StatusCode::UNAUTHENTICATED:
      return kBadInput;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      // With details it was the service that answered: it runs, but its store does not.
      return answered ? kFailed : kNotReachable;
    case grpc::StatusCode::ALREADY_EXISTS:
      return kIdentityConflict;
    case grpc::StatusCode::FAILED_PRECONDITION:
    case grpc::StatusCode::ABORTED:
      return kWrongState;
    default:
      return kFailed;
  }
}

}  // namespace

Failure FailureOf(const grpc::Status& status) {
  v1::Status rich;
  const bool answered =
      !status.error_details().empty() && rich.ParseFromString(status.error_details());
  std::string reason;
  std::string lines;
  for (const google::protobuf::Any& detail : rich.details()) {
    v1::ErrorInfo info;
    v1::BadRequest bad_request;
    v1::PreconditionFailure precondition;
    if (Unpack(detail, "ErrorInfo", info)) {
      reason = info.reason() + ": ";
      for (const auto& [name, value] : info.metadata()) lines += "\n  " + name + ": " + value;
    } else if (Unpack(detail, "BadRequest", bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        lines += "\n  " + violation.field() + ": " + violation.description();
      }
    } else if (Unpack(detail, "PreconditionFailure", precondition)) {
      for (const auto& violation : precondition.violations()) {
        lines += "\n  " + violation.subject() + ": " + violation.description();
      }
    }
  }
  Failure failure{ExitCodeOf(status.error_code(), answered),
                  reason + status.error_message() + lines};
  if (failure.exit_code == kNotReachable) {
    failure.text = "The service is not reachable. Is ischiad running, and is --address right? (" +
                   status.error_message() + ')';
  }
  return failure;
}

}  // namespace ischia::cli
