#include "service/application/use_cases/follow_up.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "service/application/field_checks.h"
#include "service/application/history.h"
#include "service/application/short_code.h"
#include "service/domain/follow/week_log.h"
#include "service/domain/plan/trajectory.h"

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

// The sheet the patient worked from, where it is named, must be one of this program's; its revision
// is noted.
std::vector<domain::FieldViolation> CheckSheet(const History& history,
                                               domain::CheckInFields& fields) {
  FieldChecks checks;
  const auto is_named = [&](const RevisionRecord& revision) {
    return fields.short_code.empty() ? revision.name.number == fields.revision_number
                                     : ReadShortCode(fields.short_code) == revision.short_code;
  };
  if (fields.revision_number == 0 && fields.short_code.empty()) return {};
  const auto sheet = std::find_if(history.revisions.begin(), history.revisions.end(), is_named);
  const bool found = sheet != history.revisions.end();
  checks.Require(found || fields.short_code.empty(), "short_code",
                 "must be the code of this program's sheet");
  const int number = found ? sheet->name.number : 0;
  checks.Require(fields.revision_number == 0 || fields.revision_number == number ||
                     (!found && !fields.short_code.empty()),
                 "revision_number", "must be a revision of this program, the one of its sheet");
  fields.revision_number = number;
  return std::move(checks).Take();
}

// A yes in the session screen: no session until a clinician has looked.
Result<Done> SuspendFor(Work& work, ProgramRecord program) {
  if (program.state != domain::ProgramState::kActive) return Done{};
  Suspend(work, "", program);
  const std::string after_sha256 = work.touched.after_sha256;  // the event is about the check-in
  const Result<Done> updated = Update(work, program);
  work.touched.after_sha256 = after_sha256;
  return updated;
}

// -- The report ---------------------------------------------------------------------------------

// What was measured of a leg, in the week in which it was measured.
void AddMeasured(const AssessmentRecord& record, CivilDay start_date,
                 std::vector<MeasuredPoint>& points) {
  const domain::AssessmentFields& fields = record.content->fields;
  for (const domain::LegMeasurements& leg : fields.legs) {
    for (const domain::Measure measure :
         {domain::Measure::kKneeExtensionDeficit, domain::Measure::kStraightLegRaise}) {
      const std::optional<domain::Degrees> degrees = domain::MeasuredIn(leg, measure);
      if (!degrees) continue;
      points.push_back({domain::WeekOf(*fields.assessment_date, start_date), leg.side, measure,
                        degrees->value()});
    }
  }
}

// The re-measurements from the program's first day to the report's.
std::vector<AssessmentRecord> MeasuredBetween(std::vector<AssessmentRecord> assessments,
                                              CivilDay first, CivilDay last) {
  std::erase_if(assessments, [&](const AssessmentRecord& record) {
    const CivilDay day = *record.content->fields.assessment_date;
    return day < first || day > last;
  });
  return assessments;
}

}  // namespace

Result<CheckInRecord> RecordCheckIn(Work& work, const domain::Catalogue& catalogue,
                                    const CreateCheckInRequest& request,
                                    const std::string& recorded_by, bool suspected_automated) {
  const Result<ProgramRecord> program = FindOnceActive(work, request.program);
  if (!program.ok()) return program.error();
  const Result<History> history = ReadHistory(work, request.program);
  if (!history.ok()) return history.error();
  domain::CheckInFields fields = request.check_in;
  std::vector<domain::FieldViolation> wrong_sheet = CheckSheet(*history, fields);
  if (!wrong_sheet.empty()) return RefusedFields(std::move(wrong_sheet));
  const Result<std::vector<domain::CheckIn>> earlier =
      ReadCheckIns(work, request.program, history->start_date(), kLatestDay);
  if (!earlier.ok()) return earlier.error();
  Result<domain::CheckIn> check_in = domain::MakeCheckIn(std::move(fields), history->InForce(),
                                                         *earlier, catalogue.check_ins, work.now);
  if (!check_in.ok()) return check_in.error();
  check_in->suspected_automated = suspected_automated;

  CheckInRecord record{{request.program, {}}, std::move(check_in).value(), recorded_by};
  Result<CheckInRecord> added = work.unit.AddCheckIn(work.tenant, record);
  if (!added.ok()) return added;
  work.touched.object = Encode(added->name);
  work.touched.after_sha256 = DigestOf(work.digest, *added);
  if (added->check_in.fields.screen.AnyYes()) {
    const Result<Done> suspended = SuspendFor(work, *program);
    if (!suspended.ok()) return suspended.error();
  }
  return added;
}

Result<CheckInRecord> FollowUp::CreateCheckIn(const Call& call,
                                              const CreateCheckInRequest& request) {
  const Task task{call, Method::kCreateCheckIn, PracticeOf(request.program),
                  Encode(request.program),
                  Joined({Encode(request.program), Encode(request.check_in)})};
  return command_.Change<CheckInRecord>(task, [&](Work& work) {
    return RecordCheckIn(work, catalogue_, request, call.caller.user());
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

Result<AdherenceRecord> FollowUp::GetAdherenceReport(const Call& call, const ProgramName& program,
                                                     std::optional<CivilDay> as_of_date) {
  FieldChecks checks;
  checks.Require(as_of_date.has_value(), "as_of_date", "is required");
  const Task task{call, Method::kGetAdherenceReport, PracticeOf(program), Encode(program),
                  {},   std::move(checks).Take()};
  return command_.Read<AdherenceRecord>(task, [&](Work& work) -> Result<AdherenceRecord> {
    const Result<ProgramRecord> record = FindOnceActive(work, program);
    if (!record.ok()) return record.error();
    const Result<History> history = ReadHistory(work, program);
    if (!history.ok()) return history.error();
    const CivilDay start = history->start_date();
    const Result<AssessmentRecord> first = Existing(work.unit.FindAssessment(
        work.tenant, {program.patient, history->revisions.front().assessment}));
    if (!first.ok()) return first.error();
    const Result<std::vector<domain::CheckIn>> check_ins =
        ReadCheckIns(work, program, start, *as_of_date);
    if (!check_ins.ok()) return check_ins.error();
    Result<std::vector<AssessmentRecord>> assessments = ReadAssessments(work, program.patient);
    if (!assessments.ok()) return assessments.error();

    AdherenceRecord report;
    const std::optional<domain::Score> rest_pain = first->content->fields.pain.rest;
    report.report =
        domain::ReportAdherence(history->InForce(), *check_ins, rest_pain ? rest_pain->value() : 0,
                                catalogue_, *as_of_date);
    for (const DecisionRecord& decision : history->decisions) {
      report.decided_weeks.push_back(decision.name.week_number);
    }
    report.expected = history->revisions.front().content;
    report.assessments = MeasuredBetween(std::move(assessments).value(), start, *as_of_date);
    for (const AssessmentRecord& measured : report.assessments) {
      AddMeasured(measured, start, report.measured);
    }
    return report;
  });
}

}  // namespace ischia::app
