#include "service/application/history.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "service/application/paging.h"
#include "service/application/short_code.h"
#include "service/application/use_cases/clearances.h"
#include "service/domain/follow/week_log.h"

namespace ischia::app {
namespace {

using domain::CivilDay;
using domain::Done;
using domain::Error;
using domain::ErrorCode;
using domain::Result;

// Three tries find a free code unless the practice has used up most of a thousand million.
constexpr int kShortCodeTries = 3;

// Every entry of a list, page by page; `key` gives the position of an entry.
template <typename Record, typename List, typename Key>
Result<std::vector<Record>> ReadAll(const List& list, const Key& key) {
  std::vector<Record> all;
  Page page{{}, kLargestPageSize};
  while (true) {
    Result<std::vector<Record>> found = list(page);
    if (!found.ok()) return found;
    const bool last = found->size() < static_cast<std::size_t>(page.limit);
    for (Record& record : *found) all.push_back(std::move(record));
    if (last) return all;
    page.after = key(all.back());
  }
}

const domain::ProgramWeek* WeekIn(const domain::Program& program, int week_number) {
  const auto found = std::find_if(
      program.weeks.begin(), program.weeks.end(),
      [&](const domain::ProgramWeek& week) { return week.week_number == week_number; });
  return found == program.weeks.end() ? nullptr : &*found;
}

bool SameItem(const domain::ProgramItem& one, const domain::ProgramItem& other) {
  return one.item_number == other.item_number && one.exercise == other.exercise &&
         one.slot == other.slot && one.doses == other.doses;
}

// From the day before, be it in the week before or in the same one.
void AddFirstChanges(const History& history, const domain::Program& now, CivilDay effective_date,
                     const domain::Cause& cause, Changes& changes) {
  const RevisionRecord& last = history.revisions.back();
  const bool in_force = effective_date > last.effective_date();
  const CivilDay day_before = in_force ? effective_date - std::chrono::days(1) : effective_date;
  const CivilDay start = history.start_date();
  const domain::ProgramWeek* before = WeekIn(*(in_force ? history.At(day_before) : last).content,
                                             domain::WeekOf(day_before, start));
  const domain::ProgramWeek* after = WeekIn(now, domain::WeekOf(effective_date, start));
  if (before != nullptr && after != nullptr) {
    changes = domain::ChangesBetween(*before, *after, cause);
  }
}

// Edits that begin in a later week, against what was planned for it.
void AddLaterChanges(const History& history, const domain::Program& now, int first_week,
                     const domain::Cause& cause, Changes& changes) {
  for (const domain::ProgramEdit& edit : cause.edits) {
    const domain::ProgramWeek* before = WeekIn(*history.revisions.back().content, edit.from_week);
    const domain::ProgramWeek* after = WeekIn(now, edit.from_week);
    if (edit.from_week <= first_week || before == nullptr || after == nullptr) continue;
    for (domain::Change& change : domain::ChangesBetween(*before, *after, cause)) {
      if (!change.words.empty()) changes.push_back(std::move(change));
    }
  }
}

}  // namespace

// -- Reading ------------------------------------------------------------------------------------

Result<History> ReadHistory(Work& work, const ProgramName& program) {
  const auto number = [](const auto& number_of) { return std::to_string(number_of); };
  Result<std::vector<RevisionRecord>> revisions = ReadAll<RevisionRecord>(
      [&](const Page& page) { return work.unit.ListRevisions(work.tenant, program, page); },
      [&](const RevisionRecord& last) { return number(last.name.number); });
  if (!revisions.ok()) return revisions.error();
  if (revisions->empty()) return domain::NotFound();
  Result<std::vector<DecisionRecord>> decisions = ReadAll<DecisionRecord>(
      [&](const Page& page) { return work.unit.ListDecisions(work.tenant, program, page); },
      [&](const DecisionRecord& last) { return number(last.name.week_number); });
  if (!decisions.ok()) return decisions.error();
  return History{std::move(revisions).value(), std::move(decisions).value()};
}

namespace {

std::optional<domain::CheckIn> Counted(const CheckInRecord& record) {
  domain::CheckIn check_in = record.check_in;
  if (!record.superseded_by && !check_in.suspected_automated) return check_in;
  if (!check_in.fields.screen.AnyYes()) return std::nullopt;
  domain::CheckInFields flagged;
  flagged.origin = check_in.fields.origin;
  flagged.session_date = check_in.fields.session_date;
  flagged.utc_offset_minutes = check_in.fields.utc_offset_minutes;
  flagged.done = domain::Answer::kNo;
  flagged.screen = check_in.fields.screen;
  check_in.fields = std::move(flagged);
  return check_in;
}

}  // namespace

Result<std::vector<domain::CheckIn>> ReadCheckIns(Work& work, const ProgramName& program,
                                                  CivilDay first, CivilDay last) {
  const Result<std::vector<CheckInRecord>> records = ReadAll<CheckInRecord>(
      [&](const Page& page) {
        return work.unit.ListCheckIns(work.tenant, program, first, last, page);
      },
      [](const CheckInRecord& record) { return record.name.check_in.text(); });
  if (!records.ok()) return records.error();
  std::vector<domain::CheckIn> check_ins;
  check_ins.reserve(records->size());
  for (const CheckInRecord& record : *records) {
    if (std::optional<domain::CheckIn> counted = Counted(record)) {
      check_ins.push_back(*std::move(counted));
    }
  }
  return check_ins;
}

Result<std::vector<AssessmentRecord>> ReadAssessments(Work& work, const PatientName& patient) {
  return ReadAll<AssessmentRecord>(
      [&](const Page& page) { return work.unit.ListAssessments(work.tenant, patient, page); },
      [](const AssessmentRecord& record) { return record.name.assessment.text(); });
}

// -- Where it stands ----------------------------------------------------------------------------

domain::Revisions History::InForce() const {
  domain::Revisions in_force;
  in_force.reserve(revisions.size());
  for (const RevisionRecord& revision : revisions) {
    in_force.push_back({revision.name.number, revision.effective_date(), &*revision.content});
  }
  return in_force;
}

const RevisionRecord& History::At(CivilDay day) const {
  const auto found = std::find_if(revisions.rbegin(), revisions.rend(), [&](const auto& revision) {
    return revision.effective_date() <= day;
  });
  return found == revisions.rend() ? revisions.front() : *found;
}

const DecisionRecord* History::DecisionOf(int week_number) const {
  const auto found = std::find_if(decisions.begin(), decisions.end(), [&](const auto& decision) {
    return decision.name.week_number == week_number;
  });
  return found == decisions.end() ? nullptr : &*found;
}

std::vector<domain::SettledWeek> History::SettledBefore(int week_number) const {
  std::vector<domain::SettledWeek> settled;
  for (const DecisionRecord& decision : decisions) {
    if (decision.settled() && decision.name.week_number < week_number) {
      settled.push_back({*decision.content, decision.kind()});
    }
  }
  return settled;
}

int History::FirstOpenWeek() const {
  int week = revisions.back().basis.course.week;
  while (true) {
    const DecisionRecord* decision = DecisionOf(week);
    if (decision == nullptr || !decision->settled()) return week;
    ++week;
  }
}

std::optional<domain::Course> History::CourseAt(int week_number,
                                                const domain::Catalogue& catalogue) const {
  const auto found = std::find_if(revisions.rbegin(), revisions.rend(), [&](const auto& revision) {
    return revision.basis.course.week <= week_number;
  });
  if (found == revisions.rend()) return std::nullopt;
  domain::Course course = found->basis.course;
  for (int week = course.week; week < week_number; ++week) {
    const DecisionRecord* decision = DecisionOf(week);
    const domain::ProgramWeek* planned = WeekIn(*found->content, week);
    if (decision == nullptr || !decision->settled() || planned == nullptr) return std::nullopt;
    course = domain::Followed(std::move(course), {*decision->content, decision->kind()}, *planned,
                              catalogue);
  }
  return course;
}

// -- Planning anew ------------------------------------------------------------------------------

Result<PlanInputs> ReadInputs(Work& work, const AssessmentName& assessment, domain::Instant until,
                              const domain::Catalogue& catalogue) {
  Result<AssessmentRecord> stored = Existing(work.unit.FindAssessment(work.tenant, assessment));
  if (!stored.ok()) return stored.error();
  Result<std::vector<domain::Clearance>> clearances =
      ClearancesUntil(work, assessment.patient, until, catalogue);
  if (!clearances.ok()) return clearances.error();
  return PlanInputs{std::move(stored).value(), std::move(clearances).value()};
}

Result<PlanInputs> UnrecordedInputs(Work& work, const PatientName& patient,
                                    const domain::AssessmentFields& fields,
                                    const domain::Catalogue& catalogue) {
  Result<std::vector<domain::Clearance>> clearances =
      ClearancesUntil(work, patient, work.now, catalogue);
  if (!clearances.ok()) return clearances.error();
  PlanInputs inputs{{}, std::move(clearances).value()};
  inputs.assessment.content = Frozen<AssessmentContent>({fields, {}}, nullptr);
  return inputs;
}

std::string InputDigest(const Digest& digest, const PlanInputs& inputs,
                        const domain::Catalogue& catalogue, CivilDay start_date,
                        const domain::Course& course) {
  const std::string fields = Encode(inputs.fields());
  const std::string clearances = Encode(FieldsOf(inputs.clearances));
  const std::string day = domain::IsoDay(start_date);
  std::vector<std::string_view> parts{fields, clearances, catalogue.version, catalogue.sha256, day};
  const std::string progress = course == domain::Course{} ? std::string() : Encode(course);
  if (!progress.empty()) parts.push_back(progress);
  return Hex(digest.Sha256(Joined(parts)));
}

Result<domain::Program> PlanFrom(const PlanInputs& inputs, const domain::Catalogue& catalogue,
                                 CivilDay start_date, const domain::Course& course) {
  const Result<domain::Assessment> legal = domain::Assessment::Create(inputs.fields());
  if (!legal.ok()) return legal.error();
  return domain::Prescribe(*legal, catalogue, start_date, course, inputs.clearances);
}

Result<Plan> PlanAnew(const History& history, const PlanInputs& inputs,
                      const domain::Catalogue& catalogue, RevisionBasis basis,
                      const domain::Cause& cause) {
  Result<domain::Program> program = PlanFrom(inputs, catalogue, history.start_date(), basis.course);
  if (!program.ok()) return program.error();
  const int first_week = basis.course.week;
  Plan plan{Continued(*history.revisions.back().content, std::move(program).value(), first_week),
            std::move(basis),
            {}};
  AddFirstChanges(history, plan.program, plan.basis.effective_date.value_or(history.start_date()),
                  cause, plan.changes);
  AddLaterChanges(history, plan.program, first_week, cause, plan.changes);
  return plan;
}

domain::Program Continued(const domain::Program& before, domain::Program revised, int first_week) {
  if (revised.state == domain::ProgramState::kRefused) return revised;
  std::vector<domain::ProgramWeek> weeks;
  for (const domain::ProgramWeek& week : before.weeks) {
    if (week.week_number >= first_week) break;
    weeks.push_back(week);
    weeks.back().projected = false;
  }
  weeks.insert(weeks.end(), std::make_move_iterator(revised.weeks.begin()),
               std::make_move_iterator(revised.weeks.end()));
  revised.weeks = std::move(weeks);
  return revised;
}

bool SamePlan(const domain::Program& one, const domain::Program& other, int from_week) {
  const auto first = [&](const domain::Program& program) {
    return std::find_if(program.weeks.begin(), program.weeks.end(),
                        [&](const auto& week) { return week.week_number >= from_week; });
  };
  return one.state == other.state &&
         std::equal(first(one), one.weeks.end(), first(other), other.weeks.end(),
                    [](const domain::ProgramWeek& a, const domain::ProgramWeek& b) {
                      return a.week_number == b.week_number &&
                             std::equal(a.items.begin(), a.items.end(), b.items.begin(),
                                        b.items.end(), SameItem);
                    });
}

void Adopt(Work& work, const Call& call, const PlanInputs& inputs,
           const domain::Catalogue& catalogue, Plan plan, ProgramRecord& program) {
  program.input_sha256 =
      InputDigest(work.digest, inputs, catalogue, plan.program.start_date, plan.basis.course);
  // Weeks that are over read from the bytes of the revision before; here from their own.
  const auto bytes = Freeze(std::move(plan.program));
  program.content = *Thaw<domain::Program>(std::string(bytes.bytes()));
  program.program_sha256 = Hex(work.digest.Sha256(program.content.bytes()));
  program.created_by = call.caller.user();
  program.create_time = work.now;
  program.policy_version = work.practice.policy_version;
}

Result<Done> InsertRevision(Work& work, IdSource& ids, const RevisionBasis& basis,
                            const Changes& changes, ProgramRecord& program) {
  const Frozen<Changes> frozen = changes.empty() ? Frozen<Changes>() : Freeze(changes);
  for (int i = 0; i < kShortCodeTries; ++i) {
    program.short_code = NewShortCode(ids);
    const Result<Inserted> revision = work.unit.InsertRevision(work.tenant, program, basis, frozen);
    if (!revision.ok()) return revision.error();
    if (*revision == Inserted::kStored) return Done{};
  }
  return Error{ErrorCode::kResourceExhausted, "QUOTA_EXCEEDED", "No short code is free.", {}};
}

void Suspend(const Work& work, const std::string& reason, ProgramRecord& program) {
  program.state = domain::ProgramState::kSuspended;
  program.suspend_time = work.now;
  program.state_reason = reason;
}

void Stamp(Work& work, ProgramRecord& program) {
  work.touched.after_sha256 = DigestOf(work.digest, program);
  program.etag = EtagOf(work.touched.after_sha256);
}

Result<Done> Update(Work& work, ProgramRecord& program) {
  const std::string etag_before = program.etag;
  Stamp(work, program);
  const Result<Updated> updated = work.unit.UpdateProgram(work.tenant, program, etag_before);
  if (!updated.ok()) return updated.error();
  return *updated == Updated::kStale ? Result<Done>(EtagMismatch()) : Done{};
}

Result<Done> ReadContent(Work& work, ProgramRecord& program) {
  Result<std::optional<RevisionRecord>> stored =
      work.unit.FindRevision(work.tenant, {program.name, program.revision_number});
  if (!stored.ok()) return stored.error();
  if (!stored->has_value()) return domain::NotFound();
  program.content = std::move((*stored)->content);
  program.short_code = std::move((*stored)->short_code);
  program.policy_version = (*stored)->policy_version;
  program.etag = EtagOf(DigestOf(work.digest, program));
  return Done{};
}

}  // namespace ischia::app
