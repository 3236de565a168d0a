// The frame of every call: who calls, how long a call may take, what is wrong with the request, and
// what becomes of a mistake of ours. What a call does is the handlers' affair.
#ifndef ISCHIA_SERVICE_RPC_EDGE_H_
#define ISCHIA_SERVICE_RPC_EDGE_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "service/application/authorize.h"
#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/domain/result.h"
#include "service/rpc/convert_records.h"
#include "service/rpc/page_token.h"

namespace ischia::rpc {

// A mistake of ours, for the log: nothing of the request, nothing of a record.
struct Incident {
  std::string id;     // random; the caller is told this and nothing else
  std::string type;   // of the exception, or the error's reason
  std::string place;  // the method, "PatientService/GetPatient"
};
using IncidentLog = std::function<void(const Incident& incident)>;

using Metadata = std::multimap<grpc::string_ref, grpc::string_ref>;

// Until signed assertions are built a caller names itself: "ischia-user" and "ischia-role", each
// once. UNAUTHENTICATED, USER_ASSERTION_INVALID.
domain::Result<app::Caller> CallerOf(const Metadata& metadata);

// A call on its way in.
class Incoming : public Inbound {
 public:
  explicit Incoming(app::Caller caller) : caller_(std::move(caller)) {}

  const app::Caller& caller() const { return caller_; }
  // The call for a use case, with all that was found wrong. Asked once.
  app::Call AsCall(std::string request_id = {});
  // All that was found wrong, when no use case can be asked. Asked once.
  domain::Error Refusal();

 private:
  app::Caller caller_;
};

class Edge {
 public:
  // Everything outlives the edge. Serves many threads; so must `log`.
  Edge(app::IdSource& ids, const app::Digest& digest, IncidentLog log,
       std::chrono::milliseconds longest_call);

  using Handler = std::function<domain::Result<domain::Done>(Incoming& in)>;

  // Runs the handler for a caller who says who it is.
  grpc::Status Serve(grpc::ServerContext& context, app::Method method,
                     const Handler& handler) const;

  // The outermost catch: whatever is thrown becomes an incident.
  grpc::Status Guard(app::Method method, const std::function<grpc::Status()>& run) const;

  // A violation of page_token when the token is of another list.
  app::PageRequest ReadPage(const ListKey& list, int page_size, std::string_view page_token,
                            Inbound& inbound) const;
  // One page of a list; `write(entry)` adds an entry to the answer.
  template <typename Entry, typename Message, typename Write>
  domain::Result<domain::Done> Listed(const ListKey& list,
                                      const domain::Result<app::PageOf<Entry>>& page,
                                      Message* answer, const Write& write) const {
    if (!page.ok()) return page.error();
    for (const Entry& entry : page->entries) write(entry);
    answer->set_next_page_token(MakePageToken(digest_, list, page->next));
    return domain::Done{};
  }

 private:
  grpc::Status Run(grpc::ServerContext& context, app::Method method, const Handler& handler) const;
  grpc::Status Mistake(std::string type, app::Method method) const;

  app::IdSource& ids_;
  const app::Digest& digest_;
  IncidentLog log_;
  std::chrono::milliseconds longest_call_;
};

// What a use case came to; `write(value)` fills the answer.
template <typename Value, typename Write>
domain::Result<domain::Done> Answered(const domain::Result<Value>& result, const Write& write) {
  if (!result.ok()) return result.error();
  write(*result);
  return domain::Done{};
}

}  // namespace ischia::rpc

#endif  // ISCHIA_SERVICE_RPC_EDGE_H_
