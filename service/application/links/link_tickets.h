// The check-in link of a sheet as it is minted: a ticket that stands on the sheet alone, and a
// record that knows it by its digest.
#ifndef ISCHIA_SERVICE_APPLICATION_LINKS_LINK_TICKETS_H_
#define ISCHIA_SERVICE_APPLICATION_LINKS_LINK_TICKETS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "service/application/command.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/result.h"

namespace ischia::app {

// Between the address and the ticket: "https://clinic.example/c/v1.1...".
inline constexpr std::string_view kLinkPath = "/c/";
// "v1.1.<22 characters>.<11 characters>"
inline constexpr std::size_t kLinkTicketLength = 39;

// What the patient keeps and nobody else sees: a calendar is shared.
bool HasCheckInLink(HandoutKind kind);

std::string MintLinkTicket(const Digest& digest, const domain::PracticeId& practice, IdSource& ids);
bool IsLinkTicket(const Digest& digest, const domain::PracticeId& practice,
                  std::string_view ticket);

// What is stored of a ticket; precondition: IsLinkTicket.
std::string SecretOf(const Digest& digest, std::string_view ticket);

// Stores the link of a handout, in the transaction that stores the handout.
domain::Result<domain::Done> KeepLink(Work& work, IdSource& ids, const HandoutRecord& handout,
                                      std::string_view ticket);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_LINKS_LINK_TICKETS_H_
