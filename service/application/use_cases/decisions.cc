#include "service/application/use_cases/decisions.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "service/application/field_checks.h"
#include "service/domain/follow/week_log.h"

namespace ischia::app {
namespace {

using domain::CivilDay;
using domain::DecisionKind;
using domain::Done;
using domain::Result;

Result<ProgramRecord> Find(Work& work, const ProgramName& name) {
  return Existing(work.unit.FindProgram(work.tenant, name));
}

domain::Error WrongState(std::string message) {
  return domain::FailedPrecondition("WRONG_STATE", std::move(message));
}

domain::Error Wrong(std::string field, std::string description) {
  return domain::FieldInvalid({{std::move(field), std::move(description), "FIELD_INVALID"}});
}

void Stamp(Work& work, DecisionRecord& decision) {
  work.touched.after_sha256 = DigestOf(work.digest, decision);
  decision.etag = EtagOf(work.touched.after_sha256);
}

// A kept answer lacks the proposal, which never changes.
Result<Done> ReadProposal(Work& work, DecisionRecord& decision) {
  Result<DecisionRecord> stored = Existing(work.unit.FindDecision(work.tenant, decision.name));
  if (!stored.ok()) return stored.error();
  decision.content = std::move(stored->content);
  decision.etag = EtagOf(DigestOf(work.digest, decision));
  return Done{};
}

// The latest day it can be anywhere.
CivilDay LatestToday(domain::Instant now) {
  return std::chrono::floor<std::chrono::days>(now + std::chrono::hours(14));
}

// -- What a week is decided on ------------------------------------------------------------------

// A patient's assessments, and which of them a week is judged by.
class Measurements {
 public:
  // `judged`: the one of the last decision point; empty before there was one.
  Measurements(std::vector<AssessmentRecord> assessments, const History& history,
               domain::AssessmentId judged)
      : assessments_(std::move(assessments)), history_(history), judged_(std::move(judged)) {}

  int RestPain(CivilDay day) const {
    const std::optional<domain::Score>& score = FieldsOf(history_.At(day).assessment).pain.rest;
    return score ? score->value() : 0;
  }

  // The latest re-measurement that was made in the week, or for it before the decision, and was not
  // judged yet.
  Result<Done> Find(CivilDay first_date, CivilDay as_of_date) {
    const CivilDay until =
        std::min(as_of_date, first_date + std::chrono::days(2 * domain::kDaysOfWeek - 1));
    const AssessmentRecord* latest = nullptr;
    for (const AssessmentRecord& record : assessments_) {
      const domain::AssessmentFields& fields = record.content->fields;
      const bool measures = fields.kind == domain::AssessmentKind::kRemeasurement ||
                            fields.kind == domain::AssessmentKind::kDischarge;
      const CivilDay day = *fields.assessment_date;
      const bool fits =
          measures && record.name.assessment != judged_ && day >= first_date && day <= until;
      const bool later = latest == nullptr || latest->content->fields.assessment_date <= day;
      if (fits && later) latest = &record;
    }
    if (latest == nullptr) return Done{};
    Result<domain::Assessment> legal = domain::Assessment::Create(latest->content->fields);
    if (!legal.ok()) return legal.error();
    now_ = std::move(legal).value();
    measured_by_ = latest->name.assessment;
    return Done{};
  }

  // Points into this object.
  std::optional<domain::NewMeasurement> Compared() const {
    if (!now_) return std::nullopt;
    const domain::AssessmentFields& start = FieldsOf(history_.revisions.front().assessment);
    return domain::NewMeasurement{start, judged_.text().empty() ? start : FieldsOf(judged_), *now_};
  }
  const domain::AssessmentId& measured_by() const { return measured_by_; }

 private:
  const domain::AssessmentFields& FieldsOf(const domain::AssessmentId& id) const {
    const auto found =
        std::find_if(assessments_.begin(), assessments_.end(),
                     [&](const AssessmentRecord& record) { return record.name.assessment == id; });
    domain::Ensure(found != assessments_.end());  // assessments are never deleted
    return found->content->fields;
  }

