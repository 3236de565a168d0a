#include "service/application/console/drafts.h"

#include <memory>
#include <utility>

#include "service/application/field_checks.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Result;

constexpr std::size_t kMostAnswers = 300;
constexpr std::size_t kFieldLimit = 100;
constexpr std::size_t kTypedLimit = 2000;
constexpr std::size_t kTabLimit = 36;

Result<Done> Check(const SaveDraftRequest& request) {
  FieldChecks checks;
  checks.RequiredLine("tab", request.tab, kTabLimit);
  checks.Require(request.answers.size() <= kMostAnswers, "answers",
                 "must be at most " + std::to_string(kMostAnswers));
  for (const auto& [field, typed] : request.answers) {
    checks.Length("answers.field", field, kFieldLimit);
    checks.Length("answers.typed", typed, kTypedLimit);
  }
  std::vector<domain::FieldViolation> violations = std::move(checks).Take();
  if (!violations.empty()) return RefusedFields(std::move(violations));
  return Done{};
}

// One transaction of a call that leaves no event.
struct Desk {
  TenantContext tenant;
  std::unique_ptr<UnitOfWork> unit;
};

Result<Desk> Sit(Store& store, const Caller& caller, Method method,
                 const domain::PracticeId& practice) {
  Result<TenantContext> tenant = Authorize(caller, method, practice);
  if (!tenant.ok()) return tenant.error();
  Result<std::unique_ptr<UnitOfWork>> unit = store.Begin();
  if (!unit.ok()) return unit.error();
  return Desk{std::move(tenant).value(), std::move(unit).value()};
}

bool IsFresh(const DraftRecord& draft, domain::Instant now) {
  return now <= draft.update_time + kDraftLife;
}

// One and the same tab may send faster than it is answered.
bool GoesOnFrom(const DraftRecord& stored, const SaveDraftRequest& request,
                const std::string& user) {
  return stored.etag == request.etag_before || (stored.tab == request.tab && stored.user == user);
}

}  // namespace

Result<std::optional<DraftRecord>> Drafts::Find(const Call& call, const PatientName& patient) {
  Result<Desk> desk = Sit(store_, call.caller, Method::kKeepDraft, patient.practice);
  if (!desk.ok()) return desk.error();
  Result<std::optional<DraftRecord>> draft = desk->unit->FindDraft(desk->tenant, patient);
  if (draft.ok() && draft->has_value() && !IsFresh(**draft, clock_.Now())) draft->reset();
  return draft;
}

Result<SavedDraft> Drafts::Save(const Call& call, const SaveDraftRequest& request) {
  const PatientName& patient = request.patient;
  Result<Desk> desk = Sit(store_, call.caller, Method::kKeepDraft, patient.practice);
  if (!desk.ok()) return desk.error();
  const Result<Done> legal = Check(request);
  if (!legal.ok()) return legal.error();
  const Result<PatientRecord> exists = Existing(desk->unit->FindPatient(desk->tenant, patient));
  if (!exists.ok()) return exists.error();
  const Result<std::optional<DraftRecord>> before = desk->unit->FindDraft(desk->tenant, patient);
  if (!before.ok()) return before.error();
  const std::string& user = call.caller.user();
  const domain::Instant now = clock_.Now();
  const bool theirs =
      before->has_value() && IsFresh(**before, now) && !GoesOnFrom(**before, request, user);
  if (theirs) return SavedDraft{**before, false};

  DraftRecord draft{patient, request.answers, user, request.tab, now, {}};
  draft.etag = EtagOf(DigestOf(digest_, draft));
  const Result<Updated> put =
      desk->unit->PutDraft(desk->tenant, draft, before->has_value() ? (*before)->etag : "");
  if (!put.ok()) return put.error();
  if (*put == Updated::kStale) return EtagMismatch();
  const Result<Done> committed = desk->unit->Commit();
  if (!committed.ok()) return committed.error();
  return SavedDraft{std::move(draft), true};
}

Result<Done> Drafts::Drop(const Call& call, const PatientName& patient) {
  Result<Desk> desk = Sit(store_, call.caller, Method::kKeepDraft, patient.practice);
  if (!desk.ok()) return desk.error();
  const Result<Done> dropped = desk->unit->DropDraft(desk->tenant, patient);
  if (!dropped.ok()) return dropped;
  return desk->unit->Commit();
}

Result<int> Drafts::Forget(const domain::PracticeId& practice) {
  Result<Desk> desk = Sit(store_, Caller::TheService(), Method::kForgetDrafts, practice);
  if (!desk.ok()) return desk.error();
  const Result<int> forgotten = desk->unit->ForgetDrafts(desk->tenant, clock_.Now() - kDraftLife);
  if (!forgotten.ok()) return forgotten;
  const Result<Done> committed = desk->unit->Commit();
  if (!committed.ok()) return committed.error();
  return forgotten;
}

}  // namespace ischia::app
