// What a clinician gives with a program: the sheet and its ways, and the cautions to sign first.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_GIVING_H_
#define ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_GIVING_H_

#include <vector>

#include "service/web/visit.h"

namespace ischia::web {

// The fields of "give_fields": languages, paper, and which ways are open.
void ShowGive(const Visit& visit, View& view);
// "cautions": findings that somebody has to acknowledge, each with who did.
void ShowSignOff(const std::vector<domain::Finding>& findings,
                 const std::vector<app::Acknowledgement>& acknowledgements, const Visit& visit,
                 View& view);

// "reissue": the patient's sheet is older than the program in force; with what has changed since,
// and a form that gives the new one as the last one was given.
domain::Result<domain::Done> ShowReissue(const Visit& visit, const app::ProgramRecord& program,
                                         View& view);

// The rules whose cautions are ticked in a form.
std::vector<domain::RuleId> SignedRules(const Fields& form);
// Makes the sheet, once, and sends and files it as ticked; goes back to the program's page.
Response AfterGiving(const Visit& visit, const app::ProgramName& name, bool refused);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_GIVING_H_
