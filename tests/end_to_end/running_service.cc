#include "tests/end_to_end/running_service.h"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "service/domain/result.h"
#include "service/server/config.h"

namespace ischia::support {
namespace {

// A start that is refused ends the test, and says why.
template <typename Wanted>
Wanted Accepted(std::variant<Wanted, std::vector<server::ConfigFault>> answer) {
  if (const auto* faults = std::get_if<std::vector<server::ConfigFault>>(&answer)) {
    std::string all;
    for (const server::ConfigFault& fault : *faults)
      all += fault.setting + ": " + fault.what + '\n';
    throw std::runtime_error(all);
  }
  return std::move(std::get<Wanted>(answer));
}

}  // namespace

RunningService::RunningService(const std::map<std::string, std::string>& settings, Door door)
    : settings_(settings) {
  settings_.insert(
      {{"listen.address",
        door == Door::kSocket ? "unix:" + (folder_ / "ischiad.sock").string() : "127.0.0.1:0"},
       {"console.address", "127.0.0.1:0"},
       {"storage.file", folder_ / "ischia.db"},
       {"secrets.key_file", folder_ / "ischia.key"},
       {"mail.maildir", folder_ / "mail"}});
  Start();
  channel_ = grpc::CreateChannel(address(), grpc::InsecureChannelCredentials());
}

RunningService::~RunningService() { Stop(); }

void RunningService::Start() {
  const server::Config config = Accepted<server::Config>(server::ReadConfig(settings_));
  ischiad_ = Accepted<std::unique_ptr<server::Ischiad>>(server::Ischiad::Start(config, log_));
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
