// A program in force planned anew on an assessment that is recorded: what changes and why, what has
// to be signed for it, and the new sheet.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_REVISION_H_
#define ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_REVISION_H_

#include <string>
#include <string_view>

#include "service/web/visit.h"

namespace ischia::web {

std::string RevisionPathOf(const Visit& visit, const app::ProgramName& name,
                           const domain::AssessmentId& assessment);
// Nothing is changed yet.
Response ShowRevision(const Visit& visit, const app::ProgramName& name,
                      std::string_view assessment);
// Revises with what was signed, and gives what is ticked. What refuses stops the program.
Response Revise(const Visit& visit, const app::ProgramName& name);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_REVISION_H_
