// A program on paper, for the person who does it: page one to be read in a minute, one block an
// exercise, the weeks up to the next measurement with boxes to tick, how the plan may grow, the
// rules and the why. What stands in a program is the domain's affair; how a block looks is
// integration/document's.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_PROGRAM_SHEET_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_PROGRAM_SHEET_H_

#include <vector>

#include "integration/document/sheet.h"
#include "service/application/ports.h"
#include "service/domain/catalogue.h"
#include "service/server/handout/sentences.h"

namespace ischia::server {

// What every part of the sheet reads.
struct SheetContext {
  const app::HandoutRequest& request;
  const domain::Catalogue& catalogue;
  const Words& words;

  const domain::Program& program() const { return *request.program.content; }
  std::optional<double> LimitOf(domain::LimitKind kind) const;
};

// Precondition: the program has weeks.
document::Sheet ProgramSheet(const SheetContext& context);

// Header, footer, paper, date and code of any sheet.
document::Sheet EmptySheet(const SheetContext& context, const std::string& title);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_PROGRAM_SHEET_H_
