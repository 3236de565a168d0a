// Requests that were answered, deliveries and filings that wait, as rows. Private to the storage
// folder.
#ifndef ISCHIA_SERVICE_STORAGE_TABLES_QUEUE_TABLES_H_
#define ISCHIA_SERVICE_STORAGE_TABLES_QUEUE_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include "service/storage/tables/record_tables.h"

namespace ischia::storage {

class QueueTables : public virtual Tables {
 public:
  domain::Result<std::optional<app::RequestRecord>> FindRequest(
      const app::TenantContext& tenant, const std::string& method,
      const std::string& request_id) override;
  domain::Result<domain::Done> KeepRequest(const app::TenantContext& tenant,
                                           const app::RequestRecord& request) override;
  domain::Result<int> ForgetRequests(const app::TenantContext& tenant,
                                     domain::Instant before) override;

  domain::Result<domain::Done> InsertDelivery(const app::TenantContext& tenant,
                                              const app::DeliveryRecord& delivery) override;
  domain::Result<std::optional<app::DeliveryRecord>> FindDelivery(
      const app::TenantContext& tenant, const app::DeliveryName& name) override;
  domain::Result<std::vector<app::DeliveryRecord>> ListDeliveries(const app::TenantContext& tenant,
                                                                  const app::HandoutName& handout,
                                                                  app::DeliveryState state,
                                                                  const app::Page& page) override;
  domain::Result<std::optional<app::DeliveryRecord>> NextDelivery(const app::TenantContext& tenant,
                                                                  domain::Instant now) override;
  domain::Result<domain::Instant> LeaseTime(const app::TenantContext& tenant,
                                            domain::Instant now) override;
  domain::Result<app::Updated> UpdateDelivery(const app::TenantContext& tenant,
                                              const app::DeliveryRecord& delivery,
                                              std::int64_t epoch_before) override;
  domain::Result<domain::Done> KeepMessage(const app::TenantContext& tenant,
                                           const app::DeliveryName& name,
                                           const std::string& bytes) override;
  domain::Result<std::string> MessageBytes(const app::TenantContext& tenant,
                                           const app::DeliveryName& name) override;

  domain::Result<domain::Done> InsertFiling(const app::TenantContext& tenant,
                                            const app::FilingRecord& filing) override;
  domain::Result<std::optional<app::FilingRecord>> FindFiling(const app::TenantContext& tenant,
                                                              const app::FilingName& name) override;
  domain::Result<std::optional<app::FilingRecord>> FindFilingOf(
      const app::TenantContext& tenant, const app::HandoutName& handout) override;
  domain::Result<std::vector<app::FilingRecord>> WaitingFilings(const app::TenantContext& tenant,
                                                                const std::string& host_id,
                                                                domain::Instant now,
                                                                int limit) override;
  domain::Result<app::Updated> UpdateFiling(const app::TenantContext& tenant,
                                            const app::FilingRecord& filing,
                                            std::int64_t epoch_before) override;
  domain::Result<std::optional<app::FilingRecord>> NewestFiling(const app::TenantContext& tenant,
                                                                const app::ProgramName& program,
                                                                app::HandoutKind kind) override;
  domain::Result<std::vector<app::FilingRecord>> ListFilings(const app::TenantContext& tenant,
                                                             const app::ProgramName& program,
                                                             const app::Page& page) override;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_TABLES_QUEUE_TABLES_H_
