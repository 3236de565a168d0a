// A program on paper, for the person who does it: page one to be read in a minute, one block an
// exercise, the weeks up to the next measurement with boxes to tick, the why, what is good to know.
// What stands in a program is the domain's affair; how a block looks is integration/document's.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_PROGRAM_SHEET_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_PROGRAM_SHEET_H_

#include <vector>

#include "integration/document/sheet.h"
#include "service/application/ports.h"
#include "service/domain/catalogue.h"
#include "service/server/handout/sentences.h"

namespace ischia::server {

// How a clinic's sheets look besides what the look itself decides.
struct ClinicLook {
  std::string accent;  // "#RRGGBB"; empty: the look's own
  std::optional<document::Logo> logo;
};

// What every part of the sheet reads.
struct SheetContext {
  const app::HandoutRequest& request;
  const domain::Catalogue& catalogue;
  const Words& words;
  const ClinicLook& look;

  const domain::Program& program() const { return *request.program.content; }
  const app::RevisionRecord& revision() const { return request.past.revisions.back(); }
  // The first week that the revision plans: the sheet begins with it, whatever was before.
  // Precondition: the program has weeks.
  const domain::ProgramWeek& week() const;
  domain::CivilDay first_day() const;  // of that week
  std::optional<double> LimitOf(domain::LimitKind kind) const;
};

// Precondition: the program has weeks.
document::Sheet ProgramSheet(const SheetContext& context);

// "Alex Sample".
std::string PatientNameOf(const SheetContext& context);

// Minutes of the longest day of a week, rounded up.
int MinutesOf(const domain::ProgramWeek& week);

// Header, footer, paper, date and code of any sheet.
document::Sheet EmptySheet(const SheetContext& context, const std::string& title);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_PROGRAM_SHEET_H_
