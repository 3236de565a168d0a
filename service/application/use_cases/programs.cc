#include "service/application/use_cases/programs.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/application/field_checks.h"
#include "service/application/history.h"
#include "service/domain/violations.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::FieldViolation;
using domain::Result;

constexpr int kLargestProgramPage = 50;

// The clearances of a preview, judged by the day the program begins.
struct Given {
  std::vector<domain::Clearance> clearances;
  std::vector<FieldViolation> violations;  // FIELD_INVALID, below "clearances[i]."
  std::optional<Error> not_allowed;        // a rule that nobody can lift
};
Given ReadClearances(const std::vector<domain::ClearanceFields>& fields,
                     const domain::Catalogue& catalogue, domain::CivilDay today) {
  Given given;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Result<domain::Clearance> clearance =
        domain::Clearance::Create(fields[i], catalogue, today);
    if (clearance.ok()) {
      given.clearances.push_back(*clearance);
      continue;
    }
    Error error = clearance.error();
    for (FieldViolation& violation : error.violations) {
      violation.field = "clearances[" + std::to_string(i) + "]." + violation.field;
    }
    if (error.code == ErrorCode::kFailedPrecondition) {
      given.not_allowed = std::move(error);
    } else {
      given.violations.insert(given.violations.end(), error.violations.begin(),
                              error.violations.end());
    }
  }
  return given;
}

Result<ProgramRecord> Find(Work& work, const ProgramName& name) {
  return Existing(work.unit.FindProgram(work.tenant, name));
}

Result<Done> Insert(Work& work, IdSource& ids, ProgramRecord& program) {
  const Result<Inserted> inserted = work.unit.InsertProgram(work.tenant, program);
  if (!inserted.ok()) return inserted.error();
  if (*inserted == Inserted::kKeyTaken) {
    return Error{
        ErrorCode::kAlreadyExists, "RESOURCE_EXISTS", "A program with this id exists.", {}};
  }
  return InsertRevision(work, ids, {}, {}, program);
}

std::vector<FieldViolation> Unacknowledged(const domain::Program& program,
                                           const std::vector<domain::RuleId>& acknowledged) {
  std::vector<FieldViolation> violations;
  for (const domain::Finding& finding : program.findings) {
    if (!finding.acknowledgement_required) continue;
    if (std::find(acknowledged.begin(), acknowledged.end(), finding.rule_id) !=
        acknowledged.end()) {
      continue;
    }
    violations.push_back({std::string(finding.rule_id.text()),
                          "must be among acknowledged_rule_ids", "ACKNOWLEDGEMENT_MISSING"});
  }
  return violations;
}

std::vector<Acknowledgement> Acknowledgements(const domain::Program& program, const Call& call,
                                              const std::string& comment, domain::Instant now) {
  std::vector<Acknowledgement> acknowledgements;
  for (const domain::Finding& finding : program.findings) {
    if (!finding.acknowledgement_required) continue;
    acknowledgements.push_back({finding.rule_id, call.caller.user(), comment, now});
  }
  return acknowledgements;
}

}  // namespace

Result<domain::Program> Programs::PreviewProgram(const Call& call,
                                                 const PreviewProgramRequest& request) const {
  const Result<TenantContext> tenant =
      Authorize(call.caller, Method::kPreviewProgram, request.practice);
  if (!tenant.ok()) return tenant.error();
  std::vector<FieldViolation> violations = call.found_at_the_edge;
  const bool told = std::any_of(violations.begin(), violations.end(), [](const auto& violation) {
    return violation.field == "start_date";
  });
  if (!request.start_date && !told) {
    violations.push_back({"start_date", "is required", "FIELD_INVALID"});
  }
  const Given given = ReadClearances(request.clearances, catalogue_,
                                     request.start_date.value_or(domain::kLatestDay));
  violations.insert(violations.end(), given.violations.begin(), given.violations.end());
  const Result<domain::Assessment> assessment =
      domain::Assessment::Create(request.assessment, std::nullopt, std::move(violations));
  if (!assessment.ok()) return assessment.error();
  if (given.not_allowed) return *given.not_allowed;
  domain::Course course;
  course.edits = request.edits;
  return domain::Prescribe(*assessment, catalogue_, *request.start_date, course, given.clearances);
}

