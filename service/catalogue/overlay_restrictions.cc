#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "service/catalogue/check.h"
#include "service/catalogue/overlay_merge.h"

namespace ischia::catalogue {
namespace {

// What a clinic may write for one kind of limit, in whole numbers of its unit.
struct Range {
  v1::LimitKind kind;
  double low;
  double high;
  bool more_is_stricter = false;
};

// The kinds that only ever take away. Not among them: values that are set rather than capped
// (target_hold), and what no code of this version applies. Joint angles, rest and hold end where
// the contract's fields do (ischia.v1.Clearance, SideDose); the rest are the catalogue's numbers.
std::vector<Range> RangesOf(const v1::DoseFile& doses) {
  constexpr double kDaysPerWeek = 7;
  const v1::StaticDose& dose = doses.static_dose();
  const double first_measured = doses.frame().remeasure_weeks(0) * kDaysPerWeek;
  return {
      {v1::LIMIT_KIND_MAX_HIP_FLEXION_DEGREES, 30, 120},
      {v1::LIMIT_KIND_MAX_HIP_FLEXION_HAMSTRING_DEGREES, 30, 120},
      {v1::LIMIT_KIND_MAX_TRUNK_LEAN_DEGREES, 1, 90},
      {v1::LIMIT_KIND_MAX_LUMBAR_FLEXION_DEGREES, 1, 90},
      // A stretch and an abdominal exercise are the least.
      {v1::LIMIT_KIND_MAX_EXERCISE_COUNT, 2, 1.0 * doses.frame().max_exercise_count()},
      {v1::LIMIT_KIND_MAX_HOLD_SECONDS, 1.0 * dose.gentle_start_hold(), 60},
      {v1::LIMIT_KIND_MAX_DISCOMFORT_SCORE, 1, 1.0 * dose.max_discomfort()},
      {v1::LIMIT_KIND_MIN_REST_SECONDS, 1.0 * dose.rest(), 120, true},
      {v1::LIMIT_KIND_MAX_WEEKLY_SECONDS, 1.0 * dose.weekly_floor(), 1.0 * dose.weekly_cap()},
      {v1::LIMIT_KIND_START_HOLD_SECONDS, 1.0 * dose.gentle_start_hold(),
       1.0 * dose.gentle_start_hold()},
      {v1::LIMIT_KIND_RECHECK_DAYS, 1, first_measured},
  };
}

std::string Whole(double number) { return std::to_string(std::lround(number)); }

class RestrictionMerge {
 public:
  RestrictionMerge(const Overlay& overlay, Merging& merging)
      : overlay_(overlay), merging_(merging), ranges_(RangesOf(merging.doses)) {}

  void Run() {
    v1::SafetyRuleFile added;
    for (const auto& restriction : overlay_.restrictions) Add(restriction, added);
    merging_.rules.MergeFrom(added);
    auto& all = *merging_.rules.mutable_rules();
    std::sort(all.begin(), all.end(),
              [](const v1::SafetyRule& a, const v1::SafetyRule& b) { return a.id() < b.id(); });
  }

 private:
  using Added = Placed<v1::Restriction>;

  static std::string FieldOf(const Added& added) { return "restrictions " + added->id(); }

  void Tell(const Added& added, const std::string& name, int index, std::string what,
            std::string remedy) {
    merging_.Tell(added.PlaceOf(name, index), FieldOf(added) + ' ' + name, std::move(what),
                  std::move(remedy));
  }

  void Add(const Added& added, v1::SafetyRuleFile& file) {
    const bool catalogues_own = FindRule(added->id()) != nullptr;
    if (!TakeId(added->id(), kOverlayRule, catalogues_own, FieldOf(added), added.PlaceOf("id"),
                merging_)) {
      merging_.whole = false;
      return;
    }
    RememberPlaces(added, FieldOf(added), merging_);
    // The checks know it as the rule that it becomes.
    RememberPlaces(added, "safety_rules " + added->id(), merging_);
    if (!added->rule().empty() && FindRule(added->rule()) == nullptr) {
      Tell(added, "rule", -1, '"' + added->rule() + "\" is no safety rule of the catalogue",
           "Name one of " + merging_.rules.rules(0).id() + " to " +
               merging_.rules.rules().rbegin()->id() + ", or none to restrict every program.");
    }
    *file.add_rules() = RuleOf(added);
  }

  // Null when the catalogue has no such rule.
  const v1::SafetyRule* FindRule(const std::string& id) const {
    const auto& rules = merging_.rules.rules();
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const v1::SafetyRule& rule) { return rule.id() == id; });
    return found == rules.end() ? nullptr : &*found;
  }

