#include "tests/end_to_end/running_service.h"

#include <chrono>
#include <variant>

#include "service/domain/result.h"
#include "service/server/config.h"

namespace ischia::support {

RunningService::RunningService(const std::map<std::string, std::string>& settings) {
  std::map<std::string, std::string> all = settings;
  all.insert({{"listen.address", "127.0.0.1:0"},
              {"storage.file", folder_.path() / "ischia.db"},
              {"secrets.key_file", folder_.path() / "ischia.key"},
              {"mail.maildir", folder_.path() / "mail"}});
  const auto config = server::ReadConfig(all);
  auto started = server::Ischiad::Start(std::get<server::Config>(config), log_);
  ischiad_ = std::move(std::get<std::unique_ptr<server::Ischiad>>(started));
  channel_ = grpc::CreateChannel(address(), grpc::InsecureChannelCredentials());
}

RunningService::~RunningService() { domain::Ensure(ischiad_->Stop(std::chrono::seconds(10))); }

std::string RunningService::address() const {
  return "127.0.0.1:" + std::to_string(ischiad_->port());
}

std::unique_ptr<grpc::ClientContext> RunningService::Context() {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  context->AddMetadata("ischia-user", "pt-lane");
  context->AddMetadata("ischia-role", "clinician");
  return context;
}

}  // namespace ischia::support