Result<ProgramRecord> Programs::CreateProgram(const Call& call,
                                              const CreateProgramRequest& request) {
  FieldChecks checks;
  checks.Require(request.start_date.has_value(), "start_date", "is required");
  checks.Require(request.assessment.patient == request.patient, "assessment",
                 "must be an assessment of this patient");
  checks.ChosenId("program_id", request.program_id);
  const domain::CivilDay start_date = request.start_date.value_or(domain::CivilDay{});
  const Task task{call,
                  Method::kCreateProgram,
                  request.patient.practice,
                  Encode(request.patient),
                  Joined({Encode(request.patient), Encode(request.assessment),
                          domain::IsoDay(start_date), request.program_id}),
                  std::move(checks).Take(),
                  request.validate_only};
  return command_.Change<ProgramRecord>(
      task,
      [&](Work& work) -> Result<ProgramRecord> {
        const Result<PlanInputs> inputs =
            ReadInputs(work, request.assessment, work.now, catalogue_);
        if (!inputs.ok()) return inputs.error();
        Result<domain::Program> made = PlanFrom(*inputs, catalogue_, start_date, {});
        if (!made.ok()) return made.error();

        ProgramRecord program;
        program.name.patient = request.patient;
        program.assessment = request.assessment.assessment;
        program.state = made->state;
        program.content = Freeze(std::move(made).value());
        program.input_sha256 = InputDigest(work.digest, *inputs, catalogue_, start_date, {});
        program.program_sha256 = Hex(work.digest.Sha256(program.content.bytes()));
        program.created_by = call.caller.user();
        program.create_time = work.now;
        program.policy_version = work.practice.policy_version;
        if (request.validate_only) return program;

        program.name.program =
            domain::ProgramId{request.program_id.empty() ? ids_.NewId() : request.program_id};
        work.touched.object = Encode(program.name);
        Stamp(work, program);
        const Result<Done> inserted = Insert(work, ids_, program);
        if (!inserted.ok()) return inserted.error();
        return program;
      },
      ReadContent);
}

Result<ProgramRecord> Programs::GetProgram(const Call& call, const ProgramName& name) {
  const Task task{call, Method::kGetProgram, PracticeOf(name), Encode(name)};
  return command_.Read<ProgramRecord>(task, [&](Work& work) { return Find(work, name); });
}

