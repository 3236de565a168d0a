// A handler with a data race, planted. Under the thread sanitizer this program must be reported;
// if it is not, the way tests/run sets the sanitizer up hides real races in handlers too.
#include <grpcpp/grpcpp.h>

#include <memory>
#include <thread>
#include <vector>

#include "ischia/v1/catalogue.grpc.pb.h"

namespace {

using ischia::v1::CatalogueService;

class Racing final : public CatalogueService::Service {
 public:
  grpc::Status GetCatalogue(grpc::ServerContext*, const ischia::v1::GetCatalogueRequest*,
                            ischia::v1::Catalogue* answer) override {
    answer->set_version(std::to_string(++calls_));  // the race: calls run at once
    return grpc::Status::OK;
  }

 private:
  int calls_ = 0;
};

void CallOften(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = CatalogueService::NewStub(channel);
  for (int i = 0; i < 500; ++i) {
    grpc::ClientContext context;
    ischia::v1::Catalogue answer;
    (void)stub->GetCatalogue(&context, {}, &answer);  // the answer does not matter, the race does
  }
}

}  // namespace

int main() {
  Racing service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  const std::string address = "127.0.0.1:" + std::to_string(port);
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back(CallOften,
                         grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  }
  for (std::thread& caller : callers) caller.join();
  server->Shutdown();
}
