// The servers that bench_rpc starts in processes of their own.
#ifndef ISCHIA_TESTS_BENCH_ECHO_SERVERS_H_
#define ISCHIA_TESTS_BENCH_ECHO_SERVERS_H_

#include <string>

namespace ischia::bench {

// Serves until SIGTERM, after it has said where. "product": the service and the echo on one
// synchronous server with the service's settings; "sync", "async", "callback": the echo alone, on a
// server of that kind with the library's settings. Gives the exit code.
int ServeUntilTold(const std::string& kind);

}  // namespace ischia::bench

#endif  // ISCHIA_TESTS_BENCH_ECHO_SERVERS_H_
