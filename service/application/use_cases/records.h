// Patients and their assessments. An assessment is refused as long as a program could not be made
// from it, unless a red flag already refuses; it is never changed afterwards.
#ifndef ISCHIA_SERVICE_APPLICATION_USE_CASES_RECORDS_H_
#define ISCHIA_SERVICE_APPLICATION_USE_CASES_RECORDS_H_

#include <optional>
#include <string>
#include <vector>

#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/catalogue.h"
#include "service/domain/result.h"

namespace ischia::app {

struct CreatePatientRequest {
  domain::PracticeId practice;
  PatientFields patient;
  std::string patient_id;  // chosen by the service when empty
};
struct ListPatientsRequest {
  domain::PracticeId practice;
  PageRequest page;
  std::optional<HostReference> host_reference;  // at most one patient then
};
struct UpdatePatientRequest {
  PatientName name;
  PatientFields patient;
  std::vector<std::string> update_mask;  // the contract's field names, at least one
  std::string etag;                      // required
};
struct ConfirmEmailAddressRequest {
  PatientName name;
  std::string email_address;  // typed again, must equal the stored one
  bool mail_warning_given = false;
};
struct CreateAssessmentRequest {
  PatientName patient;
  domain::AssessmentFields assessment;
  std::string assessment_id;  // chosen by the service when empty
  bool validate_only = false;
};

// Steps that other use cases share: store a new patient, or a changed one in the place of the one
// whose etag it still has. RESOURCE_EXISTS (the id or the host reference is taken), ETAG_MISMATCH.
domain::Result<PatientRecord> AddPatient(Work& work, const PatientName& name,
                                         const PatientFields& fields);
domain::Result<PatientRecord> ReplacePatient(Work& work, PatientRecord patient);

class Records {
 public:
  // Everything outlives the object. Serves many threads.
  Records(Command& command, IdSource& ids, const Calendar& calendar,
          const domain::Catalogue& catalogue)
      : command_(command), ids_(ids), calendar_(calendar), catalogue_(catalogue) {}

  // FIELD_INVALID (also: a language that the practice does not accept), RESOURCE_EXISTS (the id or
  // the host reference is taken).
  domain::Result<PatientRecord> CreatePatient(const Call& call,
                                              const CreatePatientRequest& request);
  domain::Result<PatientRecord> GetPatient(const Call& call, const PatientName& name);
  domain::Result<PageOf<PatientRecord>> ListPatients(const Call& call,
                                                     const ListPatientsRequest& request);
  // FIELD_INVALID, ETAG_MISMATCH, RESOURCE_EXISTS (the host reference is taken). A new address is
  // not confirmed.
  domain::Result<PatientRecord> UpdatePatient(const Call& call,
                                              const UpdatePatientRequest& request);
  // FIELD_INVALID when the address differs from the stored one or the warning was not given.
  domain::Result<PatientRecord> ConfirmEmailAddress(const Call& call,
                                                    const ConfirmEmailAddressRequest& request);

  // FIELD_INVALID, SCREEN_INCOMPLETE, MEASUREMENT_MISSING, NOT_YET_SUPPORTED, RESOURCE_EXISTS.
  domain::Result<AssessmentRecord> CreateAssessment(const Call& call,
                                                    const CreateAssessmentRequest& request);
  domain::Result<AssessmentRecord> GetAssessment(const Call& call, const AssessmentName& name);
  domain::Result<PageOf<AssessmentRecord>> ListAssessments(const Call& call,
                                                           const PatientName& patient,
                                                           const PageRequest& page);

 private:
  Command& command_;
  IdSource& ids_;
  const Calendar& calendar_;
  const domain::Catalogue& catalogue_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_USE_CASES_RECORDS_H_
