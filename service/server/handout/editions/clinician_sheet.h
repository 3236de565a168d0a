// What a program rests on, for the clinician who answers for it: findings, rules that fired and
// that did not, doses with their reasons, what was left out, what to measure next, overrides, and
// the sixteen items of the Consensus on Exercise Reporting Template. Never for the patient.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_CLINICIAN_SHEET_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_CLINICIAN_SHEET_H_

#include "integration/document/sheet.h"
#include "service/server/handout/program_sheet.h"

namespace ischia::server {

// Of a refused program too, which has no weeks.
document::Sheet ClinicianSheet(const SheetContext& context);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_CLINICIAN_SHEET_H_
