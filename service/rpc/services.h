// The gRPC services of ischia.v1: eleven of them, on the synchronous server with its own pollers.
// Each handler reads a request, asks one use case and writes its answer.
#ifndef ISCHIA_SERVICE_RPC_SERVICES_H_
#define ISCHIA_SERVICE_RPC_SERVICES_H_

#include <grpcpp/impl/service_type.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "service/application/console/filings.h"
#include "service/application/console/launches.h"
#include "service/application/links/check_in_links.h"
#include "service/application/ports.h"
#include "service/application/practice/practices.h"
#include "service/application/use_cases/clearances.h"
#include "service/application/use_cases/decisions.h"
#include "service/application/use_cases/deliveries.h"
#include "service/application/use_cases/follow_up.h"
#include "service/application/use_cases/handouts.h"
#include "service/application/use_cases/programs.h"
#include "service/application/use_cases/records.h"
#include "service/application/use_cases/revisions.h"
#include "service/domain/catalogue.h"
#include "service/rpc/convert_plan.h"
#include "service/rpc/edge.h"

namespace ischia::rpc {

// What the services are made of. Everything outlives them.
struct Parts {
  app::Practices& practices;
  app::Records& records;
  app::Clearances& clearances;
  app::Programs& programs;
  app::Handouts& handouts;
  app::Deliveries& deliveries;
  app::FollowUp& follow_up;
  app::CheckInLinks& links;
  app::Revisions& revisions;
  app::Decisions& decisions;
  app::Launches& launches;
  app::Filings& filings;
  const domain::Catalogue& catalogue;
  const app::TextSource& texts;
  const app::Digest& digest;
  app::IdSource& ids;
  IncidentLog log;
  std::string console_url = {};  // "http://127.0.0.1:50152"; empty: the console is off
  // Longer than any caller's deadline counts; a caller without one has this one.
  std::chrono::milliseconds longest_call = std::chrono::seconds(10);
};

// What every service holds.
struct Desk {
  Parts parts;
  Edge edge;
  PlanWriter plan;
  explicit Desk(const Parts& its_parts);
};

using ServiceList = std::vector<std::unique_ptr<grpc::Service>>;

// Practice, patients, assessments, catalogue, programs.
ServiceList ClinicServices(const Desk& desk);
// Handouts and deliveries, check-ins, weekly decisions, reports.
ServiceList FollowServices(const Desk& desk);

// Launches of the console, and documents on their way back to hosts.
ServiceList ConsoleServices(const Desk& desk);

// Owns the service objects; outlives the server.
class Services {
 public:
  explicit Services(const Parts& parts);

  // Registers all services and sets the limits of every call: 256 KiB in, 4 MiB out, 8 KiB of
  // metadata, 64 streams, no compression, aging connections.
  void Configure(grpc::ServerBuilder& builder);

 private:
  Desk desk_;
  ServiceList clinic_;
  ServiceList follow_;
  ServiceList console_;
};

}  // namespace ischia::rpc

#endif  // ISCHIA_SERVICE_RPC_SERVICES_H_
