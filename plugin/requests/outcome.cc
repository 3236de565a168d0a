#include "plugin/requests/outcome.h"

namespace ischia::requests {

ExitCode CodeOf(std::int32_t status) {
  constexpr std::int32_t kOk = 0;
  constexpr std::int32_t kInvalidArgument = 3;
  constexpr std::int32_t kDeadlineExceeded = 4;
  constexpr std::int32_t kAlreadyExists = 6;
  constexpr std::int32_t kFailedPrecondition = 9;
  constexpr std::int32_t kAborted = 10;
  constexpr std::int32_t kUnavailable = 14;
  switch (status) {
    case kOk:
      return kDone;
    case kInvalidArgument:
      return kBadInput;
    case kDeadlineExceeded:
    case kUnavailable:
      return kNotReachable;
    case kAlreadyExists:
      return kIdentityConflict;
    case kFailedPrecondition:
    case kAborted:
      return kWrongState;
    default:
      return kFailed;
  }
}

}  // namespace ischia::requests
