#include <string>
#include <utility>

#include "ischia/v1/check_in.grpc.pb.h"
#include "ischia/v1/decision.grpc.pb.h"
#include "ischia/v1/handout.grpc.pb.h"
#include "ischia/v1/report.grpc.pb.h"
#include "service/application/encoding.h"
#include "service/rpc/names.h"
#include "service/rpc/services.h"
#include "service/rpc/status.h"

namespace ischia::rpc {
namespace {

using app::Method;
using domain::Done;
using domain::Result;
using grpc::ServerContext;
using grpc::Status;

// -- Handouts and deliveries ----------------------------------------------------------------------

class HandoutService final : public v1::HandoutService::Service {
 public:
  explicit HandoutService(const Desk& desk) : desk_(desk) {}

  Status CreateHandout(ServerContext* context, const v1::CreateHandoutRequest* request,
                       v1::Handout* answer) override {
    return desk_.edge.Serve(*context, Method::kCreateHandout, [&](Incoming& in) -> Result<Done> {
      app::CreateHandoutRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.program);
      wanted.handout = ReadHandout(request->handout(), in);
      wanted.revision_number = request->handout().revision_number();
      wanted.password = request->password();
      wanted.file_to_host = request->file_to_host();
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(
          desk_.parts.handouts.CreateHandout(in.AsCall(request->request_id()), wanted),
          [&](const app::HandoutRecord& handout) { desk_.plan.Write(handout, answer); });
    });
  }

  Status GetHandout(ServerContext* context, const v1::GetHandoutRequest* request,
                    v1::Handout* answer) override {
    return desk_.edge.Serve(*context, Method::kGetHandout, [&](Incoming& in) -> Result<Done> {
      app::HandoutName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(
          desk_.parts.handouts.GetHandout(in.AsCall(), name),
          [&](const app::HandoutRecord& handout) { desk_.plan.Write(handout, answer); });
    });
  }

  Status ListHandouts(ServerContext* context, const v1::ListHandoutsRequest* request,
                      v1::ListHandoutsResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListHandouts, [&](Incoming& in) -> Result<Done> {
      app::ProgramName program;
      in.ResourceName("parent", request->parent(), program);
      const ListKey list{Method::kListHandouts, request->parent(), {}};
      const app::PageRequest page =
          desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      if (in.has_wrong_name()) return in.Refusal();
      return desk_.edge.Listed(list, desk_.parts.handouts.ListHandouts(in.AsCall(), program, page),
                               answer, [&](const app::HandoutRecord& handout) {
                                 desk_.plan.Write(handout, answer->add_handouts());
                               });
    });
  }

  Status DownloadHandout(ServerContext* context, const v1::DownloadHandoutRequest* request,
                         v1::DownloadHandoutResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kDownloadHandout, [&](Incoming& in) -> Result<Done> {
      app::HandoutName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.handouts.DownloadHandout(in.AsCall(), name),
                      [&](const app::DownloadedHandout& handout) {
                        answer->set_content(handout.bytes);
                        answer->set_media_type(handout.media_type);
                        answer->set_file_name(handout.file_name);
                        answer->set_sha256(handout.record.sha256);
                      });
    });
  }

  Status SendHandout(ServerContext* context, const v1::SendHandoutRequest* request,
                     v1::Delivery* answer) override {
    return desk_.edge.Serve(*context, Method::kSendHandout, [&](Incoming& in) -> Result<Done> {
      app::SendHandoutRequest wanted;
      in.ResourceName("name", request->name(), wanted.name);
      in.Enumerator("mode", request->mode(), wanted.mode);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.deliveries.SendHandout(in.AsCall(request->request_id()), wanted),
                      [&](const app::DeliveryRecord& delivery) { Write(delivery, answer); });
    });
  }

  Status GetDelivery(ServerContext* context, const v1::GetDeliveryRequest* request,
                     v1::Delivery* answer) override {
    return desk_.edge.Serve(*context, Method::kGetDelivery, [&](Incoming& in) -> Result<Done> {
      app::DeliveryName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.deliveries.GetDelivery(in.AsCall(), name),
                      [&](const app::DeliveryRecord& delivery) { Write(delivery, answer); });
    });
  }

  Status ListDeliveries(ServerContext* context, const v1::ListDeliveriesRequest* request,
                        v1::ListDeliveriesResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListDeliveries, [&](Incoming& in) -> Result<Done> {
      app::ListDeliveriesRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.handout);
      in.Enumerator("state", request->state(), wanted.state);
      const ListKey list{Method::kListDeliveries, request->parent(),
                         std::to_string(request->state())};
      wanted.page = desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      if (in.has_wrong_name()) return in.Refusal();
      return desk_.edge.Listed(
          list, desk_.parts.deliveries.ListDeliveries(in.AsCall(), wanted), answer,
          [&](const app::DeliveryRecord& delivery) { Write(delivery, answer->add_deliveries()); });
    });
  }

  Status CancelDelivery(ServerContext* context, const v1::CancelDeliveryRequest* request,
                        v1::Delivery* answer) override {
    return desk_.edge.Serve(*context, Method::kCancelDelivery, [&](Incoming& in) -> Result<Done> {
      app::DeliveryName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(desk_.parts.deliveries.CancelDelivery(in.AsCall(request->request_id()), name),
                      [&](const app::DeliveryRecord& delivery) { Write(delivery, answer); });
    });
  }

 private:
  const Desk& desk_;
};

