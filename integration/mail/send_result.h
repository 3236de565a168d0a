// How an attempt to hand a message over ended. Shared by the ways of sending (smtp.h, maildir.h).
#ifndef ISCHIA_INTEGRATION_MAIL_SEND_RESULT_H_
#define ISCHIA_INTEGRATION_MAIL_SEND_RESULT_H_

#include <functional>
#include <string>

namespace ischia::mail {

enum class Outcome {
  kAccepted,  // the other side has taken the message over
  kDeferred,  // it certainly has not; a later attempt may succeed
  kRefused,   // it certainly has not, and the same message never will be
  kInDoubt,   // the end of the message was given and no answer came: it may have been taken over
};

// How far the attempt came.
enum class Phase {
  kCheck,  // our own look at message and settings, nothing connected yet
  kConnect,
  kGreeting,  // greeting and EHLO
  kTls,
  kLogin,
  kSender,     // MAIL FROM
  kRecipient,  // RCPT TO
  kData,
  kBody,      // up to the last byte before the final dot
  kFinalDot,  // from the final dot (for a folder: from making the file visible) on
};

struct SendResult {
  Outcome outcome;
  Phase phase;
  int reply_code = 0;  // the relay's, 0 if there was none
  // The relay's words or our reason: at most 200 printable ASCII characters, without the
  // recipient's address.
  std::string text;
  // The relay or the settings are at fault, not the message: every other message will fare alike.
  bool relay_fault = false;
};

// Called once, after the whole body is written and before the message is completed. Here the caller
// makes durable that from now on the message may be accepted. It must not throw. If it returns
// false, the attempt stops: the message is not completed, so the other side discards it, and the
// outcome is kDeferred in phase kBody.
using BeforeDot = std::function<bool()>;

}  // namespace ischia::mail

#endif  // ISCHIA_INTEGRATION_MAIL_SEND_RESULT_H_
