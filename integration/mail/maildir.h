// A maildir as the place messages go to: for a clinic without a relay and for trying out.
#ifndef ISCHIA_INTEGRATION_MAIL_MAILDIR_H_
#define ISCHIA_INTEGRATION_MAIL_MAILDIR_H_

#include <filesystem>
#include <string_view>

#include "integration/mail/message.h"
#include "integration/mail/send_result.h"

namespace ischia::mail {

// Messages become `new/<message id>.eml`, complete or not at all: written to `tmp/`, synced, then
// renamed. Delivering the same id again gives the same one file. Files are readable by the owner
// only. Safe to use from several threads and processes at once.
class MaildirFolder {
 public:
  explicit MaildirFolder(std::filesystem::path root);

  // Makes the folders where they are missing (but not the one above `root`) and delivers; never
  // throws. `before_dot` is called when the bytes are safe in `tmp/` and not yet visible. A full
  // disk or an unwritable folder is kDeferred with the reason.
  SendResult Send(std::string_view message, const BeforeDot& before_dot) const;

  // Where a message of this id is, or will be, delivered.
  std::filesystem::path PathOf(const MessageId& id) const;

 private:
  std::filesystem::path root_;
};

}  // namespace ischia::mail

#endif  // ISCHIA_INTEGRATION_MAIL_MAILDIR_H_
