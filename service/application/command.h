// The frame of every call: authorize, look the request id up, run, audit, commit. The change, its
// audit event and its request record are one transaction; a call that reads leaves its event before
// it answers; denials and failures leave theirs in a transaction of their own. No audit, no
// operation. Which steps a call consists of is the use case's affair.
#ifndef ISCHIA_SERVICE_APPLICATION_COMMAND_H_
#define ISCHIA_SERVICE_APPLICATION_COMMAND_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/application/authorize.h"
#include "service/application/encoding.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/application/store.h"
#include "service/domain/result.h"

namespace ischia::app {

// One call as an edge received it.
struct Call {
  Caller caller;
  std::string request_id;  // a UUID; empty for reads
  // What the edge found wrong while reading the request: reported with everything else, once.
  std::vector<domain::FieldViolation> found_at_the_edge;
};

// What the audit trail says of the object. Digests are lower-case hex, empty where there is none.
struct Touched {
  std::string object;  // the name's canonical bytes; only a keyed digest of it is kept
  std::string reason;  // what a step of the service's own work came to, "ACCEPTED"
  std::string before_sha256;
  std::string after_sha256;
};

// What a step works with.
struct Work {
  UnitOfWork& unit;
  const TenantContext& tenant;
  const Practice& practice;
  const Digest& digest;
  domain::Instant now;
  Touched& touched;
};

template <typename Answer>
using Step = std::function<domain::Result<Answer>(Work& work)>;

// The record that a look-up found, else NOT_FOUND.
template <typename Record>
domain::Result<Record> Existing(domain::Result<std::optional<Record>> found) {
  if (!found.ok()) return found.error();
  if (!found->has_value()) return domain::NotFound();
  return *std::move(found).value();
}

// A call and what it is about.
struct Task {
  const Call& call;
  Method method;
  domain::PracticeId practice;
  std::string object;        // a name's canonical bytes
  std::string request = {};  // of a change: the request's canonical bytes (Joined)
  // What is wrong with the request by itself; reported along with what the edge found.
  std::vector<domain::FieldViolation> violations = {};
  bool validate_only = false;  // of a change: undone when it has run, only the event stays
};

// Completes an answer that was kept for a repeated request: frozen content is read again.
template <typename Answer>
using Restore = std::function<domain::Result<domain::Done>(Work& work, Answer& answer)>;

// FIELD_INVALID, or the reason that all violations share.
domain::Error RefusedFields(std::vector<domain::FieldViolation> violations);

// Lower-case hex SHA-256 of a value's canonical bytes.
template <typename Value>
std::string DigestOf(const Digest& digest, const Value& value) {
  return Hex(digest.Sha256(Encode(value)));
}
// The etag of a record with this digest.
inline std::string EtagOf(const std::string& sha256) { return sha256.substr(0, 16); }
domain::Error EtagMismatch();

class Command {
 public:
  // Everything outlives the command. Serves many threads.
  Command(Store& store, const Clock& clock, const Digest& digest)
      : store_(store), clock_(clock), digest_(digest) {}

  // Errors besides the step's: ROLE_NOT_ALLOWED, RESOURCE_NOT_FOUND (the practice),
  // FIELD_INVALID (found at the edge), AUDIT_UNAVAILABLE and the store's.
  template <typename Answer>
  domain::Result<Answer> Read(const Task& task, const Step<Answer>& step) {
    return Answered<Answer>(step, [&](const Run& run) { return RunOnce(task, run); });
  }

  // A step of the service's own work: changes, but nobody repeats it with a request id.
  template <typename Answer>
  domain::Result<Answer> Own(const Task& task, const Step<Answer>& step) {
    return Read(task, step);
  }

  // As Read, and REQUEST_ID_REUSED. The same request id with the same request gives the first
  // answer and changes nothing.
  template <typename Answer>
  domain::Result<Answer> Change(const Task& task, const Step<Answer>& step,
                                const Restore<Answer>& restore = nullptr) {
    domain::Result<Answer> answer = domain::NotFound();
    const auto keep = [&] { return Encode(*answer); };
    const auto replay = [&](Work& work, std::string_view kept) -> domain::Result<domain::Done> {
      std::optional<Answer> decoded = Decode<Answer>(kept);
      if (!decoded) return Unreadable();
      answer = *std::move(decoded);
      return restore ? restore(work, *answer) : domain::Done{};
    };
    const domain::Result<domain::Done> done = RunChange(task, Capture(step, answer), keep, replay);
    return done.ok() ? std::move(answer) : done.error();
  }

  // A look before a change that prepares something slow outside any transaction: authorized,
  // nothing is changed and no event is left. The change that follows leaves the one event.
  template <typename Answer>
  domain::Result<Answer> Peek(const Task& task, const Step<Answer>& step) {
    return Answered<Answer>(step, [&](const Run& run) { return RunPeek(task, run); });
  }

  // Forgets the requests of a practice that are older than seven days; says how many.
  domain::Result<int> ForgetOldRequests(const domain::PracticeId& practice);

 private:
  using Run = std::function<domain::Result<domain::Done>(Work& work)>;
  using Keep = std::function<std::string()>;
  using Replay = std::function<domain::Result<domain::Done>(Work& work, std::string_view kept)>;

  template <typename Answer>
  static Run Capture(const Step<Answer>& step, domain::Result<Answer>& answer) {
    return [&](Work& work) -> domain::Result<domain::Done> {
      answer = step(work);
      if (!answer.ok()) return answer.error();
      return domain::Done{};
    };
  }
  template <typename Answer, typename Frame>
  static domain::Result<Answer> Answered(const Step<Answer>& step, const Frame& frame) {
    domain::Result<Answer> answer = domain::NotFound();
    const domain::Result<domain::Done> done = frame(Capture(step, answer));
    return done.ok() ? std::move(answer) : done.error();
  }
  static domain::Error Unreadable();

  domain::Result<domain::Done> RunOnce(const Task& task, const Run& run);
  domain::Result<domain::Done> RunChange(const Task& task, const Run& run, const Keep& keep,
                                         const Replay& replay);
  domain::Result<domain::Done> RunPeek(const Task& task, const Run& run);

  domain::Result<domain::Done> AnswerOnce(const Task& task, Work& work, const Run& run,
                                          const Keep& keep, const Replay& replay,
                                          AuditOutcome& outcome);
  domain::Result<domain::Done> InUnit(const Task& task, const TenantContext& tenant,
                                      Touched& touched, bool commit, const Run& run);
  domain::Result<domain::Done> RecordAlone(const Task& task, const Touched& touched,
                                           AuditOutcome outcome, const std::string& reason);
  domain::Error Refused(const Task& task, const Touched& touched, const domain::Error& error);
  AuditEvent Event(const Task& task, const Touched& touched, AuditOutcome outcome,
                   domain::Instant now) const;

  Store& store_;
  const Clock& clock_;
  const Digest& digest_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_COMMAND_H_