// -- Check-ins ------------------------------------------------------------------------------------

class CheckInService final : public v1::CheckInService::Service {
 public:
  explicit CheckInService(const Desk& desk) : desk_(desk) {}

  Status CreateCheckIn(ServerContext* context, const v1::CreateCheckInRequest* request,
                       v1::CheckIn* answer) override {
    return desk_.edge.Serve(*context, Method::kCreateCheckIn, [&](Incoming& in) -> Result<Done> {
      app::CreateCheckInRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.program);
      wanted.check_in = ReadCheckIn(request->check_in(), in);
      if (in.has_wrong_name()) return Below<v1::CheckIn>("check_in", in.Refusal());
      const auto check_in =
          desk_.parts.follow_up.CreateCheckIn(in.AsCall(request->request_id()), wanted);
      if (!check_in.ok()) return Below<v1::CheckIn>("check_in", check_in.error());
      desk_.plan.Write(*check_in, answer);
      return Done{};
    });
  }

  Status GetCheckIn(ServerContext* context, const v1::GetCheckInRequest* request,
                    v1::CheckIn* answer) override {
    return desk_.edge.Serve(*context, Method::kGetCheckIn, [&](Incoming& in) -> Result<Done> {
      app::CheckInName name;
      in.ResourceName("name", request->name(), name);
      if (in.has_wrong_name()) return in.Refusal();
      return Answered(
          desk_.parts.follow_up.GetCheckIn(in.AsCall(), name),
          [&](const app::CheckInRecord& check_in) { desk_.plan.Write(check_in, answer); });
    });
  }

  Status ListCheckIns(ServerContext* context, const v1::ListCheckInsRequest* request,
                      v1::ListCheckInsResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListCheckIns, [&](Incoming& in) -> Result<Done> {
      app::ListCheckInsRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.program);
      in.Day("first_date", request->has_first_date(), request->first_date(), wanted.first_date);
      in.Day("last_date", request->has_last_date(), request->last_date(), wanted.last_date);
      const ListKey list{Method::kListCheckIns, request->parent(), DaysText(wanted)};
      wanted.page = desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      if (in.has_wrong_name()) return in.Refusal();
      return desk_.edge.Listed(list, desk_.parts.follow_up.ListCheckIns(in.AsCall(), wanted),
                               answer, [&](const app::CheckInRecord& check_in) {
                                 desk_.plan.Write(check_in, answer->add_check_ins());
                               });
    });
  }

  Status ListCheckInLinks(ServerContext* context, const v1::ListCheckInLinksRequest* request,
                          v1::ListCheckInLinksResponse* answer) override {
    return desk_.edge.Serve(*context, Method::kListCheckInLinks, [&](Incoming& in) -> Result<Done> {
      app::ProgramName program;
      in.ResourceName("parent", request->parent(), program);
      const ListKey list{Method::kListCheckInLinks, request->parent(), {}};
      const app::PageRequest page =
          desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
      if (in.has_wrong_name()) return in.Refusal();
      return desk_.edge.Listed(
          list, desk_.parts.links.ListCheckInLinks(in.AsCall(), program, page), answer,
          [&](const app::CheckInLinkRecord& link) { Write(link, answer->add_check_in_links()); });
    });
  }

  Status RevokeCheckInLink(ServerContext* context, const v1::RevokeCheckInLinkRequest* request,
                           v1::CheckInLink* answer) override {
    return desk_.edge.Serve(
        *context, Method::kRevokeCheckInLink, [&](Incoming& in) -> Result<Done> {
          app::CheckInLinkName name;
          in.ResourceName("name", request->name(), name);
          if (in.has_wrong_name()) return in.Refusal();
          return Answered(
              desk_.parts.links.RevokeCheckInLink(in.AsCall(request->request_id()), name),
              [&](const app::CheckInLinkRecord& link) { Write(link, answer); });
        });
  }

 private:
  static std::string DaysText(const app::ListCheckInsRequest& wanted) {
    return app::Joined({wanted.first_date ? domain::IsoDay(*wanted.first_date) : "",
                        wanted.last_date ? domain::IsoDay(*wanted.last_date) : ""});
  }

  const Desk& desk_;
};

// -- Weekly decisions -----------------------------------------------------------------------------

class WeeklyDecisionService final : public v1::WeeklyDecisionService::Service {
 public:
  explicit WeeklyDecisionService(const Desk& desk) : desk_(desk) {}

