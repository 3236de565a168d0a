// Clearances: a named person lifts one rule for one patient. Recorded once, never changed; they
// count for programs made from then on.
#ifndef ISCHIA_SERVICE_APPLICATION_USE_CASES_CLEARANCES_H_
#define ISCHIA_SERVICE_APPLICATION_USE_CASES_CLEARANCES_H_

#include <vector>

#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/assess/clearance.h"
#include "service/domain/catalogue.h"
#include "service/domain/result.h"

namespace ischia::app {

struct CreateClearanceRequest {
  PatientName patient;
  domain::ClearanceFields clearance;
};

class Clearances {
 public:
  // Everything outlives the object. Serves many threads.
  Clearances(Command& command, IdSource& ids, const Calendar& calendar,
             const domain::Catalogue& catalogue)
      : command_(command), ids_(ids), calendar_(calendar), catalogue_(catalogue) {}

  // FIELD_INVALID (also a date after the practice's today), CLEARANCE_NOT_ALLOWED.
  domain::Result<ClearanceRecord> CreateClearance(const Call& call,
                                                  const CreateClearanceRequest& request);
  domain::Result<PageOf<ClearanceRecord>> ListClearances(const Call& call,
                                                         const PatientName& patient,
                                                         const PageRequest& page);

 private:
  Command& command_;
  IdSource& ids_;
  const Calendar& calendar_;
  const domain::Catalogue& catalogue_;
};

// A patient's clearances that were recorded up to an instant: what a program made then rested on.
// One that a later catalogue no longer allows lifts nothing and is left out.
domain::Result<std::vector<domain::Clearance>> ClearancesUntil(Work& work,
                                                               const PatientName& patient,
                                                               domain::Instant until,
                                                               const domain::Catalogue& catalogue);

// Their fields, for the digest of what decides a program.
std::vector<domain::ClearanceFields> FieldsOf(const std::vector<domain::Clearance>& clearances);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_USE_CASES_CLEARANCES_H_
