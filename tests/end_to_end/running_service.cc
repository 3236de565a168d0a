#include "tests/end_to_end/running_service.h"

#include <chrono>
#include <variant>

#include "service/domain/result.h"
#include "service/server/config.h"

namespace ischia::support {

RunningService::RunningService(const std::map<std::string, std::string>& settings, Door door)
    : settings_(settings) {
  settings_.insert(
      {{"listen.address",
        door == Door::kSocket ? "unix:" + (folder_ / "ischiad.sock").string() : "127.0.0.1:0"},
       {"storage.file", folder_ / "ischia.db"},
       {"secrets.key_file", folder_ / "ischia.key"},
       {"mail.maildir", folder_ / "mail"}});
  Start();
  channel_ = grpc::CreateChannel(address(), grpc::InsecureChannelCredentials());
}

RunningService::~RunningService() { Stop(); }

void RunningService::Start() {
  const auto config = server::ReadConfig(settings_);
  auto started = server::Ischiad::Start(std::get<server::Config>(config), log_);
  ischiad_ = std::move(std::get<std::unique_ptr<server::Ischiad>>(started));
  address_ = ischiad_->address();
}

void RunningService::Stop() {
  if (ischiad_ != nullptr) domain::Ensure(ischiad_->Stop(std::chrono::seconds(10)));
  ischiad_.reset();
}

std::unique_ptr<grpc::ClientContext> RunningService::Context() {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  context->AddMetadata("ischia-user", "pt-lane");
  context->AddMetadata("ischia-role", "clinician");
  return context;
}

}  // namespace ischia::support
