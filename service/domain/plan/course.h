// Where a program stands: what the weekly decisions so far and the clinician's edits have made of
// it. A default course is the first day. Together with the assessment it decides the weeks that are
// still to come (program.h); weeks that are over are not made again.
//
//   Course course;                                       // week 1
//   course = After(course, DecisionKind::kAdvance, program.weeks.front(), catalogue);
//   const Result<Program> next = Prescribe(assessment, catalogue, start_date, course);  // from
//   week 2
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_COURSE_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_COURSE_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "service/domain/assess/assessment.h"
#include "service/domain/catalogue.h"
#include "service/domain/values.h"

namespace ischia::domain {

struct ProgramWeek;

// What follows from a week (evidence.md 4.2.3), in the order of ischia.v1.WeeklyDecision.Kind.
enum class DecisionKind { kUnspecified, kStopRefer, kRegress, kSimplify, kHold, kAdvance };

// The answer to a plateau, one step at a time (evidence.md 4.2.4, E1 to E4).
enum class PlateauStep { kNone, kVolume, kTechnique, kReconsider, kAccept };

// The order of ischia.v1.ProgramEdit.Kind.
enum class EditKind {
  kUnspecified,
  kSwap,
  kRemove,
  kAdd,
  kLock,
  kSetHoldSeconds,
  kSetRepetitions,
  kSetDays,
  kSetMinutes,
  kSetSecondStretch,
  kOptInStatic
};

// One wish of the clinician's, by week of the program; fields as in ischia.v1.ProgramEdit.
struct ProgramEdit {
  EditKind kind = EditKind::kUnspecified;
  int from_week = 1;        // 0 means 1
  ExerciseId exercise;      // empty where the kind has none
  ExerciseId new_exercise;  // of kSwap, kAdd and kSetSecondStretch
  Side side = Side::kUnspecified;
  int value = 0;
  std::string reason;
  bool operator==(const ProgramEdit&) const = default;
};

// An exercise that some week has held. Its item number is its place in the list, from 1.
struct ItemProgress {
  ExerciseId exercise;
  int advances = 0;   // since it came in, less those that a REGRESS took back
  bool last = false;  // it stood in the last week
  bool left = false;  // it gave way and does not come back by itself
  bool operator==(const ItemProgress&) const = default;
};

// D-STATIC on one leg, in seconds and not as a count, so that no change of limits lets a hold grow
// by more than one step a week. Unset: nothing was held yet.
struct LegHold {
  std::optional<int> first;  // in the week it began
  std::optional<int> held;   // in the last week
  std::optional<int> due;    // in the week to plan, before limits
  bool operator==(const LegHold&) const = default;
};

struct Course {
  int week = 1;            // the first week to plan, counted from the start date
  int advances = 0;        // ADVANCE decisions so far: what the template brings in
  int trunk_advances = 0;  // the trunk ladder's own count; REGRESS takes one back, not below 0
  std::array<LegHold, 2> holds;  // right leg first
  DecisionKind last_decision = DecisionKind::kUnspecified;
  bool simplified = false;    // one stretch and one trunk item, until the next ADVANCE
  bool usual_volume = false;  // a REGRESS took the larger volume back (S 90 to 60)
  PlateauStep plateau = PlateauStep::kNone;
  bool maintenance = false;  // discharged: three days a week
  // Of the week to plan, STRAIN only; unspecified: judged by the assessment, as a new one has to
  // be.
  StrainPhase strain_phase = StrainPhase::kUnspecified;
  StrainPhase last_phase = StrainPhase::kUnspecified;  // of the last week
  // Worst symptom score of the four weeks before; unset: none was reported (S-13).
  std::optional<int> worst_symptom;
  std::vector<ItemProgress> items;
  std::vector<ExerciseId> regressed;  // each gives its place to the first usable `regress` item
  std::vector<ExerciseId> removed;    // until the clinician's review: a sharp pain
  std::vector<ProgramEdit> edits;     // in the order they were made
  // So many of them were accepted when they were made: where a rule forbids one by now, it gives
  // way and the week says so. Newer ones are refused.
  int settled_edits = 0;
  // Mean of the weeks so far, per stretched leg; unset: as prescribed. Scales what is expected.
  std::optional<int> done_seconds_per_week;
  bool operator==(const Course&) const = default;
};

// The course after `week`, which this course planned. kAdvance also makes the projected weeks; the
// strain phase stays until somebody judges it. kRegress takes the larger volume back first, then a
// step of the hold; from the shortest hold, or right after another REGRESS, the stretch gives its
// place to an easier one, unless it is among `removed`. kStopRefer and kHold leave the doses.
Course After(Course course, DecisionKind decision, const ProgramWeek& week,
             const Catalogue& catalogue);

// The same course with so many steps taken back after a long pause; the hold not below the one that
// it began with.
Course SteppedBack(Course course, int steps, const StaticDose& rule);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_COURSE_H_
