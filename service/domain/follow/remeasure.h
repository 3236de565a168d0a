// What a re-measurement says of the weeks so far (evidence.md 4.2.4 and 4.2.5): a change larger
// than the error of the method and its testers, or none; and what then follows. Two measurements
// are compared only where they were taken by the same method. What to do in the week itself is
// decided elsewhere (decide.h).
#ifndef ISCHIA_SERVICE_DOMAIN_FOLLOW_REMEASURE_H_
#define ISCHIA_SERVICE_DOMAIN_FOLLOW_REMEASURE_H_

#include <optional>
#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/course.h"
#include "service/domain/plan/program.h"
#include "service/domain/values.h"

namespace ischia::domain {

// The order of ischia.v1.Remeasurement.Response.
enum class Response {
  kUnspecified,
  kTooEarly,     // no decision is due, and nothing got worse
  kResponder,    // a leg or a questionnaire has got better by more than the error
  kPlateau,      // nothing changed with good adherence and full holds
  kNotAdherent,  // nothing changed, and too little was done
  kUncertain,    // testers or methods differ: measure again by the same one
  kUnchanged,    // nothing changed with good adherence; the hold was never full
  kWorse         // a leg or a questionnaire has got worse by more than the error
};

struct MeasuredChange {
  Side side = Side::kUnspecified;
  Measure measure = Measure::kUnspecified;
  double start_degrees = 0;   // by the assessment that the program began with
  double before_degrees = 0;  // at the last decision point
  double now_degrees = 0;
  double gain_degrees = 0;  // since the last decision point; better is positive
  bool same_tester = false;
  // The smallest change that is more than error; unset where none is known for these testers and
  // methods.
  std::optional<double> detectable_degrees;
  std::optional<bool> on_track;  // in the weeks that ask for it, where something was expected
  bool operator==(const MeasuredChange&) const = default;
};

struct Remeasurement {
  Response response = Response::kUnspecified;
  std::vector<MeasuredChange> changes;  // right leg first
  // The next answer to a plateau, and kNone where there is none.
  PlateauStep plateau_step = PlateauStep::kNone;
  // What can be measured of the criteria for discharge is met.
  bool discharge = false;
  std::vector<Reason> reasons;
  bool operator==(const Remeasurement&) const = default;
};

// What was done of each side in a week, seconds.
struct SecondsDone {
  int right = 0;
  int left = 0;
};

// What a re-measurement is judged by. References outlive the call.
struct Remeasured {
  int week_number = 0;
  bool due = false;  // a decision point has come; else a measurement is only looked at for harm
  const AssessmentFields& start;   // of the assessment that the program began with
  const AssessmentFields& before;  // at the last decision point; the same until there was one
  const Assessment& now;
  const std::vector<Trajectory>& expected;  // as the program began
  int done_days = 0;                        // since the last decision point
  int prescribed_days = 0;
  int full_hold_weeks = 0;     // in a row, up to this week, with D-STATIC's target hold
  bool larger_volume = false;  // a leg already does what the first plateau step would give
  PlateauStep step = PlateauStep::kNone;  // the last one taken
  SecondsDone weekly_seconds = {};        // on the mean, since the start
};

Remeasurement JudgeRemeasurement(const Remeasured& remeasured, const Catalogue& catalogue);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_FOLLOW_REMEASURE_H_
