// Practices, patients, assessments, programs and handouts as rows. Private to the storage folder.
#ifndef ISCHIA_SERVICE_STORAGE_TABLES_RECORD_TABLES_H_
#define ISCHIA_SERVICE_STORAGE_TABLES_RECORD_TABLES_H_

#include <optional>
#include <string>
#include <vector>

#include "service/application/store.h"
#include "service/storage/database/connection.h"
#include "service/storage/database/guarded.h"

namespace ischia::storage {

// The number that a page's key is; 0 for an empty key, and for one that is no number.
int NumberOf(const std::string& key);

// The part of a unit of work that each group of tables implements shares its connection.
class Tables : public app::UnitOfWork {
 protected:
  explicit Tables(Connection& connection) : connection_(connection) {}
  // The connection, let into the rows of this practice.
  Connection& In(const app::TenantContext& tenant) {
    connection_.EnterPractice(tenant.practice());
    return connection_;
  }

 private:
  Connection& connection_;
};

class RecordTables : public virtual Tables {
 public:
  domain::Result<domain::Done> PutPractice(const app::TenantContext& tenant,
                                           const app::Practice& practice) override;
  domain::Result<std::optional<app::Practice>> FindPractice(
      const app::TenantContext& tenant) override;
  domain::Result<domain::Done> KeepLogo(const app::TenantContext& tenant, const std::string& sha256,
                                        const std::string& png) override;
  domain::Result<std::optional<std::string>> FindLogo(const app::TenantContext& tenant,
                                                      const std::string& sha256) override;

  domain::Result<app::Inserted> InsertPatient(const app::TenantContext& tenant,
                                              const app::PatientRecord& patient) override;
  domain::Result<std::optional<app::PatientRecord>> FindPatient(
      const app::TenantContext& tenant, const app::PatientName& name) override;
  domain::Result<std::optional<app::PatientRecord>> FindPatientByHost(
      const app::TenantContext& tenant, const app::HostReference& reference) override;
  domain::Result<std::vector<app::PatientRecord>> PatientsNamed(
      const app::TenantContext& tenant, const std::string& given_name,
      const std::string& family_name) override;
  domain::Result<std::vector<app::PatientRecord>> ListPatients(const app::TenantContext& tenant,
                                                               const app::Page& page) override;
  domain::Result<app::Updated> UpdatePatient(const app::TenantContext& tenant,
                                             const app::PatientRecord& patient,
                                             const std::string& etag_before) override;

  domain::Result<app::Inserted> InsertAssessment(const app::TenantContext& tenant,
                                                 const app::AssessmentRecord& assessment) override;
  domain::Result<std::optional<app::AssessmentRecord>> FindAssessment(
      const app::TenantContext& tenant, const app::AssessmentName& name) override;
  domain::Result<std::vector<app::AssessmentRecord>> ListAssessments(
      const app::TenantContext& tenant, const app::PatientName& patient,
      const app::Page& page) override;

  domain::Result<app::Inserted> InsertClearance(const app::TenantContext& tenant,
                                                const app::ClearanceRecord& clearance) override;
  domain::Result<std::vector<app::ClearanceRecord>> ListClearances(const app::TenantContext& tenant,
                                                                   const app::PatientName& patient,
                                                                   const app::Page& page) override;

  domain::Result<app::Inserted> InsertProgram(const app::TenantContext& tenant,
                                              const app::ProgramRecord& program) override;
  domain::Result<app::Inserted> InsertRevision(const app::TenantContext& tenant,
                                               const app::ProgramRecord& program,
                                               const app::RevisionBasis& basis,
                                               const app::Frozen<app::Changes>& changes) override;
  domain::Result<std::optional<app::RevisionRecord>> FindRevision(
      const app::TenantContext& tenant, const app::RevisionName& name) override;
  domain::Result<std::vector<app::RevisionRecord>> ListRevisions(const app::TenantContext& tenant,
                                                                 const app::ProgramName& program,
                                                                 const app::Page& page) override;
  domain::Result<std::optional<app::ProgramRecord>> FindProgram(
      const app::TenantContext& tenant, const app::ProgramName& name) override;
  domain::Result<std::vector<app::ProgramRecord>> ListPrograms(const app::TenantContext& tenant,
                                                               const app::PatientName& patient,
                                                               domain::ProgramState state,
                                                               const app::Page& page) override;
  domain::Result<app::Updated> UpdateProgram(const app::TenantContext& tenant,
                                             const app::ProgramRecord& program,
                                             const std::string& etag_before) override;

  domain::Result<domain::Done> InsertHandout(const app::TenantContext& tenant,
                                             const app::HandoutRecord& handout,
                                             const std::string& bytes) override;
  domain::Result<std::optional<app::HandoutRecord>> FindHandout(
      const app::TenantContext& tenant, const app::HandoutName& name) override;
  domain::Result<std::vector<app::HandoutRecord>> ListHandouts(const app::TenantContext& tenant,
                                                               const app::ProgramName& program,
                                                               const app::Page& page) override;
  domain::Result<std::optional<app::HandoutRecord>> NewestHandout(
      const app::TenantContext& tenant, const app::ProgramName& program,
      const app::HandoutFields& like) override;
  domain::Result<std::string> HandoutBytes(const app::TenantContext& tenant,
                                           const app::HandoutName& name) override;
};

}  // namespace ischia::storage

#endif  // ISCHIA_SERVICE_STORAGE_TABLES_RECORD_TABLES_H_
