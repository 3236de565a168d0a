#include "service/application/use_cases/follow_up.h"

#include <utility>
#include <vector>

#include "service/application/field_checks.h"
#include "service/application/short_code.h"

namespace ischia::app {
namespace {

using domain::CivilDay;
using domain::Done;
using domain::Result;

// Days a clinic's record can be about.
constexpr CivilDay kEarliestDay{std::chrono::year{1900} / 1 / 1};
constexpr CivilDay kLatestDay{std::chrono::year{2199} / 12 / 31};

Result<ProgramRecord> Find(Work& work, const ProgramName& name) {
  return Existing(work.unit.FindProgram(work.tenant, name));
}

Result<ProgramRecord> FindOnceActive(Work& work, const ProgramName& name) {
  Result<ProgramRecord> program = Find(work, name);
  if (program.ok() && !program->activate_time) {
    return domain::FailedPrecondition("WRONG_STATE", "The program was never activated.");
  }
  return program;
}

// The sheet the patient worked from, where it is named, must be this program's.
std::vector<domain::FieldViolation> CheckSheet(const domain::CheckInFields& fields,
                                               const ProgramRecord& program) {
  FieldChecks checks;
  checks.Require(fields.revision_number == 0 || fields.revision_number == program.revision_number,
                 "revision_number", "must be a revision of this program");
  checks.Require(
      fields.short_code.empty() || ReadShortCode(fields.short_code) == program.short_code,
      "short_code", "must be the code of this program's sheet");
  return std::move(checks).Take();
}

// A yes in the session screen: no session until a clinician has looked.
Result<Done> Suspend(Work& work, ProgramRecord program) {
  if (program.state != domain::ProgramState::kActive) return Done{};
  const std::string etag_before = program.etag;
  program.state = domain::ProgramState::kSuspended;
  program.etag = EtagOf(DigestOf(work.digest, program));
  const Result<Updated> updated = work.unit.UpdateProgram(work.tenant, program, etag_before);
  if (!updated.ok()) return updated.error();
  if (*updated == Updated::kStale) return EtagMismatch();
  return Done{};
}

// Every check-in of a program from its start up to a day, page by page.
Result<std::vector<domain::CheckIn>> AllCheckIns(Work& work, const ProgramName& program,
                                                 CivilDay first, CivilDay last) {
  std::vector<domain::CheckIn> all;
  Page page{{}, kLargestPageSize};
  while (true) {
    const Result<std::vector<CheckInRecord>> found =
        work.unit.ListCheckIns(work.tenant, program, first, last, page);
    if (!found.ok()) return found.error();
    for (const CheckInRecord& record : *found) all.push_back(record.check_in);
    if (found->size() < static_cast<std::size_t>(page.limit)) return all;
    page.after = found->back().name.check_in.text();
  }
}

}  // namespace

Result<CheckInRecord> FollowUp::CreateCheckIn(const Call& call,
                                              const CreateCheckInRequest& request) {
  const Task task{call, Method::kCreateCheckIn, PracticeOf(request.program),
                  Encode(request.program),
                  Joined({Encode(request.program), Encode(request.check_in)})};
  return command_.Change<CheckInRecord>(task, [&](Work& work) -> Result<CheckInRecord> {
    const Result<ProgramRecord> program = FindOnceActive(work, request.program);
    if (!program.ok()) return program.error();
    std::vector<domain::FieldViolation> wrong_sheet = CheckSheet(request.check_in, *program);
    if (!wrong_sheet.empty()) return RefusedFields(std::move(wrong_sheet));
    const Result<std::vector<domain::CheckIn>> earlier =
        AllCheckIns(work, request.program, program->content->start_date, kLatestDay);
    if (!earlier.ok()) return earlier.error();
    Result<domain::CheckIn> check_in = domain::MakeCheckIn(
        request.check_in, *program->content, *earlier, catalogue_.check_ins, work.now);
    if (!check_in.ok()) return check_in.error();

    CheckInRecord record{{request.program, {}}, std::move(check_in).value(), call.caller.user()};
    Result<CheckInRecord> added = work.unit.AddCheckIn(work.tenant, record);
    if (!added.ok()) return added;
    work.touched.object = Encode(added->name);
    work.touched.after_sha256 = DigestOf(work.digest, *added);
    if (added->check_in.fields.screen.AnyYes()) {
      const Result<Done> suspended = Suspend(work, *program);
      if (!suspended.ok()) return suspended.error();
    }
    return added;
  });
}

Result<CheckInRecord> FollowUp::GetCheckIn(const Call& call, const CheckInName& name) {
  const Task task{call, Method::kGetCheckIn, PracticeOf(name), Encode(name)};
  return command_.Read<CheckInRecord>(
      task, [&](Work& work) { return Existing(work.unit.FindCheckIn(work.tenant, name)); });
}

Result<PageOf<CheckInRecord>> FollowUp::ListCheckIns(const Call& call,
                                                     const ListCheckInsRequest& request) {
  const CivilDay first = request.first_date.value_or(kEarliestDay);
  const CivilDay last = request.last_date.value_or(kLatestDay);
  FieldChecks checks;
  checks.PageSize(request.page);
  checks.Require(first <= last, "last_date", "must not lie before first_date");
  const Task task{
      call, Method::kListCheckIns,   PracticeOf(request.program), Encode(request.program),
      {},   std::move(checks).Take()};
  return command_.Read<PageOf<CheckInRecord>>(
      task, [&](Work& work) -> Result<PageOf<CheckInRecord>> {
        const Result<ProgramRecord> program = Find(work, request.program);
        if (!program.ok()) return program.error();
        const int size = PageSize(request.page);
        Result<std::vector<CheckInRecord>> found = work.unit.ListCheckIns(
            work.tenant, request.program, first, last, StorePage(request.page, size));
        if (!found.ok()) return found.error();
        return PageFrom(std::move(found).value(), size,
                        [](const CheckInRecord& record) { return record.name.check_in.text(); });
      });
}

Result<domain::AdherenceReport> FollowUp::GetAdherenceReport(const Call& call,
                                                             const ProgramName& program,
                                                             std::optional<CivilDay> as_of_date) {
  FieldChecks checks;
  checks.Require(as_of_date.has_value(), "as_of_date", "is required");
  const Task task{call, Method::kGetAdherenceReport, PracticeOf(program), Encode(program),
                  {},   std::move(checks).Take()};
  return command_.Read<domain::AdherenceReport>(
      task, [&](Work& work) -> Result<domain::AdherenceReport> {
        const Result<ProgramRecord> record = FindOnceActive(work, program);
        if (!record.ok()) return record.error();
        const Result<AssessmentRecord> assessment =
            Existing(work.unit.FindAssessment(work.tenant, {program.patient, record->assessment}));
        if (!assessment.ok()) return assessment.error();
        const Result<std::vector<domain::CheckIn>> check_ins =
            AllCheckIns(work, program, record->content->start_date, *as_of_date);
        if (!check_ins.ok()) return check_ins.error();
        const std::optional<domain::Score> rest_pain = assessment->content->fields.pain.rest;
        return domain::ReportAdherence(*record->content, *check_ins,
                                       rest_pain ? rest_pain->value() : 0, catalogue_, *as_of_date);
      });
}

}  // namespace ischia::app
