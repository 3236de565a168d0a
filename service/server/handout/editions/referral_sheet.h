// The sheet that sends somebody on: one order, four lines, the answers as given. No exercise, no
// dose, no figure; it reports what was asked and never names a disease.
#ifndef ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_REFERRAL_SHEET_H_
#define ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_REFERRAL_SHEET_H_

#include "integration/document/sheet.h"
#include "service/server/handout/program_sheet.h"

namespace ischia::server {

// `utc_offset_minutes`: the practice's, at the time the program was refused.
// Precondition: the program is refused.
document::Sheet ReferralSheet(const SheetContext& context, int utc_offset_minutes);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_HANDOUT_EDITIONS_REFERRAL_SHEET_H_
