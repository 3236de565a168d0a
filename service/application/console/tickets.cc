#include "service/application/console/tickets.h"

#include <algorithm>
#include <cstddef>

#include "service/application/encoding.h"

namespace ischia::app {
namespace {

constexpr std::string_view kHead = "v1.1.";
constexpr std::size_t kLongestTicket = 100;
constexpr std::size_t kSealBytes = 8;

}  // namespace

std::string MakeTicket(const Digest& digest, KeyPurpose purpose, const domain::PracticeId& practice,
                       std::string_view random) {
  std::string ticket(kHead);
  ticket += random;
  const std::string seal = digest.Keyed(purpose, Joined({ticket, practice.text()}));
  return ticket + '.' + Base64Url(seal.substr(0, kSealBytes));
}

bool IsTicket(const Digest& digest, KeyPurpose purpose, const domain::PracticeId& practice,
              std::string_view ticket) {
  if (ticket.size() > kLongestTicket || !ticket.starts_with(kHead)) return false;
  return SameBytes(MakeTicket(digest, purpose, practice, RandomOf(ticket)), ticket);
}

std::string_view RandomOf(std::string_view ticket) {
  const std::string_view rest = ticket.substr(std::min(kHead.size(), ticket.size()));
  return rest.substr(0, rest.find('.'));
}

}  // namespace ischia::app
