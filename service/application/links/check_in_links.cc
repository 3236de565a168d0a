#include "service/application/links/check_in_links.h"

#include <algorithm>
#include <optional>

#include "service/application/field_checks.h"
#include "service/application/history.h"
#include "service/application/links/link_tickets.h"
#include "service/application/use_cases/follow_up.h"
#include "service/domain/follow/week_log.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Instant;
using domain::Result;

// The later of the moment when another revision was made, and of its first day.
std::optional<Instant> ReplaceTime(const CheckInLinkRecord& link,
                                   const std::vector<RevisionRecord>& revisions) {
  const auto next = std::find_if(revisions.begin(), revisions.end(), [&](const auto& revision) {
    return revision.name.number > link.revision_number;
  });
  if (next == revisions.end()) return std::nullopt;
  return std::max(next->create_time, Instant{next->effective_date()});
}

std::optional<Instant> ExpiryOf(const CheckInLinkRecord& link, const ProgramRecord& program,
                                const std::vector<RevisionRecord>& revisions) {
  std::optional<Instant> end = ReplaceTime(link, revisions);
  if (!end && program.state == domain::ProgramState::kCompleted) end = program.suspend_time;
  if (!end) return std::nullopt;
  return *end + kLinkLivesOn;
}

// Of the sheet's week that the day lies in, or of its last one.
std::vector<int> ItemNumbers(const domain::Program& program, domain::CivilDay day) {
  const int week_number = day < program.start_date ? 1 : domain::WeekOf(day, program.start_date);
  const domain::ProgramWeek* week = &program.weeks.front();
  for (const domain::ProgramWeek& one : program.weeks) {
    if (one.week_number <= week_number) week = &one;
  }
  std::vector<int> numbers;
  for (const domain::ProgramItem& item : week->items) numbers.push_back(item.item_number);
  return numbers;
}

}  // namespace

