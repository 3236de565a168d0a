#include "service/application/use_cases/handouts.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "service/application/field_checks.h"
#include "service/application/history.h"
#include "service/application/links/link_tickets.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

constexpr std::size_t kNoteLimit = 1000;
constexpr std::size_t kShortestPassword = 8;
constexpr std::size_t kLongestPassword = 64;
constexpr std::string_view kClinicianLanguage = "en";
constexpr domain::RuleId kUnreviewedTexts{"L-01"};

// What a handout is made from, read in one look.
struct Source {
  Practice practice;
  PatientRecord patient;
  AssessmentRecord assessment;
  ProgramRecord program;
  ProgramPast past;
};

// The one that was told most often comes first.
std::vector<domain::Barrier> BarriersIn(const std::vector<domain::CheckIn>& check_ins,
                                        domain::Instant before) {
  std::map<domain::Barrier, int> counts;
  for (const domain::CheckIn& check_in : check_ins) {
    if (check_in.record_time >= before) continue;
    for (const domain::Barrier barrier : check_in.fields.barriers) ++counts[barrier];
  }
  std::vector<domain::Barrier> barriers;
  for (const auto& [barrier, count] : counts) barriers.push_back(barrier);
  std::stable_sort(barriers.begin(), barriers.end(),
                   [&](auto one, auto other) { return counts[one] > counts[other]; });
  return barriers;
}

Result<ProgramPast> ReadPast(Work& work, const ProgramName& name) {
  Result<History> history = ReadHistory(work, name);
  if (!history.ok()) return history.error();
  const RevisionRecord& last = history->revisions.back();
  const Result<std::vector<domain::CheckIn>> check_ins =
      ReadCheckIns(work, name, history->start_date(), last.effective_date());
  if (!check_ins.ok()) return check_ins.error();
  ProgramPast past;
  past.barriers = BarriersIn(*check_ins, last.create_time);
  for (DecisionRecord& decision : history->decisions) {
    if (decision.settled() && decision.name.week_number < last.basis.course.week) {
      past.decisions.push_back(std::move(decision));
    }
  }
  past.revisions = std::move(history->revisions);
  return past;
}

Result<Source> ReadSource(Work& work, const ProgramName& name) {
  Result<PatientRecord> patient = Existing(work.unit.FindPatient(work.tenant, name.patient));
  if (!patient.ok()) return patient.error();
  Result<ProgramRecord> program = Existing(work.unit.FindProgram(work.tenant, name));
  if (!program.ok()) return program.error();
  Result<AssessmentRecord> assessment =
      Existing(work.unit.FindAssessment(work.tenant, {name.patient, program->assessment}));
  if (!assessment.ok()) return assessment.error();
  Result<ProgramPast> past = ReadPast(work, name);
  if (!past.ok()) return past.error();
  return Source{work.practice, std::move(patient).value(), std::move(assessment).value(),
                std::move(program).value(), std::move(past).value()};
}

// A program in force goes home as a program, a refusal as a referral; nothing else does. The
// calendar of one that has stopped takes its sessions out again.
Result<Done> CheckState(HandoutKind kind, domain::ProgramState state) {
  const bool refused = state == domain::ProgramState::kRefused;
  if (kind == HandoutKind::kReferral && !refused) {
    return domain::FailedPrecondition("WRONG_STATE",
                                      "A referral sheet belongs to a refused program.");
  }
  if (IsForThePatient(kind) && refused) {
    return domain::FailedPrecondition("WRONG_STATE",
                                      "A refused program has a referral sheet only.");
  }
  const bool cancels = kind == HandoutKind::kCalendar && HasStopped(state);
  if (IsForThePatient(kind) && state != domain::ProgramState::kActive && !cancels) {
    return domain::FailedPrecondition("WRONG_STATE", "The program is not active.");
  }
  return Done{};
}

domain::Error NotInForce() {
  return domain::FailedPrecondition("WRONG_STATE", "This revision of the program is not in force.");
}

bool HasLargePrint(HandoutKind kind) {
  return kind == HandoutKind::kProgram || kind == HandoutKind::kWeekSheet ||
         kind == HandoutKind::kReferral;
}

bool HasPicturesOnly(HandoutKind kind) { return kind == HandoutKind::kProgram; }

// An edition that was asked for and does not exist is never passed over.
void CheckEdition(const HandoutFields& fields, FieldChecks& checks) {
  const HandoutKind kind = fields.kind;
  checks.Require(kind != HandoutKind::kUnspecified, "handout.kind", "is required");
  checks.Require(kind != HandoutKind::kAdherenceReport, "handout.kind",
                 "must not be ADHERENCE_REPORT in this version", "NOT_YET_SUPPORTED");
  if (kind == HandoutKind::kUnspecified) return;
  checks.Require(!fields.large_print || HasLargePrint(kind), "handout.large_print",
                 "is for PROGRAM, WEEK_SHEET and REFERRAL");
  checks.Require(kind != HandoutKind::kCalendar || fields.note.empty(), "handout.note",
                 "is not for CALENDAR: others can see it");
  checks.Require(!fields.picture_only || HasPicturesOnly(kind), "handout.picture_only",
                 "is for PROGRAM");
  checks.Require(kind != HandoutKind::kClinicianBasis || fields.language_code.empty() ||
                     fields.language_code == kClinicianLanguage,
                 "handout.language_code", "must be en: clinicians read English in this version");
}

