// What a practice system is told of its request: the exit code of ischia-bridge, and ERRORLEVEL of
// a hand-over file.
#ifndef ISCHIA_PLUGIN_REQUESTS_OUTCOME_H_
#define ISCHIA_PLUGIN_REQUESTS_OUTCOME_H_

#include <cstdint>

namespace ischia::requests {

// As plugin/README.md lists them.
enum ExitCode {
  kDone = 0,
  kFailed = 1,
  kBadInput = 2,
  kNotReachable = 3,
  kIdentityConflict = 4,
  kWrongState = 5
};

// Of a status of google.rpc.Code.
ExitCode CodeOf(std::int32_t status);

}  // namespace ischia::requests

#endif  // ISCHIA_PLUGIN_REQUESTS_OUTCOME_H_
