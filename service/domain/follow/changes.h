// What a revision changes for the patient, line by line, and why: "hold 20 s -> 25 s on the left,
// because ...". The words are catalogue texts, a clinician's reason stands as it was given.
#ifndef ISCHIA_SERVICE_DOMAIN_FOLLOW_CHANGES_H_
#define ISCHIA_SERVICE_DOMAIN_FOLLOW_CHANGES_H_

#include <string>
#include <vector>

#include "service/domain/plan/course.h"
#include "service/domain/plan/program.h"
#include "service/domain/values.h"

namespace ischia::domain {

// What changes of an exercise, in the order in which it is told.
enum class ChangeKind {
  kComesIn,
  kGoesOut,
  kReplaces,
  kHold,  // seconds
  kSets,
  kRepetitions,  // of the largest set
  kDays,         // a week
  kSessions,     // a day
  kRest,         // seconds
  kWork          // seconds
};

struct Change {
  int week_number = 0;  // from which it holds
  ChangeKind kind{};
  ExerciseId exercise;
  ExerciseId replacement;          // of kReplaces
  Side side = Side::kUnspecified;  // of a dose; kBoth where both change alike
  int before = 0;
  int after = 0;
  Reason because;
  std::string words;  // the clinician's own, where an edit or an override is the cause
  bool operator==(const Change&) const = default;
};

// Why a revision was made: the edits that are new with it, and what none of them explains.
struct Cause {
  Reason reason;
  std::string words;  // a clinician's, in place of the reason
  std::vector<ProgramEdit> edits;
};

// From what the patient did in `before` to what they do in `after`; the doses of an exercise that
// takes another one's place are compared with that one's. In the order of the items.
std::vector<Change> ChangesBetween(const ProgramWeek& before, const ProgramWeek& after,
                                   const Cause& cause);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_FOLLOW_CHANGES_H_
