// A program: dose table, cautions to sign, activation, and what is given to the patient, the host
// and the chart. A refused one has a referral letter and nothing of a program.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_PROGRAM_H_
#define ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_PROGRAM_H_

#include <string>
#include <string_view>

#include "service/web/visit.h"

namespace ischia::web {

// Where a session without a view begins: the program in force, else the assessment.
Response Start(const Visit& visit);
// The newest program, or that there is none.
Response ShowLatestProgram(const Visit& visit);
Response ShowProgram(const Visit& visit, const app::ProgramName& name);
// The same page with an edit that is being checked.
struct EditCheck;
Response ProgramScreen(const Visit& visit, const app::ProgramRecord& program,
                       const EditCheck& edit);
// "draft", "refused", "active", ...: the word of a state is "program." and this.
std::string StateKey(domain::ProgramState state);
std::string PathOf(const Visit& visit, const app::ProgramName& name);
// A stored handout's PDF.
Response HandoutFile(const Visit& visit, const app::ProgramName& name, std::string_view file);

// -- Forms.
// Signs the cautions, activates, and gives what is ticked.
Response Activate(const Visit& visit, const app::ProgramName& name);
// Prints, mails and files what is ticked; any of them.
Response Give(const Visit& visit, const app::ProgramName& name);
// Records who lifts a rule that holds, and plans anew.
Response RecordClearance(const Visit& visit, const app::ProgramName& name);
// -- Pause, return and end.
Response Pause(const Visit& visit, const app::ProgramName& name);
Response Resume(const Visit& visit, const app::ProgramName& name);
Response Complete(const Visit& visit, const app::ProgramName& name);
// Takes the patient's mail address as it was read back aloud.
Response ConfirmEmail(const Visit& visit, const app::ProgramName& name);

// The host shows another patient: what was sent is not taken, and nothing is lost.
Response ShowLocked(const Visit& visit);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_PROGRAM_H_
