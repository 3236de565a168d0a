// Deliveries: the approval of a person, and the outbox that acts on it. Sending is never done
// inside a call: SendHandout queues, an Outbox sends and records what came of it. No byte reaches
// the relay before kSending is stored, no final dot before kFinalDot is; a message is made once and
// each attempt sends the same bytes.
#ifndef ISCHIA_SERVICE_APPLICATION_USE_CASES_DELIVERIES_H_
#define ISCHIA_SERVICE_APPLICATION_USE_CASES_DELIVERIES_H_

#include <chrono>
#include <functional>
#include <string>

#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/result.h"

namespace ischia::app {

struct SendHandoutRequest {
  HandoutName name;
  DeliveryMode mode = DeliveryMode::kUnspecified;  // the patient's when unspecified
};
struct ListDeliveriesRequest {
  HandoutName handout;
  DeliveryState state = DeliveryState::kUnspecified;  // every state
  PageRequest page;
};

class Deliveries {
 public:
  // Everything outlives the object. Serves many threads.
  Deliveries(Command& command, IdSource& ids) : command_(command), ids_(ids) {}

  // Queues one delivery. EMAIL_NOT_CONFIRMED; HANDOUT_NOT_ENCRYPTED; WRONG_STATE (a patient who
  // wants paper, a sheet that is not for the patient's mail); NOT_YET_SUPPORTED (a link in place of
  // the attachment).
  domain::Result<DeliveryRecord> SendHandout(const Call& call, const SendHandoutRequest& request);
  domain::Result<DeliveryRecord> GetDelivery(const Call& call, const DeliveryName& name);
  domain::Result<PageOf<DeliveryRecord>> ListDeliveries(const Call& call,
                                                        const ListDeliveriesRequest& request);
  // While an attempt runs the cancellation is only noted, and takes effect unless the attempt ends
  // in kAccepted. WRONG_STATE once the delivery has ended.
  domain::Result<DeliveryRecord> CancelDelivery(const Call& call, const DeliveryName& name);

 private:
  Command& command_;
  IdSource& ids_;
};

// How an Outbox spends time. Lease: longer than the longest attempt (180 s to the final dot, 600 s
// for its answer). Backoff: doubling from the first to the last, spread by a fifth either way.
struct OutboxTimes {
  std::chrono::milliseconds lease = std::chrono::minutes(15);
  std::chrono::milliseconds first_backoff = std::chrono::seconds(60);
  std::chrono::milliseconds last_backoff = std::chrono::hours(4);
};

// How long a delivery is tried before it expires.
inline constexpr std::chrono::hours kDeliveryLifetime{72};
// The crash that takes a delivery out of circulation until a person looks.
inline constexpr int kCrashesToQuarantine = 3;

enum class Attempted { kNothingDue, kOne };

// One worker's hand on the queue. One thread at a time; several objects may work on one store.
class Outbox {
 public:
  // Everything outlives the object.
  Outbox(Command& command, IdSource& ids, const MailComposer& composer, MailTransport& transport,
         OutboxTimes times = {})
      : command_(command), ids_(ids), composer_(composer), transport_(transport), times_(times) {}

  // Takes the delivery that waits longest, if one is due, and makes one attempt; or settles one
  // that a crashed worker left behind. Blocks as long as the transport does. CLAIM_LOST when
  // another worker has taken it over meanwhile: nothing was recorded then. Other errors are the
  // store's; the delivery is taken up again when its lease is over.
  domain::Result<Attempted> AttemptNext(const domain::PracticeId& practice);

 private:
  using Change = std::function<void(Work& work, DeliveryRecord& delivery)>;

  domain::Result<DeliveryRecord> Claim(const domain::PracticeId& practice);
  void TakeUp(DeliveryRecord& delivery, domain::Instant now);
  domain::Result<Attempted> Attempt(DeliveryRecord& delivery);
  // The message's bytes. When there can be none the delivery is settled and no longer kClaimed.
  domain::Result<std::string> Compose(DeliveryRecord& delivery);
  domain::Result<std::string> StoredMessage(DeliveryRecord& delivery);
  domain::Result<std::string> Quarantine(DeliveryRecord& delivery, const std::string& why);
  domain::Result<std::string> CannotCompose(DeliveryRecord& delivery, const domain::Error& error);
  domain::Result<domain::Done> Settle(DeliveryRecord& delivery, const SendResult& result);
  domain::Result<domain::Done> Advance(DeliveryRecord& delivery, const Change& change,
                                       const std::string* message = nullptr);
  domain::Instant NextAttempt(int attempt_count, domain::Instant now);

  Command& command_;
  IdSource& ids_;
  const MailComposer& composer_;
  MailTransport& transport_;
  OutboxTimes times_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_USE_CASES_DELIVERIES_H_
