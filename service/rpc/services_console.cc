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

}  // namespace

ServiceList ConsoleServices(const Desk& desk) {
  ServiceList services;
  services.push_back(std::make_unique<LaunchService>(desk));
  return services;
}

}  // namespace ischia::rpc
