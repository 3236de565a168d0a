// Files what waits for one host: asks for its documents, one after the other, hands each to the
// destination, and passes on what became of it.
#ifndef ISCHIA_PLUGIN_AGENT_FILING_CLERK_H_
#define ISCHIA_PLUGIN_AGENT_FILING_CLERK_H_

#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include "plugin/agent/awaited.h"
#include "plugin/agent/extensions/console.h"
#include "plugin/agent/extensions/documents.h"
#include "plugin/agent/filing/destination.h"
#include "plugin/agent/gateway.h"
#include "plugin/agent/log.h"

namespace ischia::agent {

inline constexpr std::chrono::milliseconds kClerkPace{3000};

class Clerk {
 public:
  // `pace` lies between two questions when nothing waits or nobody answers. Everything outlives the
  // clerk.
  Clerk(Gateway& gateway, Documents& documents, Host host, Destination& destination, Log& log,
        std::chrono::milliseconds pace = kClerkPace);
  // Stops.
  ~Clerk();
  Clerk(const Clerk&) = delete;
  Clerk& operator=(const Clerk&) = delete;

  // Files what waits longest and says what became of it. False: nothing waits, the service cannot
  // be reached, or the clerk is to end. Called by one thread at a time.
  bool FileNext();

  // Calls FileNext on a thread of its own.
  void Start();
  // Waits for the destination alone: no answer is waited for, and what was claimed comes again.
  // What is under way then is the gateway's to settle.
  void Stop();

 private:
  std::optional<Document> Next();
  void Settle(const Document& document, const Filed& filed);

  Gateway& gateway_;
  Documents& documents_;
  const Host host_;
  Destination& destination_;
  Log& log_;
  const std::chrono::milliseconds pace_;
  // Shared with the calls under way, which may end after the clerk.
  std::shared_ptr<Awaited<Documents::Given>> given_;
  std::thread thread_;
};

}  // namespace ischia::agent

#endif  // ISCHIA_PLUGIN_AGENT_FILING_CLERK_H_
