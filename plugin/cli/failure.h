// Why a command did not succeed: what to print, and the exit code.
#ifndef ISCHIA_PLUGIN_CLI_FAILURE_H_
#define ISCHIA_PLUGIN_CLI_FAILURE_H_

#include <grpcpp/support/status.h>

#include <string>
#include <utility>
#include <variant>

namespace ischia::cli {

enum ExitCode {
  kDone = 0,
  kFailed = 1,
  kBadInput = 2,
  kNotReachable = 3,
  kIdentityConflict = 4,
  kWrongState = 5
};

struct Failure {
  ExitCode exit_code = kFailed;
  std::string text;
};

// A value or a failure.
template <typename T>
using Outcome = std::variant<T, Failure>;

// The service's error with its reason and every violation, a line each.
Failure FailureOf(const grpc::Status& status);

}  // namespace ischia::cli

#endif  // ISCHIA_PLUGIN_CLI_FAILURE_H_
