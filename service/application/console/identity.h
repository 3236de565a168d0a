// Whether what a host says of a patient fits the records. Nothing is merged, and no birth date is
// made up: what does not fit is a finding, and where a record would be made or changed by mistake
// it is a question.
#ifndef ISCHIA_SERVICE_APPLICATION_CONSOLE_IDENTITY_H_
#define ISCHIA_SERVICE_APPLICATION_CONSOLE_IDENTITY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "service/application/resources.h"
#include "service/domain/values.h"

namespace ischia::app {

// The names by which two records are of namesakes: without spaces around them, A to Z as a to z.
// Other letters count as they are written, so a host that writes them otherwise gets a question.
std::string FoldedName(std::string_view name);

// In the future, or more than 120 years ago; the usual stand-ins for an unknown birth date,
// January 1 of 1900 and of 1901, lie there.
bool IsPlausibleBirthDate(domain::CivilDay birth_date, domain::CivilDay today);

// From 10 years, where S-41 ends, to 100, the oldest age that an assessment takes.
bool IsAgeOfAPathway(domain::CivilDay birth_date, domain::CivilDay today);

// `holder`: whose record has the context's reference; unset: nobody's. `named`: the records with
// the context's names. Names and a birth date that the host leaves out fit everything. Questions of
// who it is come before those of when somebody was born.
std::vector<IdentityFinding> FindIdentityFindings(const PatientContext& context,
                                                  domain::CivilDay today,
                                                  const std::optional<PatientRecord>& holder,
                                                  const std::vector<PatientRecord>& named);

// The first question that nobody has answered; null: none.
IdentityFinding* OpenQuestion(std::vector<IdentityFinding>& findings);

bool HasFinding(const std::vector<IdentityFinding>& findings, IdentityKind kind);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_CONSOLE_IDENTITY_H_
