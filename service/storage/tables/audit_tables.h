// The audit trail as rows: the leaf's bytes are the record, the other columns find it. Private to
// the storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_TABLES_AUDIT_TABLES_H_
#define ISCHIA_SERVICE_STORAGE_TABLES_AUDIT_TABLES_H_

#include <vector>

#include "service/storage/tables/record_tables.h"

namespace ischia::storage {

class AuditTables : public virtual Tables {
 public:
  domain::Result<app::AuditPlace> TakeAuditPlace(const app::TenantContext& tenant,
                                                 domain::Instant event_time) override;
  domain::Result<domain::Done> AppendAuditEvent(const app::TenantContext& tenant,
                                                const app::AuditEvent& event) override;
  domain::Result<std::vector<app::AuditEvent>> AuditEvents(const app::TenantContext& tenant,
                                                           std::int64_t after_sequence,
                                                           int limit) override;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_TABLES_AUDIT_TABLES_H_
