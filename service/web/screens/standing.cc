#include "service/web/screens/standing.h"

#include <algorithm>
#include <utility>

#include "service/web/every_entry.h"

namespace ischia::web {

using domain::Result;

Result<std::optional<app::ProgramRecord>> LatestProgram(const Desk& desk, const app::Call& call,
                                                        const app::PatientName& patient) {
  auto programs = EveryEntry<app::ProgramRecord>([&](const app::PageRequest& page) {
    return desk.programs.ListPrograms(call, {patient, domain::ProgramState::kUnspecified, page});
  });
  if (!programs.ok()) return programs.error();
  std::optional<app::ProgramRecord> latest;
  for (app::ProgramRecord& program : *programs) {
    const bool in_force = program.state == domain::ProgramState::kActive;
    const bool had = latest && latest->state == domain::ProgramState::kActive;
    const bool later = !latest || program.create_time > latest->create_time;
    if (!latest || (in_force && !had) || (in_force == had && later)) latest = std::move(program);
  }
  return latest;
}

Result<std::optional<Standing>> StandingOf(const Desk& desk, const app::Call& call,
                                           std::optional<app::ProgramRecord> latest) {
  const bool goes_on = latest && (latest->state == domain::ProgramState::kActive ||
                                  latest->state == domain::ProgramState::kSuspended);
  if (!goes_on) return std::optional<Standing>();
  auto revision = desk.revisions.GetRevision(call, {latest->name, latest->revision_number});
  if (!revision.ok()) return revision.error();
  auto assessments = EveryEntry<app::AssessmentRecord>([&](const app::PageRequest& page) {
    return desk.records.ListAssessments(call, latest->name.patient, page);
  });
  if (!assessments.ok()) return assessments.error();
  const auto last =
      std::max_element(assessments->begin(), assessments->end(),
                       [](const auto& a, const auto& b) { return a.create_time < b.create_time; });
  domain::Ensure(last != assessments->end());  // a program rests on one
  return std::optional<Standing>(
      {*std::move(latest), std::move(revision).value(), std::move(*last)});
}

domain::CivilDay EffectiveDay(const app::RevisionRecord& revision, const Visit& visit) {
  return std::max(visit.today(), revision.effective_date());
}

}  // namespace ischia::web