  std::vector<AssessmentRecord> assessments_;
  const History& history_;
  domain::AssessmentId judged_;
  std::optional<domain::Assessment> now_;
  domain::AssessmentId measured_by_;
};

domain::AssessmentId JudgedBefore(const History& history,
                                  const std::vector<domain::SettledWeek>& earlier) {
  const domain::SettledWeek* point = domain::LastDecisionPoint(earlier);
  return point == nullptr ? domain::AssessmentId()
                          : history.DecisionOf(point->decision.week_number)->measured_by;
}

// A week that is over, of an active program, with every week before it settled.
Result<Done> CheckOver(const History& history, const ProgramRecord& program,
                       const DecideWeekRequest& request, CivilDay last_date,
                       const domain::Catalogue& catalogue) {
  if (program.state != domain::ProgramState::kActive) {
    return WrongState("The program is not active.");
  }
  if (*request.as_of_date < last_date) {
    return Wrong("as_of_date", "must not lie before the last day of the week");
  }
  if (!history.CourseAt(request.week_number, catalogue)) {
    return WrongState("An earlier week waits for its decision.");
  }
  return Done{};
}

bool IsPlanned(int week_number, const domain::WeekSpans& spans) {
  return std::any_of(spans.begin(), spans.end(), [&](const domain::WeekSpan& span) {
    return span.week->week_number == week_number;
  });
}

}  // namespace

// -- Proposing ----------------------------------------------------------------------------------

Result<DecisionRecord> Decisions::Propose(Work& work, const Call& call,
                                          const DecideWeekRequest& request,
                                          const ProgramRecord& program) const {
  const Result<History> history = ReadHistory(work, request.program);
  if (!history.ok()) return history.error();
  const CivilDay start = history->start_date();
  const CivilDay first_date = domain::FirstDayOf(request.week_number, start);
  const CivilDay last_date = first_date + std::chrono::days(domain::kDaysOfWeek - 1);
  const domain::Revisions in_force = history->InForce();
  if (!IsPlanned(request.week_number, domain::SpansOf(in_force, last_date))) {
    return Wrong("week_number", "must be a week of the program");
  }
  const Result<std::vector<domain::CheckIn>> check_ins =
      ReadCheckIns(work, request.program, start, *request.as_of_date);
  if (!check_ins.ok()) return check_ins.error();
  if (!domain::HasRedFlag(request.week_number, start, *check_ins)) {
    const Result<Done> over = CheckOver(*history, program, request, last_date, catalogue_);
    if (!over.ok()) return over.error();
  }
  Result<std::vector<AssessmentRecord>> assessments =
      ReadAssessments(work, request.program.patient);
  if (!assessments.ok()) return assessments.error();
  const std::vector<domain::SettledWeek> earlier = history->SettledBefore(request.week_number);
  Measurements measurements(std::move(assessments).value(), *history,
                            JudgedBefore(*history, earlier));
  const Result<Done> found = measurements.Find(first_date, *request.as_of_date);
  if (!found.ok()) return found.error();

  DecisionRecord decision;
  decision.name = {request.program, request.validate_only ? 0 : request.week_number};
  decision.content = Freeze(
      domain::DecideWeek({request.week_number, in_force, *check_ins,
                          measurements.RestPain(first_date), earlier, measurements.Compared()},
                         catalogue_));
  decision.content_sha256 = Hex(work.digest.Sha256(decision.content.bytes()));
  if (decision.content->remeasurement) decision.measured_by = measurements.measured_by();
  decision.state = DecisionState::kProposed;
  decision.created_by = call.caller.user();
  decision.create_time = work.now;
  return decision;
}

Result<DecisionRecord> Decisions::DecideWeek(const Call& call, const DecideWeekRequest& request) {
  FieldChecks checks;
  checks.Require(request.week_number >= 1, "week_number", "must be 1 or more");
  checks.Require(request.as_of_date.has_value(), "as_of_date", "is required");
  const CivilDay as_of_date = request.as_of_date.value_or(CivilDay{});
  const Task task{call,
                  Method::kDecideWeek,
                  PracticeOf(request.program),
                  Encode(request.program),
                  Joined({Encode(request.program), std::to_string(request.week_number),
                          domain::IsoDay(as_of_date)}),
                  std::move(checks).Take(),
                  request.validate_only};
  return command_.Change<DecisionRecord>(
      task,
      [&](Work& work) -> Result<DecisionRecord> {
        if (as_of_date > LatestToday(work.now)) {
          return Wrong("as_of_date", "must not lie after the patient's today");
        }
        Result<ProgramRecord> program = Find(work, request.program);
        if (!program.ok()) return program.error();
        if (program->state != domain::ProgramState::kActive &&
            program->state != domain::ProgramState::kSuspended) {
          return WrongState("The program is not active.");
        }
        Result<DecisionRecord> decision = Propose(work, call, request, *program);
        if (!decision.ok() || request.validate_only) return decision;
        const Result<Done> kept = Keep(work, call, *program, *decision);
        if (!kept.ok()) return kept.error();
        return decision;
      },
      ReadProposal);
}

Result<Done> Decisions::Keep(Work& work, const Call& call, ProgramRecord& program,
                             DecisionRecord& decision) {
  const bool stops = decision.content->kind == DecisionKind::kStopRefer;
  if (stops) {
    decision.state = DecisionState::kConfirmed;
    decision.decided_by = call.caller.user();
    decision.decide_time = work.now;
  }
  work.touched.object = Encode(decision.name);
  Stamp(work, decision);
  const Result<Inserted> inserted = work.unit.InsertDecision(work.tenant, decision);
  if (!inserted.ok()) return inserted.error();
  if (*inserted == Inserted::kKeyTaken) {
    return domain::Error{domain::ErrorCode::kAlreadyExists,
                         "RESOURCE_EXISTS",
                         "This week was decided on before.",
                         {}};
  }
  return stops ? Settle(work, call, program, decision) : Done{};
}

Result<DecisionRecord> Decisions::GetDecision(const Call& call, const DecisionName& name) {
  const Task task{call, Method::kGetWeeklyDecision, PracticeOf(name), Encode(name)};
  return command_.Read<DecisionRecord>(
      task, [&](Work& work) { return Existing(work.unit.FindDecision(work.tenant, name)); });
}

Result<PageOf<DecisionRecord>> Decisions::ListDecisions(const Call& call,
                                                        const ProgramName& program,
                                                        const PageRequest& page) {
  FieldChecks checks;
  checks.PageSize(page);
  const Task task{call, Method::kListWeeklyDecisions, PracticeOf(program), Encode(program),
                  {},   std::move(checks).Take()};
  return command_.Read<PageOf<DecisionRecord>>(
      task, [&](Work& work) -> Result<PageOf<DecisionRecord>> {
        const Result<ProgramRecord> exists = Find(work, program);
        if (!exists.ok()) return exists.error();
        const int size = PageSize(page);
        Result<std::vector<DecisionRecord>> found =
            work.unit.ListDecisions(work.tenant, program, StorePage(page, size));
        if (!found.ok()) return found.error();
        return PageFrom(std::move(found).value(), size, [](const DecisionRecord& last) {
          return std::to_string(last.name.week_number);
        });
      });
}

// -- Settling -----------------------------------------------------------------------------------

// The plan of the weeks to come, where it changes.
Result<Done> Decisions::MoveOn(Work& work, const Call& call, const History& history,
                               ProgramRecord& program, DecisionRecord& decision) {
  const int week = decision.name.week_number;
  std::optional<domain::Course> course = history.CourseAt(week + 1, catalogue_);
  if (!course) return WrongState("The program has moved on since.");
  if (week >= catalogue_.week_count) return Done{};
  const Result<PlanInputs> inputs =
      ReadInputs(work, {program.name.patient, program.assessment}, work.now, catalogue_);
  if (!inputs.ok()) return inputs.error();

  RevisionBasis basis;
  basis.effective_date = domain::FirstDayOf(week + 1, history.start_date());
  basis.course = *std::move(course);
  basis.decided_week = week;
  domain::Cause cause;
  cause.words = decision.override_reason;
  if (!decision.content->reasons.empty()) cause.reason = decision.content->reasons.front();
  Result<Plan> plan = PlanAnew(history, *inputs, catalogue_, basis, cause);
  if (!plan.ok()) return plan.error();
  const RevisionRecord& last = history.revisions.back();
  const domain::Course& stood = last.basis.course;
  const bool new_aim =
      basis.course.plateau != stood.plateau || basis.course.maintenance != stood.maintenance;
  if (!new_aim && SamePlan(*last.content, plan->program, week + 1)) return Done{};
  if (plan->program.state == domain::ProgramState::kRefused) {
    Suspend(work, "", program);
  }
  const Changes changes = plan->changes;
  Adopt(work, call, *inputs, catalogue_, std::move(plan).value(), program);
  program.revision_number = last.name.number + 1;
  decision.resulting_revision_number = program.revision_number;
  return InsertRevision(work, ids_, basis, changes, program);
}

Result<Done> Decisions::Settle(Work& work, const Call& call, ProgramRecord& program,
                               DecisionRecord& decision) {
  const std::string etag_before = decision.etag;
  Result<History> history = ReadHistory(work, program.name);
  if (!history.ok()) return history.error();
  if (decision.kind() == DecisionKind::kStopRefer) {
    if (program.state == domain::ProgramState::kActive) Suspend(work, "", program);
  } else {
    for (DecisionRecord& stored : history->decisions) {
      if (stored.name == decision.name) stored = decision;
    }
    const Result<Done> moved = MoveOn(work, call, *history, program, decision);
    if (!moved.ok()) return moved;
  }
  program.settled_weeks.push_back(decision.name.week_number);
  const Result<Done> updated = Update(work, program);
  if (!updated.ok()) return updated;
  Stamp(work, decision);
  const Result<Updated> kept = work.unit.UpdateDecision(work.tenant, decision, etag_before);
  if (!kept.ok()) return kept.error();
  return *kept == Updated::kStale ? Result<Done>(EtagMismatch()) : Done{};
}

Result<DecisionRecord> Decisions::SettleProposal(
    const Task& task, const DecisionName& name, const std::string& etag,
    const std::function<Result<Done>(DecisionRecord&)>& settle) {
  return command_.Change<DecisionRecord>(
      task,
      [&](Work& work) -> Result<DecisionRecord> {
        Result<DecisionRecord> decision = Existing(work.unit.FindDecision(work.tenant, name));
        if (!decision.ok()) return decision;
        if (decision->etag != etag) return EtagMismatch();
        if (decision->state != DecisionState::kProposed) {
          return WrongState("The decision is in force already.");
        }
        Result<ProgramRecord> program = Find(work, name.program);
        if (!program.ok()) return program.error();
        if (program->state != domain::ProgramState::kActive) {
          return WrongState("The program is not active.");
        }
        work.touched.before_sha256 = DigestOf(work.digest, *decision);
        Result<Done> done = settle(*decision);
        if (!done.ok()) return done.error();
        decision->decided_by = task.call.caller.user();
        decision->decide_time = work.now;
        done = Settle(work, task.call, *program, *decision);
        if (!done.ok()) return done.error();
        return decision;
      },
      ReadProposal);
}

Result<DecisionRecord> Decisions::ConfirmDecision(const Call& call,
                                                  const ConfirmDecisionRequest& request) {
  FieldChecks checks;
  checks.Require(!request.etag.empty(), "etag", "is required");
  const Task task{call,
                  Method::kConfirmWeeklyDecision,
                  PracticeOf(request.name),
                  Encode(request.name),
                  Joined({Encode(request.name), request.etag}),
                  std::move(checks).Take()};
  return SettleProposal(task, request.name, request.etag,
                        [](DecisionRecord& decision) -> Result<Done> {
                          decision.state = DecisionState::kConfirmed;
                          return Done{};
                        });
}

Result<DecisionRecord> Decisions::OverrideDecision(const Call& call,
                                                   const OverrideDecisionRequest& request) {
  FieldChecks checks;
  checks.Require(!request.etag.empty(), "etag", "is required");
  checks.Require(request.kind != DecisionKind::kUnspecified, "kind", "is required");
  checks.Require(!request.reason.empty(), "reason", "is required");
  checks.Text("reason", request.reason, kFreeTextLimit);
  const Task task{call,
                  Method::kOverrideWeeklyDecision,
                  PracticeOf(request.name),
                  Encode(request.name),
                  Joined({Encode(request.name), request.etag,
                          std::to_string(static_cast<int>(request.kind)), request.reason}),
                  std::move(checks).Take()};
  return SettleProposal(task, request.name, request.etag,
                        [&](DecisionRecord& decision) -> Result<Done> {
                          if (request.kind == decision.content->kind) {
                            return Wrong("kind", "is what was proposed: confirm the decision");
                          }
                          decision.state = DecisionState::kOverridden;
                          decision.override_kind = request.kind;
                          decision.override_reason = request.reason;
                          return Done{};
                        });
}

}  // namespace ischia::app
