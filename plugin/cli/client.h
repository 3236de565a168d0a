// The connection to the service: who calls, and calls that end in an answer or a Failure.
#ifndef ISCHIA_PLUGIN_CLI_CLIENT_H_
#define ISCHIA_PLUGIN_CLI_CLIENT_H_

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "plugin/cli/failure.h"

namespace ischia::cli {

class Client {
 public:
  Client(const std::string& address, std::string user, std::string role);

  // One unary call, for example Call(&v1::PatientService::Stub::GetPatient, request).
  template <typename Stub, typename Request, typename Answer>
  Outcome<Answer> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                       const Request& request) {
    grpc::ClientContext context;
    Prepare(context);
    Stub stub(channel_);
    Answer answer;
    const grpc::Status status = (stub.*method)(&context, request, &answer);
    if (!status.ok()) return FailureOf(status);
    return answer;
  }

 private:
  void Prepare(grpc::ClientContext& context) const;

  std::shared_ptr<grpc::Channel> channel_;
  std::string user_;
  std::string role_;
};

}  // namespace ischia::cli

#endif  // ISCHIA_PLUGIN_CLI_CLIENT_H_
