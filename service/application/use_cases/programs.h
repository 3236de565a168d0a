// From an assessment to a program in force: preview, draft, activation; and its pause and end. A
// refusal is an answer; it is stored like any other and can never be activated.
#ifndef ISCHIA_SERVICE_APPLICATION_USE_CASES_PROGRAMS_H_
#define ISCHIA_SERVICE_APPLICATION_USE_CASES_PROGRAMS_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"
#include "service/domain/result.h"

namespace ischia::app {

struct PreviewProgramRequest {
  domain::PracticeId practice;
  domain::AssessmentFields assessment;
  std::optional<domain::CivilDay> start_date;  // required
  std::vector<domain::ClearanceFields> clearances = {};
  std::vector<domain::ProgramEdit> edits = {};
};
struct CreateProgramRequest {
  PatientName patient;
  AssessmentName assessment;                   // of the same patient
  std::optional<domain::CivilDay> start_date;  // required
  std::string program_id;                      // chosen by the service when empty
  bool validate_only = false;
};
struct ListProgramsRequest {
  PatientName patient;
  domain::ProgramState state = domain::ProgramState::kUnspecified;  // every state
  PageRequest page;
};
struct ActivateProgramRequest {
  ProgramName name;
  std::string etag;  // required
  std::vector<domain::RuleId> acknowledged_rule_ids;
  std::string comment;  // at most 500 characters
};

struct ChangeStateRequest {
  ProgramName name;
  std::string etag;    // required
  std::string reason;  // at most 500 characters
};

class Programs {
 public:
  // Everything outlives the object. Serves many threads.
  Programs(Command& command, IdSource& ids, const domain::Catalogue& catalogue)
      : command_(command), ids_(ids), catalogue_(catalogue) {}

  // A pure function of the request and the catalogue: reads no record, leaves no event.
  // ROLE_NOT_ALLOWED, FIELD_INVALID, and the errors of domain::Prescribe.
  domain::Result<domain::Program> PreviewProgram(const Call& call,
                                                 const PreviewProgramRequest& request) const;

  // FIELD_INVALID, RESOURCE_NOT_FOUND, RESOURCE_EXISTS, and the errors of domain::Prescribe.
  domain::Result<ProgramRecord> CreateProgram(const Call& call,
                                              const CreateProgramRequest& request);
  domain::Result<ProgramRecord> GetProgram(const Call& call, const ProgramName& name);
  // At most 50 on a page, so that an answer stays below 4 MiB.
  domain::Result<PageOf<ProgramRecord>> ListPrograms(const Call& call,
                                                     const ListProgramsRequest& request);
  // ETAG_MISMATCH, WRONG_STATE (only a draft can be activated), ACKNOWLEDGEMENT_MISSING with one
  // violation for each finding that is not acknowledged.
  domain::Result<ProgramRecord> ActivateProgram(const Call& call,
                                                const ActivateProgramRequest& request);
  // ETAG_MISMATCH, WRONG_STATE (only an active program can be suspended).
  domain::Result<ProgramRecord> SuspendProgram(const Call& call, const ChangeStateRequest& request);
  // ETAG_MISMATCH, WRONG_STATE (only an active or suspended program can be completed).
  domain::Result<ProgramRecord> CompleteProgram(const Call& call,
                                                const ChangeStateRequest& request);

 private:
  static Task TaskOf(const Call& call, Method method, const ChangeStateRequest& request);
  domain::Result<ProgramRecord> Move(
      const Task& task, const ChangeStateRequest& request,
      const std::function<domain::Result<domain::Done>(Work&, ProgramRecord&)>& move);

  Command& command_;
  IdSource& ids_;
  const domain::Catalogue& catalogue_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_USE_CASES_PROGRAMS_H_
