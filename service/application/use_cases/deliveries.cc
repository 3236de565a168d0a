#include "service/application/use_cases/deliveries.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "service/application/field_checks.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::Result;
using enum DeliveryState;

// As the audit trail says it, in the order of DeliveryState.
constexpr std::array<std::string_view, 12> kStateTexts{
    "",        "QUEUED",      "SENDING",  "DEFERRED",  "ACCEPTED", "REFUSED",
    "EXPIRED", "QUARANTINED", "IN_DOUBT", "CANCELLED", "CLAIMED",  "FINAL_DOT"};

Error ClaimLost() {
  return {ErrorCode::kAborted, "CLAIM_LOST", "Another worker has taken the delivery over.", {}};
}

Result<DeliveryRecord> Find(Work& work, const DeliveryName& name) {
  return Existing(work.unit.FindDelivery(work.tenant, name));
}

// Whoever works on the queue measures by one clock.
Result<Done> TakeLeaseTime(Work& work) {
  const Result<domain::Instant> now = work.unit.LeaseTime(work.tenant, work.now);
  if (!now.ok()) return now.error();
  work.now = *now;
  return Done{};
}

// The delivery that waits longest, by that clock.
Result<std::optional<DeliveryRecord>> Next(Work& work) {
  const Result<Done> timed = TakeLeaseTime(work);
  if (!timed.ok()) return timed.error();
  return work.unit.NextDelivery(work.tenant, work.now);
}

bool HasEnded(DeliveryState state) {
  return state == kAccepted || state == kRefused || state == kExpired || state == kCancelled;
}

// A handout that is on its way is not approved again by a second click.
Result<Done> CheckNoneUnderWay(Work& work, const HandoutName& handout) {
  const Result<std::vector<DeliveryRecord>> others = work.unit.ListDeliveries(
      work.tenant, handout, DeliveryState::kUnspecified, {{}, kLargestPageSize});
  if (!others.ok()) return others.error();
  const bool under_way = std::any_of(others->begin(), others->end(), [](const auto& delivery) {
    return !HasEnded(delivery.state);
  });
  if (under_way) {
    return domain::FailedPrecondition("WRONG_STATE", "A delivery of this handout is under way.");
  }
  return Done{};
}

// A calendar that was made since the program has stopped cancels its sessions.
bool TakesOut(const HandoutRecord& handout, const ProgramRecord& program) {
  return handout.fields.kind == HandoutKind::kCalendar && HasStopped(program.state) &&
         program.suspend_time && handout.create_time >= *program.suspend_time;
}

// What may go out by mail, and how. Nothing is mailed to a patient who wants paper.
Result<DeliveryMode> ModeFor(const SendHandoutRequest& request, const Practice& practice,
                             const PatientRecord& patient, const HandoutRecord& handout,
                             const ProgramRecord& program) {
  const DeliveryMode wanted = patient.fields.delivery_mode;
  DeliveryMode mode = DeliveryMode::kAttachment;
  for (const DeliveryMode said : {request.mode, wanted, practice.default_delivery_mode}) {
    if (said == DeliveryMode::kUnspecified) continue;
    mode = said;
    break;
  }
  if (mode == DeliveryMode::kPaper || wanted == DeliveryMode::kPaper) {
    return domain::FailedPrecondition("WRONG_STATE", "This patient gets paper; nothing is mailed.");
  }
  if (mode == DeliveryMode::kLinkOnly) {
    return RefusedFields(
        {{"mode", "LINK_ONLY is not supported in this version", "NOT_YET_SUPPORTED"}});
  }
  if (!IsForThePatient(handout.fields.kind)) {
    return domain::FailedPrecondition("WRONG_STATE", "This sheet is not mailed to the patient.");
  }
  if (program.state != domain::ProgramState::kActive && !TakesOut(handout, program)) {
    return domain::FailedPrecondition("WRONG_STATE", "The program is not active.");
  }
  if (!patient.email_confirmed || patient.fields.email_address.empty()) {
    return domain::FailedPrecondition("EMAIL_NOT_CONFIRMED",
                                      "The patient's mail address is not confirmed.");
  }
  if (practice.encrypt_attachments && !handout.encrypted) {
    return domain::FailedPrecondition("HANDOUT_NOT_ENCRYPTED",
                                      "This practice mails encrypted handouts only. Make one with "
                                      "a password.");
  }
  return mode;
}

