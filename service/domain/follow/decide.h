// The weekly decision (evidence.md 4.2.3): seven days of entries in, one of five decisions out,
// each with its rule, its reasons and the figures it was taken on. Numbered rules, the first match
// wins. What a decision does to the doses is plan/course.h's affair.
//
//   const WeeklyDecision decision = DecideWeek({.week_number = 2, ...}, catalogue);
//   course = Followed(course, decision, decision.kind, week, catalogue);
#ifndef ISCHIA_SERVICE_DOMAIN_FOLLOW_DECIDE_H_
#define ISCHIA_SERVICE_DOMAIN_FOLLOW_DECIDE_H_

#include <optional>
#include <vector>

#include "service/domain/catalogue.h"
#include "service/domain/follow/check_in.h"
#include "service/domain/follow/remeasure.h"
#include "service/domain/follow/week_log.h"
#include "service/domain/plan/course.h"
#include "service/domain/plan/program.h"
#include "service/domain/values.h"

namespace ischia::domain {

struct WeeklyDecision {
  int week_number = 0;
  CivilDay first_date{};
  CivilDay last_date{};
  DecisionKind kind = DecisionKind::kUnspecified;
  std::vector<RuleId> rule_ids;  // W-1 to W-5 or W-PAUSE first, then what else has a say
  std::vector<Reason> reasons;
  WeekFigures figures;         // without late self-reports
  bool dose_adequate = false;  // enough for a stretch to work, whatever the decision
  int advance_count = 0;       // ADVANCE decisions so far, this one included
  int steps_back = 0;          // after a long pause, besides what the kind does
  bool review_required = false;
  std::optional<int> worst_symptom;  // score of the weeks that S-13 looks back on, late ones too
  std::vector<ExerciseId> removed_exercises;  // until a clinician has looked
  std::optional<Remeasurement> remeasurement;
  bool operator==(const WeeklyDecision&) const = default;
};

// A week that was decided on and settled: by its own kind, or by the one that a clinician chose.
struct SettledWeek {
  WeeklyDecision decision;
  DecisionKind kind = DecisionKind::kUnspecified;
  bool operator==(const SettledWeek&) const = default;
};

// The last week whose measurement was judged, and compared with from then on; null before the
// first.
const SettledWeek* LastDecisionPoint(const std::vector<SettledWeek>& earlier);

// A new assessment within the week, and what it is compared with. References outlive the call.
struct NewMeasurement {
  const AssessmentFields& start;   // of the assessment that the program began with
  const AssessmentFields& before;  // at the last decision point; the same until there was one
  const Assessment& now;
};

// What a week is decided on. References outlive the call.
struct WeekToDecide {
  int week_number = 1;  // a week that some revision prescribes
  const Revisions& revisions;
  const std::vector<CheckIn>& check_ins;    // of the whole program so far
  int baseline_rest_pain = 0;               // score of the assessment in force
  const std::vector<SettledWeek>& earlier;  // weeks 1 to week_number - 1, in order
  std::optional<NewMeasurement> measurement = {};
};

// The rules in their order:
//   W-1 STOP_REFER  a yes in the questions before a session, however late it was told;
//   W-2 REGRESS     sharp pain, tingling on several days, too much discomfort, a large rise of
//                   symptoms, raised mornings; a sharp pain also takes its exercise out, the
//                   stretch where none was named;
//   W-PAUSE HOLD    illness or travel in a week with too little done: the week again, steps back
//                   after a long pause, a new assessment after a longer one;
//   W-3 SIMPLIFY    low adherence in a week of which every day is known;
//   W-4 HOLD        too few entries, partial adherence, or a sign of W-2 in a smaller measure;
//   W-5 ADVANCE     otherwise.
// The same decision too often in a row calls the clinician. A re-measurement that shows harm turns
// ADVANCE into HOLD; a plateau brings its next step where no symptom stands against it.
WeeklyDecision DecideWeek(const WeekToDecide& week, const Catalogue& catalogue);

// A yes in the questions before a session of that week: it is decided before its seven days are
// over.
bool HasRedFlag(int week_number, CivilDay start_date, const std::vector<CheckIn>& check_ins);

// The course after a settled week. `kind` is the decision's own, or a clinician's: then only what
// was taken out stays out, and no step of a plateau or discharge is taken.
Course Followed(Course course, const SettledWeek& settled, const ProgramWeek& week,
                const Catalogue& catalogue);

// The course with a clinician's further edits. What an edit brings in was looked at: a pain no
// longer keeps it out.
Course Edited(Course course, const std::vector<ProgramEdit>& edits);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_FOLLOW_DECIDE_H_
