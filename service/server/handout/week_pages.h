// The weeks of a program on paper: boxes to tick up to the next measurement.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_WEEK_PAGES_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_WEEK_PAGES_H_

#include <vector>

#include "integration/document/sheet.h"
#include "service/server/handout/program_sheet.h"

namespace ischia::server {

// The week of the next measurement from the sheet's first week on, or the last week of a shorter
// program.
int NextMeasurement(const SheetContext& context);

// Which of seven days, counted from 0, a dose of so many days skips, so that rest days lie apart.
bool IsOffDay(int days_per_week, int day);

// The boxes alone.
document::Sheet WeekSheet(const SheetContext& context);

std::vector<document::Block> TickBlocks(const SheetContext& context);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_WEEK_PAGES_H_
