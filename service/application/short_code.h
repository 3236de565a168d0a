// The code printed on a sheet and typed in from it: "7K3M9T-27". Six symbols of Crockford's base32
// (no I, L, O, U) and two check digits, ISO 7064 MOD 97-10, that find every single mistyped symbol
// and every swap of two neighbors. Uniqueness in the practice is the store's affair.
#ifndef ISCHIA_SERVICE_APPLICATION_SHORT_CODE_H_
#define ISCHIA_SERVICE_APPLICATION_SHORT_CODE_H_

#include <optional>
#include <string>
#include <string_view>

#include "service/application/ports.h"

namespace ischia::app {

std::string NewShortCode(IdSource& ids);

// As printed: upper case, with the hyphen. O reads as 0, I and L as 1, spaces and hyphens are
// passed over. Unset when it is no code or its check digits do not fit.
std::optional<std::string> ReadShortCode(std::string_view text);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_SHORT_CODE_H_
