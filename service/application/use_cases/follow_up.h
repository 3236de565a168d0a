// What happens at home: check-ins as they come in, and the adherence report made from them.
#ifndef ISCHIA_SERVICE_APPLICATION_USE_CASES_FOLLOW_UP_H_
#define ISCHIA_SERVICE_APPLICATION_USE_CASES_FOLLOW_UP_H_

#include <optional>
#include <string>
#include <vector>

#include "service/application/command.h"
#include "service/application/paging.h"
#include "service/application/ports.h"
#include "service/application/resources.h"
#include "service/domain/catalogue.h"
#include "service/domain/follow/adherence.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/result.h"

namespace ischia::app {

struct CreateCheckInRequest {
  ProgramName program;
  domain::CheckInFields check_in;
};
struct ListCheckInsRequest {
  ProgramName program;
  std::optional<domain::CivilDay> first_date;  // open when unset; both included
  std::optional<domain::CivilDay> last_date;
  PageRequest page;
};

// The step of CreateCheckIn, for whoever may take it. A yes in the session screen suspends the
// program. FIELD_INVALID; WRONG_STATE for a program that was never activated.
domain::Result<CheckInRecord> RecordCheckIn(Work& work, const domain::Catalogue& catalogue,
                                            const CreateCheckInRequest& request,
                                            const std::string& recorded_by,
                                            bool suspected_automated = false);

// A leg as it was measured in a week of the program.
struct MeasuredPoint {
  int week_number = 0;
  domain::Side side = domain::Side::kUnspecified;
  domain::Measure measure = domain::Measure::kUnspecified;
  double degrees = 0;
  bool operator==(const MeasuredPoint&) const = default;
};

struct AdherenceRecord {
  domain::AdherenceReport report;
  std::vector<int> decided_weeks;
  Frozen<domain::Program> expected;           // the first revision, with its trajectories
  std::vector<AssessmentRecord> assessments;  // since the start, in the order of their ids
  std::vector<MeasuredPoint> measured;        // by them
};

class FollowUp {
 public:
  // Everything outlives the object. Serves many threads.
  FollowUp(Command& command, const domain::Catalogue& catalogue)
      : command_(command), catalogue_(catalogue) {}

  // FIELD_INVALID; WRONG_STATE for a program that was never activated. A yes in the session screen
  // suspends the program in the same transaction.
  domain::Result<CheckInRecord> CreateCheckIn(const Call& call,
                                              const CreateCheckInRequest& request);
  domain::Result<CheckInRecord> GetCheckIn(const Call& call, const CheckInName& name);
  domain::Result<PageOf<CheckInRecord>> ListCheckIns(const Call& call,
                                                     const ListCheckInsRequest& request);
  // FIELD_INVALID without a date; WRONG_STATE for a program that was never activated.
  domain::Result<AdherenceRecord> GetAdherenceReport(const Call& call, const ProgramName& program,
                                                     std::optional<domain::CivilDay> as_of_date);

 private:
  Command& command_;
  const domain::Catalogue& catalogue_;
};

}  // namespace ischia::app

#endif  // ISCHIA_SERVICE_APPLICATION_USE_CASES_FOLLOW_UP_H_
