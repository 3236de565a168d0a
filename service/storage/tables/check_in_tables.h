// Check-ins and the links they come by, clustered by practice and day, and their weekly sums, which
// are counted anew from the rows with every entry. Private to the storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_TABLES_CHECK_IN_TABLES_H_
#define ISCHIA_SERVICE_STORAGE_TABLES_CHECK_IN_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include "service/storage/tables/record_tables.h"

namespace ischia::storage {

class CheckInTables : public virtual Tables {
 public:
  domain::Result<domain::Done> InsertCheckInLink(const app::TenantContext& tenant,
                                                 const app::CheckInLinkRecord& link) override;
  domain::Result<std::optional<app::CheckInLinkRecord>> FindCheckInLink(
      const app::TenantContext& tenant, const app::CheckInLinkName& name) override;
  domain::Result<std::optional<app::CheckInLinkRecord>> FindCheckInLinkBySecret(
      const app::TenantContext& tenant, const std::string& secret_sha256) override;
  domain::Result<std::vector<app::CheckInLinkRecord>> ListCheckInLinks(
      const app::TenantContext& tenant, const app::ProgramName& program,
      const app::Page& page) override;
  domain::Result<domain::Done> RevokeCheckInLinks(const app::TenantContext& tenant,
                                                  const app::HandoutName& handout,
                                                  domain::Instant now) override;

  domain::Result<app::CheckInRecord> AddCheckIn(const app::TenantContext& tenant,
                                                const app::CheckInRecord& check_in) override;
  domain::Result<std::optional<app::CheckInRecord>> FindCheckIn(
      const app::TenantContext& tenant, const app::CheckInName& name) override;
  domain::Result<std::vector<app::CheckInRecord>> ListCheckIns(const app::TenantContext& tenant,
                                                               const app::ProgramName& program,
                                                               domain::CivilDay first,
                                                               domain::CivilDay last,
                                                               const app::Page& page) override;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_TABLES_CHECK_IN_TABLES_H_
