// Launches, the sessions that they become, and drafts, as rows. Private to the storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_TABLES_CONSOLE_TABLES_H_
#define ISCHIA_SERVICE_STORAGE_TABLES_CONSOLE_TABLES_H_

#include <optional>
#include <string>

#include "service/storage/tables/record_tables.h"

namespace ischia::storage {

class ConsoleTables : public virtual Tables {
 public:
  domain::Result<domain::Done> InsertLaunch(const app::TenantContext& tenant,
                                            const app::LaunchRecord& launch) override;
  domain::Result<std::optional<app::LaunchRecord>> FindLaunch(const app::TenantContext& tenant,
                                                              const app::LaunchName& name) override;
  domain::Result<std::optional<app::LaunchRecord>> FindLaunchBySecret(
      const app::TenantContext& tenant, const std::string& secret_sha256) override;
  domain::Result<domain::Done> UpdateLaunch(const app::TenantContext& tenant,
                                            const app::LaunchRecord& launch) override;
  domain::Result<domain::Done> LeaveOtherPatients(
      const app::TenantContext& tenant, const std::string& user,
      const std::optional<app::PatientName>& patient) override;
  domain::Result<int> ForgetLaunches(const app::TenantContext& tenant,
                                     domain::Instant before) override;

  domain::Result<std::optional<app::DraftRecord>> FindDraft(
      const app::TenantContext& tenant, const app::PatientName& patient) override;
  domain::Result<app::Updated> PutDraft(const app::TenantContext& tenant,
                                        const app::DraftRecord& draft,
                                        const std::string& etag_before) override;
  domain::Result<domain::Done> DropDraft(const app::TenantContext& tenant,
                                         const app::PatientName& patient) override;
  domain::Result<int> ForgetDrafts(const app::TenantContext& tenant,
                                   domain::Instant before) override;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_TABLES_CONSOLE_TABLES_H_
