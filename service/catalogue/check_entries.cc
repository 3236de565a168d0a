#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "service/catalogue/check.h"
#include "service/domain/follow/session_screen.h"

namespace ischia::catalogue {
namespace {

using domain::Exercise;
using domain::ExerciseId;
using domain::SafetyRule;
using domain::Severity;

constexpr std::size_t kExerciseCount = 35;  // 33 exercises and 2 support items
constexpr std::size_t kRuleCount = 60;
constexpr std::size_t kStrainGateCount = 3;

std::string Name(std::string_view kind, std::string_view id) {
  return std::string(kind) + ' ' + std::string(id);
}

std::string RuleIdOf(std::size_t number) {
  return std::string(number < 10 ? "S-0" : "S-") + std::to_string(number);
}

class EntryCheck {
 public:
  EntryCheck(const domain::Catalogue& catalogue, Violations& violations)
      : catalogue_(catalogue), violations_(violations) {}

  void Run() {
    CheckExercises();
    CheckChains("progress", &Exercise::progress);
    CheckChains("regress", &Exercise::regress);
    CheckRules();
    CheckStrainGates();
    CheckSessionScreen();
    CheckDoses();
    CheckPathways();
    CheckNorms();
    CheckCuts();
    CheckDecisions();
  }

 private:
  void Require(bool holds, const std::string& where, std::string_view what) {
    if (!holds) violations_.Add(where, std::string(what));
  }

  // The entries that are the catalogue's own. Without an overlay all of them are.
  template <typename Entries>
  std::size_t CountOwn(const Entries& entries, std::string_view overlay_prefix) const {
    if (catalogue_.overlay_version.empty()) return entries.size();
    return static_cast<std::size_t>(std::count_if(
        entries.begin(), entries.end(),
        [&](const auto& entry) { return !entry.id.text().starts_with(overlay_prefix); }));
  }

  // -- Exercises

  void CheckExercises() {
    const auto& all = catalogue_.exercises;
    Require(CountOwn(all, kOverlayExercise) == kExerciseCount, "exercises",
            "there must be 35 entries");
    for (std::size_t i = 1; i < all.size(); ++i) {
      Require(all[i - 1].id < all[i].id, Name("exercises", all[i].id.text()),
              "entries stand once, in the order of their ids");
    }
    for (const Exercise& exercise : all) CheckExercise(exercise);
  }

  void CheckExercise(const Exercise& exercise) {
    const std::string where = Name("exercises", exercise.id.text());
    Resolve(exercise.regress, where + " regress");
    Resolve(exercise.progress, where + " progress");
    CheckTags(exercise, where + " tags");
    CheckDoseOf(exercise, where);
    CheckUnlock(exercise.unlock, where + " unlock");
    CheckPoses(exercise, where + " drawing");
    const domain::Drawing& drawing = exercise.drawing;
    Require(!drawing.near_hand.empty() && !drawing.far_hand.empty() && !drawing.feel.empty() &&
                !drawing.movement.empty(),
            where, "the drawing names both hands, feel and movement");
  }

  void CheckDoseOf(const Exercise& exercise, const std::string& where) {
    constexpr std::array<std::string_view, 7> kRules = {
        "D-STATIC", "D-STATIC-ADJ", "D-TRUNK", "D-ENTRY", "D-NORDIC", "D-PNF", "D-TIME"};
    const std::string_view rule = exercise.dose_rule.text();
    Require(std::find(kRules.begin(), kRules.end(), rule) != kRules.end(), where,
            "the dose rule is not known");
    const bool by_rule = rule == "D-STATIC" || rule == "D-STATIC-ADJ";
    Require(exercise.steps.empty() == by_rule, where,
            "steps stand exactly where no rule computes the dose");
    for (const domain::DoseStep& step : exercise.steps) CheckStep(step, where);
  }

  void CheckUnlock(const domain::Unlock& unlock, const std::string& where) {
    for (const domain::UnlockWay& way : unlock.ways) {
      Require(way.from_week <= catalogue_.week_count, where, "it is unlocked in no week");
      Require(way.from_phase == domain::StrainPhase::kUnspecified ||
                  way.pathway == domain::Pathway::kStrain,
              where, "only a strain has phases");
    }
    Require(unlock.after.empty() == (unlock.after_advances == 0), where,
            "what comes first has to go well for some weeks");
    if (!unlock.after.empty()) Resolve({unlock.after}, where);
  }

