#include "plugin/contract/status.h"

#include <string_view>

#include "ischia/v1/errors.pb.h"

namespace ischia::contract {
namespace {

template <typename Message>
bool Unpack(const google::protobuf::Any& detail, std::string_view type, Message& message) {
  const std::string suffix = "/google.rpc." + std::string(type);
  const std::string& url = detail.type_url();
  return url.size() >= suffix.size() &&
         url.compare(url.size() - suffix.size(), suffix.size(), suffix) == 0 &&
         message.ParseFromString(detail.value());
}

void Add(const google::protobuf::Any& detail, Told& told) {
  v1::ErrorInfo info;
  v1::BadRequest bad_request;
  v1::PreconditionFailure precondition;
  if (Unpack(detail, "ErrorInfo", info)) {
    told.reason = info.reason();
    told.metadata = {info.metadata().begin(), info.metadata().end()};
  } else if (Unpack(detail, "BadRequest", bad_request)) {
    for (const auto& violation : bad_request.field_violations()) {
      told.violations.push_back({violation.field(), violation.description(), violation.reason()});
    }
  } else if (Unpack(detail, "PreconditionFailure", precondition)) {
    for (const auto& violation : precondition.violations()) {
      told.violations.push_back({violation.subject(), violation.description(), violation.type()});
    }
  }
}

}  // namespace

Told ReadStatus(const grpc::Status& status) {
  Told told;
  told.sentence = status.error_message();
  v1::Status rich;
  told.by_the_service =
      !status.error_details().empty() && rich.ParseFromString(status.error_details());
  if (!told.by_the_service) return told;
  for (const google::protobuf::Any& detail : rich.details()) Add(detail, told);
  return told;
}

}  // namespace ischia::contract
