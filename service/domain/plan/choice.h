// Chooses what stands in the slots of one week. Of all ways to fill them that rules, equipment and
// floor allow (each slot holds one of its options or, unless it has to be filled, nothing; no
// exercise twice), it takes the best by this order, the first difference decides:
//
//   1. it keeps to the number of exercises and fits into the minutes;
//   2. stretch, trunk and what the clinician wants, slot by slot: the option that comes first in
//      the order of evidence and preference; a stretch that stood there last week before all;
//   3. the session is shortened least: rests, then the warm-up, then stretch and trunk on different
//      days. So an exercise too many leaves before a rest is cut;
//   4. the other slots, the weightiest first: the option that comes first, and any before none;
//   5. the larger volume for a severe leg or a plateau.
//
// No two ways are equal in all of these, so the choice depends on nothing else. It is exact: the
// first two are searched through, and each later one only limits what follows it.
#ifndef ISCHIA_SERVICE_DOMAIN_PLAN_CHOICE_H_
#define ISCHIA_SERVICE_DOMAIN_PLAN_CHOICE_H_

#include <vector>

#include "service/domain/plan/dose.h"
#include "service/domain/plan/select.h"

namespace ischia::domain {

// An exercise in its slot. Points into the wishes.
struct Placed {
  const Wish* wish = nullptr;
  const Option* option = nullptr;
  int advances = 0;  // since the exercise came in
  SideDoses doses;
  int seconds = 0;
  bool same_step = false;  // as last week: the doses are already this week's
};

enum class LeftFor { kCount, kTime, kSimplicity };

// An option that would have stood in a slot.
struct Unmet {
  const Wish* wish = nullptr;
  const Option* option = nullptr;
  LeftFor why = LeftFor::kTime;
  int seconds = 0;  // that the session would have needed; 0: more than there are
};

struct Choice {
  std::vector<Placed> items;  // in the order of the wishes
  std::vector<Unmet> unmet;
  Pace pace;
  int session_seconds = 0;        // the longest day
  bool fits = false;              // else nothing does, and this is the least that is worth doing
  bool whole = false;             // the first option of every slot, at full length
  int larger_volume_seconds = 0;  // that the larger volume would have needed; 0: it is not left out
};

struct SessionLimits {
  int most_items = 0;  // warm-up and what belongs to sport not counted
  int seconds = 0;
};

// Precondition: each essential slot has an option.
Choice Choose(const Wishes& wishes, const Doses& doses, const Course& course,
              const SessionLimits& limits);

// The same, sooner, where `last` was made of the same wishes in the week before.
Choice ChooseAgain(Choice last, const Wishes& wishes, const Doses& doses, const Course& course,
                   const SessionLimits& limits);

}  // namespace ischia::domain

#endif  // ISCHIA_SERVICE_DOMAIN_PLAN_CHOICE_H_