  // The ranges of ischia.v1.SideDose.
  void CheckStep(const domain::DoseStep& step, const std::string& where) {
    auto within = [](int value, int low, int high) { return value >= low && value <= high; };
    Require(within(step.sets, 1, 10) && within(step.repetitions, 0, 20) &&
                within(step.hold_seconds, 0, 60) && within(step.contraction_seconds, 0, 10) &&
                within(step.tempo_seconds, 0, 10) && within(step.work_seconds, 0, 600) &&
                within(step.days_per_week, 0, 7) && within(step.sessions_per_day, 1, 3),
            where, "a dose is out of range");
    Require((step.repetitions > 0) != (step.work_seconds > 0), where,
            "a dose counts repetitions or time");
    Require(step.repetitions_by_set.size() <= 3, where, "at most three sets differ");
    Require(step.repetitions_by_set.empty() ||
                step.repetitions_by_set.size() == static_cast<std::size_t>(step.sets),
            where, "unequal sets are listed one by one");
  }

  // The tags that a base has by itself (evidence.md 2.1).
  void CheckTags(const Exercise& exercise, const std::string& where) {
    using domain::Base;
    using domain::Tag;
    const auto asks = [&](Base base, Tag tag, std::string_view what) {
      Require(exercise.base != base || exercise.tags.test(static_cast<std::size_t>(tag)), where,
              what);
    };
    asks(Base::kSupine, Tag::kSupine, "who lies on the back has the tag supine");
    asks(Base::kProne, Tag::kProne, "who lies on the belly has the tag prone");
    asks(Base::kSidelying, Tag::kSidelying, "who lies on the side has the tag sidelying");
    asks(Base::kQuadruped, Tag::kQuadruped, "who is on all fours has the tag quadruped");
    for (Base base : {Base::kQuadruped, Base::kKneeling}) {
      asks(base, Tag::kKneeling, "who has weight on a knee has the tag kneeling");
    }
    for (Base base : {Base::kSupine, Base::kProne, Base::kSidelying, Base::kQuadruped,
                      Base::kKneeling, Base::kLongSitting}) {
      asks(base, Tag::kFloor, "who is on the floor has the tag floor");
    }
  }

  void CheckPoses(const Exercise& exercise, const std::string& where) {
    const domain::Drawing& drawing = exercise.drawing;
    for (const domain::Pose* pose : {&drawing.start, &drawing.end}) {
      Require(AreAngles({pose->trunk, pose->lumbar, pose->pelvis, pose->thorax, pose->working.hip,
                         pose->working.knee, pose->working.ankle, pose->other.hip, pose->other.knee,
                         pose->other.ankle, pose->shoulder, pose->elbow}),
              where, "a pose has an angle that is not from -180 to 180 degrees");
      Require(std::max(pose->working.hip, pose->other.hip) <= exercise.max_hip_flexion, where,
              "a pose bends the hip beyond max_hip_flexion_degrees");
    }
    Require(drawing.drawn_by != domain::DrawnBy::kStraightLegRaise ||
                exercise.max_hip_flexion >= catalogue_.lowest_adjusted_hip_flexion,
            where, "a leg that is drawn where the patient raises it cannot be held below that");
    Require(drawing.lumbar_gain >= 1 && drawing.lumbar_gain <= 10, where,
            "lumbar_gain is a factor from 1 to 10");
  }

  static bool AreAngles(std::initializer_list<double> degrees) {
    return std::all_of(degrees.begin(), degrees.end(),
                       [](double angle) { return angle >= -180 && angle <= 180; });
  }

  void Resolve(const std::vector<ExerciseId>& ids, const std::string& where) {
    for (ExerciseId id : ids) {
      Require(catalogue_.FindExercise(id) != nullptr, where,
              "no exercise " + std::string(id.text()));
    }
  }

  using Chain = std::vector<ExerciseId> Exercise::*;

  void CheckChains(const std::string& name, Chain next) {
    std::map<ExerciseId, bool> open;  // on the way (true) or done (false)
    for (const Exercise& exercise : catalogue_.exercises) Walk(exercise, next, name, open);
  }