// The sessions of the same revision as calendar entries, if they were made: they go along with a
// sheet, but never beside an encrypted one.
Result<std::string> CalendarFor(Work& work, const HandoutRecord& sheet) {
  const bool secret = sheet.encrypted || work.practice.encrypt_attachments;
  if (secret || sheet.fields.kind == HandoutKind::kCalendar) return std::string();
  HandoutFields like;
  like.kind = HandoutKind::kCalendar;
  like.language_code = sheet.fields.language_code;
  const Result<std::optional<HandoutRecord>> calendar =
      work.unit.NewestHandout(work.tenant, sheet.name.program, like);
  if (!calendar.ok()) return calendar.error();
  if (!calendar->has_value() || (*calendar)->revision_number != sheet.revision_number) {
    return std::string();
  }
  Result<std::string> bytes = work.unit.HandoutBytes(work.tenant, (*calendar)->name);
  if (bytes.ok() && Hex(work.digest.Sha256(*bytes)) != (*calendar)->sha256) bytes->clear();
  return bytes;
}

void Note(Work& work, const DeliveryRecord& delivery) {
  work.touched.object = Encode(delivery.name);
  work.touched.after_sha256 = DigestOf(work.digest, delivery);
}

Result<Done> Update(Work& work, const DeliveryRecord& delivery, std::int64_t epoch_before) {
  Note(work, delivery);
  const Result<Updated> updated = work.unit.UpdateDelivery(work.tenant, delivery, epoch_before);
  if (!updated.ok()) return updated.error();
  if (*updated == Updated::kStale) return ClaimLost();
  return Done{};
}

}  // namespace

// -- Calls --------------------------------------------------------------------------------------

Result<DeliveryRecord> Deliveries::SendHandout(const Call& call,
                                               const SendHandoutRequest& request) {
  const PatientName& patient_name = request.name.program.patient;
  const Task task{call, Method::kSendHandout, PracticeOf(request.name), Encode(request.name),
                  Joined({Encode(request.name), std::to_string(static_cast<int>(request.mode))})};
  return command_.Change<DeliveryRecord>(task, [&](Work& work) -> Result<DeliveryRecord> {
    const Result<HandoutRecord> handout =
        Existing(work.unit.FindHandout(work.tenant, request.name));
    if (!handout.ok()) return handout.error();
    const Result<PatientRecord> patient =
        Existing(work.unit.FindPatient(work.tenant, patient_name));
    if (!patient.ok()) return patient.error();
    const Result<ProgramRecord> program =
        Existing(work.unit.FindProgram(work.tenant, request.name.program));
    if (!program.ok()) return program.error();
    const Result<DeliveryMode> mode = ModeFor(request, work.practice, *patient, *handout, *program);
    if (!mode.ok()) return mode.error();
    const Result<Done> free = CheckNoneUnderWay(work, request.name);
    if (!free.ok()) return free.error();

    DeliveryRecord delivery;
    delivery.name = {request.name, domain::DeliveryId{ids_.NewId()}};
    delivery.state = kQueued;
    delivery.mode = *mode;
    delivery.recipient = patient->fields.email_address;
    delivery.create_time = work.now;
    delivery.expire_time = work.now + kDeliveryLifetime;
    delivery.created_by = call.caller.user();
    Note(work, delivery);
    const Result<Done> inserted = work.unit.InsertDelivery(work.tenant, delivery);
    if (!inserted.ok()) return inserted.error();
    return delivery;
  });
}

Result<DeliveryRecord> Deliveries::GetDelivery(const Call& call, const DeliveryName& name) {
  const Task task{call, Method::kGetDelivery, PracticeOf(name), Encode(name)};
  return command_.Read<DeliveryRecord>(task, [&](Work& work) { return Find(work, name); });
}

