#include "service/storage/database/guarded.h"

#include <utility>

#include "service/storage/database/driver.h"

namespace ischia::storage {

using domain::Error;
using domain::ErrorCode;

Error Unavailable(std::string message) {
  return {ErrorCode::kUnavailable, "STORE_UNAVAILABLE", std::move(message), {}};
}

Error Translated(const std::exception& thrown) {
  if (dynamic_cast<const DiskFull*>(&thrown) != nullptr) {
    return {ErrorCode::kResourceExhausted,
            "STORE_FULL",
            "The database's disk is full. Nothing was stored.",
            {}};
  }
  if (dynamic_cast<const NulInText*>(&thrown) != nullptr) {
    return domain::InvalidArgument("FIELD_INVALID", "A text of the request contains a NUL.");
  }
  return Unavailable("The database cannot be used now. Try again later.");
}

}  // namespace ischia::storage
