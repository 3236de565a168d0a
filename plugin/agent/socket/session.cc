#include "plugin/agent/socket/session.h"

#include <algorithm>
#include <utility>

namespace ischia::agent {
namespace {

using grpc::StatusCode;

constexpr std::int32_t kAgentTooOld = 101;  // ISCHIA_AGENT_TOO_OLD of the plugin interface

std::string TextOf(const Fields& fields, Tag tag) {
  return std::string(fields.Text(tag).value_or(""));
}

std::chrono::milliseconds DeadlineOf(const Fields& fields) {
  const std::uint32_t deadline = fields.Number(Tag::kDeadlineMs).value_or(0);
  return deadline > 0 ? std::chrono::milliseconds(deadline) : kLongestCall;
}

}  // namespace

std::string ErrorFrame(std::uint32_t call_id, const Failure& failure) {
  const Answer answer = Failed(failure);
  Fields fields;
  fields.AddNumber(Tag::kStatus, static_cast<std::uint32_t>(answer.status));
  fields.Add(Tag::kJson, answer.json);
  return EncodeFrame(Kind::kError, call_id, fields);
}

Session::Session(const Desk& desk, Caller caller, Send send)
    : desk_(desk), host_{std::move(caller), {}}, send_(std::move(send)) {}

Session::Next Session::Take(const Frame& frame) {
  const Kind kind{frame.kind};
  if (!greeted_) return Greet(frame);
  switch (kind) {
    case Kind::kCall:
      Call(frame);
      break;
    case Kind::kCancel:
      Cancel(frame.call_id);
      break;
    case Kind::kPatientChanged:
      desk_.console.PatientChanged(host_, TextOf(frame.fields, Tag::kPatientId));
      Say(frame.call_id, {});
      break;
    case Kind::kOpenConsole:
      OpenConsole(frame);
      break;
    case Kind::kNextDocument:
      NextDocument(frame);
      break;
    case Kind::kDocumentDone:
      DocumentDone(frame);
      break;
    default:
      Refuse(frame.call_id, {StatusCode::UNIMPLEMENTED, "KIND_UNKNOWN",
                             "The agent does not know this kind of frame."});
  }
  return Next::kGoOn;
}

Session::Next Session::Greet(const Frame& frame) {
  const auto oldest = frame.fields.Number(Tag::kProtocolMin);
  const auto newest = frame.fields.Number(Tag::kProtocolMax);
  if (Kind{frame.kind} != Kind::kHello || !oldest || !newest || *oldest > *newest) {
    Refuse(frame.call_id, {StatusCode::FAILED_PRECONDITION, "HELLO_MISSING",
                           "A connection begins with a HELLO that says which protocols the host "
                           "speaks."});
    return Next::kHangUp;
  }
  if (*oldest > kProtocolNewest) {
    Refuse(frame.call_id, {kAgentTooOld, "AGENT_TOO_OLD",
                           "The agent is older than the plugin. Update the agent."});
    return Next::kHangUp;
  }
  if (*newest < kProtocolOldest) {
    Refuse(frame.call_id, {StatusCode::FAILED_PRECONDITION, "PLUGIN_TOO_OLD",
                           "The plugin is too old for this agent. Update the plugin."});
    return Next::kHangUp;
  }
  greeted_ = true;
  host_.host_id = TextOf(frame.fields, Tag::kHostId);
  Fields fields;
  fields.AddNumber(Tag::kProtocolMin, kProtocolOldest);
  fields.AddNumber(Tag::kProtocolMax, kProtocolNewest);
  fields.Add(Tag::kVersion, ISCHIA_VERSION);
  send_(EncodeFrame(Kind::kWelcome, frame.call_id, fields));
  for_events_ = (frame.flags & kForEvents) != 0;
  Look(std::chrono::steady_clock::now());
  return Next::kGoOn;
}

void Session::Call(const Frame& frame) {
  const std::uint64_t ticket = desk_.gateway.NewTicket();
  if (!Register(frame.call_id, ticket)) return;
  const Question question{TextOf(frame.fields, Tag::kMethod), TextOf(frame.fields, Tag::kJson),
                          DeadlineOf(frame.fields), host_.caller};
  desk_.gateway.Ask(ticket, question, AnswerTo(frame.call_id));
}

void Session::OpenConsole(const Frame& frame) {
  const std::uint64_t ticket = desk_.gateway.NewTicket();
  if (!Register(frame.call_id, ticket)) return;
  const Fields& fields = frame.fields;
  const HostPatient patient{TextOf(fields, Tag::kPatientId),  TextOf(fields, Tag::kGivenName),
                            TextOf(fields, Tag::kFamilyName), TextOf(fields, Tag::kBirthDate),
                            TextOf(fields, Tag::kSex),        TextOf(fields, Tag::kEmail),
                            TextOf(fields, Tag::kLanguage)};
  desk_.console.Open(ticket, host_, patient, TextOf(fields, Tag::kView), DeadlineOf(fields),
                     AnswerTo(frame.call_id));
}

void Session::NextDocument(const Frame& frame) {
  const std::uint64_t ticket = desk_.gateway.NewTicket();
  if (!Register(frame.call_id, ticket)) return;
  desk_.documents.Next(
      ticket, host_, DeadlineOf(frame.fields),
      [self = shared_from_this(), call_id = frame.call_id](const Documents::Given& given) {
        self->Answered(call_id, given.answer, given.content);
      });
}

void Session::DocumentDone(const Frame& frame) {
  const std::uint64_t ticket = desk_.gateway.NewTicket();
  if (!Register(frame.call_id, ticket)) return;
  const Fields& fields = frame.fields;
  const auto outcome = static_cast<std::int32_t>(fields.Number(Tag::kStatus).value_or(0));
  desk_.documents.Settle(ticket, host_, TextOf(fields, Tag::kFiling), outcome,
                         TextOf(fields, Tag::kDocumentId), AnswerTo(frame.call_id));
}

void Session::Look(std::chrono::steady_clock::time_point now) {
  std::uint64_t ticket = 0;
  {
    const std::lock_guard lock(mutex_);
    if (!for_events_ || look_ || now < next_look_) return;
    ticket = desk_.gateway.NewTicket();
    look_ = ticket;
  }
  desk_.documents.Peek(ticket, host_, [self = shared_from_this()](std::optional<bool> waiting) {
    self->Looked(waiting);
  });
}

void Session::Looked(std::optional<bool> waiting) {
  {
    const std::lock_guard lock(mutex_);
    look_.reset();
    between_looks_ = waiting ? kBetweenLooks : std::min(between_looks_ * 2, kLongestBetweenLooks);
    next_look_ = std::chrono::steady_clock::now() + between_looks_;
  }
  if (waiting.value_or(false)) send_(EncodeFrame(Kind::kDocumentWaiting, 0, {}));
}

// The session lives until its last call has its answer, though the connection may have ended.
Gateway::Done Session::AnswerTo(std::uint32_t call_id) {
  return [self = shared_from_this(), call_id](const Answer& answer) {
    self->Answered(call_id, answer);
  };
}

void Session::Cancel(std::uint32_t call_id) {
  std::uint64_t ticket = 0;
  {
    const std::lock_guard lock(mutex_);
    const auto found = tickets_.find(call_id);
    if (found == tickets_.end()) return;  // it has just been answered
    ticket = found->second;
  }
  desk_.gateway.Cancel(ticket);
}

bool Session::Register(std::uint32_t call_id, std::uint64_t ticket) {
  {
    const std::lock_guard lock(mutex_);
    if (tickets_.size() < kCallsAtOnce && tickets_.emplace(call_id, ticket).second) return true;
  }
  Refuse(call_id, {StatusCode::RESOURCE_EXHAUSTED, "CALLS_TOO_MANY",
                   "The host has too many calls under way, or one with this number."});
  return false;
}

void Session::Answered(std::uint32_t call_id, const Answer& answer, const std::string& content) {
  {
    const std::lock_guard lock(mutex_);
    tickets_.erase(call_id);
  }
  Say(call_id, answer, content);
}

void Session::Say(std::uint32_t call_id, const Answer& answer, const std::string& content) {
  Fields fields;
  fields.AddNumber(Tag::kStatus, static_cast<std::uint32_t>(answer.status));
  if (!answer.json.empty()) fields.Add(Tag::kJson, answer.json);
  if (!content.empty()) fields.Add(Tag::kContent, content);
  send_(EncodeFrame(answer.status == 0 ? Kind::kResult : Kind::kError, call_id, fields));
}

void Session::Refuse(std::uint32_t call_id, const Failure& failure) {
  send_(ErrorFrame(call_id, failure));
}

std::size_t Session::calls_under_way() const {
  const std::lock_guard lock(mutex_);
  return tickets_.size();
}

void Session::End() {
  const std::lock_guard lock(mutex_);
  for (const auto& [call_id, ticket] : tickets_) desk_.gateway.Cancel(ticket);
  if (look_) desk_.gateway.Cancel(*look_);
}

}  // namespace ischia::agent
