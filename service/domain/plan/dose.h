// How long, how often and on which side: D-STATIC, D-STATIC-ADJ, D-PNF, the trunk ladder and the
// steps of catalogue entries, within the limits in force, and the seconds a session takes. Which
// exercise is dosed is decided elsewhere (select.h, choice.h).
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_DOSE_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_DOSE_H_

#include <array>
#include <vector>

#include "service/domain/assess/safety.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/course.h"
#include "service/domain/plan/program.h"
#include "service/domain/plan/select.h"

namespace ischia::domain {

// The hold of these follows D-STATIC: hamstring stretches, stretches of other muscles, push-relax.
bool HoldsByRule(ExerciseClass exercise_class);

// D-STATIC: seconds of one hold after so many ADVANCE decisions.
int HoldAfter(int advances, int start_hold, int longest_hold, const StaticDose& rule);

// D-STATIC: what a leg does of a hold on one day, and on how many days. A cap below the rule's own
// takes days first, then repetitions.
struct Volume {
  int repetitions = 0;
  int days = 0;
  bool operator==(const Volume&) const = default;
};
Volume VolumeOf(int hold_seconds, int session_seconds, int weekly_cap, const StaticDose& rule);

// The legs of a stretching program: those that are tight by band (a measured leg without a band
// counts as MILD), or both when none is, and both of a strain. The other leg of a one-sided program
// does half.
struct LegPlan {
  Side side = Side::kUnspecified;
  bool other_leg = false;
  bool severe = false;
  bool operator==(const LegPlan&) const = default;
};
std::array<LegPlan, 2> PlanLegs(const std::vector<LegBand>& bands, Pathway pathway);  // right first

// How a week's sessions are put together.
struct Pace {
  bool larger_volume = false;  // where the rule has it: SEVERE, or step E1
  bool short_rest = false;
  bool short_warm_up = false;
  bool taking_turns = false;             // stretch and trunk on different days
  const DoseStep* push_relax = nullptr;  // takes days of the stretch; null: none
  bool two_stretches = false;            // that share the repetitions
  bool operator==(const Pace&) const = default;
};

// The doses of one patient under the limits of one screening. The references outlive it.
class Doses {
 public:
  Doses(const Case& patient, const Screening& screening);

  // The week that is dosed from here on.
  void SetWeek(const Course& course);

  int Rest(const Pace& pace) const;  // seconds between repetitions of a held stretch
  int WarmUp(const Pace& pace) const;
  // The week could do more by SEVERE or E1.
  bool HasLargerVolume() const;
  // Stretching on the fewest days allowed still reaches the weekly floor.
  bool CanTakeTurns() const;

  // `advances` since the exercise came in. `second`: the second of two stretches. What the
  // clinician edits is less, never more.
  SideDoses Of(const Option& option, int advances, const Pace& pace, bool second = false) const;
  // The same without edits.
  SideDoses ByRule(const Option& option, int advances, const Pace& pace) const;
  // Adds why the doses are as they are.
  void Explain(const Option& option, const SideDoses& doses, const Pace& pace,
               std::vector<Reason>& reasons) const;
  // The exercise has steps, and does the same one after both numbers of ADVANCE decisions: at full
  // length, its doses are equal.
  bool AreOfOneStep(const Option& option, int advances, int others) const;
  // One session of an exercise, all sides.
  int SecondsOf(const Exercise& exercise, const SideDoses& doses) const;

 private:
  // One leg under its own limits, in seconds.
  struct Leg {
    LegPlan plan;
    int start_hold = 0;
    int target_hold = 0;
    int longest_hold = 0;
    int weekly_cap = 0;
    int max_discomfort = 0;
    int hold = 0;    // of the week
    int before = 0;  // of the week before; 0: none
  };

  // What the clinician's edits leave of a hold, of repetitions and days.
  int EditedHold(ExerciseId exercise, Side side, int seconds) const;
  void Edit(ExerciseId exercise, SideDoses& doses) const;
  SideDoses Made(const Option& option, int advances, const Pace& pace, bool second) const;
  void SetLimits();
  void SetLeg(Leg& leg) const;
  void DecideStart();
  Volume VolumeOn(const Leg& leg, const Pace& pace) const;
  int StretchDays(const Volume& volume, const Pace& pace) const;
  SideDose StretchOn(const Exercise& exercise, Leg leg, const Pace& pace, bool second) const;
  SideDoses Stretch(const Exercise& exercise, const Pace& pace, bool second) const;
  SideDoses PushRelax(const Option& option, const Pace& pace) const;
  SideDoses Adjunct(const Exercise& exercise, const Pace& pace) const;
  SideDoses Stepped(const Option& option, int advances, const Pace& pace) const;
  // The same dose on each leg, right before left, or once for both.
  SideDoses OnSides(SideDose dose, bool per_side) const;
  // Draws the dose's figure at the patient's own angle, where the exercise asks for it.
  void Draw(const Exercise& exercise, SideDose& dose) const;
  const DoseStep& StepOf(const Option& option, int advances) const;
  int LongestEffort(const Exercise& exercise) const;
  void ExplainStretch(const SideDoses& doses, const Pace& pace, std::vector<Reason>& reasons) const;
  void ExplainHold(const Leg& leg, std::vector<Reason>& reasons) const;
  const LimitInForce* LimitOf(LimitKind kind, Side side) const;  // null when no rule limits it
  int AtMost(int value, LimitKind kind, Side side) const;
  const Leg& LegOf(Side side) const;  // of both legs: the one with the shorter hold

  const Case& patient_;
  const Screening& screening_;
  const StaticDose& rule_;
  // By kind, right leg first.
  std::array<std::array<const LimitInForce*, 2>, static_cast<std::size_t>(LimitKind::kCount)>
      limits_{};
  std::array<Leg, 2> legs_;
  int rest_ = 0;
  int plan_discomfort_ = 0;  // of rule plans; 0: none
  bool one_leg_allowed_ = true;
  bool long_efforts_allowed_ = true;
  std::vector<Reason> start_reasons_;
  // Of the week.
  std::vector<ProgramEdit> edits_;
  DecisionKind last_decision_ = DecisionKind::kUnspecified;
  bool maintenance_ = false;
  bool more_by_plateau_ = false;
  bool more_allowed_ = true;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_DOSE_H_
