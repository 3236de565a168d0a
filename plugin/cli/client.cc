#include "plugin/cli/client.h"

namespace ischia::cli {
namespace {

constexpr std::chrono::seconds kDeadline{10};

}  // namespace

Client::Client(const std::string& address, std::string user, std::string role)
    : channel_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())),
      user_(std::move(user)),
      role_(std::move(role)) {}

void Client::Prepare(grpc::ClientContext& context) const {
  context.set_deadline(std::chrono::system_clock::now() + kDeadline);
  context.AddMetadata("ischia-user", user_);
  context.AddMetadata("ischia-role", role_);
}

}  // namespace ischia::cli