Result<PageOf<CheckInLinkRecord>> CheckInLinks::ListCheckInLinks(const Call& call,
                                                                 const ProgramName& program,
                                                                 const PageRequest& page) {
  FieldChecks checks;
  checks.PageSize(page);
  const Task task{call, Method::kListCheckInLinks, PracticeOf(program), Encode(program),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<CheckInLinkRecord>>(
      task, [&](Work& work) -> Result<PageOf<CheckInLinkRecord>> {
        const Result<ProgramRecord> record = Existing(work.unit.FindProgram(work.tenant, program));
        if (!record.ok()) return record.error();
        const Result<History> history = ReadHistory(work, program);
        if (!history.ok()) return history.error();
        const int size = PageSize(page);
        Result<std::vector<CheckInLinkRecord>> found =
            work.unit.ListCheckInLinks(work.tenant, program, StorePage(page, size));
        if (!found.ok()) return found.error();
        for (CheckInLinkRecord& link : *found) {
          link.expire_time = ExpiryOf(link, *record, history->revisions);
        }
        return PageFrom(std::move(found).value(), size,
                        [](const CheckInLinkRecord& last) { return last.name.link.text(); });
      });
}

Result<CheckInLinkRecord> CheckInLinks::RevokeCheckInLink(const Call& call,
                                                          const CheckInLinkName& name) {
  const Task task{call, Method::kRevokeCheckInLink, PracticeOf(name), Encode(name), Encode(name)};
  return command_.Change<CheckInLinkRecord>(task, [&](Work& work) -> Result<CheckInLinkRecord> {
    const Result<CheckInLinkRecord> before = Existing(work.unit.FindCheckInLink(work.tenant, name));
    if (!before.ok()) return before;
    const Result<Done> revoked =
        work.unit.RevokeCheckInLinks(work.tenant, {name.program, before->handout}, work.now);
    if (!revoked.ok()) return revoked.error();
    const Result<ProgramRecord> program =
        Existing(work.unit.FindProgram(work.tenant, name.program));
    if (!program.ok()) return program.error();
    const Result<History> history = ReadHistory(work, name.program);
    if (!history.ok()) return history.error();
    Result<CheckInLinkRecord> after = Existing(work.unit.FindCheckInLink(work.tenant, name));
    if (!after.ok()) return after;
    work.touched.before_sha256 = DigestOf(work.digest, *before);
    work.touched.after_sha256 = DigestOf(work.digest, *after);
    after->expire_time = ExpiryOf(*after, *program, history->revisions);
    return after;
  });
}

Result<OpenLink> CheckInLinks::Open(std::string_view ticket) {
  const domain::PracticeId* practice = PracticeOfTicket(ticket);
  if (practice == nullptr) return domain::NotFound();
  const Call call{Caller::HolderOfALink(), {}, {}};
  const Task task{call, Method::kOpenCheckInLink, *practice, Encode(*practice)};
  return command_.Peek<OpenLink>(task, [&](Work& work) { return Look(work, ticket); });
}

Result<CheckInRecord> CheckInLinks::Answer(std::string_view ticket, const LinkAnswer& answer) {
  const domain::PracticeId* practice = PracticeOfTicket(ticket);
  if (practice == nullptr) return domain::NotFound();
  const Call call{Caller::HolderOfALink(), answer.request_id, {}};
  const Task task{call, Method::kAnswerCheckInLink, *practice, Encode(*practice),
                  Joined({SecretOf(digest_, ticket), Encode(answer.fields)})};
  return command_.Change<CheckInRecord>(task, [&](Work& work) -> Result<CheckInRecord> {
    const Result<OpenLink> open = Look(work, ticket);
    if (!open.ok()) return open.error();
    CreateCheckInRequest request{open->link.name.program, answer.fields};
    request.check_in.origin = domain::Origin::kLink;
    request.check_in.utc_offset_minutes = open->utc_offset_minutes;
    request.check_in.revision_number = open->link.revision_number;
    return RecordCheckIn(work, catalogue_, request, std::string(kByLink),
                         answer.suspected_automated);
  });
}

// The seal covers the practice, so that the address need not name it. Every practice is tried, so
// that the time tells none.
const domain::PracticeId* CheckInLinks::PracticeOfTicket(std::string_view ticket) const {
  const domain::PracticeId* found = nullptr;
  for (const domain::PracticeId& practice : practices_) {
    if (IsLinkTicket(digest_, practice, ticket)) found = &practice;
  }
  return found;
}

Result<OpenLink> CheckInLinks::Look(Work& work, std::string_view ticket) const {
  Result<CheckInLinkRecord> link =
      Existing(work.unit.FindCheckInLinkBySecret(work.tenant, SecretOf(digest_, ticket)));
  if (!link.ok()) return link.error();
  const ProgramName& name = link->name.program;
  const Result<ProgramRecord> program = Existing(work.unit.FindProgram(work.tenant, name));
  if (!program.ok()) return program.error();
  const Result<History> history = ReadHistory(work, name);
  if (!history.ok()) return history.error();
  link->expire_time = ExpiryOf(*link, *program, history->revisions);
  if (link->revoke_time || (link->expire_time && *link->expire_time <= work.now)) {
    return domain::NotFound();
  }
  const Result<HandoutRecord> handout =
      Existing(work.unit.FindHandout(work.tenant, {name, link->handout}));
  if (!handout.ok()) return handout.error();
  const Result<PatientRecord> patient = Existing(work.unit.FindPatient(work.tenant, name.patient));
  if (!patient.ok()) return patient.error();
  const std::string& zone =
      patient->fields.time_zone.empty() ? work.practice.time_zone : patient->fields.time_zone;
  const Result<int> offset = calendar_.OffsetMinutes(zone, work.now);
  if (!offset.ok()) return offset.error();

  OpenLink open{work.practice, std::move(link).value(), handout->fields.language_code};
  open.utc_offset_minutes = *offset;
  open.today = std::chrono::floor<std::chrono::days>(work.now + std::chrono::minutes(*offset));
  open.start_date = history->start_date();
  for (const RevisionRecord& revision : history->revisions) {
    if (revision.name.number != open.link.revision_number) continue;
    open.item_numbers = ItemNumbers(*revision.content, open.today);
  }
  open.on_hold = program->state == domain::ProgramState::kSuspended;
  open.replaced = program->revision_number != open.link.revision_number;
  return open;
}

}  // namespace ischia::app
