// Check-in links: what stands on a sheet, and what its holder may do. The holder is nobody we know:
// the page behind a link tells nothing of the patient, and takes answers only.
#ifndef ISCHIA_SERVICE_APPLICATION_LINKS_CHECK_IN_LINKS_H_
#define ISCHIA_SERVICE_APPLICATION_LINKS_CHECK_IN_LINKS_H_

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/catalogue.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/result.h"

namespace ischia::app {

// A link lives while its sheet's revision is in force, and so much longer.
inline constexpr std::chrono::days kLinkLivesOn{14};

// What the page is made of.
struct OpenLink {
  Practice practice;
  CheckInLinkRecord link;
  std::string language_code;           // of the sheet
  domain::CivilDay start_date{};       // of the program
  domain::CivilDay today{};            // at the patient
  int utc_offset_minutes = 0;          // there, now
  std::vector<int> item_numbers = {};  // of today's week, as printed
  bool on_hold = false;                // the program is suspended
  bool replaced = false;               // there is a newer sheet
};

struct LinkAnswer {
  std::string request_id;        // a UUID, the same for each repetition
  domain::CheckInFields fields;  // origin, offset and revision are put in here
  bool suspected_automated = false;
};

class CheckInLinks {
 public:
  // Everything outlives the object. `practices` are those whose links are opened. Serves many
  // threads.
  CheckInLinks(Command& command, const Calendar& calendar, const Digest& digest,
               const domain::Catalogue& catalogue, std::vector<domain::PracticeId> practices)
      : command_(command),
        calendar_(calendar),
        digest_(digest),
        catalogue_(catalogue),
        practices_(std::move(practices)) {}

  // FIELD_INVALID, RESOURCE_NOT_FOUND (the program).
  domain::Result<PageOf<CheckInLinkRecord>> ListCheckInLinks(const Call& call,
                                                             const ProgramName& program,
                                                             const PageRequest& page);
  // Ends it at once, and with it every other link of the same handout. Revoking again changes
  // nothing.
  domain::Result<CheckInLinkRecord> RevokeCheckInLink(const Call& call,
                                                      const CheckInLinkName& name);

  // -- For the check-in page, which has nothing but a ticket.
  // RESOURCE_NOT_FOUND: forged, unknown, expired or revoked; which of them is not told. A forged
  // one is told before anybody looks into the database. Leaves no trace.
  domain::Result<OpenLink> Open(std::string_view ticket);
  // As CreateCheckIn, by the link's holder. Errors of Open and of CreateCheckIn.
  domain::Result<CheckInRecord> Answer(std::string_view ticket, const LinkAnswer& answer);

 private:
  // Null: no practice of ours made this ticket.
  const domain::PracticeId* PracticeOfTicket(std::string_view ticket) const;
  domain::Result<OpenLink> Look(Work& work, std::string_view ticket) const;

  Command& command_;
  const Calendar& calendar_;
  const Digest& digest_;
  const domain::Catalogue& catalogue_;
  const std::vector<domain::PracticeId> practices_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_LINKS_CHECK_IN_LINKS_H_
