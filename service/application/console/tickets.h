// Tickets: secrets that open a launch, a session or a check-in page. A forged one is told by its
// seal, before anybody looks into the database; what is stored of a true one is its digest.
#ifndef ISCHIA_SERVICE_APPLICATION_CONSOLE_TICKETS_H_
#define ISCHIA_SERVICE_APPLICATION_CONSOLE_TICKETS_H_

#include <string>
#include <string_view>

#include "service/application/ports.h"
#include "service/domain/values.h"

namespace ischia::app {

// "v1.1.<128 random bits as text>.<11 characters>": version, number of the key, the secret, and 64
// bits of a keyed digest over all of it and the practice. Of letters, digits, points, hyphens and
// underscores, so it stands in an address as it is.
std::string MakeTicket(const Digest& digest, KeyPurpose purpose, const domain::PracticeId& practice,
                       std::string_view random);

// Made by this service for this practice. Takes the same time for every forgery of a length.
bool IsTicket(const Digest& digest, KeyPurpose purpose, const domain::PracticeId& practice,
              std::string_view ticket);

// The random part; precondition: IsTicket.
std::string_view RandomOf(std::string_view ticket);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_CONSOLE_TICKETS_H_
