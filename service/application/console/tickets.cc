#include "service/application/console/tickets.h"

#include <cstddef>

#include "service/application/encoding.h"

namespace ischia::app {
namespace {

constexpr std::string_view kHead = "v1.1.";
constexpr std::size_t kLongestTicket = 100;
constexpr std::size_t kSealBytes = 8;

// RFC 4648, section 5, without padding.
std::string Base64Url(std::string_view bytes) {
  constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned group = 0;
  int bits = 0;
  for (const char byte : bytes) {
    group = group << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6;) {
      bits -= 6;
      text += kDigits[group >> bits & 63];
    }
  }
  if (bits > 0) text += kDigits[group << (6 - bits) & 63];
  return text;
}

}  // namespace

std::string MakeTicket(const Digest& digest, const domain::PracticeId& practice,
                       std::string_view random) {
  std::string ticket(kHead);
  ticket += random;
  const std::string seal = digest.Keyed(KeyPurpose::kLaunch, Joined({ticket, practice.text()}));
  return ticket + '.' + Base64Url(seal.substr(0, kSealBytes));
}

bool IsTicket(const Digest& digest, const domain::PracticeId& practice, std::string_view ticket) {
  if (ticket.size() > kLongestTicket || !ticket.starts_with(kHead)) return false;
  const std::string_view rest = ticket.substr(kHead.size());
  const std::string_view random = rest.substr(0, rest.find('.'));
  return SameBytes(MakeTicket(digest, practice, random), ticket);
}

}  // namespace ischia::app
