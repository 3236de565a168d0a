#include "plugin/agent/gateway.h"

#include <Poco/UUID.h>
#include <Poco/UUIDGenerator.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <utility>

#include "plugin/agent/gateway/methods.h"
#include "plugin/agent/socket/frame.h"
#include "plugin/contract/json.h"

namespace ischia::agent {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;
using grpc::StatusCode;
using std::chrono::milliseconds;

// Room for the frame's head and the status beside the JSON.
constexpr std::size_t kLargestJson = kLargestFrame - 1024;
// Of the host's time, what is kept back for writing a change to the disk.
constexpr milliseconds kTimeToSpool{100};

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

Answer UnknownMethod() {
  return Failed({StatusCode::UNIMPLEMENTED, "METHOD_UNKNOWN",
                 "This version of the contract has no such method."});
}

Answer NotAllowed() {
  return Failed({StatusCode::PERMISSION_DENIED, "METHOD_NOT_ALLOWED",
                 "Hosts may not call this method: see allow.methods of the agent."});
}

Answer BadRequest(std::string_view reason, const contract::Misread& misread) {
  Failure failure{StatusCode::INVALID_ARGUMENT, reason, "The request cannot be read. "};
  failure.sentence += misread.sentence;
  if (!misread.field.empty()) {
    failure.violations.push_back({misread.field, misread.sentence, std::string(reason)});
  }
  return Failed(failure);
}

bool IsUuid(const std::string& text) {
  Poco::UUID uuid;
  return text.size() == 36 && uuid.tryParse(text);
}

// The id under which the request can be repeated; empty for a call that changes nothing. One that
// the host chose stays.
std::string RequestIdOf(Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("request_id");
  if (field == nullptr) return {};
  const auto* reflection = request.GetReflection();
  if (reflection->GetString(request, field).empty()) {
    reflection->SetString(&request, field,
                          Poco::UUIDGenerator::defaultGenerator().createRandom().toString());
  }
  return reflection->GetString(request, field);
}

}  // namespace

struct Gateway::Prepared {
  const MethodRow& row;
  const MethodDescriptor* method;
  std::string request;     // the message's bytes
  std::string request_id;  // empty: changes nothing
  Caller caller;
};

Gateway::Gateway(std::set<std::string, std::less<>> allowed, Link& link, Spool& spool,
                 Courier& courier, Log& log, WallClock clock)
    : allowed_(std::move(allowed)),
      link_(link),
      spool_(spool),
      courier_(courier),
      log_(log),
      clock_(std::move(clock)) {}

void Gateway::Ask(std::uint64_t ticket, const Question& question, const Done& done) {
  std::variant<Prepared, Answer> prepared = Prepare(question);
  if (const auto* answer = std::get_if<Answer>(&prepared)) return done(*answer);
  // Shared by this call and its `done`, whichever ends last.
  const auto call = std::make_shared<const Prepared>(std::move(std::get<Prepared>(prepared)));
  const bool may_wait = call->row.when_away == WhenAway::kSpool;
  if (may_wait && spool_.pending() > 0) {  // behind what was kept before it
    return scribe_.Do([this, call, done] { done(Keep(*call)); });
  }
  milliseconds deadline = std::min(question.deadline, kLongestCall);
  if (may_wait) deadline -= std::min(deadline / 2, kTimeToSpool);
  link_.Start(ticket, call->row.name, call->request, call->caller, deadline,
              [this, call, done](const Reply& reply) { Conclude(call, reply, done); });
}

void Gateway::Settle(milliseconds patience) {
  link_.Settle(patience);
  scribe_.Settle();
}

std::variant<Gateway::Prepared, Answer> Gateway::Prepare(const Question& question) const {
  const MethodDescriptor* method = FindMethod(question.method);
  if (method == nullptr) return UnknownMethod();
  if (allowed_.find(question.method) == allowed_.end()) return NotAllowed();
  if (question.json.size() > contract::kLargestRequest) {
    return BadRequest("REQUEST_TOO_LARGE", {"It is larger than 256 KiB.", {}});
  }
  const std::unique_ptr<Message> request = New(method->input_type());
  if (!question.json.empty()) {
    const auto misread = contract::ReadJson(question.json, *request);
    if (misread) return BadRequest("JSON_INVALID", *misread);
  }
  const std::string request_id = RequestIdOf(*request);
  if (!request_id.empty() && !IsUuid(request_id)) {
    return BadRequest("FIELD_INVALID", {"request_id is not a UUID.", "request_id"});
  }
  const std::span<const MethodRow> rows = HostMethods();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const MethodRow& known) {
    return known.name == question.method;
  });
  return Prepared{*row, method, request->SerializeAsString(), request_id, question.caller};
}

void Gateway::Conclude(const std::shared_ptr<const Prepared>& call, const Reply& reply,
                       const Done& done) {
  if (reply.status.ok()) {
    if (spool_.pending() > 0) courier_.Wake();
    return done(Read(*call, reply.bytes));
  }
  const contract::Told told = contract::ReadStatus(reply.status);
  const bool away =
      !told.by_the_service && (reply.status.error_code() == StatusCode::UNAVAILABLE ||
                               reply.status.error_code() == StatusCode::DEADLINE_EXCEEDED);
  if (away && call->row.when_away == WhenAway::kSpool) {
    return scribe_.Do([this, call, done] { done(Keep(*call)); });
  }
  done(Failed(reply.status, told, call->request_id));
}

Answer Gateway::Read(const Prepared& prepared, const std::string& bytes) const {
  const std::unique_ptr<Message> message = New(prepared.method->output_type());
  if (!message->ParseFromString(bytes)) {
    return Failed({StatusCode::INTERNAL, "ANSWER_UNREADABLE",
                   "The service's answer cannot be read; it may be of another version."});
  }
  Answer answer{0, contract::JsonText(*message, contract::Layout::kOneLine)};
  if (answer.json.size() <= kLargestJson) return answer;
  return Failed({StatusCode::RESOURCE_EXHAUSTED, "ANSWER_TOO_LARGE",
                 "The answer is larger than 4 MiB. Ask for smaller pages."});
}

Answer Gateway::Keep(const Prepared& prepared) {
  const Change change{std::string(prepared.row.name), prepared.request_id, prepared.request,
                      prepared.caller, clock_()};
  const Spool::Kept kept = spool_.Keep(change);
  if (kept == Spool::Kept::kDurably) {
    courier_.Wake();
    log_.Info("change_spooled", {LogField::Id("request_id", prepared.request_id)});
    return Spooled(prepared.request_id);
  }
  const bool full = kept == Spool::Kept::kFull;
  log_.Error(full ? "spool_full" : "spool_disk_fails");
  return Failed(
      {StatusCode::UNAVAILABLE, full ? "SPOOL_FULL" : "SPOOL_UNAVAILABLE",
       full ? "The service cannot be reached, and no more changes can be kept for it."
            : "The service cannot be reached, and the change cannot be kept on the disk."},
      prepared.request_id);
}

}  // namespace ischia::agent