Result<PageOf<DeliveryRecord>> Deliveries::ListDeliveries(const Call& call,
                                                          const ListDeliveriesRequest& request) {
  FieldChecks checks;
  checks.PageSize(request.page);
  const Task task{
      call, Method::kListDeliveries, PracticeOf(request.handout), Encode(request.handout),
      {},   std::move(checks).Take()};
  return command_.Read<PageOf<DeliveryRecord>>(
      task, [&](Work& work) -> Result<PageOf<DeliveryRecord>> {
        const Result<HandoutRecord> handout =
            Existing(work.unit.FindHandout(work.tenant, request.handout));
        if (!handout.ok()) return handout.error();
        const int size = PageSize(request.page);
        Result<std::vector<DeliveryRecord>> found = work.unit.ListDeliveries(
            work.tenant, request.handout, request.state, StorePage(request.page, size));
        if (!found.ok()) return found.error();
        return PageFrom(std::move(found).value(), size,
                        [](const DeliveryRecord& last) { return last.name.delivery.text(); });
      });
}

Result<DeliveryRecord> Deliveries::CancelDelivery(const Call& call, const DeliveryName& name) {
  const Task task{call, Method::kCancelDelivery, PracticeOf(name), Encode(name), Encode(name)};
  return command_.Change<DeliveryRecord>(task, [&](Work& work) -> Result<DeliveryRecord> {
    Result<DeliveryRecord> delivery = Find(work, name);
    if (!delivery.ok()) return delivery;
    if (HasEnded(delivery->state)) {
      return domain::FailedPrecondition("WRONG_STATE", "The delivery has ended.");
    }
    work.touched.before_sha256 = DigestOf(work.digest, *delivery);
    const std::int64_t epoch = delivery->epoch;
    if (delivery->state == kSending || delivery->state == kFinalDot) {
      delivery->cancel_requested = true;
    } else {
      delivery->state = kCancelled;
      delivery->epoch = epoch + 1;  // a worker that holds it writes nothing any more
    }
    const Result<Done> updated = Update(work, *delivery, epoch);
    if (!updated.ok()) return updated.error();
    return delivery;
  });
}

// -- The worker ---------------------------------------------------------------------------------

Result<Attempted> Outbox::AttemptNext(const domain::PracticeId& practice) {
  const Call call{Caller::TheService(), {}, {}};
  const Task look{call, Method::kWorkOnDelivery, practice, Encode(practice)};
  const Result<bool> due = command_.Peek<bool>(look, [](Work& work) -> Result<bool> {
    const Result<std::optional<DeliveryRecord>> next = Next(work);
    if (!next.ok()) return next.error();
    return next->has_value();
  });
  if (!due.ok()) return due.error();
  if (!*due) return Attempted::kNothingDue;

  Result<DeliveryRecord> claimed = Claim(practice);
  if (!claimed.ok()) return claimed.error();
  if (claimed->state != kClaimed) return Attempted::kOne;  // settled without an attempt
  return Attempt(*claimed);
}

Result<DeliveryRecord> Outbox::Claim(const domain::PracticeId& practice) {
  const Call call{Caller::TheService(), {}, {}};
  const Task task{call, Method::kWorkOnDelivery, practice, Encode(practice)};
  return command_.Own<DeliveryRecord>(task, [&](Work& work) -> Result<DeliveryRecord> {
    Result<DeliveryRecord> delivery = Existing(Next(work));
    if (!delivery.ok()) return ClaimLost();  // somebody was faster
    work.touched.before_sha256 = DigestOf(work.digest, *delivery);
    const std::int64_t epoch_before = delivery->epoch;
    TakeUp(*delivery, work.now);
    delivery->epoch = epoch_before + 1;
    work.touched.reason = kStateTexts[static_cast<std::size_t>(delivery->state)];
    const Result<Done> updated = Update(work, *delivery, epoch_before);
    if (!updated.ok()) return updated.error();
    return delivery;
  });
}

