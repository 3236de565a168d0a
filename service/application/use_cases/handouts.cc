#include "service/application/use_cases/handouts.h"

#include <string_view>
#include <utility>

#include "service/application/field_checks.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

constexpr std::size_t kNoteLimit = 1000;
constexpr std::string_view kMediaType = "application/pdf";

// What a handout is made from, read in one look.
struct Source {
  Practice practice;
  PatientRecord patient;
  AssessmentRecord assessment;
  ProgramRecord program;
};

Result<Source> ReadSource(Work& work, const ProgramName& name) {
  Result<PatientRecord> patient = Existing(work.unit.FindPatient(work.tenant, name.patient));
  if (!patient.ok()) return patient.error();
  Result<ProgramRecord> program = Existing(work.unit.FindProgram(work.tenant, name));
  if (!program.ok()) return program.error();
  Result<AssessmentRecord> assessment =
      Existing(work.unit.FindAssessment(work.tenant, {name.patient, program->assessment}));
  if (!assessment.ok()) return assessment.error();
  return Source{work.practice, std::move(patient).value(), std::move(assessment).value(),
                std::move(program).value()};
}

// A program in force goes home as a program, a refusal as a referral; nothing else does.
Result<Done> CheckState(HandoutKind kind, domain::ProgramState state) {
  const bool refused = state == domain::ProgramState::kRefused;
  if (kind == HandoutKind::kReferral && !refused) {
    return domain::FailedPrecondition("WRONG_STATE",
                                      "A referral sheet belongs to a refused program.");
  }
  if (kind == HandoutKind::kProgram && refused) {
    return domain::FailedPrecondition("WRONG_STATE",
                                      "A refused program has a referral sheet only.");
  }
  if (kind == HandoutKind::kProgram && state != domain::ProgramState::kActive) {
    return domain::FailedPrecondition("WRONG_STATE", "The program is not active.");
  }
  return Done{};
}

domain::Error NotInForce() {
  return domain::FailedPrecondition("WRONG_STATE", "This revision of the program is not in force.");
}

HandoutFields FilledIn(HandoutFields fields, const Source& source) {
  const PatientFields& patient = source.patient.fields;
  if (fields.language_code.empty()) fields.language_code = patient.language_code;
  if (fields.language_code.empty()) fields.language_code = source.practice.language_code;
  if (fields.paper_size == PaperSize::kUnspecified) {
    fields.paper_size = source.practice.paper_size;
  }
  fields.large_print = fields.large_print || patient.large_print;
  fields.picture_only = fields.picture_only || patient.picture_only;
  return fields;
}

Result<HandoutRecord> Find(Work& work, const HandoutName& name) {
  return Existing(work.unit.FindHandout(work.tenant, name));
}

}  // namespace

struct Handouts::Prepared {
  Source source;
  HandoutFields fields;
  RenderedHandout sheet;
};

Result<HandoutRecord> Handouts::CreateHandout(const Call& call,
                                              const CreateHandoutRequest& request) {
  FieldChecks checks;
  const HandoutKind kind = request.handout.kind;
  checks.Require(kind != HandoutKind::kUnspecified, "handout.kind", "is required");
  checks.Require(kind == HandoutKind::kProgram || kind == HandoutKind::kReferral, "handout.kind",
                 "must be PROGRAM or REFERRAL in this version", "NOT_YET_SUPPORTED");
  checks.Text("handout.note", request.handout.note, kNoteLimit);
  checks.LanguageCode("handout.language_code", request.handout.language_code);
  const Task task{call,
                  Method::kCreateHandout,
                  PracticeOf(request.program),
                  Encode(request.program),
                  Joined({Encode(request.program), Encode(request.handout),
                          std::to_string(request.revision_number)}),
                  std::move(checks).Take()};
  // A repeated request is rendered in vain and answered from what was kept.
  const Result<Prepared> prepared = Prepare(task, request);
  return command_.Change<HandoutRecord>(task, [&](Work& work) -> Result<HandoutRecord> {
    if (!prepared.ok()) return prepared.error();
    return Keep(work, call, *prepared);
  });
}

// Outside any transaction: drawing takes its time.
Result<Handouts::Prepared> Handouts::Prepare(const Task& task,
                                             const CreateHandoutRequest& request) const {
  Result<Source> source =
      command_.Peek<Source>(task, [&](Work& work) { return ReadSource(work, request.program); });
  if (!source.ok()) return source.error();
  const Result<Done> fits = CheckState(request.handout.kind, source->program.state);
  if (!fits.ok()) return fits.error();
  if (request.revision_number != 0 && request.revision_number != source->program.revision_number) {
    return NotInForce();
  }
  HandoutFields fields = FilledIn(request.handout, *source);
  Result<RenderedHandout> sheet = renderer_.Render(
      {source->practice, source->patient, source->assessment, source->program, fields});
  if (!sheet.ok()) return sheet.error();
  return Prepared{std::move(source).value(), std::move(fields), std::move(sheet).value()};
}

Result<HandoutRecord> Handouts::Keep(Work& work, const Call& call, const Prepared& prepared) {
  const ProgramRecord& program = prepared.source.program;
  const Result<ProgramRecord> now = Existing(work.unit.FindProgram(work.tenant, program.name));
  if (!now.ok()) return now.error();
  const Result<Done> still_fits = CheckState(prepared.fields.kind, now->state);
  if (!still_fits.ok()) return still_fits.error();
  if (now->revision_number != program.revision_number) return NotInForce();

  HandoutRecord handout;
  handout.name = {program.name, domain::HandoutId{ids_.NewId()}};
  handout.fields = prepared.fields;
  handout.revision_number = program.revision_number;
  handout.short_code = program.short_code;
  handout.page_count = prepared.sheet.page_count;
  handout.size_bytes = static_cast<std::int64_t>(prepared.sheet.bytes.size());
  handout.sha256 = Hex(work.digest.Sha256(prepared.sheet.bytes));
  handout.created_by = call.caller.user();
  handout.create_time = work.now;
  work.touched.object = Encode(handout.name);
  work.touched.after_sha256 = DigestOf(work.digest, handout);
  const Result<Done> inserted = work.unit.InsertHandout(work.tenant, handout, prepared.sheet.bytes);
  if (!inserted.ok()) return inserted.error();
  return handout;
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
    std::string file_name = "handout-" + handout->short_code + ".pdf";
    return DownloadedHandout{std::move(handout).value(), std::move(bytes).value(),
                             std::string(kMediaType), std::move(file_name)};
  });
}

}  // namespace ischia::app
