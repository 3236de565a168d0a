#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ischia/v1/filing.grpc.pb.h"
#include "ischia/v1/launch.grpc.pb.h"
#include "service/rpc/names.h"
#include "service/rpc/services.h"

namespace ischia::rpc {
namespace {

using app::Method;
using domain::Done;
using domain::Result;
using grpc::ServerContext;
using grpc::Status;

domain::Error ConsoleOff() {
  return domain::FailedPrecondition(
      "CONSOLE_OFF", "The clinician console is turned off. Set console.address of ischiad.");
}

class LaunchService final : public v1::LaunchService::Service {
 public:
  explicit LaunchService(const Desk& desk) : desk_(desk) {}

  Status CreateLaunch(ServerContext* context, const v1::CreateLaunchRequest* request,
                      v1::Launch* answer) override {
    return desk_.edge.Serve(*context, Method::kCreateLaunch, [&](Incoming& in) -> Result<Done> {
      app::CreateLaunchRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.practice);
      wanted.context = ReadContext(request->context(), in);
      in.Enumerator("view", request->view(), wanted.view);
      wanted.create_missing = request->create_missing();
      if (in.has_wrong_name()) return in.Refusal();
      if (desk_.parts.console_url.empty()) return ConsoleOff();
      return Answered(desk_.parts.launches.CreateLaunch(in.AsCall(request->request_id()), wanted),
                      [&](const app::Opened& opened) {
                        Write(opened.launch, answer);
                        if (!opened.ticket.empty())
                          answer->set_url(UrlOf(wanted.practice, opened.ticket));
                      });
    });
  }

  Status RevokeLaunch(ServerContext* context, const v1::RevokeLaunchRequest* request,
                      v1::Launch* answer) override {
    return desk_.edge.Serve(*context, Method::kRevokeLaunch, [&](Incoming& in) -> Result<Done> {
      app::LaunchName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.launches.RevokeLaunch(in.AsCall(request->request_id()), name),
                      [&](const app::LaunchRecord& launch) { Write(launch, answer); });
    });
  }

 private:
  std::string UrlOf(const domain::PracticeId& practice, const std::string& ticket) const {
    return desk_.parts.console_url + "/launch/" + practice.text() + '/' + ticket;
  }

  const Desk& desk_;
};

class FilingService final : public v1::FilingService::Service {
 public:
  explicit FilingService(const Desk& desk) : desk_(desk) {}

  Status ListFilings(ServerContext* context, const v1::ListFilingsRequest* request,
                     v1::ListFilingsResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListFilings, [&](Incoming& in) -> Result<Done> {
      app::ProgramName program;
      in.ResourceName("parent", request->parent(), program);
      const ListKey list{Method::kListFilings, request->parent(), {}};
      const app::PageRequest page =
          desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      if (in.has_wrong_name()) return in.Refusal();
      return desk_.edge.Listed(
          list, desk_.parts.filings.ListFilings(in.AsCall(), program, page), answer,
          [&](const app::FilingRecord& filing) { Write(filing, answer->add_filings()); });
    });
  }

  Status ClaimFilings(ServerContext* context, const v1::ClaimFilingsRequest* request,
                      v1::ClaimFilingsResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kClaimFilings, [&](Incoming& in) -> Result<Done> {
      app::ClaimFilingsRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.practice);
      wanted.host_id = request->host_id();
      wanted.max_count = request->max_count();
      std::optional<domain::Seconds> lease;
      in.WholeSeconds("lease_duration", request->has_lease_duration(), request->lease_duration(),
                      lease);
      if (lease) wanted.lease = std::chrono::seconds(lease->value());
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.filings.ClaimFilings(in.AsCall(), wanted),
                      [&](const std::vector<app::ClaimedFiling>& claimed) {
                        for (const app::ClaimedFiling& filing : claimed) {
                          v1::Filing* message = answer->add_filings();
                          Write(filing, message);
                          message->set_title(TitleOf(filing));
                        }
                      });
    });
  }

  Status PeekFilings(ServerContext* context, const v1::PeekFilingsRequest* request,
                     v1::PeekFilingsResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kPeekFilings, [&](Incoming& in) -> Result<Done> {
      app::PeekFilingsRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.practice);
      wanted.host_id = request->host_id();
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.filings.PeekFilings(in.AsCall(), wanted),
                      [&](bool waiting) { answer->set_waiting(waiting); });
    });
  }

  Status CompleteFiling(ServerContext* context, const v1::CompleteFilingRequest* request,
                        v1::Filing* answer) override {
    return desk_.edge.Serve(*context, Method::kCompleteFiling, [&](Incoming& in) -> Result<Done> {
      app::CompleteFilingRequest wanted;
      in.ResourceName("name", request->name(), wanted.name);
      wanted.claim_epoch = request->claim_epoch();
      wanted.host_document_id = request->host_document_id();
      wanted.content_sha256 = request->content_sha256();
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.filings.CompleteFiling(in.AsCall(request->request_id()), wanted),
                      [&](const app::FilingRecord& filing) { Write(filing, answer); });
    });
  }

  Status FailFiling(ServerContext* context, const v1::FailFilingRequest* request,
                    v1::Filing* answer) override {
    return desk_.edge.Serve(*context, Method::kFailFiling, [&](Incoming& in) -> Result<Done> {
      app::FailFilingRequest wanted;
      in.ResourceName("name", request->name(), wanted.name);
      wanted.claim_epoch = request->claim_epoch();
      in.Enumerator("reason", request->reason(), wanted.reason);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.filings.FailFiling(in.AsCall(request->request_id()), wanted),
                      [&](const app::FilingRecord& filing) { Write(filing, answer); });
    });
  }

 private:
  // In the practice's language: what the host's record shows.
  std::string TitleOf(const app::ClaimedFiling& claimed) const {
    const bool referral = claimed.handout.fields.kind == app::HandoutKind::kReferral;
    return desk_.parts.texts.Sentence(
        referral ? "filing.title.referral" : "filing.title.program", claimed.language_code,
        {domain::ArgumentOf("revision", claimed.filing.revision_number)});
  }

  const Desk& desk_;
};

}  // namespace

ServiceList ConsoleServices(const Desk& desk) {
  ServiceList services;
  services.push_back(std::make_unique<LaunchService>(desk));
  services.push_back(std::make_unique<FilingService>(desk));
  return services;
}

}  // namespace ischia::rpc