  v1::SafetyRule RuleOf(const Added& added) {
    v1::SafetyRule rule;
    rule.set_id(added->id());
    rule.set_severity(v1::SEVERITY_INFORM);  // what it is attached to says how grave the matter is
    *rule.mutable_condition() = ConditionOf(FindRule(added->rule()));
    rule.add_sources()->set_grade(v1::EVIDENCE_GRADE_DESIGN_RULE);
    v1::Effect& effect = *rule.mutable_effect();
    *effect.mutable_exclude_tags() = added->exclude_tags();
    AddExcluded(added, effect);
    AddLimits(added, effect);
    effect.set_supervision(added->supervision());
    const bool restricts = !added->exclude_tags().empty() || !added->exclude_ids().empty() ||
                           !added->limits().empty() || added->supervision() > v1::SUPERVISION_NONE;
    if (!restricts) {
      merging_.Tell(added.place(), FieldOf(added), "restricts nothing",
                    "Give it exclude_tags, exclude_ids, limits or supervision.");
    }
    return rule;
  }

  // Where the rule fires, by itself or raised; a null rule stands for everybody, who has an age.
  static v1::Condition ConditionOf(const v1::SafetyRule* rule) {
    v1::Condition condition;
    if (rule != nullptr) {
      condition = rule->condition();
      condition.MergeFrom(rule->escalation().condition());
      return condition;
    }
    v1::Term& term = *condition.add_any()->add_all();
    term.set_fact("age_years");
    term.set_at_least(0);
    term.set_if_missing(true);
    return condition;
  }

  void AddExcluded(const Added& added, v1::Effect& effect) {
    const auto& exercises = merging_.exercises.exercises();
    for (int i = 0; i < added->exclude_ids_size(); ++i) {
      const std::string& id = added->exclude_ids(i);
      const auto found =
          std::find_if(exercises.begin(), exercises.end(),
                       [&](const v1::Exercise& exercise) { return exercise.id() == id; });
      if (found == exercises.end()) {
        // One that was left out has been told of already.
        if (merging_.whole) {
          Tell(added, "exclude_ids", i, '"' + id + "\" is no exercise of catalogue or overlay",
               "Name one of them, such as HS-01.");
        }
      } else if (found->exercise_class() == v1::EXERCISE_CLASS_SUPPORT) {
        Tell(added, "exclude_ids", i, id + " is a support item, which stays in every program",
             "Take it out.");
      } else {
        *effect.add_exclude_ids() = id;
      }
    }
  }

  void AddLimits(const Added& added, v1::Effect& effect) {
    for (int i = 0; i < added->limits_size(); ++i) {
      const v1::Limit& limit = added->limits(i);
      const auto range = std::find_if(ranges_.begin(), ranges_.end(), [&](const Range& entry) {
        return entry.kind == limit.kind();
      });
      if (range == ranges_.end()) {
        TellKinds(added, i);
      } else if (FitsIn(*range, added, i)) {
        *effect.add_limits() = limit;
      }
    }
  }

  void TellKinds(const Added& added, int index) {
    std::vector<std::string> kinds;
    for (const Range& range : ranges_) kinds.push_back(v1::LimitKind_Name(range.kind));
    Tell(added, "limits", index,
         "has a kind that an overlay cannot set; it can set " + Listed(kinds),
         "Take one of these, or none.");
  }

  // Tells so where the value lies out of range, or is looser than what the rule has itself.
  bool FitsIn(Range range, const Added& added, int index) {
    const v1::Limit& limit = added->limits(index);
    const std::string name = v1::LimitKind_Name(limit.kind());
    const v1::SafetyRule* rule = FindRule(added->rule());
    const auto own = rule == nullptr ? std::nullopt : OwnLimit(*rule, limit.kind());
    if (own) {
      double& end = range.more_is_stricter ? range.low : range.high;
      end = range.more_is_stricter ? std::max(end, *own) : std::min(end, *own);
    }
    if (limit.value() == std::floor(limit.value()) && limit.value() >= range.low &&
        limit.value() <= range.high) {
      return true;
    }
    const bool looser =
        range.more_is_stricter ? limit.value() < range.low : limit.value() > range.high;
    std::string what =
        name + " is no whole number from " + Whole(range.low) + " to " + Whole(range.high);
    if (looser)
      what += "; it would be looser than the " + (own ? "limit of " + rule->id() : "catalogue");
    Tell(added, "limits", index, std::move(what),
         looser ? "An overlay can only make a limit stricter: write a number in this range."
                : "Write a number in this range.");
    return false;
  }

  static std::optional<double> OwnLimit(const v1::SafetyRule& rule, v1::LimitKind kind) {
    for (const v1::Limit& limit : rule.effect().limits()) {
      if (limit.kind() == kind) return limit.value();
    }
    return std::nullopt;
  }

  const Overlay& overlay_;
  Merging& merging_;
  const std::vector<Range> ranges_;
};

}  // namespace

void MergeRestrictions(const Overlay& overlay, Merging& merging) {
  RestrictionMerge(overlay, merging).Run();
}

}  // namespace ischia::catalogue
