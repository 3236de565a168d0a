// The weekly decision: proposed from a week's entries, then confirmed or overridden by a clinician.
// What holds moves the program on: a plan that changes becomes a new revision, and the old sheet is
// invalid by its printed version.
#ifndef ISCHIA_SERVICE_APPLICATION_USE_CASES_DECISIONS_H_
#define ISCHIA_SERVICE_APPLICATION_USE_CASES_DECISIONS_H_

#include <functional>
#include <optional>
#include <string>

#include "service/application/command.h"
#include "service/application/history.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/catalogue.h"
#include "service/domain/result.h"

namespace ischia::app {

struct DecideWeekRequest {
  ProgramName program;
  int week_number = 0;                         // from 1
  std::optional<domain::CivilDay> as_of_date;  // required, the patient's day
  bool validate_only = false;
};
struct ConfirmDecisionRequest {
  DecisionName name;
  std::string etag;  // required
};
struct OverrideDecisionRequest {
  DecisionName name;
  std::string etag;                                                // required
  domain::DecisionKind kind = domain::DecisionKind::kUnspecified;  // required
  std::string reason;                                              // required, at most 500
};

class Decisions {
 public:
  // Everything outlives the object. Serves many threads.
  Decisions(Command& command, IdSource& ids, const domain::Catalogue& catalogue)
      : command_(command), ids_(ids), catalogue_(catalogue) {}

  // Proposes what follows from a week that is over. A red flag is decided at once, and its
  // STOP_REFER suspends the program in the same transaction; nobody can override it.
  // FIELD_INVALID (no such week, or it is not over), WRONG_STATE (the program is not active, or an
  // earlier week waits for its decision), RESOURCE_EXISTS (the week was decided on before).
  domain::Result<DecisionRecord> DecideWeek(const Call& call, const DecideWeekRequest& request);
  domain::Result<DecisionRecord> GetDecision(const Call& call, const DecisionName& name);
  domain::Result<PageOf<DecisionRecord>> ListDecisions(const Call& call, const ProgramName& program,
                                                       const PageRequest& page);
  // ETAG_MISMATCH, WRONG_STATE (not a proposal, or the program has moved on), and the errors of
  // domain::Prescribe.
  domain::Result<DecisionRecord> ConfirmDecision(const Call& call,
                                                 const ConfirmDecisionRequest& request);
  // As ConfirmDecision; FIELD_INVALID without another kind and a reason.
  domain::Result<DecisionRecord> OverrideDecision(const Call& call,
                                                  const OverrideDecisionRequest& request);

 private:
  domain::Result<DecisionRecord> Propose(Work& work, const Call& call,
                                         const DecideWeekRequest& request,
                                         const ProgramRecord& program) const;
  domain::Result<domain::Done> Keep(Work& work, const Call& call, ProgramRecord& program,
                                    DecisionRecord& decision);
  domain::Result<domain::Done> Settle(Work& work, const Call& call, ProgramRecord& program,
                                      DecisionRecord& decision);
  domain::Result<domain::Done> MoveOn(Work& work, const Call& call, const History& history,
                                      ProgramRecord& program, DecisionRecord& decision);
  // `settle` says how a proposal comes into force.
  domain::Result<DecisionRecord> SettleProposal(
      const Task& task, const DecisionName& name, const std::string& etag,
      const std::function<domain::Result<domain::Done>(DecisionRecord&)>& settle);

  Command& command_;
  IdSource& ids_;
  const domain::Catalogue& catalogue_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_USE_CASES_DECISIONS_H_
