// The connection to the service: a method, bytes and a caller in, a status and bytes out. What the
// bytes mean is the gateway's affair. All calls run at once on one thread of its own, however many
// there are, and however long the service takes.
#ifndef ISCHIA_PLUGIN_AGENT_GATEWAY_LINK_H_
#define ISCHIA_PLUGIN_AGENT_GATEWAY_LINK_H_

#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace ischia::agent {

// Who calls, as the service is told: one line of metadata each.
struct Caller {
  std::string user;
  std::string role;
  auto operator<=>(const Caller&) const = default;
};

struct Reply {
  grpc::Status status;
  std::string bytes;
};

// The longest a call may take, and what a call without a deadline has.
inline constexpr std::chrono::milliseconds kLongestCall{10'000};

// Serves many threads.
class Link {
 public:
  // "127.0.0.1:50151" or "unix:/run/ischiad/ischiad.sock". Connects when it is first needed, and
  // looks at least once a second whether a service that was away is back.
  explicit Link(const std::string& address);
  // Cancels what is under way and waits for its `done`.
  ~Link();
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;

  // A number for a call to come, never given twice.
  std::uint64_t NewTicket();

  using Done = std::function<void(const Reply& reply)>;
  // `method` is "ischia.v1.ProgramService/GetProgram". `done` is called once, on the thread of the
  // link; it does not wait for anything, or all calls do.
  void Start(std::uint64_t ticket, std::string_view method, const std::string& request,
             const Caller& caller, std::chrono::milliseconds deadline, Done done);
  // The call ends with CANCELLED, if it has not ended.
  void Cancel(std::uint64_t ticket);

  // Waits until nothing is under way, for as long as `patience`; then cancels what is left, and
  // waits for that. No call may be started meanwhile but by a `done`.
  void Settle(std::chrono::milliseconds patience);

  // Waits for the answer; for threads other than the link's.
  Reply Call(std::uint64_t ticket, std::string_view method, const std::string& request,
             const Caller& caller, std::chrono::milliseconds deadline);

 private:
  struct Pending;
  void Serve();
  void Begin(std::uint64_t ticket, Pending& pending);
  void CancelAll();
  Pending& Find(std::uint64_t ticket);
  void Conclude(std::uint64_t ticket);

  grpc::GenericStub stub_;
  grpc::CompletionQueue queue_;
  std::mutex mutex_;  // guards what follows, but the thread
  std::condition_variable idle_;
  std::map<std::uint64_t, std::unique_ptr<Pending>> pending_;
  std::uint64_t last_ticket_ = 0;
  std::thread thread_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_GATEWAY_LINK_H_
