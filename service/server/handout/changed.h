// What is new since the last sheet, in at most three lines.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_CHANGED_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_CHANGED_H_

#include <vector>

#include "integration/document/sheet.h"
#include "service/server/handout/program_sheet.h"

namespace ischia::server {

// A card "Changed since your last sheet"; nothing on the first sheet, or where nothing changed.
void AddChanges(const SheetContext& context, std::vector<document::Block>& blocks);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_CHANGED_H_
