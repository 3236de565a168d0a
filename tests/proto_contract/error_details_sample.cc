// Writes the bytes of a status with our own error details, packed as the service packs them: under
// the public google.rpc type addresses. decode_error_details.rb reads them with foreign types.

#include <google/protobuf/message_lite.h>

#include <iostream>
#include <string>

#include "ischia/v1/errors.pb.h"

namespace {

void Pack(const google::protobuf::MessageLite& detail, const std::string& name,
          ischia::v1::Status* status) {
  google::protobuf::Any* any = status->add_details();
  any->set_type_url("type.googleapis.com/google.rpc." + name);
  any->set_value(detail.SerializeAsString());
}

ischia::v1::Status SampleStatus() {
  ischia::v1::Status status;
  status.set_code(3);
  status.set_message("The request has 2 invalid fields.");

  ischia::v1::ErrorInfo info;
  info.set_reason("FIELD_INVALID");
  info.set_domain("ischia");
  (*info.mutable_metadata())["max"] = "90";
  Pack(info, "ErrorInfo", &status);

  ischia::v1::BadRequest bad_request;
  for (const char* side : {"legs[0]", "legs[1]"}) {
    ischia::v1::BadRequest::FieldViolation* violation = bad_request.add_field_violations();
    violation->set_field(std::string(side) + ".knee_extension_deficit_degrees");
    violation->set_description("Must be 0 to 90.");
    violation->set_reason("FIELD_INVALID");
  }
  Pack(bad_request, "BadRequest", &status);

  ischia::v1::PreconditionFailure failure;
  ischia::v1::PreconditionFailure::Violation* violation = failure.add_violations();
  violation->set_type("ACKNOWLEDGEMENT_MISSING");
  violation->set_subject("S-23");
  violation->set_description("Acknowledge the finding.");
  Pack(failure, "PreconditionFailure", &status);

  ischia::v1::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(2);
  Pack(retry, "RetryInfo", &status);
  return status;
}

}  // namespace

int main() { return SampleStatus().SerializeToOstream(&std::cout) ? 0 : 1; }
