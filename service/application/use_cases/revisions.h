// Revisions of a program: a new one by a clinician's edits or a new assessment, or when a pause
// ends; the old ones, which stay readable; and the proof that a stored one is what its inputs give.
#ifndef ISCHIA_SERVICE_APPLICATION_USE_CASES_REVISIONS_H_
#define ISCHIA_SERVICE_APPLICATION_USE_CASES_REVISIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "service/application/command.h"
#include "service/application/history.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"
#include "service/domain/result.h"

namespace ischia::app {

struct ReviseProgramRequest {
  ProgramName name;
  std::string etag;                                // required
  std::optional<AssessmentName> assessment;        // a new one of the patient; unset: as before
  std::vector<domain::ProgramEdit> edits;          // in order, besides those made before
  std::optional<domain::CivilDay> effective_date;  // required once the program was activated
  // Of findings that the revision in force did not have.
  std::vector<domain::RuleId> acknowledged_rule_ids;
  std::string comment;  // at most 500 characters
  bool validate_only = false;
};
// A new assessment that is not recorded yet.
struct PreviewRevisionRequest {
  ProgramName name;
  domain::AssessmentFields assessment;
  std::optional<domain::CivilDay> effective_date;  // required
};
struct PreviewedRevision {
  Frozen<domain::Program> program;
  Frozen<Changes> changes;  // from what is in force
};
struct ResumeProgramRequest {
  ProgramName name;
  std::string etag;                             // required
  std::optional<domain::CivilDay> resume_date;  // required, the patient's day
};

struct ReplayedProgram {
  std::string stored_sha256;
  std::string replayed_sha256;
  std::string stored_version;  // of the catalogue
  std::string version;
  Changes differences;  // from what is stored to what the inputs give now
  bool identical() const { return stored_sha256 == replayed_sha256; }
};

class Revisions {
 public:
  // Everything outlives the object. Serves many threads.
  Revisions(Command& command, IdSource& ids, const domain::Catalogue& catalogue)
      : command_(command), ids_(ids), catalogue_(catalogue) {}

  // A draft is planned anew from its first day; an active or suspended program from the effective
  // date on, whose week must not wait for an earlier decision. A refusal ends an active program.
  // FIELD_INVALID, ETAG_MISMATCH, WRONG_STATE, ACKNOWLEDGEMENT_MISSING, RESOURCE_NOT_FOUND (program
  // or assessment), and the errors of domain::Prescribe.
  domain::Result<ProgramRecord> ReviseProgram(const Call& call,
                                              const ReviseProgramRequest& request);
  // What the program would become by an assessment; nothing is stored and no event is left. The
  // errors of ReviseProgram.
  domain::Result<PreviewedRevision> PreviewRevision(const Call& call,
                                                    const PreviewRevisionRequest& request);
  // A suspended program goes on: a pause counts like illness or travel. WRONG_STATE (not suspended;
  // a red flag, or too long a pause, since the assessment it rests on), FIELD_INVALID,
  // ETAG_MISMATCH.
  domain::Result<ProgramRecord> ResumeProgram(const Call& call,
                                              const ResumeProgramRequest& request);
  domain::Result<RevisionRecord> GetRevision(const Call& call, const RevisionName& name);
  // At most 50 on a page, so that an answer stays below 4 MiB.
  domain::Result<PageOf<RevisionRecord>> ListRevisions(const Call& call, const ProgramName& program,
                                                       const PageRequest& page);
  // Computes the revision in force from its stored inputs and compares bytes.
  domain::Result<ReplayedProgram> ReplayProgram(const Call& call, const ProgramName& name);

 private:
  struct Replan;
  domain::Result<Replan> Prepare(const ReviseProgramRequest& request, const ProgramRecord& program,
                                 const History& history, PlanInputs inputs) const;
  domain::Result<domain::Done> Keep(Work& work, const Call& call, Replan replan,
                                    const History& history, ProgramRecord& program);
  domain::Result<domain::Done> Resume(Work& work, const Call& call, domain::CivilDay resume_date,
                                      ProgramRecord& program);

  Command& command_;
  IdSource& ids_;
  const domain::Catalogue& catalogue_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_USE_CASES_REVISIONS_H_
