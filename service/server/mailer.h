// From a delivery to a mail, and from a mail to its relay: the adapters between the application's
// ports and integration/mail.
#ifndef ISCHIA_SERVICE_SERVER_MAILER_H_
#define ISCHIA_SERVICE_SERVER_MAILER_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "integration/mail/message.h"
#include "service/application/ports.h"
#include "service/catalogue/texts.h"
#include "service/server/config.h"

namespace ischia::server {

// Writes the mail around a handout: the same words as plain text and as HTML, and the files.
// Subject and body come from the catalogue and name neither a diagnosis nor a body part, and no
// page fetches anything; the Message-ID is made of the delivery's id.
class HandoutMailComposer : public app::MailComposer {
 public:
  // `texts` outlives the composer.
  HandoutMailComposer(mail::Mailbox from, const catalogue::Texts& texts)
      : from_(std::move(from)), texts_(texts) {}

  domain::Result<app::MailMessage> Compose(const app::MailRequest& request) const override;

 private:
  mail::Mailbox from_;
  const catalogue::Texts& texts_;
};

// The way the configuration chose: a relay or a maildir.
std::unique_ptr<app::MailTransport> MakeTransport(const Config& config);

}  // namespace ischia::server

#endif  // ISCHIA_SERVICE_SERVER_MAILER_H_
