// How long, how often and on which side: D-STATIC, D-STATIC-ADJ, the trunk ladder and the steps of
// catalogue entries, within the limits in force, and the seconds a session takes. Which exercise is
// dosed is decided elsewhere (select.h).
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_DOSE_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_DOSE_H_

#include <array>
#include <vector>

#include "service/domain/assess/safety.h"
#include "service/domain/catalogue.h"
#include "service/domain/plan/program.h"
#include "service/domain/plan/select.h"

namespace ischia::domain {

// The hold of these follows D-STATIC: hamstring stretches, stretches of other muscles, push-relax.
bool HoldsByRule(ExerciseClass exercise_class);

// D-STATIC: seconds of one hold after so many ADVANCE decisions.
int HoldAfter(int advances, int start_hold, int longest_hold, const StaticDose& rule);

// D-STATIC: what a leg does of a hold on one day, and on how many days.
struct Volume {
  int repetitions = 0;
  int days = 0;
  bool operator==(const Volume&) const = default;
};
Volume VolumeOf(int hold_seconds, int session_seconds, int weekly_cap, const StaticDose& rule);

// The legs of a stretching program: those that are tight by band (a measured leg without a band
// counts as MILD), or both when none is. The other leg of a one-sided program does half.
struct LegPlan {
  Side side = Side::kUnspecified;
  bool other_leg = false;
  bool severe = false;
  bool operator==(const LegPlan&) const = default;
};
std::array<LegPlan, 2> PlanLegs(const std::vector<LegBand>& bands);  // right leg first

// How a session is made shorter, in the order of the time budget.
struct Pace {
  bool severe_volume = true;
  bool short_rest = false;
  bool short_warm_up = false;
  bool taking_turns = false;  // stretch and trunk on different days
};

// All doses of one patient. The references outlive it.
class Doses {
 public:
  Doses(const Assessment& assessment, const Catalogue& catalogue, const Screening& screening,
        const std::vector<LegBand>& bands);

  int Hold(int week) const;
  // Seconds of rest between repetitions of a held stretch.
  int Rest(const Pace& pace) const;
  int WarmUp(const Pace& pace) const;
  // A SEVERE leg has reached the hold from which it does more.
  bool HasSevereVolume(int week) const;
  // Stretching on the fewest days allowed still reaches the weekly floor.
  bool CanTakeTurns(int week) const;

  // `since_week`: when the exercise came into the program.
  SideDoses Of(const Place& place, int week, int since_week, const Pace& pace) const;
  // Adds why the doses are as they are.
  void Explain(const Place& place, const SideDoses& doses, int week, const Pace& pace,
               std::vector<Reason>& reasons) const;
  // One session of an exercise, all sides.
  int SecondsOf(const Exercise& exercise, const SideDoses& doses) const;

 private:
  SideDoses Stretch(const Place& place, int week, const Pace& pace) const;
  SideDoses Adjunct(const Place& place, int week, const Pace& pace) const;
  SideDoses Stepped(const Place& place, int week, int since_week, const Pace& pace) const;
  // Draws the dose's figure at the patient's own angle, where the exercise asks for it.
  void Draw(const Exercise& exercise, SideDose& dose) const;
  const DoseStep& StepOf(const Place& place, int week, int since_week) const;
  void DecideStart();
  void ExplainStretch(const SideDoses& doses, int week, const Pace& pace,
                      std::vector<Reason>& reasons) const;
  void ExplainHold(int week, std::vector<Reason>& reasons) const;
  const LimitInForce* LimitOf(LimitKind kind) const;  // null when no rule limits it
  int AtMost(int value, LimitKind kind) const;

  const Assessment& assessment_;
  const Catalogue& catalogue_;
  const StaticDose& rule_;
  std::array<const LimitInForce*, static_cast<std::size_t>(LimitKind::kCount)> limits_{};
  std::array<LegPlan, 2> legs_;
  int start_hold_ = 0;
  int target_hold_ = 0;
  int longest_hold_ = 0;
  int weekly_cap_ = 0;
  int rest_ = 0;
  int max_discomfort_ = 0;
  bool one_leg_allowed_ = true;
  std::vector<Reason> start_reasons_;
};

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_DOSE_H_
