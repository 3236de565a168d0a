// The clinician's edits of a program. Each is checked by the engine before it counts: what is
// allowed asks for a reason, what is not says which rule it would break.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_EDIT_H_
#define ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_EDIT_H_

#include <optional>
#include <string>

#include "service/web/visit.h"

namespace ischia::web {

// An edit that was tried and not made yet.
struct EditCheck {
  bool allowed = false;
  std::optional<domain::ProgramEdit> edit;
  std::optional<domain::Error> refusal;
  // Of the stored program; the one that is shown has none.
  std::string etag;
};

// "edit_items", "edit_add", and what became of the edit that was checked.
void ShowEdits(const Visit& visit, const app::ProgramRecord& program, const EditCheck& check,
               View& view);

// A form of the program's page: checks the edit, or makes it where it has its reason.
Response TakeEdit(const Visit& visit, const app::ProgramName& name);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_EDIT_H_
