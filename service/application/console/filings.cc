#include "service/application/console/filings.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "service/application/field_checks.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Instant;
using domain::Result;

constexpr std::size_t kDocumentIdLimit = 128;
// In the order of FilingFailure.
constexpr std::array<std::string_view, 5> kFailureTexts = {
    "", "PATIENT_MISMATCH", "PATIENT_UNKNOWN", "DOCUMENT_REFUSED", "HOST_UNAVAILABLE"};

domain::Error ClaimLost() {
  return {
      domain::ErrorCode::kAborted, "CLAIM_LOST", "Another claim has taken the filing over.", {}};
}
domain::Error WrongState() {
  return domain::FailedPrecondition("WRONG_STATE", "The filing is settled already.");
}

Result<Done> Update(Work& work, const FilingRecord& filing, std::int64_t epoch_before) {
  work.touched.after_sha256 = DigestOf(work.digest, filing);
  const Result<Updated> updated = work.unit.UpdateFiling(work.tenant, filing, epoch_before);
  if (!updated.ok()) return updated.error();
  if (*updated == Updated::kStale) return ClaimLost();
  return Done{};
}

Result<ClaimedFiling> WithItsRecords(Work& work, FilingRecord filing) {
  const HandoutName& name = filing.handout;
  Result<HandoutRecord> handout = Existing(work.unit.FindHandout(work.tenant, name));
  if (!handout.ok()) return handout.error();
  Result<PatientRecord> patient =
      Existing(work.unit.FindPatient(work.tenant, name.program.patient));
  if (!patient.ok()) return patient.error();
  ClaimedFiling claimed{std::move(filing),
                        std::move(handout).value(),
                        std::move(patient->fields),
                        {},
                        work.practice.language_code};
  if (!claimed.filing.replaces) return claimed;
  auto replaced = work.unit.FindFilingOf(
      work.tenant, {claimed.filing.handout.program, *claimed.filing.replaces});
  if (!replaced.ok()) return replaced.error();
  claimed.replaced = *std::move(replaced);
  return claimed;
}

// Nobody else works on it: by the claim's number, and not by the time, so that what was filed at
// the last moment counts unless somebody else has begun.
Result<FilingRecord> OfThisClaim(Work& work, const FilingName& name, std::int64_t claim_epoch) {
  Result<FilingRecord> filing = Existing(work.unit.FindFiling(work.tenant, name));
  if (!filing.ok()) return filing;
  const bool settled =
      filing->state == FilingState::kFiled || filing->state == FilingState::kFailed;
  if (!settled && filing->claim_epoch != claim_epoch) return ClaimLost();
  if (!settled && filing->state != FilingState::kClaimed) return WrongState();
  work.touched.before_sha256 = DigestOf(work.digest, *filing);
  return filing;
}

Result<bool> Waits(Work& work, const std::string& host_id) {
  const auto found = work.unit.WaitingFilings(work.tenant, host_id, work.now, 1);
  if (!found.ok()) return found.error();
  return !found->empty();
}

std::chrono::seconds RetryAfter(std::int64_t attempt) {
  std::chrono::seconds wait = kFirstRetry;
  for (std::int64_t i = 1; i < attempt && wait < kLongestRetry; ++i) wait *= 2;
  return std::min<std::chrono::seconds>(wait, kLongestRetry);
}

}  // namespace

