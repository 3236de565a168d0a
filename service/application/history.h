// What has become of a program: its revisions and weekly decisions as they are stored, where it
// stands by them, and how it gets a new revision. Who may ask for one, and when, is the use cases'
// affair.
#ifndef ISCHIA_SERVICE_APPLICATION_HISTORY_H_
#define ISCHIA_SERVICE_APPLICATION_HISTORY_H_

#include <optional>
#include <string>
#include <vector>

#include "service/application/command.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/catalogue.h"
#include "service/domain/follow/changes.h"
#include "service/domain/follow/decide.h"
#include "service/domain/result.h"

namespace ischia::app {

struct History {
  std::vector<RevisionRecord> revisions;  // in the order of their numbers, at least one
  std::vector<DecisionRecord> decisions;  // in the order of their weeks

  domain::CivilDay start_date() const { return revisions.front().content->start_date; }
  // Each from its day on. Points into this history.
  domain::Revisions InForce() const;
  const RevisionRecord& At(domain::CivilDay day) const;
  const DecisionRecord* DecisionOf(int week_number) const;  // null when there is none
  // Settled weeks before this one.
  std::vector<domain::SettledWeek> SettledBefore(int week_number) const;
  // The first week that the last revision plans and nobody has settled.
  int FirstOpenWeek() const;
  // Where the program stands at the beginning of a week; unset while an earlier one is open.
  std::optional<domain::Course> CourseAt(int week_number, const domain::Catalogue& catalogue) const;
};

// RESOURCE_NOT_FOUND for a program that is not there.
domain::Result<History> ReadHistory(Work& work, const ProgramName& program);

// Every check-in of a program from one day to another, both included, as far as it counts: of one
// that a later one corrects, or that a program is suspected behind, only a red flag does.
domain::Result<std::vector<domain::CheckIn>> ReadCheckIns(Work& work, const ProgramName& program,
                                                          domain::CivilDay first,
                                                          domain::CivilDay last);
// All assessments of a patient, in the order of their ids.
domain::Result<std::vector<AssessmentRecord>> ReadAssessments(Work& work,
                                                              const PatientName& patient);

// A plan that may become a revision.
struct Plan {
  domain::Program program;
  RevisionBasis basis;
  Changes changes;
};

// What a program is planned from, besides the catalogue and its course.
struct PlanInputs {
  AssessmentRecord assessment;
  std::vector<domain::Clearance> clearances;  // of the patient, recorded up to then
  const domain::AssessmentFields& fields() const { return assessment.content->fields; }
};
domain::Result<PlanInputs> ReadInputs(Work& work, const AssessmentName& assessment,
                                      domain::Instant until, const domain::Catalogue& catalogue);
// The same of an assessment that is not recorded yet, with today's clearances.
domain::Result<PlanInputs> UnrecordedInputs(Work& work, const PatientName& patient,
                                            const domain::AssessmentFields& fields,
                                            const domain::Catalogue& catalogue);

// What decides a program: the same digest always means the same program.
std::string InputDigest(const Digest& digest, const PlanInputs& inputs,
                        const domain::Catalogue& catalogue, domain::CivilDay start_date,
                        const domain::Course& course);

// The program of stored inputs from where its course stands. The errors of domain::Prescribe.
domain::Result<domain::Program> PlanFrom(const PlanInputs& inputs,
                                         const domain::Catalogue& catalogue,
                                         domain::CivilDay start_date, const domain::Course& course);

// A revision with the weeks before its first one as they were planned before, none of them
// projected.
domain::Program Continued(const domain::Program& before, domain::Program revised, int first_week);

// The whole of a next revision, told against what the patient has done until its first day, and for
// later edits against the weeks that were planned.
domain::Result<Plan> PlanAnew(const History& history, const PlanInputs& inputs,
                              const domain::Catalogue& catalogue, RevisionBasis basis,
                              const domain::Cause& cause);

// Whether the weeks from this one on ask the patient for the same.
bool SamePlan(const domain::Program& one, const domain::Program& other, int from_week);

// Gives the program this content and its digests. Nothing is stored.
void Adopt(Work& work, const Call& call, const PlanInputs& inputs,
           const domain::Catalogue& catalogue, Plan plan, ProgramRecord& program);

// Stores the program's revision under a new short code. RESOURCE_EXHAUSTED when none is free.
domain::Result<domain::Done> InsertRevision(Work& work, IdSource& ids, const RevisionBasis& basis,
                                            const Changes& changes, ProgramRecord& program);

// From now on nobody exercises by it.
void Suspend(const Work& work, const std::string& reason, ProgramRecord& program);

// Digest and etag of what is stored now.
void Stamp(Work& work, ProgramRecord& program);
// Stamps and stores what has changed. ETAG_MISMATCH.
domain::Result<domain::Done> Update(Work& work, ProgramRecord& program);

// A kept answer lacks what the revision holds; it is read again, all else is as it was then.
domain::Result<domain::Done> ReadContent(Work& work, ProgramRecord& program);

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_HISTORY_H_
