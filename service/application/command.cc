#include "service/application/command.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>

#include "service/application/audit_trail.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::FieldViolation;
using domain::Result;

constexpr std::chrono::days kRequestsAreKept{7};

bool IsUuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool hyphen_here = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (hyphen_here ? c != '-' : !hex) return false;
  }
  return true;
}

bool IsStoreFault(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kResourceExhausted;
}

// One a field: what the edge could not read, nobody else has to judge.
std::vector<FieldViolation> ViolationsOf(const Task& task) {
  std::vector<FieldViolation> violations = task.call.found_at_the_edge;
  for (const FieldViolation& violation : task.violations) {
    const bool known = std::any_of(violations.begin(), violations.end(), [&](const auto& other) {
      return other.field == violation.field;
    });
    if (!known) violations.push_back(violation);
  }
  return violations;
}

Result<TenantContext> Itself(Method method, const domain::PracticeId& practice) {
  return Authorize(Caller::TheService(), method, practice);
}

}  // namespace

Error RefusedFields(std::vector<FieldViolation> violations) {
  const std::string reason = violations.empty() ? std::string() : violations.front().reason;
  const bool shared = std::all_of(violations.begin(), violations.end(), [&](const auto& violation) {
    return violation.reason == reason;
  });
  if (reason.empty() || !shared) return domain::FieldInvalid(std::move(violations));
  return domain::InvalidArgument(reason, "The request has invalid fields.", std::move(violations));
}

Error EtagMismatch() {
  return {ErrorCode::kAborted,
          "ETAG_MISMATCH",
          "The resource has changed since it was read. Read it again.",
          {}};
}

Error Command::Unreadable() {
  return {ErrorCode::kInternal, "INTERNAL", "A stored answer cannot be read.", {}};
}

Result<Done> Command::RunOnce(const Task& task, const Run& run) {
  Touched touched{task.object, {}, {}, {}};
  const Result<TenantContext> tenant = Authorize(task.call.caller, task.method, task.practice);
  if (!tenant.ok()) return Refused(task, touched, tenant.error());
  std::vector<FieldViolation> violations = ViolationsOf(task);
  if (!violations.empty()) return Refused(task, touched, RefusedFields(std::move(violations)));
  const Result<Done> done = InUnit(task, *tenant, touched, true, [&](Work& work) -> Result<Done> {
    const Result<Done> ran = run(work);
    if (!ran.ok()) return ran;
    return Append(work.unit, *tenant, digest_, Event(task, touched, AuditOutcome::kDone, work.now));
  });
  if (!done.ok()) return Refused(task, touched, done.error());
  return done;
}

Result<Done> Command::RunChange(const Task& task, const Run& run, const Keep& keep,
                                const Replay& replay) {
  Touched touched{task.object, {}, {}, {}};
  const Result<TenantContext> tenant = Authorize(task.call.caller, task.method, task.practice);
  if (!tenant.ok()) return Refused(task, touched, tenant.error());
  std::vector<FieldViolation> violations = ViolationsOf(task);
  if (!IsUuid(task.call.request_id)) {
    violations.push_back(
        {"request_id", "Required. A UUID, the same one for each repetition.", "FIELD_INVALID"});
  }
  if (!violations.empty()) return Refused(task, touched, RefusedFields(std::move(violations)));

  if (task.validate_only) {
    const Result<Done> tried = InUnit(task, *tenant, touched, false, run);
    if (!tried.ok()) return Refused(task, touched, tried.error());
    return RecordAlone(task, touched, AuditOutcome::kDone, "VALIDATE_ONLY");
  }
  const Result<Done> done = InUnit(task, *tenant, touched, true, [&](Work& work) -> Result<Done> {
    AuditOutcome outcome = AuditOutcome::kDone;
    const Result<Done> ran = AnswerOnce(task, work, run, keep, replay, outcome);
    if (!ran.ok()) return ran;
    return Append(work.unit, *tenant, digest_, Event(task, touched, outcome, work.now));
  });
  if (!done.ok()) return Refused(task, touched, done.error());
  return done;
}

// Asks for the request id before any work, so that of two equal calls one waits and then answers
// from what the other kept.
Result<Done> Command::AnswerOnce(const Task& task, Work& work, const Run& run, const Keep& keep,
                                 const Replay& replay, AuditOutcome& outcome) {
  const std::string method(RowOf(task.method).name);
  const std::string sha256 = Hex(digest_.Sha256(Joined({method, task.request})));
  const Result<std::optional<RequestRecord>> before =
      work.unit.FindRequest(work.tenant, method, task.call.request_id);
  if (!before.ok()) return before.error();
  if (before->has_value()) {
    if ((*before)->request_sha256 != sha256) {
      return domain::InvalidArgument(
          "REQUEST_ID_REUSED", "This request id was used for another request.",
          {{"request_id", "Use a new UUID for a new request.", "REQUEST_ID_REUSED"}});
    }
    outcome = AuditOutcome::kReplayed;
    return replay(work, (*before)->answer);
  }
  const Result<Done> ran = run(work);
  if (!ran.ok()) return ran;
  return work.unit.KeepRequest(work.tenant,
                               {method, task.call.request_id, sha256, keep(), work.now});
}