// What a delivery that is due becomes: claimed, unless its time is over, a person has cancelled
// it, or a worker has died on it. A worker that died before the final dot cannot have delivered
// anything; one that died after it may have.
void Outbox::TakeUp(DeliveryRecord& delivery, domain::Instant now) {
  const bool left_behind = delivery.state == kClaimed || delivery.state == kSending;
  if (left_behind) ++delivery.crash_count;
  delivery.lease_until.reset();
  if (delivery.state == kFinalDot) {
    delivery.state = kInDoubt;
    delivery.failure_reason = "The worker stopped after the message was completed.";
  } else if (delivery.state == kInDoubt || now >= delivery.expire_time) {
    const bool may_have_arrived = delivery.state == kInDoubt;
    delivery.state = kExpired;
    delivery.failure_reason = may_have_arrived ? "Expired. It may have been delivered."
                                               : "Expired before it could be delivered.";
  } else if (delivery.cancel_requested) {
    delivery.state = kCancelled;
  } else if (delivery.crash_count >= kCrashesToQuarantine) {
    delivery.state = kQuarantined;
    delivery.failure_reason = "The worker stopped three times on this delivery.";
  } else {
    delivery.state = kClaimed;
    delivery.lease_until = now + times_.lease;
  }
}

Result<Attempted> Outbox::Attempt(DeliveryRecord& delivery) {
  const Result<std::string> bytes =
      delivery.message_sha256.empty() ? Compose(delivery) : StoredMessage(delivery);
  if (!bytes.ok()) return bytes.error();
  if (delivery.state != kClaimed) return Attempted::kOne;  // no message could be made

  const Result<Done> sending = Advance(delivery, [&](Work& work, DeliveryRecord& stored) {
    stored.state = kSending;
    ++stored.attempt_count;
    stored.lease_until = work.now + times_.lease;
    stored.next_attempt_time.reset();
  });
  if (!sending.ok()) return sending.error();
  const SendResult result = transport_.Send({delivery.sender, delivery.recipient}, *bytes, [&] {
    return Advance(delivery,
                   [&](Work& work, DeliveryRecord& stored) {
                     stored.state = kFinalDot;
                     stored.lease_until = work.now + times_.lease;
                   })
        .ok();
  });
  const Result<Done> settled = Settle(delivery, result);
  if (!settled.ok()) return settled.error();
  return Attempted::kOne;
}

// The message is made once and kept with its digest before anything is sent. A handout that is no
// longer what was stored is never mailed.
Result<std::string> Outbox::Compose(DeliveryRecord& delivery) {
  const Call call{Caller::TheService(), {}, {}};
  const Task look{call, Method::kWorkOnDelivery, PracticeOf(delivery.name), Encode(delivery.name)};
  struct Parts {
    Practice practice;
    HandoutRecord handout;
    std::string bytes;
    std::string calendar;
  };
  const Result<Parts> parts = command_.Peek<Parts>(look, [&](Work& work) -> Result<Parts> {
    Result<HandoutRecord> handout =
        Existing(work.unit.FindHandout(work.tenant, delivery.name.handout));
    if (!handout.ok()) return handout.error();
    Result<std::string> bytes = work.unit.HandoutBytes(work.tenant, delivery.name.handout);
    if (!bytes.ok()) return bytes.error();
    if (Hex(work.digest.Sha256(*bytes)) != handout->sha256) bytes->clear();
    Result<std::string> calendar = CalendarFor(work, *handout);
    if (!calendar.ok()) return calendar.error();
    return Parts{work.practice, std::move(handout).value(), std::move(bytes).value(),
                 std::move(calendar).value()};
  });
  if (!parts.ok()) return parts.error();
  if (parts->bytes.empty()) return Quarantine(delivery, "The stored handout is damaged.");

  Result<MailMessage> message =
      composer_.Compose({parts->practice, parts->handout, parts->bytes, parts->calendar, delivery});
  if (!message.ok()) return CannotCompose(delivery, message.error());
  const auto keep = [&](Work& work, DeliveryRecord& stored) {
    stored.sender = message->sender;
    stored.message_id = message->message_id;
    stored.message_sha256 = Hex(work.digest.Sha256(message->bytes));
  };
  const Result<Done> kept = Advance(delivery, keep, &message->bytes);
  if (!kept.ok()) return kept.error();
  return std::move(message->bytes);
}