void CheckPassword(const std::string& password, HandoutKind kind, FieldChecks& checks) {
  if (password.empty()) return;
  checks.Password("password", password, kShortestPassword, kLongestPassword);
  checks.Require(kind != HandoutKind::kCalendar, "password", "cannot protect a calendar");
}

HandoutFields FilledIn(HandoutFields fields, const Source& source) {
  const PatientFields& patient = source.patient.fields;
  if (fields.kind == HandoutKind::kClinicianBasis) fields.language_code = kClinicianLanguage;
  if (fields.language_code.empty()) fields.language_code = patient.language_code;
  if (fields.language_code.empty()) fields.language_code = source.practice.language_code;
  if (fields.paper_size == PaperSize::kUnspecified) {
    fields.paper_size = source.practice.paper_size;
  }
  fields.picture_only =
      fields.picture_only || (patient.picture_only && HasPicturesOnly(fields.kind));
  fields.large_print = fields.large_print || (patient.large_print && HasLargePrint(fields.kind));
  return fields;
}

Result<HandoutRecord> Find(Work& work, const HandoutName& name) {
  return Existing(work.unit.FindHandout(work.tenant, name));
}

}  // namespace

std::vector<domain::Finding> HandoutFindings(const HandoutFields& fields, const TextSource& texts) {
  if (texts.IsReviewed(fields.language_code)) return {};
  domain::Finding unreviewed;
  unreviewed.rule_id = kUnreviewedTexts;
  unreviewed.severity = domain::Severity::kInform;
  unreviewed.inputs.emplace_back().field = "handout.language_code";
  return {unreviewed};
}

struct Handouts::Prepared {
  Source source;
  HandoutFields fields;
  RenderedHandout sheet;
  std::string ticket;  // of its check-in link; empty: it has none
};

Result<HandoutRecord> Handouts::CreateHandout(const Call& call,
                                              const CreateHandoutRequest& request) {
  FieldChecks checks;
  CheckEdition(request.handout, checks);
  CheckPassword(request.password, request.handout.kind, checks);
  checks.Text("handout.note", request.handout.note, kNoteLimit);
  checks.LanguageCode("handout.language_code", request.handout.language_code);
  // What is kept of the request says that there was a password, and nothing of it.
  std::string extras = request.password.empty() ? "" : "encrypted";
  if (request.file_to_host) extras += " filed";
  const Task task{call,
                  Method::kCreateHandout,
                  PracticeOf(request.program),
                  Encode(request.program),
                  Joined({Encode(request.program), Encode(request.handout),
                          std::to_string(request.revision_number), extras}),
                  std::move(checks).Take()};
  // A repeated request is rendered in vain and answered from what was kept.
  const Result<Prepared> prepared = Prepare(task, request);
  return command_.Change<HandoutRecord>(task, [&](Work& work) -> Result<HandoutRecord> {
    if (!prepared.ok()) return prepared.error();
    Result<HandoutRecord> kept = Keep(work, call, *prepared, !request.password.empty());
    if (!kept.ok() || !request.file_to_host) return kept;
    const Result<Done> queued = QueueFiling(work, *kept);
    if (!queued.ok()) return queued.error();
    return kept;
  });
}

// Outside any transaction: drawing takes its time.
Result<Handouts::Prepared> Handouts::Prepare(const Task& task,
                                             const CreateHandoutRequest& request) const {
  std::string ticket;
  Result<Source> source = command_.Peek<Source>(task, [&](Work& work) {
    if (!check_in_url_.empty() && HasCheckInLink(request.handout.kind)) {
      ticket = MintLinkTicket(work.digest, PracticeOf(request.program), ids_);
    }
    return ReadSource(work, request.program);
  });
  if (!source.ok()) return source.error();
  const Result<Done> fits = CheckState(request.handout.kind, source->program.state);
  if (!fits.ok()) return fits.error();
  if (request.revision_number != 0 && request.revision_number != source->program.revision_number) {
    return NotInForce();
  }
  HandoutFields fields = FilledIn(request.handout, *source);
  const std::string link = ticket.empty() ? "" : check_in_url_ + std::string(kLinkPath) + ticket;
  Result<RenderedHandout> sheet =
      renderer_.Render({source->practice, source->patient, source->assessment, source->program,
                        fields, source->past, request.password, link});
  if (!sheet.ok()) return sheet.error();
  return Prepared{std::move(source).value(), std::move(fields), std::move(sheet).value(),
                  std::move(ticket)};
}

