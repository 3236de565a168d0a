// A program for the patient's own calendar, in floating time: the sessions up to the next
// measurement, what is to be true before each undecided week, the re-check that a safety rule asks
// for, and the measurements.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_CALENDAR_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_CALENDAR_H_

#include "integration/calendar/events.h"
#include "service/server/handout/program_sheet.h"

namespace ischia::server {

// An entry has the same uid in each revision and names neither a person nor a part of the body.
// What an earlier revision had and this one has not is cancelled in it; a program that is suspended
// or completed cancels everything from the revision's first week on. Without an entry where there
// is nothing to keep and nothing to cancel.
calendar::Calendar ProgramCalendar(const SheetContext& context);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_CALENDAR_H_