  Status DecideWeek(ServerContext* context, const v1::DecideWeekRequest* request,
                    v1::WeeklyDecision* answer) override {
    return desk_.edge.Serve(*context, Method::kDecideWeek, [&](Incoming& in) -> Result<Done> {
      app::DecideWeekRequest wanted;
      in.ResourceName("parent", request->parent(), wanted.program);
      wanted.week_number = request->week_number();
      in.Day("as_of_date", request->has_as_of_date(), request->as_of_date(), wanted.as_of_date);
      wanted.validate_only = request->validate_only();
      if (in.has_wrong_name()) return in.Refusal();
      return AnsweredDecision(
          desk_.parts.decisions.DecideWeek(in.AsCall(request->request_id()), wanted), answer);
    });
  }

  Status GetWeeklyDecision(ServerContext* context, const v1::GetWeeklyDecisionRequest* request,
                           v1::WeeklyDecision* answer) override {
    return desk_.edge.Serve(
        *context, Method::kGetWeeklyDecision, [&](Incoming& in) -> Result<Done> {
          app::DecisionName name;
          in.ResourceName("name", request->name(), name);
          if (in.has_wrong_name()) return in.Refusal();
          return AnsweredDecision(desk_.parts.decisions.GetDecision(in.AsCall(), name), answer);
        });
  }

  Status ListWeeklyDecisions(ServerContext* context, const v1::ListWeeklyDecisionsRequest* request,
                             v1::ListWeeklyDecisionsResponse* answer) override {
    return desk_.edge.Serve(
        *context, Method::kListWeeklyDecisions, [&](Incoming& in) -> Result<Done> {
          app::ProgramName program;
          in.ResourceName("parent", request->parent(), program);
          const ListKey list{Method::kListWeeklyDecisions, request->parent(), {}};
          const app::PageRequest page =
              desk_.edge.ReadPage(list, request->page_size(), request->page_token(), in);
          if (in.has_wrong_name()) return in.Refusal();
          return desk_.edge.Listed(list,
                                   desk_.parts.decisions.ListDecisions(in.AsCall(), program, page),
                                   answer, [&](const app::DecisionRecord& decision) {
                                     desk_.plan.Write(decision, answer->add_weekly_decisions());
                                   });
        });
  }

  Status ConfirmWeeklyDecision(ServerContext* context,
                               const v1::ConfirmWeeklyDecisionRequest* request,
                               v1::WeeklyDecision* answer) override {
    return desk_.edge.Serve(
        *context, Method::kConfirmWeeklyDecision, [&](Incoming& in) -> Result<Done> {
          app::ConfirmDecisionRequest wanted;
          in.ResourceName("name", request->name(), wanted.name);
          wanted.etag = request->etag();
          if (in.has_wrong_name()) return in.Refusal();
          return AnsweredDecision(
              desk_.parts.decisions.ConfirmDecision(in.AsCall(request->request_id()), wanted),
              answer);
        });
  }

  Status OverrideWeeklyDecision(ServerContext* context,
                                const v1::OverrideWeeklyDecisionRequest* request,
                                v1::WeeklyDecision* answer) override {
    return desk_.edge.Serve(
        *context, Method::kOverrideWeeklyDecision, [&](Incoming& in) -> Result<Done> {
          app::OverrideDecisionRequest wanted;
          in.ResourceName("name", request->name(), wanted.name);
          wanted.etag = request->etag();
          in.Enumerator("kind", request->kind(), wanted.kind);
          wanted.reason = request->reason();
          if (in.has_wrong_name()) return in.Refusal();
          return AnsweredDecision(
              desk_.parts.decisions.OverrideDecision(in.AsCall(request->request_id()), wanted),
              answer);
        });
  }

 private:
  Result<Done> AnsweredDecision(const Result<app::DecisionRecord>& result,
                                v1::WeeklyDecision* answer) const {
    return Answered(
        result, [&](const app::DecisionRecord& decision) { desk_.plan.Write(decision, answer); });
  }

  const Desk& desk_;
};

// -- Reports --------------------------------------------------------------------------------------

class ReportService final : public v1::ReportService::Service {
 public:
  explicit ReportService(const Desk& desk) : desk_(desk) {}

  Status GetAdherenceReport(ServerContext* context, const v1::GetAdherenceReportRequest* request,
                            v1::AdherenceReport* answer) override {
    return desk_.edge.Serve(
        *context, Method::kGetAdherenceReport, [&](Incoming& in) -> Result<Done> {
          app::ProgramName program;
          std::optional<domain::CivilDay> as_of_date;
          if (!ParseReportName(request->name(), program)) in.WrongName("name", kReportPattern);
          in.Day("as_of_date", request->has_as_of_date(), request->as_of_date(), as_of_date);
          if (in.has_wrong_name()) return in.Refusal();
          return Answered(
              desk_.parts.follow_up.GetAdherenceReport(in.AsCall(), program, as_of_date),
              [&](const app::AdherenceRecord& report) {
                desk_.plan.Write(program, report, answer);
              });
        });
  }

 private:
  const Desk& desk_;
};

}  // namespace

ServiceList FollowServices(const Desk& desk) {
  ServiceList services;
  services.push_back(std::make_unique<HandoutService>(desk));
  services.push_back(std::make_unique<CheckInService>(desk));
  services.push_back(std::make_unique<WeeklyDecisionService>(desk));
  services.push_back(std::make_unique<ReportService>(desk));
  return services;
}

}  // namespace ischia::rpc