  void Walk(const Exercise& exercise, Chain next, const std::string& name,
            std::map<ExerciseId, bool>& open) {
    const auto [entry, is_new] = open.emplace(exercise.id, true);
    if (!is_new) {
      Require(!entry->second, Name("exercises", exercise.id.text()) + ' ' + name,
              name + " runs in a circle");
      return;
    }
    for (ExerciseId id : exercise.*next) {
      if (const Exercise* other = catalogue_.FindExercise(id)) Walk(*other, next, name, open);
    }
    open[exercise.id] = false;
  }

  // -- Safety rules

  void CheckRules() {
    const auto& rules = catalogue_.rules;
    const std::size_t own = CountOwn(rules, kOverlayRule);
    Require(own == kRuleCount, "safety_rules", "there must be 60 rules");
    const std::size_t first = rules.size() - own;  // those of an overlay come before
    for (std::size_t i = 0; i < rules.size(); ++i) {
      Require(i < first || rules[i].id.text() == RuleIdOf(i - first + 1),
              Name("safety_rules", rules[i].id.text()), "rules stand once, S-01 to S-60 in order");
      CheckRule(rules[i]);
    }
  }

  void CheckRule(const SafetyRule& rule) {
    const std::string where = Name("safety_rules", rule.id.text());
    Require(rule.severity != Severity::kUnspecified, where, "the severity is missing");
    Require((rule.severity == Severity::kRefuseRefer) ==
                (rule.urgency != domain::Urgency::kUnspecified),
            where, "exactly a refusal says how urgent it is");
    Require(!rule.condition.any.empty(), where, "no condition");
    Require(
        rule.escalate_condition.any.empty() == (rule.escalate_severity == Severity::kUnspecified),
        where, "an escalation has condition and severity");
    Require(rule.severity != Severity::kModify || rule.acknowledgement_required, where,
            "what changes a program is acknowledged at activation");
    Require(!rule.sources.empty(), where, "no source");
    for (domain::RuleId id : rule.silenced_by) {
      Require(catalogue_.FindRule(id) != nullptr, where, "no rule " + std::string(id.text()));
    }
    CheckEffect(rule.effect, where);
    CheckSides(rule.effect, rule.condition, where);
    for (const domain::AddedEffect& added : rule.when) CheckAdded(added, where);
    if (rule.later) CheckLater(rule, where);
    Require(!rule.after_clearance || rule.severity == Severity::kHoldClearance, where,
            "only what is held can be cleared");
    if (rule.after_clearance) CheckEffect(*rule.after_clearance, where);
    Require(!rule.clearance_flag || rule.severity < Severity::kHoldClearance, where,
            "a clearance flag stands on a rule that would let a program through");
  }

  void CheckAdded(const domain::AddedEffect& added, const std::string& where) {
    Require(!added.condition.any.empty(), where, "what is added has a condition");
    CheckEffect(added.effect, where);
    CheckSides(added.effect, added.condition, where);
  }

  // A limit of one leg needs a condition that says which.
  void CheckSides(const domain::Effect& effect, const domain::Condition& condition,
                  const std::string& where) {
    const bool one_sided = std::any_of(effect.limits.begin(), effect.limits.end(),
                                       [](const domain::Limit& limit) { return limit.one_sided; });
    Require(!one_sided || condition.of_each_leg, where,
            "a one-sided limit stands with a condition of one leg");
  }

  // A later value replaces one of the same kind, for the same legs.
  void CheckLater(const SafetyRule& rule, const std::string& where) {
    Require(rule.later->after_weeks > 0 && !rule.later->limits.empty(), where,
            "later limits wait for some weeks");
    for (const domain::Limit& later : rule.later->limits) {
      Require(std::any_of(rule.effect.limits.begin(), rule.effect.limits.end(),
                          [&](const domain::Limit& now) {
                            return now.kind == later.kind && now.one_sided == later.one_sided;
                          }),
              where, "a later limit replaces one of its kind");
    }
  }

  // What a patient answers with yes must reach somebody.
  void CheckSessionScreen() {
    std::multiset<std::string_view> listed;
    for (const SafetyRule& rule : catalogue_.rules) {
      listed.insert(rule.session_items.begin(), rule.session_items.end());
    }
    for (const domain::SessionItem& item : domain::SessionItems()) {
      Require(listed.count(item.name) == 1, "safety_rules",
              "exactly one rule speaks for the session item " + std::string(item.name));
    }
    Require(listed.size() == domain::SessionItems().size(), "safety_rules",
            "a session item is not in the screen");
  }