Result<PageOf<FilingRecord>> Filings::ListFilings(const Call& call, const ProgramName& program,
                                                  const PageRequest& page) {
  FieldChecks checks;
  checks.PageSize(page);
  const Task task{call, Method::kListFilings,    PracticeOf(program), Encode(program),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<FilingRecord>>(task, [&](Work& work) -> Result<PageOf<FilingRecord>> {
    const Result<ProgramRecord> exists = Existing(work.unit.FindProgram(work.tenant, program));
    if (!exists.ok()) return exists.error();
    const int size = PageSize(page);
    Result<std::vector<FilingRecord>> found =
        work.unit.ListFilings(work.tenant, program, StorePage(page, size));
    if (!found.ok()) return found.error();
    return PageFrom(std::move(found).value(), size,
                    [](const FilingRecord& last) { return last.name.filing.text(); });
  });
}

// -- Claiming -----------------------------------------------------------------------------------

Result<std::vector<ClaimedFiling>> Filings::ClaimFilings(const Call& call,
                                                         const ClaimFilingsRequest& request) {
  FieldChecks checks;
  checks.RequiredLine("host_id", request.host_id, kHostIdLimit);
  checks.Require(request.max_count >= 0 && request.max_count <= kMostClaimed, "max_count",
                 "must be 0 to 50");
  const std::chrono::seconds lease = request.lease.value_or(kUsualClaim);
  checks.Require(lease >= kShortestClaim && lease <= kLongestClaim, "lease_duration",
                 "must be 10 s to 15 min");
  const Task task{call, Method::kClaimFilings,   request.practice, Encode(request.practice),
                  {},   std::move(checks).Take()};
  const Result<bool> waits =
      command_.Peek<bool>(task, [&](Work& work) { return Waits(work, request.host_id); });
  if (!waits.ok()) return waits.error();
  if (!*waits) return std::vector<ClaimedFiling>();
  return command_.Own<std::vector<ClaimedFiling>>(task,
                                                  [&](Work& work) { return Claim(work, request); });
}

Result<bool> Filings::PeekFilings(const Call& call, const PeekFilingsRequest& request) {
  FieldChecks checks;
  checks.RequiredLine("host_id", request.host_id, kHostIdLimit);
  const Task task{call, Method::kPeekFilings,    request.practice, Encode(request.practice),
                  {},   std::move(checks).Take()};
  return command_.Peek<bool>(task, [&](Work& work) { return Waits(work, request.host_id); });
}

Result<std::vector<ClaimedFiling>> Filings::Claim(Work& work, const ClaimFilingsRequest& request) {
  const Result<Instant> now = work.unit.LeaseTime(work.tenant, work.now);
  if (!now.ok()) return now.error();
  const Result<std::vector<FilingRecord>> waiting =
      work.unit.WaitingFilings(work.tenant, request.host_id, *now, std::max(request.max_count, 1));
  if (!waiting.ok()) return waiting.error();
  std::vector<ClaimedFiling> claimed;
  for (FilingRecord filing : *waiting) {
    const std::int64_t epoch_before = filing.claim_epoch;
    filing.state = FilingState::kClaimed;
    filing.claim_epoch = epoch_before + 1;
    filing.claim_expire_time = *now + request.lease.value_or(kUsualClaim);
    const Result<Done> updated = Update(work, filing, epoch_before);
    if (!updated.ok()) return updated.error();
    Result<ClaimedFiling> whole = WithItsRecords(work, std::move(filing));
    if (!whole.ok()) return whole.error();
    claimed.push_back(std::move(whole).value());
  }
  return claimed;
}

// -- What became of it --------------------------------------------------------------------------

Result<FilingRecord> Filings::CompleteFiling(const Call& call,
                                             const CompleteFilingRequest& request) {
  FieldChecks checks;
  checks.RequiredLine("host_document_id", request.host_document_id, kDocumentIdLimit);
  checks.RequiredLine("content_sha256", request.content_sha256, kDocumentIdLimit);
  const Task task{call,
                  Method::kCompleteFiling,
                  request.name.practice,
                  Encode(request.name),
                  Joined({Encode(request.name), std::to_string(request.claim_epoch),
                          request.host_document_id, request.content_sha256}),
                  std::move(checks).Take()};
  return command_.Change<FilingRecord>(task, [&](Work& work) -> Result<FilingRecord> {
    Result<FilingRecord> filing = OfThisClaim(work, request.name, request.claim_epoch);
    if (!filing.ok()) return filing;
    const bool same_document = filing->host_document_id == request.host_document_id;
    if (filing->state == FilingState::kFiled && same_document) return filing;
    if (filing->state != FilingState::kClaimed) return WrongState();
    const Result<HandoutRecord> handout =
        Existing(work.unit.FindHandout(work.tenant, filing->handout));
    if (!handout.ok()) return handout.error();
    if (handout->sha256 != request.content_sha256) {
      return domain::FieldInvalid(
          {{"content_sha256", "must be that of the handout", "FIELD_INVALID"}});
    }
    filing->state = FilingState::kFiled;
    filing->host_document_id = request.host_document_id;
    filing->failure_reason.clear();
    filing->claim_expire_time.reset();
    const Result<Done> updated = Update(work, *filing, request.claim_epoch);
    if (!updated.ok()) return updated.error();
    return filing;
  });
}

Result<FilingRecord> Filings::FailFiling(const Call& call, const FailFilingRequest& request) {
  FieldChecks checks;
  checks.Require(request.reason != FilingFailure::kUnspecified, "reason", "is required");
  const std::string reason(kFailureTexts[static_cast<std::size_t>(request.reason)]);
  const Task task{call,
                  Method::kFailFiling,
                  request.name.practice,
                  Encode(request.name),
                  Joined({Encode(request.name), std::to_string(request.claim_epoch), reason}),
                  std::move(checks).Take()};
  return command_.Change<FilingRecord>(task, [&](Work& work) -> Result<FilingRecord> {
    Result<FilingRecord> filing = OfThisClaim(work, request.name, request.claim_epoch);
    if (!filing.ok()) return filing;
    if (filing->state != FilingState::kClaimed) return WrongState();
    const bool again =
        request.reason == FilingFailure::kHostUnavailable && filing->claim_epoch < kMostAttempts;
    filing->state = again ? FilingState::kPending : FilingState::kFailed;
    filing->failure_reason = reason;
    filing->claim_expire_time.reset();
    if (again) filing->claim_expire_time = work.now + RetryAfter(filing->claim_epoch);
    work.touched.reason = reason;
    const Result<Done> updated = Update(work, *filing, request.claim_epoch);
    if (!updated.ok()) return updated.error();
    return filing;
  });
}

}  // namespace ischia::app