Result<Done> Command::RunPeek(const Task& task, const Run& run) {
  const Result<TenantContext> tenant = Authorize(task.call.caller, task.method, task.practice);
  if (!tenant.ok()) return tenant.error();
  std::vector<FieldViolation> violations = ViolationsOf(task);
  if (!violations.empty()) return RefusedFields(std::move(violations));
  Touched touched;
  return InUnit(task, *tenant, touched, false, run);
}

Result<Done> Command::InUnit(const Task& task, const TenantContext& tenant, Touched& touched,
                             bool commit, const Run& run) {
  Result<std::unique_ptr<UnitOfWork>> unit = store_.Begin();
  if (!unit.ok()) return unit.error();
  Practice practice;
  practice.id = task.practice;
  if (task.method != Method::kSeedPractice) {
    const Result<std::optional<Practice>> found = (*unit)->FindPractice(tenant);
    if (!found.ok()) return found.error();
    if (!found->has_value()) return domain::NotFound();
    practice = **found;
  }
  Work work{**unit, tenant, practice, digest_, clock_.Now(), touched};
  const Result<Done> ran = run(work);
  if (!ran.ok() || !commit) return ran;
  return (*unit)->Commit();
}

// A denial or a failure: recorded before the answer leaves. If that fails as well, a caller who was
// denied hears of the audit trail, and a caller whom the store has failed hears of the store.
Error Command::Refused(const Task& task, const Touched& touched, const Error& error) {
  const bool denied =
      error.code == ErrorCode::kPermissionDenied || error.code == ErrorCode::kUnauthenticated;
  const AuditOutcome outcome = denied ? AuditOutcome::kDenied : AuditOutcome::kFailed;
  const Result<Done> recorded = RecordAlone(task, touched, outcome, error.reason);
  return recorded.ok() || IsStoreFault(error) ? error : recorded.error();
}

// Leaves one event in a transaction of its own. A practice that does not exist has no trail.
Result<Done> Command::RecordAlone(const Task& task, const Touched& touched, AuditOutcome outcome,
                                  const std::string& reason) {
  if (RowOf(task.method).action.empty()) return Done{};
  const Result<TenantContext> tenant = Itself(Method::kRecordDenial, task.practice);
  if (!tenant.ok()) return tenant.error();
  Result<std::unique_ptr<UnitOfWork>> unit = store_.Begin();
  if (!unit.ok()) return unit.error();
  const Result<std::optional<Practice>> practice = (*unit)->FindPractice(*tenant);
  if (!practice.ok()) return practice.error();
  if (!practice->has_value()) return Done{};
  AuditEvent event = Event(task, touched, outcome, clock_.Now());
  event.reason = reason;
  const Result<Done> appended = Append(**unit, *tenant, digest_, std::move(event));
  if (!appended.ok()) return appended;
  return (*unit)->Commit();
}

AuditEvent Command::Event(const Task& task, const Touched& touched, AuditOutcome outcome,
                          domain::Instant now) const {
  const MethodRow& row = RowOf(task.method);
  AuditEvent event;
  event.event_time = now;
  event.actor = task.call.caller.user();
  event.role = RoleText(task.call.caller.role());
  event.action = row.action;
  event.object_type = row.object_type;
  event.object_pseudonym = Hex(digest_.Keyed(
      KeyPurpose::kAuditObject, Joined({task.practice.text(), row.object_type, touched.object})));
  event.outcome = outcome;
  event.reason = touched.reason;
  if (IsUuid(task.call.request_id)) event.request_id = task.call.request_id;
  event.before_sha256 = touched.before_sha256;
  event.after_sha256 = touched.after_sha256;
  return event;
}

Result<int> Command::ForgetOldRequests(const domain::PracticeId& practice) {
  const Call call{Caller::TheService(), {}, {}};
  const Task task{call, Method::kForgetRequests, practice, Encode(practice)};
  const Step<int> forget = [](Work& work) {
    return work.unit.ForgetRequests(work.tenant, work.now - kRequestsAreKept);
  };
  const Result<int> old = Peek<int>(task, forget);  // undone: nothing old, no event
  return old.ok() && *old > 0 ? Own<int>(task, forget) : old;
}

}  // namespace ischia::app
