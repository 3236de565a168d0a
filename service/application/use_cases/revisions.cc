#include "service/application/use_cases/revisions.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "service/application/encoding.h"
#include "service/application/field_checks.h"
#include "service/application/frozen.h"
#include "service/domain/follow/rule_ids.h"
#include "service/domain/follow/week_log.h"
#include "service/domain/statements.h"

namespace ischia::app {
namespace {

using domain::CivilDay;
using domain::Done;
using domain::FieldViolation;
using domain::ProgramState;
using domain::Result;

constexpr int kLargestRevisionPage = 50;

Result<ProgramRecord> Find(Work& work, const ProgramName& name) {
  return Existing(work.unit.FindProgram(work.tenant, name));
}

domain::Error WrongState(std::string message) {
  return domain::FailedPrecondition("WRONG_STATE", std::move(message));
}

constexpr char kPastTheLastWeek[] = "must lie in a week of the program";

domain::Error Wrong(std::string field, std::string description) {
  return domain::FieldInvalid({{std::move(field), std::move(description), "FIELD_INVALID"}});
}

// Where the program stands at the beginning of a week. A suspended one may pass over weeks, which
// nobody did.
std::optional<domain::Course> CourseOf(const History& history, int week, bool may_pass_over,
                                       const domain::Catalogue& catalogue) {
  const int open = history.FirstOpenWeek();
  if (!may_pass_over || week <= open) return history.CourseAt(week, catalogue);
  std::optional<domain::Course> course = history.CourseAt(open, catalogue);
  if (course) course->week = week;
  return course;
}

domain::Reason ReasonFor(const History& history, int week, bool new_assessment) {
  if (new_assessment) return {domain::rule::kRevision, domain::statement::kNewAssessment, {}, {}};
  const DecisionRecord* decision = history.DecisionOf(week - 1);
  if (decision != nullptr && decision->settled() && !decision->content->reasons.empty()) {
    return decision->content->reasons.front();
  }
  return {domain::rule::kRevision, domain::statement::kPlannedAnew, {}, {}};
}

// The planner counts all edits of a course, the caller knows those of the request.
domain::Error InTheWordsOfTheRequest(domain::Error error, int settled_edits) {
  constexpr std::string_view kEdits = "edits[";
  for (FieldViolation& violation : error.violations) {
    if (!violation.field.starts_with(kEdits)) continue;
    const std::size_t end = violation.field.find(']');
    const int index = std::stoi(violation.field.substr(kEdits.size(), end - kEdits.size()));
    violation.field =
        "edits[" + std::to_string(index - settled_edits) + violation.field.substr(end);
  }
  return error;
}

Result<Done> CheckRevisable(const ProgramRecord& program,
                            const std::optional<CivilDay>& effective_date) {
  if (program.state == ProgramState::kDraft) return Done{};
  if (program.state != ProgramState::kActive && program.state != ProgramState::kSuspended) {
    return WrongState("A program that was refused or completed is not revised.");
  }
  if (!effective_date) return Wrong("effective_date", "is required");
  return Done{};
}

// A red flag ends a program; what a clearance or an edit can mend suspends it.
bool RefersThePatient(const domain::Program& program) {
  return program.state == ProgramState::kRefused &&
         std::any_of(program.findings.begin(), program.findings.end(), [](const auto& finding) {
           return finding.severity == domain::Severity::kRefuseRefer;
         });
}

// Findings that ask to be acknowledged and that nobody has acknowledged for this program yet.
std::vector<FieldViolation> Unacknowledged(const domain::Program& content,
                                           const ProgramRecord& program,
                                           const std::vector<domain::RuleId>& named) {
  std::vector<FieldViolation> violations;
  for (const domain::Finding& finding : content.findings) {
    const bool known =
        std::find(named.begin(), named.end(), finding.rule_id) != named.end() ||
        std::any_of(program.acknowledgements.begin(), program.acknowledgements.end(),
                    [&](const auto& entry) { return entry.rule_id == finding.rule_id; });
    if (!finding.acknowledgement_required || known) continue;
    violations.push_back({std::string(finding.rule_id.text()),
                          "must be among acknowledged_rule_ids", "ACKNOWLEDGEMENT_MISSING"});
  }
  return violations;
}

}  // namespace

// A revision that is planned and not yet kept.
struct Revisions::Replan {
  Plan plan;
  PlanInputs inputs;
  std::vector<Acknowledgement> acknowledgements;  // new ones
};

// -- A new one ----------------------------------------------------------------------------------

Result<Revisions::Replan> Revisions::Prepare(const ReviseProgramRequest& request,
                                             const ProgramRecord& program, const History& history,
                                             PlanInputs inputs) const {
  const bool draft = program.state == ProgramState::kDraft;
  const CivilDay start = history.start_date();
  const CivilDay from = draft ? start : *request.effective_date;
  if (from < history.revisions.back().effective_date()) {
    return Wrong("effective_date", "must not lie before the revision in force");
  }
  const int week = domain::WeekOf(from, start);
  if (week > catalogue_.week_count) return Wrong("effective_date", kPastTheLastWeek);
  std::optional<domain::Course> course =
      CourseOf(history, week, program.state == ProgramState::kSuspended, catalogue_);
  if (!course) return WrongState("An earlier week waits for its decision.");

  RevisionBasis basis;
  if (!draft) basis.effective_date = from;
  basis.course = domain::Edited(*std::move(course), request.edits);
  basis.edits = request.edits;
  const bool new_assessment = inputs.assessment.name.assessment != program.assessment;
  // A strain's phase is judged by what was seen last.
  if (new_assessment) basis.course.strain_phase = domain::StrainPhase::kUnspecified;
  const domain::Cause cause{ReasonFor(history, week, new_assessment), {}, request.edits};
  const int settled_edits = basis.course.settled_edits;
  Result<Plan> plan = PlanAnew(history, inputs, catalogue_, std::move(basis), cause);
  if (!plan.ok()) return InTheWordsOfTheRequest(plan.error(), settled_edits);
  return Replan{std::move(plan).value(), std::move(inputs), {}};
}

Result<Done> Revisions::Keep(Work& work, const Call& call, Replan replan, const History& history,
                             ProgramRecord& program) {
  const bool was_active = program.activate_time.has_value();
  const bool refused = replan.plan.program.state == ProgramState::kRefused;
  if (!was_active) {
    program.state = replan.plan.program.state;
  } else if (RefersThePatient(replan.plan.program)) {
    program.state = ProgramState::kRefused;
  } else if (refused) {
    Suspend(work, "", program);
  }
  program.acknowledgements.insert(program.acknowledgements.end(), replan.acknowledgements.begin(),
                                  replan.acknowledgements.end());
  const RevisionBasis basis = replan.plan.basis;
  const Changes changes = replan.plan.changes;
  program.assessment = replan.inputs.assessment.name.assessment;
  program.revision_number = history.revisions.back().name.number + 1;
  Adopt(work, call, replan.inputs, catalogue_, std::move(replan.plan), program);
  return InsertRevision(work, ids_, basis, changes, program);
}

Result<ProgramRecord> Revisions::ReviseProgram(const Call& call,
                                               const ReviseProgramRequest& request) {
  FieldChecks checks;
  checks.Require(!request.etag.empty(), "etag", "is required");
  checks.Require(!request.assessment || request.assessment->patient == request.name.patient,
                 "assessment", "must be an assessment of this patient");
  checks.Text("comment", request.comment, kFreeTextLimit);
  for (std::size_t i = 0; i < request.edits.size(); ++i) {
    const std::string path = "edits[" + std::to_string(i) + "].reason";
    checks.Require(!request.edits[i].reason.empty(), path, "is required");
    checks.Text(path, request.edits[i].reason, kFreeTextLimit);
  }
  const std::string assessment = request.assessment ? Encode(*request.assessment) : std::string();
  const std::string day = request.effective_date ? domain::IsoDay(*request.effective_date) : "";
  const Task task{call,
                  Method::kReviseProgram,
                  PracticeOf(request.name),
                  Encode(request.name),
                  Joined({Encode(request.name), request.etag, assessment, Encode(request.edits),
                          day, Encode(request.acknowledged_rule_ids), request.comment}),
                  std::move(checks).Take(),
                  request.validate_only};
  return command_.Change<ProgramRecord>(
      task,
      [&](Work& work) -> Result<ProgramRecord> {
        Result<ProgramRecord> program = Find(work, request.name);
        if (!program.ok()) return program;
        if (program->etag != request.etag) return EtagMismatch();
        const Result<Done> revisable = CheckRevisable(*program, request.effective_date);
        if (!revisable.ok()) return revisable.error();
        const Result<History> history = ReadHistory(work, request.name);
        if (!history.ok()) return history.error();
        Result<PlanInputs> inputs = ReadInputs(
            work,
            request.assessment.value_or(AssessmentName{request.name.patient, program->assessment}),
            work.now, catalogue_);
        if (!inputs.ok()) return inputs.error();
        Result<Replan> replan = Prepare(request, *program, *history, std::move(inputs).value());
        if (!replan.ok()) return replan.error();
        if (program->state != ProgramState::kDraft) {
          std::vector<FieldViolation> missing =
              Unacknowledged(replan->plan.program, *program, request.acknowledged_rule_ids);
          if (!missing.empty() && replan->plan.program.state != ProgramState::kRefused) {
            return domain::FailedPrecondition("ACKNOWLEDGEMENT_MISSING",
                                              "New findings must be acknowledged by name.",
                                              std::move(missing));
          }
          for (const domain::RuleId& rule : request.acknowledged_rule_ids) {
            replan->acknowledgements.push_back(
                {rule, call.caller.user(), request.comment, work.now});
          }
        }
        work.touched.before_sha256 = DigestOf(work.digest, *program);
        Result<Done> done = Keep(work, call, std::move(replan).value(), *history, *program);
        if (done.ok()) done = Update(work, *program);
        if (!done.ok()) return done.error();
        if (request.validate_only) {
          program->name.program = {};
          program->short_code.clear();
          program->etag.clear();
        }
        return program;
      },
      ReadContent);
}

namespace {

// From bytes of its own: what is kept of earlier weeks reads from those of the records.
template <typename T>
Frozen<T> Apart(T value) {
  return *Thaw<T>(std::string(Freeze(std::move(value)).bytes()));
}

}  // namespace

Result<PreviewedRevision> Revisions::PreviewRevision(const Call& call,
                                                     const PreviewRevisionRequest& request) {
  const Task task{call, Method::kReviseProgram, PracticeOf(request.name), Encode(request.name)};
  return command_.Peek<PreviewedRevision>(task, [&](Work& work) -> Result<PreviewedRevision> {
    const Result<ProgramRecord> program = Find(work, request.name);
    if (!program.ok()) return program.error();
    const Result<Done> revisable = CheckRevisable(*program, request.effective_date);
    if (!revisable.ok()) return revisable.error();
    const Result<History> history = ReadHistory(work, request.name);
    if (!history.ok()) return history.error();
    Result<PlanInputs> inputs =
        UnrecordedInputs(work, request.name.patient, request.assessment, catalogue_);
    if (!inputs.ok()) return inputs.error();
    ReviseProgramRequest wanted;
    wanted.effective_date = request.effective_date;
    Result<Replan> replan = Prepare(wanted, *program, *history, std::move(inputs).value());
    if (!replan.ok()) return replan.error();
    return PreviewedRevision{Apart(std::move(replan->plan.program)),
                             Apart(std::move(replan->plan.changes))};
  });
}

// -- The end of a pause -------------------------------------------------------------------------

Result<Done> Revisions::Resume(Work& work, const Call& call, CivilDay resume_date,
                               ProgramRecord& program) {
  const Result<History> history = ReadHistory(work, program.name);
  if (!history.ok()) return history.error();
  const RevisionRecord& last = history->revisions.back();
  if (resume_date < last.effective_date()) {
    return Wrong("resume_date", "must not lie before the revision in force");
  }
  if (last.content->state == ProgramState::kRefused) {
    return WrongState("The revision in force refuses. Revise the program first.");
  }
  Result<PlanInputs> inputs =
      ReadInputs(work, {program.name.patient, program.assessment}, work.now, catalogue_);
  if (!inputs.ok()) return inputs.error();
  const domain::Instant assess_time = inputs->assessment.create_time;
  const Result<std::vector<domain::CheckIn>> check_ins =
      ReadCheckIns(work, program.name, history->start_date(), resume_date);
  if (!check_ins.ok()) return check_ins.error();
  const bool red_flag =
      std::any_of(check_ins->begin(), check_ins->end(), [&](const domain::CheckIn& check_in) {
        return check_in.fields.screen.AnyYes() && check_in.record_time >= assess_time;
      });
  if (red_flag) {
    return WrongState(
        "A red flag was told since the assessment that the program rests on. Assess the patient "
        "anew and revise the program.");
  }
  const domain::DecisionRule& rule = catalogue_.decisions;
  const auto paused =
      resume_date - std::chrono::floor<std::chrono::days>(program.suspend_time.value_or(work.now));
  const bool assessed_since = assess_time >= program.suspend_time.value_or(work.now);
  if (paused.count() > rule.pause_reassess_days && !assessed_since) {
    return WrongState("The pause was too long. Assess the patient anew and revise the program.");
  }
  program.state = ProgramState::kActive;
  program.suspend_time.reset();
  program.state_reason.clear();

  const int week = domain::WeekOf(resume_date, history->start_date());
  if (week > catalogue_.week_count) return Wrong("resume_date", kPastTheLastWeek);
  std::optional<domain::Course> course = CourseOf(*history, week, true, catalogue_);
  if (!course) return Wrong("resume_date", "must not lie in a week that was decided on");
  if (paused.count() > rule.pause_repeat_days) {
    course = domain::SteppedBack(*std::move(course), rule.pause_steps_back, catalogue_.static_dose);
  }
  if (course->week == last.basis.course.week && *course == last.basis.course) return Done{};
  RevisionBasis basis;
  basis.effective_date = resume_date;
  basis.course = domain::Edited(*std::move(course), {});
  const domain::Cause cause{ReasonFor(*history, week, false), {}, {}};
  Result<Plan> plan = PlanAnew(*history, *inputs, catalogue_, std::move(basis), cause);
  if (!plan.ok()) return plan.error();
  if (SamePlan(*last.content, plan->program, week)) return Done{};
  return Keep(work, call, {std::move(plan).value(), std::move(inputs).value(), {}}, *history,
              program);
}

Result<ProgramRecord> Revisions::ResumeProgram(const Call& call,
                                               const ResumeProgramRequest& request) {
  FieldChecks checks;
  checks.Require(!request.etag.empty(), "etag", "is required");
  checks.Require(request.resume_date.has_value(), "resume_date", "is required");
  const CivilDay resume_date = request.resume_date.value_or(CivilDay{});
  const Task task{call,
                  Method::kResumeProgram,
                  PracticeOf(request.name),
                  Encode(request.name),
                  Joined({Encode(request.name), request.etag, domain::IsoDay(resume_date)}),
                  std::move(checks).Take()};
  return command_.Change<ProgramRecord>(
      task,
      [&](Work& work) -> Result<ProgramRecord> {
        Result<ProgramRecord> program = Find(work, request.name);
        if (!program.ok()) return program;
        if (program->etag != request.etag) return EtagMismatch();
        if (program->state != ProgramState::kSuspended) {
          return WrongState("Only a suspended program can go on.");
        }
        work.touched.before_sha256 = DigestOf(work.digest, *program);
        Result<Done> done = Resume(work, call, resume_date, *program);
        if (done.ok()) done = Update(work, *program);
        if (!done.ok()) return done.error();
        return program;
      },
      ReadContent);
}

// -- Reading ------------------------------------------------------------------------------------

Result<RevisionRecord> Revisions::GetRevision(const Call& call, const RevisionName& name) {
  const Task task{call, Method::kGetProgramRevision, PracticeOf(name), Encode(name)};
  return command_.Read<RevisionRecord>(
      task, [&](Work& work) { return Existing(work.unit.FindRevision(work.tenant, name)); });
}

Result<PageOf<RevisionRecord>> Revisions::ListRevisions(const Call& call,
                                                        const ProgramName& program,
                                                        const PageRequest& page) {
  FieldChecks checks;
  checks.PageSize(page);
  const Task task{call, Method::kListProgramRevisions, PracticeOf(program), Encode(program),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<RevisionRecord>>(
      task, [&](Work& work) -> Result<PageOf<RevisionRecord>> {
        const Result<ProgramRecord> exists = Find(work, program);
        if (!exists.ok()) return exists.error();
        const int size = std::min(PageSize(page), kLargestRevisionPage);
        Result<std::vector<RevisionRecord>> found =
            work.unit.ListRevisions(work.tenant, program, StorePage(page, size));
        if (!found.ok()) return found.error();
        return PageFrom(std::move(found).value(), size, [](const RevisionRecord& last) {
          return std::to_string(last.name.number);
        });
      });
}

// -- Replay -------------------------------------------------------------------------------------

Result<ReplayedProgram> Revisions::ReplayProgram(const Call& call, const ProgramName& name) {
  const Task task{call, Method::kReplayProgram, PracticeOf(name), Encode(name)};
  return command_.Read<ReplayedProgram>(task, [&](Work& work) -> Result<ReplayedProgram> {
    const Result<ProgramRecord> program = Find(work, name);
    if (!program.ok()) return program.error();
    const Result<RevisionRecord> revision =
        Existing(work.unit.FindRevision(work.tenant, {name, program->revision_number}));
    if (!revision.ok()) return revision.error();
    const Result<PlanInputs> inputs =
        ReadInputs(work, {name.patient, revision->assessment}, revision->create_time, catalogue_);
    if (!inputs.ok()) return inputs.error();
    const domain::Program& stored = *revision->content;
    const domain::Course& course = revision->basis.course;
    Result<domain::Program> made = PlanFrom(*inputs, catalogue_, stored.start_date, course);
    if (!made.ok()) return made.error();
    // What is continued points into the revision before, which therefore stays until the end.
    std::optional<Result<RevisionRecord>> before;
    if (revision->name.number > 1) {
      before = Existing(work.unit.FindRevision(work.tenant, {name, revision->name.number - 1}));
      if (!before->ok()) return before->error();
      made = Continued(*(*before)->content, std::move(made).value(), course.week);
    }
    ReplayedProgram replayed;
    replayed.stored_sha256 = Hex(work.digest.Sha256(revision->content.bytes()));
    replayed.stored_version = stored.catalogue_version;
    replayed.version = catalogue_.version;
    const domain::Cause cause{
        {domain::rule::kRevision, domain::statement::kPlannedAnew, {}, {}}, {}, {}};
    for (std::size_t i = 0; i < std::min(stored.weeks.size(), made->weeks.size()); ++i) {
      const Changes changes = domain::ChangesBetween(stored.weeks[i], made->weeks[i], cause);
      replayed.differences.insert(replayed.differences.end(), changes.begin(), changes.end());
    }
    replayed.replayed_sha256 = Hex(work.digest.Sha256(Freeze(std::move(made).value()).bytes()));
    return replayed;
  });
}

}  // namespace ischia::app