Result<PageOf<ProgramRecord>> Programs::ListPrograms(const Call& call,
                                                     const ListProgramsRequest& request) {
  FieldChecks checks;
  checks.PageSize(request.page);
  const Task task{call, Method::kListPrograms,   request.patient.practice, Encode(request.patient),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<ProgramRecord>>(
      task, [&](Work& work) -> Result<PageOf<ProgramRecord>> {
        const Result<PatientRecord> patient =
            Existing(work.unit.FindPatient(work.tenant, request.patient));
        if (!patient.ok()) return patient.error();
        const int size = std::min(PageSize(request.page), kLargestProgramPage);
        Result<std::vector<ProgramRecord>> found = work.unit.ListPrograms(
            work.tenant, request.patient, request.state, StorePage(request.page, size));
        if (!found.ok()) return found.error();
        return PageFrom(std::move(found).value(), size,
                        [](const ProgramRecord& last) { return last.name.program.text(); });
      });
}

Result<ProgramRecord> Programs::ActivateProgram(const Call& call,
                                                const ActivateProgramRequest& request) {
  FieldChecks checks;
  checks.Require(!request.etag.empty(), "etag", "is required");
  checks.Text("comment", request.comment, kFreeTextLimit);
  const Task task{call,
                  Method::kActivateProgram,
                  PracticeOf(request.name),
                  Encode(request.name),
                  Joined({Encode(request.name), request.etag, Encode(request.acknowledged_rule_ids),
                          request.comment}),
                  std::move(checks).Take()};
  return command_.Change<ProgramRecord>(
      task,
      [&](Work& work) -> Result<ProgramRecord> {
        Result<ProgramRecord> program = Find(work, request.name);
        if (!program.ok()) return program;
        if (program->etag != request.etag) return EtagMismatch();
        if (program->state != domain::ProgramState::kDraft) {
          return domain::FailedPrecondition("WRONG_STATE", "Only a draft can be activated.");
        }
        std::vector<FieldViolation> missing =
            Unacknowledged(*program->content, request.acknowledged_rule_ids);
        if (!missing.empty()) {
          return domain::FailedPrecondition("ACKNOWLEDGEMENT_MISSING",
                                            "Findings must be acknowledged by name.",
                                            std::move(missing));
        }
        work.touched.before_sha256 = DigestOf(work.digest, *program);
        program->state = domain::ProgramState::kActive;
        program->acknowledgements =
            Acknowledgements(*program->content, call, request.comment, work.now);
        program->activate_time = work.now;
        program->activated_by = call.caller.user();
        const Result<Done> updated = Update(work, *program);
        if (!updated.ok()) return updated.error();
        return program;
      },
      ReadContent);
}

// -- Pausing and ending -------------------------------------------------------------------------

Result<ProgramRecord> Programs::Move(
    const Task& task, const ChangeStateRequest& request,
    const std::function<Result<Done>(Work&, ProgramRecord&)>& move) {
  return command_.Change<ProgramRecord>(
      task,
      [&](Work& work) -> Result<ProgramRecord> {
        Result<ProgramRecord> program = Find(work, request.name);
        if (!program.ok()) return program;
        if (program->etag != request.etag) return EtagMismatch();
        work.touched.before_sha256 = DigestOf(work.digest, *program);
        Result<Done> done = move(work, *program);
        if (done.ok()) done = Update(work, *program);
        if (!done.ok()) return done.error();
        return program;
      },
      ReadContent);
}

Result<ProgramRecord> Programs::SuspendProgram(const Call& call,
                                               const ChangeStateRequest& request) {
  return Move(TaskOf(call, Method::kSuspendProgram, request), request,
              [&](Work& work, ProgramRecord& program) -> Result<Done> {
                if (program.state != domain::ProgramState::kActive) {
                  return domain::FailedPrecondition("WRONG_STATE",
                                                    "Only an active program can be suspended.");
                }
                Suspend(work, request.reason, program);
                return Done{};
              });
}

Result<ProgramRecord> Programs::CompleteProgram(const Call& call,
                                                const ChangeStateRequest& request) {
  return Move(TaskOf(call, Method::kCompleteProgram, request), request,
              [&](Work& work, ProgramRecord& program) -> Result<Done> {
                if (program.state != domain::ProgramState::kActive &&
                    program.state != domain::ProgramState::kSuspended) {
                  return domain::FailedPrecondition(
                      "WRONG_STATE", "Only an active or suspended program can be completed.");
                }
                program.state = domain::ProgramState::kCompleted;
                if (!program.suspend_time) program.suspend_time = work.now;
                program.state_reason = request.reason;
                return Done{};
              });
}

Task Programs::TaskOf(const Call& call, Method method, const ChangeStateRequest& request) {
  FieldChecks checks;
  checks.Require(!request.etag.empty(), "etag", "is required");
  checks.Text("reason", request.reason, kFreeTextLimit);
  return {call,
          method,
          PracticeOf(request.name),
          Encode(request.name),
          Joined({Encode(request.name), request.etag, request.reason}),
          std::move(checks).Take()};
}

}  // namespace ischia::app
