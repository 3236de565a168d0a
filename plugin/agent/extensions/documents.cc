#include "plugin/agent/extensions/documents.h"

#include <google/protobuf/util/json_util.h>

#include <map>
#include <mutex>
#include <utility>

#include "ischia/v1/filing.pb.h"
#include "ischia/v1/handout.pb.h"
#include "plugin/contract/json.h"

namespace ischia::agent {
namespace {

constexpr const char* kClaim = "ischia.v1.FilingService/ClaimFilings";
constexpr const char* kPeek = "ischia.v1.FilingService/PeekFilings";
constexpr const char* kComplete = "ischia.v1.FilingService/CompleteFiling";
constexpr const char* kFail = "ischia.v1.FilingService/FailFiling";
constexpr const char* kDownload = "ischia.v1.HandoutService/DownloadHandout";

std::string JsonOf(const google::protobuf::Message& message) {
  return contract::JsonText(message, contract::Layout::kOneLine);
}

// Of the gateway's own making, so of any size and spelled right.
template <typename Message>
std::optional<Message> ReadAnswer(const Answer& answer) {
  Message message;
  if (answer.status != 0) return std::nullopt;
  if (!google::protobuf::util::JsonStringToMessage(answer.json, &message).ok()) {
    return std::nullopt;
  }
  return message;
}

Answer NothingWaits() {
  return Failed({grpc::StatusCode::NOT_FOUND, "NOTHING_WAITS", "No document waits.", {}});
}
Answer DocumentUnknown() {
  return Failed({grpc::StatusCode::FAILED_PRECONDITION,
                 "DOCUMENT_UNKNOWN",
                 "The agent has not given this document to this host. It will be given again.",
                 {}});
}

// As the host says it in its status.
v1::FailFilingRequest::Reason ReasonOf(std::int32_t outcome) {
  switch (outcome) {
    case grpc::StatusCode::FAILED_PRECONDITION:
      return v1::FailFilingRequest::REASON_PATIENT_MISMATCH;
    case grpc::StatusCode::NOT_FOUND:
      return v1::FailFilingRequest::REASON_PATIENT_UNKNOWN;
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
      return v1::FailFilingRequest::REASON_HOST_UNAVAILABLE;
    default:
      return v1::FailFilingRequest::REASON_DOCUMENT_REFUSED;
  }
}

}  // namespace

// The claims of what was given out.
struct Documents::Memory {
  struct Claim {
    std::int64_t epoch = 0;
    std::string content_sha256;
  };
  using Key = std::pair<Host, std::string>;  // who was given it, and the filing's name
  std::mutex mutex;
  std::map<Key, Claim> claims;  // guarded by mutex

  void Note(const Host& host, const v1::Filing& filing) {
    const std::lock_guard lock(mutex);
    claims[{host, filing.name()}] = {filing.claim_epoch(), filing.content_sha256()};
  }
  std::optional<Claim> Take(const Host& host, const std::string& filing) {
    const std::lock_guard lock(mutex);
    const auto found = claims.find({host, filing});
    if (found == claims.end()) return std::nullopt;
    Claim claim = std::move(found->second);
    claims.erase(found);
    return claim;
  }
};

Documents::Documents(Gateway& gateway, std::string practice)
    : gateway_(gateway), practice_(std::move(practice)), memory_(std::make_shared<Memory>()) {}

void Documents::Next(std::uint64_t ticket, const Host& host, std::chrono::milliseconds deadline,
                     const GivenTo& done) {
  v1::ClaimFilingsRequest claim;
  claim.set_parent(practice_);
  claim.set_host_id(host.host_id);
  claim.set_max_count(1);
  claim.mutable_lease_duration()->set_seconds(kTimeToFile.count());
  gateway_.Ask(ticket, {kClaim, JsonOf(claim), deadline, host.caller},
               [&gateway = gateway_, memory = memory_, host, done](const Answer& answer) {
                 const auto claimed = ReadAnswer<v1::ClaimFilingsResponse>(answer);
                 if (!claimed) return done({answer, {}});
                 if (claimed->filings().empty()) return done({NothingWaits(), {}});
                 const v1::Filing& filing = claimed->filings(0);
                 v1::DownloadHandoutRequest download;
                 download.set_name(filing.handout());
                 // The claim is made: its document has its own time.
                 gateway.Ask(
                     gateway.NewTicket(), {kDownload, JsonOf(download), kLongestCall, host.caller},
                     [memory, host, filing, done](const Answer& downloaded) {
                       const auto content = ReadAnswer<v1::DownloadHandoutResponse>(downloaded);
                       if (!content) return done({downloaded, {}});
                       memory->Note(host, filing);
                       done({{0, JsonOf(filing)}, content->content()});
                     });
               });
}

void Documents::Peek(std::uint64_t ticket, const Host& host, const Peeked& done) {
  v1::PeekFilingsRequest peek;
  peek.set_parent(practice_);
  peek.set_host_id(host.host_id);
  gateway_.Ask(ticket, {kPeek, JsonOf(peek), kLongestCall, host.caller},
               [done](const Answer& answer) {
                 const auto peeked = ReadAnswer<v1::PeekFilingsResponse>(answer);
                 done(peeked ? std::optional(peeked->waiting()) : std::nullopt);
               });
}

void Documents::Settle(std::uint64_t ticket, const Host& host, const std::string& filing,
                       std::int32_t outcome, const std::string& document_id,
                       const Gateway::Done& done) {
  const std::optional<Memory::Claim> claim = memory_->Take(host, filing);
  if (!claim) return done(DocumentUnknown());
  if (outcome == 0) {
    v1::CompleteFilingRequest complete;
    complete.set_name(filing);
    complete.set_claim_epoch(claim->epoch);
    complete.set_host_document_id(document_id);
    complete.set_content_sha256(claim->content_sha256);
    return gateway_.Ask(ticket, {kComplete, JsonOf(complete), kLongestCall, host.caller}, done);
  }
  v1::FailFilingRequest fail;
  fail.set_name(filing);
  fail.set_claim_epoch(claim->epoch);
  fail.set_reason(ReasonOf(outcome));
  gateway_.Ask(ticket, {kFail, JsonOf(fail), kLongestCall, host.caller}, done);
}

}  // namespace ischia::agent
