// A port of the loopback address that nobody listens on.
#ifndef ISCHIA_TESTS_SUPPORT_FREE_PORT_H_
#define ISCHIA_TESTS_SUPPORT_FREE_PORT_H_

#include <cstdint>

namespace ischia::support {

// 0 when there is none. Somebody else may take it before the caller does.
std::uint16_t FreePort();

}  // namespace ischia::support

#endif  // ISCHIA_TESTS_SUPPORT_FREE_PORT_H_
