#include "service/rpc/status.h"

#include <google/protobuf/message_lite.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "ischia/v1/errors.pb.h"

namespace ischia::rpc {
namespace {

using domain::ErrorCode;

// Stock clients read at most 8 KiB of metadata, and base64 on the way makes four bytes of three.
// What remains beside the status line and the other details is room for violations.
constexpr std::size_t kViolationBytes = 5'000;

// When a call may be worth repeating.
std::optional<std::chrono::seconds> RetryAfter(const domain::Error& error) {
  using std::chrono::seconds;
  if (error.reason == "STORE_FULL") return seconds(60);  // somebody has to make room
  if (error.code == ErrorCode::kResourceExhausted) return seconds(5);
  if (error.code == ErrorCode::kUnavailable) return seconds(1);
  return std::nullopt;
}

// Fields that are all wrong in one special way are told by that way's own reason.
std::string ReasonOf(const domain::Error& error) {
  if (error.reason != "FIELD_INVALID" || error.violations.empty()) return error.reason;
  const std::string& first = error.violations.front().reason;
  const bool shared =
      std::all_of(error.violations.begin(), error.violations.end(),
                  [&](const domain::FieldViolation& other) { return other.reason == first; });
  return shared ? first : error.reason;
}

void Pack(const google::protobuf::MessageLite& detail, std::string_view name, v1::Status& status) {
  google::protobuf::Any* any = status.add_details();
  any->set_type_url(std::string("type.googleapis.com/google.rpc.").append(name));
  any->set_value(detail.SerializeAsString());
}

// As many violations as a client can read; says how many were left out.
template <typename Add>
std::size_t AddViolations(const domain::Error& error, Add add) {
  std::size_t room = kViolationBytes;
  std::size_t count = 0;
  for (const domain::FieldViolation& violation : error.violations) {
    const std::size_t size = add(violation);
    if (size > room) break;
    room -= size;
    ++count;
  }
  return error.violations.size() - count;
}

std::size_t PackBadRequest(const domain::Error& error, v1::Status& status) {
  v1::BadRequest bad_request;
  const std::size_t omitted = AddViolations(error, [&](const domain::FieldViolation& violation) {
    v1::BadRequest::FieldViolation* entry = bad_request.add_field_violations();
    entry->set_field(violation.field);
    entry->set_description(violation.description);
    entry->set_reason(violation.reason);
    return entry->ByteSizeLong();
  });
  if (omitted > 0) bad_request.mutable_field_violations()->RemoveLast();
  Pack(bad_request, "BadRequest", status);
  return omitted;
}

std::size_t PackPreconditionFailure(const domain::Error& error, v1::Status& status) {
  v1::PreconditionFailure failure;
  const std::size_t omitted = AddViolations(error, [&](const domain::FieldViolation& violation) {
    v1::PreconditionFailure::Violation* entry = failure.add_violations();
    entry->set_type(violation.reason.empty() ? error.reason : violation.reason);
    entry->set_subject(violation.field);
    entry->set_description(violation.description);
    return entry->ByteSizeLong();
  });
  if (omitted > 0) failure.mutable_violations()->RemoveLast();
  if (error.violations.empty()) {
    v1::PreconditionFailure::Violation* entry = failure.add_violations();
    entry->set_type(error.reason);
    entry->set_description(error.message);
  }
  Pack(failure, "PreconditionFailure", status);
  return omitted;
}

grpc::Status Seal(v1::Status status) {
  return {static_cast<grpc::StatusCode>(status.code()), status.message(),
          status.SerializeAsString()};
}

v1::Status Headed(ErrorCode code, const std::string& message) {
  v1::Status status;
  status.set_code(static_cast<int>(code));
  status.set_message(message);
  return status;
}

}  // namespace

grpc::Status ToStatus(const domain::Error& error) {
  v1::Status status = Headed(error.code, error.message);
  std::size_t omitted = 0;
  if (error.code == ErrorCode::kFailedPrecondition) {
    omitted = PackPreconditionFailure(error, status);
  } else if (!error.violations.empty()) {
    omitted = PackBadRequest(error, status);
  }
  if (const auto wait = RetryAfter(error)) {
    v1::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(wait->count());
    Pack(retry, "RetryInfo", status);
  }
  v1::ErrorInfo info;
  info.set_reason(ReasonOf(error));
  info.set_domain("ischia");
  if (omitted > 0) (*info.mutable_metadata())["omitted_count"] = std::to_string(omitted);
  Pack(info, "ErrorInfo", status);
  return Seal(std::move(status));
}

grpc::Status InternalStatus(const std::string& incident_id) {
  v1::Status status = Headed(ErrorCode::kInternal, "The service made a mistake.");
  v1::ErrorInfo info;
  info.set_reason("INTERNAL");
  info.set_domain("ischia");
  (*info.mutable_metadata())["incident_id"] = incident_id;
  Pack(info, "ErrorInfo", status);
  return Seal(std::move(status));
}

}  // namespace ischia::rpc