  void CheckStrainGates() {
    Require(catalogue_.strain_gates.size() == kStrainGateCount, "safety_rules strain_gates",
            "there must be a gate for each of S0, S1 and S2");
    for (const domain::StrainGate& gate : catalogue_.strain_gates) {
      Require(!gate.stays_while.any.empty() && !gate.stays_while.of_each_leg,
              "safety_rules strain_gates", "a gate has a condition that speaks of no single leg");
    }
  }

  void CheckEffect(const domain::Effect& effect, const std::string& where) {
    Resolve(effect.exclude_ids, where);
    Resolve(effect.allow_only, where);
    Resolve(effect.hamstring_slot, where);
    for (const domain::Limit& limit : effect.limits) {
      Require(limit.kind != domain::LimitKind::kUnspecified && limit.value > 0, where,
              "a limit needs kind and value");
    }
    constexpr auto kFloor = static_cast<std::size_t>(domain::Tag::kFloor);
    Require(!effect.bed_allowed || effect.exclude_tags.test(kFloor), where,
            "a bed stands in for the floor only");
  }

  // -- Doses and pathways

  void CheckDoses() {
    const domain::StaticDose& dose = catalogue_.static_dose;
    Require(dose.gentle_start_hold < dose.start_hold && dose.start_hold < dose.target_hold &&
                dose.weekly_step > 0,
            "doses static_dose", "holds grow from the gentle start to the target");
    Require(0 < dose.min_repetitions && dose.min_repetitions < dose.max_repetitions &&
                0 < dose.min_days && dose.min_days < dose.max_days && dose.max_days <= 7 &&
                dose.weekly_floor < dose.weekly_cap,
            "doses static_dose", "each range has a lower and an upper end");
    Require(dose.session_seconds * dose.max_days >= dose.weekly_floor, "doses static_dose",
            "a week of sessions reaches the floor");
    const Exercise* warm_up = catalogue_.FindExercise(ExerciseId("W-00"));
    Require(warm_up != nullptr && !warm_up->steps.empty() &&
                warm_up->steps.front().work_seconds == catalogue_.time_budget.warm_up &&
                warm_up->minimum_work_seconds == catalogue_.time_budget.short_warm_up,
            "doses time_budget", "the warm-up is that of W-00");
    Require(0 < catalogue_.default_exercise_count &&
                catalogue_.default_exercise_count <= catalogue_.max_exercise_count &&
                catalogue_.week_count > 0,
            "doses frame", "counts of items and weeks");
    Require(0 < catalogue_.maintenance.days_per_week &&
                catalogue_.maintenance.days_per_week < dose.min_days,
            "doses maintenance", "keeping takes fewer days than gaining");
    Require(catalogue_.long_effort_seconds > 1, "doses held_effort", "a long effort takes time");
    Resolve(catalogue_.plateau.technique, "doses plateau");
    Resolve(catalogue_.plateau.strength, "doses plateau");
    for (const domain::RulePlan& plan : catalogue_.rule_plans) CheckRulePlan(plan);
    Resolve(catalogue_.trunk_fallback, "doses trunk");
    Require(!catalogue_.trunk_fallback.empty(), "doses trunk", "no fallback");
  }

  void CheckRulePlan(const domain::RulePlan& plan) {
    const std::string where = Name("doses rule_plans", plan.rule.text());
    Require(catalogue_.FindRule(plan.rule) != nullptr, where, "no such rule");
    Require(&plan == catalogue_.FindRulePlan(plan.rule), where, "a rule has one plan");
    Require(plan.ladder_of.empty() == plan.ladder.empty(), where,
            "a ladder is that of an exercise");
    if (!plan.ladder_of.empty()) Resolve({plan.ladder_of}, where);
    for (const domain::DoseStep& step : plan.ladder) CheckStep(step, where);
    for (const domain::TemplateItem& item : plan.items) CheckItem(item, where);
    Require(0 <= plan.max_discomfort && plan.max_discomfort <= 3, where, "discomfort is 3 at most");
  }

