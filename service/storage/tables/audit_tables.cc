#include "service/storage/tables/audit_tables.h"

#include "service/application/audit_trail.h"

namespace ischia::storage {

using app::AuditEvent;
using app::AuditPlace;
using app::TenantContext;
using domain::Done;
using domain::Instant;
using domain::Result;

Result<AuditPlace> AuditTables::TakeAuditPlace(const TenantContext& tenant, Instant event_time) {
  return Guarded([&]() -> Result<AuditPlace> {
    const auto row = In(tenant).Row<std::tuple<std::int64_t, Instant>>(
        "UPDATE audit_heads SET event_count = event_count + 1, last_event_time = "
        "CASE WHEN last_event_time > $1 THEN last_event_time ELSE $1 END "
        "WHERE practice_id = $2 RETURNING event_count, last_event_time",
        event_time, tenant.practice());
    if (!row) throw UnreadableRow();
    const auto& [sequence_number, latest_event_time] = *row;
    return AuditPlace{sequence_number, latest_event_time};
  });
}

Result<Done> AuditTables::AppendAuditEvent(const TenantContext& tenant, const AuditEvent& event) {
  return Guarded([&]() -> Result<Done> {
    In(tenant).ChangeLater(
        "INSERT INTO audit_events (practice_id, sequence_number, leaf_sha256, leaf_bytes) "
        "VALUES ($1, $2, $3, $4)",
        tenant.practice(), event.sequence_number, event.leaf_sha256, Bytes{event.leaf_bytes});
    return Done{};
  });
}

Result<std::vector<AuditEvent>> AuditTables::AuditEvents(const TenantContext& tenant,
                                                         std::int64_t after_sequence, int limit) {
  return Guarded([&]() -> Result<std::vector<AuditEvent>> {
    std::vector<AuditEvent> events;
    for (const auto& [leaf_sha256, leaf_bytes] : In(tenant).Rows<std::tuple<std::string, Bytes>>(
             "SELECT leaf_sha256, leaf_bytes FROM audit_events "
             "WHERE practice_id = $1 AND sequence_number > $2 ORDER BY sequence_number LIMIT $3",
             tenant.practice(), after_sequence, limit)) {
      std::optional<AuditEvent> event = app::ReadLeaf(leaf_bytes.data);
      if (!event) throw UnreadableRow();
      event->leaf_sha256 = leaf_sha256;
      events.push_back(*std::move(event));
    }
    return events;
  });
}

}  // namespace ischia::storage
