// What was given of a program: its handouts, and what became of each.
#ifndef ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_GIVEN_H_
#define ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_GIVEN_H_

#include "service/web/visit.h"

namespace ischia::web {

// "given": the sheets with their links; "lines_given": their deliveries and filings.
domain::Result<domain::Done> ShowGiven(const Visit& visit, const app::ProgramName& name,
                                       View& view);

}  // namespace ischia::web

#endif  // ISCHIA_SERVICE_WEB_SCREENS_PROGRAM_GIVEN_H_