// Bytes that are no longer those of the first attempt are never sent.
Result<std::string> Outbox::StoredMessage(DeliveryRecord& delivery) {
  const Call call{Caller::TheService(), {}, {}};
  const Task look{call, Method::kWorkOnDelivery, PracticeOf(delivery.name), Encode(delivery.name)};
  bool whole = false;
  Result<std::string> bytes = command_.Peek<std::string>(look, [&](Work& work) {
    Result<std::string> stored = work.unit.MessageBytes(work.tenant, delivery.name);
    whole = stored.ok() && Hex(work.digest.Sha256(*stored)) == delivery.message_sha256;
    return stored;
  });
  if (bytes.ok() && !whole) return Quarantine(delivery, "The stored message is damaged.");
  return bytes;
}

Result<std::string> Outbox::Quarantine(DeliveryRecord& delivery, const std::string& why) {
  const Result<Done> moved = Advance(delivery, [&](Work&, DeliveryRecord& stored) {
    stored.state = kQuarantined;
    stored.lease_until.reset();
    stored.failure_reason = why;
  });
  if (!moved.ok()) return moved.error();
  return std::string();
}

// An address or a sheet that no mail can carry is refused for good; anything else may be mended.
Result<std::string> Outbox::CannotCompose(DeliveryRecord& delivery, const Error& error) {
  const bool hopeless = error.code == ErrorCode::kInvalidArgument;
  const Result<Done> settled =
      Settle(delivery, {hopeless ? SendOutcome::kRefused : SendOutcome::kDeferred,
                        "The message could not be made: " + error.reason, !hopeless});
  if (!settled.ok()) return settled.error();
  return std::string();
}

Result<Done> Outbox::Settle(DeliveryRecord& delivery, const SendResult& result) {
  return Advance(delivery, [&](Work& work, DeliveryRecord& stored) {
    stored.lease_until.reset();
    stored.failure_reason = result.outcome == SendOutcome::kAccepted ? "" : result.words;
    switch (result.outcome) {
      case SendOutcome::kAccepted:
        stored.state = kAccepted;
        stored.accept_time = work.now;
        break;
      case SendOutcome::kRefused:
        stored.state = kRefused;
        break;
      case SendOutcome::kInDoubt:
        stored.state = kInDoubt;
        break;
      case SendOutcome::kDeferred:
        stored.state = stored.cancel_requested ? kCancelled : kDeferred;
        stored.next_attempt_time = NextAttempt(stored.attempt_count, work.now);
        break;
    }
  });
}

// One step of a delivery that this worker holds, as one transaction. CLAIM_LOST, and nothing
// written, when the stored epoch is no longer the worker's own.
Result<Done> Outbox::Advance(DeliveryRecord& delivery, const Change& change,
                             const std::string* message) {
  const Call call{Caller::TheService(), {}, {}};
  const Task task{call, Method::kWorkOnDelivery, PracticeOf(delivery.name), Encode(delivery.name)};
  Result<DeliveryRecord> moved =
      command_.Own<DeliveryRecord>(task, [&](Work& work) -> Result<DeliveryRecord> {
        const Result<Done> timed = TakeLeaseTime(work);
        if (!timed.ok()) return timed.error();
        Result<DeliveryRecord> stored = Find(work, delivery.name);
        if (!stored.ok()) return stored;
        if (stored->epoch != delivery.epoch) return ClaimLost();
        work.touched.before_sha256 = DigestOf(work.digest, *stored);
        change(work, *stored);
        work.touched.reason = kStateTexts[static_cast<std::size_t>(stored->state)];
        const Result<Done> updated = Update(work, *stored, delivery.epoch);
        if (!updated.ok()) return updated.error();
        if (message == nullptr) return stored;
        const Result<Done> kept = work.unit.KeepMessage(work.tenant, delivery.name, *message);
        if (!kept.ok()) return kept.error();
        return stored;
      });
  if (!moved.ok()) return moved.error();
  delivery = std::move(moved).value();
  return Done{};
}

// Doubling from the first to the last, spread by a fifth either way so that a relay that comes
// back is not met by everybody at once.
domain::Instant Outbox::NextAttempt(int attempt_count, domain::Instant now) {
  std::chrono::milliseconds wait = times_.first_backoff;
  for (int i = 1; i < attempt_count && wait < times_.last_backoff; ++i) wait *= 2;
  wait = std::min(wait, times_.last_backoff);
  return now + wait * (800 + static_cast<int>(ids_.Below(401))) / 1000;
}

}  // namespace ischia::app
