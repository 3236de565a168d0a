#include "service/storage/tables/console_tables.h"

#include <tuple>
#include <vector>

#include "service/application/encoding.h"

namespace ischia::storage {
namespace {

using app::DraftRecord;
using app::LaunchName;
using app::LaunchRecord;
using app::PatientName;
using app::SessionState;
using app::TenantContext;
using app::Updated;
using domain::Done;
using domain::Instant;
using domain::LaunchId;
using domain::PatientId;
using domain::Result;

template <typename T>
T Decoded(const Bytes& bytes) {
  std::optional<T> value = app::Decode<T>(bytes.data);
  if (!value) throw UnreadableRow();
  return *std::move(value);
}

using LaunchRow =
    std::tuple<LaunchId, std::string, std::string, app::LaunchView, Bytes, std::optional<PatientId>,
               Bytes, SessionState, std::string, std::string, Instant, Instant>;
constexpr Sql kSelectLaunch(
    "SELECT launch_id, created_by, role, console_view, context, patient_id, findings, state, "
    "secret_sha256, used_sha256, create_time, last_time FROM launches");

std::optional<LaunchRecord> LaunchFrom(const TenantContext& tenant,
                                       const std::optional<LaunchRow>& row) {
  if (!row) return std::nullopt;
  const auto& [launch, created_by, role, view, context, patient, findings, state, secret_sha256,
               used_sha256, create_time, last_time] = *row;
  std::optional<PatientName> patient_name;
  if (patient) patient_name = PatientName{tenant.practice(), *patient};
  return LaunchRecord{{tenant.practice(), launch},
                      created_by,
                      role,
                      view,
                      Decoded<app::PatientContext>(context),
                      patient_name,
                      Decoded<std::vector<app::IdentityFinding>>(findings),
                      state,
                      secret_sha256,
                      used_sha256,
                      create_time,
                      last_time};
}

std::optional<PatientId> PatientOf(const LaunchRecord& launch) {
  if (!launch.patient) return std::nullopt;
  return launch.patient->patient;
}

}  // namespace

// -- Launches -----------------------------------------------------------------------------------

Result<Done> ConsoleTables::InsertLaunch(const TenantContext& tenant, const LaunchRecord& launch) {
  return Guarded([&]() -> Result<Done> {
    In(tenant).Change(
        "INSERT INTO launches (practice_id, launch_id, created_by, role, console_view, context, "
        "patient_id, findings, state, secret_sha256, used_sha256, create_time, last_time) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        tenant.practice(), launch.name.launch, launch.user, launch.role, launch.view,
        Bytes{app::Encode(launch.context)}, PatientOf(launch), Bytes{app::Encode(launch.findings)},
        launch.state, launch.secret_sha256, launch.used_sha256, launch.create_time,
        launch.last_time);
    return Done{};
  });
}

Result<std::optional<LaunchRecord>> ConsoleTables::FindLaunch(const TenantContext& tenant,
                                                              const LaunchName& name) {
  static constexpr auto kFind =
      kSelectLaunch + " WHERE practice_id = $1 AND launch_id = $2 FOR UPDATE";
  return Guarded([&]() -> Result<std::optional<LaunchRecord>> {
    return LaunchFrom(tenant, In(tenant).Row<LaunchRow>(kFind, tenant.practice(), name.launch));
  });
}

Result<std::optional<LaunchRecord>> ConsoleTables::FindLaunchBySecret(
    const TenantContext& tenant, const std::string& secret_sha256) {
  static constexpr auto kFind =
      kSelectLaunch +
      " WHERE practice_id = $1 AND (secret_sha256 = $2 OR used_sha256 = $2) FOR UPDATE";
  return Guarded([&]() -> Result<std::optional<LaunchRecord>> {
    return LaunchFrom(tenant, In(tenant).Row<LaunchRow>(kFind, tenant.practice(), secret_sha256));
  });
}

Result<Done> ConsoleTables::UpdateLaunch(const TenantContext& tenant, const LaunchRecord& launch) {
  return Guarded([&]() -> Result<Done> {
    In(tenant).Change(
        "UPDATE launches SET patient_id = $1, findings = $2, state = $3, secret_sha256 = $4, "
        "used_sha256 = $5, last_time = $6 WHERE practice_id = $7 AND launch_id = $8",
        PatientOf(launch), Bytes{app::Encode(launch.findings)}, launch.state, launch.secret_sha256,
        launch.used_sha256, launch.last_time, tenant.practice(), launch.name.launch);
    return Done{};
  });
}

Result<Done> ConsoleTables::LeaveOtherPatients(const TenantContext& tenant, const std::string& user,
                                               const std::optional<PatientName>& patient) {
  return Guarded([&]() -> Result<Done> {
    In(tenant).Change(
        "UPDATE launches SET state = CASE state WHEN $1 THEN $2 ELSE $3 END "
        "WHERE practice_id = $4 AND created_by = $5 AND state IN ($1, $6) "
        "AND (patient_id IS NULL OR patient_id <> $7) AND console_view <> $8",
        SessionState::kOpen, SessionState::kOtherPatient, SessionState::kEnded, tenant.practice(),
        user, SessionState::kIssued, patient ? patient->patient.text() : std::string(),
        app::LaunchView::kPractice);
    return Done{};
  });
}

Result<int> ConsoleTables::ForgetLaunches(const TenantContext& tenant, Instant before) {
  return Guarded([&]() -> Result<int> {
    return In(tenant).Change("DELETE FROM launches WHERE practice_id = $1 AND last_time < $2",
                             tenant.practice(), before);
  });
}

// -- Drafts -------------------------------------------------------------------------------------

Result<std::optional<DraftRecord>> ConsoleTables::FindDraft(const TenantContext& tenant,
                                                            const PatientName& patient) {
  return Guarded([&]() -> Result<std::optional<DraftRecord>> {
    const auto row =
        In(tenant).Row<std::tuple<Bytes, std::string, std::string, Instant, std::string>>(
            "SELECT answers, saved_by, tab, update_time, etag FROM drafts "
            "WHERE practice_id = $1 AND patient_id = $2",
            tenant.practice(), patient.patient);
    if (!row) return std::optional<DraftRecord>();
    const auto& [answers, saved_by, tab, update_time, etag] = *row;
    return std::optional(
        DraftRecord{patient, Decoded<app::Answers>(answers), saved_by, tab, update_time, etag});
  });
}

Result<Updated> ConsoleTables::PutDraft(const TenantContext& tenant, const DraftRecord& draft,
                                        const std::string& etag_before) {
  return Guarded([&]() -> Result<Updated> {
    const int changed = In(tenant).Change(
        "INSERT INTO drafts (practice_id, patient_id, answers, saved_by, tab, update_time, etag) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (practice_id, patient_id) DO UPDATE SET "
        "answers = excluded.answers, saved_by = excluded.saved_by, tab = excluded.tab, "
        "update_time = excluded.update_time, etag = excluded.etag WHERE drafts.etag = $8",
        tenant.practice(), draft.patient.patient, Bytes{app::Encode(draft.answers)}, draft.user,
        draft.tab, draft.update_time, draft.etag, etag_before);
    return changed == 1 ? Updated::kStored : Updated::kStale;
  });
}

Result<Done> ConsoleTables::DropDraft(const TenantContext& tenant, const PatientName& patient) {
  return Guarded([&]() -> Result<Done> {
    In(tenant).Change("DELETE FROM drafts WHERE practice_id = $1 AND patient_id = $2",
                      tenant.practice(), patient.patient);
    return Done{};
  });
}

Result<int> ConsoleTables::ForgetDrafts(const TenantContext& tenant, Instant before) {
  return Guarded([&]() -> Result<int> {
    return In(tenant).Change("DELETE FROM drafts WHERE practice_id = $1 AND update_time < $2",
                             tenant.practice(), before);
  });
}

}  // namespace ischia::storage
