#include "service/application/use_cases/programs.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/application/field_checks.h"
#include "service/application/short_code.h"
#include "service/application/use_cases/clearances.h"
#include "service/domain/violations.h"

namespace ischia::app {
namespace {

using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::FieldViolation;
using domain::Result;

// Three tries find a free code unless the practice has used up most of a thousand million.
constexpr int kShortCodeTries = 3;
constexpr int kLargestProgramPage = 50;

// What decides a program: the same digest always means the same program.
std::string InputDigest(const Digest& digest, const domain::AssessmentFields& assessment,
                        const std::vector<domain::Clearance>& clearances,
                        const domain::Catalogue& catalogue, domain::CivilDay start_date) {
  return Hex(
      digest.Sha256(Joined({Encode(assessment), Encode(FieldsOf(clearances)), catalogue.version,
                            catalogue.sha256, domain::IsoDay(start_date)})));
}

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

// Digest and etag of what is stored now.
void Stamp(Work& work, ProgramRecord& program) {
  work.touched.after_sha256 = DigestOf(work.digest, program);
  program.etag = EtagOf(work.touched.after_sha256);
}

Result<ProgramRecord> Find(Work& work, const ProgramName& name) {
  return Existing(work.unit.FindProgram(work.tenant, name));
}

// A kept answer lacks what the revision holds; it is read again, all else is as it was then.
Result<Done> ReadContent(Work& work, ProgramRecord& program) {
  Result<ProgramRecord> stored = Find(work, program.name);
  if (!stored.ok()) return stored.error();
  program.content = std::move(stored->content);
  program.short_code = std::move(stored->short_code);
  program.etag = EtagOf(DigestOf(work.digest, program));
  return Done{};
}

Result<Done> Insert(Work& work, IdSource& ids, ProgramRecord& program) {
  const Result<Inserted> inserted = work.unit.InsertProgram(work.tenant, program);
  if (!inserted.ok()) return inserted.error();
  if (*inserted == Inserted::kKeyTaken) {
    return Error{
        ErrorCode::kAlreadyExists, "RESOURCE_EXISTS", "A program with this id exists.", {}};
  }
  for (int i = 0; i < kShortCodeTries; ++i) {
    program.short_code = NewShortCode(ids);
    const Result<Inserted> revision = work.unit.InsertRevision(work.tenant, program);
    if (!revision.ok()) return revision.error();
    if (*revision == Inserted::kStored) return Done{};
  }
  return Error{ErrorCode::kResourceExhausted, "QUOTA_EXCEEDED", "No short code is free.", {}};
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
  return domain::Prescribe(*assessment, catalogue_, *request.start_date, {}, given.clearances);
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
        const Result<AssessmentRecord> stored =
            Existing(work.unit.FindAssessment(work.tenant, request.assessment));
        if (!stored.ok()) return stored.error();
        const domain::AssessmentFields& fields = stored->content->fields;
        const Result<domain::Assessment> assessment = domain::Assessment::Create(fields);
        if (!assessment.ok()) return assessment.error();
        const Result<std::vector<domain::Clearance>> clearances =
            ClearancesUntil(work, request.patient, work.now, catalogue_);
        if (!clearances.ok()) return clearances.error();
        Result<domain::Program> made =
            domain::Prescribe(*assessment, catalogue_, start_date, {}, *clearances);
        if (!made.ok()) return made.error();

        ProgramRecord program;
        program.name.patient = request.patient;
        program.assessment = request.assessment.assessment;
        program.state = made->state;
        program.content = Freeze(std::move(made).value());
        program.input_sha256 =
            InputDigest(work.digest, fields, *clearances, catalogue_, start_date);
        program.program_sha256 = Hex(work.digest.Sha256(program.content.bytes()));
        program.created_by = call.caller.user();
        program.create_time = work.now;
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
        Stamp(work, *program);
        const Result<Updated> updated =
            work.unit.UpdateProgram(work.tenant, *program, request.etag);
        if (!updated.ok()) return updated.error();
        if (*updated == Updated::kStale) return EtagMismatch();
        return program;
      },
      ReadContent);
}

}  // namespace ischia::app