  void CheckPathways() {
    for (auto pathway : {domain::Pathway::kTight, domain::Pathway::kStrain,
                         domain::Pathway::kLowBackPain, domain::Pathway::kPrevention}) {
      const auto count = std::count_if(
          catalogue_.pathways.begin(), catalogue_.pathways.end(),
          [&](const domain::PathwayTemplate& entry) { return entry.pathway == pathway; });
      Require(count == 1, "doses pathways", "each pathway has one template");
    }
    for (const domain::PathwayTemplate& entry : catalogue_.pathways) CheckPathway(entry);
  }

  void CheckPathway(const domain::PathwayTemplate& entry) {
    const std::string where = Name("doses", entry.rule.text());
    Require(entry.rule.text().starts_with("T-"), where, "a template's rule is named T-...");
    CheckStretches(entry.stretch_preference, where);
    CheckStretches(entry.stretch_preference_no_floor, where);
    CheckStretches(entry.stretch_late_only, where);
    Require(entry.stretch_late_only.empty() == (entry.stretch_late_from_week == 0), where,
            "late stretches have a first week");
    Resolve(entry.trunk_together, where);
    Resolve(entry.before_sport, where);
    Require(entry.chosen_exercise_count == 0 ||
                entry.chosen_exercise_count > catalogue_.max_exercise_count,
            where, "the clinician may choose more items than usual, not fewer");
    for (const auto* items : {&entry.items, &entry.items_normal_length}) {
      for (const domain::TemplateItem& item : *items) CheckItem(item, where);
    }
    CheckLadder(entry.trunk, where);
    Require(!entry.stretch_preference.empty() && !entry.stretch_preference_no_floor.empty() &&
                !entry.trunk.empty() && !entry.text_keys.empty(),
            where, "a pathway has stretches, an abdominal ladder and lines");
  }

  void CheckStretches(const std::vector<ExerciseId>& ids, const std::string& where) {
    Resolve(ids, where);
    for (ExerciseId id : ids) {
      const Exercise* exercise = catalogue_.FindExercise(id);
      Require(exercise == nullptr || exercise->dose_rule.text() == "D-STATIC", where,
              std::string(id.text()) + " is not a hamstring stretch");
    }
  }

  void CheckLadder(const std::vector<domain::TrunkRung>& rungs, const std::string& where) {
    int week = 0;
    for (const domain::TrunkRung& rung : rungs) {
      Require(rung.from_week > week && (week > 0 || rung.from_week == 1), where,
              "rungs begin in week 1 and rise");
      week = rung.from_week;
      Require(!rung.preference.empty(), where, "a rung names exercises");
      Resolve(rung.preference, where);
      CheckStep(rung.dose, where);
    }
  }

  void CheckItem(const domain::TemplateItem& item, const std::string& where) {
    Require(item.from_week >= 1 && item.from_week <= catalogue_.week_count, where,
            "an item begins in a week of the program");
    Require(item.to_week == 0 || item.to_week >= item.from_week, where,
            "an item ends after it has begun");
    Require(item.to_phase == domain::StrainPhase::kUnspecified || item.to_phase >= item.from_phase,
            where, "an item's phases rise");
    Require(!item.preference.empty(), where, "an item names exercises");
    Require(!item.condition.of_each_leg, where, "an item's condition speaks of no single leg");
    Resolve(item.preference, where);
    Resolve(item.otherwise, where);
  }

  // -- Norms

  void CheckNorms() {
    const domain::Norms& norms = catalogue_.norms;
    for (const domain::BandCuts* cuts : {&norms.knee_female, &norms.knee_male}) {
      Require(0 < cuts->mild && cuts->mild < cuts->moderate && cuts->moderate < cuts->severe,
              "norms", "bands of the knee-extension deficit rise");
    }
    for (const domain::BandCuts* cuts : {&norms.raise_female, &norms.raise_male}) {
      Require(cuts->mild > cuts->moderate && cuts->moderate > cuts->severe && cuts->severe > 0,
              "norms", "bands of the straight leg raise fall");
    }
    const domain::TrajectoryRule& rule = catalogue_.trajectory;
    Require(rule.time_constant_weeks > 0 && rule.knee_low < rule.knee_expected &&
                rule.knee_expected < rule.knee_high && rule.raise_low < rule.raise_expected &&
                rule.raise_expected < rule.raise_high && rule.older_low < rule.older_expected &&
                rule.older_expected < rule.older_high,
            "norms trajectory", "low, expected and high gains rise");
  }