Result<HandoutRecord> Handouts::Keep(Work& work, const Call& call, const Prepared& prepared,
                                     bool encrypted) {
  const ProgramRecord& program = prepared.source.program;
  const Result<ProgramRecord> now = Existing(work.unit.FindProgram(work.tenant, program.name));
  if (!now.ok()) return now.error();
  const Result<Done> still_fits = CheckState(prepared.fields.kind, now->state);
  if (!still_fits.ok()) return still_fits.error();
  if (now->revision_number != program.revision_number) return NotInForce();
  const Result<std::optional<HandoutRecord>> before =
      work.unit.NewestHandout(work.tenant, program.name, prepared.fields);
  if (!before.ok()) return before.error();

  HandoutRecord handout;
  handout.name = {program.name, domain::HandoutId{ids_.NewId()}};
  handout.fields = prepared.fields;
  handout.revision_number = program.revision_number;
  handout.short_code = program.short_code;
  handout.page_count = prepared.sheet.page_count;
  handout.size_bytes = static_cast<std::int64_t>(prepared.sheet.bytes.size());
  handout.sha256 = Hex(work.digest.Sha256(prepared.sheet.bytes));
  handout.encrypted = encrypted;
  if (before->has_value()) handout.replaces = (*before)->name.handout;
  handout.created_by = call.caller.user();
  handout.create_time = work.now;
  work.touched.object = Encode(handout.name);
  work.touched.after_sha256 = DigestOf(work.digest, handout);
  const Result<Done> inserted = work.unit.InsertHandout(work.tenant, handout, prepared.sheet.bytes);
  if (!inserted.ok()) return inserted.error();
  if (!prepared.ticket.empty()) {
    const Result<Done> minted = KeepLink(work, ids_, handout, prepared.ticket);
    if (!minted.ok()) return minted.error();
  }
  return handout;
}

Result<Done> Handouts::QueueFiling(Work& work, const HandoutRecord& handout) {
  const ProgramName& program = handout.name.program;
  const Result<PatientRecord> patient =
      Existing(work.unit.FindPatient(work.tenant, program.patient));
  if (!patient.ok()) return patient.error();
  if (!patient->fields.host_reference) {
    return RefusedFields(
        {{"file_to_host", "needs a patient with a host_reference", "FIELD_INVALID"}});
  }
  const Result<std::optional<FilingRecord>> before =
      work.unit.NewestFiling(work.tenant, program, handout.fields.kind);
  if (!before.ok()) return before.error();
  const Result<domain::CivilDay> today = calendar_.DayIn(work.practice.time_zone, work.now);
  if (!today.ok()) return today.error();

  FilingRecord filing;
  filing.name = {PracticeOf(program), domain::FilingId{ids_.NewId()}};
  filing.state = FilingState::kPending;
  filing.host_reference = *patient->fields.host_reference;
  filing.handout = handout.name;
  if (before->has_value()) filing.replaces = (*before)->handout.handout;
  filing.revision_number = handout.revision_number;
  filing.document_date = *today;
  filing.created_by = handout.created_by;
  filing.create_time = work.now;
  return work.unit.InsertFiling(work.tenant, filing);
}

Result<HandoutRecord> Handouts::GetHandout(const Call& call, const HandoutName& name) {
  const Task task{call, Method::kGetHandout, PracticeOf(name), Encode(name)};
  return command_.Read<HandoutRecord>(task, [&](Work& work) { return Find(work, name); });
}

Result<PageOf<HandoutRecord>> Handouts::ListHandouts(const Call& call, const ProgramName& program,
                                                     const PageRequest& page) {
  FieldChecks checks;
  checks.PageSize(page);
  const Task task{call, Method::kListHandouts,   PracticeOf(program), Encode(program),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<HandoutRecord>>(
      task, [&](Work& work) -> Result<PageOf<HandoutRecord>> {
        const Result<ProgramRecord> exists = Existing(work.unit.FindProgram(work.tenant, program));
        if (!exists.ok()) return exists.error();
        const int size = PageSize(page);
        Result<std::vector<HandoutRecord>> found =
            work.unit.ListHandouts(work.tenant, program, StorePage(page, size));
        if (!found.ok()) return found.error();
        return PageFrom(std::move(found).value(), size,
                        [](const HandoutRecord& last) { return last.name.handout.text(); });
      });
}

Result<DownloadedHandout> Handouts::DownloadHandout(const Call& call, const HandoutName& name) {
  const Task task{call, Method::kDownloadHandout, PracticeOf(name), Encode(name)};
  return command_.Read<DownloadedHandout>(task, [&](Work& work) -> Result<DownloadedHandout> {
    Result<HandoutRecord> handout = Find(work, name);
    if (!handout.ok()) return handout.error();
    Result<std::string> bytes = work.unit.HandoutBytes(work.tenant, name);
    if (!bytes.ok()) return bytes.error();
    if (Hex(work.digest.Sha256(*bytes)) != handout->sha256) {
      return Error{ErrorCode::kInternal, "INTERNAL", "The stored handout is damaged.", {}};
    }
    const bool calendar = handout->fields.kind == HandoutKind::kCalendar;
    std::string file_name = "handout-" + handout->short_code + (calendar ? ".ics" : ".pdf");
    return DownloadedHandout{std::move(handout).value(), std::move(bytes).value(),
                             calendar ? "text/calendar" : "application/pdf", std::move(file_name)};
  });
}

}  // namespace ischia::app
