#include "tests/plugin/shim/json_gateway.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <cstdio>

#include "tests/end_to_end/running_service.h"

namespace ischia::shim {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::Message;
using google::protobuf::MessageFactory;

std::unique_ptr<Message> NewMessage(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(type)->New());
}

// As the agent does for each change.
void AddRequestId(Message& request, int number) {
  const auto* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr || request.GetReflection()->HasField(request, field)) return;
  char id[37];
  std::snprintf(id, sizeof id, "00000000-0000-4000-8000-%012d", number);
  request.GetReflection()->SetString(&request, field, id);
}

support::Frame Failure(int code, const char* reason) {
  return support::Error(static_cast<std::uint32_t>(code),
                        "{\"code\": " + std::to_string(code) + ", \"reason\": \"" + reason + "\"}");
}

}  // namespace

support::Frame JsonGateway::Answer(const support::Frame& question) {
  std::string name = question.fields.at(support::kMethod);
  const std::string path = "/" + name;
  name[name.find('/')] = '.';
  const auto* method = DescriptorPool::generated_pool()->FindMethodByName(name);
  if (method == nullptr) return Failure(grpc::UNIMPLEMENTED, "METHOD_UNKNOWN");
  const auto request = NewMessage(method->input_type());
  const auto answer = NewMessage(method->output_type());
  if (!google::protobuf::util::JsonStringToMessage(question.fields.at(support::kJson),
                                                   request.get())
           .ok()) {
    return Failure(grpc::INVALID_ARGUMENT, "JSON_INVALID");
  }
  AddRequestId(*request, ++requests_);
  const grpc::Status status = grpc::internal::BlockingUnaryCall<Message, Message>(
      channel_.get(),
      grpc::internal::RpcMethod(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC),
      support::RunningService::Context().get(), *request, answer.get());
  if (!status.ok()) return Failure(status.error_code(), "SERVICE_ERROR");
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  (void)google::protobuf::util::MessageToJsonString(*answer, &json, options).ok();
  return support::Result(json);
}

}  // namespace ischia::shim