  void CheckCuts() {
    Require(catalogue_.lowest_adjusted_hip_flexion > 0, "safety_rules caps",
            "adjusted hip flexion has a lower end");
    const domain::MinimumDataRule& required = catalogue_.minimum_data;
    Require(required.blood_pressure_from_age > 0 && required.falls_from_age > 0 &&
                required.beighton_from_raise > 0,
            "norms minimum_data", "each requirement begins somewhere");
    const domain::LogicalCheckRule& checks = catalogue_.logical_checks;
    Require(0 < checks.stiff_raise && checks.stiff_raise < checks.loose_raise &&
                checks.fresh_injury_days > 0 && checks.large_side_difference > 0 &&
                0 < checks.first_episode_from_age &&
                checks.first_episode_from_age < checks.first_episode_to_age,
            "norms logical_checks", "stiff is less than loose, and ages rise");
    const domain::AdherenceRule& adherence = catalogue_.adherence;
    Require(0 < adherence.partial_percent && adherence.partial_percent < adherence.good_percent &&
                adherence.good_percent <= 100 && 0 < adherence.judged_from_percent &&
                adherence.judged_from_percent <= 100,
            "norms adherence", "partial is less than good, and none is over 100 percent");
    Require(0 < adherence.lapse_days && adherence.lapse_days < adherence.drop_out_days &&
                adherence.raised_morning_points > 0,
            "norms adherence", "a lapse is shorter than a drop-out");
    const domain::CheckInRule& entries = catalogue_.check_ins;
    Require(
        entries.late_after_hours > 0 && entries.in_one_go_days > 1 && entries.in_one_go_minutes > 0,
        "norms check_ins", "late and in one go take time");
  }

  // -- Decisions

  void CheckDecisions() {
    const domain::DecisionRule& rule = catalogue_.decisions;
    Require(
        0 < rule.same_above_discomfort && rule.same_above_discomfort < rule.back_mean_discomfort &&
            rule.back_mean_discomfort < rule.back_worst_discomfort && 0 < rule.same_symptom_rise &&
            rule.same_symptom_rise < rule.back_symptom_rise && 0 < rule.same_raised_mornings &&
            rule.same_raised_mornings < rule.back_raised_mornings && 0 < rule.same_tingling_days &&
            rule.same_tingling_days < rule.back_tingling_days,
        "decisions decisions", "a week is repeated before it goes back");
    Require(0 < rule.fewest_logged_days && 0 < rule.symptom_weeks && 1 < rule.holds_to_review &&
                1 < rule.regresses_to_review && 1 < rule.simplifies_to_review,
            "decisions decisions", "a row is more than one");
    Require(0 < rule.pause_repeat_days && rule.pause_repeat_days < rule.pause_reassess_days &&
                0 < rule.pause_steps_back,
            "decisions decisions", "a longer pause asks for more");
    const domain::RemeasurementRule& measured = catalogue_.remeasurement;
    Require(!measured.decision_weeks.empty() &&
                std::all_of(measured.decision_weeks.begin(), measured.decision_weeks.end(),
                            [&](int week) {
                              const auto& weeks = catalogue_.remeasure_weeks;
                              return std::find(weeks.begin(), weeks.end(), week) != weeks.end();
                            }),
            "decisions remeasurement", "a week that decides is one that is measured");
    Require(catalogue_.norms.knee_detectable_change < measured.knee_change_two_testers,
            "decisions remeasurement", "two testers err more than one");
    for (const auto* change : {&measured.pain, &measured.oswestry, &measured.roland_morris,
                               &measured.lefs, &measured.fash}) {
      Require(change->points > 0 && change->percent >= 0, "decisions remeasurement",
              "a change that matters is more than none");
    }
    Require(measured.plateau_hold_weeks > 0 && measured.plateau_step_weeks > 0,
            "decisions remeasurement", "a plateau takes weeks");
    const domain::DischargeRule& discharge = catalogue_.discharge;
    Require(discharge.strain_side_percent > 0 && discharge.healthy_lefs > measured.lefs.points &&
                discharge.best_fash > measured.fash.points && discharge.recheck_months > 0,
            "decisions discharge", "a healthy score is more than its error");
  }

  const domain::Catalogue& catalogue_;
  Violations& violations_;
};

}  // namespace

void CheckEntries(const domain::Catalogue& catalogue, Violations& violations) {
  EntryCheck(catalogue, violations).Run();
}

}  // namespace ischia::catalogue
