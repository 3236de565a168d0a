// One connected host: what each of its frames means, and which of its calls are under way. How
// bytes come and go is the socket's affair.
#ifndef ISCHIA_PLUGIN_AGENT_SOCKET_SESSION_H_
#define ISCHIA_PLUGIN_AGENT_SOCKET_SESSION_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "plugin/agent/extensions/console.h"
#include "plugin/agent/extensions/documents.h"
#include "plugin/agent/gateway.h"
#include "plugin/agent/socket/frame.h"

namespace ischia::agent {

// The protocol this agent speaks, and the oldest it still understands: two before it.
inline constexpr std::uint32_t kProtocolNewest = 1;
inline constexpr std::uint32_t kProtocolOldest = kProtocolNewest > 2 ? kProtocolNewest - 2 : 1;
inline constexpr std::size_t kCallsAtOnce = 64;                  // of one host
inline constexpr std::chrono::milliseconds kBetweenLooks{2000};  // for documents
inline constexpr std::chrono::milliseconds kLongestBetweenLooks{60'000};

// An ERROR frame for a call, or with id 0 for the whole connection.
std::string ErrorFrame(std::uint32_t call_id, const Failure& failure);

// What every session asks. Everything outlives them.
struct Desk {
  Gateway& gateway;
  Console& console;
  Documents& documents;
};

// Take is called by one thread; answers come on others.
class Session : public std::enable_shared_from_this<Session> {
 public:
  using Send = std::function<void(const std::string& frame)>;
  // `send` serves many threads and may be called after End.
  Session(const Desk& desk, Caller caller, Send send);

  enum class Next { kGoOn, kHangUp };
  Next Take(const Frame& frame);
  bool greeted() const { return greeted_; }
  std::size_t calls_under_way() const;

  // Called every now and then. On the connection for events it asks, every two seconds and less
  // often while the service is away, whether a document waits for the host, and announces it; again
  // and again, until it is taken.
  void Look(std::chrono::steady_clock::time_point now);

  // The host has gone: its calls are cancelled.
  void End();

 private:
  Next Greet(const Frame& frame);
  void Call(const Frame& frame);
  void OpenConsole(const Frame& frame);
  Gateway::Done AnswerTo(std::uint32_t call_id);
  void Cancel(std::uint32_t call_id);
  void NextDocument(const Frame& frame);
  void DocumentDone(const Frame& frame);
  void Answered(std::uint32_t call_id, const Answer& answer, const std::string& content = {});
  void Say(std::uint32_t call_id, const Answer& answer, const std::string& content = {});
  void Looked(std::optional<bool> waiting);
  bool Register(std::uint32_t call_id, std::uint64_t ticket);
  void Refuse(std::uint32_t call_id, const Failure& failure);

  const Desk desk_;
  Host host_;
  const Send send_;
  bool greeted_ = false;
  bool for_events_ = false;

  mutable std::mutex mutex_;                        // guards what follows
  std::map<std::uint32_t, std::uint64_t> tickets_;  // of the calls under way, by call_id
  std::optional<std::uint64_t> look_;               // of the look under way
  std::chrono::milliseconds between_looks_ = kBetweenLooks;
  std::chrono::steady_clock::time_point next_look_{};
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_SOCKET_SESSION_H_
