// Weekly decisions as rows. Private to the storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_TABLES_DECISION_TABLES_H_
#define ISCHIA_SERVICE_STORAGE_TABLES_DECISION_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include "service/storage/tables/record_tables.h"

namespace ischia::storage {

class DecisionTables : public virtual Tables {
 public:
  domain::Result<app::Inserted> InsertDecision(const app::TenantContext& tenant,
                                               const app::DecisionRecord& decision) override;
  domain::Result<std::optional<app::DecisionRecord>> FindDecision(
      const app::TenantContext& tenant, const app::DecisionName& name) override;
  domain::Result<std::vector<app::DecisionRecord>> ListDecisions(const app::TenantContext& tenant,
                                                                 const app::ProgramName& program,
                                                                 const app::Page& page) override;
  domain::Result<app::Updated> UpdateDecision(const app::TenantContext& tenant,
                                              const app::DecisionRecord& decision,
                                              const std::string& etag_before) override;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_TABLES_DECISION_TABLES_H_
