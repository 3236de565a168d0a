// One page to be read from two meters, and a sheet without words.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_POSTERS_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_POSTERS_H_

#include <vector>

#include "integration/document/sheet.h"
#include "service/server/handout/program_sheet.h"

namespace ischia::server {

// The week's exercises for the kitchen wall, four a page; the warm-up gives way where it alone
// would need a second one.
document::Sheet FridgeSheet(const SheetContext& context);

// Each exercise of the week in pictures: the stretch first, and no warm-up.
std::vector<document::PictureStep> PictureSteps(const SheetContext& context);

// What is done, without a word but the telephone number: two exercises a page, the stretch first,
// and no warm-up.
document::Sheet PictureSheet(const SheetContext& context);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_POSTERS_H_
