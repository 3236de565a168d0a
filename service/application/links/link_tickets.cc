#include "service/application/links/link_tickets.h"

#include "service/application/console/tickets.h"
#include "service/application/encoding.h"

namespace ischia::app {
namespace {

constexpr int kRandomBytes = 16;

}  // namespace

bool HasCheckInLink(HandoutKind kind) {
  return IsForThePatient(kind) && kind != HandoutKind::kCalendar;
}

std::string MintLinkTicket(const Digest& digest, const domain::PracticeId& practice,
                           IdSource& ids) {
  std::string random;
  for (int i = 0; i < kRandomBytes; ++i) random += static_cast<char>(ids.Below(256));
  return MakeTicket(digest, KeyPurpose::kCheckInLink, practice, Base64Url(random));
}

bool IsLinkTicket(const Digest& digest, const domain::PracticeId& practice,
                  std::string_view ticket) {
  return ticket.size() == kLinkTicketLength &&
         IsTicket(digest, KeyPurpose::kCheckInLink, practice, ticket);
}

std::string SecretOf(const Digest& digest, std::string_view ticket) {
  return Hex(digest.Sha256(RandomOf(ticket)));
}

domain::Result<domain::Done> KeepLink(Work& work, IdSource& ids, const HandoutRecord& handout,
                                      std::string_view ticket) {
  CheckInLinkRecord link;
  link.name = {handout.name.program, domain::CheckInLinkId{ids.NewId()}};
  link.handout = handout.name.handout;
  link.revision_number = handout.revision_number;
  link.secret_sha256 = SecretOf(work.digest, ticket);
  link.create_time = work.now;
  return work.unit.InsertCheckInLink(work.tenant, link);
}

}  // namespace ischia::app
