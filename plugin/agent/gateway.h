// From a host's call to the service's answer: which methods a host may call, JSON to messages and
// back, a request id for every change, and the spool for what cannot be sent now. How frames travel
// is the socket's affair, how calls do is the link's.
#ifndef ISCHIA_PLUGIN_AGENT_GATEWAY_H_
#define ISCHIA_PLUGIN_AGENT_GATEWAY_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>

#include "plugin/agent/gateway/answer.h"
#include "plugin/agent/gateway/link.h"
#include "plugin/agent/gateway/scribe.h"
#include "plugin/agent/log.h"
#include "plugin/agent/spool.h"
#include "plugin/agent/spool/courier.h"

namespace ischia::agent {

struct Question {
  std::string method;  // "ischia.v1.ProgramService/PreviewProgram"
  std::string json;    // the request in protobuf's JSON form; empty: a request without fields
  std::chrono::milliseconds deadline = kLongestCall;  // longer is cut
  Caller caller;
};

// Serves many threads.
class Gateway {
 public:
  // `allowed` holds names of HostMethods(). Everything outlives the gateway and every `done`.
  Gateway(std::set<std::string, std::less<>> allowed, Link& link, Spool& spool, Courier& courier,
          Log& log, WallClock clock);

  // A number for a call to come, never given twice.
  std::uint64_t NewTicket() { return link_.NewTicket(); }

  using Done = std::function<void(const Answer& answer)>;
  // `done` is called once: within Ask, or later on a thread of the gateway's own.
  void Ask(std::uint64_t ticket, const Question& question, const Done& done);
  void Cancel(std::uint64_t ticket) { link_.Cancel(ticket); }

  // Waits for what is under way, for as long as `patience`, then cancels the rest; what is to be
  // kept is kept. Nobody asks meanwhile.
  void Settle(std::chrono::milliseconds patience);

 private:
  struct Prepared;
  std::variant<Prepared, Answer> Prepare(const Question& question) const;
  void Conclude(const std::shared_ptr<const Prepared>& call, const Reply& reply, const Done& done);
  Answer Read(const Prepared& prepared, const std::string& bytes) const;
  Answer Keep(const Prepared& prepared);

  const std::set<std::string, std::less<>> allowed_;
  Link& link_;
  Spool& spool_;
  Courier& courier_;
  Log& log_;
  const WallClock clock_;
  Scribe scribe_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_GATEWAY_H_
