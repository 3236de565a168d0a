// The agent's unix socket: who may connect, bytes to frames and back, and how long anybody may
// take. One thread reads for all hosts, so that an idle connection costs a few hundred bytes; what
// frames mean is the session's affair.
#ifndef ISCHIA_PLUGIN_AGENT_SOCKET_H_
#define ISCHIA_PLUGIN_AGENT_SOCKET_H_

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <variant>

#include "plugin/agent/fault.h"
#include "plugin/agent/gateway.h"
#include "plugin/agent/log.h"
#include "plugin/agent/socket/session.h"

namespace ischia::agent {

struct SocketOptions {
  std::filesystem::path path;  // at most 107 bytes
  // Who may connect besides the agent's own user and root. With none, socket and folder are open to
  // the agent's user alone; with some, the file's mode lets anybody knock, and the peer's uid
  // decides before a byte is read.
  std::set<uid_t> users;
  std::size_t connections = 256;
  // For a frame from its first byte to its last, for the HELLO, and for fetching an answer.
  std::chrono::milliseconds patience{5000};
};

class Socket {
 public:
  using CallerOf = std::function<Caller(uid_t peer)>;  // asked once a connection

  // Makes the folder where it is missing, and takes the place of an agent that has died. The socket
  // of a living one, a folder that others can write in, and any other file there are faults.
  static std::variant<std::unique_ptr<Socket>, Fault> Open(const SocketOptions& options,
                                                           CallerOf caller_of, const Desk& desk,
                                                           Log& log);
  // Cancels the calls under way and hangs up.
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // Takes no more connections and frames; answers still go out.
  void StopReading();

 private:
  class Loop;
  explicit Socket(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

// What is wrong with the socket's folder; for the self-test, too.
std::string FaultOfFolder(const std::filesystem::path& folder, bool open_to_others);

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_SOCKET_H_
