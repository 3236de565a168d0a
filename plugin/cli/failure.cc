#include "plugin/cli/failure.h"

#include <utility>

#include "plugin/contract/status.h"

namespace ischia::cli {
namespace {

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
  const contract::Told told = contract::ReadStatus(status);
  std::string text = (told.reason.empty() ? "" : told.reason + ": ") + told.sentence;
  for (const contract::Violation& violation : told.violations) {
    text += "\n  " + violation.field + ": " + violation.description;
  }
  for (const auto& [name, value] : told.metadata) text += "\n  " + name + ": " + value;
  Failure failure{ExitCodeOf(status.error_code(), told.by_the_service), std::move(text)};
  if (failure.exit_code == kNotReachable) {
    failure.text = "The service is not reachable. Is ischiad running, and is --address right? (" +
                   status.error_message() + ')';
  }
  return failure;
}

}  // namespace ischia::cli
