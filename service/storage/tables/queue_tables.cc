#include "service/storage/tables/queue_tables.h"

#include <tuple>

#include "service/application/resources.h"

namespace ischia::storage {
namespace {

using app::DeliveryName;
using app::DeliveryRecord;
using app::DeliveryState;
using app::FilingRecord;
using app::FilingState;
using app::HandoutName;
using app::Page;
using app::ProgramName;
using app::RequestRecord;
using app::TenantContext;
using app::Updated;
using domain::CivilDay;
using domain::DeliveryId;
using domain::Done;
using domain::FilingId;
using domain::HandoutId;
using domain::Instant;
using domain::PatientId;
using domain::ProgramId;
using domain::Result;

using DeliveryRow =
    std::tuple<PatientId, ProgramId, HandoutId, DeliveryId, DeliveryState, app::DeliveryMode,
               std::string, int, int, std::int64_t, std::optional<Instant>, std::optional<Instant>,
               Instant, bool, std::string, std::string, std::string, std::string,
               std::optional<Instant>, std::string, Instant>;
constexpr Sql kSelectDelivery(
    "SELECT patient_id, program_id, handout_id, delivery_id, state, mode, recipient, "
    "attempt_count, crash_count, epoch, lease_until, next_attempt_time, expire_time, "
    "cancel_requested, failure_reason, sender, message_id, message_sha256, accept_time, "
    "created_by, create_time FROM deliveries");

DeliveryRecord FromRow(const TenantContext& tenant, const DeliveryRow& row) {
  const auto& [patient, program, handout, delivery, state, mode, recipient, attempt_count,
               crash_count, epoch, lease_until, next_attempt_time, expire_time, cancel_requested,
               failure_reason, sender, message_id, message_sha256, accept_time, created_by,
               create_time] = row;
  const HandoutName handout_name{{{tenant.practice(), patient}, program}, handout};
  return {{handout_name, delivery},
          state,
          mode,
          recipient,
          attempt_count,
          crash_count,
          epoch,
          lease_until,
          next_attempt_time,
          expire_time,
          cancel_requested,
          failure_reason,
          sender,
          message_id,
          message_sha256,
          accept_time,
          created_by,
          create_time};
}

std::optional<DeliveryRecord> FromRow(const TenantContext& tenant,
                                      const std::optional<DeliveryRow>& row) {
  if (!row) return std::nullopt;
  return FromRow(tenant, *row);
}

using FilingRow =
    std::tuple<PatientId, ProgramId, FilingId, HandoutId, FilingState, std::string, std::string,
               std::optional<HandoutId>, int, CivilDay, std::string, std::string, std::int64_t,
               std::optional<Instant>, std::string, Instant>;
constexpr Sql kSelectFiling(
    "SELECT filings.patient_id, filings.program_id, filings.filing_id, filings.handout_id, "
    "filings.state, filings.host_id, "
    "filings.host_patient_id, filings.replaces, "
    "filings.revision_number, filings.document_date, filings.host_document_id, "
    "filings.failure_reason, filings.claim_epoch, "
    "filings.claim_expire_time, filings.created_by, filings.create_time FROM filings");

FilingRecord FilingFrom(const TenantContext& tenant, const FilingRow& row) {
  const auto& [patient, program, filing, handout, state, host_id, host_patient_id, replaces,
               revision_number, document_date, host_document_id, failure_reason, claim_epoch,
               claim_expire_time, created_by, create_time] = row;
  return {{tenant.practice(), filing},
          state,
          {host_id, host_patient_id},
          {{{tenant.practice(), patient}, program}, handout},
          replaces,
          revision_number,
          document_date,
          host_document_id,
          failure_reason,
          claim_epoch,
          claim_expire_time,
          created_by,
          create_time};
}
std::optional<FilingRecord> FilingFrom(const TenantContext& tenant,
                                       const std::optional<FilingRow>& row) {
  if (!row) return std::nullopt;
  return FilingFrom(tenant, *row);
}

}  // namespace

// -- Requests -----------------------------------------------------------------------------------

Result<std::optional<RequestRecord>> QueueTables::FindRequest(const TenantContext& tenant,
                                                              const std::string& method,
                                                              const std::string& request_id) {
  return Guarded([&]() -> Result<std::optional<RequestRecord>> {
    In(tenant).TakeTurn(tenant.practice());
    const auto row = In(tenant).Row<std::tuple<std::string, Bytes, Instant>>(
        "SELECT request_sha256, answer, create_time FROM requests "
        "WHERE practice_id = $1 AND method = $2 AND request_id = $3",
        tenant.practice(), method, request_id);
    if (!row) return std::optional<RequestRecord>();
    const auto& [request_sha256, answer, create_time] = *row;
    return std::optional(
        RequestRecord{method, request_id, request_sha256, answer.data, create_time});
  });
}

Result<Done> QueueTables::KeepRequest(const TenantContext& tenant, const RequestRecord& request) {
  return Guarded([&]() -> Result<Done> {
    In(tenant).ChangeLater(
        "INSERT INTO requests (practice_id, method, request_id, request_sha256, answer, "
        "create_time) VALUES ($1, $2, $3, $4, $5, $6)",
        tenant.practice(), request.method, request.request_id, request.request_sha256,
        Bytes{request.answer}, request.create_time);
    return Done{};
  });
}

Result<int> QueueTables::ForgetRequests(const TenantContext& tenant, Instant before) {
  return Guarded([&]() -> Result<int> {
    return In(tenant).Change("DELETE FROM requests WHERE practice_id = $1 AND create_time < $2",
                             tenant.practice(), before);
  });
}

// -- Deliveries ---------------------------------------------------------------------------------

Result<Done> QueueTables::InsertDelivery(const TenantContext& tenant,
                                         const DeliveryRecord& delivery) {
  return Guarded([&]() -> Result<Done> {
    const HandoutName& handout = delivery.name.handout;
    In(tenant).Change(
        "INSERT INTO deliveries (practice_id, patient_id, program_id, handout_id, delivery_id, "
        "state, mode, recipient, attempt_count, crash_count, epoch, lease_until, "
        "next_attempt_time, due_time, expire_time, cancel_requested, failure_reason, sender, "
        "message_id, message_sha256, accept_time, created_by, create_time) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
        "$19, $20, $21, $22, $23)",
        tenant.practice(), handout.program.patient.patient, handout.program.program,
        handout.handout, delivery.name.delivery, delivery.state, delivery.mode, delivery.recipient,
        delivery.attempt_count, delivery.crash_count, delivery.epoch, delivery.lease_until,
        delivery.next_attempt_time, app::DueTime(delivery), delivery.expire_time,
        delivery.cancel_requested, delivery.failure_reason, delivery.sender, delivery.message_id,
        delivery.message_sha256, delivery.accept_time, delivery.created_by, delivery.create_time);
    return Done{};
  });
}

Result<std::optional<DeliveryRecord>> QueueTables::FindDelivery(const TenantContext& tenant,
                                                                const DeliveryName& name) {
  static constexpr auto kFind = kSelectDelivery +
                                " WHERE practice_id = $1 AND patient_id = $2 AND program_id = $3 "
                                "AND handout_id = $4 AND delivery_id = $5 FOR UPDATE";
  return Guarded([&]() -> Result<std::optional<DeliveryRecord>> {
    const HandoutName& handout = name.handout;
    return FromRow(tenant, In(tenant).Row<DeliveryRow>(
                               kFind, tenant.practice(), handout.program.patient.patient,
                               handout.program.program, handout.handout, name.delivery));
  });
}

Result<std::vector<DeliveryRecord>> QueueTables::ListDeliveries(const TenantContext& tenant,
                                                                const HandoutName& handout,
                                                                DeliveryState state,
                                                                const Page& page) {
  static constexpr auto kList =
      kSelectDelivery +
      " WHERE practice_id = $1 AND patient_id = $2 AND program_id = $3 AND handout_id = $4 "
      "AND delivery_id > $5 AND ($6 = 0 OR state IN ($6, $7, $8)) ORDER BY delivery_id LIMIT $9";
  const bool sending = state == DeliveryState::kSending;
  return Guarded([&]() -> Result<std::vector<DeliveryRecord>> {
    std::vector<DeliveryRecord> found;
    for (const DeliveryRow& row : In(tenant).Rows<DeliveryRow>(
             kList, tenant.practice(), handout.program.patient.patient, handout.program.program,
             handout.handout, page.after, state, sending ? DeliveryState::kClaimed : state,
             sending ? DeliveryState::kFinalDot : state, page.limit)) {
      found.push_back(FromRow(tenant, row));
    }
    return found;
  });
}

Result<std::optional<DeliveryRecord>> QueueTables::NextDelivery(const TenantContext& tenant,
                                                                Instant now) {
  static constexpr auto kNext =
      kSelectDelivery +
      " WHERE practice_id = $1 AND due_time <= $2 ORDER BY due_time LIMIT 1 "
      "FOR UPDATE SKIP LOCKED";
  return Guarded([&]() -> Result<std::optional<DeliveryRecord>> {
    return FromRow(tenant, In(tenant).Row<DeliveryRow>(kNext, tenant.practice(), now));
  });
}

Result<Instant> QueueTables::LeaseTime(const TenantContext& tenant, Instant now) {
  return Guarded([&]() -> Result<Instant> { return In(tenant).SharedClock().value_or(now); });
}

Result<Updated> QueueTables::UpdateDelivery(const TenantContext& tenant,
                                            const DeliveryRecord& delivery,
                                            std::int64_t epoch_before) {
  return Guarded([&]() -> Result<Updated> {
    const HandoutName& handout = delivery.name.handout;
    const int changed = In(tenant).Change(
        "UPDATE deliveries SET state = $1, attempt_count = $2, crash_count = $3, epoch = $4, "
        "lease_until = $5, next_attempt_time = $6, due_time = $7, cancel_requested = $8, "
        "failure_reason = $9, sender = $10, message_id = $11, message_sha256 = $12, "
        "accept_time = $13 "
        "WHERE practice_id = $14 AND patient_id = $15 AND program_id = $16 AND handout_id = $17 "
        "AND delivery_id = $18 AND epoch = $19",
        delivery.state, delivery.attempt_count, delivery.crash_count, delivery.epoch,
        delivery.lease_until, delivery.next_attempt_time, app::DueTime(delivery),
        delivery.cancel_requested, delivery.failure_reason, delivery.sender, delivery.message_id,
        delivery.message_sha256, delivery.accept_time, tenant.practice(),
        handout.program.patient.patient, handout.program.program, handout.handout,
        delivery.name.delivery, epoch_before);
    return changed == 1 ? Updated::kStored : Updated::kStale;
  });
}

Result<Done> QueueTables::KeepMessage(const TenantContext& tenant, const DeliveryName& name,
                                      const std::string& bytes) {
  return Guarded([&]() -> Result<Done> {
    const HandoutName& handout = name.handout;
    In(tenant).Change(
        "INSERT INTO delivery_messages (practice_id, patient_id, program_id, handout_id, "
        "delivery_id, bytes) VALUES ($1, $2, $3, $4, $5, $6)",
        tenant.practice(), handout.program.patient.patient, handout.program.program,
        handout.handout, name.delivery, Bytes{bytes});
    return Done{};
  });
}

Result<std::string> QueueTables::MessageBytes(const TenantContext& tenant,
                                              const DeliveryName& name) {
  return Guarded([&]() -> Result<std::string> {
    const HandoutName& handout = name.handout;
    const auto row = In(tenant).Row<std::tuple<Bytes>>(
        "SELECT bytes FROM delivery_messages WHERE practice_id = $1 AND patient_id = $2 "
        "AND program_id = $3 AND handout_id = $4 AND delivery_id = $5",
        tenant.practice(), handout.program.patient.patient, handout.program.program,
        handout.handout, name.delivery);
    return row ? std::get<0>(*row).data : std::string();
  });
}

// -- Filings ------------------------------------------------------------------------------------

Result<Done> QueueTables::InsertFiling(const TenantContext& tenant, const FilingRecord& filing) {
  return Guarded([&]() -> Result<Done> {
    const ProgramName& program = filing.handout.program;
    In(tenant).Change(
        "INSERT INTO filings (practice_id, filing_id, patient_id, program_id, handout_id, state, "
        "host_id, host_patient_id, replaces, revision_number, document_date, host_document_id, "
        "failure_reason, claim_epoch, claim_expire_time, created_by, create_time) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        tenant.practice(), filing.name.filing, program.patient.patient, program.program,
        filing.handout.handout, filing.state, filing.host_reference.host_id,
        filing.host_reference.patient_id, filing.replaces, filing.revision_number,
        filing.document_date, filing.host_document_id, filing.failure_reason, filing.claim_epoch,
        filing.claim_expire_time, filing.created_by, filing.create_time);
    return Done{};
  });
}

Result<std::optional<FilingRecord>> QueueTables::FindFiling(const TenantContext& tenant,
                                                            const app::FilingName& name) {
  static constexpr auto kFind =
      kSelectFiling + " WHERE filings.practice_id = $1 AND filings.filing_id = $2 FOR UPDATE";
  return Guarded([&]() -> Result<std::optional<FilingRecord>> {
    return FilingFrom(tenant, In(tenant).Row<FilingRow>(kFind, tenant.practice(), name.filing));
  });
}

Result<std::optional<FilingRecord>> QueueTables::FindFilingOf(const TenantContext& tenant,
                                                              const HandoutName& handout) {
  static constexpr auto kFind =
      kSelectFiling +
      " WHERE filings.practice_id = $1 AND filings.patient_id = $2 AND filings.program_id = $3 "
      "AND filings.handout_id = $4";
  return Guarded([&]() -> Result<std::optional<FilingRecord>> {
    return FilingFrom(
        tenant, In(tenant).Row<FilingRow>(kFind, tenant.practice(), handout.program.patient.patient,
                                          handout.program.program, handout.handout));
  });
}

Result<std::vector<FilingRecord>> QueueTables::WaitingFilings(const TenantContext& tenant,
                                                              const std::string& host_id,
                                                              Instant now, int limit) {
  static constexpr auto kWaiting =
      kSelectFiling +
      " WHERE filings.practice_id = $1 AND filings.host_id = $2 AND filings.state IN ($3, $4) "
      "AND (filings.claim_expire_time IS NULL OR filings.claim_expire_time <= $5) "
      "AND NOT EXISTS (SELECT 1 FROM filings e WHERE e.practice_id = filings.practice_id "
      "AND e.patient_id = filings.patient_id AND e.program_id = filings.program_id "
      "AND e.handout_id = filings.replaces AND e.state IN ($3, $4)) "
      "ORDER BY filings.create_time, filings.filing_id LIMIT $6 FOR UPDATE SKIP LOCKED";
  return Guarded([&]() -> Result<std::vector<FilingRecord>> {
    std::vector<FilingRecord> found;
    for (const FilingRow& row :
         In(tenant).Rows<FilingRow>(kWaiting, tenant.practice(), host_id, FilingState::kPending,
                                    FilingState::kClaimed, now, limit)) {
      found.push_back(FilingFrom(tenant, row));
    }
    return found;
  });
}

Result<Updated> QueueTables::UpdateFiling(const TenantContext& tenant, const FilingRecord& filing,
                                          std::int64_t epoch_before) {
  return Guarded([&]() -> Result<Updated> {
    const int changed = In(tenant).Change(
        "UPDATE filings SET state = $1, host_document_id = $2, failure_reason = $3, "
        "claim_epoch = $4, claim_expire_time = $5 "
        "WHERE practice_id = $6 AND filing_id = $7 AND claim_epoch = $8",
        filing.state, filing.host_document_id, filing.failure_reason, filing.claim_epoch,
        filing.claim_expire_time, tenant.practice(), filing.name.filing, epoch_before);
    return changed == 1 ? Updated::kStored : Updated::kStale;
  });
}

Result<std::optional<FilingRecord>> QueueTables::NewestFiling(const TenantContext& tenant,
                                                              const ProgramName& program,
                                                              app::HandoutKind kind) {
  static constexpr auto kNewest =
      kSelectFiling +
      " JOIN handouts h ON h.practice_id = filings.practice_id AND h.patient_id = "
      "filings.patient_id "
      "AND h.program_id = filings.program_id AND h.handout_id = filings.handout_id "
      "WHERE filings.practice_id = $1 AND filings.patient_id = $2 AND filings.program_id = $3 AND "
      "h.kind = $4 "
      "AND filings.state <> $5 ORDER BY filings.create_time DESC, filings.filing_id DESC LIMIT 1";
  return Guarded([&]() -> Result<std::optional<FilingRecord>> {
    const auto row = In(tenant).Row<FilingRow>(kNewest, tenant.practice(), program.patient.patient,
                                               program.program, kind, FilingState::kFailed);
    return FilingFrom(tenant, row);
  });
}

Result<std::vector<FilingRecord>> QueueTables::ListFilings(const TenantContext& tenant,
                                                           const ProgramName& program,
                                                           const Page& page) {
  static constexpr auto kList =
      kSelectFiling +
      " WHERE filings.practice_id = $1 AND filings.patient_id = $2 AND filings.program_id = $3 "
      "AND ($4 = '' OR (filings.create_time, filings.filing_id) > (SELECT l.create_time, "
      "l.filing_id "
      "FROM filings l WHERE l.practice_id = $1 AND l.filing_id = $4)) "
      "ORDER BY filings.create_time, filings.filing_id LIMIT $5";
  return Guarded([&]() -> Result<std::vector<FilingRecord>> {
    std::vector<FilingRecord> found;
    for (const FilingRow& row :
         In(tenant).Rows<FilingRow>(kList, tenant.practice(), program.patient.patient,
                                    program.program, page.after, page.limit)) {
      found.push_back(FilingFrom(tenant, row));
    }
    return found;
  });
}

}  // namespace ischia::storage
